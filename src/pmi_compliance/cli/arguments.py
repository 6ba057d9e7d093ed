"""What the commands share: arguments that many of them take, and how lines are printed."""

from __future__ import annotations

import math
import os
import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.auditing.report import not_judged
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.base.words import DISCLOSURE
from pmi_compliance.cli.exits import OK, PROBLEMS
from pmi_compliance.records.reading.mapping import Mapping

if TYPE_CHECKING:
    import argparse
    from collections.abc import Container, Iterable, Sequence

    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.records.record import Problem

#: What stands for a value in the help of a command.
CODE = Text("KODE", "CODE")
DAY = Text("TANGGAL", "DATE")
FILE = Text("BERKAS", "FILE")
KIND = Text("JENIS", "KIND")
PACK = Text("PAKET", "PACK")
REPORT = Text("LAPORAN", "REPORT")

_AUDITED = Text("tanggal audit", "day of the audit")
_DATA = Text(
    "berkas atau folder (.json, .jsonl, .csv, .xlsx, .parquet, .sqlite), atau alamat basis data",
    "files or folders (.json, .jsonl, .csv, .xlsx, .parquet, .sqlite), or the address of a database",
)
_LANGUAGE = Text("bahasa: id (Indonesia) atau en (Inggris)", "language: id (Indonesian) or en (English)")

#: A day and a night: a longer pause between two looks is a slip of the finger.
_LONGEST_PAUSE = 86_400


def asked_language(arguments: Iterable[str], otherwise: Language = "id") -> Language:
    """The language that a call asks for, known before the rest of it is understood."""
    asked = [value for value in said_of(arguments, _LANG) if value in LANGUAGES]
    return asked[-1] if asked else otherwise


