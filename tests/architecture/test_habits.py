"""Habits of the house that a reader would otherwise have to remember."""

import ast
import re
import subprocess
from datetime import date, datetime
from weakref import ReferenceType

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from deploy.local.places import ROOT
from tests.architecture.source import RANK, Module, calls, hand_written, modules

OURS = [model for model in apps.get_models() if model._meta.app_label in RANK]
NEVER_NAMED = {"utils", "helpers", "common", "signals", "misc", "base"}
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now", "now"}
OF_NOW = {"timezone.localdate", "localdate", "timezone.localtime", "localtime"}  # clocks too, unless given a moment
CLOCK_READERS = {"tasks", "views", "api", "middleware", "management", "access", "health", "demo"}
READ_AS_A_SENTENCE = {  # public service functions that take more than their subject without a keyword
    "claims.services.intake.terms_in_force",  # terms_in_force(creditor, day)
    "claims.services.lifecycle.close",  # close(claim, PAID, …)
    "claims.services.lifecycle.move",  # move(claim, CLOSED, …)
    "claims.services.lifecycle.plan",  # plan(claim, "notice", day)
    "claims.services.timeline.batched",
    "claims.services.timeline.tell",  # tell(claim, "opened", …)
    "claims.services.timeline.tell_all",
    "messaging.services.delivery.arrived",
    "messaging.services.delivery.record",
    "messaging.services.record.settle",  # settle(message, SENT, …)
    "jobs.services.report",  # report(job_id, 3, 10)
}
STANDARD = {"apps", "rules", "models", "services", "queries", "access", "events", "tasks", "views", "forms", "urls"}
STANDARD |= {"api", "migrations", "management", "templatetags"}
FREE = {"core", "law", "formats", "web", "creansys"}  # libraries and the wiring: named by what is in them
EXTRA = {  # what else an app holds, the first line of each says why
    "agencies": {
        "adapters",
        "audit",
        "callers",
        "crossing",
        "middleware",
        "numbering",
        "options",
        "saved",
        "scope",
        "walls",
        "work",
    },
    "claims": {
        "advising",
        "arranging",
        "chain",
        "explaining",
        "guard",
        "intake",
        "letters",
        "naming",
        "screens",
        "statement",
        "wording",
    },
    "billing": {"screens", "wording"},
    "reports": {"columns", "editing", "month_tables", "screens", "wording"},
    "clients": {"tariff"},
    "funds": {"provider", "showing", "wording"},
    "messaging": {"channels", "letters"},
    "paynow": {"composing"},
    "amicable": {"answering", "composing", "insured", "provider", "showing", "speaking"},
}
MACHINE_PATH = re.compile(r"(?<![\w.}])/(home|Users|work)/[a-z]")


def _relations(*kinds: type[models.Field]) -> list[models.Field]:
    return [field for model in OURS for field in model._meta.local_fields if isinstance(field, kinds)]


def test_money_is_never_a_float():
    assert not _relations(models.FloatField)


def test_nothing_is_deleted_by_a_cascade():
    ours = [field for field in _relations(models.ForeignKey) if field.related_model in OURS]
    assert ours
    assert not [str(field) for field in ours if field.remote_field.on_delete is not models.PROTECT]


def test_business_columns_never_default_to_now():
    clocks = (timezone.now, timezone.localdate, date.today, datetime.now)
    timed = [field for field in _relations(models.DateField) if getattr(field, "auto_now_add", False) or field.auto_now]
    assert {field.name for field in timed} <= {"recorded_at", "date_joined"}
    assert not [str(field) for field in _relations(models.DateField) if field.default in clocks]


@pytest.mark.parametrize("signal", [pre_save, post_save, pre_delete, post_delete, m2m_changed])
def test_no_receiver_of_ours_listens_to_the_database(signal):
    kept = [receiver for _, receiver, *_ in signal.receivers]
    receivers = [receiver() if isinstance(receiver, ReferenceType) else receiver for receiver in kept]
    assert not [r for r in receivers if getattr(r, "__module__", "").split(".")[0] in RANK]


def test_no_file_has_a_name_that_says_nothing():
    assert not [str(module.path) for module in modules() if NEVER_NAMED & set(module.parts)]


def test_every_app_holds_the_files_of_its_kind():
    odd = {
        f"{module.app}/{module.role}"
        for module in modules()
        if module.role and module.app not in FREE and module.role not in STANDARD | EXTRA.get(module.app, set())
    }
    assert not odd, f"name it in EXTRA, or move it: {sorted(odd)}"


def test_every_module_says_what_it_is():
    silent = [module.name for module in hand_written() if module.tree.body and not ast.get_docstring(module.tree)]
    assert not [name for name in silent if "." in name and not name.endswith(".apps")]


def test_the_clock_is_read_at_the_edge_only():
    read = [
        f"{module.at(node)} {name}"
        for module in hand_written()
        for node, name in calls(module.tree)
        if (name in CLOCKS or (name in OF_NOW and not node.args)) and not CLOCK_READERS & set(module.parts)
    ]
    assert not read, "\n".join(read)


def test_nothing_prints():
    printing = [module.at(node) for module in modules() for node, name in calls(module.tree) if name == "print"]
    assert not printing, "\n".join(printing)


def test_services_take_their_subject_and_keywords():
    loose = [
        f"{module.at(function)} {function.name}"
        for module in hand_written()
        if module.role == "services"
        for function in _public(module)
        if len(function.args.args) > 1 and f"{module.name}.{function.name}" not in READ_AS_A_SENTENCE
    ]
    assert not loose, "\n".join(loose)


def test_public_services_and_queries_explain_themselves():
    silent = [
        f"{module.at(function)} {function.name}"
        for module in hand_written()
        if module.role in ("services", "queries", "rules", "access")
        for function in _public(module)
        if not ast.get_docstring(function)
    ]
    assert not silent, "\n".join(silent)


def _public(module: Module) -> list[ast.FunctionDef]:
    return [node for node in module.tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_no_committed_file_names_a_place_of_one_machine():
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = [ROOT / name for name in found.stdout.split("\0") if name.endswith((".py", ".md", ".yml", ".toml", ".txt"))]
    assert not [str(path) for path in texts if path.exists() and MACHINE_PATH.search(path.read_text())]
