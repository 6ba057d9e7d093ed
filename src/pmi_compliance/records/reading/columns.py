"""
What columns and sheets of tables are called: `worker.birth_date`, `Pekerja: Tanggal lahir` or `Worker: Birth date`.

A table holds one record a row. Groups of facts are columns with a path; a repeating group has a table of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.text import Text, nearest, plain, split_words
from pmi_compliance.expr.types import ListType, RecordType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmi_compliance.expr.types import Field, Type
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel

#: A sheet's name holds no more signs.
LONGEST_NAME = 31


@frozen(eq=False)
class Column:
    """One column: its path in the record or row, its title, and the field that it holds."""

    path: str
    title: Text
    field: Field


@frozen(eq=False)
class Table:
    """A kind of record, or a repeating group of one, as a table."""

    #: The kind of the records.
    kind: str
    #: The path of the group; empty for the records themselves.
    group: str
    #: What it is called without a language: `placements`, `placement.documents`.
    name: str
    #: What a person calls the records, and the group if it is one.
    titles: tuple[Text, ...]
    columns: tuple[Column, ...]
    #: The groups around a group in a group: each row names by number the rows of theirs that it belongs to.
    around: tuple[str, ...]
    #: What a person calls each column, by its path; those that say where a row belongs among them.
    headings: Mapping[str, Text]
    #: The type of one record or row, and what its schema says of it.
    record: RecordType | None = field(default=None, repr=False)
    node: Node | None = field(default=None, repr=False)
    _paths: Mapping[str, str] = field(init=False, repr=False)

    @_paths.default
    def _path_of_each_heading(self) -> dict[str, str]:
        paths = {
            plain(words): path for path, title in self.headings.items() for words in (title.id, title.en)
        }
        # Workbooks that were made before call a record so.
        earlier = {plain(title.id.replace("data", "rekam", 1)): path for path, title in self.headings.items()
                   if title.id.startswith("Nomor data")}  # fmt: skip
        # What a record is called by the schema goes before what it is called in words.
        return {**earlier, **paths, **{plain(path): path for path in self.headings}}

    @property
    def owner(self) -> str | None:
        """The column of a group that names the record a row belongs to."""
        return _owner(self.kind) if self.group else None

    def type_of(self, path: str) -> Type | None:
        """The type of a column, or `None` if there is no such column."""
        column = next((column for column in self.columns if column.path == path), None)
        return column.field.type if column else None

    def heading(self, path: str, language: str) -> str:
        """What the column of a path is called in a language."""
        return self.headings[path].in_language("id" if language == "id" else "en")

    def node_of(self, path: Sequence[str]) -> Node | None:
        """What the schema says of the values at a path, lists gone into, or `None` if it does not describe them."""
        node = self.node
        for step in path:
            node = (node.item or node).parts.get(step) if node else None
        return node

    @property
    def named_by_schema(self) -> Iterator[tuple[str, str]]:
        """The paths of columns with each other name that their schemas give them, as packs do for their own facts."""
        for path in self.headings:
            node = self.node_of(path.split("."))
            yield from ((path, name) for name in (node.names if node is not None else ()))

    @property
    def has_extra(self) -> bool:
        """Whether its records have a place for what nobody foresaw."""
        return self.node is not None and "extra" in self.node.parts

    def knows(self, heading: str) -> bool:
        """Whether a heading is a path or title of this table, or the path of a whole group or list of it."""
        if plain(heading) in self._paths or (self.owner and heading.strip() == "id"):
            return True
        first, *rest = heading.strip().split(".")
        if first == "extra":
            return self.has_extra
        node = self.node.parts.get(first) if self.node else None
        for step in rest:
            node = node.parts.get(step) if node else None
        return node is not None

    def path_of(self, heading: str) -> str:
        """The path that a heading means; a heading that nobody knows stays as it is and is refused as such."""
        return self._paths.get(plain(heading), heading.strip())

    def sheet_name(self, language: str) -> str:
        """What its sheet of a workbook is called: `Penempatan`, `Penempatan.Dokumen`."""
        words = ".".join(title.id if language == "id" else title.en for title in self.titles)
        return words[:LONGEST_NAME].rstrip()


@frozen(eq=False)
class Tables:
    """Every table that records can stand in: each kind, then its groups."""

    model: RecordModel
    all: tuple[Table, ...]
    #: Each table by all of its names.
    _by_name: Mapping[str, Table] = field(repr=False)

    @classmethod
    def of(cls, model: RecordModel) -> Tables:
        """The tables of a model."""
        tables = tuple(table for kind in model.kinds for table in _tables(model, kind))
        by_name: dict[str, Table] = {}
        for table in tables:
            by_name |= {plain(table.sheet_name(language)): table for language in ("id", "en")}
            names = [table.name, f"{model.tables[table.kind]}.{table.group}" if table.group else table.kind]
            # Databases like no dots in names.
            names += [name.replace(".", "__") for name in names]
            names += [name[:LONGEST_NAME] for name in names]
            by_name |= {plain(name): table for name in names}
        return cls(model, tables, by_name)

    @property
    def kinds(self) -> tuple[Table, ...]:
        """The tables of whole records."""
        return tuple(table for table in self.all if not table.group)

    def table(self, kind: str, group: str = "") -> Table:
        """The table of a kind, or of one of its groups."""
        return next(table for table in self.all if (table.kind, table.group) == (kind, group))

    def named(self, name: str) -> Table | None:
        """The table a file, sheet or table of a database is meant to be, by any of its names."""
        return self._by_name.get(plain(name))

    def mentioned(self, name: str) -> Table | None:
        """The one table whose name stands in a longer one: `DATA PENEMPATAN 2025`, `placements (2)`."""
        said = f" {_words(name)} "
        names = [known for known in self._by_name if f" {_words(known)} " in said]
        longest = max(names, key=len, default="")
        # A name within the longest says no more; any other makes it unclear which is meant.
        others = [known for known in names if f" {_words(known)} " not in f" {_words(longest)} "]
        meant = {self._by_name[known].name for known in [*others, longest] if known}
        return self._by_name[longest] if len(meant) == 1 else None

    def unnamed(self, name: str, place: object) -> UnreadableInput:
        """That a name is that of no table of records, and which it may be meant to be."""
        kind, _, group = name.partition(".")
        owner = self.named(kind)
        if group and owner is not None:
            groups = tuple(table.group for table in self.all if table.kind == owner.kind and table.group)
            return UnreadableInput("unknown_group", place=place, kind=owner.kind, name=group, known=groups)
        known = tuple(self.model.tables.values())
        # A table may go by its title, too.
        meant = nearest(plain(name), [*known, *self._by_name])
        return UnreadableInput("kind_not_in_name", place=place, name=name, known=known, meant=meant)


def tables_of(model: RecordModel) -> Tables:
    """Every table that records of a model can stand in."""
    return model.made_once(Tables.of)


def _words(name: str) -> str:
    """A name as its words, without what parts them."""
    return " ".join(split_words(name))


def _owner(kind: str) -> str:
    return f"{kind}_id"


def _tables(model: RecordModel, kind: str) -> Iterator[Table]:
    name = model.name_of(kind)
    title = Text(name.id.capitalize() if name.id.islower() else name.id, name.en.capitalize())
    columns = tuple(_columns(model.types[kind], (), None))
    record, node = model.types[kind], model.nodes[kind]
    yield Table(kind, "", model.tables[kind], (title,), columns, (), _titles(columns), record, node)
    owner = {_owner(kind): Text(f"Nomor data {name.id}", f"{name.en.capitalize()} record id")}
    for group, own_title, item, around in _groups(model.types[kind], (), None, {}):
        columns = tuple(_columns(item, (), None))
        numbers = {
            outer: Text(f"{outer_title.id} ke-", f"{outer_title.en} no.")
            for outer, outer_title in around.items()
        }
        headings = {**_titles(columns), **owner, **numbers}
        titles = (title, own_title)
        node = model.node_at(kind, [*group.split("."), "-"])
        yield Table(kind, group, f"{kind}.{group}", titles, columns, tuple(around), headings, item, node)


def _titles(columns: tuple[Column, ...]) -> dict[str, Text]:
    return {column.path: column.title for column in columns}


def _groups(
    record: RecordType, path: tuple[str, ...], title: Text | None, around: Mapping[str, Text]
) -> Iterator[tuple[str, Text, RecordType, Mapping[str, Text]]]:
    """The repeating groups of a record: path, title, type, and the titles of the groups around it by their paths."""
    for name, field_ in record.fields.items():
        if field_.relation is not None:
            continue
        inner_path = (*path, name)
        own_title = field_.title or Text(name, name)
        if isinstance(field_.type, RecordType):
            yield from _groups(field_.type, inner_path, _joined(title, own_title), around)
        elif isinstance(field_.type, ListType) and isinstance(item := field_.type.item, RecordType):
            group = ".".join(inner_path)
            yield group, own_title, item, around
            yield from _groups(item, inner_path, None, {**around, group: own_title})


def _columns(record: RecordType, path: tuple[str, ...], title: Text | None) -> Iterator[Column]:
    for name, field_ in record.fields.items():
        if field_.relation is not None:
            continue
        inner_path = (*path, name)
        words = _joined(title, field_.title or Text(name, name))
        if isinstance(field_.type, RecordType):
            yield from _columns(field_.type, inner_path, words)
        elif not (isinstance(field_.type, ListType) and isinstance(field_.type.item, RecordType)):
            yield Column(".".join(inner_path), words, field_)


def _joined(title: Text | None, words: Text) -> Text:
    return words if title is None else Text(f"{title.id}: {words.id}", f"{title.en}: {words.en}")
