"""GET /api/v1/office/summary: how many records each office table has."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from ..database import Database

router = APIRouter(prefix="/api/v1/office", tags=["office"])


class OfficeSummary(BaseModel):
    baoxiao_shenqing: int
    qingjia_shenqing: int
    caigou_shenqing: int
    duiwai_fukuan_shenqing: int
    gongzuo_jiaojie: int


# The names are the model's own fields, never a client's text.
SUMMARY = text("SELECT " + ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in OfficeSummary.model_fields))


@router.get("/summary")
def summary(database: Database) -> OfficeSummary:
    return OfficeSummary(**database.execute(SUMMARY).mappings().one())
