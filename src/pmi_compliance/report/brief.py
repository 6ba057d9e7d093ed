"""
A report in short: at most seven sentences in plain words, which every form puts on top.

Sentences are made here and nowhere else; a form only prints them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import LANGUAGES, Text, written
from pmi_compliance.records.record import excluded_records, unread_facts
from pmi_compliance.report.groups import (
    CHILD,
    groups,
    is_about_a_child,
    is_sign_of_trafficking,
    persons_of,
    seen,
)
from pmi_compliance.report.phrases import format_kind, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.report.groups import Group

#: What the part is called.
IN_SHORT = Text("RINGKAS", "IN SHORT")

#: Ids that a sentence names, breaches, laws, offices that a finding names, and calls.
_MOST_NAMED, _MOST_BREACHES, _MOST_LAWS, _MOST_OFFICES, _MOST_CALLS = 5, 3, 3, 2, 8


@frozen
class Sentence:
    """One sentence of a report in short."""

    #: What it is about: `judged`, `not_judged`, `children`, `trafficking`, `breaches`, `today` or `certainty`.
    about: str
    #: The sentence.
    text: Text

    def as_json(self) -> dict[str, Any]:
        """The sentence as JSON values, as reports hold it."""
        return {"about": self.about, **self.text.as_json()}


def brief(report: Report) -> tuple[Sentence, ...]:
    """
    The report in at most seven sentences; what there is nothing to say of is left out.

    Args:
        report: The report.

    """
    listed = groups(report)
    made = ((about, sentence(report, listed)) for about, sentence in _SENTENCES.items())
    return tuple(Sentence(about, text) for about, text in made if text is not None)


def brief_lines(report: Report, language: Language) -> list[str]:
    """The sentences in one language."""
    return [sentence.text.in_language(language) for sentence in brief(report)]


def _in_both(of: Callable[[Language], str]) -> Text:
    return Text(*(of(language) for language in LANGUAGES))


def _joined(parts: Sequence[Text], between: str) -> Text:
    return _in_both(lambda language: between.join(part.in_language(language) for part in parts))


def _counted(report: Report, findings: Iterable[Finding]) -> Text:
    """How many persons, and the ids of their records: `2 orang (PMI-023, PMI-026)`."""
    findings = tuple(findings)
    subjects = dict.fromkeys(finding.subject for finding in findings)
    names = shortened([written(subject.id, "id") for subject in subjects], _MOST_NAMED, ", ")
    kinds = {subject.kind for subject in subjects}

    def of(language: Language) -> str:
        noun = Text("orang", "person(s)").in_language(language)
        if kinds != {"placement"}:
            noun = "/".join(format_kind(kind, language, report.model) for kind in sorted(kinds))
        return f"{written(persons_of(report, findings), language)} {noun} ({names})"

    return _in_both(of)


def _judged(report: Report, _: Sequence[Group]) -> Text:
    persons = sum(count for district in report.districts for count in district.placements.values())

    def records(language: Language) -> str:
        numbers = {**report.records, **({"placement": persons} if persons else {})}
        return ", ".join(
            f"{written(number, language)} {format_kind(kind, language, report.model)}"
            for kind, number in numbers.items()
        )

    values = {"records": _in_both(lambda language: records(language) or "-"), "day": report.as_of}
    said = Text("Diperiksa: {records}", "Judged: {records}").filled(values)
    parts = [said]
    if (days := _days(report)) is not None:
        parts.append(days)
    if laws := _laws(report):
        parts.append(_BY_LAW.filled({"laws": laws}))
    parts.append(Text("keadaan per {day}.", "as things stood on {day}.").filled(values))
    return _joined(parts, ", ")


_BY_LAW = Text("menurut hukum yang berlaku pada hari itu ({laws})", "by the law of that day ({laws})")


def _days(report: Report) -> Text | None:
    """The first and the last day of an act that something was found about."""
    days = seen(report).days
    if days is None:
        return None
    values = {"first": days[0], "last": days[1]}
    if days[0] == days[1]:
        return Text("perbuatan pada {first}", "acts of {first}").filled(values)
    return Text("perbuatan antara {first} dan {last}", "acts between {first} and {last}").filled(values)


def _laws(report: Report) -> str:
    """The laws by which most was judged."""
    used: Counter[str] = Counter()
    for rule in report.rules:
        if rule.citations:
            count = report.counts[rule.id]
            used[rule.citations[0]["instrument"]] += sum(count.values()) - count[Outcome.NOT_APPLICABLE]
    laws = [law for law, number in used.most_common() if number]
    return shortened(laws, _MOST_LAWS, ", ")


def _not_judged(report: Report, _: Sequence[Group]) -> Text | None:
    domestic = sum(district.placements.get("domestic", 0) for district in report.districts)
    counts = (
        (excluded_records(report.problems), _EXCLUDED),
        (unread_facts(report.problems), _UNREAD),
        (domestic, _DOMESTIC),
        (seen(report).other_law, _OTHER_LAW),
        (len(report.not_checked), _NO_RULE),
    )
    parts = [words.filled({"count": count}) for count, words in counts if count]
    if not parts:
        return None
    return Text("Tidak diperiksa: {parts}.", "Not judged: {parts}.").filled({"parts": _joined(parts, "; ")})


_EXCLUDED = Text(
    "{count} data karena ada yang salah di dalamnya", "records with something wrong in them: {count}"
)
_UNREAD = Text("{count} isian yang tidak terbaca", "facts that could not be read: {count}")
_DOMESTIC = Text(
    "{count} orang di dalam negeri, yang diatur hukum lain (AKAD)",
    "persons inside Indonesia, under another law (AKAD): {count}",
)
_OTHER_LAW = Text(
    "sebagian pada {count} data yang perbuatannya diatur hukum lain pada hari itu",
    "in part, records whose act was under another law on its day: {count}",
)
_NO_RULE = Text(
    "{count} kewajiban yang harus diperiksa orang, seluruhnya atau sebagian",
    "duties that a person must check, wholly or in part: {count}",
)


def _children(report: Report, _: Sequence[Group]) -> Text | None:
    found = [finding for finding in seen(report).findings if is_about_a_child(finding)]
    sure = [finding for finding in found if finding.outcome is Outcome.FAIL]
    certain = {finding.subject for finding in sure}
    perhaps = [finding for finding in found if finding.subject not in certain]
    parts = []
    if sure:
        parts.append(_CHILD.filled({"who": _counted(report, sure)}))
    if perhaps:
        parts.append(_PERHAPS_CHILD.filled({"who": _counted(report, perhaps)}))
    if still_open := seen(report).ages_open - {finding.subject for finding in found}:
        parts.append(_AGE_OPEN.filled({"count": len(still_open)}))
    if not parts:
        return _NO_CHILD if CHILD & report.counts.keys() and any(report.records.values()) else None
    return Text("ANAK: {parts}.", "CHILDREN: {parts}.").filled({"parts": _joined(parts, "; ")})


_CHILD = Text("{who} belum cukup umur pada hari itu", "{who} under age on that day")
_PERHAPS_CHILD = Text(
    "{who} mungkin belum cukup umur, petugas memastikan", "{who} perhaps under age, to be settled by a person"
)
_AGE_OPEN = Text(
    "pada {count} data belum pasti cukup umur, sebab umur atau harinya belum diketahui",
    "records of whom it is open whether they were of age, for the age or the day is not known: {count}",
)
_NO_CHILD = Text("Anak: tidak ada yang terbaca dalam data ini.", "Children: none that these records tell of.")


def _trafficking(report: Report, _: Sequence[Group]) -> Text | None:
    found = [finding for finding in seen(report).findings if is_sign_of_trafficking(finding)]
    if not found:
        return None
    return Text(
        "PETUNJUK PERDAGANGAN ORANG: {who}; yang memutuskan penyidik.",
        "SIGNS OF TRAFFICKING: {who}; investigators decide.",
    ).filled({"who": _counted(report, found)})


def _urgent(listed: Sequence[Group], outcome: Outcome = Outcome.FAIL) -> list[Group]:
    """What is to be put right, gravest first, without children and signs of trafficking, which have their sentences."""
    return [
        group
        for group in listed
        if group.first.outcome is outcome
        and group.is_law
        and not is_about_a_child(group.first)
        and not is_sign_of_trafficking(group.first)
    ]


def _breaches(report: Report, listed: Sequence[Group]) -> Text:
    found = _urgent(listed)
    if not found:
        return _to_decide(report, listed)
    shown = [
        Text("{what}: {who}", "{what}: {who}").filled(
            {"what": _without_stop(group.first.message), "who": _counted(report, group.findings)}
        )
        for group in found[:_MOST_BREACHES]
    ]
    more = len(found) - len(shown)
    if more:
        shown.append(
            Text("dan {count} pelanggaran lain", "and {count} other breaches").filled({"count": more})
        )
    return Text("Pelanggaran terberat: {listed}.", "Gravest breaches: {listed}.").filled(
        {"listed": _joined(shown, "; ")}
    )


def _to_decide(report: Report, listed: Sequence[Group]) -> Text:
    """That nothing is proved, and what is the gravest that a person decides."""
    grave = _of_one_rule(_suspected(listed))
    if not grave:
        return _NO_BREACH
    findings = (finding for group in grave for finding in group.findings)
    values = {"what": _without_stop(grave[0].first.title), "who": _counted(report, findings)}
    return _SUSPECTED.filled(values)


def _suspected(listed: Sequence[Group]) -> list[Group]:
    """What would be critical and a person decides."""
    return [group for group in _urgent(listed, Outcome.REVIEW) if group.first.severity == "critical"]


def _of_one_rule(listed: Sequence[Group]) -> list[Group]:
    """The first group, and those that the same rule found: planned, stopped, or of a record of several persons."""
    return [group for group in listed if group.first.rule == listed[0].first.rule]


_SUSPECTED = Text(
    "Belum ada pelanggaran lain yang terbukti; yang terberat yang harus diputuskan petugas: {what}: {who}.",
    "No other breach is proved; the gravest that a person must decide: {what}: {who}.",
)
_NO_BREACH = Text(
    "Pelanggaran hukum lain tidak terbukti dari data ini; itu belum berarti semua sudah benar.",
    "No other breach of the law follows from these records; that does not say that all is in order.",
)


def _without_stop(text: Text) -> Text:
    return Text(text.id.rstrip(". "), text.en.rstrip(". "))


def _today(report: Report, listed: Sequence[Group]) -> Text | None:
    """Whom to call first, for whom: about children, signs of trafficking, the gravest breach, or what may be one."""
    order = (
        [group for group in listed if is_about_a_child(group.first)],
        _of_one_rule([group for group in listed if is_sign_of_trafficking(group.first)]),
        _of_one_rule(_urgent(listed) or _suspected(listed)),
    )
    calls: dict[Text, list[Finding]] = {}
    for finding in (finding for concerned in order for group in concerned for finding in group.findings):
        if finding.refers_to:
            names = [report.authorities[code] for code in finding.refers_to[:_MOST_OFFICES]]
            calls.setdefault(_joined(names, ", "), []).append(finding)
    if not calls:
        return _ASK if report.outcomes[Outcome.UNKNOWN] else None
    parts = [
        Text("{offices} untuk {who}", "{offices} about {who}").filled(
            {"offices": offices, "who": _ids(findings)}
        )
        for offices, findings in [*calls.items()][:_MOST_CALLS]
    ]
    if more := len(calls) - len(parts):
        parts.append(Text("dan {count} instansi lain", "and {count} others").filled({"count": more}))
    return Text("Hari ini hubungi: {parts}.", "Call today: {parts}.").filled({"parts": _joined(parts, "; ")})


_ASK = Text(
    "Hari ini: tanyakan dahulu yang belum diketahui; lihat pertanyaan.",
    "Today: first ask what is not known; see the questions.",
)


def _ids(findings: Iterable[Finding]) -> str:
    names = dict.fromkeys(written(finding.subject.id, "id") for finding in findings)
    return shortened([*names], _MOST_NAMED, ", ")


def _certainty(report: Report, _: Sequence[Group]) -> Text:
    reviews = sum(report.outcomes[outcome] for outcome in REFERRED - {Outcome.FAIL})
    judged = report.pairs - report.outcomes[Outcome.NOT_APPLICABLE]
    return _SURE.filled({"judged": judged, "unknown": report.outcomes[Outcome.UNKNOWN], "review": reviews})


_SURE = Text(
    "Dari {judged} pemeriksaan, {unknown} belum dapat dijawab karena faktanya belum ada dan {review} diputuskan orang; "
    "keputusan tetap pada pejabat yang berwenang.",
    "Of {judged} checks, {unknown} have no answer because facts are missing and {review} are left to a person; "
    "decisions stay with the competent official.",
)

#: The sentences, in their order.
_SENTENCES: dict[str, Callable[[Report, Sequence[Group]], Text | None]] = {
    "judged": _judged,
    "children": _children,
    "trafficking": _trafficking,
    "breaches": _breaches,
    "today": _today,
    "not_judged": _not_judged,
    "certainty": _certainty,
}
