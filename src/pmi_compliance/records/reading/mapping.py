"""
An office's own answers on what its columns mean: a small YAML file beside the data, read again each time.

    Nama Lengkap PMI: worker.name
    TTL: worker.birth_place + worker.birth_date
    Paraf: -

Of a workbook with several sheets each has a part of its own, under its name. `daftar.xlsx` goes with `daftar.kolom.yaml`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.errors import PackError, UnreadableInput
from pmi_compliance.base.given import given_path
from pmi_compliance.base.text import plain
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.reading.targets import names_of, targets_of
from pmi_compliance.records.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.raw import Origin
    from pmi_compliance.records.reading.targets import Target
    from pmi_compliance.records.yaml import Document

#: What stands behind the name of a file of records in that of its mapping.
ENDING = ".kolom.yaml"

#: A dash alone, which YAML would take for a list.
_DASH = re.compile(r": +-(?= +#| *$)", re.MULTILINE)


@frozen
class Answer:
    """One line of a mapping."""

    #: The heading as the office writes it.
    heading: str
    #: What it means, as it was written.
    written: str
    #: The line of the file, counted from 1; 0 where there is no file.
    line: int = 0
    #: The sheet that it is about; `None`: all.
    sheet: str | None = None


@frozen
class Mapping:
    """
    What the columns of an office's own tables mean.

    >>> from pmi_compliance import Mapping
    >>> Mapping.of({"Nama Lengkap PMI": "worker.name", "Paraf": "-"}).answers[0].written
    'worker.name'

    """

    #: Every answer, in the order of the file.
    answers: tuple[Answer, ...]
    #: The file that it was read from; empty for one made in Python.
    file: str = field(default="", eq=False)

    @classmethod
    def read(cls, path: str | Path) -> Mapping:
        """
        Read a mapping.

        Args:
            path: A `.yaml` file: a heading and its field on each line, `-` for a column that is to be left out.

        Raises:
            UnreadableInput: If it cannot be opened, is no such file, or answers twice for one heading.

        """
        path = given_path("path", path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableInput("not_utf8", place=path, byte=error.start + 1) from None
        except OSError as error:
            raise UnreadableInput.unopened(path, error) from None
        answers = tuple(_answers(str(path), text))
        seen: set[tuple[str | None, str]] = set()
        for answer in answers:
            key = (answer.sheet, plain(answer.heading))
            if key in seen:
                place = f"{path}:{answer.line}"
                raise UnreadableInput("kind_twice", place=place, name=answer.heading)
            seen.add(key)
        return cls(answers, str(path))

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Mapping:
        """
        A mapping from Python.

        Args:
            answers: Fields by heading, or such answers by the name of a sheet.

        """
        flat: list[Answer] = []
        for heading, written in answers.items():
            if isinstance(written, dict):
                flat += (Answer(inner, str(word), sheet=heading) for inner, word in written.items())
            else:
                flat.append(Answer(heading, str(written)))
        return cls(tuple(flat))

    @classmethod
    def beside(cls, file: str | None) -> Mapping | None:
        """The mapping that stands beside a file of records, if one does."""
        path = beside(file) if file and "://" not in file else None
        return cls.read(path) if path is not None and path.is_file() else None

    def for_table(self, origin: Origin) -> tuple[Answer, ...]:
        """The answers that speak of a table."""
        names = {plain(name) for name in (origin.sheet, Path(origin.file or "").stem) if name}
        return tuple(
            answer for answer in self.answers if answer.sheet is None or plain(answer.sheet) in names
        )

    def targets(self, origin: Origin, table: Table) -> dict[str, tuple[Target, ...]]:
        """What the headings of a table mean, by the headings without regard to case."""
        said = ((answer, targets_of(answer.written, table)) for answer in self.for_table(origin))
        return {plain(answer.heading): targets for answer, targets in said if targets is not None}

    def check(self, tables: Sequence[tuple[Origin, Sequence[object], Table]]) -> None:
        """
        See that every answer speaks of a column that is there, and names a field of its table.

        Args:
            tables: Where each table stands, its headings, and which table it is.

        Raises:
            UnreadableInput: If one does not.

        """
        for answer in self.answers:
            about = [part for part in tables if answer in self.for_table(part[0])]
            headings = [(table, {plain(str(name)) for name in header}) for _, header, table in about]
            having = [table for table, names in headings if plain(answer.heading) in names]
            if not having:
                names = tuple(dict.fromkeys(str(name) for _, header, _ in about for name in header if name))
                name = answer.heading if about else answer.sheet
                raise UnreadableInput("mapping_heading", place=self.place(answer), name=name, known=names)
            if all(targets_of(answer.written, table) is None for table in having):
                known = tuple(dict.fromkeys(name for table in having for name in names_of(table)))
                values = {"heading": answer.heading, "name": answer.written, "known": known}
                raise UnreadableInput("mapping_field", place=self.place(answer), **values)

    def place(self, answer: Answer) -> str:
        """Where an answer stands."""
        return ":".join(str(part) for part in (self.file, answer.line) if part)


def beside(file: str) -> Path:
    """Where the mapping of a file of records stands."""
    path = Path(file)
    return path.with_name(path.stem + ENDING)


def _answers(path: str, text: str) -> Iterable[Answer]:
    try:
        document = parse(_DASH.sub(": '-'", text), path)
    except PackError as error:
        (found,) = error.diagnostics
        place = f"{path}:{found.line}"
        if found.code == "not_yaml":
            raise UnreadableInput("broken_mapping", place=place) from None
        raise UnreadableInput(found.code, place=place, **found.values) from None
    if document.value is None:
        return
    for heading, at in _pairs(document, ""):
        if isinstance(document.at(at), dict):
            for inner, below in _pairs(document, at):
                yield Answer(inner, _word(document, below), document.line_of(below, key=True), heading)
        else:
            yield Answer(heading, _word(document, at), document.line_of(at, key=True))


def _pairs(document: Document, at: str) -> list[tuple[str, str]]:
    """The headings of a group, and where what is said of each stands."""
    group = document.at(at)
    if not isinstance(group, dict):
        raise UnreadableInput("broken_mapping", place=f"{document.file}:{document.line_of(at)}")
    return [(heading, at + pointer([heading])) for heading in group]


def _word(document: Document, at: str) -> str:
    """What is said of a heading, as it is written."""
    value = document.at(at)
    start, end = document.values[at]
    word = value if isinstance(value, str) else document.text[start:end]
    if isinstance(value, dict | list) or not word.strip():
        raise UnreadableInput("broken_mapping", place=f"{document.file}:{document.line_of(at, key=True)}")
    return word.strip()
