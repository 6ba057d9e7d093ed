"""
To whom an office refers what an audit found: by authority, with what to attach and what is still missing.

A referral is a proposal. What is unknown is not referred; of a record that is, it stands as a question that the
authority would ask as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.outcome import OPEN, REFERRED
from pmi_compliance.base.text import printable
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.report.phrases import fact_name, format_record, format_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding, Missing, Subject
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language, Text
    from pmi_compliance.records.schema import RecordModel


@frozen(eq=False)
class Referral:
    """What is referred to one authority."""

    #: The code of the authority.
    code: str
    #: What the authority is called on the day of the audit.
    name: Text
    #: `district`, `province`, `police` and so on, as the packs list authorities.
    level: str
    #: Failures and reviews, the gravest first.
    findings: tuple[Finding, ...]
    #: Conclusions that name the authority.
    conclusions: tuple[Conclusion, ...]
    #: Records, and the pointers of their facts that findings rest on: what to attach.
    attach: tuple[tuple[Subject, tuple[str, ...]], ...]
    #: Facts about the same records that would decide what else could be referred to this authority.
    missing: tuple[tuple[Subject, Missing], ...]
    #: The kinds of the records.
    model: RecordModel

    def lines(self, language: Language) -> list[str]:
        """
        The referral as text in one language, line by line.

        What a rule shows beside a finding, such as the next step of a dispute, stands below the finding.
        """
        words = _WORDS[language]
        return [
            f"{self.name.in_language(language)} [{self.code}]",
            *(
                f"  => {printable(conclusion.message.in_language(language))}"
                for conclusion in self.conclusions
            ),
            *(line for finding in self.findings for line in _finding_lines(finding, language, self.model)),
            *(
                f"  {words[0]}: {format_record(record, language, self.model)}: {self._named(record, pointers, language)}"
                for record, pointers in self.attach
            ),
            *(
                f"  {words[1]}: {format_record(about, language, self.model)}: {self._named(about, pointers, language)}"
                for about, pointers in self._missing_by_record().items()
            ),
        ]

    def _missing_by_record(self) -> dict[Subject, list[str]]:
        """Where each missing fact would stand, by the record that lacks it."""
        lacking: dict[Subject, list[str]] = {}
        for about, missing in self.missing:
            lacking.setdefault(missing.record or about, []).append(missing.pointer)
        return lacking

    def _named(self, record: Subject, pointers: Iterable[str], language: Language) -> str:
        """What facts of a record are called, each once, with those of a group together."""
        groups: dict[str, dict[str, None]] = {}
        for pointer in pointers:
            group, *fact = fact_name(self.model, record.kind, pointer, language)
            groups.setdefault(group, {}).update(dict.fromkeys(fact))
        return "; ".join(
            f"{group} ({', '.join(facts)})" if facts else group for group, facts in groups.items()
        )


def _finding_lines(finding: Finding, language: Language, model: RecordModel) -> list[str]:
    record = format_record(finding.subject, language, model)
    return [
        f"  {record}: {printable(finding.message.in_language(language))} ({finding.rule})",
        *(
            f"    {value.title.in_language(language)}: {printable(format_value(value.value, language))}"
            for value in finding.shown
            if value.value is not None
        ),
        f"    -> {printable(finding.remediation.in_language(language))}",
    ]


_WORDS: dict[str, tuple[str, str]] = {"id": ("lampirkan", "belum ada"), "en": ("attach", "missing")}


def referrals(report: Report) -> tuple[Referral, ...]:
    """
    What is to be referred to whom.

    Args:
        report: An audit.

    Returns:
        Referrals, the nearest authority first: village, district, province, and so on. Names are those of the day of
        the audit. An authority that only an unknown concerns is not listed.

    """
    levels = report.levels
    referred: dict[str, list[Finding]] = {}
    unknown: dict[str, list[Finding]] = {}
    for finding in report.findings:
        where = referred if finding.outcome in REFERRED else unknown
        if finding.outcome in OPEN:
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
            tuple(sorted(referred.get(code, ()), key=lambda finding: severity_rank(finding.severity))),
            tuple(concluded.get(code, ())),
            _attached(referred.get(code, [])),
            _missing(unknown.get(code, []), {finding.subject for finding in referred.get(code, ())}),
            report.model,
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


def _missing(unknown: list[Finding], about: set[Subject]) -> tuple[tuple[Subject, Missing], ...]:
    """Facts that are missing about records that are referred, each once."""
    missing = (
        (finding.subject, fact) for finding in unknown if finding.subject in about for fact in finding.missing
    )
    return tuple(dict.fromkeys(missing))
