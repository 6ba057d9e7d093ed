"""What is asked of an audit, checked before anything is judged: records, packs, waivers and who is told of progress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.given import read
from pmi_compliance.packs.load import RulePack
from pmi_compliance.packs.waivers import Waiver

_T = TypeVar("_T")


def check_records(dataset: object) -> None:
    """
    Refuse what holds no records that were read.

    Raises:
        UsageError: If it is neither a `Dataset` nor tables.

    """
    if not all(hasattr(dataset, name) for name in ("model", "tables", "digest")) or isinstance(dataset, type):
        raise UsageError("records_expected", argument="dataset", read=read(dataset))


def packs_given(packs: Iterable[RulePack]) -> tuple[RulePack, ...]:
    """
    The packs that a caller gives.

    Raises:
        UsageError: If they are one pack and no list, names, or something else.

    """
    return _each("packs", packs, RulePack, "packs_expected")


def waivers_given(waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """
    The waivers that a caller gives.

    Raises:
        UsageError: If they are the path of a file, or something else.

    """
    return _each("waivers", waivers, Waiver, "waivers_expected")


def _each(argument: str, values: Iterable[_T], kind: type[_T], code: str) -> tuple[_T, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise UsageError(code, argument=argument, read=read(values))
    given = tuple(values)
    for value in given:
        if not isinstance(value, kind):
            raise UsageError(code, argument=argument, read=read(value))
    return given


def check_asked(dataset: object, progress: object) -> None:
    """
    Refuse what holds no records, and what cannot be called as the work goes on.

    Raises:
        UsageError: If the first is no records that were read, or the other no function.

    """
    check_records(dataset)
    if not callable(progress):
        raise UsageError("function_expected", argument="progress", read=read(progress))
