"""
Scenes: records and a day on which a rule is kept, broken, undecided, or about to change its mind.

`strategies` draws from them. They are found once for a rule, judged, and stripped of every fact they can do without.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.auditing.findings import plain
from pmi_compliance.base.dated import as_date
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.engines.trace import Place
from pmi_compliance.expr.tree import Call, Constant
from pmi_compliance.expr.types import DATE, INT
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.packs.load import load
from pmi_compliance.records.dataset import keyed
from pmi_compliance.records.schema import document
from pmi_compliance.testing.solving import read_by, tried_at, ways
from pmi_compliance.testing.worlds import Wanted, World, breach_of, type_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pmi_compliance.packs.model import Rule, RulePack

#: Of so many ways to come to an outcome the best are taken.
_LOOKED_AT = 200

#: So many scenes are kept of a rule, of different shapes.
_KEPT = 8

_DAY = timedelta(days=1)

_PASS = Wanted(Outcome.PASS)
_FINE = (Wanted(Outcome.NOT_APPLICABLE), _PASS)
_BROKEN = (Wanted(Outcome.FAIL), Wanted(Outcome.REVIEW, suspected=True))


@frozen
class Scene:
    """Records as `Dataset.from_records` takes them, the day of the audit, and what a rule says of one of them."""

    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    as_of: date
    rule: str
    #: The record, by kind and id.
    subject: tuple[str, str]
    outcome: Outcome
    #: Other rules of the pack that are broken as well, for want of records that break only this one.
    entails: frozenset[str] = frozenset()


@frozen
class Border:
    """Two scenes that differ by the smallest step of one fact, one element of a list, or one day, and in their outcomes."""

    before: Scene
    after: Scene
    #: What differs: `placement placement-1/worker/birth_date`, or `as_of`.
    place: str


@frozen(eq=False)
class _Aim:
    """A rule, the record it is to judge, and the other rules that are not to be broken."""

    rule: Rule
    others: tuple[Rule, ...]
    id: str
    #: What the others are not to say.
    bad: Callable[[Wanted], bool] = lambda told: told in _BROKEN

    def start(self, as_of: date) -> World:
        """One record of the rule's kind, of which nothing is known."""
        return World.empty(as_of).with_record(self.rule.subject)[0]

    def broken(self, world: World) -> frozenset[tuple[str, str]]:
        """Which other rules say what they should not, and of which records."""
        return frozenset(
            (rule.id, record.id)
            for rule in self.others
            for record in world.dataset.tables.get(rule.subject, ())
            if self.bad(world.told(rule, record.id))
        )


@frozen(eq=False)
class Kept:
    """A world that was found, and the aim it was found for."""

    aim: _Aim
    world: World
    told: Wanted = field(init=False)
    broken: frozenset[tuple[str, str]] = field(init=False)

    @told.default
    def _told(self) -> Wanted:
        return self.world.told(self.aim.rule, self.aim.id)

    @broken.default
    def _broken(self) -> frozenset[tuple[str, str]]:
        return self.aim.broken(self.world)

    @property
    def scene(self) -> Scene:
        """What a test is given."""
        rule = self.aim.rule
        return Scene(
            {kind: list(records) for kind, records in self.world.tables.items()},
            self.world.as_of,
            rule.id,
            (rule.subject, self.aim.id),
            self.told.outcome,
            frozenset(name for name, _ in self.broken),
        )

    def absent(self) -> Iterator[Place]:
        """Facts that the record of the rule could have and has not, those apart by which it names other records."""
        kind = self.aim.rule.subject
        about = Place(kind, self.aim.id)
        held = self.world.at(about)
        keys = {relation.key for relation in keyed(kind)}
        yield from (
            about / name for name in document(kind)["properties"] if name not in keys and name not in held
        )

    def changed(self, changes: Iterable[tuple[Place, Any]]) -> Kept:
        """The same with other values of some facts: those that leave it what it is."""
        world = self.world
        for place, value in changes:
            changed = world.put(place, value)
            if changed.right and changed.told(self.aim.rule, self.aim.id) == self.told:
                world = changed
        if world is self.world:
            return self
        other = evolve(self, world=world)
        return other if other.broken <= self.broken else self


def pack_of(rule: Rule) -> RulePack:
    """The pack that a rule was read from."""
    return load(next(one for one in Path(rule.file).parents if (one / "pack.yaml").is_file()))


