"""
`.xlsx` and `.xlsm`: every cell with what its type and format say.

Other readers give values only: an error or a formula without a value is empty to them, `007` is 7, and rows that are
numbered wrongly are lost or filled up. Here each row keeps its number, and whatever cannot be read says so.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from pmi_compliance.records.reading.formats import form_of, value_of
from pmi_compliance.records.reading.grids import MOST_COLUMNS, Grid, Rows, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from zipfile import ZipFile

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def grids_of(path: str, archive: ZipFile) -> list[Grid]:
    """
    The sheets of a workbook, in their order.

    Raises:
        UnreadableInput: If a sheet holds more than a sheet can hold.
        KeyError, ValueError, expat.ExpatError, zipfile.BadZipFile: If the archive is damaged.

    """
    book = _Book(archive)
    return [_grid(f"{path}:{name}", name, is_hidden, book, part) for name, is_hidden, part in book.sheets]


class _Local(dict[str, str]):
    """Names of elements without the prefix of their namespace."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class _Columns(dict[str, int]):
    """The place of a column, from 0, by its letters."""

    def __missing__(self, letters: str) -> int:
        place = 0
        for letter in letters:
            if not "A" <= letter <= "Z" or place > MOST_COLUMNS:
                raise ValueError(letters)
            place = place * 26 + ord(letter) - 64
        self[letters] = place - 1
        return place - 1


_LOCAL, _COLUMNS = _Local(), _Columns()


def parse(
    archive: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Go through a part; document types, by which a small file can be made a large one, are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start

    def refuse(*_: object) -> None:
        raise ValueError("document type")

    parser.StartDoctypeDeclHandler = refuse
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(part) as file:
        parser.ParseFile(file)


def relations_of(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: kind and part, by id."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(_: str, attrs: dict[str, str]) -> None:
        if "Id" in attrs and attrs.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attrs["Target"])).lstrip("/")
            found[attrs["Id"]] = (attrs["Type"].rpartition("/")[2], target)

    if rels in archive.NameToInfo:
        parse(archive, rels, start)
    return found


class _Book:
    """What the cells of all sheets refer to."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.since_1904 = False
        #: Name, whether it is hidden, and part of the archive, of each sheet.
        self.sheets: list[tuple[str, bool, str]] = []
        main = next(
            (to for kind, to in relations_of(archive, "").values() if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        relations = relations_of(archive, main)
        self._read(main, relations)
        parts = {kind: to for kind, to in relations.values() if to in archive.NameToInfo}
        self.texts = _texts(archive, parts["sharedStrings"]) if "sharedStrings" in parts else []
        self.formats, self.struck = (
            _styles(archive, parts["styles"]) if "styles" in parts else ([], set[str]())
        )

    def _read(self, main: str, relations: dict[str, tuple[str, str]]) -> None:
        def start(name: str, attrs: dict[str, str]) -> None:
            match _LOCAL[name]:
                case "workbookPr":
                    self.since_1904 = attrs.get("date1904") in {"1", "true", "on"}
                case "sheet":
                    id_ = next(value for key, value in attrs.items() if _LOCAL[key] == "id")
                    kind, part = relations[id_]
                    if kind == "worksheet":
                        is_hidden = attrs.get("state", "visible") != "visible"
                        self.sheets.append((attrs["name"], is_hidden, part))

        parse(self.archive, main, start)


def _texts(archive: ZipFile, part: str) -> list[str]:
    """The texts that cells name by number; how they are spoken is left out."""
    texts: list[str] = []
    pieces: list[str] = []
    spoken = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal spoken
        spoken += _LOCAL[name] == "rPh"
        parser_text[0] = _LOCAL[name] == "t" and not spoken

    def end(name: str) -> None:
        nonlocal spoken
        local = _LOCAL[name]
        parser_text[0] = False
        spoken -= local == "rPh"
        if local == "si":
            texts.append(_unescaped("".join(pieces)))
            pieces.clear()

    def text(piece: str) -> None:
        if parser_text[0]:
            pieces.append(piece)

    parser_text = [False]
    parse(archive, part, start, end, text)
    return texts


def _unescaped(text: str) -> str:
    """A text whose signs that XML cannot hold were written by their number."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(
        lambda found: found[0] if 0xD800 <= int(found[1], 16) < 0xE000 else chr(int(found[1], 16)), text
    )


