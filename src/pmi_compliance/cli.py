"""
The command line, for auditors: in Indonesian unless asked otherwise, without a network.

Exit codes: 0 nothing at or above `--fail-on`; 1 some found; 2 the command line or a pack is wrong;
3 some records have problems and nothing was found; 4 an input cannot be read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pmi_compliance.dataset import Dataset
from pmi_compliance.dated import as_date
from pmi_compliance.errors import PmiError, UnreadableInput, UsageError
from pmi_compliance.findings import DISCLOSURES
from pmi_compliance.judging import audit
from pmi_compliance.outcome import Outcome
from pmi_compliance.packs.load import bundled, default_packs, lint
from pmi_compliance.packs.model import SEVERITIES, RulePack
from pmi_compliance.packs.waivers import read_waivers
from pmi_compliance.report import WRITERS
from pmi_compliance.report.table import problem_lines
from pmi_compliance.text import LANGUAGES
from pmi_compliance.words import KIND, SEVERITY, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmi_compliance.findings import Report
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.text import Language

OK, FOUND, WRONG_USE, PROBLEMS, UNREADABLE = range(5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not lose the report.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
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
    day = as_date(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"`{text}`: tulis TTTT-BB-HH / write YYYY-MM-DD, 2025-10-31")
    return day


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

    one = commands.add_parser("audit", help="menilai rekam / judge records")
    one.add_argument(
        "data", nargs="+", type=Path, metavar="DATA", help="berkas atau folder (.json, .jsonl, .csv)"
    )
    one.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    one.add_argument("--as-of", type=_day, metavar="TANGGAL", help="tanggal audit; tanpa ini: hari ini")
    one.add_argument("--waivers", type=Path, metavar="BERKAS", help="pengecualian")
    one.add_argument("--format", choices=sorted(WRITERS), default="table")
    one.add_argument(
        "--output", type=Path, metavar="BERKAS", help="tulis ke berkas, utuh atau tidak sama sekali"
    )
    one.add_argument(
        "--disclose", choices=DISCLOSURES, default="masked", help="data pribadi: disamarkan, penuh, penunjuk"
    )
    one.add_argument(
        "--fail-on", choices=[*SEVERITIES, "unknown", "never"], default="critical", metavar="BOBOT"
    )
    one.add_argument("--all", action="store_true", help="juga yang lulus dan tidak berlaku")
    one.add_argument("--unverified", action="store_true", help="juga aturan yang teksnya belum dibaca")
    one.set_defaults(run=_audit)

    two = commands.add_parser("validate", help="memeriksa bentuk rekam / check records")
    two.add_argument("data", nargs="+", type=Path, metavar="DATA")
    two.set_defaults(run=_validate)

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
    for command in (one, two, listed, shown, paged):
        command.add_argument("--lang", choices=LANGUAGES, default="id", help="bahasa")
    return parser


def _packs(names: list[str] | None) -> Sequence[RulePack]:
    return [RulePack.load(name) for name in dict.fromkeys(names)] if names else default_packs()


def _audit(options: argparse.Namespace) -> int:
    dataset = Dataset.read(*options.data)
    report = audit(
        dataset,
        _packs(options.pack),
        as_of=options.as_of or date.today(),
        waivers=read_waivers(options.waivers) if options.waivers else (),
        disclose=options.disclose,
        everything=options.all,
        unverified=options.unverified,
    )
    text = WRITERS[options.format](report, options.lang)
    if options.output is None:
        sys.stdout.write(text)
    else:
        _write_whole(options.output, text)
    return _code(report, options.fail_on)


def _code(report: Report, fail_on: str) -> int:
    if fail_on in SEVERITIES:
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        found = any(one.outcome is Outcome.FAIL and one.severity in grave for one in report.findings)
    else:
        counts = report.outcomes
        found = fail_on == "unknown" and bool(counts[Outcome.FAIL] or counts[Outcome.UNKNOWN])
    return FOUND if found else PROBLEMS if report.problems else OK


def _write_whole(path: Path, text: str) -> None:
    """A file appears whole or not at all, also when the run is ended half-way."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        # A temporary file is private; a report has the mode any new file would have.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(
            f"{path}: tidak dapat ditulis: {error.strerror}", f"{path}: cannot be written: {error.strerror}"
        ) from None


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
        from pmi_compliance.text import nearest, printable  # noqa: PLC0415  only for a mistake

        near = nearest(options.id, rules)
        hint = f"; mungkin / did you mean `{near}`" if near else ""
        name = printable(options.id)
        raise UsageError(f"tidak ada aturan `{name}`{hint}", f"no rule `{name}`{hint}")
    rule = rules[options.id]
    language: Language = options.lang
    sys.stdout.write(f"{rule.id}: {rule.title.in_language(language)}\n")
    sys.stdout.write(f"  {'; '.join(map(cited, rule.citations))}\n")
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

    proofs = [proof for name in options.path or bundled() for proof in coverage(RulePack.load(name))]
    for gap in (gap for proof in proofs for gap in proof.gaps):
        sys.stdout.write(f"{gap.about}: {_GAPS[gap.kind]}: {gap.mutant}\n")
    left = sum(len(proof.gaps) for proof in proofs)
    sys.stdout.write(
        f"{len(proofs)} aturan dan istilah / rules and terms, {sum(proof.mutants for proof in proofs)} mutan / mutants, "
        f"{sum(proof.equivalent for proof in proofs)} setara / equivalent, {left} celah / gaps\n"
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
            _write_whole(options.output / f"{pack.id}.{language}.md", page(pack, rules, language))
    return OK
