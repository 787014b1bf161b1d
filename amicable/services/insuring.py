"""Credit insurance: policies, claims covered, declared, handed over, answered, and what the insurer paid."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.utils.timezone import localdate, make_aware

from agencies.scope import current_scope, widened
from amicable.models import InsurancePolicy, InsuredClaim, InsurerPayment
from amicable.queries.insurance import terms_of
from amicable.rules.insurance import Policy, covers, declaring, near_on, papers_by
from claims.events import ClaimClosed, ImportAccepted
from claims.models import Claim, Document
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.exporting import KIND
from claims.services.timeline import tell, tell_all
from core.errors import Stale
from jobs import services as jobs
from jobs.models import Job

State = InsuredClaim.State
FILE = "amicable.insurers_file"
DECLARE, PAPERS = "insurance.declare", "insurance.papers"  # kinds of clocks
AT_ONCE = 1000


def set_policy(*, party_id: int, policy_id: int | None, terms: Policy, insurer: str, number: str, at: datetime) -> int:
    """Record a policy, or change one; the creditor's open claims that it covers and no policy did are under it from
    now on. How many. A claim already under it keeps its deadlines.
    """
    with widened("set_policy"):
        given = {
            "insurer": insurer,
            "number": number,
            "since": terms.since,
            "until": terms.until,
            "declare_from_months": terms.declare_from_months,
            "declare_until_months": terms.declare_until_months,
            "papers_within_days": terms.papers_within_days,
            "customers": sorted(terms.customers),
            "set_by_id": current_scope().member_id,
            "set_at": at,
        }
        if policy_id is None:
            row = InsurancePolicy.objects.create(party_id=party_id, **given)
        else:
            InsurancePolicy.objects.filter(pk=policy_id, party_id=party_id).update(**given)
            row = InsurancePolicy.objects.get(pk=policy_id, party_id=party_id)
        claims = Claim.objects.filter(party_id=party_id).exclude(stage=Stage.CLOSED)
        return _cover([row], claims.select_related("debtor").order_by("pk").iterator(AT_ONCE), at)


def cover_import(event: ImportAccepted) -> None:
    """The claims of a list that its creditor signed come under its policies."""
    policies = list(InsurancePolicy.objects.filter(party_id=event.party_id).order_by("-since", "-pk"))
    if policies:
        claims = Claim.objects.filter(source_id=event.import_id).exclude(stage=Stage.CLOSED)
        _cover(policies, claims.select_related("debtor").order_by("pk").iterator(AT_ONCE), event.at)


def _cover(policies: Sequence[InsurancePolicy], claims: Iterable[Claim], at: datetime) -> int:
    known = set(InsuredClaim.objects.filter(party_id=policies[0].party_id).values_list("claim_id", flat=True))
    found = [(claim, row) for claim in claims if claim.pk not in known and (row := _covering(policies, claim))]
    InsuredClaim.objects.bulk_create((_insured(claim, row) for claim, row in found), batch_size=AT_ONCE)
    for row in policies:
        tell_all([claim for claim, under in found if under is row], "insured", at=at, policy=row.number)
    return len(found)


def _covering(policies: Sequence[InsurancePolicy], claim: Claim) -> InsurancePolicy | None:
    asked = {"due_on": claim.oldest_due_on, "kind": claim.debtor_kind, "customer": claim.debtor.customer_number}
    return next((row for row in policies if covers(terms_of(row), **asked)), None)


def _insured(claim: Claim, row: InsurancePolicy) -> InsuredClaim:
    days = declaring(terms_of(row), claim.oldest_due_on)
    keys = {"party_id": claim.party_id, "claim": claim, "policy": row}
    return InsuredClaim(**keys, declare_from=days.first, due_on=days.last, next_on=near_on(days.last))


def cover(*, claim_id: int, policy_id: int, at: datetime) -> InsuredClaim:
    """Put one claim under a policy by hand. Raises Stale when it is insured, or closed."""
    with widened("cover"):
        claim = lifecycle.locked(claim_id)
        policy = InsurancePolicy.objects.get(pk=policy_id, party_id=claim.party_id)
        if claim.stage == Stage.CLOSED or InsuredClaim.objects.filter(claim=claim).exists():
            raise Stale(f"claim {claim.number} is closed or insured")
        row = _insured(claim, policy)
        row.save(force_insert=True)
        tell(claim, "insured", at=at, policy=policy.number)
    return row


def declare(*, insured_id: int, on: date, amount: Decimal, reference: str, at: datetime) -> InsuredClaim:
    """The claim was declared to the insurer on `on`; its papers are to be handed over within the policy's days."""
    with widened("declare"):
        row = _locked(insured_id, State.COVERED)
        last = papers_by(terms_of(row.policy), on)
        row.declared_on, row.declared_amount, row.reference = on, amount, reference
        row.state, row.due_on, row.next_on = State.DECLARED, last, None
        row.save()
        jobs.meet_clock(kind=DECLARE, subject=_subject(row), at=at)
        jobs.start_clock(kind=PAPERS, subject=_subject(row), at=at, due_at=_end_of(last))
        tell(row.claim, "insurer_told", at=at, amount=str(amount), reference=reference, on=on)
    return row


