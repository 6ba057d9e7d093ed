"""Queries are planned once for the same rules, columns and day, and never taken for those of others."""

from datetime import date, timedelta

import pytest

from helpers.model import pack_about
from pmi_compliance import Dataset, audit
from pmi_compliance.engines.tables import engine
from pmi_compliance.records.schema import bundled_model

AS_OF = date(2025, 10, 31)

#: More rules than one query judges; one asks for the audit date.
PACK = pack_about(
    {
        ("placement", "grown-up"): "age(placement.worker.birth_date, audit.date) >= 18",
        **{("placement", f"count-{n}"): f"placement.count >= {n}" for n in range(1, 15)},
    },
    bundled_model(),
)


@pytest.fixture
def planned(monkeypatch):
    """How many queries were planned."""
    numbers = []
    codes = engine.codes

    def counting(*args):
        numbers.append(1)
        return codes(*args)

    monkeypatch.setattr(engine, "codes", counting)
    return numbers


def outcomes(born, *, backend="tables", as_of=AS_OF, count=7):
    """The outcomes of the placement of one worker."""
    record = {"id": "P", "worker": {"id": "W", "birth_date": born}, "count": count}
    report = audit(
        Dataset.from_records({"placement": [record]}),
        [PACK],
        as_of=as_of,
        include_passed=True,
        backend=backend,
    )
    return {finding.rule: finding.outcome.value for finding in report.findings}


def test_other_records_with_the_same_columns_are_not_planned_anew(planned):
    first = outcomes("2000-01-01", as_of=AS_OF - timedelta(7))
    once = len(planned)
    second = outcomes("2010-01-01", as_of=AS_OF - timedelta(7), count=3)

    assert once == len(planned) == 2
    assert first["grown-up"] == "pass"
    assert first != second == outcomes("2010-01-01", count=3, backend="closures")


def test_another_day_or_other_columns_are_planned_anew(planned):
    """A birthday later, and with a date that is known in part, which has a column of its own."""
    born = date(2007, 11, 1)
    before = outcomes(born.isoformat())
    on_the_day = outcomes(born.isoformat(), as_of=AS_OF + timedelta(1))
    in_part = outcomes("2007-11")

    assert len(planned) == 6
    assert before["grown-up"] == "fail"
    assert on_the_day["grown-up"] == "pass"
    assert in_part == outcomes("2007-11", backend="closures")
