"""The command `check`: a self-check of a candidate or recruiter, asked at the terminal or answered from a file."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.text import Text, printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from pmi_compliance.base.text import Language
    from pmi_compliance.office.interviews import Question, SelfCheck

_HINT = Text(
    "Jawab, lalu tekan Enter. Enter saja, atau ?, berarti tidak tahu. Ctrl+D: cukup.",
    "Answer, then press Enter. Enter alone, or ?, is that you do not know. Ctrl+D: enough.",
)
_KEPT_NOT = Text("Tidak ada yang disimpan.", "Nothing was kept.")
_KEPT = Text("Jawaban disimpan sebagai rekam: {file}", "The answers were kept as records: {file}")


def add(commands: Any, day: Callable[[str], date]) -> tuple[argparse.ArgumentParser, ...]:
    """The command, which speaks a language."""
    one = commands.add_parser("check", help="tanya jawab mandiri / a self-check by questions")
    one.add_argument("who", choices=("candidate", "recruiter"), help="calon PMI atau perekrut")
    one.add_argument("--as-of", type=day, metavar="TANGGAL", help="tanggal; tanpa ini: hari ini")
    one.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    one.add_argument(
        "--answers",
        type=Path,
        metavar="BERKAS",
        help='jawaban sebagai JSON, {"abroad": "1", ...}; tidak bertanya',
    )
    one.add_argument("--keep", type=Path, metavar="BERKAS", help="simpan jawaban sebagai rekam (.json)")
    one.set_defaults(run=_check)
    return (one,)


def _check(options: argparse.Namespace) -> int:
    from pmi_compliance.office.interviews import SelfCheck  # noqa: PLC0415  other commands ask nothing
    from pmi_compliance.packs.load import packs_named  # noqa: PLC0415

    language: Language = options.lang
    answers = _answers(options.answers) if options.answers else None
    check = SelfCheck(options.who, as_of=options.as_of or date.today(), packs=packs_named(options.pack))
    if answers is None:
        sys.stdout.write(f"{_HINT.in_language(language)}\n")
        _ask(check, language)
    else:
        check.take(answers)
    lines = check.advice().lines(language)
    if options.keep:
        text = json.dumps(check.records(), ensure_ascii=False, indent=2)
        write_whole(options.keep, [f"{text}\n".encode()])
        kept = _KEPT.filled({"file": printable(str(options.keep))})
    else:
        kept = _KEPT_NOT
    sys.stdout.write("\n".join(["", *lines, kept.in_language(language), ""]))
    return 0


def _ask(check: SelfCheck, language: Language) -> None:
    """Ask until there is nothing more to ask, or whoever answers has had enough."""
    while (question := check.next()) is not None:
        while True:
            typed = _typed(question, language)
            if typed is None:
                return
            try:
                check.answer(question, typed)
            except UsageError as error:
                sys.stdout.write(f"  ! {Text(error.message_id, error.message_en).in_language(language)}\n")
            else:
                break


def _typed(question: Question, language: Language) -> str | None:
    sys.stdout.write("\n".join(["", *question.lines(language), "> "]))
    sys.stdout.flush()
    try:
        return sys.stdin.readline() or None
    except KeyboardInterrupt:
        return None


def _answers(path: Path) -> Mapping[str, str]:
    try:
        answers = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableInput.unopened(path, error) from None
    except ValueError:
        answers = None
    if not isinstance(answers, dict) or not all(isinstance(one, str) for one in answers.values()):
        raise UsageError(
            f'{path}: harus JSON dengan jawaban sebagai teks, seperti {{"abroad": "1", "passport": "ya"}}',
            f'{path}: must be JSON with answers as text, such as {{"abroad": "1", "passport": "ya"}}',
        )
    return answers
