"""
CSV files with dotted column names (`worker.birth_date`), and one more file for each repeating group.

`placement.documents.csv` holds the documents of all placements; its column `id` is the placement's.
An empty cell is unknown. A record without a row in the group's file has an unknown list, not an empty one.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from pmi_compliance.errors import UnreadableInput
from pmi_compliance.expr.types import BOOL, INT, ListType, RecordType, Type
from pmi_compliance.reading.raw import Origin, RawRecord
from pmi_compliance.schema import Fault, pointer, record_types
from pmi_compliance.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_YES_NO = {"true": True, "ya": True, "false": False, "tidak": False}

Row = tuple[int, dict[str, Any], list[Fault]]


def read_table(file: str, text: str, kind: str) -> list[RawRecord]:
    """The records of one file; columns of lists of words are split at `;`."""
    return [
        RawRecord(kind, value, Origin(file, row=row), tuple(faults))
        for row, value, faults in _rows(file, text, record_types()[kind])
    ]


def read_group(file: str, text: str, kind: str, group: str) -> Iterator[tuple[str | None, Row]]:
    """The rows of a repeating group, each with the id of the record it belongs to."""
    found = _type_at(record_types()[kind], group.split("."))
    item = found.item if isinstance(found, ListType) else None
    if not isinstance(item, RecordType):
        raise UnreadableInput(
            file, f"`{kind}` tidak punya kelompok `{group}`", f"`{kind}` has no repeating group `{group}`"
        )
    for number, value, faults in _rows(file, text, item, key="id"):
        yield value.pop("\0id", None), (number, value, faults)


def _rows(file: str, text: str, record: RecordType, key: str | None = None) -> Iterator[Row]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        # Asked first: a row of data is not to be repeated as if it named columns.
        if header and not any(name == key or name.split(".")[0] in record.fields for name in header):
            raise UnreadableInput(
                f"{file}:1",
                "baris pertama harus berisi judul kolom, seperti `id`; tidak satu pun dikenal",
                "the first row must hold the names of the columns, such as `id`; none of them is known",
            )
        if len(set(header)) < len(header):
            double = sorted({name for name in header if header.count(name) > 1})
            raise UnreadableInput(
                f"{file}:1",
                f"kolom tertulis dua kali: {', '.join(double)}",
                f"columns stand twice: {', '.join(double)}",
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(reader.line_num, header, cells, record, key)
    except csv.Error as error:
        raise UnreadableInput(
            f"{file}:{reader.line_num}", f"bukan CSV yang utuh: {error}", f"not whole CSV: {error}"
        ) from None


def _row(number: int, header: list[str], cells: list[str], record: RecordType, key: str | None) -> Row:
    value: dict[str, Any] = {}
    faults: list[Fault] = []
    if any(cell.strip() for cell in cells[len(header) :]):
        faults.append(Fault("", Text("baris ini punya lebih banyak sel daripada judul kolom",
                                     "this row has more cells than there are column names")))  # fmt: skip
    for name, cell in zip(header, cells, strict=False):
        given = cell.strip()
        if not given:
            continue
        if name == key:
            value["\0id"] = given
            continue
        path = name.split(".")
        _put(value, path, _cell(given, _type_at(record, path)))
    return number, value, faults


def _type_at(record: RecordType, path: list[str]) -> Type | None:
    found: Type | None = record
    for step in path:
        if step.endswith("_complete") and step not in getattr(found, "fields", {}):
            return BOOL
        field = found.fields.get(step) if isinstance(found, RecordType) else None
        # Other records are related, not held.
        found = field.type if field and field.relation is None else None
    return found


def _cell(text: str, kind: Type | None) -> Any:
    """A cell as its type wants it; what does not fit stays text, and the schema says what was expected."""
    if kind == INT and text.lstrip("-").isdecimal() and text.isascii() and len(text) < 30:
        return int(text)
    if kind == BOOL:
        return _YES_NO.get(text.lower(), text)
    if isinstance(kind, ListType) and not isinstance(kind.item, RecordType):
        return [_cell(part.strip(), kind.item) for part in text.split(";") if part.strip()]
    return text


def _put(value: dict[str, Any], path: list[str], cell: Any) -> None:
    for step in path[:-1]:
        inner = value.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        value = inner
    value[path[-1]] = cell


def attach(
    records: list[RawRecord], kind: str, file: str, group: str, rows: Iterator[tuple[str | None, Row]]
) -> list[RawRecord]:
    """Put the rows of a group into the records of a kind; a row without its record is a problem of its own."""
    by_id = {
        record.value.get("id"): at for at, record in enumerate(records) if isinstance(record.value, dict)
    }
    added = list(records)
    for owner, (number, value, faults) in rows:
        origin = Origin(file, row=number)
        if owner is None or owner not in by_id:
            fault = Fault("/id", Text(f"tidak ada rekam dengan id ini untuk `{group}`",
                                      f"there is no record of this id for `{group}`"))  # fmt: skip
            added.append(RawRecord(kind, {"id": owner} if owner else None, origin, (fault,)))
            continue
        record = added[by_id[owner]]
        path = group.split(".")
        listed = _list_at(record.value, path)
        if listed is None:
            continue  # the record holds something else there, and is set aside for that
        place = pointer([*path, len(listed)])
        listed.append(value)
        moved = tuple(Fault(place + fault.pointer, fault.message) for fault in faults)
        added[by_id[owner]] = RawRecord(
            record.kind, record.value, record.origin, record.faults + moved, {**record.parts, place: origin}
        )
    return added


def _list_at(value: Any, path: list[str]) -> list[Any] | None:
    """The list at a path of a record, made where nothing is written yet; `None` where something else is."""
    *above, last = path
    for step in above:
        value = _made(value, step, {})
    found = _made(value, last, [])
    return found if isinstance(found, list) else None


def _made(value: Any, step: str, empty: Any) -> Any:
    if not isinstance(value, dict):
        return None
    if value.get(step) is None:
        value[step] = empty
    return value[step]
