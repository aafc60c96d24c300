"""GET /products: what can be ordered (table products)."""

from decimal import Decimal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from ..database import Database
from .paging import Limit, Offset, Page

router = APIRouter(prefix="/products", tags=["products"])


class Product(BaseModel):
    id: int
    sku: str
    name: str
    price: Decimal
    stock_quantity: int


LIST = text("""
    SELECT id, sku, name, price, stock_quantity
    FROM products
    WHERE status = 'active'
    ORDER BY sku
    LIMIT :limit OFFSET :offset
""")
COUNT = text("SELECT count(*) FROM products WHERE status = 'active'")


@router.get("")
def list_products(database: Database, limit: Limit = 50, offset: Offset = 0) -> Page[Product]:
    rows = database.execute(LIST, {"limit": limit, "offset": offset}).mappings()
    return Page(items=[Product(**row) for row in rows], total=database.execute(COUNT).scalar_one())
