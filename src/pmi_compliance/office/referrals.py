"""
To whom an office refers what an audit found: by authority, with what to attach and what is still missing.

A referral is a proposal. What is unknown is not referred; of a record that is, it stands as a question that the
authority would ask as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.report.phrases import named, shown

if TYPE_CHECKING:
    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding, Missing, Subject
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language, Text

#: What is referred: breaches, and what only a person can decide.
_REFERRED = (Outcome.FAIL, Outcome.REVIEW)


@frozen(eq=False)
class Referral:
    """All that one authority is told."""

    code: str
    #: What the authority is called on the day of the audit.
    name: Text
    #: `district`, `province`, `police` and so on, as the directory of authorities of the packs says.
    level: str
    #: The gravest first.
    findings: tuple[Finding, ...]
    conclusions: tuple[Conclusion, ...]
    #: Records and their facts that findings rest on, for the files to be attached.
    attach: tuple[tuple[Subject, tuple[str, ...]], ...]
    #: Facts about the same records that would decide what this authority could be told as well.
    missing: tuple[tuple[Subject, Missing], ...]

    def lines(self, language: Language) -> list[str]:
        """The referral as text; what a rule shows beside a finding, such as the next step of a dispute, stands below it."""
        said = _WORDS[language]
        return [
            f"{self.name.in_language(language)} [{self.code}]",
            *(f"  => {printable(one.message.in_language(language))}" for one in self.conclusions),
            *(line for one in self.findings for line in _told(one, language)),
            *(
                f"  {said[0]}: {named(record, language)} {', '.join(pointers)}"
                for record, pointers in self.attach
            ),
            *(
                f"  {said[1]}: {named(about, language)}: {one.title.in_language(language)}"
                for about, one in self.missing
            ),
        ]


def _told(finding: Finding, language: Language) -> list[str]:
    return [
        f"  {named(finding.subject, language)}: {printable(finding.message.in_language(language))} ({finding.rule})",
        *(
            f"    {one.title.in_language(language)}: {printable(shown(one.value, language))}"
            for one in finding.shown
            if one.value is not None
        ),
        f"    -> {printable(finding.remediation.in_language(language))}",
    ]


_WORDS: dict[str, tuple[str, str]] = {"id": ("lampirkan", "belum ada"), "en": ("attach", "missing")}


def referrals(report: Report) -> tuple[Referral, ...]:
    """
    Who is to be told what, the nearest authority first: village, district, province, and so on.

    Names are those of the day of the audit. Whom only an unknown concerns is not told yet, and not listed.
    """
    levels = report.levels
    referred: dict[str, list[Finding]] = {}
    asked: dict[str, list[Finding]] = {}
    for finding in report.findings:
        where = referred if finding.outcome in _REFERRED else asked
        if finding.outcome in (*_REFERRED, Outcome.UNKNOWN):
            for code in finding.refers_to:
                where.setdefault(code, []).append(finding)
    concluded: dict[str, list[Conclusion]] = {}
    for conclusion in report.conclusions:
        for code in conclusion.refers_to:
            concluded.setdefault(code, []).append(conclusion)
    return tuple(
        Referral(
            code,
            report.authorities[code],
            levels[code],
            tuple(sorted(referred.get(code, ()), key=lambda one: SEVERITIES.index(one.severity))),
            tuple(concluded.get(code, ())),
            _attached(referred.get(code, [])),
            _open(asked.get(code, []), {one.subject for one in referred.get(code, ())}),
        )
        for code in report.nearest(sorted({*referred, *concluded}))
    )


def _attached(findings: list[Finding]) -> tuple[tuple[Subject, tuple[str, ...]], ...]:
    """The facts that findings rest on, by record, each once."""
    facts: dict[Subject, dict[str, None]] = {}
    for finding in findings:
        for reason in finding.reasons:
            if reason.pointer is not None and reason.value is not None:
                facts.setdefault(reason.record or finding.subject, {})[reason.pointer] = None
    return tuple((record, tuple(pointers)) for record, pointers in facts.items())


def _open(asked: list[Finding], about: set[Subject]) -> tuple[tuple[Subject, Missing], ...]:
    """What is missing about records that are referred, each fact once."""
    found = ((one.subject, fact) for one in asked if one.subject in about for fact in one.missing)
    return tuple(dict.fromkeys(found))
