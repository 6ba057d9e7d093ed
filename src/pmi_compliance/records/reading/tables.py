"""
Records out of tables, whatever holds them: one row a record, groups of facts as columns with a path.

A repeating group has a table of its own, each row naming the record it belongs to. A cell that does not fit its column
stays as it was read, and the schema says what was expected.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.days import day_of
from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.text import Text, plain
from pmi_compliance.expr.types import DATE
from pmi_compliance.records.documents import ProblemDetail, describe_value
from pmi_compliance.records.json_schema import Node, pointer
from pmi_compliance.records.reading.arrivals import with_arrivals
from pmi_compliance.records.reading.attaching import Row, attach
from pmi_compliance.records.reading.cells import cell_of, note_cells
from pmi_compliance.records.reading.column_notes import note_columns
from pmi_compliance.records.reading.dates import counted_since_1900
from pmi_compliance.records.reading.filling import is_unsaid, parts_of, place_told, put_at, put_in_item
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.headings import is_known, letter, meanings, told_together
from pmi_compliance.records.reading.ids import ROW, is_no_id, running_numbers, start_of_ids
from pmi_compliance.records.reading.instead import with_what_is_told_instead
from pmi_compliance.records.reading.linking import all_linked
from pmi_compliance.records.reading.no_values import DITTO, no_value
from pmi_compliance.records.reading.papers import HELD_BY, is_state, said_of_paper, state_of
from pmi_compliance.records.reading.papers import NUMBER as NUMBER_OF_PAPER
from pmi_compliance.records.reading.raw import Doubled, Named, Origin, RawRecord, text_problems
from pmi_compliance.records.reading.targets import EXTRA, LEFT_OUT, NUMBER
from pmi_compliance.records.reading.understood import read_as
from pmi_compliance.records.reading.words import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headings import Meaning
    from pmi_compliance.records.reading.mapping import Mapping as Answers
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.targets import Target
    from pmi_compliance.records.reading.understood import Understood

#: Columns that fill no field, and cells that hold more than one value.
_KEPT_ASIDE, _NESTED = frozenset({EXTRA, NUMBER, LEFT_OUT}), frozenset({dict, list, Doubled})

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
    #: What the office said of its columns, and whether only paths, titles and readings without a note count beside it.
    mapping: Answers | None = None
    strict: bool = False
    #: The row of its headings.
    header_row: int = field(default=1, kw_only=True)
    #: Whether its columns go by letters.
    is_lettered: bool = field(default=False, kw_only=True)
    #: Whether its whole numbers have all their digits; spreadsheets keep fifteen.
    exact: bool = field(default=True, kw_only=True)
    #: Whether it counts days from 1904 on.
    since_1904: bool = field(default=False, kw_only=True)
    #: Whether it stands below another table, whose running numbers may be the same.
    is_below: bool = field(default=False, kw_only=True)
    #: What stands above its headings.
    titles: Sequence[str] = field(default=(), kw_only=True)


def records_of(sheet: Sheet, table: Table) -> Iterator[RawRecord]:
    """The records of a table."""
    for row in rows_of(sheet, table):
        yield RawRecord(table.kind, row.value, row.origin, row.details, named=row.named)


def rows_of(sheet: Sheet, table: Table) -> Iterator[Row]:
    """The rows of a table, each sorted into a value."""
    columns = columns_of(sheet, table)
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
    for number, cells in sheet.rows:
        if all(map(is_blank, cells)):
            continue
        filled = _Filled(sheet, table, readers, of_numbers)
        keys: dict[str, Any] = {}
        for at in chain(order, range(len(columns), len(cells))):
            cell = cells[at] if at < len(cells) else None
            if at in together:
                cell = place_told(cells, together[at])
            if cell is None or is_blank(cell):
                continue
            if at in keys_at and not isinstance(cell, Unreadable):
                keys[keys_at[at]] = (_TEXT if keys_at[at] == owner else _NUMBER)(cell).value
            elif at < len(columns) and columns[at].targets:
                filled.fill(columns[at], cell)
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


@frozen(eq=False)
class _Filled:
    """One row as it is filled, cell by cell."""

    sheet: Sheet
    table: Table
    #: What understands the cells about each fact.
    readers: Mapping[str, Callable[[Any], Understood]]
    #: The columns of numbers and of visas, with what words in place of them tell.
    of_numbers: Mapping[Target, Target]
    value: dict[str, Any] = field(factory=dict)
    details: list[ProblemDetail] = field(factory=list)
    named: dict[str, Named] = field(factory=dict)
    #: What cells say of facts that have no column, by the path of each.
    beside: dict[tuple[str, ...], Any] = field(factory=dict)
    #: The fields of days of which facts are said, by the path that such a day goes to.
    said_on: dict[tuple[str, ...], str] = field(factory=dict)

    def fill(self, column: Meaning, cell: Any) -> None:
        """Put a cell where its column says."""
        if len(column.targets) == 1:
            self.tell(column.targets[0], column, cell)
            return
        parts = (
            [cell] * len(column.targets) if isinstance(cell, Unreadable) else parts_of(cell, column.targets)
        )
        if parts is None:
            self.sheet.notes.add(self.sheet.origin, "cells_not_parted", heading=column.heading)
            self.keep(column.kept_as, cell)
            return
        for target, part in zip(column.targets, parts, strict=True):
            if part is not None:
                self.tell(target, column, part)

    def tell(self, target: Target, column: Meaning, part: Any) -> None:
        """Put a cell, or a part of one, into the fact that it tells."""
        if target.written in _KEPT_ASIDE:
            if target.written != LEFT_OUT:
                self.keep(column.kept_as, part)
        elif (problem := no_value(part, target.type)) is not None:
            self.add_problem(target, column, problem.code, problem.values)
        elif type(part) in _NESTED and (problems := text_problems(part, target.path)):
            self.details.extend(problems)
            self.put(target, column, part)
        elif (target.by or target.fixed) and is_unsaid(target, part):
            read = part.strip()
            self.sheet.notes.add(self.sheet.origin, "word_for_missing", field=target.title, read=read)
        elif target.by:
            name = str(self.meaning(target, part))
            told_as = column.kept_as if target.may_be_id else None
            self.named[target.path[0]] = Named(target.kind, target.by, name, told_as)
            if told_as is None:
                self.keep(column.kept_as, name)
        elif not self.put(target, column, part):
            self.sheet.notes.add(self.sheet.origin, "cells_told_otherwise", heading=column.heading)
            self.keep(column.kept_as, part)

    def add_problem(self, target: Target, column: Meaning, code: str, values: Mapping[str, Any]) -> None:
        """Write down that nothing can be taken from a cell."""
        if code == DITTO:
            self.sheet.notes.add(self.sheet.origin, "ditto_marks")
        place = cell_of(column, target, is_lettered=self.sheet.is_lettered)
        self.details.append(ProblemDetail(target.pointer, code, values, place))

    def put(self, target: Target, column: Meaning, cell: Any) -> bool:
        """Put a cell into its field or item; whether there was a place for it."""
        if target.fixed:
            return put_in_item(self.value, target, self.told_of_item(target, column, cell))
        meant = self.meaning(target, cell)
        if target.said_on:
            self.said_on[(*target.path[:-1], f"{target.path[-1]}_on")] = target.said_on
        return meant is None or put_at(self.value, target.path, meant)

    def told_of_item(self, target: Target, column: Meaning, cell: Any) -> Iterable[tuple[str, Any]]:
        """What a cell tells of an item of a list, by the names of its fields; words about a paper are no number."""
        state = self.of_numbers.get(target) if isinstance(cell, str) else None
        asks = any(one.tells_presence for one in (target, state) if one is not None)
        asks_of_paper = asks and not isinstance(cell, bool)
        said = said_of_paper(str(cell)) if asks_of_paper else None
        if said is not None and not (self.sheet.strict and HELD_BY in dict(said)):
            return [(name, self.noted(target, cell, name, value)) for name, value in said]
        if state is not None and is_state(self.readers[state.written](cell).value, cell):
            return [(state.inner[-1], self.meaning(state, cell))]
        if state is not None and state.tells_presence:
            read = describe_value(cell, personal=True)
            self.add_problem(target, column, "no_number", {"field": NUMBER_OF_PAPER, "read": read})
            return []
        return [(target.inner[-1], self.meaning(target, cell))]

    def noted(self, target: Target, cell: Any, name: str, value: Any) -> Any:
        """What a cell says of a paper; that somebody has it is noted."""
        if name == HELD_BY:
            node = self.table.node_of((*target.path, HELD_BY))
            code, values = read_as(cell, node.codes[value].name if node else Text(value, value))
            self.sheet.notes.add(self.sheet.origin, code, field=target.title, **dict(values))
        return value

    def meaning(self, target: Target, cell: Any) -> Any:
        """What a cell says of a fact."""
        if self.sheet.since_1904 and target.type == DATE:
            cell = counted_since_1900(cell)
        meant = self.readers[target.written](cell)
        if meant.notes and self.sheet.strict:
            return _ANYTHING(cell).value
        for code, values in meant.notes:
            self.sheet.notes.add(self.sheet.origin, code, field=target.title, **dict(values))
        if type(cell) is not str and isinstance(meant.value, str) and _lost_digits(cell, self.sheet):
            self.details.append(ProblemDetail(target.pointer, "digits_lost"))
        if meant.rest is not None:
            self.keep(target.written, meant.rest)
        for name, value in meant.beside:
            self.beside.setdefault((*target.path[:-1], name), value)
        return meant.value

    def put_beside(self) -> None:
        """Put what cells say beside the fact of their column; a column of its own has told it better."""
        for path, day in self.said_on.items():
            if isinstance(said := self.value.get(day), str) and day_of(said) is not None:
                put_at(self.value, path, said)
        for path, value in self.beside.items():
            if self.table.node_of(path) is not None:
                put_at(self.value, path, value)

    def is_unread(self, name: str) -> bool:
        """Whether a cell of a field holds something that is no value."""
        return any(detail.pointer == pointer([name]) for detail in self.details)

    def keep(self, name: str, cell: Any) -> None:
        """Keep what no field is there for."""
        if isinstance(cell, Unreadable):
            self.details.append(ProblemDetail(pointer([EXTRA, name]), cell.code, cell.values))
        elif self.table.has_extra:
            put_at(self.value, [EXTRA, name], _ANYTHING(cell).value)

    def keep_beyond(self, at: int, cell: Any) -> None:
        """Keep a cell under no heading."""
        self.sheet.notes.add(self.sheet.origin, "cells_beyond_headings", column=letter(at))
        self.keep(f"kolom {letter(at)}", cell)


def _turn(column: Meaning) -> tuple[bool, bool]:
    """When a column fills its fields: the earlier fills one that others tell, too."""
    return any(one.tells_presence for one in column.targets), not any(one.said_on for one in column.targets)


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


def is_blank(cell: object) -> bool:
    """Whether nothing stands in a cell, or only blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _lost_digits(cell: Any, sheet: Sheet) -> bool:
    is_number = isinstance(cell, float) or (isinstance(cell, int) and not sheet.exact)
    return is_number and abs(cell) >= _INEXACT


#: What understands the columns that say where a row belongs, and what no schema describes.
_TEXT, _NUMBER, _ANYTHING = (reader_of(Node((kind,)), "") for kind in ("string", "integer", "object"))


def _reader(table: Table, target: Target) -> Callable[[Any], Understood]:
    """What understands the cells about one fact."""
    path = (*target.path, *target.inner)
    node = table.node_of(path)
    where = ".".join(part for part in (table.kind, table.group, *path) if part)
    return _ANYTHING if node is None else with_what_is_told_instead(reader_of(node, where), table, target)


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
