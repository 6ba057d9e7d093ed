"""
Scorecards of recruiters over time: what their records say on the day of each audit, what was found, and what changed.

A line shows what is written, as of the day where it is dated. Nothing is added up to a grade: how grave a breach is
stands in the rule that found it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.base.outcome import REFERRED, Outcome
from pmi_compliance.base.text import LANGUAGES, Text, printable, written
from pmi_compliance.base.words import SEVERITY
from pmi_compliance.over_time.changes import diff_findings
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.codes import NOT_KNOWN, code_names, scope_names
from pmi_compliance.records.schema import OpenList, PartialList
from pmi_compliance.report.charts import bars_of
from pmi_compliance.report.phrases import format_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.over_time.changes import Change
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.schema import RecordModel

_NONE = Text("tidak ada", "none")
_GONE = Text("tidak ada dalam data", "not among the records")

#: The colours of severities in a chart of failures.
_COLOURS = dict(zip(SEVERITIES, ("#a3123a", "#c77700", "#1f5fa8", "#8a8f98"), strict=True))


@frozen(eq=False)
class Line:
    """One line of a scorecard."""

    #: What is looked at.
    title: Text
    #: What it was on the day of each audit.
    values: tuple[Text, ...]


@frozen(eq=False)
class Scorecard:
    """One recruiter over several audits, the earliest first."""

    #: The id of the recruiter.
    recruiter: str
    #: The day of each audit.
    days: tuple[date, ...]
    #: What is looked at.
    lines: tuple[Line, ...]
    #: For each audit, how many rules failed, by severity.
    fails: tuple[Mapping[str, int], ...]
    #: What became of failures and reviews from each audit to the next.
    changes: tuple[Change, ...]
    #: The kinds of the records at each audit.
    models: tuple[RecordModel, ...]

    def text(self, language: Language) -> list[str]:
        """The card as text, line by line: a block for each audit, and below it what changed since the one before."""
        lines = [printable(self.recruiter)]
        for index, day in enumerate(self.days):
            lines.append(written(day, language))
            lines += [
                f"  {line.title.in_language(language):24}{line.values[index].in_language(language)}"
                for line in self.lines
            ]
            if index:
                lines += _changed(self.changes[index - 1], language, self.models[index])
        return lines

    def chart(self, language: Language) -> str:
        """Failures at each audit, by severity, as SVG."""
        bars = {
            SEVERITY[severity].in_language(language): ([fails[severity] for fails in self.fails], colour)
            for severity, colour in _COLOURS.items()
        }
        return bars_of([written(day, language) for day in self.days], bars)


def _changed(change: Change, language: Language, model: RecordModel) -> list[str]:
    return [
        f"  {sign} {format_heading(finding, language, model)}: {printable(finding.message.in_language(language))}"
        for sign, findings in (("+", change.opened), ("-", change.closed))
        for finding in findings
    ]


def scorecards(audits: Sequence[tuple[Dataset, Report]]) -> tuple[Scorecard, ...]:
    """
    Make a scorecard for each recruiter of some audits.

    Args:
        audits: Records as they were at each audit, with its report; the earliest first. Records of today that are
            judged on an earlier day hold more than was known then.

    Returns:
        Scorecards by id of the recruiter. One that is not among the records of an audit is shown as such.

    """
    names = {record.id for records, _ in audits for record in records.tables.get("recruiter", ())}
    findings = [_by_recruiter(report) for _, report in audits]
    cards = []
    for name in sorted(names):
        snapshots = [
            _Snapshot.of(name, records, report.as_of, by_recruiter.get(name, ([], Counter())))
            for (records, report), by_recruiter in zip(audits, findings, strict=True)
        ]
        open_findings = [
            {finding.fingerprint: finding for finding in snapshot.findings} for snapshot in snapshots
        ]
        cards.append(
            Scorecard(
                name,
                tuple(report.as_of for _, report in audits),
                tuple(
                    Line(title, tuple(_value(snapshot, value) for snapshot in snapshots))
                    for title, value in _LINES
                ),
                tuple(snapshot.fails() for snapshot in snapshots),
                tuple(diff_findings(was, now) for was, now in pairwise(open_findings)),
                tuple(report.model for _, report in audits),
            )
        )
    return tuple(cards)


def _by_recruiter(report: Report) -> dict[str | None, _Findings]:
    """Findings by recruiter, in one pass: there may be more than memory holds, most of them unknowns."""
    recruiters: dict[str | None, _Findings] = {}
    for finding in report.findings:
        own = recruiters.setdefault(finding.recruiter, ([], Counter()))
        own[1][finding.outcome] += 1
        if finding.outcome in REFERRED:
            own[0].append(finding)
    return recruiters


#: Failures and reviews, and how many findings there are of each outcome.
_Findings: TypeAlias = "tuple[list[Finding], Counter[Outcome]]"


@frozen(eq=False)
class _Snapshot:
    """One recruiter at one audit."""

    day: date
    #: `None` where it is not among the records.
    data: Mapping[str, Any] | None
    #: Its placements, job orders and cases; `None` where such records were not supplied.
    related: Mapping[str, Sequence[Mapping[str, Any]] | None]
    findings: list[Finding]
    outcomes: Counter[Outcome]

    @classmethod
    def of(cls, name: str, records: Dataset, day: date, findings: _Findings) -> _Snapshot:
        record = records.get("recruiter", name)
        related = {}
        for name_ in ("placements", "job_orders", "cases"):
            follow = records.related(records.model.relation("recruiter", name_))
            others = follow(record.data) if record else None
            # A card counts records, and more need not be here; only one that was lost is missing in the count.
            related[name_] = tuple(others) if type(others) is OpenList else others
        return cls(day, record.data if record else None, related, *findings)

    def fails(self) -> dict[str, int]:
        """How many failures there are of each severity."""
        failed = [finding.severity for finding in self.findings if finding.outcome is Outcome.FAIL]
        return {severity: failed.count(severity) for severity in SEVERITIES}


def _value(snapshot: _Snapshot, value: Callable[[_Snapshot, Mapping[str, Any]], Text | None]) -> Text:
    if snapshot.data is None:
        return _GONE
    text = value(snapshot, snapshot.data)
    return NOT_KNOWN if text is None else text


def _joined(parts: Iterable[Text], whole: object) -> Text:
    """Parts on one line; of a list that is not complete, this is added."""
    listed = list(parts)
    if isinstance(whole, PartialList):
        listed.append(Text("daftar belum lengkap", "the list is not complete"))
    if not listed:
        return _NONE
    return Text(*("; ".join(part.in_language(language) for part in listed) for language in LANGUAGES))


def _filled(id: str, en: str, **values: object) -> Text:  # noqa: A002
    return Text(id, en).filled(values)


def _holds(entry: Mapping[str, Any], day: date) -> bool:
    """Whether something with a first and last day was in force; a day that is not written is no limit."""
    first: date = entry.get("from", day)
    last: date = entry.get("until", day)
    return first <= day <= last


def _licence(snapshot: _Snapshot, data: Mapping[str, Any]) -> Text | None:
    licences = data.get("licences")
    if licences is None:
        return None
    parts = []
    for licence in licences:
        if licence.get("issued_on", snapshot.day) > snapshot.day:
            continue
        current = [
            entry
            for entry in licence.get("status_history", ())
            if _holds(entry, snapshot.day) and "status" in entry
        ]
        latest = max(current, key=lambda entry: entry.get("from", date.min), default=None)
        states = code_names("recruiter.licences.status_history.status")
        state = states[latest["status"]] if latest else NOT_KNOWN
        until = licence.get("expires_on", NOT_KNOWN)
        parts.append(_filled("{state}, s.d. {until}", "{state}, until {until}", state=state, until=until))
    return _joined(parts, licences)


def _offices(snapshot: _Snapshot, data: Mapping[str, Any]) -> Text | None:
    offices = data.get("offices")
    if offices is None:
        return None
    open_ = [
        office
        for office in offices
        if office.get("opened_on", snapshot.day) <= snapshot.day
        and office.get("closed_on", snapshot.day) >= snapshot.day
        and office.get("status") != "closed"
    ]
    parts = []
    for kind, title in code_names("recruiter.offices.kind").items():
        of_kind = [office for office in open_ if office.get("kind") == kind]
        near = sum(str(office.get("regency", "")).startswith("53") for office in of_kind)
        if of_kind:
            parts.append(
                _filled("{t} {n} (di NTT {k})", "{t} {n} ({k} in NTT)", t=title, n=len(of_kind), k=near)
            )
    return _joined(parts, offices)


def _deposit(snapshot: _Snapshot, data: Mapping[str, Any]) -> Text | None:
    deposit = data.get("deposit", {})
    amounts = {
        "amount_idr": Text("jumlah Rp {n}", "amount Rp {n}"),
        "balance_idr": Text("saldo Rp {n}", "balance Rp {n}"),
    }
    days = {
        "drawn_on": Text("dicairkan {n}", "drawn on {n}"),
        "restored_on": Text("dipulihkan {n}", "restored on {n}"),
    }
    parts = [text.filled({"n": deposit[name]}) for name, text in amounts.items() if name in deposit]
    parts += [
        text.filled({"n": deposit[name]})
        for name, text in days.items()
        if name in deposit and deposit[name] <= snapshot.day
    ]
    return _joined(parts, deposit) if parts else None


def _job_orders(snapshot: _Snapshot, _: Mapping[str, Any]) -> Text | None:
    orders = snapshot.related["job_orders"]
    if orders is None:
        return None
    permits = [order.get("sip2mi", {}) for order in orders]
    # Of a day known in part that lies on both sides of this one nothing is counted.
    valid = sum(
        1
        for permit in permits
        if permit.get("held") is not False
        and "issued_on" in permit
        and permit["issued_on"] <= snapshot.day
        and permit.get("expires_on", snapshot.day) >= snapshot.day
        and (permit["revoked_on"] > snapshot.day if "revoked_on" in permit else not permit.get("revoked"))
    )
    return _joined(
        [_filled("{n}, SIP2MI berlaku {k}", "{n}, SIP2MI in force {k}", n=len(orders), k=valid)], orders
    )


def _placements(snapshot: _Snapshot, _: Mapping[str, Any]) -> Text | None:
    placements = snapshot.related["placements"]
    if placements is None:
        return None
    gone = [
        placement.get("scope") or "unknown"
        for placement in placements
        if placement.get("departed_on", snapshot.day) <= snapshot.day and "departed_on" in placement
    ]
    parts = [_filled("{n} data", "{n} records", n=len(placements))]
    parts += [
        _filled("berangkat {s} {n}", "departed {s} {n}", s=scope_names()[scope], n=gone.count(scope))
        for scope in SCOPES
        if scope in gone
    ]
    return _joined(parts, placements)


def _failures(snapshot: _Snapshot, _: Mapping[str, Any]) -> Text | None:
    return _joined(
        [
            _filled("{s} {n}", "{s} {n}", s=SEVERITY[severity], n=number)
            for severity, number in snapshot.fails().items()
            if number
        ],
        (),
    )


def _undecided(snapshot: _Snapshot, _: Mapping[str, Any]) -> Text | None:
    return _filled(
        "ditinjau {r}, belum diketahui {u}", "review {r}, unknown {u}",
        r=snapshot.outcomes[Outcome.REVIEW], u=snapshot.outcomes[Outcome.UNKNOWN],
    )  # fmt: skip


def _cases(snapshot: _Snapshot, _: Mapping[str, Any]) -> Text | None:
    cases = snapshot.related["cases"]
    if cases is None:
        return None
    opened = [case for case in cases if case.get("opened_on", snapshot.day) <= snapshot.day]
    still = sum(1 for case in opened if case.get("closed_on", snapshot.day) >= snapshot.day)
    return _joined([_filled("{n}, belum ditutup {k}", "{n}, still open {k}", n=len(opened), k=still)], cases)


def _sanctions(snapshot: _Snapshot, data: Mapping[str, Any]) -> Text | None:
    sanctions = data.get("sanctions")
    if sanctions is None:
        return None
    past = [sanction for sanction in sanctions if sanction.get("from", snapshot.day) <= snapshot.day]
    types = [sanction.get("type", "?") for sanction in past if _holds(sanction, snapshot.day)]
    parts = [_filled("{n} sampai hari itu", "{n} up to that day", n=len(past))] if past else []
    parts += [_filled("berlaku: {t}", "in force: {t}", t=printable(type_)) for type_ in types]
    return _joined(parts, sanctions)


_LINES: tuple[tuple[Text, Callable[[_Snapshot, Mapping[str, Any]], Text | None]], ...] = (
    (Text("Izin", "Licence"), _licence),
    (Text("Kantor", "Offices"), _offices),
    (Text("Deposito", "Deposit"), _deposit),
    (Text("Permintaan PMI", "Job orders"), _job_orders),
    (Text("Penempatan", "Placements"), _placements),
    (Text("Tidak sesuai", "Failures"), _failures),
    (Text("Belum diputuskan", "Undecided"), _undecided),
    (Text("Kasus", "Cases"), _cases),
    (Text("Sanksi", "Sanctions"), _sanctions),
)
