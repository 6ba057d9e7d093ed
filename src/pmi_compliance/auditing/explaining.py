"""What is said of one outcome: the finding with its reasons, and the values that it shows."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.auditing.findings import (
    AUDIT_DATE,
    BOUNDS,
    Finding,
    SanctionOnDay,
    Subject,
    recruiter_of,
)
from pmi_compliance.auditing.sharing import evidence_of, missing_of, same, subject_of
from pmi_compliance.auditing.values import FindingValues
from pmi_compliance.base.days import Span, bounds
from pmi_compliance.base.outcome import QUIET, Outcome
from pmi_compliance.base.text import NOTHING, Text
from pmi_compliance.engines import Evaluator, FactRead, Place, explain
from pmi_compliance.packs.directory import Directory, places_of
from pmi_compliance.packs.laws import law_on
from pmi_compliance.packs.model import CONFIDENCES
from pmi_compliance.packs.waivers import ValidWaivers
from pmi_compliance.records.json_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pmi_compliance.auditing.findings import ShownValue
    from pmi_compliance.base.days import Day
    from pmi_compliance.engines import Explanation
    from pmi_compliance.engines.trace import Relations, Remembered
    from pmi_compliance.packs.laws import Law
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.record import Record


@frozen(eq=False)
class Explained:
    """A finding, and the day on which its record was judged, whether the finding may show it or not."""

    finding: Finding
    judged_on: Day


@frozen(eq=False)
class Explainer:
    """Makes findings of the outcomes of one audit."""

    #: Lead from the judged records to others.
    relations: Relations
    #: The audit date.
    as_of: date
    #: Whether the value at a place may not be shown.
    masks: Callable[[Place], bool]
    #: The waivers that are valid on this day.
    waivers: ValidWaivers = field(factory=ValidWaivers)
    #: Says which authorities rules mean by their roles.
    directory: Directory = field(factory=Directory)

    def with_waivers(self, rule: Rule, record: Record, decided: Outcome) -> Outcome:
        """The outcome of a rule on a record, from the one that a back end decided, waivers apart."""
        waiver = self.waivers.covering(rule.id, record.kind, record.id, decided)
        return Outcome.WAIVED if waiver else decided

    def explain(
        self, rule: Rule, record: Record, outcome: Outcome, remembered: Remembered | None = None
    ) -> Explained:
        """
        Explain one outcome.

        Args:
            rule: The rule.
            record: The record it was judged on.
            outcome: What a back end decided, waivers apart.
            remembered: What was evaluated of the same record under other rules; it grows.

        Raises:
            AssertionError: If the explanation comes to another outcome.

        """
        explanation = explain(rule, record.data, self.relations, self.as_of, remembered)
        # INVARIANT: the reasons belong to this outcome; two readings of one rule must never part in silence.
        if explanation.outcome is not outcome:
            raise AssertionError(f"{rule.id}, {record.id}: {outcome} but explained {explanation.outcome}")
        places = places_of(rule.model, record, self.relations.related, self.as_of)
        values = FindingValues(rule, record, self.relations, self.as_of, self.masks, explanation, remembered)
        finding = make_finding(
            rule,
            record,
            explanation,
            self.waivers.covering(rule.id, record.kind, record.id, outcome),
            {
                name: values.of(checked)
                for name, checked in {**rule.message.paths, **rule.remediation.paths}.items()
            },
            self.masks,
            values.members(),
            values.shown(),
            self.directory.meant(rule.refers_to, places, self.as_of),
            sanctions=values.threats(),
        )
        if advice := self.directory.advice(rule.id, places):
            finding = evolve(finding, remediation=finding.remediation.and_then(advice))
        return Explained(finding, explanation.judged_on)


def day_of_act(rule: Rule, record: Record, relations: Relations, as_of: date) -> Day:
    """The day on which a record is judged, whether it may be shown or not."""
    evaluator = Evaluator(relations, rule, as_of)
    evaluator.judge_on({rule.subject: (record.data, Place(record.kind, record.id))})
    assert evaluator.judged_on is not None
    return evaluator.judged_on


def make_finding(
    rule: Rule,
    record: Record,
    explanation: Explanation,
    waiver: Waiver | None,
    values: Mapping[str, Any],
    masks: Callable[[Place], bool],
    members: tuple[Iterable[Place], int] = ((), 0),
    shown: Iterable[ShownValue] = (),
    refers_to: tuple[str, ...] | None = None,
    sanctions: Iterable[SanctionOnDay] = (),
) -> Finding:
    """
    Put a finding together.

    Args:
        rule: The rule.
        record: The record it was judged on.
        explanation: Outcome, reasons and missing facts.
        waiver: The waiver that covers it, if any.
        values: Values for the placeholders of the message, masked where they are personal.
        masks: Whether the value at a place may not be shown.
        members: The other records of the set it is about, or the first of them, and how many more there are.
        shown: Values that the rule shows beside its reasons, personal ones already masked.
        refers_to: Codes of the authorities that are meant; without them those of the rule, roles among them.
        sanctions: What the law threatens.

    """
    subject = subject_of(record.kind, record.id)
    law_then = law_on(rule, explanation.judged_on) if explanation.in_force is False else None
    hidden = _tells_hidden_day(explanation, masks)
    evidence = partial(evidence_of, rule.model, subject=subject, masks=masks, day_hidden=hidden)
    return Finding(
        rule=rule.id,
        outcome=Outcome.WAIVED if waiver else explanation.outcome,
        severity=rule.severity,
        subject=subject,
        recruiter=recruiter_of(record),
        judged_on=None if hidden else explanation.judged_on,
        judged_on_from=_told_by(explanation),
        basis=rule.basis,
        confidence=_confidence(rule, explanation.judged_on),
        automation=rule.automation,
        title=rule.title,
        message=same(_of_all(record, _message(rule, explanation, values, law_then))),
        remediation=same(rule.remediation.text.filled(values)),
        reasons=tuple(map(evidence, explanation.reasons)),
        missing=tuple(missing_of(rule.model, place, subject) for place in explanation.missing),
        members=_set(subject, members[0]),
        shown=tuple(shown),
        sanctions=tuple(sanctions),
        law_then=law_then,
        citations=rule.citations,
        refers_to=rule.refers_to if refers_to is None else refers_to,
        source=record.origin,
        waiver=waiver,
        not_due=explanation.not_due,
        alleged=explanation.alleged is not None,
        more_members=members[1],
    )


def _told_by(explanation: Explanation) -> str:
    """Where the day stands on which it was judged."""
    if explanation.judged_on_from:
        return pointer(explanation.judged_on_from.path)
    return BOUNDS if explanation.bounded else AUDIT_DATE


def _confidence(rule: Rule, day: Day) -> str:
    """The weakest of the rule's own and that of the parameters in force on a day."""
    _, last = bounds(day)
    used = [
        value.confidence
        for parameter in rule.parameters.values()
        if last >= parameter.values.days[0]
        for value in parameter.values.over(day)
    ]
    return max((rule.confidence, *used), key=CONFIDENCES.index)


