"""Structured logs: one JSON object a line, with request, agency, member and task ids and no personal data.

A traceback keeps its type and its lines of code but not its message, which may quote a row or an address.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

Event = MutableMapping[str, Any]
PERSONAL = frozenset(
    """address addresses birth_date body email firstname from_email iban lastname name names national_number password
    phone postcode recipient recipients reply_to street subject to token username vat""".split()  # noqa: SIM905
)


def without_personal_data(_logger: object, _method: str, event: Event) -> Event:
    """Fields that name or reach a person are removed, whoever passed them."""
    for key in PERSONAL & event.keys():
        event[key] = "[removed]"
    return event


def bare_traceback(_logger: object, _method: str, event: Event) -> Event:
    """`exc_info` as its type and its places in the code."""
    info = event.pop("exc_info", None)
    kind, _value, trace = sys.exc_info() if info is True else info if isinstance(info, tuple) else (None, None, None)
    if kind is not None:
        frames = traceback.extract_tb(trace)
        event["exception"] = kind.__name__
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return event


def configuration(*, level: str, with_messages: bool) -> dict[str, Any]:
    """The LOGGING setting. `with_messages` keeps whole tracebacks: on a developer's machine only."""
    trace: Processor = structlog.processors.format_exc_info if with_messages else bare_traceback
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_data,
        trace,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return _logging(shared, level)


def _logging(shared: list[Processor], level: str) -> dict[str, Any]:
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
                ],
            }
        },
        "filters": {"own_words": {"()": OwnWords}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["own_words"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "django.server": quiet,  # the request middleware writes these lines, with ids and without paths
            "weasyprint": quiet,
            "fontTools": quiet,
        },
    }


class OwnWords(logging.Filter):
    """Lines of others that quote what they were given get words of ours.

    Django quotes the path of a request, which may carry a token: the middleware logs the route. Celery quotes the
    message of an exception and what a task returned: the ids say which, `exception` and `where` say what.
    """

    REQUESTS = ("django.request", "django.security.csrf")
    TASKS = {logging.INFO: "task.done", logging.WARNING: "task.again", logging.ERROR: "task.failed"}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name in self.REQUESTS:
            record.msg, record.args = "request.refused", ()
        if record.name == "celery.app.trace":
            record.msg, record.args = self.TASKS.get(record.levelno, "task.failed"), ()
        return True
