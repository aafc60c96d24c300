"""Starts the workers: `python -m app`.

The application is imported here first: uvicorn's supervisor restarts a worker that cannot import it for ever,
while a missing package or setting should end the container at once with its reason.
"""

import logging
import sys

import uvicorn

from .settings import SettingsError, get_settings


def main() -> None:
    try:
        settings = get_settings()
    except SettingsError as error:
        sys.exit(f"order-system backend cannot start: {error}")

    from . import main as _application  # noqa: F401
    from .database import wait_for_database

    if cause := wait_for_database(settings.database_wait):
        sys.exit(f"order-system backend cannot start: database: {cause}, for {settings.database_wait} s")
    logging.getLogger("app").info("version %s, %s", settings.version, settings.environment)

    uvicorn.run(
        "app.main:app",
        host="0.0.0.0",
        port=8000,
        workers=settings.workers,
        # Nginx takes /api away: what the pages of /docs link to must have it.
        root_path="/api",
        # The client's address comes from Nginx; the networks whose header is believed: FORWARDED_ALLOW_IPS.
        proxy_headers=True,
        server_header=False,
        # Longer than Nginx keeps an idle connection (60 s), so that it is never closed under a request.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=20,
    )


# Workers are started by importing this module again under another name.
if __name__ == "__main__":
    main()
