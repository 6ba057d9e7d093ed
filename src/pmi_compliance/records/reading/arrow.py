"""Columnar tables: Parquet files, and Arrow, Polars or pandas tables from Python. Groups may be nested or columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.messages.libraries import PARQUET, in_own_words
from pmi_compliance.records.reading import bounds
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.found import Sheet
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.raw import Origin, no_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.schema import RecordModel

_ROWS = 50_000


def read_parquet(path: Path, notes: ReadingNotes) -> Sheet:
    """
    A Parquet file as a table.

    Raises:
        UnreadableInput: If it is none.

    """
    pa, pq = _arrow(str(path))
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise broken_parquet(path, error) from None
    schema = file.schema_arrow
    bounds.see_to_width(len(schema.names), path)
    if file.metadata.num_rows > bounds.current().rows:
        raise bounds.too_much("too_many_rows", "rows", path)

    def rows() -> Iterator[tuple[int, list[Any]]]:
        try:
            yield from bounds.counted(_rows(file.iter_batches(_ROWS)), path)
        except (OSError, pa.ArrowException) as error:
            raise broken_parquet(path, error) from None

    return Sheet(Origin(str(path)), schema.names, rows(), notes, schema)


def broken_parquet(path: object, error: Exception) -> UnreadableInput:
    """That a Parquet file cannot be read, for a reason that the system or a library gave."""
    if isinstance(error, OSError) and error.errno is not None:
        return UnreadableInput.unopened(path, error)
    return UnreadableInput("broken_parquet", place=path, reason=in_own_words(PARQUET, error))


def sheets_of(
    tables: Mapping[str, Any], model: RecordModel, notes: ReadingNotes
) -> list[tuple[Sheet, Table]]:
    """
    Tables from Python, by their names; everything that speaks Arrow is taken: pyarrow, Polars, pandas, DuckDB.

    Raises:
        UsageError: If a name is no table of records, or a table is none.

    """
    sheets = []
    for name, frame in tables.items():
        table = tables_of(model).named(name)
        if table is None:
            raise no_kind(name, model)
        pa, _ = _arrow(name)
        if not (isinstance(frame, pa.Table) or hasattr(frame, "__arrow_c_stream__")):
            raise UsageError("not_a_table", name=name)
        arrow = frame if isinstance(frame, pa.Table) else pa.table(frame)
        bounds.see_to_width(arrow.num_columns, name)
        rows = bounds.counted(_rows(arrow.to_batches(_ROWS)), name)
        sheets.append((Sheet(Origin(), arrow.column_names, rows, notes), table))
    return sheets


def _arrow(place: str) -> tuple[Any, Any]:
    with needing("reading", "columnar_table", place):
        import pyarrow as pa  # noqa: PLC0415  only columnar tables need it
        import pyarrow.parquet as pq  # noqa: PLC0415
    return pa, pq


def _rows(batches: Iterable[Any]) -> Iterator[tuple[int, list[Any]]]:
    number = 1
    for batch in batches:
        columns = [_cells(column) for column in batch.columns]
        for cells in zip(*columns, strict=True):
            number += 1
            yield number, [*cells]


#: What is raised of a day beyond the calendar; of a zone that nobody knows older libraries raise a `KeyError`.
_NO_VALUE = (ArithmeticError, KeyError, ValueError)


def _cells(column: Any) -> list[Any]:
    """The cells of a column; one that Python has no value for, such as a day beyond the year 9999, is unreadable alone."""
    try:
        cells: list[Any] = column.to_pylist()
    except _NO_VALUE:
        return [_cell(cell) for cell in column]
    return cells


def _cell(cell: Any) -> Any:
    try:
        return cell.as_py()
    except _NO_VALUE:
        return Unreadable("no_value_of_python")
