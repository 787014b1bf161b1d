"""Presets: what an agency has on its first day, read strictly from one TOML file each and written in one transaction.

Tariff and cycles are read and checked here, and kept by the apps that bill and that run cycles.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from django.db import IntegrityError, transaction

import agencies
from agencies.models import Agency
from agencies.options import OPTIONS
from agencies.scope import acting_for
from agencies.services import create_agency, set_option
from amicable.rules.steps import Condition, Step
from amicable.services import policies
from billing.rules.prices import Price, faults
from billing.services import tariffs
from law.identifiers import IdentifierKind, identify

FOLDER = Path(agencies.__file__).parent / "presets"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
Stage = Literal["paynow", "amicable", "judicial"]
Act = Literal[
    "call",
    "sms",
    "email",
    "letter",
    "visit",
    "formal-notice",
    "delivery-stop-notice",
    "partner-letter",
    "hand-over",
    "end",
]
T = TypeVar("T")


class PresetError(ValueError):
    """A preset file is wrong; the message names the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyData:
    """The tenant's own row."""

    slug: str
    name: str
    country: Literal["BE", "FR"]
    language: Literal["fr", "nl", "de", "en"]
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityData:
    """One legal person with its standing; the fields are those of `agencies.models.Entity`."""

    name: str
    legal_form: str
    country: Literal["BE", "FR"]
    street: str
    postcode: str
    city: str
    phone: str = ""
    email: str = ""
    enterprise_number: str
    vat_number: str
    fps_registration: str = ""
    fps_registered_on: date | None = None
    insurer: str
    insurance_policy: str
    insured_from: date
    insured_until: date | None = None
    prosecutor: str = ""
    declared_to_prosecutor_on: date | None = None
    trust_iban: str
    own_iban: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleStep:
    """One planned act, `day` calendar days after the cycle's start; `by` lists the ways it may go out.

    `tone` is that of its place where none is given; `fee` the code of the tariff line that it earns.
    """

    day: int
    act: Act
    phase: Literal["", "firm"] = ""
    by: tuple[Literal["bailiff", "registered-letter"], ...] = ()
    tone: Literal["", "friendly", "neutral", "firm"] = ""
    fee: str = ""
    minimum: Decimal | None = None
    needs_good_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A dated sequence of acts, and the claims it is for."""

    code: str
    name: str
    starts: Literal["due-date", "stage"]
    claims: Literal["all", "large", "small"] = "all"
    customers: Literal["all", "known", "new-or-repeat"] = "all"
    steps: tuple[CycleStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """From which principal a claim is large, and within how many months a second claim makes a repeat offender."""

    large_from: Decimal
    repeat_within_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """When an insured claim is declared, in months after the due date, and the papers' deadline after that, in days."""

    declare_from_months: int
    declare_until_months: int
    papers_within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A whole file."""

    agency: AgencyData
    entities: tuple[EntityData, ...]
    stages: tuple[Stage, ...]
    cycles: tuple[Cycle, ...]
    tariff: tuple[Price, ...] = ()
    tariff_name: str = "Tarif"
    options: dict[str, Any] = field(default_factory=dict)
    premium_offered_from: int | None = None
    grading: Grading | None = None
    insurance: Insurance | None = None


@dataclass(frozen=True, slots=True)
class SlugTaken:
    """Another agency, perhaps a suspended one, has this slug."""

    slug: str


def load(name: str) -> Preset:
    """The preset `name` (one of NAMES); PresetError when its file does not hold exactly what a preset holds."""
    return parse(FOLDER.joinpath(f"{name}.toml").read_text(), f"{name}.toml")


def parse(text: str, file: str) -> Preset:
    """A preset from TOML text; `file` is for the messages of PresetError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PresetError(f"{file}: {error}") from error
    preset = _built(Preset, table, file)
    _check_options(preset, file)
    _check_entities(preset, file)
    _check_cycles(preset, file)
    for fault in faults(preset.tariff):
        raise PresetError(f"{file}: tariff {fault.code}: {fault.field}: {fault.reason}")
    return preset


@transaction.atomic
def create(
    *, name: str, at: datetime, slug: str = "", title: str = "", options: Mapping[str, Any] | None = None
) -> Agency | SlugTaken:
    """A new agency made from preset `name`, under another `slug` and `title` where given.

    `options` replace the preset's. ValidationError for a slug that no address may have.
    """
    preset = load(name)
    tenant = asdict(preset.agency) | {"preset": name}
    tenant |= {key: value for key, value in (("slug", slug), ("name", title)) if value}
    try:
        with transaction.atomic():
            made = create_agency(agency=tenant, entities=[asdict(entity) for entity in preset.entities], at=at)
    except IntegrityError as error:
        if "agencies_agency_slug" not in str(error):
            raise
        return SlugTaken(tenant["slug"])
    with acting_for(made.pk):
        for key, value in (_options(preset) | dict(options or {})).items():
            set_option(key=key, value=value, since=at.date(), at=at)
        install_cycles(preset, at)
        install_tariff(preset, at)
    return made


