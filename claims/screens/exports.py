"""A list of files taken home: the buttons over the list, and how far the file is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from claims.queries.export import Selection
from claims.services.exporting import FORMATS, KIND, ask_export
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from web.parts import Action

NAMES = {"csv": "CSV", "xlsx": "Excel"}


def buttons(address: Callable[[str], str]) -> list[Action]:
    """One for each format; `address` gives that of the format's page, with the list as it is narrowed now."""
    return [
        Action(_("Export (%(format)s)") % {"format": NAMES[one]}, address(one), "post", "download") for one in FORMATS
    ]


def asked(wanted: Selection, extension: str, party_id: int | None, at: datetime) -> Job:
    """Have the selection written for a party, or for the agency; 404 for a format that we do not write."""
    if extension not in FORMATS:
        raise Http404
    return ask_export(wanted=wanted, extension=extension, party_id=party_id, at=at)


def followed(uid: UUID, address: Callable[[str], str]) -> dict[str, Any]:
    """What the page of an export shows; `address` gives that of a file by its uid. DoorClosed for another job."""
    found = job_for(uid)
    if found.kind != KIND:
        raise DoorClosed
    done, total = jobs.progress(found) or (0, 1)
    file = found.result.get("file")
    return {
        "done": done,
        "total": total,
        "rows": found.result.get("rows"),
        "file": Action(_("Download the file"), address(file), icon="download") if file else None,
        "failed": found.state in (Job.State.FAILED, Job.State.CANCELLED),
    }
