"""What is undecided is found by value: a few countries are tried for some 250."""

import pytest

from helpers.law import AS_OF, rules
from pmi_compliance import Dataset
from pmi_compliance.engines import undecided
from pmi_compliance.engines.explain import explain
from pmi_compliance.engines.trace import Evaluator

#: So little that rules ask where somebody went, and what contradicts itself about that.
KNOWN = [
    {},
    {"departed_on": "2025-09-01", "worker_category": "individual_employer"},
    {"departed_on": "2025-09-01", "destination": "SA", "scope": "overseas"},
    {"departed_on": "2025-09-01", "destination": "SA"},
    {"departed_on": "2025-09-01", "destination": "MY", "scope": "domestic"},
    {"departed_on": "2015-09-01", "destination": "SA", "scope": "domestic", "status": "returned"},
    {"departed_on": "2015-09-01", "actual_destination": "MY"},
    {"departed_on": "2025-09", "executor_kind": "individual", "job": "pekerja kebun"},
    {
        "documents": [{"type": "passport", "status": "absent"}],
        "recruited_on": "2025-01-10",
        "recruiter_id": "R1",
    },
]


@pytest.mark.slow
def test_what_stands_for_others_answers_as_they_do(monkeypatch):
    """And less than a quarter of all that could be asked is."""
    datasets = [
        Dataset.from_records({"placement": [{"id": "P1"} | facts], "recruiter": [{"id": "R1"}]})
        for facts in KNOWN
    ]
    asked = []
    supposing = Evaluator.supposing

    def counting(self, *arguments):
        asked.append(arguments)
        return supposing(self, *arguments)

    def missing():
        asked.clear()
        monkeypatch.setattr(undecided, "_ANSWERS", {})
        return [
            explain(rule, record.data, dataset, AS_OF).missing
            for dataset in datasets
            for rule in rules().values()
            for record in dataset.tables.get(rule.subject, ())
        ]

    monkeypatch.setattr(Evaluator, "supposing", counting)
    by_few, few = missing(), len(asked)
    monkeypatch.setattr(undecided, "_told_apart", lambda checked, parts, values, place: values)

    assert missing() == by_few
    assert few < len(asked) / 4
