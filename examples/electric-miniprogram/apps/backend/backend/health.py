"""`/healthz`: can the application do its work, which is to ask its database?"""

import logging

from django.db import Error, connection
from django.http import JsonResponse

log = logging.getLogger(__name__)


class Health:
    """Stands before all other middleware: it is asked from inside the container, by a name that is no host of the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return answer() if request.path == "/healthz" else self.get_response(request)


def answer() -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            migrations = cursor.fetchone()[0]
    except Error as error:
        log.error("the database does not answer: %s", error)
        return JsonResponse({"status": "failed", "database": "does not answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "migrations": migrations})
