"""What may be told of findings in a letter: points, missing facts and offices; no word that was written for an officer."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import BASIS, LAW, SEVERITY, cited
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.records.json_schema import path_of
from pmi_compliance.report import letter_words as say
from pmi_compliance.report.letter_values import Line
from pmi_compliance.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pmi_compliance.auditing.findings import Finding, Missing
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language, Text
    from pmi_compliance.records.schema import RecordModel

_LONGEST = 220

#: How many offices a letter names.
MOST_OFFICES = 4

#: Lists that tell of a complaint or a crime by being asked for.
_NOT_ASKED_FOR = frozenset({"cases", "indicators", "indicators_complete"})


@frozen
class Told:
    """What may be told of some findings."""

    fails: tuple[Line, ...]
    reviews: tuple[Line, ...]
    facts: tuple[Line, ...]
    #: Offices of some levels, the one that most findings name first.
    offices: list[str]

    def cut(self, most: tuple[int, int, int], language: Language) -> Told:
        """The first of each, and how many more there are."""
        fails, reviews, facts = (
            first_of(lines, limit, language)
            for lines, limit in zip((self.fails, self.reviews, self.facts), most, strict=True)
        )
        return Told(fails, reviews, facts, self.offices)


def told_of(report: Report, findings: Sequence[Finding], language: Language, named: frozenset[str]) -> Told:
    """
    All that may be told of some findings.

    Args:
        report: The report that they stand in.
        findings: Those that the reader may hear of at all.
        language: Of the letter.
        named: The levels of the authorities that may be named.

    """
    facts = Counter(
        fact
        for finding in findings
        if finding.outcome is Outcome.UNKNOWN
        for missing in finding.missing
        if (fact := _fact(missing, finding.subject.kind, report.model, language)) is not None
    )
    codes = Counter(
        code
        for finding in findings
        if finding.outcome in REFERRED
        for code in finding.refers_to
        if report.levels[code] in named
    )
    return Told(
        fails=_points(findings, Outcome.FAIL, lambda finding: finding.message, language),
        # What a review says is written for the officer who decides; of it only the duty is told.
        reviews=_points(findings, Outcome.REVIEW, lambda finding: finding.title, language),
        facts=tuple(Line(fact) for fact, _ in facts.most_common()),
        offices=[
            report.authorities[code].in_language(language) for code, _ in codes.most_common(MOST_OFFICES)
        ],
    )


def first_of(lines: Sequence[Line], most: int, language: Language) -> tuple[Line, ...]:
    """The first lines, and how many more there are."""
    more = say.MORE.filled({"count": len(lines) - most}).in_language(language)
    return (*lines[:most], *([Line(more)] if len(lines) > most else []))


def _points(
    findings: Iterable[Finding], outcome: Outcome, words: Callable[[Finding], Text], language: Language
) -> tuple[Line, ...]:
    """Gravest first, law before policy; the same duty in several records is one point."""
    grouped: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.outcome is outcome:
            grouped[finding.rule, words(finding).in_language(language)].append(finding)
    order = sorted(
        grouped.items(),
        key=lambda item: (severity_rank(item[1][0].severity), item[1][0].basis not in LAW),
    )
    return tuple(
        Line(
            short(message),
            "strong",
            beside="; ".join(
                (
                    SEVERITY[group[0].severity].in_language(language),
                    shortened([printable(finding.subject.id) for finding in group], 4, ", "),
                    " · ".join((_laws(group[0]), BASIS[group[0].basis].in_language(language))),
                )
            ),
        )
        for (_, message), group in order
    )


def _laws(finding: Finding) -> str:
    return shortened([*map(cited, finding.citations)], 2, "; ")


def _fact(missing: Missing, kind: str, model: RecordModel, language: Language) -> str | None:
    """A missing fact with the groups around it: `Dokumen: Atas nama`; none about signs of a crime, or health."""
    owner = missing.record.kind if missing.record else kind
    if not _NOT_ASKED_FOR.isdisjoint(missing.pointer.split("/")) or owner == "case":
        return None
    path = path_of(missing.pointer)
    fields = [
        model.field_at(owner, path[: index + 1])[0]
        for index, step in enumerate(path)
        if isinstance(step, str)
    ]
    known = [field for field in fields if field is not None and field.title is not None]
    if any(field.personal == "specific" for field in known):
        return None
    words = [model.name_of(owner).in_language(language).capitalize()] if owner != "placement" else []
    words += [field.title.in_language(language) for field in known if field.title is not None]
    return printable(": ".join(dict.fromkeys(words))) if words else None


def short(text: str) -> str:
    """A text that may stand anywhere, cut where it is too long for a letter."""
    visible = printable(text)
    return visible if len(visible) <= _LONGEST else f"{visible[: _LONGEST - 1]}…"
