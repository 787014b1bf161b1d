"""What banks told: files, statements, movements, and what became of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from core.money import ZERO
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
    explained = [f"{source}:explained" for source in sources]
    kinds = Entry.objects.filter(source__in=[*sources, *explained]).values_list("kind", flat=True) if sources else []
    found = Counter(kinds)
    left = found[Kind.UNEXPLAINED] - found[Kind.EXPLAINED]
    return Outcome(counts["all"], counts["all"] - counts["open"], counts["open"], left)


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


def statements_of(bank_file: BankFile) -> list[BankStatement]:
    """The statements of a file, as they stand in it; one query."""
    return list(bank_file.statements.select_related("entity").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Told:
    """A movement and what became of it: attributed whole, to attribute, explained or not."""

    movement: Movement
    state: str
    receipt: Receipt | None


def movements_of(bank_file: BankFile) -> QuerySet[Movement]:
    """The movements that came with a file."""
    return Movement.objects.filter(statement__source=bank_file)


def told(movements: Sequence[Movement]) -> list[Told]:
    """What became of some movements; two queries."""
    keys = [movement.pk for movement in movements]
    receipts: dict[int | None, list[Receipt]] = {}
    for receipt in Receipt.objects.filter(movement_id__in=keys).order_by("pk"):
        receipts.setdefault(receipt.movement_id, []).append(receipt)
    sources = [f"movement:{pk}{end}" for pk in keys for end in ("", ":explained")]
    kinds = dict(Entry.objects.filter(source__in=sources).values_list("source", "kind"))
    return [_told(movement, receipts.get(movement.pk, []), kinds) for movement in movements]


def _told(movement: Movement, receipts: Sequence[Receipt], kinds: Mapping[str, str]) -> Told:
    first = receipts[0] if receipts else None
    if receipts:
        return Told(movement, _state(receipts), first)
    unexplained = kinds.get(f"movement:{movement.pk}") == Kind.UNEXPLAINED
    explained = not unexplained or f"movement:{movement.pk}:explained" in kinds
    return Told(movement, "explained" if explained else "unexplained", None)


def _state(receipts: Sequence[Receipt]) -> str:
    """Nothing of the money is attributed ("open"), a part ("rest"), or all of it ("booked")."""
    left = sum((one.unmatched for one in receipts), ZERO)
    whole = sum((one.amount for one in receipts), ZERO)
    return "open" if left == whole else "rest" if left else "booked"


def debit_to_explain(pk: int) -> Movement | None:
    """A debit that is covered until somebody says what it was; None when there is none."""
    movement = Movement.objects.filter(pk=pk, amount__lt=0).select_related("statement").first()
    return movement if movement and told([movement])[0].state == "unexplained" else None
