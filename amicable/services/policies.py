"""Cycles written: installed from a preset, drafted, published, tried against each other, retired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localdate

from agencies import audit
from agencies.scope import current_scope
from amicable.models import Policy, PolicyVersion
from amicable.models import Step as StepRow
from amicable.queries.cycles import cycle_of, large_from, steps_of
from amicable.rules.checking import Fault, faults
from amicable.rules.steps import Step, stored_condition
from amicable.services.scheduling import gap_on
from amicable.speaking import TEMPLATES
from core.errors import Stale

State = PolicyVersion.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A cycle as a preset or a form gives it."""

    code: str
    name: str
    rank: int = 0
    starts: str = "stage"
    claims: str = "all"
    customers: str = "all"
    debtors: str = ""
    country: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """For which claims it is, as the version keeps it."""
        names = ("starts", "claims", "customers", "debtors", "country")
        return {name: getattr(self, name) for name in names}


def install(*, cycles: Sequence[Wanted], at: datetime) -> list[PolicyVersion]:
    """Make and publish the cycles of a preset; those whose code is known already stay as they are.

    Raises ValueError for a cycle that cannot be published: a preset is ours.
    """
    known = set(Policy.objects.values_list("code", flat=True))
    return [_installed(wanted, at) for wanted in cycles if wanted.code not in known]


def _installed(wanted: Wanted, at: datetime) -> PolicyVersion:
    version = start(code=wanted.code, name=wanted.name, rank=wanted.rank, at=at)
    write(version, columns=wanted.columns, steps=wanted.steps)
    made = publish(version, at=at)
    if isinstance(made, tuple):
        raise ValueError(f"cycle {wanted.code}: {made}")
    return made


def start(*, code: str, name: str, at: datetime, rank: int = 0) -> PolicyVersion:
    """A new policy with its first draft, empty."""
    policy = Policy.objects.create(code=code, name=name, rank=rank)
    audit.record("cycle.started", at=at, policy=policy.pk, code=code)
    return _draft(policy, {}, at, "")


def draft(policy: Policy, *, at: datetime, reason: str = "") -> PolicyVersion:
    """The policy's draft: the one there is, else a copy of the version in force."""
    found = policy.versions.filter(state=State.DRAFT).first()
    if found:
        return found
    base = policy.versions.exclude(state=State.DRAFT).order_by("-number").first()
    columns = {name: getattr(base, name) for name in Wanted(code="", name="").columns} if base else {}
    made = _draft(policy, columns, at, reason)
    if base:
        write(made, columns=columns, steps=steps_of(base.pk))
    return made


def _draft(policy: Policy, columns: Mapping[str, str], at: datetime, reason: str) -> PolicyVersion:
    last = policy.versions.order_by("-number").values_list("number", flat=True).first() or 0
    member_id = current_scope().member_id
    return PolicyVersion.objects.create(
        policy=policy, number=last + 1, made_at=at, made_by_id=member_id, reason=reason[:200], **columns
    )


def write(version: PolicyVersion, *, columns: Mapping[str, str], steps: Sequence[Step]) -> None:
    """Replace what a draft says. Raises Stale when it was published meanwhile."""
    if not PolicyVersion.objects.filter(pk=version.pk, state=State.DRAFT).update(**columns):
        raise Stale(f"version {version.pk} is no draft any more")
    StepRow.objects.filter(version=version).delete()
    ordered = sorted(steps, key=lambda step: step.day)
    StepRow.objects.bulk_create(_row(version, step, position) for position, step in enumerate(ordered, 1))


def _row(version: PolicyVersion, step: Step, position: int) -> StepRow:
    return StepRow(
        version=version,
        position=position,
        day=step.day,
        act=step.act,
        by=step.by,
        phase=step.phase,
        template=step.template or usual_template(step.act),
        tone=step.tone,
        fee=step.fee,
        condition=stored_condition(step.condition),
    )


def usual_template(act: str) -> str:
    """The words that an act uses where nobody chose; "" for one without words."""
    return next(iter(TEMPLATES.get(act, ())), "")


def faults_of(version: PolicyVersion, *, at: datetime) -> tuple[Fault, ...]:
    """Why a version cannot be published; none when it can."""
    on = localdate(at)
    return faults(
        cycle_of(version),
        steps_of(version.pk),
        starts=version.starts,
        gap=gap_on(on),
        large_from=large_from(on),
        templates=TEMPLATES,
    )


