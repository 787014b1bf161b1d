"""What an agency must have on file before it writes to debtors of a country."""

from dataclasses import dataclass
from datetime import date

from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet


@dataclass(frozen=True)
class Validity:
    """From `since` to `until`, both inclusive; None leaves the end open. Struck off: `until` is the day before."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies within."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Standing:
    """An entity's papers. What is None is not on file."""

    registration: Validity | None = None  # with FPS Economy, Belgium
    insurance: Validity | None = None  # professional liability
    dedicated_account: Validity | None = None  # used only for creditors' money
    declaration: Validity | None = None  # to the public prosecutor, France


REGISTRATION = Refusal(
    rule="registration-inactive",
    source="CDE art. XIX.6",
    reason=_("The agency's registration with FPS Economy is not active."),
    cure=_("Record the active registration of the entity."),
)
BELGIAN_INSURANCE = Refusal(
    rule="insurance-inactive",
    source="CDE art. XIX.6",
    reason=_("The agency's professional liability insurance does not cover this day."),
    cure=_("Record the insurance certificate in force."),
)
FRENCH_INSURANCE = Refusal(
    rule="insurance-inactive",
    source="CPCE art. R124-2",
    reason=BELGIAN_INSURANCE.reason,
    cure=BELGIAN_INSURANCE.cure,
)
ACCOUNT = Refusal(
    rule="dedicated-account-missing",
    source="CPCE art. R124-2",
    reason=_("No account used only for money collected for creditors is on file."),
    cure=_("Record the dedicated account of the entity."),
)
DECLARATION = Refusal(
    rule="declaration-missing",
    source="CPCE art. R124-2",
    reason=_("No declaration to the public prosecutor is on file."),
    cure=_("File the declaration and record its date."),
)


def standing_refusals(rules: RuleSet, standing: Standing, on: date) -> tuple[Refusal, ...]:
    """What is missing on the day `on`, so that no notice may go out; empty between Belgian businesses."""
    needed: list[tuple[Validity | None, Refusal]] = []
    if rules is RuleSet.BE_CONSUMER:
        needed = [(standing.registration, REGISTRATION), (standing.insurance, BELGIAN_INSURANCE)]
    elif rules is not RuleSet.BE_BUSINESS:
        needed = [
            (standing.insurance, FRENCH_INSURANCE),
            (standing.dedicated_account, ACCOUNT),
            (standing.declaration, DECLARATION),
        ]
    return tuple(refusal for paper, refusal in needed if paper is None or not paper.covers(on))
