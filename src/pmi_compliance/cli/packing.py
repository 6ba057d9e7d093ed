"""The command `rules pack`: a pack as one signed file, to be handed on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import PackError
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import FILE, PACK, write_lines
from pmi_compliance.cli.exits import OK
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.packs.archives import ENDING

if TYPE_CHECKING:
    import argparse

    from pmi_compliance.cli.parser import Parser


def add(rules: Parser) -> Parser:
    """Add the command below `rules`, and return it."""
    words = Text(
        "menulis paket aturan sebagai arsip bertanda tangan", "write a rule pack as a signed archive"
    )
    command = rules.command("pack", words, _pack)
    command.takes("path", Text("folder paket", "the folder of the pack"), metavar=PACK)
    words = Text("kunci Ed25519 rahasia", "the secret Ed25519 key")
    command.takes("--key", words, type=Path, metavar="PEM", required=True)
    words = Text("arsip yang ditulis (.zip)", "the archive that is written (.zip)")
    command.takes("--output", words, type=file_ending_in(ENDING), metavar=FILE, required=True)
    return command


def _pack(options: argparse.Namespace) -> int:
    from pmi_compliance.packs.archives import write_archive  # noqa: PLC0415  other commands write none
    from pmi_compliance.packs.lint import lint  # noqa: PLC0415
    from pmi_compliance.packs.load import load  # noqa: PLC0415

    if diagnostics := lint(options.path):
        # What is signed is what was checked.
        raise PackError(diagnostics)
    pack = load(options.path)
    said = {"id": pack.id, "version": pack.version, "digest": pack.digest}
    write_archive(pack.folder, said, key=options.key, output=options.output)
    words = _WRITTEN.filled({"pack": pack.id, "version": pack.version, "digest": pack.digest})
    write_lines([words.in_language(options.lang)])
    return OK


_WRITTEN = Text(
    "paket {pack} {version} ditandatangani: {digest}", "the pack {pack} {version} is signed: {digest}"
)
