"""Sequences that are kept in a private file once they grow large."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

#: So many values have room in memory.
FEW = 100_000

#: So many values are written together: what they share, as findings share their texts, is written and read once.
TOGETHER = 256


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
            self._written.add(value)
            return
        self._waiting.append(value)
        if len(self._waiting) > self._few:
            self._written = _Spooled()
            for waiting in self._waiting:
                self._written.add(waiting)
            self._waiting.clear()

    def values(self) -> Sequence[T]:
        """All values in their order; they can be read as often as needed."""
        return tuple(self._waiting) if self._written is None else self._written


class _Spooled(Sequence[T], Generic[T]):
    """Values in a file that has no name, which nobody else can read and which goes with the process."""

    def __init__(self, last: Iterable[T] = ()) -> None:
        self._file = tempfile.TemporaryFile(prefix="pmi-compliance-")  # noqa: SIM115  lives as long as this
        weakref.finalize(self, self._file.close)
        #: Where each block of values begins, and where the last one ends.
        self._places = array("Q", [0])
        self._at_end = True
        #: The values behind the last block that is written.
        self._last: list[T] = [*last]
        #: The block that was read last, for whoever asks for one value after another, and its number.
        self._read: tuple[int, Sequence[T]] = (-1, ())

    def add(self, value: T) -> None:
        """Put a value behind the others."""
        self._last.append(value)
        if len(self._last) == TOGETHER:
            self.append(pickle.dumps(self._last, pickle.HIGHEST_PROTOCOL))
            self._last = []

    def append(self, block: bytes) -> None:
        """Write a pickled block of values behind the others."""
        if not self._at_end:
            self._file.seek(self._places[-1])
            self._at_end = True
        self._file.write(block)
        self._places.append(self._places[-1] + len(block))

    def __len__(self) -> int:
        return TOGETHER * self._blocks + len(self._last)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        places = range(len(self))[at]
        if isinstance(places, range):
            return tuple(map(self.__getitem__, places))
        block, place = divmod(places, TOGETHER)
        if self._read[0] != block:
            self._read = block, self._block(block)
        return self._read[1][place]

    def __iter__(self) -> Iterator[T]:
        # What is added meanwhile is read, too.
        at = 0
        while at < len(self):
            block = self._block(at // TOGETHER)[at % TOGETHER :]
            yield from block
            at += len(block)

    @property
    def _blocks(self) -> int:
        return len(self._places) - 1

    def _block(self, number: int) -> Sequence[T]:
        if number == self._blocks:
            return self._last
        values: list[T] = pickle.loads(self._bytes(number))  # noqa: S301  our own
        return values

    def _bytes(self, block: int) -> bytes:
        start, end = self._places[block], self._places[block + 1]
        self._file.seek(start)
        self._at_end = False
        return self._file.read(end - start)

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process gets a file of its own, filled through `append`.
        return _Spooled, (self._last,), None, map(self._bytes, range(self._blocks))

    def __deepcopy__(self, memo: object) -> _Spooled[T]:
        # What is read cannot change, so two holders of one file cannot disturb each other.
        return self
