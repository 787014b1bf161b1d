"""Erasing a person while the timeline stays whole: what was said goes, that something was said stays."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies import audit
from agencies.scope import current_agency_id, widened
from claims.events import PersonErased
from claims.models import (
    Allocation,
    Claim,
    ClaimItem,
    ClaimMessage,
    ClaimNote,
    ClaimReply,
    ContactMark,
    Credit,
    Debtor,
    Document,
    EventDetail,
    Halt,
    Hold,
    Import,
    Liable,
    PersonRequest,
    Representative,
)
from claims.services.timeline import tell_all
from core.dates import add_years
from core.errors import Stale
from core.events import publish
from files.services import erase as erase_files
from messaging.services.erasure import erase_messages

ERASED = "—"
RETENTION_YEARS = 10  # C. com. art. L123-22, the longest of those that bind us; Belgium: 7, CDE art. III.86
AT_ONCE = 100
BLANK = ("customer_number", "street", "postcode", "city", "email", "phone", "enterprise_number", "vat_number")
# The raw cells of the files these claims came from, and of any other file of the creditor that names the person or
# one of the invoices: a file sent twice keeps its refused rows.
ERASE_ROWS = """
UPDATE claims_importrow
   SET values = '[]',
       findings = (SELECT coalesce(jsonb_agg(jsonb_set(said, '{detail}', '""')), '[]')
                     FROM jsonb_array_elements(findings) AS said)
 WHERE agency_id = %(agency)s AND party_id = %(party)s
   AND (source_id = ANY(%(imports)s) OR values ?| %(numbers)s OR values::text ILIKE ANY(%(names)s))
"""


def erase_due(*, on: date, at: datetime) -> int:
    """Erase the debtors whose last claim was closed more than RETENTION_YEARS before `on`, and the creditors' lists of
    that age that name nobody else; how many debtors. At most AT_ONCE of each: work is found by data, the next run
    goes on.
    """
    limit = add_years(on, -RETENTION_YEARS)
    with widened("erase_due"):
        due = list(_long_closed(limit)[:AT_ONCE])
        for debtor_id in due:
            erase_debtor(debtor_id=debtor_id, on=on, at=at)
        _erase_orders(limit, on=on)
    return len(due)


def due_for_erasure(*, on: date) -> int:
    """How many debtors' retention has ended on `on`, and who are not erased yet."""
    with widened("due_for_erasure"):
        return _long_closed(add_years(on, -RETENTION_YEARS)).count()


def _long_closed(limit: date) -> QuerySet[Debtor, int]:
    closed, lately = Q(closed_on__lt=limit), Q(closed_on=None) | Q(closed_on__gte=limit)
    own = Claim.objects.filter(debtor=OuterRef("pk"))
    with_others = Liable.objects.filter(debtor=OuterRef("pk"))
    still = with_others.filter(Q(claim__closed_on=None) | Q(claim__closed_on__gte=limit))
    found = Debtor.objects.filter(Exists(own.filter(closed)), ~Exists(own.filter(lately)), ~Exists(still))
    return found.filter(erased_on=None).order_by("pk").values_list("pk", flat=True)


def _erase_orders(limit: date, *, on: date) -> None:
    """Files handed in, and the lists signed, whose claims are all of erased debtors."""
    living = Claim.objects.filter(source=OuterRef("pk"), debtor__erased_on=None)
    old = Import.objects.filter(~Exists(living), on__lt=limit, file__erased_on=None)[:AT_ONCE]
    files = {file for made in old for file in (made.file_id, made.bordereau_id) if file}
    erase_files(file_ids=files, on=on)


