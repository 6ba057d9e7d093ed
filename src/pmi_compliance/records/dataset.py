"""
Records and their relations, immutable.

A record that is not valid is excluded and stands among the problems, and its neighbours learn that something is
missing: a list of related records that may lack one of them is a `PartialList`, so nothing passes in silence. Records
that were supplied are not all that there are, unless whoever supplies them says so: until then such a list is open.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.digests import digest
from pmi_compliance.base.frozen import FrozenDict
from pmi_compliance.base.given import given_paths, given_tables
from pmi_compliance.base.pauses import without_pauses
from pmi_compliance.records.index import index_of
from pmi_compliance.records.reading import (
    ReadingNotes,
    answered,
    assembled,
    kinds_named,
    no_kind,
    raw_records,
    read_files,
    sheets_of,
    within,
)
from pmi_compliance.records.record import (
    Problem,
    Record,
    dangling_in,
    details_of,
    examine,
    id_of,
    in_order,
    problems_of,
    problems_of_headers,
    shared_id,
    text_of,
    value_at,
)
from pmi_compliance.records.record_ids import with_plain_ids
from pmi_compliance.records.schema import model_of
from pmi_compliance.records.standing import alleges

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Set
    from pathlib import Path

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.index import Paths, RelationIndex
    from pmi_compliance.records.reading import Bounds, RawRecord, ReadingNote
    from pmi_compliance.records.reading import Mapping as Answers
    from pmi_compliance.records.schema import HasModel, RecordModel


@frozen(eq=False)
class Dataset:
    """
    Records of several kinds, and what is wrong with the input.

    >>> from pmi_compliance import Dataset
    >>> dataset = Dataset.from_records({"placement": [{"id": "P1", "recruiter_id": "R1"}], "recruiter": []})
    >>> dataset.sizes
    {'recruiter': 0, 'placement': 1}
    >>> dataset.problems[0].details[0].message.en
    'there is no recruiter with the id `R1`'

    """

    #: The valid records of each kind that was supplied, in the order of their ids.
    tables: Mapping[str, tuple[Record, ...]]
    #: What is wrong with the input, in the order of kinds and ids.
    problems: tuple[Problem, ...]
    #: Changes when any record changes; the order of records and files does not matter. It is not to be shown: whoever
    #: tries out what a record may hold finds what gives this digest.
    digest: str = field(repr=False)
    #: The kinds of records that there are.
    model: RecordModel = field(repr=False)
    #: Records that are not valid, as they were supplied.
    excluded: tuple[RawRecord, ...] = field(repr=False)
    #: The kinds of which the office says that all records are here.
    whole: frozenset[str] = field(repr=False)
    #: Whether something that the records hold is only alleged.
    alleges: bool = field(repr=False)
    _rows: Mapping[str, Mapping[str, Record]] = field(repr=False)
    #: What was understood otherwise than it stands in the input, or left out.
    reading_notes: tuple[ReadingNote, ...] = field(default=(), repr=False)
    #: Indexes are built when a relation is first followed.
    _indexes: dict[Relation, RelationIndex] = field(factory=dict, init=False, repr=False)

    @classmethod
    def read(
        cls,
        *paths: str | Path,
        model: RecordModel | None = None,
        packs: Iterable[HasModel] = (),
        whole: Iterable[str] = (),
        mapping: Answers | None = None,
        strict: bool = False,
        bounds: Bounds | None = None,
    ) -> Dataset:
        """
        Read files and folders (JSON, JSON lines, CSV, workbooks, Parquet) and databases by their address.

        Args:
            paths: Files, folders and addresses of databases.
            model: The kinds of records; without one, those that the library describes.
            packs: The packs that the records are for: without a model, what these add to records is read as well.
            whole: The kinds of which the office says that all records are here, beside those of which a JSON document
                says so (`"placements_complete": true`); of others there may be more.
            mapping: What the columns of the office's own tables mean; without it, what stands beside each file
                (`daftar.kolom.yaml` beside `daftar.xlsx`) counts.
            strict: Whether only paths and titles count as headings, no other names and no guesses, and of cells nothing is
                read that would be noted as a likely reading.
            bounds: How much is read of one input; without them, those of the settings of a command, or the usual ones.

        Raises:
            UnreadableInput: If a path does not exist, a file cannot be read as a whole or goes beyond the bounds, or a
                mapping names a field or a heading that is not there.
            UsageError: If a name in `whole` is no kind of record.

        """
        model, paths = model or model_of(packs), given_paths(paths)
        whole = kinds_named(whole, model)
        with without_pauses(), within(bounds):
            notes = ReadingNotes()
            supplied, raws, said = read_files(paths, model, notes, mapping=mapping, strict=strict)
            return cls.from_raw(supplied, raws, model, whole=whole | said, notes=notes)

    @classmethod
    def from_records(
        cls,
        tables: Mapping[str, Iterable[object]],
        *,
        model: RecordModel | None = None,
        packs: Iterable[HasModel] = (),
        whole: Iterable[str] = (),
    ) -> Dataset:
        """
        Take records from Python mappings: `{"placement": [...], "recruiter": [...]}`.

        A kind that is not named was not supplied, and what needs it is unknown; an empty list says there are none.

        Args:
            tables: Records by kind.
            model: The kinds of records; without one, those that the library describes.
            packs: The packs that the records are for: without a model, what these add to records is read as well.
            whole: The kinds of which the office says that all records are here; of others there may be more.

        Raises:
            UsageError: If a name is no kind of record.

        """
        model, tables = model or model_of(packs), given_tables(tables)
        with without_pauses():
            return cls.from_raw(*raw_records(tables, model), model, whole=whole)

    @classmethod
    def from_tables(
        cls,
        tables: Mapping[str, Any],
        *,
        model: RecordModel | None = None,
        packs: Iterable[HasModel] = (),
        whole: Iterable[str] = (),
        mapping: Answers | None = None,
        strict: bool = False,
        bounds: Bounds | None = None,
    ) -> Dataset:
        """
        Take Arrow, Polars or pandas tables: `{"placements": frame, "placement.documents": other}`.

        Columns are fields, paths such as `worker.birth_date`, or nested groups; null is unknown.

        Args:
            tables: Tables by their names.
            model: The kinds of records; without one, those that the library describes.
            packs: The packs that the records are for: without a model, what these add to records is read as well.
            whole: The kinds of which the office says that all records are here; of others there may be more.
            mapping: What the columns of the office's own tables mean, as for `read`.
            strict: As for `read`.
            bounds: As for `read`.

        Raises:
            UsageError: If a name is no table of records, or a table is none.
            UnreadableInput: If a mapping names a field or a heading that is not there, or a table goes beyond the bounds.

        """
        model, tables = model or model_of(packs), given_tables(tables)
        with without_pauses(), within(bounds):
            notes = ReadingNotes()
            supplied, raws = assembled(answered(sheets_of(tables, model, notes), mapping, strict=strict))
            return cls.from_raw(supplied, raws, model, whole=whole, notes=notes)

    @classmethod
    def from_raw(
        cls,
        supplied: set[str],
        raws: list[RawRecord],
        model: RecordModel,
        *,
        whole: Iterable[str] = (),
        notes: ReadingNotes | None = None,
    ) -> Dataset:
        """
        Hold records against their schemas, and relate those that are valid.

        Args:
            supplied: The kinds of which records were asked for, and given or found to be none.
            raws: The records as they were read.
            model: The kinds of records.
            whole: The kinds of which the office says that all records are here; of others there may be more.
            notes: What was noted while they were read; more may be added.

        Raises:
            UsageError: If a name in `whole` is no kind of record.

        """
        whole = kinds_named(whole, model)
        notes = notes or ReadingNotes()
        raws = [*with_plain_ids(raws, model, notes)]
        valid, problems, excluded, digest_ = _divided(raws, model, notes)
        rows: dict[str, dict[str, Record]] = {kind: {} for kind in model.kinds if kind in supplied}
        for record in sorted(valid, key=lambda record: record.id):
            rows[record.kind][record.id] = record
        problems += dangling_in(model, rows, excluded, notes)
        problems += problems_of_headers(notes)
        return cls(
            tables=FrozenDict({kind: tuple(records.values()) for kind, records in rows.items()}),
            problems=in_order(problems),
            digest=digest_,
            model=model,
            excluded=tuple(excluded),
            whole=whole & rows.keys(),
            alleges=any(alleges(record.data) for record in valid),
            rows=rows,
            reading_notes=notes.all(),
        )

    def get(self, kind: str, id: str) -> Record | None:  # noqa: A002
        """
        The valid record of a kind with an id, or `None`.

        Raises:
            UsageError: If there is no such kind of record.

        """
        if kind not in self.model.kinds:
            raise no_kind(kind, self.model)
        return self._rows.get(kind, {}).get(id)

    def count(self, kind: str, *paths: str, ids: Container[str] | None = None) -> Counter[tuple[Any, ...]]:
        """
        How many records of a kind hold each combination of values at some paths; `None` where nothing is known.

        Args:
            kind: The kind.
            paths: The paths.
            ids: Only the records with these ids; without them, all.

        """
        return Counter(
            tuple(value_at(record.data, path) for path in paths)
            for record in self.tables.get(kind, ())
            if ids is None or record.id in ids
        )

    @property
    def sizes(self) -> dict[str, int]:
        """How many valid records of each kind that was supplied there are."""
        return {kind: len(records) for kind, records in self.tables.items()}

    # Relations

    def related(self, relation: Relation) -> Callable[[Any], Any]:
        """
        A function from a record's data to the data it is related to.

        It gives `None` where that is not known. For relations to many it gives a tuple where all such records are
        here, an `OpenList` where nobody said so, and a `PartialList` where a record that was excluded may belong to
        them.
        """
        return self._index(relation).follow

    def told_apart(self, relation: Relation, by: Paths, first: int) -> Callable[[Any], Any]:
        """The same, but that of those who hold the same values at some paths, beyond the first, some may be left out."""
        return self._index(relation).told_apart(by, first)

    def gaps(self, relation: Relation) -> tuple[bool, Set[Any]]:
        """Where a list of related records may lack one: anywhere, and for which keys."""
        return self._index(relation).gaps

    def _index(self, relation: Relation) -> RelationIndex:
        if relation not in self._indexes:
            self._indexes[relation] = index_of(relation, self._rows, self.excluded, self.whole)
        return self._indexes[relation]


def _divided(
    raws: list[RawRecord], model: RecordModel, notes: ReadingNotes
) -> tuple[list[Record], list[Problem], list[RawRecord], str]:
    """The valid records, what is wrong with the others, these themselves, and the digest of all."""
    counts = Counter((raw.kind, id_of(raw)) for raw in raws)
    valid: list[Record] = []
    problems: list[Problem] = []
    excluded: list[RawRecord] = []
    digest_ = RecordsDigest()
    for raw in raws:
        text = text_of(raw)
        digest_.add(raw.kind, text)
        id_ = id_of(raw)
        result = examine(model, raw, text, notes)
        if id_ is not None and counts[raw.kind, id_] > 1:
            result = [*details_of(result), shared_id(counts[raw.kind, id_])]
        if isinstance(result, Record):
            valid.append(result)
            problems += result.problems
        else:
            problems += problems_of(raw, result, notes)
            excluded.append(raw)
    return valid, problems, excluded, digest_.value()


class RecordsDigest:
    """The digest of all records that were supplied, valid or not, in any order; they are added one by one."""

    def __init__(self) -> None:
        self._digests: list[bytes] = []

    def add(self, kind: str, text: bytes) -> None:
        """Add one record by its kind and its canonical JSON."""
        self._digests.append(hashlib.sha256(b'["%s",%s]' % (kind.encode(), text)).digest())

    def value(self) -> str:
        """The digest of those that were added."""
        return digest(b"".join(sorted(self._digests)))
