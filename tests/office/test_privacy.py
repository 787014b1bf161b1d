"""A debtor as a person: requests under the GDPR, the copy, the erasure, how it pays; shut doors change nothing."""

import io
import zipfile
from datetime import date

import pytest

from agencies.scope import acting_for
from amicable.models import PayerProfile
from amicable.queries.profiles import stated
from amicable.services.profiling import state
from claims.models import Claim, Debtor, PersonRequest
from claims.queries.persons import is_pursued
from claims.services.persons import ask_copy, record_request
from creansys.personal import hand_over
from files.services import read
from jobs.models import Job
from tests.world import DAY, NOW

CLOSED = {"stage": "closed", "closed_as": "paid", "closed_on": DAY, "next_on": None}


@pytest.fixture
def asked(ours):
    """`asked("erasure")` enters a request of our claim's debtor."""

    def enter(kind: str) -> PersonRequest:
        with acting_for(ours.pk):
            return record_request(debtor_id=ours.claim.debtor_id, kind=kind, said="Qui suis-je ?", received_on=DAY)

    return enter


def close(ours) -> None:
    with acting_for(ours.pk):
        Claim.objects.filter(debtor_id=ours.claim.debtor_id).update(**CLOSED)


def test_a_request_is_answered_within_one_month_of_its_receipt(asked):
    assert (asked("access").received_on, asked("access").answer_by) == (DAY, date(2026, 4, 2))


def test_a_request_is_entered_on_the_page_of_the_person_and_listed(agent, ours):
    page = agent.at(f"persons/{ours.claim.debtor.uid}/")
    assert agent.post(f"{page}request/", {"kind": "access", "received_on": "2026-03-02"}).status_code == 302
    assert len(agent.get(page).context["requests"].rows) == 1
    assert len(agent.get(agent.at("privacy/?look=open")).context["table"].rows) == 1
    assert agent.get(agent.at("privacy/?look=answered")).context["table"].rows == []


def test_what_was_not_received_yet_is_not_entered(agent, ours):
    page = agent.at(f"persons/{ours.claim.debtor.uid}/request/")
    assert agent.post(page, {"kind": "access", "received_on": "2999-01-01"}).status_code == 422


def test_a_request_is_answered_once_and_exported(agent, ours, asked):
    page, given = agent.at(f"privacy/{asked('rectify').uid}/"), {"outcome": "granted", "text": "C'est corrigé."}
    assert [agent.post(page, given).status_code, agent.post(page, given).status_code] == [302, 200]
    with acting_for(ours.pk):
        assert PersonRequest.objects.get().outcome == "granted"
    sheet = agent.get(agent.at("privacy/register.csv")).content.decode("utf-8-sig")
    assert "C'est corrigé." in sheet
    assert "Qui suis-je ?" in sheet


def test_the_copy_is_kept_with_its_request(ours, asked):
    row = asked("access")
    with acting_for(ours.pk):
        job = ask_copy(request_id=row.pk, at=NOW)
        hand_over(job=job, request_id=row.pk, at=NOW)
        row.refresh_from_db()
        assert Job.objects.get(pk=job.pk).result == {"file": str(row.file.uid)}
        assert "donnees.json" in zipfile.ZipFile(io.BytesIO(read(row.file))).namelist()
        assert row.file.mime == "application/zip"


def test_managers_alone_erase_and_copy(agent, ours, asked):
    row = asked("erasure")
    for act in ("erase", "copy"):
        assert agent.post(agent.at(f"privacy/{row.uid}/{act}/")).status_code in (403, 405)
    with acting_for(ours.pk):
        assert Debtor.objects.get(pk=ours.claim.debtor_id).erased_on is None


def test_while_a_file_is_open_nobody_is_erased(manager, ours, asked):
    page = manager.at(f"privacy/{asked('erasure').uid}/erase/")
    assert manager.get(page).context["refusal"].source.startswith("RGPD")
    assert manager.post(page, {"text": "x", "sure": "on"}).status_code == 409
    with acting_for(ours.pk):
        assert is_pursued(ours.claim.debtor)
        assert Debtor.objects.get(pk=ours.claim.debtor_id).erased_on is None


def test_what_is_kept_is_shown_before_and_the_request_stays(manager, ours, asked):
    row = asked("erasure")
    close(ours)
    page = manager.at(f"privacy/{row.uid}/erase/")
    assert len(manager.get(page).context["consequences"]) == 4
    assert manager.post(page, {"text": "C'est fait."}).status_code == 422
    assert manager.post(page, {"text": "C'est fait.", "sure": "on"}).status_code == 302
    with acting_for(ours.pk):
        row.refresh_from_db()
        assert Debtor.objects.get(pk=ours.claim.debtor_id).name == "—"
        assert (row.outcome, row.said, row.answer) == ("granted", "", "C'est fait.")


def test_a_copy_that_was_handed_out_is_erased_with_the_person(manager, ours, asked):
    row = asked("access")
    with acting_for(ours.pk):
        hand_over(job=ask_copy(request_id=row.pk, at=NOW), request_id=row.pk, at=NOW)
    close(ours)
    manager.post(manager.at(f"privacy/{asked('erasure').uid}/erase/"), {"text": "Fait.", "sure": "on"})
    with acting_for(ours.pk):
        row.refresh_from_db()
        assert row.file.erased_on is not None


def test_how_a_debtor_pays_is_said_and_listed(agent, ours):
    page = agent.at(f"persons/{ours.claim.debtor.uid}/profile/")
    assert agent.post(page, {"kind": "bad", "known": "yes"}).status_code == 302
    with acting_for(ours.pk):
        row = stated(ours.claim.debtor_id)
        assert row is not None
        assert (row.kind, row.is_known_customer, row.set_by_id) == ("bad", True, ours.agent.pk)
    assert len(agent.get(agent.at("payers/?profile=bad")).context["table"].rows) == 1
    assert agent.get(agent.at("payers/?profile=good")).context["table"].rows == []


def test_shut_doors_change_nothing(client, made, asked):
    ours, row = made.ours, asked("access")
    with acting_for(ours.pk):
        state(debtor_id=ours.claim.debtor_id, kind="good", is_known_customer=None, at=NOW)
    for member in (made.theirs.manager, ours.creditor_member):
        client.force_login(member.user)
        at = f"/{ours.agency.slug}/office"
        assert client.get(f"{at}/persons/{ours.claim.debtor.uid}/").status_code in (403, 404)
        assert client.post(f"{at}/persons/{ours.claim.debtor.uid}/profile/", {"kind": "bad"}).status_code in (403, 404)
        assert client.post(f"{at}/privacy/{row.uid}/", {"outcome": "refused", "text": "x"}).status_code in (403, 404)
        assert client.post(f"{at}/privacy/{row.uid}/copy/").status_code in (403, 404)
    with acting_for(ours.pk):
        assert PersonRequest.objects.get().answered_on is None
        assert PayerProfile.objects.get().kind == "good"
