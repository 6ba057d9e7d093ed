"""What a pack adds to the records of the library: places, fields of the kinds there are, and kinds of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@frozen(eq=False)
class Additions:
    """What one pack adds."""

    #: The id of the pack.
    pack: str
    #: What the places are called that it adds, by their codes.
    places: Mapping[str, str] = field(factory=dict, repr=False)

    @property
    def digest(self) -> str:
        """Changes when anything of it changes."""
        values: dict[str, Any] = {"pack": self.pack, "places": {**self.places}}
        return digest(canonical(values))


def united(parts: Iterable[Additions]) -> tuple[Additions, ...]:
    """
    Additions of several packs, each once, by the ids of the packs.

    Raises:
        UsageError: If one pack adds something else in two places.

    """
    known: dict[str, Additions] = {}
    for part in parts:
        other = known.setdefault(part.pack, part)
        if other.digest != part.digest:
            raise UsageError("two_additions", pack=part.pack)
    return tuple(known[pack] for pack in sorted(known))
