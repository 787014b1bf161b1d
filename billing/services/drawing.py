"""Fees become an invoice, or a credit note where more was taken back than earned; it has no number yet."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies import audit
from agencies.models import Entity
from agencies.scope import widened
from agencies.work import later
from billing.models import Fee, Invoice, InvoiceLine, TariffLine
from billing.queries.taxing import vat_between
from billing.rules.invoicing import Drawn, lines_of, net_of
from billing.services.charging import CREDITED as SOURCE
from billing.wording import name_of, why
from clients.models import Creditor
from core.money import ZERO
from funds.queries.closing import open_day
from law.refusals import Refusal, gettext_noop

ISSUE = "billing.issue"
CREDITED = Refusal(
    "invoice-credited",
    gettext_noop("House rule"),
    gettext_noop("A credit note for this invoice was made before."),
)
SPOKEN = ("fr", "nl", "de", "en")  # languages in which an invoice reads whole
SIDE = ("name", "country", "street", "postcode", "city", "email", "enterprise_number", "vat_number")
ISSUER = (*SIDE, "legal_form", "phone", "own_iban", "own_bic")


def draw(*, fee_id: int, at: datetime) -> Invoice | None:
    """Invoice what a creditor owes an entity, with the fee that was found: all that is due by the day of `at`.

    A credit note where more was taken back than earned; None when both are the same, or nothing is left to invoice.
    """
    with widened("draw_invoice"):
        found = Fee.objects.filter(pk=fee_id, invoice=None).first()
        if found is None:
            return None
        same = {"party_id": found.party_id, "entity_id": found.entity_id, "invoice": None}
        held = Fee.objects.select_for_update(of=("self",)).filter(**same, bill_on__lte=localdate(at))
        fees = list(held.select_related("line", "claim").order_by("pk"))
        lines = lines_of([fee.earned for fee in fees])
        net = net_of(lines)
        if net == ZERO:
            return None
        corrects = None if net > ZERO else _invoiced_before(fees)
        return _written(fees, lines if net > ZERO else [line.turned() for line in lines], corrects, at=at)


def _invoiced_before(fees: Sequence[Fee]) -> Invoice | None:
    """The last invoice that charged what is now taken back."""
    claims = [fee.claim_id for fee in fees if fee.amount < ZERO and fee.claim_id]
    charged = Fee.objects.filter(claim_id__in=claims, invoice__kind=Invoice.Kind.INVOICE, amount__gt=0)
    last = charged.select_related("invoice").order_by("-invoice_id").first()
    return last.invoice if last else None


def _written(
    fees: Sequence[Fee], lines: Sequence[Drawn], corrects: Invoice | None, *, at: datetime, reason: str = ""
) -> Invoice:
    creditor = Creditor.objects.get(party_id=fees[0].party_id)
    entity = Entity.objects.get(pk=fees[0].entity_id)
    back = sum(fee.amount for fee in fees) < ZERO
    net = net_of(lines)
    language = creditor.language if creditor.language in SPOKEN else SPOKEN[0]
    with translation.override(language):
        invoice: Invoice = Invoice.objects.create(
            party_id=creditor.party_id,
            creditor=creditor,
            entity=entity,
            kind=Invoice.Kind.CREDIT_NOTE if back else Invoice.Kind.INVOICE,
            corrects=corrects,
            reason=reason or (_("Sums received that were taken back") if back else ""),
            drawn_at=at,
            language=language,
            seller={name: getattr(entity, name) for name in ISSUER},
            buyer={name: getattr(creditor, name) for name in SIDE},
            net=net,
            **_vat(entity, creditor, net, localdate(at)),
        )
        words = {fee.pk: fee.line for fee in fees}
        InvoiceLine.objects.bulk_create(
            _line(invoice, line, words[line.fees[0].pk], place) for place, line in enumerate(lines, 1)
        )
    Fee.objects.filter(pk__in=[fee.pk for fee in fees]).update(invoice=invoice)
    later(ISSUE, swept=True, invoice_id=invoice.pk)
    return invoice


def _line(invoice: Invoice, drawn: Drawn, line: TariffLine, place: int) -> InvoiceLine:
    return InvoiceLine(
        party_id=invoice.party_id,
        invoice=invoice,
        position=place,
        code=drawn.code,
        text=name_of(line),
        why=why(drawn, line)[:400],
        quantity=drawn.quantity,
        price=drawn.price,
        net=drawn.net,
    )


def _vat(entity: Entity, creditor: Creditor, net: Decimal, on: date) -> dict[str, Any]:
    vat = vat_between(entity, creditor, on)
    due = vat.on(net)
    told = {"vat_category": vat.category, "vat_rate": vat.rate, "vat_source": vat.source}
    return told | {"vat": due, "total": net + due}


def credit_in_full(*, invoice: Invoice, reason: str, at: datetime) -> Invoice | Refusal:
    """A credit note for all of an invoice: what it charged is taken back, and is not charged again.

    Refused for a credit note, for an invoice without number, and for one that was credited before.
    """
    with widened("credit_invoice"):
        held = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
        if held.kind != Invoice.Kind.INVOICE or held.number is None or _is_credited(held):
            return CREDITED
        fees = list(Fee.objects.filter(invoice=held).select_related("line", "claim").order_by("pk"))
        on = open_day(held.entity_id, localdate(at))
        back = Fee.objects.bulk_create(_taken_back(fee, on, at) for fee in fees)
        lines = [line.turned() for line in lines_of([fee.earned for fee in back])]
        note = _written(back, lines, held, at=at, reason=reason)
        audit.record("invoice.credited", at=at, code=held.label, reason=reason)
    return note


def _is_credited(invoice: Invoice) -> bool:
    return Fee.objects.filter(source__startswith=f"{SOURCE}{invoice.pk}:").exists()


def _taken_back(fee: Fee, on: date, at: datetime) -> Fee:
    copied = ("party_id", "contract_id", "entity_id", "claim", "line", "code", "stage", "quantity", "base", "facts")
    return Fee(
        **{name: getattr(fee, name) for name in copied},
        amount=-fee.amount,
        on=on,
        bill_on=on,
        source=f"{SOURCE}{fee.invoice_id}:{fee.pk}",
        made_at=at,
    )
