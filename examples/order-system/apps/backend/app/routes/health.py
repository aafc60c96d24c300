"""GET /health: may this worker take traffic?"""

import logging

from anyio import move_on_after, to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..database import get_engine
from ..failures import cause_of
from ..settings import get_settings

router = APIRouter(tags=["health"])
log = logging.getLogger("app.health")

DEADLINE_SECONDS = 4

# Touches migrated tables, so that an empty database is unhealthy too; reads at most one row of each.
PROBE = text("SELECT EXISTS (SELECT FROM users), EXISTS (SELECT FROM products), EXISTS (SELECT FROM orders)")


def probe() -> str | None:
    """What is wrong with the database, or None."""
    try:
        with get_engine().connect() as connection:
            connection.execute(PROBE)
    except SQLAlchemyError as error:
        return cause_of(error)
    return None


@router.get("/health")
async def health() -> JSONResponse:
    settings = get_settings()
    about = {"version": settings.version, "environment": settings.environment}
    # A database that accepts packets and answers nothing would hold the answer back for ever.
    cause: str | None = f"no answer within {DEADLINE_SECONDS} s"
    with move_on_after(DEADLINE_SECONDS):
        cause = await to_thread.run_sync(probe, abandon_on_cancel=True)
    if cause is None:
        return JSONResponse({"status": "ok", **about})
    log.error("unhealthy: database: %s", cause)
    return JSONResponse({"status": "error", **about, "cause": f"database: {cause}"}, status_code=503)
