"""The manager's figures as pages and exports show them: a fixed number of queries over the sums that are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, QuerySet, Sum

from agencies.models import Member
from amicable.models import PolicyVersion
from core.money import from_cents
from reports.models import ClockFigure, Figure, FiguresMark, Segment
from reports.rules.figures import NOTHING, Facet, Vintage, months_of
from reports.rules.figures import Sum as Total


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which files are looked at, and in which months (first days, both inclusive); empty is every one."""

    first: date
    last: date
    entity: str = ""
    creditor: str = ""
    country: str = ""
    kind: str = ""
    programme: str = ""

    @property
    def whole(self) -> bool:
        """Whether every file is looked at."""
        return not (self.entity or self.creditor or self.country or self.kind or self.programme)


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to narrow by: pairs of key and name (names of countries, kinds and programmes are the reader's)."""

    entities: tuple[tuple[str, str], ...]
    creditors: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]
    kinds: tuple[str, ...]
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Promises in time of one kind that were due in the months looked at."""

    kind: str
    met: int
    late: int
    missed: int
    open: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All sums of the months and files looked at, `as_of` a moment; None while nothing was counted yet."""

    narrowed: Narrowed
    as_of: datetime | None
    sums: Mapping[tuple[str, date, int], Total] = field(default_factory=dict)

    def by_bucket(self, facet: Facet) -> dict[int, Total]:
        """The sums of a kind by what tells them apart, over all months."""
        return self._grouped((bucket, total) for _month, bucket, total in self._of(facet))

    def by_month(self, facet: Facet, bucket: int) -> dict[date, Total]:
        """The sums of one bucket, month by month; every month is there."""
        found = {month: total for month, key, total in self._of(facet) if key == bucket}
        return {month: found.get(month, NOTHING) for month in self.months}

    def total(self, facet: Facet) -> Total:
        """All of a kind."""
        return sum((total for _month, _bucket, total in self._of(facet)), NOTHING)

    @property
    def months(self) -> list[date]:
        """The first days of the months looked at."""
        return months_of(self.narrowed.first, self.narrowed.last)

    def vintages(self) -> list[Vintage]:
        """The files handed over in each month that had any, the earliest first; their names are empty."""
        files: dict[date, Total] = {}
        paid: dict[date, dict[int, Total]] = {}
        for month, _band, total in self._of(Facet.HANDED):
            files[month] = files.get(month, NOTHING) + total
        for month, since, total in self._of(Facet.VINTAGE):
            paid.setdefault(month, {})[since] = total
        return [
            Vintage("", month, total.count, total.amount, {k: one.amount for k, one in paid.get(month, {}).items()})
            for month, total in sorted(files.items())
        ]

    def _of(self, facet: Facet) -> Iterator[tuple[date, int, Total]]:
        return ((month, bucket, total) for (kind, month, bucket), total in self.sums.items() if kind == facet)

    @staticmethod
    def _grouped(parts: Iterator[tuple[int, Total]]) -> dict[int, Total]:
        found: dict[int, Total] = {}
        for key, total in parts:
            found[key] = found.get(key, NOTHING) + total
        return found


def as_of() -> datetime | None:
    """Until when everything is in the figures; None while nothing was counted."""
    return FiguresMark.objects.values_list("at", flat=True).first()


def choices() -> Choices:
    """What the files counted can be narrowed by; one query."""
    rows = list(
        Segment.objects.annotate(
            entity=F("contract__entity_id"),
            entity_name=F("contract__entity__name"),
            creditor=F("contract__creditor__number"),
            creditor_name=F("contract__creditor__name"),
            programme=F("contract__programme"),
        ).values("entity", "entity_name", "creditor", "creditor_name", "programme", "country", "debtor_kind")
    )
    entities = {(str(row["entity"]), row["entity_name"]) for row in rows}
    creditors = {(row["creditor"], row["creditor_name"]) for row in rows}
    return Choices(
        entities=tuple(sorted(entities, key=lambda pair: pair[1])),
        creditors=tuple(sorted(creditors, key=lambda pair: (pair[1].casefold(), pair[0]))),
        countries=tuple(sorted({row["country"] for row in rows})),
        kinds=tuple(sorted({row["debtor_kind"] for row in rows})),
        programmes=tuple(sorted({row["programme"] for row in rows})),
    )


def figures(narrowed: Narrowed) -> Figures:
    """Every sum of the months and files looked at; two queries, whatever is looked at."""
    rows = Figure.objects.filter(month__range=(narrowed.first, narrowed.last))
    if not narrowed.whole:
        rows = rows.filter(segment__in=_segments(narrowed))
    grouped = rows.order_by().values_list("facet", "month", "bucket").annotate(Sum("count"), Sum("cents"))
    sums = {(facet, month, key): Total(n, from_cents(cents)) for facet, month, key, n, cents in grouped if n or cents}
    return Figures(narrowed, as_of(), sums)


def _segments(narrowed: Narrowed) -> QuerySet[Segment]:
    asked = {
        "contract__entity_id": narrowed.entity,
        "contract__creditor__number": narrowed.creditor,
        "contract__programme": narrowed.programme,
        "country": narrowed.country,
        "debtor_kind": narrowed.kind,
    }
    return Segment.objects.filter(**{key: value for key, value in asked.items() if value})


def clocks(first: date, last: date) -> list[Clocks]:
    """The promises in time that were due from the month `first` to the month `last`, by kind; one query."""
    names = ("met", "late", "missed", "open", "stopped")
    rows = ClockFigure.objects.filter(month__range=(first, last)).order_by("kind").values_list("kind")
    return [Clocks(*row) for row in rows.annotate(*(Sum(name) for name in names))]


def members() -> dict[int, str]:
    """The names of the office's members, past ones too; one query."""
    rows = Member.objects.filter(party=None).select_related("user")
    return {row.pk: str(row.user) for row in rows}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a cycle by name, and whether it is in force or on trial."""

    name: str
    number: int
    state: str
    policy: int


def versions() -> dict[int, Version]:
    """Every version of every cycle; one query."""
    rows = PolicyVersion.objects.select_related("policy")
    return {row.pk: Version(row.policy.name, row.number, row.state, row.policy_id) for row in rows}
