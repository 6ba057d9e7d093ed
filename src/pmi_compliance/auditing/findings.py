"""
Findings, and how one is put together.

A finding says something about a recruiter or a placement; a problem says that a file is wrong. They are never mixed.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.auditing.disclosure import MASK, is_personal
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.engines import ContextValue
from pmi_compliance.packs.model import CONFIDENCES
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.schema import field_at, record_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pmi_compliance.engines import Explanation
    from pmi_compliance.engines.explain import Reason
    from pmi_compliance.engines.trace import Place
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.reading import Origin
    from pmi_compliance.records.record import Record


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
    def order(self) -> tuple[int, str]:
        """Its place among others in a report."""
        return record_order(self.kind, self.id)

    def as_json(self) -> dict[str, str]:
        """As it stands in reports."""
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

    def as_json(self) -> dict[str, Any]:
        """As it stands in reports."""
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
        """As it stands in reports."""
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
        """As it stands in reports."""
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
        """As it stands in reports."""
        return {"title": self.title.as_json(), "value": self.value}


def fingerprint(*parts: str) -> str:
    """What names a finding or conclusion by what it is about."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def recruiter_of(record: Record) -> str | None:
    """The recruiter that a record belongs to, if it is known."""
    return record.id if record.kind == "recruiter" else record.data.get("recruiter_id")


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
    judged_on: date | None
    #: Pointer to the date of the act, or `audit.date` where none is known.
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
    #: All records of the set that the finding is about, the subject among them; empty for one record alone.
    members: tuple[Subject, ...]
    #: Values that the rule shows beside its reasons.
    shown: tuple[ShownValue, ...]
    #: What the law threatens, if the breach is proved; empty where there is no breach.
    sanctions: tuple[SanctionOnDay, ...]
    #: Where the law says what the rule checks.
    citations: tuple[Mapping[str, str], ...] = field(eq=False)
    #: Codes of the authorities that a breach is referred to.
    refers_to: tuple[str, ...]
    #: Where the record was read.
    source: Origin = field(eq=False)
    #: The waiver that covers the breach, if one does.
    waiver: Waiver | None = None

    @property
    def day(self) -> str:
        """The day of the act as text, or what stands for it."""
        return self.judged_on.isoformat() if self.judged_on else MASK.id

    @property
    def order(self) -> tuple[tuple[int, str], str]:
        """Its place among others in a report: by kind of record, id and rule."""
        return self.subject.order, self.rule

    @property
    def fingerprint(self) -> str:
        """The same across runs, orders, engines and machines; changes with the outcome."""
        return fingerprint(self.rule, self.subject.kind, self.subject.id, self.outcome.value)

    def as_json(self) -> dict[str, Any]:
        """As it stands in reports."""
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
            "shown": [shown.as_json() for shown in self.shown],
            "sanctions": [sanction.as_json() for sanction in self.sanctions],
            "citations": [dict(citation) for citation in self.citations],
            "refers_to": list(self.refers_to),
            "source": self.source.as_json(),
            **({"waiver": self.waiver.as_json()} if self.waiver else {}),
            "fingerprint": self.fingerprint,
        }


def make(
    rule: Rule,
    record: Record,
    explanation: Explanation,
    waiver: Waiver | None,
    values: Mapping[str, Any],
    masks: Callable[[Place], bool],
    members: Iterable[Place] = (),
    shown: Iterable[ShownValue] = (),
) -> Finding:
    """
    Put a finding together.

    Args:
        rule: The rule.
        record: The record it was judged on.
        explanation: Outcome, reasons and missing facts.
        waiver: The waiver that covers it, if any.
        values: Values for the placeholders of the message, personal ones already masked.
        masks: Whether the value at a place may not be shown.
        members: The other records of the set it is about.
        shown: Values that the rule shows beside its reasons, personal ones already masked.

    """
    subject = Subject(record.kind, record.id)
    used = [parameter.values.on(explanation.judged_on).confidence for parameter in rule.parameters.values()
            if explanation.judged_on >= parameter.values.days[0]]  # fmt: skip
    origin = explanation.judged_on_from
    hidden = origin is not None and masks(origin)
    return Finding(
        rule=rule.id,
        outcome=Outcome.WAIVED if waiver else explanation.outcome,
        severity=rule.severity,
        subject=subject,
        recruiter=recruiter_of(record),
        judged_on=None if hidden else explanation.judged_on,
        judged_on_from=pointer(origin.path) if origin else "audit.date",
        basis=rule.basis,
        confidence=max((rule.confidence, *used), key=CONFIDENCES.index),
        automation=rule.automation,
        title=rule.title,
        message=_message(rule, explanation, values),
        remediation=rule.remediation.text.filled(values),
        reasons=tuple(_evidence(reason, subject, masks, day_hidden=hidden) for reason in explanation.reasons),
        missing=tuple(_missing(place, subject) for place in explanation.missing),
        members=_set(subject, members),
        shown=tuple(shown),
        sanctions=_sanctions(rule, explanation),
        citations=rule.citations,
        refers_to=rule.refers_to,
        source=record.origin,
        waiver=waiver,
    )


