"""What a sheet of a spreadsheet holds, whatever its form: cells by row, ranges that are merged, and what stays unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Mapping

#: No spreadsheet program has more rows or columns; a file that names more is damaged or made to do harm.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384

#: Cells of a sheet, empty ones before a filled one counted too; more belong in CSV or Parquet, which are read in parts.
MOST_CELLS = 20_000_000

#: Signs of one cell, as in CSV; spreadsheet programs write fewer.
MOST_SIGNS = 131_072

#: What one part of a workbook may hold, unpacked.
MOST_OCTETS = 400_000_000


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


class Rows:
    """Takes the cells of a sheet, and refuses what no sheet can hold before it is held."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.rows: list[tuple[int, list[Any]]] = []
        self.count = 0

    def begin(self, number: int) -> list[Any]:
        """A new row, to be filled by `put`."""
        if not 0 < number <= MOST_ROWS:
            raise UnreadableInput("row_too_far", place=self.place, row=number, most=MOST_ROWS)
        cells: list[Any] = []
        self.rows.append((number, cells))
        return cells

    def put(self, cells: list[Any], column: int, value: Any) -> None:
        """What stands in a column, counted from 0, of the row that was begun last."""
        if type(value) is str and len(value) > MOST_SIGNS:
            value = Unreadable("text_too_long", {"limit": MOST_SIGNS})
        missing = column - len(cells)
        if missing < 0:
            cells[column] = value
            return
        self.count += missing + 1
        if column >= MOST_COLUMNS or self.count > MOST_CELLS:
            raise UnreadableInput("sheet_too_large", place=self.place, most=MOST_CELLS)
        if missing:
            cells.extend([None] * missing)
        cells.append(value)

    def filled(self) -> list[tuple[int, list[Any]]]:
        """The rows in which something stands."""
        return [(number, cells) for number, cells in self.rows if cells]
