"""The connection pool. Each worker has its own, so `workers` times its limit must fit the server's."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from fastapi import Depends
from sqlalchemy import URL, Connection, Engine, create_engine, make_url

from .settings import get_settings

POOL_SIZE = 3
POOL_OVERFLOW = 2


def psycopg_url(url: str) -> URL:
    """The documented postgresql:// form, with the driver that SQLAlchemy is to use."""
    return make_url(url).set(drivername="postgresql+psycopg")


@lru_cache
def get_engine() -> Engine:
    return create_engine(
        psycopg_url(get_settings().database_url),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=5,
        pool_recycle=1800,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,  # milliseconds until a peer that went silent counts as gone
            "application_name": "proxy-system-backend",
            "options": "-c statement_timeout=15000 -c lock_timeout=5000",
        },
    )


def get_connection() -> Iterator[Connection]:
    """A connection in a transaction: committed when the route returns, rolled back when it raises."""
    with get_engine().begin() as connection:
        yield connection


# "function": commit before the answer is sent, so that an answered write is a kept write.
Database = Annotated[Connection, Depends(get_connection, scope="function")]
