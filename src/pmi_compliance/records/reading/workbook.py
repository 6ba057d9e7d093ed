"""Workbooks: a sheet a kind, a sheet a repeating group; cells keep the types they have there."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.extras import needing
from pmi_compliance.base.messages.libraries import WORKBOOK, in_own_words
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.raw import Origin
from pmi_compliance.records.reading.tables import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.schema import RecordModel

#: Sheets of the template that hold no records.
GUIDES = frozenset({"petunjuk", "daftar", "kode"})


def read_workbook(path: Path, model: RecordModel, notes: ReadingNotes) -> list[tuple[Sheet, Table]]:
    """
    The tables of a workbook, in the order of its sheets.

    Raises:
        UnreadableInput: If it is no workbook, or a sheet is named after no kind of record.

    """
    with needing("reading", "workbook", str(path)):
        import openpyxl  # noqa: PLC0415  only workbooks need it
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            # About lists and styles that it does not keep; only what stands in cells is asked for.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            cells_by_sheet = [
                (sheet.title, _cells(sheet))
                for sheet in book.worksheets
                if sheet.title.strip().casefold() not in GUIDES
            ]
    except OSError as error:
        raise UnreadableInput.unopened(path, error) from None
    except Exception as error:  # noqa: BLE001  of a broken archive each part of the library complains in its own way
        raise UnreadableInput("broken_workbook", place=path, reason=in_own_words(WORKBOOK, error)) from None
    tables = tables_of(model)
    sheets = []
    for name, cells in cells_by_sheet:
        if not cells:
            continue
        table = tables.named(name)
        if table is None:
            raise tables.unnamed(name, place=f"{path}:{name}")
        sheets.append((_sheet(Origin(str(path), sheet=name), cells, notes), table))
    return sheets


def _cells(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows of a sheet, none if nothing stands in it; an error such as `#REF!` is a text, and reported as such."""
    # What a file says of the size of its sheets may be wrong.
    sheet.reset_dimensions()
    rows = list(sheet.iter_rows(values_only=True))
    return rows if any(cell is not None for row in rows for cell in row) else []


def _sheet(origin: Origin, cells: list[tuple[Any, ...]], notes: ReadingNotes) -> Sheet:
    header, *rows = cells
    names = ["" if name is None else str(name) for name in header]
    while names and not names[-1]:
        names.pop()

    def numbered() -> Iterator[tuple[int, tuple[Any, ...]]]:
        yield from enumerate(rows, start=2)

    return Sheet(origin, names, numbered(), notes)
