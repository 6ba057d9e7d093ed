"""Days that are known in part: which forms are read, and what is known of them."""

import operator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmi_compliance.base.days import Ints, Span, bounds, day_of, equal, exact, numbers, spread

DAYS = st.dates(date(2014, 1, 29), date(2014, 2, 3))
PARTS = st.tuples(DAYS, DAYS).map(sorted).map(lambda ends: spread(*ends))
ORDER = [operator.lt, operator.le, operator.gt, operator.ge]


def days_in(day):
    lo, hi = bounds(day)
    return [lo + timedelta(days) for days in range((hi - lo).days + 1)]


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("2014-05", date(2014, 5, 1), date(2014, 5, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-05-06?", date(2014, 5, 6), date(2014, 5, 6)),
        ("2014-05?", date(2014, 5, 1), date(2014, 5, 31)),
        ("2014?", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014~", date.min, date.max),
        ("2014-05~", date.min, date.max),
        ("2014-05-06%", date.min, date.max),
        ("2013/2014", date(2013, 1, 1), date(2014, 12, 31)),
        ("2013-11/2014-02-03", date(2013, 11, 1), date(2014, 2, 3)),
        ("2013?/2014~", date(2013, 1, 1), date.max),
        ("2014/2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("../2017", date.min, date(2017, 12, 31)),
        ("/2017-06", date.min, date(2017, 6, 30)),
        ("2017/..", date(2017, 1, 1), date.max),
        ("2017-06-09/", date(2017, 6, 9), date.max),
    ],
)
def test_a_day_known_in_part_is_an_interval(text, lo, hi):
    assert day_of(text) == Span(lo, hi, text)


def test_a_whole_day_is_a_date():
    assert day_of("2014-05-06") == date(2014, 5, 6)
    assert type(day_of("2014-05-06")) is date


@pytest.mark.parametrize(
    "text",
    ["", "..", "/", "../..", "2014-13", "2014-00", "2014-02-30", "0000", "06/05/2014", "2014-5", "2014-05-6", "14",
     "201X", "2014-XX", "2014-21", "201", "20140506", "2014-05-06T00:00:00", "2014/2013", "2014-05/2014-04-30",
     "2014/2015/2016", "-2014", "2014~?", "?2014", "..~/2014", " 2014", "2014 ", "Y2014", "٢٠١٤", "{2014,2015}",
     "2014/06/05/..", "2014-05..2014-06"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    assert day_of(text) is None


@given(PARTS, PARTS)
def test_a_comparison_is_known_where_it_holds_of_every_day(a, b):
    every = [*product(days_in(a), days_in(b))]

    for compares in [*ORDER, operator.eq]:
        answers = {compares(*days) for days in every}
        expected = answers.pop() if len(answers) == 1 else None
        assert (equal(a, b) if compares is operator.eq else compares(a, b)) is expected


@given(PARTS)
def test_what_is_known_exactly_is_one_day(day):
    assert exact(day) == (days_in(day)[0] if len(days_in(day)) == 1 else None)


def test_numbers_are_compared_like_days():
    assert Ints(3, 5) < 6
    assert operator.lt(7, Ints(3, 5)) is False
    assert (Ints(3, 5) < 3) is False
    assert (Ints(3, 5) <= 4) is None
    assert equal(Ints(3, 5), 4) is None
    assert equal(Ints(3, 5), 6) is False
    assert exact(Ints(3, 5)) is None
    assert numbers(3, 3) == 3
    assert exact(7) == 7


def test_an_interval_says_where_it_is_open():
    assert spread(date.min, date(2017, 12, 31)).text == "../2017-12-31"
    assert spread(date(2014, 1, 1), date.max).text == "2014-01-01/.."
    assert day_of(spread(date(2014, 1, 1), date(2014, 3, 1)).text) == spread(
        date(2014, 1, 1), date(2014, 3, 1)
    )
