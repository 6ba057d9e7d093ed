"""
Which values of records a report shows.

What is personal is masked before anything is written, so that no format can leak it.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.auditing.selection import check_word
from pmi_compliance.base.text import Text
from pmi_compliance.engines.field_use import SAME_PERSON
from pmi_compliance.records.json_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from pmi_compliance.engines import Place
    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel

#: Stands where a personal value was.
MASK = Text("[disamarkan]", "[masked]")

#: `masked` hides personal values, `full` only those of persons in a case, `pointers` every value.
DISCLOSURES = ("masked", "full", "pointers")


@frozen(eq=False)
class Described:
    """What the schema says of the values at a place of records."""

    #: The place, as reports write it.
    pointer: str
    #: Marked as personal, and not as codes that tell of nobody who he is.
    is_personal: bool
    #: The codes of regions.
    is_place: bool
    #: What the schema says of each value; `None` where it says nothing.
    node: Node | None

    def name_of(self, value: Any) -> Text | None:
        """What a value is called, where it is a code; nothing where that says no more."""
        if self.node is None or not isinstance(value, str):
            return None
        if self.node.places is not None:
            return self.node.places.own_name(value)
        code = self.node.codes.get(value)
        return code.name if code is not None and code.name != Text(value, value) else None


def described_at(model: RecordModel, kind: str, path: tuple[str | int, ...]) -> Described:
    """What the schema says of the values at a path in records of a kind."""
    field, personal = model.field_at(kind, path)
    node = None
    with suppress(KeyError):
        node = model.node_at(kind, path)
    return Described(
        pointer(path),
        personal and not (field is not None and field.names_nobody),
        field is not None and field.is_place,
        node and (node.item or node),
    )


def is_personal(model: RecordModel, place: Place) -> bool:
    """Whether the schema marks what stands at a place as personal, and not as codes that tell of nobody who he is."""
    return model.made_once(described_at, place.kind, place.path).is_personal


def name_of_code(model: RecordModel, place: Place, value: Any) -> Text | None:
    """What a value of a record is called, where its schema lists it as a code; nothing where that says no more."""
    return model.made_once(described_at, place.kind, place.path).name_of(value)


def mask_policy(
    disclose: str, model: RecordModel, victims: Set[tuple[str, str]] = frozenset()
) -> Callable[[Place], bool]:
    """
    Which places a disclosure hides.

    Values of victims stay hidden also when the others are shown (UU 21/2007 Pasal 44).
    An id of a record is no value: it names the record in every report.

    Args:
        disclose: A word of `DISCLOSURES`.
        model: The kinds of records; its schemas mark what is personal.
        victims: Kind and id of the records of victims; only `full` asks for them.

    """
    masks: Mapping[str, Callable[[Place], bool]] = {
        "pointers": _is_value,
        "masked": partial(is_personal, model),
        "full": partial(_is_of_victim, model, victims),
    }
    return masks[disclose]


def _is_value(place: Place) -> bool:
    return place.path != ("id",)


def _is_of_victim(model: RecordModel, victims: Set[tuple[str, str]], place: Place) -> bool:
    return (place.kind, place.id) in victims and is_personal(model, place)


def mask_policy_for(
    disclose: str,
    model: RecordModel,
    relations: Relations,
    cases: Callable[[], Iterable[Mapping[str, Any]]],
) -> Callable[[Place], bool]:
    """
    Which places a disclosure hides among some records.

    Args:
        disclose: A word of `DISCLOSURES`.
        model: The kinds of records; its schemas mark what is personal.
        relations: Lead from cases to placements.
        cases: Gives the data of all cases; called only where they are needed.

    Raises:
        UsageError: If there is no such disclosure.

    """
    check_word("disclose", disclose, DISCLOSURES)
    victims = _victims(model, relations, cases()) if disclose == "full" else frozenset()
    return mask_policy(disclose, model, victims)


def _victims(
    model: RecordModel, relations: Relations, cases: Iterable[Mapping[str, Any]]
) -> frozenset[tuple[str, str]]:
    """Cases, the placements they are about, and every other placement that names the same person."""
    follow = {
        name: relations.related(field.relation)
        for kind in ("case", "placement")
        for name, field in model.types[kind].fields.items()
        if field.relation is not None and name in {"placements", *SAME_PERSON}
    }
    victims = set()
    for case in cases:
        victims.add(("case", case["id"]))
        for placement in follow["placements"](case) or ():
            others = (other for name in SAME_PERSON for other in follow[name](placement) or ())
            victims |= {("placement", record["id"]) for record in (placement, *others)}
    return frozenset(victims)
