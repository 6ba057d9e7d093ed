"""
Candidates for scenarios of a rule or pack: found, judged, and stripped of every fact that they can do without.

A search takes a second or less; what it found is kept for the next caller.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.testing.drafts import Result, breach_of
from pmi_compliance.testing.scenarios import Candidate, Goal, days_of
from pmi_compliance.testing.solver import solutions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmi_compliance.engines.facts import Place
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.testing.drafts import Draft

#: Of so many solutions the best are taken.
_LOOKED_AT = 200

#: So many candidates of a rule are kept, of different shapes.
_KEPT = 8

_PASS = Result(Outcome.PASS)
_FINE = (Result(Outcome.NOT_APPLICABLE), _PASS)

#: So many searches are remembered: more than all rules of the library need.
_REMEMBERED = 1024


def breaking(rule: Rule, pack: RulePack) -> list[Candidate]:
    """
    Candidates that break a rule, and no other rule of its pack that can be left unbroken.

    Args:
        rule: The rule.
        pack: Its pack.

    Returns:
        Candidates, the one with the fewest facts first.

    Raises:
        UsageError: If none was found.

    """
    return _known(rule, pack, breach_of(rule), "melanggar", "breaks")


def keeping(rule: Rule, pack: RulePack) -> list[Candidate]:
    """
    Candidates that keep a rule.

    Raises:
        UsageError: If none was found.

    """
    return _known(rule, pack, _PASS, "memenuhi", "keeps")


def asking(rule: Rule, pack: RulePack) -> list[Candidate]:
    """
    Candidates of which a rule leaves the decision to a person.

    Raises:
        UsageError: If none was found.

    """
    return _known(rule, pack, Result(Outcome.REVIEW), "menyerahkan kepada petugas", "leaves to a person")


def undecided(rule: Rule, pack: RulePack) -> list[Candidate]:
    """
    Candidates that leave a rule undecided: a record of which nothing is known, or all that decides it but one fact.

    Raises:
        UsageError: If none was found.

    """
    unknown = Result(Outcome.UNKNOWN)
    candidates: dict[str, Candidate] = {}
    for candidate in (*or_none(breaking, rule, pack), *or_none(keeping, rule, pack)):
        drafts = [candidate.draft.without(place) for place in candidate.draft.facts()]
        for draft in (candidate.goal.start(candidate.draft.as_of), *drafts):
            if draft.is_valid and draft.gives(rule, candidate.goal.id, unknown):
                candidates[str(draft.tables)] = evolve(candidate, draft=draft)
    if not candidates:
        raise UsageError("no_unknown_scenario", rule=rule.id)
    return sorted(candidates.values(), key=lambda candidate: len(str(candidate.draft.tables)))


def complying(pack: RulePack) -> list[Candidate]:
    """
    Candidates that keep every rule of a pack that applies to them.

    Raises:
        UsageError: If none was found.

    """
    candidates = _candidates(_Search(pack))
    if not candidates:
        raise UsageError("no_compliant_records", pack=pack.id)
    return candidates


def or_none(
    search: Callable[[Rule, RulePack], list[Candidate]], rule: Rule, pack: RulePack
) -> list[Candidate]:
    """What a search finds; an empty list where it finds nothing."""
    try:
        return search(rule, pack)
    except UsageError:
        return []


@frozen
class _Search:
    """What is searched for; searches of the same rule, pack and model are equal, whichever objects stand for them."""

    pack: RulePack = field(eq=False)
    #: `None`: records that keep the whole pack.
    rule: Rule | None = field(default=None, eq=False)
    result: Result | None = None
    key: tuple[str | None, str, str] = field(init=False)

    @key.default
    def _key(self) -> tuple[str | None, str, str]:
        return self.rule.id if self.rule else None, self.pack.digest, self.pack.model.digest


@lru_cache(maxsize=_REMEMBERED)
def _candidates(search: _Search) -> list[Candidate]:
    rule, result = search.rule, search.result
    if rule is None or result is None:
        return [*islice(_complying(search.pack), 3)]
    others = tuple(other for other in search.pack.rules if other.id != rule.id)
    return _search(Goal(rule, others, f"{rule.subject}-1"), result)


# One rule


def _known(rule: Rule, pack: RulePack, result: Result, id_: str, en: str) -> list[Candidate]:
    candidates = _candidates(_Search(pack, rule, result))
    if not candidates:
        raise UsageError("no_scenario", does=Text(id_, en), rule=rule.id)
    return candidates


def _search(goal: Goal, result: Result) -> list[Candidate]:
    for as_of in days_of(goal.rule):
        shapes: dict[Any, Draft] = {}
        for start in goal.starts(as_of):
            for draft in islice(solutions(start, goal.rule, goal.id, result), _LOOKED_AT):
                shapes.setdefault(_shape(draft), draft)
        stripped = (_stripped(goal, draft, result) for draft in shapes.values())
        bare = {_shape(draft): draft for draft in stripped}
        if bare:
            ranked = sorted(
                bare.values(), key=lambda draft: (len(goal.broken(draft)), len(str(draft.tables)))
            )
            best = _with_fewest_broken(goal, ranked[0], result)
            fewest = len(goal.broken(best))
            others = (draft for draft in ranked[1:] if len(goal.broken(draft)) <= fewest)
            return [Candidate(goal, draft) for draft in islice((best, *others), _KEPT)]
    return []


def _shape(draft: Draft) -> frozenset[Place]:
    """Which facts there are, whatever their values."""
    return frozenset(draft.facts())


def _stripped(goal: Goal, draft: Draft, result: Result) -> Draft:
    """A draft without any fact that the result can do without."""
    while True:
        for place in sorted(draft.facts(), key=lambda place: len(place.path)):
            smaller = draft.without(place)
            if smaller.is_valid and smaller.gives(goal.rule, goal.id, result):
                draft = smaller
                break
        else:
            return draft


def _with_fewest_broken(goal: Goal, draft: Draft, result: Result) -> Draft:
    """A draft in which as few other rules are broken as can be found."""
    while broken := goal.broken(draft):
        better = next(
            (
                mended
                for mended in _mended(goal, draft, broken, result)
                if len(goal.broken(mended)) < len(broken)
            ),
            None,
        )
        if better is None:
            break
        draft = better
    return draft


def _mended(goal: Goal, draft: Draft, broken: Iterable[tuple[str, str]], result: Result) -> Iterator[Draft]:
    """Drafts in which one of some rules is no longer broken: with more facts, or found in another way."""
    rules = {rule.id: rule for rule in goal.others}
    others = solutions(goal.start(draft.as_of), goal.rule, goal.id, result)
    starts = [draft, *islice(others, 3 * _KEPT)]
    for name, id_ in sorted(broken):
        rule = rules[name]
        for start in starts:
            if start.dataset.get(rule.subject, id_) is None:
                continue
            for fine in _FINE:
                for mended in islice(solutions(start, rule, id_, fine), 2):
                    if mended.gives(goal.rule, goal.id, result):
                        yield mended


# A whole pack


def _complying(pack: RulePack) -> Iterator[Candidate]:
    as_of = max(day for rule in pack.rules for day in days_of(rule)[:1])
    seen = set()
    for rule in pack.rules:
        goal = Goal(rule, pack.rules, f"{rule.subject}-1", lambda result: result not in _FINE)
        starts = (islice(solutions(start, rule, goal.id, _PASS), 2) for start in goal.starts(as_of))
        for draft in chain.from_iterable(starts):
            settled = _settled(goal, draft)
            if settled is not None and str(settled.tables) not in seen:
                seen.add(str(settled.tables))
                yield Candidate(goal, settled)
                break


def _settled(goal: Goal, draft: Draft) -> Draft | None:
    """A draft with more facts, in which every rule is kept or does not apply."""
    rules = {rule.id: rule for rule in goal.others}
    unsettled = goal.broken(draft)
    while unsettled:
        name, id_ = min(unsettled)
        for fuller in (
            solved for fine in _FINE for solved in islice(solutions(draft, rules[name], id_, fine), 3)
        ):
            if not fuller.gives(goal.rule, goal.id, _PASS):
                continue
            left = goal.broken(fuller)
            if left < unsettled:
                draft, unsettled = fuller, left
                break
        else:
            return None
    return draft
