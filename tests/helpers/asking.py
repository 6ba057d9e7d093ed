"""What a fact that is named as missing may turn out to be: every way to write something at its place."""

import copy
from functools import cache, cached_property

from attrs import evolve, field, frozen

from helpers.law import rules
from helpers.reading import all_is_read
from pmi_compliance import Dataset, Outcome
from pmi_compliance.base.days import Span, day_of
from pmi_compliance.engines import Program, explain
from pmi_compliance.engines.facts import Place
from pmi_compliance.expr.types import BOOL, DATE, ListType, RecordType, String
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.testing.drafts import Draft, paths
from pmi_compliance.testing.probing import values_to_try
from pmi_compliance.testing.values import key_at


@cache
def _program(name):
    return Program.of_rule(rules()[name])


@frozen(slots=False)
class Records:
    """Some records, as JSON holds them; the first of a rule's kind is the one that it judges."""

    rule: object
    tables: dict = field(eq=False)
    as_of: object = field(eq=False)
    #: The kinds of which all records are there.
    whole: frozenset = frozenset()

    @cached_property
    def dataset(self):
        return Dataset.from_records(self.tables, model=self.rule.model, whole=self.whole)

    @cached_property
    def record(self):
        """The record that is judged; `None` where some record may not be so."""
        if not all_is_read(self.dataset):
            return None
        return self.dataset.get(self.rule.subject, self.tables[self.rule.subject][0]["id"])

    @cached_property
    def outcome(self):
        """How the rule ends; `None` where some record may not be so."""
        return self.record and _program(self.rule.id).bind(self.dataset, self.as_of)(self.record.data)

    @cached_property
    def missing(self):
        """The facts that are named as missing."""
        if self.outcome not in {Outcome.UNKNOWN, Outcome.REVIEW}:
            return ()
        return explain(self.rule, self.record.data, self.dataset, self.as_of).missing

    @cached_property
    def draft(self):
        """The same as a draft of the test kit."""
        tables = {kind: tuple(self.tables.get(kind, ())) for kind in self.rule.model.kinds}
        return Draft(tables, self.as_of, self.rule.model)

    def changed(self, place, change):
        """Others, in which the last step to a place was changed; what leads to it is made where it is missing."""
        tables = {**self.tables, place.kind: [*self.tables.get(place.kind, ())]}
        listed = tables[place.kind]
        at = next((at for at, record in enumerate(listed) if record["id"] == place.id), len(listed))
        owner = copy.deepcopy(listed[at]) if at < len(listed) else {"id": place.id}
        listed[at : at + 1] = [owner]
        for step in place.path[:-1]:
            if isinstance(owner, dict) and owner.get(step) is None:
                owner[step] = {}
            owner = owner[step]
        change(owner, place.path[-1])
        return evolve(self, tables=tables)

    def put(self, place, value):
        return self.changed(place, lambda owner, step: owner.__setitem__(step, copy.deepcopy(value)))

    def without(self, place):
        return self.changed(place, lambda owner, step: owner.pop(step))

    def at(self, place):
        """What stands at a place; `None` where nothing does."""
        value = next((record for record in self.tables.get(place.kind, ()) if record["id"] == place.id), None)
        for step in place.path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def of_examples(rule):
    """The records of the examples of a rule."""
    for example in read_examples(rule).examples:
        yield Records(rule, {kind: [*listed] for kind, listed in example.records.items()}, example.as_of)


def with_one_forgotten(records):
    """Records in which one thing that is written is not."""
    for kind, listed in records.tables.items():
        for record in listed:
            for path in paths(record):
                if path != ("id",):
                    yield records.without(Place(kind, record["id"], path))


# What may be learned


@cache
def _written(rule):
    """By kind and path without places in lists: what the examples of a rule write there."""
    found = {}
    for records in of_examples(rule):
        for kind, listed in records.tables.items():
            for record in listed:
                found.setdefault((kind, ()), []).append(record)
                for path in paths(record):
                    if isinstance(path[-1], int):
                        continue
                    value = records.at(Place(kind, record["id"], path))
                    seen = found.setdefault((kind, _names(path)), [])
                    if value not in seen:
                        seen.append(value)
    return found


def _names(path):
    return tuple(step for step in path if isinstance(step, str) and step != "-")


def _known(rule, place):
    return _written(rule).get((place.kind, _names(place.path)), [])


