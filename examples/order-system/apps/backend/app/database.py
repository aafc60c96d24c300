"""The connection pool. Each worker has its own, so `workers` times its limit must fit the server's."""

import logging
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from .failures import cause_of
from .settings import get_settings

log = logging.getLogger("app.database")
RETRY_SECONDS = 1


@lru_cache
def get_engine() -> Engine:
    return create_engine(
        # The documented postgresql:// form, with the driver that SQLAlchemy is to use.
        make_url(get_settings().database_url).set(drivername="postgresql+psycopg"),
        pool_size=3,
        max_overflow=2,
        pool_timeout=5,
        pool_recycle=1800,
        # A connection that a restart of the database cut is replaced before a request meets it.
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 3,
            "application_name": "order-system-backend",
            "options": "-c statement_timeout=15000 -c lock_timeout=5000",
        },
    )


def wait_for_database(seconds: int) -> str | None:
    """Asks until the database answers; the cause when it never did. Each new cause is logged once."""
    deadline = time.monotonic() + seconds
    known = None
    while True:
        try:
            with get_engine().connect() as connection:
                connection.execute(text("SELECT 1"))
            return None
        except SQLAlchemyError as error:
            cause = cause_of(error)
        if time.monotonic() >= deadline:
            return cause
        if cause != known:
            log.warning("database: %s; asking again for up to %s s", cause, seconds)
        known = cause
        time.sleep(RETRY_SECONDS)


def get_connection() -> Iterator[Connection]:
    """A connection in a transaction: committed when the route returns, rolled back when it raises."""
    with get_engine().begin() as connection:
        yield connection


# "function": commit before the answer is sent, so that an answered write is a kept write.
Database = Annotated[Connection, Depends(get_connection, scope="function")]