def said_of(arguments: Iterable[str], options: Container[str]) -> list[str]:
    """What a call says of an option by any of its names, known before the rest of it is understood."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    return [value for option, value in pairwise(words) if option in options]


#: The option, and what the parser takes for it.
_LANG = ("--lang", "--lan", "--la", "--l")


def add_language(parser: Parser) -> None:
    """`--lang`; its value is known already, for the parser speaks that language itself."""
    parser.takes("--lang", _LANGUAGE, choices=LANGUAGES, default=parser.language)


#: Shows more of a fault of the program.
TRACEBACK = "--traceback"


def add_traceback(parser: Parser) -> None:
    """`--traceback`; whether it is asked for is known before the rest of a call is understood."""
    words = Text(
        "bila program ini sendiri keliru: tampilkan rinciannya (mungkin memuat data pribadi)",
        "if the program itself is at fault: show the details (they may hold personal data)",
    )
    parser.takes(TRACEBACK, words, action="store_true")


def add_data(command: Parser) -> None:
    """The records that a command reads."""
    command.takes("data", _DATA, nargs="+", metavar="DATA")


def add_headings(command: Parser) -> None:
    """`--mapping` and `--strict`: what headings of columns mean."""
    words = Text(
        "arti kolom, berkas .yaml; bila tidak disebut: yang terletak di samping data (daftar.kolom.yaml)",
        "what columns mean, a .yaml file; if not given: what stands beside the records (daftar.kolom.yaml)",
    )
    command.takes("--mapping", words, type=Path, metavar=FILE)
    words = Text(
        "hanya judul kolom yang tepat; tanpa nama lain dan tanpa perkiraan",
        "only exact headings; no other names and no guesses",
    )
    command.takes("--strict", words, action="store_true")


def mapping_of(options: argparse.Namespace) -> Mapping | None:
    """The mapping of `--mapping`, if one is given."""
    return None if options.mapping is None else Mapping.read(options.mapping)


def add_whole(command: Parser) -> None:
    """`--whole`, which may be repeated."""
    words = Text(
        "jenis data yang seluruhnya ada di sini, misalnya placement; boleh diulang; "
        "bila tidak disebut, yang lain mungkin masih ada",
        "a kind of record of which all are here, such as placement; may be repeated; "
        "if not given, there may be others",
    )
    command.takes("--whole", words, action="append", default=[], metavar=KIND)


def add_packs(command: Parser) -> None:
    """`--pack`, which may be repeated."""
    words = Text(
        "paket aturan; boleh diulang; bila tidak disebut: semua yang biasa dipakai",
        "rule pack; may be repeated; if not given: all that are in general use",
    )
    command.takes("--pack", words, action="append", metavar=PACK)
    words = Text(
        "paket aturan tambahan di samping yang biasa dipakai; boleh diulang",
        "a rule pack beside those that are used otherwise; may be repeated",
    )
    command.takes("--add-pack", words, action="append", default=[], metavar=PACK)
    add_pack_key(command)


def add_pack_key(command: Parser) -> None:
    """`--pack-key`, which may be repeated."""
    words = Text(
        "kunci publik Ed25519 penanda tangan paket berupa arsip (.zip); boleh diulang",
        "the Ed25519 public key of whoever signed a pack that is an archive (.zip); may be repeated",
    )
    command.takes("--pack-key", words, type=Path, action="append", default=[], metavar="PEM")


def add_as_of(command: Parser, what: Text = _AUDITED) -> None:
    """`--as-of`, which is today where it is not given."""
    words = Text(f"{what.id}; bila tidak disebut: hari ini", f"{what.en}; if not given: today")
    command.takes("--as-of", words, type=day_of, metavar=DAY)


def as_of(options: argparse.Namespace) -> date:
    """
    The day of `--as-of`; without it today, which is said, and refused where a build must say the same tomorrow.

    Raises:
        UsageError: If no day is given and the environment says that this is a build (`CI`).

    """
    on: date | None = options.as_of
    if on is None:
        if os.environ.get("CI", "").lower() not in _NO:
            raise UsageError("day_needed")
        on = date.today()
        write_note(_TODAY.filled({"day": on, "written": on.isoformat()}), options.lang)
    return on


#: What the variable `CI` holds where nothing is built.
_NO = ("", "0", "false", "no")

_TODAY = Text(
    "--as-of tidak disebut: dipakai hari ini, {day}; untuk jawaban yang sama besok, tulis --as-of {written}",
    "no --as-of given: today is taken, {day}; for the same answer tomorrow write --as-of {written}",
)


def add_disclose(command: Parser) -> None:
    """`--disclose`: how much is shown of personal data."""
    words = Text(
        "data pribadi dalam laporan: disamarkan (masked), terbuka (full) atau tanpa nilai (pointers); "
        "bila tidak disebut: masked",
        "personal data in the report: masked, full, or no values at all (pointers); if not given: masked",
    )
    command.takes("--disclose", words, codes=DISCLOSURE)


def whole_number(text: str) -> int:
    """
    A count as it is written in a call.

    Raises:
        UsageError: If the text is none.

    """
    if not re.fullmatch("[0-9]{1,9}", text):
        raise UsageError("not_a_count", text=text)
    return int(text)


def seconds(text: str) -> float:
    """
    A pause as it is written in a call.

    Raises:
        UsageError: If the text is no number of seconds, or a longer pause than a day.

    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= _LONGEST_PAUSE:
        raise UsageError("not_seconds", text=text, most=str(_LONGEST_PAUSE))
    return number


def tell_problems(problems: Sequence[Problem], language: Language) -> int:
    """
    Tell beside what a command prints which records it left out, and which facts it did not read.

    Args:
        problems: What is wrong with the records.
        language: The language of the call.

    Returns:
        The exit code of a run in which nothing else was found.

    """
    if not problems:
        return OK
    for text in not_judged(problems):
        write_note(text, language)
    write_note(_PROBLEMS.filled({"count": len(problems)}), language)
    return PROBLEMS


_PROBLEMS = Text(
    "{count} masalah berkas; pmi-compliance validate menyebutkannya",
    "{count} problems in the files; pmi-compliance validate lists them",
)


def write_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def write_note(text: Text, language: Language) -> None:
    """Print a text on standard error, beside what the command prints."""
    sys.stderr.write(f"{text.in_language(language)}\n")
