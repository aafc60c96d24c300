import pytest

from app.settings import SettingsError, get_settings


@pytest.fixture(autouse=True)
def fresh_settings():
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_every_problem_is_reported_at_once_and_without_values(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://u:hidden-one@h/d")
    monkeypatch.setenv("SECRET_KEY", "hidden-two")
    monkeypatch.setenv("REDIS_URL", "http://hidden-three")
    monkeypatch.setenv("PORT", "80a")
    with pytest.raises(SettingsError) as caught:
        get_settings()
    message = str(caught.value)
    assert all(name in message for name in ("DATABASE_URL", "SECRET_KEY", "REDIS_URL", "PORT"))
    assert "hidden" not in message


def test_secrets_are_not_in_the_representation(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hidden-one@h/d")
    monkeypatch.setenv("SECRET_KEY", "hidden-two-" + "x" * 32)
    monkeypatch.setenv("REDIS_URL", "redis://default:hidden-three@cache:6379/0")
    monkeypatch.setenv("VERSION", "1.2.3")
    assert "hidden" not in repr(get_settings())
    assert (get_settings().version, get_settings().port, get_settings().workers) == ("1.2.3", 8000, 4)
