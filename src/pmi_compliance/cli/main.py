"""
The command line, for auditors: in Indonesian unless asked otherwise, without a network.

Each module beside this one adds the commands of one kind and runs them; `exits` lists the exit codes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import PmiError, UnreadableInput, UsageError
from pmi_compliance.base.files import end
from pmi_compliance.base.messages.catalogue import system_reason
from pmi_compliance.base.text import Text
from pmi_compliance.base.version import __version__
from pmi_compliance.cli import check, importing, office, over_time, records, reports, rules
from pmi_compliance.cli.arguments import add_language, asked_language, write_note
from pmi_compliance.cli.exits import NO_READER, UNREADABLE, WRONG_USE
from pmi_compliance.cli.outputs import refuse_overwriting
from pmi_compliance.cli.parser import Parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from pmi_compliance.base.text import Language

_PURPOSE = Text(
    "audit perekrut dan penempatan PMI terhadap aturan hukum bertanggal",
    "audits recruiters and placements of Indonesian migrant workers against dated rules of law",
)
_VERSION = Text("tampilkan versi program", "show the version of the program")

#: The modules that add commands, in the order in which `--help` lists them.
_COMMANDS = (records, importing, reports, rules, over_time, check, office)


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
    for stream in _streams():
        # A terminal that cannot show a character must not lose the report.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if threading.current_thread() is threading.main_thread():
        # A run that is ended from outside still takes its private files with it.
        signal.signal(signal.SIGTERM, end)
    try:
        try:
            return _run(arguments)
        finally:
            # What waits to be written is written while it can still be told how the run ends.
            for stream in _streams():
                stream.flush()
    except BrokenPipeError:
        # The reader left, as `head` does.
        _write_no_more(*_streams())
        return NO_READER
    except OSError as error:
        # What has no name is no file, but what the commands print on; the disk behind it may be full.
        if error.filename is not None:
            raise
        _write_no_more(sys.stdout)
        language = asked_language(sys.argv[1:] if arguments is None else arguments)
        return _complain(UsageError("cannot_print", reason=system_reason(error)), language, WRONG_USE)


def _streams() -> list[TextIO]:
    """Where the commands print; a process that was started without them has none."""
    return [stream for stream in (sys.stdout, sys.stderr) if stream is not None]


def _run(arguments: Sequence[str] | None) -> int:
    language = asked_language(sys.argv[1:] if arguments is None else arguments)
    try:
        options = parser_in(language).parse_args(arguments)
        refuse_overwriting(options)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except UnreadableInput as error:
        return _complain(error, language, UNREADABLE)
    except PmiError as error:
        return _complain(error, language, WRONG_USE)


def _write_no_more(*streams: TextIO) -> None:
    """Let go of what waits to be written: at the end of the process that would be tried once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        # A stream that is no file of the system has no reader that could leave.
        with suppress(OSError):
            os.dup2(nowhere, stream.fileno())


def _complain(error: PmiError, language: Language, code: int) -> int:
    write_note(error.text, language)
    return code


def parser_in(language: Language) -> Parser:
    """The parser of all commands, with its help in one language."""
    parser = Parser(prog="pmi-compliance", words=_PURPOSE, language=language)
    parser.takes("--version", _VERSION, action="version", version=f"%(prog)s {__version__}")
    add_language(parser)
    for module in _COMMANDS:
        for command in module.add(parser):
            add_language(command)
    return parser
