"""The JSON Schema documents themselves: held against a value, they give every problem in it, described in words."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.dated import as_date
from pmi_compliance.base.memo import Memo
from pmi_compliance.base.messages.catalogue import did_you_mean
from pmi_compliance.base.text import Text, nearest, printable
from pmi_compliance.records.json_schema import IS_REGION, pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from jsonschema import Draft202012Validator

_ENDING = ".schema.json"
_BPS_REGION = re.compile(r"\d{4}|\d{7}|\d{10}")


@frozen
class ProblemDetail:
    """One thing wrong with a record or document: where, and what to do."""

    #: A JSON pointer (RFC 6901) into the record; empty for the record as a whole.
    pointer: str
    #: What is wrong, and what was expected.
    message: Text


@frozen(eq=False)
class Documents:
    """JSON Schema documents by their names; the one called `common` holds what the others refer to."""

    #: Each document as JSON holds it.
    by_name: Mapping[str, Mapping[str, Any]]
    _memo: Memo = field(factory=Memo, init=False, repr=False)

    @classmethod
    def read(cls, folder: Path) -> Documents:
        """All files of a folder that are called `<name>.schema.json`."""
        return cls(
            {
                path.name.removesuffix(_ENDING): json.loads(path.read_text(encoding="utf-8"))
                for path in sorted(folder.glob(f"*{_ENDING}"))
            }
        )

    @property
    def definitions(self) -> Mapping[str, Any]:
        """The schemas that all others may refer to."""
        definitions: Mapping[str, Any] = self.by_name.get("common", {}).get("$defs", {})
        return definitions

    def validator(self, name: str) -> Draft202012Validator:
        """A validator for one document, with dates and region codes checked."""
        return self._memo.of(_validator, self, name)

    def problems(
        self, name: str, value: object, is_personal: Callable[[list[str | int]], bool] = lambda _: False
    ) -> list[ProblemDetail]:
        """
        All that is wrong with a value under one document.

        Args:
            name: The name of the document.
            value: What is checked.
            is_personal: Whether what stands at a path is personal: such a value is described, never repeated.

        Returns:
            The details in the order of their pointers; none if the value is valid.

        """
        details = [
            detail
            for error in self.validator(name).iter_errors(value)
            for detail in _details(name, error, is_personal)
        ]
        return sorted(details, key=lambda detail: detail.pointer)


@cache
def bundled_documents() -> Documents:
    """The documents of `schemas/`: those of records, and those of the library's other files."""
    return Documents.read(resources.folder("schemas"))


