"""
Where a pack is: a folder, a signed archive, a pack that comes with the library, or one that a distribution brought.

A distribution brings a pack by an entry point of the group `pmi_compliance.packs`: its name is the id of the pack, and its
value the Python package in whose folder the pack lies. Nothing of that package is run.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base import resources
from pmi_compliance.base.errors import Diagnostic, PackError, UnknownPack
from pmi_compliance.base.given import given_path
from pmi_compliance.base.log import warn
from pmi_compliance.packs.archives import is_archive, unpacked
from pmi_compliance.packs.files import PACK, files_of, of_other_endings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: The group of entry points by which distributions bring packs.
GROUP = "pmi_compliance.packs"


def bundled() -> tuple[str, ...]:
    """Ids of the packs that come with the library."""
    return tuple(sorted(path.parent.name for path in resources.folder("rules").glob(f"*/{PACK}")))


def installed() -> Mapping[str, Sequence[Path]]:
    """The folders of the packs that distributions brought, by their ids; one that two brought has two."""
    found: dict[str, dict[Path, None]] = {}
    for entry in entry_points(group=GROUP):
        for folder in _folders_of(entry.value.partition(":")[0].strip()):
            if (folder / PACK).is_file():
                found.setdefault(entry.name, {})[folder.resolve()] = None
    return {name: tuple(folders) for name, folders in sorted(found.items())}


def _folders_of(package: str) -> Iterator[Path]:
    """
    Where a package lies; nowhere, if it is not there or cannot be looked for.

    Only the outermost is looked for: to look for one inside of it Python would run what is around.
    """
    outermost, *inner = package.split(".")
    try:
        spec = find_spec(outermost)
    except (ImportError, ValueError):
        return
    if spec is not None:
        yield from (Path(place, *inner) for place in spec.submodule_search_locations or ())


def folder_of(name: str | Path, keys: Iterable[str | Path] = ()) -> Path:
    """
    The folder of a pack that is named.

    Args:
        name: A folder, a signed archive, or the id of a pack that is bundled or installed. A folder of such an id stands
            before it, which is logged.
        keys: The public keys of whoever may have signed an archive.

    Raises:
        UnknownPack: If there is none of that name.
        PackError: If the pack is written in files that are not read, an archive is not as it was signed, or a name means
            two packs that differ.
        UsageError: If a file of a key holds none.

    """
    folder = given_path("name", name)
    if (folder / PACK).is_file():
        if _is_another_than_bundled(folder, str(name)):
            warn("folder_of_bundled_name", name=str(name))
        return folder
    if is_archive(folder):
        return unpacked(folder, [given_path("key", key) for key in keys])
    if others := of_other_endings(folder.glob("pack.*")):
        raise PackError(others)
    if (place := _by_id(str(name))) is not None:
        return place
    raise UnknownPack("unknown", what="pack", name=str(name), known=(*bundled(), *installed()))


def dependency(folder: Path, name: str) -> Path | None:
    """
    The folder of a pack that another depends on: beside it, bundled or installed; `None` where there is none.

    One beside it that is no copy of the bundled pack of its name is logged.

    Raises:
        PackError: If the name means two packs that differ.

    """
    beside = folder.parent / name
    if (beside / PACK).is_file():
        if _is_another_than_bundled(beside, name) and not have_same_files(beside, _bundled(name)):
            warn("folder_beside_of_bundled_name", name=name, folder=str(beside))
        return beside
    return _by_id(name)


def _by_id(name: str) -> Path | None:
    """The folder of a bundled or installed pack."""
    places = [*([_bundled(name)] if name in bundled() else []), *installed().get(name, ())]
    for other in places[1:]:
        if not have_same_files(places[0], other):
            values = {"name": name, "folders": tuple(map(str, places))}
            raise PackError([Diagnostic("pack_in_two_places", values, str(other / PACK))])
    return places[0] if places else None


def _bundled(name: str) -> Path:
    return resources.folder("rules") / name


def _is_another_than_bundled(folder: Path, name: str) -> bool:
    return name in bundled() and not folder.samefile(_bundled(name))


def have_same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold the same pack, file by file."""
    return _digests(one) == _digests(other)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files_of(folder)
    }
