"""
What each function of the table gives for known arguments.

`None` is unknown: a result may be unknown although every argument is known (a division by zero, an overflow),
and a list may hold unknown elements or be `Partial`. A day or a number may be known in part (`Span`, `Ints`); an
element of a list is not, for whoever makes a list takes only what is exact. Nothing here raises.
"""

from __future__ import annotations

import operator
import unicodedata
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.dated import as_date
from pmi_compliance.base.days import Ints, Span
from pmi_compliance.base.days import equal as same_day
from pmi_compliance.base.outcome import conjunction, disjunction, negation
from pmi_compliance.engines.calendar import (
    age,
    birth_of,
    days_between,
    months_between,
    next_day,
    nik_age_within,
    nik_birth_matches,
    whole_nik,
    within,
)
from pmi_compliance.records.schema import OpenList, PartialList

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST = (1 << 63) - 1
_SMALLEST = -(1 << 63)


def _fits(value: int) -> int | None:
    return value if _SMALLEST <= value <= _LARGEST else None


def _whole(values: Any) -> bool:
    """Whether nothing about a list is unknown."""
    return type(values) is tuple and None not in values


def equal(a: Any, b: Any) -> bool | None:
    """Clause 4.6: lists are equal when all their elements are, and unknown when an element is."""
    if isinstance(a, tuple):
        if not (_whole(a) and _whole(b)):
            return None
        return len(a) == len(b) and conjunction(*(equal(x, y) for x, y in zip(a, b, strict=True)))
    if _IN_PART.isdisjoint((type(a), type(b))):
        return bool(a == b)
    return same_day(a, b)


#: What is known in part.
_IN_PART = frozenset({Span, Ints})


def member(value: Any, values: Any) -> bool | None:
    """Clause 4.5: true if found, otherwise unknown if it, or an unknown element, could be found."""
    found = disjunction(*(equal(value, other) for other in values if other is not None))
    return found if found or _whole(values) else None


def _exactly(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """A function of numbers that gives nothing of numbers known in part."""

    def call(*numbers: Any) -> int | None:
        return function(*numbers) if _IN_PART.isdisjoint(map(type, numbers)) else None

    return call


_added = _exactly(lambda a, b: _fits(a + b))


def only(values: tuple[Any, ...]) -> Any:
    """The one value that all of some are, of those in force on a day known in part; `None` if they differ."""
    first, *others = values
    return first if all(other == first for other in others) else None


def _add(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        joined = (*a, *b)
        return joined if type(a) is type(b) is tuple else PartialList(joined)
    return a + b if isinstance(a, str) else _added(a, b)


def _divide(a: int, b: int) -> int | None:
    if b == 0:
        return None
    quotient = abs(a) // abs(b)
    return _fits(quotient if (a < 0) == (b < 0) else -quotient)


def _size(value: Any) -> int | None:
    return None if isinstance(value, PartialList) else len(value)


def _sum(values: Any) -> int | None:
    return _fits(sum(values)) if _whole(values) else None


def _least(values: Any) -> Any:
    return min(values) if _whole(values) and values else None


def _most(values: Any) -> Any:
    return max(values) if _whole(values) and values else None


def _written(values: Any) -> Any:
    """Clause 6.8: a list that only nobody called complete is taken for what stands in it."""
    return tuple(values) if type(values) is OpenList else values


def _settled(yes: bool, no: bool) -> bool | None:
    """Clause 4.8: what two opposite questions come to."""
    return None if yes is no else yes


def name_key(name: str) -> str:
    """Clause 7.5: small letters without marks, words parted by one space, nothing else."""
    bare = (sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    letters = "".join(bare).casefold().replace("'", "").replace("’", "").replace("`", "")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def _nik_sex(nik: str) -> str | None:
    if not whole_nik(nik):
        return None
    day = int(nik[6:8])
    return "female" if 41 <= day <= 71 else "male" if 1 <= day <= 31 else None


def region_within(code: str, region: str) -> bool | None:
    """Clause 7.8: unknown when the first code names a larger region around the second."""
    if code == region or code.startswith(f"{region}."):
        return True
    return None if region.startswith(f"{code}.") else False


CALLS: dict[str, Callable[..., Any]] = {
    "&&": conjunction,
    "||": disjunction,
    "!": negation,
    "?:": lambda test, yes, no: yes if test else no,
    "==": equal,
    "!=": lambda a, b: negation(equal(a, b)),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": member,
    "+": _add,
    "-": _exactly(lambda a, b: _fits(a - b)),
    "neg": _exactly(lambda a: _fits(-a)),
    "*": _exactly(lambda a, b: _fits(a * b)),
    "/": _exactly(_divide),
    "size": _size,
    "contains": lambda text, part: part in text,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "sum": _sum,
    "min": _least,
    "max": _most,
    "settled": _settled,
    "written": _written,
    "date": as_date,
    "age": age,
    "birth_of": birth_of,
    "days_between": days_between,
    "months_between": months_between,
    "next_day": next_day,
    "within": within,
    "name_key": name_key,
    "nik_sex": _nik_sex,
    "nik_birth_matches": nik_birth_matches,
    "nik_age_within": nik_age_within,
    "province": lambda code: code[:2],
    "region_within": region_within,
}
