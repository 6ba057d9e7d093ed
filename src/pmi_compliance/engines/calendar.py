"""
Functions of days, exact or known in part.

What is counted from one day to another falls as the first moves on and grows as the second does: so for days that are
known in part the bounds of the count come from their bounds.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.days import Span, bounds, numbers, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmi_compliance.base.days import Day, Ints

_A_DAY = timedelta(1)


def counted(count: Callable[[date, date], int | None]) -> Callable[[Any, Any], int | Ints | None]:
    """A count from one exact day to another, of days that may be known in part."""

    def call(start: Any, end: Any) -> int | Ints | None:
        if type(start) is not Span and type(end) is not Span:
            return count(start, end)
        (first, last), (near, far) = bounds(start), bounds(end)
        least, most = count(last, near), count(first, far)
        return None if least is None or most is None else numbers(least, most)

    return call


def whole_months(start: date, end: date) -> int:
    """Clause 7.3: months completed."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def whole_years(birth: date, on: date) -> int | None:
    """Clause 7.2: years completed; unknown on a day before the birth, for one of the two dates is wrong."""
    return None if on < birth else whole_months(birth, on) // 12


def whole_days(start: date, end: date) -> int:
    """Clause 7.4: days from the first to the second."""
    return (end - start).days


age = counted(whole_years)
months_between = counted(whole_months)
days_between = counted(whole_days)


def next_day(day: Day) -> Day | None:
    """Clause 7.9: the day after; unknown behind the last one of the calendar."""
    lo, hi = bounds(day)
    if lo == date.max:
        return None
    return spread(lo + _A_DAY, hi if hi == date.max else hi + _A_DAY)


def birth_of(years: int | Ints, day: Day) -> Day | None:
    """Clause 7.10: when somebody was born who has completed so many years on a day, and not one more."""
    if not isinstance(years, int) or years < 0:
        return None
    lo, hi = bounds(day)
    before, last = _born(years + 1, lo), _born(years, hi)
    return None if last is None else spread(date.min if before is None else before + _A_DAY, last)


def _born(years: int, on: date) -> date | None:
    """The last day of birth with which so many years are completed on a day."""
    year = on.year - years
    if year < date.min.year:
        return None
    try:
        return on.replace(year=year)
    except ValueError:
        # Who was born on 1 March has not completed the year on 29 February.
        return on.replace(year=year, day=28)


def within(after: Sequence[Day | None], before: Sequence[Day | None]) -> Day | None:
    """Clause 7.11: a day not before the latest known of the first, and not after the earliest known of the second."""
    starts = [bounds(day)[0] for day in after if day is not None]
    ends = [bounds(day)[1] for day in before if day is not None]
    if not starts and not ends:
        return None
    lo, hi = max(starts, default=date.min), min(ends, default=date.max)
    if lo > hi:
        return None
    # A day that nothing else bounds more closely stays as it is written.
    return next((day for day in after if type(day) is Span and bounds(day) == (lo, hi)), None) or spread(
        lo, hi
    )


def whole_nik(nik: str) -> bool:
    """Whether a text can be a NIK."""
    return len(nik) == 16 and nik.isascii() and nik.isdecimal()


def nik_birth_matches(nik: str, birth: Day) -> bool | None:
    """Clause 7.6: whether day, month and two digits of the year agree; of a birth known in part, whether they can."""
    if not whole_nik(nik):
        return None
    day, month, year = (int(nik[at : at + 2]) for at in (6, 8, 10))
    day = day - 40 if day > 40 else day
    if isinstance(birth, date):
        return (day, month, year) == (birth.day, birth.month, birth.year % 100)
    # Of the days that agree the first one not before the birth can be.
    first, last = map(_number, bounds(birth))
    agrees = (birth.lo.year // 100 * 100 + year) * 10_000 + month * 100 + day
    while agrees < first:
        agrees += 1_000_000
    if not (1 <= month <= 12 and 1 <= day <= 31) or agrees > last:
        return False
    return True if first == last else None


def nik_age_within(nik: str, least: int | Ints, most: int | Ints, on: Day) -> bool | None:
    """Clause 7.12: whether the age on a day, by the last birth before it that a NIK can hold, lies between two numbers."""
    if not (isinstance(least, int) and isinstance(most, int)):
        return None
    day, month, year = (int(nik[at : at + 2]) for at in (6, 8, 10)) if whole_nik(nik) else (0, 0, 0)
    day = day - 40 if day > 40 else day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    days = [_number(bound) for bound in bounds(on)]
    passed = [(at - year * 10_000 - month * 100 - day) % 1_000_000 for at in days]
    if days[0] - passed[0] != days[1] - passed[1]:
        return None
    first, last = (of // 10_000 for of in passed)
    return True if least <= first and last <= most else None if first <= most and least <= last else False


def _number(day: date) -> int:
    """A day as a number such as 20140506."""
    return day.year * 10_000 + day.month * 100 + day.day
