"""
Which rows of a sheet are its headings, and what each column is called by them.

Offices put a title above, headings in two or three rows with one cell over several columns, and numbers below them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.text import plain
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.headings import is_known, meanings, names_for, words_in
from pmi_compliance.records.reading.targets import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.mapping import Mapping
    from pmi_compliance.records.reading.targets import Target

    #: A row by its number.
    Line: TypeAlias = tuple[int, Sequence[Any]]
    #: First row, first column, last row, last column.
    Range: TypeAlias = tuple[int, int, int, int]

#: Headings are looked for in so many rows, and take so many at most.
DEPTH, HIGHEST = 30, 3

#: A heading holds no number of so many digits, and no data row of a list is without one for long.
_LONG_NUMBER = re.compile(r"\d{4}")

#: Columns that say who somebody is.
WHO = frozenset({"worker.name", "name", "worker.nik", "victim.name"})

#: Words that only join the headings below one: `Tempat & Tgl Lahir`.
_JOINING = frozenset({"dan", "and", "serta"})

#: Somebody else than whom the list is about: what stands below is told of them.
_OTHERS = re.compile(
    r"\b(suami|istri|isteri|pasangan|ayah|bapak|ibu|orang ?tua|ortu|wali|keluarga|ahli waris|anak|saudara|kontak"
    r"|darurat|sponsor|petugas|pl|majikan|pemberi kerja|pengguna|perusahaan|p3mi|pptkis|pt|agen\w*|mitra|calo|perekrut"
    r"|pelapor|spouse|husband|wife|father|mother|parents?|guardian|family|employer|agency|recruiter|company|emergency"
    r"|contact)\b",
    re.IGNORECASE,
)


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
    #: What stands in each of these rows.
    written: tuple[tuple[str, ...], ...] = ()


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


def header_of(
    lines: Sequence[Line], table: Table, headings: Headings, merged: Sequence[Range] = ()
) -> Header | None:
    """
    The headings of a table among the first rows of a sheet.

    The row in which most cells are known headings, or two or three rows together: `Pekerja` over `Nama` and `NIK`.

    Args:
        lines: Its first rows.
        table: What it may be a table of.
        headings: What counts as a heading.
        merged: Its merged cells, by which headings go over several columns or rows.

    """
    best: Header | None = None
    rows = [(at, number, texts_of(cells)) for at, (number, cells) in enumerate(lines[:DEPTH])]
    filled = [row for row in rows if any(row[2]) and not number_columns([text for text in row[2] if text])]
    for place in range(len(filled)):
        for height in range(1, HIGHEST + 1):
            found = filled[place : place + height]
            if len(found) < height or not (height == 1 or _may_join(lines[found[-1][0]][1], table)):
                break
            header = _header(found, table, headings, merged)
            # Several rows are believed to be headings only where they say more than the lower ones alone.
            is_more = height == 1 or header.known > _header(found[1:], table, headings, merged).known
            if is_more and header.known > (best.known if best else 0):
                best = header
        if best is not None and _is_sure(best):
            break
    return best if best is None else _whole(best, filled, table, headings, merged)


def _may_join(cells: Sequence[Any], table: Table) -> bool:
    """Whether a row may stand below headings as a part of them: half of its cells are made of words of headings."""
    texts = [text for text in texts_of(cells) if text]
    words = _words_of(table)
    return may_be_headings(cells) and 2 * sum(words.issuperset(words_in(text)) for text in texts) >= len(
        texts
    )


@lru_cache(maxsize=64)
def _words_of(table: Table) -> frozenset[str]:
    """All words that the headings of a table are made of."""
    return frozenset(word for words in names_for(table).by_words for word in words)


def likely_header(lines: Sequence[Line]) -> Header:
    """Where headings are likely that nobody knows: in the first row of several texts, else in the first row."""
    rows = [(at, number, texts_of(cells)) for at, (number, cells) in enumerate(lines)]
    filled = [row for row in rows if any(row[2])] or [(0, 1, [])]
    at, number, texts = next((row for row in filled if sum(map(bool, row[2])) > 2), filled[0])
    return Header(_without_end(texts), 0, number, 1, at + 1, (tuple(texts),))


def texts_of(cells: Sequence[Any]) -> list[str]:
    """What stands in the cells of a row, nothing in place of what cannot be read."""
    return ["" if cell is None or isinstance(cell, Unreadable) else str(cell).strip() for cell in cells]


def may_be_headings(cells: Sequence[Any]) -> bool:
    """Whether nothing but words stands in a row, as in one of headings."""
    return not any(
        cell is not None and (type(cell) is not str or _LONG_NUMBER.search(cell) is not None)
        for cell in cells
    )


def number_columns(cells: Sequence[Any]) -> bool:
    """Whether cells count 1, 2, 3 or a, b, c or I, II, III; some numbers may be left out, or say how they come about."""
    marks = [str(int(cell)) if isinstance(cell, float) else str(cell).partition("=")[0] for cell in cells]
    marks = [mark.strip("() .").lower() for mark in marks]
    if len(marks) < 2 or len(marks) != len({*marks}):
        return False
    if all(mark.isascii() and mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
        return numbers[0] == 1 and numbers == sorted(numbers) and numbers[-1] <= 2 * len(numbers)
    letters = [chr(ord("a") + at) for at in range(len(marks))]
    return marks == letters or marks == list(_ROMAN[: len(marks)])


#: Numbers of columns as some write them.
_ROMAN = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii",
)  # fmt: skip


def begins_another(
    cells: Sequence[Any], header: Header, kinds: Sequence[Table], headings: Headings, *, after_gap: bool
) -> bool:
    """
    Whether a row below a table is that of the headings of another.

    Args:
        cells: The row.
        header: The headings of the table above.
        kinds: What a table may hold, first what the one above does; the others only begin after a gap.
        headings: What counts as a heading.
        after_gap: Whether an empty row or a title stands before it.

    """
    if not may_be_headings(cells):
        return False
    texts = [(at, text) for at, text in enumerate(texts_of(cells)) if text]
    if len(texts) < 2 or all(is_repeated(at, text, header) for at, text in texts):
        return False
    counting = sum(plain(text) in _COUNTING for _, text in texts)
    others = [text for _, text in texts if plain(text) not in _COUNTING]
    known = max(
        sum(headings.knows(text, kind) for text in others) for kind in (kinds if after_gap else kinds[:1])
    )
    is_sure = known >= 3 and 3 * known >= 2 * len(texts)
    return is_sure or (after_gap and known > 0 and 2 * (known + counting) >= len(texts))


#: What the columns of a table that counts are called beside those that a list has.
_COUNTING = frozenset({
    "jumlah", "jml", "total", "l", "p", "lk", "pr", "laki-laki", "perempuan", "persen", "persentase", "%", "orang", "count",
})  # fmt: skip


def only_counts(header: Header, table: Table) -> bool:
    """Whether a table of persons or firms says how many there are, `Bulan`, `L`, `P`, `Jumlah`, and who is none of them."""
    if table.group or not any(map(table.knows, WHO)):
        return False
    fields = {name: field_of(name, table) for name in header.names if name}
    if not WHO.union({"id", "worker.id"}).isdisjoint(fields.values()):
        return False
    counts = any(plain(name) in _COUNTING and table.type_of(field) is None for name, field in fields.items())
    return counts or NUMBER not in fields.values()


def is_repeated(at: int, text: str, header: Header) -> bool:
    """Whether a text is the heading of its column again."""
    rows = (*header.written, header.names)
    return any(at < len(row) and row[at] and plain(row[at]) == plain(text) for row in rows)


def field_of(name: str, table: Table) -> str:
    """The field that a heading alone means, as mappings write it."""
    (meaning,) = meanings((name,), table, {})
    return meaning.targets[0].written if meaning.targets else ""


def _header(
    found: Sequence[tuple[int, int, list[str]]], table: Table, headings: Headings, merged: Sequence[Range]
) -> Header:
    """What the columns are called by one row or several, the lowest first joined with the one above."""
    names = found[-1][2]
    for _, number, upper in reversed(found[:-1]):
        names = _joined(number, upper, names, table, headings, merged)
    known = sum(headings.knows(name, table) for name in names)
    first, last = found[0], found[-1]
    written = tuple(tuple(texts) for _, _, texts in found)
    return Header(_without_end(names), known, first[1], last[1] - first[1] + 1, last[0] + 1, written)


def _is_sure(header: Header) -> bool:
    """Whether no row below is asked: a second table below may have more headings that are known."""
    width = sum(map(bool, header.names))
    return header.known == width > 1 or (header.known > 1 and 3 * header.known >= 2 * width)


def _whole(
    header: Header,
    filled: Sequence[tuple[int, int, list[str]]],
    table: Table,
    headings: Headings,
    merged: Sequence[Range],
) -> Header:
    """Headings with the rows that belong to them though they say no more: those of merged cells, and of sub-headings."""
    first = next(place for place, row in enumerate(filled) if row[1] == header.row)
    end = first + len(header.written)
    if first and _goes_over(filled[first - 1], header, merged):
        first -= 1
    while (
        end < len(filled) and end - first < HIGHEST and _goes_on(filled[end], header, table, headings, merged)
    ):
        end += 1
    return (
        header if end - first == len(header.written) else _header(filled[first:end], table, headings, merged)
    )


def _goes_over(row: tuple[int, int, list[str]], header: Header, merged: Sequence[Range]) -> bool:
    """Whether a cell of the row above goes over some of the columns, and not over all as a title does, or goes on."""
    _, number, _ = row
    width = sum(map(bool, header.names))
    of_row = [(begin, bottom, end) for top, begin, bottom, end in merged if top == number]
    goes_over = any(begin < end < begin + width - 1 or bottom >= header.row for begin, bottom, end in of_row)
    return number == header.row - 1 and goes_over


def _goes_on(
    row: tuple[int, int, list[str]], header: Header, table: Table, headings: Headings, merged: Sequence[Range]
) -> bool:
    """Whether a row below belongs to the headings: by cells merged into it, or as words below one over several columns."""
    _, number, texts = row
    if any(header.row <= top < number <= bottom for top, _, bottom, _ in merged):
        return True
    names = _wide(list(header.names), len(texts))
    under = [
        at
        for at, text in enumerate(texts)
        if text and (not names[at] or (at + 1 < len(names) and not names[at + 1]))
    ]
    has_plain = any(name and at not in under for at, name in enumerate(names))
    is_sub = len(under) > 1 and len(under) == sum(map(bool, texts)) and any(not names[at] for at in under)
    return has_plain and is_sub and any(headings.knows(texts[at], table) for at in under)


def _without_end(names: Sequence[str]) -> tuple[str, ...]:
    last = max((at for at, name in enumerate(names) if name), default=-1)
    return tuple(names[: last + 1])


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _joined(
    number: int,
    upper: list[str],
    lower: list[str],
    table: Table,
    headings: Headings,
    merged: Sequence[Range],
) -> list[str]:
    """The headings of two rows as one; an upper one goes as far as its cell is merged, else until the next."""
    width = max(len(upper), len(lower))
    above, below = _wide(upper, width), _wide(lower, width)
    ends = {begin: end for top, begin, _, end in merged if top == number}
    starts = [at for at, text in enumerate(above) if text]
    names = [*below]
    for start, following in pairwise([*starts, width]):
        end = ends.get(start, following - 1)
        columns = [at for at in range(start, end + 1) if at < width]
        told = {
            at: _told_by(above[start], [below[at] for at in columns], below[at])
            for at in columns
            if below[at]
        }
        for at in columns:
            if not below[at]:
                names[at] = above[start] if at == start else ""
                continue
            options = chain(
                told[at],
                _alone(above[start], below[at], table, is_first=at == start or start in ends),
                [above[start]] if len(told) == 1 and at == start else [],
            )
            names[at] = next((name for name in options if headings.knows(name, table)), told[at][0])
    return names


def _told_by(over: str, beside: Sequence[str], below: str) -> list[str]:
    """A heading with the one above it: whole, and what both of several have in common, `Tanggal` and `Lahir`."""
    if plain(over) == plain(below):
        return [below]
    said = {word for text in beside for word in words_in(text)} | _JOINING
    rest = " ".join(word for word in words_in(over) if word not in said)
    return [f"{over}: {below}", *([f"{below} {rest}"] if rest and len(beside) > 1 else [])]


def _alone(over: str, below: str, table: Table, *, is_first: bool) -> Iterator[str]:
    """A heading without the one above it, where that does not make it tell of somebody or something else."""
    of_over = _targets(over, table)
    is_paper = is_first and any(target.fixed for target in of_over)
    is_other = _OTHERS.search(over) is not None and not any(target.written == "name" for target in of_over)
    counts = any(target.written == NUMBER for target in _targets(below, table))
    if not (is_paper or is_other or (counts and of_over and of_over[0].path)):
        yield below


@lru_cache(maxsize=4_096)  # asked of each table that a sheet may be
def _targets(name: str, table: Table) -> tuple[Target, ...]:
    (meaning,) = meanings((name,), table, {})
    return meaning.targets
