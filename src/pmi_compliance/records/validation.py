"""
Which records are certainly right, told in a hundredth of the time that the library which finds faults takes.

Most records have no fault. The schemas are read as classes, and a compiled library gives a record's values these
classes; whatever it refuses, or cannot say again in the same words, is left to the other.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Required, TypedDict, Union

from msgspec import Meta, ValidationError, convert

from pmi_compliance.base.digests import written
from pmi_compliance.records.schema import REGION, SAYS_NOTHING, converter, document, resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class _Unsure:
    """The class of what a schema may allow and no class can tell: no value is of it."""


def _text(node: Mapping[str, Any]) -> Any:
    match node.get("format"):
        case None:
            return str
        case "date":
            return date
        case "region":
            return Annotated[str, Meta(pattern=rf"\A(?:{REGION})\Z")]
        case _:
            return _Unsure


def _group(node: Mapping[str, Any]) -> Any:
    """What the schema does not name is lost, so that a group that holds it is not the same when it is written again."""
    if "properties" not in node:
        return dict[str, Any]
    wanted = node.get("required", ())
    parts = {
        name: Required[_class(part)] if name in wanted else _class(part)
        for name, part in node["properties"].items()
    }
    return TypedDict("_Group", parts, total=False)  # type: ignore[operator]


#: What may stand under `not`: that false is refused, which is asked of the text.
_FALSE = {"const": False}

#: The class that the name of a type stands for, and the other words that are known beside it.
_CLASSES: dict[str, tuple[Callable[[Mapping[str, Any]], Any], frozenset[str]]] = {
    "string": (_text, frozenset({"format", "minLength", "maxLength", "pattern"})),
    "integer": (lambda _: int, frozenset({"minimum", "maximum"})),
    "boolean": (lambda node: bool if node.get("not", _FALSE) == _FALSE else _Unsure, frozenset({"not"})),
    "array": (lambda node: tuple[_class(node.get("items", {})), ...], frozenset({"items"})),  # type: ignore[misc]
    "object": (_group, frozenset({"properties", "additionalProperties", "required"})),
    "null": (lambda _: None, frozenset()),
}

#: Words that limit a class, as the library names them.
_LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minimum": "ge",
    "maximum": "le",
}


def _class(node: Mapping[str, Any]) -> Any:
    """The class of the values that a schema allows, or of some of them."""
    words = node.keys() - SAYS_NOTHING
    if words == {"$ref"}:
        return _class(resolved(node))
    names = [node["type"]] if isinstance(node.get("type"), str) else node.get("type", [])
    if "enum" in words:
        kinds = {{str: "string", type(None): "null"}.get(type(value), "") for value in node["enum"]}
        told = words <= {"enum", "type"} and kinds <= {"string", "null"} & set(names or kinds)
        return Literal[tuple(node["enum"])] if told else _Unsure
    if not names or not words - {"type"} <= frozenset().union(*(_CLASSES[name][1] for name in names)):
        return _Unsure
    found = []
    for name in names:
        make, beside = _CLASSES[name]
        limits = {_LIMITS[word]: node[word] for word in sorted(words & beside & _LIMITS.keys())}
        found.append(Annotated[make(node), Meta(**limits)] if limits else make(node))
    return Union[tuple(found)]  # noqa: UP007  as many as the schema names


@cache
def _classes(kind: str) -> Any:
    return _class(document(kind))


def _never_false(node: Mapping[str, Any]) -> Iterator[bytes]:
    """How a value looks that a schema refuses and no class can: false, where only true may stand."""
    node = resolved(node)
    if "items" in node:
        yield from _never_false(node["items"])
    for name, part in node.get("properties", {}).items():
        if "not" in part:
            yield f'"{name}":false'.encode()
        yield from _never_false(part)


@cache
def _refused(kind: str) -> tuple[bytes, ...]:
    return tuple(_never_false(document(kind)))


def certain(kind: str, value: object, text: bytes) -> dict[str, Any] | None:
    """
    A right record as the language sees it, as `schema.typed` gives it; `None` where it is not certain that it is right.

    Args:
        kind: The kind of record.
        value: The record.
        text: Its canonical JSON. What has been given classes must be the same when it is written again.

    """
    try:
        made: dict[str, Any] = convert(value, _classes(kind))
        if written(made) != text or any(one in text for one in _refused(kind)):
            return None
    except (ValidationError, TypeError, ValueError):
        return None
    if b"null" in text or b'_complete":false' in text:
        made = converter(kind, read=False)(made)
    return made