#: The message where there is no breach; a rule's own message names one, and only a failure or suspicion may.
_WITHOUT_BREACH = {
    Outcome.PASS: Text("{title}: terpenuhi{among}.", "{title}: met{among}."),
    Outcome.NOT_APPLICABLE: Text("{title}: tidak berlaku{among}.", "{title}: does not apply{among}."),
    Outcome.UNKNOWN: Text(
        "{title}: belum dapat diputuskan; fakta yang diperlukan belum diketahui.",
        "{title}: cannot be decided yet; facts that are needed are not known.",
    ),
    Outcome.REVIEW: Text(
        "{title}: petugas yang memutuskan, karena hukum atau fakta tidak memberi jawaban pasti. {note}",
        "{title}: a person decides, for the law or the facts give no sure answer. {note}",
    ),
}


#: What is added to the message of a breach that is certain while nothing is known of what could excuse it.
_OPEN = Text(
    "{message} Petugas yang memutuskan: fakta yang dapat membenarkannya belum diketahui. {note}",
    "{message} A person decides: facts that could excuse it are not known. {note}",
)

#: What is added to the message of a breach that can only be suspected.
_SUSPECTED = Text(
    "{message} Ini dugaan: petugas yang memutuskan. {note}",
    "{message} This is suspected: a person decides. {note}",
)


#: What is added to the message of a breach, and said of a duty that is met, where that rests on what is only alleged.
_ALLEGED = Text(
    "Diduga, baru menurut keterangan satu pihak: {message} Petugas yang memutuskan. {note}",
    "Alleged, so far by one side only: {message} A person decides. {note}",
)
_ALLEGED_MET = Text(
    "{title}: terpenuhi, tetapi baru menurut keterangan satu pihak; petugas yang memutuskan. {note}",
    "{title}: met, but so far on the word of one side only; a person decides. {note}",
)

#: By what it would be if all that is only alleged were so.
_BY_ALLEGATION = {Outcome.FAIL: _ALLEGED, Outcome.PASS: _ALLEGED_MET}

#: What is added to whatever else a person decides, where that rests on what is only alleged.
_ALLEGED_TOO = Text(
    "Baru menurut keterangan satu pihak: {message}",
    "So far on the word of one side only: {message}",
)

#: What is said of a duty that is not met, while the act that it is about is planned.
_NOT_DUE = Text(
    "{title}: {act} direncanakan dan belum terjadi; seperti tercatat belum terpenuhi, dan petugas yang memutuskan. {note}",
    "{title}: the {act} is planned and has not taken place; as recorded it is not met yet, and a person decides. {note}",
)

