"""Messages by state, and those that a person must settle."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from claims.queries.desk import Named, claims_of_messages
from claims.wording import CLEARED, LETTERS
from messaging.models import DeliveryReport, Message
from messaging.queries import bad_addresses, came_back, files_of, registrations_of, returned
from messaging.rules import State
from messaging.services import resolve_parked, restore_address
from office.forms.posting import ParkedForm
from office.views.notes import message_tabs
from office.views.page import action, ask, here, show, staff, to
from web import marks
from web.formatting import day
from web.parts import Action, Cell, Row, Tone
from web.tables import Column, Filter, Listing
from web.toasts import toast

STATES: dict[str, tuple[Any, Tone]] = {
    State.QUEUED: (gettext_lazy("waiting"), "quiet"),
    State.SENDING: (gettext_lazy("leaving"), "quiet"),
    State.PRINTED: (gettext_lazy("to be posted"), "attention"),
    State.SENT: (gettext_lazy("sent"), "ok"),
    State.FAILED: (gettext_lazy("refused for good"), "danger"),
    State.PARKED: (gettext_lazy("to settle"), "danger"),
    State.CANCELLED: (gettext_lazy("cancelled"), "quiet"),
}
CHANNELS = {
    "letter": gettext_lazy("letter"),
    "registered": gettext_lazy("registered letter"),
    "email": gettext_lazy("e-mail"),
    "sms": gettext_lazy("SMS"),
    "peppol": gettext_lazy("Peppol network"),
}
CAME_BACK: tuple[Any, Tone] = (gettext_lazy("came back"), "danger")
WITH_ANSWER = (State.FAILED, State.PARKED)
OUTBOX = Listing(
    name="outbox",
    columns=[
        Column("id", gettext_lazy("Message"), sort="id", descending=True),
        Column("to", gettext_lazy("To")),
        Column("claim", gettext_lazy("File")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("when", gettext_lazy("Queued"), "day"),
    ],
    default="id",
    filters=[
        Filter("state", gettext_lazy("State"), "state", [(str(key), words) for key, (words, _tone) in STATES.items()]),
        Filter("channel", gettext_lazy("Channel"), "channel", list(CHANNELS.items())),
        Filter("returned", gettext_lazy("Delivery"), "", [("yes", gettext_lazy("came back"))]),
    ],
)


@staff("claims.work")
def outbox(request: HttpRequest, member: Member) -> HttpResponse:
    """What was written, the latest first, by state and channel."""
    wish = OUTBOX.read(request.GET)
    rows = came_back(Message.objects.all()) if "returned" in wish.chosen else Message.objects.all()
    direct = replace(wish, chosen={key: value for key, value in wish.chosen.items() if key != "returned"})
    page = OUTBOX.fetch(rows, direct)
    back = returned([message.pk for message in page.rows])
    named = claims_of_messages([message.pk for message in page.rows])
    table = OUTBOX.view(
        _("Messages"),
        page,
        wish,
        lambda message: _row(member, message, named.get(message.pk), back.get(message.pk)),
        empty=_("No message here. Letters and e-mails appear as soon as they are written."),
    )
    tabs = message_tabs(member, "outbox")
    return show(request, member, "list", "outbox", title=_("Messages"), table=table, tabs=tabs, name="outbox")


def _row(member: Member, message: Message, named: Named | None, back: DeliveryReport | None) -> Row:
    label, tone = CAME_BACK if back else STATES[message.state]
    why = back.detail or back.code if back else message.answer if message.state in WITH_ANSWER else ""
    cells = [
        Cell(str(LETTERS.get(message.kind, message.subject)), note=str(CHANNELS[message.channel])),
        Cell(message.address.partition("\n")[0]),
        Cell(str(named.number) if named else "–", note=named.debtor if named else ""),
        Cell(marks.badge(str(label), tone), "badge", note=why),
        Cell(marks.day_mark(timezone.localtime(message.queued_at).date()), "day"),
    ]
    return Row(str(message.pk), here(member, "message", message_uid=message.uid), cells)


def _message(uid: UUID) -> Message:
    found = Message.objects.select_related("print_run").filter(uid=uid).first()
    if found is None:
        raise DoorClosed
    return found


@staff("claims.work")
def message(request: HttpRequest, member: Member, message_uid: UUID) -> HttpResponse:
    """One message: what was said, to whom, by which leave, what came of it."""
    found = _message(message_uid)
    back = returned([found.pk]).get(found.pk)
    label, tone = CAME_BACK if back else STATES[found.state]
    parked = action(member, _("Settle it"), "message_settle", "check", message_uid=found.uid)
    post = registrations_of([found.pk]).get(found.pk)
    proof = action(member, _("Add the proof"), "message_proof", "plus", message_uid=found.uid)
    context: dict[str, Any] = {
        "title": found.subject,
        "badge": marks.badge(str(label), tone),
        "main": parked if found.state == State.PARKED else proof if post and not post.proof else None,
        "post": post,
        "message": found,
        "back": back,
        "again": _again(member, found),
        "channel": CHANNELS[found.channel],
        "claim": claims_of_messages([found.pk]).get(found.pk),
        "files": [row.file for row in files_of([found.pk])],
        "leave": _leave(found),
        "back_url": here(member, "outbox"),
        "agency": member.agency.slug,
    }
    return show(request, member, "message", "outbox", **context)


def _again(member: Member, found: Message) -> Action | None:
    """The button that trusts a bad address again."""
    if found.channel != "email" or not bad_addresses([found.address]):
        return None
    return Action(_("The address works"), here(member, "message_address", message_uid=found.uid), "post", "check")


@staff("claims.work", "POST")
def message_address(request: HttpRequest, member: Member, message_uid: UUID) -> HttpResponse:
    """Somebody found out that the address is good: it is written to again."""
    found = _message(message_uid)
    restore_address(message=found, at=timezone.now())
    toast(request, _("%(address)s is written to again.") % {"address": found.address})
    return to(member, "message", message_uid=found.uid)


def _leave(found: Message) -> str:
    """By which leave it was written, in words."""
    if "act" in found.clearance:
        looked_at = (str(CLEARED.get(rule, rule)) for rule in found.clearance.get("rules", []))
        return _("Cleared by the guard: %(rules)s") % {"rules": ", ".join(looked_at)}
    return _("Not addressed to a debtor")


@staff("claims.work", "GET", "POST")
def message_settle(request: HttpRequest, member: Member, message_uid: UUID) -> HttpResponse:
    """Whether a parked message was sent: a person found out."""
    found = _message(message_uid)
    if found.state != State.PARKED:
        return to(member, "message", message_uid=found.uid)
    form = ParkedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["outcome"] == "sent"
        resolve_parked(message=found, sent=sent, at=timezone.now())
        toast(request, _("Settled as sent.") if sent else _("It is sent again."))
        return to(member, "message", message_uid=found.uid)
    taken = timezone.localtime(found.taken_at) if found.taken_at else None
    lead = _(
        "Tried on %(day)s at %(hour)s; it is not known whether it arrived. Ask the recipient or the provider first."
    )
    return ask(
        request,
        member,
        "outbox",
        title=_("Settle the message"),
        lead=lead % {"day": day(taken.date()), "hour": f"{taken:%H:%M}"} if taken else "",
        back=(_("Message"), here(member, "message", message_uid=found.uid)),
        submit=_("Settle it"),
        form=form,
    )
