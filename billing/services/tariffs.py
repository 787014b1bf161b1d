"""Tariffs are kept in versions, and contracts given one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from agencies import audit
from agencies.scope import current_scope, widened
from billing.models import ContractTariff, Tariff, TariffLine, TariffVersion
from billing.rules.prices import Fault, Price, faults, kept_bands
from clients.models import Contract

STANDARD = "standard"


def install(*, name: str, prices: Sequence[Price], since: date, at: datetime) -> Tariff:
    """The tariff that holds where a contract names none; the one that is there already stays as it is."""
    with widened("install_tariff"):
        if standing := Tariff.objects.filter(is_default=True).first():
            return standing
        tariff = Tariff.objects.create(code=STANDARD, name=name, is_default=True)
        _kept(tariff, prices, since=since, reason="", at=at)
    return tariff


def make(
    *, code: str, name: str, prices: Sequence[Price], since: date, at: datetime, party_id: int | None = None
) -> Tariff | list[Fault]:
    """A tariff of its own (PREMIUM, a promotion), for one creditor where `party_id` is given; or what is wrong."""
    if wrong := faults(prices):
        return wrong
    with widened("make_tariff"):
        tariff = Tariff.objects.create(party_id=party_id, code=code, name=name)
        _kept(tariff, prices, since=since, reason="", at=at)
        audit.record("tariff.made", at=at, code=code)
    return tariff


def new_version(
    *, tariff: Tariff, prices: Sequence[Price], since: date, reason: str, at: datetime
) -> TariffVersion | list[Fault]:
    """The tariff as it is from `since` (inclusive) for contracts signed then; or what is wrong with the lines.

    Contracts that were signed keep theirs until `give` gives them another.
    """
    if wrong := faults(prices):
        return wrong
    with widened("new_tariff_version"):
        held = Tariff.objects.select_for_update(of=("self",)).get(pk=tariff.pk)
        version = _kept(held, prices, since=since, reason=reason, at=at)
        audit.record("tariff.version", at=at, code=held.code, version=version.number, reason=reason)
    return version


def _kept(tariff: Tariff, prices: Sequence[Price], *, since: date, reason: str, at: datetime) -> TariffVersion:
    version: TariffVersion = TariffVersion.objects.create(
        tariff=tariff,
        party_id=tariff.party_id,
        number=TariffVersion.objects.filter(tariff=tariff).count() + 1,
        since=since,
        reason=reason,
        made_by_id=current_scope().member_id,
        made_at=at,
    )
    TariffLine.objects.bulk_create(
        TariffLine(
            **asdict(price) | {"bands": kept_bands(price.bands)},
            version=version,
            party_id=tariff.party_id,
            position=position,
        )
        for position, price in enumerate(prices, 1)
    )
    return version


def give(*, contract: Contract, version: TariffVersion, since: date, at: datetime, reason: str = "") -> ContractTariff:
    """From `since` (inclusive) what is begun under a contract follows this version.

    Raises ValueError for a tariff that was made for another creditor.
    """
    if version.party_id not in (None, contract.party_id):
        raise ValueError(f"tariff version {version.pk} was made for another creditor")
    with widened("give_tariff"):
        given: ContractTariff = ContractTariff.objects.create(
            party_id=contract.party_id,
            contract=contract,
            version=version,
            since=since,
            reason=reason,
            made_by_id=current_scope().member_id,
            made_at=at,
        )
        audit.record("contract.tariff", at=at, contract=contract.pk, version=version.pk, reason=reason)
    return given
