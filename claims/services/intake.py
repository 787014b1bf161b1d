"""Taking a creditor's file: judged whole, loaded whole, or nothing at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django.db import transaction

from agencies import numbering
from agencies.scope import current_agency_id, current_scope, widened
from claims.events import ClaimsImported
from claims.intake.findings import file_cure, file_reason
from claims.intake.judge import Judged, Known, Ready, judge
from claims.intake.judge import Terms as Against
from claims.intake.load import Batch, Group, grouped, load, remark
from claims.intake.seller import Seller, register_numbers
from claims.models import ClaimItem, Import
from claims.queries.law import clause_of, kind_of, law_options, overrides
from claims.services.lifecycle import draw_up_later
from clients.models import Contract, Creditor, Terms
from core.events import publish
from core.money import ZERO
from files.models import File
from files.rules import INVOICES
from files.services import Rejected, keep
from formats.columns import Columns, recognise
from formats.errors import Unreadable
from formats.invoices import missing_columns, read_invoices
from formats.opening import open_file
from formats.sheets import Sheet

CLAIM_NUMBERS_A_YEAR = 1_000_000  # a number shows its year as long as a year has no more claims than this


@dataclass(frozen=True, slots=True)
class Refused:
    """The file as a whole was refused: why, and what to do."""

    code: str
    detail: str = ""


@dataclass(frozen=True)
class Judgement:
    """A file with every row judged; nothing is written yet."""

    sheet: Sheet
    columns: Columns
    rows: tuple[Judged, ...]

    def count(self, verdict: str) -> int:
        """How many rows have this verdict."""
        return self._verdicts[verdict]

    @cached_property
    def _verdicts(self) -> Counter[str]:
        return Counter(row.verdict for row in self.rows)

    @cached_property
    def codes(self) -> dict[str, int]:
        """How often each remark was made."""
        return dict(Counter(finding.code for row in self.rows for finding in row.findings))

    @property
    def duplicates(self) -> int:
        """Rows refused because their invoice was handed over before, or twice in this file."""
        return sum(self.codes.get(code, 0) for code in ("duplicate", "duplicate_in_file"))

    @cached_property
    def groups(self) -> dict[Group, list[Ready]]:
        """The ready rows by the claim that they make."""
        return grouped(row.ready for row in self.rows if row.ready)

    @property
    def claims(self) -> int:
        """How many claims the ready rows make."""
        return len(self.groups)

    @cached_property
    def amount(self) -> Decimal:
        """The sum of the balances that would be loaded."""
        return sum((row.ready.balance for row in self.rows if row.ready), ZERO)


def judge_file(
    *, data: bytes, name: str, creditor: Creditor, on: date, mapping: Mapping[str, int | None] | None = None
) -> Judgement | Refused:
    """Read a file and judge every row against what the creditor agreed; writes nothing."""
    try:
        sheet = open_file(data, name)
        columns = recognise(sheet.heading, sheet.sample())
        if mapping:
            columns = columns.override(mapping)
        if missing := missing_columns(columns):
            return Refused("columns_missing", ", ".join(missing))
        rows = read_invoices(sheet, columns, default_country=creditor.country)
        judged = tuple(judge(rows, _against(creditor, on), partial(_known, creditor.party_id)))
    except Unreadable as error:
        return Refused(error.code, error.detail)
    return Judgement(sheet, columns, judged) if judged else Refused("empty")


def _against(creditor: Creditor, on: date) -> Against:
    terms = terms_in_force(creditor, on)
    return Against(
        on=on,
        country=creditor.country,
        kind=kind_of(creditor.default_debtor_kind),
        language=creditor.language,
        seller=Seller(creditor.name, register_numbers(creditor.enterprise_number, creditor.vat_number)),
        clause=clause_of(terms),
        clause_since=terms.since if terms else None,
        options=law_options(on),
        overrides=overrides(),
    )


def terms_in_force(creditor: Creditor, on: date) -> Terms | None:
    """The creditor's latest terms that hold on `on`."""
    return Terms.objects.filter(creditor=creditor, since__lte=on).order_by("-since", "-version").first()


