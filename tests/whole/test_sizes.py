"""Nothing in the source is longer than a reader can hold in mind: functions of 60 lines, modules of 400."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_FUNCTION, LONGEST_MODULE = 60, 400


def long_functions(tree):
    return [
        f"{node.name}, line {node.lineno}: {length} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    ]


def is_too_long(text):
    """A module may be longer whose docstring gives the reason, in words such as: Longer than 400 lines, because ..."""
    reason = f"onger than {LONGEST_MODULE} lines, because"
    return len(text.splitlines()) > LONGEST_MODULE and reason not in (
        ast.get_docstring(ast.parse(text)) or ""
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_functions_and_modules_are_short(path):
    text = path.read_text(encoding="utf-8")

    assert long_functions(ast.parse(text)) == []
    assert not is_too_long(text)


def test_what_is_long_is_noticed():
    function = "def long():\n" + "    pass\n" * LONGEST_FUNCTION
    module = "pass\n" * LONGEST_MODULE
    reason = '"""Words. Longer than 400 lines, because they belong together."""\n'

    assert long_functions(ast.parse(function)) == ["long, line 1: 61 lines"]
    assert long_functions(ast.parse(function.replace("    pass\n", "", 1))) == []
    assert is_too_long(module + "pass\n")
    assert not is_too_long(module)
    assert not is_too_long(reason + module)
