"""
Which facts would decide what is unknown: the smallest set whose knowledge settles the rule, whatever they turn out to be.

A fact of which no value changes the outcome is not asked for. What is looked for is a set of numbers, so that the
answer is found once for all rules and records of the same shape.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from pmi_compliance.base.outcome import Outcome, conjunction, disjunction, negation, verdict
from pmi_compliance.engines.undecided import undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pmi_compliance.engines.trace import Place
    from pmi_compliance.engines.undecided import Answers, Judged, Limited, Rest

#: With more facts than this the missing ones are a set of which none can be left out, but perhaps not the smallest.
_MOST_FACTS = 8
#: With more undecided parts than this they are all that could matter.
_MOST_ATOMS = 12
#: Of a fact that so many tries did not show to matter it is not known that it does not.
_MOST_TRIES = 1_000


def missing_facts(judged: Judged) -> tuple[Place, ...]:
    """The smallest set of facts that decides the rule whatever they turn out to be."""
    left = undecided(judged, by_value=True)
    if not left.places:
        # Every value of every fact comes to the same, and yet the rule waits for them.
        left = undecided(judged, by_value=False)
    return tuple(left.places[number] for number in _smallest(left.rests, len(left.places), left.limited))


#: What atoms are known to come to; one that has no answer comes to `None`.
_Known: TypeAlias = "Mapping[int, bool | None]"


@frozen
class _Question:
    """Atoms that are answered together: one, or all of a fact that can only be a few things."""

    facts: frozenset[int]
    atoms: tuple[int, ...]
    #: What they can come to.
    answers: tuple[Answers, ...] = ((True,), (False,))

    def answered(self, known: _Known) -> Iterator[_Known]:
        """What can be known once it is answered, from what is known before."""
        for answers in self.answers:
            yield {**known, **dict(zip(self.atoms, answers, strict=True))}


@lru_cache(maxsize=50_000)
def _smallest(rests: tuple[Rest, ...], count: int, limited: tuple[Limited, ...] = ()) -> tuple[int, ...]:
    occurrences = [atom for rest in rests for atom in _atoms(rest)]
    questions = _questions(dict(occurrences), limited)
    numbers = tuple(range(count))
    # Where no fact stands in two places and each question can come out either way, each can make the difference.
    if (not limited and sum(len(facts) for _, facts in occurrences) == count) or len(questions) > _MOST_ATOMS:
        return numbers
    # Where none matters, the outcome is known whatever the facts are, and yet the rule waits for one of them.
    matter = {fact for fact in numbers if _matters(rests, questions, fact)} or set(numbers)
    asked = [question for question in questions if question.facts <= matter]
    # What does not matter may be anything.
    known: _Known = {}
    for question in questions:
        if question not in asked:
            known = next(question.answered(known))
    return _least(
        sorted(matter),
        lambda chosen: _decides(rests, [question for question in asked if question.facts <= chosen], known),
    )


def _least(facts: list[int], decides: Callable[[set[int]], bool]) -> tuple[int, ...]:
    if len(facts) <= _MOST_FACTS:
        for size in range(1, len(facts)):
            for chosen in combinations(facts, size):
                if decides({*chosen}):
                    return chosen
        return tuple(facts)
    kept = set(facts)
    for fact in facts:
        if decides(kept - {fact}):
            kept.discard(fact)
    return tuple(sorted(kept))


def _atoms(rest: Rest) -> Iterator[tuple[int, tuple[int, ...]]]:
    if isinstance(rest, tuple):
        if rest[0] == "atom":
            yield rest[1], rest[2]
        else:
            for part in rest[1:]:
                yield from _atoms(part)


def _questions(atoms: Mapping[int, tuple[int, ...]], limited: tuple[Limited, ...]) -> list[_Question]:
    """Every atom in one question, in the order in which they are asked."""
    together = {
        atom: _Question(frozenset({fact}), numbers, answers)
        for fact, numbers, answers in limited
        for atom in numbers
    }
    questions = (together.get(atom) or _Question(frozenset(facts), (atom,)) for atom, facts in atoms.items())
    return [*dict.fromkeys(questions)]


def _matters(rests: tuple[Rest, ...], questions: list[_Question], fact: int) -> bool:
    """Whether the outcome can hang on a fact: whether others can be such that it differs with this one."""
    own = [question for question in questions if fact in question.facts]
    others = [question for question in questions if fact not in question.facts]
    tries = 0

    def differs(at: int, known: _Known) -> bool:
        nonlocal tries
        tries += 1
        if tries > _MOST_TRIES:
            return True
        if _outcome(rests, known) is not None:
            return False
        if at < len(others):
            return any(differs(at + 1, more) for more in others[at].answered(known))
        return len({_outcome(rests, more) for more in _all_answered(own, known)}) > 1

    return differs(0, {})


def _decides(rests: tuple[Rest, ...], answered: list[_Question], settled: _Known) -> bool:
    """Whether the rule is decided for all answers to some questions."""

    def decided(at: int, known: _Known) -> bool:
        if verdict(*(_value(rest, known) for rest in rests)) is not Outcome.UNKNOWN:
            return True
        return at < len(answered) and all(decided(at + 1, more) for more in answered[at].answered(known))

    return decided(0, settled)


def _all_answered(questions: list[_Question], known: _Known) -> list[_Known]:
    """What can be known once all of some questions are answered."""
    found = [known]
    for question in questions:
        found = [more for less in found for more in question.answered(less)]
    return found


def _outcome(rests: tuple[Rest, ...], known: _Known) -> Outcome | None:
    """The outcome that no further fact changes."""
    values = [_value(rest, known) for rest in rests]
    outcome = verdict(*values)
    # A breach that is certain is for a person only as long as nothing is known of what could excuse it.
    is_open = outcome is Outcome.UNKNOWN or (outcome is Outcome.REVIEW and values[1] is None)
    return None if is_open else outcome


def _value(rest: Rest, known: _Known) -> bool | None:
    if not isinstance(rest, tuple):
        return rest
    shape = rest[0]
    if shape == "atom":
        return known.get(rest[1])
    if shape == "if":
        test = _value(rest[1], known)
        return None if test is None else _value(rest[2 if test else 3], known)
    return _FOLD[shape](*(_value(part, known) for part in rest[1:]))


_FOLD: dict[str, Callable[..., bool | None]] = {"and": conjunction, "or": disjunction, "not": negation}
