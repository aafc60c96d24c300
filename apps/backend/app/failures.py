"""What a client and the log learn when the database fails: the cause, never a value or a secret."""

import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from psycopg import errors
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

log = logging.getLogger("app.database")

# libpq reports a failed connection as text only; the first fragment that matches names the cause.
CONNECTION_CAUSES = (
    ("password authentication failed", "the user name or password was refused"),
    ("no password supplied", "the user name or password was refused"),
    ("connection refused", "connection refused"),
    ("failed to resolve", "host name not found"),
    ("could not translate host name", "host name not found"),
    ("name or service not known", "host name not found"),
    ("name resolution", "host name not found"),
    ("timeout", "timed out"),
    ("starting up", "starting up"),
    ("shutting down", "shutting down"),
    ("too many", "too many connections"),
    ("remaining connection slots", "too many connections"),
    ("does not exist", "no such database or user"),
)


def cause_of(error: SQLAlchemyError) -> str:
    """A short cause, safe to show to anyone."""
    if isinstance(error, PoolTimeoutError):
        return "all connections are in use"
    original = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(original, (errors.UndefinedTable, errors.UndefinedColumn)):
        return f"schema is incomplete: {original.diag.message_primary}"
    if isinstance(original, errors.QueryCanceled):
        return "timed out"
    if isinstance(error, OperationalError):
        text = str(original).lower()
        return next((cause for fragment, cause in CONNECTION_CAUSES if fragment in text), "not reachable")
    return "query failed"


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Whether the same request may succeed later (503), or the fault is in the program or schema (500)."""
    return isinstance(error, (OperationalError, PoolTimeoutError))


async def answer_database_error(request: Request, error: SQLAlchemyError) -> JSONResponse:
    cause = cause_of(error)
    log.error("%s %s: database: %s (%s)", request.method, request.url.path, cause, type(error).__name__)
    status = 503 if is_unavailable(error) else 500
    return JSONResponse({"detail": f"database: {cause}"}, status_code=status)


def install(application: FastAPI) -> None:
    application.add_exception_handler(SQLAlchemyError, answer_database_error)  # type: ignore[arg-type]
