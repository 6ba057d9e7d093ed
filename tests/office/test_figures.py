"""Figures of an office: what is counted, what is said beside it, and what is not shown."""

from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import raises
from pmi_compliance import Dataset, UsageError
from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.office.charts import chart_of
from pmi_compliance.office.dimensions import DIMENSIONS
from pmi_compliance.office.figures import Published, cases_by, placements_by, programmes_by
from pmi_compliance.records.regions import district
from pmi_compliance.testing import strategies as kit

OFFICE = Path(__file__).parents[2] / "examples" / "office"


def placements(*records):
    return Dataset.from_records(
        {"placement": [{"id": f"P{at}", **placement} for at, placement in enumerate(records)]}
    )


def numbers(figures):
    return {
        tuple(name.id for name in row.names): tuple(row.counts[scope] for scope in SCOPES)
        for row in figures.rows
    }


def test_the_published_figures_of_kupang_come_out_of_the_example():
    records = Dataset.read(OFFICE)

    placed = placements_by(records, "kecamatan")
    cases = cases_by(records, "year", as_of=date(2025, 10, 15))

    assert placed.total == 795
    assert numbers(placed) == {
        ("Kabupaten Kupang",): (0, 0, 568),
        ("Kupang Timur",): (0, 0, 93),
        ("Amarasi Timur",): (0, 0, 68),
        ("Amarasi",): (0, 0, 66),
    }
    assert cases.total == 38
    # The year without a case is listed, too.
    assert {year: sum(counts) for (year,), counts in numbers(cases).items()} == {
        "2022": 23,
        "2023": 10,
        "2024": 5,
        "2025": 0,
    }
    assert "2025-10-15" in cases.basis.id


def test_abroad_and_at_home_are_never_mixed():
    records = placements(
        {"scope": "overseas", "worker": {"sex": "female"}, "destination": "MY"},
        {"scope": "overseas", "worker": {"sex": "female"}, "destination": "SG"},
        {"scope": "domestic", "worker": {"sex": "female"}},
        {"worker": {"sex": "male"}},
        {"scope": "domestic"},
    )

    assert numbers(placements_by(records, "sex")) == {
        ("perempuan",): (2, 1, 0),
        ("belum diketahui",): (0, 1, 0),
        ("laki-laki",): (0, 0, 1),
    }
    assert numbers(placements_by(records, "sex", "destination"))["perempuan", "MY"] == (1, 0, 0)
    assert numbers(placements_by(records)) == {(): (2, 2, 1)}
    assert [line.split() for line in placements_by(records).lines("en")[1:3]] == [
        ["2", "2", "1"],
        ["Total", "2", "2", "1"],
    ]


def test_what_a_period_leaves_out_is_reported():
    records = placements(
        {"departed_on": "2023-01-01"}, {"departed_on": "2023-12-31"}, {"departed_on": "2024-01-01"}, {}
    )
    figures = placements_by(records, "year", since=date(2023, 1, 1), until=date(2023, 12, 31))

    assert numbers(figures) == {("2023",): (0, 0, 2)}
    assert "1 tanpa tanggal berangkat dan 1 di luar masa itu tidak dihitung" in figures.basis.id
    assert numbers(placements_by(records, "year")) == {
        ("2023",): (0, 0, 2),
        ("2024",): (0, 0, 1),
        ("belum diketahui",): (0, 0, 1),
    }


def test_a_dimension_that_is_not_there_is_reported():
    with raises(UsageError, "unknown", what="dimension", name="village", known=tuple(DIMENSIONS)):
        placements_by(placements(), "village")


def persons(records):
    """Those of all records, without whoever was taken out of a record of several."""
    taken = Counter()
    for record in records:
        taken[record.get("taken_out_of")] += record.get("count") or 1
    left = sum(
        record["count"] - min(record["count"], taken[record["id"]])
        for record in records
        if record.get("count")
    )
    return left + sum(1 for record in records if not record.get("count"))


@given(kit.datasets({"placement": 12}), st.sampled_from(sorted(DIMENSIONS)), st.integers(1, 5))
def test_what_is_not_shown_cannot_be_worked_out(tables, dimension, smallest):
    records = Dataset.from_records(tables)
    open_, shown = (placements_by(records, dimension, smallest=threshold) for threshold in (1, smallest))

    assert open_.total == persons(tables["placement"])
    for scope in SCOPES:
        column = [row.counts[scope] for row in shown.rows]
        assert not [
            count for count in (*column, shown.totals[scope]) if count is not None and 0 < count < smallest
        ]
        assert shown.totals[scope] in {open_.totals[scope], None}


