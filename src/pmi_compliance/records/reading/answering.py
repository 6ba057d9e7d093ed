"""Tables with what an office said of their columns, and what is asked of them before any row is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from pmi_compliance.records.reading.mapping import Mapping
from pmi_compliance.records.reading.tables import columns_of

if TYPE_CHECKING:
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.found import Sheet


def names_others(sheet: Sheet, table: Table) -> set[tuple[str, str]]:
    """Of which kinds a table tells records by name, and by which of their fields."""
    told = (target for column in columns_of(sheet, table) for target in column.targets)
    return {(target.kind, target.by) for target in told if target.by}


def answered(
    sheets: list[tuple[Sheet, Table]], mapping: Mapping | None, *, strict: bool = False
) -> list[tuple[Sheet, Table]]:
    """
    Tables with what the office said of their columns.

    Args:
        sheets: The tables.
        mapping: What it said of all of them; without it, what stands beside each file counts.
        strict: Whether only paths and titles count beside that.

    Raises:
        UnreadableInput: If an answer names no field, or a heading that is not there.

    """
    found = [
        (evolve(sheet, mapping=mapping or Mapping.beside(sheet.origin.file), strict=strict), table)
        for sheet, table in sheets
    ]
    for said in dict.fromkeys(sheet.mapping for sheet, _ in found if sheet.mapping):
        said.check([(sheet.origin, sheet.header, table) for sheet, table in found if sheet.mapping == said])
    return found
