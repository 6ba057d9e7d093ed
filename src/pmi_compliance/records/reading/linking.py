"""
Records that are told by name: a list of workers names the firm, and the firm has a record of its own.

A name leads to a record only where exactly one that was handed in bears it. Nobody is made up for a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import field, frozen

from pmi_compliance.base.text import split_words
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.person_names import names_nobody

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
        for key, (kind, by, name, or_id_below) in record.named.items():
            if record.value.get(key) is not None:
                continue
            place = record.origin.table
            cell = notes.cells_in(record.kind, record.origin).get((pointer([key]), None))
            heading = cell.heading if cell else key
            id_ = known.id_of(kind, by, name)
            if id_ is not None:
                record.value[key] = id_
                if or_id_below is None or id_.casefold() != name.casefold():
                    notes.add(place, "name_found", heading=heading, kind=kind)
            elif or_id_below is not None and _may_be_id(name, alone=not _others(record, key)):
                record.value[key] = name
            else:
                notes.add(place, "name_not_found", heading=heading, kind=kind)
                if or_id_below is not None:
                    record.value.setdefault("extra", {})[or_id_below] = name
        yield record


def all_linked(records: list[RawRecord], notes: ReadingNotes) -> list[RawRecord]:
    """All records that were read, with the ids of those of them that they name."""
    asked = {(one.kind, one.by) for record in records for one in record.named.values()}
    if not asked:
        return records
    known = Known(asked)
    for record in records:
        known.see(record)
    return [*linked(records, known, notes)]


def _others(record: RawRecord, key: str) -> list[str]:
    """The other fields of a record that tell such a record: who recruited, beside who acted."""
    _, _, end = key.partition("acting_")
    return [other for other in {*record.named, *record.value} if other != key and other.endswith(end or key)]


def _may_be_id(name: str, *, alone: bool) -> bool:
    """
    Whether what stands in place of an id may be one.

    The name of a broker is one, by which his placements are found; but two names of one firm are not two firms.
    """
    return not names_nobody(name) and (alone or re.fullmatch(r"(?=.*\d)\S+", name) is not None)


def folded(name: str) -> str:
    """A name without regard to case, signs and spaces: `PT. Misal Jaya` and `Misal Jaya, PT` are `pt misal jaya`."""
    words = split_words(name)
    return " ".join([*words[-1:], *words[:-1]] if words and words[-1] in _FORMS else words)


#: What kind of firm one is; lists in the order of the alphabet write it behind the name.
_FORMS = frozenset({"pt", "cv", "ud"})