def days_of(rule: Rule) -> list[date]:
    """Days in force to judge on: the last of what the law says now, one much later, and those around every change."""
    borders = {rule.in_force.start}
    for parameter in rule.parameters.values():
        borders |= {*parameter.values.days}
    for condition in rule.conditions:
        for node in condition.checked.nodes():
            match node:
                case Call("date", (Constant(str() as text),)) if (day := as_date(text)) is not None:
                    borders.add(day)
    ordered = sorted((day for day in borders if day.year > _EARLIEST), reverse=True) or [date(2025, 1, 1)]
    latest = ordered[0] + 30 * _DAY
    last = latest if rule.in_force.end is None else rule.in_force.end - _DAY
    around = [day + step * _DAY for day in ordered for step in (0, -1)]
    return [
        day
        for day in dict.fromkeys([last, latest.replace(year=latest.year + 12, day=1), *around])
        if day in rule.in_force
    ]


#: The law of these records is younger.
_EARLIEST = 1950


def breaking(rule: Rule, pack: RulePack) -> list[Kept]:
    """
    Ways to break a rule, and no other rule of its pack that can be left unbroken.

    Raises:
        UsageError: If none was found.

    """
    return _known(rule, pack, breach_of(rule), "melanggar", "breaks")


def keeping(rule: Rule, pack: RulePack) -> list[Kept]:
    """
    Ways to keep a rule.

    Raises:
        UsageError: If none was found.

    """
    return _known(rule, pack, _PASS, "memenuhi", "keeps")


def asking(rule: Rule, pack: RulePack) -> list[Kept]:
    """
    Ways to leave a rule to a person.

    Raises:
        UsageError: If none was found.

    """
    return _known(rule, pack, Wanted(Outcome.REVIEW), "menyerahkan kepada petugas", "leaves to a person")


def _known(rule: Rule, pack: RulePack, wanted: Wanted, id_: str, en: str) -> list[Kept]:
    key = (rule.id, pack.digest, wanted)
    if key not in _FOUND:
        aim = _Aim(rule, tuple(one for one in pack.rules if one.id != rule.id), f"{rule.subject}-1")
        _FOUND[key] = _found(aim, wanted)
    if not _FOUND[key]:
        raise UsageError(
            f"tidak ditemukan rekam yang {id_} aturan `{rule.id}`; aturan itu mungkin selalu menyerahkan putusan "
            "kepada petugas",
            f"no record was found that {en} the rule `{rule.id}`; it may leave every decision to a person",
        )
    return _FOUND[key]


#: What was found of a rule of a pack; a search takes a second or less.
_FOUND: dict[Any, list[Kept]] = {}


def _found(aim: _Aim, wanted: Wanted) -> list[Kept]:
    for as_of in days_of(aim.rule):
        shapes: dict[Any, World] = {}
        for world in islice(ways(aim.start(as_of), aim.rule, aim.id, wanted), _LOOKED_AT):
            shapes.setdefault(_shape(world), world)
        stripped = (_stripped(aim, world, wanted) for world in shapes.values())
        bare = {_shape(world): world for world in stripped}
        if bare:
            ranked = sorted(bare.values(), key=lambda one: (len(aim.broken(one)), len(str(one.tables))))
            best = _alone(aim, ranked[0], wanted)
            few = len(aim.broken(best))
            worlds = [best, *(one for one in ranked if one is not ranked[0] and len(aim.broken(one)) <= few)]
            return [Kept(aim, one) for one in worlds[:_KEPT]]
    return []


def _shape(world: World) -> frozenset[Place]:
    """Which facts there are, whatever they say."""
    return frozenset(world.facts())


def _stripped(aim: _Aim, world: World, wanted: Wanted) -> World:
    """Without any fact that the outcome can do without."""
    while True:
        for place in sorted(world.facts(), key=lambda one: len(one.path)):
            less = world.without(place)
            if less.right and less.says(aim.rule, aim.id, wanted):
                world = less
                break
        else:
            return world


def _alone(aim: _Aim, world: World, wanted: Wanted) -> World:
    """A world in which as few other rules are broken as can be found."""
    while broken := aim.broken(world):
        fewer = (one for one in _mended(aim, world, broken, wanted) if len(aim.broken(one)) < len(broken))
        better = next(fewer, None)
        if better is None:
            break
        world = better
    return world


