"""Telephones that nobody owns: a stand-in of Twilio's interface for messages, and a page to read and answer them.

It takes and lists messages, reports "sent" and "delivered" to the address given with each, signed as Twilio signs, and
refuses Twilio's own test numbers as Twilio does. Served by the mailbox; every message is a file in var/sms. Nothing
leaves the machine.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Mapping
from email.utils import formatdate
from html import escape
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from deploy.local import places
from deploy.local.pages import PAGE, Answer

FOLDER = places.VAR / "sms"
SHOWN = 500
ACCOUNT = "AC" + "0" * 32
REFUSED = {  # the numbers that Twilio keeps for trying its refusals
    "+15005550001": (21211, "The 'To' number is not a valid phone number."),
    "+15005550004": (21610, "Attempt to send to unsubscribed recipient"),
    "+15005550009": (21614, "'To' number is not a valid mobile number"),
}
REPORTS = ("sent", "delivered")
JSON = "application/json"
FORM = """<form method="post" action="/sms/{sid}/reply"><label>Répondre en tant que {to}
<textarea name="Body" rows="3" required></textarea></label> <button>Répondre</button></form>"""


def takes(path: str) -> bool:
    """Whether an address is one of the telephones, or of the interface."""
    return path.split("/")[1].partition("?")[0] in ("sms", "2010-04-01")


def show(path: str, authorization: str = "") -> Answer | None:
    """A page, or the interface's list; None where there is nothing."""
    url = urlsplit(path)
    parts = url.path.strip("/").split("/")
    if parts[0] == "2010-04-01":
        return _list(parts, _fields(url.query), authorization)
    if len(parts) == 1:
        return _listing()
    return _one(found) if len(parts) == 2 and (found := _read(parts[1])) else None


def take(path: str, body: str, authorization: str = "") -> Answer | None:
    """A message handed in by the interface, or an answer typed on the page; None where neither goes."""
    parts, given = urlsplit(path).path.strip("/").split("/"), _fields(body)
    if parts[0] == "2010-04-01":
        return _take(parts, given, authorization)
    found = _read(parts[1]) if len(parts) == 3 and parts[2] == "reply" else None
    return _answered(found, given.get("Body", "")) if found else None


def _fields(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}


# The interface -------------------------------------------------------------------------------------------------------


def _is_allowed(parts: list[str], authorization: str) -> bool:
    account, token = os.environ.get("TWILIO_ACCOUNT_SID", ACCOUNT), os.environ.get("TWILIO_AUTH_TOKEN", "")
    login = base64.b64encode(f"{account}:{token}".encode()).decode()
    right = parts[1:] == ["Accounts", account, "Messages.json"]
    return right and hmac.compare_digest(authorization, f"Basic {login}")


def _take(parts: list[str], given: Mapping[str, str], authorization: str) -> Answer:
    if not _is_allowed(parts, authorization):
        return _error(401, 20003, "Authenticate")
    if refusal := REFUSED.get(given.get("To", "")):
        return _error(400, *refusal)
    if not all(given.get(name) for name in ("To", "From", "Body")):
        return _error(400, 21602, "Message body is required")
    message = _kept(given["From"], given["To"], given["Body"], "outbound-api", given.get("StatusCallback", ""))
    if message["status_callback"]:
        threading.Thread(target=_report, args=(message,), daemon=True).start()
    return _json(201, message)


def _list(parts: list[str], asked: Mapping[str, str], authorization: str) -> Answer:
    if not _is_allowed(parts, authorization):
        return _error(401, 20003, "Authenticate")
    wanted = [message for message in _all() if asked.get("To", message["to"]) == message["to"]]
    size = int(asked.get("PageSize", 50))
    return _json(200, {"messages": wanted[:size], "page_size": size, "next_page_uri": None, "page": 0})


def _error(status: int, code: int, message: str) -> Answer:
    return _json(status, {"code": code, "message": message, "status": status})


def _json(status: int, content: Any) -> Answer:
    return Answer(json.dumps(content).encode(), JSON, status=status)


# What is kept, and what is told --------------------------------------------------------------------------------------


