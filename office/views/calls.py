"""A call on the page of a claim: whether it may be made, what came of it, what follows."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from amicable.queries.queue import profile_of
from amicable.services.calling import log_call
from claims import guard
from claims.access import claim_for
from claims.models import Claim
from claims.wording import translated
from office.forms.calls import WORDS, CallForm
from office.views.acts import ask_about
from office.views.page import here, staff, to
from office.views.refusing import forbidden
from web import parts
from web.parts import Consequence
from web.toasts import toast

SCRIPTS: Mapping[str, Any] = {  # payer profile → how to speak to this debtor
    "": gettext_lazy("Ask why it is not paid, then for an amount and a day. Offer a plan if the whole is too much."),
    "good": gettext_lazy("Usually pays: ask whether the invoice arrived and is in order. No pressure."),
    "negligent": gettext_lazy("Forgets: remind of the amount, agree on a day this week, offer to send the QR again."),
    "bad": gettext_lazy("Pays under pressure: name the amount, one day, and what the cycle does next. Nothing else."),
    "administrative": gettext_lazy("Slow circuits: find who releases the payment, what is missing, and send it today."),
}


@staff("claims.work", "GET", "POST")
def call(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Log a call by its outcome, which sets the next step."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    form, refused = CallForm(request.POST or None, now=now), None
    if request.method == "POST" and form.is_valid():
        refused = log_call(claim_id=found.pk, call=form.call(), on=timezone.localdate(now), at=now)
        if refused is None:
            said = str(WORDS[form.cleaned_data["outcome"]])
            toast(request, _("Call recorded: %(outcome)s.") % {"outcome": said})
            return to(member, "claim", number=number)
    title = _("Log a call")
    shown = parts.Refusal(title, translated(refused.reason), translated(refused.source), None) if refused else None
    told = [Consequence(1, _("call is told in the timeline, and what follows is set"), "", "attention")]
    return ask_about(
        request, member, found, title=title, submit=_("Record the call"), form=form, consequences=told, refusal=shown
    )


def call_desk(member: Member, found: Claim) -> dict[str, Any]:
    """What the page of a claim says of calling: whether it is lawful now, how to speak, and the form."""
    if found.closed_on or not member.may("claims.work"):
        return {"call": None}
    now = timezone.now()
    asked = guard.ask(found, "call", recipient=f"debtor:{found.debtor_id}", at=now)
    refusals = [forbidden("call", one) for one in asked] if isinstance(asked, tuple) else []
    script = SCRIPTS.get(profile_of(found.debtor_id), SCRIPTS[""])
    url = here(member, "claim_call", number=found.number)
    return {"call": {"form": CallForm(now=now), "url": url, "script": script, "refusals": refusals}}
