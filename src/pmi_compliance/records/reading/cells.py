"""
In which column of a table each fact stands, so that what is wrong with it can be told by its cell.

It is written down once a table and looked up where something is wrong: a row without problems costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.expr.types import ListType
from pmi_compliance.records.documents import Cell
from pmi_compliance.records.json_schema import pointer, steps_of
from pmi_compliance.records.reading.headings import letter
from pmi_compliance.records.reading.instead import other_fact
from pmi_compliance.records.reading.targets import EXTRA, LEFT_OUT, NUMBER, PRESENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headings import Meaning
    from pmi_compliance.records.reading.notes import Cells
    from pmi_compliance.records.reading.targets import Target


def cell_of(column: Meaning, target: Target | None = None, *, is_lettered: bool) -> Cell:
    """Where the cells of a column about a fact stand; those of spreadsheets and CSV go by letters."""
    heading = column.heading if column.targets else ""
    # A column that goes by the path of its field is told by that.
    is_own = target is not None and heading != target.written
    title = target.title if target is not None and is_own else None
    return Cell(column.at, heading, letter(column.at) if is_lettered else "", title)


def note_cells(columns: Sequence[Meaning], table: Table, cells: Cells, *, is_lettered: bool) -> None:
    """
    Write down in which column of a table each fact stands.

    Args:
        columns: What its columns mean.
        table: What it is a table of.
        cells: Takes the columns.
        is_lettered: Whether its columns go by letters.

    """
    around = pointer(table.group.split(".")) if table.group else ""
    for column in columns:
        for target in column.targets:
            if target.written in {EXTRA, LEFT_OUT, NUMBER}:
                place = pointer([EXTRA, column.kept_as])
            elif table.owner and target.written in {table.owner, "id"}:
                place = "/id"
            else:
                place = around + target.pointer
            cell = cell_of(column, target if target.path else None, is_lettered=is_lettered)
            cells.setdefault((place, target.fixed), cell)
            if isinstance(target.type, ListType):
                # A history in one word is told by the column of the history.
                cells.setdefault((f"{place}/{PRESENCE}", target.fixed), cell)
    for column in columns:
        for target in column.targets:
            if (other := other_fact(table, target)) is not None:
                # A fact with a column of its own is told by that.
                cell = evolve(cell_of(column, is_lettered=is_lettered), title=table.headings.get(other))
                cells.setdefault((pointer(other.split(".")), None), cell)


def found_in(cells: Cells, place: str, value: Any) -> Cell | None:
    """
    The column of what a pointer leads to, or of what that stands in.

    Args:
        cells: The columns of the table, by what they tell.
        place: A JSON pointer into a record.
        value: The record: by what stands in an item of a list its columns are told from those of other items.

    """
    steps = steps_of(place)
    items = [
        (name, code) for item in _items(value, steps) for name, code in item.items() if type(code) is str
    ]
    names = [step for step in steps if not step.isdecimal()] or [*steps]
    whole = len(names)
    while names:
        around = pointer(names)
        for fixed in (*items, None):
            if (cell := cells.get((around, fixed))) is not None:
                # What the column is called is no name of what stands in it.
                return cell if len(names) == whole else evolve(cell, title=None)
        names.pop()
    return None


def _items(value: Any, steps: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The items of lists that a pointer goes through."""
    for step in steps:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
            if isinstance(value, dict):
                yield value
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return