def _kept(sender: str, to: str, body: str, direction: str, hook: str) -> dict[str, Any]:
    sid = f"SM{time.time_ns():018x}{secrets.token_hex(7)}"
    message: dict[str, Any] = {
        "sid": sid,
        "from": sender,
        "to": to,
        "body": body,
        "direction": direction,
        "status": "queued",
    }
    message |= {"date_created": formatdate(), "date_sent": None, "num_segments": "1", "error_code": None}
    message |= {"account_sid": ACCOUNT, "status_callback": hook}
    _write(message)
    return message


def _write(message: Mapping[str, Any]) -> None:
    """The file whole, then let it appear."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f".{message['sid']}").write_text(json.dumps(message))
    (FOLDER / f".{message['sid']}").rename(FOLDER / f"{message['sid']}.json")


def _read(sid: str) -> dict[str, Any] | None:
    file: Path = FOLDER / f"{sid}.json"
    found: dict[str, Any] | None = json.loads(file.read_text()) if sid.isalnum() and file.exists() else None
    return found


def _all() -> list[dict[str, Any]]:
    """Latest first: the names of the files begin with the moment."""
    return [json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"), reverse=True)[:SHOWN]]


def _report(message: dict[str, Any]) -> None:
    for status in REPORTS:
        message |= {"status": status, "date_sent": formatdate()}
        _write(message)
        _call(
            message["status_callback"],
            {"MessageSid": message["sid"], "MessageStatus": status, "To": message["to"], "From": message["from"]},
        )


def _answered(message: Mapping[str, Any], text: str) -> Answer:
    """The recipient answers: kept here, and told to the agency that had written."""
    reply = _kept(message["to"], message["from"], text, "inbound", "")
    hook = message["status_callback"].partition("/sms/status/")[0] + "/sms/reply/"
    given = {"MessageSid": reply["sid"], "From": reply["from"], "To": reply["to"], "Body": text}
    _write(reply | {"status": "received" if _call(hook, given) else "failed"})
    return Answer(b"", status=303, location="/sms")


def signature(url: str, given: Mapping[str, str], token: str) -> str:
    """As Twilio signs: HMAC-SHA1 of the address and the sorted fields."""
    told = url + "".join(f"{name}{given[name]}" for name in sorted(given))
    return base64.b64encode(hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()).decode()


def _call(url: str, given: Mapping[str, str]) -> bool:
    """Post to the site; False when it is not there or refuses."""
    if not url.startswith(("http://", "https://")):
        return False
    signed = {"X-Twilio-Signature": signature(url, given, os.environ.get("TWILIO_AUTH_TOKEN", ""))}
    try:
        request = Request(url, urlencode(given).encode(), signed)  # noqa: S310 - http alone, looked at above
        with urlopen(request, timeout=5):  # noqa: S310
            return True
    except (URLError, TimeoutError, ConnectionError):
        return False


# The page ------------------------------------------------------------------------------------------------------------


def _listing() -> Answer:
    messages = _all()
    rows = "".join(map(_row, messages))
    head = f"<p>{len(messages)} SMS.</p><table><tr><th>Date<th>De<th>À<th>Texte<th>État</tr>"
    return Answer(PAGE.format(title="Téléphones locaux", body=f"{head}{rows}</table>").encode())


def _row(message: Mapping[str, Any]) -> str:
    cells = [message["date_created"], message["from"], message["to"]]
    text = f'<a href="/sms/{message["sid"]}">{escape(message["body"][:80] or "(vide)")}</a>'
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + f"<td>{text}<td>{escape(message['status'])}</tr>"


def _one(message: Mapping[str, Any]) -> Answer:
    head = "".join(
        f"<tr><th>{label}<td>{escape(str(message[name]))}</tr>"
        for label, name in (("De", "from"), ("À", "to"), ("Date", "date_created"), ("État", "status"))
    )
    form = "" if message["direction"] == "inbound" else FORM.format(sid=message["sid"], to=escape(message["to"]))
    body = f"<table>{head}</table><pre>{escape(message['body'])}</pre>{form}"
    return Answer(PAGE.format(title="SMS", body=body).encode())
