"""A large file being loaded, for machines: asked for at once, watched until it ends."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import DoorClosed
from agencies.api import Api, answers
from claims.intake.findings import file_cure, file_reason
from claims.services.handing import STEPS, is_loading
from jobs.access import job_for
from jobs.models import Job
from jobs.services import progress


class RefusalSerializer(serializers.Serializer[Any]):
    """Why the file as a whole was refused."""

    code = serializers.CharField()
    reason = serializers.CharField()
    cure = serializers.CharField(allow_blank=True)


class JobSerializer(serializers.Serializer[Any]):
    """A file being loaded. Once it is `done`, either `import_uid` names what it became, or `refusal` says why not."""

    uid = serializers.UUIDField()
    state = serializers.ChoiceField(
        choices=Job.State.choices, help_text=_("failed: nothing was loaded, send it again.")
    )
    step = serializers.IntegerField(help_text=_("Steps done: read and judged, loaded, list to sign drawn up."))
    steps = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    import_uid = serializers.UUIDField(allow_null=True)
    refusal = RefusalSerializer(allow_null=True)


def told(job: Job) -> dict[str, Any]:
    """The job as its caller sees it now."""
    done = job.state == Job.State.DONE
    step, _steps = progress(job) or (0, STEPS)
    shown = {
        "uid": job.uid,
        "state": job.state,
        "step": STEPS if done else min(step, STEPS),
        "steps": STEPS,
        "asked_at": job.asked_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "import_uid": job.result.get("import"),
        "refusal": _refusal(job) if done and not job.result.get("ok") else None,
    }
    return dict(JobSerializer(shown).data)


def _refusal(job: Job) -> dict[str, str]:
    """In the reader's words, not in those of the worker."""
    code, detail = job.result.get("code", ""), job.result.get("detail", "")
    return {"code": code, "reason": file_reason(code), "cure": file_cure(code, detail)}


class OneJob(Api):
    """A file being loaded."""

    @extend_schema(
        operation_id="jobs_retrieve",
        summary=_("Show how far a large file is"),
        responses=answers(_200=JobSerializer),
    )
    def get(self, request: Request, job_uid: UUID) -> Response:
        """Ask every few seconds until the state is done, failed or cancelled."""
        found = job_for(job_uid)
        if not is_loading(found):
            raise DoorClosed
        return Response(told(found))
