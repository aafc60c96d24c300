"""Creates the first administrator: `python -m app.create_admin`, with two lines on stdin: user name, password.

Exit code 0 when the user was created or is already there (its password is then left as it is), 1 otherwise.
Neither the password nor its hash is ever printed.
"""

import sys

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .database import get_engine
from .failures import cause_of
from .security import hash_password, password_problem
from .settings import SettingsError

CREATE = text("""
    INSERT INTO yonghu (yonghu_ming, mima_hash, xingming) VALUES (:username, :password_hash, '管理员')
    ON CONFLICT (yonghu_ming) DO NOTHING
    RETURNING id
""")
GRANT = text("""
    INSERT INTO yonghu_juese (yonghu_id, juese_id)
    SELECT :user_id, id FROM juese WHERE daima = 'admin'
    RETURNING juese_id
""")
EXISTS = text("SELECT EXISTS (SELECT FROM yonghu WHERE yonghu_ming = :username)")


class Refused(Exception):
    """The administrator cannot be created; the message says why."""


def create_admin(username: str, password: str) -> bool:
    """Returns whether the user was created; False when it is already there."""
    if not username or len(username) > 64:
        raise Refused("the user name must have 1 to 64 characters")
    with get_engine().begin() as connection:
        if connection.execute(EXISTS, {"username": username}).scalar_one():
            return False
        if problem := password_problem(password):
            raise Refused(problem)
        values = {"username": username, "password_hash": hash_password(password)}
        user_id = connection.execute(CREATE, values).scalar_one_or_none()
        if user_id is None:
            return False
        if connection.execute(GRANT, {"user_id": user_id}).one_or_none() is None:
            raise Refused('the role "admin" is missing in table juese: have the migrations run?')
        return True


def main() -> None:
    username = sys.stdin.readline().strip()
    password = sys.stdin.readline().rstrip("\r\n")
    try:
        created = create_admin(username, password)
    except (Refused, SettingsError) as error:
        sys.exit(f"administrator not created: {error}")
    except SQLAlchemyError as error:
        sys.exit(f"administrator not created: database: {cause_of(error)}")
    print(f"administrator {username}: {'created' if created else 'already there'}")


if __name__ == "__main__":
    main()
