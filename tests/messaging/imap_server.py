"""A mail server that speaks the few words of IMAP that are needed, over a socket of this machine."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from messaging.channels.imap import Place

USER, PASSWORD = "agence", "un mot de passe"


class Postbox(socketserver.ThreadingTCPServer):
    """Keeps messages by number; `seen` are those flagged. `refuse` names a command that it answers with NO."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.validity, self.mails, self.seen, self.refuse, self.fetched = 7, {}, set(), "", []

    def put(self, data: bytes) -> int:
        """One more message; its number."""
        number = max(self.mails, default=0) + 1
        self.mails[number] = data
        return number

    @property
    def place(self) -> Place:
        """How it is reached."""
        return Place("127.0.0.1", self.server_address[1], USER, "INBOX", tls=False, password=PASSWORD)


class _Talk(socketserver.StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, _, said = line.decode().strip().partition(" ")
            words = said.upper()
            if self.server.refuse and self.server.refuse in words:
                self._say(f"{tag} NO not now")
            elif words.startswith("LOGIN") and f'"{PASSWORD}"' not in said:
                self._say(f"{tag} NO wrong password")
            else:
                self._answer(words)
                self._say(f"{tag} OK done")
            if words == "LOGOUT":
                return

    def _answer(self, words: str) -> None:
        if words == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif words.startswith("SELECT"):
            self._say(f"* {len(self.server.mails)} EXISTS", f"* OK [UIDVALIDITY {self.server.validity}] valid")
        elif words.startswith("UID SEARCH"):
            self._search(int(re.findall(r"(\d+):\*", words)[0]))
        elif found := re.match(r"UID FETCH (\d+) (.*)", words):
            self._fetch(int(found[1]), found[2])
        elif found := re.match(r"UID STORE (\d+)", words):
            self.server.seen.add(int(found[1]))

    def _search(self, first: int) -> None:
        numbers = {n for n in self.server.mails if n >= first} | set(list(self.server.mails)[-1:])
        self._say("* SEARCH " + " ".join(map(str, sorted(numbers))))

    def _fetch(self, number: int, what: str) -> None:
        data = self.server.mails[number]
        if "SIZE" in what:
            self._say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(data)})")
            return
        self.server.fetched.append((number, what))
        given = data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in what else data
        self.wfile.write(f"* 1 FETCH (UID {number} BODY[] {{{len(given)}}}\r\n".encode() + given + b")\r\n")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving() -> Iterator[Postbox]:
    """A postbox on a free port of this machine."""
    with Postbox() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()
