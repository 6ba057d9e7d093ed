"""
Comparisons with codes that say only that it is one of several: "crew", of which kind of ship is not known.

Such a code equals none of the others, and yet may turn out to be one of them. Written out, a comparison is true or
false where it is for each of these, and otherwise unknown; every engine sees plain comparisons. The author writes
none of it: a schema says which codes they are (`x-one-of`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pmi_compliance.expr.functions import COMPARING
from pmi_compliance.expr.tree import Call, Constant, ListOf
from pmi_compliance.expr.types import ListType, String

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.expr.types import Type

    #: Codes that say only that it is one of some others, with these.
    OneOf = Mapping[str, frozenset[str]]


class Maker(Protocol):
    """Makes the nodes of a tree."""

    def leaf(self, node: Node, kind: Type) -> Node:
        """A node of a type."""

    def call(self, function: str, arguments: tuple[Node, ...]) -> Node:
        """A condition."""


def compares_several(checked: Checked, node: Node) -> bool:
    """Whether a node compares a fact of which a record may know only that it is one of several codes."""
    return isinstance(node, Call) and node.function in COMPARING and bool(_one_of(checked, node))


def written_out(composer: Maker, checked: Checked, node: Call, copied: Callable[[Node], Node]) -> Node:
    """
    What a comparison of such a fact means.

    Args:
        composer: Makes the nodes.
        checked: The condition that the comparison stands in.
        node: The comparison.
        copied: Makes a copy of one of its parts.

    """
    fact, other = node.arguments
    one_of = _one_of(checked, node)

    def plain() -> Node:
        return composer.call(node.function, (copied(fact), copied(other)))

    def among(codes: Iterable[str]) -> Node:
        texts = tuple(composer.leaf(Constant(code), String(frozenset({code}))) for code in sorted(codes))
        return composer.call(
            "in", (copied(fact), composer.leaf(ListOf(texts), ListType(String(frozenset(codes)))))
        )

    def inverse(condition: Node) -> Node:
        return composer.call("!", (condition,))

    def whole(*, truth: bool) -> Node:
        """That it is known which it is, and the comparison comes to this."""
        return composer.call("&&", (inverse(among(one_of)), plain() if truth else inverse(plain())))

    written = _written(other)
    if written is None:
        return composer.call("settled", (whole(truth=True), whole(truth=False)))
    # Who asks for a code of several asks for each of these.
    asked = frozenset().union(*(one_of.get(code, {code}) for code in written))
    surely = asked | {code for code, others in one_of.items() if others <= asked}
    perhaps = {code for code, others in one_of.items() if others & asked} - surely
    if not perhaps and surely == {*written}:
        return plain()
    found = among(surely)
    if perhaps:
        found = composer.call("settled", (found, inverse(among(surely | perhaps))))
    return inverse(found) if node.function == "!=" else found


def _one_of(checked: Checked, comparison: Call) -> OneOf:
    kind = checked.type_of(comparison.arguments[0])
    return dict(kind.one_of) if isinstance(kind, String) else {}


def _written(node: Node) -> list[str] | None:
    """The codes that stand in a condition; `None` for those that are computed."""
    texts = node.items if isinstance(node, ListOf) else (node,)
    codes = [text.value for text in texts if isinstance(text, Constant) and isinstance(text.value, str)]
    return codes if len(codes) == len(texts) else None
