"""What a creditor answers on its portal: a dispute, papers, a settlement; nobody else does."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Dispute, PaperRequest, Plan
from amicable.rules.plans import Wish
from amicable.services import disputing, planning, supporting
from claims.models import Document
from claims.services import papers

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"
ANSWER = {"position": "rejects", "text": "La machine a été contrôlée."}


def now():
    at = timezone.now()
    return {"on": timezone.localdate(at), "at": at}


@pytest.fixture
def waiting(made):
    """Our first claim: disputed, with papers asked for, and a settlement on the way."""
    ours = made.ours
    with acting_for(ours.pk):
        supporting.ask_papers(claim_id=ours.claim.pk, by="debtor", what="le bon de livraison", **now())
        wish = Wish(first_on=timezone.localdate() + timedelta(days=5), number=2)
        given = {"by": "debtor", "way": "call", "wish": wish, "discount": Decimal("100.00")}
        planning.arrange(claim_id=ours.claim.pk, **given, **now())
        disputing.raise_dispute(claim_id=ours.claim.pk, by="debtor", ground="faulty", said="Elle fuit.", **now())
    return made


def at(made, what=""):
    return f"/{made.ours.agency.slug}/portal/claims/{made.ours.claim.number}/{what}"


@pytest.fixture
def creditor(client, made):
    client.force_login(made.ours.creditor_member.user)
    return client


def test_home_and_file_say_what_waits(creditor, waiting):
    home = creditor.get(f"/{waiting.ours.agency.slug}/portal/").content.decode()
    for what in ("dispute/", "asked/", "plan/"):
        assert at(waiting, what) in home
    assert len(creditor.get(at(waiting)).context["questions"]) == 3


def test_a_dispute_is_answered_once(creditor, waiting):
    assert "Elle fuit." in creditor.get(at(waiting, "dispute/")).content.decode()
    assert creditor.post(at(waiting, "dispute/"), ANSWER).status_code == 302
    assert creditor.post(at(waiting, "dispute/"), ANSWER | {"position": "accepts"}).status_code == 302
    with acting_for(waiting.ours.pk):
        made = Dispute.objects.get()
    assert (made.state, made.position, made.answered_by_id) == ("answered", "rejects", waiting.ours.creditor_member.pk)


def test_papers_are_given_or_said_to_be_missing(creditor, waiting):
    url, kind = at(waiting, "asked/"), {"kind": "delivery"}
    assert creditor.post(url, kind).status_code == 422
    assert creditor.post(url, kind | {"missing": "on"}).status_code == 422
    assert creditor.post(url, kind | {"file": SimpleUploadedFile("bon.pdf", PDF)}).status_code == 302
    with acting_for(waiting.ours.pk):
        assert (PaperRequest.objects.get().state, Document.objects.get(kind="delivery").file.name) == (
            "given",
            "bon.pdf",
        )


def test_a_settlement_is_approved(creditor, waiting):
    assert "100,00" in creditor.get(at(waiting, "plan/")).content.decode()
    assert creditor.post(at(waiting, "plan/"), {"approved": "yes"}).status_code == 302
    with acting_for(waiting.ours.pk):
        assert Plan.objects.get().state == "agreed"


@pytest.mark.parametrize("what", ["dispute/", "asked/", "plan/"])
def test_a_shut_door_changes_nothing(client, waiting, what):
    given = ANSWER | {"approved": "yes", "kind": "other", "missing": "on", "reason": "x"}
    for member in (waiting.ours.other_member, waiting.theirs.creditor_member, waiting.ours.agent):
        client.force_login(member.user)
        assert client.post(at(waiting, what), given).status_code in (403, 404)
    with acting_for(waiting.ours.pk):
        states = Dispute.objects.get().state, PaperRequest.objects.get().state, Plan.objects.get().state
    assert states == ("open", "open", "approval")


def test_the_creditor_sees_the_papers_of_the_dispute(creditor, made, waiting):
    with acting_for(made.ours.pk):
        papers.add_paper(claim_id=made.ours.claim.pk, data=PDF, name="photo.pdf", kind="other", at=timezone.now())
        file = Document.objects.latest("pk").file
    page = creditor.get(at(made, "dispute/"))
    assert page.context["papers"] == [("photo.pdf", f"/ours/portal/files/{file.uid}/")]
    assert creditor.get(page.context["papers"][0][1]).status_code == 200
