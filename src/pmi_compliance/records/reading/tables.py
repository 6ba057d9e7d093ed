"""
Records out of tables, whatever holds them: one row a record, groups of facts as columns with a path.

A repeating group has a table of its own, each row naming the record it belongs to. A cell that does not fit its column
stays as it was read, and the schema says what was expected.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.messages.libraries import CSV, in_own_words
from pmi_compliance.expr.types import BOOL, DATE, INT, STRING, ListType, RecordType, String
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.raw import Origin, RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmi_compliance.expr.types import Type
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.notes import ReadingNotes

_YES_NO = {"true": True, "ya": True, "yes": True, "false": False, "tidak": False, "no": False}

#: From here on a number with fifteen digits has lost its last ones.
_INEXACT = 10**15


@frozen(eq=False)
class Sheet:
    """A table as it was found: where it stands, its header, and the cells of each row with the row's number."""

    origin: Origin
    header: Sequence[str]
    rows: Iterable[tuple[int, Sequence[Any]]]
    #: Takes what is noted while the rows are read.
    notes: ReadingNotes
    #: Of a Parquet file, its Arrow schema.
    schema: Any = None
    #: Whether its whole numbers have all their digits; spreadsheets keep fifteen.
    exact: bool = field(default=True, kw_only=True)


@frozen(eq=False)
class Row:
    """One row, sorted into a value."""

    origin: Origin
    value: dict[str, Any]
    details: tuple[ProblemDetail, ...]
    #: For rows of a group: the id of the record, and to which row of each group around it they belong.
    owner: Any = None
    within: tuple[Any, ...] = ()


