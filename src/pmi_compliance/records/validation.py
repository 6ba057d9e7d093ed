"""
Valid records, recognised and given types in a hundredth of the time of the library that finds problems.

Most records have no problem. The schemas are read as classes, and a compiled library gives a record's values these
classes; whatever it refuses, or cannot write again in the same words, is left to the other.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Required, TypedDict, Union

from attrs import frozen
from msgspec import Meta, ValidationError, convert

from pmi_compliance.base.digests import written
from pmi_compliance.records.json_schema import REGION
from pmi_compliance.records.schema import PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel


# Values as conditions see them


def typed(model: RecordModel, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """
    A valid record as conditions see it.

    Args:
        model: The kinds of records.
        kind: The kind of the record.
        value: The record as JSON holds it; it must be valid.

    Returns:
        The record with dates as `date`, lists as tuples (`PartialList` where `<name>_complete` is false), and without
        what is null.

    """
    return model.made_once(_converter, kind, True)(value)


def _converter(model: RecordModel, kind: str, read: bool) -> Callable[[Any], dict[str, Any]]:
    """What gives a valid record its types; its dates are texts as they were read, or typed already."""
    return _convert_fields(model.nodes[kind].parts, read)


def _convert_fields(nodes: Mapping[str, Node], read: bool) -> Callable[[Any], dict[str, Any]]:
    conversions = {name: _convert(node, read) for name, node in nodes.items()}

    def convert_group(group: Mapping[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, value in group.items():
            if value is None:
                continue
            conversion = conversions[name]
            result[name] = value if conversion is None else conversion(value)
            if isinstance(value, list | tuple) and group.get(f"{name}_complete") is False:
                result[name] = PartialList(result[name])
        return result

    return convert_group


def _convert(node: Node, read: bool) -> Callable[[Any], Any] | None:
    if node.format == "date":
        return date.fromisoformat if read else None
    if "integer" in node.types:
        # JSON Schema takes 5.0 for an integer; the language has no fractions.
        return int if read else None
    if "array" in node.types:
        conversion = None if node.item is None else _convert(node.item, read)
        if conversion is None:
            return tuple
        return lambda values: tuple(None if value is None else conversion(value) for value in values)
    return None if node.fields is None else _convert_fields(node.fields, read)


# Valid records


class _Unsure:
    """The class of what a schema may allow and no class can decide: no value is of it."""


def _text(node: Node) -> Any:
    return {None: str, "date": date, "region": Annotated[str, Meta(pattern=rf"\A(?:{REGION})\Z")]}[
        node.format
    ]


def _group(node: Node) -> Any:
    """What the schema does not name is lost, so that a group that holds it is not the same when it is written again."""
    if node.fields is None:
        return dict[str, Any]
    parts = {
        name: Required[_class(part)] if name in node.required else _class(part)
        for name, part in node.fields.items()
    }
    return TypedDict("_Group", parts, total=False)  # type: ignore[operator]


def _list(node: Node) -> Any:
    return tuple[_Unsure if node.item is None else _class(node.item), ...]  # type: ignore[misc]


#: The class of the values of each type, and the limits that the compiled library checks, as it names them.
_CLASSES: dict[str, tuple[Callable[[Node], Any], Mapping[str, str]]] = {
    "string": (_text, {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"}),
    "integer": (lambda _: int, {"minimum": "ge", "maximum": "le"}),
    # That false is refused is asked of the text.
    "boolean": (lambda _: bool, {}),
    "array": (_list, {}),
    "object": (_group, {}),
}


def _class(node: Node) -> Any:
    """The class of the values that a schema allows, or of some of them."""
    if node.unread or not (node.types or node.nullable):
        return _Unsure
    null = (None,) if node.nullable else ()
    if node.values is not None:
        return Literal[(*node.values, *null)]
    classes: list[Any] = [*null]
    for name in node.types:
        make, limits = _CLASSES[name]
        known = {limits[word]: limit for word, limit in sorted(node.limits.items()) if word in limits}
        classes.append(Annotated[make(node), Meta(**known)] if known else make(node))
    return Union[tuple(classes)]  # noqa: UP007  as many as the schema names


def _refused(node: Node) -> Iterator[bytes]:
    """How a value looks that a schema refuses and no class can: false, where only true may stand."""
    if node.item is not None:
        yield from _refused(node.item)
    for name, part in node.parts.items():
        if part.only_true:
            yield f'"{name}":false'.encode()
        yield from _refused(part)


@frozen(eq=False)
class _Validation:
    """What recognises valid records of a kind."""

    class_: Any
    refused: tuple[bytes, ...]
    convert: Callable[[Any], dict[str, Any]]

    @classmethod
    def of(cls, model: RecordModel, kind: str) -> _Validation:
        node = model.nodes[kind]
        return cls(_class(node), tuple(_refused(node)), _converter(model, kind, False))


def validated(model: RecordModel, kind: str, value: object, text: bytes) -> dict[str, Any] | None:
    """
    A valid record as conditions see it, as `typed` gives it.

    Args:
        model: The kinds of records.
        kind: The kind of the record.
        value: The record as JSON holds it.
        text: Its canonical JSON. What has been given classes must be the same when it is written again.

    Returns:
        The record; `None` where it is not certain that it is valid.

    """
    validation = model.made_once(_Validation.of, kind)
    try:
        record: dict[str, Any] = convert(value, validation.class_)
        if written(record) != text or any(refused in text for refused in validation.refused):
            return None
    except (ValidationError, TypeError, ValueError):
        return None
    if b"null" in text or b'_complete":false' in text:
        record = validation.convert(record)
    return record
