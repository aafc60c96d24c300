"""Creates the super administrator: `python -m app.create_admin`, with two lines on stdin: user name, password.

Exit code 0 when the user was created or is already there (its password is then left as it is), 1 otherwise.
Neither the password nor its hash is ever printed.
"""

import sys

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .database import get_engine, wait_for_database
from .failures import cause_of
from .passwords import hash_password, password_problem
from .settings import SettingsError, get_settings

CREATE = text("""
    INSERT INTO users (username, password_hash, role) VALUES (:username, :password_hash, 'super_admin')
    ON CONFLICT (username) DO NOTHING
    RETURNING id
""")
EXISTS = text("SELECT EXISTS (SELECT FROM users WHERE username = :username)")


class Refused(Exception):
    """The administrator cannot be created; the message says why."""


def create_admin(username: str, password: str) -> bool:
    """Returns whether the user was created; False when it is already there."""
    if not username or len(username) > 64:
        raise Refused("the user name must have 1 to 64 characters")
    with get_engine().begin() as connection:
        if connection.execute(EXISTS, {"username": username}).scalar_one():
            return False
        if problem := password_problem(password, username):
            raise Refused(problem)
        values = {"username": username, "password_hash": hash_password(password)}
        return connection.execute(CREATE, values).scalar_one_or_none() is not None


def main() -> None:
    username = sys.stdin.readline().strip()
    password = sys.stdin.readline().rstrip("\r\n")
    try:
        if cause := wait_for_database(get_settings().database_wait):
            raise Refused(f"database: {cause}")
        created = create_admin(username, password)
    except (Refused, SettingsError) as error:
        sys.exit(f"administrator not created: {error}")
    except SQLAlchemyError as error:
        sys.exit(f"administrator not created: database: {cause_of(error)}")
    print(f"administrator {username}: {'created' if created else 'already there'}")


if __name__ == "__main__":
    main()
