"""GET /api/v1/office/summary: how many records each office table has."""

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import text

from ..cache import get_cache
from ..database import get_engine

router = APIRouter(prefix="/api/v1/office", tags=["office"])

# Every page shows these counts of whole tables: the tables are read once in this time, and not once for every page.
KEPT_SECONDS = 10


class OfficeSummary(BaseModel):
    baoxiao_shenqing: int
    qingjia_shenqing: int
    caigou_shenqing: int
    duiwai_fukuan_shenqing: int
    gongzuo_jiaojie: int


# The names are the model's own fields, never a client's text.
SUMMARY = text("SELECT " + ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in OfficeSummary.model_fields))


def count() -> OfficeSummary:
    with get_engine().connect() as connection:
        return OfficeSummary(**connection.execute(SUMMARY).mappings().one())


@router.get("/summary")
async def summary(response: Response) -> OfficeSummary:
    answer, response.headers["X-Cache"] = await get_cache().through("office-summary", KEPT_SECONDS, OfficeSummary, count)
    return answer
