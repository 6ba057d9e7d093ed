"""
Findings, and how one is put together.

A finding says something about a recruiter or a placement; a problem says that a file is wrong. They are never mixed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.records.schema import record_order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pmi_compliance.base.days import Day
    from pmi_compliance.base.outcome import Outcome
    from pmi_compliance.base.text import Text
    from pmi_compliance.packs.laws import Law
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.reading import Origin
    from pmi_compliance.records.record import Record


#: What stands for the pointer to a date where a duty is judged as of the audit date.
AUDIT_DATE = "audit.date"

#: What stands for the pointer to the date of an act that is not written and lies between others.
BOUNDS = "bounds"


@frozen
class Subject:
    """
    The record a finding is about.

    >>> from pmi_compliance import Subject
    >>> str(Subject("placement", "P-1"))
    'placement P-1'
    """

    #: The kind of record, such as `placement`.
    kind: str
    #: Its id.
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def order(self) -> tuple[int, str, str]:
        """Its place among others in a report."""
        return record_order(self.kind, self.id)

    def as_json(self) -> dict[str, str]:
        """The record as JSON values, as reports hold it."""
        return {"kind": self.kind, "id": self.id}


@frozen
class Evidence:
    """
    One fact, parameter or date that settled an outcome, and the sub-condition that read it.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, Outcome, audit, default_packs
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> reason = next(finding.reasons[0] for finding in report.findings if finding.outcome is Outcome.FAIL)
    >>> (reason.expression, reason.pointer, reason.value)
    ('recruiter.kind == "p3mi"', '/kind', 'p3mi')
    """

    #: The part of the rule: `applies_when`, `review_when`, `requires` or `in_force`.
    part: str
    #: The sub-condition, as the rule words it.
    expression: str
    #: The record, where it is not the subject itself.
    record: Subject | None = None
    #: JSON pointer in the record; `None` for parameters and dates.
    pointer: str | None = None
    #: Name of the parameter, or of the date.
    name: str | None = None
    #: The day from which the parameter has its value.
    since: date | None = None
    #: What was read, as JSON; masked where it may not be shown, `None` where nothing is known.
    value: Any = None
    #: Whether the schema marks the fact as personal.
    personal: bool = False
    #: Whether what was read is the code of a place.
    is_place: bool = False
    #: What it is called, where it is another code.
    called: Text | None = None

    def as_json(self) -> dict[str, Any]:
        """The evidence as JSON values, as reports hold it."""
        source: dict[str, Any] = {} if self.record is None else {"record": self.record.as_json()}
        if self.pointer is not None:
            source["pointer"] = self.pointer
        elif self.since is not None:
            source |= {"parameter": self.name, "from": self.since.isoformat()}
        else:
            source["variable"] = self.name
        return {"part": self.part, "expression": self.expression, **source, "value": self.value}


@frozen
class Missing:
    """
    A fact that nobody has written down and that would help to decide.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, audit, default_packs
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> missing = next(finding.missing[0] for finding in report.findings if finding.missing)
    >>> (missing.pointer, missing.title.en)
    ('/cases/-', 'Cases')
    """

    #: The record, where it is not the subject itself.
    record: Subject | None
    #: JSON pointer to the place in the record where it would stand.
    pointer: str
    #: What the fact is called.
    title: Text

    def as_json(self) -> dict[str, Any]:
        """The fact as JSON values, as reports hold it."""
        record = {"record": self.record.as_json()} if self.record else {}
        return {**record, "pointer": self.pointer, "title": self.title.as_json()}


@frozen
class SanctionOnDay:
    """What the law threatens for an act of the day that is judged, if it is proved."""

    #: Names the sanction in its pack.
    code: str
    #: Where the law says it.
    citation: Mapping[str, str] = field(eq=False)
    #: The sanction in words, as they were on that day.
    text: Text

    def as_json(self) -> dict[str, Any]:
        """The sanction as JSON values, as reports hold it."""
        return {"code": self.code, "citation": dict(self.citation), "text": self.text.as_json()}


@frozen
class ShownValue:
    """A value that a rule shows beside its reasons."""

    #: What the value is called.
    title: Text
    #: The value as JSON; masked where it may not be shown.
    value: Any
    #: Whether it was read from a fact that the schema marks as personal.
    personal: bool = False

    def as_json(self) -> dict[str, Any]:
        """The value as JSON values, as reports hold it."""
        return {"title": self.title.as_json(), "value": self.value}


def fingerprint(*parts: str) -> str:
    """What names a finding or conclusion by what it is about."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def recruiter_of(record: Record) -> str | None:
    """The recruiter that a record belongs to, if it is known."""
    return record.id if record.kind == "recruiter" else record.data.get("recruiter_id")


