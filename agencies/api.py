"""What every address of the API shares: keys and their scopes, errors as problem details, requests done once."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView, exception_handler

from agencies.access import DoorClosed, Key
from agencies.services import answer_request, begin_request

PROBLEM = "application/problem+json"
READ, WRITE, DECIDE = "claims:read", "claims:write", "claims:decide"
SCOPES = (READ, WRITE, DECIDE)
A_MINUTE = 60  # seconds: the window in which the requests of a key are counted
KEY_LENGTH = 100  # of an Idempotency-Key
LONGEST_NUMBER = 19  # digits: what a bigint holds for certain has fewer
KEY_SIGNS = "^[!-~]+$"
ONCE = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": KEY_LENGTH, "pattern": KEY_SIGNS},
    OpenApiParameter.HEADER,
    description=_("The same name never does the work twice."),
)


class Caller:
    """Whoever presents a key: no user of ours."""

    is_authenticated = True

    def __init__(self, key: Key) -> None:
        self.key = key


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer ck_<agency>_<secret>`; the middleware has opened the walls for it already."""

    def authenticate(self, request: Request) -> tuple[Caller, Key] | None:
        """The caller and its key, or nobody."""
        key = getattr(request._request, "api_key", None)
        return None if key is None else (Caller(key), key)

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="api"'


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The key in the OpenAPI document."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "ck_<agency>_<secret>"}


class HasScope(BasePermission):
    """Reading takes `claims:read`, anything else the scope that the view names: `claims:write`, `claims:decide`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the key carries the scope."""
        wanted = READ if request.method == "GET" else getattr(view, "writes", WRITE)
        return isinstance(request.auth, Key) and wanted in request.auth.scopes


class KeyThrottle(BaseThrottle):
    """So many requests a minute for each key (`API_REQUESTS_A_MINUTE`), counted in the cache of all processes."""

    def allow_request(self, request: Request, _view: APIView) -> bool:
        """Whether the key has requests left in this minute."""
        counted = f"api:{key_of(request).key_id}:{int(time.time() // A_MINUTE)}"
        cache.add(counted, 0, 2 * A_MINUTE)
        return bool(cache.incr(counted) <= settings.API_REQUESTS_A_MINUTE)

    def wait(self) -> float:
        """Seconds until the next minute: the `Retry-After` of the refusal."""
        return A_MINUTE - time.time() % A_MINUTE


class Refused(exceptions.APIException):
    """An expected refusal, shown as a problem with its own stable code."""

    status_code = 422

    def __init__(self, code: str, detail: Any, *, status: int = 422, **more: Any) -> None:
        super().__init__(detail, code)
        self.status_code, self.more = status, more


class ErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one field of a request."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457, with a `code` that never changes."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    cure = serializers.CharField(required=False)
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]


# The web server's own answer, before anything of ours is asked.
TOO_LONG = OpenApiResponse(OpenApiTypes.STR, description=_("The address is longer than 8 190 bytes."))


def answers(*more: int, **answered: Any) -> dict[Any, Any]:
    """The answers of an operation for the schema: its own (`_200=Serializer`), then the problems it may meet."""
    problems = sorted({400, 401, 403, 404, 406, 429, *more})
    own = {int(status[1:]): shape for status, shape in answered.items()}
    return own | {(status, PROBLEM): ProblemSerializer for status in problems} | {(414, "text/html"): TOO_LONG}


