"""
Scorecards of recruiters over time: what their records say on the day of each audit, what was found, and what changed.

A line tells what is written, as of the day where it is dated. It adds up nothing to a grade: what a breach weighs is said
by the rule that found it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import LANGUAGES, Text, printable, written
from pmi_compliance.base.words import LICENCE, OFFICE, SCOPE, SEVERITY
from pmi_compliance.over_time.changes import diff_findings
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.schema import PartialList, record_types
from pmi_compliance.report.charts import bars_of
from pmi_compliance.report.phrases import headed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.over_time.changes import Change
    from pmi_compliance.records.dataset import Dataset

_UNKNOWN = SCOPE["unknown"]
_NONE = Text("tidak ada", "none")
_GONE = Text("tidak ada dalam rekam", "not among the records")

#: What stands out in a chart of failures.
_COLOURS = dict(zip(SEVERITIES, ("#a3123a", "#c77700", "#1f5fa8", "#8a8f98"), strict=True))


@frozen(eq=False)
class Line:
    """One thing that is looked at, and what it was on the day of each audit."""

    title: Text
    values: tuple[Text, ...]


@frozen(eq=False)
class Scorecard:
    """One recruiter over several audits, the earliest first."""

    recruiter: str
    days: tuple[date, ...]
    lines: tuple[Line, ...]
    #: For each audit, how many rules failed, by severity.
    fails: tuple[Mapping[str, int], ...]
    #: What became of failures and reviews from each audit to the next.
    changes: tuple[Change, ...]

    def text(self, language: Language) -> list[str]:
        """The card as text: a block for each audit, and below it what changed since the one before."""
        made = [f"{printable(self.recruiter)}"]
        for at, day in enumerate(self.days):
            made.append(written(day, language))
            made += [
                f"  {line.title.in_language(language):24}{line.values[at].in_language(language)}"
                for line in self.lines
            ]
            if at:
                made += _changed(self.changes[at - 1], language)
        return made

    def chart(self, language: Language) -> str:
        """Failures at each audit, by severity, as SVG."""
        bars = {
            SEVERITY[severity].in_language(language): ([found[severity] for found in self.fails], colour)
            for severity, colour in _COLOURS.items()
        }
        return bars_of([written(day, language) for day in self.days], bars, f"{self.recruiter}-{language}")


def _changed(change: Change, language: Language) -> list[str]:
    return [
        f"  {sign} {headed(one, language)}: {printable(one.message.in_language(language))}"
        for sign, found in (("+", change.opened), ("-", change.closed))
        for one in found
    ]


def scorecards(audits: Sequence[tuple[Dataset, Report]]) -> tuple[Scorecard, ...]:
    """
    The recruiters of some audits, by id.

    Args:
        audits: Records as they were at each audit, with its report; the earliest first. Records of today that are
            judged on an earlier day say more than was known then. A recruiter that is not among the records of one
            audit is told as such.

    """
    names = {record.id for records, _ in audits for record in records.tables.get("recruiter", ())}
    findings = [_by_recruiter(report) for _, report in audits]
    cards = []
    for name in sorted(names):
        seen = [
            _Seen.of(name, records, report.as_of, found.get(name, ([], Counter())))
            for (records, report), found in zip(audits, findings, strict=True)
        ]
        found = [{one.fingerprint: one for one in each.findings} for each in seen]
        cards.append(
            Scorecard(
                name,
                tuple(report.as_of for _, report in audits),
                tuple(Line(title, tuple(_value(each, value) for each in seen)) for title, value in _LINES),
                tuple(each.fails() for each in seen),
                tuple(diff_findings(was, now) for was, now in pairwise(found)),
            )
        )
    return tuple(cards)


def _by_recruiter(report: Report) -> dict[str | None, _Found]:
    """What was found, in one pass: there may be more findings than have room in memory, most of them unknowns."""
    found: dict[str | None, _Found] = {}
    for one in report.findings:
        mine = found.setdefault(one.recruiter, ([], Counter()))
        mine[1][one.outcome] += 1
        if one.outcome in {Outcome.FAIL, Outcome.REVIEW}:
            mine[0].append(one)
    return found


#: Failures and reviews, and how many findings there are of each outcome.
_Found: TypeAlias = "tuple[list[Finding], Counter[Outcome]]"


@frozen(eq=False)
class _Seen:
    """One recruiter at one audit."""

    day: date
    #: `None` where it is not among the records.
    data: Mapping[str, Any] | None
    #: Its placements, job orders and cases; `None` where such records were not supplied.
    related: Mapping[str, Sequence[Mapping[str, Any]] | None]
    findings: list[Finding]
    outcomes: Counter[Outcome]

    @classmethod
    def of(cls, name: str, records: Dataset, day: date, found: _Found) -> _Seen:
        record = records.get("recruiter", name)
        relations = record_types()["recruiter"].fields
        related = {}
        for relation in ("placements", "job_orders", "cases"):
            walk = relations[relation].relation
            assert walk is not None
            related[relation] = records.related(walk)(record.data) if record else None
        return cls(day, record.data if record else None, related, *found)

    def fails(self) -> dict[str, int]:
        """How many failures there are of each severity."""
        failed = [one.severity for one in self.findings if one.outcome is Outcome.FAIL]
        return {severity: failed.count(severity) for severity in SEVERITIES}


def _value(seen: _Seen, value: Callable[[_Seen, Mapping[str, Any]], Text | None]) -> Text:
    if seen.data is None:
        return _GONE
    found = value(seen, seen.data)
    return _UNKNOWN if found is None else found


def _joined(parts: Iterable[Text], whole: object) -> Text:
    """Parts on one line; a list of which only a part is known says so."""
    listed = list(parts)
    if isinstance(whole, PartialList):
        listed.append(Text("daftar belum lengkap", "the list is not complete"))
    if not listed:
        return _NONE
    return Text(*("; ".join(one.in_language(language) for one in listed) for language in LANGUAGES))


def _said(id: str, en: str, **values: object) -> Text:  # noqa: A002
    return Text(id, en).filled(values)


def _holds(entry: Mapping[str, Any], day: date) -> bool:
    """Whether something with a first and last day was in force; a day that is not written ends nothing."""
    first: date = entry.get("from", day)
    last: date = entry.get("until", day)
    return first <= day <= last


def _licence(seen: _Seen, data: Mapping[str, Any]) -> Text | None:
    licences = data.get("licences")
    if licences is None:
        return None
    made = []
    for one in licences:
        if one.get("issued_on", seen.day) > seen.day:
            continue
        held = [
            entry for entry in one.get("status_history", ()) if _holds(entry, seen.day) and "status" in entry
        ]
        latest = max(held, key=lambda entry: entry.get("from", date.min), default=None)
        state = LICENCE[latest["status"]] if latest else _UNKNOWN
        until = one.get("expires_on", _UNKNOWN)
        made.append(_said("{state}, s.d. {until}", "{state}, until {until}", state=state, until=until))
    return _joined(made, licences)


def _offices(seen: _Seen, data: Mapping[str, Any]) -> Text | None:
    offices = data.get("offices")
    if offices is None:
        return None
    open_ = [
        one
        for one in offices
        if one.get("opened_on", seen.day) <= seen.day
        and one.get("closed_on", seen.day) >= seen.day
        and one.get("status") != "closed"
    ]
    made = []
    for kind, title in OFFICE.items():
        mine = [one for one in open_ if one.get("kind") == kind]
        near = sum(str(one.get("regency", "")).startswith("53") for one in mine)
        if mine:
            made.append(_said("{t} {n} (di NTT {k})", "{t} {n} ({k} in NTT)", t=title, n=len(mine), k=near))
    return _joined(made, offices)


def _deposit(seen: _Seen, data: Mapping[str, Any]) -> Text | None:
    deposit = data.get("deposit", {})
    amounts = {
        "amount_idr": Text("jumlah Rp {n}", "amount Rp {n}"),
        "balance_idr": Text("saldo Rp {n}", "balance Rp {n}"),
    }
    days = {
        "drawn_on": Text("dicairkan {n}", "drawn on {n}"),
        "restored_on": Text("dipulihkan {n}", "restored on {n}"),
    }
    made = [text.filled({"n": deposit[name]}) for name, text in amounts.items() if name in deposit]
    made += [
        text.filled({"n": deposit[name]})
        for name, text in days.items()
        if name in deposit and deposit[name] <= seen.day
    ]
    return _joined(made, deposit) if made else None


def _job_orders(seen: _Seen, _: Mapping[str, Any]) -> Text | None:
    orders = seen.related["job_orders"]
    if orders is None:
        return None
    held = [one.get("sip2mi", {}) for one in orders]
    valid = sum(
        one.get("held") is not False
        and "issued_on" in one
        and one["issued_on"] <= seen.day
        and one.get("expires_on", seen.day) >= seen.day
        and (one["revoked_on"] > seen.day if "revoked_on" in one else not one.get("revoked"))
        for one in held
    )
    return _joined(
        [_said("{n}, SIP2MI berlaku {k}", "{n}, SIP2MI in force {k}", n=len(orders), k=valid)], orders
    )


def _placements(seen: _Seen, _: Mapping[str, Any]) -> Text | None:
    placements = seen.related["placements"]
    if placements is None:
        return None
    gone = [
        one.get("scope") or "unknown"
        for one in placements
        if one.get("departed_on", seen.day) <= seen.day and "departed_on" in one
    ]
    made = [_said("{n} rekam", "{n} records", n=len(placements))]
    made += [
        _said("berangkat {s} {n}", "departed {s} {n}", s=SCOPE[scope], n=gone.count(scope))
        for scope in SCOPES
        if scope in gone
    ]
    return _joined(made, placements)


def _failures(seen: _Seen, _: Mapping[str, Any]) -> Text | None:
    return _joined(
        [
            _said("{s} {n}", "{s} {n}", s=SEVERITY[severity], n=number)
            for severity, number in seen.fails().items()
            if number
        ],
        (),
    )


def _undecided(seen: _Seen, _: Mapping[str, Any]) -> Text | None:
    return _said(
        "ditinjau {r}, belum diketahui {u}", "review {r}, unknown {u}",
        r=seen.outcomes[Outcome.REVIEW], u=seen.outcomes[Outcome.UNKNOWN],
    )  # fmt: skip


def _cases(seen: _Seen, _: Mapping[str, Any]) -> Text | None:
    cases = seen.related["cases"]
    if cases is None:
        return None
    opened = [one for one in cases if one.get("opened_on", seen.day) <= seen.day]
    still = sum(one.get("closed_on", seen.day) >= seen.day for one in opened)
    return _joined([_said("{n}, belum ditutup {k}", "{n}, still open {k}", n=len(opened), k=still)], cases)


def _sanctions(seen: _Seen, data: Mapping[str, Any]) -> Text | None:
    sanctions = data.get("sanctions")
    if sanctions is None:
        return None
    past = [one for one in sanctions if one.get("from", seen.day) <= seen.day]
    held = [one.get("type", "?") for one in past if _holds(one, seen.day)]
    made = [_said("{n} sampai hari itu", "{n} up to that day", n=len(past))] if past else []
    made += [_said("berlaku: {t}", "in force: {t}", t=printable(one)) for one in held]
    return _joined(made, sanctions)


_LINES: tuple[tuple[Text, Callable[[_Seen, Mapping[str, Any]], Text | None]], ...] = (
    (Text("Izin", "Licence"), _licence),
    (Text("Kantor", "Offices"), _offices),
    (Text("Deposito", "Deposit"), _deposit),
    (Text("Permintaan PMI", "Job orders"), _job_orders),
    (Text("Penempatan", "Placements"), _placements),
    (Text("Gagal", "Failures"), _failures),
    (Text("Belum diputuskan", "Undecided"), _undecided),
    (Text("Kasus", "Cases"), _cases),
    (Text("Sanksi", "Sanctions"), _sanctions),
)
