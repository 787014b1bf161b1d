"""One id, one log line and one measure per request."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from creansys import metrics

log = structlog.get_logger(__name__)
QUIET = ("healthz", "readyz", "metrics")


class RequestMiddleware:
    """Binds the request's id to every log line made on its behalf, and gives it back as `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        self._tell(request, response.status_code, time.perf_counter() - started)
        response["X-Request-ID"] = request_id
        return response

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        route = request.resolver_match.route if request.resolver_match else "unknown"
        metrics.request_served(route, request.method or "", status, seconds)
        if route not in QUIET:
            log.info(
                "request", method=request.method, route=route, status=status, ms=round(seconds * 1000), **_who(request)
            )


def _who(request: HttpRequest) -> dict[str, int]:
    seat = getattr(request, "seat", None)
    return {"agency": seat.agency_id, "member": seat.member_id} if seat else {}
