"""The report as text for a terminal: what failed, what a person must decide, what is not known, what could not be read."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import BASIS, CONFIDENCE, OUTCOMES, SEVERITY, all_cited, cited
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.report.brief import IN_SHORT, brief_lines
from pmi_compliance.report.groups import groups
from pmi_compliance.report.phrases import (
    facts_in_words,
    format_heading,
    format_kind,
    format_problem,
    format_record,
    format_support,
    format_value,
    member_names,
    missing_in_words,
    shortened,
)
from pmi_compliance.report.questions import QUESTIONS, question_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.reading import ReadingNote
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel
    from pmi_compliance.report.groups import Group

_WIDTH = 110

#: What is listed of a group and of the problems; other forms list all.
_MOST_IDS, _MOST_REASONS, _MOST_PROBLEMS = 12, 3, 10


def to_table(report: Report, language: Language) -> Iterator[bytes]:
    """The report as text in one language."""
    for line in _lines(report, language):
        yield f"{line}\n".encode()


def _lines(report: Report, language: Language) -> Iterator[str]:
    yield from _head(report, language)
    for section in (
        _in_short, _problems, _conclusions, _outcomes, _not_checked, _left_out, _reading_notes, _questions, _unknowns,
    ):  # fmt: skip
        yield from section(report, language)
    yield ""
    yield from _wrapped(_NO_DECISION.in_language(language), "")


_NO_DECISION = Text(
    "Laporan ini membantu pemeriksa; keputusan tetap pada pejabat yang berwenang. "
    "Temuan bukan dasar untuk menahan keberangkatan seseorang (UU 18/2017 Pasal 70 ayat (2)).",
    "This report helps an auditor; decisions stay with the competent official. "
    "A finding is no ground to hold back a person's departure (UU 18/2017 Pasal 70(2)).",
)


def _head(report: Report, language: Language) -> Iterator[str]:
    records = ", ".join(
        f"{written(count, language)} {format_kind(kind, language, report.model)}"
        for kind, count in report.records.items()
    )
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in report.packs)
    outcomes = ", ".join(
        f"{text.in_language(language)} {written(report.outcomes[outcome], language)}"
        for outcome, text in OUTCOMES.items()
    )
    audited = Text("Audit per {day} · {records}", "Audit as of {day} · {records}")
    lines = (
        Text("Paket aturan: {packs}", "Rule packs: {packs}"),
        Text("{pairs} pemeriksaan: {outcomes}", "{pairs} pairs of rule and record: {outcomes}"),
    )
    values = {
        "day": report.as_of, "records": records or "-", "packs": packs, "pairs": report.pairs, "outcomes": outcomes
    }  # fmt: skip
    yield audited.filled(values).in_language(language)
    for notice in report.notices:
        yield from _wrapped(notice.in_language(language), "")
    yield from (line.filled(values).in_language(language) for line in lines)


def _in_short(report: Report, language: Language) -> Iterator[str]:
    yield ""
    yield IN_SHORT.in_language(language)
    for sentence in brief_lines(report, language):
        first, *rest = _wrapped(sentence, "    ")
        yield f"  • {first.strip()}"
        yield from rest


def _outcomes(report: Report, language: Language) -> Iterator[str]:
    """Equal findings once, a part for each outcome; what is no law stands apart."""
    by_outcome: dict[Outcome, list[Group]] = defaultdict(list)
    for group in groups(report):
        by_outcome[group.first.outcome].append(group)
    for outcome, listed in by_outcome.items():
        yield ""
        yield _outcome_title(report, outcome, language)
        for is_law, part in groupby(listed, key=lambda group: group.is_law):
            if not is_law:
                title = Text("  Bukan hukum: kebijakan dan standar", "  Not law: policies and standards")
                yield title.in_language(language)
            for group in part:
                yield from _group(group, report, language)


def _outcome_title(report: Report, outcome: Outcome, language: Language) -> str:
    return f"{OUTCOMES[outcome].in_language(language).upper()} ({report.outcomes[outcome]})"


def _questions(report: Report, language: Language) -> Iterator[str]:
    if lines := [*question_lines(report, language)]:
        yield ""
        yield QUESTIONS.in_language(language)
        for line in lines:
            yield from _wrapped(line.strip(), "     " if line.startswith(" ") else "  ")


def _unknowns(report: Report, language: Language) -> Iterator[str]:
    unknown = [finding for finding in report.findings if finding.outcome is Outcome.UNKNOWN]
    if unknown:
        yield ""
        yield _outcome_title(report, Outcome.UNKNOWN, language)
        yield from _unknown(unknown, report.model, language)


def _conclusions(report: Report, language: Language) -> Iterator[str]:
    if report.conclusions:
        title = Text("KESIMPULAN: untuk dirujuk, bukan putusan", "CONCLUSIONS: to refer, no verdict")
        yield ""
        yield f"{title.in_language(language)} ({len(report.conclusions)})"
        for conclusion in report.conclusions:
            yield from _conclusion(conclusion, report, language)


def _not_checked(report: Report, language: Language) -> Iterator[str]:
    if report.not_checked:
        lead = Text(
            "Tidak diperiksa oleh audit ini, atau hanya sebagian (pmi-compliance rules docs): ",
            "Not checked by this audit, or only in part (pmi-compliance rules docs): ",
        )
        duties: dict[str, list[str]] = defaultdict(list)
        for covered in report.not_checked:
            duties[covered.duty.citation["instrument"]].append(covered.duty.citation["article"])
        listed = "; ".join(
            f"{instrument} Pasal {', '.join(dict.fromkeys(articles))}"
            for instrument, articles in duties.items()
        )
        yield ""
        yield from _wrapped(lead.in_language(language) + listed, "")


def _left_out(report: Report, language: Language) -> Iterator[str]:
    if report.left_out:
        lead = Text(
            "Aturan yang teks aslinya belum dibaca, tidak dipakai (--unverified): ",
            "Rules whose original text nobody has read, not used (--unverified): ",
        )
        yield ""
        yield from _wrapped(lead.in_language(language) + ", ".join(report.left_out), "")


def _problems(report: Report, language: Language) -> Iterator[str]:
    if report.problems:
        title = Text("MASALAH BERKAS", "PROBLEMS IN THE FILES")
        yield ""
        yield f"{title.in_language(language)} ({len(report.problems)})"
        for problem in report.problems[:_MOST_PROBLEMS]:
            yield from problem_lines(problem, language, report.model)
        more = len(report.problems) - _MOST_PROBLEMS
        if more > 0:
            yield Text(
                f"  dan {more} masalah lain: pmi-compliance validate",
                f"  and {more} more: pmi-compliance validate",
            ).in_language(language)


def _reading_notes(report: Report, language: Language) -> Iterator[str]:
    if report.reading_notes:
        yield ""
        yield from note_lines(report.reading_notes, language)


def note_lines(notes: Sequence[ReadingNote], language: Language) -> Iterator[str]:
    """What was understood otherwise than it stands in the input, or left out: a line for each place and thing."""
    title = Text("CATATAN PEMBACAAN", "NOTES ON READING")
    yield f"{title.in_language(language)} ({len(notes)})"
    for note in notes:
        place = f"{note.origin}: " if note.origin.file else ""
        yield from _wrapped(printable(place + note.message.in_language(language)), "  ")


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)


_MARGIN = " " * 12


def _group(group: Group, report: Report, language: Language) -> Iterator[str]:
    finding = group.first
    if len(group.findings) == 1:
        place = f"  [{printable(str(finding.source))}]" if finding.source.file else ""
        yield f"  {format_heading(finding, language, report.model)}{place}"
    else:
        severity = SEVERITY[finding.severity].in_language(language)
        kinds = format_kind(finding.subject.kind, language, report.model)
        yield f"  {severity:9} {len(group.subjects)} {kinds}  {finding.rule}"
        names = shortened([printable(subject.id) for subject in group.subjects], _MOST_IDS, ", ")
        yield from _wrapped(names, _MARGIN)
    yield from _wrapped(finding.message.in_language(language), _MARGIN)
    law = all_cited(finding.citations)
    notes = [law, BASIS[finding.basis].in_language(language)]
    if finding.confidence != "verified":
        notes.append(CONFIDENCE[finding.confidence].in_language(language))
    yield from _wrapped(" · ".join([*notes, _judged_on(group, language)]), _MARGIN)
    for line in _why(group, report.model, language):
        yield from _wrapped(line, _MARGIN)
    for sanction in finding.sanctions:
        lead = Text("ancaman bila terbukti: ", "threatened if proved: ").in_language(language)
        yield from _wrapped(
            lead + f"{cited(sanction.citation)}, {sanction.text.in_language(language)}", _MARGIN
        )
    if finding.outcome in REFERRED:
        yield from _wrapped("→ " + finding.remediation.in_language(language), _MARGIN)
        if finding.refers_to:
            lead = Text("rujuk: ", "refer to: ").in_language(language)
            names = "; ".join(report.authorities[code].in_language(language) for code in finding.refers_to)
            yield from _wrapped(lead + names, _MARGIN)
    if finding.waiver:
        yield from _wrapped(
            f"{finding.waiver.legal_basis} · {finding.waiver.approved_by} · ≤ {finding.waiver.expires_on}",
            _MARGIN,
        )


def _judged_on(group: Group, language: Language) -> str:
    """The days on which findings were judged; of many the first and how many more."""
    shown = dict.fromkeys(
        written(finding.judged_on or MASK.in_language(language), language)
        + (
            Text(" (tanggal audit)", " (audit date)").in_language(language)
            if finding.judged_on_from == "audit.date"
            else ""
        )
        for finding in group.findings
    )
    return Text("dinilai pada ", "judged on ").in_language(language) + shortened([*shown], 3, ", ")


def _why(group: Group, model: RecordModel, language: Language) -> Iterator[str]:
    """What settled each finding, and what the rule shows; what is the same of several stands once."""
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for finding in group.findings:
        same[tuple(_facts(finding, model, language))].append(printable(finding.subject.id))
    for facts, ids in [*same.items()][:_MOST_REASONS]:
        whose = f"{shortened(ids, 3, ', ')}: " if len(same) > 1 else ""
        yield from (whose + fact for fact in facts)
    if len(same) > _MOST_REASONS:
        yield Text(
            f"… dan sebab {len(same) - _MOST_REASONS} lainnya: lihat bentuk lain (xlsx, json)",
            f"… and {len(same) - _MOST_REASONS} other reasons: see another form (xlsx, json)",
        ).in_language(language)


def _facts(finding: Finding, model: RecordModel, language: Language) -> Iterator[str]:
    why = facts_in_words(finding, language, model)
    if why:
        yield Text("sebab: ", "because: ").in_language(language) + shortened(why, 4, "; ")
    if finding.members:
        yield Text("bersama: ", "together: ").in_language(language) + ", ".join(
            member_names(finding, language)
        )
    for value in finding.shown:
        yield f"{value.title.in_language(language)}: {format_value(value.value, language)}"


def _conclusion(conclusion: Conclusion, report: Report, language: Language) -> Iterator[str]:
    yield f"  {format_record(conclusion.subject, language, report.model)}  {conclusion.chain}"
    yield from _wrapped(conclusion.message.in_language(language), " " * 12)
    if conclusion.note:
        yield from _wrapped(conclusion.note.in_language(language), " " * 12)
    lead = Text("berdasarkan: ", "rests on: ").in_language(language)
    yield from _wrapped(lead + format_support(conclusion, language, report.model), " " * 12)
    names = "; ".join(report.authorities[code].in_language(language) for code in conclusion.refers_to)
    yield from _wrapped(Text("rujuk: ", "refer to: ").in_language(language) + names, " " * 12)


def _unknown(findings: list[Finding], model: RecordModel, language: Language) -> Iterator[str]:
    """Unknown findings by rule: how many records, and which facts are missing most; the JSON report lists each."""
    rules: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        rules[finding.rule].append(finding)
    for rule, group in sorted(rules.items(), key=lambda item: (severity_rank(item[1][0].severity), item[0])):
        severity = SEVERITY[group[0].severity].in_language(language)
        yield f"  {severity:9} {rule}  × {len(group)}"
        counts = Counter(text for finding in group for text in missing_in_words(finding, language, model))
        listed = [
            f"{fact} × {count}"
            for fact, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        lead = Text("perlu diketahui: ", "needed: ").in_language(language)
        yield from _wrapped(lead + shortened(listed, 6, ", "), " " * 12)


def problem_lines(problem: Problem, language: Language, model: RecordModel) -> Iterator[str]:
    """A problem in lines for a terminal: its place, then each error."""
    place, errors = format_problem(problem, language, model)
    yield f"  {place}"
    for error in errors:
        yield from _wrapped(error, " " * 12)
