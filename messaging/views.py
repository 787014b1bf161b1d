"""Where providers of SMS and e-mail call: what became of what we sent, what people write. Unsigned, nothing."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from agencies.crossing import any_agency_by_slug
from agencies.scope import acting_for
from formats.bounces import read_notice
from formats.errors import Unreadable
from formats.mails import MAX_BYTES
from messaging import services
from messaging.channels.email import is_sealed
from messaging.channels.sms import is_signed

NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # TwiML: say nothing back
LONGEST = 5000
Hook = Callable[..., HttpResponse]


def signed(hook: Hook) -> Hook:
    """Only for who signed with our account's token; inside the agency that the address names.

    Suspended or not: what happened to a message that left, and who asked us to stop, is recorded.
    """

    @csrf_exempt  # the signature covers address and fields: better than a token
    @require_POST
    @wraps(hook)
    def guarded(request: HttpRequest, agency: str, **parts: object) -> HttpResponse:
        url = f"{settings.PUBLIC_URL}{request.get_full_path()}"
        if not is_signed(url, request.POST, request.headers.get("X-Twilio-Signature", "")):
            return HttpResponseForbidden()
        agency_id = any_agency_by_slug(agency)
        if agency_id is None:
            raise Http404
        with acting_for(agency_id):
            return hook(request, **parts)

    return guarded


@signed
def sms_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What became of an SMS that the provider took."""
    given = request.POST
    known = services.note_report(
        uid=uid,
        provider_id=_said(given.get("MessageSid")),
        status=_said(given.get("MessageStatus")),
        code=_said(given.get("ErrorCode")),
        at=timezone.now(),
    )
    return HttpResponse(status=204 if known else 404)


@signed
def sms_reply(request: HttpRequest) -> HttpResponse:
    """What somebody answered, or wrote unasked."""
    given = request.POST
    services.receive(
        channel="sms",
        provider_id=_said(given.get("MessageSid")),
        sender=_said(given.get("From")),
        text=_said(given.get("Body")),
        at=timezone.now(),
    )
    return HttpResponse(NO_ANSWER, content_type="text/xml")


def sealed(hook: Hook) -> Hook:
    """Only for who sealed path and body with our secret (`X-Signature: sha256=<HMAC in hex>`); in the agency named."""

    @csrf_exempt  # the seal covers path and body: better than a token
    @require_POST
    @wraps(hook)
    def guarded(request: HttpRequest, agency: str) -> HttpResponse:
        body = request.read(MAX_BYTES + 1)  # what a form may hold is less than a mail with its files
        if len(body) > MAX_BYTES:
            return HttpResponse(status=413)
        if not is_sealed(request.path, body, request.headers.get("X-Signature", "")):
            return HttpResponseForbidden()
        agency_id = any_agency_by_slug(agency)
        if agency_id is None:
            raise Http404
        with acting_for(agency_id):
            return hook(request, body)

    return guarded


@sealed
def email_bounce(request: HttpRequest, body: bytes) -> HttpResponse:
    """Mail of ours that came back: the delivery status mail itself, or what a provider says of it in JSON."""
    try:
        known = _bounced(request.content_type, body)
    except Unreadable as error:
        return _not_understood(error)
    return HttpResponse(status=204 if known else 404)


@sealed
def email_received(request: HttpRequest, body: bytes) -> HttpResponse:
    """Mail that somebody wrote to the agency, as it came (`message/rfc822`); the same mail twice is once."""
    try:
        services.take_mail(data=body, at=timezone.now())
    except Unreadable as error:
        return _not_understood(error)
    return HttpResponse(status=204)


def _not_understood(error: Unreadable) -> HttpResponse:
    return JsonResponse({"code": error.code, "detail": error.detail}, status=422)


def _bounced(content_type: str | None, body: bytes) -> bool:
    if content_type == "message/rfc822":
        return bool(services.take_bounce(data=body, at=timezone.now()))
    given = read_notice(body)
    return services.note_bounce(
        message_id=given.message_id, kind=given.kind, status=given.status, detail=given.detail, at=timezone.now()
    )


def _said(text: str | None) -> str:
    """What was posted, as a database can keep it."""
    return (text or "").replace("\x00", "")[:LONGEST]