def _mended(aim: _Aim, world: World, broken: Iterable[tuple[str, str]], wanted: Wanted) -> Iterator[World]:
    """Worlds in which one of some rules is not broken: with more facts than one, or found in another way."""
    rules = {rule.id: rule for rule in aim.others}
    others = ways(aim.start(world.as_of), aim.rule, aim.id, wanted)
    starts = [world, *islice(others, 3 * _KEPT)]
    for name, id_ in sorted(broken):
        rule = rules[name]
        for start in starts:
            if start.dataset.get(rule.subject, id_) is None:
                continue
            for fine in _FINE:
                for found in islice(ways(start, rule, id_, fine), 2):
                    if found.says(aim.rule, aim.id, wanted):
                        yield found


def undecided(rule: Rule, pack: RulePack) -> list[Kept]:
    """
    Ways to leave a rule undecided: a record of which nothing is known, or what decides it but for one fact.

    Raises:
        UsageError: If none was found.

    """
    wanted = Wanted(Outcome.UNKNOWN)
    decided = [one for find in (breaking, keeping) for one in _or_none(find, rule, pack)]
    found: dict[str, Kept] = {}
    for kept in decided:
        worlds = [kept.world.without(place) for place in kept.world.facts()]
        for world in (kept.aim.start(kept.world.as_of), *worlds):
            if world.right and world.says(rule, kept.aim.id, wanted):
                found[str(world.tables)] = evolve(kept, world=world)
    if not found:
        raise UsageError(
            f"tidak ditemukan rekam yang membuat aturan `{rule.id}` tidak dapat diputuskan",
            f"no record was found that leaves the rule `{rule.id}` undecided",
        )
    return sorted(found.values(), key=lambda one: len(str(one.world.tables)))


def _or_none(find: Callable[[Rule, RulePack], list[Kept]], rule: Rule, pack: RulePack) -> list[Kept]:
    try:
        return find(rule, pack)
    except UsageError:
        return []


def borders(rule: Rule, pack: RulePack) -> list[Border]:
    """
    Places where the smallest step of a date, a number, a list or the day of the audit changes what a rule says.

    They are looked for around the scenes of the rule, and around its examples.

    Raises:
        UsageError: If none was found.

    """
    found: dict[str, Border] = {}
    seeds = [one for find in (breaking, keeping, asking) for one in _or_none(find, rule, pack)]
    tried = [(kept, _steps(kept)) for seed in seeds for kept in _doubled(seed)]
    tried += [(kept, _beside(kept)) for kept in _examples(rule)]
    for kept, steps in tried:
        for place, values, made in steps:
            for low, high in _flips(kept, values, made):
                before, after = (evolve(kept, world=made(one)).scene for one in (low, high))
                border = Border(before, after, place)
                found.setdefault(str((place, before.as_of, before.tables)), border)
    if not found:
        raise UsageError(
            f"tidak ditemukan batas pada aturan `{rule.id}`: tidak ada tanggal atau bilangan yang mengubah hasilnya",
            f"no border was found in the rule `{rule.id}`: no date and no number changes what it says",
        )
    return [found[key] for key in sorted(found)]


def _doubled(kept: Kept) -> Iterator[Kept]:
    """A scene, and the same with one element of a list standing there twice, so that the two can part."""
    # What other rules say of a border matters to nobody.
    kept = evolve(kept, aim=evolve(kept.aim, others=()))
    yield kept
    for place in kept.world.facts():
        held = kept.world.raw_at(place)
        if isinstance(held, list) and held and isinstance(held[-1], dict):
            world = kept.world.put(place / len(held), copy.deepcopy(held[-1]))
            if world.right:
                yield evolve(kept, world=world)


def _steps(kept: Kept) -> Iterator[tuple[str, list[Any], Callable[[Any], World]]]:
    """Each fact that has an order, values of it to try, and what makes the world with one of them."""
    world, rule = kept.world, kept.aim.rule
    changes = {day + step * _DAY for day in days_of(rule) for step in (-2, -1, 0, 1)}
    ends = (
        {rule.in_force.start - _DAY, rule.in_force.start} if rule.in_force.start.year > _EARLIEST else set()
    )
    ends |= {rule.in_force.end} if rule.in_force.end else set()
    days = sorted({*changes, *ends, world.as_of})
    yield "as_of", days, lambda day: evolve(world, as_of=day)
    yield from _lengths(world)
    for place in dict.fromkeys([*world.facts(), *read_by(world, rule, kept.aim.id)]):
        kind = type_at(place)
        if kind in {DATE, INT}:
            values = tried_at(world, rule, kept.aim.id, place)
            if kind == DATE:
                values = [*values, *(day.isoformat() for day in days)]
            yield (
                _named(place),
                sorted({_typed(one) for one in values}),
                partial(_put, world, place),
            )


