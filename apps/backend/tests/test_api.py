"""The routes. Those that need data run against DATABASE_URL when it answers, else they are skipped."""

import pytest
from fastapi.testclient import TestClient

from app.create_admin import Refused, create_admin
from app.main import app
from app.routes.health import probe

client = TestClient(app)
needs_database = pytest.mark.skipif(probe() is not None, reason="DATABASE_URL names no migrated database")


@pytest.mark.skipif(probe() is None, reason="the database is there")
def test_without_a_database_health_names_the_cause():
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["cause"] == "database: connection refused"
    assert client.get("/api/v1/office/summary").status_code == 503


@needs_database
def test_health_and_lists_answer_from_the_database():
    assert client.get("/health").json()["status"] == "ok"
    configs = client.get("/api/v1/payment-configs/").json()
    assert configs["total"] >= 4 and "银行转账" in [item["name"] for item in configs["items"]]
    methods = client.get("/api/v1/contract-payment-methods/").json()
    assert {item["payment_config_id"] for item in methods["items"]} <= {item["id"] for item in configs["items"]}
    assert len(client.get("/api/v1/office/summary").json()) == 5


@needs_database
def test_both_spellings_of_a_list_are_the_same_route():
    for path in ("payment-configs", "contract-payment-methods"):
        statuses = {client.get(f"/api/v1/{path}{slash}?limit=0").status_code for slash in ("", "/")}
        assert statuses == {422}


@needs_database
def test_an_administrator_is_created_once_and_can_log_in_and_refresh():
    with pytest.raises(Refused):
        create_admin("weak", "123456")
    create_admin("tester", "Correct-Horse-9")
    assert create_admin("tester", "Another-Horse-9") is False

    credentials = {"username": "tester", "password": "Correct-Horse-9"}
    tokens = client.post("/api/v1/auth/login", json=credentials).json()
    renewed = client.post("/api/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert renewed.status_code == 200
    me = client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {renewed.json()['access_token']}"})
    assert (me.json()["username"], me.json()["roles"]) == ("tester", ["admin"])
    assert client.post("/api/v1/auth/login", json={**credentials, "password": "Another-Horse-9"}).status_code == 401
    assert client.get("/api/v1/auth/me").status_code == 401
