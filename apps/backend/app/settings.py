"""Everything that the environment decides, read once at start."""

import os
from dataclasses import dataclass, field
from functools import lru_cache

SECRET_KEY_MIN_LENGTH = 32


class SettingsError(Exception):
    """The environment lacks something; the message says what, for the operator."""


@dataclass(frozen=True)
class Settings:
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    redis_url: str | None = field(repr=False)  # None: without a cache
    version: str
    port: int
    workers: int


def _positive_integer(name: str, default: int, problems: list[str]) -> int:
    text = os.environ.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        problems.append(f"{name} must be a positive whole number")
        return default
    return int(text)


@lru_cache
def get_settings() -> Settings:
    """Reads and checks the environment. Every problem is reported at once, never with a value."""
    problems: list[str] = []
    database_url = os.environ.get("DATABASE_URL", "")
    secret_key = os.environ.get("SECRET_KEY", "")
    if not database_url.startswith(("postgresql://", "postgres://")):
        problems.append("DATABASE_URL must be a URL such as postgresql://USER:PASSWORD@HOST:5432/DATABASE")
    if len(secret_key) < SECRET_KEY_MIN_LENGTH:
        problems.append(f"SECRET_KEY must have at least {SECRET_KEY_MIN_LENGTH} characters")
    redis_url = os.environ.get("REDIS_URL") or None
    if redis_url and not redis_url.startswith("redis://"):
        problems.append("REDIS_URL must be a URL such as redis://default:PASSWORD@HOST:6379/0, or not set")
    port = _positive_integer("PORT", 8000, problems)
    workers = _positive_integer("WORKERS", 4, problems)
    if problems:
        raise SettingsError("; ".join(problems))
    version = os.environ.get("VERSION") or "dev"
    return Settings(database_url, secret_key, redis_url, version, port, workers)
