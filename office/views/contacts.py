"""How the people of a claim are reached: each number and address with what is known of it, marked in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from claims.access import claim_for
from claims.models import Claim, ContactMark, Liable, Representative
from claims.queries.points import Point, points_of
from claims.queries.sheet import Answerable
from claims.services.marking import mark_contact
from claims.services.parties import correct_contact
from office.forms.contact import ContactForm
from office.views.acts import ask_about
from office.views.page import action, here, staff, to
from web import marks
from web.formatting import day
from web.parts import Consequence, Tone
from web.toasts import toast

Way, Mark = ContactMark.Way, ContactMark.Mark
TONES: Mapping[str, Tone] = {Mark.GOOD: "ok", Mark.BAD: "danger", Mark.UNKNOWN: "quiet"}
WHY: Mapping[str, Any] = {
    "hand": gettext_lazy("marked by hand"),
    "call": gettext_lazy("by a call"),
    "bounce": gettext_lazy("mail came back"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """One number or address as a card shows it: what to press, what is known, since when and by whom."""

    way: str
    label: str
    value: str
    link: str
    badge: str
    why: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Person:
    """One who answers for the claim, with the ways to reach it and those who stand for it."""

    liable: Liable
    representatives: Sequence[Representative]
    points: Sequence[Reached]


def people(liable: Sequence[Answerable]) -> list[Person]:
    """The cards of a page; two queries."""
    known = points_of(one.liable.debtor for one in liable)
    return [
        Person(one.liable, one.representatives, [_reached(point) for point in known[one.liable.debtor_id]])
        for one in liable
    ]


def _reached(point: Point) -> Reached:
    bad = point.mark == Mark.BAD
    link = f"tel:{point.value}" if point.way == Way.PHONE and not bad else ""
    badge = marks.badge(str(Mark(point.mark).label), TONES[point.mark])
    known = (WHY.get(point.source, ""), day(timezone.localtime(point.at).date()) if point.at else "", point.who)
    why = ", ".join(str(part) for part in known if part)
    return Reached(point.way, str(capfirst(Way(point.way).label)), point.value, link, badge, why, bad)


def contacts(member: Member, found: Claim, liable: Sequence[Answerable]) -> dict[str, Any]:
    """The cards of a page, and which ways to the debtor are offered: those that are there and not bad; two queries."""
    shown = people(liable)
    ways = {one.way for one in shown[0].points if not one.bad} if shown else set()
    context = {"people": shown, "ways": ways, "call_phone": found.debtor.phone if Way.PHONE in ways else ""}
    if found.closed_on or not member.may("claims.work"):
        return context
    acts = [
        action(member, _("Complete the address"), "claim_address", number=found.number),
        action(member, _("Correct the contact details"), "claim_contact", number=found.number),
    ]
    url = here(member, "claim_mark", number=found.number)
    return {**context, "contact_acts": acts, "mark_url": url, "contact_marks": Mark.choices}


@staff("claims.work", "POST")
def mark(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Say of a number or an address that it is good, bad, or not known to be either."""
    found = claim_for(member, number, to="work")
    given = request.POST
    row = Liable.objects.filter(claim=found, debtor_id=_whole(given.get("debtor", ""))).first()
    if row is None or given.get("way") not in Way.values or given.get("mark") not in Mark.values:
        raise DoorClosed
    known = {"way": given["way"], "mark": given["mark"], "value": given.get("value", "")}
    mark_contact(debtor_id=row.debtor_id, source="hand", at=timezone.now(), **known)
    toast(request, _("Marked."))
    return redirect(f"{here(member, 'claim', number=number)}#people")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@staff("claims.work", "GET", "POST")
def contact(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Correct the debtor's telephone, e-mail or language; a new number begins unknown."""
    found = claim_for(member, number, to="work")
    debtor = found.debtor
    known = {"phone": debtor.phone, "email": debtor.email, "language": debtor.language}
    form = ContactForm(request.POST or None, country=debtor.country, initial=known)
    if request.method == "POST" and form.is_valid():
        correct_contact(claim_id=found.pk, at=timezone.now(), by="agency", **form.cleaned_data)
        toast(request, _("The contact details are corrected."))
        return to(member, "claim", number=number)
    why = _("A new number or address begins as unknown. What is left empty stays as it is.")
    told = [Consequence(1, _("debtor is reached there from now on, on all its files of this creditor"), why)]
    title = _("Correct the contact details")
    return ask_about(request, member, found, title=title, submit=_("Keep them"), form=form, consequences=told)
