"""
The command line, for auditors: in Indonesian unless asked otherwise, without a network.

Exit codes: 0 nothing at or above `--fail-on`; 1 some found; 2 the command line or a pack is wrong;
3 some records have problems and nothing was found; 4 an input cannot be read.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from pmi_compliance.auditing.findings import DISCLOSURES
from pmi_compliance.auditing.run import BACKENDS, audit, read_records
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.digests import digest_of_files
from pmi_compliance.base.errors import PmiError, UnreadableInput, UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.files import end, write_whole
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.progress import on_screen
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.base.words import KIND, SEVERITY, all_cited
from pmi_compliance.cli import check, office, over_time
from pmi_compliance.cli.over_time import FOUND, OK
from pmi_compliance.packs.load import bundled, lint, packs_named
from pmi_compliance.packs.model import SEVERITIES, RulePack
from pmi_compliance.packs.waivers import read_waivers
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading import files_of, is_database
from pmi_compliance.report import FORMATS, format_of, write_report
from pmi_compliance.report.json import as_json, write_json
from pmi_compliance.report.seal import (
    NOT_A_SIGNATURE,
    index_of,
    proof,
    read_document,
    seal_errors,
    signed,
    signed_by,
)
from pmi_compliance.report.table import problem_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.packs.model import Rule

WRONG_USE, PROBLEMS, UNREADABLE = 2, 3, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not lose the report.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if threading.current_thread() is threading.main_thread():
        # A run that is ended from outside still takes its private files with it.
        signal.signal(signal.SIGTERM, end)
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except UnreadableInput as error:
        return _complain(error, UNREADABLE)
    except PmiError as error:
        return _complain(error, WRONG_USE)
    except BrokenPipeError:
        # The reader left, as `head` does; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _complain(error: PmiError, code: int) -> int:
    sys.stderr.write(f"{error}\n")
    return code


def _day(text: str) -> date:
    try:
        return day_of(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message_id} / {error.message_en}") from None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: perintah tidak lengkap atau keliru / wrong call: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pmi-compliance",
        description="Audit perekrut dan penempatan PMI terhadap aturan hukum bertanggal.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="PERINTAH", parser_class=_Parser)

    spoken = (*_records(commands), *_reports(commands), *_rules(commands))
    for module in (over_time, check, office):
        spoken += module.add(commands, _day)
    for command in spoken:
        command.add_argument("--lang", choices=LANGUAGES, default="id", help="bahasa")
    return parser


def _records(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Commands over records; each of these functions gives those that speak a language."""
    one = commands.add_parser("audit", help="menilai rekam / judge records")
    one.add_argument(
        "data",
        nargs="+",
        metavar="DATA",
        help="berkas, folder (.json, .jsonl, .csv, .xlsx, .parquet), basis data",
    )
    one.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    one.add_argument("--as-of", type=_day, metavar="TANGGAL", help="tanggal audit; tanpa ini: hari ini")
    one.add_argument("--waivers", type=Path, metavar="BERKAS", help="pengecualian")
    one.add_argument(
        "--format", choices=sorted(FORMATS), help="bentuk laporan; tanpa ini: menurut akhiran berkas"
    )
    one.add_argument(
        "--output",
        type=Path,
        action="append",
        metavar="BERKAS",
        help="tulis ke berkas, utuh atau tidak sama sekali; boleh diulang; `-` ke layar",
    )
    one.add_argument("--baseline", type=Path, metavar="LAPORAN", help="hanya temuan baru yang menggagalkan")
    one.add_argument(
        "--disclose", choices=DISCLOSURES, default="masked", help="data pribadi: disamarkan, penuh, penunjuk"
    )
    one.add_argument(
        "--fail-on", choices=[*SEVERITIES, "unknown", "never"], default="critical", metavar="BOBOT"
    )
    one.add_argument(
        "--backend", choices=BACKENDS, help="mesin yang memutuskan; tanpa ini: menurut besarnya berkas"
    )
    one.add_argument("--all", action="store_true", help="juga yang lulus dan tidak berlaku")
    one.add_argument("--unverified", action="store_true", help="juga aturan yang teksnya belum dibaca")
    one.set_defaults(run=_audit)

    two = commands.add_parser("validate", help="memeriksa bentuk rekam / check records")
    two.add_argument("data", nargs="+", metavar="DATA")
    two.set_defaults(run=_validate)
    blank = commands.add_parser("template", help="buku kerja kosong untuk diisi / an empty workbook")
    blank.add_argument("--output", type=Path, metavar="BERKAS", required=True, help="berkas .xlsx")
    blank.set_defaults(run=_template)
    return one, two, blank


