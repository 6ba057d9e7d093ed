"""Days over columns, exact or known in part: how they are compared, and what functions of them are."""

from __future__ import annotations

from datetime import date
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

import ibis
from ibis.expr.types import Value

from pmi_compliance.engines.tables.values import Array, Between, Items, ends, expr, together
from pmi_compliance.expr.types import DATE, INT

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmi_compliance.engines.tables.values import Lowered
    from pmi_compliance.expr.types import Type

#: The comparisons by their signs.
ORDER: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}

#: Of each comparison the one that is true where it is false.
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def compared(sign: str, kind: Type, left: Lowered, right: Lowered) -> Lowered:
    """A comparison of two values of a type."""
    compares, opposite = ORDER[sign], ORDER[_OPPOSITE[sign]]
    if not (isinstance(left, Between) or isinstance(right, Between)):
        if not (isinstance(left, Value) or isinstance(right, Value)):
            return None if left is None or right is None else compares(left, right)
        return compares(expr(left, kind), expr(right, kind))
    (lo, hi), (low, high) = ends(left, kind), ends(right, kind)
    if sign in {">", ">="}:
        lo, hi, low, high = hi, lo, high, low
    return ibis.cases((compares(hi, low), True), (opposite(lo, high), False), else_=None)


def equal(kind: Type, left: Lowered, right: Lowered) -> Value:
    """Whether two values of a type are the same."""
    if not (isinstance(left, Between) or isinstance(right, Between)):
        return expr(left, kind) == expr(right, kind)
    (lo, hi), (low, high) = ends(left, kind), ends(right, kind)
    apart = (hi < low) | (high < lo)
    return ibis.cases((apart, False), ((lo == hi) & (low == high), True), else_=None)


def _counted(count: Callable[[Value, Value], Value]) -> Callable[[Lowered, Lowered], Lowered]:
    """A count from one day to another: it falls as the first moves on and grows as the second does."""

    def call(start: Lowered, end: Lowered) -> Lowered:
        (first, last), (near, far) = ends(start, DATE), ends(end, DATE)
        if not (isinstance(start, Between) or isinstance(end, Between)):
            return count(first, near)
        return together(count(last, near), count(first, far))

    return call


def _months(start: Value, end: Value) -> Value:
    whole = (end.year() - start.year()) * 12 + end.month() - start.month()
    return (whole - (end.day() < start.day()).cast("int32")).cast("int64")


def _number(day: Value) -> Value:
    """A day as a number such as 20251031."""
    return day.year() * 10_000 + day.month() * 100 + day.day()


