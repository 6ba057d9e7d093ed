"""What an office waits for: the next question of a self-check, and the cards of many recruiters."""

from datetime import date

import pytest

from pmi_compliance import Dataset, audit, default_packs
from pmi_compliance.office.asking import SelfCheck
from pmi_compliance.office.scorecards import scorecards

DAY = date(2025, 10, 31)


@pytest.mark.benchmark(group="a self-check of about 35 questions")
@pytest.mark.parametrize("how", ["session", "an audit for each question"])
def test_self_check(benchmark, how):
    packs = default_packs()

    def ask():
        check = SelfCheck("candidate", as_of=DAY, packs=packs)
        while (question := check.next()) is not None:
            check.answer(question, "?")
            if how != "session":
                audit(Dataset.from_records(check.records()), packs, as_of=DAY)

    benchmark.pedantic(ask, rounds=3)


# From about 200 recruiters on the findings lie in a file, and going through them is most of the work.
@pytest.mark.benchmark(group="cards without the audits")
@pytest.mark.parametrize("recruiters", [100, 200, 400])
def test_cards(benchmark, recruiters):
    tables = {
        "recruiter": [{"id": f"R{at}", "kind": "p3mi", "paid_up_capital_idr": 1} for at in range(recruiters)],
        "placement": [
            {"id": f"P{at}", "recruiter_id": f"R{at % recruiters}", "scope": "overseas"}
            for at in range(3 * recruiters)
        ],
    }
    records = Dataset.from_records(tables)
    audits = [(records, audit(records, default_packs(), as_of=day)) for day in (date(2025, 6, 30), DAY)]

    benchmark.pedantic(lambda: scorecards(audits), rounds=3)