#: The message where there is no breach; a rule's own message names one, and only a failure or suspicion may.
_WITHOUT_BREACH = {
    Outcome.PASS: Text("{title}: terpenuhi.", "{title}: met."),
    Outcome.NOT_APPLICABLE: Text("{title}: tidak berlaku.", "{title}: does not apply."),
    Outcome.UNKNOWN: Text(
        "{title}: belum dapat diputuskan; fakta yang diperlukan belum diketahui.",
        "{title}: cannot be decided yet; facts that are needed are not known.",
    ),
    Outcome.REVIEW: Text(
        "{title}: petugas yang memutuskan, karena hukum atau fakta tidak memberi jawaban pasti. {note}",
        "{title}: a person decides, for the law or the facts give no sure answer. {note}",
    ),
}


#: What is added to the message of a breach that can only be suspected.
_SUSPECTED = Text(
    "{message} Ini dugaan: petugas yang memutuskan. {note}",
    "{message} This is suspected: a person decides. {note}",
)


def _message(rule: Rule, explanation: Explanation, values: Mapping[str, Any]) -> Text:
    message = rule.message.text.filled(values)
    if explanation.outcome is Outcome.FAIL:
        return message
    template = _SUSPECTED if explanation.suspected else _WITHOUT_BREACH[explanation.outcome]
    note = rule.note or Text("", "")
    return Text(
        template.id.format(title=rule.title.id, message=message.id, note=note.id).strip(),
        template.en.format(title=rule.title.en, message=message.en, note=note.en).strip(),
    )


def _set(subject: Subject, members: Iterable[Place]) -> tuple[Subject, ...]:
    others = {Subject(place.kind, place.id) for place in members} - {subject}
    if not others:
        return ()
    return tuple(sorted({subject, *others}, key=lambda member: member.order))


def _sanctions(rule: Rule, explanation: Explanation) -> tuple[SanctionOnDay, ...]:
    """Only where something may have been done that the law threatens: a breach, or one that is suspected."""
    if explanation.outcome is not Outcome.FAIL and not explanation.suspected:
        return ()
    on_day = ((sanction, sanction.on(explanation.judged_on)) for sanction in rule.sanctions)
    return tuple(SanctionOnDay(sanction.code, sanction.citation, text) for sanction, text in on_day if text)


def _evidence(
    reason: Reason, subject: Subject, masks: Callable[[Place], bool], *, day_hidden: bool
) -> Evidence:
    part, expression, source = reason.part, reason.expression, reason.source
    if isinstance(source, ContextValue):
        value = MASK.id if day_hidden and source.name == "judged_on" else plain(source.value)
        return Evidence(
            part, expression, name=source.name.removeprefix("params."), since=source.since, value=value
        )
    hidden = source.value is not None and masks(source.place)
    owner = Subject(source.place.kind, source.place.id)
    return Evidence(
        part,
        expression,
        record=owner if owner != subject else None,
        pointer=pointer(source.place.path),
        value=MASK.id if hidden else plain(source.value),
        personal=is_personal(source.place),
    )


def _missing(place: Place, subject: Subject) -> Missing:
    owner = Subject(place.kind, place.id)
    field_type, _ = field_at(place.kind, place.path)
    title = field_type.title if field_type and field_type.title else Text(f"rekam {owner}", f"record {owner}")
    return Missing(owner if owner != subject else None, pointer(place.path), title)


def plain(value: Any) -> Any:
    """A value as JSON; of lists of records, only how many there are."""
    match value:
        case date():
            return value.isoformat()
        case tuple() if any(isinstance(item, dict) for item in value):
            return {"count": len(value)}
        case tuple():
            return [plain(item) for item in value]
        case dict():
            return {"fields": len(value)}
        case _:
            return value
