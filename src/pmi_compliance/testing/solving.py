"""
Records on which a rule says what is wanted of it, found from its tree.

A search with few ideas: to make `a && b` true, make `a` true and then `b`; to make a loop over a list true for some
element, add one; a comparison is tried with values around those it is compared with. Facts once written stay, so a
branch that cannot lead further ends soon. What was found is judged before it is given away.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import define

from pmi_compliance.auditing.findings import plain
from pmi_compliance.auditing.run import day_of_act
from pmi_compliance.base.dated import as_date
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.engines.trace import FactRead, Place, Walker
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    Has,
    Name,
    Node,
    Select,
    below,
    children,
)
from pmi_compliance.expr.types import BOOL, ListType, RecordType
from pmi_compliance.records.schema import PartialList
from pmi_compliance.testing.trying import plain_of, values_for
from pmi_compliance.testing.worlds import (
    Wanted,
    World,
    is_fact,
    key_at,
    paths,
    schema_at,
    sharing,
    smallest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pmi_compliance.engines.trace import Bound, Trace
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule

_NOT_RECORDS = (Name("params"), Name("audit"))

#: How often a condition is looked at before a search is given up.
_PATIENCE = 4000

#: Of how many ways to fill one condition a search goes on: first of few, so that it comes to other branches soon.
_WIDTHS = (2, 8, 64)


#: What the three conditions of a rule are to be for an outcome, in the order in which they are looked at.
_GOALS: dict[Wanted, tuple[tuple[str, bool], ...]] = {
    Wanted(Outcome.PASS): (("applies_when", True), ("review_when", False), ("requires", True)),
    Wanted(Outcome.FAIL): (("applies_when", True), ("review_when", False), ("requires", False)),
    Wanted(Outcome.REVIEW): (("applies_when", True), ("review_when", True)),
    Wanted(Outcome.REVIEW, True): (("applies_when", True), ("requires", False), ("review_when", True)),
    Wanted(Outcome.NOT_APPLICABLE): (("applies_when", False),),
}


def ways(world: World, rule: Rule, id_: str, wanted: Wanted) -> Iterator[World]:
    """Worlds with more facts than one, in which a rule says of a record what is wanted; the first come soon."""
    for width in _WIDTHS:
        try:
            for found in _seeking(world, rule, id_, _GOALS[wanted], _Patience(_PATIENCE, width)):
                if found.says(rule, id_, wanted):
                    yield found
        except _GivenUp:
            continue


class _GivenUp(Exception):
    """A search looked long enough."""


@define
class _Patience:
    """How often a search may still look."""

    left: int
    width: int

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _GivenUp


def _seeking(
    world: World, rule: Rule, id_: str, goals: tuple[tuple[str, bool], ...], patience: _Patience
) -> Iterator[World]:
    if not goals:
        yield world
        return
    (part, wanted), *rest = goals
    condition = next((one for one in rule.conditions if one.part == part), None)
    if condition is None:
        # A rule without `review_when` never asks a person.
        if not wanted:
            yield from _seeking(world, rule, id_, tuple(rest), patience)
        return
    search = _Search(rule, id_, condition.checked, patience)
    for found in search.true(world, condition.checked.tree, wanted, {}):
        yield from _seeking(found, rule, id_, tuple(rest), patience)


class _Search:
    """The search in one condition of a rule about one record."""

    def __init__(self, rule: Rule, id_: str, checked: Checked, patience: _Patience) -> None:
        self.rule, self.checked, self.patience = rule, checked, patience
        self.subject = Place(rule.subject, id_)

    def trace(self, world: World, node: Node, scope: Mapping[str, Any]) -> Trace:
        self.patience.spend()
        walker = Walker(world.dataset, self.rule, world.as_of)
        known: dict[str, Bound] = {self.rule.subject: (world.at(self.subject), self.subject)}
        walker.judge_on(known)
        for name, bound in scope.items():
            known[name] = (world.at(bound), bound) if isinstance(bound, Place) else bound
        return walker.walk(self.checked, node, known)

    def fits(self, world: World) -> bool:
        """Whether records are right, and judged on a day on which the rule is in force."""
        return world.right and self.day(world) in self.rule.in_force

    def day(self, world: World) -> date:
        """The day on which the record is judged."""
        record = world.dataset.get(self.rule.subject, self.subject.id)
        assert record is not None
        return day_of_act(self.rule, record, world.dataset, world.as_of)

    def said(self, world: World) -> Iterator[Any]:
        """Values that a condition itself names."""
        day = self.day(world)
        for node in self.checked.nodes():
            match node:
                case Constant(value):
                    yield from plain_of(value)
                case Call("date", (Constant(str() as text),)):
                    yield from plain_of(as_date(text))
                case Select(Name("params"), name):
                    yield from plain_of(self.rule.parameters[name].values.on(day).value)

    # Conditions

    def true(self, world: World, node: Node, wanted: bool, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which a condition is true, or false, as it is wanted."""
        if self.trace(world, node, scope).value is wanted:
            yield world
            return
        match node:
            case Call("!", (operand,)):
                yield from self.true(world, operand, not wanted, scope)
            case Call("&&" | "||" as connective, arguments):
                if (connective == "&&") is wanted:
                    yield from self.each(world, [(part, wanted, scope) for part in arguments])
                else:
                    for part in arguments:
                        yield from self.true(world, part, wanted, scope)
            case Call("?:", (test, yes, no)):
                for side, branch in ((True, yes), (False, no)):
                    yield from self.each(world, [(test, side, scope), (branch, wanted, scope)])
            case Call("==" | "!=", (left, right)) if self.checked.type_of(left) == BOOL:
                for value in (True, False):
                    other = value is ((node.function == "==") is wanted)
                    yield from self.each(world, [(left, value, scope), (right, other, scope)])
            case Comprehension("exists" | "all", source, variable, body):
                if (node.macro == "exists") is wanted:
                    yield from self.some(world, node, wanted, scope)
                else:
                    for found in self.whole(world, source, scope):
                        bounds = [_bound(item) for item in self.trace(found, source, scope).items]
                        yield from self.each(
                            found, [(body, wanted, {**scope, variable: bound}) for bound in bounds]
                        )
            case Call("in", (item, source)) if wanted and self.standing(world, source, scope):
                yield from self.atom(world, node, wanted, scope)
                yield from self.member(world, item, source, scope)
            case _:
                yield from self.atom(world, node, wanted, scope)

    def each(self, world: World, parts: list[tuple[Node, bool, Mapping[str, Any]]]) -> Iterator[World]:
        """Worlds in which each of some conditions is as it is wanted."""
        if not parts:
            yield world
            return
        (node, wanted, scope), *rest = parts
        if isinstance(node, Has) and wanted and not all(isinstance(one, Has) for one, _, _ in rest):
            # What a fact must be is asked before whether there is one.
            (node, wanted, scope), *rest = [*rest, parts[0]]
        for found in self.true(world, node, wanted, scope):
            yield from self.each(found, rest)

    def some(
        self, world: World, node: Comprehension, wanted: bool, scope: Mapping[str, Any]
    ) -> Iterator[World]:
        """Worlds in which a condition is as it is wanted for some element of a list, a known or a new one."""
        for reached in self.reached(world, node.source, scope):
            for item in self.trace(reached, node.source, scope).items:
                inner = {**scope, node.variable: _bound(item)}
                yield from self.true(reached, node.body, wanted, inner)
        for grown, place in self.grown(world, node.source, scope):
            yield from self.true(grown, node.body, wanted, {**scope, node.variable: place})

    # Lists

    def standing(self, world: World, node: Node, scope: Mapping[str, Any]) -> bool:
        """Whether a list is a fact of a record, one that can be written."""
        return isinstance(node, Select) and any(
            isinstance(read, FactRead) for read in self.trace(world, node, scope).own
        )

    def reached(self, world: World, node: Node, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which the records on the way to a value are there."""
        match node:
            case Select(operand, name) | Has(operand, name) if operand not in _NOT_RECORDS:
                owner = self.checked.type_of(operand)
                for found in self.reached(world, operand, scope):
                    relation = owner.fields[name].relation if isinstance(owner, RecordType) else None
                    if isinstance(node, Has) or relation is None or relation.shape != "one":
                        yield found
                        continue
                    base = self.trace(found, operand, scope)
                    if base.place is not None and base.value is not None and relation.key not in base.value:
                        yield from self.named(found, base.place, relation)
                    else:
                        yield found
            case Comprehension(_, source, _, _):
                yield from self.reached(world, source, scope)
            case Call(_, arguments):
                yield from _through(world, arguments, partial(self.reached, scope=scope))
            case _:
                yield world

    def named(self, world: World, owner: Place, relation: Relation) -> Iterator[World]:
        """A record names another: a new one, or one that is there."""
        made, place = world.with_record(relation.target)
        yield made.put(owner / relation.key, place.id)
        for record in world.tables[relation.target]:
            yield world.put(owner / relation.key, record["id"])

    def grown(self, world: World, node: Node, scope: Mapping[str, Any]) -> Iterator[tuple[World, Place]]:
        """Worlds with one element more in a list, and where it stands."""
        match node:
            case Comprehension("filter", source, variable, body):
                for grown, place in self.grown(world, source, scope):
                    for kept in self.true(grown, body, True, {**scope, variable: place}):
                        yield kept, place
            case Comprehension("map", source, variable, body):
                for grown, place in self.grown(world, source, scope):
                    for reached in self.reached(grown, body, {**scope, variable: place}):
                        there = self.trace(reached, body, {**scope, variable: place}).place
                        if there is not None:
                            yield reached, there
            case Call("?:", (test, yes, no)):
                for side, branch in ((True, yes), (False, no)):
                    for chosen in self.true(world, test, side, scope):
                        yield from self.grown(chosen, branch, scope)
            case Select(operand, name) if operand not in _NOT_RECORDS:
                for reached in self.reached(world, operand, scope):
                    base = self.trace(reached, operand, scope)
                    owner = self.checked.type_of(operand)
                    if base.place is None or not isinstance(owner, RecordType):
                        continue
                    relation = owner.fields[name].relation
                    if relation is None:
                        yield from self.longer(reached, base.place / name, scope)
                    elif base.value is not None:
                        yield from self.related(reached, base, relation)

    def longer(self, world: World, place: Place, scope: Mapping[str, Any]) -> Iterator[tuple[World, Place]]:
        """Worlds with one element more in a list that is a fact."""
        end = place / len(world.at(place) or ())
        node = schema_at(end)
        if "properties" in node:
            found = world.put(end, smallest(node))
            if self.fits(found):
                yield found, end
            return
        for value in self.tried(world, end, self.checked.tree, scope):
            found = world.put(end, value)
            if self.fits(found):
                yield found, end

    def related(self, world: World, base: Trace, relation: Relation) -> Iterator[tuple[World, Place]]:
        """Worlds with one record more that another is related to."""
        assert base.place is not None
        match relation.shape:
            case "many":
                yield world.with_record(relation.target, **{relation.key: base.place.id})
            case "listed":
                made, place = world.with_record(relation.target)
                keys = base.place / relation.key
                yield made.put(keys / len(base.value.get(relation.key) or ()), place.id), place
            case "same":
                for found, value in sharing(world, base.place, relation):
                    made, place = found.with_record(relation.target)
                    for after, _ in sharing(made, place, relation, value):
                        yield after, place

    def whole(self, world: World, node: Node, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which all of a list is known: as it is, or empty where nothing is known of it."""
        match node:
            case Comprehension(macro, source, variable, body):
                for found in self.whole(world, source, scope):
                    bounds = [_bound(item) for item in self.trace(found, source, scope).items]
                    worlds = [found]
                    for bound in bounds if macro == "filter" else ():
                        inner = {**scope, variable: bound}
                        worlds = [
                            after
                            for one in worlds
                            for side in (True, False)
                            for after in islice(self.true(one, body, side, inner), 1)
                        ]
                    yield from worlds
            case Call("?:", (test, yes, no)):
                for side, branch in ((True, yes), (False, no)):
                    for chosen in self.true(world, test, side, scope):
                        yield from self.whole(chosen, branch, scope)
            case Call("distinct" | "+", arguments):
                yield from _through(world, arguments, partial(self.whole, scope=scope))
            case _:
                for reached in self.reached(world, node, scope):
                    trace = self.trace(reached, node, scope)
                    if trace.value is not None and type(trace.value) is not PartialList:
                        yield reached
                    elif trace.value is None and trace.place is not None:
                        found = reached.put(trace.place, [])
                        if self.fits(found):
                            yield found

    def member(self, world: World, item: Node, source: Node, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which a list that is a fact holds a value that is known."""
        value = self.trace(world, item, scope).value
        for reached in self.reached(world, source, scope) if value is not None else ():
            place = self.trace(reached, source, scope).place
            if place is not None:
                found = reached.put(place / len(reached.at(place) or ()), plain(value))
                if self.fits(found):
                    yield found

    # Values

    def atom(self, world: World, node: Node, wanted: bool, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which a condition that is not made of others is as it is wanted."""
        for reached in self.reached(world, node, scope):
            for counted in self.counted(reached, node, scope):
                for ready in self.chosen(counted, node, scope):
                    yield from islice(self.filled(ready, node, wanted, scope), self.patience.width)

    def chosen(self, world: World, node: Node, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which the first choice between two values in a condition is made: one way, and the other."""
        test = next(_tests(node), None)
        if test is None:
            yield world
            return
        for side in (False, True):
            yield from islice(self.true(world, test, side, scope), self.patience.width)

    def counted(self, world: World, node: Node, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which the lists of which something is counted or summed are known, with up to three elements."""
        lists = _lists(node, self.checked)
        if not lists:
            yield world
            return
        for found in self.whole(world, lists[0], scope):
            yield found
            grown: list[World] = [found]
            for _ in range(3):
                grown = [longer for one in grown for longer, _ in islice(self.grown(one, lists[0], scope), 1)]
                yield from grown

    def filled(self, world: World, node: Node, wanted: bool, scope: Mapping[str, Any]) -> Iterator[World]:
        """Worlds in which what a condition misses is filled in so that it is as it is wanted."""
        trace = self.trace(world, node, scope)
        if trace.value is wanted:
            yield world
            return
        if trace.value is not None and not isinstance(node, Has):
            return
        asks = trace.value is not None
        reads = [read for read in (trace.own if asks else trace.reads()) if isinstance(read, FactRead)]
        missing = [
            one.place for one in reads if one.asked is asks and one.value is None and is_fact(one.place)
        ]
        # Which records there are is settled first: their ids are values that others are compared with.
        for place in sorted(missing, key=lambda one: key_at(one) is None)[:1]:
            relation = key_at(place)
            if relation is not None and (wanted or not isinstance(node, Has)):
                candidates: Iterable[World] = self.named(world, Place(place.kind, place.id), relation)
            elif isinstance(node, Has) and not wanted:
                # That a group of facts lacks one can only be said of a group that is there.
                owner = Place(place.kind, place.id, place.path[:-1])
                candidates = [world.put(owner, smallest(schema_at(owner)))] if world.at(owner) is None else []
            else:
                candidates = (world.put(place, value) for value in self.tried(world, place, node, scope))
            for found in candidates:
                if self.fits(found):
                    yield from self.filled(found, node, wanted, scope)

    def tried(self, world: World, place: Place, node: Node, scope: Mapping[str, Any]) -> list[Any]:
        """Values for a place that could matter to a condition, as JSON holds them."""
        return values_for(place, [*self.near(world, node, scope), world.as_of])

    def near(self, world: World, node: Node, scope: Mapping[str, Any]) -> Iterator[Any]:
        """Values that stand in a condition, or in a record beside what it reads."""
        waiting = [self.trace(world, node, scope)]
        while waiting:
            trace = waiting.pop()
            waiting += trace.parts
            yield from plain_of(trace.value)
        yield from self.said(world)
        for record in world.tables[self.rule.subject]:
            for path in paths(record):
                found = world.at(Place(self.rule.subject, record["id"], path))
                if isinstance(found, date):
                    yield found


def _through(
    world: World, nodes: Iterable[Node], step: Callable[[World, Node], Iterator[World]]
) -> list[World]:
    """Worlds after a step for each of some nodes."""
    worlds = [world]
    for node in nodes:
        worlds = [after for one in worlds for after in step(one, node)]
    return worlds


def _bound(item: Bound) -> Any:
    return item if item[1] is None else item[1]


def _lists(node: Node, checked: Checked) -> list[Node]:
    """The lists of which a condition wants a number or a value."""
    found = []
    for inner in (node, *below(node)):
        match inner:
            case Call("size" | "sum" | "min" | "max" | "[]", (source, *_)) if isinstance(
                checked.type_of(source), ListType
            ):
                found.append(source)
            case Call("in" | "==" | "!=", (_, source)) if isinstance(checked.type_of(source), ListType):
                found.append(source)
            case Comprehension("exists_one", source, _, _):
                found.append(source)
    return [
        one for one in found if any(isinstance(part, (Select, Comprehension)) for part in (one, *below(one)))
    ]


def _tests(node: Node) -> Iterator[Node]:
    """What decides between two values, outside of loops."""
    match node:
        case Call("?:", (test, _, _)):
            yield test
        case Comprehension():
            return
        case _:
            for child in children(node):
                yield from _tests(child)


def tried_at(world: World, rule: Rule, id_: str, place: Place) -> list[Any]:
    """Values for a place that could matter to any condition of a rule, as JSON holds them."""
    return [
        value
        for condition in rule.conditions
        for value in _Search(rule, id_, condition.checked, _Patience(_PATIENCE, 1)).tried(
            world, place, condition.checked.tree, {}
        )
    ]


def read_by(world: World, rule: Rule, id_: str) -> list[Place]:
    """The facts that the conditions of a rule read, or miss."""
    reads = [
        read
        for condition in rule.conditions
        for read in _Search(rule, id_, condition.checked, _Patience(_PATIENCE, 1))
        .trace(world, condition.checked.tree, {})
        .reads()
    ]
    return [read.place for read in reads if isinstance(read, FactRead) and is_fact(read.place)]
