"""What a cell was understood as: a value, what is to be noted of it, and what it says of other facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pmi_compliance.records.reading.dates import written_day

if TYPE_CHECKING:
    from pmi_compliance.base.text import Text

#: What is to be noted: the code of a message, and what it tells of beside the column and the count.
Note: TypeAlias = tuple[str, tuple[tuple[str, Any], ...]]

#: Longer texts are no word, number, day or place.
LONGEST = 200


class Understood(NamedTuple):
    """What a cell means, and what is to be noted of it."""

    #: As a record holds it; where it was not understood, as it was read; `None` where it tells other facts alone.
    value: Any
    #: What should be told to whoever wrote it, as codes of messages with their values.
    notes: tuple[Note, ...] = ()
    #: What it says of facts that stand beside its own, by their names: the place before a day of birth.
    beside: tuple[tuple[str, Any], ...] = ()
    #: What the value does not hold of it, to be kept among what nobody foresaw: a second telephone.
    rest: Any = None


def as_written(cell: Any) -> Any:
    """A day that stands where none belongs; it stays, and the schema reports it."""
    return written_day(cell) if isinstance(cell, date) else cell


def read_as(cell: str, meant: Text) -> Note:
    """That a word was read as another."""
    return "word_read_as", (("meant", meant), ("read", cell))
