"""Files through their door: what a page shows, and no lasting link."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from agencies.models import Member
from files.access import file_for
from files.rules import PDF
from files.services import read
from office.views.page import staff


@staff("claims.see")
def file(request: HttpRequest, member: Member, file_uid: UUID) -> HttpResponse:
    """The bytes of a file; a PDF opens in the browser, everything else is saved."""
    found = file_for(file_uid)
    response = HttpResponse(read(found), content_type=found.mime)
    way = "inline" if found.mime == PDF.mime else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{_plain(found.name)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _plain(name: str) -> str:
    """A file name that a header may carry."""
    return "".join(
        sign if sign.isalnum() or sign in "-_. " else "_" for sign in name.encode("ascii", "replace").decode()
    )
