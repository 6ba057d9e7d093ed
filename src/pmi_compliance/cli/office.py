"""The command `office`: what a labour office counts, refers and supervises."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.dated import day_of
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.text import Text
from pmi_compliance.office.charts import chart_of
from pmi_compliance.packs.load import packs_named
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from pmi_compliance.office.figures import Figures
    from pmi_compliance.records.dataset import Dataset


def add(commands: Any, day: Callable[[str], date]) -> tuple[argparse.ArgumentParser, ...]:
    """The actions, which all speak a language."""
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
        "--since", type=day, metavar="TANGGAL", help="hari berangkat pertama yang dihitung"
    )
    placements.add_argument(
        "--until", type=day, metavar="TANGGAL", help="hari berangkat terakhir yang dihitung"
    )
    placements.set_defaults(run=_placements)
    cases = actions.add_parser("cases", help="hitung kasus / count cases")
    cases.set_defaults(run=_cases)
    referrals = actions.add_parser("referrals", help="daftar rujukan menurut instansi / whom to tell what")
    referrals.set_defaults(run=_referrals)
    centres = actions.add_parser("centres", help="kesiapan LTSA / readiness of service centres")
    centres.set_defaults(run=_centres)
    recruiters = actions.add_parser("recruiters", help="kartu perekrut dari beberapa audit / scorecards")
    recruiters.add_argument(
        "--audit",
        nargs=2,
        action="append",
        required=True,
        metavar=("DATA", "TANGGAL"),
        help="rekam sebuah audit dan tanggalnya; boleh diulang, yang paling awal dahulu",
    )
    recruiters.set_defaults(run=_recruiters)
    for one, by in ((placements, "kecamatan"), (cases, "year")):
        one.add_argument("--by", default=by, metavar="DIMENSI", help=f"dipisah koma; tanpa ini: {by}")
        one.add_argument(
            "--smallest", type=int, default=1, metavar="N", help="angka di bawah N disembunyikan"
        )
        one.add_argument("--chart", type=Path, metavar="BERKAS", help="gambar, .svg")
    for one in (placements, cases, referrals, centres):
        one.add_argument("data", nargs="+", metavar="DATA")
    for one in (cases, referrals, centres):
        one.add_argument("--as-of", type=day, metavar="TANGGAL", help="tanggal; tanpa ini: hari ini")
    for one in (referrals, centres, recruiters):
        one.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    return placements, cases, referrals, centres, recruiters


def _read(*data: str) -> Dataset:
    from pmi_compliance.records.dataset import Dataset  # noqa: PLC0415  slow to import, for help alone

    return Dataset.read(*data)


def _say(lines: Iterable[str], *told_too: Dataset, options: argparse.Namespace) -> int:
    """Print; what is wrong with the records is told beside it, and gives exit code 3."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    problems = [problem for records in told_too for problem in records.problems]
    for problem in problems:
        sys.stderr.write("".join(f"{line}\n" for line in problem_lines(problem, options.lang)))
    return 3 if problems else 0


def _counted(figures: Figures, records: Dataset, options: argparse.Namespace) -> int:
    if options.chart:
        write_whole(options.chart, [chart_of(figures, options.lang).encode()])
    return _say(figures.lines(options.lang), records, options=options)


def _dimensions(options: argparse.Namespace) -> list[str]:
    return [one.strip() for one in options.by.split(",") if one.strip()]


def _placements(options: argparse.Namespace) -> int:
    from pmi_compliance.office.figures import placements_by  # noqa: PLC0415

    records = _read(*options.data)
    figures = placements_by(
        records, *_dimensions(options), since=options.since, until=options.until, smallest=options.smallest
    )
    return _counted(figures, records, options)


def _cases(options: argparse.Namespace) -> int:
    from pmi_compliance.office.figures import cases_by  # noqa: PLC0415

    records, day = _read(*options.data), options.as_of or date.today()
    figures = cases_by(records, *_dimensions(options), as_of=day, smallest=options.smallest)
    return _counted(figures, records, options)


def _audited(data: Iterable[str], day: date | None, options: argparse.Namespace) -> tuple[Any, Any]:
    from pmi_compliance.auditing.run import audit  # noqa: PLC0415

    records = _read(*data)
    return records, audit(records, packs_named(options.pack), as_of=day or date.today())


def _referrals(options: argparse.Namespace) -> int:
    from pmi_compliance.office.referrals import referrals  # noqa: PLC0415

    records, report = _audited(options.data, options.as_of, options)
    lines = [line for one in referrals(report) for line in (*one.lines(options.lang), "")]
    none = Text("Tidak ada yang perlu dirujuk.", "There is nothing to refer.")
    return _say(lines or [none.in_language(options.lang)], records, options=options)


def _centres(options: argparse.Namespace) -> int:
    from pmi_compliance.office.readiness import readiness  # noqa: PLC0415

    records, report = _audited(options.data, options.as_of, options)
    lines = [line for one in readiness(records, report) for line in (*one.lines(options.lang), "")]
    none = Text(
        "Tidak ada rekam LTSA yang dapat dinilai. Bila LTSA memang tidak ada, itu bukan pelanggaran (PP 59/2021 Pasal 7 "
        "menyebut layanan penggantinya).",
        "There is no record of a service centre to judge. Where there is no centre, that is no breach (PP 59/2021 Pasal 7 "
        "names its substitute).",
    )
    return _say(lines or [none.in_language(options.lang)], records, options=options)


def _recruiters(options: argparse.Namespace) -> int:
    from pmi_compliance.office.scorecards import scorecards  # noqa: PLC0415

    audits = [_audited([data], day_of(day), options) for data, day in options.audit]
    lines = [line for card in scorecards(audits) for line in (*card.text(options.lang), "")]
    none = Text("Tidak ada rekam perekrut.", "There is no record of a recruiter.")
    told_too = (records for records, _ in audits)
    return _say(lines or [none.in_language(options.lang)], *told_too, options=options)
