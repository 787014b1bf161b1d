"""PAYNOW are bought, and lapse: the price is shown before, the consent kept, the oldest used first."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from agencies import audit
from agencies.models import Agency
from agencies.scope import current_agency_id, current_scope, widened
from billing.models import Pack, TariffLine
from billing.queries.packs import STOCK_EMPTY, lots_ending, on_sale
from billing.rules.prices import pack_price
from billing.services.charging import charge
from claims.events import ClaimResumed
from claims.models import Refused
from clients.models import Contract, Creditor, StockEntry
from clients.queries import lots_of
from clients.services import grant_paynow, lapse_paynow
from core.dates import ONE_DAY, add_months
from core.events import publish
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from messaging.rules import NotToADebtor
from messaging.services import enqueue

NOT_ON_SALE = Refusal(
    "offer-gone",
    _("House rule"),
    _("This formula is not on sale under your contract any more, or its price has changed."),
    cure=_("Look at the prices again, and order."),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody agreed to buy: so many of a line, at a price (euros, excluding VAT) that the page showed.

    `token` is the page's own: pressing twice buys once.
    """

    code: str
    quantity: int
    price: Decimal
    token: str


def buy(*, contract: Contract, order: Order, on: date, at: datetime) -> Pack | Refusal:
    """Buy PAYNOW: they are in stock at once, their price is a fee, and the claims that waited for one go on.

    Refused when the formula is not on sale at the price agreed to, or under a contract that has ended.
    """
    line = next((one for one in on_sale(contract, on) if one.code == order.code), None)
    if line is None or pack_price(line.price, order.quantity) != order.price or order.quantity < 1:
        return NOT_ON_SALE
    if (line.quantity or 1) > 1 and order.quantity != line.quantity:
        return NOT_ON_SALE
    with widened("buy_pack"):
        Creditor.objects.select_for_update(of=("self",)).get(party_id=contract.party_id)
        if before := Pack.objects.filter(party_id=contract.party_id, token=order.token).first():
            return before
        pack = _bought(contract, line, order, on, at)
        charge(
            line=line,
            contract=contract,
            source=f"pack:{pack.pk}",
            on=on,
            at=at,
            amount=pack.price,
            quantity=1 if (line.quantity or 1) > 1 else pack.quantity,
            facts={"paynow": pack.quantity, "until": pack.expires_on and pack.expires_on.isoformat()},
        )
        audit.record("pack.bought", at=at, contract=contract.pk, value=str(pack.price))
        _go_on(contract.party_id, on, at)
    return pack


def _bought(contract: Contract, line: TariffLine, order: Order, on: date, at: datetime) -> Pack:
    expires = add_months(on, line.valid_months) - ONE_DAY if line.valid_months else None
    pack: Pack = Pack.objects.create(
        party_id=contract.party_id,
        contract=contract,
        line=line,
        quantity=order.quantity,
        price=order.price,
        bought_on=on,
        expires_on=expires,
        bought_by_id=current_scope().member_id,
        bought_at=at,
        token=order.token,
    )
    grant_paynow(
        party_id=contract.party_id, quantity=pack.quantity, source=f"pack:{pack.pk}", at=at, expires_on=expires
    )
    return pack


def _go_on(party_id: int, on: date, at: datetime) -> None:
    """The claims whose PAYNOW waited for stock are looked at again today."""
    waiting = Refused.objects.filter(party_id=party_id, rule=STOCK_EMPTY, cleared_at=None)
    for claim_id in waiting.order_by("claim_id").values_list("claim_id", flat=True).distinct():
        publish(ClaimResumed(claim_id, on, at))


def tell_ending(*, entry_id: int, on: date, at: datetime) -> bool:
    """Warn a creditor that PAYNOW of a lot lapse in 30 days, then in 7, or let them lapse; whether anything was done.

    After a stop, one warning stands for those missed.
    """
    entry = StockEntry.objects.get(pk=entry_id)
    if entry.expires_on is None:
        return False
    if entry.expires_on < on:
        return lapse_paynow(party_id=entry.party_id, source=entry.source, on=on, at=at) is not None
    found = next((one for one in lots_ending(on) if one.entry_id == entry_id), None)
    return found is not None and _warned(entry, found.warning, at)


def _warned(entry: StockEntry, warning: int, at: datetime) -> bool:
    creditor = Creditor.objects.get(party_id=entry.party_id)
    lot = next(one for one in lots_of(entry.party_id) if one.source == entry.source)
    if not creditor.email:
        return False
    agency = Agency.objects.get(pk=current_agency_id())
    context = {"lot": lot, "agency": agency, "url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/contract/"}
    with translation.override(creditor.language):
        subject = ngettext("%(n)d PAYNOW of yours lapses soon", "%(n)d PAYNOW of yours lapse soon", lot.left)
        enqueue(
            dedupe_key=f"stock:{entry.pk}:{warning}",
            kind="billing.pack_ending",
            channel="email",
            recipient=f"creditor:{creditor.pk}",
            address=creditor.email,
            subject=subject % {"n": lot.left},
            text=render_to_string("billing/pack_ending.txt", context),
            language=creditor.language,
            template_version="pack-ending-1",
            clearance=NotToADebtor("PAYNOW of a creditor lapse"),
            party_id=creditor.party_id,
            at=at,
        )
    return True
