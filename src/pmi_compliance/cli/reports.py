"""The commands over reports: `explain`, `diff`, `prove`, `verify` and `sign`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.run import audit
from pmi_compliance.base.digests import digest_of_files
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import (
    CODE,
    FILE,
    REPORT,
    add_as_of,
    add_headings,
    add_pack_key,
    add_packs,
    add_whole,
    as_of,
    mapping_of,
    tell_problems,
    write_lines,
)
from pmi_compliance.cli.exits import FOUND, OK, PROBLEMS
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.cli.settings import model_asked
from pmi_compliance.packs.load import bundled_packs, load, packs_named
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading import files_of, is_database
from pmi_compliance.report.json import as_json, write_json
from pmi_compliance.report.old_seal import GUESSABLE
from pmi_compliance.report.read_back import read_document, read_report
from pmi_compliance.report.seal import NOTE, check, index_of, is_old, proof, records_digest
from pmi_compliance.report.secret import SealKey, beside, read
from pmi_compliance.report.signatures import is_whole_report, signed, signed_by

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from pmi_compliance.cli.parser import Parser


_JSON_REPORT = Text("laporan JSON", "a report in JSON")
_FINGERPRINT = Text("kode temuan, atau awalnya", "fingerprint of a finding, or how it begins")
_FINGERPRINT_OR_ID = Text(
    "kode temuan, atau awalnya, atau nomor data (`W1`, `penempatan W1`)",
    "fingerprint of a finding, or how it begins, or the id of a record (`W1`, `placement W1`)",
)
_CODE_OR_ID = Text("KODE_ATAU_NOMOR", "CODE_OR_ID")
_TO_WRITE = Text("berkas JSON yang ditulis", "the JSON file to write")
_COMPARED = Text("laporan JSON; dengan --data: paket aturan", "a report in JSON; with --data: a rule pack")


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the commands, and return them."""
    explaining = parser.command(
        "explain",
        Text(
            "menjelaskan satu temuan, atau semua tentang satu data", "explain a finding, or all of a record"
        ),
        _explain,
    )
    explaining.takes("report", _JSON_REPORT, type=Path, metavar=REPORT)
    explaining.takes("fingerprint", _FINGERPRINT_OR_ID, metavar=_CODE_OR_ID)
    add_packs(explaining)

    comparing = parser.command(
        "diff", Text("membandingkan dua laporan atau dua paket", "compare two reports or two packs"), _diff
    )
    comparing.takes("old", _COMPARED, type=Path, metavar=Text("LAMA", "OLD"))
    comparing.takes("new", _COMPARED, type=Path, metavar=Text("BARU", "NEW"))
    words = Text("periksa data ini dengan kedua paket", "judge these records by both packs")
    comparing.takes("--data", words, nargs="+", metavar="DATA")
    add_pack_key(comparing)
    add_whole(comparing)
    add_as_of(comparing)

    proving = parser.command(
        "prove", Text("menulis satu temuan dengan buktinya", "write one finding and its proof"), _prove
    )
    _add_finding(proving)
    proving.takes("--output", _TO_WRITE, type=file_ending_in(".json"), metavar=FILE, required=True)
    _add_secret(proving)

    verifying = parser.command(
        "verify", Text("memeriksa segel laporan atau bukti", "check the seal of a report or proof"), _verify
    )
    words = Text("laporan atau bukti JSON", "a report or proof in JSON")
    verifying.takes("report", words, type=Path, metavar=REPORT)
    words = Text(
        "periksa apakah laporan dibuat dari data ini", "check whether the report was made from these records"
    )
    verifying.takes("--data", words, nargs="+", metavar="DATA")
    add_headings(verifying)
    add_packs(verifying)
    words = Text("kunci Ed25519 penanda tangan", "the signer's Ed25519 key")
    verifying.takes("--public-key", words, type=Path, metavar="PEM")
    _add_secret(verifying)

    signing = parser.command("sign", Text("menandatangani segel laporan", "sign the seal of a report"), _sign)
    signing.takes("report", _JSON_REPORT, type=Path, metavar=REPORT)
    words = Text("kunci Ed25519 rahasia", "the secret Ed25519 key")
    signing.takes("--key", words, type=Path, metavar="PEM", required=True)
    signing.takes("--output", _TO_WRITE, type=file_ending_in(".json"), metavar=FILE, required=True)
    _add_secret(signing)
    return explaining, comparing, proving, verifying, signing


def _add_finding(command: Parser) -> None:
    """A report, and a finding of it."""
    command.takes("report", _JSON_REPORT, type=Path, metavar=REPORT)
    command.takes("fingerprint", _FINGERPRINT, metavar=CODE)


def _add_secret(command: Parser) -> None:
    """`--secret`: what the seal is keyed with."""
    words = Text(
        "berkas rahasia segel; bila tidak disebut: LAPORAN.secret di samping laporan",
        "file of the seal's secret; if not given: REPORT.secret beside the report",
    )
    command.takes("--secret", words, type=Path, metavar=FILE)


def _explain(options: argparse.Namespace) -> int:
    from pmi_compliance.report.tree import explained, findings_of, listed  # noqa: PLC0415  only this command needs it

    document = read_report(options.report)
    about = findings_of(document, options.fingerprint)
    if about:
        write_lines(listed(about, options.lang))
        return OK
    finding = document["findings"][index_of(document, options.fingerprint)]
    packs = packs_named(
        options.pack or [pack.folder for pack in bundled_packs()], options.add_pack, keys=options.pack_key
    )
    write_lines(explained(document, finding, packs, options.lang))
    return OK


