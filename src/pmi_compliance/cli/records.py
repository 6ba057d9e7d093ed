"""The commands over records: `audit`, `validate` and `template`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.auditing.backends import BACKENDS, read_records
from pmi_compliance.auditing.run import audit
from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.files import together, write_whole
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.progress import on_screen
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import OUTCOMES, SEVERITY
from pmi_compliance.cli.arguments import (
    FILE,
    REPORT,
    add_as_of,
    add_data,
    add_disclose,
    add_headings,
    add_packs,
    add_whole,
    as_of,
    mapping_of,
    tell_problems,
    write_lines,
    write_note,
)
from pmi_compliance.cli.exits import FOUND, OK, PROBLEMS
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.cli.settings import disclosure_of, model_asked, numbers_used, packs_of
from pmi_compliance.packs.model import SEVERITIES, severity_rank
from pmi_compliance.packs.waivers import read_waivers
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading.databases import is_database
from pmi_compliance.records.reading.files import files_of, is_table, read_files
from pmi_compliance.records.reading.notes import ReadingNotes
from pmi_compliance.records.record_ids import pseudonyms
from pmi_compliance.report import FORMATS, format_of, secret_beside, write_report
from pmi_compliance.report.mending import mended
from pmi_compliance.report.pseudonyms import pseudonym_table
from pmi_compliance.report.read_back import read_report
from pmi_compliance.report.secret import kept
from pmi_compliance.report.table import note_lines, problem_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.records.reading import Mapping


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the commands, and return them."""
    auditing = parser.command(
        "audit", Text("memeriksa data menurut aturan", "judge records by the rules"), _audit
    )
    _add_audit(auditing)
    validating = parser.command(
        "validate", Text("memeriksa bentuk data saja", "check only the form of records"), _validate
    )
    add_data(validating)
    words = Text(
        "tulis tabel ini kembali sebagai buku kerja .xlsx, dengan sel yang tidak terbaca diberi warna dan komentar",
        "write the table back as an .xlsx workbook in which cells that cannot be read are coloured and commented",
    )
    validating.takes("--output", words, type=file_ending_in(".xlsx"), metavar=FILE)
    words = Text(
        "tulis NIK mana yang diganti nomor samaran (NIK-...), berkas .csv; untuk kantor sendiri, hanya pemiliknya dapat "
        "membukanya",
        "write which NIK each pseudonym (NIK-...) stands for, a .csv file; for the office alone, only its owner can open it",
    )
    validating.takes("--pseudonyms", words, type=file_ending_in(".csv"), metavar=FILE)
    add_headings(validating)
    add_packs(validating)
    blank = parser.command(
        "template",
        Text("membuat buku kerja kosong untuk diisi", "make an empty workbook to fill in"),
        _template,
    )
    words = Text("berkas .xlsx", "the .xlsx file")
    blank.takes("--output", words, type=file_ending_in(".xlsx"), metavar=FILE, required=True)
    words = Text(
        "semua kolom dan semua jenis data; bila tidak disebut: kolom yang paling menentukan saja",
        "every column and every kind of record; if not given: only the columns that decide most",
    )
    blank.takes("--full", words, action="store_true")
    add_packs(blank)
    return auditing, validating, blank


def _add_audit(command: Parser) -> None:
    add_data(command)
    add_whole(command)
    add_packs(command)
    add_as_of(command)
    words = Text("pengecualian, berkas .yaml", "waivers, a .yaml file")
    command.takes("--waivers", words, type=Path, metavar=FILE)
    words = Text(
        "bentuk laporan; bila tidak disebut: menurut akhiran berkas, di layar table",
        "form of the report; if not given: by the ending of the file, on the screen table",
    )
    command.takes("--format", words, choices=sorted(FORMATS))
    words = Text(
        "tulis ke berkas, utuh atau tidak sama sekali; boleh diulang; `-` ke layar",
        "write to a file, whole or not at all; may be repeated; `-` is the screen",
    )
    command.takes("--output", words, type=Path, action="append", metavar=FILE)
    words = Text(
        "csv yang langsung terbuka di Excel: titik koma, dengan penanda UTF-8",
        "csv that Excel opens at once: semicolons, with a mark of UTF-8",
    )
    command.takes("--excel", words, action="store_true")
    words = Text(
        "laporan JSON yang lama: hanya temuan baru yang menentukan kode keluar",
        "an old report in JSON: only new findings count for the exit code",
    )
    command.takes("--baseline", words, type=Path, metavar=REPORT)
    add_disclose(command)
    indonesian, english = (", ".join(words) for words in ((name.id for name in _LEVELS.values()), _LEVELS))
    words = Text(
        f"tingkat terendah yang membuat kode keluar 1: {indonesian}; bila tidak disebut: kritis",
        f"lowest level that gives exit code 1: {english}; if not given: critical",
    )
    command.takes("--fail-on", words, codes=_LEVELS, default="critical", metavar=Text("TINGKAT", "LEVEL"))
    words = Text(
        "mesin yang memutuskan; bila tidak disebut: menurut besarnya berkas",
        "the engine that decides; if not given: by the size of the files",
    )
    command.takes("--backend", words, choices=BACKENDS)
    words = Text("juga yang sesuai dan yang tidak berlaku", "what passed and what does not apply, too")
    command.takes("--all", words, action="store_true")
    words = Text("juga aturan yang teksnya belum dibaca", "rules whose text has not been read, too")
    command.takes("--unverified", words, action="store_true")
    words = Text(
        "berkas rahasia segel, dibuat bila belum ada; bila tidak disebut: LAPORAN.json.secret di samping laporan JSON",
        "file of the seal's secret, made if there is none; if not given: REPORT.json.secret beside a report in JSON",
    )
    command.takes("--secret", words, type=Path, metavar=FILE)
    add_headings(command)


