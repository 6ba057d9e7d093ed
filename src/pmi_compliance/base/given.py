"""
What a caller gives, checked at the door: a wrong argument ends in an error that says what is wanted.

Days may be text as well, and paths too; whatever else is wrong is refused, and never guessed at.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.messages.catalogue import system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable


def given_day(argument: str, value: object) -> date:
    """
    The day that a caller means.

    >>> given_day("as_of", "2025-10-31")
    datetime.date(2025, 10, 31)

    Args:
        argument: What the argument is called.
        value: A date, a point in time at midnight, or text as `2025-10-31`.

    Raises:
        UsageError: If it is none of these, or text that is no day of the calendar.

    """
    match value:
        case str():
            return day_of(value)
        case datetime() if value.time() == time():
            return value.date()
        case date() if not isinstance(value, datetime):
            return value
        case _:
            raise UsageError("day_expected", argument=argument, read=read(value))


def given_path(argument: str, value: object) -> Path:
    """
    The path that a caller means.

    Args:
        argument: What the argument is called.
        value: A path, or its text.

    Raises:
        UsageError: If it is neither, or no file can be called so.

    """
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if not isinstance(value, str) or not value:
        raise UsageError("path_expected", argument=argument, read=read(value))
    try:
        os.lstat(value)
    except ValueError:  # a sign that no name holds
        raise _no_name(value, errno.EINVAL) from None
    except OSError as error:
        # Whatever else is wrong is told by who opens it; of such a name the system does not say whether it is there.
        if error.errno == errno.ENAMETOOLONG:
            raise _no_name(value, error.errno) from None
    return Path(value)


def _no_name(path: str, number: int) -> UsageError:
    return UsageError("cannot_open", place=path, reason=system_reason(OSError(number, "")))


def given_paths(paths: Iterable[str | Path]) -> tuple[str | Path, ...]:
    """
    The paths that a caller means; text stays text, for it may be the address of a database.

    Raises:
        UsageError: If one is neither a path nor text, or no file can be called so.

    """
    return tuple(_given(path) for path in paths)


def _given(path: str | Path) -> str | Path:
    if isinstance(path, str) and "://" in path:
        return path
    named = given_path("paths", path)
    return path if isinstance(path, str) else named


def given_tables(tables: object) -> Mapping[str, Any]:
    """
    Records or tables by their names, as a caller gives them.

    Raises:
        UsageError: If they are no mapping, or a name is no text.

    """
    if not isinstance(tables, Mapping) or not all(isinstance(name, str) for name in tables):
        raise UsageError("tables_expected", argument="tables", read=read(tables))
    return tables


def read(value: object) -> str:
    """How a value is told of that is not repeated, for it may be a record: by the name of its class."""
    return type(value).__name__
