"""
What the plain parts of conditions read, found without tracing them.

Plain is what neither loops nor chooses, and whose variables stand in records: it reads the same facts of each. A test
holds what is found against the traces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pmi_compliance.engines.facts import ContextValue, FactRead, Place
from pmi_compliance.expr.tree import Call, Constant, Has, ListOf, Name, Node, Select
from pmi_compliance.expr.types import RecordType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmi_compliance.engines.facts import Bound
    from pmi_compliance.engines.trace import Evaluator
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Relation

    #: Adds to a list what was read of the values of some variables, in the order in which a trace has it.
    Reader: TypeAlias = Callable[[Evaluator, Mapping[str, Bound], list[FactRead | ContextValue]], None]

#: Functions of which a trace tells more than what their arguments read: one chooses, another changes what was asked, and
#: two find that what they read contradicts itself.
_NOT_PLAIN = frozenset({"?:", "written", "settled", "within"})


def reader_of(checked: Checked, node: Node) -> Reader | None:
    """What finds the reads of a part of a condition, if it is plain."""
    match node:
        case Constant():
            return _nothing
        case Name() | Select() | Has():
            return _path(checked, node)
        case Call(function, parts) if function not in _NOT_PLAIN:
            return _all_of(checked, parts)
        case ListOf(parts):
            return _all_of(checked, parts)
        case _:
            return None


def _nothing(_: Evaluator, __: Mapping[str, Bound], ___: list[FactRead | ContextValue]) -> None:
    pass


def _all_of(checked: Checked, parts: tuple[Node, ...]) -> Reader | None:
    readers: list[Reader] = []
    for part in parts:
        reader = reader_of(checked, part)
        if reader is None:
            return None
        if reader is not _nothing:
            readers.append(reader)
    if len(readers) == 1:
        return readers[0]

    def read(evaluator: Evaluator, scope: Mapping[str, Bound], into: list[FactRead | ContextValue]) -> None:
        for reader in readers:
            reader(evaluator, scope, into)

    return read


def _path(checked: Checked, node: Node) -> Reader | None:
    """Reads a variable, or what stands at a path in it or in the records that it leads to."""
    steps: list[tuple[str, Relation | None]] = []
    asks = isinstance(node, Has)
    at = node
    while isinstance(at, Select | Has):
        if isinstance(at.operand, Name) and at.operand.name in {"params", "audit"}:
            return _traced(checked, at) if at is node else None
        owner = checked.type_of(at.operand)
        relation = owner.fields[at.field].relation if isinstance(owner, RecordType) else None
        if relation is not None and relation.shape != "one":
            return None
        steps.insert(0, (at.field, relation))
        at = at.operand
    if not isinstance(at, Name):
        return None
    if not steps:
        return _traced(checked, node)
    return _leading(at.name, steps, asks=asks)


def _traced(checked: Checked, node: Node) -> Reader:
    def read(evaluator: Evaluator, scope: Mapping[str, Bound], into: list[FactRead | ContextValue]) -> None:
        into += evaluator.evaluate(checked, node, scope).own

    return read


def _leading(name: str, steps: list[tuple[str, Relation | None]], *, asks: bool) -> Reader:
    """As `Evaluator` reads the fields of records, and follows what leads from one to another."""

    def read(evaluator: Evaluator, scope: Mapping[str, Bound], into: list[FactRead | ContextValue]) -> None:
        value, place = scope[name]
        assert place is not None
        kind, id_, path = place
        owner = value
        for field, relation in steps:
            owner = value
            if relation is None:
                path = (*path, field)
                value = None if owner is None else owner.get(field)
                continue
            if owner is None:
                # Of a record that is not here nothing was read, for it is known which one it is.
                into += (FactRead(Place(kind, id_, path), None),) if path else ()
                return
            key = owner.get(relation.key)
            if key is None:
                into.append(FactRead(Place(kind, id_, (*path, relation.key)), None))
                return
            assert evaluator.relations is not None
            value = evaluator.relations.related(relation)(owner)
            kind, id_, path = relation.target, key, ()
        if relation is None:
            asked = asks and (owner is not None or value is not None)
            into.append(FactRead(Place(kind, id_, path), value, asked))

    return read
