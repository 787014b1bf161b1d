"""What banks told: files, statements, movements, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from funds.models import BankFile, BankStatement, Entry, Movement, Receipt
from funds.rules.ledger import Kind


def last_before(account: str, on: date) -> BankStatement | None:
    """The statement of an account that closed last before `on`; None without."""
    rows = BankStatement.objects.filter(account=account, closing_on__lt=on, closing__isnull=False)
    return rows.order_by("-closing_on", "-pk").first()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the money of a file: payments, those booked on files whole, those a person has to look at."""

    receipts: int
    booked: int
    open: int
    unexplained: int


def outcome_of(bank_file: BankFile) -> Outcome:
    """Two queries."""
    receipts = Receipt.objects.filter(movement__statement__source=bank_file)
    counts = receipts.aggregate(all=Count("pk"), open=Count("pk", filter=Q(unmatched__gt=0)))
    debits = Movement.objects.filter(statement__source=bank_file, amount__lt=0).values_list("pk", flat=True)
    sources = [f"movement:{pk}" for pk in debits]
    unexplained = Entry.objects.filter(source__in=sources, kind=Kind.UNEXPLAINED).count() if sources else 0
    return Outcome(counts["all"], counts["all"] - counts["open"], counts["open"], unexplained)


def described(bank_file: BankFile) -> Mapping[str, object]:
    """A file for machines: what was told, booked, left to a person; or why it was refused."""
    told: dict[str, object] = {"file": bank_file.name, "ok": bank_file.state == BankFile.State.BOOKED}
    if bank_file.state == BankFile.State.REFUSED:
        return told | {"code": bank_file.code, "detail": bank_file.detail}
    outcome = outcome_of(bank_file)
    return told | {
        "format": bank_file.format,
        "statements": [_statement(row) for row in bank_file.statements.select_related("entity").order_by("pk")],
        "movements": bank_file.movements,
        "repeated": bank_file.repeated,
        "pending": bank_file.pending,
        "receipts": outcome.receipts,
        "booked": outcome.booked,
        "to_attribute": outcome.open,
        "unexplained": outcome.unexplained,
    }


def _statement(row: BankStatement) -> dict[str, object]:
    return {
        "account": row.account,
        "entity": row.entity.name,
        "ledger": row.ledger,
        "number": row.number,
        "opening": None if row.opening is None else str(row.opening),
        "closing": None if row.closing is None else str(row.closing),
        "finding": row.finding,
        "detail": row.detail,
    }
