"""Values of Python as JSON would hold them: records of apps come as objects, from databases with types of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import attrs

from pmi_compliance.base.days import Span
from pmi_compliance.records.reading.bounds import DEEPEST
from pmi_compliance.records.reading.dates import written_day
from pmi_compliance.records.reading.numbers import whole_or_fraction

#: The longest whole number that anything here writes in digits.
_LARGEST = 10**4_000


class BeyondBounds(Exception):
    """A value that no file could hold: nested too deeply, holding itself, or a number of thousands of digits."""


_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


def plain(value: Any, room: int = DEEPEST) -> Any:
    """
    A value as JSON would hold it; an object of no known kind stays, and is refused by the schema.

    Groups of facts may be mappings, data classes, attrs classes, named tuples and models of pydantic. A point in time at
    midnight is a day, a decimal without a fraction a whole number, an enum its value.

    Args:
        value: The value.
        room: How many levels of groups and lists may still come.

    Raises:
        BeyondBounds: If it is nested more deeply, holds itself, or a number in it is too long.

    >>> from decimal import Decimal
    >>> plain({"id": "P1", "costs": ({"amount_idr": Decimal("250000.00")},)})
    {'id': 'P1', 'costs': [{'amount_idr': 250000}]}

    """
    if type(value) is int and not -_LARGEST < value < _LARGEST:
        raise BeyondBounds
    if type(value) in _AS_THEY_ARE:
        return value
    if room < 0:
        raise BeyondBounds
    match value:
        case dict() | Mapping():
            return {str(key): plain(inner, room - 1) for key, inner in value.items()}
        case tuple() if hasattr(value, "_asdict"):
            return plain(value._asdict(), room)
        case list() | tuple():
            return [plain(inner, room - 1) for inner in value]
        case Enum():
            return plain(value.value, room)
        case str() | int() | float():
            # Those of NumPy are of classes of their own.
            return next(kind(value) for kind in (str, int, float) if isinstance(value, kind))
        case date() | Span():
            # What pandas has for no day is a date, and not equal to itself.
            return None if value != value else _day(value)  # noqa: PLR0124
        case Decimal():
            return whole_or_fraction(value)
        case UUID() | complex():
            return str(value)
        case _:
            return _of_object(value, room)


def _day(value: date | Span) -> str:
    return value.text if isinstance(value, Span) else written_day(value)


def _of_object(value: Any, room: int) -> Any:
    facts = next((facts(value) for is_such, facts in _OBJECTS if is_such(type(value))), None)
    return value if facts is None else plain(facts, room - 1)


def _of_names(value: Any, names: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


#: Which classes have facts, and how they are found; a class itself has none.
_OBJECTS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Any]], ...] = (
    (is_dataclass, lambda value: _of_names(value, (one.name for one in fields(value)))),
    (attrs.has, lambda value: _of_names(value, (one.name for one in attrs.fields(type(value))))),
    # Models of pydantic, which is not imported for that.
    (lambda kind: callable(getattr(kind, "model_dump", None)), lambda value: value.model_dump()),
    # Numbers of NumPy.
    (lambda kind: kind.__module__ == "numpy" and hasattr(kind, "item"),
     lambda value: value.item() if value.ndim == 0 else value.tolist()),
)  # fmt: skip
