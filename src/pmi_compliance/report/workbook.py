"""The report as a workbook that an inspector works with: a summary, a sheet a severity, and what is still to be brought."""

from __future__ import annotations

import io
import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeAlias

import xlsxwriter

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import (
    BASIS,
    BEARER,
    CONFIDENCE,
    COVERED,
    DISCLOSURE,
    OUTCOME_RANK,
    OUTCOMES,
    SEVERITY,
    all_cited,
    cited,
)
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.report.brief import brief_lines
from pmi_compliance.report.groups import groups
from pmi_compliance.report.phrases import (
    format_kind,
    format_problem,
    format_support,
    missing_in_words,
    safe_cell,
    why_in_words,
)
from pmi_compliance.report.questions import questions, settled_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language

#: What a cell can hold in the format.
_LONGEST = 32_767

_Row: TypeAlias = "tuple[Any, ...]"


def _authorities(report: Report, codes: Iterable[str], language: Language) -> str:
    return "; ".join(report.authorities[code].in_language(language) for code in codes)


#: Columns of findings: what they are called, how wide they are, and what stands in them.
_FINDINGS: tuple[tuple[Text, int, Callable[[Report, Finding, Language], Any]], ...] = (
    (Text("Hasil", "Outcome"), 16, lambda _, finding, language: OUTCOMES[finding.outcome].in_language(language)),
    (Text("Jenis", "Kind"), 12, lambda report, finding, language: format_kind(finding.subject.kind, language, report.model)),
    (Text("Nomor data", "Record"), 14, lambda _, finding, __: finding.subject.id),
    (Text("Perekrut", "Recruiter"), 14, lambda _, finding, __: finding.recruiter),
    (Text("Uraian", "Message"), 60, lambda _, finding, language: finding.message.in_language(language)),
    (Text("Sebab", "Reasons"), 40,
     lambda report, finding, language: "; ".join(why_in_words(finding, language, report.model))),
    (Text("Belum diketahui", "Missing"), 40,
     lambda report, finding, language: "; ".join(missing_in_words(finding, language, report.model))),
    (Text("Tindak lanjut", "Remediation"), 40, lambda _, finding, language: finding.remediation.in_language(language)),
    (Text("Dasar", "Law"), 30, lambda _, finding, __: all_cited(finding.citations)),
    (Text("Sifat", "Basis"), 16, lambda _, finding, language: BASIS[finding.basis].in_language(language)),
    (Text("Keyakinan", "Confidence"), 14, lambda _, finding, language: CONFIDENCE[finding.confidence].in_language(language)),
    (Text("Rujuk ke", "Refer to"), 40,
     lambda report, finding, language: _authorities(report, finding.refers_to, language)),
    (Text("Dinilai pada", "Judged on"), 12, lambda _, finding, __: finding.judged_on or finding.day),
    (Text("Aturan", "Rule"), 34, lambda _, finding, __: finding.rule),
    (Text("Sumber", "Source"), 24, lambda _, finding, __: str(finding.source)),
    (Text("Kode temuan", "Fingerprint"), 34, lambda _, finding, __: finding.fingerprint),
)  # fmt: skip


