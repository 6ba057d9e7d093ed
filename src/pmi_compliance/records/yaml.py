"""
YAML with the place of every value.

A small, strict YAML: texts, whole numbers, true, false and null, lists and groups. `2025-01-31` and `53.01` are texts,
until a schema says that one is a date. What two readers could understand differently is refused: keys that stand twice,
anchors, aliases, tags, merged keys, words that are something else in another version of YAML (`no`, `0x1F`, `017`), and
what the parser lets through though YAML does not: tabs, a comment straight behind a value, lines that are not indented.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.messages.libraries import YAML, YAML_CURES, in_own_words
from pmi_compliance.records.json_schema import pointer, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,24})")
MAX_DEPTH = 40

#: Words without quotes that are text to one reader and a truth, nothing or a number to another.
_TWO_WAYS = re.compile(
    r"(?i:y|yes|n|no|on|off|true|false|null|-|=|\.nan|[-+]?\.inf)"
    r"|[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+|[-+]?\.[0-9_]+([eE][-+]?[0-9]+)?"
)

#: Between values: a tab, a comment that nothing parts from what stands before it, a key behind a question mark, and behind
#: a value what is probably part of it, such as `Nomor #1`.
_BETWEEN = re.compile(r"\t|(?<=[^ \t\n])#|(?<![^ \t\n])\?(?=[ \t\n])|(?<=[^ \t\n]) #(?=[^\s#])")
_REFUSED = {"\t": "yaml_tab", "#": "yaml_comment", "?": "key_not_a_word", " #": "yaml_remark"}

#: Signs that end a line to one reader and not to another, and those that no text holds.
_BREAKS, _CONTROL = re.compile("[\r\x85\u2028\u2029]"), re.compile("[\x00-\x08\x0b-\x1f]")

_LEAD = re.compile(" *")


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

    def line_of(self, at: str, *, key: bool = False) -> int:
        """The line in which a value, or its key, begins."""
        return self.text.count("\n", 0, (self.keys if key else self.values)[at][0]) + 1

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
    return document.pointed(
        at,
        at + 1,
        "not_yaml",
        {"reason": in_own_words(YAML, original), "advice": in_own_words(YAML_CURES, original)},
    )


class _Builder:
    """Makes values of events, and keeps where they stand."""

    def __init__(self, document: Document, events: Any) -> None:
        self.document = document
        #: The module that names the events.
        self.kinds = events
        #: Where texts and numbers begin and end, in the order of the file; whatever stands there is no sign of YAML.
        self.begins: list[int] = []
        self.ends: list[int] = []

    def refuse(self, event: Any, code: str, /, **values: object) -> PackError:
        return self.refuse_at(event.start_mark.index, event.end_mark.index, code, **values)

    def refuse_at(self, start: int, end: int, code: str, /, **values: object) -> PackError:
        return PackError((self.document.pointed(start, end, code, values),))

    def whole(self, events: Iterator[Any]) -> Any:
        value: Any = None
        seen = False
        if found := _BREAKS.search(self.document.text):
            raise self.refuse_at(found.start(), found.end(), "yaml_break")
        for event in events:
            if isinstance(event, self.kinds.DocumentStartEvent):
                if seen:
                    raise self.refuse(event, "second_document")
                if event.version or event.tags:
                    raise self.refuse(event, "yaml_directive")
                seen = True
                value = self.value(next(events), events, (), -1)
        self.between()
        return value

    def between(self) -> None:
        """See that no reader can take what stands between values for something else."""
        for found in _BETWEEN.finditer(self.document.text):
            if not self.is_inside(found.start()) and not self.is_remark(found.start()):
                raise self.refuse_at(found.start(), found.end(), _REFUSED[found[0]])

    def is_inside(self, at: int) -> bool:
        """Whether a sign is part of a text or number."""
        place = bisect_right(self.begins, at) - 1
        return place >= 0 and at < self.ends[place]

    def is_remark(self, at: int) -> bool:
        """Whether a sign stands in a comment."""
        text = self.document.text
        begin = text.rfind("\n", 0, at) + 1
        return any(
            text[place] == "#" and (place == begin or text[place - 1] in " \t") and not self.is_inside(place)
            for place in range(begin, at)
        )

    def value(
        self,
        event: Any,
        events: Iterator[Any],
        path: tuple[str | int, ...],
        indent: int,
        *,
        in_brackets: bool = False,
    ) -> Any:
        """
        The value that an event begins.

        Args:
            event: The event.
            events: Those behind it.
            path: The steps to the value.
            indent: The column in which the list or group begins that it is part of.
            in_brackets: Whether it stands in brackets, within which indentation says nothing.

        """
        self.must_be_plain(event)
        if len(path) > MAX_DEPTH:
            raise self.refuse(event, "yaml_too_deep", most=MAX_DEPTH)
        start = event.start_mark.index
        opens = not isinstance(event, self.kinds.ScalarEvent) and event.flow_style
        inner = (
            indent
            if in_brackets or opens or isinstance(event, self.kinds.ScalarEvent)
            else event.start_mark.column
        )
        result: Any
        match event:
            case self.kinds.ScalarEvent():
                result = self.scalar(event)
                end = event.end_mark.index
            case self.kinds.SequenceStartEvent():
                result = []
                while not isinstance(event := next(events), self.kinds.SequenceEndEvent):
                    item = self.value(
                        event, events, (*path, len(result)), inner, in_brackets=in_brackets or opens
                    )
                    result.append(item)
                end = event.end_mark.index
            case _:
                result = {}
                while not isinstance(event := next(events), self.kinds.MappingEndEvent):
                    self.entry(result, event, events, path, inner, in_brackets=in_brackets or opens)
                end = event.end_mark.index
        if not in_brackets and (opens or getattr(event, "style", None) in {"'", '"'}):
            self.must_be_indented(start, end, indent, remarks=opens)
        self.document.values[pointer(path)] = (start, end)
        return result

    def must_be_plain(self, event: Any) -> None:
        """Refuse names for values, and words about their types."""
        if isinstance(event, self.kinds.AliasEvent) or event.anchor:
            raise self.refuse(event, "anchor")
        if event.tag:
            raise self.refuse(event, "tag")

    def must_be_indented(self, start: int, end: int, indent: int, *, remarks: bool) -> None:
        """Refuse a value that goes on in a line which is not indented: to other readers it ends before."""
        text = self.document.text
        at = text.find("\n", start, end)
        while at >= 0:
            lead = _LEAD.match(text, at + 1)
            first = lead.end() if lead else at + 1
            goes_on = first < end and text[first] != "\n" and not (remarks and text[first] == "#")
            if goes_on and first - at - 1 <= indent:
                raise self.refuse_at(first, first + 1, "yaml_not_indented")
            at = text.find("\n", at + 1, end)

    def entry(
        self,
        mapping: dict[str, Any],
        event: Any,
        events: Iterator[Any],
        path: tuple[str | int, ...],
        indent: int,
        *,
        in_brackets: bool,
    ) -> None:
        """A key and its value."""
        if not isinstance(event, self.kinds.ScalarEvent) or event.anchor:
            raise self.refuse(event, "key_not_a_word")
        self.must_be_plain(event)
        key = event.value
        self.keep(event)
        inside = pointer((*path, key))
        if key == "<<" and not event.style:
            raise self.refuse(event, "yaml_merge")
        if key in mapping:
            first = self.document.text.count("\n", 0, self.document.keys[inside][0]) + 1
            raise self.refuse(event, "key_twice", name=key, line=first)
        end = event.end_mark.index
        if in_brackets and self.document.text[end : end + 200].lstrip()[:1] != ":":
            raise self.refuse(event, "yaml_no_value", name=key)
        self.document.keys[inside] = (event.start_mark.index, event.end_mark.index)
        mapping[key] = self.value(next(events), events, (*path, key), indent, in_brackets=in_brackets)

    def keep(self, event: Any) -> None:
        """Note where a text or number stands; the line by which a block of lines begins is no part of it."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in {"|", ">"}:
            start = self.document.text.find("\n", start, end)
        if 0 <= start < end:
            self.begins.append(start)
            self.ends.append(end)

    def scalar(self, event: Any) -> Any:
        text = event.value
        self.keep(event)
        if found := _CONTROL.search(text):
            raise self.refuse(event, "yaml_control", sign=f"U+{ord(found[0]):04X}")
        if event.style:  # quoted or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return int(text)
        if _TWO_WAYS.fullmatch(text):
            raise self.refuse(event, "yaml_word", name=text)
        return text
