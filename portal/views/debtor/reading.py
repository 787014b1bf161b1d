"""What a debtor reads: what is owed and why, how to pay, who we are, what one may ask."""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from claims.explaining import statement_lines
from claims.letters.parts import audience_of, invoices_of, payee_of, printed_reference, privacy_note
from claims.models import Claim
from claims.queries.statement import statement_of, with_statement_rows
from claims.rules import HoldKind
from claims.statement import Statement
from core.money import ZERO
from formats.qr import epc_qr
from messaging.letters.words import spoken, words
from paynow.queries import notices_of
from portal.views.debtor.page import file_page, here, over, shown
from portal.views.debtor.visits import COOKIE


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the first page: where it leads, its sign, what it is."""

    url: str
    sign: str
    label: str
    note: str


WAYS = (  # page, sign, words, what it is for
    ("pay", "euro", _("How to pay"), _("Account, communication, code for your bank’s app")),
    ("paid", "check", _("I have paid already"), _("Tell us when and how; add the proof")),
    ("plan", "calendar", _("I want to pay in parts"), _("Free of charge, for as long as you keep to it")),
    ("object", "stage-hold", _("I do not agree"), _("Say why: nothing goes further until you have an answer")),
    ("papers", "file", _("I want to see papers"), _("Invoice, contract, proof of delivery: free of charge")),
    ("why", "claims", _("What you owe, and why"), _("Each line, each invoice, each rule")),
    ("call", "phone", _("Call me back"), _("Choose a day and a time")),
    ("details", "person", _("Correct my address or number"), ""),
    ("ways", "mail", _("How you may contact me"), ""),
    ("who", "shield", _("Who we are, and how to check it"), ""),
    ("rights", "lock", _("Your rights and your data"), ""),
)
RESTS = {
    HoldKind.DISPUTE: _("Your objection is being looked at. You get an answer in writing."),
    HoldKind.PLAN_ASKED: _("You asked to pay in parts. You get an answer in writing."),
    HoldKind.PLAN: _("You pay in parts: as long as you keep to the plan, nothing else happens."),
    HoldKind.PAPERS_ASKED: _("Papers were asked for. They come first."),
    HoldKind.PROMISE: _("You said when you will pay. We wait for that day."),
    HoldKind.PAID_ALREADY: _("You said that it is paid. We look into it first."),
}
OTHERWISE = _("Something must be looked into first.")


def resting(kinds: Iterable[str]) -> str:
    """Why nothing goes further for now, in the debtor's words; empty when the file goes on."""
    return next((str(RESTS.get(HoldKind(kind), OTHERWISE)) for kind in kinds), "")


@file_page()
def file(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The first page: who asks, how much, and everything one can do."""
    on = timezone.localdate()
    owed = owed_by(claim, on)
    total, deadline = to_pay(claim, owed, on)
    holds = [hold.kind for hold in claim.holds.all() if hold.ended_on is None]
    ways = [Way(here(claim, page), sign, str(label), str(note)) for page, sign, label, note in WAYS]
    more = {"ways": ways, "resting": resting(holds), "leave_url": here(claim, "leave")}
    return shown(request, claim, "file", total=total, deadline=deadline, on=on, **more)


@file_page()
def why(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The statement line by line, and the invoices."""
    on = timezone.localdate()
    owed = owed_by(claim, on)
    lines, pay = statement_lines(owed, claim), here(claim, "pay")
    return shown(request, claim, "why", owed=owed, lines=lines, invoices=invoices_of(claim), on=on, pay_url=pay)


@file_page()
def qr(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The code that banking apps read, as a picture; 404 when nothing is to be paid."""
    on = timezone.localdate()
    total, _last = to_pay(claim, owed_by(claim, on), on)
    payee = payee_of(claim, on)
    if not payee.iban or total <= ZERO:
        raise Http404
    reference = printed_reference(claim.reference)
    image = epc_qr(name=payee.name, iban=payee.iban, amount=total, text=reference, bic=payee.bic or None)
    return HttpResponse(b64decode(image.partition(",")[2]), content_type="image/png")


@file_page()
def who(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Who writes, for whom, and how to check it without us."""
    return shown(request, claim, "who", entity=claim.entity, creditor=claim.creditor)


@file_page()
def rights(request: HttpRequest, claim: Claim) -> HttpResponse:
    """What one may ask of us, and the notice of GDPR art. 14."""
    said = words(spoken(get_language() or ""))
    country = claim.entity.country
    more = {"note": privacy_note(claim, said).text, "supervisor": said.supervisors.get(country, "")}
    is_consumer = audience_of(claim).endswith("consumer")
    return shown(request, claim, "rights", entity=claim.entity, is_consumer=is_consumer, country=country, **more)


@file_page("POST")
def leave(request: HttpRequest, claim: Claim) -> HttpResponse:
    """End the visit: nobody after one on the same telephone gets in."""
    response = over(request, status=200)
    response.delete_cookie(COOKIE, path=here(claim, "file"))
    return response


def owed_by(claim: Claim, on: date) -> Statement:
    """What is owed, with its rows read in a fixed number of queries."""
    prefetch_related_objects([claim], *with_statement_rows())
    return statement_of(claim, on)


def to_pay(claim: Claim, owed: Statement, on: date) -> tuple[Decimal, date | None]:
    """What settles the claim if it is paid now, and the last day of the letter: until then its amount is enough."""
    notices = [one for one in notices_of(claim.pk) if not one.withdrawn_on and one.deadline_on >= on]
    if not notices:
        return owed.total, None
    return min(notices[0].amount, owed.total), notices[0].deadline_on
