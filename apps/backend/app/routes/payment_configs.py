"""GET /api/v1/payment-configs/: the payment configurations (table zhifu_peizhi)."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from ..database import Database
from ..payments import sdk_of
from .paging import Limit, Offset, Page

router = APIRouter(prefix="/api/v1/payment-configs", tags=["payments"])


class PaymentConfig(BaseModel):
    id: int
    name: str
    type: str
    offline: bool
    environment: str
    account_name: str | None
    account_number: str | None
    bank: str | None
    enabled: bool
    remark: str | None
    sdk: str | None
    created_at: datetime


# An account number is shown to anyone who can see the page: only its last four digits leave the database.
LIST = text("""
    SELECT id,
           peizhi_mingcheng AS name,
           zhifu_leixing AS type,
           shi_xianxia AS offline,
           huanjing AS environment,
           zhanghu_mingcheng AS account_name,
           '****' || right(zhanghu_haoma, 4) AS account_number,
           kaihu_hang AS bank,
           shi_qiyong AS enabled,
           beizhu AS remark,
           chuangjian_shijian AS created_at
    FROM zhifu_peizhi
    ORDER BY shi_qiyong DESC, id
    LIMIT :limit OFFSET :offset
""")
COUNT = text("SELECT count(*) FROM zhifu_peizhi")


@router.get("", include_in_schema=False)
@router.get("/")
def list_payment_configs(database: Database, limit: Limit = 100, offset: Offset = 0) -> Page[PaymentConfig]:
    rows = database.execute(LIST, {"limit": limit, "offset": offset}).mappings()
    items = [PaymentConfig(**row, sdk=sdk_of(row["type"])) for row in rows]
    return Page(items=items, total=database.execute(COUNT).scalar_one())
