"""
Letters: what stands in a page for each recruiter and for each worker, in plain words, to print and to hand over.

`letters_page` and `letters_docx` write the same letters; what is told is decided here alone.

A letter holds what its reader may and needs to know, and no word that was written for an officer: neither what an
officer is to do nor the notes of rules. What goes to the police, is about a child or tells of trafficking is in no letter,
whatever its outcome; a last page, for the office alone, lists it. Whoever is, or may be, a child gets no errands: the
letter goes to the parents.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from attrs import evolve

from pmi_compliance.base.days import bounds
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import printable
from pmi_compliance.report import letter_words as say
from pmi_compliance.report.groups import is_about_a_child, is_for_investigators, is_sign_of_trafficking
from pmi_compliance.report.letter_sizes import fits
from pmi_compliance.report.letter_told import MOST_OFFICES, Told, first_of, short, told_of
from pmi_compliance.report.letter_values import Block, Letter, Letters, Line
from pmi_compliance.report.letterhead import BLANK, letterhead, number_of
from pmi_compliance.report.phrases import format_kind, shortened
from pmi_compliance.report.plain_words import meanings
from pmi_compliance.report.readers import ASK, BY_STATUS, FREE, HELP, READERS, WAIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pmi_compliance.auditing.findings import Finding, Subject
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language, Text
    from pmi_compliance.report.letterhead import Letterhead
    from pmi_compliance.report.settings import Settings

#: How many failures, reviews and missing facts are told: the most that fit on the page.
_MOST = ((6, 3, 10), (6, 3, 6), (5, 3, 5), (4, 2, 4), (3, 2, 3), (2, 1, 2), (1, 1, 1))
_MOST_WITHHELD = 30

#: Whom a letter may name, by the level of the authority: never the police or who protects victims.
_NAMED_TO_RECRUITER = frozenset({"district", "province", "bp3mi", "ministry"})
_NAMED_TO_WORKER = frozenset({"village", "district", "bp3mi", "mission"})


def reader_of(report: Report, findings: Sequence[Finding]) -> str:
    """
    Whom the letter about a placement is for: a key of `READERS`.

    Args:
        report: The report.
        findings: All findings about the placement.

    """
    by_status = _status_of(report, findings)
    if by_status != "family" and any(map(is_about_a_child, findings)):
        return "child_abroad" if by_status == "abroad" else "child"
    if by_status != "family" and any(map(is_sign_of_trafficking, findings)):
        return "protected"
    return by_status


def _status_of(report: Report, findings: Sequence[Finding]) -> str:
    """How far a placement is: as its status says, and without one gone where the day of the departure has come."""
    person = report.people.get(findings[0].subject.id)
    if person is not None and person.status is not None:
        return BY_STATUS.get(person.status, "unknown")
    left = [finding.judged_on for finding in findings if finding.judged_on_from == "/departed_on"]
    return "abroad" if any(day is not None and bounds(day)[1] <= report.as_of for day in left) else "unknown"


def letters_about(report: Report, language: Language, settings: Settings | None = None) -> Letters:
    """
    All letters, in one language: to recruiters, to workers, and last what the office keeps to itself.

    Args:
        report: The report.
        language: Of the letters.
        settings: The office that writes; without them its places are left blank.

    """
    of_recruiter: dict[str, list[Finding]] = defaultdict(list)
    of_placement: dict[str, list[Finding]] = defaultdict(list)
    withheld: list[Finding] = []
    hidden = _persons_to_protect(report)
    for finding in report.findings:
        kept_back = is_for_investigators(report, finding)
        is_open = not kept_back and hidden.isdisjoint((finding.subject, *finding.members))
        if finding.recruiter is not None and is_open:
            of_recruiter[finding.recruiter].append(finding)
        if kept_back and finding.outcome in REFERRED:
            withheld.append(finding)
        if finding.subject.kind == "placement":
            of_placement[finding.subject.id].append(finding)
    head = letterhead(settings, language)
    recruiters, placements = _addressed(report)
    sent = [
        *(_to_recruiter(report, name, of_recruiter[name], head, language) for name in recruiters),
        *(_to_worker(report, name, of_placement[name], head, language) for name in placements),
    ]
    numbered = (evolve(letter, number=number_of(settings, at)) for at, letter in enumerate(sent))
    return Letters(
        language,
        say.TITLE.in_language(language),
        head,
        (*numbered, *([_register(report, withheld, head, language)] if withheld else [])),
    )


def how_many(report: Report) -> int:
    """How many letters about a report are handed over."""
    return sum(map(len, _addressed(report)))


def _addressed(report: Report) -> tuple[list[str], list[str]]:
    """The recruiters that get a letter, whatever is left to say, and the placements that one is about."""
    recruiters = {finding.recruiter for finding in report.findings if finding.recruiter is not None}
    placements = {finding.subject.id for finding in report.findings if finding.subject.kind == "placement"}
    return sorted(recruiters), sorted(placements)


def _persons_to_protect(report: Report) -> set[Subject]:
    """The records of children and of whoever shows signs of trafficking: a recruiter hears nothing about them."""
    return {
        finding.subject
        for finding in report.findings
        if is_about_a_child(finding) or is_sign_of_trafficking(finding)
    }


def _to_recruiter(
    report: Report, name: str, findings: list[Finding], head: Letterhead, language: Language
) -> Letter:
    found = told_of(report, findings, language, _NAMED_TO_RECRUITER)

    def body(told: Told) -> tuple[Block, ...]:
        return _blocks(
            _text(_audited_on(report, language), "soft"),
            _text(_notices(report, language)),
            _list(say.PUT_RIGHT, told.fails, language),
            _list(say.LOOKED_AT, told.reviews, language),
            _text(say.ANSWER.in_language(language) if told.fails or told.reviews else ""),
            _list(say.COMPLETE, told.facts, language, "boxes"),
            _offices(told.offices, language),
            _text(say.NO_DECISION.in_language(language), "soft"),
        )

    return Letter(
        reader="recruiter",
        name=printable(name),
        title=f"{say.RECRUITER.in_language(language)} {printable(name)}",
        to=(printable(name), say.AT.in_language(language)),
        number="",
        body=_fitting(body, found, head, language),
    )


def _to_worker(
    report: Report, name: str, findings: list[Finding], head: Letterhead, language: Language
) -> Letter:
    of = reader_of(report, findings)
    reader = READERS[of]
    kept_back = [finding for finding in findings if is_for_investigators(report, finding)]
    open_ = [finding for finding in findings if not is_for_investigators(report, finding)]
    found = told_of(report, open_ if reader.to_do else [], language, _NAMED_TO_WORKER)
    first = [reader.nearest.in_language(language)] if reader.nearest else []
    usual = [office.in_language(language) for office in reader.offices]
    waits = _waits(report, of, findings, kept_back)
    amiss = any(finding.outcome in REFERRED for finding in findings)
    free = FREE if of == "candidate" and not amiss else HELP if reader.prepares else None

    def body(told: Told) -> tuple[Block, ...]:
        blocks = _blocks(
            _text(_audited_on(report, language), "soft"),
            _text(reader.lead.in_language(language)),
            _text(WAIT.in_language(language) if waits else "", "strong"),
            _list(say.NOT_RIGHT, told.fails, language),
            _list(say.ASKED_ABOUT, told.reviews, language),
            _text(
                reader.to_do.in_language(language) if reader.to_do and (told.fails or told.reviews) else ""
            ),
            *(_to_prepare(told.facts, language) if reader.prepares else ()),
            _offices([*first, *(told.offices or usual)][:MOST_OFFICES], language),
            _text(free.in_language(language) if free and not waits else "", "soft"),
        )
        words = meanings((line.text for block in blocks for line in block.lines), language)
        return _blocks(*blocks, _text(words, "soft"))

    return Letter(
        reader=of,
        name=printable(name),
        title=f"{reader.title.in_language(language)} {printable(name)}",
        to=(
            reader.to.filled({"who": f"{_called(report, name)} ({printable(name)})"}).in_language(language),
            say.AT.in_language(language),
        ),
        number="",
        body=_fitting(body, found, head, language),
    )


def _called(report: Report, placement: str) -> str:
    """What a worker is called, where the report shows it; a blank to fill in where it does not."""
    person = report.people.get(placement)
    return printable(person.name) if person is not None and person.name else BLANK


def _waits(report: Report, reader: str, findings: list[Finding], kept_back: list[Finding]) -> bool:
    """Whether somebody who may be about to leave is told to wait, without a word on why."""
    grave = any(finding.outcome in REFERRED for finding in kept_back) or any(
        finding.outcome is Outcome.FAIL and finding.severity == "critical" for finding in findings
    )
    return grave and reader != "child" and _status_of(report, findings) in {"candidate", "unknown"}


def _fitting(
    write: Callable[[Told], tuple[Block, ...]], told: Told, head: Letterhead, language: Language
) -> tuple[Block, ...]:
    """As much as fits on one page."""
    return _first_that_fits(head, (write(told.cut(most, language)) for most in _MOST))


def _first_that_fits(head: Letterhead, bodies: Iterable[tuple[Block, ...]]) -> tuple[Block, ...]:
    """The first that fits on one page, or the last."""
    body: tuple[Block, ...] = ()
    for body in bodies:
        if fits(head, body):
            break
    return body


# The parts of a letter


def _blocks(*blocks: Block | None) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not None)


def _text(text: str | Sequence[str], weight: Literal["plain", "strong", "soft"] = "plain") -> Block | None:
    """Paragraphs, where there is something to say."""
    texts = [text] if isinstance(text, str) else text
    lines = tuple(Line(one, weight) for one in texts if one)
    return Block(lines) if lines else None


def _list(
    heading: Text, lines: tuple[Line, ...], language: Language, form: Literal["list", "boxes"] = "list"
) -> Block | None:
    return Block(lines, heading.in_language(language), form) if lines else None


def _offices(offices: Sequence[str], language: Language) -> Block | None:
    return Block((Line("; ".join(offices)),), say.CONTACT.in_language(language)) if offices else None


def _to_prepare(facts: tuple[Line, ...], language: Language) -> tuple[Block | None, ...]:
    """What to bring, and what to ask whoever recruits."""
    asked = tuple(Line(question.in_language(language)) for question in ASK)
    return _list(say.BRING, facts, language, "boxes"), _list(say.ASK_RECRUITER, asked, language, "boxes")


def _audited_on(report: Report, language: Language) -> str:
    return say.AUDITED.filled({"day": report.as_of}).in_language(language)


def _notices(report: Report, language: Language) -> list[str]:
    return [notice.in_language(language) for notice in report.disclosed]


def _register(report: Report, withheld: Iterable[Finding], head: Letterhead, language: Language) -> Letter:
    """What no letter holds, for the office: each duty, and the records it was found in."""
    listed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in withheld:
        kind = format_kind(finding.subject.kind, language, report.model)
        listed[short(finding.title.in_language(language)), kind].append(printable(finding.subject.id))
    lines = tuple(
        Line(f"{title}: {kind} {shortened([*dict.fromkeys(ids)], 8, ', ')}")
        for (title, kind), ids in listed.items()
    )
    audited = _text(f"{_audited_on(report, language)} {say.WITHHELD.in_language(language)}", "soft")
    bodies = (
        _blocks(audited, Block(first_of(lines, most, language), form="list"))
        for most in range(min(len(lines), _MOST_WITHHELD), 0, -1)
    )
    return Letter(
        reader="office",
        name="",
        title=say.FOR_OFFICE.in_language(language),
        to=(),
        number="",
        body=_first_that_fits(head, bodies),
    )
