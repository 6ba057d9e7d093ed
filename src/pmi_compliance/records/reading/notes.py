"""
What a reader understood otherwise than it stands there, or left out: nothing is wrong, and nobody should have to guess it.

A note is made once for whatever it is about, with how often that was met: a column of dashes is one note.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.messages.catalogue import worded_with_advice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from pmi_compliance.base.text import Text
    from pmi_compliance.records.documents import Cell, ProblemDetail
    from pmi_compliance.records.reading.raw import Origin

    #: Columns by what they tell: a pointer into a record, of an item with what tells it from others.
    Cells: TypeAlias = dict[tuple[str, tuple[str, str] | None], Cell]


@frozen
class ReadingNote:
    """
    One thing that was understood or left out.

    >>> from pmi_compliance.records.reading import Origin
    >>> note = ReadingNote(Origin("data.xlsx"), "word_for_missing", {"field": "job", "read": "-", "count": 3})
    >>> note.message.en
    'column `job`: `-` (3 times) was read as not known'

    """

    #: Where: the file, and the sheet if there are several.
    origin: Origin
    #: Which message of the catalogue it is.
    code: str
    #: What the message tells of, by name; `count` says how often it was met.
    values: Mapping[str, Any] = field(factory=dict, hash=False)

    @cached_property
    def message(self) -> Text:
        """What was understood, in both languages."""
        return worded_with_advice(self.code, self.values)

    def as_json(self) -> dict[str, Any]:
        """The note as JSON values, as reports hold it."""
        return {"source": self.origin.as_json(), "code": self.code, "message": self.message.as_json()}


class ReadingNotes:
    """Collects what readers note; the same of the same place is one note that is counted."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Origin, str, tuple[tuple[str, Any], ...]], int] = {}
        self._records: dict[tuple[Origin, str, tuple[tuple[str, Any], ...]], set[str]] = {}
        self._headers: dict[tuple[str, Origin], list[ProblemDetail]] = {}
        self._cells: dict[tuple[str | None, str | None, str | None], dict[int, Cells]] = {}

    def add(self, origin: Origin, code: str, /, count: int = 1, **values: Any) -> None:
        """
        Note something.

        Args:
            origin: Where; of what is met in many rows, the sheet or file.
            code: A key of the catalogue.
            count: How often it was met there.
            values: What the message tells of; they must be hashable.

        """
        key = (origin, code, tuple(sorted(values.items())))
        self._counts[key] = self._counts.get(key, 0) + count

    def of_record(self, origin: Origin, code: str, id_: str, /, **values: Any) -> None:
        """Note something of a record; one note names all of whom it is noted, or the first of many."""
        self._records.setdefault((origin, code, tuple(sorted(values.items()))), set()).add(id_)

    def of_header(self, kind: str, origin: Origin, detail: ProblemDetail) -> None:
        """Note what is wrong with the header of a table: a problem of no record, told once."""
        details = self._headers.setdefault((kind, origin), [])
        if detail not in details:
            details.append(detail)

    def new_cells(self, kind: str | None, header: Origin) -> Cells:
        """Takes in which columns the facts of a kind stand, of the table under some headings."""
        return self._cells.setdefault((header.file, header.sheet, kind), {}).setdefault(header.row or 0, {})

    def cells_in(self, kind: str | None, origin: Origin) -> Cells:
        """In which columns the facts of a kind stand, of the table that a row is in: the last that begins above it."""
        tables = self._cells.get((origin.file, origin.sheet, kind), {})
        row = origin.row or 0
        begin = max((first for first in tables if first <= row), default=min(tables, default=None))
        return {} if begin is None else tables[begin]

    def headers(self) -> Iterator[tuple[str, Origin, tuple[ProblemDetail, ...]]]:
        """What is wrong with headers: the kind of the table, the row, and each thing."""
        for (kind, origin), details in self._headers.items():
            yield kind, origin, tuple(details)

    def all(self) -> tuple[ReadingNote, ...]:
        """All notes, by place; the order in which they were made does not matter."""
        notes = (
            ReadingNote(origin, code, {**dict(values), "count": count})
            for (origin, code, values), count in self._counts.items()
        )
        of_records = (
            ReadingNote(origin, code, {**dict(values), "count": len(ids), "ids": _listed(ids)})
            for (origin, code, values), ids in self._records.items()
        )
        return tuple(
            sorted(chain(notes, of_records), key=lambda note: (str(note.origin), note.code, str(note.values)))
        )


#: How many records a note names.
_NAMED = 20


def _listed(ids: set[str]) -> str:
    """Ids in the order of their numbers; the first, if there are many."""
    ordered = sorted(
        ids, key=lambda id_: [part.rjust(12, "0") if part.isdigit() else part for part in _PARTS.split(id_)]
    )
    return ", ".join(ordered[:_NAMED]) + (" …" if len(ordered) > _NAMED else "")


_PARTS = re.compile(r"(\d+)")
