"""The files of a pack: what is read, what is passed over, and what somebody meant to be read and is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDING = ".yaml"
#: The file that makes a folder a pack.
PACK = f"pack{_ENDING}"
#: The places that it adds.
REGIONS = "regions.csv"


def files_of(folder: Path) -> list[Path]:
    """
    The files of a pack: those that hold YAML, and the table of its places.

    What begins with a dot is of its repository, and none of its own.
    """
    return [path for path in visible(folder) if path.suffix == _ENDING or path == folder / REGIONS]


def visible(folder: Path) -> list[Path]:
    """All files of a pack, in order, and of its folders; nothing whose name begins with a dot."""
    return sorted(
        path
        for path in folder.rglob("*.*")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


#: What ends as YAML, in other letters too, or did before an editor put its own ending behind.
_MEANT = re.compile(r"(.+)\.ya?ml(\.txt)?", re.IGNORECASE)


def of_other_endings(files: Iterable[Path]) -> list[Diagnostic]:
    """Files that somebody meant as a part of a pack, and that are not read because of their endings."""
    return [
        Diagnostic("not_yaml_ending", {"name": f"{meant[1]}{_ENDING}"}, str(path))
        for path in files
        if path.suffix != _ENDING and (meant := _MEANT.fullmatch(path.name)) and path.is_file()
    ]
