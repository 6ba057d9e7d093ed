"""
The tree of a condition.

Six kinds of node: operators, functions and methods are all a `Call`, the five macros a `Comprehension`.
Two trees are equal when they mean the same text; where they stand (`span`) is not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as OneOf

from attrs import evolve, field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Start and end offset in the text of the condition.
Span: TypeAlias = tuple[int, int]

Macro = OneOf["exists", "all", "exists_one", "filter", "map"]


def _span() -> Span:
    return field(default=(0, 0), eq=False, repr=False)


@frozen
class Constant:
    """`true`, `12`, `"text"` or `null`."""

    value: bool | int | str | None
    #: Python holds `True == 1`; the language does not.
    kind: str = field(init=False, repr=False)
    span: Span = _span()

    @kind.default
    def _kind(self) -> str:
        return type(self.value).__name__


@frozen
class Name:
    """A variable: a record, `params`, `judged_on`, `audit`, or the element of a macro."""

    name: str
    span: Span = _span()


@frozen
class Select:
    """`operand.field`."""

    operand: Node
    field: str
    span: Span = _span()


@frozen
class Has:
    """`has(operand.field)`."""

    operand: Node
    field: str
    span: Span = _span()


@frozen
class Call:
    """
    An operator, function or method, by its name in the function table.

    `&&` and `||` take two or more arguments: a chain is one node, however long.
    """

    function: str
    arguments: tuple[Node, ...]
    span: Span = _span()


@frozen
class Comprehension:
    """`source.macro(variable, body)`."""

    macro: Macro
    source: Node
    variable: str
    body: Node
    span: Span = _span()


@frozen
class ListOf:
    """`[a, b]`."""

    items: tuple[Node, ...]
    span: Span = _span()


@frozen
class MapOf:
    """`{"a": 1}`."""

    entries: tuple[tuple[Node, Node], ...]
    span: Span = _span()


Node: TypeAlias = Constant | Name | Select | Has | Call | Comprehension | ListOf | MapOf


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one, in the order of the text."""
    match node:
        case Select(operand) | Has(operand):
            return (operand,)
        case Call(_, arguments):
            return arguments
        case Comprehension(_, source, _, body):
            return (source, body)
        case ListOf(items):
            return items
        case MapOf(entries):
            return tuple(part for entry in entries for part in entry)
        case _:
            return ()


def below(node: Node) -> Iterator[Node]:
    """Every node below one."""
    for child in children(node):
        yield child
        yield from below(child)


def with_children(node: Node, parts: Sequence[Node]) -> Node:
    """The same node over other parts, given in the order of `children`."""
    match node:
        case Select() | Has():
            return evolve(node, operand=parts[0])
        case Call():
            return evolve(node, arguments=tuple(parts))
        case Comprehension():
            return evolve(node, source=parts[0], body=parts[1])
        case ListOf():
            return evolve(node, items=tuple(parts))
        case MapOf():
            return evolve(node, entries=tuple(zip(parts[::2], parts[1::2], strict=True)))
        case _:
            return node
