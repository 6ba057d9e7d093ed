"""The report as text for a terminal: what failed, what a person must decide, what is not known, what could not be read."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import BASIS, CONFIDENCE, LAW, OUTCOMES, SEVERITY, all_cited, cited
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.report.phrases import (
    deciding_facts,
    format_heading,
    format_kind,
    format_problem,
    format_record,
    format_support,
    format_value,
    member_names,
    missing_facts,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.reading import ReadingNote
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel

_WIDTH = 110


def to_table(report: Report, language: Language) -> Iterator[bytes]:
    """The report as text in one language."""
    for line in _lines(report, language):
        yield f"{line}\n".encode()


def _lines(report: Report, language: Language) -> Iterator[str]:
    yield from _head(report, language)
    for section in (_outcomes, _conclusions, _not_checked, _left_out, _problems, _reading_notes):
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


def _outcomes(report: Report, language: Language) -> Iterator[str]:
    """The findings, a part for each outcome."""
    groups: dict[Outcome, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        groups[finding.outcome].append(finding)
    for outcome, text in OUTCOMES.items():
        findings = groups.get(outcome, [])
        if not findings:
            continue
        yield ""
        yield f"{text.in_language(language).upper()} ({len(findings)})"
        if outcome is Outcome.UNKNOWN:
            yield from _unknown(findings, language)
        else:
            yield from _graded(findings, report, language)


def _graded(findings: Iterable[Finding], report: Report, language: Language) -> Iterator[str]:
    """Findings, the gravest first; within a severity, the order of the report. What is no law stands apart."""
    graded = sorted(findings, key=lambda finding: severity_rank(finding.severity))
    law = [finding for finding in graded if finding.basis in LAW]
    other = [finding for finding in graded if finding.basis not in LAW]
    for finding in law:
        yield from _finding(finding, report, language)
    if other:
        title = Text("  Bukan hukum: kebijakan dan standar", "  Not law: policies and standards")
        yield title.in_language(language)
    for finding in other:
        yield from _finding(finding, report, language)


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
        for problem in report.problems:
            yield from problem_lines(problem, language, report.model)


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


def _finding(finding: Finding, report: Report, language: Language) -> Iterator[str]:
    place = f"  [{printable(str(finding.source))}]" if finding.source.file else ""
    yield f"  {format_heading(finding, language, report.model)}{place}"
    yield from _wrapped(finding.message.in_language(language), " " * 12)
    law = all_cited(finding.citations)
    notes = [law, BASIS[finding.basis].in_language(language)]
    if finding.confidence != "verified":
        notes.append(CONFIDENCE[finding.confidence].in_language(language))
    shown_day = finding.judged_on or MASK.in_language(language)
    day = Text("dinilai pada ", "judged on ").in_language(language) + written(shown_day, language)
    if finding.judged_on_from == "audit.date":
        day += Text(" (tanggal audit)", " (audit date)").in_language(language)
    yield from _wrapped(" · ".join([*notes, day]), " " * 12)
    why = deciding_facts(finding, language)
    if why:
        lead = Text("sebab: ", "because: ").in_language(language)
        yield from _wrapped(lead + shortened(why, 4, "; "), " " * 12)
    if finding.members:
        lead = Text("bersama: ", "together: ").in_language(language)
        yield from _wrapped(lead + ", ".join(member_names(finding, language)), " " * 12)
    for value in finding.shown:
        text = f"{value.title.in_language(language)}: {format_value(value.value, language)}"
        yield from _wrapped(text, " " * 12)
    for sanction in finding.sanctions:
        lead = Text("ancaman bila terbukti: ", "threatened if proved: ").in_language(language)
        yield from _wrapped(
            lead + f"{cited(sanction.citation)}, {sanction.text.in_language(language)}", " " * 12
        )
    if finding.outcome in REFERRED:
        yield from _wrapped("→ " + finding.remediation.in_language(language), " " * 12)
        if finding.refers_to:
            lead = Text("rujuk: ", "refer to: ").in_language(language)
            names = "; ".join(report.authorities[code].in_language(language) for code in finding.refers_to)
            yield from _wrapped(lead + names, " " * 12)
    if finding.waiver:
        yield from _wrapped(
            f"{finding.waiver.legal_basis} · {finding.waiver.approved_by} · ≤ {finding.waiver.expires_on}",
            " " * 12,
        )


def _conclusion(conclusion: Conclusion, report: Report, language: Language) -> Iterator[str]:
    yield f"  {format_record(conclusion.subject, language, report.model)}  {conclusion.chain}"
    yield from _wrapped(conclusion.message.in_language(language), " " * 12)
    if conclusion.note:
        yield from _wrapped(conclusion.note.in_language(language), " " * 12)
    lead = Text("berdasarkan: ", "rests on: ").in_language(language)
    yield from _wrapped(lead + format_support(conclusion, language, report.model), " " * 12)
    names = "; ".join(report.authorities[code].in_language(language) for code in conclusion.refers_to)
    yield from _wrapped(Text("rujuk: ", "refer to: ").in_language(language) + names, " " * 12)


def _unknown(findings: list[Finding], language: Language) -> Iterator[str]:
    """Unknown findings by rule: how many records, and which facts are missing most; the JSON report lists each."""
    rules: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        rules[finding.rule].append(finding)
    for rule, group in sorted(rules.items(), key=lambda item: (severity_rank(item[1][0].severity), item[0])):
        severity = SEVERITY[group[0].severity].in_language(language)
        yield f"  {severity:9} {rule}  × {len(group)}"
        counts = Counter(text for finding in group for text in missing_facts(finding, language))
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
