"""What the law engine needs to know of an agency and of a claim."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from agencies.models import Entity, LawOverride
from agencies.options import options_in
from agencies.scope import once
from claims.models import Claim, ClaimItem, Credit, Hold
from claims.rules import HoldKind
from claims.statement import Credited, Facts, Item
from clients.models import Terms
from core.dates import ONE_DAY
from core.money import ZERO
from law.allocation import ORDERS, Part
from law.be_consumer import Clause
from law.dated import Since
from law.options import Options
from law.refusals import gettext_noop
from law.rulesets import Country, DebtorKind, RuleSet, home_of, rule_set
from law.standing import Standing, Validity
from law.waits import Cause, Channel, Pause, Suspension, Wait, interest_pauses, wait

SUSPENDING: dict[HoldKind, Cause] = {
    HoldKind.DISPUTE: "dispute",
    HoldKind.PLAN_ASKED: "plan",
    HoldKind.MEDIATION: "mediation",
}

NAMED: Mapping[str, Part] = {part: part for part in ORDERS[RuleSet.BE_BUSINESS]}
PLAN_IS_FREE = gettext_noop("Plan agreed free of charge")


def law_options(on: date) -> Options:
    """The agency's reading of the doubtful points on `on`, and its own rules of contact."""
    set_by = options_in("be", "contact", on=on)
    opens, closes = set_by["contact.business_hours"]
    return Options(
        saturday_is_working=set_by["be.saturday_is_working"],
        shift_calendar_day_end=set_by["be.shift_calendar_day_end"],
        extra_safety_days=set_by["be.extra_safety_days"],
        belgian_contact_on_sunday=set_by["contact.on_sunday"],
        business_contact_hours=(_hour(opens), _hour(closes)),
        contacts_a_day=set_by["contact.a_day"],
        contacts_a_week=set_by["contact.a_week"],
        contacts_a_month=set_by["contact.a_month"],
    )


def _hour(hour: int) -> time:
    return time(hour) if hour < 24 else time.max


def overrides() -> Mapping[str, Sequence[Since]]:
    """The agency's own entries in the tables of law; one query in a transaction, however often they are asked for."""
    return once(LawOverride, _overrides)


def _overrides() -> dict[str, list[Since]]:
    found: dict[str, list[Since]] = {}
    for row in LawOverride.objects.order_by("table", "since"):
        found.setdefault(row.table, []).append(Since(row.since, row.value, row.source))
    return found


def clause_of(terms: Terms | None) -> Clause | None:
    """The penalty clause and interest rate of terms that the debtor accepted; None when they bind nobody."""
    if terms is None or not terms.accepted_at_signature:
        return None
    return Clause(
        flat=terms.penalty_flat or ZERO,
        percent=terms.penalty_percent or Decimal(0),
        minimum=terms.penalty_minimum or ZERO,
        rate=terms.interest_rate,
    )


def rules_of(claim: Claim) -> RuleSet | None:
    """The rule set of a claim, or None while it has none (kind unknown, other country without a choice of law)."""
    found = rule_set(claim.country.lower(), kind_of(claim.debtor_kind), chosen_law=chosen_law(claim))
    return found if isinstance(found, RuleSet) else None


def chosen_law(claim: Claim) -> Country | None:
    """The law that a manager recorded as chosen by the contract; None without."""
    return home_of(claim.chosen_law) if claim.chosen_law else None


def reminder_wait(claim: Claim, options: Options) -> Wait | None:
    """The wait that the first reminder of a Belgian consumer opened; None without a reminder."""
    if claim.first_reminder_on is None or claim.country != "BE":
        return None
    return wait("be", "first-reminder", claim.first_reminder_on, channel_of(claim.first_reminder_channel), options)


def country_of(claim: Claim) -> Country:
    """The country whose calendar and limitation apply: the debtor's, or that of the law chosen for one elsewhere."""
    return home_of(claim.chosen_law or claim.country)


def kind_of(text: str) -> DebtorKind:
    """A stored kind of debtor as the law knows it."""
    return "consumer" if text == "consumer" else "business" if text == "business" else "unknown"


def channel_of(text: str) -> Channel:
    """A stored channel as the law knows it; a reminder without a channel counts as posted, which waits longest."""
    return "email" if text == "email" else "post"


def standing_of(entity: Entity) -> Standing:
    """The papers that the entity has on file."""
    return Standing(
        registration=_validity(entity.fps_registered_on, entity.fps_struck_off_on, last_day_excluded=True),
        insurance=_validity(entity.insured_from, entity.insured_until),
        dedicated_account=Validity(date.min) if entity.trust_iban else None,
        declaration=_validity(entity.declared_to_prosecutor_on, None),
    )


