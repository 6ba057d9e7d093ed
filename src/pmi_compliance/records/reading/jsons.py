"""
JSON and JSON lines, with the line of every record.

The outer brackets are read here, so that each record is decoded at a known place;
the records themselves are decoded by the standard library.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.digests import written
from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.text import nearest
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.reading import bounds
from pmi_compliance.records.reading.grids import Unreadable
from pmi_compliance.records.reading.raw import Doubled, Origin, RawRecord, text_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.records.schema import RecordModel

_SPACE = re.compile(r"[ \t\r\n]*")


#: What the decoder says of broken text, and the message that says the same.
_BROKEN = {
    "Expecting value": "json_value_expected",
    "Expecting property name enclosed in double quotes": "json_name_expected",
    "Expecting ':' delimiter": "json_colon_expected",
    "Expecting ',' delimiter": "json_comma_expected",
    "Illegal trailing comma before end of object": "json_comma_too_many",
    "Illegal trailing comma before end of array": "json_comma_too_many",
    "Unterminated string starting at": "json_text_not_closed",
    "Invalid control character at": "json_control_character",
    "Invalid \\escape": "json_unknown_escape",
    "Invalid \\uXXXX escape": "json_four_digits",
}


class _Odd(ValueError):
    """A value that needs a second look."""


def _odd(digits: str) -> float:
    raise _Odd(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    group = dict(pairs)
    if len(group) == len(pairs):
        return group
    doubled = Doubled(group)
    names = [name for name, _ in pairs]
    doubled.names = tuple(sorted({name for name in names if names.count(name) > 1}))
    return doubled


_QUICK = json.JSONDecoder(parse_float=_odd, parse_constant=_odd)
_CAREFUL = json.JSONDecoder(object_pairs_hook=_object)


def decoded(text: str) -> Any:
    """
    What a cell of a table says that holds JSON.

    Args:
        text: The cell.

    Returns:
        The value; the text itself where it is no JSON, and why nothing can be read where it is nested too deeply.

    """
    try:
        value = _CAREFUL.decode(text)
    except RecursionError:
        return Unreadable("nested_too_deeply")
    except ValueError:
        return text
    return Unreadable("nested_too_deeply") if _is_deep(value) else value


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(bounds.current().nesting):
        level = [
            inner
            for part in level
            if isinstance(part, dict | list)
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
    return bool(level)


def _beyond_bounds(value: Any, text: str) -> tuple[ProblemDetail, ...]:
    """What is wrong with the size of a record that stands there as some text."""
    most = bounds.current()
    if isinstance(value, dict) and len(value) > most.columns:
        return (ProblemDetail("", "too_many_fields", {"limit": most.columns}),)
    if text.count("[") + text.count("{") > most.nesting and _is_deep(value):
        return (ProblemDetail("", "nested_too_deeply"),)
    return ()


class _Json:
    """One JSON text."""

    def __init__(self, file: str, text: str, line: int = 1) -> None:
        self.file, self.text = file, text
        self.at = 0
        self.counted, self.lines = 0, line

    def line(self) -> int:
        """The line of the place that was reached."""
        self.lines += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.lines

    def fail(self, code: str, /, **values: object) -> UnreadableInput:
        column = self.at - self.text.rfind("\n", 0, self.at)
        return UnreadableInput(code, place=f"{self.file}:{self.line()}:{column}", **values)

    def skip(self) -> str:
        """Pass white space; the sign that follows, or nothing at the end."""
        space = _SPACE.match(self.text, self.at)
        assert space is not None
        self.at = space.end()
        return self.text[self.at : self.at + 1]

    def sign(self, expected: str) -> None:
        if self.skip() != expected:
            sign = self.text[self.at : self.at + 1]
            if not sign:
                raise self.fail("json_cut_off", sign=expected)
            raise self.fail("json_sign_expected", sign=expected, read=sign)
        self.at += 1

    def value(self) -> Any:
        self.skip()
        try:
            value, self.at = _CAREFUL.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            if error.msg in _BROKEN:
                raise self.fail(_BROKEN[error.msg]) from None
            raise self.fail("broken_json") from None
        except (RecursionError, ValueError):
            raise self.fail("nested_too_deeply") from None
        return value

    def truth(self) -> bool:
        """The value `true` or `false`."""
        self.skip()
        start = self.at
        value = self.value()
        if not isinstance(value, bool):
            self.at = start
            raise self.fail("json_truth_expected")
        return value

    def record(self, kind: str) -> RawRecord:
        """
        A record, decoded once more with a look at every key where that is needed.

        Of two values under one key the first is lost in silence. That is seen by counting: every text stands between
        two quotation marks, and does so when the value is written again, if none was lost and none holds a mark.
        """
        self.skip()
        start = self.at
        origin = Origin(self.file, line=self.line())
        try:
            value, end = _QUICK.raw_decode(self.text, start)
            text = written(value)
        except (ValueError, RecursionError):
            pass
        else:
            read = self.text[start:end]
            if "\\" not in read and read.count('"') == text.count(b'"'):
                self.at = end
                beyond = _beyond_bounds(value, read)
                return (
                    RawRecord(kind, value, origin, text=text)
                    if not beyond
                    else RawRecord(kind, None, origin, beyond)
                )
        value = self.value()
        if beyond := _beyond_bounds(value, self.text[start : self.at]):
            return RawRecord(kind, None, origin, beyond)
        try:
            return RawRecord(kind, value, origin, tuple(text_problems(value)))
        except RecursionError:
            raise self.fail("nested_too_deeply") from None

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Stop before each item between brackets."""
        self.sign(opening)
        if self.skip() == closing:
            self.at += 1
            return
        while True:
            yield
            if self.skip() == closing:
                self.at += 1
                return
            self.sign(",")


