"""The environment of the local processes: what is configured stays, the rest points at the embedded servers."""

import os

from core.roles import APP, BACKUP, ERASER, OWNER
from deploy.local import places, ports, sms
from deploy.local.broker import Broker
from deploy.local.postgres import Server

DATABASE = "creansys"
LOGINS = {
    "DATABASE_URL": APP,
    "DATABASE_OWNER_URL": OWNER,
    "DATABASE_BACKUP_URL": BACKUP,
    "DATABASE_ERASER_URL": ERASER,
}
COMMANDS_ONLY = ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


def build(database: Server | None, broker: Broker | None) -> dict[str, str]:
    """For commands; a server is None where the environment names one already."""
    ours = _basics() | {
        "EMAIL_HOST": ports.HOST,
        "EMAIL_PORT": str(ports.smtp()),
        "TWILIO_ACCOUNT_SID": sms.ACCOUNT,
        "TWILIO_AUTH_TOKEN": places.secret("TWILIO_AUTH_TOKEN"),
        "TWILIO_FROM": "+32450000000",
        "TWILIO_API_URL": f"http://{ports.HOST}:{ports.pages()}",
        "PAYMENTS_TOKEN": places.secret("PAYMENTS_TOKEN"),
        "PAYMENTS_HOOK_SECRET": places.secret("PAYMENTS_HOOK_SECRET"),
        "FILES_ROOT": str(places.VAR / "files"),
        "PYTHONUNBUFFERED": "1",
    }
    return ours | _database(database) | _broker(broker) | dict(os.environ)


def for_demo(environment: dict[str, str], port: int) -> dict[str, str]:
    """As production but over plain HTTP on this machine, with the demonstration's logins."""
    as_root = "ignore:You're running the worker with superuser privileges"
    ours = {"DEBUG": "False", "DEMO": "True", "HTTPS": "False", "PYTHONWARNINGS": as_root}
    sites = {"PUBLIC_URL": f"http://localhost:{port}", "TWILIO_API_URL": f"http://{ports.HOST}:{port + 1}"}
    return environment | ours | sites | {"PAYMENTS_URL": f"http://{ports.HOST}:{port + 2}"}


def for_services(environment: dict[str, str]) -> dict[str, str]:
    """Without the logins that only commands need."""
    return {name: value for name, value in environment.items() if name not in COMMANDS_ONLY}


def for_production_checks() -> dict[str, str]:
    """What `check --deploy` judges: production's defaults, nothing of this machine."""
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": places.secret("SECRET_KEY"),
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        "CACHE_URL": "redis://localhost/0",
        "CELERY_BROKER_URL": "redis://localhost/1",
        "ALLOWED_HOSTS": "creansys.example",
        "PUBLIC_URL": "https://creansys.example",
    }


def for_tests(database: Server | None) -> dict[str, str]:
    """For pytest: no broker, no mail, a database server that may forget. What the environment sets stays."""
    ours = {"CELERY_BROKER_URL": "memory://", "FILES_ROOT": str(places.VAR / "test-files")}
    return _basics() | ours | _database(database) | dict(os.environ)


def _basics() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "creansys.settings",
        "SECRET_KEY": places.secret("SECRET_KEY"),
        "DEBUG": "True",
        "STATIC_ROOT": str(places.VAR / "static"),
    }


def _database(server: Server | None) -> dict[str, str]:
    if server is None:
        return {}
    logins = {name: server.url(role, places.secret(role), DATABASE) for name, role in LOGINS.items()}
    return logins | {"DATABASE_ADMIN_URL": server.superuser_url(), "PG_BIN": str(server.bin)}


def _broker(broker: Broker | None) -> dict[str, str]:
    if broker:
        return {"CELERY_BROKER_URL": broker.celery_url(), "CACHE_URL": broker.cache_url()}
    url = os.environ.get("REDIS_URL")
    return {"CELERY_BROKER_URL": url, "CACHE_URL": url} if url else {}


def is_configured() -> bool:
    """Whether the environment names a server of its own."""
    return any(name in os.environ for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"))


def inherited() -> dict[str, str]:
    """This process's own: pytest finds its servers by itself."""
    return dict(os.environ)
