"""A bank's file is booked: each movement once, its money where it belongs, or nothing at all of a broken file."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from agencies.models import Entity
from agencies.scope import current_scope, widened
from core.locks import Lock, hold
from files.services import Rejected, keep
from formats.bank.model import BankFile as ReadFile
from formats.bank.model import Movement as Read
from formats.bank.model import Statement
from formats.bank.opening import read_bank_file
from formats.bank.source import MAX_BYTES
from formats.errors import Unreadable
from funds.models import BankFile, BankStatement, Movement
from funds.queries.banking import last_before
from funds.rules.ledger import Ledger
from funds.services.answered import came_back, ordered_names
from funds.services.debiting import book_out
from funds.services.loading import load_receipts, movements_loaded
from funds.services.sweeping import cover_arrived

CHUNK = 1000
FATAL = ("balance", "currency", "totals", "count", "account", "decimals")
"""What keeps a file from being booked: its own figures do not agree, so something of it is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the agency: whose it is, and which ledger it feeds."""

    iban: str
    entity: Entity
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Broken(Exception):
    """Why nothing of a file is booked: a stable code, and where or what."""

    code: str
    detail: str


def import_bank(*, data: bytes, name: str, at: datetime) -> BankFile | Rejected:
    """Book a file of a bank: statements checked, movements once, receipts unmatched, debits explained or not.

    All or nothing: a broken file is kept, with the reason and the place, and books nothing. The same bytes are booked
    once: the first file is returned. `funds.services.matching.match_file` then says whose the money is.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with widened("import_bank"):
        hold(Lock.BANK_FILES, current_scope().agency_id)  # two files at once would each miss the other's movements
        known = BankFile.objects.filter(sha256=sha256, state=BankFile.State.BOOKED).first()
        if known:
            return known
        kept = keep(data=data, name=name, most=MAX_BYTES)
        if isinstance(kept, Rejected):
            return kept
        given = {"file": kept, "sha256": sha256, "name": name[-200:], "at": at, "member_id": current_scope().member_id}
        try:
            read = _checked(read_bank_file(data))
            return _booked(read, _accounts(read), given, at)
        except Unreadable as error:
            return _refused(given, error.code, error.detail)
        except Broken as error:
            return _refused(given, error.code, error.detail)


def _refused(given: dict[str, Any], code: str, detail: str) -> BankFile:
    return BankFile.objects.create(**given, state=BankFile.State.REFUSED, code=code[:30], detail=detail[:300])


def _checked(read: ReadFile) -> ReadFile:
    """Raise Broken for what may not be booked: notices and reports, and figures that do not agree."""
    if not any(one.kind == "statement" for one in read.statements):
        raise Broken("no_statement", read.format)
    for statement in read.statements:
        for finding in statement.findings:
            if finding.code in FATAL:
                raise Broken(finding.code, f"{statement.account}: {finding.detail}")
    return read


def _accounts(read: ReadFile) -> dict[str, Account]:
    """The agency's accounts by number, and whether each statement is of one of them."""
    known = {}
    for entity in Entity.objects.all():
        for iban, ledger in ((entity.trust_iban, Ledger.TRUST), (entity.own_iban, Ledger.OWN)):
            if iban:
                known[iban.replace(" ", "")] = Account(iban.replace(" ", ""), entity, ledger)
    for statement in _statements(read):
        if _number(statement) not in known:
            raise Broken("account_unknown", _number(statement))
    return known


def _statements(read: ReadFile) -> list[Statement]:
    return [statement for statement in read.statements if statement.kind == "statement"]


def _number(statement: Statement) -> str:
    return (statement.iban or statement.account).replace(" ", "")


def _booked(read: ReadFile, accounts: dict[str, Account], given: dict[str, Any], at: datetime) -> BankFile:
    made = BankFile.objects.create(**given, format=read.format[:30], state=BankFile.State.BOOKED)
    counts: Counter[str] = Counter()
    for statement in _statements(read):
        account = accounts[_number(statement)]
        row = _statement(made, statement, account)
        counts["pending"] += sum(movement.pending for movement in statement.movements)
        movements = list(statement.booked)
        with movements_loaded(row, movements=movements) as fresh:
            counts["movements"] += fresh
            counts["repeated"] += len(movements) - fresh
            _book(row, account, movements, at)
    for column, count in counts.items():
        setattr(made, column, count)
    made.save(update_fields=["movements", "repeated", "pending"])
    return made


def _statement(made: BankFile, statement: Statement, account: Account) -> BankStatement:
    """The statement as told, and what does not follow from the one before it."""
    opening, closing = statement.opening, statement.closing
    before = last_before(account.iban, closing.on) if closing and closing.on else None
    finding = detail = ""
    if before and opening and before.closing is not None and before.closing != opening.amount:
        finding, detail = "gap", f"{before.closing} {before.closing_on}"
    elif others := [one for one in statement.findings if one.code not in FATAL]:
        finding, detail = others[0].code, others[0].detail
    return BankStatement.objects.create(
        source=made,
        entity=account.entity,
        ledger=account.ledger,
        account=account.iban,
        number=statement.number[:40],
        opening=opening.amount if opening else None,
        opening_on=opening.on if opening else None,
        closing=closing.amount if closing else None,
        closing_on=closing.on if closing else None,
        finding=finding[:20],
        detail=detail[:200],
    )


def _book(row: BankStatement, account: Account, movements: Sequence[Read], at: datetime) -> None:
    """Money in becomes receipts of the trust; all else is money out, or the entity's own."""
    fresh = Movement.objects.filter(statement=row).order_by("pk")
    if account.ledger == Ledger.OWN:
        return _book_out(fresh, account, at)
    credits = fresh.filter(amount__gt=0)
    sent = [movement.pk for movement in credits.filter(end_to_end__in=ordered_names()) if _sent_back(movement, at)]
    own = [movement for movement in _of_own(credits, account) if movement.pk not in sent]
    load_receipts(account.entity, movements=movements, at=at, but=[*sent, *(movement.pk for movement in own)])
    _book_out(fresh.filter(amount__lt=0), account, at)
    if left := [movement.pk for movement in own if not cover_arrived(movement=movement, entity=account.entity)]:
        load_receipts(account.entity, movements=movements, at=at, only=left)
    return None


def _book_out(fresh: QuerySet[Movement], account: Account, at: datetime) -> None:
    for movement in fresh.iterator(CHUNK):
        book_out(movement=movement, entity=account.entity, ledger=account.ledger, at=at)


def _of_own(credits: QuerySet[Movement], account: Account) -> list[Movement]:
    """The credits that come from the entity's own account."""
    number = account.entity.own_iban.replace(" ", "")
    return list(credits.filter(iban=number)) if number else []


def _sent_back(movement: Movement, at: datetime) -> bool:
    """A creditor's bank did not take what was remitted: no receipt, its money is held again."""
    named = {"end_to_end": movement.end_to_end, "reason": movement.return_reason}
    return came_back(amount=movement.amount, on=movement.booked_on, at=at, **named)
