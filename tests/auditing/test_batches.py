"""One record of several persons is judged once and counted as so many, in memory and in tables."""

from datetime import date

import pytest

from helpers.law import packs
from pmi_compliance import Dataset, Outcome, audit
from pmi_compliance.office.figures import placements_by

AS_OF = date(2025, 9, 15)

#: A house in which 26 women were found: 18 to 20 of one district, and two of these became known by name.
HOUSE = [
    {
        "id": "K1",
        "count": 18,
        "count_until": 20,
        "scope": "overseas",
        "destination": "MY",
        "executor_kind": "individual",
        "recruited_on": "2024-06",
        "departed_on": "2024-07-02",
        "worker": {"domicile": "53.01.06"},
    },
    {"id": "K2", "count": 8, "scope": "overseas", "destination": "SG"},
    {
        "id": "W1",
        "taken_out_of": "K1",
        "scope": "overseas",
        "destination": "MY",
        "worker": {"domicile": "53.01.06"},
    },
    {"id": "W2", "taken_out_of": "K1", "scope": "overseas", "destination": "TW"},
    {"id": "W3", "scope": "overseas", "destination": "MY"},
]


def test_a_batch_is_counted_as_its_persons_without_those_who_became_known():
    figures = placements_by(Dataset.from_records({"placement": HOUSE}), "destination")

    counted = {row.names[0].en: row.counts["overseas"] for row in figures.rows}
    # 18 in Malaysia, two of whom have records of their own: one there, one in Taiwan.
    assert sorted(counted.values()) == [1, 8, 16 + 1 + 1]
    assert figures.total == 18 + 8 + 1
    assert "untuk 26 sampai 28 orang" in figures.basis.id


@pytest.mark.slow
def test_a_batch_is_judged_once_and_every_message_says_for_how_many():
    dataset = Dataset.from_records({"placement": HOUSE})
    report = audit(dataset, packs(), as_of=AS_OF)
    tables = audit(dataset, packs(), as_of=AS_OF, backend="tables")

    rule = "uu18-2017-p49-executor-kind"
    [found] = [one for one in report.findings if (one.rule, one.subject.id) == (rule, "K1")]
    assert found.outcome is Outcome.FAIL
    assert found.message.id.endswith("Data ini untuk 18 sampai 20 orang.")
    assert found.message.en.endswith("This record stands for 18 to 20 persons.")
    assert report.records["placement"] == 5
    assert any("26 sampai 28 orang" in notice.id for notice in report.notices)
    assert sum(home.placements["overseas"] for home in report.districts) == 18 + 8 + 1
    assert [*tables.findings] == [*report.findings]
    assert (tables.notices, tables.districts) == (report.notices, report.districts)


def test_a_report_without_batches_speaks_of_none():
    report = audit(Dataset.from_records({"placement": [{"id": "W1"}]}), packs(), as_of=AS_OF)

    assert report.notices == ()


def test_more_persons_than_a_batch_has_leave_nobody_in_it():
    known = [{"id": f"W{at}", "taken_out_of": "K", "scope": "overseas"} for at in range(3)]
    figures = placements_by(
        Dataset.from_records({"placement": [{"id": "K", "count": 2, "scope": "overseas"}, *known]})
    )

    assert figures.total == 3


def test_a_batch_that_is_not_there_is_a_problem():
    [problem] = Dataset.from_records({"placement": [{"id": "W1", "taken_out_of": "K9"}]}).problems

    assert (problem.details[0].pointer, problem.excluded) == ("/taken_out_of", False)
