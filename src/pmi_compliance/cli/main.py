"""
The command line, for auditors: in Indonesian unless asked otherwise, without a network.

Each module beside this one adds the commands of one kind and runs them; `exits` lists the exit codes.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import PmiError, UnreadableInput
from pmi_compliance.base.log import telling
from pmi_compliance.base.text import Text
from pmi_compliance.base.version import __version__
from pmi_compliance.cli import check, importing, office, over_time, records, reports, rules, window
from pmi_compliance.cli.arguments import add_language, add_traceback, asked_language, write_note
from pmi_compliance.cli.ending import complain, ended
from pmi_compliance.cli.exits import UNREADABLE, WRONG_USE
from pmi_compliance.cli.outputs import refuse_overwriting
from pmi_compliance.cli.parser import Parser
from pmi_compliance.cli.settings import TOOK, add_settings, settings_of
from pmi_compliance.records.reading import within
from pmi_compliance.report.settings import Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from pmi_compliance.base.text import Language

_PURPOSE = Text(
    "audit perekrut dan penempatan PMI terhadap aturan hukum bertanggal",
    "audits recruiters and placements of Indonesian migrant workers against dated rules of law",
)
_VERSION = Text("tampilkan versi program", "show the version of the program")

#: The modules that add commands, in the order in which `--help` lists them.
_COMMANDS = (records, importing, reports, rules, over_time, check, office, window)


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
    words = sys.argv[1:] if arguments is None else arguments
    return ended(lambda: _run(words), words, lambda: _spoken(words))


def _run(words: Sequence[str]) -> int:
    language = asked_language(words)
    try:
        settings = settings_of(words)
        language = asked_language(words, settings.language or language)
        options = parser_in(language).parse_args(words)
        options.office, options.settings = settings, Path(settings.file) if settings.file else None
        refuse_overwriting(options)
        if settings.file:
            write_note(TOOK.filled({"file": settings.file}), language)
        run: Callable[[argparse.Namespace], int] = options.run
        with telling(lambda text: write_note(text, language)), within(settings.reading):
            return run(options)
    except UnreadableInput as error:
        return complain(error, language, UNREADABLE)
    except PmiError as error:
        return complain(error, language, WRONG_USE)


def _spoken(words: Sequence[str]) -> Language:
    """The language of a call that ends before its time: the one it asks for, else that of settings that can be read."""
    settings = Settings()
    with suppress(Exception):
        settings = settings_of(words)
    return asked_language(words, settings.language or "id")


def parser_in(language: Language) -> Parser:
    """The parser of all commands, with its help in one language."""
    parser = Parser(prog="pmi-compliance", words=_PURPOSE, language=language)
    parser.takes("--version", _VERSION, action="version", version=f"%(prog)s {__version__}")
    add_language(parser)
    add_traceback(parser)
    for module in _COMMANDS:
        for command in module.add(parser):
            add_language(command)
            add_settings(command)
            add_traceback(command)
    return parser
