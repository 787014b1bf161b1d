"""The conversation of creditor and agency on the screens of both: its form, and its notes as they are drawn."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.models import ClaimNote
from claims.models.note import LONGEST_NOTE
from claims.queries.notes import Said
from claims.services.notes import write_note
from files.services import Rejected
from web import parts
from web.formatting import day

EXCERPT = 90  # letters of a note in a list


class NoteForm(forms.Form):
    """A note, with a paper if there is one."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_NOTE}),
    )
    file = forms.FileField(
        label=_("Document to join"),
        required=False,
        help_text=_("PDF, PNG or JPEG, 25 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def write(self, *, claim_id: int, side: str, at: datetime) -> ClaimNote | None:
        """Write what the valid form says; None, and the form says why, where the paper is none that we take."""
        given: dict[str, Any] = self.cleaned_data
        sent = given["file"]
        data, name = (sent.read(), str(sent.name)) if sent else (b"", "")
        made = write_note(claim_id=claim_id, side=side, text=given["text"], at=at, data=data, name=name)
        if isinstance(made, Rejected):
            self.add_error("file", made.detail)
            return None
        return made


def notes_shown(said: Iterable[Said], reader: str, file_url: Callable[[UUID], str]) -> list[parts.Note]:
    """A conversation as the component draws it, for a reader of this side."""
    return [_note_shown(one, reader, file_url) for one in said]


def _note_shown(one: Said, reader: str, file_url: Callable[[UUID], str]) -> parts.Note:
    uid, name = one.file or (None, "")
    read = localtime(one.read_at) if one.read_at else None
    seen = gettext("read on %(day)s at %(hour)s") % {"day": day(read.date()), "hour": f"{read:%H:%M}"} if read else ""
    url = file_url(uid) if uid else ""
    return parts.Note(one.who, one.at, one.text, one.side == reader, one.new, seen, name, url)


def opening(text: str) -> str:
    """How a note begins, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"
