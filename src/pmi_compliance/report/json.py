"""The report as JSON, after `schemas/report.schema.json`: one document, or a line for each of its parts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.extras import needing
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.resources import engine_digest
from pmi_compliance.base.text import LANGUAGES
from pmi_compliance.base.version import __version__
from pmi_compliance.report.brief import brief
from pmi_compliance.report.questions import questions
from pmi_compliance.report.rule_texts import rule_text
from pmi_compliance.report.seal import VERSION, sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.outcome import Outcome
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record import Problem


def as_json(report: Report, secret: bytes | None = None) -> dict[str, Any]:
    """
    The report as JSON values.

    Args:
        report: The report.
        secret: What its seal is keyed with, at least 32 octets; without one it has no seal.

    Raises:
        UsageError: If the secret is too short to be one.

    """
    document = {**about(report), "findings": [_finding(report, finding) for finding in report.findings]}
    _, waivers = report.waivers
    return document if secret is None else sealed(document, secret, records=report.digest, waivers=waivers)


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    document = finding.as_json()
    return document if report.baseline is None else {**document, "new": report.is_new(finding)}


def about(report: Report) -> dict[str, Any]:
    """The report as JSON values, without its findings and seal."""
    count, _ = report.waivers
    return {
        "report_version": VERSION,
        "audit": {
            "date": report.as_of.isoformat(),
            "known_as_of": report.as_of.isoformat(),
            "languages": list(LANGUAGES),
            "disclosure": report.disclosure,
            "waivers": {"given": count},
        },
        "packs": [{"id": pack.id, "version": pack.version, "digest": pack.digest} for pack in report.packs],
        "engine": {"name": report.engine, "version": __version__, "digest": engine_digest()},
        "dataset": {
            "records": dict(report.records),
            "whole": list(report.whole),
            "problems": len(report.problems),
        },
        "rules": {rule.id: rule_text(rule) for rule in report.rules},
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
            "districts": [district.as_json() for district in report.districts],
            "case_years": [{"year": year, "cases": count} for year, count in report.case_years.items()],
            "left_out": list(report.left_out),
            "brief": [sentence.as_json() for sentence in brief(report)],
        },
        "questions": [question.as_json() for question in questions(report)],
        "conclusions": [conclusion.as_json() for conclusion in report.conclusions],
        "authorities": {code: name.as_json() for code, name in report.authorities.items()},
        "not_checked": [
            {
                "citation": dict(covered.duty.citation),
                "duty": covered.duty.text.as_json(),
                "bearer": covered.duty.bearer,
                "status": covered.status,
                "rules": list(covered.rules),
                **({"reason": covered.duty.reason.as_json()} if covered.duty.reason else {}),
            }
            for covered in report.not_checked
        ],
        "notices": [notice.as_json() for notice in report.notices],
        "problems": [problem_as_json(problem) for problem in report.problems],
        "reading_notes": [note.as_json() for note in report.reading_notes],
    }


def _counts(count: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: number for outcome, number in count.items()}


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """One problem as JSON values."""
    return {
        "kind": problem.kind,
        "id": problem.id,
        "source": problem.origin.as_json(),
        "set_aside": problem.excluded,
        "errors": [
            {"pointer": error.pointer, "message": error.message.as_json()}
            | ({"column": error.cell.as_json()} if error.cell else {})
            for error in problem.details
        ],
    }


def text_of(value: object) -> str:
    """JSON text in which control and direction marks, which could steer a terminal, are escaped."""
    return _harmless(json.dumps(value, ensure_ascii=False, indent=2))


#: Control signs above ASCII (JSON escapes the others itself), and what changes the direction of text.
_STEERING = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def _harmless(text: str) -> str:
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def to_json(report: Report, _: Language, secret: bytes | None = None) -> Iterator[bytes]:
    """The report as JSON text; it holds both languages, and with a secret a seal."""
    yield _document(as_json(report, secret))


def write_json(path: Path, value: object, *, private: bool = False) -> None:
    """Write a report, or a part of one, as a file of its own; one with open personal data is for its owner alone."""
    write_whole(path, [_document(value)], private=private)


def _document(value: object) -> bytes:
    return f"{text_of(value)}\n".encode()


def to_jsonl(report: Report, _: Language) -> Iterator[bytes]:
    """A line for the report as a whole, then one for each finding; each says its `type`."""
    with needing("reports", "form"):
        import orjson  # noqa: PLC0415  only this form needs it

    def line(kind: str, value: dict[str, Any]) -> bytes:
        text = orjson.dumps({"type": kind, **value})
        return (text if text.isascii() else _harmless(text.decode()).encode()) + b"\n"

    yield line("report", about(report))
    for finding in report.findings:
        yield line("finding", _finding(report, finding))
