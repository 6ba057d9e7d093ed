"""Findings as rows: for programs as CSV and Parquet, and the same rows for workbooks."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from pmi_compliance.report.said import because, cell, wanted
from pmi_compliance.text import printable
from pmi_compliance.words import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmi_compliance.findings import Finding, Report
    from pmi_compliance.text import Language

#: The columns and what stands in them; several values are parted by `; `.
COLUMNS: dict[str, Callable[[Finding, Language], Any]] = {
    "outcome": lambda one, _: one.outcome.value,
    "severity": lambda one, _: one.severity,
    "rule": lambda one, _: one.rule,
    "kind": lambda one, _: one.subject.kind,
    "id": lambda one, _: one.subject.id,
    "recruiter": lambda one, _: one.recruiter,
    "judged_on": lambda one, _: one.judged_on,
    "judged_on_from": lambda one, _: one.judged_on_from,
    "basis": lambda one, _: one.basis,
    "confidence": lambda one, _: one.confidence,
    "automation": lambda one, _: one.automation,
    "message": lambda one, language: one.message.in_language(language),
    "reasons": lambda one, language: "; ".join(because(one, language)),
    "missing": lambda one, language: "; ".join(wanted(one, language)),
    "remediation": lambda one, language: one.remediation.in_language(language),
    "members": lambda one, _: "; ".join(printable(member.id) for member in one.members),
    "citations": lambda one, _: "; ".join(map(cited, one.citations)),
    "refers_to": lambda one, _: "; ".join(one.refers_to),
    "file": lambda one, _: one.source.file,
    "row": lambda one, _: one.source.line or one.source.row,
    "fingerprint": lambda one, _: one.fingerprint,
}


def to_csv(report: Report, language: Language) -> Iterator[bytes]:
    """A line for each finding (RFC 4180, UTF-8); texts in one language."""
    line = io.StringIO()
    writer = csv.writer(line)
    rows = (
        [
            "" if value is None else cell(str(value))
            for value in (get(one, language) for get in COLUMNS.values())
        ]
        for one in report.findings
    )
    for row in (list(COLUMNS), *rows):
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def to_parquet(report: Report, language: Language) -> Iterator[bytes]:
    """A row for each finding; texts in one language, the rest of the report as metadata."""
    import pyarrow as pa  # noqa: PLC0415  only this form needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    from pmi_compliance.report.json import about, text_of  # noqa: PLC0415

    types = {"judged_on": pa.date32(), "row": pa.int64()}
    schema = pa.schema(
        [pa.field(name, types.get(name, pa.string())) for name in COLUMNS],
        metadata={"pmi-compliance": text_of(about(report))},
    )
    out = io.BytesIO()
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for start in range(0, max(len(report.findings), 1), 50_000):
            block = report.findings[start : start + 50_000]
            columns = [
                pa.array([get(one, language) for one in block], schema.field(name).type)
                for name, get in COLUMNS.items()
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    yield out.getvalue()
