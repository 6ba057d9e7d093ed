"""
Lists that stand beside one another on a sheet under the same headings: this year's at the left, last year's at the right.

Each is read by itself; together their headings would be two columns for every fact, of which neither counts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pmi_compliance.base.text import plain
from pmi_compliance.records.reading.grids import MOST_COLUMNS
from pmi_compliance.records.reading.headers import DEPTH, WHO, field_of, header_of
from pmi_compliance.records.reading.headings import letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headers import Headings, Line, Range

_BESIDE = re.compile(r" \([A-Z]{1,3}\)$")

#: So many headings at least stand in each of two lists that are taken for such.
_SHARED = 3


def lists_in(
    lines: Sequence[Line], table: Table, headings: Headings, merged: Sequence[Range]
) -> list[tuple[int, list[Line], list[Range]]]:
    """
    The lists beside one another on a sheet: the first column of each, its rows and its merged cells.

    Args:
        lines: The rows of the sheet.
        table: What they are records of.
        headings: What counts as a heading.
        merged: The merged cells.

    Returns:
        One list that is all of the sheet, where there are no others. The columns of each keep their places.

    """
    whole = [(0, [*lines], [*merged])]
    header = header_of(lines[:DEPTH], table, headings, merged)
    if header is None or not header.written:
        return whole
    names = [plain(name) for name in header.written[-1]]
    first = next((name for name in names if name), "")
    starts = [at for at, name in enumerate(names) if name == first]
    parts = [{*names[start:end]} - {""} for start, end in pairwise([*starts, len(names)])]
    if len(parts) < 2 or not _are_alike(parts, table):
        return whole
    ends = [*starts[1:], MOST_COLUMNS]
    return [
        (start, [*_between(lines, start, end)], [one for one in merged if start <= one[1] and one[3] < end])
        for start, end in zip([0, *starts[1:]], ends, strict=True)
    ]


def beside_name(sheet: str, first: int) -> str:
    """What a list is called that begins at a column of a sheet: `Data (F)`; the one at the left goes by the sheet."""
    return f"{sheet} ({letter(first)})" if first else sheet


def sheet_of(name: str) -> str:
    """The sheet that a list stands on by its name."""
    return _BESIDE.sub("", name)


def _are_alike(parts: Sequence[set[str]], table: Table) -> bool:
    shared = set.intersection(*parts)
    return len(shared) >= _SHARED and any(field_of(name, table) in WHO for name in shared)


def _between(lines: Iterable[Line], start: int, end: int) -> Iterable[Line]:
    for number, cells in lines:
        yield number, [*[None] * min(start, len(cells)), *cells[start:end]]
