"""What was said of the rows of a file, for screens, API and command."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from agencies.scope import current_agency_id
from claims.intake.findings import cure, reason
from claims.intake.judge import Judged
from claims.models import Import, ImportRow

SHOWN = 20
CODES = """
SELECT said ->> 'code', count(*) FROM claims_importrow, jsonb_array_elements(findings) AS said
 WHERE agency_id = %s AND source_id = %s GROUP BY 1 ORDER BY 2 DESC, 1
"""


def remarks_of(made: Import, shown: int = SHOWN) -> dict[str, Any]:
    """{"findings": {code: count}, "refused_rows": the first ones, with reason and cure}; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(CODES, [current_agency_id(), made.pk])
        codes = dict(cursor.fetchall())
    refused = ImportRow.objects.filter(source=made, verdict="error").order_by("row")[:shown]
    return {"findings": codes, "refused_rows": [refused_row(one.row, one.findings) for one in refused]}


def remarks_on(rows: Iterable[Judged], shown: int = SHOWN) -> dict[str, Any]:
    """The same of rows that were judged and not loaded."""
    judged = list(rows)
    codes = Counter(finding.code for row in judged for finding in row.findings)
    refused = islice((row for row in judged if row.verdict == "error"), shown)
    told = [refused_row(row.number, [finding.as_dict() for finding in row.findings]) for row in refused]
    return {"findings": dict(codes.most_common()), "refused_rows": told}


def refused_row(number: int, findings: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """A row with each error in the language of the reader."""
    errors = [finding for finding in findings if finding["severity"] == "error"]
    told = [dict(finding) | {"reason": reason(finding["code"]), "cure": cure(finding["code"])} for finding in errors]
    return {"row": number, "errors": told}


def orders_of(party_id: int, limit: int = 30) -> list[Import]:
    """The creditor's lists with a bordereau, annexed to its contract, latest first; one query."""
    drawn_up = Import.objects.filter(party_id=party_id, bordereau__isnull=False)
    return list(drawn_up.select_related("bordereau").order_by("-id")[:limit])
