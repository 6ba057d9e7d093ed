"""What an audit said, for assertions: `assert judged["uu18-2017-p5a-min-age"] == "fail"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.outcome import Outcome

if TYPE_CHECKING:
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report


#: Whose reasons are shown: pytest cuts long texts short, so the rest is left out.
_SETTLED_BY = {
    **dict.fromkeys(Outcome, frozenset({"requires"})),
    Outcome.REVIEW: frozenset({"review_when"}),
    Outcome.NOT_APPLICABLE: frozenset({"applies_when", "in_force"}),
}


class Said:
    """
    What one rule says of one record.

    It is equal to its outcome, and to the word for it; a comparison that fails tells the message, the reasons, and
    what is missing.
    """

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Said):
            return self.finding == other.finding
        return self.finding.outcome is other or self.finding.outcome.value == other

    def __hash__(self) -> int:
        return hash(self.finding)

    def __repr__(self) -> str:
        return self.finding.outcome.value

    def told(self) -> list[str]:
        """Why, a line each."""
        one = self.finding
        lines = [f"{one.rule} on {one.subject}, judged on {one.day}: {one.message.en}"]
        for missing in one.missing:
            owner = f"{missing.record} " if missing.record else ""
            lines.append(f"  missing: {owner}{missing.pointer} ({missing.title.en})")
        for reason in (reason for reason in one.reasons if reason.part in _SETTLED_BY[one.outcome]):
            owner = f"{reason.record} " if reason.record else ""
            lines.append(f"  {owner}{reason.pointer or reason.name} = {reason.value!r}")
        return list(dict.fromkeys(lines))


class Judged:
    """An audit of some records, by rule: that of the only record of the rule's kind, or of the one that is named."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __getitem__(self, asked: str | tuple[str, str]) -> Said:
        rule, id_ = asked if isinstance(asked, tuple) else (asked, None)
        found = [one for one in self.report.findings if one.rule == rule and id_ in {None, one.subject.id}]
        if len(found) == 1:
            return Said(found[0])
        if found:
            ids = ", ".join(one.subject.id for one in found)
            raise KeyError(
                f"{rule} was judged on {ids}: say which, as in judged[{rule!r}, {found[0].subject.id!r}]"
            )
        for problem in self.report.problems:
            fault = problem.errors[0]
            raise KeyError(
                f"{rule} judged nothing: {problem.kind} {problem.id}{fault.pointer}: {fault.message.en}"
            )
        raise KeyError(f"{rule} judged nothing{'' if id_ is None else f' called {id_}'}")

    @property
    def failed(self) -> set[str]:
        """The rules that failed on some record."""
        return self.by(Outcome.FAIL)

    def by(self, outcome: Outcome) -> set[str]:
        """The rules that ended so on some record."""
        return {one.rule for one in self.report.findings if one.outcome is outcome}


def compared(op: str, left: Any, right: Any) -> list[str] | None:
    """What to show where a comparison with something that was said fails."""
    said = [one for one in (left, right) if isinstance(one, Said)]
    if op != "==" or not said:
        return None
    return [f"{left!r} {op} {right!r}", *(line for one in said for line in one.told())]
