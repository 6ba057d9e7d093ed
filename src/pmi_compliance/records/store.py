"""
Records that come, change and go one by one, and their relations, as a `Dataset` of the same records would have them.

What a record leads to, and what leads to it, is kept in an index for each relation, so that a change costs as much as
what it touches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.records.dataset import (
    Record,
    by_origin,
    dangling_in,
    examined,
    gaps_of,
    id_of,
    listed,
    ordered,
    shared_id,
    text_of,
    values_at,
)
from pmi_compliance.records.reading import RawRecord
from pmi_compliance.records.schema import KINDS, PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.dataset import Dataset, Problem
    from pmi_compliance.records.schema import Fault

#: Kind and id.
Name = tuple[str, str]


@frozen(eq=False)
class StoredRecord:
    """One record as it was supplied, and what is wrong with it alone."""

    raw: RawRecord
    record: Record | None
    faults: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, raw: RawRecord) -> StoredRecord:
        """A record, looked at."""
        found = examined(raw, text_of(raw))
        return cls(raw, found) if isinstance(found, Record) else cls(raw, None, tuple(found))

    @property
    def name(self) -> Name | None:
        """Kind and id, if it has an id."""
        found = id_of(self.raw)
        return None if found is None else (self.raw.kind, found)


@frozen(eq=False)
class RecordChange:
    """What an edit did."""

    #: Records that were right before, and are after, among those that it is about.
    before: Mapping[Name, Record]
    after: Mapping[Name, Record]
    #: For each relation the keys whose lists gained or lost a gap; `None`: all lists.
    gaps: Mapping[Relation, Set[Any] | None]


class RecordStore:
    """
    Records of some kinds, right and wrong.

    Args:
        kinds: The kinds that are supplied; what needs another is unknown.

    """

    def __init__(self, kinds: Iterable[str]) -> None:
        kinds = frozenset(kinds)
        self.rows: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS if kind in kinds}
        self.entries: dict[Hashable, StoredRecord] = {}
        #: Keys of the entries that bear a name; of several none is right.
        self._bearers: dict[Name, set[Hashable]] = defaultdict(set)
        self._indexes: dict[Relation, _Index] = {}

    @classmethod
    def of(cls, dataset: Dataset) -> RecordStore:
        """The records of a dataset."""
        made = cls(dataset.tables)
        for record in (one for records in dataset.tables.values() for one in records):
            raw = RawRecord(record.kind, record.data, record.origin)
            made.edit((record.kind, record.id, 0), StoredRecord(raw, record))
        for key, raw in keyed_by_name(dataset.aside).items():
            made.edit(key, StoredRecord.of(raw))
        return made

    def bearers(self, name: Name) -> list[Hashable]:
        """Keys of the entries that bear a name, in order."""
        return sorted(self._bearers.get(name, ()), key=str)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the records, as a dataset of them would tell."""
        found = []
        aside = [*self._wrong()]
        for entry in aside:
            errors = [*entry.faults]
            if entry.name is not None and (count := len(self._bearers[entry.name])) > 1:
                errors.append(shared_id(count))
            found += by_origin(entry.raw, errors)
        return ordered([*found, *dangling_in(self.rows, [entry.raw for entry in aside])])

    def related(self, relation: Relation) -> Callable[[Any], Any]:
        """As `Dataset.related`, of the records as they are when it is asked."""
        return self.index(relation).forward

    def index(self, relation: Relation) -> _Index:
        """The index of a relation, made when it is first asked for."""
        if relation not in self._indexes:
            made = self._indexes[relation] = _SHAPES[relation.shape](relation, self.rows)
            for records in self.rows.values():
                for record in records.values():
                    made.take(record, 1)
            for entry in self._wrong():
                made.miss(entry.raw, 1)
        return self._indexes[relation]

    def edit(self, key: Hashable, entry: StoredRecord | None) -> RecordChange:
        """Let a key hold another entry, or none."""
        old = self.entries.get(key)
        names = {one.name for one in (old, entry) if one is not None and one.name is not None}
        before, wrong_before = self._state(names, old)
        if old is not None:
            del self.entries[key]
            if old.name is not None:
                self._bearers[old.name].discard(key)
        if entry is not None:
            self.entries[key] = entry
            if entry.name is not None:
                self._bearers[entry.name].add(key)
        after, wrong_after = self._state(names, entry)
        for name in names:
            if before.get(name) is not after.get(name):
                self._move(name, before.get(name), after.get(name))
        gaps = {}
        for relation, index in self._indexes.items():
            index.begin()
            for records, sign in ((before, -1), (after, 1)):
                for name, record in records.items():
                    if before.get(name) is not after.get(name):
                        index.take(record, sign)
            for wrong, sign in ((wrong_before, -1), (wrong_after, 1)):
                for one in wrong:
                    index.miss(one.raw, sign)
            if (changed := index.end()) != set():
                gaps[relation] = changed
        return RecordChange(before, after, gaps)

    def _move(self, name: Name, old: Record | None, new: Record | None) -> None:
        kind, id_ = name
        if new is not None:
            self.rows[kind][id_] = new
        elif old is not None:
            del self.rows[kind][id_]

    def _state(
        self, names: Set[Name], nameless: StoredRecord | None
    ) -> tuple[dict[Name, Record], list[StoredRecord]]:
        """The right records of some names, and what is set aside of them; an entry without a name is."""
        right: dict[Name, Record] = {}
        wrong = [nameless] if nameless is not None and nameless.name is None else []
        for name in names:
            bearers = [self.entries[key] for key in self._bearers.get(name, ())]
            if len(bearers) == 1 and bearers[0].record is not None:
                right[name] = bearers[0].record
            else:
                wrong += bearers
        return right, wrong

    def _wrong(self) -> Iterator[StoredRecord]:
        for entry in self.entries.values():
            if entry.record is None or len(self._bearers[entry.record.kind, entry.record.id]) > 1:
                yield entry


