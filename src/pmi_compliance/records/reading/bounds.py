"""
How much is read of one input, in one place: what is larger is damaged, made to do harm, or nothing for this machine.

Every reader asks here. Offices raise a bound in the section `[reading]` of `pmi-compliance.toml`.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from attrs import field, fields, frozen

from pmi_compliance.base.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeVar

    from attrs import Attribute

    _T = TypeVar("_T")

_MILLION = 1_000_000

#: How deep values may be nested where nobody says otherwise.
DEEPEST = 100

#: So much is unpacked of any file.
_FREELY = 50 * _MILLION


def _counts(_: Bounds, attribute: Attribute[int], value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UsageError("not_a_bound", name=attribute.name)


@frozen
class Bounds:
    """
    The most that is read of one input; beyond it a reader stops and says so.

    >>> from pmi_compliance import Bounds, Dataset
    >>> Dataset.read("examples/quickstart", bounds=Bounds(rows=1_000)).sizes["placement"]
    39

    """

    #: Rows of a table, its headings counted where it holds them, or records of a list.
    rows: int = field(default=100_000_000, validator=_counts)
    #: Columns of a table, or fields of a record.
    columns: int = field(default=16_384, validator=_counts)
    #: Cells of a sheet of a workbook, empty ones before a filled one counted too.
    cells: int = field(default=20_000_000, validator=_counts)
    #: Characters of one cell; spreadsheet programs write fewer.
    characters: int = field(default=131_072, validator=_counts)
    #: How deep lists and groups stand in one another.
    nesting: int = field(default=DEEPEST, validator=_counts)
    #: What a packed file or a workbook holds unpacked, in millions of bytes.
    unpacked_mb: int = field(default=400, validator=_counts)
    #: How many times the size of the file that is, from 50 million bytes on; what is made to do harm is packed tighter.
    unpacked_times: int = field(default=100, validator=_counts)
    #: By how much memory may grow while one call reads, in millions of bytes.
    memory_mb: int = field(default=4_000, validator=_counts)


#: The names of the bounds, as settings have them.
NAMES = tuple(attribute.name for attribute in fields(Bounds))


@frozen
class _Reading:
    bounds: Bounds
    #: The memory in use when it began, in bytes.
    before: int = 0


_USUAL = _Reading(Bounds())
_CURRENT: ContextVar[_Reading] = ContextVar("reading", default=_USUAL)


@contextmanager
def within(bounds: Bounds | None) -> Iterator[None]:
    """
    Read within some bounds.

    Args:
        bounds: The bounds; without any, those of whoever called.

    """
    token = _CURRENT.set(_Reading(bounds or current(), memory_in_use()))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Bounds:
    """The bounds of what is being read."""
    return _CURRENT.get().bounds


def counted(rows: Iterable[_T], place: object) -> Iterator[_T]:
    """
    Rows or records as they come, until they are too many or fill the memory.

    Args:
        rows: The rows.
        place: Where they stand, for the message.

    Raises:
        UnreadableInput: If there are more than the bound says.

    """
    most = current().rows
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise too_much("too_many_rows", "rows", place)
        if not count % _OFTEN:
            see_to_memory(place)
        yield row


#: After so many rows the memory is looked at.
_OFTEN = 2_048


def see_to_width(width: int, place: object) -> None:
    """
    Refuse a table with too many columns before anybody looks at each of them.

    Raises:
        UnreadableInput: If there are more than the bound says.

    """
    if width > current().columns:
        raise too_much("too_many_columns", "columns", place)


def see_to_memory(place: object, more: int = 0) -> None:
    """
    Refuse to read on where that takes too much memory.

    Args:
        place: What is being read.
        more: How many bytes are about to be read at once.

    Raises:
        UnreadableInput: If it does.

    """
    reading = _CURRENT.get()
    if memory_in_use() - reading.before + more > reading.bounds.memory_mb * _MILLION:
        raise too_much("too_much_memory", "memory_mb", place)


def see_to_unpacked(octets: int, packed: int, place: object, code: str) -> None:
    """
    Refuse what holds too much unpacked, in all or for its size.

    Args:
        octets: How many bytes were unpacked, or will be.
        packed: How many bytes the file has.
        place: The file.
        code: The message where it is too much in all.

    Raises:
        UnreadableInput: If it is too much.

    """
    most = current()
    if octets > most.unpacked_mb * _MILLION:
        raise too_much(code, "unpacked_mb", place)
    if octets > max(_FREELY, packed * most.unpacked_times):
        raise too_much("packed_too_tightly", "unpacked_times", place)


def too_much(code: str, name: str, place: object) -> UnreadableInput:
    """That an input goes beyond a bound: the message, the name of the bound, and where the input is."""
    return UnreadableInput(code, place=place, name=name, most=getattr(current(), name))


def memory_in_use() -> int:
    """The memory of this process in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  asked often
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return _highest()


def _highest() -> int:
    """The most memory that this process had, for systems that tell nothing else."""
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1_024


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4_096
