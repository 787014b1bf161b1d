"""docker-compose.yml and the Dockerfile, held against the settings so that they cannot rot."""

import ast
import re

import pytest
import yaml

from creansys import celery
from deploy.local import environment, places

COMPOSE = yaml.safe_load((places.ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("creansys:")}
READERS = {"text", "flag", "number", "words", "networks", "database", "optional_database"}


def names_read():
    """Every environment name the service reads, and those without which production does not start."""
    files = [*(places.ROOT / "creansys").rglob("*.py"), *(places.ROOT / "deploy").glob("*.py")]
    for call in (
        node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)
    ):
        reader = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if reader in READERS | {"get"} and call.args and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


READ = set(names_read()) | {f"DATABASE_{kind}_URL" for kind in ("ERASER", "BACKUP")}


@pytest.mark.parametrize("name", OURS)
def test_every_name_given_is_read(name):
    given = {key.removesuffix("_FILE") for key in OURS[name]["environment"]} - {"QUEUE"}
    assert given <= READ


@pytest.mark.parametrize("name", OURS)
def test_every_name_production_needs_is_given(name):
    needed = environment.for_production_checks().keys() - {"PATH"}
    assert needed <= {key.removesuffix("_FILE") for key in OURS[name]["environment"]}


def test_every_queue_has_its_worker():
    served = [
        command[command.index("-Q") + 1]
        for command in (service["command"] for service in OURS.values())
        if "-Q" in command
    ]
    assert sorted(served) == sorted(celery.QUEUES)


def test_only_the_migration_holds_the_owners_login():
    holders = {name for name, service in OURS.items() if "DATABASE_OWNER_URL_FILE" in service["environment"]}
    assert holders == {"migrate"}
    assert not set(SERVICES["web"]["secrets"]) & {"database_owner_url", "database_admin_url", "database_backup_url"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_pinned_and_watched(name):
    service = SERVICES[name]
    assert re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*", service["image"])
    assert ":latest" not in service["image"]
    assert service["healthcheck"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_file(name):
    for key, value in SERVICES[name].get("environment", {}).items():
        if re.search("PASSWORD|SECRET|TOKEN|ACCESS_KEY|DATABASE", key):
            assert key.endswith("_FILE")
            assert str(value).startswith("/run/secrets/")


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_used_is_declared(name):
    wanted = {
        value.rsplit("/", 1)[1] for value in SERVICES[name].get("environment", {}).values() if "/run/secrets/" in value
    }
    assert wanted <= set(SERVICES[name].get("secrets", [])) <= set(COMPOSE["secrets"])


def test_broker_and_cache_are_apart_and_the_broker_never_forgets():
    web = SERVICES["web"]["environment"]
    assert web["CELERY_BROKER_URL"] != web["CACHE_URL"]
    assert {"noeviction", "--appendonly"} <= set(SERVICES["broker"]["command"])


def test_everything_named_exists():
    for file in ("deploy/Dockerfile", "deploy/Caddyfile", "deploy/gunicorn.py", "requirements.txt"):
        assert (places.ROOT / file).exists()
    copied = (places.ROOT / "deploy/Dockerfile").read_text()
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in copied
