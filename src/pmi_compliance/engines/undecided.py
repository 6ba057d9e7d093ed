"""
What is left undecided of the conditions of a rule, once everything known has been put in.

Facts and questions become numbers, so that rules and records of one shape look the same. A question about one fact that
can only be a few things, such as a class of workers, is asked for each of them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from pmi_compliance.base.days import Span, bounds
from pmi_compliance.engines.facts import FactRead
from pmi_compliance.expr.functions import COMPARING
from pmi_compliance.expr.tree import Call, Comprehension, FirstKnown, Has, below
from pmi_compliance.expr.types import BOOL, String
from pmi_compliance.records.schema import PartialList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from pmi_compliance.base.days import Day
    from pmi_compliance.engines.facts import Bound, ContextValue, Place
    from pmi_compliance.engines.trace import Evaluator, Trace
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel

#: A condition in which everything known has been put in: a value, an atom (its number and its facts),
#: or a connective over such. Facts and atoms are numbers, so that rules and records of one shape share an answer.
Rest: TypeAlias = "bool | tuple[Any, ...] | None"

#: What a question comes to for each value of its fact.
Answers: TypeAlias = "tuple[bool | None, ...]"

#: A fact that can only be a few things: its number, its atoms, and what these can come to together.
Limited: TypeAlias = "tuple[int, tuple[int, ...], tuple[Answers, ...]]"


@frozen(eq=False)
class Judged:
    """One rule, judged on one record."""

    rule: Rule
    evaluator: Evaluator
    #: The record, by the name that conditions call it.
    scope: Mapping[str, Bound]
    #: What each part came to, in the order in which `verdict` takes them.
    parts: Mapping[str, Trace]


@frozen(eq=False)
class Undecided:
    """What is undecided of a rule, its facts and atoms as numbers in the order in which they are asked for."""

    #: What is undecided of each part.
    rests: tuple[Rest, ...]
    #: Where the facts stand, by their numbers.
    places: tuple[Place, ...]
    #: The facts of which not every answer to every question is possible.
    limited: tuple[Limited, ...]


def undecided(judged: Judged, *, by_value: bool) -> Undecided:
    """
    What is undecided of a rule.

    Args:
        judged: The rule and the record.
        by_value: Whether what a fact can be counts; else each question can come out either way.

    """
    simplifier = _Simplifier(judged, by_value)
    # What is required makes no difference where a person decides.
    review = judged.parts["review_when"].value is True
    rests = [False if review and part == "requires" else simplifier.of(part) for part in judged.parts]
    numbers = _Numbers()
    numbered = tuple(map(numbers.of, rests))
    return Undecided(numbered, tuple(numbers.facts), numbers.limited())


class _Numbers:
    """Numbers for facts and atoms."""

    def __init__(self) -> None:
        self.facts: dict[Place, int] = {}
        self.atoms: dict[tuple[Any, tuple[Place, ...]], int] = {}
        self._answers: dict[int, dict[int, Answers]] = {}

    def of(self, rest: Rest) -> Rest:
        """The same with numbers."""
        if not isinstance(rest, tuple):
            return rest
        if rest[0] != "atom":
            return (rest[0], *map(self.of, rest[1:]))
        _, question, places, answers = rest
        hangs = tuple(self.facts.setdefault(place, len(self.facts)) for place in places)
        # The same question about the same facts has one answer, wherever it is asked.
        number = self.atoms.setdefault((question, places), len(self.atoms))
        if answers:
            self._answers.setdefault(hangs[0], {})[number] = answers
        return ("atom", number, hangs)

    def limited(self) -> tuple[Limited, ...]:
        """What the facts that can only be a few things say of their atoms, where these are not free."""
        found = (
            (fact, tuple(atoms), _together(tuple(atoms.values()))) for fact, atoms in self._answers.items()
        )
        return tuple(entry for entry in found if entry[2] != _EITHER)


@frozen(eq=False)
class _Simplifier:
    """Keeps of conditions what is undecided."""

    judged: Judged
    by_value: bool

    def of(self, part: str) -> Rest:
        """What is undecided of one part of the rule; of an atom what it asks, of which facts, and its answers."""
        checked = self.judged.rule.condition(part)
        trace = self.judged.parts[part]
        if checked is None or isinstance(trace.value, bool):
            known: bool | None = trace.value
            return known
        return self._rest(checked, trace, self.judged.scope)

    def _rest(self, checked: Checked, trace: Trace, scope: Mapping[str, Bound]) -> Rest:
        if isinstance(trace.value, bool):
            return trace.value
        checked = trace.checked or checked
        evaluator = self.judged.evaluator
        key = None if trace.plain else evaluator.shared_key(checked, trace.node)
        if key is None or evaluator.remembered is None:
            return self._of_parts(checked, trace, scope)
        remembered, key = evaluator.remembered, ("undecided", self.by_value, *key)
        if key not in remembered:
            remembered[key] = self._of_parts(checked, trace, scope)
        rest: Rest = remembered[key]
        return rest

    def _of_parts(self, checked: Checked, trace: Trace, scope: Mapping[str, Bound]) -> Rest:
        match trace.shape:
            case "and" | "or" | "not":
                # Those of its parts that are known settle nothing, or it would be known.
                parts = trace.parts_that_are(None)
                return _folded(trace.shape, [self._rest(checked, part, scope) for part in parts])
            case "exists" | "all":
                shape = "or" if trace.shape == "exists" else "and"
                return _folded(shape, [*self._bodies(checked, trace, scope)])
            case "if" if all(isinstance(part.value, bool | None) for part in trace.parts):
                return _branched(*(self._rest(checked, part, scope) for part in trace.parts))
        return self._atom(checked, trace, scope)

    def _bodies(self, checked: Checked, trace: Trace, scope: Mapping[str, Bound]) -> Iterator[Rest]:
        """What is undecided of each element that a macro asked about."""
        assert isinstance(trace.node, Comprehension)
        for body, item in zip(trace.parts[1:], trace.items, strict=True):
            yield self._rest(checked, body, {**scope, trace.node.variable: item})

    def _atom(self, checked: Checked, trace: Trace, scope: Mapping[str, Bound]) -> Rest:
        unknown = [*_lacking(trace)]
        # An operation without an answer (a division by zero) can be settled by correcting what it read.
        places = tuple(dict.fromkeys(read.place for read in unknown or _facts(trace)))
        answers = self._asked(checked, trace, scope, places[0]) if self.by_value and len(unknown) == 1 else ()
        if answers and answers[0] is not None and len({*answers}) == 1:
            return answers[0]
        return ("atom", answers or trace.node, places, answers)

    def _asked(self, checked: Checked, trace: Trace, scope: Mapping[str, Bound], place: Place) -> Answers:
        """What an atom comes to for each value that its one fact can have; nothing if that can be anything."""
        values = self.judged.rule.model.made_once(_values, place.kind, place.path)
        if not values:
            return ()
        if trace.plain and (answers := _ANSWERS.get(_plain_question(checked, trace, place))) is not None:
            return answers
        parts = [*_parts(trace)]
        # Whether a fact is written that a record may hold which is not there, its value does not tell.
        if any(isinstance(part.node, Has) and part.value is None for part in parts):
            return ()
        key = _plain_question(checked, trace, place) if trace.plain else _question(checked, parts, place)
        answers = None if key is None else _ANSWERS.get(key)
        if answers is None:
            ask = self.judged.evaluator.supposing
            told_apart = _told_apart(checked, parts, values, place)
            asked = {value: ask({place: value}, checked, trace.node, scope) for value in told_apart}
            answers = tuple(asked.get(value, asked[told_apart[-1]]) for value in values)
            if key is not None:
                if len(_ANSWERS) >= _MOST_ANSWERS:
                    _ANSWERS.clear()
                _ANSWERS[key] = answers
        return answers


#: Answers are kept, because the same is asked of thousands of records.
_ANSWERS: dict[Hashable, Answers] = {}
_MOST_ANSWERS = 20_000


#: What a fact can be that is said or denied.
_EITHER_WAY = (True, False)


def _values(model: RecordModel, kind: str, path: tuple[str | int, ...]) -> tuple[bool | str, ...]:
    """All that a fact can be; nothing if it can be anything."""
    field, _ = model.field_at(kind, path)
    match field and field.type:
        case String(values, one_of) if values is not None:
            # Once it is known, it is no longer one of several.
            return tuple(sorted(values - {code for code, _ in one_of}))
        case kind_ if kind_ == BOOL:
            return _EITHER_WAY
    return ()


def _told_apart(
    checked: Checked, parts: list[Trace], values: tuple[bool | str, ...], place: Place
) -> tuple[bool | str, ...]:
    """
    Of all that a fact can be, what an atom can tell apart: what is compared in it, and one that stands for all others.

    Some 250 countries are one code each, and most conditions name one of them.
    """
    atom = parts[0].node
    if values == _EITHER_WAY or any(_may_look_further(checked, node) for node in (atom, *below(atom))):
        return values
    # With another value the other branch could be taken, of which nothing was read.
    tests = (part.parts[0] for part in parts if part.shape == "if")
    if any(test.value is None or any(read.place == place for read in _facts(test)) for test in tests):
        return values
    compared = {text for part in parts for text in _texts(part.value)}
    named = [value for value in values if value in compared]
    others = [value for value in values if value not in compared]
    return (*named, *others[:1])


def _may_look_further(checked: Checked, node: Node) -> bool:
    """Whether a node asks more of a text than whether it is another, or has not read all that it may compare."""
    match node:
        case Comprehension() | FirstKnown():
            return True
        case Call(function, arguments):
            return function not in {*COMPARING, "?:"} and any(
                isinstance(checked.type_of(argument), String) for argument in arguments
            )
    return False


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def _plain_question(checked: Checked, trace: Trace, place: Place) -> Hashable:
    """The same where what was read is all that the answers hang on."""
    told = trace.told()
    if any(isinstance(read, FactRead) and read.asked and read.place == place for read in told):
        return None
    asked = tuple(isinstance(read, FactRead) and read.asked for read in told)
    return _hashable([checked, trace.node.number, asked, *(read.value for read in told)])


def _question(checked: Checked, parts: list[Trace], place: Place) -> Hashable:
    """All that the answers to an atom hang on, beside the value of its fact; `None` where not all of it was read."""
    seen: list[Any] = [checked, parts[0].node.number]
    for part in parts:
        # With another value more could be read: what stands in the elements of a list, or behind a `has`.
        if isinstance(part.node, Comprehension) or any(
            isinstance(read, FactRead) and read.asked and read.place == place for read in part.own
        ):
            return None
        seen += (part.value, *(read.value for read in part.own))
    return _hashable(seen)


def _hashable(seen: list[Any]) -> Hashable:
    """What was seen, as a key; `None` where something in it cannot be part of one."""
    # Of a record, what was read of it stands beside it.
    key = tuple("" if isinstance(value, dict) else value for value in seen)
    try:
        hash(key)
    except TypeError:
        return None
    return key


@lru_cache(maxsize=20_000)
def _together(answers: tuple[Answers, ...]) -> tuple[Answers, ...]:
    """What some atoms of one fact come to for each of its values, each once and in an order of its own."""
    return tuple(sorted({*zip(*answers, strict=True)}, key=lambda row: [*map(str, row)]))


#: What a single atom comes to that can come out either way.
_EITHER = ((False,), (True,))


def _folded(shape: str, parts: list[Rest]) -> Rest:
    """A connective over parts, without those that are known."""
    if shape == "not":
        (operand,) = parts
        return not operand if isinstance(operand, bool) else ("not", operand)
    settling = shape == "or"
    if settling in parts:
        return settling
    undecided = [part for part in parts if not isinstance(part, bool)]
    if len(undecided) <= 1:
        return undecided[0] if undecided else not settling
    return (shape, *undecided)


def _branched(test: Rest, *branches: Rest) -> Rest:
    """A choice between branches, of which only the one that was taken stands here if the test was known."""
    if isinstance(test, bool) or branches[0] == branches[-1]:
        return branches[0 if test is True else -1]
    return ("if", test, *branches)


def _parts(trace: Trace) -> Iterator[Trace]:
    yield trace
    for part in trace.parts:
        yield from _parts(part)


def _facts(trace: Trace) -> Iterator[FactRead]:
    """The facts that were read here and below."""
    return _facts_of(trace.reads())


def _facts_of(reads: Iterable[FactRead | ContextValue]) -> Iterator[FactRead]:
    """The facts, the day of the act among them where what hangs on it is not known for that."""
    for read in reads:
        if isinstance(read, FactRead):
            yield read
        elif read.place is not None:
            yield FactRead(read.place, None)


def _lacking(trace: Trace) -> Iterator[FactRead]:
    """The facts for which something has no answer: those that are not known, and those that contradict each other."""
    if contradicting := _contradicting(trace):
        # Whatever else is learned, they still do.
        yield from (read for part in contradicting for read in _giving(part) if not _is_unknown(read.value))
        return
    for read in _facts_of(trace.told() if trace.plain else trace.own):
        if not read.asked and _is_unknown(read.value):
            yield read
    if trace.plain:
        return
    settles = isinstance(trace.node, Call) and trace.node.function == "settled"
    for part in trace.parts:
        if not (settles and part.value is True):
            yield from _lacking(part)


def _contradicting(trace: Trace) -> list[Trace]:
    """Two opposite questions that are both answered yes, or days between which no day is left; else nothing."""
    match trace.node:
        case Call("settled") if all(part.value is True for part in trace.parts):
            return [*trace.parts]
        case Call("within") if trace.value is None:
            after, before = ([day for day in side.parts if day.value is not None] for side in trace.parts)
            pairs = [pair for pair in product(after, before) if _is_later(*(day.value for day in pair))]
            return [day for pair in pairs for day in pair]
    return []


def _is_later(day: Day, other: Day) -> bool:
    """Whether a day is certainly later than another."""
    return bool(bounds(day)[0] > bounds(other)[1])


def _giving(trace: Trace) -> Iterator[FactRead]:
    """The facts that gave a value: of several that each would do, those that do."""
    yield from _facts_of(trace.own)
    one_does = trace.shape in {"or", "exists"} and trace.value is True
    for part in trace.parts:
        if part.value is True or not one_does:
            yield from _giving(part)


def _is_unknown(value: Any) -> bool:
    return (
        value is None or isinstance(value, PartialList | Span) or (isinstance(value, tuple) and None in value)
    )
