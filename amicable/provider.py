"""A provider of addresses under contract, who speaks a small HTTP interface.

`POST TRACING_URL/searches` asks, with `Idempotency-Key`: the same key is the same search, paid once. The body says
`name`, `country`, `number` (a firm's), `street`, `postcode`, `city`, as far as known; never what is owed nor to whom.
`GET TRACING_URL/searches/<id>` looks again. Both answer JSON: `id`, `state` ("searching", "found", "not_found"), then
`address` (`street`, `postcode`, `city`), `source`, `cost` in euros.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args
from urllib.parse import quote

import requests
from django.conf import settings
from requests.exceptions import RequestException

from core.money import ZERO, rounded

SECONDS = 20.0
AGAIN = frozenset({401, 403, 408, 425, 429})  # our account, or its moment: not the search
MOST = Decimal(1000)  # euros for one search: more is a slip of whoever wrote the answer
State = Literal["searching", "found", "not_found"]
LENGTHS = {"street": 160, "postcode": 12, "city": 80}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose address is looked for: no more than it takes to find it."""

    name: str
    country: str
    number: str
    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider says; the address and its `source` once it is found, `cost` in euros once it is over."""

    reference: str
    state: State
    street: str = ""
    postcode: str = ""
    city: str = ""
    source: str = ""
    cost: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer, or none that can be read; `permanent` where the same question would get the same."""

    detail: str
    permanent: bool = False


def is_configured() -> bool:
    """Whether this service has a provider of addresses."""
    return bool(settings.TRACING_URL)


def ask(wanted: Wanted, *, key: str) -> Answer | Failed:
    """Ask for an address; the same `key` is the same search."""
    return _asked("POST", "/searches", json=asdict(wanted), headers={"Idempotency-Key": key})


def hear(reference: str) -> Answer | Failed:
    """What became of a search, by the provider's own `reference`."""
    return _asked("GET", f"/searches/{quote(reference, safe='')}")


def _asked(method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any) -> Answer | Failed:
    if not is_configured():
        return Failed("no provider is configured")
    known = {"Authorization": f"Bearer {settings.TRACING_TOKEN}"} if settings.TRACING_TOKEN else {}
    address = settings.TRACING_URL.rstrip("/") + path
    try:
        answer = requests.request(
            method, address, headers=known | dict(headers or {}), timeout=SECONDS, allow_redirects=False, **more
        )
    except RequestException as error:
        return Failed(type(error).__name__)
    if answer.status_code >= 300:  # the words of the answer may say who is looked for: they are not kept
        final = 400 <= answer.status_code < 500 and answer.status_code not in AGAIN
        return Failed(f"HTTP {answer.status_code}", permanent=final)
    try:
        return _read(answer.json())
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        return Failed("an answer that cannot be read")


def _read(said: Mapping[str, Any]) -> Answer:
    """Raises ValueError, KeyError, TypeError, AttributeError or InvalidOperation for what is not as agreed."""
    reference, state, cost = str(said["id"]), said["state"], rounded(Decimal(str(said.get("cost", "0"))))
    if not 0 < len(reference) <= 80 or state not in get_args(State) or not ZERO <= cost <= MOST:
        raise ValueError("not as agreed")
    if state != "found":
        return Answer(reference, state, cost=cost)
    place = {name: str(said["address"][name]).strip() for name in LENGTHS}
    if any(not 0 < len(place[name]) <= most for name, most in LENGTHS.items()):
        raise ValueError("no whole address")
    return Answer(reference, state, **place, source=str(said.get("source", ""))[:100], cost=cost)
