"""Findings, problems and values in words, the same in every format."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import NOTHING, Text, printable, written
from pmi_compliance.base.words import SEVERITY, name_of_kind
from pmi_compliance.records.record import unread_facts
from pmi_compliance.records.regions import full_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Evidence, Finding, Subject
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel


def format_kind(kind: str, language: Language, model: RecordModel | None) -> str:
    """A kind of record in words: those of the model, or of the library where none is given."""
    name = model.name_of(kind) if model else name_of_kind(kind)
    return printable(name.in_language(language))


def deciding_facts(finding: Finding, language: Language) -> list[str]:
    """The facts that decided a finding, for programs, each once, such as `/worker/birth_date = 5 Mei 2010`."""
    facts = []
    for pointer, reason in _deciding(finding):
        owner = f"{printable(str(reason.record))} " if reason.record else ""
        value = format_value(reason.value, language)
        if reason.is_place and isinstance(reason.value, str):
            value = f"{value} ({_name_of_place(reason, language)})"
        elif reason.called is not None:
            value = f"{reason.called.in_language(language)} ({value})"
        facts.append(f"{owner}{printable(pointer)} = {value}")
    return [*dict.fromkeys(facts), *_more_members(finding, language)]


def facts_in_words(finding: Finding, language: Language, model: RecordModel) -> list[str]:
    """The facts that decided a finding, for people, each once, such as `Tanggal lahir: 5 Mei 2010`."""
    facts = []
    deciding = [*_deciding(finding)]
    # What nobody knows is why only where nothing that is known is.
    for pointer, reason in [pair for pair in deciding if pair[1].value is not None] or deciding:
        owner = f"{format_record(reason.record, language, model)}, " if reason.record else ""
        kind = (reason.record or finding.subject).kind
        value = format_value(reason.value, language)
        if reason.is_place and isinstance(reason.value, str):
            value = f"{_name_of_place(reason, language)} ({value})"
        elif reason.called is not None:
            value = reason.called.in_language(language)
        facts.append(f"{owner}{place_in_words(model, kind, pointer, language)}: {value}")
    return [*dict.fromkeys(facts), *_more_members(finding, language)]


def _name_of_place(reason: Evidence, language: Language) -> str:
    return reason.called.in_language(language) if reason.called else full_name(reason.value)


def why_in_words(finding: Finding, language: Language, model: RecordModel) -> list[str]:
    """What decided a finding, and what its rule shows beside, in words."""
    shown = (
        f"{value.title.in_language(language)}: {format_value(value.value, language)}"
        for value in finding.shown
        if value.value is not None
    )
    return [*facts_in_words(finding, language, model), *shown]


def _deciding(finding: Finding) -> Iterator[tuple[str, Evidence]]:
    """The reasons that decided a finding and are facts of a record, each after its pointer."""
    part = "review_when" if finding.outcome is Outcome.REVIEW and not finding.alleged else "requires"
    for reason in finding.reasons:
        if reason.part == part and reason.pointer is not None:
            yield reason.pointer, reason


def with_facts(text: str, facts: Sequence[str]) -> str:
    """A sentence, and in brackets the facts behind it."""
    return f"{text} ({'; '.join(facts)})" if facts else text


def member_names(finding: Finding, language: Language) -> list[str]:
    """The ids of the set that a finding is about; of a large group the first, and how many more there are."""
    return [*(printable(member.id) for member in finding.members), *_more_members(finding, language)]


def _more_members(finding: Finding, language: Language) -> list[str]:
    return [more_members(finding.more_members, language)] if finding.more_members else []


def more_members(count: int, language: Language) -> str:
    """How many more records there are in a group than a finding names."""
    return Text(f"dan {count} data lain", f"and {count} more records").in_language(language)


def missing_facts(finding: Finding, language: Language) -> list[str]:
    """The facts that a finding lacks, with the field of each, for programs; elements of a list are not distinguished."""
    return [
        f"{missing.title.in_language(language)} "
        f"({missing.record.kind if missing.record else finding.subject.kind}{shape(missing.pointer)})"
        for missing in finding.missing
    ]


def missing_in_words(finding: Finding, language: Language, model: RecordModel) -> list[str]:
    """The facts that a finding lacks, for people, each once; of another record with what that is called."""
    facts = []
    for missing in finding.missing:
        of_another = missing.record is not None and missing.record.kind != finding.subject.kind
        kind = missing.record.kind if missing.record else finding.subject.kind
        name = ", ".join(fact_name(model, kind, missing.pointer, language))
        facts.append(f"{name} ({format_kind(kind, language, model)})" if of_another else name)
    return [*dict.fromkeys(facts)]


@lru_cache(maxsize=4096)
def place_in_words(model: RecordModel, kind: str, pointer: str, language: Language) -> str:
    """What a fact of a record is called, with its number where it is one of a list: `Dokumen 2, Status`."""
    numbers = [step for step in pointer.split("/") if step.isdigit()]
    names = fact_name(model, kind, pointer, language)
    return ", ".join([f"{names[0]} {int(numbers[0]) + 1}", *names[1:]]) if numbers else ", ".join(names)


def fact_name(model: RecordModel, kind: str, pointer: str, language: Language) -> list[str]:
    """
    What a fact of a record is called, after the group around it: `Seleksi`, `Tempat`.

    Args:
        model: The kinds of records.
        kind: The kind of the record.
        pointer: JSON pointer to the fact; elements of a list are not told apart.
        language: The language.

    """
    path = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    ends = [end for end, step in enumerate(path, 1) if isinstance(step, str) and step != "-"]
    fields = (model.field_at(kind, path[:end])[0] for end in ends)
    titles = [field.title.in_language(language).rstrip("?") for field in fields if field and field.title]
    # Whose fact it is needs no saying: the line names the record.
    told = titles[1:] if path[:1] == ["worker"] and len(titles) > 1 else titles
    return [*map(printable, told)] or [printable(pointer)]


@lru_cache(maxsize=4096)
def shape(path: str) -> str:
    """A pointer in which elements of a list are not told apart."""
    return "/".join("*" if step.isdigit() else printable(step) for step in path.split("/"))


#: What becomes of a record, or of a fact of it, for a problem.
_EXCLUDED = Text(" — tidak ikut diperiksa", " — excluded")
_NOT_KNOWN = Text(" — fakta ini dianggap belum diketahui", " — this counts as not known")


def format_problem(problem: Problem, language: Language, model: RecordModel) -> tuple[str, list[str]]:
    """A problem in words: the place of the record, and the errors found there."""
    place = printable(str(problem.origin)) or "-"
    name = f" {format_kind(problem.kind, language, model)}" if problem.kind else ""
    name += f" {printable(problem.id)}" if problem.id else ""
    becomes = _EXCLUDED if problem.excluded else _NOT_KNOWN if unread_facts([problem]) else NOTHING
    errors = [
        f"{where}: {words}" if where else words
        for error in problem.details
        for where, words in ((_where(error, language), error.message.in_language(language)),)
    ]
    return f"{place}:{name}{becomes.in_language(language)}", errors


def _where(detail: ProblemDetail, language: Language) -> str:
    """Where in a record something stands: the column of a table, and the field unless the message names it."""
    column = detail.cell.words.in_language(language) if detail.cell else ""
    if detail.cell is not None and detail.cell.title is not None:
        return column
    return ", ".join(filter(None, (column, printable(detail.pointer))))


def shortened(texts: Sequence[str], most: int, between: str) -> str:
    """The first texts, and how many more there are."""
    more = f" (+{len(texts) - most})" if len(texts) > most else ""
    return between.join(texts[:most]) + more


def format_value(value: object, language: Language) -> str:
    """A value of a finding in words."""
    match value:
        case {"count": int(count)}:
            return f"{count} {Text('butir', 'entries').in_language(language)}"
        case {"fields": _}:
            return Text("ada", "present").in_language(language)
        case MASK.id:
            return MASK.in_language(language)
        case []:
            return Text("tidak ada yang tertulis", "none is written").in_language(language)
        case _:
            return written(value, language)


def safe_cell(text: str) -> str:
    """Text for a cell of a table, which no program takes for a formula and no terminal for a command."""
    visible = printable(text)
    return f"'{visible}" if visible.startswith(("=", "+", "-", "@", "\ufffd")) else visible


def format_record(record: Subject, language: Language, model: RecordModel | None = None) -> str:
    """The kind of a record in words, and its id."""
    return f"{format_kind(record.kind, language, model)} {printable(record.id)}"


def format_heading(finding: Finding, language: Language, model: RecordModel | None = None) -> str:
    """The first line of a finding: its severity, the record and the rule."""
    severity = SEVERITY[finding.severity].in_language(language)
    return f"{severity:9} {format_record(finding.subject, language, model)}  {finding.rule}"


def format_support(conclusion: Conclusion, language: Language, model: RecordModel) -> str:
    """What supports a conclusion: how many findings and other conclusions, and which records were observed."""
    parts = [
        f"{len(items)} {noun.in_language(language)}"
        for items, noun in (
            (conclusion.findings, Text("temuan", "findings")),
            (conclusion.conclusions, Text("kesimpulan lain", "other conclusions")),
        )
        if items
    ]
    records = [format_record(record, language, model) for record in conclusion.records]
    return shortened([*parts, *records], 6, ", ")