#: What `--fail-on` takes, and what reports call it.
_LEVELS = {
    **SEVERITY,
    "review": OUTCOMES[Outcome.REVIEW],
    "unknown": OUTCOMES[Outcome.UNKNOWN],
    "never": Text("tidak pernah", "never"),
}
#: The outcomes that count beside breaches of any severity.
_BESIDE = {"review": {Outcome.REVIEW}, "unknown": {Outcome.REVIEW, Outcome.UNKNOWN}}


# Auditing


def _audit(options: argparse.Namespace) -> int:
    # A mistake in the call is reported before anything is judged.
    outputs = _outputs(options.output, options.format, excel=options.excel)
    baseline = read_report(options.baseline) if options.baseline else None
    backend = options.backend or "auto"
    with on_screen(options.lang) as progress:
        report = audit(
            read_records(
                *options.data,
                model=model_asked(options),
                backend=backend,
                progress=progress,
                whole=options.whole,
                mapping=mapping_of(options),
                strict=options.strict,
            ),
            packs_of(options),
            as_of=as_of(options),
            waivers=read_waivers(options.waivers) if options.waivers else (),
            disclose=disclosure_of(options),
            include_passed=options.all,
            include_unverified=options.unverified,
            backend=backend,
            baseline=[finding["fingerprint"] for finding in baseline["findings"]] if baseline else None,
            progress=progress,
        )
    # Which back end was picked is printed where a choice was asked for, and where it is not the usual one.
    if options.backend == "auto" or (options.backend is None and report.engine != "closures"):
        write_note(Text(f"mesin: {report.engine}", f"back end: {report.engine}"), options.lang)
    with together():
        _write(report, outputs, options)
    used = numbers_used(report, options.office)
    if used is not None and any(FORMATS[form].is_letter for _, form in outputs):
        write_note(used, options.lang)
    if report.problems and (None, "table") not in outputs:
        tell_problems(report.problems, options.lang)
    return _exit_code(report, options.fail_on)


def _write(report: Report, outputs: Iterable[tuple[Path | None, str]], options: argparse.Namespace) -> None:
    """Write a report in some forms, to files and on the screen."""
    secret = kept(options.secret) if options.secret else _secret_of(outputs)
    for path, form in outputs:
        if path is None:
            pieces = FORMATS[form].write(
                report, options.lang, kept(options.secret) if options.secret else None, options.office
            )
            sys.stdout.writelines(piece.decode() for piece in pieces)
        else:
            # Each JSON file has its secret beside it, unless one is named for all.
            own = form == "json" and not options.secret
            named = None if own else secret
            write_report(report, path, form, options.lang, secret=named, settings=options.office)


def _secret_of(outputs: Iterable[tuple[Path | None, str]]) -> bytes | None:
    """The secret of the first report in JSON: a page that is written with it shows the same seal."""
    path = next((path for path, form in outputs if path is not None and form == "json"), None)
    return None if path is None else secret_beside(path)


_SCREEN = Path("-")


