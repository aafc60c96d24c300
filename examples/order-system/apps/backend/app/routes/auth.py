"""Login, who am I, and a new password (table users)."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field
from sqlalchemy import text

from ..database import Database
from ..passwords import TOO_LONG, hash_password, is_too_long, password_problem, verify_password
from ..tokens import issue_token, lifetime, read_token

router = APIRouter(prefix="/auth", tags=["auth"])


class Login(BaseModel):
    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=1024)


class NewPassword(BaseModel):
    current: str = Field(min_length=1, max_length=1024)
    new: str = Field(max_length=1024)


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
    expires_in: int


class User(BaseModel):
    id: int
    username: str
    email: str | None
    role: str


BY_NAME = text("SELECT id, password_hash FROM users WHERE username = :username AND is_active")
BY_ID = text("SELECT id, username, email, role FROM users WHERE id = :id AND is_active")
HASH_OF = text("SELECT password_hash FROM users WHERE id = :id")
RECORD_LOGIN = text("UPDATE users SET last_login_at = now() WHERE id = :id")
SET_PASSWORD = text("UPDATE users SET password_hash = :password_hash WHERE id = :id")


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(401, detail, headers={"WWW-Authenticate": "Bearer"})


def current_user(
    database: Database,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> User:
    user_id = read_token(bearer.credentials) if bearer else None
    row = database.execute(BY_ID, {"id": user_id}).mappings().one_or_none() if user_id is not None else None
    if row is None:
        raise unauthorized("请先登录")
    return User(**row)


CurrentUser = Annotated[User, Depends(current_user, scope="function")]


@router.post("/login")
def login(credentials: Login, database: Database) -> Token:
    if is_too_long(credentials.password):
        raise HTTPException(422, TOO_LONG)
    row = database.execute(BY_NAME, {"username": credentials.username}).one_or_none()
    if not verify_password(credentials.password, row.password_hash if row else None):
        raise unauthorized("用户名或密码错误")
    database.execute(RECORD_LOGIN, {"id": row.id})
    return Token(access_token=issue_token(row.id), expires_in=int(lifetime().total_seconds()))


@router.get("/me")
def me(user: CurrentUser) -> User:
    return user


@router.post("/password", status_code=204)
def change_password(passwords: NewPassword, user: CurrentUser, database: Database) -> None:
    if is_too_long(passwords.current):
        raise HTTPException(422, TOO_LONG)
    if not verify_password(passwords.current, database.execute(HASH_OF, {"id": user.id}).scalar_one()):
        raise HTTPException(403, "原密码错误")
    if problem := password_problem(passwords.new, user.username):
        raise HTTPException(422, problem)
    database.execute(SET_PASSWORD, {"id": user.id, "password_hash": hash_password(passwords.new)})
