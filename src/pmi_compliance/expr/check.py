"""
Tree and types to a checked tree: every name resolved, every comparison between things that can be equal.

All that is wrong with a condition is found in one go. A part that is wrong has no type (`None`),
and nothing more is said about what stands on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.dated import as_date
from pmi_compliance.base.errors import PackError
from pmi_compliance.base.messages.conditions import UNLIKE_TEXT
from pmi_compliance.base.text import NOTHING, Text, nearest
from pmi_compliance.expr.functions import COMPARING, FUNCTIONS
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.tokens import pointed
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    FirstKnown,
    Has,
    ListOf,
    Name,
    Node,
    Select,
    below,
)
from pmi_compliance.expr.types import (
    BOOL,
    DATE,
    INT,
    NULL,
    STRING,
    ListType,
    RecordType,
    String,
    Type,
    join,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.expr.functions import Signature
    from pmi_compliance.expr.types import Field

_NAMED: dict[str, Type] = {"bool": BOOL, "int": INT, "string": STRING, "date": DATE}


@frozen(eq=False)
class Checked:
    """A condition that makes sense."""

    #: As it was written; for one that was put together, as its tree is written out.
    text: str
    #: Its nodes, each with a number of its own.
    tree: Node
    #: The type of each node, by its number.
    types: Mapping[int, Type]

    def type_of(self, node: Node) -> Type:
        """The type of a node of this tree."""
        return self.types[node.number]

    def nodes(self) -> Iterator[Node]:
        """Every node, parents before children."""
        yield self.tree
        yield from below(self.tree)

    @property
    def parameters(self) -> frozenset[str]:
        """Names of the parameters it reads."""
        return frozenset(
            node.field for node in self.nodes() if isinstance(node, Select) and node.operand == Name("params")
        )


def check(text: str, variables: Mapping[str, Type], *, expect: Type | None = BOOL) -> Checked:
    """
    Parse a condition and check it against the types of its variables.

    Args:
        text: The condition.
        variables: What the names in it mean.
        expect: The type the whole must have; `None` for any.

    Raises:
        PackError: With every mistake, each with its place.

    """
    tree = parse(text)
    checker = _Checker(text)
    kind = checker.type(tree, dict(variables))
    if kind is not None and expect is not None and not _matches(expect, kind):
        checker.fail(tree, "wrong_result", found=str(kind), expected=str(expect))
    if checker.diagnostics:
        raise PackError(checker.diagnostics)
    return Checked(text, tree, checker.types)


class _Checker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self.types: dict[int, Type] = {}

    def fail(self, node: Node, code: str, /, **values: object) -> None:
        self.diagnostics.append(pointed(self.text, node.span, code, **values))

    def type(self, node: Node, scope: dict[str, Type]) -> Type | None:
        kind = self.infer(node, scope)
        if kind is not None:
            self.types[node.number] = kind
        return kind

    def infer(self, node: Node, scope: dict[str, Type]) -> Type | None:
        match node:
            case Constant(value):
                return _constant(value)
            case Name(name):
                if name in scope:
                    return scope[name]
                self.unknown_name(node, name, scope)
                return None
            case Select(operand, field) | Has(operand, field):
                kind = self.field(node, self.type(operand, scope), field)
                return BOOL if isinstance(node, Has) and kind is not None else kind
            case Comprehension():
                return self.comprehension(node, scope)
            case ListOf(items):
                known = self.joined(node, items, scope)
                return ListType(known) if known or not items else None
            case FirstKnown():
                raise AssertionError("no text is parsed as a first known value")
            case Call():
                return self.call(node, scope)

    def unknown_name(self, node: Name, name: str, scope: dict[str, Type]) -> None:
        """Tell of a name that names nothing: of a field whose owner is missing, a slip, or a text without quotes."""
        known = tuple(sorted(scope))
        owned = (
            f"{owner}.{path}"
            for owner, kind in scope.items()
            if isinstance(kind, RecordType) and (path := _path_to(kind.fields, name))
        )
        if (meant := next(owned, None)) is not None:
            self.fail(node, "unknown_name", name=name, known=known, meant=meant)
        else:
            code = "unknown_name" if nearest(name, known) else "unknown_word"
            self.fail(node, code, name=name, known=known)

    def joined(self, node: Node, items: list[Node] | tuple[Node, ...], scope: dict[str, Type]) -> Type | None:
        types = [self.type(item, scope) for item in items]
        if not types or None in types:
            return None
        known = types[0]
        for other in types[1:]:
            assert other is not None
            merged = join(known, other) if known else None
            if merged is None:
                self.fail(node, "mixed_list", first=str(known), second=str(other))
                return None
            known = merged
        return known

    def field(self, node: Select | Has, operand: Type | None, name: str) -> Type | None:
        match operand:
            case None:
                return None
            case RecordType(owner, fields) if name in fields:
                return fields[name].type
            case RecordType(owner, fields):
                start = node.span[1] - len(name) - isinstance(node, Has)
                place = (start, start + len(name))
                values = {"name": name, "owner": owner, "known": tuple(sorted(fields))}
                if (deeper := _path_to(fields, name)) is not None:
                    values["meant"] = deeper
                self.diagnostics.append(pointed(self.text, place, "unknown_field", **values))
                return None
            case ListType():
                self.fail(node, "field_of_a_list", name=name)
                return None
            case _:
                self.fail(node, "no_fields", type=str(operand))
                return None

    def comprehension(self, node: Comprehension, scope: dict[str, Type]) -> Type | None:
        source = self.type(node.source, scope)
        if source is None:
            return None
        if not isinstance(source, ListType):
            self.fail(node.source, "macro_needs_a_list", macro=node.macro, found=str(source))
            return None
        element = source.item or NULL
        if node.variable in scope:
            self.fail(node, "name_taken_in_condition", name=node.variable)
            return None
        body = self.type(node.body, {**scope, node.variable: element})
        if body is None:
            return None
        if node.macro == "map":
            return ListType(body)
        if body not in {BOOL, NULL}:
            self.fail(node.body, "macro_needs_a_condition", macro=node.macro, found=str(body))
            return None
        return ListType(element) if node.macro == "filter" else BOOL

    def call(self, node: Call, scope: dict[str, Type]) -> Type | None:
        types = [self.type(argument, scope) for argument in node.arguments]
        if any(kind is None for kind in types):
            return None
        arguments = [kind for kind in types if kind is not None]
        if node.function in {"==", "!=", "in", "<", "<=", ">", ">="} and not self.comparable(node, arguments):
            return None
        if node.function == "written" and not isinstance(
            # A shorthand over what is written takes what is written of it.
            _within_written(node.arguments[0]),
            Name | Select,
        ):
            self.fail(node.arguments[0], "written_of_no_field")
            return None
        signatures = FUNCTIONS[node.function].signatures
        if node.function in {"&&", "||"}:
            signatures = ((("bool",) * len(arguments), "bool"),)
        for signature in signatures:
            result = _result(signature, arguments)
            if result is not None:
                return result if self.constant_date(node) else None
        shown = [*map(str, arguments)]
        hint = _beside_text(arguments)
        self.fail(
            node,
            "wrong_arguments" if hint == NOTHING else "text_beside_another",
            function=node.function,
            found=Text(" dan ".join(shown), " and ".join(shown)),
            expected="; ".join(", ".join(taken) for taken, _ in signatures),
            hint=hint,
        )
        return None

    def comparable(self, node: Call, arguments: list[Type]) -> bool:
        left, right = node.arguments
        for side in (left, right):
            if isinstance(side, Constant) and side.value is None:
                self.fail(node, "compared_with_null")
                return False
        a, b = arguments
        inner = b.item if node.function == "in" and isinstance(b, ListType) else b
        if isinstance(a, RecordType) or (isinstance(a, ListType) and isinstance(a.item, RecordType)):
            self.fail(node, "record_compared", function=node.function, type=str(a))
            return False
        if node.function not in COMPARING or (_is_literal(left) and _is_literal(right)):
            return True
        if not isinstance(a, String) or not isinstance(inner, String) or None in {a.values, inner.values}:
            return True
        assert a.values is not None
        assert inner.values is not None
        # A literal that can never occur is a misspelling, not a condition.
        for literal, choices in ((right, a.values), (left, inner.values)):
            words = literal.items if isinstance(literal, ListOf) else (literal,)
            for word in words:
                if isinstance(word, Constant) and isinstance(word.value, str) and word.value not in choices:
                    self.fail(word, "never_occurs", name=word.value, known=tuple(sorted(choices)))
                    return False
        if not a.values & inner.values:
            self.fail(node, "nothing_in_common")
            return False
        return True

    def constant_date(self, node: Call) -> bool:
        if node.function != "date" or not isinstance(node.arguments[0], Constant):
            return True
        text = str(node.arguments[0].value)
        if as_date(text) is not None:
            return True
        self.fail(node.arguments[0], "wrong_date", text=text)
        return False


def _within_written(node: Node) -> Node:
    return node.arguments[0] if isinstance(node, Call) and node.function == "written" else node


def _is_literal(node: Node) -> bool:
    return isinstance(node, Constant) or (isinstance(node, ListOf) and all(map(_is_literal, node.items)))


def _constant(value: bool | int | str | None) -> Type:
    match value:
        case None:
            return NULL
        case bool():
            return BOOL
        case int():
            return INT
        case str():
            return String(frozenset({value}))


def _path_to(fields: Mapping[str, Field], name: str) -> str | None:
    """The path to a field of this name: among some fields, or in a group of theirs."""
    if name in fields:
        return name
    for group, field in fields.items():
        if field.relation is None and isinstance(field.type, RecordType) and name in field.type.fields:
            return f"{group}.{name}"
    return None


def _beside_text(arguments: list[Type]) -> Text:
    """What is probably wrong where one of two values is a text; nothing where neither is, or both are."""
    others = [kind for kind in arguments if not isinstance(kind, String)]
    if len(arguments) != 2 or len(others) != 1:
        return NOTHING
    return UNLIKE_TEXT.get(str(others[0]), NOTHING)


def _result(signature: Signature, arguments: list[Type]) -> Type | None:
    patterns, result = signature
    if len(patterns) != len(arguments):
        return None
    bound: dict[str, Type] = {}
    for pattern, kind in zip(patterns, arguments, strict=True):
        if not _fits(pattern, kind, bound):
            return None
    return _build(result, bound)


def _fits(pattern: str, kind: Type, bound: dict[str, Type]) -> bool:
    if kind == NULL:
        return True
    if pattern.startswith("list("):
        if not isinstance(kind, ListType):
            return False
        return kind.item is None or _fits(pattern[5:-1], kind.item, bound)
    if pattern in _NAMED:
        return _matches(_NAMED[pattern], kind)
    merged = join(bound[pattern], kind) if pattern in bound else kind
    if merged is None:
        return False
    bound[pattern] = merged
    return True


def _matches(expected: Type, kind: Type) -> bool:
    same = type(expected) is type(kind) and (isinstance(kind, String) or expected == kind)
    return same or kind == NULL


def _build(pattern: str, bound: dict[str, Type]) -> Type:
    if pattern.startswith("list("):
        inner = pattern[5:-1]
        return ListType(_NAMED.get(inner) or bound.get(inner))
    return _NAMED.get(pattern) or bound.get(pattern, NULL)
