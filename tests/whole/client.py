"""
What a caller writes, for the type checkers: `test_wheel.py` checks it against the installed wheel.

`assert_type` fails where a type is lost: a name that a checker does not find is `Any`.
"""

import collections.abc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, assert_type

import pmi_compliance
from pmi_compliance import (
    Auditor,
    AuditSession,
    Bounds,
    CaseBook,
    CaseState,
    Change,
    Conclusion,
    Dataset,
    Evidence,
    Finding,
    Mapping,
    Missing,
    Outcome,
    OutcomeChange,
    PackError,
    PmiError,
    Problem,
    Record,
    Report,
    RulePack,
    Settings,
    Subject,
    Text,
    UnknownPack,
    UnreadableInput,
    UsageError,
    Waiver,
    audit,
    default_packs,
    outlook,
    read_records,
    read_waivers,
    write_report,
)

DAY = date(2025, 10, 31)

assert_type(pmi_compliance.__version__, str)


def audited(folder: Path, waivers_file: Path) -> Report:
    packs = default_packs()
    assert_type(packs, tuple[RulePack, ...])
    assert_type(RulePack.load("international"), RulePack)
    dataset = Dataset.read(folder)
    assert_type(Dataset.read(folder, mapping=Mapping.of({"Nama": "worker.name"}), strict=True), Dataset)
    assert_type(Dataset.read(folder, bounds=Bounds(rows=1_000)), Dataset)
    assert_type(dataset.problems, tuple[Problem, ...])
    assert_type(dataset.get("placement", "PMI-001"), Record | None)
    waivers = read_waivers(waivers_file)
    assert_type(waivers, tuple[Waiver, ...])
    report = audit(dataset, packs, as_of=DAY, waivers=waivers, include_passed=True)
    assert_type(report, Report)
    write_report(report, Path("laporan.html"))
    write_report(report, "laporan.json")
    assert_type(Settings.read("pmi-compliance.toml"), Settings)
    write_report(report, "surat.docx", settings=Settings.of({"office": {"name": "Dinas Contoh"}}))
    assert_type(audit(dataset, packs, as_of="2025-10-31"), Report)
    assert_type(Report.from_json(report.as_json()).findings, tuple[Finding, ...])
    assert_type([finding for finding in report.findings if finding.outcome == "fail"], list[Finding])
    auditor = Auditor(packs, include_unverified=True)
    assert_type(auditor.packs, tuple[RulePack, ...])
    assert_type(auditor.audit(dataset, as_of=DAY, waivers=waivers), Report)
    return report


def in_tables(folder: Path) -> int:
    report = audit(read_records(folder, backend="tables"), default_packs(), as_of=DAY)
    return report.pairs


def texts(report: Report) -> list[str]:
    lines: list[str] = []
    for finding in report.findings:
        assert_type(finding, Finding)
        assert_type(finding.outcome, Outcome)
        assert_type(finding.subject, Subject)
        assert_type(finding.message, Text)
        lines += [f"{finding.rule}: {finding.message.in_language('en')}"]
        lines += [str(reason.pointer or reason.name) for reason in finding.reasons]
        lines += [fact.title.id for fact in finding.missing]
        assert_type(finding.reasons, tuple[Evidence, ...])
        assert_type(finding.missing, tuple[Missing, ...])
    for conclusion in report.conclusions:
        assert_type(conclusion, Conclusion)
        lines += [conclusion.message.id]
    counts: collections.abc.Mapping[Outcome, int] = report.outcomes
    return [*lines, *(f"{outcome.value}: {count}" for outcome, count in counts.items())]


def followed(records: Sequence[collections.abc.Mapping[str, object]]) -> list[Change]:
    session = AuditSession(default_packs(), as_of=DAY, records=Dataset.from_records({"case": []}))
    changes = [session.put("case", record) for record in records]
    assert_type(changes[0].opened, tuple[Finding, ...])
    return changes


def ahead(dataset: Dataset) -> dict[date | None, OutcomeChange]:
    return {change.on: change for change in outlook(dataset, default_packs(), as_of=DAY, until=DAY)}


def book(path: Path, pack: RulePack) -> tuple[CaseState, ...]:
    assert pack.chart is not None
    with CaseBook(path, pack.chart) as cases:
        return cases.cases()


def loaded(name: str) -> RulePack:
    try:
        return RulePack.load(name)
    except (UnknownPack, PackError, UnreadableInput, UsageError) as error:
        complain(error)


def complain(error: PmiError) -> NoReturn:
    raise SystemExit(str(error))
