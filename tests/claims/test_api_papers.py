"""Creditors, documents, files and lists to sign, by machine."""

import pytest

from agencies.scope import acting_for
from claims.models import Document, Import
from files.services import keep
from messaging.models import Message
from paynow.models import Notice
from tests import world
from tests.claims.calling import Caller, problem
from tests.claims.make import row, sheet
from tests.world import DAY, NOW

PDF = b"%PDF-1.7 a proof"

pytestmark = pytest.mark.django_db


def test_a_creditor_sees_itself_and_the_agency_all(ours, creditor, agency, partner):
    [own] = creditor.get("creditors/").json()["results"]
    assert (own["uid"], own["number"]) == (str(ours.creditor.party.uid), ours.creditor.number)
    assert [len(caller.get("creditors/").json()["results"]) for caller in (agency, partner)] == [2, 0]
    assert len(agency.get("creditors/", number=ours.other.number).json()["results"]) == 1


def test_a_creditor_is_told_with_its_contracts(ours, creditor):
    told = creditor.get(f"creditors/{ours.creditor.party.uid}/").json()
    assert (told["paynow_left"], told["contracts"][0]["programme"]) == (0, "access")
    assert problem(creditor.get(f"creditors/{ours.other.party.uid}/")) == (404, "not_found")


def test_a_document_is_added_listed_and_downloaded(ours, creditor):
    path = f"claims/{ours.claim.uid}/documents/"
    added = creditor.add(path, PDF, kind="delivery")
    assert added.status_code == 201
    assert creditor.get(path).json()["results"] == [added.json()]
    file = creditor.get(f"files/{added.json()['uid']}/")
    assert (file.status_code, file.content, file.headers["Content-Type"]) == (200, PDF, "application/pdf")
    stranger = Caller(ours, party=ours.other.party)
    assert problem(stranger.get(f"files/{added.json()['uid']}/")) == (404, "not_found")


@pytest.mark.parametrize(
    ("data", "kind", "refused"),
    [(b"hello", "delivery", (422, "wrong_kind")), (PDF, "letter", (400, "invalid")), (PDF, "", (400, "invalid"))],
)
def test_a_document_that_does_not_fit_is_refused(ours, creditor, data, kind, refused):
    assert problem(creditor.add(f"claims/{ours.claim.uid}/documents/", data, kind=kind)) == refused
    with acting_for(ours.pk):
        assert not Document.objects.exists()


def test_a_partner_adds_no_document(ours, partner):
    assert problem(partner.add(f"claims/{ours.claim.uid}/documents/", PDF, kind="other")) == (404, "not_found")


def test_letters_are_told_with_their_file(ours, creditor):
    with acting_for(ours.pk):
        letter = world.file(ours.claim.party_id)
        given = {"statement": {}, "payee_name": "x", "payee_iban": "x", "template_version": "1", "made_at": NOW}
        given |= {"message_id": world_message(), "amount": 1, "posting_on": DAY, "deadline_on": DAY, "file": letter}
        Notice.objects.create(claim=ours.claim, party_id=ours.claim.party_id, kind="paynow", **given)
    [told] = creditor.get(f"claims/{ours.claim.uid}/notices/").json()["results"]
    assert (told["kind"], told["deadline_on"], told["file"]) == ("paynow", "2026-03-02", str(letter.uid))


def world_message() -> int:
    given = {"channel": "letter", "kind": "paynow.paynow", "address": "x", "queued_at": NOW, "not_before": NOW}
    return Message.objects.create(dedupe_key="letter", **given).pk


def test_refused_rows_come_in_pages_in_the_order_of_the_file(creditor):
    rows = [row(number=f"P{n}", balance="x") for n in range(3)]
    uid = creditor.send(data=sheet(*rows)).json()["uid"]
    first = creditor.get(f"imports/{uid}/rows/", limit=2).json()
    assert [one["row"] for one in first["results"]] == [2, 3]
    assert first["next"]
    assert first["results"][0]["errors"][0]["code"] == "bad_amount"


def drawn_up(side, uid) -> Import:
    """The import with its list to sign."""
    with acting_for(side.pk):
        made = Import.objects.get(uid=uid)
        made.bordereau = keep(data=PDF, name="list.pdf", party_id=made.party_id)
        made.save()
    return made


def test_a_list_is_signed_by_its_creditor_once(ours, creditor, agency):
    uid = creditor.send().json()["uid"]
    drawn_up(ours, uid)
    path, signed = f"imports/{uid}/acceptance/", {"name": "Anne  Dubois", "agreed": True}
    assert problem(agency.post(path, **signed)) == (403, "permission_denied")
    told = creditor.post(path, **signed).json()
    assert (told["accepted_as"], bool(told["accepted_at"])) == ("Anne Dubois", True)
    assert creditor.post(path, name="Paul Petit", agreed=True).json() == told


@pytest.mark.parametrize("given", [{"name": "Anne", "agreed": True}, {"name": "Anne Dubois", "agreed": False}, {}])
def test_an_order_that_is_not_given_signs_nothing(ours, creditor, given):
    uid = creditor.send().json()["uid"]
    assert problem(creditor.post(f"imports/{uid}/acceptance/", **given)) == (400, "invalid")
    with acting_for(ours.pk):
        assert not Import.objects.get(uid=uid).accepted_at


def test_a_file_that_opened_no_claim_is_not_signed(creditor):
    uid = creditor.send(data=sheet(row(balance="x"))).json()["uid"]
    answer = creditor.post(f"imports/{uid}/acceptance/", name="Anne Dubois", agreed=True)
    assert problem(answer) == (422, "nothing_to_accept")
