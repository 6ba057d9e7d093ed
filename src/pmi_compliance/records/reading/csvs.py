"""CSV as offices have it: parted by commas, semicolons, tabs or bars, in the encodings of spreadsheet programs."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.messages.libraries import CSV, in_own_words
from pmi_compliance.records.reading import bounds
from pmi_compliance.records.reading.headers import header_of
from pmi_compliance.records.reading.raw import Origin
from pmi_compliance.records.reading.sheets import table_in, table_of
from pmi_compliance.records.reading.texts import encoding_of, is_utf8, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pmi_compliance.records.reading.columns import Table, Tables
    from pmi_compliance.records.reading.found import Sheet
    from pmi_compliance.records.reading.headers import Headings
    from pmi_compliance.records.reading.notes import ReadingNotes

#: What parts cells; where nothing else decides, the first.
_SEPARATORS = ",;\t|"

#: What a text is in that is no UTF.
_OF_WINDOWS = "cp1252"

#: So many lines are read to find the separator and the headings.
_LINES = 40

#: The line by which spreadsheet programs say what parts the cells.
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def read_csv(
    path: Path, name: str, tables: Tables, notes: ReadingNotes, headings: Headings
) -> tuple[Sheet, Table]:
    """
    A CSV file as a table; its rows are read when it is gone through.

    Args:
        path: The file.
        name: What it is called without its endings: what it holds records of.
        tables: The tables that there are.
        notes: Takes what was understood by a guess, or left out.
        headings: What counts as a heading.

    Raises:
        UnreadableInput: If it is no text, no CSV, or it is not clear what it holds.

    """
    origin = Origin(str(path))
    encoding = _encoding(path)
    if encoding == _OF_WINDOWS:
        notes.add(origin, "windows_1252")
    first, separator, rows = _parted(path, encoding, name, tables, headings)
    table, guess = table_of(name, _tried(first, separator), tables, strict=headings.strict)
    if table is None:
        raise tables.unnamed(name, place=path)
    if guess is not None:
        notes.add(origin, guess, sheet=name, table=table.name)
    return table_in(rows, table, tables, origin, notes, headings=headings), table


def csv_rows(
    path: Path, name: str, tables: Tables, headings: Headings
) -> Iterator[tuple[int, Sequence[str]]]:
    """
    All rows of a CSV file as they stand, titles and totals too, each by the line where it begins.

    Args:
        path: The file.
        name: As for `read_csv`.
        tables: As for `read_csv`.
        headings: As for `read_csv`.

    Raises:
        UnreadableInput: If it is no text, or no CSV.

    """
    _, _, rows = _parted(path, _encoding(path), name, tables, headings)
    return rows


def _encoding(path: Path) -> str:
    encoding = encoding_of(path)
    return _OF_WINDOWS if encoding == "utf-8-sig" and not is_utf8(path) else encoding


def _parted(
    path: Path, encoding: str, name: str, tables: Tables, headings: Headings
) -> tuple[list[str], str, Iterator[tuple[int, Sequence[str]]]]:
    """The first lines, what parts their cells, and all rows."""
    lines = lines_of(path, "", encoding)
    first = list(islice(lines, _LINES))
    skipped, separator = _told(first)
    del first[:skipped]
    separator = separator or _separator(first, name, tables, headings)
    bounds.see_to_width(max((len(cells) for _, cells in _tried(first, separator)), default=0), path)
    return first, separator, _rows(str(path), chain(first, lines), separator, skipped)


def _told(lines: list[str]) -> tuple[int, str | None]:
    """How many lines end with one that tells the separator, and which it is."""
    for at, line in enumerate(lines):
        if found := _SEPARATOR_LINE.fullmatch(line):
            return at + 1, found[1]
        if line.strip():
            break
    return 0, None


def _separator(lines: list[str], name: str, tables: Tables, headings: Headings) -> str:
    """The separator by which most headings are known; where none are, the one that parts the first line most."""

    def worth(separator: str) -> tuple[int, int]:
        rows = _tried(lines, separator)
        if (widest := max((len(cells) for _, cells in rows), default=0)) > bounds.current().columns:
            return 0, widest  # refused if nothing else parts them better
        table, _ = table_of(name, rows, tables, strict=headings.strict)
        header = header_of(rows, table, headings) if table is not None else None
        width = next((len(cells) for _, cells in rows if any(cells)), 0)
        return (header.known if header is not None else 0), width

    return max(_SEPARATORS, key=worth)


def _tried(lines: list[str], separator: str) -> list[tuple[int, Sequence[str]]]:
    rows: list[tuple[int, Sequence[str]]] = []
    # What is wrong is told where the rows are read.
    with suppress(csv.Error):
        rows.extend(enumerate(csv.reader(lines, delimiter=separator), 1))
    return rows


def _rows(
    file: str, lines: Iterable[str], separator: str, skipped: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows, each by the line where it begins."""
    if csv.field_size_limit() != (longest := bounds.current().characters):
        csv.field_size_limit(longest)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begin = skipped + 1
    try:
        for cells in bounds.counted(reader, file):
            bounds.see_to_width(len(cells), f"{file}:{begin}")
            yield begin, cells
            begin = skipped + reader.line_num + 1
    except csv.Error as error:
        place = f"{file}:{skipped + reader.line_num}"
        raise UnreadableInput("broken_csv", place=place, reason=in_own_words(CSV, error)) from None
