"""SMS through Twilio's interface, or whatever speaks it at TWILIO_API_URL."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from requests.exceptions import ConnectTimeout, RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from messaging.channels.channel import Parcel, Refused, Sent, Unsure
from messaging.channels.phones import E164
from messaging.channels.segments import segments

SECONDS = 20.0
SENDER = re.compile(r"\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")  # a number, or a name of 11 signs at most
MAX_PARTS = 6
FINAL_CODES = frozenset({21211, 21610, 21614, 21617})  # no number, asked us to stop, not a mobile, too long
LOOKED_AT = 50  # messages to one number, latest first, among which a lost one is looked for
SKEW = timedelta(minutes=2)  # between the provider's clock and ours


@dataclass(frozen=True, slots=True)
class Key:
    """What an attempt is known by: the message for the status reports, the rest to find it among those sent."""

    agency: str
    uid: str
    taken_at: datetime
    to: str
    digest: str

    def __str__(self) -> str:
        return "/".join((self.agency, self.uid, f"{self.taken_at.timestamp():.0f}", self.to, self.digest))

    @classmethod
    def read(cls, key: str) -> "Key":
        """The key that `str` wrote."""
        agency, uid, taken_at, to, digest = key.split("/")
        return cls(agency, uid, datetime.fromtimestamp(int(taken_at), UTC), to, digest)


def digest_of(text: str) -> str:
    """By which the text of an SMS is recognised."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_configured() -> bool:
    """Whether this service has an account to send SMS with."""
    return bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN)


def is_signed(url: str, given: Any, signature: str) -> bool:
    """Whether the provider signed this call: its full address and the fields it posted."""
    if not settings.TWILIO_AUTH_TOKEN:
        return False
    return bool(RequestValidator(settings.TWILIO_AUTH_TOKEN).validate(url, given, signature))


class Sms:
    """Sending twice arrives twice. What was sent can be asked for by number and text, not by a key of ours."""

    idempotent = False
    leaves_at_once = True

    def send(self, parcel: Parcel) -> Sent:
        """Hand the SMS to the provider. Raises Refused when it was not taken, Unsure when the line broke after that."""
        _check(parcel)
        key = Key.read(parcel.key)
        hook = f"{settings.PUBLIC_URL}/hooks/{quote(key.agency)}/sms/status/{key.uid}/"
        try:
            made = _messages().create(to=parcel.address, from_=parcel.sender, body=parcel.text, status_callback=hook)
        except TwilioException as error:
            raise _refused(error) from error
        except RequestException as error:
            raise (_no_connection(error) or Unsure(f"the line broke while sending: {error}")) from error
        except ValueError as error:  # taken, and the answer is not what it should be
            raise Unsure(f"an answer that cannot be read: {error}") from error
        return Sent(str(made.sid))

    def find(self, key: str) -> Sent | None:
        """The one SMS with this text that went to this number since the attempt; None where there is none, or several.

        Raises Refused when the provider does not answer.
        """
        asked = Key.read(key)
        try:
            latest = _messages().list(to=asked.to, limit=LOOKED_AT)
        except TwilioException as error:
            raise _refused(error) from error
        found = [one.sid for one in latest if _is_it(one, asked)]
        return Sent(found[0]) if len(found) == 1 else None


def _check(parcel: Parcel) -> None:
    if not E164.fullmatch(parcel.address):
        raise Refused("not an international telephone number", permanent=True)
    if not parcel.text or segments(parcel.text).parts > MAX_PARTS:
        raise Refused(f"an SMS has a text of {MAX_PARTS} parts at most", permanent=True)
    if not is_configured():
        raise Refused("no account to send SMS with is configured")
    if not SENDER.fullmatch(parcel.sender):
        raise Refused("the sender is neither a number nor a name of eleven letters and digits at most")


def _messages() -> Any:
    """The messages of our account. Connections are not kept: one that died unseen would leave us in doubt."""
    client = Client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKEN,
        http_client=TwilioHttpClient(pool_connections=False, timeout=SECONDS),
    )
    if settings.TWILIO_API_URL:
        client.api.base_url = settings.TWILIO_API_URL
    return client.api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).messages


def _refused(error: TwilioException) -> Refused:
    code, status = getattr(error, "code", None), getattr(error, "status", "")
    said = getattr(error, "msg", "") or getattr(error, "detail", "")
    return Refused(f"{status} {code or ''} {said}".strip(), permanent=code in FINAL_CODES)


def _no_connection(error: RequestException) -> Refused | None:
    """A refusal, where nothing was handed in because there was no line at all."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, ConnectTimeout) or isinstance(cause, NewConnectionError):
        return Refused(f"no connection: {cause or error}")
    return None


def _is_it(one: Any, asked: Key) -> bool:
    ours = str(one.direction).startswith("outbound") and digest_of(one.body or "") == asked.digest
    return ours and one.date_created is not None and one.date_created >= asked.taken_at - SKEW
