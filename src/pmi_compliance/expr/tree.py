"""
The tree of a condition.

Operators, functions and methods are all a `Call`, the four macros a `Comprehension`.
Two trees are equal when they mean the same; where their nodes stand, and their numbers, are not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypedDict
from typing import Literal as OneOf

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Start and end offset in the text of the condition.
Span: TypeAlias = tuple[int, int]

Macro = OneOf["exists", "all", "filter", "map"]


@frozen(kw_only=True)
class _Placed:
    """What every node knows beside its meaning."""

    #: Where it stands in the text of its condition.
    span: Span = field(default=(0, 0), eq=False, repr=False)
    #: What it is written as; empty for a node that nobody wrote.
    words: str = field(default="", eq=False, repr=False)
    #: Its number in its tree, which no other node of the tree has.
    number: int = field(default=0, eq=False, repr=False)


class _Place(TypedDict):
    """The same by the names of its fields."""

    span: Span
    words: str
    number: int


@frozen
class Constant(_Placed):
    """`true`, `12`, `"text"` or `null`."""

    #: `None` for `null`.
    value: bool | int | str | None
    #: Python holds `True == 1`; the language does not.
    kind: str = field(init=False, repr=False)

    @kind.default
    def _kind(self) -> str:
        return type(self.value).__name__


@frozen
class Name(_Placed):
    """A variable: a record, `params`, `judged_on`, `audit`, or the element of a macro."""

    name: str


@frozen
class Select(_Placed):
    """`operand.field`."""

    operand: Node
    field: str


@frozen
class Has(_Placed):
    """`has(operand.field)`."""

    operand: Node
    field: str


@frozen
class Call(_Placed):
    """
    An operator, function or method, by its name in the function table.

    `&&` and `||` take two or more arguments: a chain is one node, however long.
    """

    function: str
    arguments: tuple[Node, ...]


@frozen
class Comprehension(_Placed):
    """`source.macro(variable, body)`."""

    macro: Macro
    source: Node
    variable: str
    body: Node


@frozen
class ListOf(_Placed):
    """`[a, b]`."""

    items: tuple[Node, ...]


@frozen
class FirstKnown(_Placed):
    """The first of several values that is known. No text reads as one: a rule's day is made of its dates."""

    options: tuple[Node, ...]


Node: TypeAlias = Constant | Name | Select | Has | Call | Comprehension | ListOf | FirstKnown


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
        case FirstKnown(options):
            return options
        case _:
            return ()


def below(node: Node) -> Iterator[Node]:
    """Every node below one."""
    for child in children(node):
        yield child
        yield from below(child)


def with_children(
    node: Node, parts: Sequence[Node], *, number: int | None = None, words: str | None = None
) -> Node:
    """The same node over other parts, given in the order of `children`; with another number and other words, if given."""
    # Loading packs makes a hundred thousand of them, and `attrs.evolve` takes ten times as long.
    placed: _Place = {
        "span": node.span,
        "words": node.words if words is None else words,
        "number": node.number if number is None else number,
    }
    match node:
        case Select() | Has():
            return type(node)(parts[0], node.field, **placed)
        case Call():
            return Call(node.function, tuple(parts), **placed)
        case Comprehension():
            return Comprehension(node.macro, parts[0], node.variable, parts[1], **placed)
        case ListOf() | FirstKnown():
            return type(node)(tuple(parts), **placed)
        case Name():
            return Name(node.name, **placed)
        case Constant():
            return Constant(node.value, **placed)


def extent(tree: Node) -> tuple[int, int, int]:
    """How many nodes a tree has, on how many levels, and how many macros stand inside each other."""
    size, height, loops = 0, 0, 0
    for child in children(tree):
        child_size, child_height, child_loops = extent(child)
        size, height, loops = size + child_size, max(height, child_height), max(loops, child_loops)
    return size + 1, height + 1, loops + isinstance(tree, Comprehension)
