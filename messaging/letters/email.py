"""The same notice as an e-mail: one text, two forms, held to the same mandatory mentions as the paper."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from messaging.letters.content import filled
from messaging.letters.letter import Letter
from messaging.letters.words import words

_BLOCKS = frozenset(("p", "h1", "h2", "table", "section"))
_HEADINGS = frozenset(("h1", "h2"))
_SKIPPED = frozenset(("head", "style", "title"))
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and the two bodies of a multipart message."""

    subject: str
    text: str
    html: str


def mail(letter: Letter) -> Mail:
    """The notice as an e-mail. The subject names creditor and file, not a debt: others may see the list of messages.

    Raises MentionsMissing and BadValue like `content.html`.
    """
    page = filled(letter, "letters/email.html")
    subject = words(letter.language).mail_subject.format(creditor=letter.creditor.name, reference=letter.reference)
    return Mail(subject, plain(page), page)


def plain(page: str) -> str:
    """A page of ours as plain text: a block a line, cells parted by two spaces, titles underlined."""
    reader = _PlainReader()
    reader.feed(page)
    return (
        re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in "".join(reader.parts).split("\n"))).strip() + "\n"
    )


class _PlainReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipping = 0
        self.row: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipping += tag in _SKIPPED
        if tag in ("p", "h1", "h2", "table"):
            self._add("\n\n")
        elif tag == "tr" or tag == "div" or tag == "br":
            self._add("\n")
        elif tag in ("td", "th") and not "".join(self.parts[-1:]).endswith("\n"):
            self._add("  ")

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in _SKIPPED
        if tag in _HEADINGS:
            self._add("\n" + "-" * len("".join(self.parts).rpartition("\n")[2]))
        if tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", data)
        if self.skipping or not text.strip():
            return
        self._add(text.lstrip() if "".join(self.parts[-1:]).endswith(("\n", "  ")) else text)

    def _add(self, text: str) -> None:
        self.parts.append(text)
