"""Double entry over two ledgers: the accounts, and which lines each fact makes.

A debit is above zero, a credit below; the lines of an entry add up to zero, and so do those of each receipt in it: that
is why every cent of a receipt is, at any moment, in exactly one place. `trust` is other people's money, `own` the
entity's; an entry stays within one of them.

In own: `bank` and what is `unexplained` on it, `invoices` (what creditors owe) against `fees` and `vat`,
`due_from_trust` (withheld there for invoices, not swept yet), and `charges` (what banks and providers took).

In trust: `bank` (what the account holds), `in_hand` (cash taken, not yet deposited), `at_provider` (paid online, not
yet paid out; below zero what it will take off) and `cover` (what the entity's own account still has to put in) are held
against `unmatched`, `held`, `withheld` and `to_return`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.money import ZERO


class Ledger(StrEnum):
    """Whose money it is."""

    TRUST = "trust"
    OWN = "own"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(ledger.value, ledger.value) for ledger in cls]


class Account(StrEnum):
    """Every account; what stands before the point is its ledger."""

    BANK = "trust.bank"
    IN_HAND = "trust.in_hand"
    AT_PROVIDER = "trust.at_provider"
    COVER = "trust.cover"
    UNMATCHED = "trust.unmatched"
    HELD = "trust.held"
    WITHHELD = "trust.withheld"
    TO_RETURN = "trust.to_return"
    OWN_BANK = "own.bank"
    OWN_UNEXPLAINED = "own.unexplained"
    OWN_RECEIVABLE = "own.receivable"
    OWN_OWED_TO_TRUST = "own.owed_to_trust"
    OWN_INVOICES = "own.invoices"
    OWN_FEES = "own.fees"
    OWN_VAT = "own.vat"
    OWN_DUE_FROM_TRUST = "own.due_from_trust"
    OWN_CHARGES = "own.charges"

    @property
    def ledger(self) -> Ledger:
        """The ledger that the account stands in."""
        return Ledger(self.value.partition(".")[0])

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(account.value, account.value) for account in cls]


ASSETS = (Account.BANK, Account.IN_HAND, Account.AT_PROVIDER, Account.COVER)
OTHERS_MONEY = (Account.UNMATCHED, Account.HELD, Account.WITHHELD, Account.TO_RETURN)
OF_A_PART = (Account.HELD, Account.WITHHELD)  # money whose creditor and claim are known


class Kind(StrEnum):
    """What happened, for an entry."""

    RECEIVED = "received"
    ATTRIBUTED = "attributed"
    SURPLUS = "surplus"
    DETACHED = "detached"
    RETURNED = "returned"
    REPAID = "repaid"
    WITHHELD = "withheld"
    SWEPT = "swept"
    REMITTED = "remitted"
    DEPOSITED = "deposited"
    SETTLED = "settled"
    UNEXPLAINED = "unexplained"
    EXPLAINED = "explained"
    COVERED = "covered"
    INVOICED = "invoiced"
    PAID = "paid"
    SET_OFF = "set_off"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(kind.value, kind.value) for kind in cls]


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to be: on an account, for a receipt or one of its parts where it is about one."""

    account: Account
    amount: Decimal
    receipt_id: int | None = None
    part_id: int | None = None
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a receipt: whose money, how much of it is still held, and how much is withheld for fees."""

    part_id: int
    party_id: int
    held: Decimal
    withheld: Decimal = ZERO
    amount: Decimal = ZERO  # the whole part; what is neither held nor withheld has left


def between(
    source: Account,
    target: Account,
    amount: Decimal,
    receipt_id: int | None = None,
    *,
    source_of: Share | None = None,
    target_of: Share | None = None,
) -> tuple[Posting, ...]:
    """`amount` moves: `target` is debited, `source` credited. ValueError below or at zero, or across ledgers.

    Money owed to somebody moves from the account that is debited: taking 10 out of `held` debits it.
    """
    if amount <= ZERO:
        raise ValueError(f"{amount} is no amount to move")
    if source.ledger != target.ledger:
        raise ValueError(f"{source} and {target} are not of one ledger")
    return (_line(target, amount, receipt_id, target_of), _line(source, -amount, receipt_id, source_of))


def _line(account: Account, amount: Decimal, receipt_id: int | None, share: Share | None) -> Posting:
    if share is None:
        return Posting(account, amount, receipt_id)
    return Posting(account, amount, receipt_id, share.part_id, share.party_id)


def received(receipt_id: int, amount: Decimal, into: Account = Account.BANK) -> tuple[Posting, ...]:
    """Money came in, and nobody knows yet for whom."""
    return between(Account.UNMATCHED, into, amount, receipt_id)


def attributed(receipt_id: int, share: Share) -> tuple[Posting, ...]:
    """What was unmatched is held for a creditor."""
    return between(Account.HELD, Account.UNMATCHED, share.held, receipt_id, source_of=share)


def surplus(receipt_id: int, amount: Decimal) -> tuple[Posting, ...]:
    """What was unmatched is nobody's here: it goes back to whoever paid."""
    return between(Account.TO_RETURN, Account.UNMATCHED, amount, receipt_id)


