"""What the commands share: the parser, arguments that many of them take, and how lines are printed."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.base.text import Language, Text


class Parser(argparse.ArgumentParser):
    """A parser that reports a wrong call as every other error is reported."""

    def error(self, message: str) -> NoReturn:
        """
        Print the usage, and give up.

        Raises:
            UsageError: Always.

        """
        self.print_usage(sys.stderr)
        for pattern, code in _WRONG_CALLS.items():
            if match := re.fullmatch(pattern, message, re.DOTALL):
                raise UsageError(code, place=self.prog, **match.groupdict())
        raise UsageError("wrong_call", place=self.prog, reason=message)


#: What the standard parser says of wrong calls, and the message that says the same.
_WRONG_CALLS = {
    r"the following arguments are required: (?P<arguments>.*)": "arguments_missing",
    r"unrecognized arguments: (?P<arguments>.*)": "arguments_unknown",
    r"argument (?P<argument>.*): expected .* arguments?": "argument_without_value",
    r"argument (?P<argument>.*): invalid (?:int|float) value: '(?P<text>.*)'": "argument_not_a_number",
    r"argument (?P<argument>.*?): invalid choice: '(?P<name>.*)' \(choose from (?P<listed>.*)\)": "argument_not_listed",
}


def asked_language(arguments: Iterable[str]) -> Language:
    """The language that a call asks for, known before the rest of it is understood; Indonesian by default."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    asked = [value for option, value in pairwise(words) if option == "--lang" and value in LANGUAGES]
    return asked[-1] if asked else "id"


def add_packs(command: argparse.ArgumentParser) -> None:
    """`--pack`, which may be repeated."""
    command.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")


def add_as_of(command: argparse.ArgumentParser, what: str = "tanggal audit") -> None:
    """`--as-of`, which is today where it is not given."""
    command.add_argument("--as-of", type=day_of, metavar="TANGGAL", help=f"{what}; tanpa ini: hari ini")


def as_of(options: argparse.Namespace) -> date:
    """The day of `--as-of`, or today."""
    on: date | None = options.as_of
    return on or date.today()


def write_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def write_note(text: Text, language: Language) -> None:
    """Print a text on standard error, beside what the command prints."""
    sys.stderr.write(f"{text.in_language(language)}\n")
