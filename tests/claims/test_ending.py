"""The end of the amicable stage: what may be chosen, what is advised and why, the certificate of non-recovery."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from agencies.scope import acting_for
from claims.advising import ADVISED, advised
from claims.letters.attesting import ATTESTING
from claims.models import Claim, Decision
from claims.queries.ending import STEPS, advice_of, certificate_of, steps_taken
from claims.rules import Advice, Ending, advise, choices_after
from claims.services.binding import bind, bound
from claims.services.certifying import certify, page
from claims.services.ending import TOO_EARLY, ask_certificate, ask_file
from claims.services.evidence import note_contact
from claims.services.lifecycle import ask_decision, decide
from claims.services.papers import add_paper
from claims.services.timeline import tell
from files.models import File
from files.services import read
from tests.world import DAY, NOW, World, world

STAGES = ["paynow", "amicable", "judicial"]
GOOD = Ending(
    owed=Decimal("1500.00"), due_on=date(2026, 1, 1), on=date(2026, 6, 1), last_day=date(2036, 1, 1), spoke=True
)


def signs(advice: Advice) -> list[str]:
    return [one.sign for one in advice.reasons]


def test_a_claim_is_given_up_after_people_have_tried_only():
    assert choices_after("paynow", STAGES) == ["amicable", "judicial", "keep"]
    assert choices_after("amicable", STAGES) == ["judicial", "keep", "abandon"]


def test_a_large_claim_of_a_debtor_who_speaks_is_worth_a_procedure():
    assert advise(GOOD).choice == "judicial"
    assert signs(advise(GOOD)) == ["large", "spoke"]


@pytest.mark.parametrize(
    ("fields", "choice", "sign"),
    [
        ({"insolvent": True}, "abandon", "insolvent"),
        ({"last_day": date(2026, 5, 31)}, "abandon", "barred"),
        ({"owed": Decimal("149.99")}, "keep", "small"),
    ],
)
def test_some_things_decide_alone(fields, choice, sign):
    advice = advise(replace(GOOD, **fields))
    assert (advice.choice, signs(advice)) == (choice, [sign])


def test_a_silent_debtor_of_no_address_is_not_sued():
    advice = advise(replace(GOOD, spoke=False, address_known=False))
    assert (advice.choice, signs(advice)) == ("keep", ["large", "silent", "unknown"])


@given(st.decimals("0.01", "100000", places=2), st.booleans(), st.booleans(), st.integers(0, 4000))
def test_advice_always_has_a_reason_that_is_said(owed, spoke, known, age):
    ending = replace(GOOD, owed=owed, spoke=spoke, address_known=known, due_on=GOOD.on - timedelta(days=age))
    assert advise(ending).reasons
    assert len(advised(advise(ending))) > len(str(ADVISED[advise(ending).choice]))


@pytest.fixture
def two(db: None) -> World:
    return world()


@pytest.fixture
def ended(two: World) -> Claim:
    """A claim whose amicable stage has ended, after one call."""
    claim = two.ours.claim
    with acting_for(two.ours.pk):
        Claim.objects.filter(pk=claim.pk).update(stage="amicable", notified_on=DAY - timedelta(days=40))
        claim.refresh_from_db()
        note_contact(claim_id=claim.pk, act="call", recipient="debtor:1", outcome="reached", at=NOW)
        ask_decision(claim, on=DAY, at=NOW)
    return claim


def test_advice_is_given_once_the_amicable_stage_has_ended(ended, two):
    with acting_for(two.ours.pk):
        assert advice_of(two.ours.others_claim, DAY) is None
        advice = advice_of(ended, DAY)
    assert advice
    assert (advice.choice, signs(advice)) == ("judicial", ["large", "spoke"])


def test_no_certificate_before_the_stage_has_ended(two):
    with acting_for(two.ours.pk):
        assert ask_certificate(claim_id=two.ours.claim.pk, at=NOW) == TOO_EARLY
        assert certify(claim_id=two.ours.claim.pk, at=NOW) == TOO_EARLY
        assert not two.ours.claim.documents.exists()


def test_a_certificate_tells_every_step_and_is_written_once(ended, two):
    with acting_for(two.ours.pk):
        open_one = Decision.objects.get(claim=ended)
        decide(decision_id=open_one.pk, choice="abandon", channel="portal", on=DAY, at=NOW)
        assert ask_certificate(claim_id=ended.pk, at=NOW) is True
        assert ask_certificate(claim_id=ended.pk, at=NOW) is False
        made = certify(claim_id=ended.pk, at=NOW)
        assert read(made.file).startswith(b"%PDF")
        assert certify(claim_id=ended.pk, at=NOW) is None
        assert (certificate_of(ended.pk) or {})["sha256"] == made.file.sha256


def test_the_page_of_a_certificate_lists_what_was_done_in_order(ended, two):
    with acting_for(two.ours.pk):
        tell(ended, "promised", at=NOW + timedelta(days=1), amount="100.00", due_on="2026-03-09", way="call")
        html = page(ended, at=NOW)
        kinds = [one.told.kind for one in steps_taken(ended.pk)]
    assert kinds == ["called", "promised"]
    assert html.index("Appel") < html.index("Promesse")


def paper(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    writer, target = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(target)
    return target.getvalue()


def test_the_complete_file_has_an_index_with_the_page_of_each_paper(ended, two):
    with acting_for(two.ours.pk):
        for data, name in ((paper(2), "two.pdf"), (b"%PDF-1.7 broken", "broken.pdf"), (paper(1), "one.pdf")):
            add_paper(claim_id=ended.pk, data=data, name=name, kind="other", at=NOW)
        made = PdfReader(BytesIO(bound(ended, DAY)))
    index, places = (
        made.pages[0].extract_text(),
        {str(one["/Title"]): made.get_destination_page_number(one) + 1 for one in made.outline},
    )
    papers = {title.rpartition(" ")[2]: page for title, page in places.items()}
    assert papers["one.pdf"] == papers["two.pdf"] + 2
    assert len(made.pages) == papers["one.pdf"]
    assert "broken.pdf" in index
    assert "à part" in index
    assert "broken.pdf" not in papers


def test_the_complete_file_is_bound_by_a_job_for_who_asked(ended, two):
    with acting_for(two.ours.pk):
        job = ask_file(claim=ended, party_id=ended.party_id, at=NOW)
        bind(job=job, claim_id=ended.pk, at=NOW)
        bind(job=job, claim_id=ended.pk, at=NOW)
        job.refresh_from_db()
        file = File.objects.get(uid=job.result["file"])
        assert (file.party_id, file.mime) == (ended.party_id, "application/pdf")


@pytest.mark.parametrize(
    ("language", "title", "call"),
    [
        ("fr", "Attestation de non-recouvrement", "Appel"),
        ("nl", "Attest van niet-invordering", "Telefoongesprek"),
        ("de", "Bescheinigung der Uneinbringlichkeit", "Anruf"),
        ("en", "Certificate of non-recovery", "Call"),
        ("it", "Attestation de non-recouvrement", "Appel"),
    ],
)
def test_a_creditor_reads_its_papers_in_its_language(ended, two, language, title, call):
    with acting_for(two.ours.pk):
        ended.creditor.language = language
        html = page(ended, at=NOW)
        type(ended.creditor).objects.filter(pk=ended.creditor_id).update(language=language)
        file = "".join(one.extract_text() for one in PdfReader(BytesIO(bound(ended, DAY))).pages)
    assert (title in html, call in html, call in file) == (True, True, True)


def test_every_step_has_its_word_in_every_language():
    for said in ATTESTING.values():
        assert not said.story or set(STEPS) <= set(said.story)