def _diff(options: argparse.Namespace) -> int:
    from pmi_compliance.report.compare import differences, to_lines  # noqa: PLC0415  only this command needs it

    code = OK
    if options.data:
        packs = [load(pack, None, options.pack_key) for pack in (options.old, options.new)]
        day = as_of(options)
        # Of one pack in two versions each reads the records its own way.
        read = [Dataset.read(*options.data, packs=[pack], whole=options.whole) for pack in packs]
        code = tell_problems(read[0].problems, options.lang)
        old, new = (
            as_json(audit(dataset, [pack], as_of=day, include_passed=True))
            for dataset, pack in zip(read, packs, strict=True)
        )
    else:
        old, new = read_report(options.old), read_report(options.new)
    changed = differences(old, new)
    write_lines(to_lines(changed, options.lang))
    return FOUND if any(change.kind == "newly_failing" for change in changed) else code


def _prove(options: argparse.Namespace) -> int:
    report, secret = _sound(options)
    proved = proof(report, options.fingerprint, secret)
    write_json(options.output, proved, private=report["audit"]["disclosure"] == "full")
    return OK


def _sign(options: argparse.Namespace) -> int:
    report, _ = _sound(options)
    write_json(options.output, signed(report, options.key), private=report["audit"]["disclosure"] == "full")
    return OK


def _sound(options: argparse.Namespace) -> tuple[dict[str, Any], bytes]:
    """A report whose seal holds, and its secret: nothing is proved or signed on the word of another."""
    path: Path = options.report
    document, secret = read_report(path), _secret(options)
    if is_old(document) and "seal" in document:
        raise UsageError("old_seal", place=path)
    for error in check(document, secret).errors:
        raise UsageError("broken_seal", place=path, reason=error)
    if secret is None:
        raise UsageError("seal_needs_secret", place=beside(path))
    return document, secret


def _secret(options: argparse.Namespace) -> bytes | None:
    """The secret that is named, or lies beside the report; `None` where there is none."""
    if options.secret is not None:
        return read(options.secret)
    report: Path = options.report
    near = (beside(path) for path in (report, report.resolve()))
    return next((read(path) for path in near if path.exists()), None)


def _verify(options: argparse.Namespace) -> int:
    document, secret = read_document(options.report), _secret(options)
    checked = check(document, secret)
    errors, unchecked, agree = [*checked.errors], [*checked.unchecked], False
    if is_old(document) and options.secret is not None:
        errors.append(Text("segel laporan ini tidak berkunci", "the seal of this report has no key"))
    if options.public_key:
        if not signed_by(document, options.public_key):
            errors.append(Text("tidak ditandatangani dengan kunci itu", "not signed with that key"))
        elif is_whole_report(document):
            unchecked.clear()  # the signature says that nothing was changed since
    if options.data and "seal" in document:
        inputs = _inputs(document, secret, _digests(options))
        if inputs is None:
            unchecked.append(_DATA_NEEDS_SECRET)
        elif document["seal"]["inputs"] not in inputs:
            errors.append(_OTHER_RECORDS)
        else:
            agree = True
    lines = errors or [(_HOLDS_IN_PART if unchecked else _HOLDS).filled({"root": document["seal"]["root"]})]
    lines += [*([_RECORDS_AGREE] if agree else []), *unchecked]
    if is_old(document):
        lines.append(GUESSABLE)
    elif not errors and not options.public_key:
        lines.append(NOTE)
    write_lines(line.in_language(options.lang) for line in lines)
    return FOUND if errors else PROBLEMS if unchecked else OK


_HOLDS = Text("segel cocok; akar {root}", "the seal holds; root {root}")
_HOLDS_IN_PART = Text("yang dapat diperiksa cocok; akar {root}", "what could be checked holds; root {root}")
_RECORDS_AGREE = Text(
    "data cocok: laporan ini dibuat dari data ini", "the records agree: this report was made from them"
)
_OTHER_RECORDS = Text("laporan ini dibuat dari data lain", "this report was made from other records")
_DATA_NEEDS_SECRET = Text(
    "tanpa rahasia segel tidak diperiksa: apakah laporan dibuat dari data ini",
    "not checked without the secret of the seal: whether the report was made from these records",
)


def _inputs(
    document: Mapping[str, Any], secret: bytes | None, digests: Iterator[str]
) -> frozenset[str] | None:
    """What the seal may say of these records; `None` where that takes the secret."""
    if is_old(document):
        return frozenset(digests)
    if secret is None:
        return None
    key = SealKey.named(secret, document["seal"]["name"])
    return frozenset(records_digest(key, digest) for digest in digests)


def _digests(options: argparse.Namespace) -> Iterator[str]:
    """The digests that a report of these records may hold: of the records, and of files whose rows were judged there."""
    paths: list[str] = options.data
    files = [] if any(map(is_database, paths)) else files_of(paths)
    if files and all(file.is_file() for file in files):
        yield digest_of_files(files)
    model = model_asked(options)
    yield Dataset.read(*paths, model=model, mapping=mapping_of(options), strict=options.strict).digest
