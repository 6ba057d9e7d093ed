"""
The tree of a rule, evaluated once for one record: every value, and which facts gave it.

The closures decide without any of this; a trace is made only for what is to be explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from pmi_compliance.base.days import Span, exact
from pmi_compliance.base.outcome import conjunction, disjunction, negation
from pmi_compliance.engines.facts import Bound, ContextValue, FactRead, Place
from pmi_compliance.engines.groups import Related, is_shared, telling
from pmi_compliance.engines.inexact import takes_bounds
from pmi_compliance.engines.meaning import CALLS, only
from pmi_compliance.engines.shapes import shareable
from pmi_compliance.expr.printing import source_of
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
)
from pmi_compliance.expr.types import RecordType
from pmi_compliance.records.schema import OpenList, PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Protocol

    from pmi_compliance.base.days import Day
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.index import Paths

    class Relations(Protocol):
        """What leads from records to those they are related to."""

        @property
        def alleges(self) -> bool:
            """Whether something that the records hold is only alleged."""

        def related(self, relation: Relation) -> Callable[[Any], Any]:
            """A function from a record's data to the data it is related to, as `Dataset.related` says."""

        def told_apart(self, relation: Relation, by: Paths, first: int) -> Callable[[Any], Any]:
            """The same, but that some may be left out, as `Dataset.told_apart` says."""


@define(eq=False)
class Trace:
    """One node, evaluated. Not changed once made, as `FactRead`."""

    node: Node
    value: Any
    #: How the value comes from those of `parts`: `and`, `or`, `not`, `if`, `exists`, `all`, or `leaf`.
    shape: str = "leaf"
    parts: tuple[Trace, ...] = ()
    #: What was read here, the parts' own reads apart.
    own: tuple[FactRead | ContextValue, ...] = ()
    place: Place | None = None
    #: For lists: each element and its place. For `exists` and `all`: those that the parts behind the first ask about.
    items: Sequence[Bound] = ()
    #: The condition that the node is of, where it may be another than that of the node above: see `Remembered`.
    checked: Checked | None = None

    @property
    def text(self) -> str:
        """What the node was written as, on one line."""
        return source_of(self.node)

    def parts_that_are(self, value: Any) -> Iterator[Trace]:
        """The parts of one value: of a list that it was read, of its elements what was asked."""
        return (part for part in self.parts if part.value is value)

    @property
    def plain(self) -> bool:
        """Whether it is known, without a look at the parts, that what was read is all that the value hangs on."""
        return False

    def reads(self) -> tuple[FactRead | ContextValue, ...]:
        """What was read here and below, each fact once."""
        told = self.told()
        return tuple(told if len(told) < 2 else dict.fromkeys(told))

    def told(self) -> Sequence[FactRead | ContextValue]:
        """What was read here and below, as often as it was."""
        if not self.parts:
            return self.own
        told = [*self.own]
        for part in self.parts:
            told += part.told()
        return told


#: What a part of a condition hangs on.
Key = tuple[Any, ...]

#: What was evaluated and said of one record, by what it hangs on: rules ask much the same, in the words of the same terms.
Remembered = dict[Key, Any]


