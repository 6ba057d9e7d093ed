"""
What an office says once and for all: who it is, who signs, how letters are numbered, and what it usually asks for.

Settings are a file, `pmi-compliance.toml`, or a value from Python. Nothing here looks for a file: whoever calls says
which one is meant, and nothing is ever written into it.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from pmi_compliance.base.errors import Diagnostic, PackError, UnreadableInput
from pmi_compliance.base.given import given_path
from pmi_compliance.base.text import NOTHING
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.json_schema import steps_of
from pmi_compliance.records.reading import Bounds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pmi_compliance.base.text import Language

#: What the file is called in the folder of an office.
NAME = "pmi-compliance.toml"


@frozen
class Office:
    """The office that writes."""

    #: What it is called.
    name: str | None = None
    #: Where it is.
    address: str | None = None
    #: Lines that stand above its name in a letter, such as the government that it belongs to.
    letterhead: tuple[str, ...] = ()
    #: Its telephone.
    telephone: str | None = None


@frozen
class Official:
    """Who signs letters."""

    #: The name with its titles.
    name: str | None = None
    #: The office of this person, such as `Kepala Dinas`.
    title: str | None = None
    #: The number of a civil servant.
    nip: str | None = None


@frozen
class LetterSettings:
    """How letters are numbered and dated."""

    #: A pattern with `{number}`, and `{month}` (in Roman numerals) and `{year}` where they are wanted.
    number: str | None = None
    #: The number of the first letter; the others follow.
    next: int | None = None
    #: Where letters are written.
    place: str | None = None
    #: When they are written; without it the day is left blank, for it is not the day of the audit.
    date: date | None = None


@frozen
class Settings:
    """
    What an office says once and for all.

    >>> from datetime import date
    >>> from pmi_compliance import Settings
    >>> settings = Settings.of({"office": {"name": "Dinas Contoh"}, "letters": {"place": "Kota Contoh"}})
    >>> settings.office.name, settings.language
    ('Dinas Contoh', None)

    """

    #: The office that writes letters.
    office: Office = field(factory=Office)
    #: Who signs them.
    official: Official = field(factory=Official)
    #: How they are numbered and dated.
    letters: LetterSettings = field(factory=LetterSettings)
    #: The packs that are used where none is named; none: those in general use.
    packs: tuple[str, ...] = ()
    #: Packs that are used beside these, or beside those that a call names.
    add_packs: tuple[str, ...] = ()
    #: Files with the public keys of those who sign packs that are archives.
    pack_keys: tuple[str, ...] = ()
    #: The language where none is named.
    language: Language | None = None
    #: How much is shown of personal data where nothing is said.
    disclosure: str | None = None
    #: How much is read of one input.
    reading: Bounds = field(factory=Bounds)
    #: The file that they were read from.
    file: str = field(default="", eq=False)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """
        Settings from Python.

        Args:
            values: As the file holds them, after `schemas/settings.schema.json`; days may be dates.

        Raises:
            PackError: If a name or a value is not as the schema says.

        """
        return cls._checked(values, "", "settings")

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """
        Settings from a file.

        Args:
            path: A TOML file, after `schemas/settings.schema.json`.

        Raises:
            UnreadableInput: If it does not open.
            PackError: If it is no TOML, or a name or a value is not as the schema says; all of it at once, with lines.

        """
        path = given_path("path", path)
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except OSError as error:
            raise UnreadableInput.unopened(path, error) from None
        except UnicodeDecodeError as error:
            raise UnreadableInput("not_utf8", place=path, byte=error.start + 1) from None
        try:
            values = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # a number of thousands of digits is no mistake of TOML
            # What is seen only at the end of the file is not told with a place.
            line, column = next(
                (tuple(map(int, match.groups())) for match in [_PLACE.search(str(error))] if match),
                (text.rstrip("\n").count("\n") + 1, 1),
            )
            raise PackError(
                [Diagnostic("not_toml", {}, str(path), line, column, _line(text, line))]
            ) from None
        return cls._checked(values, text, str(path))

    @classmethod
    def _checked(cls, values: Mapping[str, Any], text: str, file: str) -> Self:
        plain = _plain(dict(values))
        lines = _lines_of(text)
        diagnostics = [
            _pointing(file, text, lines, detail.pointer, detail.message)
            for detail in bundled_documents().problems("settings", plain)
        ]
        if diagnostics:
            raise PackError(sorted(diagnostics, key=lambda diagnostic: diagnostic.line))
        return cls(
            office=Office(**_frozen(plain.get("office", {}))),
            official=Official(**plain.get("official", {})),
            letters=LetterSettings(**_dated(plain.get("letters", {}))),
            **{name: tuple(plain.get(name, ())) for name in ("packs", "add_packs", "pack_keys")},
            language=plain.get("language"),
            disclosure=plain.get("disclosure"),
            reading=Bounds(**plain.get("reading", {})),
            file=file if text else "",
        )


_PLACE = re.compile(r"line (\d+), column (\d+)")
_TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as text, tuples as lists, and a number without a fraction whole."""
    match value:
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case list() | tuple():
            return [*map(_plain, value)]
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)  # the schema takes it for one
        case _:
            return value


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name == "date" else value for name, value in values.items()}


def _lines_of(text: str) -> dict[tuple[str, ...], int]:
    """In which line each name of a TOML file stands, by its tables."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _TABLE.match(line):
            table = tuple(match[1].split("."))
            found.setdefault(table, number)
        elif match := _KEY.match(line):
            found.setdefault((*table, match[1]), number)
    return found


def _pointing(
    file: str, text: str, lines: Mapping[tuple[str, ...], int], at: str, problem: object
) -> Diagnostic:
    """What is wrong, in the line of its name; of a name that is not there, in that of its table."""
    path = tuple(steps_of(at))
    line = next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)
    source = _line(text, line)
    column = len(source) - len(source.lstrip()) + 1 if line else 0
    return Diagnostic(
        "not_as_schema",
        {"problem": problem, "advice": NOTHING},
        file,
        line,
        column,
        source,
        max(1, len(source.strip())),
    )


def _line(text: str, number: int) -> str:
    return text.split("\n")[number - 1] if number else ""
