"""Libraries that only some work needs, and what is said where one is missing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.base.text import Text


@contextmanager
def needing(extra: str, what: Text, place: str | None = None) -> Iterator[None]:
    """
    Stands around the import of a library that an extra of this package brings.

    Args:
        extra: The extra.
        what: What needs the library.
        place: The file or database that is being read, if one is.

    Raises:
        UsageError: If the library is missing.
        UnreadableInput: If it is missing and something is being read.

    """
    try:
        yield
    except ModuleNotFoundError as error:
        how = f"`{error.name}`: pip install 'pmi-compliance[{extra}]'"
        said = (f"{what.id} memerlukan {how}", f"{what.en} needs {how}")
        raise (UsageError(*said) if place is None else UnreadableInput(place, *said)) from None
