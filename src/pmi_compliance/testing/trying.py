"""Values that could matter to a condition: those around what it names and what it reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, RecordType, String
from pmi_compliance.testing.worlds import WRITTEN, schema_at, smallest, type_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.engines.trace import Place

_DAY = timedelta(days=1)


def values_for(place: Place, near: Iterable[Any]) -> list[Any]:
    """
    Values to try at a place, as JSON holds them, those likely to matter first.

    Args:
        place: Where the value is to stand.
        near: What is named or read beside it, the day of the audit among it.

    """
    schema, kind, near = schema_at(place), type_at(place), [*near]
    match kind:
        case String(values) if values is not None:
            found: Iterable[Any] = [*(one for one in near if one in values), *sorted(values)]
        case ListType() | RecordType():
            return [smallest(schema)]
        case _ if kind == BOOL:
            found = [True] if schema.get("not") == {"const": False} else [True, False]
        case _ if kind == INT:
            low, high = schema.get("minimum", -(2**53)), schema.get("maximum", 2**53)
            steps = [one + step for one in (*_numbers(near), 0) for step in (0, 1, -1)]
            found = [one for one in (*steps, low, high) if low <= one <= high]
        case _ if kind == DATE:
            days = [one for one in near if isinstance(one, date)]
            found = [day.isoformat() for day in around(days, _numbers(near))]
        case _:
            found = [*_texts(schema, near), *(one for one in near if isinstance(one, str)), "a", "b"]
    return [*dict.fromkeys(found)]


def _numbers(near: Iterable[Any]) -> list[int]:
    return [one for one in near if isinstance(one, int) and not isinstance(one, bool)]


def plain_of(value: Any) -> Iterator[Any]:
    """A text, number or date, or those of a list."""
    values = value if isinstance(value, tuple) else (value,)
    yield from (one for one in values if isinstance(one, (int, str, date)))


def around(days: Iterable[date], numbers: Iterable[int]) -> Iterator[date]:
    """Days, those beside them, and those some days, months and years before and after."""
    days = [*days]
    yield from days
    yield from (day + step * _DAY for day in days for step in (-1, 1))
    for number in dict.fromkeys(abs(one) for one in (*numbers, 1, 30) if 0 < abs(one) < _FAR):
        for day in days:
            for off in (-number, number):
                yield from (day + off * _DAY, day + (off + 1) * _DAY)
                for moved in (_months_off(day, off), _months_off(day, 12 * off)):
                    yield from () if moved is None else (moved, moved - _DAY, moved + _DAY)


#: A larger number is no number of days, months or years.
_FAR = 1200


def _months_off(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # On the 29th and later a month may end before; the days beside are tried as well.
    return date(year, month + 1, min(day.day, 28)) if 1900 <= year <= 2100 else None


def _texts(schema: Mapping[str, Any], near: Iterable[Any]) -> Iterator[str]:
    """Texts in the form that a schema asks for."""
    if schema.get("pattern") == _NIK:
        for day in (one for one in near if isinstance(one, date)):
            for sex in (0, 40):
                yield f"530106{day.day + sex:02d}{day:%m%y}0001"
    yield from WRITTEN.get(schema.get("pattern") or schema.get("format") or "", ())


#: A number that holds the day of birth, and for women 40 more.
_NIK = "^[0-9]{16}$"
