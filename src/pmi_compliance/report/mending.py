"""
An office's own table given back as a workbook to mend: what could not be read is coloured, and a comment says why.

It is the office's own file, so that nothing in it is hidden. What was a workbook keeps its formats, lists and other
sheets; any other form becomes a plain one.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.extras import needing
from pmi_compliance.base.messages.libraries import WORKBOOK, in_own_words
from pmi_compliance.base.text import Text
from pmi_compliance.records.reading.columns import LONGEST_NAME
from pmi_compliance.records.reading.files import grids_in
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.guidance import PROBLEMS_TOLD
from pmi_compliance.records.reading.headings import letter
from pmi_compliance.records.reading.side_by_side import sheet_of
from pmi_compliance.report.phrases import format_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.reading import Mapping as Answers
    from pmi_compliance.records.reading.grids import Grid
    from pmi_compliance.records.record import Problem

#: Cells of a table that is written back; it stands in memory as a whole.
MOST_CELLS = 3_000_000

#: The colour of a cell that could not be read.
_COLOUR = "FFFFC7CE"

#: How our part of a comment begins; what stands before it is the office's own.
_BEGIN = "[pmi-compliance]"
_READ = Text("Tertulis: {read}", "Read: {read}")

_SHEET = Text("Masalah", "Problems")
_COLUMNS = (
    (Text("Lembar", "Sheet"), 20), (Text("Baris", "Row"), 8), (Text("Kolom", "Column"), 8),
    (Text("Judul kolom", "Heading"), 24), (Text("Data", "Record"), 24), (Text("Tertulis", "What was read"), 28),
    (Text("Yang perlu diperbaiki", "What to mend"), 90),
)  # fmt: skip
_NONE = Text("Tidak ada masalah.", "No problems.")
_NOTES = Text(
    "Catatan: dibaca begini, tidak perlu diperbaiki bila benar",
    "Notes: read so; nothing to mend where it is right",
)

#: Signs of a comment or cell, as the format allows; a longer text is cut.
_LONGEST = 32_000

#: Parts of a workbook that are not carried over.
_LEFT_BEHIND = ("xl/charts/", "xl/media/", "xl/pivotTables/", "xl/vbaProject.bin")

#: From here on a number loses digits in a cell.
_INEXACT = 10**15


@frozen
class Mended:
    """A mended workbook."""

    #: The workbook, in the format `.xlsx`.
    content: bytes = field(repr=False)
    #: Whether pictures, charts or the like of the office's workbook are not in it.
    lacks_something: bool = False


def mended(
    path: Path,
    dataset: Dataset,
    language: Language,
    *,
    mapping: Answers | None = None,
    strict: bool = False,
) -> Mended:
    """
    A table as a workbook in which cells that could not be read are marked, with a first sheet that lists all problems.

    Args:
        path: The file: a workbook, CSV or Parquet.
        dataset: What was read from it.
        language: The language of comments and of the first sheet.
        mapping: As it was read with.
        strict: As it was read with.

    Raises:
        UnreadableInput: If it is no table, cannot be read, or is too large to be written back.

    """
    with needing("reports", "workbook"):
        import openpyxl  # noqa: F401, PLC0415  only mending needs it
    grids = grids_in(path, dataset.model, mapping=mapping, strict=strict)
    cells = sum(len(row) for grid in grids for _, row in grid.rows)
    if cells > MOST_CELLS:
        raise UnreadableInput("too_large_to_mend", place=path, cells=cells, most=MOST_CELLS)
    if _is_xlsx(path):
        book, lacks_something = _own(path)
        names = {grid.name: grid.name for grid in grids}
    else:
        (book, names), lacks_something = _plain(grids), False
    table = _Table(book, names, grids, dataset, language)
    table.mark()
    table.list_problems()
    out = io.BytesIO()
    book.save(out)
    return Mended(out.getvalue(), lacks_something)


def _is_xlsx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _own(path: Path) -> tuple[Any, bool]:
    """The office's own workbook without earlier marks, and whether something of it is lost."""
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive:
        lost = any(name.startswith(_LEFT_BEHIND) for name in archive.namelist())
    try:
        with warnings.catch_warnings(record=True) as warned, path.open("rb") as file:
            warnings.simplefilter("always")
            book = load_workbook(file, rich_text=True)
    except Exception as error:  # noqa: BLE001  of a workbook of others each part of the library complains in its own way
        raise UnreadableInput("broken_workbook", place=path, reason=in_own_words(WORKBOOK, error)) from None
    for sheet in [*book.worksheets]:
        if str(sheet["A1"].value) in {PROBLEMS_TOLD.id, PROBLEMS_TOLD.en}:
            book.remove(sheet)
            continue
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment):
            own, mark, _ = cell.comment.text.partition(_BEGIN)
            if mark:
                cell.comment = Comment(own.strip(), cell.comment.author) if own.strip() else None
                if cell.fill.fgColor.rgb == _COLOUR:
                    cell.fill = PatternFill()
    return book, lost or bool(warned)