def publish(version: PolicyVersion, *, at: datetime, share: int = 100) -> PolicyVersion | tuple[Fault, ...]:
    """Put a draft in force for new claims: in the place of the champion, or beside it for `share` per cent of debtors.

    Running claims keep the version that they follow. The faults when it cannot be; Stale when it is no draft.
    """
    policy = Policy.objects.select_for_update().get(pk=version.policy_id)
    fresh = PolicyVersion.objects.select_related("policy").get(pk=version.pk)
    if fresh.state != State.DRAFT:
        raise Stale(f"version {version.pk} is {fresh.state}, no draft")
    if found := faults_of(fresh, at=at):
        return found
    alone = share >= 100 or not policy.versions.filter(state=State.CHAMPION).exists()
    state = State.CHAMPION if alone else State.CHALLENGER
    _retire(policy, state, at)
    fresh.state, fresh.share, fresh.published_at = state, 100 if alone else share, at
    fresh.save(update_fields=["state", "share", "published_at"])
    audit.record("cycle.published", at=at, policy=policy.pk, version=fresh.number, state=state, share=fresh.share)
    return fresh


def _retire(policy: Policy, state: str, at: datetime) -> None:
    policy.versions.filter(state=state).update(state=State.RETIRED, retired_at=at)


def settle(policy: Policy, *, winner: str, at: datetime) -> None:
    """End a trial: the `winner`, "champion" or "challenger", takes all new claims. Raises Stale without a trial."""
    locked = Policy.objects.select_for_update().get(pk=policy.pk)
    challenger = locked.versions.filter(state=State.CHALLENGER).first()
    if challenger is None:
        raise Stale(f"policy {policy.pk} has nothing on trial")
    _retire(locked, State.CHAMPION if winner == State.CHALLENGER else State.CHALLENGER, at)
    if winner == State.CHALLENGER:
        locked.versions.filter(pk=challenger.pk).update(state=State.CHAMPION, share=100)
    audit.record("cycle.trial_ended", at=at, policy=policy.pk, winner=winner)


def archive(policy: Policy, *, at: datetime) -> None:
    """Take no new claim into a policy any more; running claims go on."""
    Policy.objects.filter(pk=policy.pk, archived_on=None).update(archived_on=localdate(at))
    audit.record("cycle.archived", at=at, policy=policy.pk)


def rename(policy: Policy, *, name: str, place: int, at: datetime) -> None:
    """Call a policy otherwise, and put it at a place, 1 being tried first; running claims keep their version.

    A place beyond the last is the last. An archived policy keeps no place: it is tried no more.
    """
    waiting = list(Policy.objects.select_for_update().filter(archived_on=None).order_by("rank", "pk"))
    if policy.archived_on is None:
        order = [one for one in waiting if one.pk != policy.pk]
        order.insert(max(place, 1) - 1, policy)
        for rank, one in enumerate(order, 1):
            Policy.objects.filter(pk=one.pk).exclude(rank=rank).update(rank=rank)
    Policy.objects.filter(pk=policy.pk).update(name=name)
    audit.record("cycle.renamed", at=at, policy=policy.pk, before=policy.name, name=name, place=place)


def copy(policy: Policy, *, code: str, name: str, at: datetime) -> PolicyVersion:
    """A new policy whose draft says what this one's latest version says; it is tried last."""
    last = Policy.objects.order_by("-rank").values_list("rank", flat=True).first() or 0
    made = start(code=code, name=name, at=at, rank=last + 1)
    base = policy.versions.order_by("-number").first()
    if base:
        columns = {name: getattr(base, name) for name in Wanted(code="", name="").columns}
        write(made, columns=columns, steps=steps_of(base.pk))
    return made


def toned(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Steps with the tone that their place asks for where none was chosen: friendly first, firm in the last third."""
    written = [step.key for step in steps if step.act in TEMPLATES]
    firm_from = len(written) - len(written) // 3
    return tuple(replace(step, tone=_tone(step, written, firm_from)) for step in steps)


def _tone(step: Step, written: Sequence[int], firm_from: int) -> str:
    if step.phase == "firm" or step.act in ("formal-notice", "delivery-stop-notice"):
        return "firm"
    place = written.index(step.key) if step.key in written else 1
    return "friendly" if place == 0 else "firm" if place >= firm_from else "neutral"
