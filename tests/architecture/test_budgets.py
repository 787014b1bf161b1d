"""Size budgets, and types where the rules live."""

from statistics import median

import pytest

from tests.architecture.source import RANK, Function, functions, hand_written, length

LONGEST_FUNCTION, USUAL_FUNCTION, MEDIAN_FUNCTION = 60, 30, 10
LONGEST_MODULE = 400
TYPED_APPS = ("core", "law", "formats")
TYPED_ROLES = ("rules", "services", "queries")
EVERYTHING = (*RANK, "deploy", "bench")


def test_no_function_is_over_60_lines():
    long = [
        f"{module.at(function)} {function.name}: {length(function)} lines"
        for module in hand_written(*EVERYTHING)
        for function in functions(module.tree)
        if length(function) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_most_functions_are_short():
    lengths = sorted(length(function) for module in hand_written(*EVERYTHING) for function in functions(module.tree))
    assert median(lengths) <= MEDIAN_FUNCTION
    assert lengths[len(lengths) * 9 // 10] <= USUAL_FUNCTION


def test_no_module_is_over_400_lines():
    long = [
        f"{module.at(module.tree)}: {module.lines} lines"
        for module in hand_written(*EVERYTHING, "tests")
        if module.lines > LONGEST_MODULE and not module.name.startswith("law.tables")
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("where", [*TYPED_APPS, *TYPED_ROLES])
def test_every_function_is_typed(where):
    bare = [
        f"{module.at(function)} {function.name}"
        for module in hand_written()
        if where in (module.app, module.role)
        for function in functions(module.tree)
        if not _typed(function)
    ]
    assert not bare, "\n".join(bare)


def _typed(function: Function) -> bool:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    untyped = [arg for arg in named if arg.annotation is None and arg.arg not in ("self", "cls")]
    return not untyped and function.returns is not None
