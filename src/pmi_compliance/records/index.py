"""
Where relations lead: one index a relation, one class for each shape of relations.

An index is right at any time for records that come, change and go, so that a dataset, which never changes, and a store
of records, which does, lead to the same records.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from pmi_compliance.records.schema import OpenList, PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Set

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.reading.raw import RawRecord
    from pmi_compliance.records.record import Record

    #: Where some values stand in a record.
    Paths = tuple[tuple[str, ...], ...]

    #: The valid records of each kind that was supplied, by their ids.
    Rows = Mapping[str, Mapping[str, Record]]


def index_of(
    relation: Relation, rows: Rows, excluded: Iterable[RawRecord], whole: Container[str]
) -> RelationIndex:
    """
    The index of a relation.

    Args:
        relation: The relation.
        rows: The valid records of each kind that was supplied, by their ids. The index looks into it later as well.
        excluded: The records that are not valid.
        whole: The kinds of which the office says that all records are there.

    """
    index = _SHAPES[relation.shape](relation, rows, is_whole=relation.target in whole)
    for record in rows.get(relation.target, {}).values():
        index.add(record)
    for raw in excluded:
        index.add_excluded(raw)
    return index


class RelationIndex:
    """
    One relation: what a record leads to, what leads to a record, and where a list may lack one.

    INVARIANT: a list that may lack an excluded record, or one whose key is unknown, is never whole; nor is any list of
    records that others may join because nobody said that all are there.
    """

    def __init__(self, relation: Relation, rows: Rows, *, is_whole: bool) -> None:
        self.relation, self.rows = relation, rows
        #: What a list is to which nothing was lost.
        self._unbroken: type[tuple[Any, ...]] = tuple if is_whole else OpenList
        #: Valid records that may belong to any list, excluded records that may, and the keys that these hold.
        self._unplaced = self._unplaced_excluded = 0
        self._lost: Counter[Any] = Counter()
        self._was_open, self._touched = False, set[Any]()

    # Asking

    def follow(self, data: Any) -> Any:
        """
        What a record's data leads to.

        It is `None` where that is not known, and for relations to many a tuple where all are there, an `OpenList`
        where nobody said so, and a `PartialList` where an excluded record may belong to them.
        """
        raise NotImplementedError

    def told_apart(self, by: Paths, first: int) -> Callable[[Any], Any]:
        """
        The same as `follow`, but that of those who hold the same values, beyond the first, some may be left out.

        Args:
            by: Where the values stand.
            first: So many of the list are never left out, whatever they hold.

        """
        return self.follow

    def inverse(self, record: Record) -> Iterable[str]:
        """Ids of the records that lead to a record."""
        raise NotImplementedError

    def owners(self, keys: Set[Any]) -> Iterable[str]:
        """Ids of the records whose lists are found by some keys."""
        raise NotImplementedError

    def _list(self, ids: Iterable[str], lost: bool) -> tuple[Any, ...]:
        records = self.rows[self.relation.target]
        return (PartialList if lost else self._unbroken)(records[id_].data for id_ in ids)

    @property
    def gaps(self) -> tuple[bool, Set[Any]]:
        """Where a list of related records may lack one: anywhere, and for which keys."""
        return self._open, self._lost.keys()

    @property
    def _open(self) -> bool:
        return self._unplaced + self._unplaced_excluded > 0

    # Changes

    def add(self, record: Record) -> None:
        """A valid record comes."""
        self._count(record, 1)

    def remove(self, record: Record) -> None:
        """A valid record goes."""
        self._count(record, -1)

    def add_excluded(self, raw: RawRecord) -> None:
        """A record that is not valid comes."""
        self._count_excluded(raw, 1)

    def remove_excluded(self, raw: RawRecord) -> None:
        """A record that is not valid goes."""
        self._count_excluded(raw, -1)

    def _count(self, record: Record, change: int) -> None:
        raise NotImplementedError

    def _count_excluded(self, raw: RawRecord, change: int) -> None:
        anywhere, lost = gaps_of([raw], self.relation)
        self._unplaced_excluded += change * anywhere
        for key in lost:
            self._lost[key] += change
            self._touched.add(key)
            if not self._lost[key]:
                del self._lost[key]

    def watch(self) -> None:
        """Begin to watch which lists gain or lose a gap."""
        self._was_open, self._touched = self._open, set()

    def changed_gaps(self) -> Set[Any] | None:
        """The keys of the lists that gained or lost a gap since `watch`; `None`: all lists."""
        if self._was_open != self._open:
            return None
        return set() if self._open else self._touched


class _Keyed(RelationIndex):
    """`one` and `listed`: a record holds the ids of others. What is not there shows in the record itself."""

    def __init__(self, relation: Relation, rows: Rows, *, is_whole: bool) -> None:
        super().__init__(relation, rows, is_whole=is_whole)
        self._targets = rows.get(relation.target)
        self._key = relation.key
        #: Ids of the records that hold an id; made when it is first asked for, as a dataset never does.
        self._known_holders: dict[str, set[str]] | None = None

    def inverse(self, record: Record) -> Iterable[str]:
        return self._holders.get(record.id, ())

    def owners(self, keys: Set[Any]) -> Iterable[str]:
        return {id_ for key in keys for id_ in self._holders.get(key, ())}

    @property
    def _holders(self) -> dict[str, set[str]]:
        if self._known_holders is None:
            self._known_holders = defaultdict(set)
            for record in self.rows.get(self.relation.source, {}).values():
                self._hold(record, 1)
        return self._known_holders

    def _hold(self, record: Record, change: int) -> None:
        value = record.data.get(self._key)
        for key in value if isinstance(value, tuple) else (value,):
            if key is not None:
                ids = self._holders[key]
                (ids.add if change > 0 else ids.discard)(record.id)

    def _count(self, record: Record, change: int) -> None:
        if record.kind == self.relation.source and self._known_holders is not None:
            self._hold(record, change)

    def _count_excluded(self, raw: RawRecord, change: int) -> None:
        pass  # a key that leads to an excluded record leads to none


class _One(_Keyed):
    """The other whose id a record holds."""

    def follow(self, data: Any) -> Any:
        if self._targets is None:
            return None
        record = self._targets.get(data.get(self._key))
        return None if record is None else record.data


class _Listed(_Keyed):
    """The others whose ids a list of the record holds: open where that list is, a `PartialList` where one is lost."""

    def follow(self, data: Any) -> Any:
        keys = data.get(self._key)
        if self._targets is None or keys is None:
            return None
        records = [self._targets.get(key) for key in keys]
        kind = PartialList if None in records else type(keys)
        return kind(record.data for record in records if record is not None)


class _Many(RelationIndex):
    """The others whose key holds this id."""

    def __init__(self, relation: Relation, rows: Rows, *, is_whole: bool) -> None:
        super().__init__(relation, rows, is_whole=is_whole)
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._lists: dict[str, Any] = {}

    def follow(self, data: Any) -> Any:
        key = data["id"]
        others = self._lists.get(key)
        if others is None and self.relation.target in self.rows:
            ids = sorted(self._ids.get(key, ()))
            others = self._lists[key] = self._list(ids, self._open or key in self._lost)
        return others

    def inverse(self, record: Record) -> Iterable[str]:
        key = record.data.get(self.relation.key)
        return () if key is None else (key,)

    def owners(self, keys: Set[Any]) -> Iterable[str]:
        return keys

    def _count(self, record: Record, change: int) -> None:
        if record.kind != self.relation.target:
            return
        key = record.data.get(self.relation.key)
        if key is None:
            self._unplaced += change
            return
        self._lists.pop(key, None)
        (self._ids[key].add if change > 0 else self._ids[key].discard)(record.id)

    def changed_gaps(self) -> Set[Any] | None:
        changed = super().changed_gaps()
        if changed is None:
            self._lists.clear()
        for key in changed or ():
            self._lists.pop(key, None)
        return changed


@frozen(eq=False)
class _Group:
    """Records that share a value, in the order of their ids."""

    ids: list[str]
    records: tuple[Any, ...]
    _told_apart: dict[tuple[Paths, int], _Group] = Factory(dict)

    def told_apart(self, by: Paths, first: int) -> _Group:
        """The first, and beyond these two of each that hold the same values: whichever is left out, one is there."""
        if (by, first) not in self._told_apart:
            seen: Counter[Any] = Counter()
            kept = []
            for at, record in enumerate(self.records):
                values = tuple(_simple_at(record, path) for path in by)
                seen[values] += 1
                # One more than are asked for, for a record is not among its others.
                if at <= first or seen[values] <= 2:
                    kept.append(at)
            self._told_apart[by, first] = _Group(
                [self.ids[at] for at in kept], tuple(self.records[at] for at in kept)
            )
        return self._told_apart[by, first]


def _simple_at(data: Any, path: tuple[str, ...]) -> Any:
    """The value at a path; of a list or a group of facts what no other record has."""
    for name in path:
        data = None if data is None else data.get(name)
    return (dict, id(data)) if isinstance(data, dict | tuple) else (type(data), data)


class _Same(RelationIndex):
    """The others that share a value."""

    def __init__(self, relation: Relation, rows: Rows, *, is_whole: bool) -> None:
        super().__init__(relation, rows, is_whole=is_whole)
        self._path = relation.key.split(".")
        self._ids: dict[Any, set[str]] = defaultdict(set)
        #: Each group by the value that its records share, made when it is asked for.
        self._groups: dict[Any, _Group] = {}

    def _values(self, data: Any) -> tuple[list[Any], bool]:
        return values_at(data, self._path, self.relation.where)

    def follow(self, data: Any) -> Any:
        return self._others(data, lambda group: group)

    def told_apart(self, by: Paths, first: int) -> Callable[[Any], Any]:
        return lambda data: self._others(data, lambda group: group.told_apart(by, first))

    def _others(self, data: Any, part: Callable[[_Group], _Group]) -> Any:
        if self.relation.target not in self.rows:
            return None
        keys, whole = self._values(data)
        if not keys and not whole and not self.relation.written:
            return None
        lost = self._open or any(key in self._lost for key in keys)
        if len(set(keys)) != 1:
            return self._list(sorted(self.owners(set(keys)) - {data["id"]}), lost)
        group = part(self._group(keys[0]))
        at = bisect_left(group.ids, data["id"])
        after = at + 1 if at < len(group.ids) and group.ids[at] == data["id"] else at
        return (PartialList if lost else self._unbroken)(group.records[:at] + group.records[after:])

    def _group(self, key: Any) -> _Group:
        if key not in self._groups:
            ids, records = sorted(self._ids.get(key, ())), self.rows[self.relation.target]
            self._groups[key] = _Group(ids, tuple(records[id_].data for id_ in ids))
        return self._groups[key]

    def inverse(self, record: Record) -> Iterable[str]:
        return self.owners(set(self._values(record.data)[0])) - {record.id}

    def owners(self, keys: Set[Any]) -> set[str]:
        return {id_ for key in keys for id_ in self._ids.get(key, ())}

    def _count(self, record: Record, change: int) -> None:
        if record.kind != self.relation.target:
            return
        keys, whole = self._values(record.data)
        for key in keys:
            self._groups.pop(key, None)
            (self._ids[key].add if change > 0 else self._ids[key].discard)(record.id)
        self._unplaced += change * (not whole and not self.relation.written)


_SHAPES: dict[str, type[RelationIndex]] = {"one": _One, "listed": _Listed, "many": _Many, "same": _Same}


def gaps_of(excluded: Iterable[RawRecord], relation: Relation) -> tuple[bool, set[Any]]:
    """Where a list may lack one of the excluded records: anywhere, and for which keys."""
    anywhere = False
    lost: set[Any] = set()
    for raw in excluded:
        if raw.kind != relation.target:
            continue
        value = raw.value if isinstance(raw.value, dict) else {}
        keys, whole = values_at(value, relation.key.split("."), relation.where)
        if relation.shape == "many":
            whole = bool(keys) and isinstance(keys[0], str)
        else:
            whole = isinstance(raw.value, dict) and (whole or relation.written)
        lost.update(key for key in keys if isinstance(key, str))
        anywhere = anywhere or not whole
    return anywhere, lost


def values_at(data: Any, path: list[str], where: tuple[tuple[str, str], ...]) -> tuple[list[Any], bool]:
    """The values at a path, through lists too, and whether none may be missing."""
    if not path:
        return [data], True
    inner = data.get(path[0]) if isinstance(data, dict) else None
    if inner is None:
        return [], False
    if not isinstance(inner, tuple | list):
        return values_at(inner, path[1:], where)
    values: list[Any] = []
    whole = type(inner) is not PartialList
    for item in inner:
        if not isinstance(item, dict):
            whole = False
            continue
        if any(item.get(name) not in {value, None} for name, value in where):
            continue
        if any(item.get(name) is None for name, _ in where):
            whole = False
            continue
        of_item, known = values_at(item, path[1:], where)
        values += of_item
        whole = whole and known
    return values, whole
