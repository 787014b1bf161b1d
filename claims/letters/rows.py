"""The statement in the words of a letter. Part of a legal text, so not left to the translations of the screens."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from claims.letters.labels import LABELS, Labels
from claims.statement import Line, Statement
from core.money import ZERO
from messaging.letters.citing import cited
from messaging.letters.letter import StatementRow
from web.formatting import day, money, number

INTEREST_ROWS = 4  # more periods than this are told as one row: the annex of the file has the detail


def rows(statement: Statement, language: str) -> tuple[StatementRow, ...]:
    """The lines of a statement, gathered as a letter in this language tells them; they add up to the same total."""
    said, lines = LABELS[language], statement.lines
    return (
        *_principal(lines, said),
        *_interest(lines, said, language),
        *_penalties(lines, said, language),
        *_credits(lines, said, language),
    )


def _principal(lines: Sequence[Line], said: Labels) -> Iterator[StatementRow]:
    principal = [line for line in lines if line.part == "principal"]
    if principal:
        label = said.principal if len(principal) == 1 else said.principals.format(count=len(principal))
        yield StatementRow(label=label, amount=_sum(principal))


def _interest(lines: Sequence[Line], said: Labels, language: str) -> Iterator[StatementRow]:
    """One row per rate, or one for all when the rates are many; then the days on which none ran."""
    interest = sorted((line for line in lines if line.rule == "interest"), key=lambda line: line.first or date.min)
    by_rate = [list(group) for _, group in groupby(sorted(interest, key=_rate), key=_rate)]
    by_rate.sort(key=lambda group: group[0].first or date.min)
    for group in by_rate if len(by_rate) <= INTEREST_ROWS else [interest] if interest else []:
        yield StatementRow(
            label=_interest_label(group, said, language), amount=_sum(group), why=_sources(group, language)
        )
    for line in lines:
        if line.rule in ("interest-paused", "interest-plan"):
            words = said.paused if line.rule == "interest-paused" else said.plan
            label = words.format(first=day(line.first, language), last=day(line.last, language))
            yield StatementRow(label=label, amount=ZERO, why=_sources([line], language))


def _interest_label(group: Sequence[Line], said: Labels, language: str) -> str:
    first, last = min(line.first for line in group if line.first), max(line.last for line in group if line.last)
    rates = [_percent(rate, said, language) for rate in sorted({line.rate for line in group if line.rate is not None})]
    return said.interest.format(rates=" / ".join(rates), first=day(first, language), last=day(last, language))


def _rate(line: Line) -> Decimal:
    return line.rate or ZERO


def _percent(rate: Decimal, said: Labels, language: str) -> str:
    return said.percent.format(rate=number(rate.normalize(), language))


def _penalties(lines: Sequence[Line], said: Labels, language: str) -> Iterator[StatementRow]:
    penalties = sorted((line for line in lines if line.part == "penalty"), key=lambda line: line.rule)
    for rule, group in groupby(penalties, key=lambda line: line.rule):
        found = list(group)
        each = money(found[0].amount, "EUR", language)
        times = said.times.format(count=len(found), each=each) if rule == "flat" and len(found) > 1 else ""
        yield StatementRow(label=said.penalties[rule] + times, amount=_sum(found), why=_sources(found, language))


def _credits(lines: Sequence[Line], said: Labels, language: str) -> Iterator[StatementRow]:
    for line in lines:
        if line.part == "credit":
            label = said.credits[line.rule].format(day=day(line.first, language))
            yield StatementRow(label=label, amount=line.amount)


def _sources(lines: Sequence[Line], language: str) -> str:
    """The rules behind some lines, each named once."""
    named = dict.fromkeys(part.strip() for line in lines for part in line.source.split(";") if part.strip())
    return ("; " if language != "fr" else " ; ").join(cited(source, language) for source in named)


def _sum(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
