"""
Drafts in which a rule ends as asked, found from the tree of its conditions.

To make `a && b` true, make `a` true and then `b`; to make a loop over a list true for some element, add one; a comparison
is tried with values around those it is compared with. Facts once written stay. What is found is judged before it is given.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from pmi_compliance.auditing.values import plain
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.engines.facts import FactRead, Place
from pmi_compliance.expr.tree import Call, Comprehension, Has, Name, Node, Select
from pmi_compliance.expr.types import BOOL, RecordType
from pmi_compliance.records.schema import PartialList
from pmi_compliance.testing.drafts import Result, in_turn, sharing
from pmi_compliance.testing.probing import PATIENCE, Budget, GaveUp, Probe, choices, lists_counted
from pmi_compliance.testing.values import is_fact, key_at, schema_at, smallest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.engines.trace import Trace
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.testing.drafts import Draft

    Scope: TypeAlias = Mapping[str, Any]

_NOT_RECORDS = (Name("params"), Name("audit"))

#: With how many ways to fill in one condition a search goes on: first with few, so that it comes to other branches soon.
_WIDTHS = (2, 8, 64)

#: What the conditions of a rule have to be for a result, in the order in which they are solved.
_CONDITIONS: dict[Result, tuple[tuple[str, bool], ...]] = {
    Result(Outcome.PASS): (("applies_when", True), ("review_when", False), ("requires", True)),
    Result(Outcome.FAIL): (("applies_when", True), ("review_when", False), ("requires", False)),
    Result(Outcome.REVIEW): (("applies_when", True), ("review_when", True)),
    Result(Outcome.REVIEW, suspected=True): (
        ("applies_when", True),
        ("requires", False),
        ("review_when", True),
    ),
    Result(Outcome.NOT_APPLICABLE): (("applies_when", False),),
}


def solutions(draft: Draft, rule: Rule, id_: str, result: Result) -> Iterator[Draft]:
    """
    Drafts with more facts than one, in which a rule ends as asked; the first come soon.

    Args:
        draft: The draft to start from.
        rule: The rule.
        id_: The id of a record of the rule's kind.
        result: How the rule has to end on that record; any but unknown.

    Returns:
        Drafts, each judged; some may come twice.

    """
    for width in _WIDTHS:
        try:
            for solved in _solve(draft, rule, id_, _CONDITIONS[result], Budget(PATIENCE, width)):
                if solved.gives(rule, id_, result):
                    yield solved
        except GaveUp:
            continue


def _solve(
    draft: Draft, rule: Rule, id_: str, conditions: tuple[tuple[str, bool], ...], budget: Budget
) -> Iterator[Draft]:
    if not conditions:
        yield draft
        return
    (part, truth), *rest = conditions
    condition = next((condition for condition in rule.conditions if condition.part == part), None)
    if condition is None:
        # A rule without `review_when` never asks a person.
        if not truth:
            yield from _solve(draft, rule, id_, tuple(rest), budget)
        return
    solver = _Solver(rule, id_, condition.checked, budget)
    for solved in solver.solve(draft, condition.checked.tree, truth, {}):
        yield from _solve(solved, rule, id_, tuple(rest), budget)


class _Solver(Probe):
    """The search in one condition of a rule about one record. Each method gives drafts with more facts than one."""

    # Conditions

    def solve(self, draft: Draft, node: Node, truth: bool, scope: Scope) -> Iterator[Draft]:
        """Drafts in which a condition is true, or false."""
        if self.trace(draft, node, scope).value is truth:
            yield draft
            return
        match node:
            case Call("!", (operand,)):
                yield from self.solve(draft, operand, not truth, scope)
            case Call("&&" | "||" as connective, arguments):
                if (connective == "&&") is truth:
                    yield from self.solve_all(draft, [(part, truth, scope) for part in arguments])
                else:
                    for part in arguments:
                        yield from self.solve(draft, part, truth, scope)
            case Call("?:", (test, yes, no)):
                for side, branch in ((True, yes), (False, no)):
                    yield from self.solve_all(draft, [(test, side, scope), (branch, truth, scope)])
            case Call("==" | "!=", (left, right)) if self.condition.type_of(left) == BOOL:
                for value in (True, False):
                    other = value is ((node.function == "==") is truth)
                    yield from self.solve_all(draft, [(left, value, scope), (right, other, scope)])
            case Comprehension("exists" | "all"):
                if (node.macro == "exists") is truth:
                    yield from self.solve_for_some(draft, node, truth, scope)
                else:
                    yield from self.solve_for_every(draft, node, truth, scope)
            case Call("in", (item, source)) if truth and self.is_stored(draft, source, scope):
                yield from self.solve_simple(draft, node, truth, scope)
                yield from self.with_member(draft, item, source, scope)
            case _:
                yield from self.solve_simple(draft, node, truth, scope)

    def solve_all(self, draft: Draft, parts: list[tuple[Node, bool, Scope]]) -> Iterator[Draft]:
        """Drafts in which each of some conditions is true, or false, as it stands beside it."""
        if not parts:
            yield draft
            return
        (node, truth, scope), *rest = parts
        if isinstance(node, Has) and truth and not all(isinstance(other, Has) for other, _, _ in rest):
            # What a fact must be is solved before whether there is one.
            (node, truth, scope), *rest = [*rest, parts[0]]
        for solved in self.solve(draft, node, truth, scope):
            yield from self.solve_all(solved, rest)

    def solve_for_some(self, draft: Draft, node: Comprehension, truth: bool, scope: Scope) -> Iterator[Draft]:
        """Drafts in which the condition of a loop is true, or false, for one element, a known or a new one."""
        for linked in self.linked(draft, node.source, scope):
            for element in self.elements(linked, node.source, scope):
                yield from self.solve(linked, node.body, truth, {**scope, node.variable: element})
        for longer, place in self.with_element(draft, node.source, scope):
            yield from self.solve(longer, node.body, truth, {**scope, node.variable: place})

    def solve_for_every(
        self, draft: Draft, node: Comprehension, truth: bool, scope: Scope
    ) -> Iterator[Draft]:
        """Drafts in which the condition of a loop is true, or false, for every element of a list that is complete."""
        for complete in self.with_complete_list(draft, node.source, scope):
            yield from self.solve_all(
                complete,
                [
                    (node.body, truth, {**scope, node.variable: element})
                    for element in self.elements(complete, node.source, scope)
                ],
            )

    def solve_simple(self, draft: Draft, node: Node, truth: bool, scope: Scope) -> Iterator[Draft]:
        """Drafts in which a condition that is not made of others is true, or false."""
        for linked in self.linked(draft, node, scope):
            for counted in self.with_counted_list(linked, node, scope):
                for ready in self.with_choice(counted, node, scope):
                    yield from islice(self.filled_in(ready, node, truth, scope), self.budget.width)

    # Records on the way to a value

    def linked(self, draft: Draft, node: Node, scope: Scope) -> Iterator[Draft]:
        """Drafts in which the records on the way to a value are there."""
        match node:
            case Select(operand, name) | Has(operand, name) if operand not in _NOT_RECORDS:
                owner = self.condition.type_of(operand)
                for reached in self.linked(draft, operand, scope):
                    relation = owner.fields[name].relation if isinstance(owner, RecordType) else None
                    if isinstance(node, Has) or relation is None or relation.shape != "one":
                        yield reached
                        continue
                    base = self.trace(reached, operand, scope)
                    if base.place is not None and base.value is not None and relation.key not in base.value:
                        yield from self.with_link(reached, base.place, relation)
                    else:
                        yield reached
            case Comprehension(_, source, _, _):
                yield from self.linked(draft, source, scope)
            case Call(_, arguments):
                yield from in_turn(draft, arguments, partial(self.linked, scope=scope))
            case _:
                yield draft

    def with_link(self, draft: Draft, owner: Place, relation: Relation) -> Iterator[Draft]:
        """Drafts in which a record names another: a new one, or one that is there."""
        larger, place = draft.with_record(relation.target)
        yield larger.put(owner / relation.key, place.id)
        for record in draft.tables[relation.target]:
            yield draft.put(owner / relation.key, record["id"])

    # Lists

    def with_element(self, draft: Draft, node: Node, scope: Scope) -> Iterator[tuple[Draft, Place]]:
        """Drafts with one more element in a list, and the place of the element."""
        match node:
            case Call("written", (source,)):
                yield from self.with_element(draft, source, scope)
            case Comprehension("filter", source, variable, body):
                for longer, place in self.with_element(draft, source, scope):
                    for kept in self.solve(longer, body, True, {**scope, variable: place}):
                        yield kept, place
            case Comprehension("map", source, variable, body):
                for longer, place in self.with_element(draft, source, scope):
                    for linked in self.linked(longer, body, {**scope, variable: place}):
                        mapped = self.trace(linked, body, {**scope, variable: place}).place
                        if mapped is not None:
                            yield linked, mapped
            case Call("?:", (test, yes, no)):
                for side, branch in ((True, yes), (False, no)):
                    for chosen in self.solve(draft, test, side, scope):
                        yield from self.with_element(chosen, branch, scope)
            case Select(operand, name) if operand not in _NOT_RECORDS:
                for linked in self.linked(draft, operand, scope):
                    base = self.trace(linked, operand, scope)
                    owner = self.condition.type_of(operand)
                    if base.place is None or not isinstance(owner, RecordType):
                        continue
                    relation = owner.fields[name].relation
                    if relation is None:
                        yield from self.with_stored_element(linked, base.place / name, scope)
                    elif base.value is not None:
                        yield from self.with_related_record(linked, base, relation)

    def with_stored_element(self, draft: Draft, place: Place, scope: Scope) -> Iterator[tuple[Draft, Place]]:
        """Drafts with one more element in a list that is a fact of a record."""
        end = place / len(draft.value_at(place) or ())
        schema = schema_at(draft.model, end)
        values = (
            [smallest(schema)]
            if schema.fields is not None
            else self.values_to_try(draft, end, self.condition.tree, scope)
        )
        for value in values:
            longer = draft.put(end, value)
            if self.fits(longer):
                yield longer, end

    def with_related_record(
        self, draft: Draft, base: Trace, relation: Relation
    ) -> Iterator[tuple[Draft, Place]]:
        """Drafts with one more record that another is related to."""
        assert base.place is not None
        match relation.shape:
            case "many":
                yield draft.with_record(relation.target, **{relation.key: base.place.id})
            case "listed":
                larger, place = draft.with_record(relation.target)
                keys = base.place / relation.key
                yield larger.put(keys / len(base.value.get(relation.key) or ()), place.id), place
            case "same":
                for shared, value in sharing(draft, base.place, relation):
                    larger, place = shared.with_record(relation.target)
                    for related, _ in sharing(larger, place, relation, value):
                        yield related, place

    def with_complete_list(self, draft: Draft, node: Node, scope: Scope) -> Iterator[Draft]:
        """Drafts in which all of a list is known: as it is written, or empty where nothing is known of it."""
        match node:
            case Comprehension(macro, source, variable, body):
                for complete in self.with_complete_list(draft, source, scope):
                    drafts = [complete]
                    for element in self.elements(complete, source, scope) if macro == "filter" else ():
                        inner = {**scope, variable: element}
                        drafts = [
                            decided
                            for earlier in drafts
                            for side in (True, False)
                            for decided in islice(self.solve(earlier, body, side, inner), 1)
                        ]
                    yield from drafts
            case Call("?:", (test, yes, no)):
                for side, branch in ((True, yes), (False, no)):
                    for chosen in self.solve(draft, test, side, scope):
                        yield from self.with_complete_list(chosen, branch, scope)
            case Call("+", arguments):
                yield from in_turn(draft, arguments, partial(self.with_complete_list, scope=scope))
            case _:
                for linked in self.linked(draft, node, scope):
                    trace = self.trace(linked, node, scope)
                    if trace.value is not None and not isinstance(trace.value, PartialList):
                        yield linked
                    elif trace.place is not None and type(trace.value) is not PartialList:
                        place = self.stored(trace.place, node)
                        written = linked if trace.value is not None else linked.put(place, [])
                        complete = written.put(_beside(place, "_complete"), True)
                        if self.fits(complete):
                            yield complete

    def stored(self, place: Place, node: Node) -> Place:
        """Where the list stands that a part of the condition reads: records that are listed are listed by their ids."""
        match node:
            case Call("written", (source,)):
                return self.stored(place, source)
            case Select(operand, name) if isinstance(owner := self.condition.type_of(operand), RecordType):
                relation = owner.fields[name].relation
                return (
                    place
                    if relation is None
                    else Place(place.kind, place.id, (*place.path[:-1], relation.key))
                )
        return place

    def with_member(self, draft: Draft, item: Node, source: Node, scope: Scope) -> Iterator[Draft]:
        """Drafts in which a list that is a fact of a record holds a value that is known."""
        value = self.trace(draft, item, scope).value
        for linked in self.linked(draft, source, scope) if value is not None else ():
            place = self.trace(linked, source, scope).place
            if place is not None:
                longer = linked.put(place / len(linked.value_at(place) or ()), plain(value))
                if self.fits(longer):
                    yield longer

    # Values

    def with_choice(self, draft: Draft, node: Node, scope: Scope) -> Iterator[Draft]:
        """Drafts in which the first choice between two values in a condition is made: one way, and the other."""
        test = next(choices(node), None)
        if test is None:
            yield draft
            return
        for side in (False, True):
            yield from islice(self.solve(draft, test, side, scope), self.budget.width)

    def with_counted_list(self, draft: Draft, node: Node, scope: Scope) -> Iterator[Draft]:
        """Drafts in which the first list that is counted or summed is complete, with up to three elements more."""
        counted = lists_counted(node, self.condition)
        if not counted:
            yield draft
            return
        for complete in self.with_complete_list(draft, counted[0], scope):
            yield complete
            drafts: list[Draft] = [complete]
            for _ in range(3):
                drafts = [
                    longer
                    for earlier in drafts
                    for longer, _ in islice(self.with_element(earlier, counted[0], scope), 1)
                ]
                yield from drafts

    def filled_in(self, draft: Draft, node: Node, truth: bool, scope: Scope) -> Iterator[Draft]:
        """Drafts in which the facts that a condition lacks are filled in so that it is true, or false."""
        trace = self.trace(draft, node, scope)
        if trace.value is truth:
            yield draft
            return
        if trace.value is not None and not isinstance(node, Has):
            return
        asks = trace.value is not None
        reads = [read for read in (trace.own if asks else trace.reads()) if isinstance(read, FactRead)]
        missing = [
            read.place
            for read in reads
            if read.asked is asks and read.value is None and is_fact(draft.model, read.place)
        ]
        # Which records there are is settled first: their ids are values that others are compared with.
        place = min(missing, key=lambda place: key_at(draft.model, place) is None, default=None)
        #: How many values of the fact left the condition asking for the same: a few of them stand for all.
        alike: Counter[tuple[Any, ...]] = Counter()
        for filled in self._with_fact(draft, place, node, truth, scope) if place else ():
            if self.fits(filled):
                further = self.trace(filled, node, scope)
                left = (further.value, *(read.place for read in further.reads() if read.value is None))
                alike[left] += 1
                if alike[left] <= self.budget.width:
                    yield from self.filled_in(filled, node, truth, scope)

    def _with_fact(
        self, draft: Draft, place: Place, node: Node, truth: bool, scope: Scope
    ) -> Iterable[Draft]:
        """Drafts in which a fact that a condition lacks is written."""
        relation = key_at(draft.model, place)
        if relation is not None and (truth or not isinstance(node, Has)):
            return self.with_link(draft, Place(place.kind, place.id), relation)
        if isinstance(node, Has) and not truth:
            # That a group of facts lacks one can only be said of a group that is there.
            owner = Place(place.kind, place.id, place.path[:-1])
            return (
                [draft.put(owner, smallest(schema_at(draft.model, owner)))]
                if draft.value_at(owner) is None
                else []
            )
        return (draft.put(place, value) for value in self.values_to_try(draft, place, node, scope))


def _beside(place: Place, ending: str) -> Place:
    """The place of what is said of a fact, in the same group."""
    return Place(place.kind, place.id, (*place.path[:-1], f"{place.path[-1]}{ending}"))
