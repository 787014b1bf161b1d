"""A list of files taken home: asked for on the list, followed here, downloaded here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.models import Member
from claims.queries.export import Selection
from claims.services.exporting import FORMATS, KIND, ask_export
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from office.views.page import here, show, staff, to
from web.parts import Action

NAMES = {"csv": "CSV", "xlsx": "Excel"}


def exports(member: Member, query: str) -> list[Action]:
    """The buttons over a list; `query` is how the list is narrowed now."""
    return [
        Action(
            _("Export (%(format)s)") % {"format": NAMES[one]},
            here(member, "export", extension=one) + query,
            "post",
            "download",
        )
        for one in FORMATS
    ]


def ask_for(member: Member, wanted: Selection, extension: str) -> HttpResponse:
    """Have the agency's files of this selection written; 404 for a format that we do not write."""
    if extension not in FORMATS:
        raise Http404
    job = ask_export(wanted=wanted, extension=extension, party_id=None, at=timezone.now())
    return to(member, "exported", job_uid=job.uid)


@staff("claims.see")
def exported(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the file is; then the file."""
    found = job_for(job_uid)
    if found.kind != KIND:
        raise DoorClosed
    done, total = jobs.progress(found) or (0, 1)
    file = found.result.get("file")
    context = {
        "done": done,
        "total": total,
        "rows": found.result.get("rows"),
        "file": Action(_("Download the file"), here(member, "file", file_uid=file), icon="download") if file else None,
        "failed": found.state in (Job.State.FAILED, Job.State.CANCELLED),
    }
    return show(request, member, "export", "claims", back=here(member, "claims"), **context)
