"""At what hours a debtor may be called, texted or visited."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from law.options import DEFAULTS, Options
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet

ZONES = {"be": ZoneInfo("Europe/Brussels"), "fr": ZoneInfo("Europe/Paris")}
BELGIAN_FROM, BELGIAN_UNTIL = time(8), time(22)
SUNDAY = 6
OUTSIDE = _("Debtors are not contacted at this hour.")


@dataclass(frozen=True)
class Window:
    """From `opens` inclusive to `closes` exclusive, on every day but Sunday unless `sunday`."""

    opens: time
    closes: time
    sunday: bool
    source: str

    def open_on(self, day: date) -> bool:
        """Whether the day has a window at all."""
        return self.sunday or day.weekday() != SUNDAY


def window(rules: RuleSet, options: Options = DEFAULTS) -> Window | None:
    """The hours of a rule set; None between Belgian businesses, where no text sets any."""
    if rules is RuleSet.BE_CONSUMER:
        return Window(BELGIAN_FROM, BELGIAN_UNTIL, True, "CDE art. XIX.10 § 3 et XIX.11")
    if rules is RuleSet.BE_BUSINESS:
        return None
    source = "C. conso. art. L121-6 (horaires fixés par l'agence)"
    return Window(options.french_contact_from, options.french_contact_until, options.french_contact_on_sunday, source)


def local(rules: RuleSet, at: datetime) -> datetime:
    """The debtor's wall clock at the aware moment `at`. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(ZONES[rules[:2]])


def contact_refusal(rules: RuleSet, at: datetime, options: Options = DEFAULTS) -> Refusal | None:
    """Why a call, SMS or visit is refused at the aware moment `at`, with the next allowed one; None when allowed."""
    hours, here = window(rules, options), local(rules, at)
    if hours is None or (hours.open_on(here.date()) and hours.opens <= here.time() < hours.closes):
        return None
    return Refusal("contact-hours", hours.source, OUTSIDE, _next_opening(hours, here))


def closes_at(rules: RuleSet, at: datetime, options: Options = DEFAULTS) -> datetime:
    """When the window that is open at `at` closes (exclusive); the end of the day where no hours are set."""
    hours, here = window(rules, options), local(rules, at)
    if hours is None:
        return datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
    return datetime.combine(here.date(), hours.closes, here.tzinfo)


def _next_opening(hours: Window, here: datetime) -> datetime:
    day = here.date() if here.time() < hours.opens else here.date() + timedelta(days=1)
    while not hours.open_on(day):
        day += timedelta(days=1)
    return datetime.combine(day, hours.opens, here.tzinfo)
