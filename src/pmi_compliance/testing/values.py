"""Values for a place in a record: what its schema allows, and what could matter to a condition that reads it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, RecordType, String

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.engines.facts import Place
    from pmi_compliance.expr.types import Relation, Type
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel

DAY = timedelta(days=1)

#: The pattern of a NIK, which holds the day of birth, and for women 40 more.
_NIK = "^[0-9]{16}$"

#: Texts in the forms that schemas ask for, by format or pattern.
_SAMPLES = {
    "date": ("2020-01-01",),
    "edtf": ("2020-01-01",),
    "region": ("53.01", "31.74", "53", "53.71"),
    _NIK: ("5301060101900001", "5301064101900001"),
    "^[A-Z]{3}$": ("IDR", "USD"),
    "[0-9]": ("A1234567", "B7654321"),
}

#: A larger number is no number of days, months or years.
_FAR = 1200


# What stands at a place


def schema_at(model: RecordModel, place: Place) -> Node:
    """What the schema says of the values at a place."""
    return model.node_at(place.kind, place.path)


def type_at(model: RecordModel, place: Place) -> Type | None:
    """The type of the value at a place; `None` for data that no rule reads."""
    owner: Any = model.types[place.kind]
    for step in place.path:
        owner = owner.item if isinstance(step, int) else owner.fields[step].type
    kind: Type | None = owner
    return kind


def is_fact(model: RecordModel, place: Place) -> bool:
    """Whether a value can be written at a place: it is no relation, and no further element of a list."""
    field = model.field_at(place.kind, place.path)[0]
    return field is not None and field.relation is None and "-" not in place.path


def key_at(model: RecordModel, place: Place) -> Relation | None:
    """The relation whose key stands at a place."""
    keyed = model.keyed(place.kind)
    return next((relation for relation in keyed if place.path == (relation.key,)), None)


def smallest(node: Node) -> Any:
    """The smallest value that a schema allows."""
    if node.values is not None:
        return node.values[0]
    match node.type:
        case "object":
            return {name: smallest(part) for name, part in node.parts.items() if name in node.required}
        case "array":
            return []
        case "boolean":
            return True
        case "integer":
            return max(node.limits.get("minimum", 0), 0)
        case _:
            return _SAMPLES.get(node.limits.get("pattern") or node.format or "", ("a",))[0]


# What could matter


def values_for(model: RecordModel, place: Place, near: Iterable[Any]) -> list[Any]:
    """
    Values to try at a place.

    Args:
        model: The kinds of records.
        place: Where the value is to stand.
        near: Values that stand in the condition or beside the place, the day of the audit among them.

    Returns:
        Values as JSON holds them, those likely to matter first.

    """
    schema, kind, near = schema_at(model, place), type_at(model, place), [*near]
    match kind:
        case String(allowed) if allowed is not None:
            # In the order of the schema, which names what is usual first.
            codes = [code for code in schema.values or () if code in allowed]
            values: Iterable[Any] = [*(code for code in codes if code in near), *codes]
        case ListType() | RecordType():
            return [smallest(schema)]
        case _ if kind == BOOL:
            values = [True] if schema.only_true else [True, False]
        case _ if kind == INT:
            low, high = schema.limits.get("minimum", -(2**53)), schema.limits.get("maximum", 2**53)
            numbers = [number + step for number in (*_numbers(near), 0) for step in (0, 1, -1)]
            values = [number for number in (*numbers, low, high) if low <= number <= high]
        case _ if kind == DATE:
            days = [value for value in near if isinstance(value, date)]
            values = [day.isoformat() for day in _days_around(days, _numbers(near))]
        case _:
            texts = (value for value in near if isinstance(value, str))
            values = [*_texts(schema, near), *texts, "a", "b"]
    return [*dict.fromkeys(values)]


def plain_values(value: Any) -> Iterator[Any]:
    """A text, number or day as it is, or those in a list; nothing of other values."""
    values = value if isinstance(value, tuple) else (value,)
    yield from (value for value in values if isinstance(value, (int, str, date)))


def _numbers(values: Iterable[Any]) -> list[int]:
    return [value for value in values if isinstance(value, int) and not isinstance(value, bool)]


def _days_around(days: Iterable[date], numbers: Iterable[int]) -> Iterator[date]:
    """Days, those beside them, and those some days, months and years before and after."""
    days = [*days]
    yield from days
    yield from (day + step * DAY for day in days for step in (-1, 1))
    distances = (abs(number) for number in (*numbers, 1, 30) if 0 < abs(number) < _FAR)
    for distance in dict.fromkeys(distances):
        for day in days:
            for offset in (-distance, distance):
                yield from (day + offset * DAY, day + (offset + 1) * DAY)
                for moved in (_months_later(day, offset), _months_later(day, 12 * offset)):
                    yield from () if moved is None else (moved, moved - DAY, moved + DAY)


def _months_later(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # On the 29th and later a month may end before; the days beside are tried as well.
    return date(year, month + 1, min(day.day, 28)) if 1900 <= year <= 2100 else None


def _texts(schema: Node, near: Iterable[Any]) -> Iterator[str]:
    """Texts in the form that a schema asks for."""
    if schema.limits.get("pattern") == _NIK:
        for day in (value for value in near if isinstance(value, date)):
            for offset in (0, 40):
                yield f"530106{day.day + offset:02d}{day:%m%y}0001"
    yield from _SAMPLES.get(schema.limits.get("pattern") or schema.format or "", ())