class Evaluator:
    """Evaluates trees, and what is remembered of the same record, with the same relations and audit date, only once."""

    def __init__(
        self,
        relations: Relations | None,
        rule: Rule | None,
        as_of: date | None,
        remembered: Remembered | None = None,
    ) -> None:
        self.relations, self.rule, self.as_of = relations, rule, as_of
        self.remembered = remembered
        self.judged_on: Day | None = as_of
        #: Where the date stands, or would, that tells more of a day known in part.
        self.unsure: Place | None = None
        #: Facts taken as known, whatever the record says.
        self._supposed: Mapping[Place, Any] = {}

    def judge_on(self, scope: Mapping[str, Bound]) -> Trace:
        """Take the day on which the rule judges, and say what gave it."""
        assert self.rule is not None
        trace = self.evaluate(self.rule.day, self.rule.day.tree, scope)
        self.judged_on = trace.value
        if type(trace.value) is Span:
            _, subject = scope[self.rule.subject]
            assert subject is not None
            assert self.rule.act is not None
            self.unsure = Place(subject.kind, subject.id, self.rule.act.asks)
        return trace

    def holds(self, checked: Checked, scope: Mapping[str, Bound]) -> Any:
        """The value of a whole condition."""
        return self.evaluate(checked, checked.tree, scope).value

    def evaluate(self, checked: Checked, node: Node, scope: Mapping[str, Bound]) -> Trace:
        """Evaluate one node; `scope` holds the value and place of each variable."""
        return _STEPS[type(node)](self, checked, node, scope)

    def _once(
        self, checked: Checked, node: Call | Comprehension | FirstKnown, scope: Mapping[str, Bound]
    ) -> Trace:
        """Whatever is more than a fact, evaluated once for all rules about a record, if it is the same under each."""
        step, key = _WORK[type(node)], self.shared_key(checked, node)
        if key is None:
            return step(self, checked, node, scope)
        assert self.remembered is not None
        trace: Trace | None = self.remembered.get(key)
        if trace is None:
            trace = self.remembered[key] = step(self, checked, node, scope)
            trace.checked = checked
        return trace

    def shared_key(self, checked: Checked, node: Node) -> Key | None:
        """What a node hangs on that is the same under other rules about the record; `None` where it may not be."""
        if self.remembered is None or self._supposed or self.rule is None:
            return None
        shared = shareable(checked, self.rule.subject).get(node.number)
        return None if shared is None else shared.key(self.rule, (self.judged_on, self.unsure))

    def supposing(
        self, supposed: Mapping[Place, Any], checked: Checked, node: Node, scope: Mapping[str, Bound]
    ) -> Any:
        """The value of a node if some facts were what is supposed of them."""
        self._supposed = supposed
        try:
            return self.evaluate(checked, node, scope).value
        finally:
            self._supposed = {}

    def _constant(self, _: Checked, node: Constant, __: Mapping[str, Bound]) -> Trace:
        return Trace(node, node.value)

    def _name(self, _: Checked, node: Name, scope: Mapping[str, Bound]) -> Trace:
        if node.name == "judged_on" and "judged_on" not in scope:
            return Trace(
                node, self.judged_on, own=(ContextValue("judged_on", self.judged_on, place=self.unsure),)
            )
        value, place = scope[node.name]
        if self._supposed and place is not None:
            value = self._supposed.get(place, value)
        own = () if place is None or isinstance(value, dict) else (FactRead(place, value),)
        return Trace(node, value, own=own, place=place)

    def _list_of(self, checked: Checked, node: ListOf, scope: Mapping[str, Bound]) -> Trace:
        parts = tuple(self.evaluate(checked, item, scope) for item in node.items)
        values = tuple(exact(part.value) for part in parts)
        return Trace(node, values, parts=parts, items=tuple((value, None) for value in values))

    def _first_known(self, checked: Checked, node: FirstKnown, scope: Mapping[str, Bound]) -> Trace:
        parts: list[Trace] = []
        for option in node.options:
            parts.append(self.evaluate(checked, option, scope))
            if parts[-1].value is not None:
                break
        last = parts[-1]
        return Trace(node, last.value, parts=tuple(parts), place=last.place, items=last.items)

    def _call(self, checked: Checked, node: Call, scope: Mapping[str, Bound]) -> Trace:
        parts = tuple(self._argument(checked, node, argument, scope) for argument in node.arguments)
        if node.function in CONNECTIVES:
            shape, fold = CONNECTIVES[node.function]
            return Trace(node, fold(*(part.value for part in parts)), shape, parts)
        if node.function == "?:":
            test, yes, no = parts
            if test.value is None:
                return Trace(node, None, "if", parts)
            chosen = yes if test.value else no
            # Which branch was not taken does not matter to anyone.
            return Trace(node, chosen.value, "if", (test, chosen), place=chosen.place, items=chosen.items)
        values = [part.value for part in parts]
        value = None if None in values else CALLS[node.function](*values)
        if node.function == "written":
            return Trace(node, value, parts=(_heard(*parts),), place=parts[0].place, items=parts[0].items)
        items = tuple((item, None) for item in value) if isinstance(value, tuple) else ()
        return Trace(node, value, parts=parts, items=items)

    def _argument(self, checked: Checked, call: Call, node: Node, scope: Mapping[str, Bound]) -> Trace:
        trace = self.evaluate(checked, node, scope)
        if takes_bounds(call, node):
            return evolve(trace, value=tuple(part.value for part in trace.parts))
        return trace

    def _field(self, checked: Checked, node: Select | Has, scope: Mapping[str, Bound]) -> Trace:
        asks = isinstance(node, Has)
        if isinstance(node.operand, Name) and node.operand.name in _NOT_RECORDS:
            if node.operand.name == "params":
                return self._parameter(node)
            return Trace(node, asks or self.as_of, own=(ContextValue("audit.date", self.as_of),))
        base = self.evaluate(checked, node.operand, scope)
        owner = checked.type_of(node.operand)
        relation = owner.fields[node.field].relation if isinstance(owner, RecordType) else None
        if relation is not None:
            trace = self._related(node, base, relation)
            if asks:
                trace.value = None if base.value is None else trace.value is not None
            return trace
        if base.place is None and base.value is None:
            return Trace(node, None, parts=(base,))
        value = None if base.value is None else base.value.get(node.field)
        place = base.place / node.field if base.place is not None else None
        if self._supposed and place is not None:
            value = self._supposed.get(place, value)
        if asks:
            known = None if base.value is None and value is None else value is not None
            own = (FactRead(place, value, asked=known is not None),) if place is not None else ()
            return Trace(node, known, parts=() if own else (base,), own=own)
        items: Sequence[Bound] = ()
        if isinstance(value, tuple):
            items = tuple((item, place / at if place is not None else None) for at, item in enumerate(value))
        if place is None:
            return Trace(node, value, parts=(base,), items=items)
        return Trace(node, value, own=(FactRead(place, value),), place=place, items=items)

    def _parameter(self, node: Select | Has) -> Trace:
        assert self.rule is not None
        assert self.judged_on is not None
        dated = self.rule.parameters[node.field].values
        value = only(tuple(entry.value for entry in dated.over(self.judged_on)))
        own = (ContextValue(f"params.{node.field}", value, dated.since(self.judged_on), self.unsure),)
        if isinstance(node, Has):
            return Trace(node, value=True, own=own)
        items = tuple((item, None) for item in value) if isinstance(value, tuple) else ()
        return Trace(node, value, own=own, items=items)

    def _related(self, node: Select | Has, base: Trace, relation: Relation) -> Trace:
        if base.value is None:
            return Trace(node, None, parts=(base,))
        assert self.relations is not None
        assert base.place is not None
        others = self.relations.related(relation)(base.value)
        if relation.shape == "one":
            key = base.value.get(relation.key)
            if key is None:
                return Trace(node, None, own=(FactRead(base.place / relation.key, None),))
            return Trace(node, others, place=Place(relation.target, key))
        place = base.place / relation.name
        items = Related(others or (), relation.target, is_shared(node, relation), relation.shape != "listed")
        return Trace(node, others, own=(FactRead(place, others),), place=place, items=items)

    def _loop(self, checked: Checked, node: Comprehension, scope: Mapping[str, Bound]) -> Trace:
        source = self.evaluate(checked, node.source, scope)
        if source.value is None:
            return Trace(node, None, parts=(source,))
        items = elements_of(source)
        asked: Iterator[tuple[Bound, Trace]] = (
            (item, self.evaluate(checked, node.body, {**scope, node.variable: item})) for item in items
        )
        if isinstance(items, Related) and items.shared and node.macro in {"exists", "all"}:
            asked = telling(asked, settling=node.macro == "exists")
        pairs = [*asked]
        bodies = [body for _, body in pairs]
        values = [body.value for body in bodies]
        partial = isinstance(source.value, PartialList)
        parts = (source, *bodies, *one_more(source))
        rest = [None] if partial else []
        match node.macro:
            case "exists" | "all":
                about = (*(item for item, _ in pairs), (None, None))[: len(parts) - 1]
                return Trace(node, FOLDS[node.macro](*values, *rest), node.macro, parts, items=about)
            case "map":
                elements = (PartialList if partial else tuple)(map(exact, values))
                places = [body.place for body in bodies]
                items = tuple(zip(elements, places, strict=True))
            case _:
                kept = [item for item, hit in zip(items, values, strict=True) if hit]
                elements = (PartialList if partial or None in values else tuple)(item for item, _ in kept)
                items = evolve(items, records=elements) if isinstance(items, Related) else tuple(kept)
        return Trace(node, elements, parts=parts, items=items)


