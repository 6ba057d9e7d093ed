"""Values that are worked out once and kept beside what they were worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

if TYPE_CHECKING:
    from collections.abc import Callable

_Args = TypeVarTuple("_Args")
_R = TypeVar("_R")
_S = TypeVar("_S")


class Memo(dict[Any, Any]):
    """
    What functions made out of one immutable value, by function and arguments.

    All of it can be made again, so that it is neither pickled nor copied: a copy starts empty.
    """

    def of(self, make: Callable[[_S, Unpack[_Args]], _R], subject: _S, *args: *_Args) -> _R:
        """The result of `make(subject, *args)`, made when it is first asked for."""
        key = (make, *args)
        if key not in self:
            self[key] = make(subject, *args)
        result: _R = self[key]
        return result

    def __reduce__(self) -> tuple[type[Memo], tuple[()]]:
        return Memo, ()
