"""The statement as letters tell it, in every language that they are written in."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from io import BytesIO
from string import Formatter
from typing import get_args

import pytest
from pypdf import PdfReader

from agencies.models import Agency
from agencies.scope import acting_for
from claims.letters.labels import LABELS
from claims.letters.rows import rows
from claims.models import Claim, Credit, Debtor
from claims.statement import Line, Statement
from files.services import read
from law.charges import Ground
from messaging.letters.words import WORDS
from paynow.composing import compose
from tests.paynow.conftest import DAY, row

EURO = Decimal("40.00")
RULES = {*get_args(Ground), "clause-reduced"} - {"none"}
LINES = (
    *(Line(part="principal", amount=EURO, rule="invoice", source="") for _ in range(2)),
    *(
        Line(part="interest", amount=EURO, rule="interest", source="Contrat", first=DAY, last=DAY, rate=Decimal(rate))
        for rate in ("8.50", "10.00")
    ),
    *(Line(part="penalty", amount=EURO, rule=rule, source="CDE art. XIX.4; Contrat") for rule in sorted(RULES)),
    Line(part="interest", amount=EURO * 0, rule="interest-paused", source="CDE art. XIX.9 § 4", first=DAY, last=DAY),
    Line(part="penalty", amount=EURO, rule="flat", source="Contrat"),
    *(Line(part="credit", amount=-EURO, rule=kind, source="", first=DAY) for kind in Credit.Kind.values),
    Line(part="credit", amount=EURO, rule="returned", source="", first=DAY),
)


def blanks(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", WORDS)
def test_a_statement_adds_up_and_is_told_whole_in_every_language(language):
    owed = Statement(DAY, LINES, ())
    told = rows(owed, language)
    assert sum(line.amount for line in told) == owed.total
    assert all(line.label and "{" not in line.label for line in told)
    assert LABELS[language].penalties.keys() == RULES
    assert LABELS[language].credits.keys() == {*Credit.Kind.values, "returned"}


@pytest.mark.parametrize("language", [language for language in WORDS if language != "fr"])
def test_labels_differ_between_languages_and_take_the_same_values(language):
    french, own = asdict(LABELS["fr"]), asdict(LABELS[language])
    for name in ("penalties", "credits"):
        french |= {f"{name}.{key}": text for key, text in french.pop(name).items()}
        own |= {f"{name}.{key}": text for key, text in own.pop(name).items()}
    assert {key: blanks(text) for key, text in own.items()} == {key: blanks(text) for key, text in french.items()}
    assert {key for key in own if own[key] == french[key]} <= {"percent", "times"}


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("fr", "Intérêts de retard à 8,5 % l’an, du 02/03/2026 au 02/03/2026"),
        ("nl", "Nalatigheidsinteresten aan 8,5 % per jaar, van 02/03/2026 tot en met 02/03/2026"),
        ("de", "Verzugszinsen zu 8,5 % im Jahr, vom 02.03.2026 bis 02.03.2026"),
        ("en", "Late-payment interest at 8.5% a year, from 02/03/2026 to 02/03/2026"),
    ],
)
def test_rates_and_days_are_the_reader_s(language, label):
    assert label in [line.label for line in rows(Statement(DAY, LINES, ()), language)]


@pytest.mark.real_commits
@pytest.mark.parametrize(
    ("debtor", "agency", "written"), [("nl", "fr", "nl"), ("it", "de", "de"), ("it", "es", "fr"), ("fr", "nl", "fr")]
)
def test_the_letter_speaks_the_debtor_s_language_else_the_agency_s(desk, debtor, agency, written):
    desk.take(row())
    with acting_for(desk.agency.pk):
        Debtor.objects.update(language=debtor)
        Agency.objects.filter(pk=desk.agency.pk).update(language=agency)
        letter = compose(Claim.objects.get(), "paynow", DAY).letter
    assert letter.language == written
    assert letter.sender.activity == WORDS[written].activity
    assert letter.statement[0].label == LABELS[written].principal


@pytest.mark.real_commits
def test_a_dutch_letter_leaves_whole(desk):
    desk.take(row())
    with acting_for(desk.agency.pk):
        Debtor.objects.update(language="nl")
    desk.day(DAY)
    (notice,) = desk.notices()
    with acting_for(desk.agency.pk):
        text = PdfReader(BytesIO(read(notice.file))).pages[0].extract_text()
    assert (notice.message.language, notice.deadline_on) == ("nl", date(2026, 3, 10))
    assert "Ingebrekestelling tot betaling" in text
