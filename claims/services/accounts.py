"""What follows when a creditor is paid on another account: its people are told, and what waited for one is planned."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.queries import members_of
from agencies.scope import current_agency_id
from claims.events import ClaimResumed
from claims.models import Refused
from clients.events import AccountChanged
from clients.models import AccountChange
from clients.rules import hidden
from core.events import publish
from messaging.rules import NotToADebtor
from messaging.services import enqueue

IBAN_MISSING = "payee-iban-missing"


def changed(event: AccountChanged) -> None:
    """Mail everybody of the creditor, so that a false change is noticed; plan again what waited for an account."""
    change = AccountChange.objects.select_related("creditor").get(pk=event.change_id)
    for recipient, address in _readers(change):
        _mail(change, recipient, address, event)
    waiting = Refused.objects.filter(party_id=event.party_id, rule=IBAN_MISSING, cleared_at=None)
    for claim_id in waiting.order_by("claim_id").values_list("claim_id", flat=True).distinct():
        publish(ClaimResumed(claim_id, event.on, event.at))


def _readers(change: AccountChange) -> Iterator[tuple[str, str]]:
    """Who is told: the creditor's own address, and each of its people, once an address."""
    told: set[str] = set()
    people = [(f"member:{one.pk}", one.user.email) for one in members_of(change.party_id)]
    for recipient, address in [(f"creditor:{change.creditor_id}", change.creditor.email), *people]:
        if address and address.lower() not in told:
            told.add(address.lower())
            yield recipient, address


def _mail(change: AccountChange, recipient: str, address: str, event: AccountChanged) -> None:
    creditor, agency = change.creditor, Agency.objects.get(pk=current_agency_id())
    told = {"agency": agency, "creditor": creditor, "change": change}
    with translation.override(creditor.language):
        enqueue(
            dedupe_key=f"account:{change.pk}:{recipient}",
            kind="creditor.account",
            channel="email",
            recipient=recipient,
            address=address,
            subject=_("The account on which debtors pay you was changed"),
            text=render_to_string(
                "clients/account.txt", told | {"before": hidden(change.before), "now": hidden(change.iban)}
            ),
            language=creditor.language,
            template_version="account-1",
            clearance=NotToADebtor("the creditor's account was changed"),
            party_id=change.party_id,
            at=event.at,
        )
