"""The agency's own words for its letters: which hold, an editor with a preview on a real claim, history, going back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from jobs.access import job_for
from jobs.models import Job
from messaging.letters import content
from messaging.letters.letter import Letter
from messaging.letters.texts import NOTICES, VARIABLES, Fault, blocks_of, faults, mention_named, printed, shipped
from messaging.letters.words import WORDS, words
from messaging.models import LetterText
from messaging.queries import latest_text, latest_texts, text_version
from messaging.services import restore, word
from office.forms.settings import LetterTextForm
from office.views.page import action, ask, here, show, staff, to
from office.views.settings import tabs
from office.views.speech import speeches
from office.views.worded import LANGUAGES, SAID, holds, text_row, versions
from paynow.composing import example
from paynow.services.previewing import KIND, ask_preview
from web.parts import Consequence, Heading, TableView
from web.toasts import toast

NAMES = {
    ("paynow", "be_consumer"): gettext_lazy("PAYNOW, Belgium, consumer"),
    ("paynow", "be_business"): gettext_lazy("PAYNOW, Belgium, business"),
    ("paynow", "fr_consumer"): gettext_lazy("PAYNOW, France, consumer"),
    ("paynow", "fr_business"): gettext_lazy("PAYNOW, France, business"),
    ("first_reminder", "be_consumer"): gettext_lazy("Free first reminder, Belgium, consumer"),
}
BLOCKS = {
    "opening": gettext_lazy("Opening"),
    "period": gettext_lazy("Time to pay"),
    "dispute": gettext_lazy("If the debtor disagrees"),
    "facilities": gettext_lazy("If the debtor needs time"),
    "documents": gettext_lazy("Documents"),
    "closing": gettext_lazy("Closing"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """Which text is meant, by the parts of its address."""

    notice: str
    audience: str
    language: str

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{NAMES[self.notice, self.audience]} · {LANGUAGES[self.language]}"

    @property
    def parts(self) -> dict[str, str]:
        """The parts of its address, and what the services take."""
        return {"notice": self.notice, "audience": self.audience, "language": self.language}

    def shipped(self) -> Mapping[str, str]:
        """Its version 0."""
        return shipped(self.notice, self.audience, self.language)


def _text(notice: str, audience: str, language: str) -> Text:
    if (notice, audience) not in NOTICES or language not in WORDS:
        raise Http404
    return Text(notice, audience, language)


@staff("settings.edit")
def letter_texts(request: HttpRequest, member: Member) -> HttpResponse:
    """Every letter in every language, with the version that holds."""
    own = latest_texts()
    headings = [Heading(_("Letter")), Heading(_("Words"), "badge"), Heading(_("Who")), Heading(_("When"), "day")]
    texts = [Text(notice, audience, language) for notice, audience in NAMES for language in WORDS]
    rows = [
        text_row(
            text.name, here(member, "letter_text", **text.parts), own.get((text.notice, text.audience, text.language))
        )
        for text in texts
    ]
    tables = [TableView(_("Letters"), headings, rows), speeches(member, own)]
    lead = _("What the law imposes, the amounts and the way to pay are always printed; the other words may be yours.")
    shown: dict[str, Any] = {
        "title": _("Settings"),
        "lead": lead,
        "tables": tables,
        "tabs": tabs(member, "letter_texts"),
    }
    return show(request, member, "list", "settings", **shown)


@staff("settings.edit", "GET", "POST")
def letter_text(request: HttpRequest, member: Member, notice: str, audience: str, language: str) -> HttpResponse:
    """The words of one letter: to read, to change, to see on a real claim before they are kept."""
    text, now = _text(notice, audience, language), timezone.now()
    held = latest_text(notice, audience, language)
    initial = (held.blocks if held else None) or text.shipped()
    form = LetterTextForm(request.POST or None, blocks=_labels(text), needed=_needed(text), initial=dict(initial))
    if "preview" in request.POST or "pdf" in request.POST:
        form.only_look()
        if form.is_valid():
            _refuse(form, text, faults(notice, audience, form.texts()))
        if form.is_valid() and example(notice, audience, language, timezone.localdate(now), form.number()) is None:
            form.add_error("claim", _("No such file of this kind."))
        if "pdf" in request.POST and form.is_valid():
            job = ask_preview(**text.parts, texts=form.texts(), number=form.number(), at=now)
            return to(member, "letter_preview", **text.parts, job_uid=job.uid)
    elif request.method == "POST" and form.is_valid():
        kept = word(**text.parts, texts=form.texts(), reason=form.cleaned_data["reason"], at=now)
        if isinstance(kept, LetterText):
            toast(request, _("Version %(n)d holds: the next letters say it.") % {"n": kept.version})
            return to(member, "letter_text", **text.parts)
        _refuse(form, text, kept)
    shown = form.texts() if form.is_bound else dict(initial)
    context = {
        "title": text.name,
        "back_url": here(member, "letter_texts"),
        "badge": holds(held),
        "form": form,
        "variables": [f"{{{name}}}" for name in VARIABLES],
        "history": versions(member, text.parts, held, page="letter_text_restore"),
        **_preview(text, shown, timezone.localdate(now), form.number()),
    }
    return show(request, member, "letter_text", "settings", 422 if form.errors else 200, **context)


def _labels(text: Text) -> dict[str, str]:
    return {block: str(BLOCKS[block]) for block in blocks_of(text.notice)}


def _needed(text: Text) -> dict[str, str]:
    """Why a block cannot stay empty, by block; the law speaks last."""
    return {fault.block: _said(text, fault) for fault in faults(text.notice, text.audience, {})}


def _refuse(form: LetterTextForm, text: Text, found: tuple[Fault, ...]) -> None:
    for fault in found:
        form.add_error(fault.block or None, _said(text, fault))


def _said(text: Text, fault: Fault) -> str:
    detail = fault.detail
    if fault.code == "mention_missing":
        detail = mention_named(text.notice, text.audience, detail)
    return str(SAID[fault.code]) % {"detail": detail}


def _preview(text: Text, shown: Mapping[str, str], on: date, number: int | None) -> dict[str, Any]:
    """The words as the debtor of this claim, or of the latest such, would read them; variables stand bare without."""
    letter = example(text.notice, text.audience, text.language, on, number)
    values = _values(letter)
    said = printed(text.notice, text.audience, shown, values)
    return {
        "said": [said[block] for block in blocks_of(text.notice)],
        "salutation": words(text.language).salutation,
        "farewell": words(text.language).farewell,
        "language": text.language,
        "example": letter,
    }


@staff("settings.edit")
def letter_preview(
    request: HttpRequest, member: Member, notice: str, audience: str, language: str, job_uid: UUID
) -> HttpResponse:
    """The letter as it would be printed, once it is drawn."""
    text, found = _text(notice, audience, language), job_for(job_uid)
    if found.kind != KIND:
        raise DoorClosed
    file = found.result.get("file")
    context: dict[str, Any] = {
        "title": text.name,
        "back_url": here(member, "letter_text", **text.parts),
        "file": action(member, _("The letter (PDF)"), "file", "file", file_uid=file) if file else None,
        "failed": found.state in (Job.State.FAILED, Job.State.CANCELLED),
    }
    return show(request, member, "letter_preview", "settings", **context)


def _values(letter: Letter | None) -> Mapping[str, str]:
    return content.values(letter) if letter else {name: f"{{{name}}}" for name in VARIABLES}


@staff("settings.edit", "GET", "POST")
def letter_text_restore(
    request: HttpRequest, member: Member, notice: str, audience: str, language: str, version: int
) -> HttpResponse:
    """Make an earlier version hold again, as a new one."""
    text = _text(notice, audience, language)
    try:
        text_version(notice, audience, language, version)
    except LookupError as unknown:
        raise Http404 from unknown
    if request.method == "POST":
        reason = _("Back to version %(n)d") % {"n": version}
        restored = restore(**text.parts, version=version, reason=reason, at=timezone.now())
        if isinstance(restored, LetterText):
            toast(request, reason)
            return to(member, "letter_text", **text.parts)
    why = _("Letters already written keep their words; the version that holds now stays in the history.")
    return ask(
        request,
        member,
        "settings",
        title=_("Back to version %(n)d") % {"n": version},
        lead=text.name,
        back=(text.name, here(member, "letter_text", **text.parts)),
        submit=_("Restore it"),
        consequences=[Consequence(1, _("letter is worded as before from now on"), why, "attention")],
    )
