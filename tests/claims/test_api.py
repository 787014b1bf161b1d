"""The API from outside: keys, pages, statements, imports sent once, and errors as problem details."""

import threading
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from agencies.models import AuditEntry
from agencies.scope import acting_for
from agencies.services import revoke_api_key
from claims.models import Claim
from claims.services.timeline import tell
from tests import world
from tests.claims.calling import Caller, problem
from tests.claims.make import imports, row, sheet

pytestmark = pytest.mark.django_db


def test_without_a_good_key_nothing_answers(ours, creditor):
    assert problem(Client().get("/api/v1/claims/")) == (401, "not_authenticated")
    old = Caller(ours, at=timezone.now() - timedelta(days=31))
    with acting_for(ours.pk):
        revoke_api_key(row=creditor.made.row, at=timezone.now())
    assert problem(creditor.get("claims/")) == problem(old.get("claims/")) == (401, "not_authenticated")


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"), [(["claims:read"], 200, 403), (["claims:write"], 403, 201), ([], 403, 403)]
)
def test_a_key_does_what_its_scopes_say(ours, scopes, reads, writes):
    caller = Caller(ours, scopes=scopes, party=ours.creditor.party)
    assert (caller.get("claims/").status_code, caller.send().status_code) == (reads, writes)


def test_a_refused_write_leaves_nothing_but_a_line_in_the_audit(ours):
    assert problem(Caller(ours, scopes=["claims:read"], party=ours.creditor.party).send()) == (403, "permission_denied")
    with acting_for(ours.pk):
        assert not imports().exists()
        assert AuditEntry.objects.filter(kind="door.closed").exists()


def test_a_creditor_lists_its_own_claims_and_the_agency_all(ours, creditor, agency):
    assert [one["uid"] for one in creditor.get("claims/").json()["results"]] == [str(ours.claim.uid)]
    numbers = [one["number"] for one in agency.get("claims/").json()["results"]]
    assert numbers == [ours.others_claim.number, ours.claim.number]


def test_pages_follow_one_another_without_counting(ours, agency, django_assert_max_num_queries):
    first = agency.get("claims/", limit=1).json()
    second = Client().get(first["next"], headers=agency.headers).json()
    assert [page["results"][0]["number"] for page in (first, second)] == [ours.others_claim.number, ours.claim.number]
    assert second["next"] is None
    assert "count" not in first


def test_a_list_is_narrowed_by_stage_and_number(ours, agency):
    assert agency.get("claims/", stage="closed").json()["results"] == []
    assert len(agency.get("claims/", number=ours.claim.number).json()["results"]) == 1
    assert problem(agency.get("claims/", stage="x")) == (400, "invalid")


def test_a_claim_is_told_with_its_invoices(ours, creditor):
    told = creditor.get(f"claims/{ours.claim.uid}/").json()
    assert (told["principal"], told["debtor"]["name"]) == ("1000.00", ours.claim.debtor.name)
    assert [item["balance"] for item in told["items"]] == ["1000.00"]


@pytest.mark.parametrize("part", ["", "statement/", "events/", "documents/"])
def test_the_claim_of_another_is_not_found(ours, creditor, part):
    theirs = world.side("theirs")
    for other in (ours.others_claim, theirs.claim):
        assert problem(creditor.get(f"claims/{other.uid}/{part}")) == (404, "not_found")


def test_a_statement_is_given_for_a_day(ours, creditor):
    told = creditor.get(f"claims/{ours.claim.uid}/statement/", on="2026-03-31").json()
    assert (told["on"], told["total"], told["missing"]) == ("2026-03-31", "1056.97", [])
    assert [line["part"] for line in told["lines"]] == ["principal", "interest", "penalty"]


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30"])
def test_a_day_that_is_none_is_refused(ours, creditor, day):
    response = creditor.get(f"claims/{ours.claim.uid}/statement/", on=day)
    assert problem(response) == (400, "invalid")
    assert response.json()["errors"][0]["field"] == "on"


