"""Structured invoices to the Peppol network, through an access point that speaks a small HTTP interface.

`PUT PEPPOL_URL/documents/<key>` hands a document in, with its receiver in the header `Peppol-Receiver`; the answer is
JSON with the access point's own `id`. The same key is the same document. `GET` of the same address asks for it.
"""

from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import RequestException

from messaging.channels.channel import Parcel, Refused, Sent, Unsure

SECONDS = 20.0
AGAIN = frozenset({401, 403, 408, 425, 429})  # our account, or its moment: not the document


def is_configured() -> bool:
    """Whether this service has an access point."""
    return bool(settings.PEPPOL_URL)


class Network:
    """Handing in the same key twice arrives once."""

    idempotent = True
    leaves_at_once = True

    def send(self, parcel: Parcel) -> Sent:
        """Hand the one document in. Raises Refused when it was not taken, Unsure when the line broke after that."""
        if not is_configured():
            raise Refused("no access point is configured")
        (document,) = parcel.attachments
        told = {"Peppol-Receiver": parcel.address, "Content-Type": document.mime}
        try:
            answer = _asked("PUT", parcel.key, data=document.data, headers=told)
        except NoConnection as error:
            raise Refused(f"no connection: {error}") from error
        except RequestException as error:
            raise Unsure(f"the line broke while sending: {error}") from error
        if answer.status_code >= 400:
            final = answer.status_code < 500 and answer.status_code not in AGAIN
            raise Refused(f"{answer.status_code} {answer.text[:300]}", permanent=final)
        return _read(answer)

    def find(self, key: str) -> Sent | None:
        """What the access point knows of this key; None when it knows nothing. Raises Refused without an answer."""
        try:
            answer = _asked("GET", key)
        except RequestException as error:
            raise Refused(f"no answer: {error}") from error
        if answer.status_code == 404:
            return None
        if answer.status_code >= 400:
            raise Refused(f"{answer.status_code} {answer.text[:300]}")
        return _read(answer)


def _asked(method: str, key: str, headers: dict[str, str] | None = None, **more: Any) -> requests.Response:
    address = f"{settings.PEPPOL_URL.rstrip('/')}/documents/{quote(key, safe='')}"
    known = {"Authorization": f"Bearer {settings.PEPPOL_TOKEN}"} if settings.PEPPOL_TOKEN else {}
    return requests.request(method, address, headers=known | (headers or {}), timeout=SECONDS, **more)


def _read(answer: requests.Response) -> Sent:
    try:
        return Sent(str(answer.json()["id"]))
    except (ValueError, KeyError, TypeError) as error:  # taken, and the answer is not what it should be
        raise Unsure(f"an answer that cannot be read: {answer.text[:100]}") from error
