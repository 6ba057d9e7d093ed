"""A report as JSON and back, reports that say the same, and records that nobody changes."""

import copy
import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from pmi_compliance import (
    Dataset,
    Outcome,
    PmiError,
    Report,
    RulePack,
    UnreadableInput,
    UsageError,
    Waiver,
    audit,
    default_packs,
    write_report,
)
from pmi_compliance.report.seal import check

DAY = date(2025, 10, 31)
QUICKSTART = Path(__file__).parents[2] / "examples" / "quickstart"
PACKS = [RulePack.load("kupang"), RulePack.load("ntt")]


@pytest.fixture(scope="module")
def report():
    waiver = Waiver(
        "uu18-2017-p5a-min-age", "placement", "PMI-006", "Putusan 1", "A. Contoh", "B. Misal", "x", DAY
    )
    records = Dataset.read(QUICKSTART)
    return audit(records, default_packs(), as_of=DAY, include_passed=True, waivers=[waiver], baseline=[])


def small(**more):
    record = {"id": "W1", "scope": "overseas", "departed_on": "2025-03-11", **more}
    return audit(Dataset.from_records({"placement": [record]}), PACKS, as_of=DAY)


@pytest.mark.slow
def test_a_report_is_given_as_json_and_back(report):
    document = report.as_json()
    saved = Report.from_json(json.dumps(document))

    secret = b"x" * 32
    assert check(report.as_json(secret), secret).errors == ()
    assert Report.from_json(report.as_json(secret)) == saved == report
    assert report == saved
    assert saved.as_json() == document
    assert (saved.as_of, saved.pairs, saved.outcomes) == (DAY, report.pairs, report.outcomes)
    assert saved.notices == report.notices


@pytest.mark.slow
def test_each_finding_comes_back_as_it_was_written(report):
    saved = Report.from_json(report.as_json())

    for was, finding in zip(report.findings, saved.findings, strict=True):
        written = {name: value for name, value in was.as_json().items() if name != "waiver"}
        assert finding.as_json() == written
        assert finding.order == was.order
    assert {finding.outcome for finding in saved.findings} == {*Outcome}


def test_the_file_of_a_report_is_read_back(tmp_path):
    write_report(small(), tmp_path / "x.json")

    assert Report.from_json((tmp_path / "x.json").read_bytes()) == small()


@pytest.mark.parametrize("document", ["", "{}", "[1]", "null", b"\xff", {}, None, 7, {"findings": []}])
def test_what_is_no_report_is_refused(document):
    with pytest.raises(UnreadableInput) as caught:
        Report.from_json(document)

    assert caught.value.code == "not_a_report"


def test_a_spoilt_finding_is_refused(report):
    document = report.as_json()
    document["findings"] = [{**document["findings"][0], "outcome": "perhaps"}]

    with pytest.raises(UnreadableInput):
        Report.from_json(document)


def test_other_forms_are_not_written_from_what_json_holds(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_report(Report.from_json(small().as_json()), tmp_path / "x.html")

    assert caught.value.code == "report_expected"


def test_reports_are_equal_that_say_the_same():
    assert small() == small()
    assert hash(small()) == hash(small())
    assert small() == pickle.loads(pickle.dumps(small())) == copy.deepcopy(small())
    assert len({small(), small()}) == 1
    assert small() != small(scope="domestic")
    assert small() != "a report"
    assert small() != audit(Dataset.from_records({"placement": []}), PACKS, as_of=DAY)


CHANGES = {
    "a field": lambda data: data.__setitem__("scope", "domestic"),
    "a field within": lambda data: data["worker"].__setitem__("birth_date", None),
    "a field of an item": lambda data: data["documents"][0].update(kind="visa"),
    "one taken away": lambda data: data.pop("scope"),
    "one deleted": lambda data: data.__delitem__("scope"),
    "all": lambda data: data.clear(),
    "joined": lambda data: data.__ior__({"scope": "domestic"}),
    "put where there is none": lambda data: data.setdefault("destination", "MY"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize(
    "way", [lambda data: data, copy.deepcopy, lambda data: pickle.loads(pickle.dumps(data))]
)
def test_a_record_that_was_read_is_never_changed(name, way):
    record = {
        "id": "W1",
        "scope": "overseas",
        "worker": {"birth_date": "2009-04-04"},
        "documents": [{"kind": "passport"}],
    }
    dataset = way(Dataset.from_records({"placement": [record]}))
    data = dataset.get("placement", "W1").data
    before = json.dumps(data, default=str)

    with pytest.raises(PmiError) as caught:
        CHANGES[name](data)

    assert caught.value.code == "never_changes"
    assert json.dumps(data, default=str) == before


def test_the_tables_of_a_dataset_stay():
    dataset = Dataset.from_records({"placement": []})

    with pytest.raises(UsageError):
        dataset.tables["placement"] = ()


def test_what_was_handed_in_may_change_afterwards():
    record = {"id": "W1", "scope": "overseas", "worker": {}}
    dataset = Dataset.from_records({"placement": [record]})
    record["scope"] = "domestic"

    assert dataset.get("placement", "W1").data["scope"] == "overseas"


def test_a_report_with_a_key_twice_is_refused(tmp_path):
    write_report(small(), tmp_path / "x.json")
    text = (tmp_path / "x.json").read_text(encoding="utf-8")

    with pytest.raises(UnreadableInput) as caught:
        Report.from_json(text.replace('"audit":', '"audit": {}, "audit":', 1))

    assert (caught.value.code, caught.value.values["name"]) == ("json_key_twice", "audit")