def _validator(documents: Documents, name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415  slow to import
    from referencing import Registry, Resource  # noqa: PLC0415

    checker = FormatChecker(formats=())
    checker.checks("date")(lambda value: not isinstance(value, str) or as_date(value) is not None)
    checker.checks("region")(lambda value: not isinstance(value, str) or bool(IS_REGION.fullmatch(value)))
    registry: Registry[Any] = Registry()
    common = documents.by_name.get("common")
    if common is not None:
        resource: Resource[Any] = Resource.from_contents(common)
        registry = registry.with_resource(common["$id"], resource)
    return Draft202012Validator(documents.by_name[name], registry=registry, format_checker=checker)


# In words


def describe_value(value: object, *, personal: bool = False) -> Text:
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
            text = printable(json.dumps(value, ensure_ascii=False, default=lambda part: type(part).__name__))
            text = text if len(text) <= 60 else f"{text[:57]}..."
            return Text(f"`{text}`", f"`{text}`")


def _details(
    name: str, error: Any, is_personal: Callable[[list[str | int]], bool]
) -> Iterator[ProblemDetail]:
    """Describe a `ValidationError`; typed `Any`, for its attributes differ with the keyword that failed."""
    path = list(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            yield from _unknown_fields(path, error)
            return
        case "required":
            for missing in error.validator_value:
                if missing not in error.instance:
                    yield ProblemDetail(
                        pointer(path), Text(f"`{missing}` wajib diisi", f"`{missing}` is required")
                    )
            return
    at = path[-1] if path else name
    read = describe_value(error.instance, personal=is_personal(path))
    expected = _EXPECTED.get(error.validator, _as_the_schema_says)(error)
    yield ProblemDetail(
        pointer(path),
        Text(
            f"`{at}` harus {expected.id}; terbaca {read.id}",
            f"`{at}` must be {expected.en}; read {read.en}",
        ),
    )


def _unknown_fields(path: list[str | int], error: Any) -> Iterator[ProblemDetail]:
    known = error.schema.get("properties", {})
    for extra in sorted(set(error.instance) - set(known)):
        near = nearest(extra, [name for name in known if not name.endswith("_complete")])
        hint = did_you_mean(near) if near else _UNDER_EXTRA
        word = printable(extra)[:60]
        yield ProblemDetail(
            pointer([*path, extra]),
            Text(f"`{word}` tidak dikenal; {hint.id}", f"`{word}` is not known; {hint.en}"),
        )


_UNDER_EXTRA = Text("data tambahan ditaruh di bawah `extra`", "extension data goes under `extra`")

_TYPES = {
    "string": Text("teks", "text"),
    "integer": Text("bilangan bulat", "a whole number"),
    "number": Text("bilangan", "a number"),
    "boolean": Text("true atau false", "true or false"),
    "array": Text("daftar [...]", "a list [...]"),
    "object": Text("kelompok data {...}", "a group of facts {...}"),
    "null": Text("null", "null"),
}


def _of_type(error: Any) -> Text:
    types = error.validator_value
    names = [name for name in ([types] if isinstance(types, str) else types) if name != "null"]
    return Text(
        " atau ".join(_TYPES[name].id for name in names), " or ".join(_TYPES[name].en for name in names)
    )


def _of_values(error: Any) -> Text:
    values = [value for value in error.validator_value if value is not None]
    if len(values) > 60:
        return Text("kode negara ISO 3166-1 dua huruf", "an ISO 3166-1 two-letter country code")
    near = nearest(error.instance, values) if isinstance(error.instance, str) else None
    listed = ", ".join(map(str, values))
    if near is None:
        return Text(f"salah satu dari: {listed}", f"one of: {listed}")
    hint = did_you_mean(near)
    return Text(f"salah satu dari: {listed} ({hint.id})", f"one of: {listed} ({hint.en})")


def _of_format(error: Any) -> Text:
    if error.validator_value == "date":
        return Text(
            "tanggal yang ada di kalender, ditulis TTTT-BB-HH seperti 2025-10-31",
            "a date of the calendar, written YYYY-MM-DD, such as 2025-10-31",
        )
    if _BPS_REGION.fullmatch(str(error.instance)):
        return Text(
            "kode wilayah Kemendagri dengan titik, seperti 53.01; ini tampak seperti kode BPS "
            "(BPS 5303 = Kemendagri 53.01, Kabupaten Kupang)",
            "a Kemendagri region code with dots, such as 53.01; this looks like a BPS code "
            "(BPS 5303 = Kemendagri 53.01, Kabupaten Kupang)",
        )
    return Text(
        "kode wilayah Kemendagri dengan titik, seperti 53, 53.01 atau 53.01.06",
        "a Kemendagri region code with dots, such as 53, 53.01 or 53.01.06",
    )


def _of_pattern(error: Any) -> Text:
    if error.validator_value.startswith("^[0-9]{16}"):
        return Text("16 angka", "16 digits")
    if error.validator_value == "^[A-Z]{3}$":
        return Text("kode mata uang ISO 4217, seperti IDR", "an ISO 4217 currency code, such as IDR")
    return _as_the_schema_says(error)


def _as_the_schema_says(error: Any) -> Text:
    word, limit = error.validator, error.validator_value
    return Text(f"sesuai skema ({word}: {limit})", f"as the schema says ({word}: {limit})")


#: What was expected, by the word of the schema that a value breaks.
_EXPECTED: Mapping[str, Callable[[Any], Text]] = {
    "type": _of_type,
    "enum": _of_values,
    "format": _of_format,
    "pattern": _of_pattern,
    "minimum": lambda error: Text(
        f"paling kecil {error.validator_value}", f"at least {error.validator_value}"
    ),
    "maximum": lambda error: Text(
        f"paling besar {error.validator_value}", f"at most {error.validator_value}"
    ),
    "minLength": lambda _: Text(
        "teks yang tidak kosong (kosongkan atau hapus bila belum diketahui)",
        "text that is not empty (leave the field out when it is not known)",
    ),
    "not": lambda _: Text("true, atau tidak diisi", "true, or left out"),
}
