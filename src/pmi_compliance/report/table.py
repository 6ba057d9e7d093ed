"""The report as text for a terminal: what failed, what a person must decide, what is not known, what could not be read."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import BASIS, CONFIDENCE, KIND, LAW, OUTCOMES, SEVERITY, all_cited, cited
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.report.phrases import because, headed, rests_on, shown, some, told, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record import Problem

_WIDTH = 110


def to_table(report: Report, language: Language) -> Iterator[bytes]:
    """The report as text in one language."""
    for line in _lines(report, language):
        yield f"{line}\n".encode()


def _lines(report: Report, language: Language) -> Iterator[str]:
    def say(id: str, en: str) -> str:  # noqa: A002
        return Text(id, en).in_language(language)

    records = ", ".join(
        f"{written(count, language)} {KIND[kind].in_language(language)}"
        for kind, count in report.records.items()
    )
    yield say("Audit per ", "Audit as of ") + written(report.as_of, language) + f" · {records or '-'}"
    yield say("Paket aturan: ", "Rule packs: ") + ", ".join(
        f"{pack.id} {pack.version}" for pack in report.packs
    )
    outcomes = report.outcomes
    yield (
        f"{written(report.pairs, language)} "
        + say("pasangan aturan dan rekam: ", "pairs of rule and record: ")
        + ", ".join(
            f"{text.in_language(language)} {written(outcomes[outcome], language)}"
            for outcome, text in OUTCOMES.items()
        )
    )
    groups: dict[Outcome, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        groups[finding.outcome].append(finding)
    for outcome, text in OUTCOMES.items():
        found = groups.get(outcome, [])
        if not found:
            continue
        yield ""
        yield f"{text.in_language(language).upper()} ({len(found)})"
        if outcome is Outcome.UNKNOWN:
            yield from _unknown(found, language)
        else:
            # Gravest first; within a weight, the order of the report. What is no law stands apart.
            graded = sorted(found, key=lambda one: SEVERITIES.index(one.severity))
            law = [one for one in graded if one.basis in LAW]
            other = [one for one in graded if one.basis not in LAW]
            for finding in law:
                yield from _finding(finding, report.authorities, language)
            if other:
                yield say("  Bukan hukum: kebijakan dan standar", "  Not law: policies and standards")
            for finding in other:
                yield from _finding(finding, report.authorities, language)
    if report.conclusions:
        yield ""
        yield say("KESIMPULAN: untuk dirujuk, bukan putusan", "CONCLUSIONS: to refer, no verdict") + (
            f" ({len(report.conclusions)})"
        )
        for conclusion in report.conclusions:
            yield from _conclusion(conclusion, report.authorities, language)
    if report.not_checked:
        yield ""
        lead = say(
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
        yield from _wrapped(lead + listed, "")
    if report.left_out:
        yield ""
        lead = say(
            "Aturan yang teks aslinya belum dibaca, tidak dipakai (--unverified): ",
            "Rules whose original text nobody has read, not used (--unverified): ",
        )
        yield from _wrapped(lead + ", ".join(report.left_out), "")
    if report.problems:
        yield ""
        title = say("MASALAH BERKAS", "PROBLEMS IN THE FILES")
        yield f"{title} ({len(report.problems)})"
        for problem in report.problems:
            yield from problem_lines(problem, language)
    for notice in report.notices:
        yield ""
        yield from _wrapped(notice.in_language(language), "")
    yield ""
    yield from _wrapped(
        say(
            "Laporan ini membantu pemeriksa; keputusan tetap pada pejabat yang berwenang. "
            "Temuan bukan dasar untuk menahan keberangkatan seseorang (UU 18/2017 Pasal 70 ayat (2)).",
            "This report helps an auditor; decisions stay with the competent official. "
            "A finding is no ground to hold back a person's departure (UU 18/2017 Pasal 70(2)).",
        ),
        "",
    )


def _wrapped(text: str, lead: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False)


def _finding(finding: Finding, authorities: Mapping[str, Text], language: Language) -> Iterator[str]:
    place = f"  [{printable(str(finding.source))}]" if finding.source.file else ""
    yield f"  {headed(finding, language)}{place}"
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
    why = because(finding, language)
    if why:
        lead = Text("sebab: ", "because: ").in_language(language)
        yield from _wrapped(lead + some(why, 4, "; "), " " * 12)
    if finding.members:
        lead = Text("bersama: ", "together: ").in_language(language)
        yield from _wrapped(lead + ", ".join(printable(member.id) for member in finding.members), " " * 12)
    for value in finding.shown:
        told = shown(value.value, language)
        yield from _wrapped(f"{value.title.in_language(language)}: {told}", " " * 12)
    for threat in finding.sanctions:
        lead = Text("ancaman bila terbukti: ", "threatened if proved: ").in_language(language)
        yield from _wrapped(lead + f"{cited(threat.citation)}, {threat.text.in_language(language)}", " " * 12)
    if finding.outcome in {Outcome.FAIL, Outcome.REVIEW}:
        yield from _wrapped("→ " + finding.remediation.in_language(language), " " * 12)
        if finding.refers_to:
            lead = Text("rujuk: ", "refer to: ").in_language(language)
            names = "; ".join(authorities[code].in_language(language) for code in finding.refers_to)
            yield from _wrapped(lead + names, " " * 12)
    if finding.waiver:
        yield from _wrapped(
            f"{finding.waiver.legal_basis} · {finding.waiver.approved_by} · ≤ {finding.waiver.expires_on}",
            " " * 12,
        )


def _conclusion(conclusion: Conclusion, authorities: Mapping[str, Text], language: Language) -> Iterator[str]:
    subject = conclusion.subject
    yield f"  {KIND[subject.kind].in_language(language)} {printable(subject.id)}  {conclusion.chain}"
    yield from _wrapped(conclusion.message.in_language(language), " " * 12)
    if conclusion.note:
        yield from _wrapped(conclusion.note.in_language(language), " " * 12)
    lead = Text("bertumpu pada: ", "rests on: ").in_language(language)
    yield from _wrapped(lead + rests_on(conclusion, language), " " * 12)
    names = "; ".join(authorities[code].in_language(language) for code in conclusion.refers_to)
    yield from _wrapped(Text("rujuk: ", "refer to: ").in_language(language) + names, " " * 12)


def _unknown(found: list[Finding], language: Language) -> Iterator[str]:
    """By rule: how many records, and which facts are wanted most; each one stands in the JSON report."""
    rules: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        rules[finding.rule].append(finding)
    for rule, group in sorted(
        rules.items(), key=lambda item: (SEVERITIES.index(item[1][0].severity), item[0])
    ):
        weight = SEVERITY[group[0].severity].in_language(language)
        yield f"  {weight:9} {rule}  × {len(group)}"
        counts = Counter(text for finding in group for text in wanted(finding, language))
        listed = [
            f"{what} × {count}"
            for what, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        lead = Text("perlu diketahui: ", "needed: ").in_language(language)
        yield from _wrapped(lead + some(listed, 6, ", "), " " * 12)


def problem_lines(problem: Problem, language: Language) -> Iterator[str]:
    """One problem: its place, then each error, in lines for a terminal."""
    place, errors = told(problem, language)
    yield f"  {place}"
    for error in errors:
        yield from _wrapped(error, " " * 12)
