import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.failures import cause_of, is_unavailable


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ('connection to server at "10.0.0.9", port 5432 failed: Connection refused', "connection refused"),
        ('FATAL:  password authentication failed for user "proxy"', "the user name or password was refused"),
        ("failed to resolve host 'database': [Errno -2] Name or service not known", "host name not found"),
        ("FATAL:  the database system is starting up", "starting up"),
        ('FATAL:  database "proxy" does not exist', "no such database or user"),
        ("something new at 10.0.0.9", "not reachable"),
    ],
)
def test_connection_failures_are_named_without_addresses_or_users(message, cause):
    error = OperationalError("SELECT 1", {}, psycopg.OperationalError(message))
    assert cause_of(error) == cause
    assert is_unavailable(error)


def test_an_exhausted_pool_is_named():
    assert cause_of(PoolTimeoutError()) == "all connections are in use"
