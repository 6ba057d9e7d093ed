"""Versions of packs and of the language of conditions, and the ranges in which they are taken: `>=1.2, <2`."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")
_BOUND = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*([0-9.]+)\s*")

_HOLDS: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


@frozen
class Needed:
    """A pack that another needs, and the versions of it that will do."""

    #: Its id.
    pack: str
    #: The range as it is written, such as `>=1.2, <2`; empty where any version will do.
    range: str = ""

    @classmethod
    def of(cls, written: str) -> Needed:
        """What an entry of `depends_on` says, which a schema has checked already: `uu-18-2017 >=0.2, <1`."""
        pack, _, bounds = written.partition(" ")
        return cls(pack, bounds.strip())

    def takes(self, version: str) -> bool:
        """Whether a version lies in the range; one that is not made of numbers lies in none."""
        return not self.range or is_in(version, self.range)


def is_in(version: str, bounds: str) -> bool:
    """
    Whether a version lies in a range, which a schema has checked already.

    Args:
        version: Numbers with dots between them; zeros at the end count for nothing. Of others no order is known.
        bounds: Bounds with commas between them, all of which must hold.

    >>> is_in("1.10", ">=1.9, <2"), is_in("2.0", ">=1.9, <2"), is_in("1.0", "==1"), is_in("soon", ">=0")
    (True, False, True, False)

    """
    if not _NUMBERS.fullmatch(version):
        return False
    found = (_BOUND.fullmatch(bound) for bound in bounds.split(","))
    return all(
        match is not None and _HOLDS[match[1]](_numbers(version), _numbers(match[2])) for match in found
    )


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number or 0) for number in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