def finding_order(kind: str, id_: str, rule: str) -> tuple[tuple[int, str, str], str]:
    """The place of a finding among others in a report: by kind and id of the record, and rule."""
    return record_order(kind, id_), rule


@frozen
class Finding:
    """
    What one rule says about one record.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, Outcome, audit, default_packs
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> finding = next(finding for finding in report.findings if finding.outcome is Outcome.FAIL)
    >>> (finding.rule, finding.outcome.value, str(finding.subject))
    ('kupang-2025-local-representation', 'fail', 'recruiter P3MI-B')
    """

    #: Id of the rule.
    rule: str
    #: What it comes to, waivers applied.
    outcome: Outcome
    #: How grave a breach of the rule is: `critical`, `major`, `minor` or `advisory`.
    severity: str
    #: The record.
    subject: Subject
    #: Id of the recruiter the subject belongs to, if it is known.
    recruiter: str | None
    #: The day of the act; `None` where it is hidden, as the day of a death is.
    judged_on: Day | None
    #: Pointer to the date of the act; `audit.date` for a standing duty and for what has not happened, and `bounds`
    #: where the date is not written and lies between others.
    judged_on_from: str
    #: What the rule rests on: statute, regulation, policy or standard.
    basis: str
    #: The weakest of the rule's own and that of the parameters it used.
    confidence: str
    #: Whether the rule decides alone: `full`, `partial` or `manual`.
    automation: str
    #: What the rule is called.
    title: Text
    #: What is found, in words.
    message: Text
    #: What is to be done.
    remediation: Text
    #: The facts that settled the outcome.
    reasons: tuple[Evidence, ...]
    #: The facts that would decide what is unknown.
    missing: tuple[Missing, ...]
    #: The records of the set that the finding is about, the subject among them; empty for one record alone. Of a group
    #: whose members each have such a finding, the subject and the first others in the order of their ids.
    members: tuple[Subject, ...]
    #: Values that the rule shows beside its reasons.
    shown: tuple[ShownValue, ...]
    #: What the law threatens, if the breach is proved; empty where there is no breach.
    sanctions: tuple[SanctionOnDay, ...]
    #: The law that governed the act where the rule was not in force on its day; `None` where it was, or none is known.
    law_then: Law | None = field(eq=False)
    #: Where the law says what the rule checks.
    citations: tuple[Mapping[str, str], ...] = field(eq=False)
    #: Codes of the authorities that a breach is referred to.
    refers_to: tuple[str, ...]
    #: Where the record was read.
    source: Origin = field(eq=False)
    #: The waiver that covers the breach, if one does.
    waiver: Waiver | None = None
    #: What is required is not met, and the act that it is about has not been done: a person decides.
    not_due: bool = False
    #: It would be a breach, or a duty that is met, if what only one side says were so: a person decides.
    alleged: bool = False
    #: How many more records there are in the set than `members` names; reasons and missing facts are of those it names.
    more_members: int = 0

    @property
    def day(self) -> str:
        """The day of the act as text, or what stands for it."""
        return self.judged_on.isoformat() if self.judged_on else MASK.id

    @property
    def order(self) -> tuple[tuple[int, str, str], str]:
        """Its place among others in a report: by kind of record, id and rule."""
        return finding_order(self.subject.kind, self.subject.id, self.rule)

    @property
    def fingerprint(self) -> str:
        """The same across runs, orders, engines and machines; changes with the outcome."""
        return fingerprint(self.rule, self.subject.kind, self.subject.id, self.outcome.value)

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON values, as reports hold it."""
        return {
            "rule": self.rule,
            "outcome": self.outcome.value,
            "severity": self.severity,
            "subject": self.subject.as_json(),
            "recruiter": self.recruiter,
            "judged_on": self.judged_on.isoformat() if self.judged_on else None,
            "judged_on_from": self.judged_on_from,
            "basis": self.basis,
            "confidence": self.confidence,
            "automation": self.automation,
            "title": self.title.as_json(),
            "message": self.message.as_json(),
            "remediation": self.remediation.as_json(),
            "reasons": [reason.as_json() for reason in self.reasons],
            "missing": [missing.as_json() for missing in self.missing],
            "members": [member.as_json() for member in self.members],
            **({"more_members": self.more_members} if self.more_members else {}),
            "shown": [shown.as_json() for shown in self.shown],
            "sanctions": [sanction.as_json() for sanction in self.sanctions],
            **({"alleged": True} if self.alleged else {}),
            **({"law_then": self.law_then.as_json()} if self.law_then else {}),
            "citations": [dict(citation) for citation in self.citations],
            "refers_to": list(self.refers_to),
            "source": self.source.as_json(),
            **({"waiver": self.waiver.as_json()} if self.waiver else {}),
            "fingerprint": self.fingerprint,
        }
