"""What a password must be, and its bcrypt hash."""

from functools import lru_cache

import bcrypt

MIN_LENGTH = 12
MAX_BYTES = 72  # bcrypt reads no further
TOO_LONG = f"the password must not be longer than {MAX_BYTES} bytes"

# What the passwords consist of that this system was shipped with, and those like them; without case, digits and signs.
KNOWN_DEFAULTS = {"", "admin", "superadmin", "administrator", "root", "postgres", "password", "secret", "ordersystem"}


def is_too_long(password: str) -> bool:
    return len(password.encode()) > MAX_BYTES


def password_problem(password: str, username: str) -> str | None:
    """Why a new password is not acceptable, or None. Never repeats the password."""
    letters = "".join(sign for sign in password.lower() if sign.isalpha())
    if letters in KNOWN_DEFAULTS | {username.lower()}:
        return "the password is a known default, only the user's name, or without letters: choose another"
    if len(password) < MIN_LENGTH:
        return f"the password must have at least {MIN_LENGTH} characters"
    if is_too_long(password):
        return TOO_LONG
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
    """The password has at most MAX_BYTES; whoever asks has looked."""
    matches = bcrypt.checkpw(password.encode(), (password_hash or unknown_user_hash()).encode())
    return matches and password_hash is not None
