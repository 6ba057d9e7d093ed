"""The command `office`: what a labour office counts, refers and supervises."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pmi_compliance.auditing.report import not_judged
from pmi_compliance.auditing.run import audit
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import (
    DAY,
    FILE,
    add_as_of,
    add_data,
    add_headings,
    add_packs,
    add_whole,
    as_of,
    mapping_of,
    whole_number,
    write_lines,
)
from pmi_compliance.cli.exits import OK, PROBLEMS
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.cli.settings import model_asked, packs_of
from pmi_compliance.office.charts import chart_of
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from datetime import date

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.office.figures import Figures

_NO_REFERRALS = Text("Tidak ada yang perlu dirujuk.", "There is nothing to refer.")
_NO_QUESTIONS = Text("Tidak ada yang belum diketahui.", "Nothing is unknown.")
_NO_CENTRES = Text(
    "Tidak ada data LTSA yang dapat dinilai. Bila LTSA memang tidak ada, itu bukan pelanggaran (PP 59/2021 Pasal 7 "
    "menyebut layanan penggantinya).",
    "There is no record of a service centre to judge. Where there is no centre, that is no breach (PP 59/2021 Pasal 7 "
    "names its substitute).",
)
_NO_RECRUITERS = Text("Tidak ada data perekrut.", "There is no record of a recruiter.")


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the commands, and return them."""
    office = parser.command(
        "office",
        Text("hitungan, rujukan dan pengawasan kantor", "figures, referrals and supervision of an office"),
    )
    placements = office.command("placements", Text("menghitung penempatan", "count placements"), _placements)
    words = Text("hari berangkat pertama yang dihitung", "first day of departure that is counted")
    placements.takes("--since", words, type=day_of, metavar=DAY)
    words = Text("hari berangkat terakhir yang dihitung", "last day of departure that is counted")
    placements.takes("--until", words, type=day_of, metavar=DAY)
    cases = office.command("cases", Text("menghitung kasus", "count cases"), _cases)
    referrals_ = office.command(
        "referrals",
        Text("daftar rujukan menurut instansi", "list what to refer to which authority"),
        _referrals,
    )
    centres = office.command("centres", Text("kesiapan LTSA", "readiness of service centres"), _centres)
    asked = office.command(
        "questions",
        Text("pertanyaan yang menjawab paling banyak", "the questions that settle most"),
        _questions,
    )
    recruiters = office.command(
        "recruiters",
        Text("kartu perekrut dari beberapa audit", "scorecards of recruiters over several audits"),
        _recruiters,
    )
    words = Text(
        "data sebuah audit dan tanggalnya; boleh diulang, yang paling awal dahulu",
        "the records of an audit and its day; may be repeated, the earliest first",
    )
    recruiters.takes("--audit", words, nargs=2, action="append", required=True, metavar=("DATA", DAY))
    _add_counting(placements, "kecamatan")
    _add_counting(cases, "year")
    for command in (placements, cases, referrals_, centres, asked):
        add_data(command)
    for command in (placements, cases, referrals_, centres, asked, recruiters):
        add_headings(command)
        add_whole(command)
        add_packs(command)
    for command in (cases, referrals_, centres, asked):
        add_as_of(command, Text("tanggal hitungan atau audit", "day of the count or audit"))
    return placements, cases, referrals_, centres, asked, recruiters


def _add_counting(command: Parser, by: str) -> None:
    """What is counted, and how it is shown."""
    words = Text(f"dipisah koma; bila tidak disebut: {by}", f"parted by commas; if not given: {by}")
    command.takes("--by", words, default=by, metavar=Text("DIMENSI", "DIMENSION"))
    words = Text(
        "angka di bawah N tidak ditampilkan, begitu pula yang membuatnya terhitung; bila tidak disebut: 1",
        "numbers below N are not shown, nor are others from which they would follow; if not given: 1",
    )
    command.takes("--smallest", words, type=whole_number, default=1, metavar="N")
    words = Text("gambar, .svg", "a picture, .svg")
    command.takes("--chart", words, type=file_ending_in(".svg"), metavar=FILE)


def _read(data: Iterable[str], options: argparse.Namespace) -> Dataset:
    model = model_asked(options)
    return Dataset.read(
        *data, model=model, whole=options.whole, mapping=mapping_of(options), strict=options.strict
    )


def _audited(data: Iterable[str], on: date, options: argparse.Namespace) -> tuple[Dataset, Report]:
    records = _read(data, options)
    return records, audit(records, packs_of(options), as_of=on)


def _print(lines: Iterable[str], *datasets: Dataset, options: argparse.Namespace) -> int:
    """Print lines; problems of the records are printed beside them, and give an exit code of their own."""
    problems = [problem for records in datasets for problem in records.problems]
    write_lines([*(text.in_language(options.lang) for text in not_judged(problems)), *lines])
    for records in datasets:
        for problem in records.problems:
            lines_of_problem = problem_lines(problem, options.lang, records.model)
            sys.stderr.writelines(f"{line}\n" for line in lines_of_problem)
    return PROBLEMS if problems else OK


# Counting


def _print_figures(figures: Figures, records: Dataset, options: argparse.Namespace) -> int:
    if options.chart:
        write_whole(options.chart, [chart_of(figures, options.lang).encode()])
    return _print(figures.lines(options.lang), records, options=options)


def _dimensions(options: argparse.Namespace) -> list[str]:
    return [name.strip() for name in options.by.split(",") if name.strip()]


def _placements(options: argparse.Namespace) -> int:
    from pmi_compliance.office.figures import placements_by  # noqa: PLC0415

    records = _read(options.data, options)
    figures = placements_by(
        records, *_dimensions(options), since=options.since, until=options.until, smallest=options.smallest
    )
    return _print_figures(figures, records, options)


def _cases(options: argparse.Namespace) -> int:
    from pmi_compliance.office.figures import cases_by  # noqa: PLC0415

    records = _read(options.data, options)
    figures = cases_by(records, *_dimensions(options), as_of=as_of(options), smallest=options.smallest)
    return _print_figures(figures, records, options)


# Referring and supervising


def _referrals(options: argparse.Namespace) -> int:
    from pmi_compliance.office.referrals import referrals  # noqa: PLC0415

    records, report = _audited(options.data, as_of(options), options)
    lines = [line for referral in referrals(report) for line in (*referral.lines(options.lang), "")]
    return _print(lines or [_NO_REFERRALS.in_language(options.lang)], records, options=options)


def _questions(options: argparse.Namespace) -> int:
    from pmi_compliance.report.questions import question_lines  # noqa: PLC0415

    records, report = _audited(options.data, as_of(options), options)
    lines = [*question_lines(report, options.lang)]
    return _print(lines or [_NO_QUESTIONS.in_language(options.lang)], records, options=options)


def _centres(options: argparse.Namespace) -> int:
    from pmi_compliance.office.readiness import readiness  # noqa: PLC0415

    records, report = _audited(options.data, as_of(options), options)
    lines = [line for centre in readiness(records, report) for line in (*centre.lines(options.lang), "")]
    return _print(lines or [_NO_CENTRES.in_language(options.lang)], records, options=options)


def _recruiters(options: argparse.Namespace) -> int:
    from pmi_compliance.office.scorecards import scorecards  # noqa: PLC0415

    audits = [_audited([data], day_of(on), options) for data, on in options.audit]
    lines = [line for card in scorecards(audits) for line in (*card.text(options.lang), "")]
    datasets = (records for records, _ in audits)
    return _print(lines or [_NO_RECRUITERS.in_language(options.lang)], *datasets, options=options)
