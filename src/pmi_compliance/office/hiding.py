"""
Which numbers of a table are not shown, so that no small one follows from what is.

Small numbers are hidden, and others beside them: complementary suppression, as statistics offices do it. The rule is
held against a reader who knows this module, and the total of the column, be it from another table.

- Numbers below the limit are hidden, then the next larger ones, all that are equal at once, until their sum leaves
  their values open: two or more are hidden, and they are not all ones, nor all the largest small number, nor one away
  from that.
- What is hidden looks alike, whether it is small or stands beside a small one, and rows are in an order that others
  give.
- Where nothing is left to hide beside them, nothing of the column is shown but its total, and that only if it is not
  small itself: zeros neither, nor the rows that it alone has.

Why two values or more are left of each: hidden numbers may change places, for equal ones are hidden together and no
order tells. So one could be pinned only where all are equal, and then they are small. But of equal small numbers that
are not all ones, one could be less by one and another more, with the same sum: all small still, if they were not the
largest small ones, and hidden alike. Ones and the largest small ones are what the rule does not let by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stands in place of a number that is not shown.
HIDDEN = "*"
#: How far the sum of hidden numbers is from the least and the most that small ones can add up to.
_APART = 2


def hidden(column: Sequence[int], smallest: int) -> frozenset[int] | None:
    """
    Where in a column the numbers stand that are not shown.

    Args:
        column: The numbers.
        smallest: Numbers below this one, but zero, are small.

    Returns:
        Places of the column; `None` where nothing of it may be shown.

    """
    numbers = [number for number in column if number]
    if not any(number < smallest for number in numbers):
        return frozenset()
    limits = sorted({smallest - 1, *(number for number in numbers if number >= smallest)})
    for limit in limits:
        if _open([number for number in numbers if number <= limit], smallest - 1):
            return frozenset(at for at, number in enumerate(column) if 0 < number <= limit)
    return None


def _open(numbers: list[int], most: int) -> bool:
    """Whether the sum of hidden numbers, of which small ones are `most` at most, leaves their values open."""
    count, total = len(numbers), sum(numbers)
    lowest, highest = count + _APART, count * most
    return count > 1 and total >= lowest and not highest - _APART < total <= highest


def shown_total(column: Sequence[int], smallest: int) -> int | None:
    """The sum of a column, or `None` where it is small itself."""
    total = sum(column)
    return None if 0 < total < smallest else total


def shown_beside(number: int, smallest: int) -> str:
    """A number in a sentence beside a table; a small one is not told there either."""
    return f"< {smallest}" if 0 < number < smallest else str(number)
