"""
The command line, for auditors: in Indonesian unless asked otherwise, without a network.

Each module beside this one adds the commands of one kind and runs them; `exits` lists the exit codes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import PmiError, UnreadableInput
from pmi_compliance.base.files import end
from pmi_compliance.base.text import LANGUAGES
from pmi_compliance.base.version import __version__
from pmi_compliance.cli import check, office, over_time, records, reports, rules
from pmi_compliance.cli.arguments import Parser, asked_language, write_note
from pmi_compliance.cli.exits import OK, UNREADABLE, WRONG_USE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from pmi_compliance.base.text import Language

#: The modules that add commands, in the order in which `--help` lists them.
_COMMANDS = (records, reports, rules, over_time, check, office)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Args:
        arguments: What stands behind the name of the program; without them, those of this process.

    Returns:
        The exit code, one of `exits`.

    Raises:
        SystemExit: If the call asks for help.

    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not lose the report.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if threading.current_thread() is threading.main_thread():
        # A run that is ended from outside still takes its private files with it.
        signal.signal(signal.SIGTERM, end)
    language = asked_language(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except UnreadableInput as error:
        return _complain(error, language, UNREADABLE)
    except PmiError as error:
        return _complain(error, language, WRONG_USE)
    except BrokenPipeError:
        # The reader left, as `head` does; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _complain(error: PmiError, language: Language, code: int) -> int:
    write_note(error.text, language)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="pmi-compliance",
        description="Audit perekrut dan penempatan PMI terhadap aturan hukum bertanggal.",
    )
    parser.add_argument(
        "--version", action="version", version=f"%(prog)s {__version__}", help="versi program / the version"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="PERINTAH", parser_class=Parser)
    for module in _COMMANDS:
        for command in module.add(commands):
            command.add_argument("--lang", choices=LANGUAGES, default="id", help="bahasa")
    return parser
