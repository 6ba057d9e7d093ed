"""
Read records into tables of an engine, without holding them in memory.

Rows of a Parquet file that are certainly valid are judged where they stand; all others are read in blocks by the same
readers and checked by the same schemas as everywhere.
"""

from __future__ import annotations

import pickle
from collections import Counter, defaultdict
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pyarrow as pa
from attrs import evolve

from pmi_compliance.base.digests import digest_of_files
from pmi_compliance.base.progress import silent
from pmi_compliance.base.text import Text
from pmi_compliance.engines.tables.dangling import dangling_in_tables
from pmi_compliance.engines.tables.home import BLOCK, MEMORY, Home, dtype_of, insert, rows_from, text_table
from pmi_compliance.engines.tables.store import Store
from pmi_compliance.engines.tables.validation import fits, is_valid
from pmi_compliance.engines.tables.wide import ORIGIN, arrow_table, cast, dates_of, layout, parts_of, unplaced
from pmi_compliance.records.dataset import RecordsDigest
from pmi_compliance.records.index import gaps_of
from pmi_compliance.records.reading import (
    Known,
    Origin,
    RawRecord,
    ReadingNotes,
    Sheet,
    attach,
    broken_parquet,
    files_of,
    is_database,
    kinds_named,
    linked,
    names_others,
    opened,
    records_of,
    rows_of,
)
from pmi_compliance.records.record import (
    Problem,
    Record,
    examine,
    id_of,
    in_order,
    problems_of,
    problems_of_headers,
    shared_id,
    text_of,
)
from pmi_compliance.records.record_ids import bearer_of, id_fields, known_as, with_plain_ids
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set
    from pathlib import Path

    from ibis.expr.types import Table, Value

    from pmi_compliance.base.progress import Progress
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.reading import Mapping as Answers
    from pmi_compliance.records.reading.attaching import Row
    from pmi_compliance.records.reading.columns import Table as Columns
    from pmi_compliance.records.schema import RecordModel

_READING = Text("membaca data", "reading records")


def read_store(
    *paths: str | Path,
    model: RecordModel | None = None,
    memory: str = MEMORY,
    folder: str | Path | None = None,
    progress: Progress = silent,
    whole: Iterable[str] = (),
    mapping: Answers | None = None,
    strict: bool = False,
) -> Store:
    """
    Read what `Dataset.read` reads, without holding it in memory.

    Args:
        paths: Files, folders and addresses of databases.
        model: The kinds of records; without one, those that the library describes.
        memory: What the engine may use; beyond it, it goes on in files.
        folder: Where a private folder for them is made; for Spark on other machines, one that these can read.
        progress: Is called with how far the reading is.
        whole: The kinds of which the office says that all records are here, as for `Dataset.read`.
        mapping: What the columns of the office's own tables mean, as for `Dataset.read`.
        strict: Whether only paths and titles count as headings.

    Raises:
        UnreadableInput: As `Dataset.read` does.
        UsageError: If a name in `whole` is no kind of record.

    """
    model = model or bundled_model()
    said = kinds_named(whole, model)
    reader = _Reader(Home(memory, folder), model, progress)
    try:
        return reader.read(paths, said, mapping, strict=strict)
    except BaseException:
        reader.home.leave()
        raise


def _can_stand(sheet: Sheet, table: Columns, model: RecordModel) -> bool:
    """Whether the rows of a file can be judged where they stand."""
    # In the name of a file the engine reads some signs as patterns.
    plain = not set("*?[]{}") & set(str(sheet.origin.file))
    return (
        plain
        and sheet.schema is not None
        and sheet.mapping is None
        and fits(sheet.schema, model.types[table.kind])
    )


