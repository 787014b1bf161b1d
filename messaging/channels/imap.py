"""A mailbox by IMAP (RFC 3501): what came in, each message by its number, flagged as seen once it is kept."""

import imaplib
import re
import ssl
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from formats.mails import MAX_BYTES

TIMEOUT = 30  # seconds
HERE = ("localhost", "127.0.0.1", "::1")  # where a mailbox may be asked without a cipher
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unreachable(RuntimeError):
    """The mailbox cannot be read now; what the server or the line said."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mailbox is, and who opens it."""

    host: str
    port: int
    user: str
    folder: str
    tls: bool
    password: str = field(repr=False, default="")

    def __str__(self) -> str:
        return f"{self.user}@{self.host}/{self.folder}"[:250]


def place_of(url: str) -> Place:
    """`imaps://user:password@host:993/INBOX`; `imap://` asks for STARTTLS, but on this machine itself."""
    parts = urlsplit(url)
    tls = parts.scheme == "imaps"
    return Place(
        host=parts.hostname or "",
        port=parts.port or (993 if tls else 143),
        user=unquote(parts.username or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
        password=unquote(parts.password or ""),
    )


class Mailbox:
    """An open folder. Use in `with`; every failure of server or line is Unreachable."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._line: imaplib.IMAP4 | None = None
        self.validity = 0  # UIDVALIDITY: numbers of another one say nothing

    def __enter__(self) -> Self:
        try:
            self._line = self._opened()
            self._asked(self._line.select(_quoted(self._place.folder)))
            self.validity = int(self._line.response("UIDVALIDITY")[1][0] or 0)
        except (OSError, imaplib.IMAP4.error, TypeError, ValueError) as error:
            self._hang_up()
            raise Unreachable(str(error) or type(error).__name__) from error
        return self

    def _opened(self) -> imaplib.IMAP4:
        place = self._place
        if place.tls:
            secure = ssl.create_default_context()
            line: imaplib.IMAP4 = imaplib.IMAP4_SSL(place.host, place.port, ssl_context=secure, timeout=TIMEOUT)
        else:
            line = imaplib.IMAP4(place.host, place.port, timeout=TIMEOUT)
        self._line = line
        if not place.tls and place.host not in HERE:
            line.starttls(ssl.create_default_context())
        line.login(place.user, place.password)
        return line

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def numbers_after(self, last: int) -> list[int]:
        """The numbers (UID) of the messages above `last`, in order."""
        found = self._uid("SEARCH", "UID", f"{last + 1}:*")  # `n:*` names the last message even where it is below n
        return sorted(number for number in map(int, (found[0] or b"").split()) if number > last)

    def fetch(self, number: int) -> bytes:
        """A message as it came, its flags left alone; of one that is too large its head alone. b"" when it is gone."""
        said = b" ".join(part for part in self._uid("FETCH", str(number), "(RFC822.SIZE)") if isinstance(part, bytes))
        size = _SIZE.search(said)
        whole = size is None or int(size[1]) <= MAX_BYTES
        found = self._uid("FETCH", str(number), "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def mark_seen(self, number: int) -> None:
        """Flag a message as seen: it is kept."""
        self._uid("STORE", str(number), "+FLAGS.SILENT", r"(\Seen)")

    def _uid(self, command: str, *words: str) -> list[Any]:
        """What the server told: bytes, or (head, bytes) of a literal, or None."""
        if self._line is None:
            raise Unreachable("the mailbox is not open")
        try:
            return self._asked(self._line.uid(command, *words))
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise Unreachable(str(error) or type(error).__name__) from error

    @staticmethod
    def _asked(answer: tuple[str, list[Any]]) -> list[Any]:
        word, told = answer
        if word != "OK":
            raise imaplib.IMAP4.error(f"{word} {told!r}")
        return told

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        try:
            line.logout()
        except (OSError, imaplib.IMAP4.error):  # what was read is kept: a rude goodbye changes nothing
            line.shutdown()


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
