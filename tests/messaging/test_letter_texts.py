"""The agency's own words: versions, markup, variables, and the mentions that no text can drop."""

import re

import pytest

from agencies.scope import acting_for
from messaging.letters.content import MentionsMissing, html, unsayable
from messaging.letters.email import mail
from messaging.letters.texts import CARRIED, NOTICES, Fault, blocks_of, faults, printed, shipped
from messaging.letters.words import WORDS
from messaging.queries import latest_text, text_version
from messaging.services import restore, word
from tests.messaging.letters import letter
from tests.world import NOW, agency

CONSUMER = {"notice": "paynow", "audience": "be_consumer", "language": "fr"}
VALUES = {"creditor": "A & B", "total": "1 €", "deadline": "demain", "reference": "7", "agency": "C"}


def text(**changes: str) -> dict[str, str]:
    return {**shipped("paynow", "be_consumer", "fr"), **changes}


def codes(**changes: str) -> set[str]:
    return {fault.code for fault in faults("paynow", "be_consumer", text(**changes))}


@pytest.mark.parametrize(("notice", "audience"), NOTICES)
@pytest.mark.parametrize("language", WORDS)
def test_the_shipped_words_are_version_zero_and_print_the_same_letter(notice, audience, language):
    texts = shipped(notice, audience, language)
    it = letter(1, audience, notice, language=language)
    own = letter(1, audience, notice, language=language, texts=texts)
    assert faults(notice, audience, texts) == ()
    assert re.sub(r"\s+", "", html(own)) == re.sub(r"\s+", "", html(it))


def test_own_words_are_in_letter_and_mail():
    it = letter(texts=text(closing="Merci d’agir avant le {deadline}."))
    assert "Merci d’agir avant le 10" in html(it)
    assert "Merci d’agir avant le 10" in mail(it).text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opening": "Payez."}, "variable_missing"),
        ({"closing": "Voir {iban}."}, "variable_unknown"),
        ({"closing": "Voir {{ letter }}."}, "variable_unknown"),
        ({"closing": "Voir {% now %}."}, "variable_unknown"),
        ({"closing": "Un <b>mot</b>."}, "html"),
        ({"closing": "Un **mot."}, "bold_open"),
        ({"closing": "x" * 1201}, "too_long"),
    ],
)
def test_what_no_letter_can_say_is_refused(change, code):
    assert code in codes(**change)


@pytest.mark.parametrize(("notice", "audience"), NOTICES)
def test_no_text_drops_a_mandatory_mention(notice, audience):
    for block, keys in CARRIED[notice, audience].items():
        found = faults(notice, audience, {**shipped(notice, audience, "fr"), block: " "})
        assert {fault.detail for fault in found if fault.code == "mention_missing"} == set(keys.split())


def test_a_letter_without_a_carried_mention_never_leaves():
    it = letter(texts=text(dispute=""))
    assert Fault("mention_missing", "dispute", "dispute") in unsayable(it)
    with pytest.raises(MentionsMissing):
        html(it)


def test_a_variable_without_a_value_refuses_before_sending():
    it = letter(reference="", texts=text(closing="Dossier {reference}, avant le {deadline}."))
    assert unsayable(it) == (Fault("variable_empty", "closing", "reference"),)


def test_values_and_texts_are_never_markup():
    said = printed("paynow", "be_business", {"opening": "**{creditor}** 1 < 2\n\nDeux"}, VALUES)["opening"]
    assert said == "<p><b>A &amp; B</b> 1 &lt; 2</p>\n<p>Deux</p>"


@pytest.mark.django_db
def test_versions_are_kept_and_restored():
    with acting_for(agency("ours").pk):
        for words in ("Un.", "Deux."):
            word(**CONSUMER, texts=text(closing=words), reason="essai", at=NOW)
        restore(**CONSUMER, version=1, reason="retour", at=NOW)
        assert (latest_text(*CONSUMER.values()).version, latest_text(*CONSUMER.values()).blocks["closing"]) == (
            3,
            "Un.",
        )
        restore(**CONSUMER, version=0, reason="livré", at=NOW)
        assert latest_text(*CONSUMER.values()).blocks == {}
        assert text_version(*CONSUMER.values(), 2)["closing"] == "Deux."


@pytest.mark.django_db
def test_a_text_with_a_fault_is_not_kept():
    with acting_for(agency("ours").pk):
        found = word(**CONSUMER, texts=text(dispute=""), reason="essai", at=NOW)
        assert found == (Fault("mention_missing", "dispute", "dispute"),)
        assert latest_text(*CONSUMER.values()) is None


def test_a_first_reminder_has_its_period_apart():
    assert blocks_of("first_reminder")[1] == "period"
    assert "period" not in blocks_of("paynow")
