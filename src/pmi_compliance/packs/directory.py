"""
Which authority is meant: roles, and the offices that have them where the worker or recruiter is.

Rules name roles, such as the labour office of the district. Packs add offices to the directory, each with its role and
its places; where none is known, the role itself is named with the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.days import bounds
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.records.regions import PROVINCE, REGENCY, code_of, full_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Authority
    from pmi_compliance.records.record import Record
    from pmi_compliance.records.schema import RecordModel

#: How long the codes of the places are to which roles belong.
_LENGTHS = {"regency": REGENCY, "province": PROVINCE}

#: How a place is called whose code is not known.
_HERE = {
    "regency": Text("kabupaten/kota setempat", "the regency or city concerned"),
    "province": Text("provinsi setempat", "the province concerned"),
}

#: The field of an element of a list, such as an office, by which it is no longer there.
_CLOSED = "closed_on"


@frozen(eq=False)
class Directory:
    """The authorities that some packs know."""

    #: By code.
    authorities: Mapping[str, Authority] = field(factory=dict)
    #: The place whose law a pack is, by the id of the pack; only of those that are not about the whole country.
    seats: Mapping[str, str] = field(factory=dict)
    #: What packs add to what is to be done about breaches, by the id of the rule, each with its pack.
    wording: Mapping[str, Sequence[tuple[str, Text]]] = field(factory=dict)
    #: Whether an authority may be named by where somebody is.
    shows_places: bool = True
    #: The offices that have each role.
    _by_role: Mapping[str, Sequence[Authority]] = field(init=False, repr=False)

    @_by_role.default
    def _offices(self) -> Mapping[str, Sequence[Authority]]:
        by_role: dict[str, list[Authority]] = {}
        for authority in self.authorities.values():
            if authority.role is not None:
                by_role.setdefault(authority.role, []).append(authority)
        return by_role

    @classmethod
    def of(cls, packs: Sequence[RulePack], *, shows_places: bool = True) -> Directory:
        """
        The authorities of some packs; what a pack says itself stands above what it depends on, and a later pack above an
        earlier one.

        Args:
            packs: The packs.
            shows_places: Whether an authority may be named by where somebody is.

        Raises:
            UsageError: If two packs mean different offices by one code.

        """
        known: dict[str, Authority] = {}
        ordered = _below_first(packs)
        inherited = (one for pack in ordered for one in pack.authorities.values() if one.pack != pack.id)
        own = (one for pack in ordered for one in pack.authorities.values() if one.pack == pack.id)
        for one in (*inherited, *own):
            other = known.setdefault(one.code, one)
            if not one.is_same_office(other):
                raise UsageError(
                    "in_two_packs", what="authority", name=one.code, packs=(other.pack, one.pack)
                )
            known[one.code] = one
        places = ((pack.id, code_of(pack.jurisdiction.removeprefix("ID-"))) for pack in packs)
        seats = {pack: place for pack, place in places if place is not None}
        wording: dict[str, list[tuple[str, Text]]] = {}
        for pack in ordered:
            for rule, text in pack.wording.items():
                wording.setdefault(rule, []).append((pack.id, text))
        return cls(known, seats, wording, shows_places)

    def meant(self, codes: Iterable[str], places: Iterable[str], day: date) -> tuple[str, ...]:
        """
        The authorities that are meant by some codes.

        Args:
            codes: Codes of authorities and roles.
            places: Codes of where the worker or recruiter is.
            day: The day on which it is referred.

        Returns:
            For a role the code of the office that has it there. Where none is known, the code of the role and of the
            place, such as `disnaker_kabupaten:33.02`; where the place is not known, or is one of several, of the role.

        """
        places = tuple(places) if self.shows_places else ()
        return tuple(dict.fromkeys(self._meant(code, places, day) for code in codes))

    def _meant(self, code: str, places: Sequence[str], day: date) -> str:
        role = self.authorities.get(code)
        if role is None or role.within is None:
            return code
        length = _LENGTHS[role.within]
        near = {place[:length] for place in places if len(place) >= length}
        offices = {place: office for place in near if (office := self._office(code, place, day)) is not None}
        if len(set(offices.values())) == 1:
            # Of several places the one whose office is known: packs know those that are near.
            return next(iter(offices.values()))
        return f"{code}:{near.pop()}" if len(near) == 1 else code

    def _office(self, role: str, place: str, day: date) -> str | None:
        """The office that has a role in a place on a day: that of the smallest places, if there are several."""
        found = [
            (len(around), office.code)
            for office in self._by_role.get(role, ())
            if office.names.days[0] <= day
            for around in office.places
            if place == around or place.startswith(f"{around}.")
        ]
        return max(found)[1] if found else None

    def at_seat(self, codes: Iterable[str], pack: str, day: date) -> tuple[str, ...]:
        """The authorities that are meant by some codes where the law of a pack is that of a place."""
        return self.meant(codes, [self.seats[pack]] if pack in self.seats else [], day)

    def advice(self, rule: str, places: Iterable[str]) -> Text | None:
        """
        What packs add to what is to be done about a breach of a rule; `None`: nothing.

        Args:
            rule: The id of the rule.
            places: Codes of where the worker or recruiter is. What a pack of a place adds is said there alone.

        """
        places = tuple(places) if self.shows_places else ()
        texts = [text for pack, text in self.wording.get(rule, ()) if self._is_said(pack, places)]
        return (
            Text(" ".join(text.id for text in texts), " ".join(text.en for text in texts)) if texts else None
        )

    def _is_said(self, pack: str, places: Sequence[str]) -> bool:
        seat = self.seats.get(pack)
        return seat is None or any(place == seat or place.startswith(f"{seat}.") for place in places)

    @property
    def homes(self) -> frozenset[str]:
        """The provinces whose districts reports tell apart: those of the packs of places."""
        return frozenset(seat[:PROVINCE] for seat in self.seats.values())

    def name_of(self, code: str, day: date) -> Text:
        """What an authority is called on a day; its code as `meant` gives it."""
        code, _, place = code.partition(":")
        authority = self.authorities[code]
        return authority.name_on(day).filled({"place": _named(authority, place)})

    def level_of(self, code: str) -> str:
        """What sort of office an authority is; its code as `meant` gives it."""
        return self.authorities[code.partition(":")[0]].level


def _below_first(packs: Sequence[RulePack]) -> list[RulePack]:
    """Packs in their order, but each after those that it depends on."""
    by_id = {pack.id: pack for pack in packs}
    ordered: dict[str, RulePack] = {}

    def put(pack: RulePack) -> None:
        for name in pack.depends_on:
            if name in by_id and name not in ordered:
                put(by_id[name])
        ordered.setdefault(pack.id, pack)

    for pack in packs:
        put(pack)
    return [*ordered.values()]


def name_on(authority: Authority, day: date) -> Text:
    """What an authority is called on a day, wherever it is."""
    return Directory({authority.code: authority}).name_of(authority.code, day)


def _named(authority: Authority, place: str) -> Text:
    if not place:
        return _HERE.get(authority.within or "", Text("", ""))
    words = f"{full_name(place)} ({place})"
    return (
        Text(f"Provinsi {words}", f"the province {words}") if len(place) == PROVINCE else Text(words, words)
    )


def places_of(
    model: RecordModel, record: Record, related: Callable[[Relation], Callable[[Any], Any]], day: date
) -> tuple[str, ...]:
    """
    Where the worker or recruiter of a record is, as its schema says (`x-places`).

    Args:
        model: The kinds of records.
        record: The record.
        related: Gives what leads from it to others; a path may begin with such a relation.
        day: What was closed by this day is no longer there.

    Returns:
        Codes of places, each once: those of the first fields in which any is written.

    """
    for paths in model.places.get(record.kind, ()):
        found: dict[str, None] = {}
        for first, *rest in (path.split(".") for path in paths):
            relation = model.types[record.kind].fields[first].relation
            value = related(relation)(record.data) if relation else record.data.get(first)
            found |= dict.fromkeys(_codes(value, rest, day))
        if found:
            return tuple(found)
    return ()


def _codes(value: Any, steps: Sequence[str], day: date) -> Iterator[str]:
    if isinstance(value, tuple):
        for element in value:
            closed = element.get(_CLOSED) if element is not None else None
            if closed is None or bounds(closed)[1] > day:
                yield from _codes(element, steps, day)
    elif isinstance(value, str):
        yield value
    elif value is not None and steps:
        yield from _codes(value.get(steps[0]), steps[1:], day)
