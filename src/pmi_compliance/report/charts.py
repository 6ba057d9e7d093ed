"""Charts as SVG for pages: what people would rather look at than read. The numbers stand beside them in tables."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.records.codes import scope_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language

#: The outcomes in a chart of rules, and their colours, which differ in print and for people who see few colours, too.
_SHOWN = {Outcome.FAIL: "#a3123a", Outcome.REVIEW: "#c77700", Outcome.UNKNOWN: "#5b6b7f"}
SCOPE_COLOURS = dict(zip(SCOPES, ("#1f5fa8", "#4d9a6a", "#8a8f98"), strict=True))
_MOST_RULES = 15


#: Sizes of a picture, in its own units: as wide as it is, where bars begin, what is left behind them for a number,
#: the height of a row and of the names in it.
_WIDE, _BARS_AT, _BEHIND, _ROW, _LINE = 800, 300, 60, 30, 13
#: Signs in a line of a name, and lines that one may take.
_SIGNS, _LINES = 46, 2


def bars_of(
    names: Sequence[str],
    bars: Mapping[str, tuple[Sequence[int], str]],
    labels: Mapping[int, str] | None = None,
) -> str:
    """
    Horizontal bars, one on another, as SVG; words have the colour of the text around them, on a dark page as well.

    Args:
        names: What each row of bars is about.
        bars: By their label: a number for each row, and the colour.
        labels: What is written behind a row instead of its sum, by its index: an unknown number is no zero.

    Returns:
        The picture, an `svg` element.

    """
    totals = [sum(counts) for counts in zip(*(counts for counts, _ in bars.values()), strict=True)]
    scale = (_WIDE - _BARS_AT - _BEHIND) / max([*totals, 1])
    parts: list[str] = []
    for row, (name, total) in enumerate(zip(names, totals, strict=True)):
        middle, left = row * _ROW + _ROW // 2, float(_BARS_AT)
        lines = textwrap.wrap(printable(name), _SIGNS, max_lines=_LINES, placeholder=" …")
        for place, line in enumerate(lines):
            top = middle + 4 + (2 * place - len(lines) + 1) * _LINE // 2
            parts.append(_text(_BARS_AT - 8, top, line, "end"))
        for counts, colour in bars.values():
            wide = counts[row] * scale
            if wide:
                parts.append(
                    f'<rect x="{left:.1f}" y="{middle - 9}" width="{wide:.1f}" height="18" fill="{colour}"/>'
                )
            left += wide
        parts.append(_text(round(left) + 5, middle + 4, (labels or {}).get(row, str(total))))
    high = len(names) * _ROW + 8
    if len(bars) > 1:
        at, high = _BARS_AT, high + _ROW
        for label, (_, colour) in bars.items():
            parts.append(f'<rect x="{at}" y="{high - 22}" width="12" height="12" fill="{colour}"/>')
            parts.append(_text(at + 17, high - 12, label))
            at += 40 + 7 * len(label)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" viewBox="0 0 {_WIDE} {high}" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="currentColor">{"".join(parts)}</svg>'
    )


def _text(x: int, y: int, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(printable(words))}</text>'


def charts(report: Report, language: Language) -> list[tuple[Text, str]]:
    """The charts of a report that have something to show: the title of each, and the SVG with labels in one language."""
    drawn = []
    rules = [rule for rule in report.rules if any(report.counts[rule.id][outcome] for outcome in _SHOWN)]
    rules.sort(key=lambda rule: [-report.counts[rule.id][outcome] for outcome in _SHOWN])
    rules = rules[:_MOST_RULES]
    if rules:
        bars = {
            OUTCOMES[outcome].in_language(language): (
                [report.counts[rule.id][outcome] for rule in rules],
                colour,
            )
            for outcome, colour in _SHOWN.items()
        }
        title = Text(
            "Hasil menurut aturan (yang paling banyak tidak sesuai)",
            "Outcomes by rule (those that fail most)",
        )
        drawn.append((title, bars_of([rule.title.in_language(language) for rule in rules], bars)))
    if report.districts:
        bars = {
            scope_names()[scope].in_language(language): (
                [district.placements[scope] for district in report.districts],
                colour,
            )
            for scope, colour in SCOPE_COLOURS.items()
        }
        names = [district.name.in_language(language) for district in report.districts]
        title = Text("Penempatan menurut kecamatan asal", "Placements by district of origin")
        drawn.append((title, bars_of(names, bars)))
    if report.case_years:
        names = [
            str(year) if year else Text("belum diketahui", "not known").in_language(language)
            for year in report.case_years
        ]
        title = Text("Kasus menurut tahun dibuka", "Cases by the year they were opened")
        bars = {title.in_language(language): (list(report.case_years.values()), _SHOWN[Outcome.FAIL])}
        drawn.append((title, bars_of(names, bars)))
    return drawn
