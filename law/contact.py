"""When, how often, by which way and through whom a debtor may be contacted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from law.options import DEFAULTS, Options
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet
from law.workdays import is_holiday

ZONES = {"be": ZoneInfo("Europe/Brussels"), "fr": ZoneInfo("Europe/Paris")}
FAR_ZONES = {  # French departments overseas by the first three digits of the postcode
    "971": ZoneInfo("America/Guadeloupe"),
    "972": ZoneInfo("America/Martinique"),
    "973": ZoneInfo("America/Cayenne"),
    "974": ZoneInfo("Indian/Reunion"),
    "976": ZoneInfo("Indian/Mayotte"),
}
ALSACE_MOSELLE = ("57", "67", "68")  # departments with two holidays more
BELGIAN_FROM, BELGIAN_UNTIL = time(8), time(22)
SUNDAY = 6
LONGEST_REST = 14  # days searched for the next opening: no country rests that long
HOUSE = _("House rule")
OUTSIDE = _("Debtors are not contacted at this hour.")
RESTING = _("Debtors are not contacted on a Sunday or a holiday.")


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
    """The hours of a rule set; None between Belgian businesses where the agency sets none: no text does."""
    if rules is RuleSet.BE_CONSUMER:
        return Window(BELGIAN_FROM, BELGIAN_UNTIL, options.belgian_contact_on_sunday, "CDE art. XIX.10 § 3 et XIX.11")
    if rules is RuleSet.BE_BUSINESS:
        if options.business_contact_hours is None:
            return None
        return Window(*options.business_contact_hours, options.belgian_contact_on_sunday, HOUSE)
    source = "C. conso. art. L121-6 (horaires fixés par l'agence)"
    return Window(options.french_contact_from, options.french_contact_until, options.french_contact_on_sunday, source)


def zone_of(rules: RuleSet, postcode: str = "") -> ZoneInfo:
    """The debtor's time zone: the country's, or that of a French department overseas."""
    return FAR_ZONES.get(postcode[:3], ZONES["fr"]) if rules.country == "fr" else ZONES["be"]


def local(rules: RuleSet, at: datetime, postcode: str = "") -> datetime:
    """The debtor's wall clock at the aware moment `at`. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(zone_of(rules, postcode))


def contact_refusal(rules: RuleSet, at: datetime, options: Options = DEFAULTS, postcode: str = "") -> Refusal | None:
    """Why a call, SMS or visit is refused at the aware moment `at`, with the next allowed one; None when allowed."""
    hours, here = window(rules, options), local(rules, at, postcode)
    rests = _rests(rules, here.date(), options, postcode)
    if not rests and (hours is None or (hours.open_on(here.date()) and hours.opens <= here.time() < hours.closes)):
        return None
    source = HOUSE if rests or hours is None else hours.source
    reason = OUTSIDE if hours and not rests and hours.open_on(here.date()) else RESTING
    return Refusal("contact-hours", source, reason, _next_opening(hours, here, rules, options, postcode))


def closes_at(rules: RuleSet, at: datetime, options: Options = DEFAULTS, postcode: str = "") -> datetime:
    """When the window that is open at `at` closes (exclusive); the end of the day where no hours are set."""
    hours, here = window(rules, options), local(rules, at, postcode)
    if hours is None:
        return datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
    return datetime.combine(here.date(), hours.closes, here.tzinfo)


def _rests(rules: RuleSet, day: date, options: Options, postcode: str) -> bool:
    """Whether the day is a legal holiday where the debtor lives, on which the agency leaves people in peace."""
    if options.contact_on_holidays:
        return False
    country = rules.country
    local_too = options.alsace_moselle or (country == "fr" and postcode[:2] in ALSACE_MOSELLE)
    return is_holiday(country, day, replace(options, alsace_moselle=local_too))


def _next_opening(hours: Window | None, here: datetime, rules: RuleSet, options: Options, postcode: str) -> datetime:
    opens = hours.opens if hours else time()
    for days in range(LONGEST_REST):
        day = here.date() + timedelta(days=days)
        opening = datetime.combine(day, opens, here.tzinfo)
        if opening > here and (hours is None or hours.open_on(day)) and not _rests(rules, day, options, postcode):
            return opening
    raise ValueError(f"no day of contact within {LONGEST_REST} days of {here.date()}")


# How often -----------------------------------------------------------------------------------------------------------

