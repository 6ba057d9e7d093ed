"""
Groups: records that share a value, and what belongs to another record.

Each member of a group has a finding that says the same of all its members, so that a report would grow with the square
of a group if each of them named all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.expr.tree import Name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Protocol, TypeVar

    from pmi_compliance.expr.tree import Has, Select
    from pmi_compliance.expr.types import Relation

    class _Valued(Protocol):
        value: Any

    _Item = TypeVar("_Item")
    _Body = TypeVar("_Body", bound=_Valued)

#: So many others of a group are named and explained in a finding about one of them, the first in the order of ids.
#: Each of its members has such a finding, so that without a bound a report would grow with the square of the group.
NAMED = 10


def is_shared(node: Select | Has, relation: Relation) -> bool:
    """Whether many records lead to what a relation leads to: see `Related`."""
    return relation.shape == "same" or not isinstance(node.operand, Name)


def telling(asked: Iterator[tuple[_Item, _Body]], *, settling: bool) -> Iterator[tuple[_Item, _Body]]:
    """The first of a group, and beyond these the first of each value, up to one that settles what is asked of all."""
    seen = set()
    for at, (item, body) in enumerate(asked):
        if at < NAMED or body.value not in seen:
            seen.add(body.value)
            yield item, body
        if at >= NAMED - 1 and settling in seen:
            break
