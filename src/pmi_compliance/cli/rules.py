"""The command `rules`: list, show, lint, test and document rule packs."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base import resources
from pmi_compliance.base.errors import PmiError, UsageError
from pmi_compliance.base.files import make_folder, together, write_whole
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.base.words import SEVERITY, all_cited
from pmi_compliance.cli import authoring, packing
from pmi_compliance.cli.arguments import PACK, add_pack_key, add_packs, write_lines, write_note
from pmi_compliance.cli.exits import FOUND, OK, WRONG_USE
from pmi_compliance.packs.files import visible
from pmi_compliance.packs.load import bundled_packs, load, packs_named

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the commands, and return them."""
    rules = parser.command("rules", Text("menampilkan dan memeriksa aturan", "show and check rules"))
    listing = rules.command("list", Text("daftar aturan", "list the rules"), _list)
    showing = rules.command("show", Text("menampilkan satu aturan", "show one rule"), _show)
    showing.takes("id", Text("id aturan", "the id of the rule"), metavar="ID")
    linting = rules.command("lint", Text("memeriksa paket aturan", "check rule packs"), _lint)
    words = Text(
        "periksa lagi setiap kali berkas berubah; berhenti: Ctrl+C",
        "check again whenever a file changes; stop: Ctrl+C",
    )
    linting.takes("--watch", words, action="store_true")
    testing = rules.command("test", Text("menjalankan contoh aturan", "run the examples of rules"), _test)
    covering = rules.command(
        "coverage",
        Text("bagian aturan yang tidak dibuktikan contoh", "list parts of rules that no example proves"),
        _coverage,
    )
    documenting = rules.command(
        "docs",
        Text("satu halaman tiap paket, dengan peta cakupan", "a page for each pack, with its coverage map"),
        _document,
    )
    words = Text(
        "tulis halaman kedua bahasa ke folder ini", "write the pages of both languages into this folder"
    )
    documenting.takes("--output", words, type=Path, metavar=Text("FOLDER", "DIRECTORY"))
    words = Text(
        "nama paket atau folder; bila tidak disebut: semua paket terpasang",
        "names of packs, or folders; if not given: all bundled packs",
    )
    for command in (linting, testing, covering, documenting):
        command.takes("path", words, nargs="*", metavar=PACK)
        add_pack_key(command)
    for command in (listing, showing):
        add_packs(command)
    return (
        listing,
        showing,
        linting,
        testing,
        covering,
        documenting,
        *authoring.add(rules),
        packing.add(rules),
    )


def _all_rules(options: argparse.Namespace) -> dict[str, Rule]:
    """The rules of the packs of `--pack`, or of all bundled ones."""
    packs = packs_named(
        options.pack or [pack.folder for pack in bundled_packs()], options.add_pack, keys=options.pack_key
    )
    return {rule.id: rule for pack in packs for rule in pack.rules}


def _packs(options: argparse.Namespace) -> tuple[RulePack, ...]:
    """The packs that a call names, or all bundled ones."""
    return packs_named(options.path, keys=options.pack_key) if options.path else bundled_packs()


def _list(options: argparse.Namespace) -> int:
    for rule in _all_rules(options).values():
        severity = SEVERITY[rule.severity].in_language(options.lang)
        write_lines([f"{rule.pack:14} {severity:9} {rule.id}  {rule.title.in_language(options.lang)}"])
    # Beside the list and not in it, for others count its lines.
    write_note(_number(options), options.lang)
    return OK


def _number(options: argparse.Namespace) -> Text:
    """How many rules are listed, and how many of them are used where no pack is named."""
    counts = {"rules": len(_all_rules(options))}
    if options.pack:
        return _LISTED.filled(counts)
    return _LISTED_OF_ALL.filled({**counts, "used": sum(len(pack.rules) for pack in packs_named(None))})


def _show(options: argparse.Namespace) -> int:
    rules = _all_rules(options)
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
    if options.watch:
        return _follow(options)
    return _lint_once(options)


def _follow(options: argparse.Namespace) -> int:
    """Check packs again and again as their files change, until somebody stops it."""
    seen: object = None
    while True:
        now = _state(options.path)
        if now != seen:
            seen = now
            try:
                _lint_once(options)
            except PmiError as error:  # a pack that is gone for now comes back
                write_note(error.text, options.lang)
            sys.stdout.flush()
        time.sleep(_PAUSE)


#: Seconds between two looks at the files.
_PAUSE = 0.5


def _state(paths: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    """The files of packs, with what changes when they are written."""
    folders = [Path(path) for path in paths] or [resources.folder("rules")]
    files = (file for folder in folders for file in (visible(folder) if folder.is_dir() else [folder]))
    found = []
    for file in files:
        with suppress(OSError):  # it went between two looks
            stat = file.stat()
            found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _lint_once(options: argparse.Namespace) -> int:
    from pmi_compliance.packs.lint import lint  # noqa: PLC0415  an audit needs no examples

    names = options.path or [pack.folder for pack in bundled_packs()]
    diagnostics = [diagnostic for name in names for diagnostic in lint(name, keys=options.pack_key)]
    write_lines(diagnostic.in_language(options.lang) for diagnostic in diagnostics)
    counts = {"packs": len(names), "number": len(diagnostics)}
    write_lines([_CHECKED.filled(counts).in_language(options.lang)])
    return WRONG_USE if diagnostics else OK


def _test(options: argparse.Namespace) -> int:
    from pmi_compliance.proving import prove  # noqa: PLC0415  an audit needs no examples

    results = [result for pack in _packs(options) for result in prove(pack)]
    failed = sum(result.failure is not None for result in results)
    for result in results:
        if result.failure is not None:
            place = f"{result.example.file}:{result.example.line}: {result.example.name}"
            write_lines([f"{place}: {result.failure.in_language(options.lang)}"])
            write_lines(f"   {line.in_language(options.lang)}" for line in result.why)
    counts = {"examples": len(results), "failed": failed}
    write_lines([_TRIED.filled(counts).in_language(options.lang)])
    return FOUND if failed else OK


_LISTED = Text("{rules} aturan", "rules: {rules}")
_LISTED_OF_ALL = Text(
    "{rules} aturan; {used} dipakai bila paket tidak disebut",
    "rules: {rules}; used unless packs are named: {used}",
)
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

    proofs = [proof for pack in _packs(options) for proof in coverage(pack)]
    gaps = [gap for proof in proofs for gap in proof.gaps]
    write_lines(f"{gap.about}: {_GAPS[gap.kind].in_language(options.lang)}: {gap.mutant}" for gap in gaps)
    mutants = sum(proof.mutants for proof in proofs)
    equivalent = sum(proof.equivalent for proof in proofs)
    counts = {"proofs": len(proofs), "mutants": mutants, "equivalent": equivalent, "gaps": len(gaps)}
    write_lines([_COVERED.filled(counts).in_language(options.lang)])
    return FOUND if gaps else OK


def _document(options: argparse.Namespace) -> int:
    from pmi_compliance.packs.pages import page  # noqa: PLC0415  an audit needs no pages

    named = {name: load(name, None, options.pack_key) for name in options.path}
    packs = {pack.id: pack for pack in bundled_packs()} | named
    rules = [rule for pack in packs.values() for rule in pack.rules]
    with together():
        for pack in (packs[name] for name in options.path or packs):
            if options.output is None:
                sys.stdout.write(page(pack, rules, options.lang))
                continue
            make_folder(options.output)
            for language in LANGUAGES:
                write_whole(
                    options.output / f"{pack.id}.{language}.md", [page(pack, rules, language).encode()]
                )
    return OK
