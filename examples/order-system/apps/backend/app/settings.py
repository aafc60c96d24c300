"""Everything that the environment decides, under the names that the system's operators know; read once at start."""

import os
from dataclasses import dataclass, field
from functools import lru_cache

SECRET_KEY_MIN_LENGTH = 32  # RFC 7518: a key of HS256 has at least the 256 bits of its hash
ALGORITHMS = ("HS256",)
ENVIRONMENTS = ("development", "preprod", "production")


class SettingsError(Exception):
    """The environment lacks something; the message says what, for the operator."""


@dataclass(frozen=True)
class Settings:
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    algorithm: str
    token_minutes: int
    debug: bool
    environment: str
    version: str
    workers: int
    database_wait: int


class _Reader:
    """Takes values from the environment and keeps what is wrong with them, so that all of it can be told at once."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def text(self, name: str, good: bool, problem: str) -> str:
        if not good:
            self.problems.append(f"{name} {problem}")
        return os.environ.get(name, "")

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = os.environ.get(name, default)
        if value not in choices:
            self.problems.append(f"{name} must be {' or '.join(choices)}")
        return value

    def integer(self, name: str, default: int) -> int:
        value = os.environ.get(name, str(default))
        if not value.isascii() or not value.isdigit() or int(value) == 0:
            self.problems.append(f"{name} must be a positive whole number")
            return default
        return int(value)


@lru_cache
def get_settings() -> Settings:
    """Reads and checks the environment. Every problem is reported at once, never with a value."""
    read = _Reader()
    url, key = os.environ.get("DATABASE_URL", ""), os.environ.get("SECRET_KEY", "")
    settings = Settings(
        database_url=read.text(
            "DATABASE_URL",
            url.startswith(("postgresql://", "postgres://")),
            "must be a URL such as postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        ),
        secret_key=read.text(
            "SECRET_KEY",
            len(key) >= SECRET_KEY_MIN_LENGTH and len(set(key)) >= 5,
            f"must have at least {SECRET_KEY_MIN_LENGTH} characters, and not a few repeated",
        ),
        algorithm=read.choice("ALGORITHM", ALGORITHMS, "HS256"),
        token_minutes=read.integer("ACCESS_TOKEN_EXPIRE_MINUTES", 30),
        debug=read.choice("DEBUG", ("true", "false"), "false") == "true",
        environment=read.choice("ENVIRONMENT", ENVIRONMENTS, "production"),
        version=os.environ.get("VERSION") or "dev",
        workers=read.integer("WORKERS", 2),
        database_wait=read.integer("DATABASE_WAIT_SECONDS", 45),
    )
    if settings.debug and settings.environment == "production":
        read.problems.append("DEBUG must be false in production: it would show the program's insides to anybody")
    if read.problems:
        raise SettingsError("; ".join(read.problems))
    return settings
