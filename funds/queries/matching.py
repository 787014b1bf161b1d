"""The claims that sums may be for: a few queries for many receipts, then points in Python (rules.matching)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from claims.intake.judge import number_key
from claims.models import Claim, ClaimItem
from claims.queries.lists import debtor_called
from claims.queries.statement import statement_of, with_statement_rows
from claims.rules import Stage
from core.money import ZERO, cents
from formats.bank.references import in_text, structured
from funds.models import BankFile, BankStatement, Movement, Receipt, ReceiptPart
from funds.rules.matching import Candidate, Paid, Verdict, digits_of, judge, tokens

CHUNK = 500  # receipts looked up together
MANY = 50  # claims looked at for one receipt: whatever says no more than that decides nothing
LONGEST = 12  # digits of a claim's number
AT_THE_BANK = Q(way=Receipt.Way.BANK) | Q(way__in=(Receipt.Way.CASH, Receipt.Way.CHEQUE), deposited_on__isnull=False)
RELATED = ("debtor", "creditor", "terms", "entity")


def paid_of(receipt: Receipt) -> Paid:
    """What the bank said of a receipt."""
    return Paid(
        amount=receipt.unmatched,
        references=(receipt.reference,) if receipt.reference else (),
        references_in_text=tuple(_in_text(receipt.text)),
        words=frozenset(word for one in tokens(receipt.text) for word in (one, number_key(one))),
        name=receipt.payer,
        iban=receipt.payer_iban,
    )


def _in_text(text: str) -> Iterator[str]:
    """References as they are printed, and bare digits whose check digits are right: the claim must exist besides."""
    yield from (found.compact for found in in_text(text))
    yield from (word for word in tokens(text) if len(word) == 12 and structured(word).valid)


def verdict_on(receipt: Receipt) -> Verdict:
    """What a receipt may be for, of the claims of its entity; a fixed number of queries."""
    paid = paid_of(receipt)
    claims = _claims(receipt, paid)
    accounts = _accounts(claims)
    return judge(paid, [_candidate(claim, receipt.value_on, accounts) for claim in claims])


def worth_weighing(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Those that may be booked without a person; four queries for all of them.

    Nothing is sure without a reference, the number of a file or of an invoice, or an account that paid before
    (funds.rules.matching: a name and an amount are not enough), so what has none of these need not be weighed.
    """
    said = {row.pk: paid_of(row) for row in receipts}
    known = _known(said.values())
    worth = {pk for pk, paid in said.items() if known & (_named_by(paid) | {paid.iban})}
    accounts = known | {said[pk].iban for pk in worth}  # one that is booked first makes its account known to the next
    return [row for row in receipts if row.pk in worth or (row.payer_iban and row.payer_iban in accounts)]


def weighed_together(receipts: Sequence[Receipt]) -> tuple[list[tuple[Receipt, Verdict]], list[Receipt]]:
    """The verdicts of receipts that name their claims by a reference, a fixed number of queries for all of them; and
    the receipts that are to be weighed alone after these: they name none, or a claim that another pays before them.
    """
    said = {row.pk: paid_of(row) for row in receipts}
    claims = _named_claims({row.entity_id for row in receipts}, said.values())
    accounts = _accounts([claim for found in claims.values() for claim in found])
    verdicts, alone, taken = [], [], set[int]()
    for row in receipts:
        found = {claim.pk: claim for one in _references(said[row.pk]) for claim in claims.get((row.entity_id, one), ())}
        if not found or taken & found.keys():
            alone.append(row)
        else:
            weighed = [_candidate(claim, row.value_on, accounts) for claim in found.values()]
            verdicts.append((row, judge(said[row.pk], weighed)))
            for claim_id, _amount in verdicts[-1][1].booked:
                accounts.setdefault(found[claim_id].debtor_id, set()).add(row.payer_iban)
        taken.update(found)
    return verdicts, alone


def _named_claims(entities: Collection[int], said: Iterable[Paid]) -> dict[tuple[int, str], list[Claim]]:
    """The claims that references name, by entity and reference."""
    references = {one for paid in said for one in _references(paid)}
    rows = Claim.objects.filter(entity_id__in=entities, reference__in=references).order_by("pk")
    found: dict[tuple[int, str], list[Claim]] = {}
    for claim in rows.select_related(*RELATED).prefetch_related(*with_statement_rows()):
        found.setdefault((claim.entity_id, claim.reference), []).append(claim)
    return found


def _references(paid: Paid) -> list[str]:
    return [digits_of(one) for one in (*paid.references, *paid.references_in_text)]


def _named_by(paid: Paid) -> set[str]:
    return {*_references(paid), *paid.words}


def _known(said: Collection[Paid]) -> set[str]:
    """Which of all that was said is a reference, a number or an account here."""
    words = {word for paid in said for word in _named_by(paid)}
    numbers = {int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= LONGEST}
    ibans = {paid.iban for paid in said if paid.iban}
    items = ClaimItem.objects.filter(number_key__in=words, withdrawn_on=None)
    parts = ReceiptPart.objects.filter(receipt__payer_iban__in=ibans, ended_on=None)
    return {
        *Claim.objects.filter(reference__in=words).values_list("reference", flat=True),
        *map(str, Claim.objects.filter(number__in=numbers).values_list("number", flat=True)),
        *items.values_list("number_key", flat=True).distinct(),
        *parts.values_list("receipt__payer_iban", flat=True).distinct(),
    }


