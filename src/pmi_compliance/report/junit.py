"""
The report as JUnit XML, for build servers: a suite for each rule, a case for each finding.

A failure is a failure. What is unknown, waived or for a person to decide is skipped with its reason, for it did not
pass; a record that has problems is an error.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import OUTCOMES, SEVERITY, all_cited
from pmi_compliance.report.phrases import deciding_facts, format_problem, missing_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language

#: The element inside a case by its outcome; a pass is a case with nothing in it.
_ELEMENTS = {
    Outcome.FAIL: "failure",
    Outcome.UNKNOWN: "skipped",
    Outcome.REVIEW: "skipped",
    Outcome.WAIVED: "skipped",
    Outcome.NOT_APPLICABLE: "skipped",
}


def to_junit(report: Report, language: Language) -> Iterator[bytes]:
    """The report as XML; messages in one language."""
    of_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        of_rule[finding.rule].append(finding)
    suites = [_suite(report, name, of_rule.get(name, []), language) for name in report.counts]
    if report.problems:
        suites.append(_problems(report, language))
    top = Xml.Element(
        "testsuites",
        name="pmi-compliance",
        tests=_sum(suites, "tests"),
        failures=_sum(suites, "failures"),
        errors=_sum(suites, "errors"),
    )
    top.extend(suites)
    Xml.indent(top)
    yield Xml.tostring(top, encoding="utf-8", xml_declaration=True) + b"\n"


def _sum(suites: list[Xml.Element], name: str) -> str:
    return str(sum(int(suite.get(name, "0")) for suite in suites))


def _suite(report: Report, rule: str, findings: list[Finding], language: Language) -> Xml.Element:
    failures = sum(finding.outcome is Outcome.FAIL for finding in findings)
    skipped = sum(_ELEMENTS.get(finding.outcome) == "skipped" for finding in findings)
    suite = Xml.Element(
        "testsuite",
        name=rule,
        tests=str(len(findings)),
        failures=str(failures),
        errors="0",
        skipped=str(skipped),
        timestamp=f"{report.as_of}T00:00:00",
    )
    properties = Xml.SubElement(suite, "properties")
    for outcome, count in report.counts[rule].items():
        Xml.SubElement(properties, "property", name=outcome.value, value=str(count))
    for finding in findings:
        case = Xml.SubElement(
            suite, "testcase", name=printable(str(finding.subject)), classname=rule, time="0.000"
        )
        element = _ELEMENTS.get(finding.outcome)
        if element is not None:
            text = printable(finding.message.in_language(language))
            inner = Xml.SubElement(case, element, type=finding.outcome.value, message=text)
            inner.text = "\n".join(_lines(finding, language))
        Xml.SubElement(case, "system-out").text = f"fingerprint: {finding.fingerprint}"
    return suite


def _lines(finding: Finding, language: Language) -> Iterator[str]:
    yield f"{OUTCOMES[finding.outcome].in_language(language)} · {SEVERITY[finding.severity].in_language(language)}"
    yield all_cited(finding.citations)
    yield from deciding_facts(finding, language)
    yield from missing_facts(finding, language)
    yield printable(f"→ {finding.remediation.in_language(language)}")
    if finding.source.file:
        yield printable(str(finding.source))


def _problems(report: Report, language: Language) -> Xml.Element:
    problems = report.problems
    count = str(len(problems))
    suite = Xml.Element("testsuite", name="problems", tests=count, failures="0", errors=count, skipped="0")
    for problem in problems:
        place, errors = format_problem(problem, language, report.model)
        case = Xml.SubElement(suite, "testcase", name=place, classname="problems", time="0.000")
        kind = "set_aside" if problem.excluded else "problem"
        Xml.SubElement(case, "error", type=kind, message=" ".join(errors))
    return suite