def _validity(since: date | None, until: date | None, *, last_day_excluded: bool = False) -> Validity | None:
    if since is None:
        return None
    return Validity(since, until - ONE_DAY if until and last_day_excluded else until)


def facts_of(claim: Claim, on: date) -> Facts:
    """Everything that the claim's statement depends on; six queries at most, two once its rows are prefetched."""
    options = law_options(on)
    holds = list(claim.holds.all())
    items = [item for item in claim.items.all() if item.withdrawn_on is None]
    invoices = [item for item in items if item.kind == ClaimItem.Kind.INVOICE]
    return Facts(
        rules=rules_of(claim),
        items=tuple(Item(i.number, i.due_on, i.balance) for i in invoices),
        credits=tuple(_credits(claim, items)),
        with_charges=claim.with_charges,
        contractual_only=bool(claim.chosen_law),
        clause=clause_of(claim.terms),
        contract_on=agreed_on(claim.terms, [i.issued_on for i in invoices]),
        reminder=reminder_wait(claim, options),
        formal_notice_on=claim.notified_on,
        creditor_is_natural=claim.creditor.is_natural_person,
        creditor_is_sme=bool(claim.creditor.sme_since and claim.creditor.sme_since <= on),
        interest_until=interest_until(holds),
        pauses=_pauses(claim, holds, options),
        options=options,
        overrides=overrides(),
    )


def agreed_on(terms: Terms | None, issued: Iterable[date]) -> date | None:
    """The latest day on which the debtor may have agreed to the terms: nobody recorded the contract's own date.

    The later day is the debtor-friendly one: a clause agreed since Book XIX is void beyond the cap, not reduced.
    """
    return None if terms is None else max([terms.since, *issued])


def interest_until(holds: Iterable[Hold]) -> date | None:
    """The last day that bears interest: before the first insolvency, or the first hold that says so."""
    stops = [
        hold.interest_stops_on or (hold.since if hold.kind == HoldKind.INSOLVENCY else None)
        for hold in holds
        if hold.kind != HoldKind.PLAN and not hold.undone  # interest rests as long as the plan runs
    ]
    return min((day - ONE_DAY for day in stops if day is not None), default=None)


def suspensions_of(holds: Iterable[Hold]) -> tuple[Suspension, ...]:
    """What the debtor asked or disputed, and when it was decided."""
    asked = ((SUSPENDING.get(HoldKind(hold.kind)), hold) for hold in holds)
    return tuple(Suspension(cause, hold.since, hold.ended_on) for cause, hold in asked if cause)


def _pauses(claim: Claim, holds: Sequence[Hold], options: Options) -> tuple[Pause, ...]:
    resting = tuple(
        Pause(hold.interest_stops_on, hold.ended_on and hold.ended_on - ONE_DAY, PLAN_IS_FREE, "interest-plan")
        for hold in holds
        if hold.kind == HoldKind.PLAN and hold.interest_stops_on and hold.interest_stops_on != hold.ended_on
    )
    if rules_of(claim) is not RuleSet.BE_CONSUMER:
        return resting
    sent, channel = claim.notified_on, channel_of(claim.notified_by)
    agency_wait = wait("be", "agency-notice", sent, channel, options) if sent else None
    return resting + interest_pauses(suspensions_of(holds), agency_wait, options)


def orders_of(claim: Claim) -> dict[int, tuple[Part, ...]]:
    """What payments serve first by agreement, by the key of the credit; nothing where the law's order holds."""
    latest = {row.credit_id: row.order for row in sorted(claim.allocations.all(), key=lambda row: row.pk)}
    return {pk: order_from(text) for pk, text in latest.items() if text}


def order_from(text: str) -> tuple[Part, ...]:
    """A stored order; empty for the law's. KeyError for a part that there is not."""
    return tuple(NAMED[name] for name in text.split(",") if name)


def _credits(claim: Claim, items: Iterable[ClaimItem]) -> Iterator[Credited]:
    """What was credited, and credit notes that were handed over among the invoices."""
    credits = claim.credits.all()
    undone = {credit.reverses_id: credit.value_on for credit in credits if credit.reverses_id}
    agreed = orders_of(claim) if any(credit.kind == Credit.Kind.PAYMENT for credit in credits) else {}
    for credit in credits:
        if not credit.reverses_id:
            yield Credited(
                credit.kind, credit.value_on, credit.amount, undone.get(credit.pk), agreed.get(credit.pk, ())
            )
    for item in items:
        if item.kind == ClaimItem.Kind.CREDIT_NOTE:
            yield Credited("credit_note", item.issued_on, item.balance)
