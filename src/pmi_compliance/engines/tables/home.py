"""A database in memory with a private folder for what has no room there, and how rows go in and out."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from pmi_compliance.base.files import private_folder, remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

#: Records that are read and checked together.
BLOCK = 10_000

#: What the engine may use before it goes on in files.
MEMORY = "2GB"


class Home:
    """
    A database in memory, and a folder for what has no room there.

    Nobody else can read the folder, and it is gone with this, or with the process.

    Args:
        memory: What the engine may use; beyond it, it goes on in files.
        folder: Where the private folder for them is made.

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


def insert(connection: Backend, name: str, rows: Any, *, is_new: bool) -> None:
    """Put rows of a columnar table into a table of the engine."""
    verb = f"CREATE TABLE {name} AS" if is_new else f"INSERT INTO {name}"
    # A table, not a view of what is in memory: only that is seen while something else is read from the connection.
    connection.con.register("block", rows)
    connection.con.execute(f"{verb} SELECT * FROM block")  # noqa: S608  a name of our own
    connection.con.unregister("block")


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
    for batch in query.to_arrow_reader(BLOCK):
        yield from batch.to_pylist()


def text_table(name: str, values: Sequence[str | None]) -> Table:
    """A table with one column of texts."""
    return ibis.memtable(pa.table({name: pa.array(values, pa.string())}))


def dtype_of(arrow_type: Any) -> ibis.expr.datatypes.DataType:
    """The type of a column of the engine that holds an Arrow type."""
    return ibis.Schema.from_pyarrow(pa.schema([("it", arrow_type)]))["it"]
