"""
Places by their codes of the interior ministry (Kemendagri): which there are, and what they are called.

The table is `rules/regions.csv`; it is read when a place is first asked for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.memo import Memo
from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNKNOWN = Text("belum diketahui", "not known")
_NTT = "53"

#: The lengths of the codes of provinces, regencies, kecamatan and villages.
PROVINCE, REGENCY, KECAMATAN, VILLAGE = 2, 5, 8, 13

#: A code with its dots.
IS_PLACE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
#: A code that is written without its dots.
_UNDOTTED = re.compile("([0-9]{2})([0-9]{2})([0-9]{2})?([0-9]{4})?")

#: How many codes are named beside one that does not exist.
_NEAR = 3


@frozen(eq=False)
class Regions:
    """The places that there are, by their codes, and what they are called."""

    #: What each is called, by its code.
    names: Mapping[str, str] = field(repr=False)
    #: The codes of places of which all villages are here; of others a village is taken by its code alone.
    whole: frozenset[str]
    #: The codes that packs added to the table of the library.
    added: frozenset[str] = frozenset()
    _memo: Memo = field(factory=Memo, init=False, repr=False)

    def with_places(self, added: Mapping[str, str]) -> Regions:
        """The same with further places; of a kecamatan of which one village is given, all are."""
        if not added:
            return self
        whole = {code[:KECAMATAN] for code in added if len(code) == VILLAGE}
        return Regions({**self.names, **added}, self.whole | whole, self.added | {*added})

    def code_of(self, written: str) -> str | None:
        """
        The code of the place that is meant, with its dots; `None` where there is no such place.

        Args:
            written: A code, with its dots or without.

        """
        if written in self.names:
            return written
        code = dotted(written)
        if code in self.names:
            return code
        is_village = len(code) == VILLAGE and code[:KECAMATAN] in self.names
        return code if is_village and not self._has_all_villages(code) else None

    def is_plain(self, written: str) -> bool:
        """Whether there is a place of this code, and no doubt which: four digits may be a code of the statistics office."""
        return self.code_of(written) is not None and not (len(written) == len("5303") and written.isdecimal())

    def full_name(self, code: str) -> str:
        """What a place is called, and where it lies; the code itself where there is no name for it."""
        lengths = (VILLAGE, KECAMATAN, REGENCY) if len(code) > PROVINCE else (PROVINCE,)
        around = dict.fromkeys(code[:length] for length in lengths if len(code) >= length)
        return ", ".join(self.names[code] for code in around if code in self.names) or code

    def own_name(self, code: str) -> Text | None:
        """What a place that a pack added is called, and where it lies; `None` of others."""
        name = self.full_name(code) if code in self.added else None
        return None if name is None else Text(name, name)

    def pattern(self) -> str:
        """A regular expression of the codes that `code_of` knows, with their dots: for engines without such a function."""
        return self._memo.of(_pattern, self, "")

    def inside(self, code: str) -> list[str]:
        """The codes directly below a code, and below nothing those of the provinces."""
        return self._memo.of(_inside, self).get(code, [])

    def _has_all_villages(self, code: str) -> bool:
        return code[:PROVINCE] in self.whole or code[:KECAMATAN] in self.whole

    def __reduce__(self) -> tuple[Any, ...]:
        # The table of the library is as long as a book, and everywhere the same.
        return _restored, ({code: self.names[code] for code in self.added},)


@cache
def bundled_regions() -> Regions:
    """The places of the table of the library."""
    text = (resources.folder("rules") / "regions.csv").read_text(encoding="utf-8")
    known = places_in(text)
    return Regions(known, frozenset(code[:PROVINCE] for code in known if len(code) == VILLAGE))


def places_in(text: str) -> dict[str, str]:
    """The places of a table, `code,name` below a line of headings; lines that begin with `#` are remarks."""
    rows = (line.split(",", 1) for line in text.splitlines() if line.strip() and not line.startswith("#"))
    next(rows, None)
    return dict(rows)


def _restored(added: Mapping[str, str]) -> Regions:
    return bundled_regions().with_places(added)


def _inside(regions: Regions) -> Mapping[str, list[str]]:
    inside: dict[str, list[str]] = {}
    for code in regions.names:
        inside.setdefault(code.rpartition(".")[0], []).append(code)
    return inside


def _pattern(regions: Regions, around: str) -> str:
    """The codes in a place by their last numbers; those in which the same follows stand together."""
    alike: dict[str, list[str]] = {}
    for code in regions.inside(around):
        below = _pattern(regions, code)
        if len(code) == KECAMATAN and not regions._has_all_villages(code):
            below = "[0-9]{4}"
        alike.setdefault(rf"(?:\.(?:{below}))?" if below else "", []).append(code.rpartition(".")[2])
    return "|".join(f"(?:{'|'.join(numbers)}){below}" for below, numbers in alike.items())


def names() -> Mapping[str, str]:
    """The name of every place of the table, by its code."""
    return bundled_regions().names


def code_of(written: str) -> str | None:
    """
    The code of the place of the table that is meant, with its dots; `None` where there is no such place.

    Of villages only those of NTT are known: of another a code is taken where its kecamatan exists.

    Args:
        written: A code, with its dots or without.

    >>> code_of("530106"), code_of("53.01.06"), code_of("99.03")
    ('53.01.06', '53.01.06', None)

    """
    return bundled_regions().code_of(written)


def dotted(written: str) -> str:
    """A code with its dots; what is no code without dots stays as it is."""
    parts = _UNDOTTED.fullmatch(written)
    return ".".join(part for part in parts.groups() if part) if parts else written


def full_name(code: str) -> str:
    """
    What a place of the table is called, and where it lies; the code itself where there is no name for it.

    >>> full_name("53.01.06"), full_name("33.02"), full_name("53")
    ('Kupang Timur, Kabupaten Kupang', 'Kabupaten Banyumas', 'Nusa Tenggara Timur')

    """
    return bundled_regions().full_name(code)


@lru_cache(maxsize=1024)
def nearest_codes(written: str, regions: Regions | None = None) -> tuple[str, ...]:
    """
    The codes that are most like one that does not exist, the likest first.

    >>> nearest_codes("53.01.14")
    ('53.01.13', '53.01.16', '53.01.12')

    """
    return tuple(_nearest(dotted(written), regions or bundled_regions()))[:_NEAR]


def _nearest(code: str, regions: Regions) -> Iterable[str]:
    """What lies in the same place and is numbered alike; where there is no such place, in those most like it."""
    around = code.rpartition(".")[0]
    if around == "" or around in regions.names:
        return sorted(regions.inside(around), key=lambda other: _unlike(code, other))
    best = (min(regions.inside(near), key=lambda other: _unlike(code, other), default=None)
            for near in _nearest(around, regions))  # fmt: skip
    return (near for near in best if near is not None)


def _unlike(code: str, other: str) -> tuple[int, int, str]:
    """How far the last numbers of two codes are apart, and in how many digits they differ."""
    mine, theirs = code.rpartition(".")[2], other.rpartition(".")[2]
    differing = sum(a != b for a, b in zip(mine, theirs, strict=False))
    return abs(int(mine) - int(theirs)), differing, other


def district(code: str | None, homes: frozenset[str] = frozenset(), regions: Regions | None = None) -> Text:
    """
    The kecamatan a code lies in, or the regency where there is no such kecamatan.

    Names, not codes: what is personal about one worker is the code that his record holds.

    Args:
        code: The code; `None`: it is not known.
        homes: The provinces whose districts are told apart; without any, that of the library's own packs.
        regions: The places that there are; without them, those of the table of the library.

    """
    known, homes = (regions or bundled_regions()).names, homes or frozenset({_NTT})
    if code is None:
        return _UNKNOWN
    if code[:PROVINCE] not in homes:
        return _outside(homes)
    for length in (KECAMATAN, REGENCY):
        if len(code) >= length and (name := known.get(code[:length])) is not None:
            return Text(name, name)
    province = known[code[:PROVINCE]]
    return Text(f"{province}, kabupaten belum diketahui", f"{province}, regency not known")


@cache
def _outside(homes: frozenset[str]) -> Text:
    called = sorted("NTT" if code == _NTT else names()[code] for code in homes)
    return Text(f"di luar {' dan '.join(called)}", f"outside {' and '.join(called)}")


def code_named(name: str) -> str | None:
    """
    The code of a place by its name; `None` where it is not one: a place of NTT comes before those of elsewhere.

    "Kab." and "Kec." may stand before it, and "Kabupaten" may be left out: Kupang alone is both a regency and a city.
    """
    words = [_LONG.get(word, word) for word in name.casefold().split()]
    asked = " ".join(words[1:] if words[:1] == ["kecamatan"] else words)
    regencies = {code: known.casefold() for code, known in names().items() if len(code) < VILLAGE}
    found = [
        {code for code, known in regencies.items() if asked == known},
        {
            code
            for code, known in regencies.items()
            if asked == known.partition(" ")[2] and len(code) == REGENCY
        },
    ]
    for codes in ({code for code in some if code.startswith(near)} for near in (_NTT, "") for some in found):
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


_LONG = {"kab.": "kabupaten", "kab": "kabupaten", "kec.": "kecamatan", "kec": "kecamatan"}
