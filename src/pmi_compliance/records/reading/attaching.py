"""
Rows of groups, put into the records that they belong to.

A repeating group has a table of its own, each row naming its record, and by number the rows of the groups around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.reading.raw import RawRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.raw import Named, Origin


@frozen(eq=False)
class Row:
    """One row, sorted into a value."""

    origin: Origin
    value: dict[str, Any]
    details: tuple[ProblemDetail, ...]
    #: For rows of a group: the id of the record, and to which row of each group around it they belong.
    owner: Any = None
    within: tuple[Any, ...] = ()
    #: Records that it tells by name, as a raw record holds them.
    named: Mapping[str, Named] = field(factory=dict)


def attach(records: list[RawRecord], rows: Iterable[Row], table: Table) -> list[RawRecord]:
    """Put the rows of a group into the records of its kind; a row without its record becomes a problem."""
    by_id = {
        record.value.get("id"): at
        for at, record in enumerate(records)
        if record.kind == table.kind and isinstance(record.value, dict)
    }
    added = list(records)
    for row in rows:
        at = by_id.get(row.owner) if isinstance(row.owner, str) else None
        if at is None:
            detail = ProblemDetail("/id", "row_without_record", {"group": table.titles[-1]})
            value = {"id": row.owner} if row.owner is not None else None
            added.append(RawRecord(table.kind, value, row.origin, (detail,)))
            continue
        record = added[at] = evolve(added[at], text=None)
        place_of_list = _list_at(record.value, table, row.within)
        if isinstance(place_of_list, ProblemDetail):
            added[at] = evolve(
                record,
                details=(*record.details, place_of_list),
                parts={**record.parts, place_of_list.pointer: row.origin},
            )
            continue
        if place_of_list is None:
            continue  # the record holds something else there, and is excluded for that
        path, rows_of_group = place_of_list
        place = pointer([*path, len(rows_of_group)])
        rows_of_group.append(row.value)
        moved = tuple(evolve(detail, pointer=place + detail.pointer) for detail in row.details)
        added[at] = evolve(
            record, details=(*record.details, *moved), parts={**record.parts, place: row.origin}
        )
    return added


def _list_at(
    value: Any, table: Table, within: tuple[Any, ...]
) -> tuple[list[str | int], list[Any]] | ProblemDetail | None:
    """The list of a group in a record, made where nothing is written yet; `None` where something else is."""
    numbers = dict(zip(table.around, within, strict=True))
    path: list[str | int] = []
    steps = table.group.split(".")
    for at, step in enumerate(steps):
        path.append(step)
        group = ".".join(steps[: at + 1])
        if group not in numbers:
            value = _value_or(value, step, [] if at == len(steps) - 1 else {})
            continue
        rows, number = _value_or(value, step, []), numbers[group]
        if not isinstance(rows, list):
            return None
        if not isinstance(number, int) or not 1 <= number <= len(rows):
            return ProblemDetail(
                pointer(path),
                "row_without_number",
                {"group": table.titles[-1], "around": table.headings[group], "count": len(rows)},
            )
        path.append(number - 1)
        value = rows[number - 1]
    return (path, value) if isinstance(value, list) else None


def _value_or(value: Any, step: str, empty: Any) -> Any:
    """What a group holds under a name, made empty where it holds nothing; `None` where it is no group."""
    if not isinstance(value, dict):
        return None
    if value.get(step) is None:
        value[step] = empty
    return value[step]
