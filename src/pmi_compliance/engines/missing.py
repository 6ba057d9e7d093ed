"""
Which facts would decide what is unknown: the smallest set whose knowledge settles the rule, whatever they turn out to be.

Of the three conditions only what is undecided is kept, with its facts as numbers,
so that the answer is found once for all rules and records of the same shape.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

from pmi_compliance.base.days import Span
from pmi_compliance.base.outcome import Outcome, conjunction, disjunction, negation, verdict
from pmi_compliance.engines.trace import FactRead
from pmi_compliance.records.schema import PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pmi_compliance.engines.trace import Place, Trace
    from pmi_compliance.expr.tree import Node

#: With more facts than this the missing ones are a set of which none can be left out, but perhaps not the smallest.
_MOST_FACTS = 8
#: With more undecided parts than this they are all that could matter.
_MOST_ATOMS = 12

#: A condition in which everything known has been put in: a value, an atom (its number and its facts),
#: or a connective over such. Facts and atoms are numbers, so that rules and records of one shape share an answer.
_Rest: TypeAlias = "bool | tuple[Any, ...] | None"


class _Simplifier:
    """Keeps of three conditions what is undecided, and numbers its atoms and the facts they hang on."""

    def __init__(self) -> None:
        self.facts: dict[Place, int] = {}
        self.atoms: dict[tuple[Node, tuple[int, ...]], int] = {}

    def rest(self, trace: Trace) -> _Rest:
        if isinstance(trace.value, bool):
            return trace.value
        match trace.shape:
            case "and" | "or" | "not":
                return (trace.shape, *map(self.rest, trace.parts))
            case "exists" | "all":
                return ("or" if trace.shape == "exists" else "and", *map(self.rest, trace.parts[1:]))
            case "if" if all(isinstance(part.value, bool | None) for part in trace.parts):
                if len(trace.parts) == 2:
                    return self.rest(trace.parts[1])
                return ("if", *map(self.rest, trace.parts))
        reads = [*_facts(trace)]
        unknown = [read for read in reads if not read.asked and _is_unknown(read.value)]
        # An operation without an answer (a division by zero) can be settled by correcting what it read.
        hangs = tuple(
            self.facts.setdefault(place, len(self.facts))
            for place in dict.fromkeys(read.place for read in unknown or reads)
        )
        # The same question about the same facts has one answer, wherever it is asked.
        return ("atom", self.atoms.setdefault((trace.node, hangs), len(self.atoms)), hangs)


def _facts(trace: Trace) -> Iterator[FactRead]:
    """The facts that were read, the day of the act among them where what hangs on it is not known for that."""
    for read in trace.reads():
        if isinstance(read, FactRead):
            yield read
        elif read.place is not None:
            yield FactRead(read.place, None)


def _is_unknown(value: Any) -> bool:
    return (
        value is None or isinstance(value, PartialList | Span) or (isinstance(value, tuple) and None in value)
    )


def missing_facts(applies: Trace, review: Trace, requires: Trace, in_force: Trace) -> tuple[Place, ...]:
    """The smallest set of facts that decides the rule whatever they turn out to be."""
    simplifier = _Simplifier()
    rests = tuple(
        # What is required makes no difference where a person decides.
        simplifier.rest(trace) if trace is not requires or review.value is not True else False
        for trace in (applies, review, requires, in_force)
    )
    places = tuple(simplifier.facts)
    return tuple(places[number] for number in _smallest(rests, len(places)))


@lru_cache(maxsize=50_000)
def _smallest(rests: tuple[_Rest, ...], count: int) -> tuple[int, ...]:
    occurrences = [atom for rest in rests for atom in _atoms(rest)]
    atoms = dict(occurrences)
    numbers = tuple(range(count))
    # Where no fact stands in two places, each one can make the difference.
    if sum(len(facts) for _, facts in occurrences) == count or len(atoms) > _MOST_ATOMS:
        return numbers
    if count <= _MOST_FACTS:
        for size in range(1, count):
            for chosen in combinations(numbers, size):
                if _decides(rests, atoms, set(chosen)):
                    return chosen
        return numbers
    kept = set(numbers)
    for fact in numbers:
        if _decides(rests, atoms, kept - {fact}):
            kept.discard(fact)
    return tuple(sorted(kept))


def _atoms(rest: _Rest) -> Iterator[tuple[int, tuple[int, ...]]]:
    if isinstance(rest, tuple):
        if rest[0] == "atom":
            yield rest[1], rest[2]
        else:
            for part in rest[1:]:
                yield from _atoms(part)


def _decides(rests: tuple[_Rest, ...], atoms: Mapping[int, tuple[int, ...]], chosen: set[int]) -> bool:
    """Whether the rule is decided for all answers that the chosen facts can give."""
    answered = [atom for atom, facts in atoms.items() if chosen.issuperset(facts)]
    known: dict[int, bool] = {}

    def decided(at: int) -> bool:
        if verdict(*(_value(rest, known) for rest in rests)) is not Outcome.UNKNOWN:
            return True
        if at == len(answered):
            return False
        for answer in (True, False):
            known[answered[at]] = answer
            if not decided(at + 1):
                return False
        del known[answered[at]]
        return True

    return decided(0)


def _value(rest: _Rest, known: Mapping[int, bool]) -> bool | None:
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
