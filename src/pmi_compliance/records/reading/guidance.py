"""
The sheets that the template and mended workbooks hold beside records, told by what stands in them, not by their names.

An office calls a list of its own `Daftar` or `Contoh`, too, and nobody on it may be lost without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pmi_compliance.records.reading.grids import Grid

    #: The rows of a sheet, by their numbers.
    Rows = Sequence[tuple[int, Sequence[Any]]]

#: What the page of guidance begins with.
GUIDE = Text("Petunjuk", "How to fill in this workbook")

#: The columns of the sheet that says what words mean.
CODES = (
    Text("Lembar", "Sheet"),
    Text("Kolom", "Column"),
    Text("Kode", "Code"),
    Text("Nama", "Name"),
    Text("Arti", "Meaning"),
)

#: The word that the first list to choose from begins with.
FIRST_WORD = "P3MI"

#: No word to choose from has so many digits.
_DIGITS = 4

#: The record that the example rows of the template are about.
EXAMPLE = "CONTOH-1"

#: What stands first in the sheet that a mended workbook begins with.
PROBLEMS_TOLD = Text("Masalah menurut pmi-compliance", "Problems according to pmi-compliance")

#: Names of sheets that hold examples or guidance of an office's own, where other sheets hold its records.
_ASIDE = frozenset({"petunjuk", "contoh"})


def holds_no_records(grid: Grid) -> bool:
    """Whether a sheet is one of those that this library writes beside records."""
    if not grid.rows:
        return True
    is_ours = _OF_TEMPLATE.get(_name(grid))
    return _begins_with(grid.rows, PROBLEMS_TOLD) or (is_ours is not None and is_ours(grid.rows))


def stands_aside(grid: Grid) -> bool:
    """Whether a sheet is of records only where no other is, by its name."""
    return _name(grid) in _ASIDE


def _name(grid: Grid) -> str:
    return grid.name.strip().casefold()


def _begins_with(rows: Rows, words: Text) -> bool:
    return rows[0][1][:1] in ([words.id], [words.en])


def _is_guide(rows: Rows) -> bool:
    return _begins_with(rows, GUIDE)


def _are_examples(rows: Rows) -> bool:
    """A title, headings and a row about the example, again and again; a row that somebody added is a record."""
    return len(rows) == 3 * sum(EXAMPLE in cells for _, cells in rows)


def _are_codes(rows: Rows) -> bool:
    return [*rows[0][1]] in ([title.id for title in CODES], [title.en for title in CODES])


def _are_lists(rows: Rows) -> bool:
    """Words to choose from, without headings: persons have days, and numbers of many digits."""
    cells = [cell for _, cells in rows for cell in cells if cell is not None]
    is_words = all(isinstance(cell, str) and sum(map(str.isdigit, cell)) < _DIGITS for cell in cells)
    return rows[0][1][:1] == [FIRST_WORD] and is_words


_OF_TEMPLATE: Mapping[str, Callable[[Rows], bool]] = {
    "petunjuk": _is_guide,
    "contoh": _are_examples,
    "kode": _are_codes,
    "daftar": _are_lists,
}
