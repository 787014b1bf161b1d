"""Whom next, and why: the queue of the agents, the next file in one key, files open at a colleague."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.messages import WARNING
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Entity, Member
from agencies.queries import members
from agencies.saved import Shelf, first_view, keep, tabs
from amicable.models import QueueEntry
from amicable.queries.queue import Place, languages, ordered, place_of, waiting
from amicable.services import queueing
from claims.access import claim_for
from claims.models import Claim
from claims.queries.timeline import calls_wished
from office.forms.queue import HandOverForm
from office.views.acts import ask_about
from office.views.page import here, show, staff, to
from web import marks
from web.formatting import day
from web.parts import Action, Cell, Consequence, Row, Tone
from web.tables import Column, Filter, Listing
from web.toasts import toast

WHY: Mapping[str, Any] = {
    "escalated": gettext_lazy("put before a manager"),
    "promise": gettext_lazy("promise broken"),
    "answer": gettext_lazy("answer received"),
    "decide": gettext_lazy("to decide"),
    "task": gettext_lazy("act due"),
    "late": gettext_lazy("days late"),
    "value": gettext_lazy("amount and chance"),
    "clock": gettext_lazy("limitation near"),
}
TONES: Mapping[str, Tone] = {"escalated": "danger", "promise": "danger", "answer": "attention", "decide": "attention"}
LANGUAGES: Mapping[str, Any] = {
    "fr": gettext_lazy("French"),
    "nl": gettext_lazy("Dutch"),
    "de": gettext_lazy("German"),
    "en": gettext_lazy("English"),
}
QUEUE = Listing(
    name="office_queue",
    columns=[
        Column("debtor", gettext_lazy("File")),
        Column("why", gettext_lazy("Why")),
        Column("points", gettext_lazy("Points"), "amount", sort="points", descending=True),
        Column("due", gettext_lazy("Waits since"), "day"),
        Column("amount", gettext_lazy("Principal"), "amount"),
        Column("who", gettext_lazy("Agent")),
    ],
    default="points",
)
NARROWED = "queue"  # in the session: how the agent narrowed the queue


@staff("claims.work")
def queue(request: HttpRequest, member: Member) -> HttpResponse:
    """The files that wait for somebody, the most points first, with what each point is for."""
    kept = shelf(member)
    views, listing = kept.views(), kept.listing
    if first := first_view(request, kept, views):
        return first
    if _begins_with_team(request, member, listing):
        return redirect(f"{here(member, 'queue')}?team={member.team_id}")
    wish = listing.read(request.GET)
    if request.session.get(NARROWED, listing.url(listing.read({}))) != listing.url(wish):
        request.session[NARROWED] = listing.url(wish)
    page, now = listing.fetch(waiting(), wish), timezone.now()
    wished = calls_wished(entry.claim_id for entry in page.rows)
    table = listing.view(
        _("Queue"),
        page,
        wish,
        lambda entry: _row(member, entry, now, wished.get(entry.claim_id, "")),
        empty=_("Nobody waits for you. What becomes due shows here by itself."),
        views=tabs(kept, views, wish),
        keep=keep(kept, views, wish),
    )
    lead = _("Whom next, and why: the file with the most points comes first.")
    return show(
        request, member, "list", "queue", title=_("Queue"), lead=lead, table=table, name="queue",
        main=next_action(member, _("Next file")), keys=[("n", _("Next file"))],
    )  # fmt: skip


def _begins_with_team(request: HttpRequest, member: Member, listing: Listing) -> bool:
    """Whether this is the first look of a session, by somebody of a team; after it, one narrows as one likes."""
    has_teams = any(one.key == "team" for one in listing.filters)
    return bool(member.team_id and has_teams and not request.GET and NARROWED not in request.session)


def shelf(member: Member) -> Shelf:
    """Where the member keeps views of the queue."""
    return Shelf(member, "queue", _listing(member), here(member, "queue"), partial(here, member))


def _listing(member: Member) -> Listing:
    spoken = [(code, LANGUAGES.get(code, code)) for code in languages()]
    agents = [(str(one.pk), str(one.user)) for one in members() if one.may("claims.work")]
    teams = [(str(one.pk), one.name) for one in Entity.objects.order_by("name")]
    why = [(key, WHY[key]) for key in ("escalated", "promise", "answer", "decide", "task")]
    filters = [
        Filter("agent", _("Agent"), "assigned_to", agents),
        Filter("team", _("Team"), "entity", teams if len(teams) > 1 else []),
        Filter("language", _("Language"), "language", spoken),
        Filter("why", _("Why"), "why", why),
    ]
    return replace(QUEUE, filters=[one for one in filters if one.choices])


def next_action(member: Member, label: str) -> Action:
    """The button that leads to the next file."""
    return Action(label, here(member, "queue_next"), "post", icon="right", key="n")


def _row(member: Member, entry: QueueEntry, now: datetime, wished: str) -> Row:
    claim, on = entry.claim, timezone.localdate(now)
    cells = [
        Cell(claim.debtor.name, note=f"{claim.number} · {claim.creditor.name}"),
        Cell(marks.badge(str(WHY.get(entry.why, "")), TONES.get(entry.why, "quiet")), note=_sum(entry.parts)),
        Cell(str(entry.points), "amount"),
        Cell(marks.deadline(entry.due_on, on) if entry.due_on else "–", "day"),
        Cell(marks.amount(claim.principal), "amount"),
        Cell(_who(entry, now), note=_("wishes to be called: %(when)s") % {"when": wished} if wished else ""),
    ]
    return Row(str(entry.pk), here(member, "claim", number=claim.number), cells)


def _sum(parts: Mapping[str, int]) -> str:
    return " + ".join(f"{WHY[key]} {points}" for key, points in ordered(parts.items()) if key in WHY)


def _clock(at: datetime | None) -> str:
    """The hour, with its day unless it is today."""
    local = timezone.localtime(at)
    hour = f"{local:%H:%M}"
    return hour if local.date() == timezone.localdate() else f"{day(local.date())} {hour}"


def _who(entry: QueueEntry, now: datetime) -> str:
    if entry.leased_to and entry.leased_until and entry.leased_until > now:
        return marks.badge(_("open at %(name)s") % {"name": entry.leased_to.user}, "attention", "lock")
    if entry.not_before and entry.not_before > now:
        return _("from %(time)s") % {"time": _clock(entry.not_before)}
    return str(entry.assigned_to.user) if entry.assigned_to else "–"


@staff("claims.work", "POST")
def queue_next(request: HttpRequest, member: Member) -> HttpResponse:
    """The next file of the queue as the agent narrowed it, else of its team; kept from the others while it is open."""
    usual = f"?team={member.team_id}" if member.team_id else ""
    wish = _listing(member).read(QueryDict(str(request.session.get(NARROWED, usual)).removeprefix("?")))
    team = wish.chosen.get("team", "")
    found = queueing.take_next(
        member_id=member.pk,
        at=timezone.now(),
        language=wish.chosen.get("language", ""),
        entity_id=int(team) if team else None,
    )
    if found is None:
        toast(request, _("Nobody else waits now."))
        return to(member, "queue")
    return to(member, "claim", number=Claim.objects.values_list("number", flat=True).get(pk=found))


@staff("claims.work", "POST")
def claim_take(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Open a file out of turn: the others see that it is open here."""
    found = claim_for(member, number, to="work")
    if not queueing.take(claim_id=found.pk, member_id=member.pk, at=timezone.now()):
        toast(request, _("A colleague has this file open."), level=WARNING)
    return to(member, "claim", number=number)


