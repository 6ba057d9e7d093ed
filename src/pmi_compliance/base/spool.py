"""Sequences that are kept in a private file once they grow large."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

#: So many values have room in memory.
FEW = 20_000


class Spool(Generic[T]):
    """
    Collects values: in memory while they are few, in a private file from then on.

    Args:
        few: So many values stay in memory; without it, `FEW`.

    """

    def __init__(self, few: int | None = None) -> None:
        self._few = FEW if few is None else few
        self._waiting: list[T] = []
        self._written: _Spooled[T] | None = None

    def add(self, value: T) -> None:
        """Put a value behind the others."""
        if self._written is not None:
            self._written.append(_pickled(value))
            return
        self._waiting.append(value)
        if len(self._waiting) > self._few:
            self._written = _Spooled()
            for waiting in self._waiting:
                self._written.append(_pickled(waiting))
            self._waiting.clear()

    def values(self) -> Sequence[T]:
        """All values in their order; they can be read as often as needed."""
        return tuple(self._waiting) if self._written is None else self._written


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


class _Spooled(Sequence[T], Generic[T]):
    """Values in a file that has no name, which nobody else can read and which goes with the process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="pmi-compliance-")  # noqa: SIM115  lives as long as this
        weakref.finalize(self, self._file.close)
        #: Where each value begins, and where the last one ends.
        self._places = array("Q", [0])
        self._at_end = True

    def append(self, pickled: bytes) -> None:
        """Write a value behind the others."""
        if not self._at_end:
            self._file.seek(self._places[-1])
            self._at_end = True
        self._file.write(pickled)
        self._places.append(self._places[-1] + len(pickled))

    def __len__(self) -> int:
        return len(self._places) - 1

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        places = range(len(self))[at]
        if isinstance(places, range):
            return tuple(map(self.__getitem__, places))
        value: T = pickle.loads(self._bytes(places))  # noqa: S301  our own
        return value

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(len(self)))

    def _bytes(self, place: int) -> bytes:
        start, end = self._places[place], self._places[place + 1]
        self._file.seek(start)
        self._at_end = False
        return self._file.read(end - start)

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process gets a file of its own, filled through `append`.
        return _Spooled, (), None, map(self._bytes, range(len(self)))

    def __deepcopy__(self, memo: object) -> _Spooled[T]:
        # What is read is new every time, so two holders of one file cannot disturb each other.
        return self
