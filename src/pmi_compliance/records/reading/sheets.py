"""
Which rows of a sheet are records: the headings are found, and what stands above, below and beside the table is told.

Offices put a title above their list, numbers under its headings, and a total, a source and a signature below it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.text import plain
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.guidance import EXAMPLE
from pmi_compliance.records.reading.headings import is_known, meanings
from pmi_compliance.records.reading.tables import Sheet
from pmi_compliance.records.reading.targets import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from pmi_compliance.records.reading.columns import Table, Tables
    from pmi_compliance.records.reading.mapping import Mapping
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import Origin

    #: A row by its number.
    Line: TypeAlias = tuple[int, Sequence[Any]]
    #: First row, first column, last row, last column.
    Range: TypeAlias = tuple[int, int, int, int]

#: Headings are looked for in so many rows.
_DEPTH = 30

#: So many known headings make sure what a sheet holds: where its name says more than that, and where it says nothing.
_SURE_WITH_NAME, _SURE = 2, 3

#: That nothing but an id stands in a row: it is told, and a record.
BARE = "row_of_an_id_alone"

#: A sum below a table.
_TOTAL = re.compile(r"(grand |sub ?)?(jumlah|jml|total|subtotal)\b", re.IGNORECASE)

#: What is written below a table: its source, remarks, and who signs.
_BELOW = re.compile(
    r"(sumber|source|catatan|keterangan|ket|note|nb)\s*[.:]|mengetahui|menyetujui|disetujui|diperiksa oleh|dibuat oleh"
    r"|(a\.n\.|an\.|plt\.|plh\.)\s|kepala (dinas|bidang|seksi|kantor|badan|upt)|nip[ .:]|(direktur|pimpinan)([ ,]|$)",
    re.IGNORECASE,
)

#: Where and when somebody signs; where and when somebody was born is written so, too.
_PLACE_AND_DAY = re.compile(r"[\w ]+, *(tanggal )?\d{1,2} \w+ \d{4}$", re.IGNORECASE)

#: A number as a total may be written.
_NUMBER = re.compile(r"(rp\.?)?\s*[\d.,\s]+(orang)?", re.IGNORECASE)


@frozen
class Header:
    """The headings of a sheet, and how far they go."""

    names: tuple[str, ...]
    #: How many of them are known.
    known: int
    #: The row where they begin, and how many rows they take.
    row: int
    height: int
    #: How many rows were read up to the end of the headings.
    read: int


@frozen
class Headings:
    """What counts as a heading."""

    #: What the office said of its columns.
    mapping: Mapping | None = None
    #: Whether only paths and titles count beside that, and no sheet is recognised by a guess.
    strict: bool = False

    def knows(self, heading: str, table: Table) -> bool:
        """Whether a heading is that of a column of a table."""
        if not heading:
            return False
        answers = self.mapping.answers if self.mapping is not None else ()
        is_answered = any(plain(answer.heading) == plain(heading) for answer in answers)
        return is_answered or is_known(heading, table, strict=self.strict)


def header_of(lines: Sequence[Line], table: Table, headings: Headings) -> Header | None:
    """
    The headings of a table among the first rows of a sheet.

    The row in which most cells are known headings, or two rows together: `Pekerja` over `Nama` and `NIK`.
    """
    best: Header | None = None
    found = [(at, number, _texts(cells)) for at, (number, cells) in enumerate(lines[:_DEPTH])]
    filled = [(at, number, texts) for at, number, texts in found if any(texts)]
    for place, (at, number, texts) in enumerate(filled):
        known = sum(headings.knows(text, table) for text in texts)
        if known > (best.known if best else 0):
            best = Header(_without_end(texts), known, number, 1, at + 1)
        for below, _, lower in filled[place + 1 : place + 2]:
            names = _joined(texts, lower, table, headings)
            known = sum(headings.knows(name, table) for name in names)
            # Two rows are believed to be headings only where both of them hold some that the other lacks.
            lower_known = sum(headings.knows(text, table) for text in lower)
            if known > (best.known if best else 0) and known > lower_known:
                best = Header(_without_end(names), known, number, 2, below + 1)
        if best is not None and best.known == sum(map(bool, best.names)) > 1:
            break
    return best


def _texts(cells: Sequence[Any]) -> list[str]:
    return ["" if cell is None or isinstance(cell, Unreadable) else str(cell).strip() for cell in cells]


def _without_end(names: Sequence[str]) -> tuple[str, ...]:
    last = max((at for at, name in enumerate(names) if name), default=-1)
    return tuple(names[: last + 1])


def _joined(upper: list[str], lower: list[str], table: Table, headings: Headings) -> list[str]:
    """The headings of two rows as one; an upper one goes on to the right until the next."""
    names, over = [], ""
    width = max(len(upper), len(lower))
    for above, below in zip(_wide(upper, width), _wide(lower, width), strict=True):
        over = above or over
        options = [f"{over}: {below}" if over and below and over != below else below or above, below, above]
        names.append(next((name for name in options if headings.knows(name, table)), options[0]))
    return names


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def table_of(
    name: str, lines: Sequence[Line], tables: Tables, *, strict: bool = False
) -> tuple[Table | None, str | None]:
    """
    What a sheet is a table of, and how that was guessed, if it was: by a name that says more, or by its headings.

    A guess must be sure: headings bear out a name that says more, and fit one table clearly where it says nothing.
    """
    table = tables.named(name)
    if table is not None or strict:
        return table, None
    headings = Headings()
    table = tables.mentioned(name)
    if table is not None:
        header = header_of(lines, table, headings)
        if header is not None and header.known >= _SURE_WITH_NAME:
            return table, "sheet_of_longer_name"
    fits = sorted(
        ((header.known, sum(map(bool, header.names)), at)
        for at, one in enumerate(tables.all)
        if (header := header_of(lines, one, headings)) is not None
        and (one.owner is None or any(one.path_of(name) == one.owner for name in header.names))),
        reverse=True,
    )  # fmt: skip
    if not fits:
        return None, None
    known, width, at = fits[0]
    second = fits[1][0] if len(fits) > 1 else 0
    is_clear = known >= second + 2 or (known == width and known > second)
    if known >= _SURE and 2 * known >= width and is_clear:
        return tables.all[at], "sheet_by_headings"
    return None, None


def table_in(
    lines: Iterable[Line],
    table: Table,
    origin: Origin,
    notes: ReadingNotes,
    *,
    headings: Headings,
    merged: Sequence[Range] = (),
    exact: bool = True,
) -> Sheet:
    """
    The records of a sheet under their headings.

    Args:
        lines: Its rows, by their numbers; they are read as the records are.
        table: What they are records of.
        origin: Where the sheet is.
        notes: Takes what is left out, and which row the headings were found in.
        headings: What counts as a heading.
        merged: Ranges of merged cells.
        exact: Whether its numbers have all their digits; those of spreadsheets have fifteen.

    """
    rest = iter(lines)
    first = list(islice(rest, _DEPTH))
    header = header_of(first, table, headings)
    likely = _likely(first)
    if header is None or (header.known == 1 and likely.row < header.row and len(likely.names) > 2):
        # A word in a row of data may be a heading elsewhere. What is not known is refused, or answered by the office.
        header = likely
    elif header.height > 1:
        rows = f"{header.row}–{header.row + header.height - 1}"
        notes.add(origin, "headings_in_two_rows", rows=rows)
    elif any(any(_texts(cells)) for _, cells in first[: header.read - 1]):
        notes.add(origin, "headings_below_the_top", row=header.row)
    rows_left: Iterable[Line] = chain(first[header.read :], rest)
    if merged:
        rows_left = _spread(rows_left, merged, origin, notes)
    records = _records(rows_left, header, table, origin, notes)
    return Sheet(origin, header.names, records, notes, exact=exact, header_row=header.row, is_lettered=True)


def _likely(lines: Sequence[Line]) -> Header:
    """Where headings are likely that nobody knows: in the first row of several texts, else in the first row."""
    rows = [(at, number, _texts(cells)) for at, (number, cells) in enumerate(lines)]
    filled = [row for row in rows if any(row[2])] or [(0, 1, [])]
    at, number, texts = next((row for row in filled if sum(map(bool, row[2])) > 2), filled[0])
    return Header(_without_end(texts), 0, number, 1, at + 1)


def _spread(
    lines: Iterable[Line], merged: Sequence[Range], origin: Origin, notes: ReadingNotes
) -> Iterator[Line]:
    """The rows, with the value of merged cells in each row that they go over and in which something else stands."""
    begin = defaultdict(list)
    for first, column, last, _ in merged:
        if last > first:
            begin[first].append((column, last))
    over: list[tuple[int, int, Any]] = []
    count = 0
    for number, found in lines:
        cells = found
        over = [range_ for range_ in over if range_[1] >= number]
        if over and any(map(_is_filled, cells)):
            row = [*cells, *[None] * (max(column for column, *_ in over) + 1 - len(cells))]
            for column, _, value in over:
                if not _is_filled(row[column]):
                    row[column] = value
                    count += 1
            cells = row
        over += [
            (column, last, cells[column])
            for column, last in begin.get(number, ())
            if column < len(cells) and _is_filled(cells[column])
        ]
        yield number, cells
    if count:
        notes.add(origin, "merged_cells", count)


def _records(
    lines: Iterable[Line], header: Header, table: Table, origin: Origin, notes: ReadingNotes
) -> Iterator[Line]:
    """The rows that may be records; the others are told, once of each sort."""
    sorter = _Sorter(header.names, table)
    told: dict[str, list[int]] = defaultdict(list)
    for number, cells in lines:
        code = sorter.no_record(cells)
        if code is None or code == BARE:
            yield number, cells
        if code is not None:
            told[code].append(number)
    for code, numbers in told.items():
        some = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
        notes.add(origin, code, len(numbers), rows=some)


class _Sorter:
    """Tells rows that are records from those that are none, going down a sheet."""

    def __init__(self, names: Sequence[str], table: Table) -> None:
        written = [_field(name, table) for name in names]
        told_apart_by = [name for name in (table.owner, "id", NUMBER) if name and name in written]
        self.key = written.index(told_apart_by[0]) if told_apart_by else None
        self.counts = told_apart_by[:1] == [NUMBER]
        self.width = sum(map(bool, names))
        self.names = [plain(name) for name in names]
        self.is_first = True
        #: Whether the table has ended: a line of its foot was seen, and no record since.
        self.below = False
        #: Whether the row before was empty.
        self.after_gap = False

    def no_record(self, cells: Sequence[Any]) -> str | None:
        """Why a row is no record, or hardly one, as the code of a note; `None` if it may be one, or is empty."""
        if not self.is_first and self._is_plainly_one(cells):
            self.below = self.after_gap = False
            return None
        filled = [(at, cell) for at, cell in enumerate(cells) if _is_filled(cell)]
        if not filled:
            self.after_gap = not self.is_first
            return None
        after_gap, self.after_gap = self.after_gap, False
        is_first, self.is_first = self.is_first, False
        key = next((cell for at, cell in filled if at == self.key), None)
        if isinstance(key, str) and key.strip() == EXAMPLE:
            return "example_rows_left_out"
        if len(filled) > 1 and all(self._is_heading(at, cell) for at, cell in filled):
            return "headings_repeated"
        if is_first and _are_numbers_of_columns([cell for _, cell in filled]):
            return "column_numbers_left_out"
        if self._is_total(filled, key):
            return "total_rows_left_out"
        # Below the foot of a numbered list, words in place of numbers are another table.
        if (self.below and self._counts_nothing(key)) or self._is_below(filled, key, after_gap=after_gap):
            self.below = True
            return "lines_left_out"
        self.below = False
        if key is not None and len(filled) == 1 and self.width > 2:
            return "numbers_left_out" if self.counts else BARE
        return None

    def _is_plainly_one(self, cells: Sequence[Any]) -> bool:
        """Whether an id and several facts stand in a row: so it is in nearly all, and nothing more is asked then."""
        if self.key is None or self.key >= len(cells):
            return False
        key = cells[self.key]
        if isinstance(key, str) and (key.strip() in {EXAMPLE, ""} or _TOTAL.match(key.strip())):
            return False
        is_usual = bool(key) and not self._is_heading(self.key, key) and not self._counts_nothing(key)
        return is_usual and sum(map(bool, cells)) > 3

    def _counts_nothing(self, key: Any) -> bool:
        """Whether a word stands where rows are numbered."""
        return self.counts and isinstance(key, str) and not re.search(r"\d", key)

    def _is_heading(self, at: int, cell: Any) -> bool:
        return isinstance(cell, str) and at < len(self.names) and plain(cell) == self.names[at]

    def _is_total(self, filled: list[tuple[int, Any]], key: Any) -> bool:
        at, word = filled[0]
        if not (isinstance(word, str) and _TOTAL.match(word.strip())):
            return False
        return self.width > 1 and (key is None or at == self.key) and all(map(_is_sum, filled[1:]))

    def _is_below(self, filled: list[tuple[int, Any]], key: Any, *, after_gap: bool) -> bool:
        if self.width < 3 or len(filled) > 2 or not all(isinstance(cell, str) for _, cell in filled):
            return False
        texts = [cell.strip() for _, cell in filled]
        if any(map(_BELOW.match, texts)) and (key is None or _BELOW.match(key.strip()) or len(filled) == 1):
            return True
        if len(filled) == 1 and _PLACE_AND_DAY.match(texts[0]):
            return True
        if self._counts_nothing(key):
            # A letter and a title in place of a number and facts: a part of the list begins.
            return True
        if key is None:
            # Without a column of ids two facts after an empty row may be a record.
            ends = after_gap and (self.key is not None or len(filled) == 1)
            return self.below or ends or (len(filled) == 1 and filled[0][0] == 0)
        # An id may stand alone; several words without a number are a title between the rows, or a name below them.
        return len(filled) == 1 and (self.below or (" " in key.strip() and not re.search(r"\d", key)))


def _field(name: str, table: Table) -> str:
    """The field that a heading alone means, as mappings write it."""
    (meaning,) = meanings((name,), table, {})
    return meaning.targets[0].written if meaning.targets else ""


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _is_sum(filled: tuple[int, Any]) -> bool:
    cell = filled[1]
    if isinstance(cell, str):
        return _NUMBER.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float | Unreadable)


def _are_numbers_of_columns(cells: list[Any]) -> bool:
    """Whether cells count 1, 2, 3 and so on."""
    numbers = [str(int(cell)) if isinstance(cell, float) else str(cell).strip("() .") for cell in cells]
    return len(cells) > 2 and numbers == [str(at) for at in range(1, len(cells) + 1)]
