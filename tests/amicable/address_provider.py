"""A stand-in for a provider of addresses: keeps searches by key, says what it is told to say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.messaging.phones import serving

PLACE = {"street": "Rue Neuve 2", "postcode": "7000", "city": "Mons"}
FOUND = {"state": "found", "address": PLACE, "source": "Movers", "cost": "4.50"}
NOT_FOUND = {"state": "not_found", "cost": "1.00"}


@dataclass
class Provider:
    """`says` is the answer to whoever asks, with HTTP `status`; `searches` what was asked, by key."""

    status: int = 200
    says: dict[str, Any] = field(default_factory=lambda: {"state": "searching"})
    searches: dict[str, dict[str, str]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)


@contextmanager
def providing(settings: Any) -> Iterator[Provider]:
    """The provider over loopback, and Django pointed at it."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if provider.status < 400:
                provider.searches[self.headers["Idempotency-Key"]] = asked
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            provider.heard.append(f"{self.command} {self.path} {self.headers['Authorization']}")
            self.send_response(provider.status)
            self.end_headers()
            said = {"id": f"T{len(provider.searches)}"} | provider.says
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    settings.TRACING_TOKEN = "secret"
    with serving(Handler) as settings.TRACING_URL:
        yield provider
