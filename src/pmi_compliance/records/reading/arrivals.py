"""
Where somebody arrived on a day of which a heading says no more: `Tgl tiba`, abroad or at home.

In a list of who was deported, brought home or died it is the day of coming home; beside a day of departure it is the
arrival abroad. Where neither is sure, the day stays unknown and is told: it would bound the departure on the wrong side.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from pmi_compliance.records.reading.headings import ANSWERED, DOUBT, OTHER_NAME, words_in
from pmi_compliance.records.reading.targets import EXTRA, Target, field_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headings import Meaning
    from pmi_compliance.records.reading.raw import Origin

ABROAD, HOME, _LEFT = "arrived_on", "returned_on", "departed_on"

#: All that the heading of such a day may say; a country behind it makes it plain.
_BARE = frozenset({
    "tanggal", "hari", "tiba", "datang", "kedatangan", "pada", "arrival", "arrived", "date", "day", "of", "on",
})  # fmt: skip

#: Words of a list of who came home.
_CAME_HOME = re.compile(
    r"deport|jenazah|almarhum|\balmh?\b|kematian|meninggal|pemulangan|dipulangkan|kepulangan|repatria|returnee|debarkasi"
    r"|dead bod|deceased|brought home",
    re.IGNORECASE,
)


def says_of_return(texts: Iterable[object]) -> bool:
    """Whether words are of who came home: titles, names of files and sheets, or headings."""
    return any(_CAME_HOME.search(str(text)) for text in texts if text)


def with_arrivals(
    columns: tuple[Meaning, ...], origin: Origin, titles: Sequence[str], table: Table
) -> tuple[Meaning, ...]:
    """
    The columns of a table, each bare day of arrival as what it is in such a list.

    Args:
        columns: What the columns mean by their headings alone.
        origin: Where the table stands, by whose names a list tells what it is of.
        titles: What stands above its headings.
        table: The table.

    """
    return tuple(
        _settled(column, columns, origin, titles, table) if _is_in_doubt(column) else column
        for column in columns
    )


def _is_in_doubt(column: Meaning) -> bool:
    return (
        [target.written for target in column.targets] == [ABROAD]
        and column.how != ANSWERED
        and column.heading != ABROAD
        and _BARE.issuperset(words_in(column.heading))
    )


def _settled(
    column: Meaning, columns: Sequence[Meaning], origin: Origin, titles: Sequence[str], table: Table
) -> Meaning:
    home = field_target(HOME, table)
    told = {target.written for other in columns for target in other.targets if other is not column}
    stem = Path(origin.file or "").stem
    names = [other.heading for other in columns if {"worker.name"} & {one.written for one in other.targets}]
    of_return = says_of_return([stem, origin.sheet, *titles, *names])
    perhaps = of_return or says_of_return(other.heading for other in columns)
    if home is None or (_LEFT in told and (HOME in told or not perhaps)):
        return column
    if HOME not in told and (of_return or (perhaps and _LEFT not in told)):
        return evolve(column, targets=(home,), how=OTHER_NAME)
    return evolve(column, targets=(Target(EXTRA, ()),), how=DOUBT, meant=(*column.targets, home))
