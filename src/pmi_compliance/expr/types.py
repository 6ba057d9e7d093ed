"""What a value can be, as the type checker sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

if TYPE_CHECKING:
    from pmi_compliance.base.text import Text


@frozen
class Simple:
    """`bool`, `int`, `date` or `null`."""

    name: str

    def __str__(self) -> str:
        return self.name


@frozen
class String:
    """A string; `values` when only these can occur (an enum, or a literal)."""

    values: frozenset[str] | None = None
    #: Codes that say only that it is one of some others, with these.
    one_of: tuple[tuple[str, frozenset[str]], ...] = ()

    def __str__(self) -> str:
        return "string"


@frozen
class ListType:
    """A list of one type; `item` is `None` for the empty list, which fits every list."""

    item: Type | None

    def __str__(self) -> str:
        return f"list({self.item})" if self.item else "list"


@frozen(eq=False)
class RecordType:
    """
    A record or a part of one. Compared by identity, for records refer to each other in circles.

    `fields` is filled once, by whoever makes the type, before the type is used.
    """

    name: str
    fields: dict[str, Field] = field(factory=dict, repr=False)

    def __str__(self) -> str:
        return self.name


Type: TypeAlias = Simple | String | ListType | RecordType


@frozen
class Relation:
    """
    A way from one kind of record to another, followed as if it were a field.

    `one`: `key` names the field that holds the other's id. `many`: the others whose `key` holds this id.
    `listed`: the others whose ids this record's list `key` holds.
    `same`: the others that share a value at the dotted path `key`, which may lead through lists.
    """

    name: str
    source: str
    target: str
    shape: str
    key: str
    #: For `same`: values that the elements of a list on the path must have.
    where: tuple[tuple[str, str], ...] = ()
    #: For `same`: only what is written counts; a record without a value there is not one of the others.
    written: bool = False


@frozen
class Field:
    """One field of a record: its type, its title, and the relation it stands for, if it is one."""

    type: Type
    title: Text | None = None
    relation: Relation | None = None
    #: Class of personal data after UU 27/2022 Pasal 4: `general`, `specific`, or `None`.
    personal: str | None = None
    #: Whether its codes tell of nobody who he is, and are shown in masked reports.
    names_nobody: bool = False
    #: Whether its values are codes of places.
    is_place: bool = False


BOOL = Simple("bool")
INT = Simple("int")
DATE = Simple("date")
NULL = Simple("null")
STRING = String()


def join(a: Type, b: Type) -> Type | None:
    """The type that holds the values of both, or `None` where there is none."""
    match a, b:
        case String(x), String(y):
            return String(x | y if x is not None and y is not None else None)
        case (Simple("null"), other) | (other, Simple("null")):
            return other
        case ListType(None), ListType():
            return b
        case ListType(), ListType(None):
            return a
        case ListType(x), ListType(y):
            assert x is not None
            assert y is not None
            item = join(x, y)
            return ListType(item) if item else None
        case _:
            return a if a == b else None
