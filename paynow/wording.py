"""The statement in the words of a letter. Part of a legal text, so not left to the translations of the screens."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from claims.statement import Line, Statement
from core.money import ZERO
from messaging.letters.letter import StatementRow

INTEREST_ROWS = 4  # more periods than this are told as one row: the annex of the file has the detail
PENALTY_WORDS = {
    "flat": "Indemnité forfaitaire de recouvrement",
    "clause": "Clause pénale des conditions générales",
    "clause-reduced": "Clause pénale, réduite au plafond légal",
}
CREDIT_WORDS = {"payment": "Paiement reçu", "credit_note": "Note de crédit", "waiver": "Remise"}


def rows(statement: Statement) -> tuple[StatementRow, ...]:
    """The lines of a statement, gathered as a letter tells them; they add up to the same total."""
    return (*_principal(statement), *_interest(statement.lines), *_penalties(statement.lines), *_credits(statement))


def _principal(statement: Statement) -> Iterator[StatementRow]:
    lines = [line for line in statement.lines if line.part == "principal"]
    if lines:
        label = "Principal de la facture" if len(lines) == 1 else f"Principal des {len(lines)} factures"
        yield StatementRow(label=label, amount=_sum(lines))


def _interest(lines: Sequence[Line]) -> Iterator[StatementRow]:
    """One row per rate, or one for all when the rates are many."""
    interest = sorted((line for line in lines if line.part == "interest"), key=lambda line: line.first or date.min)
    by_rate = [list(group) for _, group in groupby(sorted(interest, key=_rate), key=_rate)]
    by_rate.sort(key=lambda group: group[0].first or date.min)
    for group in by_rate if len(by_rate) <= INTEREST_ROWS else [interest] if interest else []:
        first, last = min(line.first for line in group if line.first), max(line.last for line in group if line.last)
        rates = sorted({_percent(line.rate) for line in group if line.rate is not None})
        label = f"Intérêts de retard à {' / '.join(rates)} l’an, du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
        yield StatementRow(label=label, amount=_sum(group), why=_sources(group))


def _rate(line: Line) -> Decimal:
    return line.rate or ZERO


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f} %".replace(".", ",")


def _penalties(lines: Sequence[Line]) -> Iterator[StatementRow]:
    penalties = sorted((line for line in lines if line.part == "penalty"), key=lambda line: line.rule)
    for rule, group in groupby(penalties, key=lambda line: line.rule):
        found = list(group)
        times = f" ({len(found)} × {_euros(found[0].amount)})" if rule == "flat" and len(found) > 1 else ""
        yield StatementRow(label=PENALTY_WORDS[rule] + times, amount=_sum(found), why=_sources(found))


def _credits(statement: Statement) -> Iterator[StatementRow]:
    for line in statement.lines:
        if line.part == "credit":
            yield StatementRow(label=f"{CREDIT_WORDS[line.rule]} du {line.first:%d/%m/%Y}", amount=line.amount)


def _euros(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",") + " €"


def _sources(lines: Sequence[Line]) -> str:
    """The rules behind some lines, each named once."""
    named = dict.fromkeys(part.strip() for line in lines for part in line.source.split(";") if part.strip())
    return " ; ".join(named)


def _sum(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