def to_xlsx(report: Report, language: Language) -> Iterator[bytes]:
    """The report as a workbook in one language."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        # Nothing that a record holds may become a formula or a link.
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        # The same report gives the same bytes: no clock.
        book.set_properties({"title": "pmi-compliance", "created": _midnight(report.as_of)})
        sheets = _Sheets(book, language)
        sheets.add(Text("Ringkas", "In short"), _BRIEF, _brief(report, language))
        sheets.add(Text("Masalah berkas", "Problems"), _PROBLEMS, _problems(report, language))
        sheets.add(Text("Kelompok temuan", "Groups"), _GROUPS, _groups(report, language))
        sheets.add(Text("Kesimpulan", "Conclusions"), _CONCLUSIONS, _conclusions(report, language))
        columns = [(title, width) for title, width, _ in _FINDINGS]
        sheets.add(Text("Pertanyaan", "Questions"), _QUESTIONS, _questions(report, language))
        for severity in SEVERITIES:
            graded = [finding for finding in report.findings if finding.severity == severity]
            findings = sorted(graded, key=lambda finding: OUTCOME_RANK[finding.outcome])
            rows = (tuple(get(report, finding, language) for _, _, get in _FINDINGS) for finding in findings)
            sheets.add(SEVERITY[severity], columns, rows)
        sheets.add(Text("Yang harus dilengkapi", "To do"), _TO_DO, _to_do(report, language))
        sheets.add(Text("Tidak diperiksa", "Not checked"), _NOT_CHECKED, _not_checked(report, language))
        sheets.add(Text("Ringkasan", "Summary"), _SUMMARY, _summary(report, language))
    yield out.getvalue()


#: The columns of the other sheets, and their widths.
_QUESTIONS = ((Text("Pertanyaan", "Question"), 70), (Text("Tanyakan kepada", "Ask"), 24),
              (Text("Pemeriksaan yang terjawab", "Checks settled"), 16), (Text("Pada berapa data", "Records"), 12),
              (Text("Diperlukan juga, beserta jawaban lain", "Needed too, beside other answers"), 18),
              (Text("Jawaban", "Answer"), 60))  # fmt: skip
_BRIEF = ((Text("Ringkas", "In short"), 95),)
_GROUPS = ((Text("Hasil", "Outcome"), 13), (Text("Tingkat", "Severity"), 9), (Text("Uraian", "Message"), 44),
           (Text("Orang", "Persons"), 8), (Text("Nomor data", "Records"), 26), (Text("Tindak lanjut", "Remediation"), 34),
           (Text("Rujuk ke", "Refer to"), 30), (Text("Dasar", "Law"), 22), (Text("Aturan", "Rule"), 20))  # fmt: skip
_SUMMARY = ((Text("Hal", "Item"), 40), (Text("Nilai", "Value"), 80))
_TO_DO = ((Text("Penempatan", "Placement"), 16), (Text("Perekrut", "Recruiter"), 14), (Text("Yang dilengkapi", "What"), 60),
          (Text("Mengapa", "Why"), 18), (Text("Aturan", "Rules"), 60))  # fmt: skip
_CONCLUSIONS = ((Text("Tentang", "About"), 24), (Text("Kesimpulan", "Conclusion"), 70), (Text("Catatan", "Note"), 50),
                (Text("Berdasarkan", "Rests on"), 40), (Text("Rujuk ke", "Refer to"), 40),
                (Text("Rantai", "Chain"), 24))  # fmt: skip
_NOT_CHECKED = ((Text("Pasal", "Article"), 30), (Text("Kewajiban", "Duty"), 70), (Text("Yang wajib", "Who"), 20),
                (Text("Status", "Status"), 24), (Text("Alasan", "Reason"), 60))  # fmt: skip
_PROBLEMS = ((Text("Tempat", "Place"), 50), (Text("Yang salah", "What is wrong"), 110))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


#: The colours of what is amiss; each is told by its word as well.
_COLOURS = {
    OUTCOMES[Outcome.FAIL]: "#f4c7cf", OUTCOMES[Outcome.REVIEW]: "#fde3bf", OUTCOMES[Outcome.UNKNOWN]: "#e3e7ec",
    SEVERITY["critical"]: "#f4c7cf",
}  # fmt: skip


class _Sheets:
    """Sheets with a frozen header that filters."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book, self.language = book, language
        self.head = book.add_format(
            {"bold": True, "bg_color": "#1f3a5f", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
        )
        self.body = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        #: What is to be seen from afar: words, and severities where something is amiss.
        self.marked = {
            text.in_language(language): book.add_format(
                {"text_wrap": True, "valign": "top", "bold": True, "bg_color": colour}
            )
            for text, colour in _COLOURS.items()
        }

    def add(self, name: Text, columns: Sequence[tuple[Text, int]], rows: Iterable[_Row]) -> None:
        words = name.in_language(self.language)
        sheet = self.book.add_worksheet(words[0].upper() + words[1:])
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title.in_language(self.language), self.head)
        widths = [width for _, width in columns]
        sheet.set_row(0, _height([title.in_language(self.language) for title, _ in columns], widths))
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                match value:
                    case None | "":
                        continue
                    case date():
                        sheet.write_datetime(last, column, _midnight(value), self.day)
                    case int():
                        sheet.write_number(last, column, value, self.body)
                    case _:
                        text = safe_cell(str(value))
                        short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
                        sheet.write_string(last, column, short, self.marked.get(short, self.body))
            sheet.set_row(last, _height(row, widths))
        sheet.autofilter(0, 0, last, len(columns) - 1)


#: Points that a line takes, and that a row may.
_LINE, _HIGHEST = 15, 409


def _height(row: Sequence[Any], widths: Sequence[int]) -> int:
    """How high a row must be for its longest cell: LibreOffice does not see to it for a file of another program."""
    lines = max(
        sum(math.ceil(len(line) / width) or 1 for line in str(value).split("\n")) if value is not None else 1
        for value, width in zip(row, widths, strict=False)
    )
    return min(_HIGHEST, _LINE * lines)


