"""Which prices hold for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


def tariffs_named(contracts: Iterable[Contract], on: date) -> dict[int, TariffVersion]:
    """The version that new files follow under each contract, by contract; two queries and one a contract without."""
    wanted = {contract.pk: contract for contract in contracts}
    given = ContractTariff.objects.filter(contract__in=list(wanted), since__lte=on).select_related("version__tariff")
    found = {one.contract_id: one.version for one in given.order_by("since", "pk")}
    for pk, contract in wanted.items():
        if pk not in found and (version := version_of(contract, on)):
            found[pk] = version
    return found
