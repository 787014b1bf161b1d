"""Stored bytes for machines, through the door."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from agencies.api import Api, answers
from files.access import file_for
from files.services import read


class AsStored(BaseContentNegotiation):
    """A file is given as what it is, whatever is asked for; a problem as JSON."""

    def select_renderer(self, _request: Request, _renderers: object, _suffix: object = None) -> tuple[object, str]:
        """Problems alone are rendered."""
        return JSONRenderer(), JSONRenderer.media_type


class OneFile(Api):
    """A file."""

    content_negotiation_class = AsStored

    @extend_schema(
        operation_id="files_retrieve",
        summary=_("Download a file"),
        responses={(200, "*/*"): OpenApiTypes.BINARY, **answers()},
    )
    def get(self, request: Request, file_uid: UUID) -> HttpResponse:
        """The bytes of a document, a letter or a written order, with their own media type."""
        found = file_for(file_uid)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
        return HttpResponse(read(found), content_type=found.mime, headers=headers)