COUNTED = ("letter", "email", "sms", "call", "visit", "partner-letter")  # what a debtor feels as a contact
ONE_GO = timedelta(hours=1)  # different ways within it are one contact: an SMS and an e-mail that say the same
DAY, WEEK, MONTH = 1, 7, 30
TOO_OFTEN = _("The debtor has been contacted as often as the agency allows in this time.")
HARASSMENT = "CDE art. VI.103 ; C. conso. art. L121-6"


@dataclass(frozen=True)
class Contact:
    """One contact that was made or tried: by which act, at which aware moment."""

    act: str
    at: datetime


def too_often(
    rules: RuleSet, act: str, past: Sequence[Contact], at: datetime, options: Options = DEFAULTS, postcode: str = ""
) -> Refusal | None:
    """Why one contact more at `at` is too much, with the first day on which it is not; None when it may be made.

    No statute sets a number; repeated unwanted contact is an unfair practice in both countries, so the agency does.
    A limit of 0 sets none. Days are the debtor's; a week is that day and the six before, a month the 29 before.
    """
    if act not in COUNTED:
        return None
    here = local(rules, at, postcode)
    goes = [local(rules, go[0].at, postcode).date() for go in _goes([c for c in past if c.at <= at])]
    if len(_goes([*(c for c in past if c.at <= at), Contact(act, at)])) == len(goes):
        return None  # it joins what was just sent another way
    limits = ((DAY, options.contacts_a_day), (WEEK, options.contacts_a_week), (MONTH, options.contacts_a_month))
    free = next(day for days in range(MONTH + 1) if _free(goes, day := here.date() + timedelta(days=days), limits))
    return None if free == here.date() else Refusal("contact-frequency", HARASSMENT, TOO_OFTEN, free)


def _goes(contacts: Sequence[Contact]) -> list[list[Contact]]:
    """Contacts gathered: what left by different ways within ONE_GO of the first is one."""
    gathered: list[list[Contact]] = []
    for contact in sorted(contacts, key=lambda c: c.at):
        last = gathered[-1] if gathered else []
        if last and contact.at - last[0].at < ONE_GO and contact.act not in [other.act for other in last]:
            last.append(contact)
        else:
            gathered.append([contact])
    return gathered


def _free(goes: Sequence[date], day: date, limits: Sequence[tuple[int, int]]) -> bool:
    return all(not most or sum(day - timedelta(days=days) < go <= day for go in goes) < most for days, most in limits)


# Who, and by which way -----------------------------------------------------------------------------------------------

OTHERS = "CDE art. XIX.5 ; RGPD art. 5 et 6"
OBJECTION = "RGPD art. 21 ; CDE art. VI.103 ; C. conso. art. L121-6"
NOT_LIABLE = _("Only those who answer for the claim, or who represent them, may be contacted about it.")
IN_THEIR_PLACE = _("Somebody represents the debtor and must be contacted instead.")
ASK_REPRESENTATIVE = _("Contact the representative.")
UNWANTED = _("The debtor refused this way of being contacted.")
ANOTHER_WAY = _("Use another way, or wait until the debtor asks for it again.")


@dataclass(frozen=True)
class People:
    """Who may be contacted about a claim, as messages name them: "debtor:31", "representative:7".

    `represented` names the representative to be contacted in a liable party's place.
    """

    liable: frozenset[str]
    represented: Mapping[str, str] = field(default_factory=dict)


def wrong_person(rules: RuleSet, recipient: str, people: People, *, opening: bool) -> Iterator[Refusal]:
    """Why `recipient` is not contacted. An `opening` notice goes to the liable party, represented or not."""
    if recipient not in people.liable and recipient not in people.represented.values():
        source = OTHERS if rules.startswith("be") else "RGPD art. 5 et 6"
        yield Refusal("not-liable", source, NOT_LIABLE)
    elif recipient in people.represented and not opening:
        yield Refusal("represented", HOUSE, IN_THEIR_PLACE, cure=ASK_REPRESENTATIVE)


def unwanted(act: str, refused: Sequence[str]) -> Iterator[Refusal]:
    """Why an act is not done in a way that the recipient refused. Letters of the law cannot be refused."""
    if act in refused and act in ("email", "sms", "call", "visit"):
        yield Refusal("channel-refused", OBJECTION, UNWANTED, cure=ANOTHER_WAY)
