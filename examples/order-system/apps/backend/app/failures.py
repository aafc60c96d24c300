"""What a client and the log learn when the database fails: the cause, never a value or a secret."""

import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from psycopg import errors
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

log = logging.getLogger("app.failures")

# libpq reports a failed connection as text only; the first fragment that matches names the cause.
CAUSES = {
    "password": "the user name or password was refused",
    "connection refused": "connection refused",
    "resolve": "host name not found",
    "translate host name": "host name not found",
    "timeout": "timed out",
    "starting up": "starting up",
    "shutting down": "shutting down",
    "connection slots": "too many connections",
    "too many": "too many connections",
    "does not exist": "no such database or user",
}


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
        told = str(original).lower()
        return next((cause for fragment, cause in CAUSES.items() if fragment in told), "not reachable")
    return "query failed"


async def answer_database_error(request: Request, error: SQLAlchemyError) -> JSONResponse:
    """503 when the same request may succeed later, 500 when the fault is in the program or the schema."""
    cause = cause_of(error)
    log.error("%s %s: database: %s (%s)", request.method, request.url.path, cause, type(error).__name__)
    later = isinstance(error, (OperationalError, PoolTimeoutError))
    return JSONResponse({"detail": f"database: {cause}"}, status_code=503 if later else 500)


def install(application: FastAPI) -> None:
    application.add_exception_handler(SQLAlchemyError, answer_database_error)  # type: ignore[arg-type]
