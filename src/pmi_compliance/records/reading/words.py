"""
What offices write in the cells of a table, as records hold it: days, money, yes and no, codes by their names, places.

Each kind of fact has closed forms and tables of words, in Indonesian and English. A cell that fits none of them, or two,
stays as it was read, and the schema reports it. What is no more than a likely reading comes with a note.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pmi_compliance.base.days import day_of
from pmi_compliance.base.text import Text, plain
from pmi_compliance.records.place_names import code_meant, is_bare
from pmi_compliance.records.reading.ages import (
    BELOW,
    age_behind_day,
    age_below,
    completed_years,
    is_age_about,
)
from pmi_compliance.records.reading.aliases import ASKED_WHETHER_THERE, MAYBE_NO, NO, NOT_THERE, YES
from pmi_compliance.records.reading.code_words import codes_reader
from pmi_compliance.records.reading.dates import (
    MONTH_FIRST,
    day_of_moment,
    day_of_number,
    is_month_first,
    place_before_day,
    read_day,
)
from pmi_compliance.records.reading.numbers import counted_between, read_number, whole_or_fraction
from pmi_compliance.records.reading.understood import LONGEST, Understood, as_written, read_as
from pmi_compliance.records.regions import PROVINCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.reading.understood import Note
    from pmi_compliance.records.regions import Regions


def understood(cell: Any, node: Node, path: str = "") -> Understood:
    """
    What a cell of a column means.

    Args:
        cell: A text as somebody typed it, or a value as a workbook, database or columnar table holds it.
        node: What the schema says of the values of the column.
        path: The kind of record and the names that lead to the column, such as `placement.documents.status`.

    >>> from pmi_compliance.records.schema import bundled_model
    >>> placement = bundled_model().nodes["placement"]
    >>> understood("Hongkong", placement.parts["destination"], "placement.destination").value
    'HK'
    >>> understood("07/04/2025", placement.parts["departed_on"], "placement.departed_on")
    Understood(value='2025-04-07', notes=(('day_first', ()),))

    """
    return reader_of(node, path)(cell)


def reader_of(node: Node, path: str) -> Callable[[Any], Understood]:
    """What understands the cells of one column; the same text is understood once."""
    read = _reader(node, path)
    if read is _text:
        return _read_text
    kept: dict[str, Understood] = {}

    def read_cell(cell: Any) -> Understood:
        if type(cell) is not str:
            return read(_settled(cell))
        result = kept.get(cell)
        if result is None:
            result = read(cell.strip())
            # A list would be shared by all records that hold it.
            if not isinstance(result.value, list) and len(kept) < _KEPT:
                kept[cell] = result
        return result

    return read_cell


#: How many texts of a column are remembered.
_KEPT = 20_000


def _settled(cell: Any) -> Any:
    """A value of a library as JSON would hold it, days apart."""
    match cell:
        case float() if cell.is_integer():
            return int(cell)
        case Decimal():
            return whole_or_fraction(cell)
        case UUID():
            return str(cell)
        case _:
            return cell


def _reader(node: Node, path: str) -> Callable[[Any], Understood]:
    """What reads a settled cell or a text without blanks around it, by what the schema says."""
    name = path.rpartition(".")[2]
    if node.values is not None:
        return codes_reader(node, path)
    if node.format in {"date", "edtf"}:
        whole = node.format == "date"
        return lambda cell: (
            _birth(cell, whole=whole) if "birth" in name else _date(cell, birth=False, whole=whole)
        )
    if node.places is not None:
        return partial(_place, node.places)
    if node.limits.get("pattern") == "^[0-9]{16}$":
        return lambda cell: _digits(cell, _NIK)
    if name == "phone":
        return lambda cell: _digits(cell, _PHONE)
    match node.type:
        case "integer" if name in {"stated_age", BELOW}:
            return lambda cell: _age(cell, name)
        case "integer":
            return lambda cell: _number(cell, name)
        case "boolean":
            return lambda cell: _truth(cell, name)
        case "array" if node.item is not None:
            return _of_list(node.item, path)
        case "object":
            return _of_group(node, path)
        case _:
            return _text


def _text(cell: Any) -> Understood:
    match cell:
        case bool():
            return Understood(cell)
        case int():
            return Understood(str(cell))
        case date():
            return Understood(as_written(cell))
        case _:
            return Understood(cell)


def _read_text(cell: Any) -> Understood:
    return Understood(cell.strip()) if type(cell) is str else _text(_settled(cell))


# Days, numbers, yes and no


def _date(cell: Any, *, birth: bool, whole: bool) -> Understood:
    place = None
    match cell:
        case str() if len(cell) <= LONGEST:
            read = read_day(cell, birth=birth)
            if read is None and (parts := place_before_day(cell, birth=birth)) is not None:
                place, read = parts[0], read_day(parts[1], birth=birth)
        case bool():
            read = None
        case int() | float():
            read = day_of_number(cell)
        case date():
            read = day_of_moment(cell)
        case _:
            read = None
    if read is None and isinstance(cell, str) and is_month_first(cell):
        return Understood(cell, ((MONTH_FIRST, ()),))
    if read is None or (whole and not isinstance(day_of(read[0]), date)):
        return Understood(as_written(cell))
    notes = tuple((code, ()) for code in read[1])
    if place is None:
        return Understood(read[0], notes)
    return Understood(read[0], (("place_before_day", ()), *notes), (("birth_place", place),) if birth else ())


def _birth(cell: Any, *, whole: bool) -> Understood:
    """A day of birth; an age behind it, or in its place, is a fact beside it."""
    read = _date(cell, birth=True, whole=whole)
    if not isinstance(cell, str) or read.value != cell or day_of(cell) is not None:
        return read
    in_its_place = ("", cell) if _SAYS_AGE.search(cell) else None
    day, age = age_behind_day(cell) or in_its_place or ("", "")
    found = _date(day, birth=True, whole=whole) if day else read
    told = _age(age, "stated_age")
    if (day and found.value == day and day_of(day) is None) or told.value == age:
        return read
    beside = told.beside if told.value is None else (("stated_age", told.value),)
    return Understood(
        found.value, (*found.notes, ("age_behind_day", ()), *told.notes), (*found.beside, *beside)
    )


#: Digits alone are no age where a day is asked.
_SAYS_AGE = re.compile(r"[<≤]|[^\W\d_]")


def _age(cell: Any, name: str) -> Understood:
    """Completed years, or what they are below; what is said beside a number is never taken for one."""
    if not isinstance(cell, str):
        return _number(cell, name)
    number = read_number(cell, name)
    if number is None:
        number = completed_years(cell)
    if number is not None:
        return Understood(number)
    below = age_below(cell)
    if below is None:
        return Understood(cell, (("age_only_about", ()),) if is_age_about(cell) else ())
    note: Note = ("age_read_as_below", (("age", below),))
    return Understood(below, (note,)) if name == BELOW else Understood(None, (note,), ((BELOW, below),))


def _number(cell: Any, name: str) -> Understood:
    if not isinstance(cell, str):
        return Understood(as_written(cell))
    number = read_number(cell, name)
    if number is None and name == _COUNT and (both := counted_between(cell, name)) is not None:
        return Understood(both[0], (), ((f"{_COUNT}_until", both[1]),))
    return Understood(cell if number is None else number)


#: The number of persons that a record stands for; of two numbers the greater is a fact beside it.
_COUNT = "count"


def _truth(cell: Any, name: str) -> Understood:
    if not isinstance(cell, str):
        is_digit = isinstance(cell, int) and cell in {0, 1}
        return Understood(bool(cell) if is_digit else as_written(cell))
    word = plain(cell)
    if word in YES:
        return Understood(True)
    if word in NO:
        return Understood(False)
    # A no may accuse somebody: one that is no plain word for it is told.
    if word in MAYBE_NO or (word in NOT_THERE and name in ASKED_WHETHER_THERE):
        return Understood(False, (read_as(cell, Text("tidak", "no")),))
    return Understood(cell)


# Places and identifiers


def _place(places: Regions, cell: Any) -> Understood:
    match cell:
        case bool():
            return Understood(cell)
        case int():
            return Understood(str(cell))
        case float():
            # 53.10 typed as a number is 53.1: only what shows all its digits is sure.
            written = repr(cell)
            is_code = re.fullmatch(r"\d\d\.\d\d", written) and places.code_of(written) is not None
            return Understood(written if is_code else cell)
        case str() if cell and not cell[0].isdecimal() and len(cell) <= LONGEST:
            return _named_place(places, cell)
        case _:
            return Understood(as_written(cell))


def _named_place(places: Regions, name: str) -> Understood:
    code = code_meant(name, places)
    if code is None:
        return Understood(name)
    return Understood(code, (("place_by_bare_name", ()),) if len(code) > PROVINCE and is_bare(name) else ())


_QUOTES = "'’‘`\"="
#: A number that a program wrote as one with a fraction.
_AS_NUMBER = re.compile(r"^([0-9]+)\.0$")
_SEPARATORS = re.compile(r"[\s.\-–()\u00a0]+")
#: What parts telephones, or ends one where the next begins.
_NEXT_TELEPHONE = re.compile(r"\s*(?:[/,;&|\n]|\b(?:dan|atau|and|or)\b)\s*|\s+(?=(?:\+62|62|0)8)")
_NIK, _PHONE = re.compile(r"[0-9]{16}"), re.compile(r"\+?[0-9]{6,15}")


def _digits(cell: Any, form: re.Pattern[str]) -> Understood:
    """A number that names something, without what was put between its digits."""
    if not isinstance(cell, str):
        return _text(cell)
    if form.fullmatch(cell) or len(cell) > LONGEST:
        return Understood(cell)
    plain = _AS_NUMBER.sub(r"\1", cell.strip(_QUOTES + " "))
    digits = _SEPARATORS.sub("", plain)
    if form.fullmatch(digits):
        return Understood(digits)
    return _first_of_telephones(cell) if form is _PHONE else Understood(cell)


def _first_of_telephones(cell: str) -> Understood:
    """The first of several telephones and nothing else; the others are told, and kept."""
    numbers = [_SEPARATORS.sub("", part.strip(_QUOTES + " ")) for part in _NEXT_TELEPHONE.split(cell)]
    if len(numbers) < 2 or not all(map(_PHONE.fullmatch, numbers)):
        return Understood(cell)
    return Understood(numbers[0], (("several_telephones", ()),), rest="; ".join(numbers[1:]))


# Lists and groups

_PARTED = re.compile(r"[;\n]")
#: What parts words of codes, too, where the whole is none.
_PARTED_CODES = re.compile(r"\s*[,/&+]\s*(?:(?:dan|and)\s+)?|\s+(?:dan|serta|and)\s+", re.IGNORECASE)


def _of_list(item: Node, path: str) -> Callable[[Any], Understood]:
    if item.fields is not None:
        return _of_groups(item, path)
    read, codes = reader_of(item, path), {*(item.values or ())}

    def read_part(part: str) -> list[Understood]:
        whole = read(part)
        parts = [read(one) for one in _PARTED_CODES.split(part.strip()) if one]
        return parts if whole.value not in codes and any(one.value in codes for one in parts) else [whole]

    def read_list(cell: Any) -> Understood:
        match cell:
            case list():
                return _joined([read(part) for part in cell])
            case str():
                return _joined(
                    [meant for part in _PARTED.split(cell) if part.strip() for meant in read_part(part)]
                )
            case bool() | None | float() | dict():
                return Understood(cell)
            case _:
                return _joined([read(cell)])

    return read_list


def _of_groups(item: Node, path: str) -> Callable[[Any], Understood]:
    """Groups of facts; a history may be told in one word: the state, of which nobody wrote since when."""
    read_group = _of_group(item, path)
    read_state = (
        reader_of(item.parts[_STATE], f"{path}.{_STATE}") if {*item.parts} >= {_STATE, _SINCE} else None
    )

    def read_groups(cell: Any) -> Understood:
        if isinstance(cell, list):
            return _joined([read_group(part) for part in cell])
        if read_state is None or not isinstance(cell, str):
            return Understood(cell)
        meant = read_state(cell)
        return Understood([{_STATE: meant.value}], meant.notes)

    return read_groups


#: The fields of an entry of a history.
_STATE, _SINCE = "status", "from"


def _joined(parts: list[Understood]) -> Understood:
    return Understood([part.value for part in parts], _notes_of(parts))


def _notes_of(parts: Iterable[Understood]) -> tuple[Note, ...]:
    return tuple(note for part in parts for note in part.notes)


def _of_group(node: Node, path: str) -> Callable[[Any], Understood]:
    """A group of facts in one cell, each part understood by itself; what the schema does not name stays."""
    readers = {name: reader_of(part, f"{path}.{name}") for name, part in node.parts.items()}

    def read_group(cell: Any) -> Understood:
        if not isinstance(cell, dict):
            return Understood(_nested(cell))
        parts = {
            name: readers[name](inner)
            if name in readers and inner is not None
            else Understood(_nested(inner))
            for name, inner in cell.items()
        }
        beside = {name: value for part in parts.values() for name, value in part.beside if name in node.parts}
        own = {name: part.value for name, part in parts.items() if part.value is not None or not part.beside}
        return Understood({**beside, **own}, _notes_of(parts.values()))

    return read_group


def _nested(value: Any) -> Any:
    """What no schema describes, its days as texts; all else in it stays as it is."""
    match value:
        case dict():
            return {name: _nested(inner) for name, inner in value.items()}
        case list():
            return [_nested(inner) for inner in value]
        case date():
            return as_written(value)
        case _:
            return value
