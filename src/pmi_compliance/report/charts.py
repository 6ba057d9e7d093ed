"""Charts as SVG for pages: what people would rather look at than read. The numbers stand beside them in tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.base.extras import needing
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
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


def bars_of(
    names: Sequence[str],
    bars: Mapping[str, tuple[Sequence[int], str]],
    salt: str,
    labels: Mapping[int, str] | None = None,
) -> str:
    """
    Horizontal bars, one on another, as SVG.

    Args:
        names: What each row of bars is about.
        bars: By their label: a number for each row, and the colour.
        salt: Keeps the ids of this picture apart from those of others on the same page.
        labels: What is written beside a row instead of its sum, by its index: an unknown number is no zero.

    Returns:
        The picture, an `svg` element.

    Raises:
        UsageError: If the library that draws is not installed.

    """
    with needing("reports", "picture"):
        import matplotlib as mpl  # noqa: PLC0415  an extra
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415
    settings: dict[Any, Any] = {
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": salt,  # the same report gives the same bytes, and no two charts the same ids
        "font.family": "sans-serif",
        "text.parse_math": False,  # a name with `$` is a name
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(8, 0.9 + 0.32 * max(3, len(names))), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        left = [0] * len(names)
        for label, (counts, colour) in bars.items():
            axes.barh(range(len(names)), counts, height=0.6, left=left, color=colour, label=label)
            left = [start + count for start, count in zip(left, counts, strict=True)]
        axes.set_yticks(range(len(names)), names, fontsize=9)
        axes.set_ylim(max(3, len(names)) - 0.4, -0.6)  # the first on top
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.spines[["top", "right"]].set_visible(False)
        for place, total in enumerate(left):
            axes.annotate(
                (labels or {}).get(place, str(total)),
                (total, place),
                xytext=(3, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        if len(bars) > 1:
            figure.legend(fontsize=8, loc="outside lower center", ncols=len(bars), frameon=False)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    svg = out.getvalue()
    return svg[svg.index("<svg") :]


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
        drawn.append((title, bars_of([rule.id for rule in rules], bars, f"rules-{language}")))
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
        drawn.append((title, bars_of(names, bars, f"districts-{language}")))
    if report.case_years:
        names = [
            str(year) if year else Text("belum diketahui", "not known").in_language(language)
            for year in report.case_years
        ]
        title = Text("Kasus menurut tahun dibuka", "Cases by the year they were opened")
        bars = {title.in_language(language): (list(report.case_years.values()), _SHOWN[Outcome.FAIL])}
        drawn.append((title, bars_of(names, bars, f"cases-{language}")))
    return drawn
