"""
What the JSON Schemas say: which records are right, what type every field has, and what is personal.

The files in `schemas/` are the single source; nothing here names a field of a record.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base import resources
from pmi_compliance.base.dated import as_date
from pmi_compliance.base.text import Text, nearest, printable
from pmi_compliance.expr.types import (
    BOOL,
    DATE,
    INT,
    STRING,
    Field,
    ListType,
    RecordType,
    Relation,
    String,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jsonschema import Draft202012Validator

#: The kinds of record, in the order in which reports list them.
KINDS = ("recruiter", "placement", "job_order", "case", "service_centre")

#: Name of a kind's table in a document or file name.
TABLES = {kind: f"{kind}s" for kind in KINDS}

#: A place by its code of the interior ministry: province, regency, kecamatan, village.
REGION = r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?"
_REGION = re.compile(REGION)
_BPS_REGION = re.compile(r"\d{4}|\d{7}|\d{10}")


class PartialList(tuple[Any, ...]):
    """A list of which only a part is known: a further element could change what is said of it."""

    __slots__ = ()


@frozen
class Fault:
    """One thing wrong with a record: where, and what to do."""

    pointer: str
    message: Text


@cache
def document(name: str) -> dict[str, Any]:
    """One schema file, by its name without `.schema.json`."""
    path = resources.folder("schemas") / f"{name}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def validator(name: str) -> Draft202012Validator:
    """A validator for one schema, with dates and region codes checked."""
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415  slow to import
    from referencing import Registry, Resource  # noqa: PLC0415

    checker = FormatChecker(formats=())
    checker.checks("date")(lambda value: not isinstance(value, str) or as_date(value) is not None)
    checker.checks("region")(lambda value: not isinstance(value, str) or bool(_REGION.fullmatch(value)))
    common: Resource[Any] = Resource.from_contents(document("common"))
    registry: Registry[Any] = Registry().with_resource(document("common")["$id"], common)
    return Draft202012Validator(document(name), registry=registry, format_checker=checker)


# Types


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A node, or what it refers to."""
    reference = node.get("$ref")
    if reference is None:
        return node
    found: Mapping[str, Any] = document("common")["$defs"][reference.rsplit("/", 1)[1]]
    return found


def node_at(kind: str, path: str) -> Mapping[str, Any]:
    """The schema of a property at a path such as `worker.birth_date`, through lists."""
    node: Mapping[str, Any] = document(kind)
    for step in path.split("."):
        node = resolved(node["properties"][step])
        node = resolved(node["items"]) if "items" in node else node
    return node


def _title(node: Mapping[str, Any]) -> Text | None:
    return Text(node["title"], node["x-title-en"]) if "title" in node else None


@cache
def record_types() -> dict[str, RecordType]:
    """The type of each kind of record, relations among its fields."""
    types = {kind: RecordType(kind) for kind in KINDS}
    for kind, record in types.items():
        schema = document(kind)
        record.fields.update(_fields(schema["properties"], kind))
        for name, node in schema["x-relations"].items():
            relation = Relation(
                name,
                kind,
                node["target"],
                node["shape"],
                node["key"],
                tuple(node.get("where", {}).items()),
                node.get("written", False),
            )
            target: Type = types[node["target"]]
            shown = target if relation.shape == "one" else ListType(target)
            record.fields[name] = Field(shown, _title(node), relation)
    return types


def _fields(properties: Mapping[str, Any], owner: str) -> dict[str, Field]:
    return {
        name: Field(kind, _title(node), personal=node.get("x-personal"))
        for name, node in properties.items()
        if (kind := _type(node, f"{owner}.{name}")) is not None
    }


def _type(node: Mapping[str, Any], name: str) -> Type | None:
    """The type of a property; `None` for free data, which no rule can read."""
    node = resolved(node)
    if "enum" in node:
        return String(frozenset(value for value in node["enum"] if value is not None))
    if node.get("format") == "date":
        return DATE
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    match kinds[0]:
        case "string":
            return STRING
        case "integer":
            return INT
        case "boolean":
            return BOOL
        case "array":
            return ListType(_type(node["items"], name))
        case _ if "properties" in node:
            return RecordType(name, _fields(node["properties"], name))
        case _:
            return None


