"""The command `check`: a self-check of a candidate or recruiter, asked at the terminal or answered from a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.files import write_whole
from pmi_compliance.base.json_once import KeyTwice, decoded_once
from pmi_compliance.base.text import Text, printable
from pmi_compliance.cli.arguments import FILE, add_as_of, add_packs, as_of, write_lines
from pmi_compliance.cli.exits import OK
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.cli.settings import packs_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from pmi_compliance.auditing.interviews import Question
    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.office.asking import SelfCheck

_HINT = Text(
    "Jawab, lalu tekan Enter. Enter saja, atau ?, berarti tidak tahu. Tekan Ctrl+C untuk selesai.",
    "Answer, then press Enter. Enter alone, or ?, means that you do not know. Press Ctrl+C to finish.",
)
_NOTHING_KEPT = Text("Tidak ada yang disimpan.", "Nothing was kept.")
_KEPT = Text("Jawaban disimpan sebagai data: {file}", "The answers were kept as records: {file}")


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the command, and return it."""
    command = parser.command(
        "check", Text("pemeriksaan mandiri dengan tanya jawab", "a self-check by questions"), _check
    )
    words = Text(
        "siapa yang memeriksa diri: calon PMI (candidate) atau perekrut (recruiter)",
        "who checks: a candidate or a recruiter",
    )
    command.takes("who", words, choices=("candidate", "recruiter"))
    add_as_of(command, Text("tanggal pemeriksaan", "day of the check"))
    add_packs(command)
    words = Text(
        'jawaban sebagai JSON, {"abroad": "1", ...}; tidak bertanya',
        'the answers as JSON, {"abroad": "1", ...}; asks nothing',
    )
    command.takes("--answers", words, type=Path, metavar=FILE)
    words = Text("simpan jawaban sebagai data (.json)", "keep the answers as records (.json)")
    command.takes("--keep", words, type=file_ending_in(".json"), metavar=FILE)
    return (command,)


def _check(options: argparse.Namespace) -> int:
    from pmi_compliance.office.asking import SelfCheck  # noqa: PLC0415  other commands ask nothing

    language: Language = options.lang
    answers = _answers(options.answers) if options.answers else None
    check = SelfCheck(options.who, as_of=as_of(options), packs=packs_of(options))
    if answers is None:
        write_lines([_HINT.in_language(language)])
        _ask(check, language)
    else:
        check.take(answers)
    lines = check.advice().lines(language)
    if options.keep:
        text = json.dumps(check.records(), ensure_ascii=False, indent=2)
        write_whole(options.keep, [f"{text}\n".encode()], private=True)
        kept = _KEPT.filled({"file": printable(str(options.keep))})
    else:
        kept = _NOTHING_KEPT
    write_lines(["", *lines, kept.in_language(language)])
    return OK


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
                write_lines([f"  ! {error.text.in_language(language)}"])
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
        answers = decoded_once(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableInput.unopened(path, error) from None
    except KeyTwice as error:
        raise UsageError("json_key_twice", place=path, name=str(error)) from None
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
        raise UsageError("answers_not_readable", place=path)
    return answers
