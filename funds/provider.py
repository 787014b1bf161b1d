"""A payment provider under contract, who speaks a small HTTP interface.

`POST PAYMENTS_URL/payments` asks for a payment, with `Idempotency-Key`: the same key is the same payment. The body says
`amount` and `currency`, `method` ("card", "bancontact"), `reference` (ours), `description` (never whom it is about),
`language`, `account` (the trust account that it is paid out to), `return_url`, `notify_url`, `expires_in` (seconds).
`GET PAYMENTS_URL/payments/<id>` looks again. Both answer JSON: `id`, `reference`, `amount`, `state` ("open", "paid",
"failed", "returned": refunded or charged back), `page` where the debtor pays, `paid_at`.

`GET PAYMENTS_URL/settlements/<number>` says what a sum on the account is made of: `number`, `net`, `payments` of
`reference`, `amount` (below zero: taken off again) and `fee`. The number ("STL-…") stands in the bank's text.

It calls `notify_url` when something changed: JSON with `reference`, sealed by the header `Payment-Signature`, which is
"t=<seconds>,v1=<hex>" with the HMAC-SHA256 of "<t>.<path>.<body>". What it says is not believed: it makes us look.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, get_args
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings
from django.utils.timezone import localdate
from requests.exceptions import RequestException

from core.money import rounded
from funds.rules.provider import LASTS, Piece, Report, State

SECONDS = 10.0  # somebody waits
AGAIN = frozenset({401, 403, 408, 425, 429})  # our account, or its moment: not the payment
WINDOW = 300  # seconds: a call that is older is a call repeated
SEAL = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
MOST_PIECES = 10_000
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A payment to be made, in euros; `key` is ours, and makes it one."""

    key: str
    amount: Decimal
    method: str
    description: str
    language: str
    account: str
    return_url: str
    notify_url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider says of a payment; `key` is ours, `reference` its own."""

    reference: str
    key: str
    amount: Decimal
    state: State
    page: str = ""
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer, or none that can be read; `permanent` where the same question would get the same."""

    detail: str
    permanent: bool = False


def is_configured() -> bool:
    """Whether this service has a payment provider."""
    return bool(settings.PAYMENTS_URL)


def pages_origin() -> str:
    """Where the pages that debtors pay on are, for the policy of ours that leads there."""
    url = urlsplit(settings.PAYMENTS_PAGES or settings.PAYMENTS_URL)
    return f"{url.scheme}://{url.netloc}"


def create(wanted: Wanted) -> Answer | Failed:
    """Ask for a payment; the same key is the same payment."""
    told = {
        "amount": str(wanted.amount), "currency": "EUR", "method": wanted.method, "reference": wanted.key,
        "description": wanted.description, "language": wanted.language, "account": wanted.account,
        "return_url": wanted.return_url, "notify_url": wanted.notify_url, "expires_in": int(LASTS.total_seconds()),
    }  # fmt: skip
    return _asked("POST", "/payments", _answer, json=told, headers={"Idempotency-Key": wanted.key})


def look(reference: str) -> Answer | Failed:
    """What became of a payment, by the provider's own `reference`."""
    return _asked("GET", f"/payments/{quote(reference, safe='')}", _answer)


def settlement(number: str) -> Report | Failed:
    """What a settlement is made of."""
    return _asked("GET", f"/settlements/{quote(number, safe='')}", _report)


def is_sealed(path: str, body: bytes, seal: str, at: datetime) -> bool:
    """Whether the provider made this call, a moment ago. Without a secret of ours nobody is believed."""
    found = SEAL.fullmatch(seal)
    if not found or not settings.PAYMENTS_HOOK_SECRET or abs(at.timestamp() - int(found[1])) > WINDOW:
        return False
    return hmac.compare_digest(sealed(settings.PAYMENTS_HOOK_SECRET, int(found[1]), path, body), seal)


def sealed(secret: str, seconds: int, path: str, body: bytes) -> str:
    """The seal of a call."""
    told = f"{seconds}.{path}.".encode() + body
    return f"t={seconds},v1={hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()}"


def _asked(
    method: str,
    path: str,
    read: Callable[[Mapping[str, Any]], Read],
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Read | Failed:
    if not is_configured():
        return Failed("no provider is configured")
    known = {"Authorization": f"Bearer {settings.PAYMENTS_TOKEN}"} if settings.PAYMENTS_TOKEN else {}
    address, sent = settings.PAYMENTS_URL.rstrip("/") + path, known | dict(headers or {})
    try:
        answer = requests.request(method, address, headers=sent, timeout=SECONDS, allow_redirects=False, **more)
    except RequestException as error:
        return Failed(type(error).__name__)
    if answer.status_code >= 300:
        final = 400 <= answer.status_code < 500 and answer.status_code not in AGAIN
        return Failed(f"HTTP {answer.status_code}", permanent=final)
    try:
        return read(answer.json())
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        return Failed("an answer that cannot be read")


def _answer(said: Mapping[str, Any]) -> Answer:
    """Raises ValueError, KeyError, TypeError, AttributeError or InvalidOperation for what is not as agreed."""
    reference, state, page = str(said["id"]), said["state"], str(said.get("page") or "")
    if not 0 < len(reference) <= 80 or state not in get_args(State):
        raise ValueError("not as agreed")
    if page and (len(page) > 500 or not page.startswith(f"{pages_origin()}/")):
        raise ValueError("a page elsewhere")
    paid_at = said.get("paid_at")
    paid_on = localdate(datetime.fromisoformat(paid_at)) if paid_at else None
    return Answer(reference, str(said["reference"]), _amount(said["amount"]), state, page, paid_on)


def _report(said: Mapping[str, Any]) -> Report:
    """As `_answer`."""
    if len(said["payments"]) > MOST_PIECES:
        raise ValueError("too long")
    pieces = [Piece(str(one["reference"]), _amount(one["amount"]), _amount(one["fee"])) for one in said["payments"]]
    return Report(str(said["number"]), _amount(said["net"]), pieces)


def _amount(text: Any) -> Decimal:
    """Euros to the cent, written as text: a number of JSON may lose cents."""
    if not isinstance(text, str) or (amount := Decimal(text)) != rounded(amount):
        raise ValueError("not an amount")
    return rounded(amount)