def field_at(kind: str, path: Sequence[str | int]) -> tuple[Field | None, bool]:
    """The field at a path of keys and places, and whether it or a group around it is personal."""
    found: Type | None = record_types()[kind]
    field: Field | None = None
    personal = False
    for step in path:
        if isinstance(step, int) or step == "-":
            found = found.item if isinstance(found, ListType) else None
            continue
        field = found.fields.get(step) if isinstance(found, RecordType) else None
        if field is None:
            return None, personal
        # A mark on a group of facts marks the group as a whole; its parts carry marks of their own.
        personal = field.personal is not None and not _is_group(field.type)
        found = field.type
    return field, personal


def _marked(kind: str, path: Sequence[str | int]) -> bool:
    """Whether a mark stands at a path: a name written where a group of facts belongs is personal as well."""
    field, personal = field_at(kind, path)
    return personal or (field is not None and field.personal is not None)


def _is_group(kind: Type) -> bool:
    return isinstance(kind.item if isinstance(kind, ListType) else kind, RecordType)


# Values


@cache
def converter(kind: str, *, read: bool = True) -> Callable[[Any], Any]:
    """What makes a right record what the language sees; its dates are texts as they were read, or typed already."""
    return _convert_object(document(kind)["properties"], read)


def _convert_object(properties: Mapping[str, Any], read: bool) -> Callable[[Any], Any]:
    convert = {name: _convert(node, read) for name, node in properties.items()}

    def make(value: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, given in value.items():
            if given is None:
                continue
            change = convert[name]
            made[name] = given if change is None else change(given)
            if isinstance(given, list | tuple) and value.get(f"{name}_complete") is False:
                made[name] = PartialList(made[name])
        return made

    return make


def _convert(node: Mapping[str, Any], read: bool) -> Callable[[Any], Any] | None:
    node = resolved(node)
    if node.get("format") == "date":
        return date.fromisoformat if read else None
    kinds = node.get("type", ())
    if "integer" in kinds:
        # JSON Schema takes 5.0 for an integer; the language has no fractions.
        return int if read else None
    if "array" in kinds:
        item = _convert(node["items"], read)
        if item is None:
            return tuple
        change = item
        return lambda values: tuple(None if value is None else change(value) for value in values)
    if "object" in kinds and "properties" in node:
        return _convert_object(node["properties"], read)
    return None


def typed(kind: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """
    A valid raw record as the language sees it.

    Dates become `date`, lists tuples (`Partial` where `<name>_complete` is false), and null is left out.
    """
    made: dict[str, Any] = converter(kind)(raw)
    return made


#: Words of a schema that ask nothing of a value.
SAYS_NOTHING = frozenset(
    {"title", "description", "$schema", "$id", "x-title-en", "x-personal", "x-relations"}
)

# Faults


def faults(name: str, value: object) -> list[Fault]:
    """All that is wrong with a document under one schema, in the order of its text; empty if it is right."""
    found = [fault for error in validator(name).iter_errors(value) for fault in _worded(name, error)]
    return sorted(found, key=lambda fault: fault.pointer)


def pointer(path: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def shown(value: object, *, personal: bool = False) -> Text:
    """What was read, for a message; a personal value is described, never repeated."""
    if personal and isinstance(value, str | int) and not isinstance(value, bool):
        size = len(str(value))
        return Text(f"(data pribadi, {size} aksara)", f"(personal data, {size} characters)")
    match value:
        case dict():
            return Text("sekelompok data", "a group of facts")
        case list():
            return Text(f"daftar berisi {len(value)}", f"a list of {len(value)}")
        case None:
            return Text("null", "null")
        case _:
            text = printable(json.dumps(value, ensure_ascii=False, default=lambda one: type(one).__name__))
            text = text if len(text) <= 60 else f"{text[:57]}..."
            return Text(f"`{text}`", f"`{text}`")


_TYPES = {
    "string": Text("teks", "text"),
    "integer": Text("bilangan bulat", "a whole number"),
    "number": Text("bilangan", "a number"),
    "boolean": Text("true atau false", "true or false"),
    "array": Text("daftar [...]", "a list [...]"),
    "object": Text("kelompok data {...}", "a group of facts {...}"),
    "null": Text("null", "null"),
}


#: What is said where one word of the schema says it all.
_EXPECTED = {
    "minimum": Text("paling kecil {}", "at least {}"),
    "maximum": Text("paling besar {}", "at most {}"),
    "minLength": Text(
        "teks yang tidak kosong (kosongkan atau hapus bila belum diketahui)",
        "text that is not empty (leave the field out when it is not known)",
    ),
    "not": Text("true, atau tidak diisi", "true, or left out"),
}


def _worded(name: str, error: Any) -> Iterator[Fault]:
    """Say a `ValidationError` in words; typed `Any`, for its attributes differ with the keyword that failed."""
    path = list(error.absolute_path)
    personal = name in KINDS and _marked(name, path)
    place = pointer(path)
    at = path[-1] if path else name
    read = shown(error.instance, personal=personal)
    wanted = error.validator_value

    def said(expected_id: str, expected_en: str) -> Fault:
        return Fault(
            place,
            Text(
                f"`{at}` harus {expected_id}; terbaca {read.id}",
                f"`{at}` must be {expected_en}; read {read.en}",
            ),
        )

    match error.validator:
        case "additionalProperties":
            known = error.schema.get("properties", {})
            for extra in sorted(set(error.instance) - set(known)):
                near = nearest(extra, [word for word in known if not word.endswith("_complete")])
                inside = pointer([*path, extra])
                hint = Text(f"; mungkin maksudnya `{near}`", f"; did you mean `{near}`") if near else Text(
                    "; data tambahan ditaruh di bawah `extra`", "; extension data goes under `extra`"
                )  # fmt: skip
                word = printable(extra)[:60]
                yield Fault(
                    inside, Text(f"`{word}` tidak dikenal{hint.id}", f"`{word}` is not known{hint.en}")
                )
        case "required":
            for missing in wanted:
                if missing not in error.instance:
                    yield Fault(place, Text(f"`{missing}` wajib diisi", f"`{missing}` is required"))
        case "type":
            names = [kind for kind in ([wanted] if isinstance(wanted, str) else wanted) if kind != "null"]
            yield said(
                " atau ".join(_TYPES[kind].id for kind in names),
                " or ".join(_TYPES[kind].en for kind in names),
            )
        case "enum":
            values = [value for value in wanted if value is not None]
            near = nearest(error.instance, values) if isinstance(error.instance, str) else None
            if len(values) > 60:
                yield said("kode negara ISO 3166-1 dua huruf", "an ISO 3166-1 two-letter country code")
            else:
                listed = ", ".join(map(str, values))
                guess = Text(f" (mungkin `{near}`)", f" (perhaps `{near}`)") if near else Text("", "")
                yield said(f"salah satu dari: {listed}{guess.id}", f"one of: {listed}{guess.en}")
        case "format" if wanted == "date":
            yield said(
                "tanggal yang ada di kalender, ditulis TTTT-BB-HH seperti 2025-10-31",
                "a date of the calendar, written YYYY-MM-DD, such as 2025-10-31",
            )
        case "format":
            if _BPS_REGION.fullmatch(str(error.instance)):
                yield said(
                    "kode wilayah Kemendagri dengan titik, seperti 53.01; ini tampak seperti kode BPS "
                    "(BPS 5303 = Kemendagri 53.01, Kabupaten Kupang)",
                    "a Kemendagri region code with dots, such as 53.01; this looks like a BPS code "
                    "(BPS 5303 = Kemendagri 53.01, Kabupaten Kupang)",
                )
            else:
                yield said(
                    "kode wilayah Kemendagri dengan titik, seperti 53, 53.01 atau 53.01.06",
                    "a Kemendagri region code with dots, such as 53, 53.01 or 53.01.06",
                )
        case "pattern" if wanted.startswith("^[0-9]{16}"):
            yield said("16 angka", "16 digits")
        case "pattern" if wanted == "^[A-Z]{3}$":
            yield said("kode mata uang ISO 4217, seperti IDR", "an ISO 4217 currency code, such as IDR")
        case keyword if keyword in _EXPECTED:
            expected = _EXPECTED[keyword]
            yield said(expected.id.format(wanted), expected.en.format(wanted))
        case _:
            yield said(
                f"sesuai skema ({error.validator}: {wanted})",
                f"as the schema says ({error.validator}: {wanted})",
            )
