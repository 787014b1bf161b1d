"""Papers about creditors' money: an account over a period, the advice of a remittance.

Imports the layout engine (a second): only workers and commands import this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Entity
from clients.models import Contract, Creditor
from files.rules import PDF
from files.services import Rejected, keep
from funds.models import RemittanceLine, RemittancePart
from funds.queries.accounts import Statement, statement
from funds.queries.remittances import pieces
from funds.showing import explained
from jobs import services as jobs
from jobs.models import Job
from messaging.letters.pdf import set_page
from web.formatting import day, grouped_iban, long_day, money

MOST = 3000  # lines on paper; the sheet has them all


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed, in the language in force; cells are (text, class), as headings are."""

    name: str
    title: str
    span: str
    entity: Entity
    creditor: Creditor
    facts: Sequence[tuple[str, str]]
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[tuple[str, str]]]
    note: str = ""


def draw_account(*, job: Job, party_id: int, first: date, last: date, language: str, at: datetime) -> None:
    """Set the account of a creditor and end the job with it. A job that has begun or ended is left."""
    if jobs.begin(job=job, at=at):
        with translation.override(language):
            _kept(job, account_paper(party_id, first=first, last=last), at)


def draw_advice(*, job: Job, line_id: int, language: str, at: datetime) -> None:
    """Set the advice of a remittance and end the job with it. A job that has begun or ended is left."""
    if jobs.begin(job=job, at=at):
        line = RemittanceLine.objects.select_related("remittance__entity").get(pk=line_id)
        with translation.override(language):
            _kept(job, advice_paper(line), at)


def _kept(job: Job, paper: Paper, at: datetime) -> None:
    page = render_to_string("letters/money.html", {"paper": paper, "language": translation.get_language()})
    kept = keep(data=set_page(page), name=f"{paper.name}.pdf", party_id=job.party_id, made=PDF)
    if isinstance(kept, Rejected):
        jobs.fail(job=job, at=at, error=kept.code)
    else:
        jobs.finish(job=job, at=at, result={"file": str(kept.uid), "rows": len(paper.rows)})


def account_paper(party_id: int, *, first: date, last: date) -> Paper:
    """A creditor's account between two days, both inclusive."""
    found = statement(party_id, first, last, most=MOST)
    headings = [(_("Date"), "short"), (_("What it was"), ""), *_right(_("Came in"), _("Went out"), _("Held then"))]
    more = _("There are more lines than a paper holds: the sheet (CSV) has them all.") if found.is_cut else ""
    contracts = Contract.objects.filter(party_id=party_id).select_related("entity").order_by("-pk")
    signed = contracts.first()
    return Paper(
        name=f"compte-{first.isoformat()}-{last.isoformat()}",
        title=_("Statement of account"),
        span=f"{long_day(first)} – {long_day(last)}",
        entity=signed.entity if signed else Entity.objects.earliest("pk"),
        creditor=Creditor.objects.get(party_id=party_id),
        facts=_sums(found),
        headings=headings,
        rows=[
            [(day(one.on), ""), ("\n".join(explained(one)), ""), *_sides(one.amount), (money(one.balance), "right")]
            for one in found.lines
        ],
        note=more,
    )


def _sums(found: Statement) -> list[tuple[str, str]]:
    return [
        (_("Held before"), money(found.opening)),
        (_("Came in"), money(found.came)),
        (_("Went out"), money(found.left)),
        (_("Held at the end of the period"), money(found.closing)),
    ]


def _sides(amount: Decimal) -> list[tuple[str, str]]:
    return _right(money(amount) if amount > 0 else "", money(-amount) if amount < 0 else "")


def _right(*texts: str) -> list[tuple[str, str]]:
    return [(text, "right") for text in texts]


def advice_paper(line: RemittanceLine) -> Paper:
    """What a creditor is paid, and the payments that it is made of."""
    found = pieces(line).order_by("pk")
    rows = [_piece(one) for one in found[:MOST]]
    left = found.count() - len(rows)
    return Paper(
        name=f"avis-reversement-{line.on.isoformat()}-{line.pk}",
        title=_("Advice of remittance"),
        span=long_day(line.on),
        entity=line.remittance.entity,
        creditor=Creditor.objects.get(party_id=line.party_id),
        facts=_facts(line),
        headings=[
            (_("File"), "short"), (_("Debtor"), ""), (_("Value date"), "short"),
            *_right(_("Sum received"), _("Kept back"), _("Passed on")),
        ],
        rows=rows,
        note=_("There are more lines than a paper holds: the sheet (CSV) has them all.") if left else "",
    )  # fmt: skip


def _facts(line: RemittanceLine) -> list[tuple[str, str]]:
    taken = [f"{one['reference']}: {money(Decimal(one['amount']))}" for one in line.deductions]
    return [
        (_("Received from your debtors"), money(line.gross)),
        (_("Kept for invoices"), ", ".join(taken)),
        (_("Sum paid"), money(line.amount)),
        (_("On your account"), grouped_iban(line.iban)),
        (_("Reference on your statement"), line.end_to_end),
    ]


def _piece(one: RemittancePart) -> list[tuple[str, Any]]:
    part = one.part
    sums = _right(money(part.amount), money(one.withheld) if one.withheld else "", money(one.amount - one.withheld))
    return [(str(part.claim.number), ""), (part.claim.debtor.name, ""), (day(part.value_on), ""), *sums]
