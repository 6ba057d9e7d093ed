"""
Which facts would decide what is unknown: the smallest set whose knowledge settles the rule, whatever they turn out to be.

A fact of which no value changes the outcome is not asked for. What is looked for is a set of numbers, so that the
answer is found once for all rules and records of the same shape.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, reduce
from itertools import combinations, product
from math import prod
from operator import and_, or_
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from pmi_compliance.base.outcome import Outcome, verdict
from pmi_compliance.engines.undecided import undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pmi_compliance.engines.facts import Place
    from pmi_compliance.engines.undecided import Answers, Judged, Limited, Rest

#: With more facts than this the missing ones are a set of which none can be left out, but perhaps not the smallest.
_MOST_FACTS = 8
#: Where the undecided parts can come out in more ways than this, all their facts are missing.
_MOST_CASES = 1 << 14


def missing_facts(judged: Judged) -> tuple[Place, ...]:
    """The smallest set of facts that decides the rule whatever they turn out to be."""
    left = undecided(judged, by_value=True)
    if not left.places:
        # Every value of every fact comes to the same, and yet the rule waits for them.
        left = undecided(judged, by_value=False)
    return tuple(left.places[number] for number in _smallest(left.rests, len(left.places), left.limited))


@frozen
class _Question:
    """Atoms that are answered together: one, or all of a fact that can only be a few things."""

    facts: frozenset[int]
    atoms: tuple[int, ...]
    #: What they can come to.
    answers: tuple[Answers, ...] = ((True,), (False,))


@lru_cache(maxsize=50_000)
def _smallest(rests: tuple[Rest, ...], count: int, limited: tuple[Limited, ...] = ()) -> tuple[int, ...]:
    occurrences = [atom for rest in rests for atom in _atoms(rest)]
    questions = _questions(dict(occurrences), limited)
    numbers = tuple(range(count))
    # Where no fact stands in two places and each question can come out either way, each can make the difference.
    each_once = not limited and sum(len(facts) for _, facts in occurrences) == count
    if each_once or prod(len(question.answers) for question in questions) > _MOST_CASES:
        return numbers
    cases = _Cases(questions)
    # Where none matters, the outcome is known whatever the facts are, and yet the rule waits for one of them.
    matter = cases.that_matter(rests) or set(numbers)
    return _least(sorted(matter), lambda chosen: cases.decided(rests, chosen, matter))


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


#: Sets of cases, each case a bit: those in which something is true, and those in which it is false.
_Bits: TypeAlias = "tuple[int, int]"


class _Cases:
    """
    Every way in which all questions can come out together, each a bit of a whole number.

    So a condition is worked out for all cases at once, by a few operations on numbers.
    """

    def __init__(self, questions: Sequence[_Question]) -> None:
        self._chosen: dict[_Question, list[tuple[int, int]]] = {}
        self._asked: dict[int, _Bits] = {}
        stride = 1
        self._every = (1 << prod(len(question.answers) for question in questions)) - 1
        for question in questions:
            # The answers of a question follow each other in blocks, as digits of a number do.
            block, period = (1 << stride) - 1, stride * len(question.answers)
            repeated = self._every // ((1 << period) - 1)
            self._chosen[question] = [
                (block * repeated << shift, shift) for shift in range(0, period, stride)
            ]
            for column, atom in enumerate(question.atoms):
                self._asked[atom] = self._where(question, column, True), self._where(question, column, False)
            stride = period

    def _where(self, question: _Question, column: int, value: bool) -> int:
        cases = zip(question.answers, self._chosen[question], strict=True)
        return reduce(or_, (bits for answers, (bits, _) in cases if answers[column] is value), 0)

    def that_matter(self, rests: tuple[Rest, ...]) -> set[int]:
        """The facts on which the outcome can hang: others can be such that it differs with this one."""
        outcomes: dict[Outcome, int] = defaultdict(int)
        for (outcome, is_open), cases in self._outcomes(rests, self._asked).items():
            outcomes[Outcome.UNKNOWN if is_open else outcome] |= cases
        facts = {fact for question in self._chosen for fact in question.facts}
        return {fact for fact in facts if self._differs(outcomes.values(), fact)}

    def _differs(self, outcomes: Iterable[int], fact: int) -> bool:
        seen = 0
        for cases in outcomes:
            others = cases
            for question, chosen in self._chosen.items():
                if fact in question.facts:
                    # Cases that differ in the answer to this question only become one.
                    others = reduce(or_, ((others & bits) >> shift for bits, shift in chosen))
            if others & seen:
                return True
            seen |= others
        return False

    def decided(self, rests: tuple[Rest, ...], answered: set[int], matter: set[int]) -> bool:
        """Whether the rule is decided whatever some facts are, and only they are known of those that matter."""
        asked = dict(self._asked)
        for question in self._chosen:
            if not question.facts <= matter:
                # What does not matter may be anything.
                asked |= {
                    atom: (self._every * (value is True), self._every * (value is False))
                    for atom, value in zip(question.atoms, question.answers[0], strict=True)
                }
            elif not question.facts <= answered:
                asked |= dict.fromkeys(question.atoms, (0, 0))
        return not any(outcome is Outcome.UNKNOWN for outcome, _ in self._outcomes(rests, asked))

    def _outcomes(
        self, rests: tuple[Rest, ...], asked: Mapping[int, _Bits]
    ) -> dict[tuple[Outcome, bool], int]:
        """The cases of each outcome, and of a review that only what is not known makes."""
        found: dict[tuple[Outcome, bool], int] = {}
        parts = []
        for rest in rests:
            true, false = self._bits(rest, asked)
            parts.append(((True, true), (False, false), (None, self._every & ~(true | false))))
        for values in product(*([(value, bits) for value, bits in part if bits] for part in parts)):
            cases = reduce(and_, (bits for _, bits in values))
            if cases:
                answers = [value for value, _ in values]
                outcome = verdict(*answers)
                key = outcome, outcome is Outcome.REVIEW and answers[1] is None
                found[key] = found.get(key, 0) | cases
        return found

    def _bits(self, rest: Rest, asked: Mapping[int, _Bits]) -> _Bits:
        if not isinstance(rest, tuple):
            return self._every * (rest is True), self._every * (rest is False)
        if rest[0] == "atom":
            return asked[rest[1]]
        return _FOLD[rest[0]](*(self._bits(part, asked) for part in rest[1:]))


def _negation(part: _Bits) -> _Bits:
    true, false = part
    return false, true


def _conjunction(*parts: _Bits) -> _Bits:
    return reduce(and_, (true for true, _ in parts)), reduce(or_, (false for _, false in parts))


def _disjunction(*parts: _Bits) -> _Bits:
    return reduce(or_, (true for true, _ in parts)), reduce(and_, (false for _, false in parts))


def _branch(test: _Bits, then: _Bits, other: _Bits) -> _Bits:
    true, false = test
    return (true & then[0]) | (false & other[0]), (true & then[1]) | (false & other[1])


#: Kleene's connectives, for all cases at once.
_FOLD: dict[str, Callable[..., _Bits]] = {
    "and": _conjunction,
    "or": _disjunction,
    "not": _negation,
    "if": _branch,
}
