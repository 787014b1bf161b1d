"""What an agent does with one claim: each act is asked on a page of its own, then done by a service."""

from typing import Any

from django.contrib.messages import WARNING
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from amicable.queries.sheet import arranged_of
from claims.access import claim_for
from claims.models import Claim, Credit, Hold
from claims.queries.desk import open_claims_of
from claims.queries.statement import statement_of
from claims.rules import HoldKind
from claims.services import lifecycle
from claims.services.choosing import choose_law, may_choose
from claims.services.papers import add_paper
from claims.services.parties import complete_address
from claims.wording import HOLDS, next_act
from core.money import ZERO
from files.services import Rejected
from office.forms.claims import AddressForm, DocumentForm, HoldForm, KindForm, LawForm, PaymentForm
from office.views.page import ask, here, show, staff, to
from web.formatting import money
from web.parts import Consequence
from web.toasts import toast


def ask_about(request: HttpRequest, member: Member, found: Claim, **more: Any) -> HttpResponse:
    """The page of an act, under its claim."""
    back = (_("File %(number)s") % {"number": found.number}, here(member, "claim", number=found.number))
    lead = more.pop("lead", f"{found.debtor.name} · {found.creditor.name}")
    return ask(request, member, "claims", back=back, lead=lead, **more)


@staff("claims.work", "GET", "POST")
def hold(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Put the claim to rest, with the reason and, if there is one, the last day."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if found.closed_on:
        return to(member, "claim", number=number)
    form = HoldForm(request.POST or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lifecycle.hold(
            claim_id=found.pk,
            kind=HoldKind(given["kind"]),
            since=timezone.localdate(now),
            reason=given["reason"],
            until=given["until"],
            at=now,
        )
        toast(request, _("File %(number)s is on hold.") % {"number": number})
        return to(member, "claim", number=number)
    planned = next_act(found)
    why = _("Planned now: %(act)s.") % {"act": planned} if planned else _("Nothing is planned now.")
    stops = Consequence(1, _("file rests: nothing goes out to the debtor, from today"), why, "attention")
    title, submit = _("Put on hold"), _("Put on hold")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=[stops])


@staff("claims.work", "GET", "POST")
def release(request: HttpRequest, member: Member, number: int, hold: int) -> HttpResponse:
    """End a hold; the stage plans again."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    row = Hold.objects.filter(pk=hold, claim=found, ended_on=None).first()
    if row is None:
        raise DoorClosed
    if row.pk in arranged_of(found.pk, ZERO).holds:
        toast(request, _("This hold ends with what was agreed or contested."), level=WARNING)
        return to(member, "claim", number=number)
    if row.halt_id:
        return to(member, "claim_halt_lift", number=number, hold=row.pk)
    if request.method == "POST":
        lifecycle.release(hold_id=row.pk, on=timezone.localdate(now), at=now)
        toast(request, _("The hold is ended."))
        return to(member, "claim", number=number)
    others = Hold.objects.filter(claim=found, ended_on=None).count() - 1
    goes_on = Consequence(1, _("file goes on: its stage plans the next act, from today"), row.reason, "ok")
    stays = Consequence(others, _("other holds stay"), _("Nothing goes out before they end too."), "attention")
    title = _("End the hold: %(why)s") % {"why": HOLDS[row.kind]}
    consequences = [goes_on, stays] if others else [goes_on]
    return ask_about(request, member, found, title=title, submit=_("End the hold"), consequences=consequences)


@staff("claims.work", "GET", "POST")
def kind(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Say whether the debtor owes as a consumer or as a business, where nobody knew."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if found.debtor_kind != "unknown":
        return to(member, "claim", number=number)
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lifecycle.say_kind(claim_id=found.pk, kind=form.cleaned_data["kind"], on=timezone.localdate(now), at=now)
        toast(request, _("Said. The next act is planned."))
        return to(member, "claim", number=number)
    why = _("It decides on waits, charges and mentions, and cannot be changed here.")
    rules = Consequence(1, _("file gets its rules, and its next act is planned"), why, "attention")
    title, submit = _("Consumer or business?"), _("Say it")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=[rules])


@staff("law.override", "GET", "POST")
def law(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Record which law the contract with a business in another country chose."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if not may_choose(found):
        return to(member, "claim", number=number)
    form = LawForm(request.POST or None, initial={"law": found.chosen_law})
    if request.method == "POST" and form.is_valid():
        choose_law(claim_id=found.pk, **form.cleaned_data, on=timezone.localdate(now), at=now)
        toast(request, _("The choice of law is recorded; the next act is planned."))
        return to(member, "claim", number=number)
    why = _("Neither lump sums nor penalties, and no interest but that of the contract.")
    asked = Consequence(1, _("file asks for the principal and the interest of its contract"), why, "attention")
    title, submit = _("Which law was chosen?"), _("Record the choice")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=[asked])


@staff("claims.work", "GET", "POST")
def address(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Complete or correct where the debtor lives."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    debtor = found.debtor
    known = {"street": debtor.street, "postcode": debtor.postcode, "city": debtor.city}
    form = AddressForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        complete_address(claim_id=found.pk, **form.cleaned_data, on=timezone.localdate(now), at=now)
        toast(request, _("The address is completed."))
        return to(member, "claim", number=number)
    count = open_claims_of(debtor.pk)
    files = ngettext("open file of this debtor", "open files of this debtor", count)
    why = _("Letters written from now on go there; those already written keep their address.")
    consequences = [Consequence(count, files, why)]
    title, submit = _("Complete the address"), _("Keep this address")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=consequences)


@staff("claims.work", "GET", "POST")
def payment(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """A payment that the creditor told us of; a second press counts nothing twice."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    on = timezone.localdate(now)
    if found.closed_on:
        return to(member, "claim", number=number)
    form = PaymentForm(request.POST or None, on=on)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lifecycle.credit(
            claim_id=found.pk,
            kind=Credit.Kind.PAYMENT,
            value_on=given["value_on"],
            amount=given["amount"],
            source=f"declared:{given['token']}",
            note=given["note"],
            at=now,
        )
        said = _("%(amount)s recorded on file %(number)s.")
        toast(request, said % {"amount": money(given["amount"]), "number": number})
        return to(member, "claim", number=number)
    owed = money(statement_of(found, on).total)
    lead = _("%(debtor)s owes %(owed)s today.") % {"debtor": found.debtor.name, "owed": owed}
    why = _("A file paid in full is closed; its letter that has not left is taken out of its print run.")
    consequences = [Consequence(1, _("payment lowers what is owed, for good"), why, "attention")]
    title, submit = _("Record a payment"), _("Record the payment")
    return ask_about(
        request, member, found, title=title, submit=submit, form=form, consequences=consequences, lead=lead
    )


@staff("claims.work", "GET", "POST")
def paper(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Add an invoice, a proof or another paper to the claim."""
    found = claim_for(member, number, to="work")
    form = DocumentForm(request.POST or None, request.FILES or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        added = add_paper(
            claim_id=found.pk,
            data=sent.read(),
            name=sent.name,
            kind=form.cleaned_data["kind"],
            at=timezone.now(),
        )
        if not isinstance(added, Rejected):
            toast(request, _("%(name)s is among the papers of the file.") % {"name": sent.name})
            return to(member, "claim", number=number)
        problem = added.detail
    context: dict[str, Any] = {
        "title": _("Add a paper"),
        "lead": f"{found.debtor.name} · {found.creditor.name}",
        "back_label": _("File %(number)s") % {"number": number},
        "back_url": here(member, "claim", number=number),
        "form": form,
        "drop_error": problem or " ".join(map(str, form.errors.get("file", []))),
        "accept": ".pdf,.png,.jpg,.jpeg",
        "submit": _("Add it"),
        "help": _("The creditor sees it too."),
    }
    return show(request, member, "upload", "claims", 422 if context["drop_error"] else 200, **context)