def keyed_by_name(raws: Iterable[RawRecord]) -> dict[Hashable, RawRecord]:
    """Records by kind, id, and how often that was there before: those without an id, and doubles, come in order."""
    times: Counter[Hashable] = Counter()
    keyed: dict[Hashable, RawRecord] = {}
    for raw in raws:
        name = (raw.kind, id_of(raw))
        keyed[(*name, times[name])] = raw
        times[name] += 1
    return keyed


class _Index:
    """One relation: what a record leads to, what leads to a record, and where a list may lack one."""

    def __init__(self, relation: Relation, rows: Mapping[str, Mapping[str, Record]]) -> None:
        self.relation, self.rows = relation, rows
        #: Right records that may belong anywhere, records set aside that may, and keys that these hold.
        self.wanting = self.anywhere = 0
        self.lost: Counter[Any] = Counter()
        self._was, self._keys = False, set[Any]()

    def forward(self, data: Any) -> Any:
        """What a record's data leads to, as `Dataset.related` says."""
        raise NotImplementedError

    def inverse(self, record: Record) -> Iterable[str]:
        """Ids of the records that lead to a record."""
        raise NotImplementedError

    def take(self, record: Record, sign: int) -> None:
        """A right record comes (1) or goes (-1)."""
        raise NotImplementedError

    def owners(self, keys: Set[Any]) -> Iterable[str]:
        """Ids of the records whose lists are found by some keys."""
        raise NotImplementedError

    def miss(self, raw: RawRecord, sign: int) -> None:
        """A record set aside comes or goes."""
        if raw.kind == self.relation.target and self.relation.shape in {"many", "same"}:
            anywhere, lost = gaps_of([raw], self.relation)
            self.anywhere += sign * anywhere
            for key in lost:
                self.lost[key] += sign
                self._keys.add(key)
                if not self.lost[key]:
                    del self.lost[key]

    @property
    def open(self) -> bool:
        """Whether any list may lack a record."""
        return self.wanting + self.anywhere > 0

    def begin(self) -> None:
        """Watch which lists gain or lose a gap."""
        self._was, self._keys = self.open, set()

    def end(self) -> Set[Any] | None:
        """Their keys; `None`: all."""
        if self._was != self.open:
            return None
        return set() if self.open else self._keys


