"""The facts that a pack adds to records, as it declares them, and the schemas that they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.packs import yaml
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.packs.yaml import Document

FACTS = "facts.yaml"

_COMMON = "common.schema.json#/$defs"
#: A number that every engine holds.
_LARGEST = 9_007_199_254_740_991

#: The schema of the values of each type.
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": ["string", "null"], "minLength": 1},
    "number": {"type": ["integer", "null"], "minimum": 0, "maximum": _LARGEST},
    "yes_no": {"type": ["boolean", "null"]},
    "date": {"$ref": f"{_COMMON}/date"},
    "place": {"$ref": f"{_COMMON}/region"},
}
_ID_OF_OTHER = {"type": ["string", "null"], "minLength": 1}


@frozen(eq=False)
class Facts:
    """What a pack declares, as schemas."""

    #: By kind of record, the fields that it gets.
    fields: Mapping[str, Mapping[str, Any]]
    #: The kinds of its own, by name.
    kinds: Mapping[str, Mapping[str, Any]]
    #: By kind of record, the ways that lead from it to kinds of the pack.
    relations: Mapping[str, Mapping[str, Any]]


def read_facts(path: Path, head: Mapping[str, Any], diagnostics: list[Diagnostic]) -> Facts:
    """
    The facts that a pack declares.

    Args:
        path: The file; where there is none, it declares none.
        head: What stands in `pack.yaml`.
        diagnostics: Takes what is wrong with them.

    Raises:
        PackError: If the file is not as its schema says.

    """
    if not path.is_file():
        return Facts({}, {}, {})
    return _Reader(yaml.read(path, schema="facts"), head, diagnostics).facts()


class _Reader:
    def __init__(self, document: Document, head: Mapping[str, Any], diagnostics: list[Diagnostic]) -> None:
        self.document, self.head, self.diagnostics = document, head, diagnostics
        #: All that it adds stands under this name.
        self.space = head["id"].replace("-", "_")
        self.documents = bundled_model().documents.by_name

    def facts(self) -> Facts:
        if not self.space[0].isalpha():
            self.report("", "facts_of_number", pack=self.head["id"])
        written = self.document.value
        title = {"title": self.head["title"]["id"], "x-title-en": self.head["title"]["en"]}
        fields = {
            kind: {self.space: {**title, **self.group(node, f"/fields/{kind}")}}
            for kind, node in written.get("fields", {}).items()
        }
        relations: dict[str, dict[str, Any]] = {}
        own = written.get("kinds", {})
        kinds = {self.name(kind): self.kind(kind, own, relations) for kind in own}
        for name in kinds.keys() & self.documents.keys():
            self.report("/kinds", "name_taken", name=name)
        for kind, added in [*fields.items(), *relations.items()]:
            document = kinds.get(kind) or self.documents[kind]
            taken = {*document["properties"], *document["x-relations"]}
            for name in sorted(added.keys() & taken):
                self.report("", "name_taken", name=name)
        return Facts(fields, kinds, relations)

    def name(self, kind: str) -> str:
        """What a kind of the pack is called, to everybody."""
        return f"{self.space}_{kind}"

    def kind(self, name: str, own: Mapping[str, Any], relations: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """The schema of a kind of the pack; its ways back are put among the relations of the others."""
        node, at = own[name], f"/kinds/{name}"
        ways: dict[str, Any] = {}
        keys: dict[str, Any] = {}
        for way, relation in node.get("relations", {}).items():
            target = self.name(relation["to"]) if relation["to"] in own else relation["to"]
            key, title = f"{way}_id", _titles(relation)
            if target not in {*map(self.name, own), *bundled_model().kinds}:
                known = (*bundled_model().kinds, *own)
                self.diagnostics.append(
                    self.document.unknown(f"{at}/relations/{way}/to", "kind", target, known)
                )
                continue
            ways[way] = {"shape": "one", "target": target, "key": key, **title}
            keys[key] = {**title, **_ID_OF_OTHER}
            if "back" in relation:
                back = {"shape": "many", "target": self.name(name), "key": key, **_titles(node)}
                backwards = relations.setdefault(target, {})
                if self.name(relation["back"]) in backwards:
                    self.report(f"{at}/relations/{way}/back", "name_taken", name=relation["back"])
                backwards[self.name(relation["back"])] = back
        standard = self.documents["service_centre"]["properties"]
        fields = self.group(node["fields"], f"{at}/fields")["properties"]
        for taken in fields.keys() & {"id", "extra", *ways, *keys}:
            self.report(f"{at}/fields/{taken}", "name_taken", name=taken)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"https://pmi-compliance.invalid/schemas/{self.name(name)}.schema.json",
            **_titles(node),
            "x-relations": ways,
            "type": "object",
            "required": ["id"],
            "properties": {"id": standard["id"], **keys, **fields, "extra": standard["extra"]},
            "additionalProperties": False,
        }

    def group(self, node: Mapping[str, Any], at: str) -> dict[str, Any]:
        """The schema of a group of fields; of each list somebody can say that it is whole."""
        properties: dict[str, Any] = {}
        for name, field in node.items():
            value = self.value(field, f"{at}/{name}")
            notes = {**_titles(field), **({"x-personal": field["personal"]} if "personal" in field else {})}
            # A column of an office goes by the title alone, without the name of the pack in front.
            notes["x-names"] = [*field["title"].values(), *field.get("names", ())]
            if not field.get("list", False):
                properties[name] = {**notes, **value}
                continue
            properties[name] = {**notes, "type": ["array", "null"], "items": value}
            if f"{name}_complete" in node:
                self.report(f"{at}/{name}_complete", "name_taken", name=f"{name}_complete")
            whole = {
                "title": f"{notes['title']}: lengkap?",
                "x-title-en": f"{notes['x-title-en']}: complete?",
            }
            properties[f"{name}_complete"] = {**whole, **_TYPES["yes_no"]}
        return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}

    def value(self, field: Mapping[str, Any], at: str) -> dict[str, Any]:
        """The schema of one value of a field."""
        kind = field["type"]
        for part, owner in (("codes", "code"), ("fields", "group")):
            if (part in field) != (kind == owner):
                self.report(at, "type_and_parts", type=owner, part=part)
                return {}
        if kind == "code":
            return {"enum": [*field["codes"], None], "x-codes": {**field["codes"]}}
        return self.group(field["fields"], f"{at}/fields") if kind == "group" else {**_TYPES[kind]}

    def report(self, at: str, code: str, /, **values: Any) -> None:
        self.diagnostics.append(self.document.diagnostic(at, code, key=True, **values))


def _titles(node: Mapping[str, Any]) -> dict[str, Any]:
    notes: dict[str, Any] = {"title": node["title"]["id"], "x-title-en": node["title"]["en"]}
    return {**notes, **({"description": node["means"]} if "means" in node else {})}
