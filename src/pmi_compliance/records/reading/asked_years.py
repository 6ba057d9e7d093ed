"""Headings that ask the year of a day that is known by another heading: `Thn Keberangkatan`, `Year left`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.expr.types import DATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmi_compliance.records.reading.targets import Target

    _Told = tuple[tuple[Target, ...], int]

_YEAR = frozenset({"tahun", "year"})
#: What stands in a heading of a whole day in place of the year.
_DAYS = (("tanggal",), ("date",), ())


def year_asked(words: Sequence[str], names: Mapping[tuple[str, ...], _Told]) -> _Told | None:
    """
    The day of which a heading asks the year; a column of whole days tells it better.

    Args:
        words: The words of the heading.
        names: The fields by the words of their names, in the order of the alphabet.

    """
    if not _YEAR.intersection(words):
        return None
    rest = [word for word in words if word not in _YEAR]
    told = next(filter(None, (names.get(tuple(sorted([*rest, *day]))) for day in _DAYS)), None)
    return (told[0], told[1] + 1) if told and len(told[0]) == 1 and told[0][0].type == DATE else None
