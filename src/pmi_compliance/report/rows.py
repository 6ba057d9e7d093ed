"""Findings as rows: for programs as CSV and Parquet, and the same rows for workbooks."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.extras import needing
from pmi_compliance.base.text import printable
from pmi_compliance.base.words import all_cited
from pmi_compliance.report.phrases import because, cell, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language


@frozen
class _Said:
    """The language of a file, and the citations of each rule in words, made once."""

    language: Language
    laws: Mapping[str, str]

    @classmethod
    def of(cls, report: Report, language: Language) -> _Said:
        return cls(language, {rule.id: all_cited(rule.citations) for rule in report.rules})


#: The columns and what stands in them; several values are parted by `; `.
COLUMNS: dict[str, Callable[[Finding, _Said], Any]] = {
    "outcome": lambda one, _: one.outcome.value,
    "severity": lambda one, _: one.severity,
    "rule": lambda one, _: one.rule,
    "kind": lambda one, _: one.subject.kind,
    "id": lambda one, _: printable(one.subject.id),
    "recruiter": lambda one, _: one.recruiter and printable(one.recruiter),
    "judged_on": lambda one, _: one.judged_on,
    "judged_on_from": lambda one, _: one.judged_on_from,
    "basis": lambda one, _: one.basis,
    "confidence": lambda one, _: one.confidence,
    "automation": lambda one, _: one.automation,
    "message": lambda one, said: printable(one.message.in_language(said.language)),
    "reasons": lambda one, said: "; ".join(because(one, said.language)),
    "missing": lambda one, said: "; ".join(wanted(one, said.language)),
    "remediation": lambda one, said: printable(one.remediation.in_language(said.language)),
    "members": lambda one, _: "; ".join(printable(member.id) for member in one.members),
    "citations": lambda one, said: said.laws[one.rule],
    "refers_to": lambda one, _: "; ".join(one.refers_to),
    "file": lambda one, _: one.source.file and printable(one.source.file),
    "row": lambda one, _: one.source.line or one.source.row,
    "fingerprint": lambda one, _: one.fingerprint,
}


def to_csv(report: Report, language: Language) -> Iterator[bytes]:
    """A line for each finding (RFC 4180, UTF-8); texts in one language."""
    said = _Said.of(report, language)
    line = io.StringIO()
    writer = csv.writer(line)
    rows = (
        ["" if value is None else cell(str(value)) for value in (get(one, said) for get in COLUMNS.values())]
        for one in report.findings
    )
    for row in (list(COLUMNS), *rows):
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


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
            yield out.taken()
    yield out.taken()


def to_arrow(report: Report, language: Language) -> Iterator[bytes]:
    """The same rows, and the same metadata, as a stream of Arrow."""
    found = findings_as_arrow(report, language)
    import pyarrow as pa  # noqa: PLC0415  only this form needs it, and the line above says where it is missing

    out = _Pieces()
    with pa.ipc.new_stream(out, found.schema) as writer:
        for batch in found:
            writer.write_batch(batch)
            yield out.taken()
    yield out.taken()


def findings_as_arrow(report: Report, language: Language) -> Any:
    """
    A row for each finding as a `pyarrow.RecordBatchReader`, which Polars, pandas and DuckDB read as well.

    Args:
        report: The report; its findings are gone through as the reader is.
        language: The language of texts.

    Raises:
        UsageError: If pyarrow is not installed.

    """
    with needing("reports", "form"):
        import pyarrow as pa  # noqa: PLC0415  only this form needs it

    from pmi_compliance.report.json import about, text_of  # noqa: PLC0415

    fields = [pa.field(one.name, _plain(one.type)) for one in _schema()]
    texts = pa.schema(fields, {"pmi-compliance": text_of(about(report))})
    return pa.RecordBatchReader.from_batches(
        texts, (batch.cast(texts) for batch in _batches(report, language))
    )


#: Findings that are turned into columns together.
_ROWS = 20_000


def _schema() -> Any:
    import pyarrow as pa  # noqa: PLC0415  only columns need it

    # Texts repeat themselves, so each is handed over once.
    types = {"judged_on": pa.date32(), "row": pa.int64()}
    return pa.schema(
        [pa.field(name, types.get(name, pa.dictionary(pa.int32(), pa.string()))) for name in COLUMNS]
    )


def _plain(kind: Any) -> Any:
    import pyarrow.types as pat  # noqa: PLC0415  only columns need it

    return kind.value_type if pat.is_dictionary(kind) else kind


def _batches(report: Report, language: Language) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415  only columns need it

    said, schema = _Said.of(report, language), _schema()

    def column(name: str, findings: Sequence[Finding]) -> Any:
        get, kind = COLUMNS[name], schema.field(name).type
        values = [get(one, said) for one in findings]
        if kind is _plain(kind):
            return pa.array(values, kind)
        codes: dict[str | None, int | None] = {None: None}
        places = pa.array([codes.setdefault(value, len(codes) - 1) for value in values], pa.int32())
        return pa.DictionaryArray.from_arrays(places, pa.array([*codes][1:], pa.string()))

    rest = iter(report.findings)
    while block := [*islice(rest, _ROWS)]:
        yield pa.RecordBatch.from_arrays([column(name, block) for name in COLUMNS], schema=schema)


class _Pieces:
    """A file that hands on what was written to it."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held."""

    def taken(self) -> bytes:
        """What came since it was last asked."""
        whole = b"".join(self._pieces)
        self._pieces.clear()
        return whole