def read_csv(file: str, lines: Iterator[str], notes: ReadingNotes) -> Sheet:
    """The lines of a CSV file as a table; parted by commas or semicolons."""
    first = next(lines, "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)

    def broken(error: csv.Error) -> UnreadableInput:
        return UnreadableInput(
            "broken_csv", place=f"{file}:{reader.line_num}", reason=in_own_words(CSV, error)
        )

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            raise broken(error) from None

    try:
        header = next(reader, [])
    except csv.Error as error:
        raise broken(error) from None
    return Sheet(Origin(file), header, rows(), notes)


def records_of(sheet: Sheet, table: Table) -> Iterator[RawRecord]:
    """The records of a table."""
    for row in rows_of(sheet, table):
        yield RawRecord(table.kind, row.value, row.origin, row.details)


def rows_of(sheet: Sheet, table: Table) -> Iterator[Row]:
    """The rows of a table, each sorted into a value."""
    paths = _paths(sheet, table)
    owner = next((name for name in (table.owner, "id") if table.owner and name in paths), None)
    kinds = [table.type_of(path) for path in paths]
    for number, cells in sheet.rows:
        if all(map(_is_empty, cells)):
            continue
        origin = evolve(sheet.origin, row=number)
        value: dict[str, Any] = {}
        details: list[ProblemDetail] = []
        keys: dict[str, Any] = {}
        if not all(map(_is_empty, cells[len(paths) :])):
            details.append(ProblemDetail("", "too_many_cells"))
        for path, kind, cell in zip(paths, kinds, cells, strict=False):
            if _is_empty(cell):
                continue
            if (path == owner or path in table.around) and not isinstance(cell, Unreadable):
                keys[path] = _cell(cell, STRING if path == owner else INT)
                continue
            steps = path.split(".")
            if (problem := _no_value(cell, kind)) is not None:
                details.append(ProblemDetail(pointer(steps), problem.code, problem.values))
                continue
            if _lost_digits(cell, sheet) and isinstance(kind, String):
                details.append(ProblemDetail(pointer(steps), "digits_lost"))
            _put(value, steps, _cell(cell, kind))
        yield Row(
            origin,
            value,
            tuple(details),
            keys.get(owner) if owner else None,
            tuple(keys.get(group) for group in table.around),
        )


def _paths(sheet: Sheet, table: Table) -> list[str]:
    """What each column holds."""
    paths = [table.path_of(str(name)) for name in sheet.header]
    place = f"{sheet.origin}:1"
    known = {
        path.split(".")[0] for path in (*(column.path for column in table.columns), table.owner or "id", "id")
    }
    # Asked first: a row of data is not to be repeated as if it named columns.
    if paths and not any(path.split(".")[0] in known for path in paths):
        raise UnreadableInput("no_column_names", place=place)
    double = sorted({path for path in paths if path and paths.count(path) > 1})
    if double:
        raise UnreadableInput("columns_twice", place=place, columns=tuple(double))
    return paths


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _no_value(cell: Any, kind: Type | None) -> Unreadable | None:
    """Why nothing can be taken from a cell: what it holds is none of the values that its column may hold."""
    if isinstance(cell, Unreadable):
        return cell
    of_items = kind.item if isinstance(kind, ListType) else kind
    # A spreadsheet makes days of what looks like one: 3/4, 1-2.
    return Unreadable("day_in_text") if isinstance(cell, date) and isinstance(of_items, String) else None


def _lost_digits(cell: Any, sheet: Sheet) -> bool:
    is_number = isinstance(cell, float) or (isinstance(cell, int) and not sheet.exact)
    return is_number and abs(cell) >= _INEXACT


def _cell(cell: Any, kind: Type | None) -> Any:
    """A cell as a value of its type; what does not fit stays as it is."""
    match cell:
        case str():
            return as_typed(cell.strip(), kind)
        case bool() | None:
            return cell
        case date():
            return _day(cell)
        case dict() | list():
            return _nested(cell)
        case float() if cell.is_integer():
            return _cell(int(cell), kind)
        case int() if isinstance(kind, String) or kind == DATE:
            # A year alone is a number to a spreadsheet.
            return str(cell)
        case int() if isinstance(kind, ListType):
            return [_cell(cell, kind.item)]
        case _:
            return cell


def _day(cell: date) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat()


def _nested(value: Any) -> Any:
    """A group of facts in one cell, its days as texts; all else in it stays as it is."""
    match value:
        case dict():
            return {name: _nested(inner) for name, inner in value.items()}
        case list():
            return [_nested(inner) for inner in value]
        case date():
            return _day(value)
        case _:
            return value


def as_typed(text: str, kind: Type | None) -> Any:
    """What somebody typed as a value of its type; what does not fit stays text, which the schema reports."""
    if kind == INT and text.lstrip("-").isdecimal() and text.isascii() and len(text) < 30:
        return int(text)
    if kind == BOOL:
        return _YES_NO.get(text.lower(), text)
    if isinstance(kind, ListType) and not isinstance(kind.item, RecordType):
        return [as_typed(part.strip(), kind.item) for part in text.split(";") if part.strip()]
    return text


def _put(value: dict[str, Any], path: list[str], cell: Any) -> None:
    for step in path[:-1]:
        inner = value.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        value = inner
    value[path[-1]] = cell


def attach(records: list[RawRecord], rows: Iterable[Row], table: Table) -> list[RawRecord]:
    """Put the rows of a group into the records of its kind; a row without its record becomes a problem."""
    by_id = {
        record.value.get("id"): at
        for at, record in enumerate(records)
        if record.kind == table.kind and isinstance(record.value, dict)
    }
    added = list(records)
    for row in rows:
        at = by_id.get(row.owner) if isinstance(row.owner, str) else None
        if at is None:
            detail = ProblemDetail("/id", "row_without_record", {"group": table.group})
            value = {"id": row.owner} if row.owner is not None else None
            added.append(RawRecord(table.kind, value, row.origin, (detail,)))
            continue
        record = added[at] = evolve(added[at], text=None)
        place_of_list = _list_at(record.value, table, row.within)
        if isinstance(place_of_list, ProblemDetail):
            added[at] = evolve(
                record,
                details=(*record.details, place_of_list),
                parts={**record.parts, place_of_list.pointer: row.origin},
            )
            continue
        if place_of_list is None:
            continue  # the record holds something else there, and is excluded for that
        path, rows_of_group = place_of_list
        place = pointer([*path, len(rows_of_group)])
        rows_of_group.append(row.value)
        moved = tuple(evolve(detail, pointer=place + detail.pointer) for detail in row.details)
        added[at] = evolve(
            record, details=(*record.details, *moved), parts={**record.parts, place: row.origin}
        )
    return added


def _list_at(
    value: Any, table: Table, within: tuple[Any, ...]
) -> tuple[list[str | int], list[Any]] | ProblemDetail | None:
    """The list of a group in a record, made where nothing is written yet; `None` where something else is."""
    numbers = dict(zip(table.around, within, strict=True))
    path: list[str | int] = []
    steps = table.group.split(".")
    for at, step in enumerate(steps):
        path.append(step)
        group = ".".join(steps[: at + 1])
        if group not in numbers:
            value = _value_or(value, step, [] if at == len(steps) - 1 else {})
            continue
        rows, number = _value_or(value, step, []), numbers[group]
        if not isinstance(rows, list):
            return None
        if not isinstance(number, int) or not 1 <= number <= len(rows):
            return ProblemDetail(
                pointer(path),
                "row_without_number",
                {"group": table.group, "around": group, "count": len(rows)},
            )
        path.append(number - 1)
        value = rows[number - 1]
    return (path, value) if isinstance(value, list) else None


def _value_or(value: Any, step: str, empty: Any) -> Any:
    """What a group holds under a name, made empty where it holds nothing; `None` where it is no group."""
    if not isinstance(value, dict):
        return None
    if value.get(step) is None:
        value[step] = empty
    return value[step]


def assembled(
    sheets: Iterable[tuple[Sheet, Table]], others: Iterable[RawRecord] = ()
) -> tuple[set[str], list[RawRecord]]:
    """The kinds and records of several tables, their groups put into these records and into the others."""
    supplied: set[str] = set()
    records = [*others]
    groups: dict[int, list[tuple[Sheet, Table]]] = defaultdict(list)
    for sheet, table in sheets:
        if table.group:
            # A group around another is there before what belongs to its rows.
            groups[len(table.around)].append((sheet, table))
        else:
            supplied.add(table.kind)
            records += records_of(sheet, table)
    for depth in sorted(groups):
        for sheet, table in groups[depth]:
            records = attach(records, rows_of(sheet, table), table)
    return supplied, records