def repaid(receipt_id: int, amount: Decimal) -> tuple[Posting, ...]:
    """What had to go back has left the bank account."""
    return between(Account.BANK, Account.TO_RETURN, amount, receipt_id)


def detached(receipt_id: int, share: Share) -> tuple[Posting, ...]:
    """A part was booked for the wrong creditor: all of it is unmatched again.

    What had left is put in by the entity's own account, which then turns to whoever got it.
    """
    lines: list[Posting] = []
    for account, amount in ((Account.HELD, share.held), (Account.WITHHELD, share.withheld)):
        if amount:
            lines += between(Account.UNMATCHED, account, amount, receipt_id, target_of=share)
    if gone := share.amount - share.held - share.withheld:
        lines += (*between(Account.UNMATCHED, Account.COVER, gone, receipt_id),)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Left:
    """What of a receipt is where, when its payment is taken back."""

    receipt_id: int
    amount: Decimal
    unmatched: Decimal
    to_return: Decimal
    shares: Sequence[Share]
    into: Account = Account.BANK  # where the money lay


def returned(left: Left) -> tuple[Posting, ...]:
    """The bank took the whole payment back: whatever is still there goes; the entity covers what had left."""
    lines: list[Posting] = []
    for account, amount in ((Account.UNMATCHED, left.unmatched), (Account.TO_RETURN, left.to_return)):
        if amount:
            lines += between(left.into, account, amount, left.receipt_id)
    for share in left.shares:
        for account, amount in ((Account.HELD, share.held), (Account.WITHHELD, share.withheld)):
            if amount:
                lines += between(left.into, account, amount, left.receipt_id, target_of=share)
    if gone := left.amount - sum((-line.amount for line in lines if line.account == left.into), ZERO):
        lines += between(left.into, Account.COVER, gone, left.receipt_id)
    return tuple(lines)


def swept(pieces: Sequence[tuple[int, Share]], total: Decimal) -> tuple[Posting, ...]:
    """What is withheld goes to the entity's own account: `total` of it, of (receipt, share) the first ones first.

    ValueError when less is withheld.
    """
    lines: list[Posting] = []
    for receipt_id, share in pieces:
        if amount := min(share.withheld, total):
            lines += between(Account.BANK, Account.WITHHELD, amount, receipt_id, target_of=share)
            total -= amount
    if total:
        raise ValueError(f"{total} more than is withheld")
    return tuple(lines)


def settled(bank_id: int, net: Decimal, pieces: Sequence[tuple[int, Decimal]], fee: Decimal) -> tuple[Posting, ...]:
    """What the bank booked as one sum is payments that a provider paid out, less what it took back and its `fee`.

    `pieces` are (receipt, amount), below zero what was taken back before. The fee is the entity's to put in: it is
    nobody else's money.
    """
    lines = [*between(Account.BANK, Account.UNMATCHED, net, bank_id)]
    for receipt_id, amount in pieces:
        source, target = (Account.AT_PROVIDER, Account.BANK) if amount > ZERO else (Account.BANK, Account.AT_PROVIDER)
        lines += between(source, target, abs(amount), receipt_id)
    if fee:
        lines += between(Account.BANK, Account.COVER, fee)
    return tuple(lines)


def charged(fee: Decimal) -> tuple[Posting, ...]:
    """In the entity's own books: what a bank or provider took out of the trust is its charge, owed to the trust."""
    return between(Account.OWN_OWED_TO_TRUST, Account.OWN_CHARGES, fee)


def invoiced(party_id: int, net: Decimal, vat: Decimal) -> tuple[Posting, ...]:
    """An invoice of the entity: what its creditor owes, against fees and VAT; a credit note is below zero."""
    owed = Posting(Account.OWN_INVOICES, net + vat, party_id=party_id)
    lines = (owed, Posting(Account.OWN_FEES, -net, party_id=party_id), Posting(Account.OWN_VAT, -vat))
    return tuple(line for line in lines if line.amount)


def paid(party_id: int, amount: Decimal, out_of: Account) -> tuple[Posting, ...]:
    """A creditor's invoice is paid: it owes so much less, and `out_of` says where the money is."""
    return (Posting(out_of, amount), Posting(Account.OWN_INVOICES, -amount, party_id=party_id))


def gone_by_party(shares: Sequence[Share]) -> Mapping[int, Decimal]:
    """What had left each creditor's parts, remitted or swept: what the entity asks back from it."""
    gone: dict[int, Decimal] = {}
    for share in shares:
        if left := share.amount - share.held - share.withheld:
            gone[share.party_id] = gone.get(share.party_id, ZERO) + left
    return gone


def reconciles(balances: Mapping[Account, Decimal]) -> bool:
    """Whether what the trust has equals, to the cent, what it holds for others."""
    had = sum((balances.get(account, ZERO) for account in ASSETS), ZERO)
    return had + sum((balances.get(account, ZERO) for account in OTHERS_MONEY), ZERO) == ZERO
