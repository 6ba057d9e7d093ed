"""
Records and their relations, immutable.

A record that is wrong is set aside as a problem, and its neighbours learn that something is missing:
a list of related records that may lack one of them is `Partial`, so nothing passes in silence.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter, defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.text import Text
from pmi_compliance.records.reading import Origin, RawRecord, assembled, raw_records, read_files, sheets_of
from pmi_compliance.records.schema import KINDS, Fault, PartialList, faults, record_types, typed
from pmi_compliance.records.validation import certain

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from pmi_compliance.expr.types import Relation


@frozen
class Record:
    """One record: its kind, its id, its data as the condition language sees it, and its origin."""

    kind: str
    id: str
    #: Not to be changed; nested dictionaries and tuples.
    data: Mapping[str, Any] = field(repr=False, eq=False)
    origin: Origin = Origin()


@frozen
class Problem:
    """A fact about a file: what is wrong with one record of it."""

    kind: str | None
    id: str | None
    origin: Origin
    errors: tuple[Fault, ...]
    #: False where the record is audited all the same.
    set_aside: bool = True


@frozen(eq=False)
class Dataset:
    """Tables of records, by kind, and what was wrong with the input."""

    tables: Mapping[str, tuple[Record, ...]]
    problems: tuple[Problem, ...]
    #: Changes when any record changes; the order of records and files does not matter.
    digest: str
    _by_id: Mapping[str, Mapping[str, Record]] = field(repr=False)
    _aside: tuple[RawRecord, ...] = field(repr=False)
    #: Indexes are built when first walked.
    _walks: dict[Relation, Callable[[Any], Any]] = field(factory=dict, repr=False)

    @classmethod
    def read(cls, *paths: str | Path) -> Dataset:
        """
        Read files and folders (JSON, JSON lines, CSV, workbooks, Parquet) and databases by their address.

        Raises:
            UnreadableInput: If a path does not exist or a file cannot be read as a whole.

        """
        with _without_pauses():
            return cls._of(*read_files(paths))

    @classmethod
    def from_records(cls, tables: Mapping[str, Iterable[object]]) -> Dataset:
        """
        Take records from Python mappings: `{"placement": [...], "recruiter": [...]}`.

        A kind that is not named was not supplied, and what needs it is unknown; an empty list says there are none.

        Raises:
            UsageError: If a name is no kind of record.

        """
        with _without_pauses():
            return cls._of(*raw_records(tables))

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any]) -> Dataset:
        """
        Take Arrow, Polars or pandas tables: `{"placements": frame, "placement.documents": other}`.

        Columns are fields, paths such as `worker.birth_date`, or nested groups; null is unknown.

        Raises:
            UsageError: If a name is no table of records, or a table is none.

        """
        with _without_pauses():
            return cls._of(*assembled(sheets_of(tables)))

    @classmethod
    def _of(cls, supplied: set[str], raws: list[RawRecord]) -> Dataset:
        good, problems, aside, digest_ = _checked(raws)
        by_id = {kind: {record.id: record for record in good if record.kind == kind} for kind in KINDS}
        dataset = cls(
            tables={
                kind: tuple(by_id[kind][at] for at in sorted(by_id[kind]))
                for kind in KINDS
                if kind in supplied
            },
            problems=(),
            digest=digest_,
            by_id=by_id,
            aside=tuple(aside),
        )
        problems += dangling_in({kind: by_id[kind] for kind in dataset.tables}, aside)
        return cls(dataset.tables, ordered(problems), dataset.digest, by_id, tuple(aside))

    def get(self, kind: str, id: str) -> Record | None:  # noqa: A002
        """The record of a kind with an id, or `None`."""
        return self._by_id[kind].get(id)

    def count(self, kind: str, *paths: str) -> Counter[tuple[Any, ...]]:
        """How many records of a kind hold each combination of values at some paths; `None` where nothing is known."""
        return Counter(
            tuple(value_at(record.data, path) for path in paths) for record in self.tables.get(kind, ())
        )

    @property
    def aside(self) -> tuple[RawRecord, ...]:
        """Records that are wrong, as they were supplied."""
        return self._aside

    @property
    def sizes(self) -> dict[str, int]:
        """How many right records of each kind that was supplied there are."""
        return {kind: len(self.tables[kind]) for kind in KINDS if kind in self.tables}

    # Relations

    def related(self, relation: Relation) -> Callable[[Any], Any]:
        """
        A function from a record's data to the data it is related to.

        It gives `None` where that is not known, a tuple for relations to many, and a `Partial`
        where a record that was set aside may belong to them.
        """
        if relation not in self._walks:
            self._walks[relation] = self._walk(relation)
        return self._walks[relation]

    def _walk(self, relation: Relation) -> Callable[[Any], Any]:
        target = relation.target
        if target not in self.tables:
            return lambda _: None
        rows = {key: record.data for key, record in self._by_id[target].items()}
        match relation.shape:
            case "one":
                return lambda data: rows.get(data.get(relation.key))
            case "listed":
                return lambda data: listed(rows, data.get(relation.key))
            case "same":
                return self._same(relation)
        index: dict[str, list[Any]] = defaultdict(list)
        for record in self.tables[target]:
            if (key := record.data.get(relation.key)) is not None:
                index[key].append(record.data)
        anywhere, lost = self.gaps(relation)
        made = {
            key: PartialList(rows_) if anywhere or key in lost else tuple(rows_)
            for key, rows_ in index.items()
        }
        partly = PartialList()

        def many(data: Any) -> Any:
            key = data["id"]
            return made.get(key) or (partly if anywhere or key in lost else ())

        return many

    def gaps(self, relation: Relation) -> tuple[bool, set[Any]]:
        """
        Where a list of related records may lack one: anywhere, and for which keys.

        INVARIANT: a list that may lack a record set aside, or one whose key is unknown, is never whole.
        """
        records = self.tables[relation.target]
        if relation.shape == "many":
            wanting = any(record.data.get(relation.key) is None for record in records)
        else:
            path = relation.key.split(".")
            wanting = not relation.written and not all(
                values_at(record.data, path, relation.where)[1] for record in records
            )
        anywhere, lost = gaps_of(self._aside, relation)
        return anywhere or wanting, lost

    def _same(self, relation: Relation) -> Callable[[Any], Any]:
        path = relation.key.split(".")
        index: dict[Any, dict[str, Any]] = defaultdict(dict)
        for record in self.tables[relation.target]:
            for key in values_at(record.data, path, relation.where)[0]:
                index[key][record.id] = record.data
        anywhere, lost = self.gaps(relation)

        def same(data: Any) -> Any:
            keys, whole = values_at(data, path, relation.where)
            if not keys and not whole:
                return () if relation.written else None
            others = {id_: other for key in keys for id_, other in index[key].items() if id_ != data["id"]}
            made = (others[id_] for id_ in sorted(others))
            return PartialList(made) if anywhere or not lost.isdisjoint(keys) else tuple(made)

        return same


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Records hold no cycles: to look for some among all that were read, again and again, takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def keyed(kind: str) -> list[Relation]:
    """The relations of a kind whose keys its own records hold."""
    found = (field.relation for field in record_types()[kind].fields.values())
    return [one for one in found if one is not None and one.shape in {"one", "listed"}]


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def dangling_in(tables: Mapping[str, Mapping[str, Record]], aside: Iterable[RawRecord]) -> list[Problem]:
    """Records of some tables that name others which are not there; they are audited all the same."""
    lost = {(raw.kind, id_of(raw)) for raw in aside}
    found = []
    for kind, records in tables.items():
        keys = [(one.key, one.target) for one in keyed(kind) if one.target in tables]
        for record in records.values():
            errors = [
                dangling(key, target, wanted, lost)
                for key, target in keys
                for wanted in _each(record.data.get(key))
                if wanted is not None and wanted not in tables[target]
            ]
            if errors:
                found.append(Problem(kind, record.id, record.origin, tuple(errors), set_aside=False))
    return found


def dangling(key: str, target: str, wanted: str, lost: Container[tuple[str, str | None]]) -> Fault:
    """That a record names another that is not there."""
    known = Text("", "")
    if (target, wanted) in lost:
        known = Text(" (rekam itu disisihkan karena bermasalah)", " (that record was set aside)")
    return Fault(
        f"/{key}",
        Text(
            f"tidak ada `{target}` dengan id `{wanted}`{known.id}",
            f"there is no `{target}` with the id `{wanted}`{known.en}",
        ),
    )


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The order of problems in every report."""
    return tuple(sorted(problems, key=lambda one: (one.kind or "", one.id or "", str(one.origin))))