#: What stands after the name of a kind where a document says that all its records are there.
_COMPLETE = "_complete"


def read_json(
    file: str, text: str, kind: str | None, model: RecordModel
) -> tuple[set[str], list[RawRecord], set[str]]:
    """
    A list of records of one kind, or one document with a list for each kind.

    Such a document may say of a kind that all its records are there: `"placements_complete": true`.
    """
    source = _Json(file, text)
    tables = tuple(model.tables.values())
    supplied, complete = set[str](), set[str]()
    records: list[RawRecord] = []
    if source.skip() == "[":
        if kind is None:
            raise source.fail("kind_not_in_name", known=tables)
        supplied.add(kind)
        records.extend(source.record(kind) for _ in bounds.counted(source.items("[", "]"), file))
    else:
        seen = set[tuple[str, bool]]()
        for _ in source.items("{", "}"):
            source.skip()
            start = source.at
            name = source.value()
            of_list = model.kind_of_table(name.removesuffix(_COMPLETE)) if isinstance(name, str) else None
            if of_list is None:
                source.at = start
                values = {"name": str(name)[:60], "known": tables}
                if seen or nearest(str(name), tables):
                    raise source.fail("unknown", what="kind", **values)
                raise source.fail("json_of_another_program", **values)
            says = name.endswith(_COMPLETE)
            if (of_list, says) in seen:
                source.at = start
                raise source.fail("kind_twice", name=name)
            seen.add((of_list, says))
            source.sign(":")
            if says:
                complete |= {of_list} if source.truth() else set()
                continue
            supplied.add(of_list)
            records.extend(source.record(of_list) for _ in bounds.counted(source.items("[", "]"), file))
    if source.skip():
        raise source.fail("text_after_the_end")
    return supplied, records, complete


def kind_by_fields(text: str, model: RecordModel) -> str | None:
    """The only kind of which a list of records may be, by the names of all their fields; `None` where that is not sure."""
    try:
        records = _CAREFUL.decode(text.strip())
    except (ValueError, RecursionError):
        return None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        return None
    names = {name for record in records for name in record}
    kinds = [kind for kind in model.kinds if names <= model.nodes[kind].parts.keys()]
    return kinds[0] if len(kinds) == 1 and len(names) >= _SURE else None


#: So many fields say what a record is.
_SURE = 3


def read_lines(file: str, lines: Iterable[str], kind: str) -> Iterator[RawRecord]:
    """One record a line; a broken line is a problem of that line alone."""
    for number, line in enumerate(bounds.counted(lines, file), start=1):
        if not line.strip():
            continue
        source = _Json(file, line.rstrip("\r\n"), number)
        try:
            record = source.record(kind)
            if source.skip():
                raise source.fail("text_after_the_end")
        except UnreadableInput as error:
            detail = ProblemDetail("", error.code, error.values)
            record = RawRecord(kind, None, Origin(file, line=number), (detail,))
        yield record
