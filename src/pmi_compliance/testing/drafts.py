"""Records that are being made: facts are written and taken away, and a rule is judged in between."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.engines.closures import Program
from pmi_compliance.engines.explain import explain
from pmi_compliance.engines.facts import Place
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.testing.values import schema_at, smallest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.expr.tree import Node
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel


@frozen
class Result:
    """How a rule ends on a record."""

    #: The outcome.
    outcome: Outcome
    #: Whether a person is asked because a breach is suspected.
    suspected: bool = False


def breach_of(rule: Rule) -> Result:
    """The result of a rule that is broken."""
    return Result(Outcome.REVIEW, suspected=True) if rule.suspected else Result(Outcome.FAIL)


@lru_cache(maxsize=128)
def _program(rule: Rule) -> Program:
    return Program.of_rule(rule)


@frozen(eq=False)
class Draft:
    """Some records and the day of the audit. It never changes: what writes a fact gives another draft."""

    #: Records as JSON would hold them, by kind.
    tables: Mapping[str, tuple[dict[str, Any], ...]]
    #: The day of the audit.
    as_of: date
    #: The kinds of records.
    model: RecordModel
    #: The same records as an audit reads them.
    dataset: Dataset = field(init=False, repr=False)

    @dataset.default
    def _read(self) -> Dataset:
        return Dataset.from_records(self.tables, model=self.model)

    @classmethod
    def empty(cls, as_of: date, model: RecordModel) -> Draft:
        """A draft without records."""
        return cls(dict.fromkeys(model.kinds, ()), as_of, model)

    @property
    def is_valid(self) -> bool:
        """Whether every record is valid, and names only records that are there."""
        return not self.dataset.problems

    # Reading

    def value_at(self, place: Place) -> Any:
        """The value at a place, as conditions see it; `None` where nothing is known."""
        record = self.dataset.get(place.kind, place.id)
        value: Any = None if record is None else record.data
        for step in place.path:
            if value is None:
                return None
            if isinstance(value, dict):
                value = value.get(step)
            else:
                value = value[step] if isinstance(step, int) and step < len(value) else None
        return value

    def json_at(self, place: Place) -> Any:
        """
        The value at a place, as JSON holds it.

        Raises:
            KeyError: If nothing stands there.

        """
        value: Any = next(record for record in self.tables[place.kind] if record["id"] == place.id)
        for step in place.path:
            value = value[step]
        return value

    def facts(self) -> Iterator[Place]:
        """The place of every fact but ids; groups and lists come after what they hold."""
        for kind, records in self.tables.items():
            for record in records:
                for path in paths(record):
                    if path != ("id",):
                        yield Place(kind, record["id"], path)

    # Judging

    def judge(self, rule: Rule, id_: str) -> Result:
        """The result of a rule on a record of its kind."""
        record = self.dataset.get(rule.subject, id_)
        assert record is not None
        outcome = _program(rule).bind(self.dataset, self.as_of)(record.data)
        # Only reasons tell a suspicion from a rule that asks a person anyway; they take ten times as long.
        return Result(
            outcome,
            rule.suspected
            and outcome is Outcome.REVIEW
            and explain(rule, record.data, self.dataset, self.as_of).suspected,
        )

    def gives(self, rule: Rule, id_: str, result: Result) -> bool:
        """Whether a rule ends on a record as asked; a suspicion is welcome where none is asked for."""
        judged = self.judge(rule, id_)
        return judged.outcome is result.outcome and judged.suspected >= result.suspected

    # Writing

    def put(self, place: Place, value: Any) -> Draft:
        """A draft in which a value stands at a place; groups and lists around it are made where they are missing."""
        return self._changed(place, lambda owner, step: _store(owner, step, value))

    def without(self, place: Place) -> Draft:
        """A draft in which nothing stands at a place."""
        return self._changed(place, lambda owner, step: owner.pop(step))

    def _changed(self, place: Place, change: Callable[[Any, Any], Any]) -> Draft:
        records = []
        for record in self.tables[place.kind]:
            if record["id"] != place.id:
                records.append(record)
                continue
            owner: Any = copy.deepcopy(record)
            records.append(owner)
            for step, after in zip(place.path, place.path[1:], strict=False):
                missing = owner.get(step) is None if isinstance(owner, dict) else step == len(owner)
                if missing:
                    _store(owner, step, [] if isinstance(after, int) else {})
                owner = owner[step]
            change(owner, place.path[-1])
        return evolve(self, tables={**self.tables, place.kind: tuple(records)})

    def with_record(self, kind: str, **facts: Any) -> tuple[Draft, Place]:
        """A draft with one more record, and its place."""
        name = f"{kind}-{len(self.tables[kind]) + 1}"
        records = (*self.tables[kind], {"id": name, **facts})
        return evolve(self, tables={**self.tables, kind: records}), Place(kind, name)


def _store(owner: Any, step: Any, value: Any) -> None:
    if isinstance(owner, list) and step == len(owner):
        owner.append(value)
    else:
        owner[step] = value


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything that a record holds; groups and lists come after what they hold."""
    parts: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for step, part in parts:
        yield from paths(part, (*above, step))
    if above:
        yield above


def sharing(
    draft: Draft, owner: Place, relation: Relation, value: str | None = None
) -> Iterator[tuple[Draft, Any]]:
    """
    Drafts in which a record holds a value by which records are related.

    Args:
        draft: The draft to start from.
        owner: The place of the record.
        relation: The relation; its key may lead through lists.
        value: The value; without one, the value that is there, or the smallest.

    Returns:
        The draft and the value; nothing if another value stands there.

    """
    place = owner
    for step in relation.key.split("."):
        place = place / step
        if schema_at(draft.model, place).item is not None:
            elements = draft.value_at(place) or ()
            index = len(elements)
            if value is None:
                matching = (
                    number
                    for number, element in enumerate(elements)
                    if isinstance(element, dict)
                    and all(element.get(key) == word for key, word in relation.where)
                )
                index = next(matching, index)
            place = place / index
            for key, word in relation.where:
                draft = draft.put(place / key, word)
    known = draft.value_at(place)
    if known is None:
        shared = value or smallest(schema_at(draft.model, place))
        yield draft.put(place, shared), shared
    elif value in {None, known}:
        yield draft, known


def in_turn(
    draft: Draft, nodes: Iterable[Node], step: Callable[[Draft, Node], Iterator[Draft]]
) -> list[Draft]:
    """Drafts after a step for each of some nodes."""
    drafts = [draft]
    for node in nodes:
        drafts = [after for earlier in drafts for after in step(earlier, node)]
    return drafts