def value_at(data: Any, path: str) -> Any:
    """The value at a dotted path of a record, or `None` where nothing is known."""
    for step in path.split("."):
        data = data.get(step) if data is not None else None
    return data


def gaps_of(aside: Iterable[RawRecord], relation: Relation) -> tuple[bool, set[Any]]:
    """Where a list may lack one of the records that were set aside: anywhere, and for which keys."""
    anywhere = False
    lost: set[Any] = set()
    for raw in aside:
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
    found: list[Any] = []
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
        values, known = values_at(item, path[1:], where)
        found += values
        whole = whole and known
    return found, whole


def listed(rows: Mapping[str, Any], keys: Any) -> Any:
    """The rows whose ids a list holds; a `Partial` where one is not there or the list is not whole."""
    if keys is None:
        return None
    found = [rows.get(key) for key in keys]
    whole = None not in found and not isinstance(keys, PartialList)
    return tuple(found) if whole else PartialList(row for row in found if row is not None)


def id_of(raw: RawRecord) -> str | None:
    """The id of a record, if it can be one."""
    found = raw.value.get("id") if isinstance(raw.value, dict) else None
    return found if isinstance(found, str) and found else None


def _checked(raws: list[RawRecord]) -> tuple[list[Record], list[Problem], list[RawRecord], str]:
    """Divide records into good ones and problems; a duplicate id sets all its bearers aside. And their digest."""
    record_types()  # built once, before any record is looked at
    counts = Counter((raw.kind, id_of(raw)) for raw in raws)
    good: list[Record] = []
    problems: list[Problem] = []
    aside: list[RawRecord] = []
    whole = Digest()
    for raw in raws:
        text = text_of(raw)
        whole.add(raw.kind, text)
        name = id_of(raw)
        found = examined(raw, text)
        errors = found if isinstance(found, list) else []
        if name is not None and counts[raw.kind, name] > 1:
            errors.append(shared_id(counts[raw.kind, name]))
        if isinstance(found, Record) and not errors:
            good.append(found)
        else:
            problems += by_origin(raw, errors)
            aside.append(raw)
    return good, problems, aside, whole.value()


