"""An SMS or e-mail written to the debtor from the page of its claim."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from amicable.composing import TONES, language_of
from amicable.services.by_hand import Unsure, beginnings, may_write, write_by_hand
from claims.access import claim_for
from claims.models import Claim
from claims.wording import translated
from law.conduct import Warned
from law.refusals import Refusal
from messaging.models import Message
from office.forms.writing import WriteForm
from office.views.page import here, show, staff, to
from office.views.queue import LANGUAGES
from office.views.refusing import forbidden
from web.parts import Action, Option
from web.toasts import toast

CHANNELS: tuple[Literal["sms", "email"], ...] = ("sms", "email")
TITLES: Mapping[str, Any] = {
    "sms": gettext_lazy("Write an SMS"),
    "email": gettext_lazy("Write an e-mail"),
}
TONE_NAMES: Mapping[str, Any] = {
    "friendly": gettext_lazy("Friendly reminder"),
    "neutral": gettext_lazy("Reminder"),
    "firm": gettext_lazy("Firm reminder"),
}


@staff("claims.work", "GET", "POST")
def write(request: HttpRequest, member: Member, number: int, channel: str) -> HttpResponse:
    """Write to the debtor: what the law says of it now stands above, and what the words look like below."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    way = next((one for one in CHANNELS if one == channel), None)
    if way is None:
        raise Http404
    tone = request.GET.get("words", "")
    subject, text = beginnings(claim_id=found.pk, channel=way, tone=tone, on=timezone.localdate(now))
    form = WriteForm(request.POST or None, channel=way, initial={"subject": subject, "text": text})
    if request.method == "GET":
        refused = may_write(claim_id=found.pk, channel=way, at=now)
        return _page(request, member, found, way, form, tone, refused=refused)
    if not form.is_valid():
        return _page(request, member, found, way, form, tone, status=422)
    return _send(request, member, found, way, form, now)


def _send(
    request: HttpRequest, member: Member, found: Claim, way: Literal["sms", "email"], form: WriteForm, now: datetime
) -> HttpResponse:
    given = form.cleaned_data
    made = write_by_hand(
        claim_id=found.pk,
        channel=way,
        subject=given.get("subject", ""),
        text=given["text"],
        sure=request.POST.get("sure") == "on",
        key=given["key"],
        at=now,
    )
    if isinstance(made, Message):
        toast(request, _("Your message is on its way to %(address)s.") % {"address": made.address})
        return to(member, "claim", number=found.number)
    if isinstance(made, Unsure):
        form.ask_to_confirm()
        return _page(request, member, found, way, form, "", warned=made.passages, status=409)
    return _page(request, member, found, way, form, "", refused=made, status=409)


def _page(
    request: HttpRequest,
    member: Member,
    found: Claim,
    way: str,
    form: WriteForm,
    tone: str,
    *,
    refused: Sequence[Refusal] = (),
    warned: Sequence[Warned] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": TITLES[way],
        "lead": _lead(found, way),
        "back_label": _("File %(number)s") % {"number": found.number},
        "back_url": here(member, "claim", number=found.number),
        "refusals": [forbidden(way, one) for one in refused],
        "warnings": [(one.words, translated(one.reason), translated(one.source)) for one in warned],
        "tabs": _beginnings(tone),
        "form": form,
    }
    return show(request, member, "write", "claims", status, **context)


def _lead(found: Claim, way: str) -> str:
    debtor, code = found.debtor, language_of(found)
    where = debtor.phone if way == "sms" else debtor.email
    said = _("%(debtor)s, %(address)s. The debtor reads %(language)s.")
    language = str(LANGUAGES.get(code, code))
    return said % {"debtor": debtor.name, "address": where or _("not known"), "language": language}


def _beginnings(tone: str) -> list[Option]:
    empty = Option(_("Empty"), "?", tone not in TONES)
    return [empty, *(Option(str(TONE_NAMES[one]), f"?words={one}", one == tone) for one in TONES)]


def writing_acts(member: Member, found: Claim, ways: Collection[str]) -> list[Action]:
    """The buttons on the page of a claim, for the `ways` to the debtor that are there and not bad."""
    if found.closed_on or not member.may("claims.work"):
        return []
    offered = (("sms", "s", "phone"), ("email", "m", "email"))
    return [
        Action(str(TITLES[way]), here(member, "claim_write", number=found.number, channel=way), icon="mail", key=key)
        for way, key, needed in offered
        if needed in ways
    ]
