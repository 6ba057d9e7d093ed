"""
The public CEL conformance suite: on complete data a condition means here what it means to CEL.

The cases lie beside the checkout, in `../shared/conformance/cel`, and are not part of it.
Each one is either refused at load, with a reason, or gives the value the suite expects;
where CEL ends in an error the value here is unknown.
"""

import re
from pathlib import Path

import pytest

from pmi_compliance.base.errors import PackError
from pmi_compliance.engines import Program
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import BOOL, INT, NULL, STRING, ListType

FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "cel"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/conformance/cel is not here")

_TOKEN = re.compile(
    r"""\s+|\#[^\n]*|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<sign>[{}:\[\],;<>])|(?P<word>[^\s{}:\[\],;<>"']+)"""
)


def tokens(text):
    for match in _TOKEN.finditer(text):
        if match.lastgroup is not None:
            yield match.lastgroup, match.group()


def unquoted(literal):
    """A string of the text format; octal escapes are bytes of UTF-8."""
    simple = {"n": b"\n", "t": b"\t", "r": b"\r", "a": b"\a", "b": b"\b", "f": b"\f", "v": b"\v"}

    def unescaped(match):
        escape = match.group(1)
        if escape[:1] in b"01234567":
            return bytes([int(escape, 8)])
        if escape[:1] == b"x":
            return bytes([int(escape[1:], 16)])
        if escape[:1] in b"uU":
            return chr(int(escape[1:], 16)).encode("utf-8", "surrogatepass")
        return simple.get(escape.decode("latin-1"), escape)

    raw = literal[1:-1].encode("utf-8")
    pattern = rb"\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)"
    return re.sub(pattern, unescaped, raw, flags=re.DOTALL).decode("utf-8", "replace")


def message(stream):
    """A message of the text format: a list of names and values; lists of plain values are not needed here."""
    fields = []
    for _, name in stream:
        if name in {"}", ">"}:
            break
        if name in {",", ";"}:
            continue
        path = [name]
        while path[0] == "[" and path[-1] != "]":
            path.append(next(stream)[1])
        kind, value = next(stream)
        if value == ":":
            kind, value = next(stream)
        if value == "[":
            while value != "]":
                value = next(stream)[1]
        inner = message(stream) if value in {"{", "<"} else unquoted(value) if kind == "text" else value
        fields.append(("".join(path), inner))
    return fields


class Beyond(Exception):
    """The case speaks of values that this language does not have."""


def value_of(parts):
    """A value of the suite as Python, and its type here."""
    ((name, inner),) = parts or [("null_value", None)]
    match name:
        case "bool_value":
            return inner == "true", BOOL
        case "int64_value":
            return int(inner, 0), INT
        case "string_value":
            return inner, STRING
        case "null_value":
            return None, NULL
        case "list_value":
            items = [value_of(item) for _, item in inner]
            kinds = {str(kind): kind for _, kind in items}
            if len(kinds) > 1:
                raise Beyond
            return tuple(value for value, _ in items), ListType(next(iter(kinds.values()), None))
        case _:
            raise Beyond


def cases():
    for path in sorted(FOLDER.glob("*.textproto")):
        for name, section in message(tokens(path.read_text(encoding="utf-8"))):
            if name != "section":
                continue
            title = dict(section)["name"]
            for kind, test in section:
                if kind == "test":
                    yield pytest.param(test, id=f"{path.stem}-{title}-{dict(test)['name']}")


#: Why a case may be refused: each is a limit that the specification states.
REFUSED = re.compile(
    "|".join(
        (
            "fraction|unsigned|bytes|not in the language|reserved word|64 bits|escape",
            "not a character|does not begin a string",
            "more than 25|characters; at most|expected a (value|field)|takes one field|a new name|is taken|called as",
            "unknown (name|function|field)|has no (meaning|fields)|one type|does not take|needs a list|needs a condition",
            "nothing equals null|a key of a map|stands twice|never occurs|no value in common|does not compare|a list",
        )
    )
)

#: Where unknown takes the place of null or of an error in a part, and the clause that says what is said instead.
DIFFERS = {
    "eq_list_null": ("4.6", None),
    "not_eq_list_null": ("4.6", None),
    "not_eq_list_elem_null": ("4.6", None),
    "filter-list_no_shortcircuit": ("6.3", (2, 1)),
    "map-list_error": ("6.4", (2, 4, None)),
}


def bindings_of(test):
    values, types = {}, {}
    for name, entry in test:
        if name == "bindings":
            parts = dict(entry)
            values[parts["key"]], types[parts["key"]] = value_of(dict(parts["value"])["value"])
    return values, types


@pytest.mark.parametrize("test", list(cases()) if FOLDER.is_dir() else [])
def test_a_case_of_the_suite(test, request):
    parts = dict(test)
    expected = None
    try:
        values, types = bindings_of(test)
        if "value" in parts:
            expected, _ = value_of(parts["value"])
        elif not {"eval_error", "any_eval_errors"} & parts.keys():
            expected = True
    except Beyond:
        pytest.skip("the values of this case are not of this language")
    for name, (_, ours) in DIFFERS.items():
        if request.node.callspec.id.endswith(f"-{name}"):
            expected = ours
    refused, checked = (), None
    try:
        checked = check(parts["expr"], types, expect=None)
    except PackError as error:
        refused = error.diagnostics
    assert [
        diagnostic.message.en for diagnostic in refused if not REFUSED.search(diagnostic.message.en)
    ] == []
    if checked is not None:
        value = Program.of_condition(checked, tuple(values)).bind(None, None)(*values.values())
        assert value == expected
        assert isinstance(value, type(expected))


def test_much_of_the_suite_is_evaluated():
    """The suite is not passed by refusing it."""
    evaluated = 0
    for case in cases():
        try:
            _, types = bindings_of(case.values[0])
            check(dict(case.values[0])["expr"], types, expect=None)
        except (Beyond, PackError):
            continue
        evaluated += 1

    assert evaluated >= 170
