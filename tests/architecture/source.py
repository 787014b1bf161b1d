"""Our own source as syntax trees: what the tests of the house read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.local.places import ROOT

FLOORS = (  # docs/architecture.md: a module imports its own app and lower floors, never a row-mate
    "core",
    "law",
    "formats web",
    "agencies",
    "files jobs",
    "messaging clients",
    "claims",
    "funds",
    "paynow amicable judicial",
    "billing",
    "reports",
    "office portal",
    "creansys",
)
RANK = {app: floor for floor, row in enumerate(FLOORS) for app in row.split()}
OUTSIDE = ("deploy", "bench", "demo", "tests", "manage")  # beside the house: they use it, it does not know them
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of ours: `name` is dotted, `app` its first part."""

    path: Path
    name: str
    tree: ast.Module
    lines: int

    @property
    def app(self) -> str:
        return self.name.split(".")[0]

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")

    @property
    def role(self) -> str:
        """What kind of file it is: `services` for claims/services.py as for claims/services/timeline.py."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.parts

    def at(self, node: ast.AST) -> str:
        """`path:line`, for a failure that can be clicked."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def _read(path: Path) -> Module:
    text = path.read_text()
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(path, name, ast.parse(text), text.count("\n"))


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """Every module of these top-level packages; of all apps when none is named."""
    return tuple(_read(path) for top in tops or tuple(RANK) for path in sorted((ROOT / top).rglob("*.py")))


def hand_written(*tops: str) -> tuple[Module, ...]:
    """Without migrations."""
    return tuple(module for module in modules(*tops) if not module.is_migration)


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Every import under `tree`, those hidden in functions too: `from a import b` gives a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{'.' * node.level}{node.module or ''}.{alias.name}") for alias in node.names)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method under `tree`."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, decorators and docstring apart."""
    first, *_rest = function.body
    docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    said = (first.end_lineno or first.lineno) - first.lineno + 1 if docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - said


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called, as written."""
    return ((node, ast.unparse(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call))
