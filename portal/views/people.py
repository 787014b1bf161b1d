"""The creditor's own people and keys: who may sign in for it, what its software may do."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.adapters import mail_invitation
from agencies.api import DECIDE, READ, WRITE
from agencies.forms import KeyForm
from agencies.models import ApiKey, Member
from agencies.queries import keys_of, members_of
from agencies.rules import Role
from agencies.services import end_seat, invite, make_api_key, revoke_api_key
from portal.forms import ColleagueForm
from portal.views.page import creditor_of, creditors, here, show
from web import marks
from web.parts import Action, Cell, Consequence, Heading, Row, TableView
from web.toasts import toast

RIGHTS = {"read": (READ,), "write": (READ, WRITE), "decide": (READ, WRITE, DECIDE)}


@creditors("colleagues.edit")
def people(request: HttpRequest, member: Member) -> HttpResponse:
    """Who has a seat for this creditor, and its keys."""
    creditor, on = creditor_of(member), timezone.localdate()
    headings = [Heading(_("Who")), Heading(_("Since"), "day")]
    seats = TableView(_("Seats"), headings, [_seat(member, row) for row in members_of(creditor.party_id)])
    headings = [Heading(_("What it is for")), Heading(_("State"), "badge"), Heading(_("Until"), "day")]
    rows = [_key(member, row, on) for row in keys_of(creditor.party_id)]
    empty = _("No key yet. A key lets your software hand over invoices and read your files.")
    keys = TableView(_("API keys"), headings, rows, empty=empty)
    new = Action(_("Invite a colleague"), here(member, "colleague_invite"), icon="mail")
    make = Action(_("Make a key"), here(member, "key_new"), icon="lock")
    return show(request, member, "people", "people", seats=seats, keys=keys, new=new, others=[make])


def _seat(member: Member, row: Member) -> Row:
    cells = [
        Cell(str(row.user), note=row.user.email if row.user.name else ""),
        Cell(marks.day_mark(row.since), "day"),
    ]
    mine = row.pk == member.pk
    return Row(str(row.pk), "" if mine else here(member, "colleague_end", seat=row.pk), cells)


def _key(member: Member, row: ApiKey, on: date) -> Row:
    until = timezone.localdate(row.expires_at)
    good = row.revoked_at is None and until >= on
    state = marks.badge(_("good"), "ok") if good else marks.badge(_("revoked") if row.revoked_at else _("expired"))
    cells = [Cell(row.label), Cell(state, "badge"), Cell(marks.day_mark(until), "day")]
    return Row(str(row.pk), here(member, "key_revoke", key=row.pk) if good else "", cells)


@creditors("colleagues.edit", "GET", "POST")
def colleague_invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Offer a colleague a seat for the same creditor: a link goes by mail."""
    creditor, form = creditor_of(member), ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        made = invite(email=email, role=Role.CREDITOR, at=timezone.now(), party=creditor.party)
        mail_invitation(agency=member.agency, invited=made)
        return _done(request, member, _("The invitation goes to %(email)s.") % {"email": made.invitation.email})
    lead = _("Whoever accepts sees all your files, decides on them and signs lists, as you do.")
    return _ask(request, member, form, _("Invite a colleague"), lead, _("Invite"))


@creditors("colleagues.edit", "GET", "POST")
def colleague_end(request: HttpRequest, member: Member, seat: int) -> HttpResponse:
    """Take a colleague's seat away, not one's own."""
    colleagues = Member.objects.filter(party_id=creditor_of(member).party_id, ended_on=None).exclude(pk=member.pk)
    found = colleagues.select_related("user").filter(pk=seat).first()
    if found is None:
        raise DoorClosed
    if request.method == "POST":
        end_seat(member=found, on=timezone.localdate(), at=timezone.now())
        return _done(request, member, _("%(who)s no longer has a seat here.") % {"who": found.user})
    why = _("What they did stays in the timelines, under their name.")
    said = [Consequence(1, _("person loses access to your files at once"), why, "danger")]
    return _ask(request, member, None, _("End the seat"), str(found.user), _("End the seat"), said)


@creditors("keys.edit", "GET", "POST")
def key_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Make a key for this creditor's files: it is shown once, on the answer to this form."""
    creditor, form = creditor_of(member), KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = {"label": given["label"], "scopes": RIGHTS[given["rights"]], "days": given["days"]}
        made = make_api_key(agency=member.agency, at=timezone.now(), party=creditor.party, **asked)
        return show(request, member, "people", "key", made=made, back=here(member, "people"))
    lead = _("A key lets your software act on your files alone.")
    return _ask(request, member, form, _("Make a key"), lead, _("Make the key"))


@creditors("keys.edit", "GET", "POST")
def key_revoke(request: HttpRequest, member: Member, key: int) -> HttpResponse:
    """Revoke a key of this creditor: whoever uses it is refused at once."""
    found = ApiKey.objects.filter(pk=key, party_id=creditor_of(member).party_id, revoked_at=None).first()
    if found is None:
        raise DoorClosed
    if request.method == "POST":
        revoke_api_key(row=found, at=timezone.now())
        return _done(request, member, _("The key is revoked."))
    why = _("The software that uses it is refused from now on.")
    said = [Consequence(1, _("key stops working at once, for good"), why, "danger")]
    return _ask(request, member, None, _("Revoke the key"), found.label, _("Revoke it"), said)


def _ask(
    request: HttpRequest,
    member: Member,
    form: forms.Form | None,
    title: str,
    lead: str,
    act: str,
    said: list[Consequence] | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "act": act, "said": said, "back": here(member, "people")}
    context["back_label"] = _("People and keys")
    status = 422 if form is not None and form.errors else 200
    return show(request, member, "people", "ask", status=status, **context)


def _done(request: HttpRequest, member: Member, said: str) -> HttpResponse:
    toast(request, said)
    return redirect(here(member, "people"))
