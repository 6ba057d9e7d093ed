"""
Valid records, recognised and given types in a hundredth of the time of the library that finds problems.

Most records have no problem. The schemas are read as classes, and a compiled library gives a record's values these
classes; whatever it refuses, or cannot write again in the same words, is left to the other.
"""

from __future__ import annotations

from abc import ABC
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Required, TypedDict, Union

from attrs import frozen
from msgspec import Meta, ValidationError, convert

from pmi_compliance.base.days import Span, day_of
from pmi_compliance.base.digests import written
from pmi_compliance.records.json_schema import WRITTEN_REGION
from pmi_compliance.records.schema import OpenList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pmi_compliance.base.days import Day
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
        The record with dates as `date`, or `Span` where they are known in part, lists as tuples (`OpenList` unless
        `<name>_complete` is true), and without what is null.

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
            if isinstance(value, list | tuple) and group.get(f"{name}_complete") is not True:
                result[name] = OpenList(result[name])
        return result

    return convert_group


def _convert(node: Node, read: bool) -> Callable[[Any], Any] | None:
    if node.format in {"date", "edtf"}:
        return day_of if read else None
    if node.places is not None:
        return node.places.code_of
    if "integer" in node.types:
        # JSON Schema takes 5.0 for an integer; the language has no fractions.
        return int if read else None
    if "array" in node.types:
        conversion = None if node.item is None else _convert(node.item, read)
        if conversion is None:
            return tuple
        return lambda values: tuple(None if value is None else conversion(value) for value in values)
    return None if node.fields is None else _convert_fields(node.fields, read)


def _opened(nodes: Mapping[str, Node]) -> Callable[[Any], dict[str, Any]]:
    """What marks the lists of a group that nobody called complete, in the group itself."""
    holds = {name: "array" in node.types for name, node in nodes.items()}
    parts = {name: (node.item if holds[name] and node.item else node).fields for name, node in nodes.items()}
    inner = {
        name: _opened(fields) if fields and _holds_lists(fields) else None for name, fields in parts.items()
    }
    steps = [
        (name, f"{name}_complete", holds[name], inner[name]) for name in nodes if holds[name] or inner[name]
    ]

    def open_lists(group: Any) -> dict[str, Any]:
        for name, complete, is_list, inside in steps:
            value = group.get(name)
            if value is None:
                continue
            if inside is not None:
                for part in value if is_list else (value,):
                    inside(part)
            if is_list and group.get(complete) is not True:
                group[name] = OpenList(value)
        return group  # type: ignore[no-any-return]

    return open_lists


def _holds_lists(nodes: Mapping[str, Node] | None) -> bool:
    return any("array" in node.types or _holds_lists(node.fields) for node in (nodes or {}).values())


def _placed(nodes: Mapping[str, Node]) -> Callable[[Any], bool]:
    """What puts the codes of places in a group as they are meant, and tells whether each of them is plain."""
    codes = [(name, node.places) for name, node in nodes.items() if node.places is not None]
    parts = {name: node.item or node for name, node in nodes.items()}
    inner = [
        (name, "array" in nodes[name].types, _placed(part.parts))
        for name, part in parts.items()
        if _holds_places(part.fields)
    ]

    def put(group: Any) -> bool:
        for name, places in codes:
            written = group.get(name)
            if written is not None:
                if not places.is_plain(written):
                    return False
                group[name] = places.code_of(written)
        for name, is_list, inside in inner:
            value = group.get(name)
            if value is not None and not all(map(inside, value if is_list else (value,))):
                return False
        return True

    return put


def _holds_places(nodes: Mapping[str, Node] | None) -> bool:
    return any(
        node.format == "region" or _holds_places((node.item or node).fields)
        for node in (nodes or {}).values()
    )


# Valid records


class _Unsure:
    """The class of what a schema may allow and no class can decide: no value is of it."""


class _Day(ABC):  # noqa: B024  what is registered is of it
    """The class of days, exact or known in part."""


_Day.register(date)
_Day.register(Span)


def _text(node: Node, day: type) -> Any:
    region = Annotated[str, Meta(pattern=rf"\A(?:{WRITTEN_REGION})\Z")]
    return {None: str, "date": date, "edtf": day, "region": region}[node.format]


def _group(node: Node, day: type) -> Any:
    """What the schema does not name is lost, so that a group that holds it is not the same when it is written again."""
    if node.fields is None:
        return dict[str, Any]
    parts = {
        name: Required[_class(part, day)] if name in node.required else _class(part, day)
        for name, part in node.fields.items()
    }
    return TypedDict("_Group", parts, total=False)  # type: ignore[operator]


def _list(node: Node, day: type) -> Any:
    # Places are put as they are meant in groups, not in lists.
    if node.item is None or node.item.format == "region":
        return tuple[_Unsure, ...]
    return tuple[_class(node.item, day), ...]  # type: ignore[misc]


#: The class of the values of each type, and the limits that the compiled library checks, as it names them.
_CLASSES: dict[str, tuple[Callable[[Node, type], Any], Mapping[str, str]]] = {
    "string": (_text, {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"}),
    "integer": (lambda _, __: int, {"minimum": "ge", "maximum": "le"}),
    # That false is refused is asked of the text.
    "boolean": (lambda _, __: bool, {}),
    "array": (_list, {}),
    "object": (_group, {}),
}


def _class(node: Node, day: type) -> Any:
    """The class of the values that a schema allows, or of some of them; `day` is that of days known in part."""
    if node.unread or not (node.types or node.nullable):
        return _Unsure
    null = (None,) if node.nullable else ()
    if node.values is not None:
        return Literal[(*node.values, *null)]
    classes: list[Any] = [*null]
    for name in node.types:
        make, limits = _CLASSES[name]
        known = {limits[word]: limit for word, limit in sorted(node.limits.items()) if word in limits}
        made = make(node, day)
        classes.append(Annotated[made, Meta(**known)] if known else made)
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

    #: The class of records whose dates are exact, which takes a third of the time, and that of all.
    classes: tuple[Any, Any]
    refused: tuple[bytes, ...]
    convert: Callable[[Any], dict[str, Any]]
    #: For a record without null, whose values have their types already.
    opened: Callable[[Any], dict[str, Any]]
    #: Puts the codes of places as they are meant; whether each of them is plain.
    placed: Callable[[Any], bool]

    @classmethod
    def of(cls, model: RecordModel, kind: str) -> _Validation:
        node = model.nodes[kind]
        classes = _class(node, date), _class(node, _Day)
        return cls(
            classes,
            tuple(_refused(node)),
            _converter(model, kind, False),
            _opened(node.parts),
            _placed(node.parts),
        )

    def recognised(self, value: object) -> dict[str, Any]:
        """
        A record, its values given their classes.

        Raises:
            ValidationError: If it is none of the kind.

        """
        exact, any_ = self.classes
        try:
            return convert(value, exact)  # type: ignore[no-any-return]
        except ValidationError:
            return convert(value, any_, dec_hook=_read)  # type: ignore[no-any-return]


def _read(_: type, text: Any) -> Day:
    day = day_of(text) if isinstance(text, str) else None
    if day is None:
        raise ValueError
    return day


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
        record = validation.recognised(value)
        if written(record) != text or any(refused in text for refused in validation.refused):
            return None
        if not validation.placed(record):
            return None
    except (ValidationError, TypeError, ValueError):
        return None
    return validation.convert(record) if b"null" in text else validation.opened(record)
