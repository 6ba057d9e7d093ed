"""
Ids for the records of a list that has none: an office counts its rows, and no more.

An id must be the same from run to run, and name nobody: it stands in every report.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pmi_compliance.records.unread import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.raw import Origin

#: What stands in the id of a row that has no number.
ROW = "baris"

#: The most digits that a running number has; a longer one names a person, and counts no rows.
LONGEST = 6


def start_of_ids(origin: Origin, kind: str) -> str:
    """What the ids of a list begin with: its file and sheet, so that those of several lists differ."""
    file = origin.file or ""
    names = [Path(urlsplit(file).path if "://" in file else file).stem, origin.sheet or ""]
    return "-".join("-".join(name.split()) for name in names if name) or kind


def is_no_id(cell: object) -> bool:
    """
    Whether a record is called nothing: by no cell, a dash, or a word for what is not known; zeros may count.

    >>> is_no_id(None), is_no_id("-"), is_no_id("belum ada"), is_no_id("0"), is_no_id("P-1")
    (True, True, True, False, False)

    """
    return cell is None or (isinstance(cell, str) and says_nothing(cell) and not cell.strip().isdecimal())


def running_numbers(rows: Iterable[tuple[int, Sequence[Any]]], at: int) -> dict[int, str] | None:
    """
    The running number of each row; `None` where one has none, or two have the same.

    Args:
        rows: The cells of each row, with its own number.
        at: The column.

    """
    numbers = {number: _running(cells[at]) if at < len(cells) else None for number, cells in rows}
    found = {number: running for number, running in numbers.items() if running is not None}
    return found if len({*found.values()}) == len(numbers) else None


def _running(cell: Any) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().rstrip(".)")
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
