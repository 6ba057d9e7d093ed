"""The report as one HTML file that needs no network: Indonesian, with a switch to English, to filter, search and print."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from pmi_compliance.auditing.report import not_judged
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import LANGUAGES, Text, printable, written
from pmi_compliance.base.words import (
    BASIS,
    BEARER,
    CONFIDENCE,
    COVERED,
    DISCLOSURE,
    OUTCOME_RANK,
    OUTCOMES,
    SEVERITY,
    all_cited,
    cited,
)
from pmi_compliance.packs.model import SEVERITIES, severity_rank
from pmi_compliance.records.codes import scope_names
from pmi_compliance.report.brief import brief
from pmi_compliance.report.charts import charts
from pmi_compliance.report.groups import groups
from pmi_compliance.report.json import as_json
from pmi_compliance.report.phrases import (
    format_problem,
    format_support,
    missing_in_words,
    shape,
    why_in_words,
)
from pmi_compliance.report.questions import questions, settled_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel
    from pmi_compliance.report.groups import Group

_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def environment(room: str = "pmi_compliance.report") -> Environment:
    """
    Templates of pages: everything that is put in is escaped, and an unknown name is an error.

    Args:
        room: The package whose `templates` they are.

    """
    templates = Environment(
        loader=PackageLoader(room),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["t"] = both
    return templates


def both(id: str | Text, en: str = "") -> Markup:  # noqa: A002
    """A text in both languages; the style sheet shows one."""
    text = id if isinstance(id, Text) else Text(id, en)
    if text.id == text.en:
        return escape(printable(text.id))
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(language, printable(text.in_language(language)))
        for language in LANGUAGES
    )


def to_html(report: Report, language: Language, secret: bytes | None = None) -> Iterator[bytes]:
    """The report as a page; it opens in one language and holds both, and with a secret the root of the seal."""
    templates = environment()
    style, script = (_text(templates, name) for name in ("report.css", "report.js"))
    drawn = {spoken: charts(report, spoken) for spoken in LANGUAGES}
    page = templates.get_template("report.html.j2").render(
        language=language,
        report=report,
        day=_in_both(report.as_of),
        brief=brief(report),
        not_judged=not_judged(report.problems),
        gravest=[
            (group, SEVERITY[group.first.severity], OUTCOMES[group.first.outcome], *_names(group))
            for group in groups(report)
            if group.first.outcome in REFERRED
        ][:_MOST_GRAVE],
        questions=questions(report),
        together=settled_together(report),
        outcomes=[(outcome, OUTCOMES[outcome], report.outcomes[outcome]) for outcome in OUTCOMES],
        disclosure=DISCLOSURE[report.disclosure],
        in_both=_in_both,
        kinds=[(report.model.name_of(kind), count) for kind, count in report.records.items()],
        recruiters=report.recruiters(),
        severities=[(severity, SEVERITY[severity]) for severity in SEVERITIES],
        scopes=list(scope_names().items()),
        charts=[
            (title, {spoken: Markup(drawn[spoken][index][1]) for spoken in LANGUAGES})  # noqa: S704  escaped there
            for index, (title, _) in enumerate(drawn["id"])
        ],
        rules=[(rule, SEVERITY[rule.severity], report.counts[rule.id]) for rule in report.rules],
        cited=cited,
        rests_on=lambda conclusion: Text(
            *(format_support(conclusion, spoken, report.model) for spoken in LANGUAGES)
        ),
        not_checked=[
            (
                cited(covered.duty.citation),
                covered.duty.text,
                BEARER[covered.duty.bearer],
                COVERED[covered.status],
                covered.duty.reason,
            )
            for covered in report.not_checked
        ],
        problems=[
            [Text(*pair) for pair in zip(*_problem_lines(problem, report.model), strict=True)]
            for problem in report.problems
        ],
        seal=None if secret is None else as_json(report, secret)["seal"],
        style=Markup(style),  # noqa: S704  ours
        script=Markup(script),  # noqa: S704  ours
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Markup(_data(report)),  # noqa: S704  escaped there
    )
    yield page.encode()


#: Groups that stand on the first screens, and records that each names.
_MOST_GRAVE, _MOST_NAMED = 8, 8


def _names(group: Group) -> tuple[list[str], int]:
    """The ids of the first records of a group, and how many more there are."""
    names = [printable(subject.id) for subject in group.subjects]
    return names[:_MOST_NAMED], max(0, len(names) - _MOST_NAMED)


def _problem_lines(problem: Problem, model: RecordModel) -> list[list[str]]:
    """The lines of a problem in each language."""
    return [
        [place, *errors]
        for place, errors in (format_problem(problem, language, model) for language in LANGUAGES)
    ]


def _text(templates: Environment, name: str) -> str:
    assert templates.loader is not None
    return templates.loader.get_source(templates, name)[0]


def _in_both(value: object) -> Text:
    return Text(*(written(value, language) for language in LANGUAGES))


class _Texts:
    """Texts in both languages, each kept once and known by its number: findings repeat themselves a lot."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}

    def number(self, text: Text) -> int:
        return self.numbers.setdefault((_lines(text.id), _lines(text.en)), len(self.numbers))


