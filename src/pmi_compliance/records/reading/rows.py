"""
Which rows below the headings of a sheet are records, and which are sums, titles, remarks or signatures.

Whoever is in doubt whether a row is a person keeps it, and says so: a name alone is a record, and is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.guidance import EXAMPLE
from pmi_compliance.records.reading.headers import (
    WHO,
    begins_another,
    field_of,
    is_repeated,
    number_columns,
)
from pmi_compliance.records.reading.other_tables import OtherTables
from pmi_compliance.records.reading.targets import NUMBER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headers import Header, Headings, Line
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import Origin

    #: The cells of a row in which something stands, with their places.
    Filled = list[tuple[int, Any]]

#: Rows that are told, and records: nothing but an id stands in one, or nothing but a name.
BARE, NAMED = "row_of_an_id_alone", "row_of_a_name_alone"

#: How many of what: `12`, `4 jenazah`, `1.500 orang`; a row of sums says nothing else.
_HOW_MANY = re.compile(r"(?:rp\.? ?)?\d[\d., ]*(?:[^\W\d_]{1,12})?(?: [^\W\d_]{1,12})?", re.IGNORECASE)
_LONGEST_SUM = 60
#: A sum below a table.
_TOTAL = re.compile(r"(grand |sub ?)?(jumlah|jml|total|subtotal)\b", re.IGNORECASE)

#: What is written below a table: its source, remarks, and who signs.
_BELOW = re.compile(
    r"(sumber|source|catatan|keterangan|ket|note|nb)\s*([.:]|$)|mengetahui|menyetujui|disetujui|diperiksa oleh|dibuat oleh"
    r"|a\.n\.|an\. *(kepala|bupati|wali|gubernur|direktur|sekretaris|camat)|(plt|plh)\.|ttd\b"
    r"|kepala (dinas|bidang|seksi|kantor|badan|upt|desa|bagian|sub)|(kabid|kasi|kasubag)\b"
    r"|nip[ .:]*\d|(direktur|pimpinan|camat|lurah|sekretaris|bendahara|petugas|operator|pelapor)([ ,]|$)"
    r"|hormat kami|yang membuat|dicetak|tanda tangan|tembusan|(signed|approved|acknowledged|prepared) by|head of"
    r"|[*•–—-]\W*\w",
    re.IGNORECASE,
)

#: The line below the name of who signs.
_NUMBER_OF_SIGNER = re.compile(r"\(?nip\b|pembina\b|penata\b|pengatur\b", re.IGNORECASE)

#: A name as it stands below a signature, and what begins a part of a list.
_SIGNED = re.compile(r"\(.*\)$|_{3}")
_PART = re.compile(
    r"(kecamatan|kec\.|desa|kelurahan|kel\.|kabupaten|kab\.|kota|provinsi|prov\.|wilayah|negara|tujuan|gelombang|kelompok"
    r"|angkatan|tahap|batch|periode|triwulan|semester|tahun|daftar|rekap|lampiran)\b",
    re.IGNORECASE,
)

_LETTER = re.compile(r"\(?[A-Z]{1,4}[.)]?")

#: Where and when somebody signs; where and when somebody was born is written so, too.
_PLACE_AND_DAY = re.compile(r"[\w ]+, *(tanggal )?\d{1,2} \w+ \d{4}$", re.IGNORECASE)

#: A year in what may be a name: a title.
_YEAR = re.compile(r"\b(19|20)\d\d\b")

#: What is written below a heading of how to fill in or count: `(Rp)`.
_HINT = re.compile(r"\(.*\)")

#: A number by which a person is known.
_OF_PERSON = re.compile(r"(\d[ .-]?){10}")

#: A title is merged over so many columns at least.
WIDE = 3


def records_in(
    lines: Iterable[Line],
    header: Header,
    table: Table,
    kinds: Sequence[Table],
    origin: Origin,
    notes: ReadingNotes,
    headings: Headings,
    below: list[Line] | None,
    titles: Collection[int] = (),
) -> Iterator[Line]:
    """
    The rows that may be records; the others are told, once of each sort.

    Args:
        lines: The rows below the headings.
        header: The headings.
        table: What the sheet is a table of.
        kinds: What a table below it may hold.
        origin: Where it is.
        notes: Takes which rows were left out.
        headings: What counts as a heading.
        below: Takes the rows from the headings of another table on; without it, these are told.
        titles: The rows of cells that are merged over several columns.

    """
    sorter, others = _Sorter(header, table, titles), OtherTables(header, table)
    told: dict[str, list[int]] = defaultdict(list)
    rows = iter(lines)
    while (line := next(rows, None)) is not None:
        number, cells = line
        after_break = sorter.after_break
        if begins_another(cells, header, kinds, headings, after_gap=after_break):
            if below is not None:
                below.extend((line, *rows))
                break
            filled = (at for at, cells in rows if any(map(is_filled, cells)))
            told["table_below_not_read"] = [number, *filled]
            break
        code = sorter.no_record(number, cells)
        following, rows = _next_filled(rows) if others.may_begin(cells) else ((), rows)
        if others.takes(line, following, code, after_break=after_break):
            continue
        if code == NAMED and (after := next(rows, None)) is not None:
            rows = chain((after,), rows)
            code = sorter.signed(after[1]) or code
        if code in {None, BARE, NAMED}:
            yield line
        if code is not None:
            told[code].append(number)
    for code, numbers in told.items():
        notes.add(origin, code, len(numbers), rows=listed(numbers))
    if others.rows:
        values = {"rows": listed(others.rows), "count": len(others.rows)}
        first = origin.at_row(others.rows[0])
        notes.of_header(table.kind, first, ProblemDetail("", "table_of_unknown_headings", values))


def _next_filled(rows: Iterator[Line]) -> tuple[Sequence[Any], Iterator[Line]]:
    """The cells of the next row in which something stands, and all the rows again."""
    read: list[Line] = []
    for line in rows:
        read.append(line)
        if any(map(is_filled, line[1])):
            return line[1], chain(read, rows)
    return (), iter(read)


def listed(numbers: Sequence[int]) -> str:
    """Numbers of rows as a note tells them: the first, if there are many."""
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


def is_filled(cell: Any) -> bool:
    """Whether something stands in a cell."""
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


class _Sorter:
    """Tells rows that are records from those that are none, going down a sheet."""

    def __init__(self, header: Header, table: Table, titles: Collection[int]) -> None:
        written = [field_of(name, table) for name in header.names]
        told_apart_by = [name for name in (table.owner, "id", NUMBER) if name and name in written]
        self.header, self.titles = header, titles
        self.key = written.index(told_apart_by[0]) if told_apart_by else None
        self.counts = told_apart_by[:1] == [NUMBER]
        self.who = {at for at, name in enumerate(written) if name in WHO and not table.group}
        self.width = sum(map(bool, header.names))
        #: Whether nothing has come since the headings.
        self.is_first = True
        #: Whether a line that is no record came since the last record, and one that ends a list.
        self.below = self.at_foot = False
        #: Whether the row before was empty.
        self.after_gap = False

    @property
    def after_break(self) -> bool:
        """Whether an empty row or a line that is no record came before, and no list has ended."""
        return (self.after_gap or self.below) and not self.at_foot

    def no_record(self, number: int, cells: Sequence[Any]) -> str | None:
        """Why a row is no record, or hardly one, as the code of a note; `None` if it may be one, or is empty."""
        if not self.is_first and self._is_plainly_one(cells):
            self.below = self.at_foot = self.after_gap = False
            return None
        filled = [(at, cell) for at, cell in enumerate(cells) if is_filled(cell)]
        if not filled:
            self.after_gap = not self.is_first
            return None
        after_gap, self.after_gap = self.after_gap, False
        is_first, self.is_first = self.is_first, False
        key = next((cell for at, cell in filled if at == self.key), None)
        if isinstance(key, str) and key.strip() == EXAMPLE:
            return "example_rows_left_out"
        if len(filled) > 1 and all(
            isinstance(cell, str) and is_repeated(at, cell, self.header) for at, cell in filled
        ):
            # On each page the numbers of the columns may stand below.
            self.is_first = True
            return "headings_repeated"
        if is_first and number_columns([cell for _, cell in filled]):
            self.is_first = True
            return "column_numbers_left_out"
        if is_first and all(isinstance(cell, str) and _HINT.fullmatch(cell.strip()) for _, cell in filled):
            self.is_first = True
            return "lines_left_out"
        if self._is_total(filled, key):
            return "total_rows_left_out"
        # Below the foot of a numbered list, words in place of numbers are another table.
        if (self.below and self._counts_nothing(key)) or self._is_below(
            number, filled, key, after_gap=after_gap
        ):
            self.below = True
            return "lines_left_out"
        self.below = self.at_foot = False
        if len(filled) == 1 and self.width > 1:
            if key is not None and self.width > 2:
                return "numbers_left_out" if self.counts else BARE
            return NAMED if key is None and filled[0][0] in self.who else None
        return None

    def signed(self, cells: Sequence[Any]) -> str | None:
        """Of a row with nothing but a name: that it is the name of who signs, if the row below it says so."""
        below = [cell for cell in cells if is_filled(cell)]
        if len(below) != 1 or not _NUMBER_OF_SIGNER.match(str(below[0]).strip()):
            return None
        self.below = self.at_foot = True
        return "lines_left_out"

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
        return isinstance(cell, str) and is_repeated(at, cell, self.header)

    def _is_total(self, filled: Filled, key: Any) -> bool:
        at, word = filled[0]
        if not (isinstance(word, str) and _TOTAL.match(word.strip())):
            return False
        may_be = self.width > 1 or at in self.who
        return may_be and (key is None or at == self.key) and all(map(_is_sum, filled[1:]))

    def _is_below(self, number: int, filled: Filled, key: Any, *, after_gap: bool) -> bool:
        """Whether a row is a title between records or stands below the last one; the latter is kept in mind."""
        if len(filled) > 2 or not all(isinstance(cell, str) for _, cell in filled):
            return False
        if self.width < 3 and not self.who:
            return False
        texts = [cell.strip() for _, cell in filled]
        is_alone = len(filled) == 1
        ends = any(map(_BELOW.match, texts)) and (key is None or is_alone or _BELOW.match(key.strip()))
        if ends or (is_alone and _PLACE_AND_DAY.match(texts[0])):
            self.at_foot = True
            return True
        if self._counts_nothing(key):
            # A letter and a title in place of a number and facts: a part of the list begins.
            names = [cell.strip() for at, cell in filled if at in self.who and at != self.key]
            return (
                not names or _LETTER.fullmatch(key.strip()) is not None or _PART.match(names[0]) is not None
            )
        if key is not None:
            # An id may stand alone; several words without a number are a title between the rows, or a name below them.
            return is_alone and (self.below or (" " in key.strip() and not re.search(r"\d", key)))
        if any(at in self.who for at, _ in filled):
            return self._is_of_nobody(number, texts)
        if self.width < 3:
            return False
        # Without a column of ids two facts after an empty row may be a record.
        ends = after_gap and (self.key is not None or is_alone)
        return self.at_foot or ends or (is_alone and filled[0][0] == 0)

    def _is_of_nobody(self, number: int, texts: Sequence[str]) -> bool:
        """Whether what stands in a column of names is none: a title, or the name of who signs."""
        if any(map(_OF_PERSON.search, texts)):
            return False
        if not any(sign.isalpha() for text in texts for sign in text):
            return True
        if len(texts) > 1:
            return self.at_foot
        signs = (_PART.match(texts[0]), _YEAR.search(texts[0]), _SIGNED.match(texts[0]))
        return self.at_foot or number in self.titles or any(signs)


def _is_sum(filled: tuple[int, Any]) -> bool:
    cell = filled[1]
    if isinstance(cell, str):
        counts = re.split(r"[+;/&]", cell) if len(cell) <= _LONGEST_SUM else [""]
        return all(_HOW_MANY.fullmatch(count.strip()) for count in counts)
    return isinstance(cell, int | float | Unreadable)
