"""The agency's own words for the messages of its cycles: an editor, a preview on a real claim, history, going back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Member
from amicable.composing import example, letter, texted, told
from amicable.queries.words import AUDIENCES, LETTER, SMS, shipped
from amicable.rules.steps import TONES
from amicable.rules.timetable import pay_by
from claims.models import Claim
from claims.queries.law import country_of, kind_of, law_options
from claims.wording import translated
from law.conduct import warned
from law.rulesets import RuleSet
from messaging.channels.segments import segments
from messaging.letters.texts import Fault, blocks_of, faults, variables_of
from messaging.letters.words import WORDS, words
from messaging.models import LetterText
from messaging.queries import latest_text, text_version
from messaging.services import restore, word
from office.forms.settings import LetterTextForm
from office.views.page import ask, here, show, staff, to
from office.views.worded import LANGUAGES, SAID, holds, text_row, versions
from web.parts import Consequence, Heading, TableView
from web.toasts import toast

WORDINGS = {
    "friendly": gettext_lazy("friendly reminder"),
    "neutral": gettext_lazy("reminder"),
    "firm": gettext_lazy("firm reminder"),
    "formal-notice": gettext_lazy("formal notice"),
    "delivery-stop-notice": gettext_lazy("notice of stopped deliveries"),
}
NOTICES = {LETTER: gettext_lazy("Letter and e-mail"), SMS: gettext_lazy("SMS")}
BLOCKS = {"opening": gettext_lazy("Opening"), "closing": gettext_lazy("Closing"), "text": gettext_lazy("Text")}


@dataclass(frozen=True, slots=True)
class Speech:
    """Which words are meant, by the parts of their address."""

    notice: str
    audience: str
    language: str

    @property
    def wording(self) -> str:
        """The tone, or the kind of notice."""
        return AUDIENCES[self.audience]

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{NOTICES[self.notice]} · {WORDINGS[self.wording]} · {LANGUAGES[self.language]}"

    @property
    def parts(self) -> dict[str, str]:
        """The parts of its address, and what the services take."""
        return {"notice": self.notice, "audience": self.audience, "language": self.language}

    def shipped(self) -> Mapping[str, str]:
        """Its version 0."""
        return shipped(self.notice, self.wording, self.language)


def _speech(notice: str, audience: str, language: str) -> Speech:
    known = notice in NOTICES and audience in AUDIENCES and language in WORDS
    if not known or (notice == SMS and audience not in TONES):
        raise Http404
    return Speech(notice, audience, language)


def speeches(member: Member, own: Mapping[tuple[str, str, str], LetterText]) -> TableView:
    """Every wording of the cycles in every language, with the version that holds."""
    headings = [Heading(_("Message")), Heading(_("Words"), "badge"), Heading(_("Who")), Heading(_("When"), "day")]
    every = [Speech(notice, key, language) for notice in NOTICES for key in AUDIENCES for language in WORDS]
    rows = [
        text_row(one.name, here(member, "speech", **one.parts), own.get((one.notice, one.audience, one.language)))
        for one in every
        if one.notice == LETTER or one.audience in TONES
    ]
    return TableView(_("Messages of the cycles"), headings, rows)


@staff("settings.edit", "GET", "POST")
def speech(request: HttpRequest, member: Member, notice: str, audience: str, language: str) -> HttpResponse:
    """The words of one message: to read, to change, to see on a real claim before they are kept."""
    said, now = _speech(notice, audience, language), timezone.now()
    held = latest_text(notice, audience, language)
    initial = dict((held.blocks if held else None) or said.shipped())
    needed = {fault.block: _told(fault) for fault in faults(notice, audience, {})}
    labels = {block: str(BLOCKS[block]) for block in blocks_of(notice)}
    form = LetterTextForm(request.POST or None, blocks=labels, needed=needed, initial=initial)
    if "preview" in request.POST:
        form.only_look()
        if form.is_valid():
            _refuse(form, faults(notice, audience, form.texts()))
    elif request.method == "POST" and form.is_valid():
        kept = word(**said.parts, texts=form.texts(), reason=form.cleaned_data["reason"], at=now)
        if isinstance(kept, LetterText):
            toast(request, _("Version %(n)d holds: the next messages say it.") % {"n": kept.version})
            return to(member, "speech", **said.parts)
        _refuse(form, kept)
    shown = form.texts() if form.is_bound else initial
    context: dict[str, Any] = {
        "title": said.name,
        "back_url": here(member, "letter_texts"),
        "badge": holds(held),
        "form": form,
        "variables": [f"{{{name}}}" for name in variables_of(notice)],
        "warnings": _warnings(shown),
        "history": versions(member, said.parts, held, page="speech_restore"),
        **_preview(said, shown, timezone.localdate(now), form.number(), spoiled=bool(form.errors)),
    }
    return show(request, member, "speech", "settings", 422 if form.errors else 200, **context)


def _refuse(form: LetterTextForm, found: tuple[Fault, ...]) -> None:
    for fault in found:
        form.add_error(fault.block or None, _told(fault))


def _told(fault: Fault) -> str:
    return str(SAID[fault.code]) % {"detail": fault.detail}


def _warnings(texts: Mapping[str, str]) -> list[str]:
    """Words that a message to a debtor should not hold; they warn and refuse nothing (law.conduct)."""
    found = warned("\n".join(texts.values()), RuleSet.BE_CONSUMER)
    return [f"« {one.words} » : {translated(one.reason)} ({translated(one.source)})" for one in found]


def _preview(said: Speech, texts: Mapping[str, str], on: date, number: int | None, *, spoiled: bool) -> dict[str, Any]:
    """The words as the debtor of this claim, or of the latest, would read them, with what always stands around them."""
    claim = None if spoiled else example(language=said.language, number=number)
    if claim is None:
        return {"example": None, "said": list(texts.values()), "language": said.language}
    shown = _short(claim, said, texts, on) if said.notice == SMS else _long(claim, said, texts, on)
    return {"example": claim, "language": said.language, **shown}


def _short(claim: Claim, said: Speech, texts: Mapping[str, str], on: date) -> dict[str, Any]:
    text = texted([told(claim, on)], tone=said.wording, texts=texts).text
    size = segments(text)
    parts = ngettext("%(n)d part, %(places)d places", "%(n)d parts, %(places)d places", size.parts)
    return {"said": [text], "size": parts % {"n": size.parts, "places": size.places}}


def _long(claim: Claim, said: Speech, texts: Mapping[str, str], on: date) -> dict[str, Any]:
    deadline = pay_by(on, None, country_of(claim), kind_of(claim.debtor_kind), law_options(on))
    act = said.wording if said.wording not in TONES else "letter"
    tone = said.wording if said.wording in TONES else "firm"
    prose = letter([told(claim, on)], act=act, tone=tone, on=on, deadline=deadline, texts=texts).prose
    if prose is None:
        raise RuntimeError("a letter of a cycle has its words")
    around = words(said.language)
    return {
        "heading": prose.heading,
        "salutation": around.salutation,
        "said": [*prose.opening, *prose.objection, *prose.closing],
        "farewell": around.farewell,
    }


@staff("settings.edit", "GET", "POST")
def speech_restore(
    request: HttpRequest, member: Member, notice: str, audience: str, language: str, version: int
) -> HttpResponse:
    """Make an earlier version hold again, as a new one."""
    said = _speech(notice, audience, language)
    try:
        text_version(notice, audience, language, version)
    except LookupError as unknown:
        raise Http404 from unknown
    title = _("Back to version %(n)d") % {"n": version}
    if request.method == "POST":
        restored = restore(**said.parts, version=version, reason=title, at=timezone.now())
        if isinstance(restored, LetterText):
            toast(request, title)
            return to(member, "speech", **said.parts)
    why = _("Messages already written keep their words; the version that holds now stays in the history.")
    back, again = (said.name, here(member, "speech", **said.parts)), _("message is worded as before from now on")
    told_before = [Consequence(1, again, why, "attention")]
    return ask(
        request, member, "settings", title=title, lead=said.name, back=back, submit=_("Restore it"),
        consequences=told_before,
    )  # fmt: skip
