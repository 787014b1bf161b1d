"""How gunicorn serves, here and in production; WEB_BIND, WEB_WORKERS and WEB_THREADS change it."""

import os
import shutil
import tempfile
from typing import Any

# Before anything counts: the numbers of all workers add up through files here.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="creansys-metrics-"))

from prometheus_client import multiprocess

from creansys import logs

wsgi_app = "creansys.wsgi"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat file that must never wait for a disk
timeout = 60
limit_request_line = 8190  # the most that gunicorn bounds; longer is 414
graceful_timeout = 15
max_requests = 5000
max_requests_jitter = 500
errorlog = None  # its lines go the way of all others
accesslog = None  # the request middleware logs routes, never paths
control_socket_disable = True
logconfig_dict = logs.configuration(level="INFO", with_messages=False)


def child_exit(server: object, worker: Any) -> None:
    """A worker that ended is no longer counted as alive."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: object) -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
