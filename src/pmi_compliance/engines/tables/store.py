"""
Records of an audit as tables of an engine, larger than memory if need be.

What `Dataset` is in memory: right records as rows, wrong ones set aside as problems, and gaps where one may be missing.
Rows of a Parquet file that are certainly right are judged where they stand; all others are read in blocks by the same
readers and checked by the same schemas as everywhere.
"""

from __future__ import annotations

import pickle
import weakref
from collections import Counter, defaultdict
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
from attrs import frozen

from pmi_compliance.base.digests import digest_of_files
from pmi_compliance.base.files import private_folder, remove
from pmi_compliance.base.progress import silent
from pmi_compliance.base.text import Text
from pmi_compliance.engines.tables.right import fits, right
from pmi_compliance.engines.tables.wide import ORIGIN, held, inside, layout, placed
from pmi_compliance.records.dataset import (
    Digest,
    Problem,
    Record,
    by_origin,
    dangling,
    examined,
    gaps_of,
    id_of,
    keyed,
    ordered,
    shared_id,
    text_of,
)
from pmi_compliance.records.reading import (
    Origin,
    RawRecord,
    Sheet,
    attach,
    files_of,
    is_database,
    opened,
    records_of,
    rows_of,
)
from pmi_compliance.records.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
    from pathlib import Path

    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table, Value

    from pmi_compliance.base.progress import Progress
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.reading.columns import Table as Headings
    from pmi_compliance.records.reading.tables import Row
    from pmi_compliance.records.schema import Fault

#: Records that are read and checked together.
_BLOCK = 10_000

#: What the engine may use before it goes on in files.
_MEMORY = "2GB"

_READING = Text("membaca rekam", "reading records")


@frozen(eq=False)
class Store:
    """Records as tables of DuckDB; they last as long as it does, and nothing of them is left behind."""

    home: Home
    #: The right records of each kind that was supplied.
    tables: Mapping[str, Table]
    problems: tuple[Problem, ...]
    #: Of files, that of their bytes.
    digest: str
    #: Where a list of related records may lack one: anywhere, and for which keys.
    gaps: Callable[[Relation], tuple[bool, Set[Any]]]
    #: How many right records of each kind there are.
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, dataset: Dataset) -> Store:
        """The records of a dataset that is in memory."""
        home = Home(_MEMORY)
        connection = home.connection
        tables = {}
        for kind, records in dataset.tables.items():
            _lay(connection, f"CREATE TABLE laid_{kind} AS", held(records, layout(kind)))
            tables[kind] = connection.table(f"laid_{kind}")
        return cls(home, tables, dataset.problems, dataset.digest, dataset.gaps, dataset.sizes)

    @classmethod
    def read(
        cls,
        *paths: str | Path,
        memory: str = _MEMORY,
        folder: str | Path | None = None,
        progress: Progress = silent,
    ) -> Store:
        """
        Read what `Dataset.read` reads, without holding it in memory.

        Args:
            paths: Files, folders and addresses of databases.
            memory: What the engine may use; beyond it, it goes on in files.
            folder: Where a private folder for them is made; for Spark on other machines, one that these can read.
            progress: Is told how far the reading is.

        Raises:
            UnreadableInput: If a path does not exist or a file cannot be read as a whole.

        """
        reader = _Reader(Home(memory, folder), progress)
        try:
            return reader.read(paths)
        except BaseException:
            reader.home.leave()
            raise

    def count(self, kind: str, *paths: str) -> Counter[tuple[Any, ...]]:
        """How many records of a kind hold each combination of values at some paths; `None` where nothing is known."""
        if kind not in self.tables:
            return Counter()
        table = self.tables[kind]
        values = {
            f"v{at}": inside(table[path.split(".")[0]], path.split(".")[1:]) for at, path in enumerate(paths)
        }
        found = table.select(**values).group_by(*values).agg(n=lambda one: one.count())
        rows = self.home.connection.to_pyarrow(found).to_pylist()
        return Counter({tuple(row[name] for name in values): row["n"] for row in rows})


def sql_of(connection: Backend, table: Table) -> str:
    """The query of a table. DuckDB joins nested queries into one sooner than Ibis does, and as well."""
    fused = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(connection.compile(table))
    finally:
        ibis.options.sql.fuse_selects = fused


