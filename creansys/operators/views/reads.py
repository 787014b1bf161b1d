"""What operators look at: agencies, how much each holds, how all fare, what operators did."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from agencies.models import Agency, User
from agencies.scope import as_operator
from creansys.models import OperatorEntry
from creansys.operators import queries
from creansys.operators.access import operator
from creansys.operators.views.page import show, state
from web import marks
from web.formatting import day, number
from web.parts import Action, Cell, Figure, Heading, Row, TableView
from web.tables import Column, Listing

BEAT_LATE = 180  # seconds
QUEUE_LATE = 600
AGENCIES = Listing(
    name="operators.agencies",
    columns=[
        Column("slug", gettext_lazy("Agency"), "key", sort="slug"),
        Column("preset", gettext_lazy("Preset")),
        Column("since", gettext_lazy("Since"), "day"),
        Column("state", gettext_lazy("State"), "badge"),
    ],
    default="slug",
    search=gettext_lazy("Start of a name or address"),
)
LOG = Listing(
    name="operators.log",
    columns=[
        Column("at", gettext_lazy("When"), "day", sort="at", descending=True),
        Column("kind", gettext_lazy("What")),
        Column("agency", gettext_lazy("Agency")),
        Column("who", gettext_lazy("Who")),
        Column("detail", gettext_lazy("Detail")),
    ],
    default="at",
)
KINDS = {
    "agency.created": gettext_lazy("Agency created"),
    "agency.resumed": gettext_lazy("Agency resumed"),
    "agency.suspended": gettext_lazy("Agency suspended"),
    "door.closed": gettext_lazy("Refused at a door"),
    "operator.appointed": gettext_lazy("Operator appointed"),
    "operator.dismissed": gettext_lazy("Operator dismissed"),
    "operator.entered": gettext_lazy("Entered these pages"),
    "operator.refused": gettext_lazy("Wrong password or code"),
}


@operator()
def agency_list(request: HttpRequest, user: User) -> HttpResponse:
    """Every agency by its address."""
    wish = AGENCIES.read(request.GET)
    with as_operator(user.pk):
        page = AGENCIES.fetch(queries.agencies(wish.text), wish)
    table = AGENCIES.view(_("Agencies"), page, wish, _agency, empty=_("No agency begins so."))
    main = Action(_("Create an agency"), reverse("operators:found"), icon="plus")
    answer: HttpResponse = show(
        request, user, "office/list", "agencies", title=_("Agencies"), table=table, main=main, name="operators"
    )
    return answer


def _agency(agency: Agency) -> Row:
    cells = [
        Cell(agency.slug, "key", note=agency.name),
        Cell(agency.preset),
        Cell(marks.day_mark(timezone.localdate(agency.recorded_at)), "day"),
        Cell(state(agency), "badge"),
    ]
    return Row(agency.slug, reverse("operators:agency", args=[agency.slug]), cells)


@operator()
def agency(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """How much one agency holds: counts, never what is counted."""
    found = queries.agency_named(user.pk, slug)
    used = queries.usage(user.pk, found.pk) if found else None
    if found is None or used is None:
        raise Http404
    page: HttpResponse = show(
        request,
        user,
        "operators/agency",
        "agencies",
        agency=found,
        badge=state(found),
        figures=_figures(used),
        messages_by_state=_by_state(used),
        stored=filesizeformat(used.stored),
        active=_moment(used.active_at) if used.active_at else "–",
        others=[_turn(found)],
    )
    return page


def _turn(agency: Agency) -> Action:
    if agency.suspended_on:
        return Action(_("Resume"), reverse("operators:resume", args=[agency.slug]), icon="check")
    return Action(_("Suspend"), reverse("operators:suspend", args=[agency.slug]), icon="stop")


def _figures(used: queries.Usage) -> list[Figure]:
    counts = [(_("Members"), used.members), (_("Creditors"), used.creditors), (_("Files"), used.claims)]
    return [Figure(label, number(count)) for label, count in counts]


def _by_state(used: queries.Usage) -> TableView:
    states = [
        (pgettext("messages", "waiting"), used.queued),
        (pgettext("messages", "being sent"), used.sending),
        (pgettext("messages", "printed"), used.printed),
        (pgettext("messages", "sent"), used.sent),
        (pgettext("messages", "refused for good"), used.failed),
        (pgettext("messages", "to be settled"), used.parked),
        (pgettext("messages", "cancelled"), used.cancelled),
    ]
    rows = [Row(label, "", [Cell(label), Cell(number(count), "amount")]) for label, count in states]
    return TableView(_("Messages by state"), [Heading(_("State")), Heading(_("Messages"), "amount")], rows)


@operator()
def health_page(request: HttpRequest, user: User) -> HttpResponse:
    """What does not run by itself: beat, queues, messages parked, promises missed."""
    now = timezone.now()
    found, seen = queries.health(user.pk, now), queries.beat_seen()
    deaf = queries.mailboxes_failing(user.pk)
    named = queries.names_of(user.pk, [*(one.agency_id for one in found), *deaf])
    awake = [one for one in found if one.agency_id in named and not named[one.agency_id].suspended_on]
    headings = [
        Heading(_("Agency"), "key"),
        Heading(_("Waiting"), "amount"),
        Heading(_("Oldest"), "badge"),
        Heading(_("Being sent"), "amount"),
        Heading(_("To be settled"), "amount"),
        Heading(_("Refused for good"), "amount"),
        Heading(_("Promises missed"), "amount"),
    ]
    rows = [_health(one, named[one.agency_id]) for one in found if one.agency_id in named]
    empty = _("Nothing waits, is parked or was missed in any agency.")
    table = TableView(_("Agencies where something waits"), headings, rows, empty=empty)
    figures = [*_health_figures(awake, found, seen, now), _mailboxes([named[pk].slug for pk in deaf if pk in named])]
    page: HttpResponse = show(request, user, "operators/health", "health", figures=figures, table=table)
    return page


def _mailboxes(slugs: list[str]) -> Figure:
    """Whose mail cannot be fetched."""
    label, said = _("Mailboxes that cannot be read"), ", ".join(sorted(slugs))
    return Figure(label, said or "0", tone="danger" if slugs else "quiet")


def _health_figures(
    awake: list[queries.Health], found: list[queries.Health], seen: datetime | None, now: datetime
) -> list[Figure]:
    silent = (now - seen).total_seconds() if seen else None
    late = silent is None or silent > BEAT_LATE
    oldest = max((one.oldest for one in awake), default=0)  # a suspended agency's messages are meant to wait
    parked, missed = sum(one.parked for one in found), sum(one.missed for one in found)
    return [
        Figure(_("Beat last seen"), _("never") if silent is None else _ago(silent), tone="danger" if late else "ok"),
        Figure(_("Oldest message waiting"), _age(oldest), tone="attention" if oldest > QUEUE_LATE else "quiet"),
        Figure(_("Messages to settle"), number(parked), tone="danger" if parked else "quiet"),
        Figure(_("Promises missed"), number(missed), tone="danger" if missed else "quiet"),
    ]


def _health(one: queries.Health, agency: Agency) -> Row:
    late = one.oldest > QUEUE_LATE and not agency.suspended_on
    cells = [
        Cell(agency.slug, "key", note=_("suspended: its messages rest") if agency.suspended_on else agency.name),
        Cell(number(one.waiting), "amount"),
        Cell(marks.badge(_age(one.oldest), "attention") if late else _age(one.oldest), "badge"),
        *(Cell(number(count), "amount") for count in (one.sending, one.parked, one.failed, one.missed)),
    ]
    return Row(agency.slug, reverse("operators:agency", args=[agency.slug]), cells)


def _age(seconds: float) -> str:
    """A length of time in its largest unit."""
    whole = int(seconds)
    if whole < 60:
        return _("%(count)d s") % {"count": whole} if whole else "–"
    if whole < 3600:
        return _("%(count)d min") % {"count": whole // 60}
    if whole < 86400:
        return _("%(count)d h") % {"count": whole // 3600}
    return ngettext("%(count)d day", "%(count)d days", whole // 86400) % {"count": whole // 86400}


def _ago(seconds: float) -> str:
    return _("%(age)s ago") % {"age": _age(seconds)} if seconds >= 1 else _("now")


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{day(local.date())} {local:%H:%M}"


@operator()
def log(request: HttpRequest, user: User) -> HttpResponse:
    """What operators did, latest first."""
    wish = LOG.read(request.GET)
    page = LOG.fetch(OperatorEntry.objects.all(), wish)
    who = queries.people(row.user_id for row in page.rows)
    where = queries.names_of(user.pk, {row.agency_id for row in page.rows if row.agency_id})
    table = LOG.view(_("Log"), page, wish, lambda row: _entry(row, who, where), empty=_("Nothing here."))
    lead = _("Entries are only ever added. Each act on an agency is in that agency's audit too.")
    answer: HttpResponse = show(request, user, "office/list", "log", title=_("Log"), lead=lead, table=table)
    return answer


def _entry(row: OperatorEntry, who: dict[int, str], where: dict[int, Agency]) -> Row:
    agency = where.get(row.agency_id or 0)
    cells = [
        Cell(_moment(row.at), "day"),
        Cell(str(KINDS.get(row.kind, row.kind))),
        Cell(agency.slug if agency else "–"),
        Cell(who.get(row.user_id or 0, _("command line"))),
        Cell(" · ".join(str(value) for value in row.detail.values()) or "–"),
    ]
    return Row(str(row.pk), "", cells)
