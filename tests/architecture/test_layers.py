"""Who may import whom: floors between apps, roles inside them, no knot, nothing hidden."""

import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.source import OUTSIDE, RANK, functions, hand_written, imports, modules

FACES = {"tasks", "views", "api", "forms", "urls"}
NEVER = {  # role of a file → roles that it does not import, in its own app or another
    "events": {"models", "services", "queries", "access", *FACES},
    "models": {"services", "queries", "access", *FACES},
    "queries": {"services", *FACES},
    "services": FACES,
    "access": FACES,
    "tasks": FACES - {"tasks"},
}
MIGRATIONS_USE = ("agencies.walls", "core.roles", "core.ids")  # core.ids: the default of a uid


def test_imports_only_go_down():
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        for node, name in imports(module.tree)
        if (other := name.split(".")[0]) in RANK and other != module.app and RANK[other] >= RANK[module.app]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_house_knows_nothing_beside_it():
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        for node, name in imports(module.tree)
        if name.split(".")[0] in OUTSIDE or name.startswith(".")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", NEVER)
def test_a_role_imports_only_what_it_stands_on(role):
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in hand_written()
        for node, name in imports(module.tree)
        if module.role == role and name.split(".")[0] in RANK and set(name.split(".")[1:2]) & NEVER[role]
    ]
    assert not wrong, "\n".join(wrong)


def test_rules_are_pure():
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        for node, name in imports(module.tree)
        if module.role == "rules"
        and (top := name.split(".")[0]) not in sys.stdlib_module_names
        and top not in ("core", "law")
        and not name.startswith(f"{module.app}.rules")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("app", ["law", "formats"])
def test_law_and_formats_know_neither_database_nor_screen(app):
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in modules(app)
        for node, name in imports(module.tree)
        if name.startswith("django.")
        and "management" not in module.parts
        and module.role != "apps"
        and not name.startswith("django.utils.translation")
    ]
    assert not wrong, "\n".join(wrong)


def test_migrations_import_only_walls_roles_and_ids():
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        for node, name in imports(module.tree)
        if module.is_migration and name.split(".")[0] in RANK and not name.startswith(MIGRATIONS_USE)
    ]
    assert not wrong, "\n".join(wrong)


def test_only_services_widen():
    wrong = [
        module.at(node)
        for module in hand_written()
        for node, name in imports(module.tree)
        if name.endswith((".widened", "agencies.scope")) and module.role != "services"
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_in_a_function():
    wrong = [
        f"{module.at(node)} imports {name}"
        for module in modules(*RANK, "deploy", "bench")
        for function in functions(module.tree)
        for node, name in imports(function)
    ]
    assert not wrong, "\n".join(wrong)


def test_modules_form_no_cycle():
    names = {module.name for module in modules()}
    graph = {
        module.name: {known for _, name in imports(module.tree) if (known := _module(name, names)) != module.name}
        for module in modules()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" → ".join(cycle.args[1]))


def _module(name: str, names: set[str]) -> str:
    """`a.b.c` is the module a.b.c, or something inside a.b."""
    return name if name in names else name.rpartition(".")[0]
