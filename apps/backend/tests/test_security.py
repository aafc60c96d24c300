import jwt
import pytest

from app.security import hash_password, issue_token, password_problem, read_token, verify_password
from app.settings import get_settings


@pytest.mark.parametrize("password", ["123456", "", "a" * 20, "中" * 30, "Abc123!" * 11])
def test_bad_new_passwords_are_refused(password):
    assert password_problem(password)


def test_a_password_verifies_against_its_own_hash_only():
    password_hash = hash_password("Correct-Horse-9")
    assert password_problem("Correct-Horse-9") is None
    assert verify_password("Correct-Horse-9", password_hash)
    assert not verify_password("correct-horse-9", password_hash)
    assert not verify_password("unknown user", None)


def test_what_bcrypt_would_cut_off_does_not_verify():
    longest = "0123456789ab" * 6
    assert verify_password(longest, hash_password(longest))
    assert not verify_password(longest + "more", hash_password(longest))


def test_a_token_serves_its_own_purpose_only():
    assert read_token(issue_token(7, "refresh"), "refresh") == 7
    assert read_token(issue_token(7, "access"), "refresh") is None


def test_foreign_unsigned_and_expired_tokens_are_refused():
    key = get_settings().secret_key
    assert read_token(jwt.encode({"sub": "7", "kind": "access", "exp": 2**33}, "k" * 32), "access") is None
    assert read_token(jwt.encode({"sub": "7", "kind": "access", "exp": 2**33}, "", algorithm="none"), "access") is None
    assert read_token(jwt.encode({"sub": "7", "kind": "access", "exp": 1}, key), "access") is None
    assert read_token(jwt.encode({"sub": "7", "kind": "access"}, key), "access") is None
    assert read_token("nonsense", "access") is None
