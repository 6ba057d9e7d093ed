"""
Findings as annotations of a code host (workflow commands of GitHub Actions), a line each, with file and line.

The grammar is that of the host's documentation, "Workflow commands": `::LEVEL PROPERTIES::MESSAGE`, where `%` and, in
properties, `:` and `,` are written as `%` and two digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.records.reading import Origin
from pmi_compliance.report.phrases import deciding_facts, format_problem, with_facts
from pmi_compliance.report.sarif import findings_to_follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language

#: The level of a failure by the severity of its rule; whatever is no failure is a notice.
_LEVELS = {"critical": "error", "major": "error", "minor": "warning", "advisory": "notice"}


def to_github(report: Report, language: Language) -> Iterator[bytes]:
    """A line for each problem and each finding that is followed, and one with all counts; messages in one language."""
    for problem in report.problems:
        place, errors = format_problem(problem, language, report.model)
        level = "error" if problem.excluded else "warning"
        yield _line(level, problem.origin, problem.kind or "", " ".join((place, *errors)))
    for finding in findings_to_follow(report):
        facts = deciding_facts(finding, language)
        text = f"{finding.subject.kind} {finding.subject.id}: {finding.message.in_language(language)}"
        level = _LEVELS[finding.severity] if finding.outcome is Outcome.FAIL else "notice"
        yield _line(level, finding.source, finding.rule, with_facts(text, facts))
    counts = ", ".join(
        f"{OUTCOMES[outcome].in_language(language)} {count}" for outcome, count in report.outcomes.items()
    )
    yield _line("notice", Origin(), "pmi-compliance", f"{report.as_of}: {counts}")


def _line(level: str, origin: Origin, title: str, message: str) -> bytes:
    properties = {
        "file": origin.file and origin.file.replace("\\", "/"),
        "line": origin.file and (origin.line or origin.row),
        "title": title,
    }
    written = ",".join(f"{name}={_escaped(str(value), '%:,')}" for name, value in properties.items() if value)
    return f"::{level} {written}::{_escaped(message, '%')}\n".encode()


def _escaped(text: str, signs: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in printable(text))
