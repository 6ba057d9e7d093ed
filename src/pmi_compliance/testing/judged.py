"""The results of an audit, for assertions: `assert judged["uu18-2017-p5a-min-age"] == "fail"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.outcome import Outcome

if TYPE_CHECKING:
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report


#: The parts of a rule whose reasons are shown: pytest cuts long texts short, so the others are left out.
_SETTLED_BY = {
    **dict.fromkeys(Outcome, frozenset({"requires"})),
    Outcome.REVIEW: frozenset({"review_when"}),
    Outcome.NOT_APPLICABLE: frozenset({"applies_when", "in_force"}),
}


class JudgedRule:
    """
    How one rule ended on one record.

    It equals its outcome, and the word for it; where a comparison fails, the message, the reasons and the missing facts
    are shown.
    """

    #: The finding of the audit.
    finding: Finding

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def __eq__(self, other: object) -> bool:
        if isinstance(other, JudgedRule):
            return self.finding == other.finding
        return self.finding.outcome is other or self.finding.outcome.value == other

    def __hash__(self) -> int:
        return hash(self.finding)

    def __repr__(self) -> str:
        return self.finding.outcome.value

    def explanation(self) -> list[str]:
        """Why the rule ended so, line by line."""
        finding = self.finding
        lines = [f"{finding.rule} on {finding.subject}, judged on {finding.day}: {finding.message.en}"]
        for missing in finding.missing:
            owner = f"{missing.record} " if missing.record else ""
            lines.append(f"  missing: {owner}{missing.pointer} ({missing.title.en})")
        for reason in finding.reasons:
            if reason.part in _SETTLED_BY[finding.outcome]:
                owner = f"{reason.record} " if reason.record else ""
                lines.append(f"  {owner}{reason.pointer or reason.name} = {reason.value!r}")
        return list(dict.fromkeys(lines))


class Judged:
    """
    An audit of some records, by rule.

    `judged[rule]` is the result of a rule on the only record of its kind, `judged[rule, id]` that on the record named.
    """

    #: The report of the audit.
    report: Report

    def __init__(self, report: Report) -> None:
        self.report = report

    def __getitem__(self, key: str | tuple[str, str]) -> JudgedRule:
        rule, id_ = key if isinstance(key, tuple) else (key, None)
        findings = [
            finding
            for finding in self.report.findings
            if finding.rule == rule and id_ in {None, finding.subject.id}
        ]
        if len(findings) == 1:
            return JudgedRule(findings[0])
        if findings:
            ids = ", ".join(finding.subject.id for finding in findings)
            first = findings[0].subject.id
            raise KeyError(f"{rule} was judged on {ids}: say which, as in judged[{rule!r}, {first!r}]")
        for problem in self.report.problems:
            detail = problem.details[0]
            raise KeyError(
                f"{rule} judged nothing: {problem.kind} {problem.id}{detail.pointer}: {detail.message.en}"
            )
        raise KeyError(f"{rule} judged nothing{'' if id_ is None else f' called {id_}'}")

    @property
    def failed(self) -> set[str]:
        """The ids of rules that failed on some record."""
        return self.by(Outcome.FAIL)

    def by(self, outcome: Outcome) -> set[str]:
        """The ids of rules that ended with an outcome on some record."""
        return {finding.rule for finding in self.report.findings if finding.outcome is outcome}


def explain_comparison(op: str, left: Any, right: Any) -> list[str] | None:
    """Lines that pytest shows where a comparison with the result of a rule fails; `None` for other comparisons."""
    results = [side for side in (left, right) if isinstance(side, JudgedRule)]
    if op != "==" or not results:
        return None
    return [f"{left!r} {op} {right!r}", *(line for result in results for line in result.explanation())]