def _lines(text: str) -> str:
    """Text whose lines stay apart; whatever else steers is made visible."""
    return "\n".join(map(printable, text.split("\n")))


def _data(report: Report) -> str:
    """What the script of the page filters and shows, as JSON that cannot end the element it stands in."""
    texts = _Texts()
    rules = {rule.id: index for index, rule in enumerate(report.rules)}
    rows = [
        _row(report, finding, rules, texts) for group in groups(report) for finding in group.findings
    ] + _unknown_rows(report, rules, texts)
    data: dict[str, Any] = {
        "outcomes": [[outcome.value, *_pair(text)] for outcome, text in OUTCOMES.items()],
        "severities": [[severity, *_pair(SEVERITY[severity])] for severity in SEVERITIES],
        "kinds": {kind: _pair(report.model.name_of(kind)) for kind in report.model.kinds},
        "rules": [
            {
                "id": rule.id,
                "title": _pair(rule.title),
                "severity": severity_rank(rule.severity),
                "law": all_cited(rule.citations),
                "basis": _pair(BASIS[rule.basis]),
            }
            for rule in report.rules
        ],
        "confidence": {confidence: _pair(text) for confidence, text in CONFIDENCE.items()},
        "findings": rows,
        "names": {printable(id_): printable(one.name) for id_, one in report.people.items() if one.name},
        "texts": list(texts.numbers),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _unknown_rows(report: Report, rules: dict[str, int], texts: _Texts) -> list[list[Any]]:
    """What is unknown for the same reason as one row with the ids of its records: rows cost what their groups cost."""
    equal: dict[Any, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.outcome is Outcome.UNKNOWN:
            lacking = tuple(
                (missing.record and missing.record.kind, shape(missing.pointer))
                for missing in finding.missing
            )
            key = (finding.rule, finding.recruiter, lacking, finding.message, report.is_new(finding))
            equal[key].append(finding)
    ordered = sorted(
        equal.values(), key=lambda found: (severity_rank(found[0].severity), -len(found), found[0].order)
    )
    rows = []
    for findings in ordered:
        row = _row(report, findings[0], rules, texts)
        if len(findings) > 1:
            row[_ID] = [printable(finding.subject.id) for finding in findings]
            for at in (_DAY, _SOURCE, _FINGERPRINT):
                row[at] = ""
        rows.append(row)
    return rows


#: Places in a row that differ between findings of a group.
_ID, _DAY, _SOURCE, _FINGERPRINT = 3, 5, 13, 14


def _pair(text: Text) -> list[str]:
    return [printable(text.id), printable(text.en)]


def _row(report: Report, finding: Finding, rules: dict[str, int], texts: _Texts) -> list[Any]:
    """A finding as the script knows it; the places of the parts are named at the top of `report.js`."""

    def listed(of: Any) -> int | None:
        pair = ["\n".join(of(finding, language, report.model)) for language in LANGUAGES]
        return texts.number(Text(*pair)) if any(pair) else None

    sanctions = [
        Text(
            *(f"{cited(sanction.citation)}, {sanction.text.in_language(language)}" for language in LANGUAGES)
        )
        for sanction in finding.sanctions
    ]
    is_referred = finding.outcome in REFERRED
    return [
        rules[finding.rule],
        OUTCOME_RANK[finding.outcome],
        finding.subject.kind,
        printable(finding.subject.id),
        printable(finding.recruiter) if finding.recruiter else None,
        finding.day,
        finding.confidence,
        texts.number(finding.message),
        listed(why_in_words),
        listed(missing_in_words),
        texts.number(finding.remediation) if is_referred else None,
        [printable(member.id) for member in finding.members]
        + [f"+{finding.more_members}"] * (finding.more_members > 0),
        [texts.number(sanction) for sanction in sanctions],
        printable(str(finding.source)),
        finding.fingerprint,
        report.baseline is not None and report.is_new(finding),
        [texts.number(report.authorities[code]) for code in finding.refers_to] if is_referred else [],
    ]
