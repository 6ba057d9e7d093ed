"""
The report as OSCAL assessment results (NIST, 1.2.1).

OSCAL knows only satisfied and not satisfied. So a failure is a finding that is not satisfied and a pass one that is;
what is unknown, waived, or for a person to decide is an observation with its outcome as a property, never satisfied.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import all_cited
from pmi_compliance.report.phrases import deciding_facts, missing_facts
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel

_VERSION = "1.2.1"
#: Names in it are ours; the same thing has the same UUID in every report.
_OURS = UUID("6f1c8a52-0a3d-5e0b-9a54-6d0f6d1a6b11")
_NS = "https://pmi-compliance.invalid/ns/oscal"

_STATES = {Outcome.FAIL: ("not-satisfied", "fail"), Outcome.PASS: ("satisfied", "pass")}


def to_oscal(report: Report, language: Language) -> Iterator[bytes]:
    """The report as one document; texts in one language."""
    moment = f"{report.as_of}T00:00:00Z"
    observations = [_observation(report, finding, moment, language) for finding in report.findings]
    observations += [
        _problem(problem, index, moment, report.model, language)
        for index, problem in enumerate(report.problems)
    ]
    findings = [_finding(finding, language) for finding in report.findings if finding.outcome in _STATES]
    plan = _id("packs", *(pack.digest for pack in report.packs))
    # What the document says, and not what it hides, gives it its name: from that of the records they could be guessed.
    said = partial(_id, report.as_of.isoformat(), plan, digest(canonical([observations, findings])), language)
    result: dict[str, Any] = {
        "uuid": said("result"),
        "title": "pmi-compliance",
        "description": _line(", ".join(f"{pack.id} {pack.version}" for pack in report.packs)),
        "start": moment,
        "end": moment,
        "props": [
            *(_prop(f"pairs-{outcome.value}", str(count)) for outcome, count in report.outcomes.items()),
            _prop("disclosure", report.disclosure),
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
            "uuid": said("document"),
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
                            _prop("pack", f"{pack.id} {pack.version} {pack.digest}") for pack in report.packs
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


def _observation(report: Report, finding: Finding, moment: str, language: Language) -> dict[str, Any]:
    facts = [*deciding_facts(finding, language), *missing_facts(finding, language)]
    props = [
        _prop("outcome", finding.outcome.value),
        _prop("severity", finding.severity),
        _prop("rule", finding.rule),
        _prop("fingerprint", finding.fingerprint),
        _prop("judged-on", finding.day),
        _prop("basis", finding.basis),
        _prop("confidence", finding.confidence),
    ]
    if finding.recruiter:
        props.append(_prop("recruiter", finding.recruiter))
    if finding.waiver:
        props.append(_prop("waiver", f"{finding.waiver.legal_basis}; {finding.waiver.approved_by}"))
    if report.baseline is not None:
        props.append(_prop("baseline", "new" if report.is_new(finding) else "unchanged"))
    return {
        "uuid": _id("observation", finding.fingerprint),
        "title": _line(finding.title.in_language(language)),
        "description": "\n".join(map(_line, [finding.message.in_language(language), *facts])),
        "props": props,
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "subjects": [
            {
                "subject-uuid": _id("record", finding.subject.kind, finding.subject.id),
                "type": "resource",
                "title": _line(str(finding.subject)),
            }
        ],
        "collected": moment,
    }


def _problem(
    problem: Problem, index: int, moment: str, model: RecordModel, language: Language
) -> dict[str, Any]:
    place, *errors = problem_lines(problem, language, model)
    return {
        "uuid": _id("problem", str(index), place, *errors),
        "title": _line(place),
        "description": "\n".join(map(_line, errors)),
        "props": [_prop("problem", "set_aside" if problem.excluded else "told")],
        "methods": ["EXAMINE"],
        "collected": moment,
    }


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    state, reason = _STATES[finding.outcome]
    return {
        "uuid": _id("finding", finding.fingerprint),
        "title": _line(finding.title.in_language(language)),
        "description": _line(finding.message.in_language(language)),
        "props": [_prop("fingerprint", finding.fingerprint), _prop("severity", finding.severity)],
        "target": {
            "type": "objective-id",
            "target-id": finding.rule,
            "title": _line(all_cited(finding.citations)),
            "status": {"state": state, "reason": reason},
        },
        "related-observations": [{"observation-uuid": _id("observation", finding.fingerprint)}],
    }
