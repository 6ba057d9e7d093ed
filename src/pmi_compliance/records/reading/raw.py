"""A record as it was found: its kind, its values untouched, its origin, and what was odd about its text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, field, frozen

from pmi_compliance.base.errors import UsageError
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.reading import bounds
from pmi_compliance.records.reading.objects import BeyondBounds, plain

if TYPE_CHECKING:
    from pmi_compliance.records.schema import RecordModel


@frozen
class Origin:
    """
    Where a value was read: a file, and the line in it.

    For tables: the sheet, if there are several, and the row, the header being row 1.
    """

    #: The file, or the address of a database without its password.
    file: str | None = None
    #: The line of a text, counted from 1.
    line: int | None = None
    #: The row of a table; the place in the list for records from Python, counted from 0.
    row: int | None = None
    #: The sheet of a workbook, or the table of a database.
    sheet: str | None = None

    def as_json(self) -> dict[str, str | int]:
        """The origin as JSON values, as reports hold it."""
        return {
            key: value
            for key in ("file", "sheet", "line", "row")
            if (value := getattr(self, key)) is not None
        }

    @property
    def table(self) -> Origin:
        """The file or sheet that it is in, for what is said once of all of its rows."""
        return evolve(self, line=None, row=None)

    def at_row(self, row: int) -> Origin:
        """The origin of one of its rows."""
        return Origin(self.file, None, row, self.sheet)

    def __str__(self) -> str:
        parts = [self.file, self.sheet, self.line or self.row]
        return ":".join(str(part) for part in parts if part is not None)


class Named(NamedTuple):
    """A record that another tells by name."""

    #: Its kind, and the field that holds the name.
    kind: str
    by: str
    name: str
    #: Where it may be told by its id as well: the heading.
    or_id_below: str | None = None


@frozen
class RawRecord:
    """One record before any check."""

    #: Its kind, by where it was read.
    kind: str
    #: The record as JSON would hold it; anything else where it is none.
    value: Any
    #: Where it was read.
    origin: Origin = Origin()
    #: What the reader itself found wrong.
    details: tuple[ProblemDetail, ...] = ()
    #: Origins of parts that stood elsewhere than the record, by pointer.
    parts: Mapping[str, Origin] = field(factory=dict)
    #: Records that it tells by name, by the field for the id.
    named: Mapping[str, Named] = field(factory=dict, eq=False)
    #: The canonical JSON of the value, where the reader had to make it.
    text: bytes | None = field(default=None, repr=False, eq=False)


class Doubled(dict[str, Any]):
    """An object in which a key stood twice."""

    #: The keys that stood twice.
    names: tuple[str, ...] = ()


def text_problems(value: object, path: tuple[str | int, ...] = ()) -> list[ProblemDetail]:
    """Double keys, numbers that are none, and broken characters: what JSON lets through and no schema sees."""
    match value:
        case Doubled():
            own = [
                ProblemDetail(pointer((*path, name)), "field_twice", {"name": name}) for name in value.names
            ]
            return own + [
                detail for key, inner in value.items() for detail in text_problems(inner, (*path, key))
            ]
        case dict():
            return [
                detail
                for key, inner in value.items()
                for detail in (
                    [ProblemDetail(pointer((*path, key)), "broken_character")]
                    if is_broken(str(key))
                    else text_problems(inner, (*path, key))
                )
            ]
        case list():
            return [detail for at, inner in enumerate(value) for detail in text_problems(inner, (*path, at))]
        case float() if not math.isfinite(value):
            return [ProblemDetail(pointer(path), "not_finite")]
        case str() if is_broken(value):
            return [ProblemDetail(pointer(path), "broken_character")]
        case _:
            return []


def is_broken(text: str) -> bool:
    """Whether a text holds half of a sign, which nothing can write."""
    return _BROKEN.search(text) is not None


def mended(text: str) -> str:
    """A text with a visible sign for each half of one."""
    return _BROKEN.sub("\ufffd", text)


_BROKEN = re.compile("[\ud800-\udfff]")


def raw_records(
    tables: Mapping[str, Iterable[object]], model: RecordModel
) -> tuple[set[str], list[RawRecord]]:
    """
    Take records from Python, by kind: mappings, data classes, attrs classes, models of pydantic.

    Args:
        tables: Records by their kind or by the name of its table.
        model: The kinds of records.

    Returns:
        The kinds that were supplied, empty ones too, and the records.

    Raises:
        UsageError: If a name is no kind, or a table is not a collection of records.

    """
    supplied: set[str] = set()
    raws: list[RawRecord] = []
    for name, records in tables.items():
        kind = model.kind_of_table(name)
        if kind is None:
            raise no_kind(name, model)
        if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
            raise UsageError("not_a_list", name=name)
        supplied.add(kind)
        for at, record in enumerate(records):
            try:
                value = plain(record, bounds.current().nesting)
                raw = RawRecord(kind, value, Origin(row=at), tuple(text_problems(value)))
            except BeyondBounds:
                raw = RawRecord(kind, None, Origin(row=at), (ProblemDetail("", "nested_too_deeply"),))
            raws.append(raw)
    return supplied, raws


def kinds_named(names: Iterable[str], model: RecordModel) -> frozenset[str]:
    """
    The kinds that some names stand for.

    Args:
        names: Kinds, or the names of their tables.
        model: The kinds of records.

    Raises:
        UsageError: If a name is no kind.

    """
    kinds = {name: model.kind_of_table(name) for name in names}
    for name, kind in kinds.items():
        if kind is None:
            raise no_kind(name, model)
    return frozenset(kind for kind in kinds.values() if kind is not None)


def no_kind(name: str, model: RecordModel) -> UsageError:
    """That a name given from Python is no kind of record."""
    return UsageError("unknown", what="kind", name=name, known=tuple(model.kinds))
