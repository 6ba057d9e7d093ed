"""
The report as OSCAL assessment results (NIST, 1.2.1).

OSCAL knows only satisfied and not satisfied. So a failure is a finding that is not satisfied and a pass one that is;
what is unknown, waived, or for a person to decide is an observation with its outcome as a property, never satisfied.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import all_cited
from pmi_compliance.report.phrases import because, wanted
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record import Problem

_VERSION = "1.2.1"
#: Names in it are ours; the same thing has the same UUID in every report.
_OURS = UUID("6f1c8a52-0a3d-5e0b-9a54-6d0f6d1a6b11")
_NS = "https://pmi-compliance.invalid/ns/oscal"

_STATES = {Outcome.FAIL: ("not-satisfied", "fail"), Outcome.PASS: ("satisfied", "pass")}


def to_oscal(report: Report, language: Language) -> Iterator[bytes]:
    """The report as one document; texts in one language."""
    moment = f"{report.as_of}T00:00:00Z"
    observations = [_observation(report, one, moment, language) for one in report.findings]
    observations += [_problem(one, at, moment, language) for at, one in enumerate(report.problems)]
    findings = [_finding(one, language) for one in report.findings if one.outcome in _STATES]
    plan = _id("packs", *(pack.digest for pack in report.packs))
    result: dict[str, Any] = {
        "uuid": _id("result", report.digest, report.as_of.isoformat(), plan),
        "title": "pmi-compliance",
        "description": _line(", ".join(f"{pack.id} {pack.version}" for pack in report.packs)),
        "start": moment,
        "end": moment,
        "props": [
            *(_prop(f"pairs-{outcome.value}", str(count)) for outcome, count in report.outcomes.items()),
            _prop("disclosure", report.disclosure),
            _prop("inputs", report.digest),
        ],
        "reviewed-controls": {
            "control-selections": [
                {"include-controls": [{"control-id": name} for name in report.counts]}
                if report.counts
                else {"include-all": {}}
            ]
        },
    }
    if observations:
        result["observations"] = observations
    if findings:
        result["findings"] = findings
    document = {
        "assessment-results": {
            "uuid": _id("document", report.digest, report.as_of.isoformat(), plan, language),
            "metadata": {
                "title": "pmi-compliance",
                "last-modified": moment,
                "version": report.as_of.isoformat(),
                "oscal-version": _VERSION,
            },
            "import-ap": {"href": f"#{plan}"},
            "results": [result],
            "back-matter": {
                "resources": [
                    {
                        "uuid": plan,
                        "title": "rule packs",
                        "props": [
                            _prop("pack", f"{one.id} {one.version} {one.digest}") for one in report.packs
                        ]
                        or [_prop("pack", "none")],
                    }
                ]
            },
        }
    }
    yield f"{json.dumps(document, ensure_ascii=True, indent=1)}\n".encode()


def _id(*parts: str) -> str:
    return str(uuid5(_OURS, "\0".join(parts)))


def _line(text: str) -> str:
    """Text on one line that neither begins nor ends with a space, as OSCAL's strings are."""
    return " ".join(printable(text).split()) or "-"


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NS, "value": _line(value)}


def _observation(report: Report, one: Finding, moment: str, language: Language) -> dict[str, Any]:
    facts = [*because(one, language), *wanted(one, language)]
    props = [
        _prop("outcome", one.outcome.value),
        _prop("severity", one.severity),
        _prop("rule", one.rule),
        _prop("fingerprint", one.fingerprint),
        _prop("judged-on", one.day),
        _prop("basis", one.basis),
        _prop("confidence", one.confidence),
    ]
    if one.recruiter:
        props.append(_prop("recruiter", one.recruiter))
    if one.waiver:
        props.append(_prop("waiver", f"{one.waiver.legal_basis}; {one.waiver.approved_by}"))
    if report.baseline is not None:
        props.append(_prop("baseline", "new" if report.is_new(one) else "unchanged"))
    return {
        "uuid": _id("observation", one.fingerprint),
        "title": _line(one.title.in_language(language)),
        "description": "\n".join(map(_line, [one.message.in_language(language), *facts])),
        "props": props,
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "subjects": [
            {
                "subject-uuid": _id("record", one.subject.kind, one.subject.id),
                "type": "resource",
                "title": _line(str(one.subject)),
            }
        ],
        "collected": moment,
    }


def _problem(problem: Problem, at: int, moment: str, language: Language) -> dict[str, Any]:
    place, *errors = problem_lines(problem, language)
    return {
        "uuid": _id("problem", str(at), place, *errors),
        "title": _line(place),
        "description": "\n".join(map(_line, errors)),
        "props": [_prop("problem", "set_aside" if problem.excluded else "told")],
        "methods": ["EXAMINE"],
        "collected": moment,
    }


def _finding(one: Finding, language: Language) -> dict[str, Any]:
    state, reason = _STATES[one.outcome]
    return {
        "uuid": _id("finding", one.fingerprint),
        "title": _line(one.title.in_language(language)),
        "description": _line(one.message.in_language(language)),
        "props": [_prop("fingerprint", one.fingerprint), _prop("severity", one.severity)],
        "target": {
            "type": "objective-id",
            "target-id": one.rule,
            "title": _line(all_cited(one.citations)),
            "status": {"state": state, "reason": reason},
        },
        "related-observations": [{"observation-uuid": _id("observation", one.fingerprint)}],
    }
