"""
Records that come, change and go one by one, and their relations, as a `Dataset` of the same records would have them.

What a record leads to, and what leads to it, is kept in an index for each relation, so that a change costs as much as
what it touches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.records.index import index_of
from pmi_compliance.records.reading import RawRecord, ReadingNotes, kinds_named
from pmi_compliance.records.record import (
    Record,
    dangling_in,
    details_of,
    examine,
    id_of,
    in_order,
    problems_of,
    shared_id,
    text_of,
)
from pmi_compliance.records.record_ids import with_plain_ids
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.standing import alleges

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.index import Paths, RelationIndex
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel

#: Kind and id.
Name = tuple[str, str]


@frozen(eq=False)
class StoredRecord:
    """One record as it was supplied, and what is wrong with it alone."""

    #: The record as it was read.
    raw: RawRecord
    #: The valid record; `None` if it is not valid.
    record: Record | None
    #: What is wrong with it.
    details: tuple[ProblemDetail, ...] = ()

    @classmethod
    def of(cls, raw: RawRecord, model: RecordModel) -> StoredRecord:
        """A record, held against its schema."""
        notes = ReadingNotes()  # of a single record nobody asks what was noted
        (raw,) = with_plain_ids([raw], model, notes)
        result = examine(model, raw, text_of(raw), notes)
        return cls(raw, result if isinstance(result, Record) else None, tuple(details_of(result)))

    @property
    def name(self) -> Name | None:
        """Kind and id, if it has an id."""
        id_ = id_of(self.raw)
        return None if id_ is None else (self.raw.kind, id_)


@frozen(eq=False)
class RecordChange:
    """What became of the records when one was put into a store, or taken out."""

    #: Records that were valid before, and are after, among those that it is about.
    before: Mapping[Name, Record]
    after: Mapping[Name, Record]
    #: For each relation the keys whose lists gained or lost a gap; `None`: all lists.
    gaps: Mapping[Relation, Set[Any] | None]


class RecordStore:
    """
    Records of some kinds, valid and excluded.

    Args:
        kinds: The kinds that are supplied; what needs another is unknown.
        model: The kinds of records that there are; without one, those that the library describes.
        whole: The kinds of which the office says that all records are here; of others there may be more.

    Raises:
        UsageError: If a name in `whole` is no kind of record.

    """

    def __init__(
        self, kinds: Iterable[str], model: RecordModel | None = None, *, whole: Iterable[str] = ()
    ) -> None:
        kinds = frozenset(kinds)
        self.model = model or bundled_model()
        #: The valid records of each kind, by their ids.
        self.rows: dict[str, dict[str, Record]] = {kind: {} for kind in self.model.kinds if kind in kinds}
        #: The kinds of which the office says that all records are here.
        self.whole = kinds_named(whole, self.model) & self.rows.keys()
        #: All records, by keys that tell those apart that bear the same id, or none.
        self.entries: dict[Hashable, StoredRecord] = {}
        #: Keys of the records that bear a name; of several none is valid.
        self._bearers: dict[Name, set[Hashable]] = defaultdict(set)
        self._indexes: dict[Relation, RelationIndex] = {}
        self._alleging = 0

    @classmethod
    def of(cls, dataset: Dataset) -> RecordStore:
        """The records of a dataset."""
        store = cls(dataset.tables, dataset.model, whole=dataset.whole)
        for record in (record for records in dataset.tables.values() for record in records):
            raw = RawRecord(record.kind, record.data, record.origin)
            store.edit((record.kind, record.id, 0), StoredRecord(raw, record, tuple(details_of(record))))
        for key, raw in keyed_by_name(dataset.excluded).items():
            store.edit(key, StoredRecord.of(raw, dataset.model))
        return store

    def bearers(self, name: Name) -> list[Hashable]:
        """Keys of the records that bear a name, in order."""
        return sorted(self._bearers.get(name, ()), key=str)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the records, as a dataset of them would say."""
        problems = []
        # Records that change have left the columns of tables behind.
        notes = ReadingNotes()
        excluded = [*self._excluded()]
        for entry in excluded:
            details = [*entry.details]
            if entry.name is not None and (count := len(self._bearers[entry.name])) > 1:
                details.append(shared_id(count))
            problems += problems_of(entry.raw, details, notes)
        for records in self.rows.values():
            problems += [problem for record in records.values() for problem in record.problems]
        raws = [entry.raw for entry in excluded]
        return in_order([*problems, *dangling_in(self.model, self.rows, raws, notes)])

    def related(self, relation: Relation) -> Callable[[Any], Any]:
        """As `Dataset.related`, of the records as they are when it is asked."""
        return self.index(relation).follow

    def told_apart(self, relation: Relation, by: Paths, first: int) -> Callable[[Any], Any]:
        """As `Dataset.told_apart`, of the records as they are when it is asked."""
        return self.index(relation).told_apart(by, first)

    def index(self, relation: Relation) -> RelationIndex:
        """The index of a relation, made when it is first asked for."""
        if relation not in self._indexes:
            excluded = (entry.raw for entry in self._excluded())
            self._indexes[relation] = index_of(relation, self.rows, excluded, self.whole)
        return self._indexes[relation]

    def edit(self, key: Hashable, entry: StoredRecord | None) -> RecordChange:
        """
        Put a record under a key, in the place of the one that is there.

        Args:
            key: What tells the record apart from others, those of the same id among them.
            entry: The record; `None` takes away what is there.

        Returns:
            What became of the records.

        """
        old = self.entries.get(key)
        names = {record.name for record in (old, entry) if record is not None and record.name is not None}
        before, excluded_before = self._state(names, old)
        if old is not None:
            del self.entries[key]
            if old.name is not None:
                self._bearers[old.name].discard(key)
        if entry is not None:
            self.entries[key] = entry
            if entry.name is not None:
                self._bearers[entry.name].add(key)
        after, excluded_after = self._state(names, entry)
        changed = [name for name in names if before.get(name) is not after.get(name)]
        for name in changed:
            self._move(name, before.get(name), after.get(name))
        gaps = {}
        for relation, index in self._indexes.items():
            index.watch()
            for name in changed:
                if name in before:
                    index.remove(before[name])
                if name in after:
                    index.add(after[name])
            for excluded in excluded_before:
                index.remove_excluded(excluded.raw)
            for excluded in excluded_after:
                index.add_excluded(excluded.raw)
            if (keys := index.changed_gaps()) != set():
                gaps[relation] = keys
        return RecordChange(before, after, gaps)

    @property
    def alleges(self) -> bool:
        """Whether something that the valid records hold is only alleged."""
        return self._alleging > 0

    def _move(self, name: Name, old: Record | None, new: Record | None) -> None:
        kind, id_ = name
        for record, change in ((old, -1), (new, 1)):
            self._alleging += change if record is not None and alleges(record.data) else 0
        if new is not None:
            self.rows[kind][id_] = new
        elif old is not None:
            del self.rows[kind][id_]

    def _state(
        self, names: Set[Name], nameless: StoredRecord | None
    ) -> tuple[dict[Name, Record], list[StoredRecord]]:
        """The valid records of some names, and those that are excluded; a record without a name is."""
        valid: dict[Name, Record] = {}
        excluded = [nameless] if nameless is not None and nameless.name is None else []
        for name in names:
            bearers = [self.entries[key] for key in self._bearers.get(name, ())]
            if len(bearers) == 1 and bearers[0].record is not None:
                valid[name] = bearers[0].record
            else:
                excluded += bearers
        return valid, excluded

    def _excluded(self) -> Iterator[StoredRecord]:
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
