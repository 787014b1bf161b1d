"""Limitation: the last day to sue, what moves it, and what to do with an old debt at intake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from core.dates import add_months, add_years, month_end
from law.options import DEFAULTS, Options
from law.rulesets import Country, DebtorKind, RuleSet

Verdict = Literal["open", "soon", "over"]
Intake = Literal["accept", "warn", "refuse"]
EventKind = Literal[
    "acknowledgement",  # a part payment included
    "court-claim",  # a summons, an order to pay once served
    "seizure",  # any enforcement or provisional measure
    "lawyer-notice",  # Belgium: registered with receipt, by the creditor's lawyer or bailiff
    "mediation",  # France: mediation, conciliation, or the small-claims agreement; until a day
    "letter",  # an agency's letter or any registered one: without effect, in both countries
]
EVENT_KINDS: tuple[str, ...] = get_args(EventKind)
OUTER_LIMIT_YEARS = 20
LEFT_AFTER_MEDIATION_MONTHS = 6
ORDINARY_BELGIAN_MONTHS = 120


@dataclass(frozen=True)
class Rule:
    """A period in months. It starts on the due date, or at the end of that month or year."""

    months: int
    source: str
    start: Literal["due", "month-end", "year-end"] = "due"
    presumption: bool = False  # of payment: an acknowledgement re-opens the ordinary period
    forfeiture: bool = False  # only a claim in court stops it


OLD_CODE = "Anc. C. civ. belge"
RULES: dict[tuple[Country, str], Rule] = {
    ("be", "contract"): Rule(120, f"{OLD_CODE} art. 2262bis"),
    ("be", "judgment"): Rule(120, f"{OLD_CODE} art. 2262bis"),
    ("be", "periodic"): Rule(60, f"{OLD_CODE} art. 2277"),
    ("be", "utility"): Rule(60, f"{OLD_CODE} art. 2277"),
    ("be", "lawyer"): Rule(60, f"{OLD_CODE} art. 2276bis"),
    ("be", "insurance"): Rule(36, "Loi du 4 avril 2014, art. 88"),
    ("be", "care"): Rule(24, f"{OLD_CODE} art. 2277bis", start="month-end"),
    ("be", "retail"): Rule(12, f"{OLD_CODE} art. 2272", presumption=True),
    ("be", "hotel"): Rule(6, f"{OLD_CODE} art. 2271", presumption=True),
    ("fr", "consumer"): Rule(24, "C. conso. art. L218-2"),
    ("fr", "general"): Rule(60, "C. civ. art. 2224"),
    ("fr", "commercial"): Rule(60, "C. com. art. L110-4"),
    ("fr", "public"): Rule(48, "Loi n° 68-1250 du 31 décembre 1968, art. 1er", start="year-end"),
    ("fr", "consumer-credit"): Rule(24, "C. conso. art. R312-35", forfeiture=True),
    ("fr", "title"): Rule(120, "CPCE art. L111-4"),
}
USUAL_KIND: dict[RuleSet, str] = {
    RuleSet.BE_CONSUMER: "contract",
    RuleSet.BE_BUSINESS: "contract",
    RuleSet.FR_CONSUMER: "consumer",
    RuleSet.FR_BUSINESS: "commercial",
    RuleSet.FR_PUBLIC: "public",
}


@dataclass(frozen=True)
class Event:
    """Something that may move a limitation; `until` ends a mediation (None: still running)."""

    kind: EventKind
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Limitation:
    """`last_day` is the last day to sue, inclusive; `presumption` marks a mere presumption of payment."""

    verdict: Verdict
    last_day: date
    source: str
    presumption: bool


def limitation(
    country: Country,
    kind: str,
    due: date,
    on: date,
    events: Sequence[Event] = (),
    options: Options = DEFAULTS,
) -> Limitation:
    """Where a claim stands on the day `on`. `due` is the due date; for `care`, the day of care.

    An event after the last day revives nothing. The debtor must plead limitation; an agency warns before any demand.
    KeyError for a kind that the country does not know.
    """
    rule = RULES[country, kind]
    last = add_months(_start(rule, due), rule.months)
    notice_used = False
    for event in sorted((e for e in events if e.on <= on), key=lambda e: e.on):
        if event.on > last or (event.kind == "lawyer-notice" and notice_used):
            continue
        notice_used = notice_used or event.kind == "lawyer-notice"
        last = _moved(country, rule, last, event, on, add_years(due, OUTER_LIMIT_YEARS))
    return Limitation(_verdict(last, on, options), last, rule.source, rule.presumption)


def intake(country: Country, debtor: DebtorKind, state: Limitation) -> Intake:
    """What to do with a row: a French consumer's debt past its period is refused, any other old debt warned about."""
    if state.verdict == "over" and (country, debtor) == ("fr", "consumer"):
        return "refuse"
    return "accept" if state.verdict == "open" else "warn"


def _start(rule: Rule, due: date) -> date:
    if rule.start == "year-end":
        return date(due.year, 12, 31)
    return month_end(due) if rule.start == "month-end" else due


def _verdict(last: date, on: date, options: Options) -> Verdict:
    if on > last:
        return "over"
    return "soon" if last - on <= timedelta(days=options.limitation_soon_days) else "open"


def _moved(country: Country, rule: Rule, last: date, event: Event, on: date, outer: date) -> date:
    """The last day once `event` has happened in time; never earlier than before it."""
    if event.kind in ("court-claim", "seizure"):
        return max(last, add_months(event.on, rule.months))
    if rule.forfeiture or event.kind == "letter":
        return last
    if event.kind == "acknowledgement":
        months = ORDINARY_BELGIAN_MONTHS if rule.presumption else rule.months
        fresh = add_months(event.on, months)
        return max(last, min(fresh, outer) if country == "fr" else fresh)
    if event.kind == "lawyer-notice":
        return max(last, add_years(event.on, 1)) if country == "be" else last
    return _after_mediation(last, event, on, outer) if country == "fr" else last


def _after_mediation(last: date, event: Event, on: date, outer: date) -> date:
    """The days of the mediation are added, and six months at least remain. Source: C. civ. art. 2238."""
    end = min(event.until or on, on)
    later = max(last + (end - event.on), add_months(end, LEFT_AFTER_MEDIATION_MONTHS))
    return max(last, min(later, outer))
