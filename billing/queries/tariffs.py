"""Which prices hold for whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from billing.models import ContractTariff, Tariff, TariffLine, TariffVersion
from clients.models import Contract


def version_of(contract: Contract, on: date) -> TariffVersion | None:
    """The version that holds for what is begun on `on` under a contract; three queries at most.

    The one that the contract was given by then; else the default tariff's as it stood when the contract was signed, or
    its first. None where the agency has no default tariff. What was begun earlier keeps its own: ask for its day.
    """
    given = ContractTariff.objects.filter(contract=contract, since__lte=on).select_related("version__tariff")
    if found := given.order_by("-since", "-pk").first():
        return found.version
    usual = TariffVersion.objects.filter(tariff__is_default=True).select_related("tariff")
    before = usual.filter(since__lte=contract.signed_on).order_by("-since", "-number").first()
    return before or usual.order_by("number").first()


def lines_of(version: TariffVersion | None) -> list[TariffLine]:
    """The lines of a version in their order; one query."""
    return list(TariffLine.objects.filter(version=version).order_by("position")) if version else []


def prices_for(contract: Contract, on: date) -> list[TariffLine]:
    """The lines that hold for what is begun on `on` under a contract; four queries at most."""
    return lines_of(version_of(contract, on))


def latest_version(tariff: Tariff) -> TariffVersion:
    """The last version of a tariff."""
    found = TariffVersion.objects.filter(tariff=tariff).order_by("-number").first()
    if found is None:
        raise ValueError(f"tariff {tariff.pk} has no version")
    return found


@dataclass(frozen=True, slots=True)
class TariffPage:
    """A tariff with its versions, the latest first, the lines of one of them, and the contracts given it."""

    tariff: Tariff
    versions: list[TariffVersion]
    shown: TariffVersion
    lines: list[TariffLine]
    contracts: list[ContractTariff]


def tariff_page(tariff: Tariff, number: int | None = None) -> TariffPage:
    """What the office shows of a tariff; three queries. The version of this number, or the latest."""
    versions = list(TariffVersion.objects.filter(tariff=tariff).select_related("made_by__user").order_by("-number"))
    shown = next((one for one in versions if one.number == number), versions[0])
    given = ContractTariff.objects.filter(version__tariff=tariff).select_related("contract__creditor", "version")
    return TariffPage(tariff, versions, shown, lines_of(shown), list(given.order_by("-pk")[:50]))


def tariff_rows() -> list[Any]:
    """Every tariff with `last_number` and `last_since` of its latest version, the default one first; one query."""
    latest = TariffVersion.objects.filter(tariff=OuterRef("pk")).order_by("-number")
    rows = Tariff.objects.select_related("party").annotate(
        last_number=Subquery(latest.values("number")[:1]), last_since=Subquery(latest.values("since")[:1])
    )
    return list(rows.order_by("-is_default", "name"))


def versions_for(party_id: int) -> list[TariffVersion]:
    """The versions that a creditor's contract may be given, the latest of each tariff first; one query."""
    mine = Q(party_id=None) | Q(party_id=party_id)
    return list(TariffVersion.objects.filter(mine).select_related("tariff").order_by("tariff__name", "-number"))
