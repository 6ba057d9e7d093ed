"""What callers give by mistake is refused with a word that helps, and what is meant is taken."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from pmi_compliance import (
    AuditSession,
    CaseBook,
    Dataset,
    Outcome,
    PmiError,
    RulePack,
    audit,
    outlook,
    read_records,
    read_waivers,
    write_report,
)

DAY = date(2025, 9, 15)
RECORDS = {"placement": [{"id": "W1", "scope": "overseas", "departed_on": "2025-03-11"}]}
PACKS = [RulePack.load("kupang")]


def opened(chart, case, day):
    """Open a case in a book that is closed again."""
    with CaseBook(":memory:", chart) as book:
        book.open(case, on=day)


@pytest.fixture(scope="module")
def dataset():
    return Dataset.from_records(RECORDS)


@pytest.fixture(scope="module")
def report(dataset):
    return audit(dataset, PACKS, as_of=DAY)


@pytest.mark.parametrize("day", ["2025-09-15", datetime(2025, 9, 15), DAY])
def test_a_day_may_be_text_or_midnight(dataset, report, day):
    assert audit(dataset, PACKS, as_of=day).as_of == DAY
    assert type(audit(dataset, PACKS, as_of=day).as_of) is date
    assert AuditSession(PACKS, as_of=day).as_of == DAY
    assert outlook(dataset, PACKS, as_of=day, until="2025-09-16") == outlook(
        dataset, PACKS, as_of=DAY, until=date(2025, 9, 16)
    )


def test_a_path_may_be_text(report, tmp_path):
    write_report(report, str(tmp_path / "x.json"))

    assert json.loads((tmp_path / "x.json").read_text())["audit"]["date"] == "2025-09-15"


def test_a_case_is_opened_on_a_day_in_text():
    with CaseBook(":memory:", PACKS[0].chart) as book:
        assert book.open("K-1", on="2025-10-01").since == date(2025, 10, 1)


def calls(dataset, report):
    """Calls that make no sense, as first users write them, and the argument that is wrong."""
    chart = PACKS[0].chart
    return {
        "as_of with a time": ("as_of", lambda: audit(dataset, PACKS, as_of=datetime(2025, 9, 15, 8))),
        "as_of as a number": ("as_of", lambda: audit(dataset, PACKS, as_of=20250915)),
        "no as_of": ("as_of", lambda: audit(dataset, PACKS, as_of=None)),
        "names of packs": ("packs", lambda: audit(dataset, ["kupang"], as_of=DAY)),
        "the name of a pack": ("packs", lambda: audit(dataset, "kupang", as_of=DAY)),
        "one pack, no list": ("packs", lambda: audit(dataset, PACKS[0], as_of=DAY)),
        "no packs": ("packs", lambda: audit(dataset, None, as_of=DAY)),
        "plain records": ("dataset", lambda: audit(RECORDS, PACKS, as_of=DAY)),
        "a path": ("dataset", lambda: audit("examples/quickstart", PACKS, as_of=DAY)),
        "the class": ("dataset", lambda: audit(Dataset, PACKS, as_of=DAY)),
        "a file of waivers": ("waivers", lambda: audit(dataset, PACKS, as_of=DAY, waivers="w.yaml")),
        "waivers as mappings": ("waivers", lambda: audit(dataset, PACKS, as_of=DAY, waivers=[{"rule": "x"}])),
        "progress as a word": ("progress", lambda: audit(dataset, PACKS, as_of=DAY, progress=True)),
        "a list of records": ("tables", lambda: Dataset.from_records(RECORDS["placement"])),
        "one record": ("tables", lambda: Dataset.from_records(None)),
        "one table": ("tables", lambda: Dataset.from_tables([1])),
        "a list of paths": ("paths", lambda: Dataset.read(["examples/quickstart"])),
        "a path of none": ("paths", lambda: read_records(None)),
        "a pack of none": ("name", lambda: RulePack.load(None)),
        "waivers of none": ("path", lambda: read_waivers(None)),
        "a report of none": ("report", lambda: write_report(None, "x.json")),
        "a file that is none": ("path", lambda: write_report(report, 7)),
        "a far day": ("until", lambda: outlook(dataset, PACKS, as_of=DAY, until=7)),
        "ahead of records": ("dataset", lambda: outlook(RECORDS, PACKS, as_of=DAY, until=DAY)),
        "a session of a pack": ("packs", lambda: AuditSession(PACKS[0], as_of=DAY)),
        "a session of records": ("records", lambda: AuditSession(PACKS, as_of=DAY, records=RECORDS)),
        "a book without chart": ("chart", lambda: CaseBook(":memory:", RulePack.load("international").chart)),
        "a case by its number": ("case", lambda: opened(chart, 7, DAY)),
        "a case on no day": ("on", lambda: opened(chart, "K-1", 7)),
    }  # fmt: skip


@pytest.mark.parametrize("name", calls(None, None))
def test_a_wrong_argument_is_named(dataset, report, name):
    argument, call = calls(dataset, report)[name]

    with pytest.raises(PmiError) as caught:
        call()

    assert caught.value.values["argument"] == argument
    assert f"`{argument}`" in caught.value.message.id
    assert f"`{argument}`" in caught.value.message.en


def test_no_value_is_repeated_for_it_may_be_a_record():
    with pytest.raises(PmiError) as caught:
        audit({"placement": [{"worker": {"name": "Contoh"}}]}, PACKS, as_of=DAY)

    assert "Contoh" not in str(caught.value)


def test_an_outcome_is_the_word_that_reports_write(report):
    assert [outcome for outcome in Outcome if outcome != outcome.value] == []
    assert {"fail": 1}[Outcome.FAIL] == 1
    assert f"{Outcome.FAIL}" == json.loads(json.dumps(Outcome.FAIL)) == "fail"
    assert report.outcomes["pass"] == report.outcomes[Outcome.PASS]


def test_what_progress_raises_stops_an_audit_and_the_next_is_whole(dataset, report):
    def stop(what, done, whole):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit(dataset, PACKS, as_of=DAY, progress=stop)

    assert audit(dataset, PACKS, as_of=DAY).outcomes == report.outcomes


def test_the_day_is_never_taken_from_the_calendar(dataset):
    with pytest.raises(TypeError, match="as_of"):
        audit(dataset, PACKS)


def test_paths_of_packs_are_text_or_paths(tmp_path):
    folder = RulePack.load("kupang").folder

    assert RulePack.load(str(folder)).id == RulePack.load(Path(folder)).id == "kupang"
