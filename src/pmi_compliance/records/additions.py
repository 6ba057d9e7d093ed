"""What a pack adds to the records of the library: places, fields of the kinds there are, and kinds of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@frozen(eq=False)
class Additions:
    """What one pack adds."""

    #: The id of the pack.
    pack: str
    #: What the places are called that it adds, by their codes.
    places: Mapping[str, str] = field(factory=dict, repr=False)
    #: The schemas of the fields that kinds of records get, by kind and name.
    fields: Mapping[str, Mapping[str, Any]] = field(factory=dict, repr=False)
    #: The schemas of its own kinds of records, by name.
    kinds: Mapping[str, Mapping[str, Any]] = field(factory=dict, repr=False)
    #: The relations that kinds of records get, its own among them, by kind and name.
    relations: Mapping[str, Mapping[str, Any]] = field(factory=dict, repr=False)

    @property
    def digest(self) -> str:
        """Changes when anything of it changes."""
        values = {name: getattr(self, name) for name in ("pack", "places", "fields", "kinds", "relations")}
        return digest(canonical(values))


def united(parts: Iterable[Additions]) -> tuple[Additions, ...]:
    """
    Additions of several packs, each once, by the ids of the packs.

    Raises:
        UsageError: If one pack adds something else in two places.

    """
    known: dict[str, Additions] = {}
    for part in parts:
        other = known.setdefault(part.pack, part)
        if other.digest != part.digest:
            raise UsageError("two_additions", pack=part.pack)
    return tuple(known[pack] for pack in sorted(known))


def with_facts(
    documents: Mapping[str, Mapping[str, Any]], additions: Iterable[Additions]
) -> Mapping[str, Mapping[str, Any]]:
    """Schemas with the fields, kinds and relations that packs add; those that were given stay as they are."""
    schemas: dict[str, Mapping[str, Any]] = {**documents}
    for added in additions:
        schemas |= added.kinds
        for kind, fields in added.fields.items():
            schemas[kind] = _with_fields(schemas[kind], fields)
        for kind, ways in added.relations.items():
            document = schemas[kind]
            schemas[kind] = {**document, "x-relations": {**document["x-relations"], **ways}}
        if added.kinds and "common" in schemas:
            schemas["common"] = _with_kinds(schemas["common"], added.kinds)
    return schemas


def _with_fields(document: Mapping[str, Any], fields: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = {**document["properties"], **fields}
    if "alleged" in properties:
        # What is only alleged is named by field: those of packs as well.
        alleged = properties["alleged"]
        items = {**alleged["items"], "enum": [*alleged["items"]["enum"], *fields]}
        properties["alleged"] = {**alleged, "items": items}
    return {**document, "properties": properties}


def _with_kinds(common: Mapping[str, Any], kinds: Iterable[str]) -> Mapping[str, Any]:
    """The names of kinds that files of packs may say, with those of a pack."""
    definitions = common["$defs"]
    known = {**definitions["kind"], "enum": [*definitions["kind"]["enum"], *kinds]}
    return {**common, "$defs": {**definitions, "kind": known}}
