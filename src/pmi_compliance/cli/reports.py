"""The commands over reports: `explain`, `diff`, `prove`, `verify` and `sign`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.run import audit
from pmi_compliance.base.digests import digest_of_files
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import add_as_of, add_packs, as_of, write_lines
from pmi_compliance.cli.exits import FOUND, OK
from pmi_compliance.packs.load import RulePack, bundled
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading import files_of, is_database
from pmi_compliance.report.json import as_json, write_json
from pmi_compliance.report.seal import (
    NOT_A_SIGNATURE,
    index_of,
    proof,
    read_document,
    read_report,
    seal_errors,
    signed,
    signed_by,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def add(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands, and return them."""
    explaining = commands.add_parser("explain", help="menjelaskan satu temuan / explain a finding")
    explaining.add_argument("report", type=Path, metavar="LAPORAN", help="laporan JSON")
    explaining.add_argument("fingerprint", metavar="KODE", help="kode temuan, atau awalnya")
    add_packs(explaining)
    explaining.set_defaults(run=_explain)

    comparing = commands.add_parser("diff", help="membandingkan dua laporan atau dua paket / compare")
    comparing.add_argument("old", type=Path, metavar="LAMA", help="laporan JSON; dengan --data: paket aturan")
    comparing.add_argument("new", type=Path, metavar="BARU")
    comparing.add_argument("--data", nargs="+", metavar="DATA", help="periksa data ini dengan kedua paket")
    add_as_of(comparing)
    comparing.set_defaults(run=_diff)

    proving = commands.add_parser("prove", help="satu temuan dengan buktinya / one finding and its proof")
    proving.add_argument("report", type=Path, metavar="LAPORAN")
    proving.add_argument("fingerprint", metavar="KODE")
    proving.add_argument("--output", type=Path, metavar="BERKAS", required=True)
    proving.set_defaults(run=_prove)

    verifying = commands.add_parser("verify", help="memeriksa segel laporan atau bukti / check a seal")
    verifying.add_argument("report", type=Path, metavar="LAPORAN")
    verifying.add_argument("--data", nargs="+", metavar="DATA", help="apakah laporan dibuat dari data ini")
    verifying.add_argument("--public-key", type=Path, metavar="PEM", help="kunci Ed25519 penanda tangan")
    verifying.set_defaults(run=_verify)

    signing = commands.add_parser("sign", help="menandatangani segel laporan / sign a seal")
    signing.add_argument("report", type=Path, metavar="LAPORAN")
    signing.add_argument("--key", type=Path, metavar="PEM", required=True, help="kunci Ed25519 rahasia")
    signing.add_argument("--output", type=Path, metavar="BERKAS", required=True)
    signing.set_defaults(run=_sign)
    return explaining, comparing, proving, verifying, signing


def _explain(options: argparse.Namespace) -> int:
    from pmi_compliance.report.tree import explained  # noqa: PLC0415  only this command needs it

    document = read_report(options.report)
    finding = document["findings"][index_of(document, options.fingerprint)]
    packs = [RulePack.load(name) for name in options.pack or bundled()]
    write_lines(explained(document, finding, packs, options.lang))
    return OK


def _diff(options: argparse.Namespace) -> int:
    from pmi_compliance.report.compare import differences, to_lines  # noqa: PLC0415  only this command needs it

    if options.data:
        dataset, day = Dataset.read(*options.data), as_of(options)
        old, new = (
            as_json(audit(dataset, [RulePack.load(pack)], as_of=day, include_passed=True))
            for pack in (options.old, options.new)
        )
    else:
        old, new = read_report(options.old), read_report(options.new)
    changed = differences(old, new)
    write_lines(to_lines(changed, options.lang))
    return FOUND if any(change.kind == "newly_failing" for change in changed) else OK


def _prove(options: argparse.Namespace) -> int:
    write_json(options.output, proof(_sound(options.report), options.fingerprint))
    return OK


def _sign(options: argparse.Namespace) -> int:
    write_json(options.output, signed(_sound(options.report), options.key))
    return OK


def _sound(path: Path) -> dict[str, Any]:
    """A report whose seal holds: nothing is proved or signed on the word of another."""
    document = read_report(path)
    for error in seal_errors(document):
        raise UsageError("broken_seal", place=path, reason=error)
    return document


def _verify(options: argparse.Namespace) -> int:
    document = read_document(options.report)
    errors = seal_errors(document)
    seal = document.get("seal", {})
    if options.data and seal.get("inputs") not in _digests(options.data):
        errors.append(Text("laporan ini dibuat dari data lain", "this report was made from other records"))
    if options.public_key and not signed_by(document, options.public_key):
        errors.append(Text("tidak ditandatangani dengan kunci itu", "not signed with that key"))
    lines = errors
    if not errors:
        lines = [
            Text("segel cocok; akar {root}", "the seal holds; root {root}").filled({"root": seal["root"]})
        ]
        if not options.public_key:
            lines.append(NOT_A_SIGNATURE)
    write_lines(line.in_language(options.lang) for line in lines)
    return FOUND if errors else OK


def _digests(paths: list[str]) -> Iterator[str]:
    """The digests that a report of these records may hold: of the bytes if tables judged them, else of the records."""
    files = [] if any(map(is_database, paths)) else files_of(paths)
    if files and all(file.is_file() for file in files):
        yield digest_of_files(files)
    yield Dataset.read(*paths).digest