def elements_of(source: Trace) -> Sequence[Bound]:
    """The elements of a list that is known, and their places."""
    return source.items or tuple((key, None) for key in source.value)


def one_more(source: Trace) -> tuple[Trace, ...]:
    """A list known in part stands for one more element of which nothing is known."""
    if not isinstance(source.value, PartialList) or not source.place:
        return ()
    return (Trace(source.node, None, own=(FactRead(source.place / "-", None),)),)


def _heard(trace: Trace) -> Trace:
    """A list that is taken for what stands in it: that it may hold more is nothing that is missing."""
    if type(trace.value) is not OpenList:
        return trace
    own = (
        FactRead(read.place, read.value, asked=True) if isinstance(read, FactRead) else read
        for read in trace.own
    )
    return evolve(trace, own=tuple(own))


#: What each kind of node does; a table is twice as fast as a `match`.
_STEPS: dict[type, Callable[..., Trace]] = {
    Constant: Evaluator._constant,
    Name: Evaluator._name,
    Select: Evaluator._field,
    Has: Evaluator._field,
    FirstKnown: Evaluator._once,
    Call: Evaluator._once,
    Comprehension: Evaluator._once,
    ListOf: Evaluator._list_of,
}

#: What `Evaluator._once` does once.
_WORK: dict[type, Callable[..., Trace]] = {
    Call: Evaluator._call,
    Comprehension: Evaluator._loop,
    FirstKnown: Evaluator._first_known,
}

_NOT_RECORDS = frozenset({"audit", "params"})

#: What two of the macros make of what is asked of the elements of a list.
FOLDS: dict[str, Callable[..., bool | None]] = {"exists": disjunction, "all": conjunction}

#: The shape of a connective, and its truth table.
CONNECTIVES: dict[str, tuple[str, Callable[..., bool | None]]] = {
    "&&": ("and", conjunction),
    "||": ("or", disjunction),
    "!": ("not", negation),
}
