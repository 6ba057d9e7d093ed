"""
What kinds of records there are, what type every field has, how records lead to each other, and what is personal.

All of it is read from JSON Schema documents into one value; nothing here names a field of a record.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

from attrs import evolve, field, frozen

from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.memo import Memo
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import KIND, name_of_kind
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
from pmi_compliance.records.additions import united, with_facts
from pmi_compliance.records.documents import Documents, bundled_documents
from pmi_compliance.records.json_schema import Node, read_node
from pmi_compliance.records.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    from pmi_compliance.records.additions import Additions
    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.regions import Regions

    class HasModel(Protocol):
        """A pack, or whatever else was written for some kinds of records."""

        @property
        def model(self) -> RecordModel:
            """The kinds of records."""


_Args = TypeVarTuple("_Args")
_R = TypeVar("_R")

_SIMPLE: Mapping[str, Type] = {"string": STRING, "integer": INT, "boolean": BOOL}


class PartialList(tuple[Any, ...]):
    """A list of which only a part is known: a further element could change what is said of it."""

    __slots__ = ()


class OpenList(PartialList):
    """A list that nobody called complete. All that was written of it is here, which a list with a loss does not say."""

    __slots__ = ()


@frozen(eq=False)
class RecordModel:
    """
    The kinds of records, as schemas describe them.

    It is handed to all that reads, checks or judges records: `Dataset.read(..., model=...)`, `RecordStore`, the names
    that conditions may use. Nothing keeps one for itself, so that records of two models can be read side by side.
    """

    #: The schemas that it was made from.
    documents: Documents = field(repr=False)
    #: The kinds of records, in the order in which reports list them.
    kinds: tuple[str, ...]
    #: What the schema says of the records of each kind.
    nodes: Mapping[str, Node] = field(repr=False)
    #: The type of each kind of record as conditions see it, relations among its fields.
    types: Mapping[str, RecordType] = field(repr=False)
    #: For each kind the fields that say where its worker or recruiter is: paths, what stands first counting first.
    places: Mapping[str, Sequence[Sequence[str]]] = field(repr=False)
    #: What packs added to the model that it was made of, by the ids of the packs.
    additions: tuple[Additions, ...] = ()
    #: The model that it was made of; `None`: it was made of schemas alone.
    base: RecordModel | None = field(default=None, repr=False)
    _memo: Memo = field(factory=Memo, init=False, repr=False)

    @classmethod
    def of(cls, schemas: Documents | Mapping[str, Mapping[str, Any]]) -> RecordModel:
        """
        The model that some schemas describe.

        Args:
            schemas: JSON Schema documents by name; those with `x-relations` describe a kind of record each.

        """
        documents = schemas if isinstance(schemas, Documents) else Documents(schemas)
        described = [name for name, document in documents.by_name.items() if "x-relations" in document]
        kinds = tuple(sorted(described, key=record_order))
        nodes = {
            kind: read_node(documents.by_name[kind], documents.definitions, documents.regions)
            for kind in kinds
        }
        types = {kind: RecordType(kind) for kind in kinds}
        for kind, record in types.items():
            record.fields.update(_fields(nodes[kind].parts, kind))
            for name, written in documents.by_name[kind]["x-relations"].items():
                record.fields[name] = _relation(name, kind, written, types)
        places = {kind: documents.by_name[kind].get("x-places", ()) for kind in kinds}
        return cls(documents, kinds, nodes, types, places)

    @classmethod
    def read(cls, folder: Path) -> RecordModel:
        """The model that the files `<name>.schema.json` of a folder describe."""
        return cls.of(Documents.read(folder))

    def extended(self, *additions: Additions) -> RecordModel:
        """
        The model with what packs add; the same for the same additions.

        Raises:
            UsageError: If one pack adds something else in two places.

        """
        whole = united((*self.additions, *additions))
        if len(whole) == len(self.additions):
            return self
        base = self.base or self
        made: dict[tuple[str, ...], RecordModel] = base.made_once(_extensions)
        return made.setdefault(tuple(added.digest for added in whole), _extended(base, whole))

    def extends(self, other: RecordModel) -> bool:
        """Whether conditions that were written for another model mean the same here: it has all that the other has."""
        if self.is_same_as(other):
            return True
        known = {added.digest for added in self.additions}
        return (self.base or self).is_same_as(other.base or other) and known >= {
            added.digest for added in other.additions
        }

    @property
    def regions(self) -> Regions:
        """The places that codes of places stand for."""
        return self.documents.regions

    @property
    def tables(self) -> dict[str, str]:
        """The name of each kind's table in a document or file name."""
        return {kind: f"{kind}s" for kind in self.kinds}

    def kind_of_table(self, name: str) -> str | None:
        """The kind that a table's name stands for: `placements` or `placement`."""
        return next((kind for kind, table in self.tables.items() if name in {kind, table}), None)

    def name_of(self, kind: str) -> Text:
        """What a person calls a kind of record; a kind that the model does not describe goes by its code."""
        title = self.nodes[kind].title if kind in self.nodes else None
        if kind in KIND or title is None:
            return name_of_kind(kind)
        return Text(title.id.lower(), title.en.lower())

    @property
    def digest(self) -> str:
        """Changes when any schema of a kind of record changes; models of the same schemas have the same."""
        return self.made_once(_digest)

    def is_same_as(self, other: RecordModel) -> bool:
        """Whether another model describes the same records, as a copy of this one does."""
        return self is other or self.digest == other.digest

    def node_at(self, kind: str, path: Sequence[str | int]) -> Node:
        """
        What the schema says of the values at a path of names; places in lists, as numbers or `-`, may be left out.

        Raises:
            KeyError: If the schema does not describe such values.

        """
        node = self.nodes[kind]
        for step in path:
            if isinstance(step, str) and step != "-":
                node = (node.item.parts if node.item else node.parts)[step]
            elif node.item is not None:
                node = node.item
        return node

    def field_at(self, kind: str, path: Sequence[str | int]) -> tuple[Field | None, bool]:
        """The field at a path of names and places in lists, and whether it or a group around it is personal."""
        at: Type | None = self.types[kind]
        field_: Field | None = None
        personal = False
        for step in path:
            if isinstance(step, int) or step == "-":
                at = at.item if isinstance(at, ListType) else None
                continue
            field_ = at.fields.get(step) if isinstance(at, RecordType) else None
            if field_ is None:
                return None, personal
            # A mark on a group of facts marks the group as a whole; its parts carry marks of their own.
            personal = field_.personal is not None and not _is_group(field_.type)
            at = field_.type
        return field_, personal

    def is_marked(self, kind: str, path: Sequence[str | int]) -> bool:
        """Whether a mark stands at a path: a name written where a group of facts belongs is personal as well."""
        field_, personal = self.field_at(kind, path)
        return personal or (field_ is not None and field_.personal is not None)

    def relation(self, kind: str, name: str) -> Relation:
        """
        A relation of a kind by its name.

        Raises:
            KeyError: If the kind has no such relation.

        """
        relation = self.types[kind].fields[name].relation
        if relation is None:
            raise KeyError(name)
        return relation

    def keyed(self, kind: str) -> list[Relation]:
        """The relations of a kind whose keys its own records hold."""
        relations = (field.relation for field in self.types[kind].fields.values())
        return [
            relation for relation in relations if relation is not None and relation.shape in {"one", "listed"}
        ]

    def problems(self, kind: str, value: object) -> list[ProblemDetail]:
        """All that is wrong with a record of a kind, in the order of its text; none if it is valid."""
        return self.documents.problems(kind, value, Telling(self, kind, value))

    def made_once(self, make: Callable[[RecordModel, Unpack[_Args]], _R], *args: *_Args) -> _R:
        """The result of `make(model, *args)`, kept as long as the model is."""
        return self._memo.of(make, self, *args)