def _plain(grids: Sequence[Grid]) -> tuple[Any, dict[str, str]]:
    """A workbook of sheets as they were read, and what each is called there."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    names = {}
    for grid in grids:
        sheet = book.create_sheet(_sheet_name(grid.name))
        names[grid.name] = sheet.title
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
        for number, cells in grid.rows:
            for at, cell in enumerate(cells, start=1):
                if cell is not None and cell != "":
                    _put(sheet.cell(number, at), cell)
        for first, column, last, last_column in grid.merged:
            sheet.merge_cells(None, first, column + 1, last, last_column + 1)
    return book, names


def _sheet_name(name: str) -> str:
    """A name that a sheet may have."""
    return "".join("_" if sign in "[]:*?/\\" else sign for sign in name)[:LONGEST_NAME].strip("' ") or "1"


def _put(cell: Any, value: Any) -> None:
    """A value as it was read; a text stays one, whatever it looks like, and a number keeps its digits."""
    match value:
        case bool() | date():
            cell.value = value
        case int() | float() if abs(value) < _INEXACT:
            cell.value = value
        case _:
            cell.value = _as_text(value)
            cell.data_type = "s"
            cell.number_format = "@"


def _as_text(value: Any) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    match value:
        case None:
            text = ""
        case Unreadable():
            text = str(value.values.get("read", ""))
        case list() | dict():
            text = json.dumps(value, ensure_ascii=False, default=str)
        case _:
            text = str(value)
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))[:_LONGEST]


class _Table:
    """Marks what is wrong in a workbook."""

    def __init__(
        self, book: Any, names: Mapping[str, str], grids: Sequence[Grid], dataset: Dataset, language: Language
    ) -> None:
        self.book, self.names, self.dataset, self.language = book, names, dataset, language
        self.first = grids[0].name if grids else ""
        self.read: Mapping[str, Mapping[int, Sequence[Any]]] = {grid.name: dict(grid.rows) for grid in grids}

    def mark(self) -> None:
        """Colour the cells that could not be read, and say in a comment why."""
        from openpyxl.comments import Comment  # noqa: PLC0415
        from openpyxl.styles import PatternFill  # noqa: PLC0415

        wrong: dict[tuple[str, int, int], list[str]] = defaultdict(list)
        for problem, detail in self._details():
            if problem.origin.row is not None:
                sheet = self.names[self._sheet_of(problem)]
                place = (sheet, problem.origin.row, detail.cell.at if detail.cell else 0)
                lines = [*wrong[place], *self._lines(problem, detail)]
                wrong[place] = list(dict.fromkeys(lines))
        fill = PatternFill("solid", fgColor=_COLOUR, bgColor=_COLOUR)
        for (name, row, at), lines in wrong.items():
            cell = _shown(self.book[name], row, at + 1)
            cell.fill = fill
            own = f"{cell.comment.text.strip()}\n\n" if cell.comment else ""
            comment = Comment("\n".join([own + _BEGIN, *lines])[:_LONGEST], "pmi-compliance")
            comment.width, comment.height = 340, 60 + 18 * sum(1 + len(line) // 45 for line in lines)
            cell.comment = comment

    def list_problems(self) -> None:
        """The first sheet: all problems, and what was read otherwise than it stands."""
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415

        sheet = self.book.create_sheet(self._free_name(), 0)
        rows: list[tuple[Any, ...]] = [*self._problems()] or [(_NONE.in_language(self.language),)]
        told = [*self._notes()]
        title: tuple[Any, ...] = (PROBLEMS_TOLD.in_language(self.language),)
        head = tuple(words.in_language(self.language) for words, _ in _COLUMNS)
        notes: list[tuple[Any, ...]] = [(), (_NOTES.in_language(self.language),), *told] if told else []
        for number, row in enumerate([title, head, *rows, *notes], 1):
            for at, value in enumerate(row, 1):
                if value not in {None, ""}:
                    cell = sheet.cell(number, at)
                    _put(cell, value)
                    cell.alignment = Alignment(wrap_text=at == len(_COLUMNS), vertical="top")
                    cell.font = Font(bold=number <= 2 or len(row) == 1)
            if len(row) == len(_COLUMNS) and number > 2 and row[1]:
                place = f"{row[2] or 'A'}{row[1]}"
                quoted = str(row[0]).replace("'", "''")
                sheet.cell(number, 2).hyperlink = f"#'{quoted}'!{place}"
        for at, (_, width) in enumerate(_COLUMNS):
            sheet.column_dimensions["ABCDEFG"[at]].width = width
        sheet.freeze_panes = "A3"
        # Only one sheet is chosen: what is typed into chosen sheets goes into each of them.
        self.book.active = 0
        for other in self.book.worksheets:
            other.sheet_view.tabSelected = other is sheet

    def _free_name(self) -> str:
        name, number = _SHEET.in_language(self.language), 1
        while name.casefold() in {other.casefold() for other in self.book.sheetnames}:
            number += 1
            name = f"{_SHEET.in_language(self.language)} ({number})"
        return name

    def _details(self) -> Iterator[tuple[Problem, ProblemDetail]]:
        for problem in self.dataset.problems:
            for detail in problem.details:
                yield problem, detail

    def _sheet_of(self, problem: Problem) -> str:
        sheet = problem.origin.sheet or self.first
        return sheet if sheet in self.names else sheet_of(sheet)

    def _text_of(self, problem: Problem, detail: ProblemDetail) -> str:
        """What stands in the cell that a detail is about."""
        if detail.cell is None or problem.origin.row is None:
            return ""
        cells = self.read.get(self._sheet_of(problem), {}).get(problem.origin.row, ())
        return _as_text(cells[detail.cell.at] if detail.cell.at < len(cells) else None)

    def _lines(self, problem: Problem, detail: ProblemDetail) -> Iterator[str]:
        if read := self._text_of(problem, detail):
            yield _READ.filled({"read": read}).in_language(self.language)
        yield detail.message.in_language(self.language)

    def _problems(self) -> Iterator[tuple[Any, ...]]:
        for problem, detail in self._details():
            kind = format_kind(problem.kind, self.language, self.dataset.model) if problem.kind else ""
            yield (
                self.names[self._sheet_of(problem)],
                problem.origin.row,
                detail.cell.letter or letter(detail.cell.at) if detail.cell else "",
                detail.cell.heading if detail.cell else "",
                " ".join(filter(None, (kind, problem.id))),
                self._text_of(problem, detail),
                detail.message.in_language(self.language),
            )

    def _notes(self) -> Iterator[tuple[Any, ...]]:
        for note in self.dataset.reading_notes:
            message = note.message.in_language(self.language)
            yield note.origin.sheet or self.first, note.origin.row, "", "", "", "", message


def _shown(sheet: Any, row: int, column: int) -> Any:
    """The cell that is seen at a place: of merged cells the first."""
    from openpyxl.cell.cell import MergedCell  # noqa: PLC0415

    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        over = next(merged for merged in sheet.merged_cells.ranges if cell.coordinate in merged)
        return sheet.cell(over.min_row, over.min_col)
    return cell
