"""
Records and their relations, immutable.

A record that is wrong is set aside as a problem, and its neighbours learn that something is missing:
a list of related records that may lack one of them is `Partial`, so nothing passes in silence.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.digests import digest
from pmi_compliance.reading import Origin, RawRecord, assembled, raw_records, read_files, sheets_of
from pmi_compliance.schema import KINDS, Fault, Partial, document, faults, record_types, typed
from pmi_compliance.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
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
        return cls._of(*read_files(paths))

    @classmethod
    def from_records(cls, tables: Mapping[str, Iterable[object]]) -> Dataset:
        """
        Take records from Python mappings: `{"placement": [...], "recruiter": [...]}`.

        A kind that is not named was not supplied, and what needs it is unknown; an empty list says there are none.

        Raises:
            UsageError: If a name is no kind of record.

        """
        return cls._of(*raw_records(tables))

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any]) -> Dataset:
        """
        Take Arrow, Polars or pandas tables: `{"placements": frame, "placement.documents": other}`.

        Columns are fields, paths such as `worker.birth_date`, or nested groups; null is unknown.

        Raises:
            UsageError: If a name is no table of records, or a table is none.

        """
        return cls._of(*assembled(sheets_of(tables)))

    @classmethod
    def _of(cls, supplied: set[str], raws: list[RawRecord]) -> Dataset:
        good, problems, aside = _checked(raws)
        by_id = {kind: {record.id: record for record in good if record.kind == kind} for kind in KINDS}
        dataset = cls(
            tables={
                kind: tuple(by_id[kind][at] for at in sorted(by_id[kind]))
                for kind in KINDS
                if kind in supplied
            },
            problems=(),
            digest=_digest(raws),
            by_id=by_id,
            aside=tuple(aside),
        )
        problems += dataset._dangling()
        ordered = sorted(
            problems, key=lambda problem: (problem.kind or "", problem.id or "", str(problem.origin))
        )
        return cls(dataset.tables, tuple(ordered), dataset.digest, by_id, tuple(aside))

    def get(self, kind: str, id: str) -> Record | None:  # noqa: A002
        """The record of a kind with an id, or `None`."""
        return self._by_id[kind].get(id)

    def _dangling(self) -> list[Problem]:
        lost = {(raw.kind, _id(raw)) for raw in self._aside}
        found = []
        for kind, records in self.tables.items():
            keys = [
                (name, node["key"], node["target"])
                for name, node in document(kind)["x-relations"].items()
                if node["shape"] in {"one", "listed"} and node["target"] in self.tables
            ]
            for record in records:
                errors = []
                for _, key, target in keys:
                    value = record.data.get(key)
                    for wanted in value if isinstance(value, tuple) else (value,):
                        if wanted is None or wanted in self._by_id[target]:
                            continue
                        known = Text("", "")
                        if (target, wanted) in lost:
                            known = Text(
                                " (rekam itu disisihkan karena bermasalah)", " (that record was set aside)"
                            )
                        errors.append(
                            Fault(
                                f"/{key}",
                                Text(
                                    f"tidak ada `{target}` dengan id `{wanted}`{known.id}",
                                    f"there is no `{target}` with the id `{wanted}`{known.en}",
                                ),
                            )
                        )
                if errors:
                    found.append(Problem(kind, record.id, record.origin, tuple(errors), set_aside=False))
        return found

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
                return lambda data: _listed(rows, data.get(relation.key))
            case "same":
                return self._same(relation)
        index: dict[str, list[Any]] = defaultdict(list)
        for record in self.tables[target]:
            if (key := record.data.get(relation.key)) is not None:
                index[key].append(record.data)
        anywhere, lost = self.gaps(relation)
        made = {
            key: Partial(rows_) if anywhere or key in lost else tuple(rows_) for key, rows_ in index.items()
        }
        partly = Partial()

        def many(data: Any) -> Any:
            key = data["id"]
            return made.get(key) or (partly if anywhere or key in lost else ())

        return many

    def gaps(self, relation: Relation) -> tuple[bool, set[Any]]:
        """
        Where a list of related records may lack one: anywhere, and for which keys.

        INVARIANT: a list that may lack a record set aside, or one whose key is unknown, is never whole.
        """
        lost: set[Any] = set()
        path, many = relation.key.split("."), relation.shape == "many"
        if many:
            wanting = any(record.data.get(relation.key) is None for record in self.tables[relation.target])
        else:
            wanting = not relation.written and not all(
                _values(record.data, path, relation.where)[1] for record in self.tables[relation.target]
            )
        for raw in self._aside:
            if raw.kind != relation.target:
                continue
            value = raw.value if isinstance(raw.value, dict) else {}
            keys, whole = _values(value, path, relation.where)
            if many:
                whole = bool(keys) and isinstance(keys[0], str)
            else:
                whole = isinstance(raw.value, dict) and (whole or relation.written)
            lost.update(key for key in keys if isinstance(key, str))
            wanting = wanting or not whole
        return wanting, lost

    def _same(self, relation: Relation) -> Callable[[Any], Any]:
        path = relation.key.split(".")
        index: dict[Any, dict[str, Any]] = defaultdict(dict)
        for record in self.tables[relation.target]:
            for key in _values(record.data, path, relation.where)[0]:
                index[key][record.id] = record.data
        anywhere, lost = self.gaps(relation)

        def same(data: Any) -> Any:
            keys, whole = _values(data, path, relation.where)
            if not keys and not whole:
                return () if relation.written else None
            others = {id_: other for key in keys for id_, other in index[key].items() if id_ != data["id"]}
            made = (others[id_] for id_ in sorted(others))
            return Partial(made) if anywhere or not lost.isdisjoint(keys) else tuple(made)

        return same


def _values(data: Any, path: list[str], where: tuple[tuple[str, str], ...]) -> tuple[list[Any], bool]:
    """The values at a path, through lists too, and whether none may be missing."""
    if not path:
        return [data], True
    inner = data.get(path[0]) if isinstance(data, dict) else None
    if inner is None:
        return [], False
    if not isinstance(inner, tuple | list):
        return _values(inner, path[1:], where)
    found: list[Any] = []
    whole = type(inner) is not Partial
    for item in inner:
        if not isinstance(item, dict):
            whole = False
            continue
        if any(item.get(name) not in {value, None} for name, value in where):
            continue
        if any(item.get(name) is None for name, _ in where):
            whole = False
            continue
        values, known = _values(item, path[1:], where)
        found += values
        whole = whole and known
    return found, whole


def _listed(rows: Mapping[str, Any], keys: Any) -> Any:
    if keys is None:
        return None
    found = [rows.get(key) for key in keys]
    whole = None not in found and not isinstance(keys, Partial)
    return tuple(found) if whole else Partial(row for row in found if row is not None)


def _id(raw: RawRecord) -> str | None:
    found = raw.value.get("id") if isinstance(raw.value, dict) else None
    return found if isinstance(found, str) and found else None


def _checked(raws: list[RawRecord]) -> tuple[list[Record], list[Problem], list[RawRecord]]:
    """Divide records into good ones and problems; a duplicate id sets all its bearers aside."""
    record_types()  # built once, before any record is looked at
    counts = Counter((raw.kind, _id(raw)) for raw in raws)
    good: list[Record] = []
    problems: list[Problem] = []
    aside: list[RawRecord] = []
    for raw in raws:
        name = _id(raw)
        told = {fault.pointer for fault in raw.faults}
        errors = [*raw.faults]
        # A line that could not be read has a fault and no value; `null` written as a record has neither.
        if raw.value is not None or not errors:
            errors += [fault for fault in faults(raw.kind, raw.value) if fault.pointer not in told]
        if name is not None and counts[raw.kind, name] > 1:
            errors.append(
                Fault(
                    "/id",
                    Text(
                        f"id ini dipakai {counts[raw.kind, name]} rekam; semuanya disisihkan sampai jelas mana yang benar",
                        f"{counts[raw.kind, name]} records bear this id; all are set aside until it is clear which is right",
                    ),
                )
            )
        if errors:
            problems += _by_origin(raw, name, errors)
            aside.append(raw)
        else:
            assert name is not None
            good.append(Record(raw.kind, name, typed(raw.kind, raw.value), raw.origin))
    return good, problems, aside


def _by_origin(raw: RawRecord, name: str | None, errors: list[Fault]) -> list[Problem]:
    """One problem for each place the faults stand in: parts of a record may have rows of their own."""
    places: dict[Origin, list[Fault]] = defaultdict(list)
    for error in errors:
        inside = [part for part in raw.parts if error.pointer == part or error.pointer.startswith(f"{part}/")]
        places[raw.parts[inside[0]] if inside else raw.origin].append(error)
    return [Problem(raw.kind, name, origin, tuple(found)) for origin, found in places.items()]


def _digest(raws: list[RawRecord]) -> str:
    lines = sorted(
        json.dumps([raw.kind, raw.value], ensure_ascii=True, sort_keys=True, default=str) for raw in raws
    )
    return digest("\n".join(lines).encode())
