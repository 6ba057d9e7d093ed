"""
What columns and sheets of tables are called: `worker.birth_date`, `Pekerja: Tanggal lahir` or `Worker: Birth date`.

A table holds one record a row. Groups of facts are columns with a path; a repeating group has a table of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.text import Text, nearest, printable
from pmi_compliance.base.words import KIND
from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.schema import KINDS, TABLES, record_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.expr.types import Field, Type

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

    kind: str
    #: The path of the group; empty for the records themselves.
    group: str
    title: Text
    columns: tuple[Column, ...]
    #: The groups around a group in a group: each row tells by number to which of their rows it belongs.
    around: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called without a language: `placement.documents`."""
        return f"{self.kind}.{self.group}" if self.group else TABLES[self.kind]

    @property
    def owner(self) -> str | None:
        """The column of a group that names the record a row belongs to."""
        return f"{self.kind}_id" if self.group else None

    def type_of(self, path: str) -> Type | None:
        """The type of a column, or `None` if there is no such column."""
        found = next((one for one in self.columns if one.path == path), None)
        return found.field.type if found else None

    def heading(self, path: str, language: str) -> str:
        """What the column of a path is called in a language."""
        return self._headings[path].in_language("id" if language == "id" else "en")

    @property
    def _headings(self) -> dict[str, Text]:
        made = {one.path: one.title for one in self.columns}
        if self.owner:
            kind = KIND[self.kind]
            made[self.owner] = Text(f"Nomor rekam {kind.id}", f"{kind.en.capitalize()} record id")
        for group in self.around:
            title = table(self.kind, group).title
            made[group] = Text(f"{title.id} ke-", f"{title.en} no.")
        return made

    def path_of(self, heading: str) -> str:
        """The path that a heading means; a heading that nobody knows stays as it is and is refused as such."""
        return _known(self).get(_plain(heading), heading.strip())


@cache
def _known(table_: Table) -> dict[str, str]:
    known: dict[str, str] = {}
    for path, title in table_._headings.items():
        known |= {_plain(words): path for words in (title.id, title.en)}
    # What a record is called by the schema goes before what it is called in words.
    return {**known, **{_plain(path): path for path in table_._headings}}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@cache
def tables() -> tuple[Table, ...]:
    """Every table that records can stand in: each kind, then its groups."""
    return tuple(one for kind in KINDS for one in _tables(kind))


@cache
def table(kind: str, group: str = "") -> Table:
    """One of them."""
    return next(one for one in tables() if (one.kind, one.group) == (kind, group))


def _tables(kind: str) -> Iterator[Table]:
    title = KIND[kind]
    whole = Text(title.id.capitalize() if title.id.islower() else title.id, title.en.capitalize())
    yield Table(kind, "", whole, tuple(_columns(record_types()[kind], (), None)))
    yield from _groups(kind, record_types()[kind], (), None, ())


def _groups(
    kind: str, record: RecordType, path: tuple[str, ...], title: Text | None, around: tuple[str, ...]
) -> Iterator[Table]:
    for name, field in record.fields.items():
        if field.relation is not None:
            continue
        here = (*path, name)
        words = field.title or Text(name, name)
        within = _joined(title, words)
        if isinstance(field.type, RecordType):
            yield from _groups(kind, field.type, here, within, around)
        elif isinstance(field.type, ListType) and isinstance(item := field.type.item, RecordType):
            group = ".".join(here)
            yield Table(kind, group, words, tuple(_columns(item, (), None)), around)
            yield from _groups(kind, item, here, None, (*around, group))


def _columns(record: RecordType, path: tuple[str, ...], title: Text | None) -> Iterator[Column]:
    for name, field in record.fields.items():
        if field.relation is not None:
            continue
        here = (*path, name)
        words = _joined(title, field.title or Text(name, name))
        if isinstance(field.type, RecordType):
            yield from _columns(field.type, here, words)
        elif not (isinstance(field.type, ListType) and isinstance(field.type.item, RecordType)):
            yield Column(".".join(here), words, field)


def _joined(title: Text | None, words: Text) -> Text:
    return words if title is None else Text(f"{title.id}: {words.id}", f"{title.en}: {words.en}")


def sheet_name(table_: Table, language: str) -> str:
    """What a sheet of a workbook is called: `Penempatan`, `Penempatan.Dokumen`."""
    text = table(table_.kind).title
    words = text.id if language == "id" else text.en
    if table_.group:
        words += "." + (table_.title.id if language == "id" else table_.title.en)
    return words[:LONGEST_NAME].rstrip()


@cache
def _named() -> dict[str, Table]:
    found: dict[str, Table] = {}
    for one in tables():
        found |= {_plain(sheet_name(one, language)): one for language in ("id", "en")}
        names = [one.name, one.kind if not one.group else f"{TABLES[one.kind]}.{one.group}"]
        # Databases like no dots in names.
        names += [name.replace(".", "__") for name in names]
        names += [name[:LONGEST_NAME] for name in names]
        found |= {_plain(name): one for name in names}
    return found


def table_named(name: str) -> Table | None:
    """The table a file, sheet or table of a database is meant to be, by any of its names."""
    return _named().get(_plain(name))


def unnamed(name: str) -> Text:
    """That a name is that of no table of records, and which it may be meant to be."""
    kind, _, group = name.partition(".")
    owner = table_named(kind)
    if group and owner is not None:
        listed = ", ".join(one.group for one in tables() if one.kind == owner.kind and one.group)
        near = nearest(group, [one.group for one in tables() if one.kind == owner.kind and one.group])
        hint = Text(f"; mungkin `{near}`", f"; did you mean `{near}`") if near else Text("", "")
        word = printable(group)
        return Text(
            f"`{owner.kind}` tidak punya kelompok `{word}`{hint.id} (yang ada: {listed})",
            f"`{owner.kind}` has no repeating group `{word}`{hint.en} (there are: {listed})",
        )
    near = nearest(_plain(name), [*TABLES.values(), *_named()])
    hint = Text(f"; mungkin `{near}`", f"; perhaps `{near}`") if near else Text("", "")
    listed = ", ".join(TABLES.values())
    return Text(
        f"namanya harus menyebut jenis rekam: {listed}{hint.id}",
        f"its name must say the kind of record: {listed}{hint.en}",
    )
