"""Who works here: seats, invitations, keys of the API."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.adapters import mail_invitation
from agencies.api import DECIDE, READ, WRITE
from agencies.models import ROLE_NAMES, ApiKey, Entity, Invitation, Member, Party
from agencies.queries import api_keys, open_invitations
from agencies.queries import members as all_members
from agencies.rules import OUTSIDE_ROLES
from agencies.services import (
    INVITATION_DAYS,
    end_seat,
    invite,
    make_api_key,
    revoke_api_key,
    set_team,
    withdraw_invitation,
)
from clients.models import Creditor
from clients.queries import creditor_choices
from core.dates import add_days
from office.forms.people import AgencyKeyForm, InviteForm, TeamForm
from office.views.page import action, ask, here, show, staff, to
from web import marks
from web.parts import Cell, Consequence, Heading, Row, TableView
from web.toasts import toast

RIGHTS = {"read": (READ,), "write": (READ, WRITE), "decide": (READ, WRITE, DECIDE)}
SOON = 30  # days: from here on a key's end asks for attention


@staff("members.edit")
def members(request: HttpRequest, member: Member) -> HttpResponse:
    """The seats held now, and the invitations that wait."""
    now = timezone.now()
    waiting = [_offer(member, row) for row in open_invitations(now)]
    headings = [Heading(_("Who")), Heading(_("Role")), Heading(_("Of")), Heading(_("Team"))]
    headings.append(Heading(_("Since"), "day"))
    seats = TableView(_("Seats"), headings, [_seat(member, row) for row in all_members()])
    offered = [Heading(_("Address")), Heading(_("Role")), Heading(_("Of")), Heading(_("Ends"), "day")]
    empty = _("No invitation waits.")
    tables = [seats, TableView(_("Invitations that wait"), offered, waiting, empty=empty)]
    main = action(member, _("Invite somebody"), "member_invite", "mail")
    return show(request, member, "list", "members", title=_("Members"), tables=tables, main=main)


def _seat(member: Member, row: Member) -> Row:
    mine = row.pk == member.pk
    cells = [
        Cell(str(row.user), note=row.user.email if row.user.name else ""),
        Cell(str(ROLE_NAMES[row.role])),
        Cell(row.party.name if row.party else member.agency.name),
        Cell(row.team.name if row.team else "–"),
        Cell(marks.day_mark(row.since), "day"),
    ]
    page = "member_end" if row.party_id else "member"
    return Row(str(row.pk), "" if mine and row.party_id else here(member, page, seat=row.pk), cells)


def _offer(member: Member, row: Invitation) -> Row:
    cells = [
        Cell(row.email),
        Cell(str(ROLE_NAMES[row.role])),
        Cell(row.party.name if row.party else member.agency.name),
        Cell(marks.day_mark(timezone.localdate(row.expires_at)), "day"),
    ]
    return Row(str(row.pk), here(member, "invitation_withdraw", invitation=row.pk), cells)


@staff("members.edit", "GET", "POST")
def member_invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Offer a seat: a link goes by mail."""
    form = InviteForm(request.POST or None, creditors=creditor_choices(), initial={"role": "agent"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        party = _party(given["creditor"]) if given["role"] in OUTSIDE_ROLES else None
        made = invite(email=given["email"], role=given["role"], at=timezone.now(), party=party)
        mail_invitation(agency=member.agency, invited=made)
        toast(request, _("The invitation goes to %(email)s.") % {"email": made.invitation.email})
        return to(member, "members")
    why = ngettext("It works once, for %(n)d day.", "It works once, for %(n)d days.", INVITATION_DAYS)
    mailed = Consequence(1, _("mail with a link leaves at once"), why % {"n": INVITATION_DAYS})
    return _ask(
        request, member, "members", title=_("Invite somebody"), submit=_("Invite"), form=form, consequences=[mailed]
    )


def _party(number: str) -> Party:
    return Creditor.objects.select_related("party").get(number=number).party


def _ask(request: HttpRequest, member: Member, page: str, **more: object) -> HttpResponse:
    words = {"members": _("Members"), "keys": _("API keys")}[page]
    return ask(request, member, page, back=(words, here(member, page)), **more)  # type: ignore[arg-type]


@staff("members.edit", "GET", "POST")
def member(request: HttpRequest, member: Member, seat: int) -> HttpResponse:
    """A seat of the agency: its team, whose files its queue begins with."""
    found = Member.objects.select_related("user", "team").filter(pk=seat, ended_on=None, party=None).first()
    if found is None:
        raise DoorClosed
    teams = [(str(one.pk), one.name) for one in Entity.objects.order_by("name")]
    form = TeamForm(request.POST or None, teams=teams, initial={"team": str(found.team_id or "")})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["team"]
        set_team(member=found, entity_id=int(chosen) if chosen else None, at=timezone.now())
        toast(request, _("The queue of %(who)s begins with these files.") % {"who": found.user})
        return to(member, "members")
    end = action(member, _("End the seat"), "member_end", "stop", seat=seat) if found.pk != member.pk else None
    context: dict[str, Any] = {
        "title": str(found.user),
        "lead": str(ROLE_NAMES[found.role]),
        "back_url": here(member, "members"),
        "others": [end] if end else [],
        "form": form,
    }
    return show(request, member, "member", "members", 422 if form.errors else 200, **context)


@staff("members.edit", "GET", "POST")
def member_end(request: HttpRequest, member: Member, seat: int) -> HttpResponse:
    """Take a seat away, not one's own."""
    found = Member.objects.select_related("user", "party").filter(pk=seat, ended_on=None).exclude(pk=member.pk).first()
    if found is None:
        raise DoorClosed
    if request.method == "POST":
        end_seat(member=found, on=timezone.localdate(), at=timezone.now())
        toast(request, _("%(who)s no longer has a seat here.") % {"who": found.user})
        return to(member, "members")
    why = _("What they did stays in the timelines, under their name.")
    lost = Consequence(1, _("person loses access to this agency at once"), why, "danger")
    lead = f"{found.user} · {ROLE_NAMES[found.role]}"
    title, submit = _("End the seat"), _("End the seat")
    return _ask(request, member, "members", title=title, lead=lead, submit=submit, tone="danger", consequences=[lost])


@staff("members.edit", "GET", "POST")
def invitation_withdraw(request: HttpRequest, member: Member, invitation: int) -> HttpResponse:
    """Take an invitation back: its link no longer works."""
    found = Invitation.objects.filter(pk=invitation, accepted_at=None, withdrawn_at=None).first()
    if found is None:
        raise DoorClosed
    if request.method == "POST":
        withdraw_invitation(invitation=found, at=timezone.now())
        toast(request, _("The invitation is withdrawn."))
        return to(member, "members")
    dead = Consequence(1, _("link no longer works"), found.email, "danger")
    title, submit = _("Withdraw the invitation"), _("Withdraw it")
    return _ask(request, member, "members", title=title, submit=submit, tone="danger", consequences=[dead])


@staff("keys.edit")
def keys(request: HttpRequest, member: Member) -> HttpResponse:
    """The keys of the API: whose, what for, until when."""
    on = timezone.localdate()
    headings = [
        Heading(_("What it is for")),
        Heading(_("Whose files")),
        Heading(_("Rights")),
        Heading(_("State"), "badge"),
        Heading(_("Until"), "day"),
    ]
    empty = _("No key yet. A key lets a creditor's software hand over invoices and read its files.")
    table = TableView(_("API keys"), headings, [_key(member, row, on) for row in api_keys()], empty=empty)
    main = action(member, _("Make a key"), "key_new", "plus")
    return show(request, member, "list", "keys", title=_("API keys"), table=table, main=main)


def _key(member: Member, row: ApiKey, on: date) -> Row:
    until = timezone.localdate(row.expires_at)
    good = row.revoked_at is None and until >= on
    cells = [
        Cell(row.label, note=_("made by %(who)s") % {"who": row.made_by.user} if row.made_by else ""),
        Cell(row.party.name if row.party else member.agency.name),
        Cell(_rights(row)),
        Cell(_state(row, until, on), "badge"),
        Cell(marks.day_mark(until), "day"),
    ]
    return Row(str(row.pk), here(member, "key_revoke", key=row.pk) if good else "", cells)


def _rights(row: ApiKey) -> str:
    if DECIDE in row.scopes:
        return _("read, hand over, sign, decide, declare payments")
    return _("read, and hand over invoices") if WRITE in row.scopes else _("read")


def _state(row: ApiKey, until: date, on: date) -> str:
    if row.revoked_at:
        return marks.badge(_("revoked"))
    if until < on:
        return marks.badge(_("expired"))
    return marks.badge(_("ends soon"), "attention") if until <= add_days(on, SOON) else marks.badge(_("good"), "ok")


@staff("keys.edit", "GET", "POST")
def key_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Make a key: it is shown once, on the answer to this form, and never again."""
    form = AgencyKeyForm(request.POST or None, creditors=creditor_choices())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = make_api_key(
            agency=member.agency,
            label=given["label"],
            scopes=RIGHTS[given["rights"]],
            at=timezone.now(),
            days=given["days"],
            party=_party(given["creditor"]) if given["creditor"] else None,
        )
        return show(request, member, "key", "keys", made=made, back_url=here(member, "keys"))
    return _ask(request, member, "keys", title=_("Make a key"), submit=_("Make the key"), form=form)


@staff("keys.edit", "GET", "POST")
def key_revoke(request: HttpRequest, member: Member, key: int) -> HttpResponse:
    """Revoke a key: whoever uses it is refused at once."""
    found = ApiKey.objects.select_related("party").filter(pk=key, revoked_at=None).first()
    if found is None:
        raise DoorClosed
    if request.method == "POST":
        revoke_api_key(row=found, at=timezone.now())
        toast(request, _("The key is revoked."))
        return to(member, "keys")
    lead = f"{found.label} · {found.party.name if found.party else member.agency.name}"
    why = _("The software that uses it is refused from now on.")
    dead = Consequence(1, _("key stops working at once, for good"), why, "danger")
    title, submit = _("Revoke the key"), _("Revoke it")
    return _ask(request, member, "keys", title=title, lead=lead, submit=submit, tone="danger", consequences=[dead])
