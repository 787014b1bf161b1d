"""Who may be contacted about a claim, what was done to reach its debtor lately, and what the debtor acknowledged."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from claims.models import Claim, ClaimMessage, Credit, Event, Liable, Representative
from law.contact import COUNTED, MONTH, Contact, People
from law.limitation import Event as Happening
from messaging.rules import State

CALLED, VISITED, ACKNOWLEDGED = "called", "visited", "acknowledged"
TRIED = {CALLED: "call", VISITED: "visit"}  # kinds of link in the timeline, and the act that each stands for
NEVER_LEFT = (State.CANCELLED, State.FAILED)


def people_of(claim: Claim, on: date) -> People:
    """The liable parties of a claim and those who represent one of them on `on`; two queries."""
    liable = list(Liable.objects.filter(claim=claim).values_list("debtor_id", flat=True))
    standing = Representative.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), debtor_id__in=liable, since__lte=on)
    named = {f"debtor:{debtor}": f"representative:{pk}" for debtor, pk in standing.values_list("debtor_id", "pk")}
    return People(frozenset(f"debtor:{debtor}" for debtor in liable), named)


def contacts_of(debtor_id: int, at: datetime) -> tuple[Contact, ...]:
    """How the debtor was contacted, on all claims of this creditor, as far back as limits look; two queries.

    A message counts from when it may leave; a call or visit when it was tried, whatever came of it.
    """
    since = at - timedelta(days=MONTH + 1)
    about = ClaimMessage.objects.filter(claim__debtor_id=debtor_id, message__not_before__gte=since)
    left = about.exclude(message__state__in=NEVER_LEFT).order_by().distinct()
    rows = left.values_list("message_id", "message__clearance__act", "message__not_before")
    written = {message: Contact(act, moment) for message, act, moment in rows if act in COUNTED}
    links = Event.objects.filter(claim__debtor_id=debtor_id, kind__in=TRIED, at__gte=since)
    tried = [Contact(TRIED[kind], moment) for kind, moment in links.values_list("kind", "at")]
    return (*written.values(), *tried)


def acknowledgements_of(claim_id: int) -> tuple[Happening, ...]:
    """What interrupts the limitation: the debtor's writings that own up to the debt, and part payments; two queries."""
    written = Event.objects.filter(claim_id=claim_id, kind=ACKNOWLEDGED).values_list("at", flat=True)
    paid = Credit.objects.filter(claim_id=claim_id, kind=Credit.Kind.PAYMENT).values_list("value_on", flat=True)
    days = {*paid, *(localdate(moment) for moment in written)}
    return tuple(Happening("acknowledgement", day) for day in sorted(days))
