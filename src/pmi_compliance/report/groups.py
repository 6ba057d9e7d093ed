"""
Equal findings as one, with the persons they are about, in the order in which they matter.

What is grave comes first, then what is about somebody who can least help themselves, then what is about many.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.auditing.findings import AUDIT_DATE, BOUNDS
from pmi_compliance.base.days import exact
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.words import LAW, OUTCOME_RANK
from pmi_compliance.packs.model import severity_rank

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from datetime import date

    from pmi_compliance.auditing.findings import Finding, Subject
    from pmi_compliance.auditing.report import Report

#: Rules about the age of a worker: a breach of one is about a child.
CHILD = frozenset({
    "uu18-2017-p5a-min-age",
    "uu18-2017-p5a-child-on-any-day",
    "uu39-2004-p35a-min-age",
    "uu21-2007-p6-child-inside-indonesia",
    "uu21-2007-p6-child-on-any-day",
})  # fmt: skip

#: Where the law speaks of trafficking and forced labour: a rule that rests on it looks for their signs.
_TRAFFICKING = frozenset({("UU 21/2007", ""), ("ILO Indicators of Forced Labour", ""), ("UU 1/2023", "455")})

#: Who can least help themselves, first: a child, who may be trafficked, who is at work abroad, who was stopped, and
#: who has not left. Others come after.
_STATUS = {
    "working": 2, "departed": 2, "on_leave": 2, "prevented": 3, "candidate": 4, "ready": 4,
}  # fmt: skip
_OTHERS = 5


def is_about_a_child(finding: Finding) -> bool:
    """Whether a finding says that somebody is, or may be, a child."""
    return finding.rule in CHILD and finding.outcome in REFERRED


def is_sign_of_trafficking(finding: Finding) -> bool:
    """Whether a finding tells of signs of trafficking or forced labour."""
    return finding.outcome in REFERRED and finding.rule not in CHILD and _rests_on_trafficking(finding)


def is_for_investigators(report: Report, finding: Finding) -> bool:
    """Whether a finding is no matter for a letter: it goes to the police, is about a child, or looks for trafficking."""
    goes_to_police = any(report.levels[code] == "police" for code in finding.refers_to)
    return goes_to_police or finding.rule in CHILD or _rests_on_trafficking(finding)


def _rests_on_trafficking(finding: Finding) -> bool:
    return any(
        (citation["instrument"], article) in _TRAFFICKING
        for citation in finding.citations
        for article in ("", citation.get("article"))
    )


@frozen(eq=False)
class Group:
    """Findings that say the same of several records."""

    #: The findings, in the order of the report.
    findings: tuple[Finding, ...]
    #: How many persons they are about; records that are no placements count one each.
    persons: int
    #: How little whoever is meant can help themselves; the least number is the most urgent.
    urgency: int

    @property
    def first(self) -> Finding:
        """The first of them; all share its rule, outcome and words."""
        return self.findings[0]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The records, each once."""
        return tuple(dict.fromkeys(finding.subject for finding in self.findings))

    @property
    def is_law(self) -> bool:
        """Whether it rests on law and not on a policy or a standard."""
        return self.first.basis in LAW


def persons_of(report: Report, findings: Iterable[Finding]) -> int:
    """How many persons findings are about: a record of several counts as many, any other record one."""
    people = report.people
    return sum(
        people[subject.id].count if subject.kind == "placement" and subject.id in people else 1
        for subject in {finding.subject for finding in findings}
    )


@frozen(eq=False)
class Seen:
    """What one reading of all findings gives; of a large report each reading takes seconds."""

    #: All findings but unknowns as groups, in their order.
    groups: tuple[Group, ...]
    #: The first and the last exact day of an act that something was found about.
    days: tuple[date, date] | None
    #: How many records there are whose act was under another law on its day.
    other_law: int
    #: The records of which a rule does not know whether somebody was of age.
    ages_open: frozenset[Subject]

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings but unknowns."""
        return (finding for group in self.groups for finding in group.findings)


def seen(report: Report) -> Seen:
    """What the findings of a report come to; they are read once, however often this is asked."""
    return report.made_once(_read)


def groups(report: Report) -> tuple[Group, ...]:
    """All findings but unknowns as groups: by outcome, law before policy, gravest first, then as the module says."""
    return seen(report).groups


def _read(report: Report) -> Seen:
    equal: dict[Hashable, list[Finding]] = defaultdict(list)
    days: set[date] = set()
    other_law: set[Subject] = set()
    ages_open: set[Subject] = set()
    for finding in report.findings:
        if finding.law_then is not None:
            other_law.add(finding.subject)
        if finding.judged_on_from not in {AUDIT_DATE, BOUNDS}:
            day = exact(finding.judged_on)
            if day is not None:
                days.add(day)
        if finding.outcome is Outcome.UNKNOWN:
            if finding.rule in CHILD:
                ages_open.add(finding.subject)
        else:
            equal[_words(finding)].append(finding)
    vulnerable = _vulnerable(report, equal.values())
    made = [
        Group(
            tuple(findings),
            persons_of(report, findings),
            min(vulnerable.get(finding.subject, _OTHERS) for finding in findings),
        )
        for findings in equal.values()
    ]
    span = (min(days), max(days)) if days else None
    return Seen(tuple(sorted(made, key=_order)), span, len(other_law), frozenset(ages_open))


def _order(group: Group) -> tuple[int | bool | str, ...]:
    first = group.first
    return (
        OUTCOME_RANK[first.outcome], not group.is_law, severity_rank(first.severity), group.urgency,
        not is_about_a_child(first), not is_sign_of_trafficking(first), -group.persons, first.rule, *first.subject.order,
    )  # fmt: skip


def _words(finding: Finding) -> Hashable:
    """What findings share that are told as one."""
    return (
        finding.rule, finding.outcome, finding.severity, finding.basis, finding.confidence, finding.message,
        finding.remediation, finding.refers_to, tuple(sanction.text for sanction in finding.sanctions), finding.waiver,
    )  # fmt: skip


def _vulnerable(report: Report, equal: Iterable[Iterable[Finding]]) -> dict[Subject, int]:
    """How urgent the worst is that is known of each record."""
    urgency: dict[Subject, int] = {}
    for finding in (finding for findings in equal for finding in findings):
        if finding.outcome in REFERRED:
            person = report.people.get(finding.subject.id) if finding.subject.kind == "placement" else None
            known = _STATUS.get(person.status or "", _OTHERS) if person else _OTHERS
            found = 0 if is_about_a_child(finding) else 1 if is_sign_of_trafficking(finding) else known
            urgency[finding.subject] = min(found, urgency.get(finding.subject, _OTHERS))
    return urgency