def _outputs(paths: list[Path] | None, form: str | None, *, excel: bool) -> list[tuple[Path | None, str]]:
    """Where the report goes, and in which form; on a terminal as a table unless another is asked for."""
    if form is not None and paths is not None and len(paths) > 1:
        raise UsageError("format_for_one_output")
    outputs: list[tuple[Path | None, str]] = [
        (None, form or "table") if path == _SCREEN else (path, format_of(path, form))
        for path in paths or [_SCREEN]
    ]
    if excel:
        if all(name not in {"csv", "csv-excel"} for _, name in outputs):
            raise UsageError("excel_without_csv")
        outputs = [(path, "csv-excel" if name == "csv" else name) for path, name in outputs]
    for path, name in outputs:
        if path is None and FORMATS[name].binary:
            raise UsageError("not_for_a_screen", form=name)
    return outputs


def _exit_code(report: Report, fail_on: str) -> int:
    """The exit code of an audit: what counts as found depends on `--fail-on`, and only what is new counts."""
    severities = SEVERITIES[: severity_rank(fail_on) + 1] if fail_on in SEVERITIES else SEVERITIES
    outcomes = set() if fail_on == "never" else {Outcome.FAIL} | _BESIDE.get(fail_on, set())
    if any(
        finding.outcome in outcomes and finding.severity in severities and report.is_new(finding)
        for finding in report.findings
    ):
        return FOUND
    return PROBLEMS if report.problems else OK


# Checking and filling in


def _validate(options: argparse.Namespace) -> int:
    file = _to_mend(options) if options.output is not None else None
    mapping = mapping_of(options)
    model = model_asked(options)
    dataset = Dataset.read(*options.data, model=model, mapping=mapping, strict=options.strict)
    language: Language = options.lang
    for problem in dataset.problems:
        write_lines(problem_lines(problem, language, dataset.model))
    if dataset.reading_notes:
        write_lines(note_lines(dataset.reading_notes, language))
    counts = ", ".join(
        f"{len(records)} {dataset.model.name_of(kind).in_language(language)}"
        for kind, records in dataset.tables.items()
    )
    valid = Text("data terbaca", "valid records").in_language(language)
    problems = Text("masalah", "problems").in_language(language)
    write_lines([f"{valid}: {counts or 0}; {problems}: {len(dataset.problems)}"])
    with together():
        _write_beside(options, dataset, file, mapping)
    return PROBLEMS if dataset.problems else OK


def _write_beside(
    options: argparse.Namespace, dataset: Dataset, file: Path | None, mapping: Mapping | None
) -> None:
    """Write what is asked for beside what is told: the table of pseudonyms, and the workbook to mend."""
    language: Language = options.lang
    if options.pseudonyms is not None:
        _, raws, _ = read_files(
            options.data, dataset.model, ReadingNotes(), mapping=mapping, strict=options.strict
        )
        table = pseudonym_table(pseudonyms(raws, dataset.model), dataset.model, language)
        write_whole(options.pseudonyms, [table], private=True)
        write_note(_PSEUDONYMS.filled({"file": str(options.pseudonyms)}), language)
    if file is not None:
        result = mended(file, dataset, language, mapping=mapping, strict=options.strict)
        write_whole(options.output, [result.content], private=True)
        write_note(_MENDED.filled({"file": str(options.output)}), language)
        if result.lacks_something:
            write_note(_LACKS_SOMETHING, language)


_PSEUDONYMS = Text(
    "daftar nomor samaran ditulis: {file}; isinya NIK, nama dan telepon: simpan di kantor, jangan dikirim bersama laporan",
    "the table of pseudonyms was written: {file}; it holds NIK, names and telephones: keep it, and never send it along",
)
_MENDED = Text("buku kerja perbaikan ditulis: {file}", "the workbook to mend was written: {file}")
_LACKS_SOMETHING = Text(
    "gambar, grafik, makro atau daftar pilihan tertentu dari buku kerja asli tidak ikut; simpan juga aslinya",
    "pictures, charts, macros or some lists of the original workbook are not in it; keep the original, too",
)


def _to_mend(options: argparse.Namespace) -> Path:
    """The one table that is to be given back, known before anything is read."""
    files = files_of(options.data)
    if len(files) != 1 or any(map(is_database, options.data)):
        raise UsageError("mends_one_file", count=len(files) + sum(map(is_database, options.data)))
    if not is_table(files[0]):
        raise UnreadableInput("not_a_table_to_mend", place=files[0])
    return files[0]


def _template(options: argparse.Namespace) -> int:
    with needing("reports", "workbook"):
        from pmi_compliance.records.reading.template import template  # noqa: PLC0415  only this command needs it
    write_whole(options.output, [template(options.lang, full=options.full, model=model_asked(options))])
    return OK
