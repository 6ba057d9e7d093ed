"""The files of a pack: YAML that a schema has checked, with the place of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.base.dated import Period, as_date
from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.messages.catalogue import system_reason
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.yaml import Document, parse

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["Document", "day_of", "period_at", "read"]


def read(path: Path, *, schema: str) -> Document:
    """
    Read one file and hold it against a schema.

    Raises:
        PackError: With every mistake, each with file, line and column.

    """
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise PackError((Diagnostic("cannot_open", {"reason": system_reason(error)}, file),)) from None
    except UnicodeDecodeError as error:
        raise PackError((Diagnostic("not_utf8", {"byte": error.start + 1}, file),)) from None
    document = parse(text, file)
    diagnostics = [
        document.diagnostic(
            detail.pointer, "not_as_schema", key=detail.pointer in document.keys, problem=detail.message
        )
        for detail in bundled_documents().problems(schema, document.value)
    ]
    if diagnostics:
        raise PackError(tuple(diagnostics))
    return document


def day_of(text: str) -> date:
    """A date that a schema has checked already."""
    day = as_date(text)
    assert day is not None, "the schema checked it"
    return day


def period_at(document: Document, at: str, diagnostics: list[Diagnostic]) -> Period:
    """
    Days `from` and, if given, `until`, that a schema has checked already.

    Args:
        document: The file.
        at: Where the period stands in it, as a JSON pointer.
        diagnostics: Takes what is wrong: that the period holds no day.

    """
    node = document.at(at)
    period = Period(day_of(node["from"]), day_of(node["until"]) if "until" in node else None)
    if period.end is not None and period.end <= period.start:
        diagnostics.append(document.diagnostic(at, "period_without_days"))
    return period
