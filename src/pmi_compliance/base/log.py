"""
What the library logs, by `logging`: what somebody should know and no result can say.

The logger is called `pmi_compliance`; it prints nothing unless the program that uses the library asks for it. Each entry
carries its sentence in both languages as `text`. No entry holds a value of a record.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pmi_compliance.base.messages.catalogue import worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmi_compliance.base.text import Text

LOGGER = logging.getLogger("pmi_compliance")
LOGGER.addHandler(logging.NullHandler())


def warn(code: str, /, **values: object) -> None:
    """Log a sentence of the catalogue as a warning."""
    text = worded(code, values)
    LOGGER.warning("%s", text.en, extra={"code": code, "text": text})


@contextmanager
def telling(tell: Callable[[Text], None]) -> Iterator[None]:
    """While it lasts, each warning is told to a function as well."""
    handler = _Telling(tell)
    LOGGER.addHandler(handler)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)


class _Telling(logging.Handler):
    def __init__(self, tell: Callable[[Text], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the text of an entry."""
        if (text := getattr(record, "text", None)) is not None:
            self._tell(text)
