"""
How the cells of a row become a record: each into the fact that its column tells, or among what is only kept.

What can be taken from no cell is told with it; what is no more than a likely reading is noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import field, frozen

from pmi_compliance.base.days import day_of
from pmi_compliance.base.text import Text
from pmi_compliance.expr.types import DATE
from pmi_compliance.records.documents import ProblemDetail, describe_value
from pmi_compliance.records.json_schema import Node, pointer
from pmi_compliance.records.reading.cells import cell_of
from pmi_compliance.records.reading.dates import counted_since_1900
from pmi_compliance.records.reading.filling import (
    is_place,
    is_unsaid,
    parts_of,
    put_at,
    put_in_item,
    within,
)
from pmi_compliance.records.reading.first_rows import with_month_first
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.headings import letter
from pmi_compliance.records.reading.no_values import DITTO, MAY_BE_NONE, no_value
from pmi_compliance.records.reading.papers import HELD_BY, is_state, said_of_paper
from pmi_compliance.records.reading.papers import NUMBER as NUMBER_OF_PAPER
from pmi_compliance.records.reading.raw import Doubled, Named, text_problems
from pmi_compliance.records.reading.targets import EXTRA, LEFT_OUT, NUMBER
from pmi_compliance.records.reading.understood import read_as
from pmi_compliance.records.reading.words import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.found import Sheet
    from pmi_compliance.records.reading.headings import Meaning
    from pmi_compliance.records.reading.targets import Target
    from pmi_compliance.records.reading.understood import Understood

#: Columns that fill no field, and cells that hold more than one value.
KEPT_ASIDE, _NESTED = frozenset({EXTRA, NUMBER, LEFT_OUT}), frozenset({dict, list, Doubled})

#: From here on a number with fifteen digits has lost its last ones.
_INEXACT = 10**15

#: What understands the columns that say where a row belongs, and what no schema describes.
TEXT, ROW_NUMBER, ANYTHING = (reader_of(Node((kind,)), "") for kind in ("string", "integer", "object"))


class Plain(NamedTuple):
    """A column whose cells tell one fact, and nothing more as a rule."""

    target: Target
    read: Callable[[Any], Understood]


class Counted:
    """What is noted of cells, counted until it is told: the same word stands in every other row of a list."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._counts: dict[int, tuple[Target, Understood, list[int]]] = {}

    def add(self, target: Target, meant: Understood) -> None:
        """Count once more what is noted of a cell."""
        known = self._counts.get(id(meant))
        if known is None:
            if len(self._counts) >= _MOST_COUNTED:
                self.tell()
            # What is kept here cannot be taken for another that comes into its place.
            known = self._counts[id(meant)] = (target, meant, [0])
        known[2][0] += 1

    def tell(self) -> None:
        """Note all that was counted."""
        for target, meant, (count,) in self._counts.values():
            for code, values in meant.notes:
                self.sheet.notes.add(self.sheet.origin, code, count, field=target.title, **dict(values))
        self._counts.clear()


#: So many different readings are counted before they are told.
_MOST_COUNTED = 5_000


