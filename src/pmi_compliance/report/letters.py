"""Letters: a page for each recruiter, and a check list for each candidate, in plain words, to print and to hand over."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import frozen
from markupsafe import Markup

from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import BASIS, LAW, SEVERITY, cited
from pmi_compliance.packs.model import SEVERITIES, severity_rank
from pmi_compliance.report.page import environment
from pmi_compliance.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.auditing.findings import Finding, Missing
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.schema import RecordModel

#: As many points as surely fit on one page of A4.
_MOST_FAILS, _MOST_FACTS, _LONGEST = 6, 10, 220


@frozen
class Point:
    """One thing to be put right, in one language."""

    #: What is wrong.
    message: str
    #: By which law.
    law: str
    #: What to do.
    remediation: str
    #: How grave it is, in words.
    severity: str
    #: The ids of the records that it was found in.
    records: str


def to_letters(report: Report, language: Language) -> Iterator[bytes]:
    """All letters as one page to print, in one language: recruiters first, then candidates."""
    of_recruiter: dict[str, list[Finding]] = defaultdict(list)
    of_placement: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.recruiter is not None:
            of_recruiter[finding.recruiter].append(finding)
        if finding.subject.kind == "placement":
            of_placement[finding.subject.id].append(finding)
    police = {code for code, level in report.levels.items() if level == "police"}
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
                # A suspicion that the police may look into is not disclosed to whoever is suspected.
                _letter(
                    report,
                    name,
                    [
                        finding
                        for finding in of_recruiter[name]
                        if finding.outcome is not Outcome.REVIEW or police.isdisjoint(finding.refers_to)
                    ],
                    language,
                )
                for name in sorted(of_recruiter)
            ],
            candidates=[_letter(report, name, of_placement[name], language) for name in sorted(of_placement)],
        )
        .encode()
    )


def _letter(report: Report, name: str, findings: list[Finding], language: Language) -> dict[str, Any]:
    fails = _points([finding for finding in findings if finding.outcome is Outcome.FAIL], language)
    reviews = _points([finding for finding in findings if finding.outcome is Outcome.REVIEW], language)
    facts = Counter(
        fact
        for finding in findings
        if finding.outcome is Outcome.UNKNOWN
        for missing in finding.missing
        if (fact := _fact(missing, finding.subject.kind, report.model, language)) is not None
    )
    codes = Counter(code for finding in findings if finding.outcome in REFERRED for code in finding.refers_to)
    return {
        "name": printable(name),
        "fails": fails[:_MOST_FAILS],
        "more_fails": max(0, len(fails) - _MOST_FAILS),
        "reviews": reviews[: _MOST_FAILS - 3],
        "more_reviews": max(0, len(reviews) - _MOST_FAILS + 3),
        "facts": [fact for fact, _ in facts.most_common(_MOST_FACTS)],
        "more_facts": max(0, len(facts) - _MOST_FACTS),
        "counts": {
            SEVERITY[severity].in_language(language): sum(
                finding.outcome is Outcome.FAIL and finding.severity == severity for finding in findings
            )
            for severity in SEVERITIES
        },
        "refers": [report.authorities[code].in_language(language) for code, _ in codes.most_common(4)],
    }


def _points(findings: Iterable[Finding], language: Language) -> list[Point]:
    """Gravest first, law before policy; the same duty in several records is one point."""
    grouped: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.rule, finding.message.in_language(language)].append(finding)
    order = sorted(
        grouped.values(), key=lambda group: (severity_rank(group[0].severity), group[0].basis not in LAW)
    )
    return [
        Point(
            message=_short(group[0].message.in_language(language)),
            law=" · ".join(
                (
                    shortened([*map(cited, group[0].citations)], 2, "; "),
                    BASIS[group[0].basis].in_language(language),
                )
            ),
            remediation=_short(group[0].remediation.in_language(language)),
            severity=SEVERITY[group[0].severity].in_language(language),
            records=shortened([printable(finding.subject.id) for finding in group], 4, ", "),
        )
        for group in order
    ]


def _fact(missing: Missing, kind: str, model: RecordModel, language: Language) -> str | None:
    """A missing fact with the groups around it: `Dokumen: Atas nama`; none about signs of a crime, or health."""
    owner = missing.record.kind if missing.record else kind
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
