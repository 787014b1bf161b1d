"""Debtors by the number of their firm, what ended action against them, and how many open claims that stops."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from claims.intake.happenings import Happening
from claims.models import Claim, Debtor, Halt, Hold
from claims.rules import Stage
from law.identifiers import Firm, firms

AT_ONCE = 200  # rows of a list
SIRET = 14  # digits; the SIREN comes first, in other numbers it comes last


def firm_of(debtor: Debtor) -> Firm | None:
    """The firm behind a debtor's numbers; None without a number that is right and of one country."""
    for number in (debtor.enterprise_number, debtor.vat_number):
        found = firms(number, debtor.country if debtor.country in ("BE", "FR") else "")
        if len(found) == 1:
            return found[0]
    return None


def debtors_of(wanted: Collection[Firm]) -> dict[Firm, list[Debtor]]:
    """The debtors of the agency, of whatever creditor, that are these firms; one query."""
    spelt = [spelling for firm in wanted for spelling in firm.spellings]
    known = Q(enterprise_number__in=spelt) | Q(vat_number__in=spelt)
    for one in wanted:
        if one.country == "FR":  # an establishment: SIREN and five digits
            known |= Q(enterprise_number__gte=f"{one.number}00000", enterprise_number__lte=f"{one.number}99999")
    found: dict[Firm, list[Debtor]] = {}
    rows = Debtor.objects.filter(known, erased_on=None).order_by("pk") if wanted else ()
    for debtor in rows:
        firm = firm_of(debtor)
        if firm and firm in wanted:
            found.setdefault(firm, []).append(debtor)
    return found


def same_as(debtor: Debtor) -> list[Debtor]:
    """The debtor, and those of other creditors that are the same firm; one query. For the agency's own people."""
    firm = firm_of(debtor)
    others = debtors_of([firm]).get(firm, []) if firm else []
    return [debtor, *(other for other in others if other.pk != debtor.pk)]


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a list, the debtors that it is about, their open claims, and how many of them were known before."""

    happening: Happening
    debtors: list[Debtor]
    claims: int
    known: int


def matches(happenings: Sequence[Happening]) -> list[Match]:
    """What each row is about; three queries for each AT_ONCE rows."""
    found: list[Match] = []
    for start in range(0, len(happenings), AT_ONCE):
        part = happenings[start : start + AT_ONCE]
        debtors = debtors_of({one.firm for one in part})
        ids = [debtor.pk for rows in debtors.values() for debtor in rows]
        counts, standing = open_counts(ids), standing_of(ids)
        found += [_match(one, debtors.get(one.firm, []), counts, standing) for one in part]
    return found


def _match(
    one: Happening, debtors: list[Debtor], counts: Mapping[int, int], standing: Mapping[tuple[int, str], Halt]
) -> Match:
    known = [debtor for debtor in debtors if (debtor.pk, one.kind) in standing]
    new = [debtor for debtor in debtors if debtor not in known]
    return Match(one, debtors, sum(counts.get(debtor.pk, 0) for debtor in new), len(known))


def open_counts(debtor_ids: Iterable[int]) -> dict[int, int]:
    """How many open claims each debtor has; one query."""
    rows = Claim.objects.filter(debtor_id__in=list(debtor_ids)).exclude(stage=Stage.CLOSED).order_by()
    return dict(rows.values_list("debtor_id").annotate(n=Count("pk")))


def standing_of(debtor_ids: Iterable[int]) -> dict[tuple[int, str], Halt]:
    """What ended action against these debtors and still does, by debtor and kind; one query."""
    rows = Halt.objects.filter(debtor_id__in=list(debtor_ids), lifted_on=None)
    return {(row.debtor_id, row.kind): row for row in rows.order_by("pk")}


def halts() -> QuerySet[Halt]:
    """All of them, each with its debtor and creditor's party."""
    rows: QuerySet[Halt] = Halt.objects.select_related("debtor", "party")
    return rows


def halt_behind(hold_id: int, claim_id: int) -> Halt | None:
    """The halt that a standing hold of a claim comes from; one query."""
    row = Hold.objects.filter(pk=hold_id, claim_id=claim_id, ended_on=None).select_related("halt__debtor").first()
    return row.halt if row else None


def halted_in(import_id: int) -> list[tuple[Debtor, Halt]]:
    """The debtors of a list that are halted already, or are the same firm as one that is, each with the halt; one query
    when nothing stands, four otherwise. For the agency's own people.
    """
    numbers = "debtor__enterprise_number", "debtor__vat_number"
    standing = list(Halt.objects.filter(lifted_on=None).values_list("pk", "debtor_id", *numbers))
    if not standing:
        return []
    listed = list(Claim.objects.filter(source_id=import_id).order_by().values_list("debtor_id", *numbers).distinct())
    shared = _keys(listed) & _keys((debtor, *rest) for _, debtor, *rest in standing)
    alike = [pk for pk, debtor, *rest in standing if _keys([(debtor, *rest)]) & shared]
    debtors = Debtor.objects.filter(pk__in=[row[0] for row in listed if _keys([row]) & shared]).order_by("pk")
    found = list(Halt.objects.filter(pk__in=alike).select_related("debtor").order_by("pk")) if alike else []
    return [(debtor, halt) for debtor in (debtors if found else ()) for halt in found if _is_same(debtor, halt.debtor)]


def _is_same(debtor: Debtor, other: Debtor) -> bool:
    firm = firm_of(debtor)
    return debtor.pk == other.pk or (firm is not None and firm == firm_of(other))


def _keys(rows: Iterable[tuple[Any, ...]]) -> set[int | str]:
    """Who a debtor may be: itself, and nine digits of its numbers, however written; cheap, `firm_of` decides."""
    return {key for pk, *numbers in rows for key in (pk, *(_nine(number) for number in numbers)) if key}


def _nine(number: str) -> str:
    digits = "".join(filter(str.isdigit, number))
    return digits[:9] if len(digits) == SIRET else digits[-9:]