def _age(birth: Value, on: Value) -> Value:
    # Whole years between two days as numbers are whole ten thousands.
    return ibis.cases((on < birth, None), else_=((_number(on) - _number(birth)) // 10_000).cast("int64"))


_FIRST, _LAST = (ibis.literal(day, "date") for day in (date.min, date.max))


def _after(day: Value) -> Value:
    """The day after, and null behind the last one."""
    return ibis.cases((day < _LAST, (day + ibis.interval(days=1)).cast("date")), else_=None)


def _next_day(day: Lowered) -> Lowered:
    if not isinstance(day, Between):
        return _after(expr(day, DATE))
    return together(_after(day.lo), ibis.coalesce(_after(day.hi), day.hi))


def _born(years: Value, on: Value) -> Value:
    """The last day of birth with which so many years are completed on a day."""
    year = on.year() - years
    year = ibis.cases((year >= 1, year), else_=None)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    lacks = (on.month() == 2) & (on.day() == 29) & ~leap
    return ibis.date(year.cast("int32"), on.month(), on.day() - lacks.cast("int32"))


def _birth_of(years: Lowered, on: Lowered) -> Lowered:
    given, (lo, hi) = expr(years, INT), ends(on, DATE)
    # More years than there are in the calendar: whatever is counted with them stays small.
    known = ibis.cases((given.between(0, date.max.year), given), else_=None)
    before, last = _born(known + 1, lo), _born(known, hi)
    return together(ibis.cases((lo.notnull(), ibis.coalesce(_after(before), _FIRST)), else_=None), last)


def _known_ends(days: Lowered, at: int) -> tuple[list[Value], list[Value]]:
    """Of a list of days one end of each that is known, and whether the list itself is there."""
    match days:
        case Items(values):
            return [ends(value, DATE)[at] for value in values if value is not None], []
        case Array(days_):
            return [days_.maxs() if at == 0 else days_.mins()], [days_.notnull()]
    raise AssertionError(f"no list: {days!r}")


def _within(after: Lowered, before: Lowered) -> Lowered:
    starts, there = _known_ends(after, 0)
    bounds, also_there = _known_ends(before, 1)
    lo = ibis.greatest(*(start.fill_null(_FIRST) for start in starts), _FIRST)
    hi = ibis.least(*(bound.fill_null(_LAST) for bound in bounds), _LAST)
    some = [bound.notnull() for bound in (*starts, *bounds)]
    known = ibis.and_(ibis.or_(*some), lo <= hi, *there, *also_there)
    return Between(*(ibis.cases((known, end), else_=None) for end in (lo, hi)))


def _in_nik(text: Value) -> tuple[Value, Value, Value]:
    """Day, month and two digits of the year of the birth in a NIK."""
    day, month, year = (text.substr(at, 2).try_cast("int64") for at in (6, 8, 10))
    return ibis.ifelse(day > 40, day - 40, day), month, year


def _nik_birth_matches(nik: Lowered, birth: Lowered) -> Lowered:
    text, (lo, hi) = expr(nik, None), ends(birth, DATE)
    day, month, year = _in_nik(text)
    if not isinstance(birth, Between):
        agrees = (day == lo.day()) & (month == lo.month()) & (year == lo.year() % 100)
    else:
        # Of the days that agree the first one not before the birth can be.
        first, last, century = _number(lo), _number(hi), 1_000_000
        same = (lo.year() // 100 * 100 + year) * 10_000 + month * 100 + day
        same = ibis.ifelse(same < first, same + century, same)
        there = month.between(1, 12) & day.between(1, 31) & (same <= last)
        agrees = ibis.cases((~there, False), (first == last, True), else_=None)
    return ibis.cases((text.re_search("^[0-9]{16}$"), agrees), else_=None)


def _nik_age_within(nik: Lowered, least: Lowered, most: Lowered, on: Lowered) -> Lowered:
    text, least, most, days = expr(nik, None), expr(least, INT), expr(most, INT), ends(on, DATE)
    day, month, year = _in_nik(text)
    there = text.re_search("^[0-9]{16}$") & month.between(1, 12) & day.between(1, 31)
    first, last = (_passed(_number(bound), year * 10_000 + month * 100 + day) for bound in days)
    same = (_number(days[0]) - first) == (_number(days[1]) - last)
    within = (first // 10_000 >= least) & (last // 10_000 <= most)
    apart = (first // 10_000 > most) | (last // 10_000 < least)
    known = least.notnull() & most.notnull() & days[0].notnull() & text.notnull()
    return ibis.cases(
        (~known, None), (~there, False), (~same, None), (within, True), (apart, False), else_=None
    )


def _passed(on: Value, birth: Value) -> Value:
    """What has passed on a day, as a number, since the last birth of which two digits of the year are known."""
    passed = on % 1_000_000 - birth
    return ibis.ifelse(passed < 0, passed + 1_000_000, passed)


#: Functions of days by name.
OF_DAYS: dict[str, Callable[..., Lowered]] = {
    "age": _counted(_age),
    "birth_of": _birth_of,
    "days_between": _counted(lambda start, end: end.delta(start, unit="day").cast("int64")),
    "months_between": _counted(_months),
    "next_day": _next_day,
    "nik_age_within": _nik_age_within,
    "nik_birth_matches": _nik_birth_matches,
    "within": _within,
}
