"""What is refused of outputs before anything is read: one that is also read, and one whose name tells something else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.files import is_stream
from pmi_compliance.base.given import given_path
from pmi_compliance.records.reading.databases import is_database
from pmi_compliance.report.secret import beside

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

#: The options whose files are written; every other path of a call is read.
WRITTEN = frozenset({"output", "keep", "chart", "pseudonyms"})

#: Options whose words may be paths.
_MAY_BE_PATHS = frozenset({"data", "audit", "pack", "path"})


def file_ending_in(*endings: str) -> Callable[[str], Path]:
    """
    What reads the name of a file that a command writes in one form.

    Args:
        endings: How such names end, such as `.svg`. A device or a pipe is called what it is called.

    """

    def path_of(text: str) -> Path:
        path = given_path("path", text)
        if not path.name.lower().endswith(endings) and not is_stream(path):
            raise UsageError("other_ending", name=text, endings=endings)
        return path

    return path_of


def refuse_overwriting(options: argparse.Namespace) -> None:
    """
    Refuse a call that would write over one of its own inputs, under whatever name or link.

    Raises:
        UsageError: If one of its outputs is also an input.

    """
    given = vars(options)
    written = [path for name in WRITTEN & given.keys() for path in _paths(given[name])]
    secrets = [*_secrets_of(given)]
    for output in written:
        # A secret may be made by this call, and is lost with the file: it counts before it is there.
        if _real(output) in secrets:
            raise UsageError("output_is_input", place=output)
    outputs = [path for path in written if path.is_file()]
    if not outputs:
        return
    inputs = [
        path
        for name, value in given.items()
        if name not in WRITTEN
        for path in _paths(value, words=name in _MAY_BE_PATHS)
    ]
    for output in outputs:
        if any(_is_within(output, path) for path in inputs):
            raise UsageError("output_is_input", place=output)


def _secrets_of(given: Mapping[str, object]) -> Iterator[str]:
    """The files of secrets that a call reads or makes: those that are named, and those beside reports."""
    if isinstance(named := given.get("secret"), Path):
        yield _real(named)
    if isinstance(report := given.get("report"), Path):
        yield _real(beside(report))


def _real(path: Path) -> str:
    """Where a path leads; links may lead in a circle."""
    return os.path.realpath(path)


def _paths(value: object, *, words: bool = False) -> Iterator[Path]:
    """The paths in the value of an option."""
    match value:
        case Path():
            yield value
        case str() if words:
            yield Path(urlsplit(value).path[1:] if is_database(value) else value)
        case list() | tuple():
            for part in value:
                yield from _paths(part, words=words)


def _is_within(output: Path, path: Path) -> bool:
    """Whether a file is another, or stands in a folder."""
    try:
        if not path.is_dir():
            return output.samefile(path)
        # A link in the folder may lead to it, too.
        return output.resolve().is_relative_to(path.resolve()) or any(
            file.is_file() and output.samefile(file) for file in path.iterdir()
        )
    except OSError:
        return False  # an input that cannot be looked at is told where it is read
