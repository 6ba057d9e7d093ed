"""What a report says it did not check: of the law of today, and of an older Act only where something was judged by it."""

import re
from datetime import date

import pytest

from pmi_compliance import Dataset, audit, default_packs
from pmi_compliance.report import write_report

OLD, NEW = "UU 39/2004", "UU 18/2017"
TODAY = date(2025, 10, 31)
WORKER = {"scope": "overseas", "status": "working", "executor_kind": "p3mi"}


def report(placement, as_of=TODAY, **options):
    dataset = Dataset.from_records({"placement": [{"id": "P-1", **placement}]})
    return audit(dataset, default_packs(), as_of=as_of, **options)


def named(placement, as_of=TODAY, **options):
    return {duty.duty.citation["instrument"] for duty in report(placement, as_of, **options).not_checked}


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_an_act_of_the_old_law_names_it_and_what_of_it_was_not_checked(backend):
    assert named({**WORKER, "departed_on": "2017-11-21"}, backend=backend) == {OLD, NEW}
    assert named({**WORKER, "departed_on": "2017-11-22"}, backend=backend) == {NEW}


def test_it_is_named_where_its_rules_only_passed_or_wait_for_facts():
    said = {"scope": "overseas", "departed_on": "2010-05"}

    assert OLD in named({**said, "worker": {"birth_date": "1980-01-01"}})
    assert OLD in named(said)


def test_it_is_not_named_where_nothing_was_judged_by_it():
    assert OLD not in named({"scope": "domestic", "departed_on": "2010-05-01"}, include_passed=True)
    assert OLD not in named(WORKER), "the day is not known, and may be of today"
    assert OLD not in named({**WORKER, "departed_on": "2004-10-17"})


def test_an_audit_of_its_time_names_it_and_not_what_was_law_later():
    assert named({**WORKER, "departed_on": "2012-05-01"}, as_of=date(2012, 6, 1)) == {OLD}


@pytest.mark.parametrize("name", ["report.json", "report.txt", "report.html"])
def test_every_form_names_what_of_the_old_act_was_not_checked(tmp_path, name):
    judged = report({**WORKER, "departed_on": "2012-05-01"})
    write_report(judged, tmp_path / name, language="en")

    written = (tmp_path / name).read_text(encoding="utf-8")

    assert "UU 39/2004" in re.split("not.checked", written, flags=re.IGNORECASE)[-1]
