"""
An app that imports the library: before a district office registers a candidate, what is still open?

A registration form would call `open_points` with what its user typed, and show the answer.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pmi_compliance import Dataset, Outcome, audit, default_packs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.base.text import Language


def open_points(
    candidate: Mapping[str, Any], recruiter: Mapping[str, Any], on: date, language: Language = "id"
) -> Iterator[str]:
    """What stands against a candidate's placement, what a person must decide, and which facts are missing."""
    dataset = Dataset.from_records({"placement": [candidate], "recruiter": [recruiter], "job_order": []})
    for problem in dataset.problems:
        for detail in problem.details:
            yield f"! {detail.pointer} {detail.message.in_language(language)}"
    report = audit(dataset, default_packs(), as_of=on)
    for finding in report.findings:
        if finding.outcome is Outcome.UNKNOWN:
            facts = ", ".join(missing.title.in_language(language) for missing in finding.missing)
            yield f"? {finding.title.in_language(language)}: {facts}"
        else:
            yield f"x {finding.message.in_language(language)}"


if __name__ == "__main__":
    form = {
        "id": "formulir-1",
        "recruiter_id": "P3MI-A",
        "scope": "overseas",
        "executor_kind": "p3mi",
        "worker_category": "legal_entity_employer",
        "status": "candidate",
        "recruited_on": "2025-10-20",
        "destination": "MY",
        "worker": {"birth_date": "2008-03-02", "marital_status": "unmarried", "domicile": "53.01.06"},
    }
    for line in open_points(form, {"id": "P3MI-A", "kind": "p3mi"}, date(2025, 10, 31)):
        print(line)
