"""Work that makes many values without cycles, and is not stopped again and again to look for some."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_pauses() -> Iterator[None]:
    """Records, packs and findings hold no cycles: to look for some takes up to a third of the time that they take."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
