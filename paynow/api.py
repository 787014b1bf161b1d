"""The formal demands of a claim, for machines."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import Api, Asked, PageSerializer, answers, asked, page
from claims.access import claim_of
from paynow.models import Notice


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A first reminder or a PAYNOW: what was asked, until when, and the letter itself (`file`)."""

    file = serializers.UUIDField(source="file.uid", help_text=_("The letter: /files/{file}/ downloads it."))
    kind = serializers.ChoiceField(choices=Notice.Kind.choices)

    class Meta:
        model = Notice
        fields = (
            "kind",
            "posting_on",
            "deadline_on",
            "amount",
            "payee_name",
            "payee_iban",
            "made_at",
            "sent_on",
            "withdrawn_on",
            "file",
        )


class NoticePageSerializer(PageSerializer):
    """Notices, latest first."""

    results = NoticeSerializer(many=True)


class ClaimNotices(Api):
    """The formal demands of a claim."""

    @extend_schema(
        operation_id="claims_notices",
        summary=_("List the letters of a claim"),
        parameters=[Asked],
        responses=answers(_200=NoticePageSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """First reminders and PAYNOW, latest first. `sent_on` is the day of posting: waits count from there."""
        asked(request, Asked)
        rows = Notice.objects.filter(claim=claim_of(uid)).select_related("file")
        return page(self, request, rows, NoticeSerializer)
