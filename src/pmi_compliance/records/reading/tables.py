"""
Records out of tables, whatever holds them: one row a record, groups of facts as columns with a path.

A repeating group has a table of its own, each row naming the record it belongs to. A cell that does not fit its column
stays as it was read, and the schema says what was expected.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.text import plain
from pmi_compliance.records.reading.arrivals import with_arrivals
from pmi_compliance.records.reading.attaching import Row, attach
from pmi_compliance.records.reading.cells import note_cells
from pmi_compliance.records.reading.column_notes import note_columns
from pmi_compliance.records.reading.filling import (
    place_told,
)
from pmi_compliance.records.reading.first_rows import (
    LOOKED_AT,
    month_first,
    without_strangers,
)
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.headings import is_known, meanings, told_together
from pmi_compliance.records.reading.ids import ROW, is_no_id, running_numbers, start_of_ids
from pmi_compliance.records.reading.instead import with_what_is_told_instead
from pmi_compliance.records.reading.linking import all_linked
from pmi_compliance.records.reading.papers import state_of
from pmi_compliance.records.reading.raw import RawRecord
from pmi_compliance.records.reading.row_filling import (
    ANYTHING,
    KEPT_ASIDE,
    ROW_NUMBER,
    TEXT,
    Counted,
    Plain,
    RowFilling,
    is_blank,
)
from pmi_compliance.records.reading.targets import NUMBER
from pmi_compliance.records.reading.words import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.found import Sheet
    from pmi_compliance.records.reading.headings import Meaning
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.targets import Target
    from pmi_compliance.records.reading.understood import Understood


def records_of(sheet: Sheet, table: Table) -> Iterator[RawRecord]:
    """The records of a table."""
    for row in rows_of(sheet, table):
        yield RawRecord(table.kind, row.value, row.origin, row.details, named=row.named)


def rows_of(sheet: Sheet, table: Table) -> Iterator[Row]:
    """The rows of a table, each sorted into a value."""
    # Headings that nobody can read are refused before any row is.
    columns = columns_of(sheet, table)
    sheet, first = _looked_at(sheet)
    columns = columns if sheet.strict else without_strangers(columns, first, table)
    days = month_first(columns, first)
    header = sheet.origin.at_row(sheet.header_row)
    note_columns(columns, header, table, sheet.notes)
    note_cells(columns, table, sheet.notes.new_cells(table.kind, header), is_lettered=sheet.is_lettered)
    written = [column.targets[0].written if column.targets else "" for column in columns]
    owner = next((name for name in (table.owner, "id") if table.owner and name in written), None)
    keys_at = {at: name for at, name in enumerate(written) if name == owner or name in table.around}
    # A paper that is told by its number leaves that to the column of the number, if there is one.
    # What is said of a day goes before what is said of none.
    order = sorted(range(len(columns)), key=lambda at: _turn(columns[at]))
    together = told_together(columns)
    sheet, ids = _with_ids(sheet, columns, table)
    targets = {target for column in columns for target in column.targets if target.path}
    of_numbers = {target: state for target in targets if (state := state_of(target, table)) is not None}
    readers = {target.written: _reader(table, target) for target in (*targets, *of_numbers.values())}
    plain_at = {
        at: Plain(column.targets[0], readers[column.targets[0].written])
        for at, column in enumerate(columns)
        if at not in together and at not in keys_at and _is_plain(column, sheet, days)
    }
    counted = Counted(sheet)
    rows = ((number, cells) for number, cells in sheet.rows if not all(map(is_blank, cells)))
    for number, cells in rows:
        filled = RowFilling(sheet, table, readers, of_numbers, days)
        keys: dict[str, Any] = {}
        for at in chain(order, range(len(columns), len(cells))):
            cell = cells[at] if at < len(cells) else None
            if type(cell) is str and at in plain_at and filled.takes(plain_at[at], cell, counted):
                continue
            place = None
            if at in together:
                is_one = len(columns[at].targets) == 1
                place = place_told(cells, together[at] if is_one else together[at][1:])
                cell, place = (place, None) if is_one else (cell, place)
            if place is None and (cell is None or is_blank(cell)):
                continue
            if at in keys_at and not isinstance(cell, Unreadable):
                keys[keys_at[at]] = (TEXT if keys_at[at] == owner else ROW_NUMBER)(cell).value
            elif at < len(columns) and columns[at].targets:
                filled.fill(columns[at], cell, place)
            else:
                filled.keep_beyond(at, cell)
        filled.put_beside()
        if ids is not None and is_no_id(filled.value.get("id")) and not filled.is_unread("id"):
            filled.value["id"] = ids(number)
        yield Row(
            sheet.origin.at_row(number),
            filled.value,
            tuple(filled.details),
            keys.get(owner) if owner else None,
            tuple(keys.get(group) for group in table.around),
            filled.named,
        )
    counted.tell()


def _is_plain(column: Meaning, sheet: Sheet, days: Set[Target]) -> bool:
    """Whether each cell of a column tells one field, whatever stands in the others."""
    if sheet.strict or len(column.targets) != 1:
        return False
    (target,) = column.targets
    is_apart = target.fixed or target.by or target.said_on or target in days
    return bool(target.path) and target.written not in KEPT_ASIDE and not is_apart


def _turn(column: Meaning) -> tuple[bool, bool]:
    """When a column fills its fields: the earlier fills one that others tell, too."""
    return any(one.tells_presence for one in column.targets), not any(one.said_on for one in column.targets)


def _looked_at(sheet: Sheet) -> tuple[Sheet, Sequence[tuple[int, Sequence[Any]]]]:
    """A table with its first rows; the others are read when it is gone through."""
    rows = iter(sheet.rows)
    first = [*islice(rows, LOOKED_AT)]
    return evolve(sheet, rows=chain(first, rows)), first


def columns_of(sheet: Sheet, table: Table) -> tuple[Meaning, ...]:
    """
    What each column of a table means.

    Raises:
        UnreadableInput: If no heading is known, or two columns are surely one field.

    """
    place = f"{sheet.origin}:{sheet.header_row}"
    answers = sheet.mapping.targets(sheet.origin, table) if sheet.mapping else {}
    known = (
        plain(str(name)) in answers or is_known(str(name), table, strict=sheet.strict)
        for name in sheet.header
    )
    # Asked first: a row of data is not to be repeated as if it named columns.
    if sheet.header and not any(known):
        raise UnreadableInput("no_column_names", place=place)
    try:
        columns = meanings(sheet.header, table, answers, strict=sheet.strict)
    except UnreadableInput as error:
        raise error.at(place) from None
    return columns if sheet.strict else with_arrivals(columns, sheet.origin, sheet.titles, table)


def _with_ids(
    sheet: Sheet, columns: Sequence[Meaning], table: Table
) -> tuple[Sheet, Callable[[int], str] | None]:
    """
    How rows without an id are told apart: in a list without ids by their running number, else by their row.

    A number counts only where every row has one and no two have the same. No other column becomes an id: it would stand
    in every report.
    """
    told = {target.written for column in columns for target in column.targets}
    if table.group or sheet.strict:
        return sheet, None
    start = start_of_ids(sheet.origin, table.kind)
    if "id" in told:
        return sheet, _by_row(sheet, start, "ids_missing_from_rows")
    at = next(
        (at for at, column in enumerate(columns) if NUMBER in {one.written for one in column.targets}), None
    )
    if at is not None and not sheet.is_below:
        rows = [(number, cells) for number, cells in sheet.rows if not all(map(is_blank, cells))]
        sheet = evolve(sheet, rows=rows)
        if (numbers := running_numbers(rows, at)) is not None:
            example = f"{start}-{next(iter(numbers.values()), 1)}"
            sheet.notes.add(sheet.origin, "ids_from_numbers", heading=columns[at].heading, example=example)
            return sheet, lambda number: f"{start}-{numbers[number]}"
    return sheet, _by_row(sheet, start, "ids_from_rows")


def _by_row(sheet: Sheet, start: str, code: str) -> Callable[[int], str]:
    """What gives a row an id by its number, and notes it with the first such id as an example."""
    first: list[str] = []

    def id_of(number: int) -> str:
        id_ = f"{start}-{ROW}-{number}"
        if not first:
            first.append(id_)
        sheet.notes.add(sheet.origin, code, example=first[0])
        return id_

    return id_of


def _reader(table: Table, target: Target) -> Callable[[Any], Understood]:
    """What understands the cells about one fact."""
    path = (*target.path, *target.inner)
    node = table.node_of(path)
    where = ".".join(part for part in (table.kind, table.group, *path) if part)
    return ANYTHING if node is None else with_what_is_told_instead(reader_of(node, where), table, target)


def assembled(
    sheets: Iterable[tuple[Sheet, Table]], others: Iterable[RawRecord] = ()
) -> tuple[set[str], list[RawRecord]]:
    """The kinds and records of several tables, their groups put into these records and into the others."""
    supplied: set[str] = set()
    records = [*others]
    notes: ReadingNotes | None = None
    groups: dict[int, list[tuple[Sheet, Table]]] = defaultdict(list)
    for sheet, table in sheets:
        notes = sheet.notes
        if table.group:
            # A group around another is there before what belongs to its rows.
            groups[len(table.around)].append((sheet, table))
        else:
            supplied.add(table.kind)
            records += records_of(sheet, table)
    for depth in sorted(groups):
        for sheet, table in groups[depth]:
            records = attach(records, rows_of(sheet, table), table)
    return supplied, records if notes is None else all_linked(records, notes)
