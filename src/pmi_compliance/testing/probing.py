"""What a condition reads in a draft, what it lacks, and which values could matter to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import define

from pmi_compliance.auditing.explaining import day_of_act
from pmi_compliance.base.dated import as_date
from pmi_compliance.engines.facts import FactRead, Place
from pmi_compliance.engines.trace import Evaluator
from pmi_compliance.expr.tree import Call, Comprehension, Constant, Name, Node, Select, below, children
from pmi_compliance.expr.types import ListType
from pmi_compliance.testing.drafts import paths
from pmi_compliance.testing.values import is_fact, plain_values, values_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.base.days import Day
    from pmi_compliance.engines.facts import Bound
    from pmi_compliance.engines.trace import Trace
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.testing.drafts import Draft

#: How often a condition is evaluated before a search is given up.
PATIENCE = 4000


class GaveUp(Exception):
    """A search has looked often enough."""


@define
class Budget:
    """What a search may still spend."""

    #: How often conditions may be evaluated.
    left: int
    #: With how many ways to fill in one condition the search goes on.
    width: int

    def spend(self) -> None:
        """
        Count one evaluation.

        Raises:
            GaveUp: If there were too many.

        """
        self.left -= 1
        if self.left < 0:
            raise GaveUp


class Probe:
    """
    One condition of a rule, evaluated in drafts about one record.

    Args:
        rule: The rule.
        id_: The id of the record.
        condition: The condition.
        budget: What the search may spend.

    """

    def __init__(self, rule: Rule, id_: str, condition: Checked, budget: Budget) -> None:
        self.rule, self.condition, self.budget = rule, condition, budget
        self.subject = Place(rule.subject, id_)

    def trace(self, draft: Draft, node: Node, scope: Mapping[str, Any]) -> Trace:
        """
        The value of a part of the condition, and what was read for it.

        Args:
            draft: The draft.
            node: The part.
            scope: Variables of loops around the part: places of elements, or values that stand nowhere.

        Raises:
            GaveUp: If the budget is spent.

        """
        self.budget.spend()
        evaluator = Evaluator(draft.dataset, self.rule, draft.as_of)
        known: dict[str, Bound] = {self.rule.subject: (draft.value_at(self.subject), self.subject)}
        evaluator.judge_on(known)
        for name, bound in scope.items():
            known[name] = (draft.value_at(bound), bound) if isinstance(bound, Place) else bound
        return evaluator.evaluate(self.condition, node, known)

    def elements(self, draft: Draft, source: Node, scope: Mapping[str, Any]) -> list[Any]:
        """The elements of a list, each as a loop over it binds its variable."""
        return [item if item[1] is None else item[1] for item in self.trace(draft, source, scope).items]

    def fits(self, draft: Draft) -> bool:
        """Whether all records are valid, and the record is judged on a day on which the rule is in force."""
        return draft.is_valid and self.judged_on(draft) in self.rule.in_force

    def judged_on(self, draft: Draft) -> Day:
        """The day on which the record is judged."""
        record = draft.dataset.get(self.rule.subject, self.subject.id)
        assert record is not None
        return day_of_act(self.rule, record, draft.dataset, draft.as_of)

    def is_stored(self, draft: Draft, node: Node, scope: Mapping[str, Any]) -> bool:
        """Whether a list is a fact of a record, so that elements can be written to it."""
        return isinstance(node, Select) and any(
            isinstance(read, FactRead) for read in self.trace(draft, node, scope).own
        )

    # Values that could matter

    def values_to_try(self, draft: Draft, place: Place, node: Node, scope: Mapping[str, Any]) -> list[Any]:
        """Values for a place that could matter to a part of the condition, as JSON holds them."""
        return values_for(draft.model, place, [*self._near(draft, node, scope), draft.as_of])

    def _near(self, draft: Draft, node: Node, scope: Mapping[str, Any]) -> Iterator[Any]:
        """Values in the condition, in what it reads, and in records beside that."""
        waiting = [self.trace(draft, node, scope)]
        while waiting:
            trace = waiting.pop()
            waiting += trace.parts
            yield from plain_values(trace.value)
        yield from self._constants(draft)
        for record in draft.tables[self.rule.subject]:
            for path in paths(record):
                value = draft.value_at(Place(self.rule.subject, record["id"], path))
                if isinstance(value, date):
                    yield value

    def _constants(self, draft: Draft) -> Iterator[Any]:
        """Values that the condition itself names."""
        day = self.judged_on(draft)
        for node in self.condition.nodes():
            match node:
                case Constant(value):
                    yield from plain_values(value)
                case Call("date", (Constant(str() as text),)):
                    yield from plain_values(as_date(text))
                case Select(Name("params"), name):
                    for known in self.rule.parameters[name].values.over(day):
                        yield from plain_values(known.value)


def probes(rule: Rule, id_: str) -> Iterator[Probe]:
    """A probe for each condition of a rule, without a search around it."""
    for condition in rule.conditions:
        yield Probe(rule, id_, condition.checked, Budget(PATIENCE, 1))


def values_to_try(draft: Draft, rule: Rule, id_: str, place: Place) -> list[Any]:
    """Values for a place that could matter to any condition of a rule, as JSON holds them."""
    return [
        value
        for probe in probes(rule, id_)
        for value in probe.values_to_try(draft, place, probe.condition.tree, {})
    ]


def facts_read(draft: Draft, rule: Rule, id_: str) -> list[Place]:
    """The places of facts that the conditions of a rule read, or lack."""
    reads = [
        read for probe in probes(rule, id_) for read in probe.trace(draft, probe.condition.tree, {}).reads()
    ]
    return [read.place for read in reads if isinstance(read, FactRead) and is_fact(draft.model, read.place)]


# Parts of conditions


def lists_counted(node: Node, condition: Checked) -> list[Node]:
    """The lists of which a condition asks a number or a value."""
    sources = []
    for inner in (node, *below(node)):
        match inner:
            case Call("size" | "sum" | "min" | "max", (source, *_)) if isinstance(
                condition.type_of(source), ListType
            ):
                sources.append(source)
            case Call("in" | "==" | "!=", (_, source)) if isinstance(condition.type_of(source), ListType):
                sources.append(source)
    return [
        source
        for source in sources
        if any(isinstance(part, (Select, Comprehension)) for part in (source, *below(source)))
    ]


def choices(node: Node) -> Iterator[Node]:
    """The conditions that decide between two values, outside of loops."""
    match node:
        case Call("?:", (test, _, _)):
            yield test
        case Comprehension():
            return
        case _:
            for child in children(node):
                yield from choices(child)
