"""The JSON Schema documents themselves: held against a value, they give every problem in it."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

from attrs import field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.dated import as_date
from pmi_compliance.base.days import day_of
from pmi_compliance.base.memo import Memo
from pmi_compliance.base.messages.catalogue import worded_with_advice
from pmi_compliance.base.messages.records import GROUP, LIST, NULL, PERSONAL
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import name_of_kind
from pmi_compliance.records.guessing import NamedCodes, named_codes, near_codes, near_field
from pmi_compliance.records.json_schema import IS_REGION, pointer
from pmi_compliance.records.place_names import codes_meant
from pmi_compliance.records.regions import bundled_regions, nearest_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from pmi_compliance.records.regions import Regions

_ENDING = ".schema.json"
#: That a code of a place is read, and may be meant as one of the statistics office.
MAY_BE_BPS = "region_may_be_of_bps"
#: How many places of one name are told.
_MOST_PLACES = 6

#: Of so many names that stand for nothing in one group the nearest field is looked for.
_MOST_MEANT = 50
_BPS_REGION = re.compile(r"\d{4}|\d{7}|\d{10}")


@frozen
class Cell:
    """In which column of a table something stands; the row is that of the record or of its part."""

    #: Its place, counted from 0.
    at: int
    #: Its heading, as it was read.
    heading: str
    #: What a spreadsheet calls it: `A`, `B`, ..., `AA`; nothing for tables whose columns go by names.
    letter: str = ""
    #: What its fact is called in words, where an office gave the column a name of its own.
    title: Text | None = field(default=None, eq=False, repr=False)

    @property
    def words(self) -> Text:
        """The column in words: `kolom F "Tgl Lahir"`."""
        name = " ".join(filter(None, (self.letter, f'"{printable(self.heading)}"' if self.heading else "")))
        return Text(f"kolom {name}", f"column {name}")

    def as_json(self) -> dict[str, str]:
        """The column as JSON values, as reports hold it."""
        return {name: text for name, text in (("letter", self.letter), ("heading", self.heading)) if text}


#: Messages of what may be written in words in a list with headings of its own.
_OF_LISTS: Mapping[str, str] = {
    "not_a_day": "not_a_day_in_list",
    "not_a_calendar_date": "not_a_calendar_date_in_list",
    "not_a_country": "not_a_country_in_list",
    "not_a_country_misspelt": "not_a_country_misspelt_in_list",
    "not_a_region": "not_a_region_in_list",
    "place_by_name": "place_by_name_in_list",
}


@frozen
class ProblemDetail:
    """
    One thing wrong with a record or document: where, and what, as a code and values.

    >>> detail = ProblemDetail("/worker/stated_age", "too_small", {"field": "stated_age", "limit": 0, "read": "-1"})
    >>> detail.message.en
    '`stated_age` must be at least 0; read -1'

    """

    #: A JSON pointer (RFC 6901) into the record; empty for the record as a whole.
    pointer: str

    #: Which message of the catalogue it is; it stays the same when the wording is bettered.
    code: str

    #: What the message tells of, by name.
    values: Mapping[str, Any] = field(factory=dict, hash=False)

    #: Of a table, the column where it stands.
    cell: Cell | None = field(default=None, eq=False)

    @cached_property
    def message(self) -> Text:
        """What is wrong, and what was expected, in both languages; worded when it is first asked for."""
        # Numbers and days stand as records write them: 1900 is a year, and no count of 1.900.
        values = {
            name: str(value) if isinstance(value, int | date) else value
            for name, value in self.values.items()
        }
        if isinstance(target := values.get("target"), str):
            values["target"] = name_of_kind(target)
        if self.cell is None or self.cell.title is None:
            return worded_with_advice(self.code, values)
        # Who made the list has never seen the names of fields, nor the codes.
        for name, value in values.items():
            if isinstance(value, NamedCodes):
                values[name] = value.words
        if "field" in values:
            values["field"] = self.cell.title
        return worded_with_advice(_OF_LISTS.get(self.code, self.code), values)


class Discretion(Protocol):
    """What messages about a record may repeat of it; see `telling`."""

    def is_personal(self, path: Sequence[str | int]) -> bool:
        """Whether what stands at a path is personal."""

    def may_repeat(self, value: object, path: Sequence[str | int]) -> bool:
        """Whether what was read at a path may be repeated."""


@frozen(eq=False)
class Documents:
    """JSON Schema documents by their names; the one called `common` holds what the others refer to."""

    #: Each document as JSON holds it.
    by_name: Mapping[str, Mapping[str, Any]]
    #: The places that codes of places stand for.
    regions: Regions = field(factory=bundled_regions, repr=False)
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

    def problems(self, name: str, value: object, discretion: Discretion | None = None) -> list[ProblemDetail]:
        """
        All that is wrong with a value under one document.

        Args:
            name: The name of the document.
            value: What is checked.
            discretion: Says what messages may repeat of it; the rest is described. Without one, all is repeated.

        Returns:
            The details in the order of their pointers; none if the value is valid.

        """
        has_extra = "extra" in self.by_name[name].get("properties", ())
        details = [
            detail
            for error in self.validator(name).iter_errors(value)
            for detail in (
                _unknown_fields(error, has_extra=has_extra)
                if error.validator == "additionalProperties"
                else _details(name, error, discretion, self.regions)
            )
        ]
        return sorted(details, key=lambda detail: detail.pointer)


@cache
def bundled_documents() -> Documents:
    """The documents of `schemas/`: those of records, and those of the library's other files."""
    return Documents.read(resources.folder("schemas"))


