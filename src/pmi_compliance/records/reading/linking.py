"""
Records that are told by name: a list of workers names the firm, and the firm has a record of its own.

A name leads to a record only where exactly one that was handed in bears it. Nobody is made up for a name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import field, frozen

from pmi_compliance.base.text import split_words
from pmi_compliance.records.json_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import RawRecord


@frozen(eq=False)
class Known:
    """The records that names may lead to."""

    #: Of which kinds names are asked, and in which of their fields they stand.
    asked: Set[tuple[str, str]] = frozenset()
    #: The ids of the records of a kind by what stands in one of their fields, folded.
    _ids: dict[tuple[str, str, str], set[str]] = field(factory=lambda: defaultdict(set))

    def see(self, record: RawRecord) -> None:
        """Remember a record by its id and by the fields that are asked for."""
        if not isinstance(record.value, dict) or not isinstance(id_ := record.value.get("id"), str):
            return
        for kind, by in self.asked:
            if record.kind != kind:
                continue
            self._ids[kind, "id", id_.casefold()].add(id_)
            if isinstance(name := record.value.get(by), str):
                self._ids[kind, by, folded(name)].add(id_)

    def id_of(self, kind: str, by: str, name: str) -> str | None:
        """The id of the only record of a kind with this id, or with this in its field."""
        for ids in (self._ids.get((kind, "id", name.casefold())), self._ids.get((kind, by, folded(name)))):
            if ids and len(ids) == 1:
                return next(iter(ids))
        return None


def linked(records: Iterable[RawRecord], known: Known, notes: ReadingNotes) -> Iterator[RawRecord]:
    """Records with the ids of those that they name."""
    for record in records:
        if not record.named or not isinstance(record.value, dict):
            yield record
            continue
        for key, (kind, by, name) in record.named.items():
            if record.value.get(key) is not None:
                continue
            place = record.origin.table
            cell = notes.cells_in(record.kind, record.origin).get((pointer([key]), None))
            heading = cell.heading if cell else key
            if (id_ := known.id_of(kind, by, name)) is None:
                notes.add(place, "name_not_found", heading=heading, kind=kind)
            else:
                notes.add(place, "name_found", heading=heading, kind=kind)
                record.value[key] = id_
        yield record


def folded(name: str) -> str:
    """A name without regard to case, signs and spaces: `PT. Misal Jaya` is `pt misal jaya`."""
    return " ".join(split_words(name))
