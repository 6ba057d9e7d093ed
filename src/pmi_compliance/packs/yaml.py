"""
YAML with the place of every value.

A small, strict YAML: the JSON types and nothing else. `no` is a word and not false, `2025-01-31` is text
until a schema says that it is a date, and what two readers could understand differently
(double keys, anchors, aliases, tags) is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.dated import Period, as_date
from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.messages.catalogue import system_reason
from pmi_compliance.base.messages.libraries import YAML, in_own_words
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.json_schema import pointer, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INT = re.compile(r"[-+]?[0-9]{1,25}")
MAX_DEPTH = 40


@frozen(eq=False)
class Document:
    """One YAML file: its value, and where each part of it stands, by JSON pointer."""

    file: str
    text: str
    value: Any
    #: Start and end offset of each value, and for keys of each key.
    values: dict[str, tuple[int, int]]
    keys: dict[str, tuple[int, int]]

    def diagnostic(self, at: str, code: str, /, *, key: bool = False, **values: object) -> Diagnostic:
        """A diagnostic that points at a value, or at its key."""
        place = (self.keys if key else self.values).get(at) or self.values.get(at, (0, 1))
        return self.pointed(*place, code, values)

    def unknown(self, at: str, what: str, name: str, known: Iterable[str]) -> Diagnostic:
        """A diagnostic that points at a name which names nothing."""
        return self.diagnostic(at, "unknown", what=what, name=name, known=tuple(sorted(known)))

    def pointed(self, start: int, end: int, code: str, values: Mapping[str, object]) -> Diagnostic:
        """A diagnostic that points at a span of the file."""
        return Diagnostic.pointing(self.text, start, end, code, values, self.file)

    def line_of(self, at: str) -> int:
        """The line in which a value begins."""
        return self.text.count("\n", 0, self.values[at][0]) + 1

    def condition(self, at: str) -> tuple[str, int]:
        """
        The raw text of a value and its offset, so that an error in a condition points into the file.

        Line breaks of folded text are kept: the condition language does not mind them.
        """
        start, end = self.values[at]
        raw = self.text[start:end]
        if raw[:1] in {"|", ">"}:
            head = raw.index("\n") + 1
            return raw[head:], start + head
        if raw[:1] in {"'", '"'} and len(raw) > 1 and raw[1:-1] == self.at(at):
            return raw[1:-1], start + 1
        return (raw, start) if raw[:1] not in {"'", '"'} else (str(self.at(at)), start)

    def at(self, at: str) -> Any:
        """The value at a pointer."""
        value = self.value
        for step in steps_of(at):
            value = value[int(step) if isinstance(value, list) else step]
        return value


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


def parse(text: str, file: str) -> Document:
    """
    Read YAML text.

    Raises:
        PackError: At the first place where it stops making sense.

    """
    import yaml  # noqa: PLC0415  slow to import, and records are often read without packs

    document = Document(file, text, None, {}, {})
    builder = _Builder(document, yaml)
    # The parser of libyaml is ten times faster; where it was not built, the one in Python reads the same.
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        value = builder.whole(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.index if mark else 0
        raise PackError((_not_yaml(document, at, f"{error.problem} {error.context}"),)) from None
    except yaml.YAMLError as error:
        # Of a sign that no YAML may hold it is not told where it stands.
        sign = yaml.reader.Reader.NON_PRINTABLE.search(text)
        raise PackError((_not_yaml(document, sign.start() if sign else 0, str(error)),)) from None
    return Document(file, text, value, document.values, document.keys)


def _not_yaml(document: Document, at: int, original: str) -> Diagnostic:
    return document.pointed(at, at + 1, "not_yaml", {"reason": in_own_words(YAML, original)})


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


class _Builder:
    def __init__(self, document: Document, events: Any) -> None:
        self.document = document
        #: The module that names the events.
        self.kinds = events

    def refuse(self, event: Any, code: str, /, **values: object) -> PackError:
        return PackError((self.document.pointed(event.start_mark.index, event.end_mark.index, code, values),))

    def whole(self, events: Iterator[Any]) -> Any:
        value: Any = None
        seen = False
        for event in events:
            if isinstance(event, self.kinds.DocumentStartEvent):
                if seen:
                    raise self.refuse(event, "second_document")
                seen = True
                value = self.value(next(events), events, ())
        return value

    def value(self, event: Any, events: Iterator[Any], path: tuple[str | int, ...]) -> Any:
        if isinstance(event, self.kinds.AliasEvent) or event.anchor:
            raise self.refuse(event, "anchor")
        if event.tag and event.tag != "!":
            raise self.refuse(event, "tag")
        if len(path) > MAX_DEPTH:
            raise self.refuse(event, "yaml_too_deep", most=MAX_DEPTH)
        start = event.start_mark.index
        result: Any
        match event:
            case self.kinds.ScalarEvent():
                result = self.scalar(event)
                end = event.end_mark.index
            case self.kinds.SequenceStartEvent():
                result = []
                while not isinstance(event := next(events), self.kinds.SequenceEndEvent):
                    result.append(self.value(event, events, (*path, len(result))))
                end = event.end_mark.index
            case _:
                result = {}
                while not isinstance(event := next(events), self.kinds.MappingEndEvent):
                    self.entry(result, event, events, path)
                end = event.end_mark.index
        self.document.values[pointer(path)] = (start, end)
        return result

    def entry(
        self, mapping: dict[str, Any], event: Any, events: Iterator[Any], path: tuple[str | int, ...]
    ) -> None:
        if not isinstance(event, self.kinds.ScalarEvent) or event.anchor:
            raise self.refuse(event, "key_not_a_word")
        key = event.value
        inside = pointer((*path, key))
        if key in mapping:
            first = self.document.text.count("\n", 0, self.document.keys[inside][0]) + 1
            raise self.refuse(event, "key_twice", name=key, line=first)
        self.document.keys[inside] = (event.start_mark.index, event.end_mark.index)
        mapping[key] = self.value(next(events), events, (*path, key))

    def scalar(self, event: Any) -> Any:
        text = event.value
        if event.style:  # quoted or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if _INT.fullmatch(text) else text