def rows_from(connection: Backend, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as they come; the connection may be asked other things meanwhile."""
    query = connection.con.cursor().sql(sql_of(connection, table))
    for batch in query.to_arrow_reader(_BLOCK):
        yield from batch.to_pylist()


class Home:
    """
    A database in memory, and a folder for what has no room there.

    Nobody else can read the folder, and it is gone with this, or with the process.
    """

    def __init__(self, memory: str, folder: str | Path | None = None) -> None:
        # It may hold personal data.
        self.folder = private_folder(folder)
        self._emptied = weakref.finalize(self, remove, self.folder)
        self.connection = ibis.duckdb.connect(
            memory_limit=memory,
            temp_directory=str(self.folder),
            preserve_insertion_order=False,
        )
        # It would draw on the standard output, where reports go.
        self.connection.con.execute("SET enable_progress_bar = false")
        self._closed = weakref.finalize(self, self.connection.disconnect)

    def leave(self) -> None:
        """Close the database and empty the folder."""
        self._closed()
        self._emptied()


def _lay(connection: Backend, verb: str, rows: Any) -> None:
    # A table, not a view of what is in memory: only that is seen while something else is read from the connection.
    connection.con.register("block", rows)
    connection.con.execute(f"{verb} SELECT * FROM block")  # noqa: S608  a name of our own
    connection.con.unregister("block")


def _can_stand(sheet: Sheet, table: Headings) -> bool:
    # In the name of a file the engine reads some signs as patterns.
    plain = not set("*?[]{}") & set(str(sheet.origin.file))
    return plain and sheet.schema is not None and fits(sheet.schema, table.kind)


class _Reader:
    """Fills a store."""

    def __init__(self, home: Home, progress: Progress) -> None:
        self.home = home
        self.connection = self.home.connection
        self.progress = progress
        self.taken = 0
        #: Of records; that of files is made of their bytes.
        self.digest: Digest | None = None
        self.aside: list[tuple[RawRecord, list[Fault]]] = []
        #: Kinds that have rows of their own, and how these are laid out.
        self.laid: dict[str, Any] = {}
        #: Rows of Parquet files that are judged where they stand.
        self.standing: dict[str, Table] = {}
        self.groups: list[Headings] = []
        #: Tables that have rows.
        self.made: set[str] = set()

    def read(self, paths: tuple[str | Path, ...]) -> Store:
        wholes, sheets = opened(paths)
        mains = [one for one in sheets if not one[1].group]
        # A group around another is there before what belongs to its rows.
        for sheet, table in sorted(
            (one for one in sheets if one[1].group), key=lambda one: len(one[1].around)
        ):
            self._park(sheet, table)
        sources = Counter([table.kind for _, table in sheets] + [one for kinds, _ in wholes for one in kinds])
        if any(is_database(str(path)) for path in paths):
            self.digest = Digest()
        for sheet, table in mains:
            alone = self.digest is None and sources[table.kind] == 1
            rest = self._stand(sheet, table.kind) if alone and _can_stand(sheet, table) else sheet
            self._take(records_of(rest, table))
        for _, records in wholes:
            self._take(records)
        self._take_rest_of_groups()
        supplied = {table.kind for _, table in mains}.union(*(kinds for kinds, _ in wholes))
        digest = self.digest.value() if self.digest else digest_of_files(files_of(paths))
        return self._store([kind for kind in KINDS if kind in supplied], digest)

    # Records

    def _take(self, records: Iterable[RawRecord]) -> None:
        """Check records block by block, and lay down what is right."""
        rest = iter(records)
        while block := [*islice(rest, _BLOCK)]:
            self.taken += len(block)
            self.progress(_READING, self.taken, None)
            good: dict[str, list[Record]] = defaultdict(list)
            for raw in self._with_groups(block):
                text = text_of(raw)
                if self.digest is not None:
                    self.digest.add(raw.kind, text)
                found = examined(raw, text)
                if isinstance(found, Record):
                    good[raw.kind].append(found)
                else:
                    self.aside.append((raw, found))
            for kind, records_ in good.items():
                self._insert(f"laid_{kind}", held(records_, self.laid.setdefault(kind, layout(kind))))

    def _insert(self, name: str, rows: Any) -> None:
        verb = f"INSERT INTO {name}" if name in self.made else f"CREATE TABLE {name} AS"
        _lay(self.connection, verb, rows)
        self.made.add(name)

    # Groups of facts that stand in tables of their own wait for the records that they belong to.

    def _park(self, sheet: Sheet, table: Headings) -> None:
        at = len(self.groups)
        self.groups.append(table)
        rest = enumerate(rows_of(sheet, table))
        while block := [*islice(rest, _BLOCK)]:
            owners = [row.owner if isinstance(row.owner, str) else None for _, row in block]
            made = {
                "place": pa.array([place for place, _ in block], pa.int64()),
                "owner": pa.array(owners, pa.string()),
                "row": pa.array([pickle.dumps(row) for _, row in block], pa.binary()),
            }
            self._insert(f"group_{at}", pa.table(made))

    def _parked(self, at: int) -> Table | None:
        return self.connection.table(f"group_{at}") if f"group_{at}" in self.made else None

    def _rows(self, parked: Table) -> list[Row]:
        found = self.connection.to_pyarrow(parked.order_by("place").select("row"))
        return [pickle.loads(one) for one in found["row"].to_pylist()]  # noqa: S301  our own

    def _with_groups(self, block: list[RawRecord]) -> list[RawRecord]:
        for at, table in enumerate(self.groups):
            parked = self._parked(at)
            if parked is not None:
                owners = _texts("owner", [id_of(raw) for raw in block if raw.kind == table.kind])
                block = attach(block, self._rows(parked.semi_join(owners, "owner")), table)
        return block

    def _take_rest_of_groups(self) -> None:
        """Rows whose record is nowhere are problems of their own."""
        waiting, self.groups = self.groups, []
        for at, table in enumerate(waiting):
            parked = self._parked(at)
            if parked is None:
                continue
            known = _texts("owner", [id_of(raw) for raw, _ in self.aside if raw.kind == table.kind])
            if f"laid_{table.kind}" in self.made:
                laid = self.connection.table(f"laid_{table.kind}")
                known = known.union(laid.select(owner=laid["id"]))
            self._take(attach([], self._rows(parked.anti_join(known, "owner")), table))

    # Rows of Parquet files

    def _stand(self, sheet: Sheet, kind: str) -> Sheet:
        """Leave the rows that are certainly right where they are; the others are to be read."""
        file = str(sheet.origin.file)
        # A view that stays: only that is seen while something else is read from the connection.
        quoted = file.replace("'", "''")
        self.connection.con.execute(
            f"CREATE VIEW file_{kind} AS SELECT * FROM read_parquet('{quoted}', file_row_number = true)"  # noqa: S608
        )
        rows = self.connection.table(f"file_{kind}")
        given, whole = sheet.schema, layout(kind)
        self.laid[kind] = pa.schema(
            [given.field(one.name) if one.name in given.names else one for one in whole]
        )
        fields = {
            one.name: rows[one.name] if one.name in given.names else ibis.null(_dtype(one.type))
            for one in whole
        }
        fields[ORIGIN] = ibis.struct(
            {
                "file": ibis.literal(file),
                "line": ibis.null("int64"),
                "row": rows["file_row_number"] + 2,
                "sheet": ibis.null("string"),
            }
        )
        doubtful = self.connection.create_table(f"doubtful_{kind}", rows.filter(~right(kind, rows)))
        made, left = rows.select("file_row_number", **fields), self._one(doubtful.count())
        # A join with none would still keep the engine from reading only those parts of groups that are asked for.
        made = made.anti_join(doubtful, "file_row_number") if left else made
        self.standing[kind] = made.drop("file_row_number")
        self.taken += self._one(rows.count()) - left
        self.progress(_READING, self.taken, None)

        def others() -> Iterator[tuple[int, list[Any]]]:
            for row in rows_from(self.connection, doubtful.order_by("file_row_number")):
                yield row["file_row_number"] + 2, [row[name] for name in sheet.header]

        return Sheet(sheet.origin, sheet.header, others())

    # The whole

    def _store(self, kinds: list[str], digest: str) -> Store:
        tables = {kind: self._table(kind) for kind in kinds}
        twice = {kind: self._twice(kind, table) for kind, table in tables.items()}
        for kind, counts in twice.items():
            if counts:
                tables[kind] = self._without(kind, tables[kind], counts)
        aside = [raw for raw, _ in self.aside]
        problems = [problem for raw, errors in self.aside for problem in by_origin(raw, errors)]

        @cache
        def gaps(relation: Relation) -> tuple[bool, Set[Any]]:
            target = tables[relation.target]
            anywhere, lost = gaps_of(aside, relation)
            if anywhere or relation.written:
                return anywhere, lost
            many = relation.shape == "many"
            wanting = target[relation.key].isnull() if many else ~placed(target, relation)["~whole"]
            return bool(self._one(wanting.any())), lost

        return Store(
            self.home,
            tables,
            ordered([*problems, *self._dangling(tables)]),
            digest,
            gaps,
            {kind: self._one(table.count()) for kind, table in tables.items()},
        )

    def _one(self, value: Value) -> Any:
        return self.connection.to_pyarrow(value).as_py()

    def _table(self, kind: str) -> Table:
        if f"laid_{kind}" not in self.made:
            if kind in self.standing:
                return self.connection.create_view(kind, self.standing[kind])
            self.connection.create_table(f"laid_{kind}", schema=ibis.Schema.from_pyarrow(layout(kind)))
        laid = self.connection.table(f"laid_{kind}")
        whole = self.standing[kind].union(laid) if kind in self.standing else laid
        return self.connection.create_view(kind, whole)

    def _twice(self, kind: str, table: Table) -> dict[str, int]:
        """Ids that several records bear, those set aside counted as well; these learn of it at once."""
        aside = [name for raw, _ in self.aside if raw.kind == kind and (name := id_of(raw)) is not None]
        ids = table.select("id").union(_texts("id", aside))
        found = ids.group_by("id").agg(n=lambda one: one.count())
        counts = {
            row["id"]: row["n"]
            for row in self.connection.to_pyarrow(found.filter(found["n"] > 1)).to_pylist()
        }
        for raw, errors in self.aside:
            if raw.kind == kind and (name := id_of(raw)) in counts:
                errors.append(shared_id(counts[name]))
        return counts

    def _without(self, kind: str, table: Table, counts: dict[str, int]) -> Table:
        """Set right records aside that share their id with others."""
        self._insert(f"twice_{kind}", pa.table({"id": pa.array([*counts], pa.string())}))
        twice = self.connection.table(f"twice_{kind}")
        for row in self.connection.to_pyarrow(table.semi_join(twice, "id")).to_pylist():
            raw = RawRecord(kind, row, Origin(**row.pop(ORIGIN)))
            self.aside.append((raw, [shared_id(counts[row["id"]])]))
        return self.connection.create_view(f"once_{kind}", table.anti_join(twice, "id"))

    def _dangling(self, tables: Mapping[str, Table]) -> Iterator[Problem]:
        """Records that name others that are not there; they are judged all the same."""
        lost = {(raw.kind, id_of(raw)) for raw, _ in self.aside}
        for kind, table in tables.items():
            found: dict[str, tuple[Origin, list[Fault]]] = {}
            for relation in keyed(kind):
                if relation.target not in tables:
                    continue
                each = table.select("id", ORIGIN, wanted=table[relation.key])
                each = each.unnest("wanted", offset="at") if relation.shape == "listed" else each.mutate(at=0)
                there = tables[relation.target]
                each = each.filter(each["wanted"].notnull())
                missing = each.anti_join(there.select(wanted=there["id"]), "wanted").order_by("id", "at")
                for row in self.connection.to_pyarrow(missing).to_pylist():
                    errors = found.setdefault(row["id"], (Origin(**row[ORIGIN]), []))[1]
                    errors.append(dangling(relation.key, relation.target, row["wanted"], lost))
            for name, (origin, errors) in found.items():
                yield Problem(kind, name, origin, tuple(errors), set_aside=False)


def _texts(name: str, values: Sequence[str | None]) -> Table:
    return ibis.memtable(pa.table({name: pa.array(values, pa.string())}))


def _dtype(kind: Any) -> ibis.expr.datatypes.DataType:
    return ibis.Schema.from_pyarrow(pa.schema([("it", kind)]))["it"]
