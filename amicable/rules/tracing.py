"""Where a debtor's address may be looked for, and where never: data per country, each with the source of its rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from law.refusals import Refusal
from law.refusals import gettext_noop as _

Leave = Literal["open", "partner", "never"]
BOTH, BE, FR = ("BE", "FR"), ("BE",), ("FR",)
ANYONE, BUSINESS = ("business", "consumer", "unknown"), ("business", "unknown")
BE_THIRD = _("CDE art. XIX.5: nothing is asked of anyone but the debtor")
FR_THIRD = _("GDPR art. 5 § 1, b and c; CNIL: a debt is not told to others")
LOST_POST = frozenset(("unknown", "moved", "incomplete"))  # a letter came back because the address is wrong
KEPT_POST = frozenset(("refused", "unclaimed"))  # it came back, and the address is right


@dataclass(frozen=True, slots=True)
class Source:
    """A place to look. `contact`: asking there is a contact with the debtor, which a wait forbids."""

    key: str
    name: str
    rule: str
    countries: tuple[str, ...] = BOTH
    kinds: tuple[str, ...] = ANYONE
    leave: Leave = "open"
    contact: bool = False


SOURCES: Mapping[str, Source] = {
    source.key: source
    for source in (
        Source("kbo", _("BCE/KBO Public Search"), _("CDE art. III.29 to III.31: open to everyone"), BE, BUSINESS),
        Source("moniteur", _("Annexes to the Moniteur belge"), _("CSA art. 2:13, 2:14: published acts"), BE, BUSINESS),
        Source("sirene", _("INSEE Sirene"), _("C. com. art. R123-220 and following: open data"), FR, BUSINESS),
        Source("rne", _("Business register (RNE)"), _("C. com. art. L123-52: open to everyone"), FR, BUSINESS),
        Source("bodacc", _("BODACC"), _("C. com. art. R123-209: published notices"), FR, BUSINESS),
        Source("post", _("The post's note on the letter that came back"), _("GDPR art. 6 § 1, f")),
        Source("creditor", _("The creditor's own data"), _("GDPR art. 6 § 1, f and art. 14 § 2, f")),
        Source("directory", _("Public directory that the person chose to be in"), _("GDPR art. 5 § 1, c and art. 14")),
        Source(
            "debtor", _("The debtor, by telephone or in writing"), _("CDE art. XIX.9; CPCE art. R124-4"), contact=True
        ),
        Source("provider", _("Provider of addresses, under contract"), _("GDPR art. 6 § 1, f and art. 28")),
        Source("national_register", _("National register"), _("Act of 8 August 1983, art. 5, 8"), BE, leave="partner"),
        Source("ficoba", _("FICOBA and other files of the State"), _("CPCE art. L152-1"), FR, leave="partner"),
        Source("relatives", _("Relatives"), BE_THIRD, BE, leave="never"),
        Source("neighbours", _("Neighbours, landlord, caretaker"), BE_THIRD, BE, leave="never"),
        Source("employer", _("Employer, colleagues"), BE_THIRD, BE, leave="never"),
        Source("relatives_fr", _("Relatives"), FR_THIRD, FR, leave="never"),
        Source("neighbours_fr", _("Neighbours, landlord, caretaker"), FR_THIRD, FR, leave="never"),
        Source("employer_fr", _("Employer, colleagues"), FR_THIRD, FR, leave="never"),
        Source("networks", _("Social networks, under any name"), _("GDPR art. 5 § 1, a and b"), leave="never"),
    )
}
REASONS: Mapping[Leave, tuple[str, str, str]] = {
    "never": (
        "tracing-third-party",
        _("An address is never asked there."),
        _("Look in the registers that are open to everyone."),
    ),
    "partner": (
        "tracing-partner-only",
        _("Only a bailiff or a lawyer may ask there, for a procedure."),
        _("Hand the claim to a partner, if the creditor chooses the judicial stage."),
    ),
}
UNFIT = _("This source says nothing of debtors of this country or kind.")
WAITING = _("Nobody contacts the debtor before the notice is out and its wait is over.")


def sources_for(country: str, kind: str) -> tuple[Source, ...]:
    """The sources of a country for a kind of debtor ("consumer", "business", "unknown"), those forbidden among them.

    Elsewhere than in Belgium and France only what both countries know.
    """
    fit = (source for source in SOURCES.values() if kind in source.kinds)
    return tuple(source for source in fit if country in source.countries or source.countries == BOTH)


def source_refusal(key: str, *, country: str, kind: str, contact_from: date | None, on: date) -> Refusal | None:
    """Why nothing may be asked of a source on `on`; None where it may. LookupError for a source that nobody knows.

    `contact_from` is the first day on which this debtor may be contacted, None while no day is known.
    """
    source = SOURCES[key]
    if source.leave != "open":
        rule, reason, cure = REASONS[source.leave]
        return Refusal(rule, source.rule, reason, cure=cure)
    if source not in sources_for(country, kind):
        return Refusal("tracing-unfit", source.rule, UNFIT)
    if source.contact and (contact_from is None or on < contact_from):
        return Refusal("tracing-wait", source.rule, WAITING, allowed_from=contact_from)
    return None


def next_exchange(asked_at: datetime, at: datetime) -> datetime | None:
    """When to go back to a provider that has not answered; None once 30 days have gone by since it was asked.

    Each hour of the first day, then each day.
    """
    if at - asked_at >= timedelta(days=30):
        return None
    return at + (timedelta(hours=1) if at - asked_at < timedelta(days=1) else timedelta(days=1))
