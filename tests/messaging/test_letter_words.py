"""Every language says everything: a word, text or limit missing in one of them fails here."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from string import Formatter

import pytest
from django.template.loader import get_template

from law import charges
from law.be_consumer import CAPS, NOT_OWED, REDUCTION
from law.interest import REGIMES
from law.mentions import IMPOSED_SENTENCE
from law.tables import be, fr
from messaging.letters.citing import cited
from messaging.letters.content import html, printed_mentions
from messaging.letters.email import mail
from messaging.letters.fit import LIMITS
from messaging.letters.vocabulary import Words
from messaging.letters.words import WORDS, spoken
from tests.messaging.letters import invoice, letter

FOREIGN = [language for language in WORDS if language != "fr"]
TRANSLATIONS = {"imposed_announced", "imposed_translation", "l111_8_announced", "l111_8_translation"}
TABLES = (
    be.LATE_PAYMENT,
    be.LEGAL,
    be.FLAT_COMPENSATION,
    fr.LEGAL_PRO,
    fr.LEGAL_INDIVIDUAL,
    fr.ECB,
    fr.FLAT_COMPENSATION,
)
SOURCES = {
    *(entry.source for table in TABLES for entry in table.entries),
    *(regime.source for regime in REGIMES.values()),
    *charges.PENALTY_SOURCES.values(),
    *(CAPS, REDUCTION, NOT_OWED),
}
FRENCH_WORDS = ("Loi ", "semestre", "année", "CDE", "belge", "Contrat", "taux", "Taux", "particuliers", "autres")


def said(language):
    return {
        f"{name}.{key}": text
        for name, value in asdict(WORDS[language]).items()
        for key, text in (value if isinstance(value, Mapping) else {"": value}).items()
        if isinstance(text, str)
    }


def blanks(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_language_says_every_word_with_the_same_blanks_as_french(language):
    french, own = said("fr"), said(language)
    assert own.keys() == french.keys()
    assert [key for key, text in own.items() if text == ""] == []
    assert [key for key in own if key[:-1] not in TRANSLATIONS and blanks(own[key]) != blanks(french[key])] == []


def test_only_what_french_law_words_is_empty_in_french():
    empty = {field.name for field in fields(Words) if getattr(WORDS["fr"], field.name) in ("", ())}
    assert empty == TRANSLATIONS


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(("notice", "audience"), LIMITS)
def test_every_notice_has_a_text_and_limits_in_every_language(notice, audience, language):
    assert get_template(f"letters/{notice}/{audience}.{language}.html")
    assert LIMITS[notice, audience].keys() == WORDS.keys()


@pytest.mark.parametrize("language", FOREIGN)
def test_the_imposed_sentence_is_printed_in_french_then_translated_as_such(language):
    said, page = WORDS[language], html(letter(language=language))
    printed = printed_mentions(page)["imposed-sentence"].replace("’", "'")
    assert printed == f"{IMPOSED_SENTENCE} {said.imposed_announced} {said.imposed_translation}"


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("audience", ["fr_consumer", "fr_business"])
def test_l111_8_is_translated_after_its_french_words(language, audience):
    said, page = WORDS[language], html(letter(1, audience, language=language))
    assert page.index("mauvaise foi") < page.index(said.l111_8_announced) < page.index(said.l111_8_translation[0])
    assert said.l111_8_announced not in printed_mentions(page)["l111-8"]


@pytest.mark.parametrize(
    ("language", "day", "amount", "subject"),
    [
        ("nl", "10\u00a0december\u00a02026", "€\u00a01.111,00", "uw dossier"),
        ("de", "10.\u00a0Dezember\u00a02026", "1.111,00\u202f€", "Ihre Akte"),
        ("en", "10\u00a0December\u00a02026", "€1,111.00", "your file"),
    ],
)
def test_days_amounts_and_subject_are_the_reader_s(language, day, amount, subject):
    written = mail(letter(charges=(), language=language, invoices=(invoice(1, balance=Decimal("1111.00")),)))
    assert day in written.html
    assert amount in written.html
    assert subject in written.subject


@pytest.mark.parametrize("language", FOREIGN)
def test_sources_of_law_are_cited_in_the_reader_s_language(language):
    assert [source for source in SOURCES if any(word in cited(source, language) for word in FRENCH_WORDS)] == []


def test_a_source_keeps_its_article_and_day():
    assert cited("Loi du 2 août 2002, art. 5, 1er semestre 2026", "nl") == (
        "Wet van 2 augustus 2002, art. 5, 1e halfjaar 2026"
    )
    assert cited("CDE art. XIX.4", "de") == "WGB Art. XIX.4"
    assert cited("C. com. art. D441-5", "nl") == "C. com. art. D441-5"
    assert cited("the agency's own words", "en") == "the agency's own words"


@pytest.mark.parametrize(
    ("wanted", "chosen"), [(("nl", "fr"), "nl"), (("it", "de"), "de"), (("it", "es"), "fr"), (("", "nl"), "nl")]
)
def test_the_debtor_s_language_then_the_agency_s_then_french(wanted, chosen):
    assert spoken(*wanted) == chosen