def test_events_and_documents_are_told(ours, creditor):
    with acting_for(ours.pk):
        tell(ours.claim, "noted", at=world.NOW, text="hello")
        ours.claim.documents.create(
            party_id=ours.claim.party_id, file=world.file(ours.claim.party_id), kind="invoice", added_at=world.NOW
        )
    [event] = creditor.get(f"claims/{ours.claim.uid}/events/").json()["results"]
    assert (event["seq"], event["kind"], event["detail"]) == (1, "noted", {"text": "hello"})
    papers = creditor.get(f"claims/{ours.claim.uid}/documents/").json()["results"]
    assert [paper["kind"] for paper in papers] == ["invoice"]


def test_a_file_is_taken_and_explained(ours, creditor):
    response = creditor.send()
    told = response.json()
    assert (response.status_code, told["new_claims"], told["refused"]) == (201, 2, 1)
    assert told["refused_rows"][0]["errors"][0]["code"] == "bad_amount"
    assert creditor.get(f"imports/{told['uid']}/").json() == told
    assert creditor.get("imports/").json()["results"][0]["uid"] == told["uid"]
    with acting_for(ours.pk):
        opened = Claim.objects.filter(source__isnull=False).first().events.get()
        assert opened.actor == f"key:{creditor.made.row.pk}"


def test_an_import_of_another_is_not_found(ours, creditor):
    uid = creditor.send().json()["uid"]
    other = Caller(ours, party=ours.other.party)
    assert problem(other.get(f"imports/{uid}/")) == (404, "not_found")


def test_a_dry_run_writes_nothing(ours, creditor):
    response = creditor.send(dry_run="true")
    assert (response.status_code, response.json()["new_claims"]) == (200, 2)
    with acting_for(ours.pk):
        assert not imports().exists()


def test_the_agency_names_the_creditor(ours, agency):
    assert agency.send(creditor=ours.creditor.number).status_code == 201
    assert problem(agency.send()) == (400, "invalid")
    assert problem(agency.send(creditor="nobody")) == (422, "creditor_unknown")


def test_a_creditor_sends_for_itself_and_a_partner_for_nobody(ours, creditor):
    assert problem(creditor.send(creditor=ours.other.number)) == (404, "not_found")
    assert problem(Caller(ours, party=ours.partner.party).send()) == (404, "not_found")


def test_a_file_that_is_none_is_refused_with_its_cure(creditor):
    response = creditor.send(data=b"%PDF-1.7")
    assert problem(response) == (422, "pdf")
    assert response.json()["cure"]


def test_a_request_that_names_itself_is_done_once(ours, creditor):
    first, again = creditor.send(key="k1"), creditor.send(key="k1")
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    with acting_for(ours.pk):
        assert imports().count() == 1


def test_the_same_name_with_another_body_is_a_conflict(ours, creditor):
    creditor.send(key="k1")
    assert problem(creditor.send(key="k1", data=sheet(row()))) == (409, "idempotency_key_reused")
    assert creditor.send(key="k2").json()["duplicates"] == 2
    assert Caller(ours, party=ours.creditor.party).send(key="k1").status_code == 201  # names belong to a key


def test_a_refusal_is_not_remembered(creditor):
    assert creditor.send(key="k1", data=b"%PDF-1.7").status_code == 422
    assert creditor.send(key="k1").status_code == 201


@pytest.mark.real_commits
def test_two_requests_of_one_name_at_once_do_the_work_once():
    side = world.side("ours")
    caller, answers, start = Caller(side, party=side.creditor.party), [], threading.Barrier(2)

    def send():
        with closing(connection):
            start.wait()
            answers.append(caller.send(key="k1").json()["uid"])

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert len(answers) == 2


def test_the_document_of_the_api_is_valid_and_complete(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert "/api/v1/imports/:" in file.read_text()
