"""`/healthz` (alive), `/readyz` (can work) and `/metrics`; the last two answer only those inside."""

import ipaddress
import secrets
from collections.abc import Callable
from functools import wraps

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse

from creansys import metrics
from creansys.celery import app

log = structlog.get_logger(__name__)
View = Callable[[HttpRequest], HttpResponse]


def inside(view: View) -> View:
    """From this machine itself, or with METRICS_TOKEN as bearer; a proxy's visitors are neither."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        return view(request) if _is_inside(request) else HttpResponseNotFound()

    return guarded


def _is_inside(request: HttpRequest) -> bool:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and secrets.compare_digest(bearer.encode(), settings.METRICS_TOKEN.encode()):
        return True
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "::").is_loopback


@transaction.non_atomic_requests  # it answers without a database
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@transaction.non_atomic_requests
@inside
def readyz(request: HttpRequest) -> HttpResponse:
    """503 unless database, migrations, broker and storage all answer; the logs say why not."""
    parts = {name: _passes(name, check) for name, check in CHECKS.items()}
    return JsonResponse(
        {name: "ok" if ok else "failed" for name, ok in parts.items()}, status=200 if all(parts.values()) else 503
    )


@transaction.non_atomic_requests
@inside
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format."""
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # whatever it is, the part is not ready
        log.exception("not_ready", part=name)
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError(f"{len(waiting)} migrations wait")


def _broker() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=3)


def _storage() -> None:
    name = default_storage.save("health/readyz", ContentFile(b"ready"))
    default_storage.delete(name)


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "storage": _storage,
}
