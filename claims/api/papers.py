"""The papers of a claim, for machines."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import ONCE, POSTED, Api, Asked, PageSerializer, Refused, answers, asked, once, page
from claims.access import claim_of
from claims.models import Document
from claims.services.papers import add_paper
from files.rules import MAX_BYTES
from files.services import Rejected

ADDED = [kind for kind in Document.Kind.choices if kind[0] != Document.Kind.LETTER]  # letters are the agency's own


class DocumentSerializer(serializers.Serializer[Any]):
    """A paper of the claim; /files/{uid}/ downloads it."""

    uid = serializers.UUIDField(source="file.uid")
    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    name = serializers.CharField(source="file.name")
    mime = serializers.CharField(source="file.mime")
    size = serializers.IntegerField(source="file.size")
    added_at = serializers.DateTimeField()


class DocumentPageSerializer(PageSerializer):
    """Papers, latest first."""

    results = DocumentSerializer(many=True)


class NewDocumentSerializer(serializers.Serializer[Any]):
    """A PDF, PNG or JPEG of 25 MB at most."""

    file = serializers.FileField()
    kind = serializers.ChoiceField(choices=ADDED)


class ClaimDocuments(Api):
    """The papers of a claim."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="claims_documents",
        summary=_("List the documents of a claim"),
        parameters=[Asked],
        responses=answers(_200=DocumentPageSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Latest first."""
        asked(request, Asked)
        return page(self, request, claim_of(uid).documents.select_related("file"), DocumentSerializer)

    @extend_schema(
        operation_id="claims_documents_create",
        summary=_("Add a document to a claim"),
        parameters=[ONCE],
        request={"multipart/form-data": NewDocumentSerializer},
        responses=answers(*POSTED, _201=DocumentSerializer),
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """The invoice, the proof of a first reminder, the terms of sale, the proof of delivery."""
        return once(request, lambda: _added(request, uid))


def _added(request: Request, uid: UUID) -> Response:
    claim = claim_of(uid, to="work")
    sent = NewDocumentSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    file, kind = sent.validated_data["file"], sent.validated_data["kind"]
    if file.size > MAX_BYTES:  # before it is in memory
        raise Refused("too_large", _("The file is larger than 25 MB. Split it and send the parts."))
    added = add_paper(claim_id=claim.pk, data=file.read(), name=file.name, kind=kind, at=timezone.now())
    if isinstance(added, Rejected):
        raise Refused(added.code, added.detail)
    return Response(DocumentSerializer(added).data, status=201)