def erase_debtor(*, debtor_id: int, on: date, at: datetime) -> int:
    """Erase a debtor's person from closed claims, with the letters, mails and papers; the number of claims touched.

    Amounts, dates, the sealed chain and the proof that letters left stay, as the accounts oblige (docs/erasure.md).
    Raises Stale while a claim is open: the law keeps what a running claim needs (GDPR art. 17 § 3, e).
    """
    with widened("erase_debtor"):
        debtor = Debtor.objects.select_for_update().get(pk=debtor_id)
        liable = Liable.objects.filter(debtor=debtor).values("claim_id")
        claims = list(Claim.objects.filter(Q(debtor=debtor) | Q(pk__in=liable)).order_by("pk"))
        if any(claim.stage != "closed" for claim in claims):
            raise Stale(f"debtor {debtor_id} still has an open claim")
        _erase_stories(claims, at=at)
        _erase_rows(debtor, claims)
        _erase_papers(claims, on=on, at=at)
        _erase_notes(claims)
        _erase_requests(debtor, on=on)
        Representative.objects.filter(debtor=debtor).delete()
        ContactMark.objects.filter(debtor=debtor).delete()
        Halt.objects.filter(debtor=debtor).update(source=ERASED, reference="", stands_for="", lifted_why="")
        blank = dict.fromkeys(BLANK, "")
        Debtor.objects.filter(pk=debtor_id).update(name=ERASED, identity=f"erased:{debtor_id}", erased_on=on, **blank)
        audit.record("debtor.erased", at=at, debtor=debtor_id, claims=len(claims))
        publish(PersonErased(tuple(claim.pk for claim in claims), on, at))
    return len(claims)


def _erase_stories(claims: Sequence[Claim], *, at: datetime) -> None:
    """The details with their salts go; an `erased` link says so, and lets the verification pass."""
    list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).select_for_update(of=("self",)).order_by("pk"))
    EventDetail.objects.filter(claim__in=claims).delete()
    tell_all(claims, "erased", at=at)


def _erase_papers(claims: Sequence[Claim], *, on: date, at: datetime) -> None:
    """Messages, letters and papers of these claims; a paper that another claim has too stays."""
    messages = list(ClaimMessage.objects.filter(claim__in=claims).values_list("message_id", flat=True))
    heard = list(ClaimReply.objects.filter(claim__in=claims).values_list("inbound_id", flat=True))
    files = erase_messages(message_ids=messages, at=at, inbound_ids=heard)
    files |= set(Document.objects.filter(claim__in=claims).values_list("file_id", flat=True))
    files |= set(ClaimNote.objects.filter(claim__in=claims, file__isnull=False).values_list("file_id", flat=True))
    others = Document.objects.filter(file__in=files).exclude(claim__in=claims)
    erase_files(file_ids=files - set(others.values_list("file_id", flat=True)), on=on)


def _erase_notes(claims: Sequence[Claim]) -> None:
    """What people wrote freely about the claims."""
    ClaimItem.objects.filter(claim__in=claims).update(description="")
    Hold.objects.filter(claim__in=claims).update(reason=ERASED)
    Credit.objects.filter(claim__in=claims).update(note="")
    Allocation.objects.filter(claim__in=claims).update(reason=ERASED)
    ClaimNote.objects.filter(claim__in=claims).update(text=ERASED)


def _erase_requests(debtor: Debtor, *, on: date) -> None:
    """What the person asked about its data, and the copies handed out; that it asked, and when, stays."""
    asked = PersonRequest.objects.filter(debtor=debtor)
    erase_files(file_ids=[file for file in asked.values_list("file_id", flat=True) if file], on=on)
    asked.update(said="", answer="")


def _erase_rows(debtor: Debtor, claims: Sequence[Claim]) -> None:
    numbers = ClaimItem.objects.filter(claim__in=claims).values_list("number", flat=True)
    given: dict[str, Any] = {
        "agency": current_agency_id(),
        "party": debtor.party_id,
        "imports": [claim.source_id for claim in claims if claim.source_id],
        "numbers": list(numbers),
        "names": [_containing(text) for text in (debtor.name, debtor.email) if text],
    }
    with connection.cursor() as cursor:
        cursor.execute(ERASE_ROWS, given)


def _containing(text: str) -> str:
    """A pattern that finds a text in JSON, as JSON and LIKE write it."""
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    for sign in "\\%_":
        written = written.replace(sign, f"\\{sign}")
    return f"%{written}%"
