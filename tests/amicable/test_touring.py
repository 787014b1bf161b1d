"""The paper of a day's visits: the stops in the order of the road, the documents handed over, what is kept."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation
from pypdf import PdfReader

from agencies.scope import acting_for
from amicable.composing import told, visit_document
from amicable.models import Action, QueueEntry
from amicable.queries.visits import tour_of
from amicable.services import touring
from amicable.services.visiting import ask_tour, forget_tours, log_visit
from claims.models import Claim, Debtor, Document, Event
from claims.queries.timeline import verify
from claims.services.checking import note_checked
from files.models import File
from files.services import read
from law.mentions import lacking
from messaging.letters.content import filled, printed_mentions
from messaging.letters.words import WORDS
from tests.world import DAY, NOW, Side, World, world


@pytest.fixture
def made(db) -> World:
    return world()


@pytest.fixture
def ours(made) -> Iterator[Side]:
    with acting_for(made.ours.pk):
        yield made.ours


@pytest.fixture
def consumer(ours) -> Claim:
    """Our claim, owed by a consumer in Brussels, with a visit to be made."""
    Claim.objects.filter(pk=ours.claim.pk).update(debtor_kind="consumer", stage="amicable")
    visit(ours.claim)
    return Claim.objects.get(pk=ours.claim.pk)


@pytest.fixture
def lawful(monkeypatch):
    """The guard lets every visit pass."""
    monkeypatch.setattr(touring.guard, "ask", lambda *_args, **_given: None)


def visit(claim: Claim) -> Action:
    """A visit to make on DAY."""
    given = {"act": "visit", "planned_on": DAY, "on": DAY, "made_at": NOW, "debtor_id": claim.debtor_id}
    return Action.objects.create(claim=claim, party_id=claim.party_id, **given)


def printed(on=DAY, of_id=None) -> File:
    """The paper of a day, written as a worker does."""
    job = ask_tour(on=on, member_id=of_id, at=NOW)
    touring.draw(job=job, on=on, of_id=of_id, language="fr", at=NOW)
    job.refresh_from_db()
    return File.objects.get(uid=job.result["file"])


def text_of(file: File) -> list[str]:
    """What each page says."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(read(file))).pages]


@pytest.mark.parametrize("language", WORDS)
def test_the_document_says_all_that_the_law_asks_and_the_box_comes_first(consumer, language):
    consumer.debtor.language = language
    letter = visit_document(told(consumer, DAY), on=DAY, deadline=DAY + timedelta(days=15))
    page = filled(letter, "letters/visit.html")
    assert lacking("be-visit-document", printed_mentions(page), language) == ()
    assert page.index('data-mention="amicable-visit"') < page.index("letterhead")


def test_the_sheet_comes_first_then_the_document(consumer, lawful):
    pages = text_of(printed())
    assert "Feuille de route" in pages[0]
    assert "1000 Bruxelles" in pages[0]
    assert "Ceci est une démarche de recouvrement amiable" in pages[1]


def test_what_may_not_be_visited_is_said_and_gets_no_document(consumer):
    pages = text_of(printed())
    assert len(pages) == 1
    assert "À ne pas visiter ce jour-là" in pages[0]
    assert Action.objects.get(claim=consumer).proof_id is None


def test_a_business_is_handed_nothing(ours, lawful):
    visit(ours.claim)
    assert len(text_of(printed())) == 1


def test_what_was_handed_over_is_kept_with_its_hash(consumer, lawful):
    printed()
    made = Action.objects.get(claim=consumer)
    log_visit(action_id=made.pk, outcome="reached", note="", on=DAY, at=NOW, handed_over=True)
    assert Document.objects.get(claim=consumer).file_id == made.proof_id
    assert Event.objects.filter(claim=consumer, kind="handed").count() == 1
    assert verify(consumer.pk) == []


def test_what_was_not_handed_over_is_erased(consumer, lawful):
    printed()
    made = Action.objects.get(claim=consumer)
    log_visit(action_id=made.pk, outcome="absent", note="", on=DAY, at=NOW)
    assert File.objects.get(pk=made.proof_id).erased_on == DAY
    assert not Document.objects.filter(claim=consumer).exists()


def test_the_latest_print_takes_the_place_of_the_one_before(consumer, lawful):
    printed()
    first = Action.objects.get(claim=consumer).proof_id
    printed(on=DAY + timedelta(days=1))
    assert File.objects.get(pk=first).erased_on is not None
    assert Action.objects.get(claim=consumer).proof_id != first


def test_an_agent_gets_its_own_stops_and_those_of_nobody(ours, consumer):
    visit(ours.others_claim)
    for claim, of in ((consumer, ours.manager), (ours.others_claim, None)):
        entry = {"entity_id": claim.entity_id, "language": "fr"}
        QueueEntry.objects.create(claim=claim, assigned_to=of, **entry)
    assert [one.claim_id for one in tour_of(ours.agent.pk, DAY)] == [ours.others_claim.pk]
    assert len(tour_of(ours.manager.pk, DAY)) == len(tour_of(None, DAY)) == 2


def test_stops_follow_the_postcodes(ours, consumer):
    Debtor.objects.filter(pk=ours.others_claim.debtor_id).update(postcode="0900")
    visit(ours.others_claim)
    assert [one.debtor.postcode for one in tour_of(None, DAY)] == ["0900", "1000"]


def test_old_route_sheets_are_erased(consumer, lawful):
    sheet = printed()
    assert forget_tours(before=NOW, on=DAY) == 0
    assert forget_tours(before=NOW + timedelta(days=3), on=DAY) == 1
    assert File.objects.get(pk=sheet.pk).erased_on == DAY


def test_the_sheet_speaks_the_language_in_force(consumer, lawful):
    with translation.override("fr"):
        page = touring.sheet_page([], on=DAY, of_id=None)
    assert "Feuille de route" in page


def test_another_agency_has_no_tour_of_ours(made):
    with acting_for(made.ours.pk):
        visit(made.ours.claim)
    with acting_for(made.theirs.pk):
        assert tour_of(None, DAY) == []


def test_a_business_not_looked_up_lately_is_left_out_until_it_is(ours, lawful):
    Debtor.objects.filter(pk=ours.claim.debtor_id).update(enterprise_number="0403170701")
    visit(ours.claim)
    late = DAY + timedelta(days=31)
    assert "n’a pas été recherchée" in text_of(printed(on=late))[0]
    note_checked(claim_id=ours.claim.pk, register="bce", at=NOW + timedelta(days=20))
    assert "À ne pas visiter" not in text_of(printed(on=late))[0]
