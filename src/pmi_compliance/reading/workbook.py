"""Workbooks: a sheet a kind, a sheet a repeating group; cells keep the types they have there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.errors import UnreadableInput
from pmi_compliance.extras import needing
from pmi_compliance.reading.columns import table_named, unnamed
from pmi_compliance.reading.raw import Origin
from pmi_compliance.reading.tables import Sheet
from pmi_compliance.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmi_compliance.reading.columns import Table

#: Sheets of the template that hold no records.
GUIDES = frozenset({"petunjuk", "daftar"})


def read_workbook(path: Path) -> list[tuple[Sheet, Table]]:
    """
    The tables of a workbook, in the order of its sheets.

    Raises:
        UnreadableInput: If it is no workbook, or a sheet is named after no kind of record.

    """
    with needing("reading", Text("buku kerja", "a workbook"), str(path)):
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  only workbooks need it
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            found = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names
                if name.strip().casefold() not in GUIDES
            ]
    except OSError as error:
        raise UnreadableInput(
            str(path), f"tidak dapat dibuka: {error.strerror}", f"cannot be opened: {error.strerror}"
        ) from None
    except CalamineError as error:
        raise UnreadableInput(
            str(path), f"bukan buku kerja yang utuh: {error}", f"no whole workbook: {error}"
        ) from None
    made = []
    for name, cells in found:
        if not any(cell != "" for row in cells for cell in row):
            continue
        table = table_named(name)
        if table is None:
            reason = unnamed(name)
            raise UnreadableInput(f"{path}:{printable(name)}", reason.id, reason.en)
        made.append((_sheet(Origin(str(path), sheet=name), cells), table))
    return made


def _sheet(origin: Origin, cells: list[list[Any]]) -> Sheet:
    header, *rows = cells
    while header and header[-1] == "":
        header.pop()

    def numbered() -> Iterator[tuple[int, list[Any]]]:
        yield from enumerate(rows, start=2)

    return Sheet(origin, [str(name) for name in header], numbered())
