"""
What a cell says of another fact than that of its column: `calo` below the recruiter says what he is, `Timur Tengah` below
the country says the region, `PRT` below the job that it is on land, and `Kab. Ende` below the address the regency.

The words are those of the other fact. A word of two kinds, such as `perorangan`, is put there as it is, and the schema says
what to write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.text import plain
from pmi_compliance.records.place_names import code_meant
from pmi_compliance.records.reading.understood import Note, Understood
from pmi_compliance.records.reading.words import reader_of
from pmi_compliance.records.regions import REGENCY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.targets import Target


@frozen
class _Other:
    """The other fact, of codes, that cells about one tell."""

    #: Its field, beside that of the column.
    name: str
    #: What its words say where they stand in the column; without it, what they say in their own.
    meant: Mapping[str, str] | None = None
    #: Words of two of its kinds.
    of_two: frozenset[str] = field(default=frozenset())


_REGION = _Other("destination_region")
_OTHERS = {
    # `Status Keberangkatan: Non Prosedural`.
    "placement.status": _Other("procedural"),
    # A broker, or a worker who went alone.
    "placement.recruiter_id": _Other(
        "executor_kind", of_two=frozenset({"perorangan", "perseorangan", "orang perseorangan"})
    ),
    "placement.destination": _REGION,
    "placement.actual_destination": _REGION,
    # Work in a house is on land; who keeps the house, it does not say.
    "placement.job": _Other(
        "worker_category",
        {
            "individual_employer": "no_crew",
            **{crew: crew for crew in ("crew", "merchant_crew", "fishing_crew")},
        },
    ),
}
_ADDRESS, _HOME = "placement.worker.address", "domicile"

#: What stands in brackets says more of a word.
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


def other_fact(table: Table, target: Target) -> str | None:
    """The path of the fact that the cells of a column may tell in place of its own, or beside it."""
    where = "" if table.group or target.fixed else ".".join((table.kind, *target.path))
    name = _HOME if where == _ADDRESS else _OTHERS[where].name if where in _OTHERS else None
    return ".".join((*target.path[:-1], name)) if name else None


def with_what_is_told_instead(
    read: Callable[[Any], Understood], table: Table, target: Target
) -> Callable[[Any], Understood]:
    """
    What understands the cells about a fact, and those that tell another fact in its place or beside it.

    Args:
        read: What understands the cells by the schema.
        table: The table of the column.
        target: The fact of the column.

    """
    where = "" if table.group or target.fixed else ".".join((table.kind, *target.path))
    if where == _ADDRESS:
        return lambda cell: _with_home(read(cell))
    other, own = _OTHERS.get(where), table.node_of(target.path)
    node = table.node_of((*target.path[:-1], other.name)) if other else None
    if other is None or own is None or node is None:
        return read
    words, title = reader_of(node, f"{table.kind}.{other.name}"), table.headings[other.name]

    def read_cell(cell: Any) -> Understood:
        if type(cell) is not str:
            return read(cell)
        found = known.get(cell)
        if found is None:
            found = read_text(cell)
            if len(known) < _KEPT:
                known[cell] = found
        return found

    known: dict[str, Understood] = {}

    def read_text(cell: str) -> Understood:
        meant = read(cell)
        if meant.value in (own.values or ()):
            return meant
        kept = None if own.values else meant.value
        code = _code_in(cell, words, node, other.meant)
        if code is not None:
            name = node.codes[code].name
            note: Note = ("told_instead", (("about", title), ("meant", name), ("read", cell.strip())))
            return Understood(kept, (note,), ((other.name, code),))
        return Understood(kept, (), ((other.name, cell),)) if plain(cell) in other.of_two else meant

    return read_cell


def _code_in(
    cell: str, words: Callable[[Any], Understood], node: Node, meant: Mapping[str, str] | None
) -> str | None:
    """The code of the other fact that a cell says, with or without what stands in brackets."""
    said = (words(text).value for text in (cell, _IN_BRACKETS.sub("", cell)) if text)
    codes = (code if meant is None else meant.get(code) for code in said if code in node.codes)
    return next(filter(None, codes), None)


def _with_home(address: Understood) -> Understood:
    """An address with the home that it names: a regency, or places in each other; a village alone may be another."""
    text = address.value
    code = code_meant(text) if isinstance(text, str) and len(text) <= _LONGEST else None
    if code is None or (len(code) != REGENCY and "," not in text):
        return address
    return Understood(text, (*address.notes, ("home_in_address", ())), ((_HOME, code),))


#: How many texts of a column are remembered.
_KEPT = 20_000

#: Longer addresses are no names of places alone.
_LONGEST = 100
