"""The report as JSON, after `schemas/report.schema.json`."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pmi_compliance.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.dataset import Problem
    from pmi_compliance.findings import Report
    from pmi_compliance.outcome import Outcome
    from pmi_compliance.text import Language


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "report_version": 1,
        "audit": {
            "date": report.as_of.isoformat(),
            "known_as_of": report.as_of.isoformat(),
            "languages": list(LANGUAGES),
            "disclosure": report.disclosure,
        },
        "packs": [{"id": pack.id, "version": pack.version, "digest": pack.digest} for pack in report.packs],
        "engine": {"name": report.engine, "version": version("pmi-compliance")},
        "dataset": {
            "records": dict(report.records),
            "problems": len(report.problems),
            "digest": report.digest,
        },
        "summary": {
            "pairs": report.pairs,
            "outcomes": _counts(report.outcomes),
            "rules": [
                {
                    "rule": rule.id,
                    "severity": rule.severity,
                    "basis": rule.basis,
                    **_counts(report.counts[rule.id]),
                }
                for rule in report.rules
            ],
            "bases": [{"basis": basis, **_counts(count)} for basis, count in report.bases.items()],
            "recruiters": report.recruiters(),
            "left_out": list(report.left_out),
        },
        "findings": [finding.as_json() for finding in report.findings],
        "conclusions": [],
        "authorities": {code: name.as_json() for code, name in report.authorities.items()},
        "not_checked": [
            {
                "citation": dict(one.duty.citation),
                "duty": one.duty.text.as_json(),
                "bearer": one.duty.bearer,
                "status": one.status,
                "rules": list(one.rules),
                **({"reason": one.duty.reason.as_json()} if one.duty.reason else {}),
            }
            for one in report.not_checked
        ],
        "notices": [notice.as_json() for notice in report.notices],
        "problems": [problem_as_json(problem) for problem in report.problems],
    }


def _counts(count: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: number for outcome, number in count.items()}


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """One problem as JSON values."""
    return {
        "kind": problem.kind,
        "id": problem.id,
        "source": problem.origin.as_json(),
        "set_aside": problem.set_aside,
        "errors": [
            {"pointer": error.pointer, "message": error.message.as_json()} for error in problem.errors
        ],
    }


def to_json(report: Report, _: Language) -> str:
    """The report as JSON text; it holds both languages."""
    return json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n"