def learned(records, place):
    """Records in which something is learned at a place, for all that could matter."""
    if place.path[-1] == "-":
        place = Place(place.kind, place.id, place.path[:-1])
    field_, _ = records.rule.model.field_at(place.kind, place.path)
    if field_.relation is not None:
        yield from _related(records, place, field_.relation)
    elif (relation := key_at(records.rule.model, place)) is not None:
        yield from _named(records, place, relation)
    elif isinstance(field_.type, ListType) and isinstance(place.path[-1], int):
        # A word of a list that could not be read.
        for word in field_.type.item.values:
            yield records.put(place, word)
    elif isinstance(field_.type, ListType):
        yield from _listed(records, place)
    else:
        for value in [*_known(records.rule, place), *_tried(records, place, field_.type)]:
            if value is not None and _completes(value, records.at(place), field_.type):
                yield records.put(place, value)


def _tried(records, place, kind):
    if isinstance(kind, RecordType):
        return
    id_ = records.tables[records.rule.subject][0]["id"]
    yield from values_to_try(records.draft, records.rule, id_, place)


def _completes(value, before, kind):
    """Whether a value says more than one that is known in part."""
    if before is None:
        return True
    if kind == DATE:
        span, day = day_of(before), day_of(value)
        return not isinstance(span, Span) or (not isinstance(day, Span) and span.lo <= day <= span.hi)
    if isinstance(kind, String) and kind.one_of:
        return value in dict(kind.one_of).get(before, {value})
    return True


def _listed(records, place):
    """A list that is whole, or that holds one more element."""
    *owner, name = place.path
    flag = Place(place.kind, place.id, (*owner, f"{name}_complete"))
    here = records.at(place) or []
    for elements in _known(records.rule, place):
        if not here or here == elements[: len(here)]:
            yield records.put(place, elements).put(flag, value=True)
            yield records.put(place, elements)
    if here not in _known(records.rule, place):
        yield records.put(place, here).put(flag, value=True)
    elements = {str(element): element for elements in _known(records.rule, place) for element in elements}
    for element in elements.values():
        yield records.put(place, [*here, element])
        yield records.put(place, [*here, element]).put(flag, value=True)
    item = records.rule.model.field_at(place.kind, place.path)[0].type.item
    for name, part in item.fields.items() if isinstance(item, RecordType) else ():
        at = place / len(here) / name
        for value in _tried(records, at, part.type):
            yield records.put(place, [*here, {name: value}])


def _named(records, place, relation):
    """Another record is named: one that is there, or a new one."""
    for record in records.tables.get(relation.target, ()):
        yield records.put(place, record["id"])
    for more, id_ in _with_another(records, relation.target):
        yield more.put(place, id_)


def _related(records, place, relation):
    """All records of the kind are there, or one more is that belongs to this one."""
    tables = {relation.target: [], **records.tables}
    yield evolve(records, whole=records.whole | {relation.target}, tables=tables)
    if relation.shape == "many":
        for other in tables[relation.target]:
            if other.get(relation.key) is None:
                for id_ in (place.id, "none"):
                    yield records.put(Place(relation.target, other["id"], (relation.key,)), id_)
    key = Place(place.kind, place.id, (relation.key,))
    whole = Place(place.kind, place.id, (f"{relation.key}_complete",))
    named = records.at(key) or []
    for more, id_ in _with_another(records, relation.target):
        match relation.shape:
            case "listed":
                yield more.put(key, [*named, id_])
                yield more.put(key, [*named, id_]).put(whole, value=True)
            case "many":
                yield more.put(Place(relation.target, id_, (relation.key,)), place.id)
            case _:
                yield more
    if relation.shape == "listed":
        yield records.put(key, named).put(whole, value=True)


def _with_another(records, kind):
    """Records with one more of a kind, and its id: as examples write them, and with each code that it can have."""
    fields = records.rule.model.types[kind].fields
    codes = [{name: code} for name, field_ in fields.items() for code in few(field_.type)]
    here = records.tables.get(kind, ())
    for at, facts in enumerate([{}, *_written(records.rule).get((kind, ()), ()), *codes]):
        another = {**facts, "id": f"another-{at}"}
        yield evolve(records, tables={**records.tables, kind: [*here, another]}), another["id"]


def few(kind):
    """All that a fact of a type can be, if that is not much."""
    if kind == BOOL:
        return [True, False]
    return sorted(kind.values) if isinstance(kind, String) and kind.values and len(kind.values) < 30 else []


# Whether it can matter


def matters(records, place, others=3, looked_at=None):
    """
    Whether a fact that is named as missing is seen to matter: alone, or once some others are known.

    Others are learned one after the other, and of all that one of them may be, one value for each way to go on from it.
    """
    if any(more.outcome not in {None, records.outcome} for more in learned(records, place)):
        return True
    looked_at = set() if looked_at is None else looked_at
    for other in records.missing if others else ():
        for more in learned(records, other) if other != place else ():
            seen = (other, more.outcome, more.missing)
            if more.outcome is not None and seen not in looked_at:
                looked_at.add(seen)
                if matters(more, place, others - 1, looked_at):
                    return True
    return False
