"""E-mail by SMTP: text and HTML alternatives, files attached, and a Message-ID that is the message's key."""

import hashlib
import hmac
import smtplib
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from messaging.channels.channel import Parcel, Refused, Sent, Unsure

log = structlog.get_logger(__name__)
PERMANENT = 500  # an SMTP reply of 500 or above is final (RFC 5321, 4.2.1)


class Email:
    """SMTP cannot be asked what it sent, and sending twice arrives twice: what is unsure is left to a person."""

    idempotent = False
    leaves_at_once = True

    def send(self, parcel: Parcel) -> Sent:
        """Hand the mail to the SMTP server. Raises Refused before the server took it, Unsure when the line broke."""
        mail = _built(parcel)
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # smtplib's errors are OSErrors too; nothing was handed in yet
            raise Refused(f"no connection: {error}") from error
        try:
            return _handed_in(connection, mail)
        finally:
            _hang_up(connection)

    def find(self, key: str) -> Sent | None:
        """SMTP has no such question."""
        return None


def _built(parcel: Parcel) -> EmailMultiAlternatives:
    try:
        validate_email(parcel.address)
    except ValidationError as error:
        raise Refused(f"not an e-mail address: {parcel.address}", permanent=True) from error
    mail = EmailMultiAlternatives(
        subject=parcel.subject,
        body=parcel.text,
        from_email=parcel.sender,
        to=[parcel.address],
        reply_to=[parcel.reply_to] if parcel.reply_to else None,
        headers={"Message-ID": message_id(parcel.key)},
    )
    if parcel.html:
        mail.attach_alternative(parcel.html, "text/html")
    for attachment in parcel.attachments:
        mail.attach(attachment.name, attachment.data, attachment.mime)
    return mail


def message_id(key: str) -> str:
    """The Message-ID of a key: stable, so that two copies are recognised as one and a bounce finds its message."""
    return f"<{key}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def is_sealed(path: str, body: bytes, signature: str) -> bool:
    """Whether who calls knows our secret (MAIL_HOOK_SECRET): HMAC-SHA256 of path, line feed and body."""
    if not settings.MAIL_HOOK_SECRET:
        return False
    digest = hmac.new(settings.MAIL_HOOK_SECRET.encode(), f"{path}\n".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={digest}".encode(), signature.encode())


def _handed_in(connection: BaseEmailBackend, mail: EmailMultiAlternatives) -> Sent:
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _refused(code, answer, permanent=code >= PERMANENT) from error
    except smtplib.SMTPDataError as error:
        code = int(error.smtp_code)
        raise _refused(code, error.smtp_error, permanent=code >= PERMANENT) from error
    except smtplib.SMTPResponseException as error:  # our own address or login is refused: not the recipient's fault
        raise _refused(error.smtp_code, error.smtp_error, permanent=False) from error
    except OSError as error:
        raise Unsure(f"the connection broke while sending: {error}") from error
    return Sent(mail.extra_headers["Message-ID"])


def _refused(code: int, answer: bytes | str, *, permanent: bool) -> Refused:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return Refused(f"{code} {text}", permanent=permanent)


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:  # the server's word on the mail has been heard: a rude goodbye changes nothing
        log.info("email.hang_up", error=str(error))
