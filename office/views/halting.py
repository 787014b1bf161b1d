"""An insolvency, a death, a business struck off: told on the page of a file; it stops every file of the debtor."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from amicable.queries.visits import visit_of
from claims.access import claim_for
from claims.models import Claim, Halt
from claims.queries.checks import has_register
from claims.queries.halts import halt_behind, open_counts, same_as
from claims.services.checking import note_checked
from claims.services.halting import Paper, Told, halt_claim, lift
from files.services import Rejected
from office.forms.halting import CheckedForm, HaltForm, LiftForm
from office.views.acts import ask_about
from office.views.page import staff, to
from web.formatting import day
from web.parts import Consequence
from web.toasts import toast


@staff("claims.work", "GET", "POST")
def claim_halt(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """What became known of a file's debtor: its files stop, of every creditor that has the same firm."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if found.closed_on:
        return to(member, "claim", number=number)
    form = HaltForm(request.POST or None, request.FILES or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        made = _recorded(found, form.cleaned_data, now)
        if not isinstance(made, Rejected):
            said = ngettext("%(n)d debtor is stopped.", "%(n)d debtors are stopped.", len(made)) % {"n": len(made)}
            toast(request, said if made else _("That was known already."))
            return to(member, "claim", number=number)
        form.add_error("proof", made.detail)
    title, submit = _("Insolvency, death, strike-off"), _("Stop the files")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=_stops(found))


def _recorded(found: Claim, given: dict[str, Any], now: datetime) -> list[Halt] | Rejected:
    sent = given.pop("proof")
    proof = Paper(str(sent.name), sent.read()) if sent else None
    return halt_claim(claim_id=found.pk, told=Told(**given), proof=proof, on=timezone.localdate(now), at=now)


def _stops(found: Claim) -> list[Consequence]:
    debtors = same_as(found.debtor)
    counts = open_counts(debtor.pk for debtor in debtors)
    own = counts.get(found.debtor_id, 0)
    elsewhere = sum(counts.values()) - own
    files = ngettext("open file of this debtor stops at once", "open files of this debtor stop at once", own)
    said = [Consequence(own, files, _("Nothing goes out any more; the creditor is told by e-mail."), "danger")]
    if elsewhere:
        n, why = elsewhere, _("It is the same firm, by its number.")
        others = ngettext("open file of another creditor stops too", "open files of other creditors stop too", n)
        said.append(Consequence(n, others, why, "danger"))
    return said


@staff("claims.work", "GET", "POST")
def claim_checked(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The debtor was looked up in its register, and nothing was found; then the visit may be planned or made."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if found.closed_on or not has_register(found):
        return to(member, "claim", number=number)
    form = CheckedForm(request.POST or None, country=found.debtor.country)
    if request.method == "POST" and form.is_valid():
        note_checked(claim_id=found.pk, register=form.cleaned_data["register"], at=now)
        toast(request, _("The check is recorded."))
        return to(member, "visits") if visit_of(found) else to(member, "claim", number=number)
    what = _("business may be visited: it stands in its register, and nothing ends action against it")
    numbers = " · ".join(filter(None, (found.debtor.enterprise_number, found.debtor.vat_number)))
    why = _("Look for %(numbers)s. Found something? Record that instead.") % {"numbers": numbers}
    return ask_about(
        request, member, found, title=_("Looked up in a register"), submit=_("Nothing found: record it"), form=form,
        consequences=[Consequence(1, what, why, "attention")],
    )  # fmt: skip


@staff("claims.work", "GET", "POST")
def claim_halt_lift(request: HttpRequest, member: Member, number: int, hold: int) -> HttpResponse:
    """It does not hold any more, or was a mistake: the debtor's files go on."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    halt = halt_behind(hold, found.pk)
    if halt is None:
        raise DoorClosed
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mistake = form.cleaned_data["how"] == "mistake"
        lift(halt_id=halt.pk, why=form.cleaned_data["why"], mistake=mistake, on=timezone.localdate(now), at=now)
        toast(request, _("The files of this debtor go on."))
        return to(member, "claim", number=number)
    count = halt.holds.filter(ended_on=None).count()
    files = ngettext("file of this debtor goes on", "files of this debtor go on", count)
    why = _("%(what)s, since %(day)s") % {"what": halt.get_kind_display(), "day": day(halt.since)}
    said = [Consequence(count, files, why, "attention")]
    title, submit = _("It does not hold any more"), _("Let the files go on")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=said)