def text_of(raw: RawRecord) -> bytes:
    """The canonical JSON of a record."""
    return canonical(raw.value) if raw.text is None else raw.text


def examined(raw: RawRecord, text: bytes) -> Record | list[Fault]:
    """The record, or all that the reader and the schema find wrong with it; `text` is its canonical JSON."""
    errors = [*raw.faults]
    data = None if errors else certain(raw.kind, raw.value, text)
    # A line that could not be read has a fault and no value; `null` written as a record has neither.
    if data is None and (raw.value is not None or not errors):
        told = {fault.pointer for fault in errors}
        errors += [fault for fault in faults(raw.kind, raw.value) if fault.pointer not in told]
    if errors:
        return errors
    return Record(raw.kind, raw.value["id"], typed(raw.kind, raw.value) if data is None else data, raw.origin)


def shared_id(count: int) -> Fault:
    """That several records bear one id."""
    return Fault(
        "/id",
        Text(
            f"id ini dipakai {count} rekam; semuanya disisihkan sampai jelas mana yang benar",
            f"{count} records bear this id; all are set aside until it is clear which is right",
        ),
    )


def by_origin(raw: RawRecord, errors: list[Fault]) -> list[Problem]:
    """One problem for each place the faults stand in: parts of a record may have rows of their own."""
    places: dict[Origin, list[Fault]] = defaultdict(list)
    for error in errors:
        inside = [part for part in raw.parts if error.pointer == part or error.pointer.startswith(f"{part}/")]
        places[raw.parts[inside[0]] if inside else raw.origin].append(error)
    return [Problem(raw.kind, id_of(raw), origin, tuple(found)) for origin, found in places.items()]


class Digest:
    """The digest of all records that were supplied, right or wrong, in any order; taken one by one."""

    def __init__(self) -> None:
        self._found: list[bytes] = []

    def add(self, kind: str, text: bytes) -> None:
        """Take one record by its kind and its canonical JSON."""
        self._found.append(hashlib.sha256(b'["%s",%s]' % (kind.encode(), text)).digest())

    def value(self) -> str:
        """The digest of those that were taken."""
        return digest(b"".join(sorted(self._found)))
