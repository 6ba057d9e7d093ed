"""What the nodes of conditions mean, as numbers, so that what is the same is found without comparing trees."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    FirstKnown,
    Has,
    ListOf,
    Name,
    Select,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.packs.model import Rule

#: The day judged, which stands behind every parameter that depends on it.
JUDGED_ON = "judged_on"

_CONTEXT = frozenset({"params", "audit"})


def parameter(name: str) -> str:
    """What a parameter is called among the names that a condition reads."""
    return f"params.{name}"


@frozen(eq=False)
class Shape:
    """A node of some number reads some names, and means the same as others of its number where they do."""

    number: int
    #: The names that it reads from outside: variables, and parameters by their paths.
    names: tuple[str, ...]


@frozen(eq=False)
class Shapes:
    """The shapes of the nodes of several conditions."""

    #: Whether nodes that were written with other words are others, although they mean the same.
    by_words: bool = False
    _numbers: dict[Any, int] = Factory(dict)
    _known: dict[Checked, Mapping[int, Shape]] = Factory(dict)

    def of(self, checked: Checked) -> Mapping[int, Shape]:
        """The shape of each node of a condition, by its number."""
        if checked not in self._known:
            self._known[checked] = self.read(checked)
        return self._known[checked]

    def read(self, checked: Checked) -> Mapping[int, Shape]:
        """The same, and the condition is not kept."""
        shapes: dict[int, Shape] = {}
        self._shape(checked.tree, shapes)
        return shapes

    def _shape(self, node: Node, shapes: dict[int, Shape]) -> Shape:
        below = [self._shape(child, shapes) for child in children(node)]
        words = node.words if self.by_words else ""
        key = type(node), _said(node), words, *(child.number for child in below)
        number = self._numbers.setdefault(key, len(self._numbers))
        shape = Shape(number, tuple(sorted({*_read(node, below)})))
        shapes[node.number] = shape
        return shape


def _said(node: Node) -> Any:
    """What a node says beside what stands below it."""
    match node:
        case Constant(value):
            return node.kind, value
        case Name(said) | Select(_, said) | Has(_, said) | Call(said):
            return said
        case Comprehension(macro, _, variable):
            return macro, variable
        case ListOf() | FirstKnown():
            return None


def _read(node: Node, below: list[Shape]) -> Iterator[str]:
    match node:
        case Name(name) if name not in _CONTEXT:
            yield name
        case Select(Name("params"), field):
            yield from (parameter(field), JUDGED_ON)
        case Comprehension(variable=variable):
            source, body = below
            yield from source.names
            yield from (name for name in body.names if name != variable)
        case _:
            for child in below:
                yield from child.names


@frozen(eq=False)
class Shareable:
    """What a call, a loop or the first known of several hangs on that comes to the same under other rules about a record."""

    #: Of its shape; what is written with other words has another.
    number: int
    #: Whether it hangs on the day judged.
    by_day: bool
    #: The parameters that it reads.
    parameters: tuple[str, ...]

    def key(self, rule: Rule, day: Hashable) -> tuple[Hashable, ...]:
        """What is the same wherever it comes to the same, for one record."""
        if not self.by_day:
            return (self.number,)
        return self.number, day, *(id(rule.parameters[name]) for name in self.parameters)


_WORDED = Shapes(by_words=True)


@lru_cache(maxsize=4096)
def shareable(checked: Checked, subject: str) -> Mapping[int, Shareable]:
    """
    What is more than a fact and hangs on nothing but the record, in a condition, by the numbers of the nodes.

    The element of a macro never bears the name of a record or of the day: the language refuses it.
    """
    shapes = _WORDED.read(checked)
    found = {}
    for node in checked.nodes():
        names = {*shapes[node.number].names}
        parameters = tuple(sorted(name for name in names if name.startswith(parameter(""))))
        if (
            isinstance(node, Call | Comprehension | FirstKnown)
            and names
            and names <= {subject, JUDGED_ON, *parameters}
        ):
            read = tuple(name.removeprefix(parameter("")) for name in parameters)
            found[node.number] = Shareable(shapes[node.number].number, JUDGED_ON in names, read)
    return found
