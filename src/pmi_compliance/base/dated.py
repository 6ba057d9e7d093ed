"""Values with in-force dates: the law as a history."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import frozen

from pmi_compliance.base.days import bounds
from pmi_compliance.base.errors import NoValueOn, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.base.days import Day

T = TypeVar("T")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_date(text: str) -> date | None:
    """The date `YYYY-MM-DD` writes, or `None`; no other way to write one is taken."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def day_of(text: str) -> date:
    """
    The date that somebody typed.

    Raises:
        UsageError: If it is not written `YYYY-MM-DD`, or is no day of the calendar.

    """
    day = as_date(text)
    if day is None:
        raise UsageError("not_a_date", text=text[:40])
    return day


@frozen
class Period:
    """
    Days from `start` up to, and not including, `end`.

    `end` is the first day on which the next text already holds; `None` means open.
    """

    start: date
    end: date | None = None

    def __contains__(self, day: Day) -> bool:
        first, last = bounds(day)
        return self.start <= first and (self.end is None or last < self.end)


@frozen
class Dated(Generic[T]):
    """A value that changes on known days; each entry holds from its day until the next one begins."""

    days: tuple[date, ...]
    values: tuple[T, ...]

    @classmethod
    def of(cls, entries: Iterable[tuple[date, T]]) -> Dated[T]:
        """
        Order entries by day.

        Raises:
            ValueError: If two entries begin on the same day, or there is none.

        """
        ordered = sorted(entries, key=lambda entry: entry[0])
        days = tuple(day for day, _ in ordered)
        if not days:
            raise ValueError("a dated value needs at least one entry")
        if len(set(days)) < len(days):
            raise ValueError("two entries begin on the same day")
        return cls(days, tuple(value for _, value in ordered))

    def on(self, day: date) -> T:
        """
        The value in force on a day.

        Raises:
            NoValueOn: If the day lies before the first entry.

        """
        index = bisect_right(self.days, day) - 1
        if index < 0:
            raise NoValueOn("no_value_on", day=day, first_day=self.days[0])
        return self.values[index]

    def over(self, day: Day) -> tuple[T, ...]:
        """The values in force on a day that is known in part: each that may be; before the first entry that one."""
        first, last = (max(bisect_right(self.days, bound), 1) for bound in bounds(day))
        return self.values[first - 1 : last]

    def since(self, day: Day) -> date:
        """The day on which the value in force on `day`, or on the first that it may be, began."""
        return self.days[max(bisect_right(self.days, bounds(day)[0]), 1) - 1]
