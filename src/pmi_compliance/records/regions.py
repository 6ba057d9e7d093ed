"""Names of regions by their Kemendagri code; the table is `rules/regions.yaml`."""

from __future__ import annotations

from functools import cache

import yaml

from pmi_compliance.base import resources
from pmi_compliance.base.text import Text

_UNKNOWN = Text("belum diketahui", "not known")
_ELSEWHERE = Text("di luar NTT", "outside NTT")
_NTT = "53"


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = yaml.safe_load(
        (resources.folder("rules") / "regions.yaml").read_text(encoding="utf-8")
    )
    return table


def district(code: str | None) -> Text:
    """
    The kecamatan a code lies in, or the regency where the kecamatan is not in the table.

    Names, not codes: what is personal about one worker is the code that his record holds.
    """
    if code is None:
        return _UNKNOWN
    for length in (8, 5):
        if len(code) >= length and (name := _names().get(code[:length])) is not None:
            return Text(name, name)
    if code[:2] == _NTT:
        return Text(f"{_names()[_NTT]}, kabupaten belum diketahui", f"{_names()[_NTT]}, regency not known")
    return _ELSEWHERE


def code_named(name: str) -> str | None:
    """
    The code of a regency or city of NTT, or of a kecamatan of Kabupaten Kupang, by its name; `None` where it is not one.

    "Kab." and "Kec." may stand before it, and "Kabupaten" may be left out: Kupang alone is both a regency and a city.
    """
    words = [_LONG.get(word, word) for word in name.casefold().split()]
    asked = " ".join(words[1:] if words[:1] == ["kecamatan"] else words)
    codes = {code for code, known in _names().items() if asked == known.casefold()}
    codes = codes or {code for code, known in _names().items() if asked == known.casefold().partition(" ")[2]}
    return codes.pop() if len(codes) == 1 else None


_LONG = {"kab.": "kabupaten", "kab": "kabupaten", "kec.": "kecamatan", "kec": "kecamatan"}
