"""A bank's file is booked: each movement once, its money where it belongs, or nothing at all of a broken file."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agencies.models import Entity
from agencies.scope import current_scope, widened
from core.locks import Lock, hold
from files.services import Rejected, keep
from formats.bank.model import BankFile as ReadFile
from formats.bank.model import Movement as Read
from formats.bank.model import Payment, Statement
from formats.bank.opening import read_bank_file
from formats.bank.source import MAX_BYTES
from formats.errors import Unreadable
from funds.models import BankFile, BankStatement, Movement
from funds.queries.banking import last_before
from funds.rules.ledger import Ledger
from funds.services.answered import came_back, ordered_names
from funds.services.debiting import book_out
from funds.services.receiving import Incoming, receive_all
from funds.services.sweeping import cover_arrived, is_from_own

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
        prints = list(_prints(account.iban, statement.booked))
        for start in range(0, len(prints), CHUNK):
            chunk = prints[start : start + CHUNK]
            fresh = _new(row, account, chunk)
            counts["movements"] += len(fresh)
            counts["repeated"] += len(chunk) - len(fresh)
            _book(account, fresh, at)
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


@dataclass(frozen=True, slots=True)
class Printed:
    """A movement and what tells it from every other of its account."""

    fingerprint: str
    read: Read


def _prints(iban: str, movements: Iterable[Read]) -> Iterator[Printed]:
    """The bank's own reference where it gives one; else all that it says, and which of several alike it is."""
    seen: Counter[str] = Counter()
    for one in movements:
        said = (iban, one.booked_on, one.amount, one.bank_reference or f"{one.name}|{one.account}|{one.text}")
        key = "|".join(map(str, said))
        seen[key] += 1
        yield Printed(hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest(), one)


def _new(row: BankStatement, account: Account, chunk: Sequence[Printed]) -> list[tuple[Movement, Read]]:
    prints = [one.fingerprint for one in chunk]
    known = set(
        Movement.objects.filter(account=account.iban, fingerprint__in=prints).values_list("fingerprint", flat=True)
    )
    fresh = [one for one in chunk if one.fingerprint not in known and one.read.amount]
    rows = Movement.objects.bulk_create(_movement(row, account, one) for one in fresh)
    return list(zip(rows, (one.read for one in fresh), strict=True))


def _movement(row: BankStatement, account: Account, one: Printed) -> Movement:
    read = one.read
    return Movement(
        statement=row, account=account.iban, fingerprint=one.fingerprint, booked_on=read.booked_on,
        value_on=read.value_on or read.booked_on, amount=read.amount, bank_reference=read.bank_reference[:60],
        end_to_end=_own_reference(read), reference=_reference(read), text=read.text[:300], name=read.name[:120],
        iban=read.account[:34], return_reason=(read.return_reason or ("reversal" if read.reversal else ""))[:20],
        charge=read.charge,
    )  # fmt: skip


def _reference(read: Payment) -> str:
    """The first structured reference whose check digits are right."""
    return next((one.compact[:40] for one in read.references if one.valid and one.kind != "other"), "")


def _own_reference(read: Payment) -> str:
    return "" if read.end_to_end in ("NOTPROVIDED", "NONREF") else read.end_to_end[:40]


def _book(account: Account, fresh: Sequence[tuple[Movement, Read]], at: datetime) -> None:
    """Money in becomes receipts of the trust; all else is money out, or the entity's own."""
    trust = account.ledger == Ledger.TRUST
    sent = ordered_names(movement.end_to_end for movement, _read in fresh)
    came = [
        pair
        for pair in fresh
        if trust and pair[0].amount > 0 and not (pair[0].end_to_end in sent and _sent_back(pair[0], at))
    ]
    own = [pair for pair in came if is_from_own(movement=pair[0], entity=account.entity)]
    _receive(account, [pair for pair in came if not is_from_own(movement=pair[0], entity=account.entity)], at)
    for movement, _read in fresh:
        if account.ledger == Ledger.OWN or movement.amount < 0:
            book_out(movement=movement, entity=account.entity, ledger=account.ledger, at=at)
    _receive(account, [pair for pair in own if not cover_arrived(movement=pair[0], entity=account.entity)], at)


def _receive(account: Account, came: Sequence[tuple[Movement, Read]], at: datetime) -> None:
    receive_all(incoming=[one for movement, read in came for one in _incoming(account, movement, read)], at=at)


def _sent_back(movement: Movement, at: datetime) -> bool:
    """A creditor's bank did not take what was remitted: no receipt, its money is held again."""
    named = {"end_to_end": movement.end_to_end, "reason": movement.return_reason}
    return came_back(amount=movement.amount, on=movement.booked_on, at=at, **named)


def _incoming(account: Account, movement: Movement, read: Read) -> Iterator[Incoming]:
    """One receipt per payment of a batch whose parts are told to the cent, else one for the movement."""
    payments = read.payments
    whole = len(payments) == 1 or any(one.amount is None or one.amount <= 0 for one in payments)
    for n, payment in enumerate([read] if whole else payments):
        yield Incoming(
            entity=account.entity,
            way="bank",
            source=f"movement:{movement.pk}" if whole else f"movement:{movement.pk}:{n}",
            amount=movement.amount if whole else payment.amount or movement.amount,
            booked_on=movement.booked_on,
            value_on=movement.value_on,
            told={
                "movement": movement,
                "payer": payment.name[:120],
                "payer_iban": payment.account[:34],
                "reference": _reference(payment),
                "end_to_end": _own_reference(payment),
                "text": payment.text[:300],
            },
        )