def _reports(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Commands over reports."""
    three = commands.add_parser("explain", help="menjelaskan satu temuan / explain a finding")
    three.add_argument("report", type=Path, metavar="LAPORAN", help="laporan JSON")
    three.add_argument("fingerprint", metavar="SIDIK", help="sidik temuan, atau awalnya")
    three.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    three.set_defaults(run=_explain)

    four = commands.add_parser("diff", help="membandingkan dua laporan atau dua paket / compare")
    four.add_argument("old", type=Path, metavar="LAMA", help="laporan JSON; dengan --data: paket aturan")
    four.add_argument("new", type=Path, metavar="BARU")
    four.add_argument("--data", nargs="+", metavar="DATA", help="nilai rekam ini dengan kedua paket")
    four.add_argument("--as-of", type=_day, metavar="TANGGAL", help="tanggal audit; tanpa ini: hari ini")
    four.set_defaults(run=_diff)

    five = commands.add_parser("prove", help="satu temuan dengan buktinya / one finding and its proof")
    five.add_argument("report", type=Path, metavar="LAPORAN")
    five.add_argument("fingerprint", metavar="SIDIK")
    five.add_argument("--output", type=Path, metavar="BERKAS", required=True)
    five.set_defaults(run=_prove)

    six = commands.add_parser("verify", help="memeriksa segel laporan atau bukti / check a seal")
    six.add_argument("report", type=Path, metavar="LAPORAN")
    six.add_argument("--data", nargs="+", metavar="DATA", help="apakah laporan dibuat dari rekam ini")
    six.add_argument("--public-key", type=Path, metavar="PEM", help="kunci Ed25519 penanda tangan")
    six.set_defaults(run=_verify)

    seven = commands.add_parser("sign", help="menandatangani segel laporan / sign a seal")
    seven.add_argument("report", type=Path, metavar="LAPORAN")
    seven.add_argument("--key", type=Path, metavar="PEM", required=True, help="kunci Ed25519 rahasia")
    seven.add_argument("--output", type=Path, metavar="BERKAS", required=True)
    seven.set_defaults(run=_sign)
    return three, four, six


def _rules(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Commands over rules."""
    rules = commands.add_parser("rules", help="aturan / rules")
    actions = rules.add_subparsers(
        dest="action", required=True, metavar="list|show|lint|test|coverage|docs", parser_class=_Parser
    )
    listed = actions.add_parser("list", help="daftar aturan")
    shown = actions.add_parser("show", help="satu aturan")
    shown.add_argument("id", metavar="ID")
    checked = actions.add_parser("lint", help="memeriksa paket aturan")
    proved = actions.add_parser("test", help="menjalankan contoh aturan")
    covered = actions.add_parser("coverage", help="bagian aturan yang tidak dibuktikan contoh")
    paged = actions.add_parser("docs", help="satu halaman tiap paket, dengan peta cakupan")
    paged.add_argument("--output", type=Path, metavar="FOLDER", help="tulis halaman kedua bahasa ke folder")
    for action, run in (
        (listed, _list), (shown, _show), (checked, _lint), (proved, _test), (covered, _coverage), (paged, _docs)
    ):  # fmt: skip
        if action not in {listed, shown}:
            action.add_argument("path", nargs="*", metavar="PAKET", help="nama paket atau folder")
        action.set_defaults(run=run)
    return listed, shown, paged


def _audit(options: argparse.Namespace) -> int:
    # A mistake in the call is told before anything is judged.
    outputs = _outputs(options.output, options.format)
    baseline = _report(options.baseline) if options.baseline else None
    backend = options.backend or "auto"
    with on_screen(options.lang) as progress:
        report = audit(
            read_records(*options.data, backend=backend, progress=progress),
            packs_named(options.pack),
            as_of=options.as_of or date.today(),
            waivers=read_waivers(options.waivers) if options.waivers else (),
            disclose=options.disclose,
            include_passed=options.all,
            include_unverified=options.unverified,
            backend=backend,
            baseline=[one["fingerprint"] for one in baseline["findings"]] if baseline else None,
            progress=progress,
        )
    # What was picked is said to whoever asked for a choice, and where it is not the usual one.
    if options.backend == "auto" or (options.backend is None and report.engine != "closures"):
        said = Text(f"mesin: {report.engine}", f"back end: {report.engine}")
        sys.stderr.write(f"{said.in_language(options.lang)}\n")
    for path, form in outputs:
        if path is None:
            for piece in FORMATS[form].write(report, options.lang):
                sys.stdout.write(piece.decode())
        else:
            write_report(report, path, form, options.lang)
    if report.problems and all(path is not None for path, _ in outputs):
        count = len(report.problems)
        said = Text(f"{count} masalah berkas; pmi-compliance validate menyebutkannya",
                    f"{count} problems in the files; pmi-compliance validate tells them")  # fmt: skip
        sys.stderr.write(f"{said.in_language(options.lang)}\n")
    return _code(report, options.fail_on)


_SCREEN = Path("-")


def _outputs(paths: list[Path] | None, form: str | None) -> list[tuple[Path | None, str]]:
    """Where the report goes, and in which form; on a terminal as a table unless another is asked for."""
    if form is not None and paths is not None and len(paths) > 1:
        raise UsageError(
            "--format berlaku untuk satu --output; beberapa berkas memakai akhirannya masing-masing",
            "--format is for one --output; several files follow their endings",
        )
    if not paths:
        paths = [_SCREEN]
    found: list[tuple[Path | None, str]] = [
        (None, form or "table") if path == _SCREEN else (path, form or format_of(path)) for path in paths
    ]
    for path, name in found:
        if path is None and FORMATS[name].binary:
            raise UsageError(
                f"bentuk `{name}` tidak untuk layar; pakai --output",
                f"`{name}` is not for a screen; use --output",
            )
    return found


def _code(report: Report, fail_on: str) -> int:
    if fail_on in SEVERITIES:
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        found = any(
            one.outcome is Outcome.FAIL and one.severity in grave and report.is_new(one)
            for one in report.findings
        )
    else:
        found = fail_on == "unknown" and any(
            one.outcome in {Outcome.FAIL, Outcome.UNKNOWN} and report.is_new(one) for one in report.findings
        )
    return FOUND if found else PROBLEMS if report.problems else OK


def _template(options: argparse.Namespace) -> int:
    with needing("reports", Text("buku kerja", "a workbook")):
        from pmi_compliance.records.reading.template import template  # noqa: PLC0415  only this command needs it
    write_whole(options.output, [template(options.lang)])
    return OK


def _report(path: Path) -> dict[str, Any]:
    document = read_document(path)
    if "findings" not in document:
        raise UsageError(
            f"{path}: ini bukti satu temuan, bukan laporan",
            f"{path}: this proves one finding; it is no report",
        )
    return document


def _explain(options: argparse.Namespace) -> int:
    from pmi_compliance.report.tree import explained  # noqa: PLC0415  only this command needs it

    document = _report(options.report)
    finding = document["findings"][index_of(document, options.fingerprint)]
    packs = [RulePack.load(name) for name in options.pack or bundled()]
    for line in explained(document, finding, packs, options.lang):
        sys.stdout.write(f"{line}\n")
    return OK


def _diff(options: argparse.Namespace) -> int:
    from pmi_compliance.report.compare import changes, to_lines  # noqa: PLC0415  only this command needs it

    if options.data:
        dataset, day = Dataset.read(*options.data), options.as_of or date.today()
        old, new = (
            as_json(audit(dataset, [RulePack.load(pack)], as_of=day, include_passed=True))
            for pack in (options.old, options.new)
        )
    else:
        old, new = _report(options.old), _report(options.new)
    found = changes(old, new)
    for line in to_lines(found, options.lang):
        sys.stdout.write(f"{line}\n")
    return FOUND if any(one.kind == "newly_failing" for one in found) else OK


def _prove(options: argparse.Namespace) -> int:
    write_json(options.output, proof(_sound(options.report), options.fingerprint))
    return OK


def _sign(options: argparse.Namespace) -> int:
    write_json(options.output, signed(_sound(options.report), options.key))
    return OK


def _sound(path: Path) -> dict[str, Any]:
    """A report whose seal holds: nothing is proved or signed on the word of another."""
    document = _report(path)
    for flaw in seal_errors(document):
        raise UsageError(f"{path}: {flaw.id}", f"{path}: {flaw.en}")
    return document


def _verify(options: argparse.Namespace) -> int:
    document = read_document(options.report)
    wrong = seal_errors(document)
    seal = document.get("seal", {})
    if options.data and seal.get("inputs") not in _digests(options.data):
        wrong.append(Text("laporan ini dibuat dari rekam lain", "this report was made from other records"))
    if options.public_key and not signed_by(document, options.public_key):
        wrong.append(Text("tidak ditandatangani dengan kunci itu", "not signed with that key"))
    for one in wrong:
        sys.stdout.write(f"{one.in_language(options.lang)}\n")
    if not wrong:
        words = Text("segel cocok; akar", "the seal holds; root").in_language(options.lang)
        sys.stdout.write(f"{words} {seal['root']}\n")
        if not options.public_key:
            sys.stdout.write(f"{NOT_A_SIGNATURE.in_language(options.lang)}\n")
    return FOUND if wrong else OK


def _digests(paths: list[str]) -> Iterator[str]:
    """What reports of these records bear as their digest: by bytes if they were judged in tables, else by records."""
    files = [] if any(map(is_database, paths)) else files_of(paths)
    if files and all(file.is_file() for file in files):
        yield digest_of_files(files)
    yield Dataset.read(*paths).digest


def _validate(options: argparse.Namespace) -> int:
    dataset = Dataset.read(*options.data)
    language: Language = options.lang
    for problem in dataset.problems:
        sys.stdout.write("\n".join(problem_lines(problem, language)) + "\n")
    counts = ", ".join(
        f"{len(rows)} {KIND[kind].in_language(language)}" for kind, rows in dataset.tables.items()
    )
    words = {"id": ("rekam baik", "masalah"), "en": ("good records", "problems")}[language]
    sys.stdout.write(f"{words[0]}: {counts or 0}; {words[1]}: {len(dataset.problems)}\n")
    return PROBLEMS if dataset.problems else OK


def _all_rules() -> dict[str, Rule]:
    return {rule.id: rule for name in bundled() for rule in RulePack.load(name).rules}


def _list(options: argparse.Namespace) -> int:
    for rule in _all_rules().values():
        weight = SEVERITY[rule.severity].in_language(options.lang)
        sys.stdout.write(f"{rule.pack:14} {weight:9} {rule.id}  {rule.title.in_language(options.lang)}\n")
    return OK


def _show(options: argparse.Namespace) -> int:
    rules = _all_rules()
    if options.id not in rules:
        from pmi_compliance.base.text import nearest, printable  # noqa: PLC0415  only for a mistake

        near = nearest(options.id, rules)
        hint = f"; mungkin / did you mean `{near}`" if near else ""
        name = printable(options.id)
        raise UsageError(f"tidak ada aturan `{name}`{hint}", f"no rule `{name}`{hint}")
    rule = rules[options.id]
    language: Language = options.lang
    sys.stdout.write(f"{rule.id}: {rule.title.in_language(language)}\n")
    sys.stdout.write(f"  {all_cited(rule.citations)}\n")
    if rule.note:
        sys.stdout.write(f"  {rule.note.in_language(language)}\n")
    sys.stdout.write(Path(rule.file).read_text(encoding="utf-8"))
    return OK


def _lint(options: argparse.Namespace) -> int:
    mistakes = [(name, mistake) for name in options.path or bundled() for mistake in lint(name)]
    for _, mistake in mistakes:
        sys.stdout.write(f"{mistake}\n")
    sys.stdout.write(
        f"{len(options.path or bundled())} paket diperiksa / packs checked, {len(mistakes)} kesalahan / mistakes\n"
    )
    return WRONG_USE if mistakes else OK


def _test(options: argparse.Namespace) -> int:
    from pmi_compliance.proving import prove  # noqa: PLC0415  an audit needs no examples

    results = [result for name in options.path or bundled() for result in prove(RulePack.load(name))]
    failed = [result for result in results if result.fault]
    for result in failed:
        sys.stdout.write(
            f"{result.example.file}:{result.example.line}: {result.example.name}: {result.fault}\n"
        )
    sys.stdout.write(f"{len(results)} contoh / examples, {len(failed)} tidak sesuai / failed\n")
    return FOUND if failed else OK


_GAPS = {
    "undecided": "tidak diputuskan contoh mana pun / no example decides",
    "survives": "lolos / survives",
    "noticed": "terdaftar setara, tetapi sebuah contoh melihatnya / listed as equivalent, but an example notices it",
    "unknown": "terdaftar setara, tetapi tidak ada / listed as equivalent, but there is no such mutant",
}


def _coverage(options: argparse.Namespace) -> int:
    from pmi_compliance.proving import coverage  # noqa: PLC0415  an audit needs no mutants

    proofs = [one for name in options.path or bundled() for one in coverage(RulePack.load(name))]
    for gap in (gap for one in proofs for gap in one.gaps):
        sys.stdout.write(f"{gap.about}: {_GAPS[gap.kind]}: {gap.mutant}\n")
    left = sum(len(one.gaps) for one in proofs)
    sys.stdout.write(
        f"{len(proofs)} aturan dan istilah / rules and terms, {sum(one.mutants for one in proofs)} mutan / mutants, "
        f"{sum(one.equivalent for one in proofs)} setara / equivalent, {left} celah / gaps\n"
    )
    return FOUND if left else OK


def _docs(options: argparse.Namespace) -> int:
    from pmi_compliance.packs.pages import page  # noqa: PLC0415  an audit needs no pages

    packs = {name: RulePack.load(name) for name in dict.fromkeys([*bundled(), *options.path])}
    rules = [rule for pack in packs.values() for rule in pack.rules]
    for pack in (packs[name] for name in options.path or packs):
        if options.output is None:
            sys.stdout.write(page(pack, rules, options.lang))
            continue
        options.output.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            write_whole(options.output / f"{pack.id}.{language}.md", [page(pack, rules, language).encode()])
    return OK
