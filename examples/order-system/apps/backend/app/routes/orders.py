"""Orders: create, list, statistics by status, and the way from one status to the next (tables orders, order_items)."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel, Field

from .. import order_sql as sql
from ..database import Database
from .auth import CurrentUser, User
from .paging import Limit, Offset, Page

router = APIRouter(prefix="/orders", tags=["orders"])

Id = Annotated[int, Path(ge=1, lt=2**63)]
Status = Literal["pending", "paid", "shipped", "completed", "cancelled"]

# Where each status may come from.
BEFORE: dict[Status, list[Status]] = {
    "pending": [],
    "paid": ["pending"],
    "shipped": ["paid"],
    "completed": ["shipped"],
    "cancelled": ["pending", "paid"],
}


class NewItem(BaseModel):
    product_id: int = Field(ge=1, lt=2**63)
    quantity: int = Field(ge=1, le=10_000)


class NewOrder(BaseModel):
    items: list[NewItem] = Field(min_length=1, max_length=100)


class Order(BaseModel):
    id: int
    order_number: str
    username: str
    status: Status
    total_amount: Decimal
    pieces: int
    created_at: datetime


class NewStatus(BaseModel):
    status: Status


class StatusCount(BaseModel):
    status: Status
    count: int
    total_amount: Decimal


def seen_by(user: User) -> int | None:
    """Whose orders somebody sees: their own, the super administrator everybody's (None)."""
    return None if user.role == "super_admin" else user.id


@router.post("", status_code=201)
def create_order(order: NewOrder, user: CurrentUser, database: Database) -> Order:
    wanted = Counter[int]()
    for item in order.items:
        wanted[item.product_id] += item.quantity
    lines = []
    # In one order for everybody, so that two orders never wait for each other.
    for product_id, quantity in sorted(wanted.items()):
        price = database.execute(sql.TAKE, {"id": product_id, "quantity": quantity}).scalar_one_or_none()
        if price is None:
            raise HTTPException(409, f"产品 {product_id} 已下架或库存不足 {quantity} 件")
        lines.append({"product_id": product_id, "quantity": quantity, "unit_price": price})
    total = sum(line["quantity"] * line["unit_price"] for line in lines)
    row = database.execute(sql.CREATE, {"user_id": user.id, "total_amount": total}).mappings().one()
    database.execute(sql.ADD_ITEM, [{"order_id": row["id"], **line} for line in lines])
    return Order(**row, username=user.username, pieces=sum(wanted.values()))


@router.get("")
def list_orders(
    user: CurrentUser, database: Database, status: Status | None = None, limit: Limit = 50, offset: Offset = 0
) -> Page[Order]:
    which = {"user_id": seen_by(user), "status": status}
    rows = database.execute(sql.LIST, {**which, "limit": limit, "offset": offset}).mappings()
    return Page(items=[Order(**row) for row in rows], total=database.execute(sql.COUNT, which).scalar_one())


@router.get("/statistics")
def statistics(user: CurrentUser, database: Database) -> list[StatusCount]:
    """One entry for every status, also for those that no order has."""
    rows = database.execute(sql.STATISTICS, {"user_id": seen_by(user), "statuses": list(BEFORE)}).mappings()
    return [StatusCount(**row) for row in rows]


@router.patch("/{order_id}", status_code=204)
def change_status(order_id: Id, change: NewStatus, user: CurrentUser, database: Database) -> None:
    if user.role != "super_admin":
        raise HTTPException(403, "只有管理员可以修改订单状态")
    values = {"id": order_id, "status": change.status, "before": BEFORE[change.status]}
    if database.execute(sql.CHANGE_STATUS, values).one_or_none() is None:
        raise HTTPException(409, f"没有订单 {order_id}，或其状态不能改为 {change.status}")
    if change.status == "cancelled":
        database.execute(sql.GIVE_BACK, {"id": order_id})