#: The same of an act that was about to be done, and was stopped or given up.
_AVERTED = Text(
    "{title}: {act} hendak dilakukan, lalu dicegah atau dibatalkan; andai jadi, ini tidak terpenuhi, dan petugas yang"
    " memutuskan. {note}",
    "{title}: the {act} was about to take place and was stopped or given up; had it, this would not have been met, and a"
    " person decides. {note}",
)

#: What is said where the rule was not law on the day of the act.
_OTHER_LAW = Text(
    "{title}: tidak berlaku; hukum pada hari itu: {law}.",
    "{title}: does not apply; the law of that day: {law}.",
)
_NO_LAW = Text("{title}: tidak berlaku pada hari itu.", "{title}: was not law on that day.")

#: What is said where the law changed on one of the days that may be that of the act.
_TWO_LAWS = Text(
    "{title}: belum dapat diputuskan; tanggal {act} belum cukup diketahui, dan hukumnya berubah pada {borders}.",
    "{title}: cannot be decided yet; the day of the {act} is not known well enough, and the law changed on {borders}.",
)


def _message(rule: Rule, explanation: Explanation, values: Mapping[str, Any], law_then: Law | None) -> Text:
    message = rule.message.text.filled(values)
    if explanation.outcome is Outcome.FAIL:
        return message
    first, last = bounds(explanation.judged_on)
    borders = [
        day for day in (rule.in_force.start, rule.in_force.end) if day is not None and first < day <= last
    ]
    among = explanation.outcome in QUIET and _rests_on_others(rule, explanation)
    filled = _template(rule, explanation, law_then).filled(
        {
            "title": rule.title,
            "message": message,
            "note": rule.note or NOTHING,
            "among": _AMONG if among else NOTHING,
            "law": law_then.name if law_then else None,
            "act": rule.act.title if rule.act else None,
            "borders": borders,
        }
    )
    if explanation.alleged is Outcome.REVIEW:
        filled = _ALLEGED_TOO.filled({"message": filled})
    return Text(filled.id.strip(), filled.en.strip())


def _of_all(record: Record, message: Text) -> Text:
    """A message about a record that stands for several persons says so."""
    least, most = record.data.get("count"), record.data.get("count_until")
    if least is None:
        return message
    several = _SEVERAL if most is None or most <= least else _SEVERAL_UP_TO
    return several.filled({"message": message, "least": least, "most": most})


_SEVERAL = Text(
    "{message} Data ini untuk {least} orang.", "{message} This record stands for {least} persons."
)
_SEVERAL_UP_TO = Text(
    "{message} Data ini untuk {least} sampai {most} orang.",
    "{message} This record stands for {least} to {most} persons.",
)


def _template(rule: Rule, explanation: Explanation, law_then: Law | None) -> Text:
    if explanation.alleged in _BY_ALLEGATION:
        return _BY_ALLEGATION[explanation.alleged]
    if explanation.suspected:
        return _OPEN if explanation.missing else _SUSPECTED
    if explanation.not_due:
        return _AVERTED if explanation.averted else _NOT_DUE
    if explanation.in_force is False:
        return _NO_LAW if law_then is None else _OTHER_LAW
    if explanation.in_force is None and explanation.outcome is Outcome.UNKNOWN and rule.act is not None:
        return _TWO_LAWS
    return _WITHOUT_BREACH[explanation.outcome]


#: What is added where the records that were supplied are all that is known: others may share a number.
_AMONG = Text(" (di antara data ini)", " (among these records)")


def _rests_on_others(rule: Rule, explanation: Explanation) -> bool:
    """Whether something was settled by what other records say, and there may be more that say otherwise."""
    reads = (reason.source for reason in explanation.reasons if isinstance(reason.source, FactRead))
    return any(
        (read := rule.model.types[place.kind].fields.get(str(place.path[0]))) is not None
        and read.relation is not None
        and read.relation.shape in {"many", "same"}
        for place in (fact.place for fact in reads if type(fact.value) is not tuple)
        if len(place.path) == 1
    )


def _tells_hidden_day(explanation: Explanation, masks: Callable[[Place], bool]) -> bool:
    """Whether the day judged, or one of its bounds, is a date that may not be shown."""
    ends = bounds(explanation.judged_on)
    return any(
        masks(read.place)
        for read in explanation.dated_by
        if isinstance(read.value, date | Span) and not {*ends}.isdisjoint(bounds(read.value))
    )


def _set(subject: Subject, members: Iterable[Place]) -> tuple[Subject, ...]:
    others = {Subject(place.kind, place.id) for place in members} - {subject}
    if not others:
        return ()
    return tuple(sorted({subject, *others}, key=lambda member: member.order))
