"""Passwords (bcrypt) and tokens (JWT, HS256)."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

import bcrypt
import jwt

from .settings import get_settings

ALGORITHM = "HS256"
PASSWORD_MIN_LENGTH = 12
PASSWORD_MAX_BYTES = 72  # bcrypt reads no further

TokenKind = Literal["access", "refresh"]
LIFETIME: dict[TokenKind, timedelta] = {"access": timedelta(minutes=30), "refresh": timedelta(days=7)}


def password_problem(password: str) -> str | None:
    """Why a new password is not acceptable, or None."""
    if len(password) < PASSWORD_MIN_LENGTH:
        return f"the password must have at least {PASSWORD_MIN_LENGTH} characters"
    if len(password.encode()) > PASSWORD_MAX_BYTES:
        return f"the password must not be longer than {PASSWORD_MAX_BYTES} bytes"
    if len(set(password)) < 5:
        return "the password must not repeat a few characters"
    return None


def hash_password(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


@lru_cache
def unknown_user_hash() -> str:
    """Compared against when the user is unknown, so that the answer takes as long as for a known one."""
    return hash_password("unknown user")


def verify_password(password: str, password_hash: str | None) -> bool:
    secret = password.encode()[:PASSWORD_MAX_BYTES]
    matches = bcrypt.checkpw(secret, (password_hash or unknown_user_hash()).encode())
    return matches and password_hash is not None and len(password.encode()) <= PASSWORD_MAX_BYTES


def issue_token(user_id: int, kind: TokenKind) -> str:
    now = datetime.now(UTC)
    claims = {"sub": str(user_id), "kind": kind, "iat": now, "exp": now + LIFETIME[kind]}
    return jwt.encode(claims, get_settings().secret_key, algorithm=ALGORITHM)


def read_token(token: str, kind: TokenKind) -> int | None:
    """The user id that a valid token of this kind names, or None."""
    try:
        claims = jwt.decode(
            token, get_settings().secret_key, algorithms=[ALGORITHM], options={"require": ["exp", "sub"]}
        )
        return int(claims["sub"]) if claims.get("kind") == kind else None
    except (jwt.InvalidTokenError, ValueError):
        return None
