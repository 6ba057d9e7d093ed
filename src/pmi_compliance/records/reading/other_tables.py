"""
Where another table begins below a list though nobody knows its headings: words stand where days and codes belong.

A row of a person may hold such words, too; only with a row behind it that fits no better they are headings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.days import day_of
from pmi_compliance.records.place_names import codes_meant
from pmi_compliance.records.reading.headers import may_be_headings, texts_of
from pmi_compliance.records.reading.headings import meanings
from pmi_compliance.records.reading.words import reader_of
from pmi_compliance.records.unread import says_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headers import Header, Line

#: In so many columns at least words stand where others belong, and so many words a row of headings has.
_MISFITS, _WORDS = 2, 3


class OtherTables:
    """Tells from the cells of a row whether it may be one of another table than that of some headings."""

    def __init__(self, header: Header, table: Table) -> None:
        self._fits = _checks(header, table)
        #: The rows of such tables, and whether one goes on.
        self.rows: list[int] = []
        self._goes_on = False

    def takes(self, line: Line, following: Sequence[Any], code: str | None, *, after_break: bool) -> bool:
        """
        Whether a row is one of another table.

        Args:
            line: The row.
            following: The cells of the next row in which something stands, where the row may begin a table.
            code: Why it is no record, or hardly one.
            after_break: Whether an empty row or a title stands before it.

        """
        number, cells = line
        if self._goes_on:
            self._goes_on = code != "headings_repeated" and not self._is_of_list(cells)
        elif code is None and following and not _says_the_same(cells, following):
            self._goes_on = self._is_of_another(following, 1 if after_break else _MISFITS)
        if self._goes_on and any(texts_of(cells)):
            self.rows.append(number)
        return self._goes_on

    def may_begin(self, cells: Sequence[Any]) -> bool:
        """Whether a row may be the headings of another table: words alone, and in several columns of no use there."""
        if len(self._fits) < _MISFITS or not may_be_headings(cells):
            return False
        texts = [text for text in texts_of(cells) if text]
        if len(texts) < _WORDS or any(any(map(str.isdigit, text)) for text in texts):
            return False
        return self._is_of_another(cells, _MISFITS)

    def _is_of_list(self, cells: Sequence[Any]) -> bool:
        """Whether several cells of a row fit their columns, so that the list goes on."""
        fitting = [
            at
            for at, fits in self._fits.items()
            if at < len(cells) and cells[at] is not None and fits(cells[at])
        ]
        return len(fitting) >= _MISFITS

    def _is_of_another(self, cells: Sequence[Any], misfits: int) -> bool:
        """Whether no cell of a row fits its column, of those whose cells can be told, and so many do not."""
        asked = [(fits, cells[at]) for at, fits in self._fits.items() if at < len(cells)]
        said = [(fits, cell) for fits, cell in asked if cell is not None and not says_nothing(str(cell))]
        return len(said) >= misfits and not any(fits(cell) for fits, cell in said)


def _says_the_same(cells: Sequence[Any], following: Sequence[Any]) -> bool:
    """Whether a word stands below itself: no heading does, but persons share their jobs."""
    return any(
        above and above == below for above, below in zip(texts_of(cells), texts_of(following), strict=False)
    )


def _checks(header: Header, table: Table) -> Mapping[int, Callable[[Any], bool]]:
    """Of each column whose cells can be told from words what tells it."""
    checks: dict[int, Callable[[Any], bool]] = {}
    for meaning in meanings(header.names, table, {}):
        (target, *others) = meaning.targets or (None,)
        if target is None or others or not target.path:
            continue
        path = (*target.path, *target.inner)
        node = table.node_of(path)
        if node is not None and not target.tells_presence and _is_told(node):
            where = ".".join(part for part in (table.kind, table.group, *path) if part)
            checks[meaning.at] = _check(node, reader_of(node, where))
    return checks


def _is_told(node: Node) -> bool:
    return node.values is not None or node.format is not None or node.type in {"integer", "boolean"}


def _check(node: Node, read: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def fits(cell: Any) -> bool:
        value = read(cell).value
        if node.values is not None:
            return value in node.values
        if node.places is not None:
            text = str(value)
            return node.places.code_of(text) is not None or bool(codes_meant(text, node.places))
        if node.format is not None:
            return isinstance(value, str) and day_of(value) is not None
        return isinstance(value, bool) if node.type == "boolean" else isinstance(value, int)

    return fits
