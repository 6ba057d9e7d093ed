"""
Scenarios: records and a day on which a rule is kept, broken, undecided, or about to end in another way.

`strategies` draws them from candidates, which `searching` and `boundaries` find.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.dated import as_date
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.engines.facts import Place
from pmi_compliance.expr.tree import Call, Constant
from pmi_compliance.packs.load import load
from pmi_compliance.testing.drafts import Draft, Result
from pmi_compliance.testing.values import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule

#: The law of these records is younger.
EARLIEST = 1950

#: Results of a rule that is broken.
BROKEN = (Result(Outcome.FAIL), Result(Outcome.REVIEW, suspected=True))


@frozen
class Scenario:
    """Some records, the day of an audit, and how a rule ends on one of the records."""

    #: Records by kind, as `Dataset.from_records` takes them together with the model of the rule.
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    #: The day of the audit.
    as_of: date
    #: The id of the rule.
    rule: str
    #: The record that the rule judges, by kind and id.
    subject: tuple[str, str]
    #: How the rule ends on it.
    outcome: Outcome
    #: Other rules of the pack that are broken as well, where no records were found that break only this one.
    entails: frozenset[str] = frozenset()


@frozen
class BoundaryPair:
    """Two scenarios with different outcomes that differ by the smallest step of one fact, one list or the day."""

    #: The scenario with the smaller value.
    before: Scenario
    #: The scenario with the larger value.
    after: Scenario
    #: What differs: `placement placement-1/worker/birth_date`, or `as_of`.
    place: str


def _is_breach(result: Result) -> bool:
    return result in BROKEN


@frozen(eq=False)
class Goal:
    """A rule, the record that it has to judge, and the other rules that have to stay unbroken."""

    #: The rule.
    rule: Rule
    #: The rules that have to stay unbroken.
    others: tuple[Rule, ...]
    #: The id of the record that the rule has to judge.
    id: str
    #: Whether a result of another rule is unwelcome.
    is_bad: Callable[[Result], bool] = _is_breach

    def start(self, as_of: date) -> Draft:
        """A draft with one record of the rule's kind, of which nothing is known."""
        return Draft.empty(as_of, self.rule.model).with_record(self.rule.subject)[0]

    def starts(self, as_of: date) -> Iterator[Draft]:
        """The same, and before it one of which the date of the act is known: then the rule is law on it."""
        blank = self.start(as_of)
        if self.rule.act is not None:
            yield blank.put(Place(self.rule.subject, self.id, self.rule.act.asks), as_of.isoformat())
        yield blank

    def broken(self, draft: Draft) -> frozenset[tuple[str, str]]:
        """Other rules with an unwelcome result, and the ids of the records on which they have it."""
        return frozenset(
            (rule.id, record.id)
            for rule in self.others
            for record in draft.dataset.tables.get(rule.subject, ())
            if self.is_bad(draft.judge(rule, record.id))
        )


@frozen(eq=False)
class Candidate:
    """A draft that was found for a goal."""

    #: What it was found for.
    goal: Goal
    #: The draft.
    draft: Draft
    #: How the rule of the goal ends on its record.
    result: Result = field(init=False)
    #: Other rules with an unwelcome result, and the ids of the records on which they have it.
    broken: frozenset[tuple[str, str]] = field(init=False)

    @result.default
    def _judge(self) -> Result:
        return self.draft.judge(self.goal.rule, self.goal.id)

    @broken.default
    def _find_broken(self) -> frozenset[tuple[str, str]]:
        return self.goal.broken(self.draft)

    @property
    def scenario(self) -> Scenario:
        """The scenario that a test receives."""
        rule = self.goal.rule
        return Scenario(
            tables={kind: list(records) for kind, records in self.draft.tables.items()},
            as_of=self.draft.as_of,
            rule=rule.id,
            subject=(rule.subject, self.goal.id),
            outcome=self.result.outcome,
            entails=frozenset(name for name, _ in self.broken),
        )

    def absent(self) -> Iterator[Place]:
        """The places of facts that the judged record lacks, but those by which it names other records."""
        kind, model = self.goal.rule.subject, self.draft.model
        subject = Place(kind, self.goal.id)
        known = self.draft.value_at(subject)
        keys = {relation.key for relation in model.keyed(kind)}
        for name in model.nodes[kind].parts:
            if name not in keys and name not in known:
                yield subject / name

    def changed(self, changes: Iterable[tuple[Place, Any]]) -> Candidate:
        """A candidate with other values at some places: those changes that leave the result as it is."""
        draft = self.draft
        for place, value in changes:
            other = draft.put(place, value)
            if other.is_valid and other.judge(self.goal.rule, self.goal.id) == self.result:
                draft = other
        if draft is self.draft:
            return self
        changed = evolve(self, draft=draft)
        return changed if changed.broken <= self.broken else self


def pack_of(rule: Rule) -> RulePack:
    """The pack that a rule was read from, checked against the same kinds of records."""
    folder = next(folder for folder in Path(rule.file).parents if (folder / "pack.yaml").is_file())
    return load(folder, rule.model)


def days_of(rule: Rule) -> list[date]:
    """Days in force to judge on: the last of what the law says now, one much later, and those around every change."""
    changes = {rule.in_force.start}
    for parameter in rule.parameters.values():
        changes |= {*parameter.values.days}
    for condition in rule.conditions:
        for node in condition.checked.nodes():
            match node:
                case Call("date", (Constant(str() as text),)) if (day := as_date(text)) is not None:
                    changes.add(day)
    ordered = sorted((day for day in changes if day.year > EARLIEST), reverse=True) or [date(2025, 1, 1)]
    latest = ordered[0] + 30 * DAY
    last = latest if rule.in_force.end is None else rule.in_force.end - DAY
    around = [day + step * DAY for day in ordered for step in (0, -1)]
    return [
        day
        for day in dict.fromkeys([last, latest.replace(year=latest.year + 12, day=1), *around])
        if day in rule.in_force
    ]
