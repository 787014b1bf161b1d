"""A payment provider that takes no money: the stand-in of the interface that funds/provider.py describes.

`python -m deploy.local.payments PORT`. A page where a debtor pays, refuses or gives up; a list where a visitor charges
payments back and has the rest paid out, with the bank's statement of it to load. Each payment is a file in
var/payments. Nothing leaves the machine.
"""

import hashlib
import hmac
import json
import os
import secrets
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from deploy.local import places
from deploy.local.pages import PAGE, Answer
from deploy.local.ports import HOST
from deploy.local.statement import camt

FOLDER = places.VAR / "payments"
LONGEST_POST = 100_000
LOCK = threading.RLock()  # one act at a time: a payment is paid once here too
BARE = PAGE.replace('<nav><a href="/">E-mails</a> · <a href="/sms">SMS</a></nav>\n', "")  # another server
CENT, FIXED, SHARE, FLAT = Decimal("0.01"), Decimal("0.25"), Decimal("0.014"), Decimal("0.35")
ACTS = {"pay": "paid", "refuse": "failed", "leave": "failed"}
WORDS = {  # language → title, pay, refuse, give up, over
    "fr": ("Paiement d’essai", "Payer", "Refuser (comme le ferait la banque)", "Abandonner", "C’est terminé."),
    "nl": ("Proefbetaling", "Betalen", "Weigeren (zoals de bank zou doen)", "Afbreken", "Dit is voorbij."),
    "de": ("Probezahlung", "Zahlen", "Ablehnen (wie es die Bank täte)", "Abbrechen", "Das ist vorbei."),
    "en": ("Trial payment", "Pay", "Refuse (as the bank would)", "Give up", "This is over."),
}
METHODS = {"card": "Visa / Mastercard", "bancontact": "Bancontact"}
BUTTON = '<form method="post" action="{action}"><p><button>{label}</button></p></form>'
Kept = dict[str, Any]


class Page(BaseHTTPRequestHandler):
    """`/payments` and `/settlements` are the interface; `/pay/ID` is for the debtor; `/` for whoever shows it."""

    def do_GET(self) -> None:
        """Answer, or 404."""
        self._send(show(self.path, dict(self.headers)))

    def do_POST(self) -> None:
        """A payment asked for, or a button pressed."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LONGEST_POST))
        self._send(take(self.path, body, dict(self.headers)))

    def _send(self, found: Answer | None) -> None:
        answer = found or Answer(b"404", "text/plain", status=404)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.name:
            self.send_header("Content-Disposition", f'attachment; filename="{answer.name}"')
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def show(path: str, headers: Mapping[str, str]) -> Answer | None:
    """A page, or what the interface knows; None where there is nothing."""
    parts = urlsplit(path).path.strip("/").split("/")
    match parts:
        case [""]:
            return _listing()
        case ["pay", name]:
            return _pay_page(found) if (found := _read(name)) else None
        case ["payments", name]:
            return _interface(_read(name), headers)
        case ["settlements", number]:
            return _interface(_read(number), headers)
        case ["settlements", number, "statement.xml"]:
            return _statement(found) if (found := _read(number)) else None
    return None


def take(path: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
    """A payment is made, paid, charged back, paid out; None where there is nothing to do."""
    with LOCK:
        match urlsplit(path).path.strip("/").split("/"):
            case ["payments"]:
                return _create(json.loads(body), headers)
            case ["pay", name, act] if act in ACTS and (found := _read(name)):
                return _answered(found, act)
            case ["return", name] if found := _read(name):
                return _charge_back(found)
            case ["settle"]:
                settle()
                return Answer(b"", status=303, location="/")
    return None


# The interface -------------------------------------------------------------------------------------------------------


def _interface(found: Kept | None, headers: Mapping[str, str]) -> Answer | None:
    if not _is_allowed(headers):
        return _json(401, {"error": "token"})
    return _json(200, found) if found else None


def _is_allowed(headers: Mapping[str, str]) -> bool:
    token = os.environ.get("PAYMENTS_TOKEN", "")
    return hmac.compare_digest(headers.get("Authorization") or "", f"Bearer {token}")


def _create(asked: Kept, headers: Mapping[str, str]) -> Answer:
    if not _is_allowed(headers):
        return _json(401, {"error": "token"})
    key = headers.get("Idempotency-Key") or ""
    name = f"pay{hashlib.sha256(key.encode()).hexdigest()[:20]}"
    if known := _read(name):
        return _json(200, known)
    if asked["currency"] != "EUR" or asked["method"] not in METHODS or Decimal(asked["amount"]) <= 0:
        return _json(422, {"error": "not as agreed"})
    until = time.time() + int(asked["expires_in"])
    page = f"http://{headers.get('Host')}/pay/{name}"
    made = asked | {"id": name, "state": "open", "paid_at": None, "until": until, "page": page, "out": "", "off": ""}
    _write(made)
    return _json(201, made)


def _json(status: int, content: Any) -> Answer:
    return Answer(json.dumps(content).encode(), "application/json", status=status)


# What happens to a payment -------------------------------------------------------------------------------------------


def _answered(payment: Kept, act: str) -> Answer:
    if payment["state"] == "open":
        paid_at = datetime.now(UTC).isoformat() if act == "pay" else None
        _changed(payment | {"state": ACTS[act], "paid_at": paid_at})
    return Answer(b"", status=303, location=payment["return_url"])


def _charge_back(payment: Kept) -> Answer:
    if payment["state"] == "paid":
        _changed(payment | {"state": "returned"})
    return Answer(b"", status=303, location="/")


def settle() -> list[Kept]:
    """Pay out all that was paid, less what was charged back and the fees: one sum for each account; what was made."""
    accounts: dict[str, list[Kept]] = {}
    for one in _payments():
        if (one["paid_at"] and not one["out"]) or (one["state"] == "returned" and one["out"] and not one["off"]):
            accounts.setdefault(one["account"], []).append(one)
    return [made for account, found in accounts.items() if (made := _paid_out(account, found))]


def _paid_out(account: str, found: list[Kept]) -> Kept | None:
    number = f"STL-{time.strftime('%y%m%d')}{secrets.token_hex(3).upper()}"
    pieces = [piece for one in found for piece in _pieces(one)]
    net = sum((Decimal(one["amount"]) - Decimal(one["fee"]) for one in pieces), Decimal(0))
    if net <= 0:
        return None  # what is owed to the provider waits for the next one
    for one in found:
        out, off = one["out"] or number, number if one["state"] == "returned" else ""
        _write(one | {"out": out, "off": off})
    on = time.strftime("%Y-%m-%d")
    made = {"id": number, "number": number, "account": account, "net": str(net), "payments": pieces, "on": on}
    _write(made)
    return made


def _pieces(one: Kept) -> list[dict[str, str]]:
    amount, pieces = Decimal(one["amount"]), []
    if not one["out"]:
        fee = FLAT if one["method"] == "bancontact" else (amount * SHARE + FIXED).quantize(CENT)
        pieces.append({"reference": one["reference"], "amount": str(amount), "fee": str(fee)})
    if one["state"] == "returned":
        pieces.append({"reference": one["reference"], "amount": str(-amount), "fee": "0.00"})
    return pieces


def _changed(payment: Kept) -> None:
    """Kept, then told: by a thread, for whoever asked does not wait."""
    _write(payment)
    threading.Thread(target=call, args=(payment,), daemon=True).start()


def call(payment: Mapping[str, Any], *, at: int = 0, secret: str = "") -> int:
    """Tell whoever asked for a payment that something became of it; the HTTP status, 0 when nobody is there."""
    url, at = payment["notify_url"], at or int(time.time())
    if not url.startswith(("http://", "https://")):
        return 0
    body = json.dumps({"payment": payment["id"], "reference": payment["reference"]}).encode()
    told = f"{at}.{urlsplit(url).path}.".encode() + body
    key = secret or os.environ.get("PAYMENTS_HOOK_SECRET", "")
    seal = f"t={at},v1={hmac.new(key.encode(), told, hashlib.sha256).hexdigest()}"
    headers = {"Payment-Signature": seal, "Content-Type": "application/json"}
    try:
        with urlopen(Request(url, body, headers), timeout=5) as answer:  # noqa: S310 - http alone, looked at above
            return int(answer.status)
    except URLError as error:
        return int(getattr(error, "code", 0))
    except (TimeoutError, ConnectionError):
        return 0


# What is kept --------------------------------------------------------------------------------------------------------


def _write(kept: Mapping[str, Any]) -> None:
    """The file whole, then let it appear."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    half = FOLDER / f".{kept['id']}.{secrets.token_hex(4)}"
    half.write_text(json.dumps(kept))
    half.rename(FOLDER / f"{kept['id']}.json")