@cache
def bundled_model() -> RecordModel:
    """The records that the schemas of the library describe."""
    return RecordModel.of(bundled_documents())


def _digest(model: RecordModel) -> str:
    # Other documents, such as those of packs, say nothing of records.
    described = (*model.kinds, "common")
    schemas = {name: document for name, document in model.documents.by_name.items() if name in described}
    added = [one.digest for one in model.additions]
    return digest(canonical({**schemas, "additions": added} if added else schemas))


def _extensions(_: RecordModel) -> dict[tuple[str, ...], RecordModel]:
    """The models that were made of one so far, by what was added."""
    return {}


def _extended(base: RecordModel, additions: tuple[Additions, ...]) -> RecordModel:
    places = {code: name for added in additions for code, name in added.places.items()}
    schemas = with_facts(base.documents.by_name, additions)
    documents = Documents(schemas, base.documents.regions.with_places(places))
    return evolve(RecordModel.of(documents), additions=additions, base=base)


def model_of(parts: Iterable[HasModel]) -> RecordModel:
    """
    The model of all that some packs read and add; without any, that of the library.

    Raises:
        UsageError: If they were written for records that have nothing to do with each other.

    """
    models = [part.model for part in parts]
    if not models:
        return bundled_model()
    return models[0].extended(*(added for model in models for added in model.additions))


def _fields(nodes: Mapping[str, Node], owner: str) -> dict[str, Field]:
    return {
        name: Field(
            type_,
            node.title,
            personal=node.personal,
            names_nobody=node.names_nobody,
            is_place=node.format == "region",
        )
        for name, node in nodes.items()
        if (type_ := _type(node, f"{owner}.{name}")) is not None
    }


def _type(node: Node | None, name: str) -> Type | None:
    """The type of a property; `None` for free data, which no rule can read."""
    if node is None:
        return None
    if node.values is not None:
        one_of = ((code, frozenset(others)) for code, others in node.one_of.items())
        return String(frozenset(node.values), tuple(one_of))
    if node.format in {"date", "edtf"}:
        return DATE
    if node.type == "array":
        return ListType(_type(node.item, name))
    if node.fields is not None:
        return RecordType(name, _fields(node.fields, name))
    return _SIMPLE.get(node.type or "")


def _relation(name: str, kind: str, written: Mapping[str, Any], types: Mapping[str, RecordType]) -> Field:
    relation = Relation(
        name,
        kind,
        written["target"],
        written["shape"],
        written["key"],
        tuple(written.get("where", {}).items()),
        written.get("written", False),
    )
    target: Type = types[relation.target]
    title = Text(written["title"], written["x-title-en"]) if "title" in written else None
    return Field(target if relation.shape == "one" else ListType(target), title, relation)


def _is_group(type_: Type) -> bool:
    return isinstance(type_.item if isinstance(type_, ListType) else type_, RecordType)


#: The place of each kind in reports.
_PLACES = {kind: place for place, kind in enumerate(KIND)}


def record_order(kind: str, id_: str = "") -> tuple[int, str, str]:
    """
    The place of a record among others in reports, and so of the findings about it.

    The kinds of the library come in the order of `words.KIND`, and any others after them by their names.
    """
    place = _PLACES.get(kind, len(_PLACES))
    return place, kind, id_
