"""
The words of JSON Schema that schemas of records use, each read here and nowhere else.

A schema is read once into a tree of nodes. Types, validation by compiled classes and by columns, and generators of
records go by what the nodes say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.text import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmi_compliance.records.regions import Regions

#: A place by its code of the interior ministry: province, regency, kecamatan, village.
REGION = r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?"
#: The same with its dots left out; villages are numbered from 1001 and 2001 on, which tells them from codes of BPS.
WRITTEN_REGION = rf"{REGION}|[0-9]{{4}}|[0-9]{{6}}([12][0-9]{{3}})?"
IS_REGION = re.compile(WRITTEN_REGION)

#: The formats that are checked.
FORMATS = frozenset({"date", "edtf", "region"})

#: Words of a schema that limit no value.
_NOTES = frozenset(
    {
        "title",
        "description",
        "$schema",
        "$id",
        "x-title-en",
        "x-codes",
        "x-forms",
        "x-names",
        "x-names-nobody",
        "x-one-of",
        "x-personal",
        "x-places",
        "x-relations",
    }
)

#: The words that are understood beside each type.
_WORDS: Mapping[str, frozenset[str]] = {
    "string": frozenset({"format", "minLength", "maxLength", "pattern"}),
    "integer": frozenset({"minimum", "maximum"}),
    "boolean": frozenset({"not"}),
    "array": frozenset({"items"}),
    "object": frozenset({"properties", "additionalProperties", "required"}),
    "null": frozenset(),
}

#: Words that limit a value by comparing it with one other.
LIMITS = ("minLength", "maxLength", "pattern", "minimum", "maximum")


@frozen
class Code:
    """A word of a closed list."""

    #: What a person calls it.
    name: Text
    #: What it says to choose it, a sentence; empty of a country, whose name says all.
    meaning: Text

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Code:
        """A code as `x-codes` of a schema describes it."""
        return cls(Text.of(written), Text.of(written["means"]) if "means" in written else NOTHING)


@frozen(eq=False)
class Node:
    """What a schema says of the values at one place."""

    #: The names of the JSON types of the values, null apart.
    types: tuple[str, ...]
    #: Whether null may stand there; it means that nothing is known.
    nullable: bool = False
    #: The texts that are allowed, in the order of the schema; `None` where others are allowed as well.
    values: tuple[Any, ...] | None = None
    #: What each of these texts means, where the schema says it.
    codes: Mapping[str, Code] = field(factory=dict)
    #: Of the texts those that say only that it is one of some others, with these.
    one_of: Mapping[str, Sequence[str]] = field(factory=dict)
    #: `date`, `edtf` (a date that may be known in part) or `region`, for texts of such a form.
    format: str | None = None
    #: Of texts that are codes of places, which places there are.
    places: Regions | None = None
    #: The least and greatest number or length and the pattern, by the word of JSON Schema.
    limits: Mapping[str, Any] = field(factory=dict)
    #: Whether false is refused.
    only_true: bool = False
    #: What the schema says of the elements of a list.
    item: Node | None = None
    #: What it says of the fields of a group; `None` for other values, and for data that no rule reads.
    fields: Mapping[str, Node] | None = None
    #: The names of the fields that must not be missing.
    required: frozenset[str] = frozenset()
    #: What a person calls it.
    title: Text | None = None
    #: What columns of tables may be called that hold it, beside its path and title.
    names: Sequence[str] = ()
    #: Class of personal data after UU 27/2022 Pasal 4: `general`, `specific`, or `None`.
    personal: str | None = None
    #: Whether the codes of a personal list tell of nobody who he is, and are shown in masked reports.
    names_nobody: bool = False
    #: Words that ask something which the other attributes do not say: whether a value is valid cannot be told from
    #: the node alone.
    unread: frozenset[str] = frozenset()

    @property
    def type(self) -> str | None:
        """The first type of the values; `None` where the schema names none."""
        return self.types[0] if self.types else None

    @property
    def parts(self) -> Mapping[str, Node]:
        """The fields of a group, none for other values."""
        return self.fields or {}


def read_node(schema: Mapping[str, Any], definitions: Mapping[str, Any], regions: Regions) -> Node:
    """
    Read a schema, and all that is inside of it.

    Args:
        schema: A schema of JSON Schema 2020-12.
        definitions: The schemas that `$ref` may name, by the last step of its path.
        regions: The places that codes of places stand for.

    """
    notes: dict[str, Any] = {
        "title": Text(schema["title"], schema["x-title-en"]) if "x-title-en" in schema else None,
        "personal": schema.get("x-personal"),
        "names_nobody": schema.get("x-names-nobody", False),
        "one_of": schema.get("x-one-of", {}),
        "names": tuple(schema.get("x-names", ())),
    }
    unread = set()
    if "$ref" in schema:
        if schema.keys() - _NOTES != {"$ref"}:
            unread.add("$ref")
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    named = schema.get("type", [])
    names = [named] if isinstance(named, str) else named
    words = schema.keys() - _NOTES
    if "enum" in words:
        notes["codes"] = {code: Code.of(text) for code, text in schema.get("x-codes", {}).items()}
        return _of_values(schema["enum"], names, unread | (words - {"enum", "type"}), notes)
    understood = {"type"}.union(*(_WORDS[name] for name in names if name in _WORDS))
    unread |= (words - understood) | (set(names) - _WORDS.keys())
    if "not" in words and schema["not"] != {"const": False}:
        unread.add("not")
    if schema.get("format", "date") not in FORMATS:
        unread.add("format")
    if not isinstance(schema.get("additionalProperties", True), bool):
        unread.add("additionalProperties")
    properties = schema.get("properties")
    return Node(
        types=tuple(name for name in names if name != "null"),
        nullable="null" in names,
        format=schema.get("format"),
        places=regions if schema.get("format") == "region" else None,
        limits={word: schema[word] for word in LIMITS if word in schema},
        only_true="not" in words and "not" not in unread,
        item=read_node(schema["items"], definitions, regions) if "items" in schema else None,
        fields=None
        if properties is None
        else {name: read_node(inner, definitions, regions) for name, inner in properties.items()},
        required=frozenset(schema.get("required", ())),
        unread=frozenset(unread),
        **notes,
    )


def _of_values(
    values: Sequence[Any], names: Sequence[str], unread: set[str], notes: Mapping[str, Any]
) -> Node:
    """A node whose values are listed."""
    texts = tuple(value for value in values if value is not None)
    if (names and "string" not in names) or not all(isinstance(value, str) for value in texts):
        unread.add("enum")
    return Node(
        types=("string",),
        nullable=None in values and (not names or "null" in names),
        values=texts,
        unread=frozenset(unread),
        **notes,
    )


def steps_of(pointer: str) -> tuple[str, ...]:
    """
    The steps of a JSON pointer; places in lists are digits.

    >>> steps_of("/documents/0/a~1b")
    ('documents', '0', 'a/b')

    """
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def path_of(pointer: str) -> tuple[str | int, ...]:
    """
    The steps of a JSON pointer, places in lists as numbers: what `pointer` is made of.

    >>> path_of("/documents/0/number")
    ('documents', 0, 'number')

    """
    return tuple(int(step) if step.isdecimal() else step for step in steps_of(pointer))


def pointer(path: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