def test_small_numbers_leave_no_trace_in_the_text():
    records = placements(*[{"worker": {"sex": "female"}}] * 9, {"worker": {"sex": "male"}})
    lines = placements_by(records, "sex", smallest=3).lines("en")

    assert [line.split() for line in lines[1:4]] == [
        ["male", "0", "0", "*"],
        ["female", "0", "0", "*"],
        ["Total", "0", "0", "10"],
    ]
    alone = placements_by(placements({}), "sex", smallest=3)
    assert alone.total is None
    assert alone.rows == ()
    assert alone.lines("id")[-2].split() == ["Jumlah", "0", "0", "*"]


def test_next_to_small_numbers_the_next_larger_are_hidden_until_their_sum_leaves_them_open():
    to = {"MY": 1, "SG": 2, "HK": 3, "TW": 4}
    records = placements(
        *({"scope": "overseas", "destination": code} for code, number in to.items() for _ in range(number))
    )

    figures = placements_by(records, "destination", smallest=2)

    # One and two alone would be three: one of them 1, the other 2.
    assert {row.names[0].id: row.counts["overseas"] for row in figures.rows} == {
        "TW": 4,
        "HK": None,
        "MY": None,
        "SG": None,
    }
    assert figures.totals["overseas"] == 10


def test_published_parts_that_do_not_add_up_are_reported_and_not_repaired():
    # NTT 2024 as published: the countries are six short of the total.
    parts = {"MY": 1324, "SG": 41, "HK": 17, "JP": 10, "BN": 1, "PG": 1, "SB": 1}
    records = placements({"destination": "MY"})
    gaps = Published(1401, parts, "BP3MI NTT").gaps(placements_by(records, "destination"))

    assert gaps[0].en == "BP3MI NTT: the parts add up to 1395, the total says 1401, 6 apart"
    assert gaps[1].en == "MY: BP3MI NTT 1324, records 1, 1323 apart"
    assert gaps[-1].en == "Jumlah: BP3MI NTT 1401, records 1, 1400 apart"
    # Parts that are not all there are may be fewer, and never more.
    assert (
        Published(3, {"MY": 1}, "x", whole=False)
        .gaps(placements_by(records, "destination"))[0]
        .id.startswith("Jumlah")
    )
    assert (
        "selisih -1"
        in Published(0, {"MY": 1}, "x", whole=False).gaps(placements_by(records, "destination"))[0].id
    )


def test_a_case_is_at_home_where_all_of_its_placements_are():
    records = Dataset.from_records(
        {
            "placement": [{"id": "A", "scope": "overseas"}, {"id": "H", "scope": "domestic"}, {"id": "U"}],
            "case": [
                {"id": "1", "opened_on": "2023-05-01", "placement_ids": ["A", "H"]},
                {"id": "2", "opened_on": "2023-05-01", "placement_ids": ["H"]},
                {"id": "3", "opened_on": "2023-05-01", "placement_ids": ["H", "U"]},
                {"id": "4", "opened_on": "2025-05-01"},
                {"id": "5", "opened_on": "2025-05-02"},
                {"id": "6"},
            ],
        }
    )
    figures = cases_by(records, "year", as_of=date(2025, 5, 1))

    assert numbers(figures) == {("2023",): (1, 1, 1), ("2024",): (0, 0, 0), ("2025",): (0, 0, 1)}
    assert "1 tanpa tanggal dan 1 sesudahnya tidak dihitung" in figures.basis.id
    assert cases_by(Dataset.from_records({}), "year", as_of=date(2025, 5, 1)).rows == ()


def test_a_table_can_be_drawn():
    drawn = chart_of(placements_by(Dataset.read(OFFICE), "kecamatan"), "id")

    assert drawn.startswith("<svg")
    assert "Kupang Timur" in drawn
    assert ">93<" in drawn


def test_every_kecamatan_has_its_name():
    assert district("53.01.19").id == "Amarasi Timur"