POSTED = (409, 413, 415, 422)  # problems that only a request with a body meets


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Every error of the API as problem details; None for a bug, which then shows as 500."""
    if isinstance(error, SuspiciousOperation):  # a body too large, too many fields: refused by Django itself
        error = Refused("body_refused", _("The body of the request is too large or malformed."), status=400)
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    if isinstance(error, DoorClosed | PermissionDenied | exceptions.PermissionDenied):
        context["request"]._request.door_closed = type(error).__name__  # remembered by the middleware
    response.data = _told(error, response.status_code)
    response.content_type = PROBLEM
    return response


def _told(error: Exception, status: int) -> dict[str, Any]:
    code, detail = _code(error), _detail(error)
    told = {"type": f"urn:creansys:problem:{code}", "title": code.replace("_", " "), "status": status}
    told |= {"detail": detail, "code": code}
    if isinstance(error, exceptions.ValidationError):
        told["errors"] = list(_errors(error.detail))
    return told | getattr(error, "more", {})


def _errors(detail: Any) -> Iterator[dict[str, str]]:
    for name, found in detail.items():
        for one in found:
            yield {"field": name, "code": one.code, "detail": str(one)}


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    return str(error.get_codes())  # type: ignore[attr-defined]


def _detail(error: Exception) -> str:
    if isinstance(error, exceptions.ValidationError):
        return str(exceptions.ValidationError.default_detail)
    if isinstance(error, exceptions.APIException):
        return str(error.detail)
    return str(exceptions.NotFound.default_detail if isinstance(error, Http404) else error)


class Asked(serializers.Serializer[Any]):
    """The parameters of a list; a list with filters adds its own."""

    limit = serializers.IntegerField(min_value=1, max_value=200, default=50, help_text=_("Rows on a page."))
    cursor = serializers.CharField(
        required=False, max_length=200, help_text=_("From the address of the next or previous page.")
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """A parameter that is none of ours is refused: a filter misspelt must not show everything."""
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            raise serializers.ValidationError({name: [_("There is no such parameter.")] for name in unknown}, "unknown")
        return given


class PageSerializer(serializers.Serializer[Any]):
    """One page, and the addresses of its neighbours."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class Latest(CursorPagination):
    """Latest first, by key: no count, no offset."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = "-id"

    def decode_cursor(self, request: Request) -> Any:
        """The place to go on from. A position that is no number was not written by us."""
        found = super().decode_cursor(request)
        position = "0" if found is None or found.position is None else str(found.position)
        if not (position.isascii() and position.isdigit() and len(position) < LONGEST_NUMBER):
            raise exceptions.NotFound(self.invalid_cursor_message)
        return found


class Api(APIView):
    """The base of every view: opened by key. What is refused leaves nothing (a request is one transaction)."""

    authentication_classes = (KeyAuthentication,)
    permission_classes = (HasScope,)
    throttle_classes = (KeyThrottle,)
    writes = WRITE  # the scope that anything but reading takes


class Nowhere(APIView):
    """An address that is none of the API's: told as a problem too, to whoever asks."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **parts: Any) -> None:
        """There is nothing here, whatever the method."""
        raise Http404


def asked(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The parameters of a request without those of paging; 400 when one is wrong or unknown."""
    given = shape(data=request.query_params.dict())
    given.is_valid(raise_exception=True)
    return {name: value for name, value in given.validated_data.items() if name not in ("limit", "cursor")}


def page(
    view: Api, request: Request, rows: QuerySet[Any], shape: type[serializers.Serializer[Any]], order: str = "-id"
) -> Response:
    """One page of rows; `order` is a unique column, `-` for the highest first."""
    pages = Latest()
    pages.ordering = order
    found: Any = pages.paginate_queryset(rows, request, view=view)
    return pages.get_paginated_response(shape(found, many=True).data)


def key_of(request: Request) -> Key:
    """The key that a view's permission has seen already."""
    return request.auth  # type: ignore[return-value]


def once(request: Request, work: Callable[[], Response]) -> Response:
    """Do the work, or repeat the answer when the `Idempotency-Key` header names a request done before.

    Another body under the same name is refused with 409. An error is not remembered: it may be tried again.
    """
    name = request.headers.get("Idempotency-Key")
    if name is None:
        return work()
    if len(name) > KEY_LENGTH or not re.fullmatch(KEY_SIGNS, name):
        raise Refused(
            "bad_idempotency_key", _("An Idempotency-Key is 1 to 100 printable characters without spaces."), status=400
        )
    digest = _digest(request)
    row = begin_request(
        key_id=key_of(request).key_id, name=name, route=request.path, request_hash=digest, at=timezone.now()
    )
    if row is None:
        raise Refused("idempotency_key_reused", _("This Idempotency-Key named another request."), status=409)
    if row.status is not None:
        return Response(row.response, status=row.status, headers={"Idempotency-Replayed": "true"})
    response = work()
    answer_request(row=row, status=response.status_code, response=response.data)
    return response


def _digest(request: Request) -> str:
    """Of what was sent: fields and the content of files, whatever boundary divides them."""
    data: Any = request.data
    if hasattr(data, "lists"):
        data = [(name, _content(value)) for name, values in sorted(data.lists()) for value in values]
    sent = json.dumps([request.method, request.path, data], sort_keys=True, default=str)
    return hashlib.sha256(sent.encode()).hexdigest()


def _content(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name}:{digest.hexdigest()}"