class _Reader:
    """Fills a store."""

    def __init__(self, home: Home, model: RecordModel, progress: Progress) -> None:
        self.home = home
        self.connection = self.home.connection
        self.model = model
        self.progress = progress
        self.read_so_far = 0
        self.notes = ReadingNotes()
        #: Of the records that are read; where rows stand in their files, that of these files takes its place.
        self.digest = RecordsDigest()
        self.excluded: list[tuple[RawRecord, list[ProblemDetail]]] = []
        self.kept: list[Problem] = []  # of records that are valid all the same
        #: Kinds that have rows of their own, and how these are laid out.
        self.layouts: dict[str, Any] = {}
        #: Of kinds with dates that are known in part, the paths to these.
        self.parts: dict[str, frozenset[tuple[str, ...]]] = {}
        #: Rows of Parquet files that are judged where they stand.
        self.standing: dict[str, Table] = {}
        self.groups: list[Columns] = []
        self.known = Known()  # whom others tell by name
        #: Names of the tables that have rows.
        self.filled: set[str] = set()

    def read(
        self, paths: tuple[str | Path, ...], whole: frozenset[str], mapping: Answers | None, *, strict: bool
    ) -> Store:
        wholes, sheets = opened(paths, self.model, self.notes, mapping=mapping, strict=strict)
        mains = [(sheet, table) for sheet, table in sheets if not table.group]
        groups = [(sheet, table) for sheet, table in sheets if table.group]
        # A group around another is there before what belongs to its rows.
        for sheet, table in sorted(groups, key=lambda group: len(group[1].around)):
            self._park(sheet, table)
        sources = Counter(
            [table.kind for _, table in sheets] + [kind for kinds, *_ in wholes for kind in kinds]
        )
        # The bytes of a file alone do not say what its records are.
        told = not any(is_database(str(path)) for path in paths) and not any(
            sheet.mapping for sheet, _ in sheets
        )
        naming = [main for main in mains if names_others(*main)]
        self.known = Known({asked for main in naming for asked in names_others(*main)})
        for sheet, table in (main for main in mains if main not in naming):
            alone = told and not naming and sources[table.kind] == 1
            stands = alone and _can_stand(sheet, table, self.model)
            rest = self._stood(sheet, table.kind) if stands else sheet
            self._add(records_of(rest, table))
        for _, records, _ in wholes:
            self._add(records)
        for sheet, table in naming:  # whoever they name is known by now
            self._add(records_of(sheet, table))
        self._add_rest_of_groups()
        supplied = {table.kind for _, table in mains}.union(*(kinds for kinds, *_ in wholes))
        digest = digest_of_files(files_of(paths)) if self.standing else self.digest.value()
        kinds = [kind for kind in self.model.kinds if kind in supplied]
        return self._store(kinds, digest, whole.union(*(complete for *_, complete in wholes)))

    # Records

    def _add(self, records: Iterable[RawRecord]) -> None:
        """Check records block by block, and insert those that are valid."""
        rest = iter(records)
        while block := [*islice(rest, BLOCK)]:
            self.read_so_far += len(block)
            self.progress(_READING, self.read_so_far, None)
            valid: dict[str, list[Record]] = defaultdict(list)
            for raw in block:
                self.known.see(raw)
            block = [*linked(block, self.known, self.notes)]
            for raw in self._with_groups([*with_plain_ids(block, self.model, self.notes)]):
                text = text_of(raw)
                self.digest.add(raw.kind, text)
                if isinstance(result := examine(self.model, raw, text, self.notes), Record):
                    valid[raw.kind].append(result)
                    self.kept += result.problems
                else:
                    self.excluded.append((raw, result))
            for kind, of_kind in valid.items():
                self._insert_records(kind, of_kind)

    def _insert_records(self, kind: str, records: list[Record]) -> None:
        """Records whose dates are exact into one table, the others into one with columns for what is known of them."""
        try:
            self._insert(f"laid_{kind}", arrow_table(records, self._layout(kind)))
        except pa.ArrowException:
            paths = [frozenset(parts_of(record.data)) for record in records]
            self.parts[kind] = self.parts.get(kind, frozenset()).union(*paths)
            whole = [record for record, found in zip(records, paths, strict=True) if not found]
            in_part = [record for record, found in zip(records, paths, strict=True) if found]
            if whole:
                self._insert(f"laid_{kind}", arrow_table(whole, self._layout(kind)))
            kind_ = self.model.types[kind]
            self._insert(f"parted_{kind}", arrow_table(in_part, layout(kind_, dates_of(kind_))))

    def _layout(self, kind: str) -> Any:
        return self.layouts.setdefault(kind, layout(self.model.types[kind]))

    def _insert(self, name: str, rows: Any) -> None:
        insert(self.connection, name, rows, is_new=name not in self.filled)
        self.filled.add(name)

    # Groups of facts that stand in tables of their own wait for the records that they belong to.

    def _park(self, sheet: Sheet, table: Columns) -> None:
        at = len(self.groups)
        self.groups.append(table)
        bearer = bearer_of(self.model, table.kind)
        rest = enumerate(evolve(row, owner=known_as(row.owner, bearer)) for row in rows_of(sheet, table))
        while block := [*islice(rest, BLOCK)]:
            owners = [row.owner if isinstance(row.owner, str) else None for _, row in block]
            columns = {
                "place": pa.array([place for place, _ in block], pa.int64()),
                "owner": pa.array(owners, pa.string()),
                "row": pa.array([pickle.dumps(row) for _, row in block], pa.binary()),
            }
            self._insert(f"group_{at}", pa.table(columns))

    def _parked(self, at: int) -> Table | None:
        return self.connection.table(f"group_{at}") if f"group_{at}" in self.filled else None

    def _rows(self, parked: Table) -> list[Row]:
        rows = self.connection.to_pyarrow(parked.order_by("place").select("row"))
        return [pickle.loads(row) for row in rows["row"].to_pylist()]  # noqa: S301  our own

    def _with_groups(self, block: list[RawRecord]) -> list[RawRecord]:
        for at, table in enumerate(self.groups):
            parked = self._parked(at)
            if parked is not None:
                owners = text_table("owner", [id_of(raw) for raw in block if raw.kind == table.kind])
                block = attach(block, self._rows(parked.semi_join(owners, "owner")), table)
        return block

    def _add_rest_of_groups(self) -> None:
        """Rows whose record is nowhere are problems of their own."""
        waiting, self.groups = self.groups, []
        for at, table in enumerate(waiting):
            parked = self._parked(at)
            if parked is None:
                continue
            known = text_table("owner", [id_of(raw) for raw, _ in self.excluded if raw.kind == table.kind])
            for name in {f"laid_{table.kind}", f"parted_{table.kind}"} & self.filled:
                laid = self.connection.table(name)
                known = known.union(laid.select(owner=laid["id"]))
            self._add(attach([], self._rows(parked.anti_join(known, "owner")), table))

    # Rows of Parquet files

    def _stood(self, sheet: Sheet, kind: str) -> Sheet:
        """What `_stand` leaves to be read; all pages of the file are read for it, and one may be damaged."""
        try:
            return self._stand(sheet, kind)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise broken_parquet(sheet.origin.file, error) from None

    def _stand(self, sheet: Sheet, kind: str) -> Sheet:
        """Leave the rows that are certainly valid where they are; the others are to be read."""
        file = str(sheet.origin.file)
        # A view that stays: only that is seen while something else is read from the connection.
        quoted = file.replace("'", "''")
        self.connection.con.execute(
            f"CREATE VIEW file_{kind} AS SELECT * FROM read_parquet('{quoted}', file_row_number = true)"  # noqa: S608
        )
        rows = self.connection.table(f"file_{kind}")
        written, whole = sheet.schema, layout(self.model.types[kind])
        self.layouts[kind] = pa.schema(
            [written.field(column.name) if column.name in written.names else column for column in whole]
        )
        fields = {
            column.name: rows[column.name]
            if column.name in written.names
            else ibis.null(dtype_of(column.type))
            for column in whole
        }
        fields[ORIGIN] = ibis.struct(
            {
                "file": ibis.literal(file),
                "line": ibis.null("int64"),
                "row": rows["file_row_number"] + 2,
                "sheet": ibis.null("string"),
            }
        )
        doubtful = self.connection.create_table(
            f"doubtful_{kind}",
            rows.filter(~is_valid(self.model.nodes[kind], rows, id_fields(self.model, kind))),
        )
        standing, left = rows.select("file_row_number", **fields), self._value(doubtful.count())
        # A join with none would still keep the engine from reading only those parts of groups that are asked for.
        standing = standing.anti_join(doubtful, "file_row_number") if left else standing
        self.standing[kind] = standing.drop("file_row_number")
        self.read_so_far += self._value(rows.count()) - left
        self.progress(_READING, self.read_so_far, None)

        def others() -> Iterator[tuple[int, list[Any]]]:
            for row in rows_from(self.connection, doubtful.order_by("file_row_number")):
                yield row["file_row_number"] + 2, [row[name] for name in sheet.header]

        return evolve(sheet, rows=others())

    # The whole

    def _store(self, kinds: list[str], digest: str, whole: frozenset[str]) -> Store:
        tables = {kind: self._table(kind) for kind in kinds}
        shared = {kind: self._shared_ids(kind, table) for kind, table in tables.items()}
        for kind, counts in shared.items():
            if counts:
                tables[kind] = self._without(kind, tables[kind], counts)
        excluded = [raw for raw, _ in self.excluded]
        problems = self.kept + problems_of_headers(self.notes)
        for raw, details in self.excluded:
            problems += problems_of(raw, details, self.notes)
        problems += dangling_in_tables(self.connection, self.model, tables, excluded, self.notes)

        @cache
        def gaps(relation: Relation) -> tuple[bool, Set[Any]]:
            anywhere, lost = gaps_of(excluded, relation)
            if anywhere or relation.written:
                return anywhere, lost
            return bool(self._value(unplaced(tables[relation.target], relation))), lost

        return Store(
            self.home,
            tables,
            in_order(problems),
            digest,
            self.model,
            gaps,
            {kind: self._value(table.count()) for kind, table in tables.items()},
            whole & tables.keys(),
            self.notes.all(),
        )

    def _value(self, value: Value) -> Any:
        return self.connection.to_pyarrow(value).as_py()

    def _table(self, kind: str) -> Table:
        tables = [self.standing[kind]] if kind in self.standing else []
        if f"laid_{kind}" in self.filled:
            tables.append(self.connection.table(f"laid_{kind}"))
        if kind in self.parts:
            tables.append(self.connection.table(f"parted_{kind}"))
            schema = ibis.Schema.from_pyarrow(layout(self.model.types[kind], self.parts[kind]))
            tables = [cast(table, schema) for table in tables]
        if not tables:
            schema = ibis.Schema.from_pyarrow(layout(self.model.types[kind]))
            tables = [self.connection.create_table(f"laid_{kind}", schema=schema)]
        return self.connection.create_view(kind, ibis.union(*tables))

    def _shared_ids(self, kind: str, table: Table) -> dict[str, int]:
        """Ids that several records bear, excluded ones counted as well; these get the problem at once."""
        excluded = [id_ for raw, _ in self.excluded if raw.kind == kind and (id_ := id_of(raw)) is not None]
        ids = table.select("id").union(text_table("id", excluded))
        by_id = ids.group_by("id").agg(n=lambda group: group.count())
        counts = {
            row["id"]: row["n"]
            for row in self.connection.to_pyarrow(by_id.filter(by_id["n"] > 1)).to_pylist()
        }
        for raw, details in self.excluded:
            if raw.kind == kind and (id_ := id_of(raw)) in counts:
                details.append(shared_id(counts[id_]))
        return counts

    def _without(self, kind: str, table: Table, counts: dict[str, int]) -> Table:
        """Exclude valid records that share their id with others."""
        self._insert(f"shared_{kind}", pa.table({"id": pa.array([*counts], pa.string())}))
        shared = self.connection.table(f"shared_{kind}")
        for row in self.connection.to_pyarrow(table.semi_join(shared, "id")).to_pylist():
            raw = RawRecord(kind, row, Origin(**row.pop(ORIGIN)))
            self.excluded.append((raw, [shared_id(counts[row["id"]])]))
        return self.connection.create_view(f"once_{kind}", table.anti_join(shared, "id"))