def hand_papers(*, insured_id: int, on: date, at: datetime) -> InsuredClaim:
    """All papers were handed to the insurer on `on`."""
    with widened("hand_papers"):
        row = _locked(insured_id, State.DECLARED)
        row.papers_on, row.state = on, State.HANDED
        row.save()
        jobs.meet_clock(kind=PAPERS, subject=_subject(row), at=at)
        tell(row.claim, "insurer_papers", at=at, reference=row.reference, on=on)
    return row


def answer(*, insured_id: int, accepted: bool, takes_over: bool, reason: str, on: date, at: datetime) -> InsuredClaim:
    """What the insurer decided on `on`. Where it takes the collection over, the claim rests from that day."""
    with widened("answer"):
        row = _locked(insured_id, State.HANDED)
        row.answered_on, row.reason = on, reason
        row.state = State.ACCEPTED if accepted else State.REFUSED
        if accepted and takes_over:
            why = f"{row.policy.insurer} {row.reference}".strip()
            row.hold = lifecycle.hold(claim_id=row.claim_id, kind=HoldKind.INSURER, since=on, reason=why, at=at)
        row.save()
        tell(row.claim, "insurer_accepted" if accepted else "insurer_refused", at=at, reason=reason, on=on)
    return row


def record_payment(
    *, insured_id: int, amount: Decimal, paid_on: date, reference: str, proof_id: int | None, at: datetime
) -> InsurerPayment:
    """What the insurer paid the creditor. It lowers no debt: the debtor still owes, for the insurer's account."""
    with widened("record_payment"):
        row = _locked(insured_id, State.ACCEPTED)
        keys = {"party_id": row.party_id, "claim": row.claim, "insured": row, "proof_id": proof_id}
        given = {"amount": amount, "paid_on": paid_on, "reference": reference, "made_at": at}
        made = InsurerPayment.objects.create(**keys, **given, recorded_by_id=current_scope().member_id)
        if proof_id:
            lifecycle.add_document(row.claim, file_id=proof_id, kind=Document.Kind.OTHER, at=at)
        tell(row.claim, "insurer_paid", at=at, amount=str(amount), reference=reference, on=paid_on)
    return made


def look(*, insured_id: int, at: datetime) -> InsuredClaim | None:
    """The deadline of an insured claim comes near: its clock starts; None when it was looked at before."""
    row = InsuredClaim.objects.select_for_update(of=("self",)).select_related("claim").get(pk=insured_id)
    if row.next_on is None or row.next_on > localdate(at):
        return None
    jobs.start_clock(kind=DECLARE, subject=_subject(row), at=at, due_at=_end_of(row.due_on))
    row.next_on = None
    row.save(update_fields=["next_on"])
    return row


def closed(event: ClaimClosed) -> None:
    """The claim ended: no deadline of its insurer runs any more."""
    open_one = InsuredClaim.objects.filter(claim_id=event.claim_id, state__in=InsuredClaim.OPEN)
    if open_one.update(state=State.ENDED, next_on=None):
        for kind in (DECLARE, PAPERS):
            jobs.stop_clock(kind=kind, subject=f"claim:{event.claim_id}", at=event.at)


def ask_insurers_file(*, claim: Claim, party_id: int | None, at: datetime) -> Job:
    """Have the insurer's file of a claim put together as a ZIP, for a party or, with None, for the agency."""
    return jobs.ask(kind=KIND, task=FILE, at=at, party_id=party_id, queue="letters", claim_id=claim.pk)


def _locked(insured_id: int, state: str) -> InsuredClaim:
    """The row under its claim's lock; Stale unless it is in this state."""
    found = InsuredClaim.objects.get(pk=insured_id)
    claim = lifecycle.locked(found.claim_id)
    row = InsuredClaim.objects.select_related("policy").get(pk=insured_id)
    if row.state != state:
        raise Stale(f"insured claim {insured_id} is {row.state}, not {state}")
    row.claim = claim
    return row


def _subject(row: InsuredClaim) -> str:
    return f"claim:{row.claim_id}"


def _end_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(23, 59)))