@frozen(eq=False)
class RowFilling:
    """One row as it is filled, cell by cell."""

    sheet: Sheet
    table: Table
    #: What understands the cells about each fact.
    readers: Mapping[str, Callable[[Any], Understood]]
    #: The columns of numbers and of visas, with what words in place of them tell.
    of_numbers: Mapping[Target, Target]
    #: The days of columns in which the month stands first.
    month_first: Set[Target] = frozenset()
    value: dict[str, Any] = field(factory=dict)
    details: list[ProblemDetail] = field(factory=list)
    named: dict[str, Named] = field(factory=dict)
    #: What cells say of facts that have no column, by the path of each.
    beside: dict[tuple[str, ...], Any] = field(factory=dict)
    #: The fields of days of which facts are said, by the path that such a day goes to.
    said_on: dict[tuple[str, ...], str] = field(factory=dict)

    def takes(self, column: Plain, cell: str, counted: Counted) -> bool:
        """Put a text that plainly tells the fact of its column where it belongs; all others are filled in as they need."""
        if not cell or cell[0] in MAY_BE_NONE:
            return False
        meant = column.read(cell)
        if meant.value is None or meant.beside or meant.rest is not None:
            return False
        *around, last = column.target.path
        value = self.value
        for step in around:
            inner = value.setdefault(step, {})
            if type(inner) is not dict:
                return False
            value = inner
        if last in value:
            return False
        value[last] = meant.value
        if meant.notes:
            counted.add(column.target, meant)
        return True

    def fill(self, column: Meaning, cell: Any, place: Any = None) -> None:
        """
        Put a cell where its column says.

        Args:
            column: What the column means.
            cell: What stands there.
            place: Where a column for several facts tells a part of a place: what other columns tell of it.

        """
        if len(column.targets) == 1:
            self.tell(column.targets[0], column, cell)
            return
        many = len(column.targets)
        parts: list[Any] | None
        if isinstance(cell, Unreadable):
            parts = [cell] * many
        else:
            parts = [None] * many if cell is None or is_blank(cell) else parts_of(cell, column.targets)
        if parts is None:
            self.sheet.notes.add(self.sheet.origin, "cells_not_parted", heading=column.heading)
            self.keep(column.kept_as, cell)
            parts = [None] * many
        for target, part in zip(column.targets, parts, strict=True):
            whole = part if place is None or not is_place(target) else within(part, place)
            if whole is not None:
                self.tell(target, column, whole)

    def tell(self, target: Target, column: Meaning, part: Any) -> None:
        """Put a cell, or a part of one, into the fact that it tells."""
        if target.written in KEPT_ASIDE:
            if target.written != LEFT_OUT:
                self.keep(column.kept_as, part)
        elif (problem := no_value(part, target.type)) is not None:
            self.add_problem(target, column, problem.code, problem.values)
        elif type(part) in _NESTED and (problems := text_problems(part, target.path)):
            self.details.extend(problems)
            self.put(target, column, part)
        elif (target.by or target.fixed) and is_unsaid(target, part):
            read = part.strip()
            self.sheet.notes.add(self.sheet.origin, "word_for_missing", field=target.title, read=read)
        elif target.by:
            name = str(self.meaning(target, part))
            told_as = column.kept_as if target.may_be_id else None
            self.named[target.path[0]] = Named(target.kind, target.by, name, told_as)
            if told_as is None:
                self.keep(column.kept_as, name)
        elif not self.put(target, column, part):
            self.sheet.notes.add(self.sheet.origin, "cells_told_otherwise", heading=column.heading)
            self.keep(column.kept_as, part)

    def add_problem(self, target: Target, column: Meaning, code: str, values: Mapping[str, Any]) -> None:
        """Write down that nothing can be taken from a cell."""
        if code == DITTO:
            self.sheet.notes.add(self.sheet.origin, "ditto_marks")
        place = cell_of(column, target, is_lettered=self.sheet.is_lettered)
        self.details.append(ProblemDetail(target.pointer, code, values, place))

    def put(self, target: Target, column: Meaning, cell: Any) -> bool:
        """Put a cell into its field or item; whether there was a place for it."""
        if target.fixed:
            return put_in_item(self.value, target, self.told_of_item(target, column, cell))
        meant = self.meaning(target, cell)
        if target.said_on:
            self.said_on[(*target.path[:-1], f"{target.path[-1]}_on")] = target.said_on
        return meant is None or put_at(self.value, target.path, meant)

    def told_of_item(self, target: Target, column: Meaning, cell: Any) -> Iterable[tuple[str, Any]]:
        """What a cell tells of an item of a list, by the names of its fields; words about a paper are no number."""
        state = self.of_numbers.get(target) if isinstance(cell, str) else None
        asks = any(one.tells_presence for one in (target, state) if one is not None)
        asks_of_paper = asks and not isinstance(cell, bool)
        said = said_of_paper(str(cell)) if asks_of_paper else None
        if said is not None and not (self.sheet.strict and HELD_BY in dict(said)):
            return [(name, self.noted(target, cell, name, value)) for name, value in said]
        if state is not None and is_state(self.readers[state.written](cell).value, cell):
            return [(state.inner[-1], self.meaning(state, cell))]
        if state is not None and state.tells_presence:
            read = describe_value(cell, personal=True)
            self.add_problem(target, column, "no_number", {"field": NUMBER_OF_PAPER, "read": read})
            return []
        return [(target.inner[-1], self.meaning(target, cell))]

    def noted(self, target: Target, cell: Any, name: str, value: Any) -> Any:
        """What a cell says of a paper; that somebody has it is noted."""
        if name == HELD_BY:
            node = self.table.node_of((*target.path, HELD_BY))
            code, values = read_as(cell, node.codes[value].name if node else Text(value, value))
            self.sheet.notes.add(self.sheet.origin, code, field=target.title, **dict(values))
        return value

    def meaning(self, target: Target, cell: Any) -> Any:
        """What a cell says of a fact."""
        if self.sheet.since_1904 and target.type == DATE:
            cell = counted_since_1900(cell)
        meant = self.readers[target.written](cell)
        if target in self.month_first:
            meant = with_month_first(cell, meant, birth="birth" in target.path[-1])
        if meant.notes and self.sheet.strict:
            return ANYTHING(cell).value
        for code, values in meant.notes:
            self.sheet.notes.add(self.sheet.origin, code, field=target.title, **dict(values))
        if type(cell) is not str and isinstance(meant.value, str) and _lost_digits(cell, self.sheet):
            self.details.append(ProblemDetail(target.pointer, "digits_lost"))
        if meant.rest is not None:
            self.keep(target.written, meant.rest)
        for name, value in meant.beside:
            self.beside.setdefault((*target.path[:-1], name), value)
        return meant.value

    def put_beside(self) -> None:
        """Put what cells say beside the fact of their column; a column of its own has told it better."""
        for path, day in self.said_on.items():
            if isinstance(said := self.value.get(day), str) and day_of(said) is not None:
                put_at(self.value, path, said)
        for path, value in self.beside.items():
            if self.table.node_of(path) is not None:
                put_at(self.value, path, value)

    def is_unread(self, name: str) -> bool:
        """Whether a cell of a field holds something that is no value."""
        return any(detail.pointer == pointer([name]) for detail in self.details)

    def keep(self, name: str, cell: Any) -> None:
        """Keep what no field is there for."""
        if isinstance(cell, Unreadable):
            self.details.append(ProblemDetail(pointer([EXTRA, name]), cell.code, cell.values))
        elif self.table.has_extra:
            put_at(self.value, [EXTRA, name], ANYTHING(cell).value)

    def keep_beyond(self, at: int, cell: Any) -> None:
        """Keep a cell under no heading."""
        self.sheet.notes.add(self.sheet.origin, "cells_beyond_headings", column=letter(at))
        self.keep(f"kolom {letter(at)}", cell)


def is_blank(cell: object) -> bool:
    """Whether nothing stands in a cell, or only blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _lost_digits(cell: Any, sheet: Sheet) -> bool:
    is_number = isinstance(cell, float) or (isinstance(cell, int) and not sheet.exact)
    return is_number and abs(cell) >= _INEXACT
