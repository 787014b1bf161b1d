"""The conversation of creditor and agency about a claim, for machines."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import ONCE, POSTED, Api, Asked, PageSerializer, Refused, answers, asked, key_of, once, page
from claims.access import claim_of
from claims.models import ClaimNote
from claims.models.note import LONGEST_NOTE
from claims.queries.notes import visible_notes
from claims.services.notes import write_note
from files.services import Rejected


class NoteSerializer(serializers.ModelSerializer[ClaimNote]):
    """One message: which side wrote it, when the other read it, and the paper that came with it (/files/{uid}/)."""

    file = serializers.UUIDField(source="file.uid", default=None, allow_null=True)

    class Meta:
        model = ClaimNote
        fields = ("uid", "side", "text", "at", "read_at", "file")


class NotePageSerializer(PageSerializer):
    """Messages, latest first."""

    results = NoteSerializer(many=True)


class NewNoteSerializer(serializers.Serializer[Any]):
    """What to say to the other side."""

    text = serializers.CharField(max_length=LONGEST_NOTE)


class ClaimNotes(Api):
    """The messages between creditor and agency about a claim."""

    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="claims_notes",
        summary=_("List the messages between creditor and agency about a claim"),
        parameters=[Asked],
        responses=answers(_200=NotePageSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Latest first. Reading them here marks none as read."""
        asked(request, Asked)
        rows = visible_notes().filter(claim=claim_of(uid)).select_related("file")
        return page(self, request, rows, NoteSerializer)

    @extend_schema(
        operation_id="claims_notes_create",
        summary=_("Write to the other side about a claim"),
        parameters=[ONCE],
        request=NewNoteSerializer,
        responses=answers(*POSTED, _201=NoteSerializer),
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """A creditor's key writes to the agency, a key of the agency to the creditor. Add papers as documents."""
        return once(request, lambda: _written(request, uid))


def _written(request: Request, uid: UUID) -> Response:
    claim = claim_of(uid, to="work")
    sent = NewNoteSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    side = ClaimNote.Side.AGENCY if key_of(request).party_id is None else ClaimNote.Side.CREDITOR
    made = write_note(claim_id=claim.pk, side=side, text=sent.validated_data["text"], at=timezone.now())
    if isinstance(made, Rejected):
        raise Refused(made.code, made.detail)
    return Response(NoteSerializer(made).data, status=201)
