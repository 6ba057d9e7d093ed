"""The commands over records: `audit`, `validate` and `template`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.backends import BACKENDS, read_records
from pmi_compliance.auditing.disclosure import DISCLOSURES
from pmi_compliance.auditing.run import audit
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.progress import on_screen
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import add_as_of, add_packs, as_of, write_lines, write_note
from pmi_compliance.cli.exits import FOUND, OK, PROBLEMS
from pmi_compliance.packs.load import packs_named
from pmi_compliance.packs.model import SEVERITIES, severity_rank
from pmi_compliance.packs.waivers import read_waivers
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report import FORMATS, format_of, write_report
from pmi_compliance.report.seal import read_report
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    import argparse

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language


def add(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands, and return them."""
    validating = commands.add_parser("validate", help="memeriksa bentuk data / check records")
    validating.add_argument("data", nargs="+", metavar="DATA")
    validating.set_defaults(run=_validate)
    blank = commands.add_parser("template", help="buku kerja kosong untuk diisi / an empty workbook")
    blank.add_argument("--output", type=Path, metavar="BERKAS", required=True, help="berkas .xlsx")
    blank.set_defaults(run=_template)
    return _add_audit(commands), validating, blank


def _add_audit(commands: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser("audit", help="memeriksa data / judge records")
    command.add_argument(
        "data",
        nargs="+",
        metavar="DATA",
        help="berkas, folder (.json, .jsonl, .csv, .xlsx, .parquet), basis data",
    )
    add_packs(command)
    add_as_of(command)
    command.add_argument("--waivers", type=Path, metavar="BERKAS", help="pengecualian")
    command.add_argument(
        "--format", choices=sorted(FORMATS), help="bentuk laporan; tanpa ini: menurut akhiran berkas"
    )
    command.add_argument(
        "--output",
        type=Path,
        action="append",
        metavar="BERKAS",
        help="tulis ke berkas, utuh atau tidak sama sekali; boleh diulang; `-` ke layar",
    )
    command.add_argument(
        "--baseline", type=Path, metavar="LAPORAN", help="hanya temuan baru yang menggagalkan"
    )
    command.add_argument(
        "--disclose", choices=DISCLOSURES, default="masked", help="data pribadi: disamarkan, penuh, penunjuk"
    )
    command.add_argument(
        "--fail-on", choices=[*SEVERITIES, "unknown", "never"], default="critical", metavar="TINGKAT"
    )
    command.add_argument(
        "--backend", choices=BACKENDS, help="mesin yang memutuskan; tanpa ini: menurut besarnya berkas"
    )
    command.add_argument("--all", action="store_true", help="juga yang sesuai dan tidak berlaku")
    command.add_argument("--unverified", action="store_true", help="juga aturan yang teksnya belum dibaca")
    command.set_defaults(run=_audit)
    return command


# Auditing


def _audit(options: argparse.Namespace) -> int:
    # A mistake in the call is reported before anything is judged.
    outputs = _outputs(options.output, options.format)
    baseline = read_report(options.baseline) if options.baseline else None
    backend = options.backend or "auto"
    with on_screen(options.lang) as progress:
        report = audit(
            read_records(*options.data, backend=backend, progress=progress),
            packs_named(options.pack),
            as_of=as_of(options),
            waivers=read_waivers(options.waivers) if options.waivers else (),
            disclose=options.disclose,
            include_passed=options.all,
            include_unverified=options.unverified,
            backend=backend,
            baseline=[finding["fingerprint"] for finding in baseline["findings"]] if baseline else None,
            progress=progress,
        )
    # Which back end was picked is printed where a choice was asked for, and where it is not the usual one.
    if options.backend == "auto" or (options.backend is None and report.engine != "closures"):
        write_note(Text(f"mesin: {report.engine}", f"back end: {report.engine}"), options.lang)
    for path, form in outputs:
        if path is None:
            sys.stdout.writelines(piece.decode() for piece in FORMATS[form].write(report, options.lang))
        else:
            write_report(report, path, form, options.lang)
    if report.problems and all(path is not None for path, _ in outputs):
        count = len(report.problems)
        write_note(
            Text(
                f"{count} masalah berkas; pmi-compliance validate menyebutkannya",
                f"{count} problems in the files; pmi-compliance validate lists them",
            ),
            options.lang,
        )
    return _exit_code(report, options.fail_on)


_SCREEN = Path("-")


def _outputs(paths: list[Path] | None, form: str | None) -> list[tuple[Path | None, str]]:
    """Where the report goes, and in which form; on a terminal as a table unless another is asked for."""
    if form is not None and paths is not None and len(paths) > 1:
        raise UsageError("format_for_one_output")
    outputs: list[tuple[Path | None, str]] = [
        (None, form or "table") if path == _SCREEN else (path, form or format_of(path))
        for path in paths or [_SCREEN]
    ]
    for path, name in outputs:
        if path is None and FORMATS[name].binary:
            raise UsageError("not_for_a_screen", form=name)
    return outputs


def _exit_code(report: Report, fail_on: str) -> int:
    """The exit code of an audit: what counts as found depends on `--fail-on`, and only what is new counts."""
    if fail_on in SEVERITIES:
        severities, outcomes = SEVERITIES[: severity_rank(fail_on) + 1], {Outcome.FAIL}
    else:
        severities = SEVERITIES
        outcomes = {Outcome.FAIL, Outcome.UNKNOWN} if fail_on == "unknown" else set()
    if outcomes and any(
        finding.outcome in outcomes and finding.severity in severities and report.is_new(finding)
        for finding in report.findings
    ):
        return FOUND
    return PROBLEMS if report.problems else OK


# Checking and filling in


def _validate(options: argparse.Namespace) -> int:
    dataset = Dataset.read(*options.data)
    language: Language = options.lang
    for problem in dataset.problems:
        write_lines(problem_lines(problem, language, dataset.model))
    counts = ", ".join(
        f"{len(records)} {dataset.model.name_of(kind).in_language(language)}"
        for kind, records in dataset.tables.items()
    )
    valid = Text("data terbaca", "valid records").in_language(language)
    problems = Text("masalah", "problems").in_language(language)
    write_lines([f"{valid}: {counts or 0}; {problems}: {len(dataset.problems)}"])
    return PROBLEMS if dataset.problems else OK


def _template(options: argparse.Namespace) -> int:
    with needing("reports", "workbook"):
        from pmi_compliance.records.reading.template import template  # noqa: PLC0415  only this command needs it
    write_whole(options.output, [template(options.lang, bundled_model())])
    return OK
