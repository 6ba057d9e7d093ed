"""What became of findings and conclusions: from one state of records to the next, and over several changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.text import Text


@frozen
class Change:
    """
    What became of findings and conclusions when records changed.

    >>> from datetime import date
    >>> from pmi_compliance import AuditSession, default_packs
    >>> session = AuditSession(default_packs(), as_of=date(2025, 10, 31))
    >>> change = session.put("placement", {"id": "P-1", "scope": "overseas"})
    >>> (len(change.opened) > 0, change.closed, change.problems)
    (True, (), ())
    """

    #: Findings that are new.
    opened: tuple[Finding, ...] = ()
    #: Findings that are no more.
    closed: tuple[Finding, ...] = ()
    #: Findings of the same outcome as before, with other reasons or words.
    changed: tuple[Finding, ...] = ()
    #: Conclusions that are new, or rest on others than before.
    concluded: tuple[Conclusion, ...] = ()
    #: Conclusions that are no more.
    withdrawn: tuple[Conclusion, ...] = ()
    #: What is wrong with the record itself; such a record is excluded, and the rest is judged without it.
    problems: tuple[Text, ...] = ()
    #: How many pairs of rule and record were judged anew.
    judged: int = 0


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of a report."""
    return tuple(sorted(findings, key=lambda finding: finding.order))


def diff_findings(before: Mapping[str, Finding], after: Mapping[str, Finding]) -> Change:
    """What became of findings, which are given by fingerprint."""
    return Change(
        opened=in_order(finding for name, finding in after.items() if name not in before),
        closed=in_order(finding for name, finding in before.items() if name not in after),
        changed=in_order(
            finding for name, finding in after.items() if name in before and before[name] != finding
        ),
    )


def merge_changes(changes: Sequence[Change]) -> Change:
    """Several changes as one: what one opened and another closed did not happen."""
    opened: dict[str, Finding] = {}
    closed: dict[str, Finding] = {}
    changed: dict[str, Finding] = {}
    concluded: dict[str, Conclusion] = {}
    withdrawn: dict[str, Conclusion] = {}
    for change in changes:
        for finding in change.closed:
            changed.pop(finding.fingerprint, None)
            if opened.pop(finding.fingerprint, None) is None:
                closed[finding.fingerprint] = finding
        for finding in change.opened:
            before = closed.pop(finding.fingerprint, None)
            if before is None:
                opened[finding.fingerprint] = finding
            elif before != finding:
                changed[finding.fingerprint] = finding
        for finding in change.changed:
            (opened if finding.fingerprint in opened else changed)[finding.fingerprint] = finding
        for conclusion in change.withdrawn:
            if concluded.pop(conclusion.fingerprint, None) is None:
                withdrawn[conclusion.fingerprint] = conclusion
        for conclusion in change.concluded:
            if withdrawn.pop(conclusion.fingerprint, None) != conclusion:
                concluded[conclusion.fingerprint] = conclusion
    return Change(
        opened=_by_fingerprint(opened),
        closed=_by_fingerprint(closed),
        changed=_by_fingerprint(changed),
        concluded=_by_fingerprint(concluded),
        withdrawn=_by_fingerprint(withdrawn),
        problems=tuple(problem for change in changes for problem in change.problems),
        judged=sum(change.judged for change in changes),
    )


_Part = TypeVar("_Part")


def _by_fingerprint(parts: Mapping[str, _Part]) -> tuple[_Part, ...]:
    return tuple(parts[fingerprint] for fingerprint in sorted(parts))
