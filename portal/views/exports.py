"""A list of files taken home: asked for on the list, followed here, downloaded here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agencies.models import Member
from claims.queries.export import Selection
from claims.screens.exports import asked, buttons, followed
from portal.views.page import creditors, here, show
from web.parts import Action


def exports(member: Member, query: str) -> list[Action]:
    """The buttons over a list; `query` is how the list is narrowed now."""
    return buttons(lambda extension: here(member, "export", extension=extension) + query)


def ask(member: Member, wanted: Selection, extension: str) -> HttpResponse:
    """Have the creditor's files of this selection written."""
    return redirect(here(member, "exported", job=asked(wanted, extension, member.party_id, timezone.now()).uid))


@creditors("claims.see")
def exported(request: HttpRequest, member: Member, job: UUID) -> HttpResponse:
    """How far the file is; then the file."""
    context = followed(job, lambda file: here(member, "file", file=file))
    return show(request, member, "claims", "export", back=here(member, "claims"), **context)
