"""Boundaries of a rule: where the smallest step of a date, a number, a list or the day changes how it ends."""

from __future__ import annotations

import copy
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from pmi_compliance.auditing.values import plain
from pmi_compliance.base.days import Span
from pmi_compliance.base.errors import UsageError
from pmi_compliance.expr.types import DATE, INT
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.testing.drafts import Draft
from pmi_compliance.testing.probing import facts_read, values_to_try
from pmi_compliance.testing.scenarios import EARLIEST, BoundaryPair, Candidate, Goal, days_of
from pmi_compliance.testing.searching import asking, breaking, keeping, or_none
from pmi_compliance.testing.values import DAY, type_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmi_compliance.base.outcome import Outcome
    from pmi_compliance.engines.facts import Place
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule


def boundaries(rule: Rule, pack: RulePack) -> list[BoundaryPair]:
    """
    Boundaries of a rule, looked for around its candidates and around its examples.

    Args:
        rule: The rule.
        pack: Its pack.

    Returns:
        Pairs of scenarios, in an order that does not change.

    Raises:
        UsageError: If none was found.

    """
    seeds = [candidate for search in (breaking, keeping, asking) for candidate in or_none(search, rule, pack)]
    scales = [
        (candidate, scale) for seed in seeds for candidate in _doubled(seed) for scale in _scales(candidate)
    ]
    scales += [(candidate, scale) for candidate in _examples(rule) for scale in _scales_beside(candidate)]
    pairs: dict[str, BoundaryPair] = {}
    for candidate, scale in scales:
        for low, high in _crossings(candidate, scale):
            before, after = (
                evolve(candidate, draft=scale.draft_with(value)).scenario for value in (low, high)
            )
            key = str((scale.place, before.as_of, before.tables))
            pairs.setdefault(key, BoundaryPair(before, after, scale.place))
    if not pairs:
        raise UsageError("no_boundary", rule=rule.id)
    return [pairs[key] for key in sorted(pairs)]


# Where to start


def _doubled(candidate: Candidate) -> Iterator[Candidate]:
    """A candidate, and others with the last element of a list standing there twice, so that the two can part."""
    # How other rules end at a boundary matters to nobody.
    candidate = evolve(candidate, goal=evolve(candidate.goal, others=()))
    yield candidate
    for place in candidate.draft.facts():
        value = candidate.draft.json_at(place)
        if isinstance(value, list) and value and isinstance(value[-1], dict):
            draft = candidate.draft.put(place / len(value), copy.deepcopy(value[-1]))
            if draft.is_valid:
                yield evolve(candidate, draft=draft)


def _examples(rule: Rule) -> Iterator[Candidate]:
    """The examples of a rule: they stand beside its boundaries, for they have to notice a change by one."""
    for example in read_examples(rule).examples:
        tables = {kind: tuple(records) for kind, records in example.records.items()}
        draft = Draft(tables, example.as_of, rule.model)
        if draft.is_valid:
            yield Candidate(Goal(rule, (), example.records[rule.subject][0]["id"]), draft)


# What to step along


@frozen(eq=False)
class _Scale:
    """A fact that has an order, or the day, and values to try."""

    #: What is changed, as `BoundaryPair.place` names it.
    place: str
    #: Days or whole numbers, the lowest first.
    values: list[Any]
    #: The draft with another value.
    draft_with: Callable[[Any], Draft]


def _scales(candidate: Candidate) -> Iterator[_Scale]:
    """The day, each list, and each fact that is read: with all values that could matter."""
    draft, rule = candidate.draft, candidate.goal.rule
    changes = {day + step * DAY for day in days_of(rule) for step in (-2, -1, 0, 1)}
    ends = {rule.in_force.start - DAY, rule.in_force.start} if rule.in_force.start.year > EARLIEST else set()
    ends |= {rule.in_force.end} if rule.in_force.end else set()
    days = sorted({*changes, *ends, draft.as_of})
    yield _Scale("as_of", days, partial(_audited_on, draft))
    yield from _lengths(draft)
    for place in dict.fromkeys([*draft.facts(), *facts_read(draft, rule, candidate.goal.id)]):
        kind = type_at(draft.model, place)
        if kind in {DATE, INT}:
            values = values_to_try(draft, rule, candidate.goal.id, place)
            if kind == DATE:
                values = [*values, *(day.isoformat() for day in days)]
            ordered = sorted({_as_number_or_day(value) for value in values})
            yield _Scale(_name(place), ordered, partial(_put, draft, place))


def _scales_beside(candidate: Candidate) -> Iterator[_Scale]:
    """The day, each list, and each fact: with its own value and those beside it."""
    draft = candidate.draft
    yield _Scale("as_of", [draft.as_of + step * DAY for step in (-1, 0, 1)], partial(_audited_on, draft))
    yield from _lengths(draft)
    for place in draft.facts():
        kind, value = type_at(draft.model, place), draft.value_at(place)
        # A day known in part has no day beside it.
        if kind in {DATE, INT} and value is not None and not isinstance(value, Span):
            step = DAY if kind == DATE else 1
            yield _Scale(_name(place), [value - step, value, value + step], partial(_put, draft, place))


def _lengths(draft: Draft) -> Iterator[_Scale]:
    """Each list that is not empty: with its length and one less."""
    for place in draft.facts():
        value = draft.json_at(place)
        if isinstance(value, list) and value:
            yield _Scale(_name(place), [len(value) - 1, len(value)], partial(_cut, draft, place))


def _audited_on(draft: Draft, day: date) -> Draft:
    return evolve(draft, as_of=day)


def _cut(draft: Draft, place: Place, length: int) -> Draft:
    return draft.put(place, draft.json_at(place)[:length])


def _put(draft: Draft, place: Place, value: Any) -> Draft:
    return draft.put(place, plain(value))


def _name(place: Place) -> str:
    return f"{place.kind} {place.id}/{'/'.join(map(str, place.path))}"


def _as_number_or_day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


# Stepping


def _crossings(candidate: Candidate, scale: _Scale) -> Iterator[tuple[Any, Any]]:
    """Neighbouring values of a scale with different outcomes."""

    def outcome_with(value: Any) -> Outcome | None:
        draft = scale.draft_with(value)
        return draft.judge(candidate.goal.rule, candidate.goal.id).outcome if draft.is_valid else None

    step = DAY if isinstance(scale.values[0], date) else 1
    outcomes = [(value, outcome_with(value)) for value in scale.values]
    for (low, before), (high, after) in pairwise(outcomes):
        if before is after or before is None or after is None:
            continue
        near, far = low, high
        while far - near > step:
            middle = near + (far - near) // 2
            near, far = (middle, far) if outcome_with(middle) is before else (near, middle)
        if outcome_with(far) is not None:
            yield near, far
