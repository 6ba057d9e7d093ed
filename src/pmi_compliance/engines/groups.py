"""
Groups: records that share a value, and what belongs to another record.

Each member of a group has a finding that says the same of all its members, so that a report would grow with the square
of a group if each of them named all others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.engines.facts import Bound, Place
from pmi_compliance.expr.tree import Call, Comprehension, Has, Name, Select, children
from pmi_compliance.expr.types import RecordType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol, TypeVar

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.index import Paths

    class _Valued(Protocol):
        value: Any

    _Item = TypeVar("_Item")
    _Body = TypeVar("_Body", bound=_Valued)

#: So many others of a group are named and explained in a finding about one of them, the first in the order of ids.
#: Each of its members has such a finding, so that without a bound a report would grow with the square of the group.
NAMED = 10

_ID = itemgetter("id")


@frozen(eq=False)
class Related(Sequence[Bound]):
    """Records that one leads to, and their places, made when they are looked at: a group may be large."""

    records: tuple[Any, ...]
    kind: str
    #: Whether many records lead to these: those that share a value, or what belongs to another record.
    shared: bool
    #: Whether they stand in the order of their ids.
    in_order: bool

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, at: Any) -> Any:
        return self.placed(self.records[at])

    def holds(self, id_: str) -> bool:
        """Whether a record is one of them."""
        if not self.in_order:
            return id_ in map(_ID, self.records)
        at = bisect_left(self.records, id_, key=_ID)
        return at < len(self.records) and self.records[at]["id"] == id_

    def placed(self, record: Any) -> Bound:
        """One of them, and its place."""
        return record, Place(self.kind, record["id"])


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


@frozen
class ToldApart:
    """A group of which a macro asks nothing but the values at some paths: who hold the same have the same answer."""

    #: The number of the node that leads to the group.
    number: int
    by: Paths


def told_apart(checked: Checked, node: Comprehension) -> ToldApart | None:
    """The group that a macro is over, if it asks for nothing but values at paths, and what it leads to is not long."""
    source = node.source
    if isinstance(source, Call) and source.function == "written":
        (source,) = source.arguments
    if node.macro not in {"exists", "all"} or not isinstance(source, Select):
        return None
    owner = checked.type_of(source.operand)
    relation = owner.fields[source.field].relation if isinstance(owner, RecordType) else None
    if relation is None or relation.shape != "same":
        return None
    by = _paths(checked, node.body, node.variable)
    return None if by is None else ToldApart(source.number, tuple(dict.fromkeys(by)))


def _paths(checked: Checked, node: Node, variable: str) -> list[tuple[str, ...]] | None:
    """The paths at which a node reads a variable; `None` where it asks anything else of it."""
    steps: tuple[str, ...] = ()
    at = node
    while isinstance(at, Select | Has):
        owner = checked.type_of(at.operand)
        if not isinstance(owner, RecordType) or owner.fields[at.field].relation is not None:
            break
        steps, at = (at.field, *steps), at.operand
    if at == Name(variable):
        return [steps] if steps else None
    paths: list[tuple[str, ...]] = []
    for child in children(node):
        below = _paths(checked, child, variable)
        if below is None:
            return None
        paths += below
    return paths
