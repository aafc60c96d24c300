"""GET /api/v1/contract-payment-methods/: how each contract may be paid (table hetong_zhifu_fangshi)."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from ..database import Database
from .paging import Limit, Offset, Page

router = APIRouter(prefix="/api/v1/contract-payment-methods", tags=["payments"])


class ContractPaymentMethod(BaseModel):
    id: int
    contract_id: int
    contract_number: str
    contract_name: str
    template: bool
    payment_config_id: int
    payment_config_name: str
    payment_type: str
    enabled: bool
    default: bool
    created_at: datetime


LIST = text("""
    SELECT fangshi.id,
           hetong.id AS contract_id,
           hetong.hetong_bianhao AS contract_number,
           hetong.hetong_mingcheng AS contract_name,
           hetong.shi_moban AS template,
           peizhi.id AS payment_config_id,
           peizhi.peizhi_mingcheng AS payment_config_name,
           peizhi.zhifu_leixing AS payment_type,
           peizhi.shi_qiyong AS enabled,
           fangshi.shi_moren AS default,
           fangshi.chuangjian_shijian AS created_at
    FROM hetong_zhifu_fangshi AS fangshi
    JOIN hetong ON hetong.id = fangshi.hetong_id
    JOIN zhifu_peizhi AS peizhi ON peizhi.id = fangshi.zhifu_peizhi_id
    ORDER BY hetong.hetong_bianhao, fangshi.shi_moren DESC, fangshi.id
    LIMIT :limit OFFSET :offset
""")
COUNT = text("SELECT count(*) FROM hetong_zhifu_fangshi")


@router.get("", include_in_schema=False)
@router.get("/")
def list_contract_payment_methods(
    database: Database, limit: Limit = 100, offset: Offset = 0
) -> Page[ContractPaymentMethod]:
    rows = database.execute(LIST, {"limit": limit, "offset": offset}).mappings()
    items = [ContractPaymentMethod(**row) for row in rows]
    return Page(items=items, total=database.execute(COUNT).scalar_one())
