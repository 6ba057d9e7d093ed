"""How what a finding holds is said in words, the same in every format."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import KIND, SEVERITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding, Subject
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record import Problem


def because(finding: Finding, language: Language) -> list[str]:
    """The facts that settled a finding, each once: `/worker/birth_date = 5 Mei 2010`."""
    part = "review_when" if finding.outcome is Outcome.REVIEW else "requires"
    facts = []
    for reason in finding.reasons:
        if reason.part == part and reason.pointer is not None:
            owner = f"{printable(str(reason.record))} " if reason.record else ""
            facts.append(f"{owner}{printable(reason.pointer)} = {shown(reason.value, language)}")
    return list(dict.fromkeys(facts))


def wanted(finding: Finding, language: Language) -> list[str]:
    """The facts that are missing, with the field each is written in; elements of a list are told apart no more."""
    return [
        f"{missing.title.in_language(language)} "
        f"({missing.record.kind if missing.record else finding.subject.kind}{_shape(missing.pointer)})"
        for missing in finding.missing
    ]


@lru_cache(maxsize=4096)
def _shape(at: str) -> str:
    return "/".join("*" if step.isdigit() else printable(step) for step in at.split("/"))


def told(problem: Problem, language: Language) -> tuple[str, list[str]]:
    """Where a problem is, and what is wrong there."""
    place = printable(str(problem.origin)) or "-"
    name = f" {KIND[problem.kind].in_language(language)}" if problem.kind else ""
    name += f" {printable(problem.id)}" if problem.id else ""
    aside = Text(" — disisihkan", " — set aside").in_language(language) if problem.excluded else ""
    errors = [
        (f"{printable(error.pointer)}: " if error.pointer else "") + error.message.in_language(language)
        for error in problem.details
    ]
    return f"{place}:{name}{aside}", errors


def some(texts: Sequence[str], most: int, between: str) -> str:
    """The first texts, and how many more there are."""
    more = f" (+{len(texts) - most})" if len(texts) > most else ""
    return between.join(texts[:most]) + more


def shown(value: object, language: Language) -> str:
    """A value as a finding shows it."""
    match value:
        case {"count": int(count)}:
            return f"{count} {Text('butir', 'entries').in_language(language)}"
        case {"fields": _}:
            return Text("ada", "present").in_language(language)
        case MASK.id:
            return MASK.in_language(language)
        case _:
            return written(value, language)


def cell(text: str) -> str:
    """Text that no table program takes for a formula and no terminal for an order."""
    seen = printable(text)
    return f"'{seen}" if seen.startswith(("=", "+", "-", "@", "\ufffd")) else seen


def named(record: Subject, language: Language) -> str:
    """The kind of a record and its id."""
    return f"{KIND[record.kind].in_language(language)} {printable(record.id)}"


def headed(finding: Finding, language: Language) -> str:
    """What a finding is about: its weight, the record and the rule."""
    weight = SEVERITY[finding.severity].in_language(language)
    return f"{weight:9} {named(finding.subject, language)}  {finding.rule}"


def rests_on(conclusion: Conclusion, language: Language) -> str:
    """How many findings and conclusions a conclusion rests on, and which records were observed."""
    parts = [
        f"{len(found)} {what.in_language(language)}"
        for found, what in (
            (conclusion.findings, Text("temuan", "findings")),
            (conclusion.conclusions, Text("kesimpulan lain", "other conclusions")),
        )
        if found
    ]
    records = [named(one, language) for one in conclusion.records]
    return some([*parts, *records], 6, ", ")
