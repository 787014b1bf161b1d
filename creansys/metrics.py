"""What `/metrics` counts. With PROMETHEUS_MULTIPROC_DIR set, the processes of one machine add up."""

import os

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("creansys_requests", "Requests served.", ["route", "method", "status"])
SECONDS = Histogram("creansys_request_seconds", "Time to answer.", ["route"])
TASKS = Counter("creansys_tasks", "Tasks run, by outcome.", ["task", "outcome"])


def request_served(route: str, method: str, status: int, seconds: float) -> None:
    """One request answered; `route` is the pattern, never the path."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def task_run(name: str, outcome: str) -> None:
    """One task ended: SUCCESS, FAILURE or RETRY."""
    TASKS.labels(name, outcome).inc()


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
