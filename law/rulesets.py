"""Which rule set governs a claim."""

from enum import StrEnum
from typing import Literal, get_args

from law.refusals import Refusal
from law.refusals import gettext_noop as _

Country = Literal["be", "fr"]
DebtorKind = Literal["consumer", "business", "public", "unknown"]
COUNTRIES: tuple[str, ...] = get_args(Country)
DEBTOR_KINDS: tuple[str, ...] = get_args(DebtorKind)


class RuleSet(StrEnum):
    """One body of rules: a country and the capacity in which the debtor owes."""

    BE_CONSUMER = "be-cons"
    BE_BUSINESS = "be-b2b"
    FR_CONSUMER = "fr-cons"
    FR_BUSINESS = "fr-b2b"
    FR_PUBLIC = "fr-pub"

    @property
    def country(self) -> Country:
        """Whose rules these are."""
        return "fr" if self.value.startswith("fr") else "be"


GOVERNING: dict[tuple[str, DebtorKind], RuleSet] = {
    ("be", "consumer"): RuleSet.BE_CONSUMER,
    ("be", "business"): RuleSet.BE_BUSINESS,
    ("be", "public"): RuleSet.BE_BUSINESS,
    ("fr", "consumer"): RuleSet.FR_CONSUMER,
    ("fr", "business"): RuleSet.FR_BUSINESS,
    ("fr", "public"): RuleSet.FR_PUBLIC,
}
ROME_I = "Règl. (CE) 593/2008"
KIND_UNKNOWN = Refusal(
    rule="debtor-kind-unknown",
    source="CDE art. I.1, 2°; C. conso. art. liminaire",
    reason=_("It is not known whether the debtor owes as a consumer or as a business."),
    cure=_("Say whether the debtor is a consumer or a business."),
)
CONSUMER_ELSEWHERE = Refusal(
    rule="consumer-elsewhere",
    source=f"{ROME_I}, art. 6",
    reason=_("A consumer living in another country is protected by the law of that country."),
    cure=_("Hand the claim to a correspondent in that country."),
)
LAW_NOT_CHOSEN = Refusal(
    rule="choice-of-law-missing",
    source=f"{ROME_I}, art. 3",
    reason=_("The debtor is established in another country and no choice of law is on record."),
    cure=_("Have a manager record which law the contract chose."),
)


def home_of(country: str) -> Country:
    """The country whose calendar, waits and words serve there (ISO code, capitals or not): its own in Belgium and
    France, Belgium's elsewhere."""
    return "fr" if country.lower() == "fr" else "be"


def rule_set(country: str, kind: DebtorKind, *, chosen_law: Country | None = None) -> RuleSet | Refusal:
    """The rules for a debtor living or seated in `country` (ISO code in small letters), or why there are none.

    `chosen_law` is the recorded choice of law; it counts only for a business or public body outside Belgium and France.
    """
    if kind == "unknown":
        return KIND_UNKNOWN
    if country in COUNTRIES:
        return GOVERNING[country, kind]
    if kind == "consumer":
        return CONSUMER_ELSEWHERE
    return GOVERNING[chosen_law, "business"] if chosen_law else LAW_NOT_CHOSEN
