"""One JSON object a line, with ids, without people."""

import json
import logging
import logging.config
from io import StringIO

import pytest
import structlog
from django.urls import reverse

from creansys import logs


@pytest.fixture
def lines():
    """What was logged, each line parsed; production's configuration while inside."""
    before, written = structlog.get_config(), StringIO()
    logging.config.dictConfig(logs.configuration(level="INFO", with_messages=False))
    logging.getLogger().handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().handlers.clear()
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


def test_ids_travel_and_people_do_not(lines):
    structlog.contextvars.bind_contextvars(request="r1", agency=7)
    structlog.get_logger("claims").info("sent", claim=12, email="jean@example.test", to=["x"], name="Jean")
    [line] = lines()
    assert (line["event"], line["request"], line["agency"], line["claim"]) == ("sent", "r1", 7, 12)
    assert line["email"] == line["to"] == line["name"] == "[removed]"


def test_a_traceback_keeps_its_places_and_loses_its_words(lines):
    try:
        raise ValueError("jean@example.test owes 300")
    except ValueError:
        logging.getLogger("claims").exception("failed")
    [line] = lines()
    assert line["exception"] == "ValueError"
    assert any("test_logs.py" in place for place in line["where"])
    assert "jean" not in json.dumps(line)


def test_django_says_no_paths(lines):
    logging.getLogger("django.request").warning("Not Found: %s", "/v/one/secret-token")
    [line] = lines()
    assert line["event"] == "request.refused"


def test_celery_quotes_no_exception(lines):
    words = "Task %(name)s[%(id)s] %(description)s: %(exc)s"
    context = {"name": "paynow.act", "id": "1", "description": "raised unexpected", "exc": "Key (email)=(jean@x.test)"}
    logging.getLogger("celery.app.trace").error(words, context)
    [line] = lines()
    assert line["event"] == "task.failed"
    assert "jean" not in json.dumps(line)


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route(client, lines):
    answer = client.get(reverse("account_login") + "?next=/secret")
    told = [line for line in lines() if line["event"] == "request"]
    assert [(line["route"], line["status"]) for line in told] == [("accounts/login/", 200)]
    assert told[0]["request"] == answer["X-Request-ID"]
