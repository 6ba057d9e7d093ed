"""Findings as rows: for programs as CSV and Parquet, and the same rows for workbooks."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.days import bounds, exact
from pmi_compliance.base.extras import needing
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import all_cited
from pmi_compliance.report.phrases import deciding_facts, member_names, missing_facts, safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language


@frozen
class _Words:
    """What the texts of a file need: its language, and the citations of each rule in words, made once."""

    language: Language
    laws: Mapping[str, str]

    @classmethod
    def of(cls, report: Report, language: Language) -> _Words:
        return cls(language, {rule.id: all_cited(rule.citations) for rule in report.rules})


#: The columns and what stands in them; several values are parted by `; `.
COLUMNS: dict[str, Callable[[Finding, _Words], Any]] = {
    "outcome": lambda finding, _: finding.outcome.value,
    "severity": lambda finding, _: finding.severity,
    "rule": lambda finding, _: finding.rule,
    "kind": lambda finding, _: finding.subject.kind,
    "id": lambda finding, _: printable(finding.subject.id),
    "recruiter": lambda finding, _: finding.recruiter and printable(finding.recruiter),
    "judged_on": lambda finding, _: finding.judged_on,
    "judged_from": lambda finding, _: _bound(finding, 0, date.min),
    "judged_until": lambda finding, _: _bound(finding, 1, date.max),
    "judged_on_from": lambda finding, _: finding.judged_on_from,
    "basis": lambda finding, _: finding.basis,
    "confidence": lambda finding, _: finding.confidence,
    "automation": lambda finding, _: finding.automation,
    "message": lambda finding, words: printable(finding.message.in_language(words.language)),
    "reasons": lambda finding, words: "; ".join(deciding_facts(finding, words.language)),
    "missing": lambda finding, words: "; ".join(missing_facts(finding, words.language)),
    "remediation": lambda finding, words: printable(finding.remediation.in_language(words.language)),
    "members": lambda finding, words: "; ".join(member_names(finding, words.language)),
    "citations": lambda finding, words: words.laws[finding.rule],
    "refers_to": lambda finding, _: "; ".join(finding.refers_to),
    "file": lambda finding, _: finding.source.file and printable(finding.source.file),
    "row": lambda finding, _: finding.source.line or finding.source.row,
    "fingerprint": lambda finding, _: finding.fingerprint,
}


def _bound(finding: Finding, at: int, open_: date) -> date | None:
    """The first or the last day on which an act may have been, where that is known."""
    bound: date = open_ if finding.judged_on is None else bounds(finding.judged_on)[at]
    return None if bound == open_ else bound


def to_csv(report: Report, language: Language, separator: str = ",") -> Iterator[bytes]:
    """A line for each finding (RFC 4180, UTF-8); texts in one language."""
    words = _Words.of(report, language)
    line = io.StringIO()
    writer = csv.writer(line, delimiter=separator)
    rows = (
        [
            "" if value is None else safe_cell(str(value))
            for value in (get(finding, words) for get in COLUMNS.values())
        ]
        for finding in report.findings
    )
    for row in (list(COLUMNS), *rows):
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def to_csv_for_excel(report: Report, language: Language) -> Iterator[bytes]:
    """The same lines as Excel opens them where numbers have decimal commas: with a mark of UTF-8, parted by semicolons."""
    yield codecs.BOM_UTF8
    yield from to_csv(report, language, ";")


def to_parquet(report: Report, language: Language) -> Iterator[bytes]:
    """A row for each finding; texts in one language, the rest of the report as metadata."""
    with needing("reports", "form"):
        import pyarrow.parquet as pq  # noqa: PLC0415  only this form needs it

    from pmi_compliance.report.json import about, text_of  # noqa: PLC0415

    out = _Pieces()
    # Without the schema of the writer, repeated texts are read as texts.
    with pq.ParquetWriter(out, _schema(), compression="zstd", store_schema=False) as writer:
        writer.add_key_value_metadata({"pmi-compliance": text_of(about(report))})
        for batch in _batches(report, language):
            writer.write_batch(batch)
            yield out.take()
    yield out.take()


def to_arrow(report: Report, language: Language) -> Iterator[bytes]:
    """The same rows, and the same metadata, as a stream of Arrow."""
    reader = findings_as_arrow(report, language)
    import pyarrow as pa  # noqa: PLC0415  only this form needs it, and the line above says where it is missing

    out = _Pieces()
    with pa.ipc.new_stream(out, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            yield out.take()
    yield out.take()


def findings_as_arrow(report: Report, language: Language) -> Any:
    """
    A row for each finding as a `pyarrow.RecordBatchReader`, which Polars, pandas and DuckDB read as well.

    Args:
        report: The report; its findings are read as the reader is.
        language: The language of texts.

    Raises:
        UsageError: If pyarrow is not installed.

    """
    with needing("reports", "form"):
        import pyarrow as pa  # noqa: PLC0415  only this form needs it

    from pmi_compliance.report.json import about, text_of  # noqa: PLC0415

    fields = [pa.field(field.name, _plain(field.type)) for field in _schema()]
    texts = pa.schema(fields, {"pmi-compliance": text_of(about(report))})
    return pa.RecordBatchReader.from_batches(
        texts, (batch.cast(texts) for batch in _batches(report, language))
    )


#: Findings that are turned into columns together.
_ROWS = 20_000


def _schema() -> Any:
    import pyarrow as pa  # noqa: PLC0415  only columns need it

    # Texts repeat themselves, so each is handed over once.
    types = {**dict.fromkeys(("judged_on", "judged_from", "judged_until"), pa.date32()), "row": pa.int64()}
    return pa.schema(
        [pa.field(name, types.get(name, pa.dictionary(pa.int32(), pa.string()))) for name in COLUMNS]
    )


def _plain(kind: Any) -> Any:
    import pyarrow.types as pat  # noqa: PLC0415  only columns need it

    return kind.value_type if pat.is_dictionary(kind) else kind


def _batches(report: Report, language: Language) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415  only columns need it

    words, schema = _Words.of(report, language), _schema()

    def column(name: str, findings: Sequence[Finding]) -> Any:
        get, kind = COLUMNS[name], schema.field(name).type
        values = [get(finding, words) for finding in findings]
        if name == "judged_on":
            # A day known in part is no date of a column; its bounds stand beside.
            values = [exact(value) for value in values]
        if kind is _plain(kind):
            return pa.array(values, kind)
        codes: dict[str | None, int | None] = {None: None}
        places = pa.array([codes.setdefault(value, len(codes) - 1) for value in values], pa.int32())
        return pa.DictionaryArray.from_arrays(places, pa.array([*codes][1:], pa.string()))

    rest = iter(report.findings)
    while block := [*islice(rest, _ROWS)]:
        yield pa.RecordBatch.from_arrays([column(name, block) for name in COLUMNS], schema=schema)


class _Pieces:
    """A file that hands on what is written to it."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def flush(self) -> None:
        """Nothing is buffered."""

    def close(self) -> None:
        """Nothing has to be released."""

    def take(self) -> bytes:
        """What was written since the last call."""
        whole = b"".join(self._pieces)
        self._pieces.clear()
        return whole
