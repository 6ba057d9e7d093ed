"""The command `app`: the window in a browser, on this computer only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.extras import needing
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import add_packs, write_note
from pmi_compliance.cli.exits import OK
from pmi_compliance.cli.settings import packs_of

if TYPE_CHECKING:
    import argparse

    from pmi_compliance.cli.parser import Parser

_OPENED = Text(
    "Jendela dibuka di peramban. Bila tidak, buka sendiri alamat ini; alamat ini hanya untuk Anda:",
    "The window opens in the browser. If it does not, open this address; it is for you alone:",
)
_TO_END = Text("Tutup tabnya, atau tekan Ctrl+C, untuk selesai.", "Close its tab, or press Ctrl+C, to end.")


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the command, and return it."""
    words = Text("membuka jendela pemeriksaan di peramban", "open the window in the browser")
    command = parser.command("app", words, _open)
    words = Text(
        "folder kantor untuk laporan, arti kolom dan buku kasus; bila tidak disebut, tidak ada yang disimpan",
        "folder of the office for reports, meanings of columns and cases; if not given, nothing is kept",
    )
    command.takes("--folder", words, type=Path, metavar="FOLDER")
    words = Text("jangan buka peramban; tampilkan alamatnya saja", "open no browser; only show the address")
    command.takes("--no-browser", words, action="store_true")
    add_packs(command)
    return (command,)


def _open(options: argparse.Namespace) -> int:
    with needing("app", "window"):
        from pmi_compliance.app.serving import Window  # noqa: PLC0415  an extra, which no other command needs
    window = Window(packs_of(options), options.office, options.folder)
    write_note(_OPENED, options.lang)
    sys.stdout.write(f"{window.address}\n")
    sys.stdout.flush()
    write_note(_TO_END, options.lang)
    window.run(browser=not options.no_browser)
    return OK
