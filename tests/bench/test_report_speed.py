"""How fast 300,000 findings are written, beside the plainest loop there is."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from pmi_compliance import Dataset, audit, default_packs
from pmi_compliance.auditing.findings import Subject
from pmi_compliance.report import FORMATS

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNT = 300_000


@cache
def report():
    """The findings of the quick start, over and over, each of another placement."""
    few = audit(Dataset.read(EXAMPLES / "quickstart"), default_packs(), as_of=date(2025, 10, 31))
    many = (
        evolve(few.findings[at % len(few.findings)], subject=Subject("placement", f"PMI-{at:06}"))
        for at in range(COUNT)
    )
    return evolve(few, findings=tuple(many))


@cache
def rows():
    return [finding.as_json() for finding in report().findings]


def plain():
    return sum(len(json.dumps(row)) for row in rows())


def written(form):
    return sum(map(len, FORMATS[form].write(report(), "id")))


@pytest.mark.benchmark(group=f"{COUNT} findings, written", min_rounds=3)
@pytest.mark.parametrize("form", ["plain json.dumps of ready rows", "jsonl", "parquet", "csv"])
def test_forms(benchmark, form):
    report(), rows()
    run = plain if form.startswith("plain") else lambda: written(form)

    assert benchmark(run) > 1_000_000