def _options(preset: Preset) -> dict[str, Any]:
    """The options that a preset sets, with what its other tables say of new policies."""
    insured = asdict(preset.insurance) if preset.insurance else {}
    return (
        {"stages": list(preset.stages)} | {f"insurance.{key}": days for key, days in insured.items()} | preset.options
    )


def install_cycles(preset: Preset, at: datetime) -> None:
    """Publish the preset's cycles in the agency in force; those that it has already stay as they are."""
    policies.install(cycles=wanted_cycles(preset), at=at)


def install_tariff(preset: Preset, at: datetime) -> None:
    """Keep the preset's prices as the tariff of contracts that name none; the one that is there stays as it is."""
    tariffs.install(name=preset.tariff_name, prices=preset.tariff, since=at.date(), at=at)


def wanted_cycles(preset: Preset) -> list[policies.Wanted]:
    """The preset's cycles, tried in the order of its file."""
    return [_wanted(cycle, rank) for rank, cycle in enumerate(preset.cycles, 1)]


def _wanted(cycle: Cycle, rank: int) -> policies.Wanted:
    steps = policies.toned([_step(step, key) for key, step in enumerate(cycle.steps)])
    chosen = {key: step.tone for key, step in enumerate(cycle.steps) if step.tone}
    return policies.Wanted(
        code=cycle.code,
        name=cycle.name,
        rank=rank,
        starts=cycle.starts,
        claims=cycle.claims,
        customers=cycle.customers,
        steps=tuple(replace(step, tone=chosen.get(step.key, step.tone)) for step in steps),
    )


def _step(step: CycleStep, key: int) -> Step:
    by = "registered-letter" if "registered-letter" in step.by else next(iter(step.by), "")
    needs = ("address",) if step.needs_good_address else ()
    condition = Condition(minimum=step.minimum, needs=needs)
    return Step(key=key, day=step.day, act=step.act, by=by, phase=step.phase, fee=step.fee, condition=condition)


def _built(kind: type[T], table: Any, where: str) -> T:
    if not isinstance(table, dict):
        raise PresetError(f"{where}: a table is wanted, not {table!r}")
    hints = get_type_hints(kind)
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}  # type: ignore[arg-type]
    if wrong := sorted(table.keys() - hints.keys()):
        raise PresetError(f"{where}: unknown key {wrong[0]!r}")
    if wrong := sorted(needed - table.keys()):
        raise PresetError(f"{where}: missing key {wrong[0]!r}")
    return kind(**{key: _value(hints[key], given, f"{where}: {key}") for key, given in table.items()})


def _value(kind: Any, given: Any, where: str) -> Any:
    if isinstance(kind, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple and isinstance(given, list):
        return tuple(_value(get_args(kind)[0], item, f"{where}[{number}]") for number, item in enumerate(given))
    if get_origin(kind) is Literal:
        return _one_of(get_args(kind), given, where)
    if is_dataclass(kind):
        return _built(kind, given, where)  # type: ignore[arg-type]
    if kind is Decimal and isinstance(given, str):
        return _decimal(given, where)
    if type(given) is not (get_origin(kind) or kind):
        raise PresetError(f"{where}: {given!r} is not of type {getattr(kind, '__name__', kind)}")
    return given


def _one_of(allowed: tuple[Any, ...], given: Any, where: str) -> Any:
    if given not in allowed:
        raise PresetError(f"{where}: {given!r} is none of {', '.join(map(repr, allowed))}")
    return given


def _decimal(given: str, where: str) -> Decimal:
    try:
        value = Decimal(given)
    except InvalidOperation as error:
        raise PresetError(f"{where}: {given!r} is not a number") from error
    if value.as_tuple().exponent != -2:
        raise PresetError(f"{where}: write {given!r} with two decimals")
    return value


def _check_options(preset: Preset, file: str) -> None:
    for key, value in preset.options.items():
        if key not in OPTIONS:
            raise PresetError(f"{file}: options: unknown key {key!r}")
        if type(value) is not type(OPTIONS[key].default):
            raise PresetError(f"{file}: options {key}: {value!r} is not of the option's type")


def _check_entities(preset: Preset, file: str) -> None:
    for entity in preset.entities:
        belgian = entity.country == "BE"
        numbers: dict[str, IdentifierKind] = {
            "enterprise_number": "be-enterprise" if belgian else "fr-siren",
            "vat_number": "be-vat" if belgian else "fr-vat",
            "trust_iban": "iban",
            "own_iban": "iban",
        }
        for key, kind in numbers.items():
            if not identify(kind, getattr(entity, key)).valid:
                raise PresetError(f"{file}: {entity.name}: {key} {getattr(entity, key)!r} fails its check digits")


def _check_cycles(preset: Preset, file: str) -> None:
    for cycle in preset.cycles:
        if any(later.day < earlier.day for earlier, later in pairwise(cycle.steps)):
            raise PresetError(f"{file}: cycle {cycle.code}: the days of its steps do not rise")