def _claims(receipt: Receipt, paid: Paid) -> list[Claim]:
    """Those named by a reference; without any, those that something else points to."""
    rows = Claim.objects.filter(entity_id=receipt.entity_id).select_related(*RELATED)
    rows = rows.prefetch_related(*with_statement_rows())
    references = _references(paid)
    if named := list(rows.filter(reference__in=references)) if references else []:
        return named
    pointed = _numbered(paid) | _invoiced(paid) | _of_account(paid) | _of_name(paid)
    return list(rows.filter(pk__in=pointed).order_by("-pk")[:MANY])


def _numbered(paid: Paid) -> set[int]:
    numbers = [int(word) for word in paid.words if word.isascii() and word.isdigit() and len(word) <= LONGEST]
    return _few(Claim.objects.filter(number__in=numbers).values_list("pk", flat=True)) if numbers else set()


def _invoiced(paid: Paid) -> set[int]:
    items = ClaimItem.objects.filter(number_key__in=paid.words, withdrawn_on=None)
    return _few(items.values_list("claim_id", flat=True)) if paid.words else set()


def _of_account(paid: Paid) -> set[int]:
    """Open claims of debtors who paid from this account before; one table at a time, as a join is planned badly."""
    if not paid.iban:
        return set()
    booked = Receipt.objects.filter(payer_iban=paid.iban, unmatched__lt=F("amount")).order_by("-pk")
    parts = ReceiptPart.objects.filter(receipt_id__in=list(booked.values_list("pk", flat=True)[:MANY]), ended_on=None)
    paid_for = set(parts.order_by("-pk").values_list("claim_id", flat=True)[:MANY])
    debtors = set(Claim.objects.filter(pk__in=paid_for).values_list("debtor_id", flat=True)) if paid_for else set()
    open_ones = Claim.objects.filter(debtor_id__in=debtors).exclude(stage=Stage.CLOSED)
    return _few(open_ones.values_list("pk", flat=True)) if debtors else set()


def _of_name(paid: Paid) -> set[int]:
    """Open claims whose debtor's name starts with the payer's."""
    if len(paid.name) < 4:
        return set()
    rows = Claim.objects.filter(debtor_called(paid.name)).exclude(stage=Stage.CLOSED)
    return _few(rows.order_by("sought", "pk").values_list("pk", flat=True))


def _few(keys: QuerySet[Any, int]) -> set[int]:
    return set(keys[:MANY])


def _accounts(claims: Sequence[Claim]) -> dict[int, set[str]]:
    """The accounts that each debtor paid from, by three queries of one table each: a join is planned badly at first."""
    theirs = Claim.objects.filter(debtor_id__in={claim.debtor_id for claim in claims})
    debtor_of = dict(theirs.values_list("pk", "debtor_id"))
    standing = ReceiptPart.objects.filter(claim_id__in=list(debtor_of), ended_on=None)
    parts = list(standing.values_list("claim_id", "receipt_id"))
    ibans = dict(Receipt.objects.filter(pk__in={pk for _, pk in parts}).values_list("pk", "payer_iban"))
    found: dict[int, set[str]] = {}
    for claim_id, receipt_id in parts:
        found.setdefault(debtor_of[claim_id], set()).add(ibans[receipt_id])
    return found


def _candidate(claim: Claim, on: date, accounts: dict[int, set[str]]) -> Candidate:
    return Candidate(
        claim_id=claim.pk,
        number=claim.number,
        reference=claim.reference,
        owed=max(statement_of(claim, on).total, ZERO),
        name=claim.debtor.name,
        invoices=tuple(number_key(item.number) for item in claim.items.all() if item.withdrawn_on is None),
        accounts=frozenset(accounts.get(claim.debtor_id, ())),
        closed=claim.stage == Stage.CLOSED,
    )


def receipts_of(bank_file: BankFile) -> Iterator[list[int]]:
    """What a file brought and is still to be attributed, in its order, some at a time.

    One table at a time: right after a long file nobody knows yet how many rows each has, and a join is planned badly.
    """
    statements = list(BankStatement.objects.filter(source=bank_file).values_list("pk", flat=True))
    told = list(Movement.objects.filter(statement_id__in=statements).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(told), CHUNK):
        rows = Receipt.objects.filter(movement_id__in=told[start : start + CHUNK], unmatched__gt=0, returned_on=None)
        yield list(rows.order_by("pk").values_list("pk", flat=True))


def known_payment(*, entity_id: int, end_to_end: str, iban: str, amount: Decimal) -> list[Receipt]:
    """The receipts that a payment which comes back may have been, by what the bank repeats of it; the latest first."""
    rows = Receipt.objects.filter(entity_id=entity_id, returned_on=None, amount_cents=cents(amount))
    if end_to_end and (found := list(rows.filter(end_to_end=end_to_end).order_by("-pk")[:MANY])):
        return found
    return list(rows.filter(payer_iban=iban).order_by("-pk")[:MANY]) if iban else []


def payments_of(entity_id: int, amount: Decimal) -> list[Receipt]:
    """The receipts of an amount that the bank has and did not take back, the latest first; one query."""
    rows = Receipt.objects.filter(AT_THE_BANK, entity_id=entity_id, returned_on=None, amount_cents=cents(amount))
    return list(rows.order_by("-pk")[:MANY])
