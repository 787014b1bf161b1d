"""Managers word the messages of the cycles: seen on a real claim, kept as versions, refused where a variable lacks."""

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from amicable.composing import example, letter, texted, told, version_of
from amicable.queries.words import LETTER, SMS, shipped
from amicable.speaking import SPEECH
from messaging.letters.texts import faults
from messaging.models import LetterText
from messaging.services import word
from tests.world import NOW

ADDRESS = "settings/words/amicable/firm/fr/"
GIVEN = {**shipped(LETTER, "firm", "fr"), "closing": "Nous comptons sur vous.", "reason": "Plus doux"}
TEXT = "{agency} pour {creditor} : {total}, IBAN {iban}, réf. {reference}."


def kept(side) -> list[LetterText]:
    with acting_for(side.pk):
        return list(LetterText.objects.order_by("version"))


def said(side, notice: str, audience: str, **texts: str) -> None:
    """The agency's words, kept."""
    with acting_for(side.pk):
        made = word(notice=notice, audience=audience, language="fr", texts=texts, reason="x", at=NOW)
        assert isinstance(made, LetterText)


@pytest.mark.parametrize("language", SPEECH)
def test_our_own_words_name_what_they_must(language):
    said = SPEECH[language]
    assert [faults(LETTER, wording, shipped(LETTER, wording, language)) for wording in said.openings] == [()] * 5
    assert [faults(SMS, tone, shipped(SMS, tone, language)) for tone in said.sms] == [()] * 3


def test_words_are_kept_as_the_next_version(manager, ours):
    for _twice in range(2):
        assert manager.post(manager.at(ADDRESS), GIVEN).status_code == 302
    assert [(row.version, row.made_by_id) for row in kept(ours)] == [(1, ours.manager.pk), (2, ours.manager.pk)]


def test_a_preview_is_on_a_real_claim_with_what_the_law_wants_and_keeps_nothing(manager, ours):
    page = manager.post(manager.at(ADDRESS), {**GIVEN, "preview": "1"})
    text = " ".join(page.context["said"])
    assert "Nous comptons sur vous." in text
    assert SPEECH["fr"].dispute in text
    assert SPEECH["fr"].facilities in text
    assert (page.status_code, kept(ours)) == (200, [])


@pytest.mark.parametrize("opening", ["", "Payez {total}.", "Payez {total} à {creditor} avant le {deadline} **vite**."])
def test_a_variable_left_out_is_named_and_nothing_is_kept(manager, ours, opening):
    page = manager.post(manager.at(ADDRESS), {**GIVEN, "opening": opening})
    assert (page.status_code, kept(ours)) == (422, [])
    assert page.context["form"].errors["opening"]


def test_words_that_look_judicial_are_pointed_out(manager, ours):
    page = manager.post(manager.at(ADDRESS), {**GIVEN, "closing": "Sinon, l'huissier.", "preview": "1"})
    assert len(page.context["warnings"]) == 1


def test_an_sms_tells_how_many_parts_it_takes(manager, ours):
    page = manager.get(manager.at("settings/words/amicable_sms/neutral/fr/"))
    assert page.context["size"].startswith(("2 SMS", "3 SMS"))


def test_a_letter_says_the_agency_s_words_and_which_version(ours):
    said(
        ours,
        LETTER,
        "firm",
        opening="{creditor} attend {total} pour le {deadline}, dossier {reference}.",
        closing="À vous.",
    )
    with acting_for(ours.pk):
        one, on = told(example(language="fr", number=ours.claim.number), NOW.date()), timezone.localdate(NOW)
        prose = letter([one], act="letter", tone="firm", on=on, deadline=on).prose
        assert prose is not None
        assert prose.opening[0].endswith(f"dossier {ours.claim.number}.")
        assert (prose.closing, version_of("firm", prose.version)) == (("À vous.",), "amicable-2:firm+1")
        assert letter([one], act="letter", tone="neutral", on=on, deadline=on).prose.version == 0


def test_where_a_variable_is_empty_our_own_words_are_said(ours):
    said(ours, SMS, "firm", text=f"{TEXT} Tél. {{phone}}")
    with acting_for(ours.pk):
        one = told(example(language="fr"), NOW.date())
        one.claim.entity.phone = one.claim.agency.phone = ""
        assert texted([one], tone="firm").version == 0
        one.claim.entity.phone = "+32 65 00 00 00"
        assert "Tél. +32 65 00 00 00" in texted([one], tone="firm").text


def test_an_earlier_version_is_restored_as_a_new_one(manager, ours):
    manager.post(manager.at(ADDRESS), GIVEN)
    assert manager.post(manager.at(f"{ADDRESS}0/restore/")).status_code == 302
    assert [row.blocks == {} for row in kept(ours)] == [False, True]


@pytest.mark.parametrize(
    "path", ["paynow/firm/fr/", "amicable/rude/fr/", "amicable_sms/formal/fr/", "amicable/firm/it/"]
)
def test_there_are_no_such_words(manager, path):
    assert manager.get(manager.at(f"settings/words/{path}")).status_code == 404


def test_an_agent_words_nothing(agent, ours):
    assert agent.post(agent.at(ADDRESS), GIVEN).status_code == 403
    assert kept(ours) == []
