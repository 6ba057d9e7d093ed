"""
No hidden number follows: a solver tries every table that could stand behind what is printed.

It knows how numbers are hidden and the total of each column, which another table of the same records shows.
"""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmi_compliance import Dataset
from pmi_compliance.office.charts import chart_of
from pmi_compliance.office.figures import Published, cases_by, placements_by
from pmi_compliance.office.hiding import HIDDEN, hidden, shown_total

PLACES = ("MY", "SG", "TW", "HK")


def columns(rows, total):
    """Every way to part a total among rows."""
    if rows == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in columns(rows - 1, total - first):
            yield (first, *rest)


def followed(printed, rows, total):
    """The columns of which a hidden number follows from what is printed and the total, and where it stands."""
    alike = defaultdict(list)
    for column in columns(rows, total):
        text, away = printed(column)
        alike[text].append((column, away))
    return {
        (columns_[0], at)
        for found in alike.values()
        for columns_ in [[column for column, _ in found]]
        for at in found[0][1]
        if len({column[at] for column in columns_}) == 1
    }


def by_rule(smallest):
    def printed(column):
        away = hidden(column, smallest)
        if away is None:
            return (None, shown_total(column, smallest)), range(len(column))
        shown = tuple(None if at in away else number for at, number in enumerate(column))
        return (shown, shown_total(column, smallest)), away

    return printed


@pytest.mark.parametrize("smallest", range(2, 6))
def test_no_number_follows_from_the_others_and_the_total(smallest):
    assert not [
        found
        for rows, most in ((3, 20), (4, 13))
        for total in range(1, most)
        for found in followed(by_rule(smallest), rows, total)
    ]


def next_one_only(column, smallest):
    """Hides the small ones, and where that is one alone the next larger one."""
    away = {at for at, number in enumerate(column) if 0 < number < smallest}
    left = [at for at, number in enumerate(column) if number >= smallest]
    return away | {min(left, key=lambda at: column[at])} if len(away) == 1 and left else away


def small_ones_only(column, smallest):
    return {at for at, number in enumerate(column) if 0 < number < smallest}


@pytest.mark.parametrize(
    ("rule", "by_size", "total", "column", "at"),
    [
        (small_ones_only, False, 9, (0, 1, 8), 1),
        (next_one_only, False, 10, (1, 1, 8), 0),
        (small_ones_only, True, 13, (2, 1, 10), 1),
    ],
)
def test_a_planted_leak_is_found(rule, by_size, total, column, at):
    def printed(numbers):
        away = rule(numbers, 5)
        shown = tuple(None if at in away else number for at, number in enumerate(numbers))
        return (shown, by_size and tuple(sorted(range(3), key=lambda at: -numbers[at]))), away

    assert (column, at) in followed(printed, 3, total)


def placements(abroad, at_home=()):
    return Dataset.from_records(
        {
            "placement": [
                {
                    "id": f"{scope}{place}{at}",
                    "scope": scope,
                    "destination": place,
                    "worker": {"sex": "female"},
                }
                for scope, column in (("overseas", abroad), ("domestic", at_home))
                for place, number in zip(PLACES, column, strict=False)
                for at in range(number)
            ]
        }
    )


@given(
    total=st.integers(1, 6),
    at_home=st.tuples(*[st.integers(0, 7)] * 3),
    smallest=st.integers(2, 5),
)
def test_no_number_follows_from_the_tables_of_one_run(total, at_home, smallest):
    def printed(column):
        records = placements(column, at_home)
        tables = [placements_by(records, *by, smallest=smallest) for by in (("destination",), ("sex",), ())]
        lines = [line for table in tables for language in ("id", "en") for line in table.lines(language)]
        shown = {row.names[0].id: row.counts["overseas"] for row in tables[0].rows}
        unlisted = 0 if tables[0].whole else None
        away = [at for at, place in enumerate(PLACES[:3]) if shown.get(place, unlisted) is None]
        return "\n".join(lines), away

    assert not followed(printed, 3, total)


def test_a_picture_tells_no_more_than_the_table():
    # The rows stand alike, whichever of the hidden ones is larger.
    one, other = (placements(column) for column in ((1, 4, 9, 20), (4, 1, 9, 20)))
    tables = [placements_by(records, "destination", smallest=5) for records in (one, other)]

    assert tables[0] == tables[1]
    assert chart_of(tables[0], "id") == chart_of(tables[1], "id")
    assert tables[0].lines("id")[1].split() == ["HK", "20", "0", "0"]
    assert [line.split()[:2] for line in tables[0].lines("id")[2:4]] == [["TW", "9"], ["MY", HIDDEN]]


def test_small_numbers_stand_in_no_sentence_beside_the_table():
    departed = [{"id": f"P{at}", "departed_on": "2024-05-01"} for at in range(9)]
    records = Dataset.from_records({
        "placement": [*departed, {"id": "Q"}, {"id": "R", "departed_on": "2020-01-01"}],
        "case": [*({"id": f"C{at}", "opened_on": "2024-05-01"} for at in range(9)), {"id": "D"}],
    })  # fmt: skip

    placed = placements_by(records, "sex", since=date(2024, 1, 1), smallest=5)
    cases = cases_by(records, "kind", as_of=date(2025, 1, 1), smallest=5)

    assert "< 5 tanpa tanggal berangkat dan < 5 di luar masa itu" in placed.basis.id
    assert "< 5 without a day and 0 after it" in cases.basis.en


def test_years_without_a_case_are_listed_where_that_tells_nothing():
    def cases(**years):
        return Dataset.from_records(
            {
                "case": [
                    {"id": f"{year}-{at}", "opened_on": f"{year[1:]}-02-01"}
                    for year, number in years.items()
                    for at in range(number)
                ]
            }
        )

    def lines(records):
        return [
            line.split() for line in cases_by(records, "year", as_of=date(2024, 1, 1), smallest=5).lines("id")
        ]

    shown = lines(cases(y2021=5, y2023=2, y2022=4))
    assert shown[1:6] == [
        ["2021", "0", "0", "5"],
        ["2022", "0", "0", "*"],
        ["2023", "0", "0", "*"],
        ["2024", "0", "0", "0"],
        ["Jumlah", "0", "0", "11"],
    ]
    # A year that nobody may know of begins no list.
    assert lines(cases(y2021=1, y2023=1))[1] == ["Jumlah", "0", "0", "*"]


def test_what_is_not_shown_is_compared_with_nothing():
    figures = placements_by(placements((1, 1)), "destination", smallest=5)

    assert Published(2, {"MY": 1, "SG": 1}, "x").gaps(figures) == []
