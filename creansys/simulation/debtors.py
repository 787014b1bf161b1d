"""What debtors do: they hear of the claim, wait a while, and act as they are."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from amicable.models import Plan, Promise
from amicable.services.disputing import raise_dispute
from amicable.services.planning import ask_plan
from amicable.services.promising import promise
from amicable.services.supporting import ask_papers
from claims.models import Claim, ClaimMessage
from claims.queries.statement import statement_of
from claims.rules import HoldKind, Stage
from claims.services.lifecycle import hold
from core.money import ZERO, rounded_down
from creansys.simulation import payers
from creansys.simulation.life import Life, Todo, at_hour
from creansys.simulation.people import Person
from messaging.models import Message
from messaging.services.inbound import receive

ANSWERS = 0.55  # chance that a message makes a debtor act
AGAIN = 0.25  # the same, once it has acted
GROUNDS = ("not_delivered", "faulty", "amount", "paid", "terms")


def listen(life: Life, day: date) -> None:
    """Debtors read what reached them on `day`; some will act on it some days later."""
    heard = ClaimMessage.objects.filter(message__sent_on=day, message__recipient__startswith="debtor:")
    for claim_id in heard.order_by("claim_id").values_list("claim_id", flat=True).distinct():
        one = life.people[claim_id]
        if one.temper != "silent" and one.chance.random() < (AGAIN if one.deeds else ANSWERS):
            one.deeds += 1
            life.intend(day + timedelta(days=one.chance.randint(1, 9)), "act", claim_id)


def act(life: Life, todo: Todo, day: date) -> None:
    """A debtor acts: first as it is, later it pays or leaves it."""
    claim, one = Claim.objects.get(pk=todo.claim_id), life.people[todo.claim_id]
    if claim.stage == Stage.CLOSED:
        return
    deed = DEEDS[one.temper]
    if one.temper in one.done:
        deed = _pay_all if one.chance.random() < 0.4 else _leave_it
    one.done.add(one.temper)
    life.tally[f"debtor: {one.temper}"] += deed is DEEDS[one.temper]
    deed(life, claim, one, day)


def pay(life: Life, todo: Todo, day: date) -> None:
    """A debtor pays what it meant to; nothing said means all that is owed."""
    claim = Claim.objects.get(pk=todo.claim_id)
    payers.pay(life, claim, todo.amount or statement_of(claim, day).total, day)


def _leave_it(life: Life, claim: Claim, one: Person, day: date) -> None:
    life.tally["debtor: left it"] += 1


def _pay_all(life: Life, claim: Claim, one: Person, day: date) -> None:
    payers.pay(life, claim, statement_of(claim, day).total, day)


def _pay_in_parts(life: Life, claim: Claim, one: Person, day: date) -> None:
    payers.pay(life, claim, _share(claim, day, "0.4"), day)
    if one.chance.random() < 0.6:
        life.intend(day + timedelta(days=20), "pay", claim.pk)


def _promise(life: Life, claim: Claim, one: Person, day: date) -> None:
    due_on = day + timedelta(days=one.chance.randint(3, 20))
    owed, way = statement_of(claim, day).total, one.chance.choice(["call", "email"])
    made = promise(claim_id=claim.pk, amount=owed, due_on=due_on, way=way, on=day, at=at_hour(day, 16))
    if isinstance(made, Promise) and one.temper == "promises":
        life.intend(due_on, "pay", claim.pk)


def _ask_plan(life: Life, claim: Claim, one: Person, day: date) -> None:
    wish = {"number": one.chance.choice([2, 3, 4, 6, 18])}
    ask_plan(claim_id=claim.pk, by="debtor", way="email", on=day, at=at_hour(day, 16), said="Par mois ?", wish=wish)


def agreed(life: Life, plan: Plan) -> None:
    """A debtor whose plan was agreed pays its instalments, or the first alone."""
    parts = list(plan.instalments.order_by("position"))
    kept = parts if life.people[plan.claim_id].temper == "keeps a plan" else parts[:1]
    for part in kept:
        life.intend(part.due_on, "pay", plan.claim_id, amount=part.amount)


def _dispute(life: Life, claim: Claim, one: Person, day: date) -> None:
    ground = one.chance.choice(GROUNDS)
    raise_dispute(
        claim_id=claim.pk, by="debtor", ground=ground, said="Je conteste.", on=day, at=at_hour(day, 16), way="email"
    )


def _say_paid(life: Life, claim: Claim, one: Person, day: date) -> None:
    _rest(life, claim, HoldKind.PAID_ALREADY, day, 6)


def _ask_papers(life: Life, claim: Claim, one: Person, day: date) -> None:
    ask_papers(claim_id=claim.pk, by="debtor", what="la facture", on=day, at=at_hour(day, 16))


def _moved(life: Life, claim: Claim, one: Person, day: date) -> None:
    """The letter comes back: an agent looks for the address, and mostly finds it."""
    _rest(life, claim, HoldKind.UNKNOWN_ADDRESS, day, 12 if one.chance.random() < 0.6 else 0)


def _insolvent(life: Life, claim: Claim, one: Person, day: date) -> None:
    _rest(life, claim, HoldKind.INSOLVENCY, day, 0)


def _object(life: Life, claim: Claim, one: Person, day: date) -> None:
    _rest(life, claim, HoldKind.GDPR_OBJECTION, day, 0)


def _say_stop(life: Life, claim: Claim, one: Person, day: date) -> None:
    texts = Message.objects.filter(channel="sms", recipient=f"debtor:{claim.debtor_id}", state="sent")
    if number := texts.values_list("address", flat=True).first():
        receive(channel="sms", provider_id=f"stop:{claim.pk}", sender=number, text="STOP", at=at_hour(day, 16))
    else:
        one.done.discard(one.temper)


def _rest(life: Life, claim: Claim, kind: HoldKind, day: date, days: int) -> None:
    """The claim rests; an agent looks at it after so many days, or never with 0."""
    made = hold(claim_id=claim.pk, kind=kind, since=day, reason="simulation", at=at_hour(day, 16))
    if days:
        life.intend(day + timedelta(days=days), f"settle {kind.value}", claim.pk, pk=made.pk)


def _share(claim: Claim, day: date, part: str) -> Decimal:
    return max(rounded_down(statement_of(claim, day).total * Decimal(part)), ZERO)


Deed = Callable[[Life, Claim, Person, date], None]
DEEDS: dict[str, Deed] = {
    "pays": _pay_all,
    "pays in parts": _pay_in_parts,
    "promises": _promise,
    "breaks promises": _promise,
    "keeps a plan": _ask_plan,
    "breaks a plan": _ask_plan,
    "disputes": _dispute,
    "says paid": _say_paid,
    "asks papers": _ask_papers,
    "moved": _moved,
    "insolvent": _insolvent,
    "says stop": _say_stop,
    "objects": _object,
    "silent": _leave_it,
}
