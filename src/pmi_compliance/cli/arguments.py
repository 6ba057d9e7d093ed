"""What the commands share: the parser, arguments that many of them take, and how lines are printed."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.cli.exits import WRONG_USE

if TYPE_CHECKING:
    from collections.abc import Iterable


class Parser(argparse.ArgumentParser):
    """A parser that says in both languages that a call is wrong."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and exit."""
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, f"{self.prog}: perintah tidak lengkap atau keliru / wrong call: {message}\n")


def day(text: str) -> date:
    """
    A day as an argument, such as `2025-10-31`.

    Raises:
        argparse.ArgumentTypeError: If it is not written so.

    """
    try:
        return day_of(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message_id} / {error.message_en}") from None


def add_packs(command: argparse.ArgumentParser) -> None:
    """`--pack`, which may be repeated."""
    command.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")


def add_as_of(command: argparse.ArgumentParser, what: str = "tanggal audit") -> None:
    """`--as-of`, which is today where it is not given."""
    command.add_argument("--as-of", type=day, metavar="TANGGAL", help=f"{what}; tanpa ini: hari ini")


def as_of(options: argparse.Namespace) -> date:
    """The day of `--as-of`, or today."""
    given: date | None = options.as_of
    return given or date.today()


def write_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
