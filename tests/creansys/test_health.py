"""What an orchestrator and a monitor ask, and who may ask it."""

import pytest

from creansys import health


def fails():
    raise RuntimeError("the reason")


@pytest.mark.django_db
def test_alive_and_ready(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == dict.fromkeys(("database", "migrations", "broker", "storage"), "ok")


@pytest.mark.django_db
@pytest.mark.parametrize("part", list(health.CHECKS))
def test_one_part_down_is_not_ready(client, monkeypatch, part):
    monkeypatch.setitem(health.CHECKS, part, fails)
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()[part] == "failed"
    assert "the reason" not in ready.text


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
@pytest.mark.parametrize("seen", [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_outsiders_see_nothing(client, path, seen):
    assert client.get(path, **seen).status_code == 404


def test_a_token_opens_metrics_from_anywhere(client, settings):
    settings.METRICS_TOKEN = "letmein"
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/metrics", **far).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}, **far).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer letmein"}, **far).status_code == 200


def test_requests_are_counted_by_route(client):
    client.get("/healthz")
    assert 'creansys_requests_total{method="GET",route="healthz",status="200"}' in client.get("/metrics").text
