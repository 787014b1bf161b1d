"""Whether an outward act is lawful now: a clearance, or every reason why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from law.contact import Contact, People, closes_at, contact_refusal, local, too_often, unwanted, wrong_person
from law.limitation import Limitation, intake
from law.options import DEFAULTS, Options
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import Country, DebtorKind, RuleSet, rule_set
from law.standing import Standing, standing_refusals
from law.stops import Gone, Stop, gone_refusals, stop_refusals
from law.waits import Channel, Suspension, suspended, wait

Act = Literal[
    "first-reminder", "notice", "letter", "email", "sms", "call", "visit", "partner-letter", "judicial", "reply"
]
ACTS: tuple[str, ...] = get_args(Act)
OPENING: tuple[Act, ...] = ("first-reminder", "notice")  # what may come before the notice's wait
INTRUSIVE: tuple[Act, ...] = ("sms", "call", "visit")  # bound to hours


@dataclass(frozen=True)
class Sent:
    """When and how something provably left; by two channels, the later day counts."""

    on: date
    channel: Channel


@dataclass(frozen=True)
class Hold:
    """A stop that people put on a claim, from `since` inclusive to `until` exclusive (None: until lifted)."""

    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it stands on the day `on`."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a claim and of the entity that pursues it. Nothing is presumed lawful.

    `amounts_lawful`: the amounts were held against the caps and pass; `limitation_accepted`: a manager took the claim.
    `people`: who may be contacted (None: the caller has seen to it); `contacts`: those made in the last 30 days at
    least; `refused`: acts that the recipient asked not to undergo; `postcode`: where the debtor lives.
    `partner_letter`: the latest formal notice of the judicial partner, after ours.
    """

    country: str
    debtor: DebtorKind
    standing: Standing
    contract_signed: bool
    annex_accepted: bool
    amounts_lawful: bool
    limitation: Limitation
    limitation_accepted: bool = False
    chosen_law: Country | None = None
    first_reminder: Sent | None = None
    notice: Sent | None = None
    partner_letter: Sent | None = None
    suspensions: tuple[Suspension, ...] = ()
    holds: tuple[Hold, ...] = ()
    stops: tuple[Stop, ...] = ()
    gone: tuple[Gone, ...] = ()
    people: People | None = None
    contacts: tuple[Contact, ...] = ()
    refused: tuple[str, ...] = ()
    postcode: str = ""


@dataclass(frozen=True)
class Clearance:
    """Leave for one act, one recipient and one claim, until `expires` (excluded); `rules` names what passed."""

    act: Act
    recipient: str
    claim: str
    granted: datetime
    expires: datetime
    rules: tuple[str, ...]

    def covers(self, act: Act, recipient: str, claim: str, at: datetime) -> bool:
        """Whether it is the leave for exactly this, now."""
        same = (self.act, self.recipient, self.claim) == (act, recipient, claim)
        return same and self.granted <= at < self.expires


@dataclass(frozen=True)
class _Case:
    act: Act
    facts: Facts
    rules: RuleSet
    at: datetime
    day: date
    options: Options
    recipient: str


def clear(
    act: Act, facts: Facts, *, recipient: str, claim: str, at: datetime, options: Options = DEFAULTS
) -> Clearance | tuple[Refusal, ...]:
    """Leave for an act at the aware moment `at`, or all refusals. It lapses at the end of the day or of the hours."""
    if reasons := refusals(act, facts, at, options, recipient):
        return reasons
    rules = rule_set(facts.country, facts.debtor, chosen_law=facts.chosen_law)
    if act == "reply" or isinstance(rules, Refusal):
        known = RuleSet.BE_BUSINESS if isinstance(rules, Refusal) else rules
        return Clearance(act, recipient, claim, at, _midnight(local(known, at, facts.postcode)), ("reply",))
    here = facts.postcode
    expires = closes_at(rules, at, options, here) if act in INTRUSIVE else _midnight(local(rules, at, here))
    return Clearance(act, recipient, claim, at, expires, (rules.value, *CHECKS))


def refusals(
    act: Act, facts: Facts, at: datetime, options: Options = DEFAULTS, recipient: str = ""
) -> tuple[Refusal, ...]:
    """Every reason against an act at the aware moment `at`; empty when it is lawful. A reply always is."""
    if act == "reply":
        return ()
    rules = rule_set(facts.country, facts.debtor, chosen_law=facts.chosen_law)
    if isinstance(rules, Refusal):
        return (rules,)
    case = _Case(act, facts, rules, at, local(rules, at, facts.postcode).date(), options, recipient)
    return tuple(refusal for check in CHECKS.values() for refusal in check(case))


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)


def _standing(case: _Case) -> Iterator[Refusal]:
    yield from standing_refusals(case.rules, case.facts.standing, case.day)


def _order(case: _Case) -> Iterator[Refusal]:
    source = "CPCE art. R124-3" if case.rules.country == "fr" else _("House rule")
    if not case.facts.contract_signed:
        yield Refusal(
            "contract-missing",
            source,
            _("No written contract with the creditor is on file."),
            cure=_("Record the signed contract."),
        )
    if not case.facts.annex_accepted:
        yield Refusal(
            "annex-missing",
            source,
            _("The creditor has not accepted the list of claims handed over."),
            cure=_("Have the creditor accept the list."),
        )


