"""Cash at a visit and cheques by post: taken by agents, brought to the bank, found on its statement, or bounced."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from agencies.models import Entity
from claims.letters.parts import payee_of
from claims.models import Claim
from claims.queries.statement import statement_of
from claims.rules import Stage
from core.money import ZERO
from creansys.simulation.life import Life, at_hour
from creansys.simulation.statements import Entry
from funds.models import Receipt
from funds.services.by_hand import deposit, take_by_hand
from law.refusals import Refusal

Way = Receipt.Way
CASH = 0.3  # chance that a debtor who is met at a visit pays something there
BOUNCE = 0.15  # of the cheques
DAYS = (0, 3)  # of the week on which money is brought to the bank


def visited(life: Life, claim: Claim, day: date) -> None:
    """A debtor met at home pays some of it in cash."""
    chance = life.people[claim.pk].chance
    if chance.random() < CASH:
        hand_over(life, claim, Way.CASH, Decimal(chance.randint(20, 200)), day)


def hand_over(life: Life, claim: Claim, way: str, amount: Decimal, day: date) -> bool:
    """Money changes hands; whether the law and the file let it."""
    amount = min(amount, statement_of(claim, day).total)
    if claim.stage == Stage.CLOSED or amount <= ZERO or payee_of(claim, day).iban != claim.entity.trust_iban:
        return False
    life.tally["handed over"] += 1
    token = f"simulated:{life.tally['handed over']}"
    made = take_by_hand(claim_id=claim.pk, way=way, amount=amount, on=day, token=token, at=at_hour(day, 16))
    if isinstance(made, Refusal):
        life.tally[f"by hand refused: {made.rule}"] += 1
        return False
    life.tally[f"by hand: {way}"] += 1
    life.by_hand += amount
    return True


def bring(life: Life, entity: Entity, day: date) -> None:
    """What is in hand is brought to the bank; a cheque may come back some days later, and the bank names no payer."""
    on_their_way = {pk for taken in life.deposits.values() for pk in taken}
    rows = Receipt.objects.filter(entity=entity, way__in=[Way.CASH, Way.CHEQUE], deposited_on=None, returned_on=None)
    found = list(rows.exclude(pk__in=on_their_way).order_by("pk"))
    if day.weekday() not in DAYS or not found:
        return
    life.tally["deposits"] += 1
    name = f"D{life.tally['deposits']}"
    life.deposits[name] = [one.pk for one in found]
    total = sum((one.amount for one in found), ZERO)
    life.bank.take(entity.trust_iban, day, Entry("received", total, "", "", name, text="Remise"))
    for one in found:
        if one.way == Way.CHEQUE and Random(f"{life.seed}:cheque:{one.pk}").random() < BOUNCE:
            _bounce(life, entity, one, day)


def _bounce(life: Life, entity: Entity, one: Receipt, day: date) -> None:
    life.tally["cheques without cover"] += 1
    back = Entry("returned", -one.amount, "", "", f"Q{one.pk}", text="Impaye")
    life.bank.take(entity.trust_iban, day + timedelta(days=6), back)


def found(life: Life, entity: Entity, day: date) -> None:
    """Deposits that the bank has booked are ticked, to the cent."""
    rows = Receipt.objects.filter(entity=entity, end_to_end__in=list(life.deposits), unmatched__gt=0)
    for row in rows.order_by("pk"):
        taken = life.deposits.pop(row.end_to_end)
        refusal = deposit(receipt_id=row.pk, taken=taken, on=day, at=at_hour(day, 9))
        if refusal:
            raise RuntimeError(f"{day}: a deposit was not found: {refusal.rule}")
