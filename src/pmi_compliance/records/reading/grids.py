"""What a sheet of a spreadsheet holds, whatever its form: cells by row, ranges that are merged, and what stays unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.records.reading import bounds

if TYPE_CHECKING:
    from collections.abc import Mapping

#: No spreadsheet program has more rows or columns; a file that names more is damaged or made to do harm.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384

#: After so many rows the memory is looked at.
_OFTEN = 2_048


@frozen
class Unreadable:
    """A cell that holds no value: an error, or a formula that nobody calculated. Its fact is not known."""

    #: Which problem it is: a key of the catalogue.
    code: str
    #: What the message tells of.
    values: Mapping[str, Any] = field(factory=dict, hash=False)


@frozen(eq=False)
class Grid:
    """A sheet as it stands in a workbook."""

    name: str
    is_hidden: bool
    #: Rows in which something stands, by the number that the sheet gives them, in the order of the file.
    rows: list[tuple[int, list[Any]]]
    #: Merged cells: first row, first column, last row, last column; rows as they are numbered, columns from 0.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    #: Whether its workbook counts days from 1904 on.
    since_1904: bool = False
    #: Rows in which something is struck out, as far as its form says.
    struck: tuple[int, ...] = ()


class Rows:
    """Takes the cells of a sheet, and refuses what no sheet can hold before it is held."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.rows: list[tuple[int, list[Any]]] = []
        self.count = 0
        self.bounds = bounds.current()

    def begin(self, number: int) -> list[Any]:
        """A new row, to be filled by `put`."""
        if not 0 < number <= MOST_ROWS:
            raise UnreadableInput("row_too_far", place=self.place, row=number, most=MOST_ROWS)
        if len(self.rows) >= self.bounds.rows:
            raise bounds.too_much("too_many_rows", "rows", self.place)
        if not len(self.rows) % _OFTEN:
            bounds.see_to_memory(self.place)
        cells: list[Any] = []
        self.rows.append((number, cells))
        return cells

    def put(self, cells: list[Any], column: int, value: Any) -> None:
        """What stands in a column, counted from 0, of the row that was begun last."""
        if type(value) is str and len(value) > self.bounds.characters:
            value = Unreadable("text_too_long", {"limit": self.bounds.characters})
        missing = column - len(cells)
        if missing < 0:
            cells[column] = value
            return
        self.count += missing + 1
        if column >= min(MOST_COLUMNS, self.bounds.columns):
            raise bounds.too_much("too_many_columns", "columns", self.place)
        if self.count > self.bounds.cells:
            raise bounds.too_much("sheet_too_large", "cells", self.place)
        if missing:
            cells.extend([None] * missing)
        cells.append(value)

    def filled(self) -> list[tuple[int, list[Any]]]:
        """The rows in which something stands."""
        return [(number, cells) for number, cells in self.rows if cells]
