"""Functions of days say the same as counting on a calendar, and of days known in part what holds of each day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.strategies import days_in
from pmi_compliance.base.days import Span, bounds, spread
from pmi_compliance.engines.calendar import (
    age,
    birth_of,
    days_between,
    months_between,
    next_day,
    nik_birth_matches,
    within,
)

LEAP = date(2024, 2, 29)
NEAR = st.sampled_from([LEAP, date(2023, 2, 28), date(2023, 3, 1), date(2004, 2, 29), date(2005, 2, 28)])
DAYS = NEAR | st.dates(date(1999, 12, 1), date(2026, 1, 31))


def each(day):
    lo, hi = bounds(day)
    return [lo + timedelta(at) for at in range((hi - lo).days + 1)]


@st.composite
def narrow(draw):
    """A day known in part, of so few days that all can be looked at."""
    first = draw(DAYS)
    return spread(first, first + timedelta(draw(st.integers(0, 40))))


@given(st.integers(0, 30), DAYS)
def test_a_birth_is_every_day_of_which_the_age_is_right(years, day):
    first, last = bounds(birth_of(years, day))

    assert [age(birth, day) for birth in (first - timedelta(1), first, last)] == [years + 1, years, years]
    assert age(last + timedelta(1), day) in {years - 1, None}


@given(st.integers(0, 30), narrow())
def test_a_birth_on_a_day_known_in_part_covers_that_on_each(years, day):
    births = [bounds(birth_of(years, one)) for one in each(day)]

    assert bounds(birth_of(years, day)) == (births[0][0], births[-1][1])


@given(narrow(), narrow(), st.sampled_from([age, months_between, days_between]))
def test_a_count_covers_that_of_every_pair_of_days(start, end, count):
    counts = [count(first, last) for first in each(start)[::7] for last in (each(end)[0], each(end)[-1])]
    counted = count(start, end)

    if counted is None:
        assert count(each(start)[-1], each(end)[0]) is None
    else:
        lo, hi = bounds(counted)
        assert None not in counts
        assert lo <= min(counts)
        assert max(counts) <= hi
        assert (lo, hi) == (count(each(start)[-1], each(end)[0]), count(each(start)[0], each(end)[-1]))


@given(narrow())
def test_the_next_day_of_each_day(day):
    assert bounds(next_day(day)) == (each(day)[1] if len(each(day)) > 1 else bounds(day)[0] + timedelta(1),
                                     bounds(day)[1] + timedelta(1))  # fmt: skip


@given(st.sampled_from(["5301064502990001", "5301062902040001", "5301063113990001"]), narrow())
def test_a_nik_agrees_with_a_birth_that_one_of_its_days_agrees_with(nik, birth):
    agrees = {nik_birth_matches(nik, day) for day in each(birth)}

    assert nik_birth_matches(nik, birth) is (agrees.pop() if len(agrees) == 1 else None)


@given(st.lists(narrow(), max_size=3), st.lists(narrow(), max_size=3), st.data())
def test_within_holds_every_day_that_the_bounds_leave(after, before, data):
    found = within(after, before)
    if not after and not before:
        assert found is None
        return
    exactly = [
        [data.draw(days_in(day)) if type(day) is Span else day for day in days] for days in (after, before)
    ]
    closer = within(*exactly)
    if found is None:
        assert closer is None
    elif closer is not None:
        (lo, hi), (low, high) = bounds(found), bounds(closer)
        assert lo <= low <= high <= hi


@pytest.mark.parametrize(
    ("after", "before", "bounds_of_it"),
    [
        ([None, date(2014, 1, 1)], [], (date(2014, 1, 1), date.max)),
        ([], [date(2014, 1, 1), None, date(2013, 1, 1)], (date.min, date(2013, 1, 1))),
        ([date(2012, 1, 1), date(2013, 1, 1)], [date(2013, 1, 1)], (date(2013, 1, 1), date(2013, 1, 1))),
    ],
)
def test_what_is_not_known_bounds_nothing(after, before, bounds_of_it):
    assert bounds(within(after, before)) == bounds_of_it


def test_what_the_calendar_does_not_hold_is_unknown():
    assert next_day(date.max) is None
    assert birth_of(2024, LEAP) is None
    assert birth_of(-1, LEAP) is None
    assert bounds(birth_of(2023, LEAP)) == (date.min, date(1, 2, 28))
    assert bounds(next_day(spread(date(2014, 1, 1), date.max))) == (date(2014, 1, 2), date.max)
