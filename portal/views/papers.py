"""A stored file, through the door."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from agencies.models import Member
from files.access import file_for
from files.services import read
from portal.views.page import creditors

SHOWN = ("application/pdf", "image/png", "image/jpeg")  # the rest is downloaded, never shown


@creditors("claims.see")
def file(request: HttpRequest, member: Member, file: UUID) -> HttpResponse:
    """The bytes of a letter, a document or a list of one's own."""
    found = file_for(file)
    how = "inline" if found.mime in SHOWN else "attachment"
    headers = {"Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}"}
    return HttpResponse(read(found), content_type=found.mime, headers=headers)