class _Keyed(_Index):
    """`one` and `listed`: a record holds the ids of others."""

    def __init__(self, relation: Relation, rows: Mapping[str, Mapping[str, Record]]) -> None:
        super().__init__(relation, rows)
        self.holders: dict[str, set[str]] = defaultdict(set)

    def forward(self, data: Any) -> Any:
        rows = self.rows.get(self.relation.target)
        if rows is None:
            return None
        held = data.get(self.relation.key)
        if self.relation.shape == "one":
            found = rows.get(held)
            return None if found is None else found.data
        if held is None:
            return None
        return listed({key: rows[key].data for key in held if key in rows}, held)

    def inverse(self, record: Record) -> Iterable[str]:
        return self.holders.get(record.id, ())

    def take(self, record: Record, sign: int) -> None:
        if record.kind != self.relation.source:
            return
        held = record.data.get(self.relation.key)
        for key in held if isinstance(held, tuple) else (held,):
            if key is not None:
                (self.holders[key].add if sign > 0 else self.holders[key].discard)(record.id)

    def owners(self, keys: Set[Any]) -> Iterable[str]:
        return {id_ for key in keys for id_ in self.holders.get(key, ())}


class _Many(_Index):
    """The others whose key holds this id."""

    def __init__(self, relation: Relation, rows: Mapping[str, Mapping[str, Record]]) -> None:
        super().__init__(relation, rows)
        self.held: dict[str, dict[str, Any]] = defaultdict(dict)
        self.made: dict[str, Any] = {}

    def forward(self, data: Any) -> Any:
        if self.relation.target not in self.rows:
            return None
        key = data["id"]
        if key not in self.made:
            held = self.held.get(key, {})
            partial = self.open or key in self.lost
            self.made[key] = (PartialList if partial else tuple)(held[id_] for id_ in sorted(held))
        return self.made[key]

    def inverse(self, record: Record) -> Iterable[str]:
        key = record.data.get(self.relation.key)
        return () if key is None else (key,)

    def take(self, record: Record, sign: int) -> None:
        if record.kind != self.relation.target:
            return
        key = record.data.get(self.relation.key)
        if key is None:
            self.wanting += sign
            return
        self.made.pop(key, None)
        if sign > 0:
            self.held[key][record.id] = record.data
        else:
            del self.held[key][record.id]

    def owners(self, keys: Set[Any]) -> Iterable[str]:
        return keys

    def end(self) -> Set[Any] | None:
        changed = super().end()
        if changed is None:
            self.made.clear()
        for key in changed or ():
            self.made.pop(key, None)
        return changed


class _Same(_Index):
    """The others that share a value."""

    def __init__(self, relation: Relation, rows: Mapping[str, Mapping[str, Record]]) -> None:
        super().__init__(relation, rows)
        self.path = relation.key.split(".")
        self.sharing: dict[Any, set[str]] = defaultdict(set)

    def values(self, data: Any) -> tuple[list[Any], bool]:
        return values_at(data, self.path, self.relation.where)

    def forward(self, data: Any) -> Any:
        rows = self.rows.get(self.relation.target)
        if rows is None:
            return None
        keys, whole = self.values(data)
        if not keys and not whole:
            return () if self.relation.written else None
        made = (rows[id_].data for id_ in sorted(self.owners(set(keys)) - {data["id"]}))
        return PartialList(made) if self.open or any(key in self.lost for key in keys) else tuple(made)

    def inverse(self, record: Record) -> Iterable[str]:
        return self.owners(set(self.values(record.data)[0])) - {record.id}

    def take(self, record: Record, sign: int) -> None:
        if record.kind != self.relation.target:
            return
        keys, whole = self.values(record.data)
        for key in keys:
            (self.sharing[key].add if sign > 0 else self.sharing[key].discard)(record.id)
        self.wanting += sign * (not whole and not self.relation.written)

    def owners(self, keys: Set[Any]) -> set[str]:
        return {id_ for key in keys for id_ in self.sharing.get(key, ())}


_SHAPES: dict[str, type[_Index]] = {"one": _Keyed, "listed": _Keyed, "many": _Many, "same": _Same}