def _examples(rule: Rule) -> Iterator[Kept]:
    """The examples that come with a rule: they stand beside its borders, for a change by one is to be noticed."""
    for example in read_examples(rule).examples:
        world = World({kind: tuple(records) for kind, records in example.records.items()}, example.as_of)
        if world.right:
            aim = _Aim(rule, (), example.records[rule.subject][0]["id"])
            yield Kept(aim, world)


def _beside(kept: Kept) -> Iterator[tuple[str, list[Any], Callable[[Any], World]]]:
    """Each fact that has an order, its value and those beside it, and what makes the world with one of them."""
    world = kept.world
    yield "as_of", [world.as_of + step * _DAY for step in (-1, 0, 1)], lambda day: evolve(world, as_of=day)
    yield from _lengths(world)
    for place in world.facts():
        if (kind := type_at(place)) in {DATE, INT} and (value := world.at(place)) is not None:
            step = _DAY if kind == DATE else 1
            yield _named(place), [value - step, value, value + step], partial(_put, world, place)


def _lengths(world: World) -> Iterator[tuple[str, list[Any], Callable[[Any], World]]]:
    """Each list, its length and one less, and what makes the world with so many of its elements."""
    for place in world.facts():
        held = world.raw_at(place)
        if isinstance(held, list) and held:
            yield _named(place), [len(held) - 1, len(held)], partial(_cut, world, place)


def _cut(world: World, place: Place, length: int) -> World:
    return world.put(place, world.raw_at(place)[:length])


def _named(place: Place) -> str:
    return f"{place.kind} {place.id}/{'/'.join(map(str, place.path))}"


def _put(world: World, place: Place, value: Any) -> World:
    return world.put(place, plain(value))


def _typed(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _flips(kept: Kept, values: list[Any], made: Callable[[Any], World]) -> Iterator[tuple[Any, Any]]:
    """Neighbouring values with different outcomes."""

    def said(value: Any) -> Outcome | None:
        world = made(value)
        return world.told(kept.aim.rule, kept.aim.id).outcome if world.right else None

    step = _DAY if isinstance(values[0], date) else 1
    told = [(value, said(value)) for value in values]
    for (low, before), (high, after) in pairwise(told):
        if before is after or before is None or after is None:
            continue
        near, far = low, high
        while far - near > step:
            middle = near + (far - near) // 2
            near, far = (middle, far) if said(middle) is before else (near, middle)
        if said(far) is not None:
            yield near, far


def complying(pack: RulePack) -> list[Kept]:
    """
    Records that keep every rule of a pack that applies to them.

    Raises:
        UsageError: If none were found.

    """
    key = ("complying", pack.digest)
    if key not in _FOUND:
        _FOUND[key] = [*islice(_complying(pack), 3)]
    if not _FOUND[key]:
        raise UsageError(
            f"tidak ditemukan rekam yang memenuhi semua aturan paket `{pack.id}`",
            f"no records were found that keep every rule of the pack `{pack.id}`",
        )
    return _FOUND[key]


def _complying(pack: RulePack) -> Iterator[Kept]:
    as_of = max(day for rule in pack.rules for day in days_of(rule)[:1])
    seen = set()
    for rule in pack.rules:
        aim = _Aim(rule, pack.rules, f"{rule.subject}-1", lambda told: told not in _FINE)
        for world in islice(ways(aim.start(as_of), rule, aim.id, _PASS), 2):
            settled = _settled(aim, world)
            if settled is not None and str(settled.tables) not in seen:
                seen.add(str(settled.tables))
                yield Kept(aim, settled)
                break


def _settled(aim: _Aim, world: World) -> World | None:
    """A world with more facts, in which every rule is kept or does not apply."""
    rules = {rule.id: rule for rule in aim.others}
    open_ = aim.broken(world)
    while open_:
        name, id_ = min(open_)
        for found in (one for fine in _FINE for one in islice(ways(world, rules[name], id_, fine), 3)):
            if not found.says(aim.rule, aim.id, _PASS):
                continue
            after = aim.broken(found)
            if after < open_:
                world, open_ = found, after
                break
        else:
            return None
    return world
