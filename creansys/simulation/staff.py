"""What the people of the agency do: calls and visits, letters to the post, plans, disputes, what lacks in a file."""

from datetime import date, timedelta

from amicable.models import Action, Dispute, Plan
from amicable.rules.plans import Wish
from amicable.services import disputing, planning
from amicable.services.working import PARTNER_LETTER, complete, report_partner_letter
from claims import guard
from claims.models import Claim, Hold, Refused
from claims.queries.statement import statement_of
from claims.rules import Stage
from claims.services import lifecycle, parties
from claims.services.evidence import note_contact
from core.money import rounded_down
from creansys.simulation import hands
from creansys.simulation.debtors import ANSWERS, agreed
from creansys.simulation.life import Life, Todo, at_hour
from files.models import File
from files.rules import PDF
from files.services import keep
from law.clearance import Clearance
from law.refusals import Refusal
from messaging.models import PrintRun
from messaging.services import hand_over

PATIENCE = timedelta(days=30)  # with a creditor that does not answer a dispute
OUTCOMES = ("reached", "reached", "no_answer", "no_answer", "refuses")
PER_DAY = 400  # tasks: what a team does
LETTER = b"%PDF-1.7\n% a partner's letter, as the simulation writes it\n%%EOF\n"


def work(life: Life, day: date) -> None:
    """A working day at the agency, after the morning's letters were written."""
    _carry_out(life, day)
    _decide_plans(life, day)
    _decide_disputes(life, day)
    _complete(life, day)


def post(life: Life, day: date) -> None:
    """The day's letters are given to the post."""
    for run in PrintRun.objects.filter(handed_over_on=None, posting_on__lte=day).order_by("pk"):
        handed = hand_over(print_run=run, on=day, at=at_hour(day, 15))
        if isinstance(handed, Refusal):
            raise RuntimeError(f"{run} was not handed over: {handed.reason}")


def _carry_out(life: Life, day: date) -> None:
    tasks = Action.objects.filter(state=Action.State.OPEN, on__lte=day).select_related("claim").order_by("on", "pk")
    for task in tasks[:PER_DAY]:
        if task.act not in ("call", "visit"):
            _reported(task, day)
        elif isinstance(_leave(task, day), Clearance):
            _tried(life, task, day)
        else:
            life.tally["tasks put off"] += 1


def _leave(task: Action, day: date) -> Clearance | tuple[Refusal, ...]:
    recipient = f"debtor:{task.debtor_id}"
    return guard.ask(task.claim, task.act, recipient=recipient, at=at_hour(day, 11))  # type: ignore[arg-type]


def _tried(life: Life, task: Action, day: date) -> None:
    one = life.people[task.claim_id]
    outcome = one.chance.choice(OUTCOMES)
    note_contact(
        claim_id=task.claim_id, act=task.act, recipient=f"debtor:{task.debtor_id}",  # type: ignore[arg-type]
        outcome=outcome, at=at_hour(day, 11),
    )  # fmt: skip
    life.tally[f"{task.act}: {outcome}"] += 1
    complete(action_id=task.pk, outcome=outcome, on=day, at=at_hour(day, 11))
    if task.act == "visit" and outcome == "reached":
        hands.visited(life, Claim.objects.get(pk=task.claim_id), day)
    if outcome == "reached" and one.temper != "silent" and one.chance.random() < ANSWERS:
        one.deeds += 1
        life.intend(day + timedelta(days=1), "act", task.claim_id)


def _reported(task: Action, day: date) -> None:
    """The partner reports its letter with a copy; a bailiff, that it was done."""
    if task.act != PARTNER_LETTER:
        complete(action_id=task.pk, outcome="reported", on=day, at=at_hour(day, 11))
        return
    copy = keep(data=LETTER, name="partner.pdf", party_id=task.party_id, allowed=[PDF])
    if isinstance(copy, File):
        report_partner_letter(action_id=task.pk, sent_on=day, file_id=copy.pk, at=at_hour(day, 11))


