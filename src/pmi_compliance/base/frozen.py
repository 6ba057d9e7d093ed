"""Mappings that never change: what was digested once must not say something else later."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from pmi_compliance.base.errors import UsageError

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenDict(dict[_K, _V]):
    """
    A dictionary that refuses every change, and is read as fast as any other.

    >>> FrozenDict({"scope": "overseas"})["scope"]
    'overseas'

    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise UsageError("never_changes")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (dict(self),)

    def __copy__(self) -> FrozenDict[_K, _V]:
        return self

    def __deepcopy__(self, memo: object) -> FrozenDict[_K, _V]:
        return self


def frozen(value: Any) -> Any:
    """
    A value of dictionaries and tuples, in which no dictionary can be changed.

    >>> frozen({"offices": ({"kind": "head"},)})
    {'offices': ({'kind': 'head'},)}

    """
    if isinstance(value, dict):
        return FrozenDict(
            {name: frozen(part) if isinstance(part, _HOLDERS) else part for name, part in value.items()}
        )
    if isinstance(value, tuple) and any(isinstance(part, _HOLDERS) for part in value):
        return type(value)(map(frozen, value))
    return value


_HOLDERS = (dict, tuple)
