"""Libraries that only some work needs, and what is reported where one is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needing(extra: str, what: str, place: str | None = None) -> Iterator[None]:
    """
    Stands around the import of a library that an extra of this package brings.

    Args:
        extra: The extra.
        what: What needs the library; a key of `THINGS`, such as `workbook`.
        place: The file or database that is being read, if one is.

    Raises:
        UsageError: If the library is missing.
        UnreadableInput: If it is missing and something is being read.

    """
    try:
        yield
    except ModuleNotFoundError as error:
        kind = UsageError if place is None else UnreadableInput
        raise kind("missing_library", place=place or "", what=what, library=error.name, extra=extra) from None
