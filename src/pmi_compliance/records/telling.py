"""
What a message may repeat of what was read: nothing that tells of a person.

Whoever mends a file has to find the cell and see what is wrong with it; whoever else gets the report must not learn a name,
a number or a birth date from it. Columns slip by one, so that what stands in a column says more than what it is called:
the first line of one table that fits decides.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.text import letters
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, RecordType, String
from pmi_compliance.records.person_names import may_be_a_name, names_somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Protocol

    from pmi_compliance.expr.types import Field, Type

    class Fields(Protocol):
        """What the schemas say of the places of records, as a `RecordModel` knows it."""

        def field_at(self, kind: str, path: Sequence[str | int]) -> tuple[Field | None, bool]:
            """The field at a path, and whether it or a group around it is personal."""

        def is_marked(self, kind: str, path: Sequence[str | int]) -> bool:
            """Whether what stands at a path is personal."""


class Column(Enum):
    """What may stand at a place of a record."""

    #: What tells of a person whatever it is: names, numbers, birth dates, addresses, telephones.
    OF_A_PERSON = "of_a_person"
    #: What is personal, and a code of a list, a place, or yes or no.
    CODED = "coded"
    #: A number that tells of no person, such as a sum of money.
    NUMBER = "number"
    #: A day that tells of no person.
    DAY = "day"
    #: All else.
    OTHER = "other"


_BY_TYPE = ((INT, Column.NUMBER), (DATE, Column.DAY))

#: A word that is meant for a code is no longer.
_LONGEST_WORD = 24
#: Digits in a row that number a person, where no number belongs: a part of a NIK, a telephone, a passport.
_DIGITS = re.compile(r"\d{6}")
#: As many digits as a telephone or a NIK has, however they are parted.
_LONG_NUMBER = re.compile(r"(?:\d[\s.'’()+-]*){11}")
#: A whole day, which may be that of a birth.
_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_NUMBER = re.compile(r"[-+]?[\d.,]+")
#: Fields of persons that hold digits and nothing else.
_NUMBERS = frozenset({"nik", "phone", "telephone"})
#: A text that stands elsewhere in a record is known again from so many letters on.
_SHORTEST_NAME = 3


@frozen
class _Read:
    value: object
    column: Column
    #: What stands in the columns of persons of the same record, as letters.
    beside: Callable[[], frozenset[str]]
    #: Whether what stands in the columns of the same record belongs elsewhere.
    slipped: Callable[[], bool]

    @property
    def text(self) -> str:
        return str(self.value)

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float) or _NUMBER.fullmatch(self.text) is not None

    @property
    def stands_beside(self) -> bool:
        """Whether it is, or holds, what stands in a column of persons, too."""
        read = letters(self.text)
        return any(len(known) >= _SHORTEST_NAME and known in read for known in self.beside())


#: Whether a line fits, and whether what was read is repeated then.
_PRECEDENCE: tuple[tuple[str, Callable[[_Read], bool], bool], ...] = (
    ("a group, a list or nothing", lambda read: isinstance(read.value, dict | list | tuple | None), True),
    ("in a column of persons", lambda read: read.column is Column.OF_A_PERSON, False),
    ("yes or no", lambda read: isinstance(read.value, bool), True),
    ("digits of a NIK or telephone", lambda read: _LONG_NUMBER.search(read.text) is not None, False),
    ("a number where one belongs", lambda read: read.column is Column.NUMBER and read.is_number, True),
    ("six digits in a row", lambda read: _DIGITS.search(read.text) is not None, False),
    ("a day where none belongs", lambda read: read.column is not Column.DAY and _DAY.search(read.text) is not None, False),
    ("also in a column of persons", lambda read: read.stands_beside, False),
    ("a person with a title", lambda read: names_somebody(read.text), False),
    ("a name in a record that slipped", lambda read: may_be_a_name(read.text) and read.slipped(), False),
    ("too long for a code", lambda read: read.column is Column.CODED and len(read.text) > _LONGEST_WORD, False),
    ("all else", lambda _: True, True),
)  # fmt: skip


def may_repeat(
    value: object,
    column: Column,
    beside: Callable[[], frozenset[str]] = frozenset,
    slipped: Callable[[], bool] = bool,
) -> bool:
    """
    Whether a message may repeat what was read.

    Args:
        value: What was read.
        column: What may stand there.
        beside: Gives what stands in the columns of persons of the same record, as letters.
        slipped: Says whether what stands in the columns of the same record belongs elsewhere.

    >>> may_repeat("Rut Contoh", Column.OF_A_PERSON), may_repeat("cerai", Column.CODED), may_repeat(150000, Column.NUMBER)
    (False, True, True)

    """
    read = _Read(value, column, beside, slipped)
    return next(repeats for _, fits, repeats in _PRECEDENCE if fits(read))


class Telling:
    """What messages may repeat of one record."""

    def __init__(self, model: Fields, kind: str, record: object) -> None:
        self._model, self._kind, self._record = model, kind, record

    def is_personal(self, path: Sequence[str | int]) -> bool:
        """Whether what stands at a path is personal; a name written where a group of facts belongs is."""
        return self._model.is_marked(self._kind, path)

    def may_repeat(self, value: object, path: Sequence[str | int]) -> bool:
        """Whether a message may repeat what was read at a path."""
        return may_repeat(value, self._column(path), lambda: self._of_persons, lambda: self._slipped)

    def _column(self, path: Sequence[str | int]) -> Column:
        field, _ = self._model.field_at(self._kind, path)
        type_ = None if field is None else _item(field.type)
        if self.is_personal(path):
            is_coded = type_ == BOOL or (isinstance(type_, String) and type_.values is not None)
            return Column.CODED if is_coded or (field and field.is_place) else Column.OF_A_PERSON
        return next((column for kind, column in _BY_TYPE if type_ == kind), Column.OTHER)

    @cached_property
    def _slipped(self) -> bool:
        """Whether words stand where a person's number or birth date belongs: then names stand where codes do."""
        return any(
            any(map(str.isupper, text)) and not any(map(str.isdecimal, text))
            for path, text in self._texts_of_persons(self._record, ())
            if self._is_number(path)
        )

    def _is_number(self, path: Sequence[str | int]) -> bool:
        field, _ = self._model.field_at(self._kind, path)
        return field is not None and (field.type == DATE or path[-1] in _NUMBERS)

    @cached_property
    def _of_persons(self) -> frozenset[str]:
        return frozenset(letters(text) for _, text in self._texts_of_persons(self._record, ()))

    def _texts_of_persons(
        self, value: Any, path: tuple[str | int, ...]
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        match value:
            case dict():
                for name, inner in value.items():
                    yield from self._texts_of_persons(inner, (*path, str(name)))
            case list() | tuple():
                for at, inner in enumerate(value):
                    yield from self._texts_of_persons(inner, (*path, at))
            case str() | int() | float() if path and self._column(path) is Column.OF_A_PERSON:
                yield path, str(value)


def _item(type_: Type) -> Type | None:
    inner = type_.item if isinstance(type_, ListType) else type_
    return None if isinstance(inner, RecordType) else inner
