"""
`.xls`: the records of Excel 97 and later, `[MS-XLS]`.

The library that reads this form knows neither errors nor formats, and ends the whole program where a file is damaged.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from attrs import define, field

from pmi_compliance.records.reading.compound import stream_of
from pmi_compliance.records.reading.formats import error_of, form_of, value_of
from pmi_compliance.records.reading.grids import Grid, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Records of the workbook: password, sheet, format, style, texts, day that is counted from, and what goes on or ends.
_PASSWORD, _SHEET, _FORMAT, _STYLE, _TEXTS, _SINCE, _GOES_ON, _END = (
    0x2F,
    0x85,
    0x41E,
    0xE0,
    0xFC,
    0x22,
    0x3C,
    0x0A,
)

#: Records of cells: of texts by number and as they are, numbers long and short, one and many, formulas and their texts.
_TEXT_NUMBER, _TEXT, _RICH_TEXT, _NUMBER, _SHORT, _SHORTS = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD
_FORMULA, _TEXT_OF_FORMULA, _TRUTH_OR_ERROR, _MERGED = 0x06, 0x207, 0x205, 0xE5

_CELLS = frozenset({_TEXT_NUMBER, _TEXT, _RICH_TEXT, _NUMBER, _SHORT, _FORMULA, _TRUTH_OR_ERROR})


def grids_of(path: str, data: bytes) -> list[Grid]:
    """
    The sheets of a workbook, in their order.

    Raises:
        UnreadableInput: If a sheet holds more than a sheet can hold.
        ValueError, IndexError, struct.error: If the file is damaged, or has a password.

    """
    book = _Book(stream_of(data, "Workbook"))
    return [_Sheet(book, f"{path}:{name}").grid(name, at, state != 0) for name, at, state in book.sheets]


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


@define(eq=False)
class _Book:
    """What the cells of all sheets refer to."""

    stream: bytes
    #: Name, where its records begin, and whether it is hidden, of each sheet.
    sheets: list[tuple[str, int, int]] = field(factory=list)
    texts: list[str] = field(factory=list)
    forms: list[str | None] = field(factory=list)
    since_1904: bool = False

    def __attrs_post_init__(self) -> None:
        words: dict[int, str] = {}
        styles: list[int] = []
        texts: list[bytes] = []
        before = 0
        for found, data in _records(self.stream):
            kind = found
            if kind == _PASSWORD:
                raise ValueError("not a zip file, and has a password")
            if kind == _SHEET and data[5] == 0:
                at, state = struct.unpack_from("<IB", data)
                self.sheets.append((_Texts([data[7:]]).of_width(data[6]), at, state & 3))
            elif kind == _FORMAT:
                code, length = struct.unpack_from("<HH", data)
                words[code] = _Texts([data[4:]]).of_width(length)
            elif kind == _STYLE:
                styles.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == _SINCE:
                self.since_1904 = data[0] == 1
            elif kind == _TEXTS or (kind == _GOES_ON and before == _TEXTS):
                texts.append(data)
                kind = _TEXTS
            elif kind == _END:
                break
            before = kind
        self.forms = [form_of(code, words) for code in styles]
        if texts:
            self.texts = _Texts(texts).all()


class _Texts:
    """Texts that may go on from one record to the next; there stands anew how wide their signs are."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 0

    def all(self) -> list[str]:
        (count,) = struct.unpack("<I", self.octets(8)[4:])
        texts: list[str] = []
        while len(texts) < count and not self.is_at_end():
            texts.append(self.next())
        return texts

    def next(self) -> str:
        (length,) = struct.unpack("<H", self.octets(2))
        return self.of_width(length)

    def of_width(self, length: int) -> str:
        (flags,) = self.octets(1)
        runs = struct.unpack("<H", self.octets(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self.octets(4))[0] if flags & 4 else 0
        parts = []
        width = 1 + (flags & 1)
        while length:
            left = len(self.pieces[self.piece]) - self.at
            if left < width:
                self.piece, self.at = self.piece + 1, 1
                width = 1 + (self.pieces[self.piece][0] & 1)
                continue
            taken = min(length, left // width)
            octets = self.octets(taken * width)
            parts.append(octets.decode("latin-1" if width == 1 else "utf-16-le", "replace"))
            length -= taken
        self.octets(4 * runs + more)
        return "".join(parts)

    def octets(self, count: int) -> bytes:
        parts = []
        while count > 0:
            piece = self.pieces[self.piece]
            part = piece[self.at : self.at + count]
            parts.append(part)
            self.at += len(part)
            count -= len(part)
            if count:
                self.piece, self.at = self.piece + 1, 0
        return b"".join(parts)

    def is_at_end(self) -> bool:
        return self.piece == len(self.pieces) - 1 and self.at >= len(self.pieces[self.piece])


class _Sheet:
    """Takes the records of a sheet."""

    def __init__(self, book: _Book, place: str) -> None:
        self.book = book
        self.rows = Rows(place)
        #: Rows that were begun, and their cells: records of one row need not stand together.
        self.begun: dict[int, list[Any]] = {}
        self.merged: list[tuple[int, int, int, int]] = []

    def grid(self, name: str, at: int, is_hidden: bool) -> Grid:
        waits: tuple[int, int] | None = None
        for kind, data in _records(self.book.stream, at):
            if kind == _END:
                break
            if kind in _CELLS:
                row, column, style = struct.unpack_from("<HHH", data)
                waits = (row, column) if kind == _FORMULA else None
                self.put(row, column, self.value(kind, data, style))
            elif kind == _TEXT_OF_FORMULA and waits is not None:
                self.put(*waits, _Texts([data]).next())
            elif kind == _SHORTS:
                row, first = struct.unpack_from("<HH", data)
                for step in range((len(data) - 6) // 6):
                    style, short = struct.unpack_from("<HI", data, 4 + 6 * step)
                    self.put(row, first + step, self.number(short_number(short), style))
            elif kind == _MERGED:
                for step in range(struct.unpack_from("<H", data)[0]):
                    top, last, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * step)
                    self.merged.append((top + 1, left, last + 1, right))
        return Grid(
            name, is_hidden, sorted(self.rows.filled(), key=_number), tuple(self.merged), self.book.since_1904
        )

    def put(self, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if row not in self.begun:
            self.begun[row] = self.rows.begin(row + 1)
        self.rows.put(self.begun[row], column, value)

    def value(self, kind: int, data: bytes, style: int) -> Any:
        match kind:
            case 0xFD:  # a text by its number  # a text by its number
                return self.book.texts[struct.unpack_from("<I", data, 6)[0]]
            case 0x204 | 0xD6:  # a text  # a text
                return _Texts([data[6:]]).next()
            case 0x203:  # a number  # a number
                return self.number(struct.unpack_from("<d", data, 6)[0], style)
            case 0x27E:  # a short number  # a short number
                return self.number(short_number(struct.unpack_from("<I", data, 6)[0]), style)
            case 0x205:  # a truth or an error  # a truth or an error
                return error_of(data[6]) if data[7] else bool(data[6])
        # A formula holds a number, or in place of one a truth, an error, or that a text follows.
        if data[12:14] != b"\xff\xff":
            return self.number(struct.unpack_from("<d", data, 6)[0], style)
        return {1: bool(data[8]), 2: error_of(data[8])}.get(data[6])

    def number(self, number: float, style: int) -> Any:
        form = self.book.forms[style] if style < len(self.book.forms) else None
        return value_of(number, form, since_1904=self.book.since_1904)


def short_number(short: int) -> float:
    """A number that is written in four octets: whole, or the upper half of one with a fraction; perhaps times 100."""
    if short & 2:
        whole = (short >> 2) - (1 << 30 if short & 0x80000000 else 0)
        return whole / 100 if short & 1 else whole
    number: float = struct.unpack("<d", struct.pack("<II", 0, short & 0xFFFFFFFC))[0]
    return number / 100 if short & 1 else number


def _number(row: tuple[int, list[Any]]) -> int:
    return row[0]
