"""What conditions read, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field, frozen

if TYPE_CHECKING:
    from datetime import date


class Place(NamedTuple):
    """Where a value stands: a record, and the path in it."""

    kind: str
    id: str
    path: tuple[str | int, ...] = ()

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.kind, self.id, (*self.path, step))


@define(unsafe_hash=True)
class FactRead:
    """A fact that was read, or missed. Not changed once made; frozen, it would take three times as long to make."""

    place: Place
    value: Any = field(eq=False)
    #: Read by `has` or `written`, which silence answers too.
    asked: bool = False


@frozen
class ContextValue:
    """Something that no record holds: a parameter of the law, or a date of the audit."""

    name: str
    value: Any = field(eq=False)
    since: date | None = None
    #: Where the day stands that it hangs on, if that is known in part.
    place: Place | None = field(default=None, eq=False)


#: A variable's value, and where it stands if it stands in a record.
Bound = tuple[Any, Place | None]
