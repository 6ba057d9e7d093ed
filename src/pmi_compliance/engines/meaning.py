"""
What each function of the table gives for known arguments.

`None` is unknown: a result may be unknown although every argument is known (a division by zero, an overflow),
and a list may hold unknown elements or be `Partial`. Nothing here raises.
"""

from __future__ import annotations

import operator
import unicodedata
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.dated import as_date
from pmi_compliance.base.outcome import conjunction, disjunction, negation
from pmi_compliance.records.schema import OpenList, PartialList

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

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
    return bool(a == b)


def member(value: Any, values: Any) -> bool | None:
    """Clause 4.5: true if found, otherwise unknown if an unknown element could be it."""
    if any(equal(value, other) for other in values if other is not None):
        return True
    return False if _whole(values) else None


def _add(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        joined = (*a, *b)
        return joined if type(a) is type(b) is tuple else PartialList(joined)
    return _fits(a + b) if isinstance(a, int) else a + b


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


def months_between(start: date, end: date) -> int:
    """Clause 7.3: months completed; who was born on 29 February completes a year on 1 March of a common year."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def age(birth: date, on: date) -> int | None:
    """Clause 7.2: years completed; unknown on a day before the birth, for one of the two dates is wrong."""
    return None if on < birth else months_between(birth, on) // 12


def name_key(name: str) -> str:
    """Clause 7.5: small letters without marks, words parted by one space, nothing else."""
    bare = (sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    letters = "".join(bare).casefold().replace("'", "").replace("’", "").replace("`", "")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def _nik(nik: str) -> str | None:
    return nik if len(nik) == 16 and nik.isascii() and nik.isdecimal() else None


def _nik_sex(nik: str) -> str | None:
    if not _nik(nik):
        return None
    day = int(nik[6:8])
    return "female" if 41 <= day <= 71 else "male" if 1 <= day <= 31 else None


def _nik_birth_matches(nik: str, birth: date) -> bool | None:
    if not _nik(nik):
        return None
    day = int(nik[6:8])
    return (day - 40 if day > 40 else day, int(nik[8:10]), int(nik[10:12])) == (
        birth.day,
        birth.month,
        birth.year % 100,
    )


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
    "-": lambda a, b: _fits(a - b),
    "neg": lambda a: _fits(-a),
    "*": lambda a, b: _fits(a * b),
    "/": _divide,
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
    "days_between": lambda start, end: (end - start).days,
    "months_between": months_between,
    "name_key": name_key,
    "nik_sex": _nik_sex,
    "nik_birth_matches": _nik_birth_matches,
    "province": lambda code: code[:2],
    "region_within": region_within,
}
