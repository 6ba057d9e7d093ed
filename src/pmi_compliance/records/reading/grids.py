"""What a sheet of a spreadsheet holds, whatever its form: cells by row, ranges that are merged, and what stays unread."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
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


# Numbers and how a format shows them

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_FIRST_DAY, _LAST_DAY = date(1899, 12, 30), 2_958_465
_DAYS_TO_1904 = 1_462


def shows_a_day(form: str) -> bool:
    """Whether a number format shows days or times."""
    return re.search(r"[dmyh]", _QUOTED.sub("", form.split(";", maxsplit=1)[0]), re.IGNORECASE) is not None


def digits_shown(form: str) -> str | None:
    """
    A format that shows more digits than a number has, as a pattern of `0` (a digit or zero) and `#`; or `None`.

    >>> digits_shown("000"), digits_shown('"0"#'), digits_shown("0000-0000"), digits_shown("#,##0.00")
    ('000', 'x#', '0000-0000', None)
    >>> digits_shown('"+62"#')
    '+62#'

    """
    section = form.split(";", maxsplit=1)[0]
    # A literal zero is marked, for it is shown as it is.
    plain = _QUOTED.sub(lambda found: (found[1] or found[2] or "").replace("0", "x"), section)
    shows_more = "x" in plain or plain.count("0") > 1 or re.search("[1-9]", plain)
    return plain if shows_more and re.fullmatch(r"[x0-9#+() -]+", plain) else None


def shown(number: int, pattern: str) -> str:
    """
    The digits of a number under such a pattern.

    >>> shown(7, "000"), shown(81234567890, "x#"), shown(81234567890, "0000-0000-0000")
    ('007', '081234567890', '081234567890')

    """
    digits = str(number).zfill(pattern.count("0"))
    front = re.match(r"[x+1-9]*", pattern.replace("(", "").replace(" ", ""))
    assert front is not None
    return front[0].replace("x", "0") + digits


def day_of(number: float, *, since_1904: bool = False) -> date | str | float:
    """The day that a spreadsheet counts so, with its time if it has one; a time alone as text; no day as it stands."""
    if not 0 <= number <= _LAST_DAY:
        return number
    days = int(number)
    seconds = round((number - days) * 86_400)
    if days == 0 and not since_1904:
        return (datetime.min + timedelta(seconds=seconds)).time().isoformat()
    # Spreadsheets believe that 1900 was a leap year.
    days += _DAYS_TO_1904 if since_1904 else (1 if days < 60 else 0)
    day = _FIRST_DAY + timedelta(days)
    return datetime.combine(day, time()) + timedelta(seconds=seconds) if seconds else day
