"""Workbooks: a sheet a kind, a sheet a repeating group; cells keep the types they have there."""

from __future__ import annotations

import re
import zipfile
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.messages.libraries import WORKBOOK, in_own_words
from pmi_compliance.records.reading import bounds, ods, xls, xlsb, xlsx
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.guidance import EXAMPLE, holds_no_records, stands_aside
from pmi_compliance.records.reading.headings import letter
from pmi_compliance.records.reading.raw import Origin
from pmi_compliance.records.reading.rows import listed
from pmi_compliance.records.reading.sheets import column_of_headings, next_table, table_in, table_of
from pmi_compliance.records.reading.side_by_side import beside_name, lists_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmi_compliance.records.reading.columns import Table, Tables
    from pmi_compliance.records.reading.found import Sheet
    from pmi_compliance.records.reading.grids import Grid
    from pmi_compliance.records.reading.headers import Headings, Line
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.schema import RecordModel

#: How files of Excel begin that are no archive: `.xls`, and workbooks with a password.
_OLD = bytes.fromhex("D0CF11E0A1B11AE1")


def read_spreadsheet(
    path: Path, model: RecordModel, notes: ReadingNotes, headings: Headings
) -> list[tuple[Sheet, Table]]:
    """
    The tables of a workbook, in the order of its sheets.

    Args:
        path: The file.
        model: The kinds of records.
        notes: Takes which sheets were left out or recognised by a guess, and which rows are no records.
        headings: What counts as a heading.

    Raises:
        UnreadableInput: If it is no workbook, or it is not clear of any sheet what it holds.

    """
    tables = tables_of(model)
    sheets: list[tuple[Sheet, Table]] = []
    unread: list[Grid] = []
    for grid in sorted(grids_of(path), key=stands_aside):
        origin = Origin(str(path), sheet=grid.name)
        if holds_no_records(grid):
            continue
        if grid.is_hidden:
            notes.add(origin, "sheet_hidden", sheet=grid.name, rows=len(grid.rows))
            continue
        if sheets and stands_aside(grid):
            notes.add(origin, "sheet_aside", sheet=grid.name, rows=len(grid.rows))
            continue
        numbers = [number for number, _ in grid.rows]
        if any(later <= earlier for earlier, later in pairwise(numbers)):
            notes.add(origin, "rows_in_disorder")
        _note_looks(grid, origin, notes)
        lines = list(_with_gaps(grid.rows))
        table, guess = table_of(grid.name, lines, tables, strict=headings.strict)
        if table is None:
            unread.append(grid)
            continue
        if guess is not None:
            notes.add(origin, guess, sheet=grid.name, table=table.name)
        lists = [(0, lines, [*grid.merged])]
        if not headings.strict:
            lists = lists_in(lines, table, headings, grid.merged)
        if len(lists) > 1:
            notes.add(origin, "lists_side_by_side", columns=", ".join(letter(first) for first, *_ in lists))
        for first, rows, merged in lists:
            part = evolve(grid, merged=tuple(merged))
            place = evolve(origin, sheet=beside_name(grid.name, first))
            sheets += _tables_in(part, rows, table, tables, place, notes, headings)
    for grid in unread:
        if not sheets and (column := column_of_headings(grid.rows, tables)) is not None:
            raise UnreadableInput("headings_in_a_column", place=f"{path}:{grid.name}", column=letter(column))
    if unread and not sheets:
        raise tables.unnamed(unread[0].name, place=f"{path}:{unread[0].name}")
    for grid in unread:
        notes.add(Origin(str(path), sheet=grid.name), "sheet_not_read", sheet=grid.name, rows=len(grid.rows))
    return sheets


def _tables_in(
    grid: Grid,
    lines: list[Line],
    table: Table,
    tables: Tables,
    origin: Origin,
    notes: ReadingNotes,
    headings: Headings,
) -> Iterator[tuple[Sheet, Table]]:
    """The table of a sheet, and those below it, each under its own headings; what is no table of records is told."""
    is_below = False
    while True:
        below: list[Line] = []
        sheet = table_in(
            lines,
            table,
            tables,
            origin,
            notes,
            headings=headings,
            merged=grid.merged,
            exact=False,
            below=below,
        )
        rows = list(sheet.rows)
        # A sheet with nothing but the example of the template was not filled in.
        if any(map(_holds_something, rows)) or not any(EXAMPLE in cells for _, cells in lines):
            yield evolve(sheet, rows=rows, since_1904=grid.since_1904, is_below=is_below), table
        found = next_table(below, table, tables, origin, notes, headings)
        if found is None:
            return
        lines, table = found
        is_below = True


def grids_of(path: Path) -> list[Grid]:
    """
    The sheets of a workbook as they stand, whatever its form; what it is, its first octets say, for endings may be wrong.

    Raises:
        UnreadableInput: If it is no workbook.

    """
    try:
        with path.open("rb") as file:
            if file.read(len(_OLD)) == _OLD:
                return xls.grids_of(str(path), _OLD + file.read(bounds.current().unpacked_mb * 1_000_000))
            with zipfile.ZipFile(file) as archive:
                octets = sum(part.file_size for part in archive.infolist())
                bounds.see_to_unpacked(octets, path.stat().st_size, path, "workbook_too_large")
                parts = archive.NameToInfo
                if xlsb.MAIN in parts:
                    return xlsb.grids_of(str(path), archive)
                if "content.xml" in parts:
                    return ods.grids_of(str(path), archive)
                return xlsx.grids_of(str(path), archive)
    except UnreadableInput:
        raise
    except OSError as error:
        raise UnreadableInput.unopened(path, error) from None
    except Exception as error:  # noqa: BLE001  of a broken archive each part of a library complains in its own way
        raise UnreadableInput("broken_workbook", place=path, reason=in_own_words(WORKBOOK, error)) from None


#: What a colour means, as it is written above or below a list: `Kuning = belum ada paspor`.
_COLOUR = re.compile(
    r"\W*(?:warna |baris |sel )*(?:merah|kuning|hijau|biru|oranye|jingga|ungu|abu-abu|abu|hitam|pink|coklat|red|yellow|green"
    r"|blue|orange|grey|gray)(?: muda| tua)? *[=:–-] *\w",
    re.IGNORECASE,
)
#: So many rows above and below are looked at for that.
_EDGE = 30


def _note_looks(grid: Grid, origin: Origin, notes: ReadingNotes) -> None:
    """Note that colours and strike-outs say something here, for they are not read."""
    edges = chain(grid.rows[:_EDGE], grid.rows[max(_EDGE, len(grid.rows) - _EDGE) :])
    told = [
        number for number, cells in edges if any(type(cell) is str and _COLOUR.match(cell) for cell in cells)
    ]
    if told:
        notes.add(origin, "colours_not_read", rows=listed(told))
    if grid.struck:
        notes.add(origin, "struck_out", len(grid.struck), rows=listed(grid.struck))


def _with_gaps(rows: list[tuple[int, list[Any]]]) -> Iterator[Line]:
    """Rows with an empty one where some are left out."""
    last: int | None = None
    for number, cells in rows:
        if last is not None and number > last + 1:
            yield last + 1, ()
        yield number, cells
        last = number


def _holds_something(line: Line) -> bool:
    return any(cell is not None for cell in line[1])
