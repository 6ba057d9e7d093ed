"""
`.ods`: every cell with what its type and its text say.

What a cell shows stands beside its value there: an error, and the zeros that a format puts before a number.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.reading.grids import Grid, Rows, Unreadable
from pmi_compliance.records.reading.xlsx import parse

if TYPE_CHECKING:
    from zipfile import ZipFile

_ERROR = re.compile(r"#[A-Z/0-9!?]+|Err:\d+")
_SIGNS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})


def grids_of(path: str, archive: ZipFile) -> list[Grid]:
    """
    The sheets of a workbook, in their order.

    Raises:
        UnreadableInput: If a sheet holds more than a sheet can hold.
        KeyError, ValueError, expat.ExpatError, zipfile.BadZipFile: If the archive is damaged.

    """
    content = _Content(path)
    parse(archive, "content.xml", content.start, content.end, content.text)
    return content.grids


class _Content:
    """Takes the elements of a document as they come."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.grids: list[Grid] = []
        self.style = ""
        self.hidden: set[str] = set()
        self.name, self.is_hidden = "", False
        self.rows = Rows(path)
        self.merged: list[tuple[int, int, int, int]] = []
        #: The row that is read: its number, how often it stands, its cells by their columns, and the next column.
        self.number = self.repeated = 1
        self.cells: list[tuple[int, int, Any]] = []
        self.column = 0
        self.cell: dict[str, str] = {}
        self.pieces: list[str] = []
        self.listens = False
        #: How deep in a remark or drawing, which is no value of the cell.
        self.aside = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if name == "office:annotation" or name.startswith("draw:"):
            self.aside += 1
        elif name == "text:p":
            if self.pieces:
                self.pieces.append("\n")
            self.listens = not self.aside
        elif name in _CELLS:
            self.cell, self.pieces = attrs, []
        elif name in _SIGNS and self.listens:
            self.pieces.append(_SIGNS[name] * min(int(attrs.get("text:c", 1)), 100))
        elif name == "table:table-row":
            self.repeated = int(attrs.get("table:number-rows-repeated", 1))
            self.cells, self.column = [], 0
        elif name == "table:table":
            self.name, self.is_hidden = attrs["table:name"], attrs.get("table:style-name") in self.hidden
            self.rows, self.merged, self.number = Rows(f"{self.path}:{self.name}"), [], 1
        elif name == "style:style":
            self.style = attrs.get("style:name", "")
        elif name == "style:table-properties" and attrs.get("table:display") == "false":
            self.hidden.add(self.style)

    def end(self, name: str) -> None:
        if name == "office:annotation" or name.startswith("draw:"):
            self.aside -= 1
        elif name == "text:p":
            self.listens = False
        elif name in _CELLS:
            self._end_of_cell()
        elif name == "table:table-row":
            if self.cells:
                for number in range(self.number, self.number + self.repeated):
                    row = self.rows.begin(number)
                    for column, repeated, value in self.cells:
                        for at in range(column, column + repeated):
                            self.rows.put(row, at, value)
            self.number += self.repeated
        elif name == "table:table":
            self.grids.append(Grid(self.name, self.is_hidden, self.rows.filled(), tuple(self.merged)))

    def text(self, piece: str) -> None:
        if self.listens:
            self.pieces.append(piece)

    def _end_of_cell(self) -> None:
        repeated = int(self.cell.get("table:number-columns-repeated", 1))
        value = self._value()
        if value is not None:
            self.cells.append((self.column, repeated, value))
            down = int(self.cell.get("table:number-rows-spanned", 1))
            right = int(self.cell.get("table:number-columns-spanned", 1))
            if down > 1:
                last = self.number + down - 1, self.column + right - 1
                self.merged.append((self.number, self.column, *last))
        self.column += repeated

    def _value(self) -> Any:
        shown = "".join(self.pieces)
        kind = self.cell.get("office:value-type")
        is_formula = "table:formula" in self.cell
        if self.cell.get("calcext:value-type") == "error" or (is_formula and _ERROR.fullmatch(shown)):
            return Unreadable("cell_error", {"read": shown[:20]})
        match kind:
            case None:
                return Unreadable("formula_without_value") if is_formula and not shown else shown or None
            case "float" | "currency" | "percentage":
                return _number(self.cell["office:value"], shown.strip())
            case "date":
                written = self.cell["office:date-value"]
                return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
            case "boolean":
                return self.cell["office:boolean-value"] == "true"
            case _:
                return self.cell.get("office:string-value", shown) or None


def _number(written: str, shown: str) -> Any:
    """A number; as it is shown, where it is shown with zeros before it."""
    value: int | float = int(written) if written.isdecimal() else float(written)
    digits = re.sub(r"[ ()-]", "", shown)
    if re.fullmatch(r"(0|\+[1-9])\d+", digits) and digits.lstrip("+").endswith(str(int(value))):
        return digits
    return value
