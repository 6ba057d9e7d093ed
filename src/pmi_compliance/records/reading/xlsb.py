"""`.xlsb`: the records of binary workbooks, `[MS-XLSB]`, with errors and formats, as of `.xlsx`."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.reading.formats import error_of, form_of, value_of
from pmi_compliance.records.reading.grids import Grid, Rows
from pmi_compliance.records.reading.xls import short_number
from pmi_compliance.records.reading.xlsx import relations_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

MAIN = "xl/workbook.bin"

_ROW, _TEXT, _FORMAT, _STYLE, _SINCE, _SHEET, _MERGED = 0, 19, 44, 47, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618


def grids_of(path: str, archive: ZipFile) -> list[Grid]:
    """
    The sheets of a workbook, in their order.

    Raises:
        UnreadableInput: If a sheet holds more than a sheet can hold.
        KeyError, ValueError, IndexError, struct.error, zipfile.BadZipFile: If the file is damaged.

    """
    relations = relations_of(archive, MAIN)
    parts = dict(relations.values())
    book = _Book(archive, parts)
    grids = []
    for kind, data in _records(archive.read(MAIN)):
        if kind == _SINCE:
            book.since_1904 = bool(data[0] & 1)
        elif kind == _SHEET:
            id_, at = _wide(data, 8)
            name, _ = _wide(data, at)
            sort, part = relations[id_]
            if sort == "worksheet":
                rows, merged = _cells(archive.read(part), Rows(f"{path}:{name}"), book)
                grids.append(Grid(name, data[0] != 0, rows.filled(), merged, book.since_1904))
    return grids


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Records whose kind and length are written in sevens of bits."""
    at = 0
    while at < len(stream):
        kind, at = stream[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (stream[at] & 0x7F) << 7, at + 1
        length = shift = 0
        while shift < 28:
            octet, at = stream[at], at + 1
            length |= (octet & 0x7F) << shift
            shift += 7
            if not octet & 0x80:
                break
        yield kind, stream[at : at + length]
        at += length


def _wide(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    end = at + 4 + 2 * struct.unpack_from("<I", data, at)[0]
    if end > len(data):
        raise ValueError(end)
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


class _Book:
    """What the cells of all sheets refer to."""

    def __init__(self, archive: ZipFile, parts: dict[str, str]) -> None:
        self.since_1904 = False
        self.texts: list[str] = []
        self.forms: list[str | None] = []
        if parts.get("sharedStrings") in archive.NameToInfo:
            texts = _records(archive.read(parts["sharedStrings"]))
            self.texts = [_wide(data, 1)[0] for kind, data in texts if kind == _TEXT]
        if parts.get("styles") in archive.NameToInfo:
            self._read_styles(archive.read(parts["styles"]))

    def _read_styles(self, stream: bytes) -> None:
        words: dict[int, str] = {}
        inside = False
        for kind, data in _records(stream):
            if kind == _FORMAT:
                words[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
            elif kind in {_STYLES_BEGIN, _STYLES_END}:
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                self.forms.append(form_of(struct.unpack_from("<H", data, 2)[0], words))

    def value(self, kind: int, data: bytes) -> Any:
        """What a cell holds; `None` if nothing."""
        match kind:
            case 3 | 11:
                return error_of(data[8])
            case 4 | 10:
                return bool(data[8])
            case 6 | 8:
                return _wide(data, 8)[0] or None
            case 7:
                return self.texts[struct.unpack_from("<I", data, 8)[0]] or None
            case 2:
                number = short_number(struct.unpack_from("<I", data, 8)[0])
            case 5 | 9:
                (number,) = struct.unpack_from("<d", data, 8)
            case _:
                return None
        style = struct.unpack_from("<I", data, 4)[0] & 0xFFFFFF
        form = self.forms[style] if style < len(self.forms) else None
        return value_of(number, form, since_1904=self.since_1904)


def _cells(stream: bytes, rows: Rows, book: _Book) -> tuple[Rows, tuple[tuple[int, int, int, int], ...]]:
    merged: list[tuple[int, int, int, int]] = []
    cells: list[Any] = []
    for kind, data in _records(stream):
        if kind == _ROW:
            cells = rows.begin(struct.unpack_from("<I", data)[0] + 1)
        elif 2 <= kind <= 11:
            value = book.value(kind, data)
            if value is not None:
                rows.put(cells, struct.unpack_from("<I", data)[0], value)
        elif kind == _MERGED:
            top, last, left, right = struct.unpack_from("<IIII", data)
            merged.append((top + 1, left, last + 1, right))
    return rows, tuple(merged)
