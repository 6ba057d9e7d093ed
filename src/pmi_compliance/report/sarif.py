"""
The report as SARIF 2.1.0, for tools that follow findings over time.

A failure has kind `fail`, what a person decides `review`. A waived failure stays one, with a suppression that says who
decided. What is unknown is counted in the properties of the run and is a result, of kind `open`, only in a report that
also lists what passed: whoever follows findings follows what was found. What is wrong with the files is a notification
of the run.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pmi_compliance.base.outcome import QUIET, Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.version import __version__
from pmi_compliance.base.words import all_cited
from pmi_compliance.report.phrases import deciding_facts, format_problem, missing_facts, with_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.reading import Origin

_KINDS = {
    Outcome.FAIL: "fail",
    Outcome.WAIVED: "fail",
    Outcome.REVIEW: "review",
    Outcome.UNKNOWN: "open",
    Outcome.PASS: "pass",
    Outcome.NOT_APPLICABLE: "notApplicable",
}
#: Where records stand that no file holds: each under its kind and id.
_RECORDS = "RECORDS"
_NOT_OF_A_FILE = Text(
    "data yang diberikan dari Python, menurut jenis dan nomor", "records given from Python, by kind and id"
)

_LEVELS = {"critical": "error", "major": "error", "minor": "warning", "advisory": "note"}


def to_sarif(report: Report, language: Language) -> Iterator[bytes]:
    """The report as one run; messages in one language."""
    places = {rule.id: index for index, rule in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "pmi-compliance",
                "version": __version__,
                "rules": [_rule(rule, language) for rule in report.rules],
            }
        },
        "language": {"id": "id-ID", "en": "en"}[language],
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_RECORDS: {"description": {"text": _NOT_OF_A_FILE.in_language(language)}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "error" if problem.excluded else "warning",
                        "message": {"text": " ".join((place, *errors))},
                        **_locations(problem.origin, problem.kind, problem.id),
                    }
                    for problem in report.problems
                    for place, errors in (format_problem(problem, language, report.model),)
                ],
            }
        ],
        "properties": {
            "auditDate": report.as_of.isoformat(),
            "disclosure": report.disclosure,
            "pairs": report.pairs,
            "outcomes": {outcome.value: count for outcome, count in report.outcomes.items()},
        },
        "results": [
            _result(report, finding, places[finding.rule], language) for finding in findings_to_follow(report)
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    yield f"{json.dumps(log, ensure_ascii=True, indent=1)}\n".encode()


def findings_to_follow(report: Report) -> Sequence[Finding]:
    """What a code host is told: failures, reviews and waivers; all that is listed where also what passed is listed."""
    if any(finding.outcome in QUIET for finding in report.findings):
        return report.findings
    return [finding for finding in report.findings if finding.outcome is not Outcome.UNKNOWN]


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    note = {"help": {"text": rule.note.in_language(language)}} if rule.note else {}
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title.in_language(language)},
        "fullDescription": {"text": all_cited(rule.citations)},
        **note,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": rule.severity, "basis": rule.basis, "pack": rule.pack},
    }


def _result(report: Report, finding: Finding, place: int, language: Language) -> dict[str, Any]:
    kind = _KINDS[finding.outcome]
    facts = [*deciding_facts(finding, language), *missing_facts(finding, language)]
    text = with_facts(finding.message.in_language(language), facts)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "kind": kind,
        "level": _LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": printable(text)},
        **_locations(finding.source, finding.subject.kind, finding.subject.id),
        "partialFingerprints": {"pmiCompliance/v1": finding.fingerprint},
        "properties": {
            "outcome": finding.outcome.value,
            "severity": finding.severity,
            "recruiter": finding.recruiter,
            "judgedOn": finding.day,
            "basis": finding.basis,
            "confidence": finding.confidence,
            "remediation": finding.remediation.in_language(language),
            "refersTo": list(finding.refers_to),
        },
    }
    if finding.waiver is not None:
        why = f"{finding.waiver.legal_basis}; {finding.waiver.approved_by}; {finding.waiver.reason}"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": printable(why)}]
    if report.baseline is not None:
        result["baselineState"] = "new" if report.is_new(finding) else "unchanged"
    return result


def _locations(origin: Origin, kind: str | None, id_: str | None) -> dict[str, Any]:
    """The file and line, and the record as a place of its own; a record of no file is an artifact by itself."""
    place: dict[str, Any] = {}
    if origin.file:
        path = origin.file.replace("\\", "/")
        # Absolute ones begin with `/`, or with a drive.
        lead = "file://" if path[0] == "/" else "file:///" if path[1:3] == ":/" else ""
        place["physicalLocation"] = {
            "artifactLocation": {"uri": lead + quote(path, safe="/:" if lead else "/")}
        }
        if line := origin.line or origin.row:
            place["physicalLocation"]["region"] = {"startLine": line}
    if kind and id_:
        name = printable(id_)
        place.setdefault(
            "physicalLocation",
            {"artifactLocation": {"uri": f"{kind}/{quote(name, safe='')}", "uriBaseId": _RECORDS}},
        )
        place["logicalLocations"] = [{"name": name, "kind": kind, "fullyQualifiedName": f"{kind} {name}"}]
    return {"locations": [place]} if place else {}
