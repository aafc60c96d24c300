"""Creates the administrator: `manage.py create_administrator`, with two lines on standard input: user name, password.

Exit code 0 when the user was created or is already there (its password is then left as it is), 1 otherwise.
The password is never printed and stored only as its hash.
"""

import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import Error, IntegrityError


class Command(BaseCommand):
    help = "Creates the administrator from two lines of standard input: user name, password."
    requires_system_checks = []

    @no_translations
    def handle(self, *args, **options):
        username = sys.stdin.readline().strip()
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            created = create(username, password)
        except ValidationError as error:
            raise CommandError(f"administrator not created: {' '.join(error.messages)}") from None
        except Error as error:
            raise CommandError(f"administrator not created: database: {error}") from None
        print(f"administrator {username}: {'created' if created else 'already there'}")


def create(username: str, password: str) -> bool:
    """Returns whether the user was created; False when it is already there."""
    users = get_user_model()
    if users.objects.filter(username=username).exists():
        return False
    user = users(username=username, is_staff=True, is_superuser=True)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    try:
        user.save(force_insert=True)
    except IntegrityError:  # Somebody else was faster.
        return False
    return True
