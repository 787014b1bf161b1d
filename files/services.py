"""Keeping and reading bytes."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from agencies.scope import current_agency_id, widened
from core.locks import Lock, hold, share
from files import rules
from files.models import File

ERASED = "—"
AT_ONCE = 500  # erased files whose bytes one run removes


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a file was not kept, and what to do."""

    code: str
    detail: str


def store() -> Storage:
    """Where bytes live: a folder, or an S3-compatible bucket (settings.STORAGES)."""
    return storages["files"]


def keep(
    *,
    data: bytes,
    name: str,
    party_id: int | None = None,
    allowed: Sequence[rules.Kind] = (),
    made: rules.Kind | None = None,
    most: int = rules.MAX_BYTES,
) -> File | Rejected:
    """Check and store bytes: the bytes before the row, so that a row never points at nothing.

    `allowed` restricts the kinds, judged by content; empty, any known kind passes. `made` is the kind of what we made.
    """
    if len(data) > most:
        return Rejected("too_large", _("The file is larger than 25 MB. Split it and send the parts."))
    kind = made or rules.kind_of(data)
    if kind is None or (allowed and kind not in allowed):
        wanted = ", ".join(sorted(k.extension.upper() for k in allowed)) or "PDF, PNG, JPEG, XLSX, CSV, XML"
        return Rejected(
            "wrong_kind", _("This content is not accepted here. Send one of: %(kinds)s.") % {"kinds": wanted}
        )
    sha256 = hashlib.sha256(data).hexdigest()
    row = File(party_id=party_id, sha256=sha256, size=len(data), mime=kind.mime, name=name[-200:])
    row.agency_id = current_agency_id()
    share(Lock.FILES, row.agency_id)  # an erasure must not remove these bytes before the row is there
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


def erase(*, file_ids: Collection[int], on: date) -> int:
    """Take the names of files away and shut their door; `remove_erased` then removes the bytes. How many were left."""
    with widened("erase"):
        return File.objects.filter(pk__in=file_ids, erased_on=None).update(name=ERASED, erased_on=on)


def remove_erased(*, at: datetime) -> int:
    """Remove the bytes of erased files, unless a file that is not erased has the same content; how many were done.

    Work is found by data: what a run leaves (a store that is down) the next one does.
    """
    agency_id = current_agency_id()
    hold(Lock.FILES, agency_id)
    waiting = list(File.objects.filter(erased_on__isnull=False, removed_at=None).order_by("pk")[:AT_ONCE])
    hashes = {file.sha256 for file in waiting}
    shared = set(File.objects.filter(sha256__in=hashes, erased_on=None).values_list("sha256", flat=True))
    for key in sorted({file.key for file in waiting if file.sha256 not in shared}):
        store().delete(key)
    return File.objects.filter(pk__in=[file.pk for file in waiting]).update(removed_at=at)
