"""Keeping and reading bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from agencies.scope import current_agency_id, widened
from files import rules
from files.models import File


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a file was not kept, and what to do."""

    code: str
    detail: str


def store() -> Storage:
    """Where bytes live: a folder, or an S3-compatible bucket (settings.STORAGES)."""
    return storages["files"]


def keep(*, data: bytes, name: str, party_id: int | None = None, allowed: Sequence[rules.Kind] = ()) -> File | Rejected:
    """Check and store bytes: the bytes before the row, so that a row never points at nothing.

    `allowed` restricts the kinds, judged by content; empty, any known kind passes.
    """
    if len(data) > rules.MAX_BYTES:
        return Rejected("too_large", _("The file is larger than 25 MB. Split it and send the parts."))
    kind = rules.kind_of(data)
    if kind is None or (allowed and kind not in allowed):
        wanted = ", ".join(sorted(k.extension.upper() for k in allowed)) or "PDF, PNG, JPEG, XLSX, CSV, XML"
        return Rejected(
            "wrong_kind", _("This content is not accepted here. Send one of: %(kinds)s.") % {"kinds": wanted}
        )
    sha256 = hashlib.sha256(data).hexdigest()
    row = File(party_id=party_id, sha256=sha256, size=len(data), mime=kind.mime, name=name[-200:])
    row.agency_id = current_agency_id()
    if not store().exists(row.key):
        store().save(row.key, ContentFile(data))
    with widened("keep"):
        row.save(force_insert=True)
    return row


def read(file: File) -> bytes:
    """The bytes of a file whose row the caller could see. Raises ValueError when they are not what was stored."""
    with store().open(file.key) as stored:
        data: bytes = stored.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(f"file {file.uid} does not match its hash")
    return data
