"""One placement and its recruiter, as an app asks: from records to explained findings, beside deciding alone."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pmi_compliance import Auditor, Dataset, audit, default_packs
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.auditing.explaining import Explainer
from pmi_compliance.engines.outline import WORTH_WRITING

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2025, 10, 31)


@cache
def auditor():
    return Auditor(default_packs())


@cache
def one():
    """A candidate's placement with its recruiter, which most rules are about."""
    records = Dataset.read(EXAMPLES / "quickstart")
    placement = records.tables["placement"][3]
    recruiter = records.get("recruiter", placement.data["recruiter_id"])
    return Dataset.from_records({"placement": [placement.data], "recruiter": [recruiter.data]})


def deciding():
    return [outcome for _, _, outcome in outcomes_in_memory(auditor().rules, one(), AS_OF)]


def prepared():
    return auditor().audit(one(), as_of=AS_OF)


def not_prepared():
    return audit(one(), default_packs(), as_of=AS_OF)


@pytest.mark.benchmark(group="one placement and its recruiter, all default packs", min_rounds=20)
@pytest.mark.parametrize("way", ["deciding", "prepared", "not_prepared", "nothing remembered"])
def test_one_record(benchmark, way, monkeypatch):
    if way == "nothing remembered":
        explain = Explainer.explain
        monkeypatch.setattr(
            Explainer, "explain", lambda self, rule, record, outcome, _: explain(self, rule, record, outcome)
        )
    run = {"deciding": deciding, "not_prepared": not_prepared}.get(way, prepared)
    for _ in range(2 * WORTH_WRITING):
        run()

    assert benchmark(run)