def _validator(documents: Documents, name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415  slow to import
    from referencing import Registry  # noqa: PLC0415
    from referencing.jsonschema import DRAFT202012  # noqa: PLC0415

    checker = FormatChecker(formats=())
    checker.checks("date")(lambda value: not isinstance(value, str) or as_date(value) is not None)
    checker.checks("edtf")(lambda value: not isinstance(value, str) or day_of(value) is not None)
    checker.checks("region")(lambda value: not isinstance(value, str) or documents.regions.is_plain(value))
    document, common = documents.by_name[name], documents.by_name.get("common")
    registry: Registry[Any] = Registry()
    if common is not None:
        # `common` stands beside the document, wherever that is; one without `$id` does not say where.
        beside = urljoin(document.get("$id", ""), f"common{_ENDING}")
        resource = DRAFT202012.create_resource(common)
        registry = registry.with_resources([(common.get("$id", beside), resource), (beside, resource)])
    return Draft202012Validator(document, registry=registry, format_checker=checker)


# What is wrong


def describe_value(value: object, *, personal: bool = False) -> Text:
    """What was read, for a message; a personal value is described, never repeated."""
    if personal and isinstance(value, str | int | float) and not isinstance(value, bool):
        return PERSONAL.filled({"size": str(len(str(value)))})
    match value:
        case dict():
            return GROUP
        case list():
            return LIST.filled({"size": str(len(value))})
        case None:
            return NULL
        case _:
            text = printable(json.dumps(value, ensure_ascii=False, default=lambda part: type(part).__name__))
            text = text if len(text) <= 60 else f"{text[:57]}..."
            return Text(f"`{text}`", f"`{text}`")


def _details(
    name: str, error: Any, discretion: Discretion | None, regions: Regions
) -> Iterator[ProblemDetail]:
    """Describe a `ValidationError`; typed `Any`, for its attributes differ with the keyword that failed."""
    path = list(error.absolute_path)
    if error.validator in {"required", "dependentRequired"}:
        for missing in _needed(error):
            if missing not in error.instance:
                yield ProblemDetail(pointer(path), "field_missing", {"field": missing})
        return
    is_of_format = error.validator == "format"
    code, values = (
        _of_format(error, regions) if is_of_format else _BREACHES.get(error.validator, _of_schema)(error)
    )
    # An element of a list goes by the name of the list.
    field = next((step for step in reversed(path) if isinstance(step, str)), name)
    is_hidden = discretion is not None and not discretion.may_repeat(error.instance, path)
    if code == MAY_BE_BPS and discretion is not None and discretion.is_personal(path):
        # Although it may be another place, it counts as the one that is written, and tells where somebody lives.
        is_hidden, values = True, {"meant": describe_value(regions.code_of(error.instance), personal=True)}
    read = describe_value(error.instance, personal=is_hidden)
    yield ProblemDetail(pointer(path), code, {"field": field, **values, "read": read})


def _needed(error: Any) -> list[str]:
    """The names that must be there: always, or because of others that are."""
    needed = error.validator_value
    if error.validator == "required":
        return list(needed)
    return [name for present, names in needed.items() if present in error.instance for name in names]


def _unknown_fields(error: Any, *, has_extra: bool) -> Iterator[ProblemDetail]:
    """Names that stand for nothing; only records have a place for what nobody foresaw."""
    path, known = error.absolute_path, error.schema.get("properties", {})
    for at, extra in enumerate(sorted(set(error.instance) - set(known))):
        # What is meant by one of very many names is nothing that a person would mend one by one.
        near = near_field(extra, error.schema) if at < _MOST_MEANT else None
        name, place = extra[:60], pointer([*path, extra])
        if near is not None:
            yield ProblemDetail(place, "field_misspelt", {"name": name, "meant": near})
        elif has_extra:
            yield ProblemDetail(place, "field_unknown", {"name": name})
        else:
            yield ProblemDetail(place, "key_unknown", {"name": name, "known": tuple(known)})


#: The code of what a value breaks, and the values of its sentence but `field` and `read`.
_Breach = tuple[str, dict[str, object]]


def _breach(code: str, /, **values: object) -> _Breach:
    return code, values


def _of_type(error: Any) -> _Breach:
    types = error.validator_value
    names = [types] if isinstance(types, str) else types
    return _breach("not_of_type", types=tuple(name for name in names if name != "null"))


def _of_values(error: Any) -> _Breach:
    values = tuple(value for value in error.validator_value if value is not None)
    listed, codes = tuple(map(str, values)), error.schema.get("x-codes", {})
    near = near_codes(error.instance, listed, codes) if isinstance(error.instance, str) else ()
    if len(values) > 60:
        if isinstance(error.instance, str) and codes_meant(error.instance):
            return _breach("place_in_indonesia")
        return (
            _breach("not_a_country_misspelt", meant=near[0], near=named_codes(near, codes))
            if near
            else _breach("not_a_country")
        )
    # An office writes what a code is called.
    named = named_codes(listed, codes) if codes else listed
    if not near:
        return _breach("not_listed", listed=named)
    return _breach("not_listed_misspelt", listed=named, meant=near[0], near=named_codes(near, codes))


def _of_format(error: Any, regions: Regions) -> _Breach:
    if error.validator_value == "date":
        return _breach("not_a_calendar_date")
    if error.validator_value == "edtf":
        return _breach("not_a_day")
    if (code := regions.code_of(str(error.instance))) is not None:
        return _breach(MAY_BE_BPS, meant=f"{code} {regions.full_name(code)}")
    if IS_REGION.fullmatch(str(error.instance)):
        near = (f"{code} {regions.full_name(code)}" for code in nearest_codes(error.instance, regions))
        return _breach("no_such_place", near="; ".join(near))
    if _BPS_REGION.fullmatch(str(error.instance)):
        return _breach("region_of_bps")
    if codes := codes_meant(str(error.instance), regions):
        named = [f"{code} {regions.full_name(code)}" for code in codes[:_MOST_PLACES]]
        return _breach("place_by_name", near="; ".join([*named, *(["..."] if codes[_MOST_PLACES:] else [])]))
    return _breach("not_a_region")


def _of_pattern(error: Any) -> _Breach:
    if error.validator_value.startswith("^[0-9]{16}"):
        return _breach("not_sixteen_digits")
    if error.validator_value == "^[A-Z]{3}$":
        return _breach("not_a_currency")
    if error.validator_value == "[0-9]":
        return _breach("no_number")
    if examples := error.schema.get("examples"):
        return _breach("not_like", example=examples[0])
    return _of_schema(error)


def _of_schema(error: Any) -> _Breach:
    return _breach("breaks_schema", keyword=error.validator, limit=str(error.validator_value))


#: What is wrong, by the keyword of the schema that a value breaks.
_BREACHES: Mapping[str, Callable[[Any], _Breach]] = {
    "type": _of_type,
    "enum": _of_values,
    "pattern": _of_pattern,
    "minimum": lambda error: _breach("too_small", limit=error.validator_value),
    "maximum": lambda error: _breach("too_large", limit=error.validator_value),
    "minLength": lambda _: _breach("empty_text"),
    "not": lambda _: _breach("not_true"),
}
