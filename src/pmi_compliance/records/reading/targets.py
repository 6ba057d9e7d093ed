"""
What one column of a table fills: a field, a field of an item of a list, two facts in one cell, or nothing.

It is written as `schemas/headings.yaml` and the mappings of offices write it: `worker.nik`,
`documents[type=passport].number`, `worker.birth_place + worker.birth_date`, `recruiter_id -> name`,
`worker.stated_age @ departed_on`, `extra`, `-`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from pmi_compliance.base.text import Text
from pmi_compliance.expr.types import STRING, ListType, RecordType
from pmi_compliance.records.json_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.expr.types import Field, Relation, Type
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.reading.columns import Table

#: What a column may be said to be beside the fields of its table.
EXTRA, LEFT_OUT, NUMBER = "extra", "-", "running number"

_WORDS = {
    EXTRA: Text("data tambahan", "extension data"),
    LEFT_OUT: Text("tidak dibaca", "left out"),
    NUMBER: Text("nomor urut", "running number"),
}

_ITEM = re.compile(r"(?P<list>[\w.]+)\[(?P<name>\w+)=(?P<code>[\w-]+)\](?:\.(?P<inner>[\w.]+))?")
_OF_DAY = re.compile(r"(?P<path>[\w.]+)\s*@\s*(?P<day>\w+)")
_NAMED = re.compile(r"(?P<key>\w+)\s*->\s*(?P<by>\w+)")

#: The field of a paper that says whether it is there, and what is asked of it in a heading.
PRESENCE, _IS_THERE = "status", Text("ada?", "held?")

#: The kinds of records that people call by a name, and the field of it.
_BY_NAME = {"recruiter": "name"}


@frozen
class Target:
    """
    One fact that a column tells.

    Two columns with equal targets tell the same fact.
    """

    #: As mappings write it.
    written: str
    #: The path of the field; of an item, that of its list.
    path: tuple[str, ...] = field(eq=False)
    #: The type of the cell.
    type: Type | None = field(default=None, eq=False, repr=False)
    #: What it is called, without the path.
    title: Text = field(default=_WORDS[EXTRA], eq=False, repr=False)
    #: Of an item of a list: the heading that surely means it, `Paspor: Nomor`.
    heading: Text | None = field(default=None, eq=False, repr=False)
    #: Of an item of a list: the field that tells it from others, and the code that stands there.
    fixed: tuple[str, str] | None = field(default=None, eq=False)
    #: Of an item: the path of the field in it.
    inner: tuple[str, ...] = field(default=(), eq=False)
    #: Whether the cell says that the item is there or not.
    tells_presence: bool = field(default=False, eq=False)
    #: Of a record that is told by name: its kind, and the field that holds the name.
    kind: str = field(default="", eq=False)
    by: str = field(default="", eq=False)
    #: The field with the day of which the fact is said, if the heading names one: `Umur saat berangkat`.
    said_on: str = field(default="", eq=False)

    @property
    def pointer(self) -> str:
        """Where the fact stands in a record; of an item of a list, without its number."""
        return pointer([*self.path, *self.inner])

    @property
    def may_be_id(self) -> bool:
        """Whether a record that is told by its name may be told by its id as well."""
        return bool(self.by) and self.written == ".".join(self.path)

    @property
    def words(self) -> Text:
        """What it is called, with the path, for a message."""
        if self.written in _WORDS:
            return self.title
        return Text(f"{self.title.id} (`{self.written}`)", f"{self.title.en} (`{self.written}`)")


def words_of(targets: Iterable[Target]) -> Text:
    """What the facts of one column are called, for a message."""
    words = [target.words for target in targets]
    return Text(" + ".join(word.id for word in words), " + ".join(word.en for word in words))


def written_of(targets: Iterable[Target]) -> str:
    """The facts of one column as a mapping writes them."""
    return " + ".join(target.written for target in targets)


def targets_of(written: str, table: Table) -> tuple[Target, ...] | None:
    """
    The facts that a column tells, by what is written of it.

    Args:
        written: As a mapping writes it; fields also by their titles.
        table: The table of the column.

    Returns:
        The facts, or `None` where a part names no field of the table.

    """
    whole = _target(written, table)
    if whole is not None:
        return (whole,)
    targets = [_target(part, table) for part in written.split("+")]
    known = tuple(target for target in targets if target is not None)
    return known if len(known) == len(targets) > 1 else None


def names_of(table: Table) -> tuple[str, ...]:
    """The names that fields of a table go by in mappings."""
    titles = (words for title in table.headings.values() for words in (title.id, title.en))
    return (*table.headings, *titles, EXTRA, LEFT_OUT, NUMBER)


def _target(written: str, table: Table) -> Target | None:
    written = " ".join(written.split())
    if written in _WORDS:
        return Target(written, (), title=_WORDS[written])
    if item := _ITEM.fullmatch(written):
        return _of_item(written, item, table)
    if named := _NAMED.fullmatch(written):
        return _of_name(written, named, table)
    if of_day := _OF_DAY.fullmatch(written):
        told = field_target(of_day["path"], table)
        on = told and table.knows(f"{told.written}_on") and table.knows(of_day["day"])
        return evolve(told, written=written, said_on=of_day["day"]) if told and on else None
    return field_target(written, table)


def field_target(heading: str, table: Table) -> Target | None:
    """The fact that a path or title names, or `None`; whole groups and lists go by their paths."""
    if not table.knows(heading):
        return None
    path = table.path_of(heading)
    title = table.headings.get(path, Text(path, path))
    # Below the title people write names, too; what goes by the path comes from a program.
    relation = None if heading.strip() == path else _relation(path, table)
    kind = relation.target if relation is not None and relation.target in _BY_NAME else ""
    return Target(
        path, tuple(path.split(".")), table.type_of(path), title, kind=kind, by=_BY_NAME.get(kind, "")
    )


def _of_item(written: str, item: re.Match[str], table: Table) -> Target | None:
    path = tuple(item["list"].split("."))
    inner = tuple((item["inner"] or PRESENCE).split("."))
    around, nodes = _fields(table.record, path), _nodes(table.node, path)
    in_it = _fields(around[-1].type if around else None, inner)
    fixed = nodes[-1].item.parts.get(item["name"]) if nodes and nodes[-1].item else None
    if not around or not in_it or fixed is None or item["code"] not in (fixed.values or ()):
        return None
    names = [_title(field_, name) for field_, name in zip(around, path, strict=True)]
    code = fixed.codes.get(item["code"])
    names.append(code.name if code else Text(item["code"], item["code"]))
    asked = [_title(field_, name) for field_, name in zip(in_it, inner, strict=True)]
    heading = _in_words([_capital(names[-1]), *(asked if item["inner"] else [_IS_THERE])])
    return Target(
        written,
        path,
        in_it[-1].type,
        _in_words([*names, *(asked if item["inner"] else ())]),
        heading,
        (item["name"], item["code"]),
        inner,
        tells_presence=not item["inner"],
    )


def _in_words(names: Sequence[Text]) -> Text:
    return Text(": ".join(name.id for name in names), ": ".join(name.en for name in names))


def _capital(words: Text) -> Text:
    return Text(words.id[:1].upper() + words.id[1:], words.en[:1].upper() + words.en[1:])


def _of_name(written: str, named: re.Match[str], table: Table) -> Target | None:
    key, relation = table.headings.get(named["key"]), _relation(named["key"], table)
    if key is None or relation is None:
        return None
    title = Text(f"{key.id}, menurut namanya", f"{key.en}, by its name")
    return Target(written, (named["key"],), STRING, title, kind=relation.target, by=named["by"])


def _relation(key: str, table: Table) -> Relation | None:
    """The relation that a field with an id leads to."""
    related = table.record.fields.values() if table.record else ()
    found = (one.relation for one in related if one.relation is not None)
    return next((relation for relation in found if (relation.shape, relation.key) == ("one", key)), None)


def _fields(record: Type | None, path: tuple[str, ...]) -> list[Field]:
    """The fields along a path, lists gone into; none if it leads nowhere."""
    fields: list[Field] = []
    for step in path:
        inside = record.item if isinstance(record, ListType) else record
        found = inside.fields.get(step) if isinstance(inside, RecordType) else None
        if found is None:
            return []
        fields.append(found)
        record = found.type
    return fields


def _nodes(node: Node | None, path: tuple[str, ...]) -> list[Node]:
    nodes: list[Node] = []
    for step in path:
        node = node.parts.get(step) if node else None
        if node is None:
            return []
        nodes.append(node)
    return nodes


def _title(field_: Field, name: str) -> Text:
    return field_.title or Text(name, name)
