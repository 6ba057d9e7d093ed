"""The files of a pack: YAML that a schema has checked, with the place of every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from pmi_compliance.base.dated import Period, as_date
from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.messages.catalogue import system_reason
from pmi_compliance.base.text import Text
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.yaml import Document, parse

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pmi_compliance.records.documents import Documents, ProblemDetail

__all__ = ["Document", "day_of", "period_at", "read"]


def read(path: Path, *, schema: str, documents: Documents | None = None) -> Document:
    """
    Read one file and hold it against a schema.

    Args:
        path: The file.
        schema: The name of the schema.
        documents: The schemas of some kinds of records, which say which kinds there are; those of the library, where these
            do not hold that of packs.

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
    if document.value is None:
        raise PackError((document.diagnostic("", "empty_file"),))
    held = documents if documents is not None and schema in documents.by_name else bundled_documents()
    diagnostics = [
        document.diagnostic(
            detail.pointer,
            "not_as_schema",
            key=detail.pointer in document.keys,
            problem=_of_a_file(detail).message,
            advice=_cure(detail),
        )
        for detail in held.problems(schema, document.value)
    ]
    if diagnostics:
        raise PackError(tuple(diagnostics))
    return document


#: How keys are written that newcomers write in another shape.
_SHAPES = {
    **dict.fromkeys(("title", "message", "remediation", "note", "name"), "{id: …, en: …}"),
    "in_force": "{from: 2025-01-31}",
    "citations": '[{instrument: UU 18/2017, article: "5"}]',
    "citation": '{instrument: UU 18/2017, article: "5"}',
    "refers_to": "[disnaker_kabupaten]",
    "depends_on": "[uu-18-2017]",
    "languages": "[id, en]",
    "cases": "[{name: …, expect: pass}]",
    "base": "{placement: {scope: overseas}}",
    "given": "{placement: {scope: domestic}}",
}

_QUOTES = Text("tulis teks dalam tanda petik, seperti {shape}", "put text in quotes, such as {shape}")
_SHAPE = Text("tulis seperti `{key}: {shape}`", "write it as `{key}: {shape}`")
_ADD = Text("tambahkan `{key}: {shape}`", "add `{key}: {shape}`")
_ID = Text(
    "huruf kecil, angka, dan tanda hubung, seperti contoh-2025-telepon",
    "small letters, digits and hyphens, such as contoh-2025-phone",
)
_EXPLAINED = Text("rules/README.md menjelaskan setiap kunci", "rules/README.md explains each key")


def _of_a_file(detail: ProblemDetail) -> ProblemDetail:
    """What is wrong, without words on tables: packs are never written as one."""
    types = detail.values.get("types", ())
    if "array" not in types:
        return detail
    return evolve(
        detail,
        values={**detail.values, "types": tuple("list" if name == "array" else name for name in types)},
    )


def _cure(detail: ProblemDetail) -> Text:
    """What to write instead."""
    key = str(detail.values.get("field", ""))
    shape = _SHAPES.get(key)
    if detail.code == "field_missing":
        return _ADD.filled({"key": key, "shape": shape or "…"})
    read = detail.values.get("read")
    if detail.values.get("types") == ("string",) and isinstance(read, Text) and shape is None:
        return _QUOTES.filled({"shape": '"{}"'.format(read.en.strip("`"))})
    if shape is not None:
        return _SHAPE.filled({"key": key, "shape": shape})
    return _ID if key == "id" else _EXPLAINED


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
