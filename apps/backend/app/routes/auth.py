"""Login, refresh, and who am I (tables yonghu, juese)."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field
from sqlalchemy import text

from ..database import Database
from ..security import LIFETIME, issue_token, read_token, verify_password

router = APIRouter(prefix="/api/v1/auth", tags=["auth"])


class Login(BaseModel):
    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)


class Refresh(BaseModel):
    refresh_token: str = Field(max_length=2048)


class Tokens(BaseModel):
    access_token: str
    refresh_token: str
    token_type: str = "bearer"
    expires_in: int = int(LIFETIME["access"].total_seconds())


class User(BaseModel):
    id: int
    username: str
    name: str
    roles: list[str]
    permissions: int


BY_NAME = text("SELECT id, mima_hash FROM yonghu WHERE yonghu_ming = :username AND shi_qiyong")
RECORD_LOGIN = text("UPDATE yonghu SET zuihou_denglu = now() WHERE id = :id")
IS_ACTIVE = text("SELECT EXISTS (SELECT FROM yonghu WHERE id = :id AND shi_qiyong)")
WITH_ROLES = text("""
    SELECT yonghu.id,
           yonghu_ming AS username,
           xingming AS name,
           array_remove(array_agg(DISTINCT juese.daima), NULL) AS roles,
           count(DISTINCT juese_quanxian.quanxian_id) AS permissions
    FROM yonghu
    LEFT JOIN yonghu_juese ON yonghu_juese.yonghu_id = yonghu.id
    LEFT JOIN juese ON juese.id = yonghu_juese.juese_id
    LEFT JOIN juese_quanxian ON juese_quanxian.juese_id = juese.id
    WHERE yonghu.id = :id AND shi_qiyong
    GROUP BY yonghu.id
""")


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(401, detail, headers={"WWW-Authenticate": "Bearer"})


def tokens_for(user_id: int) -> Tokens:
    return Tokens(access_token=issue_token(user_id, "access"), refresh_token=issue_token(user_id, "refresh"))


@router.post("/login")
def login(credentials: Login, database: Database) -> Tokens:
    row = database.execute(BY_NAME, {"username": credentials.username}).one_or_none()
    if not verify_password(credentials.password, row.mima_hash if row else None):
        raise unauthorized("用户名或密码错误")
    database.execute(RECORD_LOGIN, {"id": row.id})
    return tokens_for(row.id)


@router.post("/refresh")
def refresh(body: Refresh, database: Database) -> Tokens:
    user_id = read_token(body.refresh_token, "refresh")
    if user_id is None or not database.execute(IS_ACTIVE, {"id": user_id}).scalar_one():
        raise unauthorized("登录已失效，请重新登录")
    return tokens_for(user_id)


@router.get("/me")
def me(
    database: Database,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> User:
    user_id = read_token(bearer.credentials, "access") if bearer else None
    row = database.execute(WITH_ROLES, {"id": user_id}).mappings().one_or_none() if user_id is not None else None
    if row is None:
        raise unauthorized("请先登录")
    return User(**row)
