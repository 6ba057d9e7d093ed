"""
What the first rows of a table say of its columns, before any row is read.

A column that is called `Status` and holds nothing but `Lunas` and `Belum bayar` is about something else: that is one thing
to mend and not one in each row. And where dates have the month first, those that may be two days are none.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.expr.types import DATE
from pmi_compliance.records.reading.aliases import COUNTRIES
from pmi_compliance.records.reading.dates import (
    DAY_FIRST,
    MONTH_FIRST,
    is_day_first,
    is_month_first,
    read_day,
)
from pmi_compliance.records.reading.headings import ANSWERED, EXACT, NOT_KNOWN, STRANGE
from pmi_compliance.records.reading.instead import with_what_is_told_instead
from pmi_compliance.records.reading.no_values import no_value
from pmi_compliance.records.reading.targets import EXTRA, Target
from pmi_compliance.records.reading.understood import Understood
from pmi_compliance.records.reading.words import reader_of
from pmi_compliance.records.unread import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headings import Meaning

#: So many rows are looked at; and of so many cells none must be understood.
LOOKED_AT, _FEWEST = 1_000, 3


def without_strangers(
    columns: tuple[Meaning, ...], rows: Sequence[tuple[int, Sequence[Any]]], table: Table
) -> tuple[Meaning, ...]:
    """
    The columns of a table, those kept aside whose cells hold other words than their headings promise.

    Args:
        columns: What they mean by their headings.
        rows: The first rows.
        table: The table.

    """
    if all(column.how in {ANSWERED, EXACT, NOT_KNOWN} for column in columns):
        # Whoever writes only our own headings means what they say.
        return columns
    return tuple(
        evolve(column, targets=(Target(EXTRA, ()),), how=STRANGE, meant=column.targets)
        if _is_strange(column, rows, table)
        else column
        for column in columns
    )


def _is_strange(column: Meaning, rows: Sequence[tuple[int, Sequence[Any]]], table: Table) -> bool:
    if len(column.targets) != 1 or column.how == ANSWERED or not table.has_extra:
        return False
    (target,) = column.targets
    node = table.node_of((*target.path, *target.inner)) if target.path else None
    if node is None or not node.values or target.fixed:
        return False
    if {*COUNTRIES} <= {*node.values}:
        return False
    read = with_what_is_told_instead(reader_of(node, ".".join((table.kind, *target.path))), table, target)
    found = [read(cell) for cell in islice(_said(column.at, rows), LOOKED_AT)]
    return len(found) >= _FEWEST and not any(one.value is None or one.value in node.values for one in found)


def _said(at: int, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterable[Any]:
    """The cells of a column in which something is said."""
    for _, cells in rows:
        cell = cells[at] if at < len(cells) else None
        if cell is not None and not says_nothing(str(cell) or "-") and no_value(cell, None) is None:
            yield cell


def month_first(columns: Sequence[Meaning], rows: Sequence[tuple[int, Sequence[Any]]]) -> set[Target]:
    """
    The days that are written with the month before the day, as forms of other countries write them.

    Args:
        columns: What the columns mean.
        rows: The first rows.

    """
    return {
        column.targets[0]
        for column in columns
        if len(column.targets) == 1 and column.targets[0].type == DATE and _is_month_first(column.at, rows)
    }


def _is_month_first(at: int, rows: Sequence[tuple[int, Sequence[Any]]]) -> bool:
    texts = [cell for _, cells in rows if at < len(cells) and isinstance(cell := cells[at], str)]
    return any(map(is_month_first, texts)) and not any(map(is_day_first, texts))


def with_month_first(cell: Any, meant: Understood, *, birth: bool) -> Understood:
    """
    A day of a column in which the month stands first: what can be one day only is that, and what may be two is none.

    Args:
        cell: What stands there.
        meant: What it means in other columns.
        birth: Whether it is the day of a birth.

    """
    codes = [code for code, _ in meant.notes]
    if not isinstance(cell, str):
        return meant
    if DAY_FIRST in codes:
        return Understood(cell, (("day_or_month_first", ()),))
    read = read_day(_TWO.sub(r"\3\2\1", cell.strip(), count=1), birth=birth) if MONTH_FIRST in codes else None
    return meant if read is None else Understood(read[0], (("month_first_read", ()),))


#: A month and a day.
_TWO = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})")
