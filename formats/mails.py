"""Reading an e-mail that somebody wrote: who, about what, in which words, with which files."""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr
from html.parser import HTMLParser

from formats.errors import Unreadable

MAX_BYTES = 35 * 2**20  # 25 MB of files as a mail carries them
MAX_PARTS, MAX_FILES = 200, 20
LONGEST_TEXT, LONGEST_LINE = 20_000, 250
_ID = re.compile(r"<[^<>\s]{1,300}>")
_SPACES, _LINES = re.compile(r"[ \t\r\f\v]+"), re.compile(r"\n{3,}")
_QUOTED = re.compile(
    r"^(>|-{2,} ?(original|message|oorspronkelijk|urspr)|_{10,}|(de|from|van|von) ?: .*@"
    r"|(le|on|op|am) .{5,120}(a écrit|wrote|schreef|schrieb).{0,80}:$)",
    re.IGNORECASE,
)
_BREAKS = frozenset(("p", "div", "br", "tr", "li", "h1", "h2", "h3", "blockquote"))
_HIDDEN = frozenset(("head", "style", "script", "title"))


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as a person reads it. `answers` are the Message-IDs that it refers to, the nearest first."""

    message_id: str
    sender: str
    subject: str
    text: str
    answers: tuple[str, ...]
    by_machine: bool  # an absence notice, a list: nobody wrote it to us
    files: tuple[Attached, ...]


def read_mail(data: bytes) -> Mail:
    """An e-mail as it came (RFC 5322), whatever its parts.

    Raises Unreadable: `too_large`, `not_a_mail` (no sender, or parts that cannot be told apart).
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"{len(data)} bytes")
    try:
        mail = BytesParser(policy=compat32).parsebytes(data)
        parts = [part for part in mail.walk() if not part.is_multipart()][:MAX_PARTS]
    except (RecursionError, ValueError, LookupError) as error:  # parts in parts without end; headers that lie
        raise Unreadable("not_a_mail", type(error).__name__) from error
    sender = parseaddr(_header(mail, "From"))[1].lower()
    if "@" not in sender:
        raise Unreadable("not_a_mail", "From")
    ids = _ID.findall(_header(mail, "Message-ID"))
    files = [part for part in parts if _is_file(part)][:MAX_FILES]
    return Mail(
        message_id=ids[0] if ids else "",
        sender=sender[:LONGEST_LINE],
        subject=_header(mail, "Subject")[:LONGEST_LINE],
        text=_text_of([part for part in parts if not _is_file(part)]),
        answers=_answers(mail),
        by_machine=_by_machine(mail),
        files=tuple(Attached(_name_of(part), _bytes_of(part)) for part in files),
    )


def own_words(text: str) -> str:
    """What the sender wrote anew: the text up to what it quotes."""
    kept: list[str] = []
    for line in text.splitlines():
        if _QUOTED.match(line.strip()):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def _answers(mail: Message) -> tuple[str, ...]:
    """In-Reply-To first, then the thread from its end; each once, some dozen at most."""
    named = [*_ID.findall(_header(mail, "In-Reply-To")), *reversed(_ID.findall(_header(mail, "References")))]
    return tuple(dict.fromkeys(named))[:20]


def _by_machine(mail: Message) -> bool:
    """RFC 3834 and what older machines say."""
    automatic = _header(mail, "Auto-Submitted").lower() not in ("", "no")
    return automatic or _header(mail, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")


def _is_file(part: Message) -> bool:
    named = bool(part.get_filename())
    return named or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"


def _name_of(part: Message) -> str:
    name = _clean(_decoded(str(part.get_filename() or ""))).replace("/", "_").replace("\\", "_")
    return name[-150:] or "file"


def _bytes_of(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text_of(parts: list[Message]) -> str:
    """The plain text; where there is none, what the page says."""
    plain = [part for part in parts if part.get_content_subtype() != "html"]
    chosen = plain[:1] or parts[:1]
    if not chosen:
        return ""
    text = _charset_read(chosen[0])
    if chosen[0].get_content_subtype() == "html":
        reader = _Reader()
        reader.feed(text)
        text = "".join(reader.said)
    lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
    return _LINES.sub("\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def _charset_read(part: Message) -> str:
    data = _bytes_of(part)
    try:
        text = data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        text = data.decode("latin-1")
    return text.replace("\x00", "")


def _header(mail: Message, name: str) -> str:
    return _clean(_decoded(str(mail.get(name, "") or "")))


def _decoded(raw: str) -> str:
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw


def _clean(text: str) -> str:
    """On one line, without what no database keeps."""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\x00", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in _HIDDEN))
        if tag in _BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(" ".join(data.split("\n")))
