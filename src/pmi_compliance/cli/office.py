"""The command `office`: what a labour office counts, refers and supervises."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.run import audit
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import add_as_of, add_packs, as_of, write_lines
from pmi_compliance.cli.exits import OK, PROBLEMS
from pmi_compliance.office.charts import chart_of
from pmi_compliance.packs.load import packs_named
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from datetime import date

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.office.figures import Figures

_NO_REFERRALS = Text("Tidak ada yang perlu dirujuk.", "There is nothing to refer.")
_NO_CENTRES = Text(
    "Tidak ada data LTSA yang dapat dinilai. Bila LTSA memang tidak ada, itu bukan pelanggaran (PP 59/2021 Pasal 7 "
    "menyebut layanan penggantinya).",
    "There is no record of a service centre to judge. Where there is no centre, that is no breach (PP 59/2021 Pasal 7 "
    "names its substitute).",
)
_NO_RECRUITERS = Text("Tidak ada data perekrut.", "There is no record of a recruiter.")


def add(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Add the actions, and return them."""
    office = commands.add_parser(
        "office", help="hitungan, rujukan dan pengawasan kantor / figures and supervision"
    )
    actions = office.add_subparsers(
        dest="action",
        required=True,
        metavar="placements|cases|referrals|centres|recruiters",
        parser_class=type(office),
    )
    placements = actions.add_parser("placements", help="hitung penempatan / count placements")
    placements.add_argument(
        "--since", type=day_of, metavar="TANGGAL", help="hari berangkat pertama yang dihitung"
    )
    placements.add_argument(
        "--until", type=day_of, metavar="TANGGAL", help="hari berangkat terakhir yang dihitung"
    )
    cases = actions.add_parser("cases", help="hitung kasus / count cases")
    referrals = actions.add_parser(
        "referrals", help="daftar rujukan menurut instansi / what to refer to whom"
    )
    centres = actions.add_parser("centres", help="kesiapan LTSA / readiness of service centres")
    recruiters = actions.add_parser("recruiters", help="kartu perekrut dari beberapa audit / scorecards")
    recruiters.add_argument(
        "--audit",
        nargs=2,
        action="append",
        required=True,
        metavar=("DATA", "TANGGAL"),
        help="data sebuah audit dan tanggalnya; boleh diulang, yang paling awal dahulu",
    )
    for action, by in ((placements, "kecamatan"), (cases, "year")):
        action.add_argument("--by", default=by, metavar="DIMENSI", help=f"dipisah koma; tanpa ini: {by}")
        action.add_argument(
            "--smallest", type=int, default=1, metavar="N", help="angka di bawah N disembunyikan"
        )
        action.add_argument("--chart", type=Path, metavar="BERKAS", help="gambar, .svg")
    for action in (placements, cases, referrals, centres):
        action.add_argument("data", nargs="+", metavar="DATA")
    for action in (cases, referrals, centres):
        add_as_of(action, "tanggal")
    for action in (referrals, centres, recruiters):
        add_packs(action)
    for action, run in (
        (placements, _placements), (cases, _cases), (referrals, _referrals), (centres, _centres),
        (recruiters, _recruiters),
    ):  # fmt: skip
        action.set_defaults(run=run)
    return placements, cases, referrals, centres, recruiters


def _audited(data: Iterable[str], on: date, options: argparse.Namespace) -> tuple[Dataset, Report]:
    records = Dataset.read(*data)
    return records, audit(records, packs_named(options.pack), as_of=on)


def _print(lines: Iterable[str], *datasets: Dataset, options: argparse.Namespace) -> int:
    """Print lines; problems of the records are printed beside them, and give an exit code of their own."""
    write_lines(lines)
    for records in datasets:
        for problem in records.problems:
            lines_of_problem = problem_lines(problem, options.lang, records.model)
            sys.stderr.writelines(f"{line}\n" for line in lines_of_problem)
    return PROBLEMS if any(records.problems for records in datasets) else OK


# Counting


def _print_figures(figures: Figures, records: Dataset, options: argparse.Namespace) -> int:
    if options.chart:
        write_whole(options.chart, [chart_of(figures, options.lang).encode()])
    return _print(figures.lines(options.lang), records, options=options)


def _dimensions(options: argparse.Namespace) -> list[str]:
    return [name.strip() for name in options.by.split(",") if name.strip()]


def _placements(options: argparse.Namespace) -> int:
    from pmi_compliance.office.figures import placements_by  # noqa: PLC0415

    records = Dataset.read(*options.data)
    figures = placements_by(
        records, *_dimensions(options), since=options.since, until=options.until, smallest=options.smallest
    )
    return _print_figures(figures, records, options)


def _cases(options: argparse.Namespace) -> int:
    from pmi_compliance.office.figures import cases_by  # noqa: PLC0415

    records = Dataset.read(*options.data)
    figures = cases_by(records, *_dimensions(options), as_of=as_of(options), smallest=options.smallest)
    return _print_figures(figures, records, options)


# Referring and supervising


def _referrals(options: argparse.Namespace) -> int:
    from pmi_compliance.office.referrals import referrals  # noqa: PLC0415

    records, report = _audited(options.data, as_of(options), options)
    lines = [line for referral in referrals(report) for line in (*referral.lines(options.lang), "")]
    return _print(lines or [_NO_REFERRALS.in_language(options.lang)], records, options=options)


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
