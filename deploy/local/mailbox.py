"""A mail server that keeps every message as a file in var/mail, and a page to read them and the SMS (sms.py).

`python -m deploy.local.mailbox SMTP_PORT PAGE_PORT`. Nothing leaves the machine.
"""

import secrets
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local import places, sms
from deploy.local.pages import PAGE, Answer
from deploy.local.ports import HOST

FOLDER = places.VAR / "mail"
SHOWN = 500
LONGEST_POST = 100_000


class Catcher:
    """Takes every message for everybody."""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Write the file whole, then let it appear."""
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        (FOLDER / f".{name}").write_bytes(content)
        (FOLDER / f".{name}").rename(FOLDER / f"{name}.eml")
        return "250 Kept"


class Page(BaseHTTPRequestHandler):
    """`/` lists, `/ID` shows one, `/ID/html` its HTML in a sandbox, `/ID/N` its attachment N; SMS have theirs."""

    def do_GET(self) -> None:
        """Answer, or 404."""
        given = self.headers.get("Authorization", "")
        self._send(sms.show(self.path, given) if sms.takes(self.path) else respond(self.path))

    def do_POST(self) -> None:
        """An SMS handed in, or answered."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LONGEST_POST)).decode()
        given = self.headers.get("Authorization", "")
        self._send(sms.take(self.path, body, given) if sms.takes(self.path) else None)

    def _send(self, found: Answer | None) -> None:
        answer = found or Answer(b"404", "text/plain", status=404)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Security-Policy", answer.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.name:
            self.send_header("Content-Disposition", f"inline; filename*=UTF-8''{quote(answer.name)}")
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: addresses would be in it."""


def respond(path: str) -> Answer | None:
    """The page for `path`; None where there is none."""
    name, _, part = path.strip("/").partition("/")
    if not name:
        return _listing()
    file = FOLDER / f"{name}.eml"
    if not name.replace("-", "").isalnum() or not file.exists():
        return None
    message = _read(file)
    if part == "html":
        return _html(message)
    return _attachment(message, int(part)) if part.isdecimal() else _one(name, message)


def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def _listing() -> Answer:
    files = sorted(FOLDER.glob("*.eml"), reverse=True)
    rows = "".join(_row(file.stem, _read(file)) for file in files[:SHOWN])
    head = f"<p>{len(files)} message(s).</p><table><tr><th>Date<th>À<th>Objet</tr>"
    return Answer(PAGE.format(title="Boîte aux lettres locale", body=f"{head}{rows}</table>").encode())


def _row(name: str, message: EmailMessage) -> str:
    when = time.strftime("%d/%m/%Y %H:%M:%S", time.localtime(int(name.split("-")[0]) / 1e9))
    subject = escape(str(message["subject"] or "(sans objet)"))
    return f'<tr><td>{when}<td>{escape(str(message["to"]))}<td><a href="/{name}">{subject}</a></tr>'


def _one(name: str, message: EmailMessage) -> Answer:
    text = message.get_body(("plain",))
    head = "".join(
        f"<tr><th>{field}<td>{escape(str(message[field] or ''))}</tr>" for field in ("From", "To", "Reply-To")
    )
    files = "".join(
        f'<li><a href="/{name}/{number}">{escape(part.get_filename() or "fichier")}</a></li>'
        for number, part in enumerate(message.iter_attachments())
    )
    frame = f'<iframe sandbox src="/{name}/html" title="HTML"></iframe>' if message.get_body(("html",)) else ""
    words = f"<pre>{escape(text.get_content())}</pre>" if text else ""
    body = f'<p><a href="/">← Tous</a></p><table>{head}</table><ul>{files}</ul>{words}{frame}'
    return Answer(PAGE.format(title=escape(str(message["subject"] or "")), body=body).encode())


def _html(message: EmailMessage) -> Answer | None:
    part = message.get_body(("html",))
    rules = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return Answer(part.get_content().encode(), policy=rules) if part else None


def _attachment(message: EmailMessage, number: int) -> Answer | None:
    parts = list(message.iter_attachments())
    if number >= len(parts):
        return None
    part = parts[number]
    kind = part.get_content_type() if part.get_content_type() in ("application/pdf", "image/png") else "text/plain"
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else part.as_bytes()
    return Answer(content, kind, "frame-ancestors 'none'", part.get_filename() or "")


def main(smtp_port: int, page_port: int) -> None:
    """Serve until told to stop."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    Controller(Catcher(), hostname=HOST, port=smtp_port, data_size_limit=50_000_000).start()
    ThreadingHTTPServer((HOST, page_port), Page).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
