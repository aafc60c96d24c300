"""Access tokens (JWT)."""

from datetime import UTC, datetime, timedelta

import jwt

from .settings import get_settings


def lifetime() -> timedelta:
    return timedelta(minutes=get_settings().token_minutes)


def issue_token(user_id: int) -> str:
    settings, now = get_settings(), datetime.now(UTC)
    claims = {"sub": str(user_id), "iat": now, "exp": now + lifetime()}
    return jwt.encode(claims, settings.secret_key, algorithm=settings.algorithm)


def read_token(token: str) -> int | None:
    """The user id that a valid token names, or None."""
    settings = get_settings()
    try:
        claims = jwt.decode(
            token, settings.secret_key, algorithms=[settings.algorithm], options={"require": ["exp", "sub"]}
        )
        return int(claims["sub"])
    except (jwt.InvalidTokenError, ValueError):
        return None