def _read(name: str) -> Kept | None:
    file: Path = FOLDER / f"{name}.json"
    found: Kept | None = json.loads(file.read_text()) if name.replace("-", "").isalnum() and file.exists() else None
    if found and found.get("state") == "open" and time.time() > found["until"]:
        return found | {"state": "failed"}
    return found


def _payments() -> list[Kept]:
    files = sorted(FOLDER.glob("pay*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [found for file in files if (found := _read(file.stem))]


# The pages -----------------------------------------------------------------------------------------------------------


def _pay_page(payment: Kept) -> Answer:
    title, *labels, over = WORDS.get(payment["language"], WORDS["en"])
    said = f"<p><b>{escape(payment['amount'])} EUR</b> · {METHODS[payment['method']]}</p>"
    said += f"<p>{escape(payment['description'])}</p>"
    if payment["state"] != "open":
        said += f'<p>{over} <a href="{escape(payment["return_url"])}">↩</a></p>'
    else:
        acts = zip(ACTS, labels, strict=True)
        said += "".join(BUTTON.format(action=f"/pay/{payment['id']}/{act}", label=label) for act, label in acts)
    return Answer(BARE.format(title=title, body=said).encode())


def _listing() -> Answer:
    rows = "".join(map(_row, _payments()))
    head = "<table><tr><th>Communication<th>Moyen<th>Montant<th>État<th>Versé par<th></tr>"
    out = "".join(
        f'<li><a href="/settlements/{file.stem}/statement.xml">{file.stem}</a></li>'
        for file in FOLDER.glob("STL-*.json")
    )
    pay_out = BUTTON.format(action="/settle", label="Verser tout ce qui a été payé")
    body = f"{head}{rows}</table>{pay_out}<p>Extraits de la banque, à charger :</p><ul>{out}</ul>"
    return Answer(BARE.format(title="Prestataire de paiement local", body=body).encode())


def _row(one: Kept) -> str:
    back = (
        BUTTON.format(action=f"/return/{one['id']}", label="Contester (chargeback)") if one["state"] == "paid" else ""
    )
    cells = (one["description"], METHODS[one["method"]], one["amount"], one["state"], one["out"] or "–")
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + f"<td>{back}</tr>"


def _statement(made: Kept) -> Answer:
    data = camt(iban=made["account"], on=made["on"], amount=made["net"], text=made["number"])
    return Answer(data, "application/xml", name=f"{made['number']}.xml")


def main(port: int) -> None:
    """Serve until told to stop."""
    ThreadingHTTPServer((HOST, port), Page).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
