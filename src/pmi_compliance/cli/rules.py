"""The command `rules`: list, show, lint, test and document rule packs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.base.words import SEVERITY, all_cited
from pmi_compliance.cli.arguments import write_lines
from pmi_compliance.cli.exits import FOUND, OK, WRONG_USE
from pmi_compliance.packs.load import RulePack, bundled

if TYPE_CHECKING:
    import argparse

    from pmi_compliance.base.text import Language
    from pmi_compliance.packs.model import Rule


def add(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Add the actions, and return them."""
    rules = commands.add_parser("rules", help="aturan / rules")
    actions = rules.add_subparsers(
        dest="action", required=True, metavar="list|show|lint|test|coverage|docs", parser_class=type(rules)
    )
    listing = actions.add_parser("list", help="daftar aturan")
    showing = actions.add_parser("show", help="satu aturan")
    showing.add_argument("id", metavar="ID")
    linting = actions.add_parser("lint", help="memeriksa paket aturan")
    testing = actions.add_parser("test", help="menjalankan contoh aturan")
    covering = actions.add_parser("coverage", help="bagian aturan yang tidak dibuktikan contoh")
    documenting = actions.add_parser("docs", help="satu halaman tiap paket, dengan peta cakupan")
    documenting.add_argument(
        "--output", type=Path, metavar="FOLDER", help="tulis halaman kedua bahasa ke folder"
    )
    for action in (linting, testing, covering, documenting):
        action.add_argument("path", nargs="*", metavar="PAKET", help="nama paket atau folder")
    for action, run in (
        (listing, _list), (showing, _show), (linting, _lint), (testing, _test), (covering, _coverage),
        (documenting, _document),
    ):  # fmt: skip
        action.set_defaults(run=run)
    return listing, showing, linting, testing, covering, documenting


def _all_rules() -> dict[str, Rule]:
    return {rule.id: rule for name in bundled() for rule in RulePack.load(name).rules}


def _list(options: argparse.Namespace) -> int:
    for rule in _all_rules().values():
        severity = SEVERITY[rule.severity].in_language(options.lang)
        write_lines([f"{rule.pack:14} {severity:9} {rule.id}  {rule.title.in_language(options.lang)}"])
    return OK


def _show(options: argparse.Namespace) -> int:
    rules = _all_rules()
    if options.id not in rules:
        raise UsageError("unknown", what="rule", name=options.id, known=tuple(rules))
    rule = rules[options.id]
    language: Language = options.lang
    write_lines([f"{rule.id}: {rule.title.in_language(language)}", f"  {all_cited(rule.citations)}"])
    if rule.note:
        write_lines([f"  {rule.note.in_language(language)}"])
    sys.stdout.write(Path(rule.file).read_text(encoding="utf-8"))
    return OK


def _lint(options: argparse.Namespace) -> int:
    from pmi_compliance.packs.lint import lint  # noqa: PLC0415  an audit needs no examples

    names = options.path or bundled()
    diagnostics = [diagnostic for name in names for diagnostic in lint(name)]
    write_lines(diagnostic.in_language(options.lang) for diagnostic in diagnostics)
    counts = {"packs": len(names), "number": len(diagnostics)}
    write_lines([_CHECKED.filled(counts).in_language(options.lang)])
    return WRONG_USE if diagnostics else OK


def _test(options: argparse.Namespace) -> int:
    from pmi_compliance.proving import prove  # noqa: PLC0415  an audit needs no examples

    results = [result for name in options.path or bundled() for result in prove(RulePack.load(name))]
    failed = [result for result in results if result.failure]
    write_lines(
        f"{result.example.file}:{result.example.line}: {result.example.name}: {result.failure}"
        for result in failed
    )
    counts = {"examples": len(results), "failed": len(failed)}
    write_lines([_TRIED.filled(counts).in_language(options.lang)])
    return FOUND if failed else OK


_CHECKED = Text(
    "{packs} paket diperiksa, {number} kesalahan", "packs checked: {packs}; diagnostics: {number}"
)

_TRIED = Text("{examples} contoh, {failed} tidak sesuai", "examples: {examples}; failed: {failed}")
_COVERED = Text(
    "{proofs} aturan dan istilah, {mutants} mutan, {equivalent} setara, {gaps} celah",
    "rules and terms: {proofs}; mutants: {mutants}; equivalent: {equivalent}; gaps: {gaps}",
)

_GAPS = {
    "undecided": Text("tidak diputuskan contoh mana pun", "no example decides"),
    "survives": Text("lolos", "survives"),
    "noticed": Text(
        "terdaftar setara, tetapi sebuah contoh melihatnya", "listed as equivalent, but an example notices it"
    ),
    "unknown": Text(
        "terdaftar setara, tetapi tidak ada", "listed as equivalent, but there is no such mutant"
    ),
}


def _coverage(options: argparse.Namespace) -> int:
    from pmi_compliance.proving import coverage  # noqa: PLC0415  an audit needs no mutants

    proofs = [proof for name in options.path or bundled() for proof in coverage(RulePack.load(name))]
    gaps = [gap for proof in proofs for gap in proof.gaps]
    write_lines(f"{gap.about}: {_GAPS[gap.kind].in_language(options.lang)}: {gap.mutant}" for gap in gaps)
    mutants = sum(proof.mutants for proof in proofs)
    equivalent = sum(proof.equivalent for proof in proofs)
    counts = {"proofs": len(proofs), "mutants": mutants, "equivalent": equivalent, "gaps": len(gaps)}
    write_lines([_COVERED.filled(counts).in_language(options.lang)])
    return FOUND if gaps else OK


def _document(options: argparse.Namespace) -> int:
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
