"""A statement in the reader's words: each line with its reason and its source. Shared by the faces."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.models import Claim, Credit
from claims.statement import Line, Statement
from core.money import ZERO
from web import parts
from web.formatting import day, money, number

Words = Mapping[str, Any]
PARTS: Words = {
    "principal": gettext_lazy("principal"),
    "interest": gettext_lazy("interest"),
    "penalty": gettext_lazy("penalty"),
    "costs": gettext_lazy("costs"),
}


def statement_lines(owed: Statement, claim: Claim) -> list[parts.Line]:
    """A statement with the reason and the source of each line; the lines add up to its total."""
    by_part = {part: list(lines) for part, lines in groupby(owed.lines, key=lambda line: line.part)}
    return [
        *_principal(by_part.get("principal", [])),
        *_interest(by_part.get("interest", []), claim),
        *_penalties(by_part.get("penalty", [])),
        *_credits(by_part.get("credit", [])),
    ]


def _principal(lines: Sequence[Line]) -> Iterator[parts.Line]:
    if not lines:
        return
    label = ngettext("Principal: %(n)d invoice", "Principal: %(n)d invoices", len(lines)) % {"n": len(lines)}
    why = _("What was left to pay on each invoice when the file was handed over.")
    details = [
        (_("Invoice %(number)s, due on %(day)s") % {"number": x.item, "day": day(x.first)}, x.amount) for x in lines
    ]
    yield parts.Line(label, _sum(lines), why, "", details)


def _interest(lines: Sequence[Line], claim: Claim) -> Iterator[parts.Line]:
    if not lines:
        return
    details = [(_period(line), line.amount) for line in lines]
    yield parts.Line(_("Late-payment interest"), _sum(lines), _why_interest(claim), _sources(lines), details)


RESTED: Words = {
    "interest-paused": gettext_lazy(
        "None from %(first)s to %(last)s: a request or dispute of the debtor waited for its decision"
    ),
    "interest-plan": gettext_lazy("None from %(first)s to %(last)s: a payment plan is free of charge"),
}


def _period(line: Line) -> str:
    if line.rule in RESTED:
        return str(RESTED[line.rule]) % {"first": day(line.first), "last": day(line.last)}
    rate, said = (line.rate or ZERO).normalize(), _("%(number)s: %(first)s to %(last)s at %(rate)s %% on %(base)s")
    return said % {
        "number": line.item,
        "first": day(line.first),
        "last": day(line.last),
        "rate": number(Decimal(f"{rate:f}")),
        "base": money(line.base),
    }


def _why_interest(claim: Claim) -> str:
    if claim.chosen_law:
        return _("For a debtor in another country, only the interest that the contract sets is asked.")
    if claim.debtor_kind != "consumer":
        return _("Between businesses, interest runs by law from the day after each due date, at the rate shown.")
    if claim.country == "FR":
        return _("For a French consumer, interest runs at the legal rate from the formal notice.")
    return _("For a Belgian consumer, interest of the terms runs once the wait of the first reminder is over.")


PENALTIES: Mapping[str, tuple[Any, Any]] = {
    "flat": (
        gettext_lazy("Fixed sum for recovery costs"),
        gettext_lazy("The law grants a fixed sum for each invoice that a business pays late."),
    ),
    "clause": (
        gettext_lazy("Penalty clause"),
        gettext_lazy("The terms of sale that the debtor accepted provide for it."),
    ),
    "clause-reduced": (
        gettext_lazy("Penalty clause, reduced to the legal cap"),
        gettext_lazy("The terms of sale provide for more; the law caps what a consumer pays."),
    ),
}


def _penalties(lines: Sequence[Line]) -> Iterator[parts.Line]:
    for rule, group in groupby(sorted(lines, key=lambda line: line.rule), key=lambda line: line.rule):
        found = list(group)
        label, why = PENALTIES.get(rule, (rule, ""))
        details = [(_("Invoice %(number)s") % {"number": x.item}, x.amount) for x in found if x.item]
        yield parts.Line(str(label), _sum(found), str(why), _sources(found), details)


def _credits(lines: Sequence[Line]) -> Iterator[parts.Line]:
    kinds = {**dict(Credit.Kind.choices), "returned": _("payment returned")}
    for line in lines:
        label = _("%(kind)s of %(day)s") % {"kind": str(kinds.get(line.rule, line.rule)), "day": day(line.first)}
        why = _why_shared(line) if line.rule == "payment" else ""
        yield parts.Line(label[:1].upper() + label[1:], line.amount, why, line.source if why else "")


def _why_shared(line: Line) -> str:
    if not line.order:
        return _("A payment is shared out in the order that the law sets.")
    return _("As agreed, this payment is shared out in this order: %(order)s.") % {"order": in_order(line.order)}


def in_order(order: Sequence[str]) -> str:
    """What a payment serves first, second and so on, in words; costs, which none of our statements holds, left out."""
    return ", ".join(str(PARTS[part]) for part in order if part != "costs")


def _sources(lines: Sequence[Line]) -> str:
    named = dict.fromkeys(part.strip() for line in lines for part in line.source.split(";") if part.strip())
    return " ; ".join(named)


def _sum(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
