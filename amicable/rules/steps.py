"""What a cycle is made of: its steps with their conditions, and which cycle a claim takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from core.dates import add_months
from law.clearance import Act as LawAct

Act = Literal[
    "call",
    "letter",
    "email",
    "sms",
    "visit",
    "formal-notice",
    "delivery-stop-notice",
    "partner-letter",
    "wait",
    "hand-over",
    "end",
]
Family = Literal["message", "call", "visit", ""]
Customer = Literal["known", "new", "repeat"]
Contact = Literal["address", "email", "mobile", "phone"]

ACTS: tuple[str, ...] = get_args(Act)
TONES = ("friendly", "neutral", "firm")
PHASES = ("", "firm")
WAYS = ("", "registered-letter", "bailiff")
PROFILES = ("good", "negligent", "bad", "administrative")
LAST = ("end", "hand-over")  # after these the creditor decides
WRITTEN = ("letter", "formal-notice", "delivery-stop-notice")  # on paper, with words of ours
MESSAGES = (*WRITTEN, "email", "sms")
BY_PEOPLE = ("call", "visit", "partner-letter")
FAMILIES: Mapping[str, Family] = {
    "call": "call",
    "visit": "visit",
    **dict.fromkeys((*MESSAGES, "partner-letter"), "message"),
}
LAW_ACTS: Mapping[str, LawAct] = {
    "call": "call",
    "visit": "visit",
    "email": "email",
    "sms": "sms",
    "partner-letter": "partner-letter",
    **dict.fromkeys(WRITTEN, "letter"),
}
NEEDS: Mapping[str, Contact] = {
    "call": "phone",
    "sms": "mobile",
    "email": "email",
    "visit": "address",
    **dict.fromkeys((*WRITTEN, "partner-letter"), "address"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What conditions look at: `owed` today in euros; `contacts` are those that are good."""

    owed: Decimal
    customer: Customer = "new"
    profile: str = ""
    debtor: str = "business"
    country: str = "BE"
    contacts: frozenset[str] = frozenset(("address", "email", "mobile", "phone"))
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When an act is done; a field left empty asks nothing. `minimum` and `maximum` are euros, both inclusive.

    `answered` False: only while the debtor has not answered. `needs` names a contact point that must be good.
    """

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    customers: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    debtor: str = ""
    country: str = ""
    needs: tuple[str, ...] = ()
    answered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act, `day` calendar days after the start of the cycle; `key` tells it from the others."""

    key: int
    day: int
    act: Act
    by: str = ""
    phase: str = ""
    template: str = ""
    tone: str = "neutral"
    fee: str = ""
    condition: Condition = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A version of a policy with the claims that it is for; `rank` says in which order cycles are tried."""

    key: int
    rank: int
    claims: str = "all"
    customers: str = "all"
    debtors: str = ""
    country: str = ""


def condition_of(stored: Mapping[str, Any]) -> Condition:
    """A condition from its JSON form. ValueError for a field or an amount that no condition has."""
    known = {field.name for field in fields(Condition)}
    if wrong := sorted(stored.keys() - known):
        raise ValueError(f"a condition knows no {wrong[0]}")
    return Condition(
        minimum=_amount(stored.get("minimum")),
        maximum=_amount(stored.get("maximum")),
        customers=tuple(stored.get("customers", ())),
        profiles=tuple(stored.get("profiles", ())),
        needs=tuple(stored.get("needs", ())),
        debtor=stored.get("debtor", ""),
        country=stored.get("country", ""),
        answered=stored.get("answered"),
    )


def _amount(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no amount") from error


def stored_condition(condition: Condition) -> dict[str, Any]:
    """The JSON form of a condition: the fields that ask something."""
    found = {field.name: getattr(condition, field.name) for field in fields(Condition)}
    amounts = {name: str(found.pop(name)) for name in ("minimum", "maximum") if found[name] is not None}
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
    return amounts | {name: value for name, value in found.items() if value not in ([], "", None)}


def unmet(condition: Condition, case: Case) -> str:
    """The name of the first thing that a condition asks and the case does not have; "" when it holds."""
    return next(_unmet(condition, case), "")


def _unmet(asked: Condition, case: Case) -> Iterator[str]:
    if asked.minimum is not None and case.owed < asked.minimum:
        yield "minimum"
    if asked.maximum is not None and case.owed > asked.maximum:
        yield "maximum"
    if asked.customers and case.customer not in asked.customers:
        yield "customers"
    if asked.profiles and case.profile not in asked.profiles:
        yield "profiles"
    if asked.debtor and case.debtor != asked.debtor:
        yield "debtor"
    if asked.country and case.country != asked.country:
        yield "country"
    yield from ("needs" for contact in asked.needs if contact not in case.contacts)
    if asked.answered is not None and case.answered is not asked.answered:
        yield "answered"


def left_out(step: Step, case: Case) -> str:
    """Why an act is left out for a claim: its condition, or no way to reach the debtor; "" when it is done."""
    if reason := unmet(step.condition, case):
        return reason
    contact = NEEDS.get(step.act, "")
    return "" if not contact or contact in case.contacts else f"no-{contact}"


SOFTER = {"firm": "neutral", "neutral": "friendly", "friendly": "friendly"}


def tone_for(tone: str, profile: str) -> str:
    """The tone of a message to a debtor who pays like this (seed 001): good payers are never pressed, negligent ones
    gently, bad ones firmly from the first message; slow administrations and unknown payers as the step says."""
    if profile == "negligent":
        return SOFTER.get(tone, tone)
    return {"good": "friendly", "bad": "firm"}.get(profile, tone)


def customer_of(*, stated_known: bool | None, paid_before: bool, opened: date, others: Sequence[date]) -> Customer:
    """DOMAIN §4, *Cycle dates*: repeat, a second claim within 24 months; known, stated or a claim closed paid before.

    `others` are the opening days of the debtor's other claims. Being a repeat offender weighs more than being known.
    """
    since = add_months(opened, -REPEAT_MONTHS)
    if any(since <= day < opened for day in others):
        return "repeat"
    return "known" if stated_known or (stated_known is None and paid_before) else "new"


REPEAT_MONTHS = 24


def fits(cycle: Cycle, case: Case, large_from: Decimal) -> bool:
    """Whether a cycle is for this claim; a claim of exactly `large_from` euros is large."""
    size = "large" if case.owed >= large_from else "small"
    customers = "known" if case.customer == "known" else "new-or-repeat"
    return (
        cycle.claims in ("all", size)
        and cycle.customers in ("all", customers)
        and cycle.debtors in ("", case.debtor)
        and cycle.country in ("", case.country)
    )


def chosen(cycles: Sequence[Cycle], case: Case, large_from: Decimal) -> Cycle | None:
    """The cycle that a claim takes: of those that fit, the first by rank, then by key; None when none does."""
    return min(
        (cycle for cycle in cycles if fits(cycle, case, large_from)),
        key=lambda cycle: (cycle.rank, cycle.key),
        default=None,
    )
