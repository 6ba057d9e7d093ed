"""
What a sheet holds, and its table: the headings, and below them the records, with what merged cells say of each.

What stands above, below and beside the table is told.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.reading.found import Sheet
from pmi_compliance.records.reading.headers import (
    DEPTH,
    HIGHEST,
    WHO,
    Headings,
    field_of,
    header_of,
    likely_header,
    only_counts,
    texts_of,
)
from pmi_compliance.records.reading.headings import kinds_called
from pmi_compliance.records.reading.notes import ReadingNotes
from pmi_compliance.records.reading.rows import WIDE, is_filled, listed, records_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmi_compliance.records.reading.columns import Table, Tables
    from pmi_compliance.records.reading.headers import Line, Range
    from pmi_compliance.records.reading.raw import Origin

#: So many known headings make sure what a sheet holds: where its name says more than that, and where it says nothing.
_SURE_WITH_NAME, _SURE = 2, 3


def table_of(
    name: str, lines: Sequence[Line], tables: Tables, *, strict: bool = False
) -> tuple[Table | None, str | None]:
    """
    What a sheet is a table of, and how that was guessed, if it was: by a name that says more, or by its headings.

    A guess must be sure: headings bear out a name that says more, and fit one table clearly where it says nothing.
    """
    table = tables.named(name)
    if table is not None or strict:
        return table, None
    headings = Headings()
    table = tables.mentioned(name)
    if table is not None:
        header = header_of(lines, table, headings)
        if header is not None and header.known >= _SURE_WITH_NAME:
            return table, "sheet_of_longer_name"
    called = kinds_called(name)
    fits = sorted(
        ((header.known, sum(map(bool, header.names)), at, header)
        for at, one in enumerate(tables.all)
        if (header := header_of(lines, one, headings)) is not None
        and (one.owner is None or any(one.path_of(name) == one.owner for name in header.names))),
        reverse=True,
    )  # fmt: skip
    if not fits:
        return None, None
    known, width, at, best = fits[0]
    second = fits[1][0] if len(fits) > 1 else 0
    if called == {tables.all[at].kind}:
        # Its name bears the headings out: `Data P3MI`.
        second -= 1
    is_clear = known >= second + 2 or (known == width and known > second)
    if known >= _SURE and 2 * known >= width and is_clear and not only_counts(best, tables.all[at]):
        return tables.all[at], "sheet_by_headings"
    return None, None


def column_of_headings(lines: Sequence[Line], tables: Tables) -> int | None:
    """The column in which headings stand below one another, as on a form for one person or a list on its side."""
    headings = Headings()
    rows = [texts_of(cells) for _, cells in lines[:DEPTH]]
    for at in range(max(map(len, rows), default=0)):
        texts = [texts[at] for texts in rows if at < len(texts) and texts[at]]
        for table in tables.kinds:
            known = sum(headings.knows(text, table) for text in texts)
            if known >= _SURE and 2 * known >= len(texts):
                return at
    return None


def next_table(
    lines: list[Line], above: Table, tables: Tables, origin: Origin, notes: ReadingNotes, headings: Headings
) -> tuple[list[Line], Table] | None:
    """
    The next table of records below another, from its headings on; what stands before it is told.

    Args:
        lines: The rows, of which the first holds the headings of a table.
        above: The table above it; a list of other persons may have fewer columns than make sure.
        tables: The tables that there are.
        origin: Where the sheet is.
        notes: Takes what is passed over, or recognised by a guess.
        headings: What counts as a heading.

    """
    kinds = (above, *tables.kinds)
    while lines:
        start = lines[:HIGHEST]
        by_headings, _ = table_of("", start, tables, strict=headings.strict)
        for table in [one for one in (by_headings, above) if one is not None]:
            header = header_of(start, table, headings)
            if header is None or header.row != lines[0][0]:
                continue
            if table is by_headings or any(field_of(name, table) in WHO for name in header.names):
                notes.add(origin, "table_below", row=header.row, table=table.name)
                return lines, table
        rest: list[Line] = []
        records = records_in(
            lines[1:], likely_header(lines[:1]), above, kinds, origin, ReadingNotes(), headings, rest
        )
        passed = [number for number, cells in (lines[0], *records) if any(map(is_filled, cells))]
        notes.add(origin, "table_below_not_read", len(passed), rows=listed(passed))
        lines = rest
    return None


def table_in(
    lines: Iterable[Line],
    table: Table,
    tables: Tables,
    origin: Origin,
    notes: ReadingNotes,
    *,
    headings: Headings,
    merged: Sequence[Range] = (),
    exact: bool = True,
    below: list[Line] | None = None,
) -> Sheet:
    """
    The records of a sheet under their headings.

    Args:
        lines: Its rows, by their numbers; they are read as the records are.
        table: What they are records of.
        tables: The tables that there are.
        origin: Where the sheet is.
        notes: Takes what is left out, and which row the headings were found in.
        headings: What counts as a heading.
        merged: Ranges of merged cells.
        exact: Whether its numbers have all their digits; those of spreadsheets have fifteen.
        below: Takes the rows from the headings of another table below on; without it, these are told.

    """
    rest = iter(lines)
    first = list(islice(rest, DEPTH))
    header = header_of(first, table, headings, merged)
    likely = likely_header(first)
    if header is None or (header.known == 1 and likely.row < header.row and len(likely.names) > 2):
        # A word in a row of data may be a heading elsewhere. What is not known is refused, or answered by the office.
        header = likely
    elif header.height > 1:
        rows = f"{header.row}–{header.row + header.height - 1}"
        notes.add(origin, "headings_in_two_rows", rows=rows)
    elif any(any(texts_of(cells)) for _, cells in first[: header.read - 1]):
        notes.add(origin, "headings_below_the_top", row=header.row)
    rows_left: Iterable[Line] = chain(first[header.read :], rest)
    if merged:
        rows_left = _spread(rows_left, merged, origin, notes)
    titles = {top for top, begin, _, end in merged if end - begin + 1 >= WIDE}
    records = records_in(
        rows_left, header, table, (table, *tables.kinds), origin, notes, headings, below, titles
    )
    above = [text for number, cells in first if number < header.row for text in texts_of(cells) if text]
    return Sheet(
        origin,
        header.names,
        records,
        notes,
        exact=exact,
        header_row=header.row,
        is_lettered=True,
        titles=above,
    )


def _spread(
    lines: Iterable[Line], merged: Sequence[Range], origin: Origin, notes: ReadingNotes
) -> Iterator[Line]:
    """The rows, with the value of merged cells in each row that they go over and in which something else stands."""
    begin = defaultdict(list)
    for first, column, last, _ in merged:
        if last > first:
            begin[first].append((column, last))
    over: list[tuple[int, int, Any]] = []
    count = 0
    for number, found in lines:
        cells = found
        over = [range_ for range_ in over if range_[1] >= number]
        if over and any(map(is_filled, cells)):
            row = [*cells, *[None] * (max(column for column, *_ in over) + 1 - len(cells))]
            for column, _, value in over:
                if not is_filled(row[column]):
                    row[column] = value
                    count += 1
            cells = row
        over += [
            (column, last, cells[column])
            for column, last in begin.get(number, ())
            if column < len(cells) and is_filled(cells[column])
        ]
        yield number, cells
    if count:
        notes.add(origin, "merged_cells", count)