@staff("claims.work", "GET", "POST")
def claim_hand_over(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Charge a colleague with a file, or give it back to all."""
    found = claim_for(member, number, to="work")
    if found.closed_on:
        return to(member, "claim", number=number)
    agents = [(str(one.pk), str(one.user)) for one in members() if one.may("claims.work")]
    form = HandOverForm(request.POST if request.method == "POST" else None, agents=agents)
    if form.is_valid():
        chosen = form.cleaned_data["agent"]
        queueing.hand_over(claim_id=found.pk, to_id=int(chosen) if chosen else None, at=timezone.now())
        name = dict(agents).get(chosen)
        said = _("%(name)s is charged with the file.") % {"name": name} if name else _("The file is everybody's again.")
        toast(request, said)
        return to(member, "claim", number=number)
    goes = Consequence(1, _("file comes in the queue of who is charged with it, and of nobody else"), "", "attention")
    title = _("Hand the file over")
    return ask_about(request, member, found, title=title, submit=title, form=form, consequences=[goes])


def place(member: Member, found: Claim) -> dict[str, Any]:
    """What the page of a claim says of the queue: why it waits, at whom it is open, and what may be done."""
    now = timezone.now()
    row = place_of(found.pk, now)
    if row is None or found.closed_on:
        return {"place": None, "place_acts": []}
    acts = [Action(_("Hand over"), here(member, "claim_hand_over", number=found.number), icon="people", key="t")]
    if not row.open_at_id:
        acts.insert(0, Action(_("Open it here"), here(member, "claim_take", number=found.number), "post", "lock"))
    return {"place": {"title": _title(row, member), "text": _text(row), "tone": _tone(row, member)}, "place_acts": acts}


def _tone(row: Place, member: Member) -> str:
    if row.open_at_id:
        return "ok" if row.open_at_id == member.pk else "danger"
    return "attention" if row.is_ready else "quiet"


def _title(row: Place, member: Member) -> str:
    if row.open_at_id == member.pk:
        return _("Open at you until %(time)s") % {"time": _clock(row.open_until)}
    if row.open_at_id:
        return _("Open at %(name)s until %(time)s") % {"name": row.open_at, "time": _clock(row.open_until)}
    if row.charged:
        return _("%(name)s is charged with it") % {"name": row.charged}
    return _("In the queue") if row.is_ready else _("Nobody need act now")


def _text(row: Place) -> str:
    said = []
    if row.is_ready:
        points = ngettext("%(n)d point", "%(n)d points", row.points) % {"n": row.points}
        said.append(_("%(points)s: %(sum)s.") % {"points": points, "sum": _sum(row.parts)})
    if row.not_before:
        said.append(_("Set aside until %(time)s.") % {"time": _clock(row.not_before)})
    elif row.due_on and not row.is_ready:
        said.append(_("Comes back on %(day)s.") % {"day": day(row.due_on)})
    return " ".join(said)