def _decide_plans(life: Life, day: date) -> None:
    for plan in Plan.objects.filter(state=Plan.State.ASKED, asked_on__lt=day).order_by("pk"):
        _decide_plan(life, plan, day)
    for plan in Plan.objects.filter(state=Plan.State.APPROVAL, decided_on__lt=day - timedelta(days=4)).order_by("pk"):
        yes = life.people[plan.claim_id].chance.random() < 0.7
        made = planning.approve(plan_id=plan.pk, approved=yes, on=day, at=at_hour(day, 12))
        if made.state == Plan.State.AGREED:
            agreed(life, made)


def _decide_plan(life: Life, plan: Plan, day: date) -> None:
    wish = Wish(first_on=day + timedelta(days=14), number=plan.wish["number"])
    owed = statement_of(Claim.objects.get(pk=plan.claim_id), day).total
    discount = rounded_down(owed / 10) if life.people[plan.claim_id].chance.random() < 0.2 else owed * 0
    made = planning.agree(plan_id=plan.pk, wish=wish, on=day, at=at_hour(day, 12), discount=discount)
    if isinstance(made, tuple):
        life.tally[f"plan refused: {made[0].rule}"] += 1
        planning.refuse(plan_id=plan.pk, reason="Hors des limites du créancier.", on=day, at=at_hour(day, 12))
    elif made.state == Plan.State.AGREED:
        agreed(life, made)


def _decide_disputes(life: Life, day: date) -> None:
    for made in Dispute.objects.filter(state=Dispute.State.ANSWERED, answered_at__lt=at_hour(day, 9)).order_by("pk"):
        _decide(life, made, {"accepts": "upheld", "partly": "partly"}.get(made.position, "rejected"), day)
    for made in Dispute.objects.filter(state=Dispute.State.OPEN, raised_on__lte=day - PATIENCE).order_by("pk"):
        _decide(life, made, "rejected", day)


def _decide(life: Life, made: Dispute, outcome: str, day: date) -> None:
    owed = statement_of(Claim.objects.get(pk=made.claim_id), day).total
    off = {"upheld": owed, "partly": rounded_down(owed / 3)}.get(outcome, owed * 0)
    at = at_hour(day, 13)
    said = disputing.decide(
        dispute_id=made.pk, outcome=outcome, reasons="Au vu des pièces.", on=day, at=at, reduced_by=off
    )
    if isinstance(said, Refusal):
        raise RuntimeError(f"dispute {made.pk} was not decided: {said.reason}")
    life.tally[f"dispute {outcome}"] += 1


def _complete(life: Life, day: date) -> None:
    """What lacks in a file is found out: the kind of a debtor, an address."""
    for claim_id in Claim.objects.filter(debtor_kind="unknown", opened_on__lt=day).values_list("pk", flat=True):
        kind = life.people[claim_id].chance.choice(["business", "consumer"])
        lifecycle.say_kind(claim_id=claim_id, kind=kind, on=day, at=at_hour(day, 14))
    lacking = Refused.objects.filter(rule="address-missing", cleared_at=None, at__lt=at_hour(day, 0))
    for claim_id in lacking.exclude(claim__stage=Stage.CLOSED).values_list("claim_id", flat=True).distinct():
        _find_address(claim_id, day)


def _find_address(claim_id: int, day: date) -> None:
    place = {"street": "Rue Neuve 7", "postcode": "1000", "city": "Bruxelles"}
    parties.complete_address(claim_id=claim_id, **place, on=day, at=at_hour(day, 14))


def found_address(life: Life, todo: Todo, day: date) -> None:
    """The new address of a debtor who moved."""
    if _rests(todo):
        _find_address(todo.claim_id, day)
        lifecycle.release(hold_id=todo.pk, on=day, at=at_hour(day, 14))


def checked_payment(life: Life, todo: Todo, day: date) -> None:
    """Whether a debtor who says it has paid is right: the creditor finds the payment half the time."""
    if not _rests(todo):
        return
    claim = Claim.objects.get(pk=todo.claim_id)
    if life.people[claim.pk].chance.random() < 0.5:
        life.declare(claim, statement_of(claim, day).total, day)
    if _rests(todo):
        lifecycle.release(hold_id=todo.pk, on=day, at=at_hour(day, 14))


def _rests(todo: Todo) -> bool:
    standing = Hold.objects.filter(pk=todo.pk, ended_on=None).exclude(claim__stage=Stage.CLOSED)
    return standing.exists()
