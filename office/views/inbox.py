"""What people outside wrote to the agency: sorted to its file, handled, never lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from amicable.services.queueing import heard
from claims.access import claim_for, visible_claims
from claims.forms import opening
from claims.queries.desk import Named
from claims.queries.replies import LOOKS, claims_of_replies, inbound_messages
from claims.services.messages import attach
from messaging.models import InboundMessage
from messaging.queries import failing_mailboxes, files_received
from messaging.services import mark_handled
from office.forms.posting import AttachForm
from office.views.notes import message_tabs
from office.views.outbox import CHANNELS
from office.views.page import here, show, staff, to
from web import marks
from web.formatting import day, wait
from web.parts import Action, Cell, Heading, Row, TableView
from web.tables import Column, Filter, Listing
from web.toasts import toast

LATE = timedelta(days=1)
INBOX = Listing(
    name="office_inbox",
    columns=[
        Column("sender", gettext_lazy("Sender")),
        Column("text", gettext_lazy("Message")),
        Column("claim", gettext_lazy("File")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("at", gettext_lazy("Received on"), "day", sort="id", descending=True),
    ],
    default="at",
    filters=[
        Filter("look", gettext_lazy("Attention"), "", list(LOOKS.items())),
        Filter("channel", gettext_lazy("Channel"), "channel", [("sms", CHANNELS["sms"]), ("email", CHANNELS["email"])]),
    ],
)


@staff("claims.work")
def inbox(request: HttpRequest, member: Member) -> HttpResponse:
    """What was received, the latest first; narrowed to what nobody has handled, or to what is of no file."""
    wish = INBOX.read(request.GET)
    direct = replace(wish, chosen={key: value for key, value in wish.chosen.items() if key != "look"})
    page = INBOX.fetch(inbound_messages(wish.chosen.get("look", "")), direct)
    claims = claims_of_replies([row.pk for row in page.rows])
    empty = (
        _("No message matches.") if wish.chosen else _("Nobody has written yet: answers by SMS and e-mail appear here.")
    )
    table = INBOX.view(
        _("Messages received"), page, wish, lambda row: _row(member, row, claims.get(row.pk, [])), empty=empty
    )
    more: dict[str, Any] = {"tabs": message_tabs(member, "inbox"), "alarm": _alarm()}
    return show(request, member, "list", "outbox", title=_("Messages"), table=table, name="inbox", **more)


def _alarm() -> tuple[str, str] | None:
    """Mail that cannot be fetched: the agency sees why, and since when."""
    failing = next(iter(failing_mailboxes()), None)
    if failing is None or failing.failing_since is None:
        return None
    since = timezone.localtime(failing.failing_since)
    said = _("Mail to %(place)s cannot be fetched since %(day)s, %(time)s")
    return said % {"place": failing.place, "day": day(since.date()), "time": f"{since:%H:%M}"}, failing.error


def _row(member: Member, row: InboundMessage, claims: list[Named]) -> Row:
    at = timezone.localtime(row.received_at)
    ago = wait(at.date(), timezone.localdate())
    cells = [
        Cell(row.sender, note=str(CHANNELS.get(row.channel, row.channel))),
        Cell(opening(row.text) or "–", note=row.subject),
        Cell(", ".join(str(one.number) for one in claims) or "–", note=claims[0].debtor if claims else ""),
        Cell(_state(row), "badge"),
        Cell(marks.day_mark(at.date()), "day", note=f"{ago}, {at:%H:%M}"),
    ]
    return Row(str(row.pk), here(member, "received", inbound=row.pk), cells)


def _state(row: InboundMessage) -> str:
    if row.handled_at:
        return marks.badge(_("handled"), "ok")
    late = timezone.now() - row.received_at >= LATE
    return marks.badge(_("to handle"), "danger" if late else "attention", "clock")


def received_table(member: Member, rows: list[InboundMessage]) -> TableView:
    """What nobody has handled, on today's page."""
    claims = claims_of_replies([row.pk for row in rows])
    headings = [Heading(str(column.label), column.kind) for column in INBOX.columns]
    listed = [_row(member, row, claims.get(row.pk, [])) for row in rows]
    return TableView(_("Messages received, to handle"), headings, listed)


def _inbound(pk: int) -> InboundMessage:
    found = inbound_messages().select_related("answers", "handled_by__user").filter(pk=pk).first()
    if found is None:
        raise DoorClosed
    return found


@staff("claims.work")
def received(request: HttpRequest, member: Member, inbound: int) -> HttpResponse:
    """One message: who wrote, what, about which files; sort it, mark it handled."""
    return _page(request, member, _inbound(inbound), AttachForm())


def _page(request: HttpRequest, member: Member, found: InboundMessage, form: AttachForm) -> HttpResponse:
    done = Action(_("Mark as handled"), here(member, "received_handled", inbound=found.pk), "post", "check")
    context: dict[str, Any] = {
        "title": _("Message from %(sender)s") % {"sender": found.sender},
        "badge": _state(found),
        "main": None if found.handled_at else done,
        "message": found,
        "channel": CHANNELS.get(found.channel, found.channel),
        "claims": claims_of_replies([found.pk]).get(found.pk, []),
        "files": files_received([found.pk]).get(found.pk, []),
        "form": form,
        "attach_url": here(member, "received_attach", inbound=found.pk),
        "back_url": here(member, "inbox"),
        "agency": member.agency.slug,
    }
    return show(request, member, "received", "outbox", 422 if form.errors else 200, **context)


@staff("claims.work", "POST")
def received_attach(request: HttpRequest, member: Member, inbound: int) -> HttpResponse:
    """Put the message into the story of a file, by its number."""
    found, form = _inbound(inbound), AttachForm(request.POST)
    if form.is_valid() and not visible_claims().filter(number=form.cleaned_data["number"]).exists():
        form.add_error("number", _("There is no file with this number."))
    if not form.is_valid():
        return _page(request, member, found, form)
    claim = claim_for(member, form.cleaned_data["number"], to="work")
    attach(inbound_id=found.pk, claim_id=claim.pk, at=timezone.now())
    heard(inbound_id=found.pk, on=timezone.localdate())
    toast(request, _("The message is in the timeline of file %(number)s.") % {"number": claim.number})
    return to(member, "received", inbound=found.pk)


@staff("claims.work", "POST")
def received_handled(request: HttpRequest, member: Member, inbound: int) -> HttpResponse:
    """Somebody has dealt with the message."""
    if mark_handled(inbound_id=_inbound(inbound).pk, at=timezone.now()):
        heard(inbound_id=inbound, on=timezone.localdate())
        toast(request, _("The message is handled."))
    return to(member, "inbox")