def _known(party_id: int, numbers: Sequence[str]) -> Known:
    """Which of these invoice numbers the creditor handed over before, with their dates."""
    handed_over = ClaimItem.objects.filter(party_id=party_id, number_key__in=numbers, withdrawn_on=None)
    known: dict[str, set[date]] = {}
    for number, issued_on in handed_over.values_list("number_key", "issued_on"):
        known.setdefault(number, set()).add(issued_on)
    return known


def import_file(
    *,
    data: bytes,
    name: str,
    contract: Contract,
    on: date,
    at: datetime,
    mapping: Mapping[str, int | None] | None = None,
    actor: str = "",
) -> Import | Refused:
    """Load every row without an error as claims, in one transaction; the others are kept with their reasons.

    The creditor's row is locked meanwhile, so that the same file sent twice at once makes its claims once.
    """
    with widened("import_file"), transaction.atomic():
        creditor = Creditor.objects.select_for_update().get(pk=contract.creditor_id)
        judgement = judge_file(data=data, name=name, creditor=creditor, on=on, mapping=mapping)
        if isinstance(judgement, Refused):
            return judgement
        kept = keep(data=data, name=name, party_id=creditor.party_id, allowed=INVOICES)
        if isinstance(kept, Rejected):
            return Refused(kept.code, kept.detail)
        made = _record(judgement, kept, contract, creditor, on, at)
        if made.claims:
            load(judgement.groups, _batch(made, contract, creditor, actor))
            publish(ClaimsImported(made.pk, creditor.party_id, made.claims, on, at))
            draw_up_later(made.pk)
    return made


def _record(judgement: Judgement, kept: File, contract: Contract, creditor: Creditor, on: date, at: datetime) -> Import:
    made = Import.objects.create(
        party_id=creditor.party_id,
        creditor=creditor,
        contract=contract,
        member_id=current_scope().member_id,
        file=kept,
        name=kept.name,
        on=on,
        at=at,
        rows=len(judgement.rows),
        ready=judgement.count("ready"),
        warned=judgement.count("warning"),
        refused=judgement.count("error"),
        duplicates=judgement.duplicates,
        claims=judgement.claims,
        amount=judgement.amount,
        mapping=dict(judgement.columns.fields),
    )
    if any(row.findings for row in judgement.rows):
        keys = {"agency_id": made.agency_id, "party_id": made.party_id, "import_id": made.pk}
        remark((row for row in judgement.rows if row.findings), keys)
    return made


def _batch(made: Import, contract: Contract, creditor: Creditor, actor: str) -> Batch:
    terms = terms_in_force(creditor, made.on)
    numbers = numbering.take("claim", made.claims, after=made.on.year * CLAIM_NUMBERS_A_YEAR)
    member_id = current_scope().member_id
    return Batch(
        agency_id=current_agency_id(),
        party_id=made.party_id,
        creditor_id=creditor.pk,
        contract_id=contract.pk,
        entity_id=contract.entity_id,
        terms_id=terms.pk if terms else None,
        import_id=made.pk,
        with_charges=contract.with_charges,
        on=made.on,
        at=made.at,
        actor=actor or (f"member:{member_id}" if member_id else "system"),
        numbers=numbers,
    )


def summary(judged: Judgement | Import | Refused) -> dict[str, Any]:
    """The figures of a judgement or an import, as the command and the API print them."""
    if isinstance(judged, Refused):
        reason, cure = file_reason(judged.code), file_cure(judged.code, judged.detail)
        return {"ok": False, "code": judged.code, "detail": judged.detail, "reason": reason, "cure": cure}
    if isinstance(judged, Import):
        return {
            "ok": True,
            "import": str(judged.uid),
            "rows": judged.rows,
            "ready": judged.ready,
            "warnings": judged.warned,
            "refused": judged.refused,
            "duplicates": judged.duplicates,
            "new_claims": judged.claims,
            "new_items": judged.ready + judged.warned,
            "amount": str(judged.amount),
        }
    return {
        "ok": True,
        "rows": len(judged.rows),
        "ready": judged.count("ready"),
        "warnings": judged.count("warning"),
        "refused": judged.count("error"),
        "duplicates": judged.duplicates,
        "new_claims": judged.claims,
        "new_items": judged.count("ready") + judged.count("warning"),
        "amount": str(judged.amount),
    }