def test_records_that_were_excluded_are_reported():
    records = Dataset.from_records(
        {
            "placement": [{"id": "P"}, {"scope": "overseas"}],
            "case": [{"opened_on": "2024-01-01"}],
        }
    )

    assert "1 data bermasalah tidak ikut dihitung" in placements_by(records, "sex").basis.id
    assert "1 records have errors, are excluded" in cases_by(records, "year", as_of=date(2025, 1, 1)).basis.en
    assert "bermasalah" not in placements_by(placements({}), "sex").basis.id


def test_cases_by_origin_are_counted_with_domestic_ones_apart():
    records = Dataset.from_records({
        "placement": [{"id": "A", "scope": "overseas"}, {"id": "B", "scope": "domestic"}],
        "case": [
            {"id": "1", "opened_on": "2023-02-01", "origin": "53.01.06", "placement_ids": ["A"]},
            {"id": "2", "opened_on": "2023-03-01", "origin": "53.01.06.2015", "placement_ids": ["B"]},
            {"id": "3", "opened_on": "2024-03-01", "placement_ids": ["A", "B"]},
            {"id": "4", "opened_on": "2025-03-01", "origin": "53.01.09"},
        ],
    })  # fmt: skip

    figures = cases_by(records, "origin", as_of=date(2024, 12, 31))

    assert numbers(figures) == {("Kupang Timur",): (1, 1, 0), ("belum diketahui",): (1, 0, 0)}
    assert "1 after it are not counted" in figures.basis.en
    both = cases_by(records, "origin", "year", as_of=date(2024, 12, 31))
    assert numbers(both) == {("Kupang Timur", "2023"): (1, 1, 0), ("belum diketahui", "2024"): (1, 0, 0)}
    # Two cases abroad in two places, and a single one at home: each number would follow.
    hidden = cases_by(records, "origin", as_of=date(2024, 12, 31), smallest=2)
    assert (hidden.rows, hidden.whole) == ((), False)
    assert hidden.totals == {"overseas": 2, "domestic": None, "unknown": 0}
    assert not cases_by(records, "year", as_of=date(2024, 12, 31), smallest=2).rows
    with raises(UsageError, "unknown", name="sex", known=("year", "origin", "kind")):
        cases_by(records, "sex", as_of=date(2024, 12, 31))


def test_programmes_are_counted_with_what_they_do_not_say():
    centre = {
        "id": "L",
        "programmes": [
            {"kind": "language", "started_on": "2024-01-01", "participants": 20},
            {"kind": "language", "started_on": "2025-01-01"},
            {"kind": "reintegration", "started_on": "2026-01-01", "participants": 5},
            {"kind": "entrepreneurship", "participants": 7},
            {"participants": 1},
        ],
    }
    records = Dataset.from_records({"service_centre": [centre, {"id": "M"}]})

    programmes = programmes_by(records, "kind", as_of=date(2025, 12, 31))

    assert [(row.names[0].id, row.count, row.participants, row.unwritten) for row in programmes] == [
        ("belum diketahui", 1, 1, 0),
        ("kewirausahaan", 1, 7, 0),
        ("pelatihan bahasa", 2, 20, 1),
    ]
    by_year = programmes_by(records, "year", as_of=date(2025, 12, 31))
    assert {row.names[0].id: row.count for row in by_year} == {"2024": 1, "2025": 1, "belum diketahui": 2}
    with raises(UsageError, "unknown", name="participants", known=("kind", "year")):
        programmes_by(records, "participants", as_of=date(2025, 12, 31))


def test_returns_and_training_are_dimensions_of_placements():
    records = placements(
        {"scope": "overseas", "returned_on": "2024-05-01", "training": {"kind": "bahasa Mandarin"}},
        {"scope": "overseas", "departed_on": "2025-05-01"},
    )

    assert numbers(placements_by(records, "return_year", "training")) == {
        ("2024", "bahasa Mandarin"): (1, 0, 0),
        ("belum diketahui", "belum diketahui"): (1, 0, 0),
    }


def test_a_picture_says_where_a_number_is_hidden():
    records = placements(
        *[{"scope": "overseas", "destination": to} for to in ("MY", "SG", "SG", "HK", "HK", "HK")]
    )

    hidden = chart_of(placements_by(records, "destination", smallest=2), "id")

    assert ">*</text>" in hidden
    assert ">*</text>" not in chart_of(placements_by(records, "destination"), "id")
