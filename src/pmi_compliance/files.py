"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """
    Write a file; when the run ends half-way, no part of it is left under its name.

    Raises:
        UsageError: If it cannot be written.

    """
    name = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        # A temporary file is private; a report has the mode any new file would have.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
        name = None
    except OSError as error:
        raise UsageError(
            f"{path}: tidak dapat ditulis: {error.strerror}", f"{path}: cannot be written: {error.strerror}"
        ) from None
    finally:
        if name is not None:
            Path(name).unlink(missing_ok=True)
