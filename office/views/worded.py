"""What the pages of the agency's own words share: which version holds, its history, faults in words."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from messaging.models import LetterText
from messaging.queries import text_history
from office.views.page import here
from web import marks
from web.formatting import day
from web.parts import Cell, Heading, Row, TableView

LANGUAGES = {
    "fr": gettext_lazy("French"),
    "nl": gettext_lazy("Dutch"),
    "de": gettext_lazy("German"),
    "en": gettext_lazy("English"),
}
SAID = {
    "variable_unknown": gettext_lazy("This is no variable: %(detail)s."),
    "variable_missing": gettext_lazy("This text must name {%(detail)s}."),
    "mention_missing": gettext_lazy("The law asks for this mention: %(detail)s."),
    "html": gettext_lazy("Write words alone: bold stands between two pairs of asterisks."),
    "plain": gettext_lazy("Write words alone: these messages know no bold."),
    "bold_open": gettext_lazy("Bold begins and does not end: close it with two asterisks."),
    "too_long": gettext_lazy("Write at most %(detail)s characters."),
}


def text_row(name: str, url: str, own: LetterText | None) -> Row:
    """A text in the list, with the version that holds."""
    cells = [
        Cell(name),
        Cell(holds(own), "badge"),
        Cell(who(own) if own else "–", note=own.reason if own else ""),
        Cell(day(timezone.localdate(own.made_at)) if own else "–", "day"),
    ]
    return Row(name, url, cells)


def holds(own: LetterText | None) -> SafeString:
    """Which version holds, as a sign."""
    if own and own.blocks:
        return marks.badge(_("version %(n)d") % {"n": own.version}, "ok")
    return marks.badge(_("as shipped"))


def who(own: LetterText) -> str:
    """Who wrote a version."""
    return str(own.made_by.user) if own.made_by else "–"


def versions(member: Member, parts: Mapping[str, str], held: LetterText | None, *, page: str) -> TableView:
    """Every version of a text; each but the one that holds leads to `page`, where it is restored."""
    headings = [Heading(_("Version"), "key"), Heading(_("Why")), Heading(_("Who")), Heading(_("When"), "day")]
    rows = [
        Row(
            str(row.version),
            "" if row == held else here(member, page, **parts, version=row.version),
            [
                Cell(str(row.version), "key", note="" if row.blocks else _("as shipped")),
                Cell(row.reason),
                Cell(who(row)),
                Cell(day(timezone.localdate(row.made_at)), "day"),
            ],
        )
        for row in text_history(parts["notice"], parts["audience"], parts["language"])
    ]
    first = Row(
        "0",
        here(member, page, **parts, version=0) if held and held.blocks else "",
        [Cell("0", "key"), Cell(_("as shipped")), Cell("–"), Cell("–", "day")],
    )
    return TableView(_("Versions"), headings, [*rows, first])
