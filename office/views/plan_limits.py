"""What a creditor lets the agency agree to in payment plans without asking."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agencies.models import Member
from amicable.queries.plans import limits_of
from amicable.services.planning import set_limits
from office.forms.arranging import LimitsForm
from office.views.creditors import creditor_row
from office.views.page import ask, here, staff, to
from web.parts import Consequence
from web.toasts import toast


@staff("creditors.edit", "GET", "POST")
def creditor_plans(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Set the limits from today on; plans that run already keep theirs."""
    found, now = creditor_row(creditor), timezone.now()
    on = timezone.localdate(now)
    limits = limits_of(found.party_id, on)
    initial = {
        "minimum": number_format(limits.minimum, 2),
        "longest_months": limits.longest_months,
        "discount_percent": number_format(limits.discount_percent),
    }
    form = LimitsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_limits(party_id=found.party_id, since=on, at=now, **form.cleaned_data)
        toast(request, _("The limits are kept; they hold from today."))
        return to(member, "creditor", creditor=found.number)
    why = _(
        "Beyond the length or below the minimum, no plan is agreed; beyond the discount, the creditor must approve."
    )
    said = [Consequence(1, _("creditor whose debtors may pay in instalments"), why)]
    back, title = (found.name, here(member, "creditor", creditor=found.number)), _("Limits for payment plans")
    return ask(
        request, member, "creditors", back=back, lead=found.name, title=title, submit=_("Keep these limits"),
        form=form, consequences=said,
    )  # fmt: skip
