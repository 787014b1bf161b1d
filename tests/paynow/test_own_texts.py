"""Letters in the agency's own words: which version left is kept, and what cannot be printed is refused."""

from datetime import timedelta

import pytest

from agencies.scope import acting_for
from claims.models import Refused
from messaging.letters.texts import shipped
from messaging.models import LetterText
from messaging.services import word
from paynow.composing import TEMPLATE_VERSION, compose
from tests.paynow.conftest import DAY, Desk, noon, row

pytestmark = pytest.mark.real_commits
BUSINESS = {"notice": "paynow", "audience": "be_business", "language": "fr"}


def say(desk: Desk, closing: str) -> None:
    texts = {**shipped(*BUSINESS.values()), "closing": closing}
    with acting_for(desk.agency.pk):
        assert isinstance(word(**BUSINESS, texts=texts, reason="essai", at=noon(DAY)), LetterText)


def test_the_latest_words_are_sent_and_their_version_kept(desk):
    say(desk, "Un.")
    say(desk, "Deux.")
    desk.take(row())
    desk.day(DAY)
    assert [notice.template_version for notice in desk.notices()] == [f"{TEMPLATE_VERSION}+2"]


def test_a_copy_says_what_the_letter_said(desk):
    say(desk, "Un.")
    desk.take(row())
    desk.day(DAY)
    say(desk, "Deux.")
    with acting_for(desk.agency.pk):
        again = compose(desk.claim(), "paynow", DAY, desk.notices()[0].template_version)
    assert again.letter.texts["closing"] == "Un."


def test_words_that_cannot_be_printed_refuse_and_leave_the_claim_due(desk):
    desk.take(row())
    with acting_for(desk.agency.pk):
        broken = {**shipped(*BUSINESS.values()), "closing": "{gone}"}
        LetterText.objects.create(**BUSINESS, version=1, blocks=broken, made_at=noon(DAY), reason="old")
    assert desk.day(DAY)["notices"] == 0
    with acting_for(desk.agency.pk):
        assert Refused.objects.get(cleared_at=None).rule == "letter-text"
    assert (desk.claim().next_act, desk.claim().next_on) == ("paynow", DAY + timedelta(days=1))