def _amounts(case: _Case) -> Iterator[Refusal]:
    if case.rules is RuleSet.BE_CONSUMER and not case.facts.amounts_lawful:
        yield Refusal(
            "amounts-unlawful",
            "CDE art. XIX.7 § 1",
            _("The amounts were not found to comply with the legal caps."),
            cure=_("Have the creditor confirm the reduced amounts."),
        )


def _first_reminder(case: _Case) -> Iterator[Refusal]:
    """Before the notice to a Belgian consumer: a proven first reminder, and its wait."""
    if case.rules is not RuleSet.BE_CONSUMER or case.act == "first-reminder":
        return
    if not (sent := case.facts.first_reminder):
        yield Refusal(
            "first-reminder-missing",
            "CDE art. XIX.8",
            _("There is no proof of a free first reminder."),
            cure=_("Record the creditor's proof, or send the first reminder."),
        )
        return
    answer = wait("be", "first-reminder", sent.on, sent.channel, case.options)
    if case.day < answer.act_from:
        yield Refusal(
            "first-reminder-wait",
            answer.source,
            _("The fourteen days after the first reminder are not over."),
            answer.act_from,
        )


def _notice(case: _Case) -> Iterator[Refusal]:
    """Before anything but the notice: the notice, and its wait. Between Belgian businesses no text asks for one."""
    if case.rules is RuleSet.BE_BUSINESS or case.act in OPENING:
        return
    country: Country = "be" if case.rules is RuleSet.BE_CONSUMER else "fr"
    source = "CDE art. XIX.7 § 2" if country == "be" else "CPCE art. R124-4"
    if not (sent := case.facts.notice):
        yield Refusal(
            "notice-missing",
            source,
            _("The agency's own formal notice has not been sent."),
            cure=_("Send the notice first."),
        )
        return
    answer = wait(country, "agency-notice", sent.on, sent.channel, case.options)
    if case.day < answer.act_from:
        yield Refusal(
            "notice-wait", answer.source, _("The wait after the agency's notice is not over."), answer.act_from
        )


def _partner_letter(case: _Case) -> Iterator[Refusal]:
    """A partner's letter to a Belgian consumer is a formal notice of its own: it opens a new wait for everybody."""
    if case.rules is not RuleSet.BE_CONSUMER or case.act in OPENING or not (sent := case.facts.partner_letter):
        return
    answer = wait("be", "agency-notice", sent.on, sent.channel, case.options)
    if case.day < answer.act_from:
        reason = _("The wait after the judicial partner's letter is not over.")
        yield Refusal("partner-letter-wait", answer.source, reason, answer.act_from)


def _suspensions(case: _Case) -> Iterator[Refusal]:
    """A request counts if made in time for any of the notices: ours, or the partner's."""
    if case.rules is not RuleSet.BE_CONSUMER:
        return
    for notice in (case.facts.partner_letter, case.facts.notice or Sent(case.day, "post")):
        agency_wait = wait("be", "agency-notice", notice.on, notice.channel, case.options) if notice else None
        if agency_wait and (state := suspended(case.facts.suspensions, agency_wait, case.day, case.options)):
            until = state.last_day + timedelta(days=1) if state.last_day else None
            yield Refusal("suspended", state.source, _("A request of the debtor awaits a decision."), until)
            return


def _holds(case: _Case) -> Iterator[Refusal]:
    for hold in case.facts.holds:
        if hold.holds(case.day):
            yield Refusal("hold", _("House rule"), _("The claim is on hold."), hold.until)


def _stops(case: _Case) -> Iterator[Refusal]:
    yield from stop_refusals(case.facts.stops, case.day)
    yield from gone_refusals(case.facts.gone, case.day)


def _limitation(case: _Case) -> Iterator[Refusal]:
    refused = intake(case.rules.country, case.facts.debtor, case.facts.limitation) == "refuse"
    if refused and not case.facts.limitation_accepted:
        yield Refusal(
            "limitation",
            case.facts.limitation.source,
            _("The limitation period of the claim is over."),
            cure=_("Record what interrupted it, or have a manager accept the claim."),
        )


def _hours(case: _Case) -> Iterator[Refusal]:
    refusal = contact_refusal(case.rules, case.at, case.options, case.facts.postcode) if case.act in INTRUSIVE else None
    if refusal:
        yield refusal


def _people(case: _Case) -> Iterator[Refusal]:
    if case.facts.people is not None and case.act != "judicial":
        yield from wrong_person(case.rules, case.recipient, case.facts.people, opening=case.act in OPENING)


def _wishes(case: _Case) -> Iterator[Refusal]:
    yield from unwanted(case.act, case.facts.refused)


def _frequency(case: _Case) -> Iterator[Refusal]:
    facts = case.facts
    if refusal := too_often(case.rules, case.act, facts.contacts, case.at, case.options, facts.postcode):
        yield refusal


CHECKS: dict[str, Callable[[_Case], Iterator[Refusal]]] = {
    "standing": _standing,
    "order": _order,
    "amounts": _amounts,
    "first-reminder": _first_reminder,
    "notice": _notice,
    "partner-letter": _partner_letter,
    "suspensions": _suspensions,
    "holds": _holds,
    "stops": _stops,
    "limitation": _limitation,
    "people": _people,
    "wishes": _wishes,
    "frequency": _frequency,
    "hours": _hours,
}
