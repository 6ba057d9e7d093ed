"""A report that was written as JSON, read back: what it says, and not how it came about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.auditing.findings import (
    Evidence,
    Finding,
    Missing,
    SanctionOnDay,
    ShownValue,
    Subject,
)
from pmi_compliance.base.dated import Period
from pmi_compliance.base.days import day_of
from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.json_once import KeyTwice, decoded_once
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.packs.laws import Law
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.reading import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(eq=False)
class SavedReport:
    """
    A report as its JSON holds it.

    It equals the report that was written, gives its JSON again, and has its findings as values. What JSON does not hold is
    not here: the packs and their rules, and of a waiver who it was written by; other forms are written from an audit.
    """

    #: The whole report as JSON values.
    document: Mapping[str, Any] = field(repr=False)
    #: The audit date.
    as_of: date
    #: Which values it shows: `masked`, `full` or `pointers`.
    disclosure: str
    #: What decided: `closures`, `tables` or `spark`.
    engine: str
    #: Number of records of each kind that was supplied.
    records: Mapping[str, int]
    #: How many pairs of rule and record ended in each outcome.
    outcomes: Mapping[Outcome, int] = field(repr=False)
    #: The findings in the order of the report.
    findings: tuple[Finding, ...] = field(repr=False)
    #: What must be known before anything else is read.
    notices: tuple[Text, ...] = field(repr=False)

    @classmethod
    def read(cls, document: Mapping[str, Any] | str | bytes) -> SavedReport:
        """
        Take a report from JSON, values or text.

        Raises:
            UnreadableInput: If it is no report, or holds a key twice.

        """
        try:
            value = decoded_once(document) if isinstance(document, str | bytes) else document
            frame = {**value, "findings": []}
            if bundled_documents().problems("report", frame):
                raise UnreadableInput("not_a_report")
            return cls(
                document=value,
                as_of=date.fromisoformat(value["audit"]["date"]),
                disclosure=value["audit"]["disclosure"],
                engine=value["engine"]["name"],
                records=value["dataset"]["records"],
                outcomes={Outcome(word): count for word, count in value["summary"]["outcomes"].items()},
                findings=tuple(map(_finding, value["findings"])),
                notices=tuple(map(Text.of, value.get("notices", ()))),
            )
        except KeyTwice as error:
            raise UnreadableInput("json_key_twice", name=str(error)) from None
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            raise UnreadableInput("not_a_report") from None

    @property
    def pairs(self) -> int:
        """Number of pairs of rule and record; the outcomes add up to it."""
        return sum(self.outcomes.values())

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, as it was written."""
        return {**self.document}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SavedReport):
            return NotImplemented
        return content(self.document) == content(other.document)

    def __hash__(self) -> int:
        return hash((self.as_of, self.disclosure))


def content(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a report says, without its seal, in which a signature may stand."""
    return {name: value for name, value in document.items() if name != "seal"}


def _finding(value: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=value["rule"],
        outcome=Outcome(value["outcome"]),
        severity=value["severity"],
        subject=Subject(**value["subject"]),
        recruiter=value["recruiter"],
        judged_on=None if value["judged_on"] is None else day_of(value["judged_on"]),
        judged_on_from=value.get("judged_on_from", ""),
        basis=value["basis"],
        confidence=value["confidence"],
        automation=value.get("automation", ""),
        title=Text.of(value["title"]),
        message=Text.of(value["message"]),
        remediation=Text.of(value["remediation"]),
        reasons=tuple(map(_reason, value["reasons"])),
        missing=tuple(
            Missing(_record(fact), fact["pointer"], Text.of(fact["title"])) for fact in value["missing"]
        ),
        members=tuple(Subject(**member) for member in value["members"]),
        shown=tuple(ShownValue(Text.of(one["title"]), one["value"]) for one in value.get("shown", ())),
        sanctions=tuple(
            SanctionOnDay(one["code"], one["citation"], Text.of(one["text"]))
            for one in value.get("sanctions", ())
        ),
        law_then=_law(value.get("law_then")),
        citations=tuple(value["citations"]),
        refers_to=tuple(value["refers_to"]),
        source=Origin(**value["source"]),
        alleged=value.get("alleged", False),
        more_members=value.get("more_members", 0),
    )


def _law(value: Mapping[str, Any] | None) -> Law | None:
    """The law of a day; its own days are not written."""
    return None if value is None else Law(**value, in_force=Period(date.min))


def _reason(value: Mapping[str, Any]) -> Evidence:
    return Evidence(
        part=value["part"],
        expression=value["expression"],
        record=_record(value),
        pointer=value.get("pointer"),
        name=value.get("parameter", value.get("variable")),
        since=date.fromisoformat(value["from"]) if "from" in value else None,
        value=value["value"],
    )


def _record(value: Mapping[str, Any]) -> Subject | None:
    return Subject(**value["record"]) if "record" in value else None
