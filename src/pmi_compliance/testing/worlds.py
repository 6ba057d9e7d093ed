"""Some records that are being made: facts are written and taken away, and what a rule says is asked in between."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.engines.explain import explain
from pmi_compliance.engines.trace import Place
from pmi_compliance.records.dataset import Dataset, keyed
from pmi_compliance.records.schema import KINDS, document, field_at, record_types, resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.expr.types import Relation, Type
    from pmi_compliance.packs.model import Rule


@frozen
class Wanted:
    """What a rule is to say of a record."""

    outcome: Outcome
    #: That a person is asked because a breach is suspected.
    suspected: bool = False


def breach_of(rule: Rule) -> Wanted:
    """What a rule says where it is broken."""
    return Wanted(Outcome.REVIEW, suspected=True) if rule.suspected else Wanted(Outcome.FAIL)


@frozen(eq=False)
class World:
    """Some records, as JSON would hold them, and the day of the audit."""

    tables: Mapping[str, tuple[dict[str, Any], ...]]
    as_of: date
    dataset: Dataset = field(init=False, repr=False)

    @dataset.default
    def _read(self) -> Dataset:
        return Dataset.from_records(self.tables)

    @classmethod
    def empty(cls, as_of: date) -> World:
        """No record of any kind."""
        return cls(dict.fromkeys(KINDS, ()), as_of)

    @property
    def right(self) -> bool:
        """Whether no record is set aside, or names one that is not there."""
        return not self.dataset.problems

    def at(self, place: Place) -> Any:
        """The value at a place, as the language sees it; `None` where nothing is known."""
        record = self.dataset.get(place.kind, place.id)
        found: Any = None if record is None else record.data
        for step in place.path:
            if found is None:
                return None
            if isinstance(found, dict):
                found = found.get(step)
            else:
                found = found[step] if isinstance(step, int) and step < len(found) else None
        return found

    def raw_at(self, place: Place) -> Any:
        """The value at a place, as JSON holds it."""
        found: Any = next(one for one in self.tables[place.kind] if one["id"] == place.id)
        for step in place.path:
            found = found[step]
        return found

    def put(self, place: Place, value: Any) -> World:
        """The same with a fact more, or with another value of it."""
        return self._changed(place, lambda owner, step: _store(owner, step, value))

    def without(self, place: Place) -> World:
        """The same with a fact less."""
        return self._changed(place, lambda owner, step: owner.pop(step))

    def _changed(self, place: Place, change: Callable[[Any, Any], Any]) -> World:
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

    def with_record(self, kind: str, **facts: Any) -> tuple[World, Place]:
        """The same with a record more."""
        name = f"{kind}-{len(self.tables[kind]) + 1}"
        made = {"id": name, **facts}
        return (
            evolve(self, tables={**self.tables, kind: (*self.tables[kind], made)}),
            Place(kind, name),
        )

    def told(self, rule: Rule, id_: str) -> Wanted:
        """What a rule says of a record."""
        record = self.dataset.get(rule.subject, id_)
        assert record is not None
        found = explain(rule, record.data, self.dataset, self.as_of)
        return Wanted(found.outcome, found.suspected)

    def says(self, rule: Rule, id_: str, wanted: Wanted) -> bool:
        """Whether a rule says of a record what is wanted."""
        found = self.told(rule, id_)
        return found.outcome is wanted.outcome and found.suspected >= wanted.suspected

    def facts(self) -> Iterator[Place]:
        """Every fact, groups and lists after what they hold, ids apart."""
        for kind, records in self.tables.items():
            for record in records:
                for path in paths(record):
                    if path != ("id",):
                        yield Place(kind, record["id"], path)


def _store(owner: Any, step: Any, value: Any) -> None:
    if isinstance(owner, list) and step == len(owner):
        owner.append(value)
    else:
        owner[step] = value


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to all that a record holds, into groups and lists."""
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for step, one in inner:
        yield from paths(one, (*at, step))
    if at:
        yield at


@cache
def _schema_on(kind: str, path: tuple[str, ...]) -> Mapping[str, Any]:
    node: Mapping[str, Any] = document(kind)
    for step in path:
        node = resolved(node["items"]) if step == "-" else resolved(node["properties"][step])
    return node


def schema_at(place: Place) -> Mapping[str, Any]:
    """The schema of what stands at a place."""
    return _schema_on(place.kind, tuple("-" if isinstance(step, int) else step for step in place.path))


def type_at(place: Place) -> Type | None:
    """The type of what stands at a place; `None` for data that no rule reads."""
    found: Any = record_types()[place.kind]
    for step in place.path:
        found = found.item if isinstance(step, int) else found.fields[step].type
    kind: Type | None = found
    return kind


def smallest(node: Mapping[str, Any]) -> Any:
    """The least that a schema takes."""
    node = resolved(node)
    if "enum" in node:
        return next(value for value in node["enum"] if value is not None)
    kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
    match next(kind for kind in kinds if kind != "null"):
        case "object":
            return {name: smallest(node["properties"][name]) for name in node.get("required", ())}
        case "array":
            return []
        case "boolean":
            return True
        case "integer":
            return max(node.get("minimum", 0), 0)
        case _:
            return WRITTEN.get(node.get("pattern") or node.get("format") or "", ("a",))[0]


#: Texts in the forms that schemas ask for.
WRITTEN = {
    "date": ("2020-01-01",),
    "region": ("53.01", "31.74", "53", "53.71"),
    "^[0-9]{16}$": ("5301060101900001", "5301064101900001"),
    "^[A-Z]{3}$": ("IDR", "USD"),
}


def sharing(
    world: World, owner: Place, relation: Relation, value: str | None = None
) -> Iterator[tuple[World, Any]]:
    """Worlds in which a record has a value at the path of a relation, through lists too."""
    place = owner
    for step in relation.key.split("."):
        place = place / step
        node = schema_at(place)
        if "items" in node:
            held = world.at(place) or ()
            element = place / len(held)
            if value is None:
                for number, one in enumerate(held):
                    if isinstance(one, dict) and all(one.get(key) == word for key, word in relation.where):
                        element = place / number
                        break
            for key, word in relation.where:
                world = world.put(element / key, word)
            place = element
    found = world.at(place)
    if found is None:
        wanted = value or smallest(schema_at(place))
        yield world.put(place, wanted), wanted
    elif value in {None, found}:
        yield world, found


def is_fact(place: Place) -> bool:
    """Whether something can be written at a place: no relation, and no further element of a list."""
    found = field_at(place.kind, place.path)[0]
    return found is not None and found.relation is None and "-" not in place.path


def key_at(place: Place) -> Relation | None:
    """The relation whose key stands at a place."""
    return next((one for one in keyed(place.kind) if place.path == (one.key,)), None)
