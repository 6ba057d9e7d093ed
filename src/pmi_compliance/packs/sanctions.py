"""
What the law threatens, in words made from numbers and conjunctions.

`dan` and `atau` decide whether a court may choose: the sentence is never copied from one article to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.days import bounds
from pmi_compliance.base.text import LANGUAGES, Text, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.base.dated import Dated
    from pmi_compliance.base.days import Day
    from pmi_compliance.base.text import Language

_AND_OR = {"dan": Text("dan", "and"), "atau": Text("atau", "or"), "dan/atau": Text("dan/atau", "and/or")}

#: How long somebody may be held: what it is called, and its unit.
_HELD = {
    "prison_years": (Text("pidana penjara", "prison"), Text("tahun", "years")),
    "detention_months": (Text("pidana kurungan", "detention"), Text("bulan", "months")),
}
_FINE = Text("denda", "a fine")

#: UU 18/2017 Pasal 87: for a corporation only a fine, its maximum raised by a third, and the licence may go.
_CORPORATION = Text(
    "bila dilakukan korporasi: hanya denda, paling banyak Rp{fine} ditambah sepertiga, dan izin dapat dicabut (Pasal 87)",
    "if a corporation did it: only a fine, of at most Rp{fine} plus a third, and the licence may be revoked (Pasal 87)",
)


@frozen(eq=False)
class Sanction:
    """One threat of the law, by its code."""

    code: str
    kind: str
    #: What is threatened, with its intent.
    act: Text
    citation: Mapping[str, str]
    corporate: bool
    #: What is threatened from each day on, as in `schemas/sanctions.schema.json`.
    values: Dated[Mapping[str, Any]]

    def on(self, day: Day) -> Text | None:
        """
        The threat to an act of one day, in words; `None` where the law did not, or no longer, threaten it.

        Of a day that is known in part, what was threatened on all days that it may be.
        """
        value, *others = self.values.over(day)
        if bounds(day)[0] < self.values.days[0] or others or value.get("ended"):
            return None
        return Text(*(self._in_words(value, language) for language in LANGUAGES))

    def _in_words(self, value: Mapping[str, Any], language: Language) -> str:
        threat = _steps(value, language) if "steps" in value else _penalty(value, language)
        parts = [f"{self.act.in_language(language)}: {threat}"]
        if self.corporate and "fine_idr" in value:
            parts.append(
                _CORPORATION.in_language(language).format(fine=written(value["fine_idr"][1], language))
            )
        if note := value.get("note"):
            parts.append(note[language])
        return "; ".join(parts)


def _steps(value: Mapping[str, Any], language: Language) -> str:
    *first, last = (step[language] for step in value["steps"])
    joined = _AND_OR[value.get("joined_by", "atau")].in_language(language)
    return f"{', '.join(first)}, {joined} {last}" if first else str(last)


def _penalty(value: Mapping[str, Any], language: Language) -> str:
    parts = []
    for field, (name, unit) in _HELD.items():
        if field in value:
            length = _range(value[field], language)
            parts.append(f"{name.in_language(language)} {length} {unit.in_language(language)}")
    if "fine_idr" in value:
        parts.append(f"{_FINE.in_language(language)} {_range(value['fine_idr'], language, 'Rp')}")
    if "fine_category" in value:
        low, high = value["fine_category"]
        between = Text("kategori {} sampai {}", "of category {} to {}").in_language(language)
        parts.append(f"{_FINE.in_language(language)} {between.format(low, high)}")
    joined = _AND_OR[value.get("joined_by", "dan")].in_language(language)
    return f" {joined} ".join(parts)


def _range(numbers: list[int], language: Language, sign: str = "") -> str:
    low, high = (f"{sign}{written(number, language)}" for number in numbers)
    if numbers[0] == 0:
        return f"{Text('paling lama' if not sign else 'paling banyak', 'of at most').in_language(language)} {high}"
    return f"{low} {Text('sampai', 'to').in_language(language)} {high}"
