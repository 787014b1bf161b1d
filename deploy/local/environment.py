"""The environment of the local processes: what is configured stays, the rest points at the embedded servers."""

import os

from core.roles import APP, BACKUP, ERASER, OWNER
from deploy.local import places
from deploy.local.broker import Broker
from deploy.local.postgres import Server

DATABASE = "creansys"
LOGINS = {
    "DATABASE_URL": APP,
    "DATABASE_OWNER_URL": OWNER,
    "DATABASE_BACKUP_URL": BACKUP,
    "DATABASE_ERASER_URL": ERASER,
}
OWNERS_ONLY = ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


def build(database: Server | None, broker: Broker | None) -> dict[str, str]:
    """For every child process; a server is None where the environment names one already."""
    var = places.VAR
    ours = {"SECRET_KEY": places.secret("SECRET_KEY"), "DEBUG": "True", "FILES_ROOT": str(var / "files")}
    ours |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "2525", "PYTHONUNBUFFERED": "1"}
    if database:
        ours |= _addresses(database)
    if broker:
        ours |= {"CELERY_BROKER_URL": broker.celery_url(), "CACHE_URL": broker.cache_url()}
    elif url := os.environ.get("REDIS_URL"):
        ours |= {"CELERY_BROKER_URL": url, "CACHE_URL": url}
    return ours | dict(os.environ)


def for_services(environment: dict[str, str]) -> dict[str, str]:
    """Without the logins that only commands need."""
    return {name: value for name, value in environment.items() if name not in OWNERS_ONLY}


def for_tests(database: Server | None) -> dict[str, str]:
    """For pytest: no broker, no mail, a database server that may forget. What the environment sets stays."""
    ours = {"SECRET_KEY": places.secret("SECRET_KEY"), "DEBUG": "True", "CELERY_BROKER_URL": "memory://"}
    ours |= {"DJANGO_SETTINGS_MODULE": "creansys.settings", "FILES_ROOT": str(places.VAR / "test-files")}
    return ours | (_addresses(database) if database else {})


def _addresses(database: Server) -> dict[str, str]:
    logins = {name: database.url(role, places.secret(role), DATABASE) for name, role in LOGINS.items()}
    return logins | {"DATABASE_ADMIN_URL": database.superuser_url(), "PG_BIN": str(database.bin)}
