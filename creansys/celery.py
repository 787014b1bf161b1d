"""Celery: JSON only, acknowledged when done, four queues. What is due is found by data, so beat has few entries."""

import os
from typing import Any

import structlog
from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, task_postrun, task_prerun

from creansys import metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creansys.settings")

QUEUES = ("default", "letters", "print", "mail")  # letters are written, laid into their print run, mailed
BEAT: dict[str, dict[str, Any]] = {
    "creansys.due": {"task": "creansys.due", "schedule": 60, "options": {"expires": 60}},
    "creansys.anchor": {"task": "creansys.anchor", "schedule": crontab(hour="3", minute="17")},
    "creansys.figures": {"task": "creansys.figures", "schedule": crontab(minute="23")},
    "creansys.match": {"task": "creansys.match", "schedule": crontab(hour="6", minute="7")},
    "creansys.forget": {"task": "creansys.forget", "schedule": crontab(hour="3", minute="47")},
    "messaging.fetch": {"task": "messaging.fetch", "schedule": 60, "options": {"expires": 60}},
    "messaging.sweep": {"task": "messaging.sweep", "schedule": 30, "options": {"expires": 30}},
}

app = Celery("creansys")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_queues={name: {"exchange": name, "routing_key": name} for name in QUEUES},
    task_default_queue="default",
    worker_max_memory_per_child=400_000,  # KiB: what a long life or a huge file leaves behind goes with its process
    task_time_limit=15 * 60,
    task_soft_time_limit=14 * 60,
    broker_transport_options={"visibility_timeout": 3600},
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone="Europe/Brussels",
    beat_schedule=BEAT,
)
app.autodiscover_tasks()


@setup_logging.connect
def _keep_logging(**_: Any) -> None:
    """Connected so that Celery leaves Django's LOGGING alone."""


@task_prerun.connect
def _enter(task_id: str, task: Any, **_: Any) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task=task_id, task_name=task.name)


@task_postrun.connect
def _leave(task: Any, state: str | None, **_: Any) -> None:
    metrics.task_run(task.name, state or "UNKNOWN")