def _styles(archive: ZipFile, part: str) -> tuple[list[str | None], set[str]]:
    """What each style shows: a day, more digits than a number has, or a number as it is; and which strike out."""
    words: dict[int, str] = {}
    forms: list[str | None] = []
    struck_fonts: list[bool] = []
    struck: set[str] = set()
    inside = ""

    def start(name: str, attrs: dict[str, str]) -> None:
        nonlocal inside
        match _LOCAL[name]:
            case "numFmt":
                words[int(attrs["numFmtId"])] = attrs["formatCode"]
            case "fonts" | "cellXfs" as part_:
                inside = part_
            case "font" if inside == "fonts":
                struck_fonts.append(False)
            case "strike" if inside == "fonts":
                struck_fonts[-1] = attrs.get("val", "1") in {"1", "true", "on"}
            case "xf" if inside == "cellXfs":
                font = int(attrs.get("fontId", "0"))
                if font < len(struck_fonts) and struck_fonts[font]:
                    struck.add(str(len(forms)))
                forms.append(form_of(int(attrs.get("numFmtId", "0")), words))

    def end(name: str) -> None:
        nonlocal inside
        inside = "" if _LOCAL[name] == inside else inside

    parse(archive, part, start, end)
    return forms, struck


class _Sheet:
    """Takes the elements of a sheet as they come."""

    def __init__(self, place: str, book: _Book) -> None:
        self.book = book
        self.rows = Rows(place)
        self.cells: list[Any] = []
        self.number = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.cell: dict[str, str] = {}
        self.pieces: list[str] = []
        self.listens = self.is_formula = False
        self.spoken = 0
        #: The rows in which something is struck out.
        self.struck: list[int] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        match _LOCAL[name]:
            case "c":
                self.cell = attrs
                self.pieces.clear()
                self.is_formula = False
            case "v" | "t":
                self.listens = not self.spoken
            case "row":
                self.number = int(attrs.get("r", self.number + 1))
                self.cells = self.rows.begin(self.number)
            case "f":
                self.is_formula = True
            case "rPh":
                self.spoken += 1
            case "mergeCell":
                first, _, last = attrs["ref"].replace("$", "").partition(":")
                self.merged.append((*_place(first), *_place(last or first)))

    def end(self, name: str) -> None:
        match _LOCAL[name]:
            case "c":
                value = self._value()
                if value is not None:
                    if self.cell.get("s") in self.book.struck and self.number not in self.struck[-1:]:
                        self.struck.append(self.number)
                    ref = self.cell.get("r")
                    column = _COLUMNS[ref.rstrip("0123456789")] if ref else len(self.cells)
                    self.rows.put(self.cells, column, value)
                elif "r" not in self.cell:
                    self.rows.put(self.cells, len(self.cells), None)
            case "v" | "t":
                self.listens = False
            case "rPh":
                self.spoken -= 1

    def text(self, piece: str) -> None:
        if self.listens:
            self.pieces.append(piece)

    def _value(self) -> Any:
        text = "".join(self.pieces)
        kind = self.cell.get("t", "n")
        if kind in {"str", "inlineStr"}:
            return _unescaped(text) or None
        if not text:
            return Unreadable("formula_without_value") if self.is_formula else None
        match kind:
            case "s":
                return self.book.texts[int(text)] or None
            case "e":
                return Unreadable("cell_error", {"read": text[:20]})
            case "b":
                return text.strip() in {"1", "true"}
            case "d":
                return text.removesuffix("T00:00:00")
            case _:
                return self._number(text)

    def _number(self, text: str) -> Any:
        text = text.strip()
        value: int | float = int(text) if text.isdecimal() and len(text) < 20 else float(text)
        style = int(self.cell.get("s") or 0)
        form = self.book.formats[style] if style < len(self.book.formats) else None
        return value_of(value, form, since_1904=self.book.since_1904)


def _place(ref: str) -> tuple[int, int]:
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :]), _COLUMNS[letters]


def _grid(place: str, name: str, is_hidden: bool, book: _Book, part: str) -> Grid:
    sheet = _Sheet(place, book)
    parse(book.archive, part, sheet.start, sheet.end, sheet.text)
    return Grid(
        name, is_hidden, sheet.rows.filled(), tuple(sheet.merged), book.since_1904, tuple(sheet.struck)
    )
