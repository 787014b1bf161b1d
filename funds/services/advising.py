"""The advice to a creditor: what is on its way, and which payments it is made of."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.scope import current_agency_id
from clients.models import Creditor
from clients.rules import hidden
from funds.models import Remittance, RemittanceLine, RemittancePart
from messaging.rules import NotToADebtor
from messaging.services import enqueue

MOST = 100  # payments told one by one in a mail; the portal lists them all


def advise(*, row: Remittance, at: datetime) -> int:
    """Mail every creditor of a run whose address is known, once a run; how many."""
    lines = list(row.lines.order_by("pk"))
    creditors = {one.party_id: one for one in Creditor.objects.filter(party_id__in=[line.party_id for line in lines])}
    agency = Agency.objects.get(pk=current_agency_id())
    told = [line for line in lines if line.party_id in creditors and creditors[line.party_id].email]
    for line in told:
        _mail(line, creditors[line.party_id], agency, at)
    return len(told)


def _mail(line: RemittanceLine, creditor: Creditor, agency: Agency, at: datetime) -> None:
    rows = RemittancePart.objects.filter(line=line).select_related("part__claim__debtor").order_by("pk")
    pieces, count = list(rows[:MOST]), rows.count()
    told = {"agency": agency, "line": line, "pieces": pieces, "more": count - len(pieces), "paid": line.amount}
    with translation.override(creditor.language):
        enqueue(
            dedupe_key=f"remittance:{line.pk}",
            kind="creditor.remittance",
            channel="email",
            recipient=f"creditor:{creditor.pk}",
            address=creditor.email,
            subject=_("Money was passed on to you"),
            text=render_to_string("funds/remittance.txt", told | {"kept": line.withheld, "account": hidden(line.iban)}),
            language=creditor.language,
            template_version="remittance-1",
            clearance=NotToADebtor("money passed on to the creditor"),
            party_id=line.party_id,
            at=at,
        )
