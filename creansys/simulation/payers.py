"""How debtors pay: the creditor, who declares it, or the trust account, with what people get wrong in a transfer."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from claims.letters.parts import payee_of, printed_reference
from claims.models import Claim
from claims.queries.statement import statement_of
from claims.rules import Stage
from core.money import ZERO, rounded_down
from creansys.simulation import hands
from creansys.simulation.life import Life
from creansys.simulation.statements import Entry

WAYS: Mapping[str, int] = {  # what a transfer says, and how often in a hundred
    "reference": 62,
    "reference in text": 10,
    "invoice in text": 8,
    "wrong amount": 8,
    "two together": 6,
    "mistyped": 6,
}
CHEQUES = 0.3  # of the payments of French debtors
TAKEN_BACK = 0.04  # of the payments come back some days later
STRANGERS = 0.03  # chance that somebody pays by mistake whom nobody asked


def pay(life: Life, claim: Claim, amount: Decimal, on: date) -> None:
    """A debtor pays as its last letter says: PAYNOW to the creditor, later to the trust account of the entity."""
    amount = min(amount, statement_of(claim, on).total)
    if claim.stage == Stage.CLOSED or amount <= ZERO:
        return
    by_cheque = claim.country == "FR" and life.people[claim.pk].chance.random() < CHEQUES
    if by_cheque and hands.hand_over(life, claim, "cheque", amount, on):
        return
    if payee_of(claim, on).iban == claim.entity.trust_iban:
        _transfer(life, claim, amount, on)
    else:
        life.declare(claim, amount, on)


def _transfer(life: Life, claim: Claim, amount: Decimal, on: date) -> None:
    life.tally["transfers"] += 1
    number = life.tally["transfers"]
    chance = Random(f"{life.seed}:transfer:{number}")
    way = chance.choices(list(WAYS), list(WAYS.values()))[0]
    entry = _written(claim, way, amount, f"T{number}", on)
    life.tally[f"transfer: {way}"] += 1
    life.bank.take(claim.entity.trust_iban, on, entry)
    if way == "reference" and chance.random() < TAKEN_BACK:
        _take_back(life, claim, entry, on + timedelta(days=chance.randint(2, 12)))
    if chance.random() < STRANGERS:
        mistaken = Entry("received", Decimal("61.50"), "Passant Inconnu", iban(number + 500_000), f"S{number}")
        life.bank.take(claim.entity.trust_iban, on, mistaken)


def _written(claim: Claim, way: str, amount: Decimal, key: str, on: date) -> Entry:
    digits, invoices = claim.reference, " ".join(claim.items.values_list("number", flat=True))
    named, text = {
        "reference in text": ("", f"Paiement {printed_reference(digits)}"),
        "invoice in text": ("", f"Facture {invoices}"),
        "mistyped": ("", f"Dossier {digits[:9]}000"),
    }.get(way, (digits, ""))
    if way == "wrong amount":
        amount = amount + Decimal("12.34") if int(digits) % 2 else max(rounded_down(amount * 9 / 10), Decimal("0.01"))
    if way == "two together" and (others := _others(claim)):
        amount += sum((statement_of(one, on).total for one in others), ZERO)
        named, text = "", " ".join(printed_reference(one.reference) for one in (claim, *others))
    return Entry("received", amount, claim.debtor.name, iban(claim.debtor_id), key, named, text)


def _others(claim: Claim) -> Sequence[Claim]:
    """Another open claim of the same debtor that is paid to the same account."""
    later = (Stage.AMICABLE, Stage.JUDICIAL)
    mine = Claim.objects.filter(debtor=claim.debtor_id, entity=claim.entity_id, stage__in=later)
    return list(mine.exclude(pk=claim.pk).order_by("pk")[:1])


def _take_back(life: Life, claim: Claim, entry: Entry, on: date) -> None:
    """The debtor's bank takes the payment back; half of those debtors pay again."""
    life.tally["transfers to be taken back"] += 1
    back = Entry("returned", -entry.amount, entry.name, entry.iban, entry.end_to_end, back="MD06")
    life.bank.take(claim.entity.trust_iban, on, back)
    if int(claim.reference) % 2:
        life.intend(on + timedelta(days=6), "pay", claim.pk)


def iban(number: int) -> str:
    """The account of a debtor: Belgian, its check digits right, of a bank that does not exist."""
    base = 9_981_000_000 + number  # presets have theirs from 9_990_000_001 on
    bban = f"{base}{base % 97 or 97:02d}"
    return f"BE{98 - int(bban + '111400') % 97:02d}{bban}"
