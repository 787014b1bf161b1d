"""A list of files taken home: asked for on the list, followed here, downloaded here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agencies.models import Member
from claims.queries.export import Selection
from claims.screens.exports import asked, buttons, followed
from office.views.page import here, show, staff, to
from web.parts import Action


def exports(member: Member, query: str) -> list[Action]:
    """The buttons over a list; `query` is how the list is narrowed now."""
    return buttons(lambda extension: here(member, "export", extension=extension) + query)


def ask_for(member: Member, wanted: Selection, extension: str) -> HttpResponse:
    """Have the agency's files of this selection written."""
    return to(member, "exported", job_uid=asked(wanted, extension, None, timezone.now()).uid)


@staff("claims.see")
def exported(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the file is; then the file."""
    context = followed(job_uid, lambda file: here(member, "file", file_uid=file))
    return show(request, member, "export", "claims", back=here(member, "claims"), **context)
