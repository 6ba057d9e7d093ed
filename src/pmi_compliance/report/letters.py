"""
Letters: a page for each recruiter and for each worker, in plain words, to print and to hand over.

A letter holds what its reader may and needs to know, and no word that was written for an officer: neither what an
officer is to do nor the notes of rules. What goes to the police, is about a child or tells of trafficking is in no letter,
whatever its outcome; a last page, for the office alone, lists it. Whoever is, or may be, a child gets no errands: the
letter goes to the parents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import frozen
from markupsafe import Markup

from pmi_compliance.base.days import bounds
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import BASIS, LAW, SEVERITY, cited
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.report.groups import is_about_a_child, is_for_investigators, is_sign_of_trafficking
from pmi_compliance.report.page import environment
from pmi_compliance.report.phrases import format_kind, shortened
from pmi_compliance.report.readers import ANSWER, BY_STATUS, FREE, HELP, READERS, WAIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pmi_compliance.auditing.findings import Finding, Missing, Subject
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.schema import RecordModel

#: As many points as surely fit on one page of A4.
_MOST_FAILS, _MOST_REVIEWS, _MOST_FACTS, _LONGEST = 6, 3, 10, 220
_MOST_OFFICES, _MOST_WITHHELD = 4, 30

#: Whom a letter may name, by the level of the authority: never the police or who protects victims.
_NAMED_TO_RECRUITER = frozenset({"district", "province", "bp3mi", "ministry"})
_NAMED_TO_WORKER = frozenset({"village", "district", "bp3mi", "mission"})

#: Lists that tell of a complaint or a crime by being asked for.
_NOT_ASKED_FOR = frozenset({"cases", "indicators", "indicators_complete"})


@frozen
class Point:
    """One thing that is not right, in one language."""

    #: What is wrong, or which duty is looked at.
    message: str
    #: By which law.
    law: str
    #: How grave it is, in words.
    severity: str
    #: The ids of the records that it was found in.
    records: str


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


def to_letters(report: Report, language: Language) -> Iterator[bytes]:
    """All letters as one page to print, in one language: recruiters, then workers, then what the office keeps."""
    of_recruiter: dict[str, list[Finding]] = defaultdict(list)
    of_placement: dict[str, list[Finding]] = defaultdict(list)
    withheld: list[Finding] = []
    hidden = _persons_to_protect(report)
    for finding in report.findings:
        kept_back = is_for_investigators(report, finding)
        if finding.recruiter is not None:
            told = of_recruiter[finding.recruiter]
            if not kept_back and hidden.isdisjoint((finding.subject, *finding.members)):
                told.append(finding)
        if kept_back and finding.outcome in REFERRED:
            withheld.append(finding)
        if finding.subject.kind == "placement":
            of_placement[finding.subject.id].append(finding)
    templates = environment()
    assert templates.loader is not None
    yield (
        templates.get_template("letters.html.j2")
        .render(
            language=language,
            say=lambda id, en: Text(id, en).in_language(language),  # noqa: A006
            day=written(report.as_of, language),
            notices=[notice.in_language(language) for notice in report.disclosed],
            style=Markup(templates.loader.get_source(templates, "letters.css")[0]),  # noqa: S704  ours
            recruiters=[
                {
                    **_letter(report, name, of_recruiter[name], language, _NAMED_TO_RECRUITER),
                    "to_do": ANSWER.in_language(language),
                }
                for name in sorted(of_recruiter)
            ],
            workers=[_to_worker(report, name, of_placement[name], language) for name in sorted(of_placement)],
            withheld=_register(report, withheld, language),
        )
        .encode()
    )


def _persons_to_protect(report: Report) -> set[Subject]:
    """The records of children and of whoever shows signs of trafficking: a recruiter hears nothing about them."""
    return {
        finding.subject
        for finding in report.findings
        if is_about_a_child(finding) or is_sign_of_trafficking(finding)
    }


def _to_worker(report: Report, name: str, findings: list[Finding], language: Language) -> dict[str, Any]:
    of = reader_of(report, findings)
    reader = READERS[of]
    told = [finding for finding in findings if not is_for_investigators(report, finding)]
    fails = [finding for finding in findings if finding.outcome is Outcome.FAIL]
    urgent = any(
        finding.outcome in REFERRED and is_for_investigators(report, finding) for finding in findings
    ) or any(finding.severity == "critical" for finding in fails)
    letter = _letter(report, name, told if reader.to_do else [], language, _NAMED_TO_WORKER)
    usual = [office.in_language(language) for office in reader.offices]
    first = [reader.nearest.in_language(language)] if reader.nearest else []
    offices = [*first, *(letter["refers"] or usual)]
    waits = urgent and of != "child" and _status_of(report, findings) in {"candidate", "unknown"}
    amiss = any(finding.outcome in REFERRED for finding in findings)
    free = FREE if of == "candidate" and not amiss else HELP if reader.prepares else None
    end = WAIT if waits else free
    return {
        **letter,
        "reader": of,
        "title": reader.title.in_language(language),
        "lead": reader.lead.in_language(language),
        "to_do": reader.to_do.in_language(language) if reader.to_do else "",
        "facts": letter["facts"] if reader.prepares else [],
        "prepares": reader.prepares,
        "refers": offices[:_MOST_OFFICES],
        "end": end.in_language(language) if end else "",
        "waits": waits,
    }


def _letter(
    report: Report, name: str, findings: Sequence[Finding], language: Language, named: frozenset[str]
) -> dict[str, Any]:
    """What may be told of some findings: points, missing facts and the offices of some levels."""
    fails = _points(findings, Outcome.FAIL, lambda finding: finding.message, language)
    # What a review says is written for the officer who decides; of it only the duty is told.
    reviews = _points(findings, Outcome.REVIEW, lambda finding: finding.title, language)
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
    return {
        "name": printable(name),
        "fails": fails[:_MOST_FAILS],
        "more_fails": max(0, len(fails) - _MOST_FAILS),
        "reviews": reviews[:_MOST_REVIEWS],
        "more_reviews": max(0, len(reviews) - _MOST_REVIEWS),
        "facts": [fact for fact, _ in facts.most_common(_MOST_FACTS)],
        "more_facts": max(0, len(facts) - _MOST_FACTS),
        "refers": [
            report.authorities[code].in_language(language) for code, _ in codes.most_common(_MOST_OFFICES)
        ],
    }


def _points(
    findings: Iterable[Finding], outcome: Outcome, words: Callable[[Finding], Text], language: Language
) -> list[Point]:
    """Gravest first, law before policy; the same duty in several records is one point."""
    grouped: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.outcome is outcome:
            grouped[finding.rule, words(finding).in_language(language)].append(finding)
    order = sorted(
        grouped.items(),
        key=lambda item: (severity_rank(item[1][0].severity), item[1][0].basis not in LAW),
    )
    return [
        Point(
            message=_short(message),
            law=" · ".join(
                (
                    shortened([*map(cited, group[0].citations)], 2, "; "),
                    BASIS[group[0].basis].in_language(language),
                )
            ),
            severity=SEVERITY[group[0].severity].in_language(language),
            records=shortened([printable(finding.subject.id) for finding in group], 4, ", "),
        )
        for (_, message), group in order
    ]


def _register(report: Report, withheld: Iterable[Finding], language: Language) -> list[tuple[str, str]]:
    """What no letter holds: each duty, and the records it was found in."""
    listed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in withheld:
        kind = format_kind(finding.subject.kind, language, report.model)
        listed[_short(finding.title.in_language(language)), kind].append(printable(finding.subject.id))
    return [
        (title, f"{kind} {shortened([*dict.fromkeys(ids)], 8, ', ')}")
        for (title, kind), ids in [*listed.items()][:_MOST_WITHHELD]
    ]


def _fact(missing: Missing, kind: str, model: RecordModel, language: Language) -> str | None:
    """A missing fact with the groups around it: `Dokumen: Atas nama`; none about signs of a crime, or health."""
    owner = missing.record.kind if missing.record else kind
    if not _NOT_ASKED_FOR.isdisjoint(missing.pointer.split("/")) or owner == "case":
        return None
    path = [int(step) if step.isdigit() else step for step in missing.pointer.split("/")[1:]]
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


def _short(text: str) -> str:
    visible = printable(text)
    return visible if len(visible) <= _LONGEST else f"{visible[: _LONGEST - 1]}…"
