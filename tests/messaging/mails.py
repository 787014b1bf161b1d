"""E-mails that somebody writes to the agency."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

SENDER = "durand@exemple.be"
PDF = b"%PDF-1.7 a receipt"


def mail(text: str = "J'ai payé hier.", **fields: Any) -> bytes:
    """A mail from a debtor; `files` are (name, bytes, type), the other fields are headers."""
    files = fields.pop("files", ())
    made = EmailMessage()
    given = {"From": f"Marie Durand <{SENDER}>", "To": "agence@ours.test", "Subject": "Votre courrier"}
    for name, value in (given | {"Message_ID": "<1@exemple.be>"} | fields).items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for name, data, kind in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes(policy=SMTP)
