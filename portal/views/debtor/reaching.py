"""How a debtor is reached: called back when it suits, at the right address, by the ways it allows."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from amicable.services import saying
from claims.models import Claim
from claims.queries.law import country_of, law_options
from claims.services.parties import complete_address, correct_contact
from core.dates import next_day
from law.workdays import is_working
from portal.views.debtor.acting import asked_for, received
from portal.views.debtor.forms import CallForm, DetailsForm, WaysForm
from portal.views.debtor.page import file_page
from web.formatting import day, long_day

CALL_DAYS = 5


@file_page("GET", "POST")
def call(request: HttpRequest, claim: Claim) -> HttpResponse:
    """A call at a time of one's own."""
    now = timezone.now()
    days = [(one.isoformat(), long_day(one)) for one in _working_days(claim, timezone.localdate(now))]
    form = CallForm(request.POST or None, days=days)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        when = f"{day(given['day'])}, {given['hours']} h, {given['phone']}"
        when = f"{when}: {given['about']}" if given["about"] else when
        saying.call_back(claim_id=claim.pk, day=given["day"], when=when, at=now)
        return received(claim, "call")
    lead = _("Somebody who knows your file calls you, free of charge.")
    return asked_for(request, claim, form, _("Call me back"), lead, _("Ask for the call"))


def _working_days(claim: Claim, after: date) -> Iterator[date]:
    """The next days on which people work."""
    country, options, found = country_of(claim), law_options(after), 0
    while found < CALL_DAYS:
        after = next_day(after)
        if is_working(country, after, options):
            found += 1
            yield after


@file_page("GET", "POST")
def details(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Where and in which language we write; what is left empty stays."""
    form, now = DetailsForm(request.POST or None, country=claim.debtor.country), timezone.now()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["street"]:
            place = {name: given[name] for name in ("street", "postcode", "city")}
            complete_address(claim_id=claim.pk, on=timezone.localdate(now), at=now, **place)
        known = {name: given[name] for name in ("email", "phone", "language")}
        correct_contact(claim_id=claim.pk, at=now, **known)
        return received(claim, "details")
    lead = _("Fill in what has changed, and leave the rest empty. For your safety what we know is not shown.")
    return asked_for(request, claim, form, _("Correct my address or number"), lead, _("Save"))


@file_page("GET", "POST")
def ways(request: HttpRequest, claim: Claim) -> HttpResponse:
    """By which ways we may write, call or come."""
    known = saying.ways_open(claim_id=claim.pk)
    form = WaysForm(request.POST or None, ways=list(known), initial={"wanted": [way for way in known if known[way]]})
    if request.method == "POST" and form.is_valid():
        saying.wish_ways(claim_id=claim.pk, wanted=form.cleaned_data["wanted"], at=timezone.now())
        return received(claim, "ways")
    lead = _("Take away the tick where you do not want to be contacted.")
    return asked_for(request, claim, form, _("How you may contact me"), lead, _("Save"))