def _brief(report: Report, language: Language) -> Iterator[_Row]:
    notices = (notice.in_language(language) for notice in report.notices)
    for text in (*notices, *brief_lines(report, language)):
        yield (text,)


def _groups(report: Report, language: Language) -> Iterator[_Row]:
    """Equal findings once, with their records."""
    for group in groups(report):
        first = group.first
        yield (
            OUTCOMES[first.outcome].in_language(language),
            SEVERITY[first.severity].in_language(language),
            first.message.in_language(language),
            group.persons,
            ", ".join(subject.id for subject in group.subjects),
            first.remediation.in_language(language),
            _authorities(report, first.refers_to, language) if first.refers_to else "",
            all_cited(first.citations),
            first.rule,
        )


def _questions(report: Report, language: Language) -> Iterator[_Row]:
    for question in questions(report):
        who = ", ".join(one.in_language(language) for one in question.answered_by)
        yield (
            question.text.in_language(language),
            who,
            question.pairs,
            question.persons,
            question.needed or None,
        )
    if (together := settled_together(report)) is not None:
        yield (together.in_language(language),)


def _summary(report: Report, language: Language) -> Iterator[_Row]:
    def say(id: str, en: str) -> str:  # noqa: A002
        return Text(id, en).in_language(language)

    for notice in report.notices:
        yield say("Perhatian", "Notice"), notice.in_language(language)
    yield say("Tanggal audit", "Audit date"), report.as_of
    yield (
        say("Data pribadi", "Disclosure"),
        DISCLOSURE[report.disclosure].in_language(language),
    )
    yield (
        say("Paket aturan", "Rule packs"),
        ", ".join(f"{pack.id} {pack.version}" for pack in report.packs),
    )
    for kind, count in report.records.items():
        yield say("Data: ", "Records: ") + format_kind(kind, language, report.model), count
    yield say("Pemeriksaan", "Pairs of rule and record"), report.pairs
    for outcome, text in OUTCOMES.items():
        yield say("Hasil: ", "Outcome: ") + text.in_language(language), report.outcomes[outcome]
    for row in report.recruiters():
        failures = ", ".join(
            f"{SEVERITY[severity].in_language(language)} {count}" for severity, count in row["fail"].items()
        )
        unknown = f"{OUTCOMES[Outcome.UNKNOWN].in_language(language)} {row['unknown']}"
        yield say("Perekrut ", "Recruiter ") + row["recruiter"], f"{failures}; {unknown}"
    for place in report.districts:
        yield (
            say("Penempatan dari ", "Placements from ") + place.name.in_language(language),
            sum(place.placements.values()),
        )
    for year, count in report.case_years.items():
        yield (
            say("Kasus ", "Cases ") + str(year or say("(tahun belum diketahui)", "(year not known)")),
            count,
        )


def _to_do(report: Report, language: Language) -> Iterator[_Row]:
    """Per placement: what fails and must be put right, and which facts nobody has written down."""
    to_do: dict[tuple[str, str | None, str, str], list[str]] = {}
    for finding in report.findings:
        if finding.subject.kind != "placement":
            continue
        texts = {
            Outcome.FAIL: [finding.remediation.in_language(language)],
            Outcome.UNKNOWN: missing_in_words(finding, language, report.model),
        }.get(finding.outcome, [])
        why = OUTCOMES[finding.outcome].in_language(language)
        for text in texts:
            to_do.setdefault((finding.subject.id, finding.recruiter, text, why), []).append(finding.rule)
    for row, rules in to_do.items():
        yield *row, ", ".join(rules)


def _conclusions(report: Report, language: Language) -> Iterator[_Row]:
    for conclusion in report.conclusions:
        yield (
            f"{format_kind(conclusion.subject.kind, language, report.model)} {conclusion.subject.id}",
            conclusion.message.in_language(language),
            conclusion.note.in_language(language) if conclusion.note else "",
            format_support(conclusion, language, report.model),
            _authorities(report, conclusion.refers_to, language),
            conclusion.chain,
        )


def _not_checked(report: Report, language: Language) -> Iterator[_Row]:
    for covered in report.not_checked:
        yield (
            cited(covered.duty.citation),
            covered.duty.text.in_language(language),
            BEARER[covered.duty.bearer].in_language(language),
            COVERED[covered.status].in_language(language),
            covered.duty.reason.in_language(language) if covered.duty.reason else "",
        )


def _problems(report: Report, language: Language) -> Iterator[_Row]:
    for problem in report.problems:
        place, errors = format_problem(problem, language, report.model)
        yield place, " ".join(errors)
