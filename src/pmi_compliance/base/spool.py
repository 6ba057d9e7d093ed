"""Sequences that are laid down in a private file when they grow large."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

#: So many have room in memory.
_FEW = 20_000


def spooled(values: Iterable[T], few: int = _FEW) -> Sequence[T]:
    """All values, to be gone through as often as one likes; more than a few of them from a file."""
    rest = iter(values)
    first = [value for _, value in zip(range(few), rest, strict=False)]
    return _Spool(first, rest) if len(first) == few else tuple(first)


class _Spool(Sequence[T], Generic[T]):
    """Values in a file that has no name, which nobody else can read and which goes with the process."""

    def __init__(self, first: Iterable[T], rest: Iterable[T]) -> None:
        self._file = tempfile.TemporaryFile(prefix="pmi-compliance-")  # noqa: SIM115  lives as long as this
        weakref.finalize(self, self._file.close)
        self._places = array("Q")
        for values in (first, rest):
            for value in values:
                self._places.append(self._file.tell())
                pickle.dump(value, self._file, pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return tuple(map(self.__getitem__, range(len(self))[at]))
        self._file.seek(self._places[at])
        value: T = pickle.load(self._file)  # noqa: S301  our own
        return value

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(len(self)))
