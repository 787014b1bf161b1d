"""An invoice on paper, as data, and on its way. Imports the layout engine (a second): only workers import this."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from agencies.options import option
from agencies.scope import current_agency_id, widened
from billing.models import Invoice, InvoiceLine
from billing.queries.due import reminders_wanted
from billing.queries.invoices import bill_of, reference_of
from billing.services.networking import CHANNEL, dedupe_key
from billing.wording import rate
from files.models import File
from files.rules import PDF, XML, Kind
from files.services import Rejected, keep
from formats.factur_x import embedded
from formats.peppol import Bill, reachable, written
from formats.qr import epc_qr
from messaging.channels.network import is_configured
from messaging.letters.pdf import set_page
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from web.formatting import grouped_iban

FRANCE = "FR"
COUNTRIES = {"BE": gettext_lazy("Belgium"), "FR": gettext_lazy("France")}


def send(*, invoice_id: int, at: datetime) -> Invoice | None:
    """Write an issued invoice as PDF and, where both sides are on the network, as UBL, and mail both to the creditor.

    None when it went before or has no number yet. Without an e-mail address it waits in the creditor's portal.
    """
    with widened("send_invoice"):
        free = Invoice.objects.select_for_update(of=("self",), skip_locked=True)
        invoice = free.select_related("corrects").filter(pk=invoice_id, sent_at=None).exclude(number=None).first()
        if invoice is None:
            return None
        lines = list(invoice.lines.order_by("position"))
        bill = bill_of(invoice, lines)
        xml = written(bill) if reachable(bill) else b""
        paper = _paper(invoice, lines, bill, xml)
        files = {"file": _kept(invoice, paper, PDF), "xml": _kept(invoice, xml, XML) if xml else None}
        Invoice.objects.filter(pk=invoice.pk).update(**files, sent_at=at)
        _mail(invoice, [file for file in files.values() if file], "invoice", at=at)
        _hand_in(invoice, bill, files["xml"], at)
        invoice.refresh_from_db()
    return invoice


def _hand_in(invoice: Invoice, bill: Bill, xml: File | None, at: datetime) -> None:
    """To the Peppol network, where the service has an access point and both sides an address."""
    where = bill.buyer.endpoint
    if xml is None or where is None or not is_configured():
        return
    enqueue(
        dedupe_key=dedupe_key(invoice.pk),
        kind="billing.invoice",
        channel=CHANNEL,
        recipient=f"creditor:{invoice.creditor_id}",
        address=":".join(where),
        subject=invoice.label,
        text="",
        language=invoice.language,
        template_version="peppol-bis-3",
        clearance=NotToADebtor("the agency's own invoice"),
        party_id=invoice.party_id,
        at=at,
        files=[xml],
    )


def _paper(invoice: Invoice, lines: list[InvoiceLine], bill: Bill, xml: bytes) -> bytes:
    """The PDF, with the invoice as data inside: as Factur-X from a French entity, the UBL from another."""
    if bill.seller.country == FRANCE:
        return embedded(set_page(_page(invoice, lines)), bill, language=invoice.language)
    return set_page(_page(invoice, lines), enclosed={f"{invoice.label}.xml": xml} if xml else None)


def _kept(invoice: Invoice, data: bytes, kind: Kind) -> File:
    kept = keep(data=data, name=f"{invoice.label}.{kind.extension}", party_id=invoice.party_id, allowed=[kind])
    if isinstance(kept, Rejected):
        raise RuntimeError(f"our own invoice was rejected: {kept.code}")
    return kept


def _page(invoice: Invoice, lines: list[InvoiceLine]) -> str:
    """The page of an invoice, in the creditor's language."""
    with translation.override(invoice.language):
        context: dict[str, Any] = {
            "invoice": invoice,
            "language": invoice.language,
            "lines": lines,
            "seller": invoice.seller["name"],
            "rate": rate(invoice.vat_rate),
            "country": COUNTRIES.get(invoice.buyer["country"], invoice.buyer["country"]),
            "qr": _qr(invoice),
            "iban": grouped_iban(invoice.seller["own_iban"]),
            "reference": reference_of(invoice),
            "reversed": invoice.vat_category == "AE",
            "is_note": invoice.kind == Invoice.Kind.CREDIT_NOTE,
        }
        return render_to_string("letters/invoice.html", context)


def _qr(invoice: Invoice) -> str:
    """The code that banking apps read; empty where there is nothing to pay, or no account."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE or not invoice.seller["own_iban"]:
        return ""
    own = invoice.seller["name"], invoice.seller["own_iban"], invoice.seller["own_bic"]
    return epc_qr(name=own[0], iban=own[1], amount=invoice.total, text=reference_of(invoice), bic=own[2] or None)


def remind(*, invoice_id: int, at: datetime) -> bool:
    """Remind a creditor of an own invoice that is not paid, once for all that was missed; whether it was."""
    with widened("remind_invoice"):
        on = localdate(at)
        held = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice_id)
        wanted = reminders_wanted(held, on, option("billing.remind_on_days", on))
        if wanted <= held.reminders:
            return False
        Invoice.objects.filter(pk=held.pk).update(reminders=wanted, reminded_on=on)
        _mail(held, [held.file] if held.file else [], "invoice_reminder", at=at, on=on)
    return True


def _mail(invoice: Invoice, files: list[File], kind: str, *, at: datetime, on: date | None = None) -> None:
    creditor, agency = invoice.creditor, Agency.objects.get(pk=current_agency_id())
    if not creditor.email:
        return
    with translation.override(invoice.language):
        context = {"invoice": invoice, "agency": agency, "reference": reference_of(invoice), "on": on}
        context |= {"url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/invoices/{invoice.uid}/"}
        context |= {"is_note": invoice.kind == Invoice.Kind.CREDIT_NOTE, "iban": invoice.seller["own_iban"]}
        enqueue(
            dedupe_key=f"{kind}:{invoice.pk}:{on.isoformat() if on else ''}",
            kind=f"billing.{kind}",
            channel="email",
            recipient=f"creditor:{creditor.pk}",
            address=creditor.email,
            subject=_subject(invoice, kind) % {"number": invoice.label, "seller": invoice.seller["name"]},
            text=render_to_string(f"billing/{kind}.txt", context),
            language=invoice.language,
            template_version=f"{kind}-1",
            clearance=NotToADebtor("the agency's own invoice"),
            party_id=invoice.party_id,
            at=at,
            files=files,
        )


def _subject(invoice: Invoice, kind: str) -> str:
    if kind == "invoice_reminder":
        return _("Reminder: invoice %(number)s of %(seller)s")
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _("Credit note %(number)s of %(seller)s")
    return _("Invoice %(number)s of %(seller)s")
