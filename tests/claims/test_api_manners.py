"""The manners of the whole API: limits, filters, problems, budgets, forgetting."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import IdempotentRequest
from agencies.scope import acting_for
from claims.models import Claim
from claims.services.lifecycle import ask_decision, credit
from claims.services.timeline import tell
from creansys.tasks import forget_agency
from tests import world
from tests.claims.calling import Caller, problem
from tests.world import DAY, NOW

BUDGETS = {
    name: most
    for name, most in json.loads((Path(__file__).parent.parent / "budgets.json").read_text()).items()
    if name.startswith("api:")
}
PATHS = {
    "api:creditors": "creditors/",
    "api:creditor": "creditors/{party.uid}/",
    "api:imports": "imports/",
    "api:claims": "claims/?stage=paynow&q=debt",
    "api:claim": "claims/{claim.uid}/",
    "api:claim_items": "claims/{claim.uid}/items/",
    "api:claim_statement": "claims/{claim.uid}/statement/?on=2026-12-31",
    "api:claim_events": "claims/{claim.uid}/events/",
    "api:claim_documents": "claims/{claim.uid}/documents/",
    "api:claim_notes": "claims/{claim.uid}/notes/",
    "api:claim_payments": "claims/{claim.uid}/payments/",
    "api:decisions": "decisions/?open=true",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def _few(settings):
    cache.clear()
    settings.API_REQUESTS_A_MINUTE = 2


@pytest.mark.usefixtures("_few")
def test_a_key_that_asks_too_often_is_told_when_to_come_back(ours, creditor):
    statuses = [creditor.get("claims/").status_code for _ in range(2)]
    refused = creditor.get("claims/")
    assert (statuses, problem(refused)) == ([200, 200], (429, "throttled"))
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert Caller(ours).get("claims/").status_code == 200  # each key has its own measure


@pytest.mark.parametrize(
    "query",
    [
        {"stag": "paynow"},
        {"limit": "0"},
        {"limit": "201"},
        {"number": "x"},
        {"number": "9" * 30},
        {"opened_from": "soon"},
        {"creditor": "x"},
        {"q": "\x00"},
    ],
)
def test_a_filter_that_is_none_is_refused(creditor, query):
    assert problem(creditor.get("claims/", **query)) == (400, "invalid")


@pytest.mark.parametrize("said", ["", "null", "2"])
def test_open_is_yes_or_no(creditor, said):
    assert problem(creditor.get("decisions/", open=said)) == (400, "invalid")


@pytest.mark.parametrize("cursor", ["x", "cD14", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk="])
def test_a_cursor_that_is_not_ours_leads_nowhere(creditor, cursor):
    assert problem(creditor.get("claims/", cursor=cursor)) == (404, "not_found")


def test_filters_add_up(ours, agency):
    mine = {"creditor": ours.creditor.party.uid, "opened_from": DAY, "opened_to": DAY, "debtor_kind": "business"}
    assert [one["number"] for one in agency.get("claims/", **mine).json()["results"]] == [ours.claim.number]
    assert agency.get("claims/", **mine, q="nobody").json()["results"] == []


@pytest.mark.parametrize("path", ["no/such/address/", "claims/not-a-uid/", "claims", "", "files/a%0Ab/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_none_is_a_problem_too(path, method):
    assert problem(getattr(Client(), method)(f"/api/v1/{path}")) == (404, "not_found")


def test_what_is_not_json_is_refused(ours, creditor):
    path, headers = f"/api/v1/claims/{ours.claim.uid}/payments/", creditor.headers | {"Idempotency-Key": "k"}
    broken = Client().post(path, "{", content_type="application/json", headers=headers)
    other = Client().post(path, "x", content_type="text/plain", headers=headers)
    listed = Client().post(path, "[1]", content_type="application/json", headers=headers)
    assert [problem(one) for one in (broken, other, listed)] == [
        (400, "parse_error"),
        (415, "unsupported_media_type"),
        (400, "invalid"),
    ]


def test_a_body_too_large_is_refused(ours, creditor):
    path, note = f"claims/{ours.claim.uid}/payments/", "x" * 6_000_000
    assert problem(creditor.post(path, key="k", note=note)) == (400, "body_refused")


@pytest.mark.parametrize("name", ["é", "a\tb", "a b", "a\n", "x" * 101])
def test_a_name_that_is_none_is_refused(creditor, name):
    assert problem(creditor.send(key=name)) == (400, "bad_idempotency_key")


def test_an_empty_name_is_none(creditor):
    creditor.headers |= {"Idempotency-Key": ""}
    assert problem(creditor.send()) == (400, "bad_idempotency_key")


def test_answers_are_forgotten_after_thirty_days(ours, creditor):
    creditor.send(key="old"), creditor.send(key="new")
    with acting_for(ours.pk):
        IdempotentRequest.objects.filter(name="old").update(at=timezone.now() - timedelta(days=31))
    forget_agency(agency_id=ours.pk)
    with acting_for(ours.pk):
        assert [row.name for row in IdempotentRequest.objects.all()] == ["new"]


def fill(side, rows: int) -> None:
    """So many of everything that the API lists."""
    with acting_for(side.pk):
        for n in range(rows):
            ask_decision(world.claim(side.contract), on=DAY, at=NOW)
            world.item(side.claim)
            tell(side.claim, "noted", at=NOW)
            credit(claim_id=side.claim.pk, kind="payment", value_on=DAY, amount=1, source=f"test:{n}", at=NOW)
            side.claim.documents.create(
                party_id=side.claim.party_id, file=world.file(side.claim.party_id), kind="other", added_at=NOW
            )
            world.handed_over(side.contract)
        assert Claim.objects.count() > rows


@pytest.mark.parametrize("rows", [2, 20])
@pytest.mark.parametrize("name", PATHS)
def test_an_address_keeps_its_budget(ours, creditor, name, rows):
    fill(ours, rows)
    path = PATHS[name].format(claim=ours.claim, party=ours.creditor.party)
    with CaptureQueriesContext(connection) as asked:
        assert creditor.get(path).status_code == 200
    assert len(asked) <= BUDGETS[name], f"{len(asked)}: " + "\n".join(query["sql"][:150] for query in asked)


def test_every_budget_is_of_an_address():
    assert set(BUDGETS) == set(PATHS)
