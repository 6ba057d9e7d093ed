"""
Days that are known in part: a year, a month, a time between two days.

Such a date is an interval: the day that is meant lies in it. A comparison is true or false where it is for every day
of the interval, and otherwise `None`, which is unknown. What is counted between such days is an interval of numbers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any, TypeAlias

from attrs import frozen


class Interval:
    """Something between two bounds, both included; it is compared with exact values and with others of its kind."""

    __slots__ = ()

    lo: Any
    hi: Any

    def __lt__(self, other: Any) -> bool | None:
        lo, hi = bounds(other)
        return True if self.hi < lo else False if self.lo >= hi else None

    def __le__(self, other: Any) -> bool | None:
        lo, hi = bounds(other)
        return True if self.hi <= lo else False if self.lo > hi else None

    def __gt__(self, other: Any) -> bool | None:
        lo, hi = bounds(other)
        return True if self.lo > hi else False if self.hi <= lo else None

    def __ge__(self, other: Any) -> bool | None:
        lo, hi = bounds(other)
        return True if self.lo >= hi else False if self.hi < lo else None


class Span(Interval):
    """
    A day that is known in part; `==` asks whether two are written alike, `equal` whether they are one day.

    Not to be changed. It is no data class, which the library that writes JSON would take for a group of facts.

    >>> from pmi_compliance.base.days import Span, day_of
    >>> from datetime import date
    >>> day_of("2014-05")
    Span(datetime.date(2014, 5, 1), datetime.date(2014, 5, 31), '2014-05')
    >>> day_of("2014-05") < date(2015, 1, 1), day_of("2014-05") < date(2014, 5, 9)
    (True, None)

    """

    __slots__ = ("hi", "lo", "text")
    __match_args__ = ("lo", "hi", "text")

    #: The first day that it may be; `date.min` where nothing says.
    lo: date
    #: The last day that it may be; `date.max` where nothing says.
    hi: date
    #: As it is written.
    text: str

    def __init__(self, lo: date, hi: date, text: str) -> None:
        self.lo, self.hi, self.text = lo, hi, text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.lo, self.hi, self.text) == (other.lo, other.hi, other.text)

    def __hash__(self) -> int:
        return hash((self.lo, self.hi, self.text))

    def __repr__(self) -> str:
        return f"Span({self.lo!r}, {self.hi!r}, {self.text!r})"

    def isoformat(self) -> str:
        """As it is written; a `date` has the same."""
        return self.text

    def __str__(self) -> str:
        return self.text


@frozen(order=False)
class Ints(Interval):
    """A number that is known in part, such as the days between two dates of which one is."""

    #: The smallest number that it may be.
    lo: int
    #: The largest number that it may be.
    hi: int


#: A day as records hold it.
Day: TypeAlias = date | Span


def bounds(value: Any) -> tuple[Any, Any]:
    """The smallest and the largest that a value may be."""
    return (value.lo, value.hi) if isinstance(value, Interval) else (value, value)


def exact(value: Any) -> Any:
    """A value of which everything is known, and `None` in place of one that is known in part."""
    if not isinstance(value, Interval):
        return value
    return value.lo if value.lo == value.hi else None


def equal(a: Any, b: Any) -> bool | None:
    """Whether two days or numbers are the same, each known in part or exact."""
    (a_lo, a_hi), (b_lo, b_hi) = bounds(a), bounds(b)
    if a_hi < b_lo or b_hi < a_lo:
        return False
    return True if a_lo == a_hi and b_lo == b_hi else None


def spread(lo: date, hi: date) -> Day:
    """The day between two days, both included; if they are one, that day itself."""
    return lo if lo == hi else Span(lo, hi, f"{_end(lo, date.min)}/{_end(hi, date.max)}")


def _end(day: date, open_: date) -> str:
    return ".." if day == open_ else day.isoformat()


def year_of(day: Day | None) -> int | None:
    """The year of a day, if it is known."""
    if day is None:
        return None
    lo, hi = bounds(day)
    return int(lo.year) if lo.year == hi.year else None


def numbers(lo: int, hi: int) -> int | Ints:
    """The number between two numbers, both included; if they are one, that number itself."""
    return lo if lo == hi else Ints(lo, hi)


# How days are written

_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")

_OPEN = frozenset({"", ".."})

_NO_BOUNDS = (date.min, date.max)


def day_of(text: str) -> Day | None:
    """
    The day that a text writes in Extended Date/Time Format (ISO 8601-2), or `None` if it writes none.

    These forms are read, all of level 0, and of level 1 the signs of doubt and open intervals:

    - `2014-05-06` is that day; `2014-05` a day of that month, `2014` a day of that year.
    - With `?` behind it the source is in doubt: the bounds are what it says.
    - With `~` (about) or `%` (about, and in doubt) behind it, it is known to be written and has no bounds.
    - `A/B` is a day from the first of A to the last of B; each is one of the forms above.
    - `../B` or `/B`, `A/..` or `A/` is open on that side.
    """
    sides = text.split("/")
    if len(sides) > 2 or _OPEN.issuperset(sides):
        return None
    read = [_bounds_of(side, open_=len(sides) == 2) for side in sides]
    if None in read:
        return None
    known = [side for side in read if side is not None]
    lo, hi = known[0][0], known[-1][1]
    if lo > hi:
        return None
    return lo if text == lo.isoformat() else Span(lo, hi, text)


def _bounds_of(text: str, *, open_: bool) -> tuple[date, date] | None:
    """The first and the last day that one side of an interval may be."""
    if open_ and text in _OPEN:
        return _NO_BOUNDS
    match = _PART.fullmatch(text)
    if match is None:
        return None
    year, month, day, doubt = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if doubt in {"~", "%"}:
        return _NO_BOUNDS
    last_month = int(month or 12)
    last = monthrange(first.year, last_month)[1]
    return first, first.replace(month=last_month, day=int(day or last))
