"""
Why an outcome is what it is, from the same tree that decided it.

The tree is walked once for one record, and every step remembers which facts it read.
From that trace come the reasons of what is known (a certificate: these facts alone give the outcome)
and, for what is unknown, the smallest set of facts whose knowledge would decide it.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.backends.meaning import CALLS
from pmi_compliance.expr.ast import (
    Call,
    Comprehension,
    Constant,
    Has,
    ListOf,
    MapOf,
    Name,
    Node,
    Select,
)
from pmi_compliance.expr.types import RecordType
from pmi_compliance.outcome import Outcome, conjunction, disjunction, negation, verdict
from pmi_compliance.schema import Partial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.dataset import Dataset
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule

#: More facts or branches than this, and the set of missing facts is complete but perhaps not the smallest.
_MOST_FACTS = 8
_MOST_ATOMS = 12


@frozen
class Place:
    """Where a value stands: a record, and the path in it."""

    kind: str
    id: str
    path: tuple[str | int, ...] = ()

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.kind, self.id, (*self.path, step))


@frozen
class Read:
    """A fact that was read, or missed."""

    place: Place
    value: Any = field(eq=False)
    #: Read by `has`, which an absent fact answers too.
    asked: bool = False


@frozen
class Given:
    """Something that no record holds: a parameter of the law, or a date of the audit."""

    name: str
    value: Any = field(eq=False)
    since: date | None = None


@frozen(eq=False)
class Reason:
    """One fact and the sub-condition that read it."""

    part: str
    expression: str
    source: Read | Given


@frozen(eq=False)
class Explanation:
    """All that can be said about one rule and one record."""

    outcome: Outcome
    judged_on: date
    #: The place of that date; `None` when no date of the act is known and the audit date counts.
    judged_on_from: Place | None
    reasons: tuple[Reason, ...]
    missing: tuple[Place, ...]


@frozen(eq=False)
class Trace:
    """One node, evaluated."""

    node: Node
    value: Any
    #: `and`, `or`, `not`, `if`, or `leaf`.
    shape: str = "leaf"
    parts: tuple[Trace, ...] = ()
    #: What was read here and, for a leaf, below.
    reads: tuple[Read | Given, ...] = ()
    place: Place | None = None
    #: For lists: each element and its place.
    items: tuple[tuple[Any, Place | None], ...] = ()


def explain(rule: Rule, data: Mapping[str, Any], dataset: Dataset, as_of: date) -> Explanation:
    """Judge one record under one rule, and say why."""
    walker = Walker(dataset, rule, as_of)
    here = Place(rule.subject, data["id"])
    scope: dict[str, tuple[Any, Place | None]] = {rule.subject: (data, here)}
    walker.judged_on, origin = as_of, None
    for checked in rule.judged_on:
        found = walker.walk(checked, checked.tree, scope)
        if found.value is not None:
            walker.judged_on, origin = found.value, found.place
            break
    day = walker.judged_on
    if day not in rule.in_force:
        reason = Reason("in_force", _period(rule), Given("judged_on", day))
        return Explanation(Outcome.NOT_APPLICABLE, day, origin, (reason,), ())
    applies = walker.walk(rule.applies_when.checked, rule.applies_when.checked.tree, scope)
    if rule.automation == "manual":
        review: Trace = Trace(Constant(value=True), True)
    elif rule.review_when is not None:
        review = walker.walk(rule.review_when.checked, rule.review_when.checked.tree, scope)
    else:
        review = Trace(Constant(value=False), False)
    requires = walker.walk(rule.requires.checked, rule.requires.checked.tree, scope)
    traces = {"applies_when": applies, "review_when": review, "requires": requires}
    outcome = verdict(applies.value, review.value, requires.value)
    reasons: list[Reason] = []
    for part, trace in traces.items():
        text = next((condition.checked.text for condition in rule.conditions if condition.part == part), None)
        if text is not None and trace.value is not None:
            reasons += _reasons(part, trace, text)
        # What stands behind the part that settled the outcome was not needed.
        if (part, trace.value) in {("applies_when", False), ("review_when", True)}:
            break
    missing = _missing((applies, review, requires)) if outcome is Outcome.UNKNOWN else ()
    return Explanation(outcome, day, origin, tuple(dict.fromkeys(reasons)), missing)


def _period(rule: Rule) -> str:
    until = f" && judged_on < {rule.in_force.end}" if rule.in_force.end else ""
    return f"judged_on >= {rule.in_force.start}{until}"


class Walker:
    """Evaluates trees and remembers what was read."""

    def __init__(self, dataset: Dataset | None, rule: Rule | None, as_of: date | None) -> None:
        self.dataset, self.rule, self.as_of = dataset, rule, as_of
        self.judged_on = as_of

    def walk(self, checked: Checked, node: Node, scope: Mapping[str, tuple[Any, Place | None]]) -> Trace:
        """Evaluate one node; `scope` holds the value and place of each variable."""

        def go(inner: Node) -> Trace:
            return self.walk(checked, inner, scope)

        match node:
            case Constant(value):
                return Trace(node, value)
            case Name("judged_on") if "judged_on" not in scope:
                return Trace(node, self.judged_on, reads=(Given("judged_on", self.judged_on),))
            case Name(name):
                value, place = scope[name]
                reads = (Read(place, value),) if place is not None and not isinstance(value, dict) else ()
                return Trace(node, value, reads=reads, place=place)
            case Select() | Has():
                return self._field(checked, node, scope)
            case Comprehension():
                return self._loop(checked, node, scope)
            case ListOf(items):
                parts = [go(item) for item in items]
                listed = tuple(part.value for part in parts)
                return Trace(node, listed, reads=_all_reads(parts), items=tuple((v, None) for v in listed))
            case MapOf(entries):
                pairs = [(go(key), go(value)) for key, value in entries]
                made = {key.value: value.value for key, value in pairs}
                return Trace(node, made, reads=_all_reads([part for pair in pairs for part in pair]))
            case Call("&&", arguments):
                parts = [go(argument) for argument in arguments]
                return Trace(node, conjunction(*(part.value for part in parts)), "and", tuple(parts))
            case Call("||", arguments):
                parts = [go(argument) for argument in arguments]
                return Trace(node, disjunction(*(part.value for part in parts)), "or", tuple(parts))
            case Call("!", (operand,)):
                part = go(operand)
                return Trace(node, negation(part.value), "not", (part,))
            case Call("?:", arguments):
                test, yes, no = (go(argument) for argument in arguments)
                chosen = yes if test.value else no
                return Trace(
                    node,
                    None if test.value is None else chosen.value,
                    "if",
                    (test, yes, no),
                    reads=_all_reads([test, chosen] if test.value is not None else [test, yes, no]),
                    place=chosen.place,
                    items=chosen.items,
                )
            case Call(function, arguments):
                parts = [go(argument) for argument in arguments]
                values = [part.value for part in parts]
                value = None if None in values else CALLS[function](*values)
                inside = tuple((item, None) for item in value) if isinstance(value, tuple) else ()
                return Trace(node, value, reads=_all_reads(parts), items=inside)

    def _field(
        self, checked: Checked, node: Select | Has, scope: Mapping[str, tuple[Any, Place | None]]
    ) -> Trace:
        asks = isinstance(node, Has)
        match node.operand:
            case Name("audit"):
                return Trace(node, asks or self.as_of, reads=(Given("audit.date", self.as_of),))
            case Name("params"):
                return self._parameter(node)
        base = self.walk(checked, node.operand, scope)
        owner = checked.type_of(node.operand)
        relation = owner.fields[node.field].relation if isinstance(owner, RecordType) else None
        if relation is not None:
            found = self._related(node, base, relation)
            if asks:
                value = None if base.value is None else found.value is not None
                return Trace(node, value, reads=found.reads)
            return found
        if base.place is None and base.value is None:
            return Trace(node, None, reads=base.reads)
        value = None if base.value is None else base.value.get(node.field)
        place = base.place / node.field if base.place is not None else None
        reads = (Read(place, value),) if place is not None else base.reads
        if asks:
            if base.value is None:
                return Trace(node, None, reads=reads)
            asked = tuple(Read(r.place, r.value, asked=True) for r in reads if isinstance(r, Read))
            return Trace(node, node.field in base.value, reads=asked)
        items: tuple[tuple[Any, Place | None], ...] = ()
        if isinstance(value, tuple):
            items = tuple((item, place / at if place is not None else None) for at, item in enumerate(value))
        return Trace(node, value, reads=reads, place=place, items=items)

    def _parameter(self, node: Select | Has) -> Trace:
        assert self.rule is not None
        assert self.judged_on is not None
        dated = self.rule.parameters[node.field].values
        value = dated.on(self.judged_on).value
        reads = (Given(f"params.{node.field}", value, dated.since(self.judged_on)),)
        if isinstance(node, Has):
            return Trace(node, True, reads=reads)
        items = tuple((item, None) for item in value) if isinstance(value, tuple) else ()
        return Trace(node, value, reads=reads, items=items)

    def _related(self, node: Node, base: Trace, relation: Relation) -> Trace:
        if base.value is None:
            return Trace(node, None, reads=base.reads)
        assert self.dataset is not None
        assert base.place is not None
        found = self.dataset.related(relation)(base.value)
        if relation.shape == "one":
            key = base.value.get(relation.key)
            if key is None:
                return Trace(node, None, reads=(Read(base.place / relation.key, None),))
            return Trace(node, found, place=Place(relation.target, key))
        reads = (Read(base.place / relation.name, found),)
        items = tuple((other, Place(relation.target, other["id"])) for other in found or ())
        return Trace(node, found, reads=reads, place=base.place / relation.name, items=items)

    def _loop(
        self, checked: Checked, node: Comprehension, scope: Mapping[str, tuple[Any, Place | None]]
    ) -> Trace:
        source = self.walk(checked, node.source, scope)
        if source.value is None:
            return Trace(node, None, reads=source.reads)
        items = source.items or tuple((key, None) for key in source.value)
        bodies = [self.walk(checked, node.body, {**scope, node.variable: item}) for item in items]
        values = [body.value for body in bodies]
        partial = type(source.value) is Partial
        # A list known in part stands for one more element of which nothing is known.
        further = (
            Trace(node.source, None, reads=(Read(source.place / "-", None),))
            if partial and source.place
            else None
        )
        rest = [None] if partial else []
        everything = _all_reads([source, *bodies, *([further] if further else [])])
        first = Trace(node.source, source.value, reads=source.reads)
        parts = (first, *bodies, *([further] if further else ()))
        match node.macro:
            case "exists":
                value = disjunction(*values, *rest)
                return Trace(node, value, "exists", parts, reads=everything)
            case "all":
                value = conjunction(*values, *rest)
                return Trace(node, value, "all", parts, reads=everything)
            case "exists_one":
                hits = values.count(True)
                value = False if hits > 1 else None if partial or None in values else hits == 1
                return Trace(node, value, reads=everything)
            case "map":
                made = (Partial if partial else tuple)(values)
                places = [body.place for body in bodies]
            case _:
                kept = [item for item, hit in zip(items, values, strict=True) if hit]
                made = (Partial if partial or None in values else tuple)(item for item, _ in kept)
                places = [place for _, place in kept]
        return Trace(node, made, reads=everything, items=tuple(zip(made, places, strict=True)))


def _all_reads(parts: list[Trace]) -> tuple[Read | Given, ...]:
    return tuple(dict.fromkeys(read for part in parts for read in _below(part)))


def _below(trace: Trace) -> Iterator[Read | Given]:
    yield from trace.reads
    if trace.shape in {"and", "or", "not"}:
        for part in trace.parts:
            yield from _below(part)


# Reasons


def _reasons(part: str, trace: Trace, text: str) -> list[Reason]:
    return [
        Reason(part, " ".join(text[slice(*leaf.node.span)].split()), read)
        for leaf in _certificate(trace)
        for read in leaf.reads
    ]


def _certificate(trace: Trace) -> Iterator[Trace]:
    """The leaves that settled a known value."""
    match trace.shape, trace.value:
        case "and", False:
            chosen = [part for part in trace.parts if part.value is False]
        case "or", True:
            chosen = [part for part in trace.parts if part.value is True][:1]
        case "exists", True:
            chosen = [part for part in trace.parts[1:] if part.value is True][:1]
        case "all", False:
            chosen = [part for part in trace.parts[1:] if part.value is False]
        case "if", _ if isinstance(trace.value, bool):
            chosen = [trace.parts[0], trace.parts[1 if trace.parts[0].value else 2]]
        case (("and" | "or" | "not" | "exists" | "all"), _):
            chosen = list(trace.parts)
        case _:
            yield trace
            return
    for part in chosen:
        yield from _certificate(part)


# What is missing


@frozen(eq=False)
class _Atom:
    """An unknown leaf; its value hangs on facts."""

    facts: frozenset[Place]
    ordered: tuple[Place, ...]


#: A condition in which everything known has been put in: a value, an atom, or a connective over such.
_Rest = Any


def _rest(trace: Trace) -> _Rest:
    if trace.value is not None and trace.shape != "leaf":
        return trace.value
    match trace.shape:
        case "and" | "or" | "not":
            return (trace.shape, [_rest(part) for part in trace.parts])
        case "exists" | "all" if len(trace.parts) > 1:
            return ("or" if trace.shape == "exists" else "and", [_rest(part) for part in trace.parts[1:]])
        case "if" if trace.parts[0].value is not None and not trace.items and trace.value is None:
            return _rest(trace.parts[1 if trace.parts[0].value else 2])
        case "if" if trace.value is None and all(isinstance(p.value, bool | None) for p in trace.parts):
            return ("if", [_rest(part) for part in trace.parts])
        case _ if trace.value is not None:
            return trace.value
    unknown = [
        read.place
        for read in trace.reads
        if isinstance(read, Read) and not read.asked and _is_unknown(read.value)
    ]
    # An operation without an answer (a division by zero) can be settled by correcting what it read.
    places = unknown or [read.place for read in trace.reads if isinstance(read, Read)]
    return _Atom(frozenset(places), tuple(dict.fromkeys(places)))


def _is_unknown(value: Any) -> bool:
    return value is None or type(value) is Partial or (isinstance(value, tuple) and None in value)


def _atoms(rest: _Rest) -> Iterator[_Atom]:
    if isinstance(rest, _Atom):
        yield rest
    elif isinstance(rest, tuple):
        for part in rest[1]:
            yield from _atoms(part)


def _value(rest: _Rest, known: Mapping[int, bool]) -> bool | None:
    if isinstance(rest, _Atom):
        return known.get(id(rest))
    if not isinstance(rest, tuple):
        return bool(rest)
    shape, parts = rest
    if shape == "if":
        test = _value(parts[0], known)
        return None if test is None else _value(parts[1 if test else 2], known)
    return _FOLD[shape](*(_value(part, known) for part in parts))


_FOLD: dict[str, Callable[..., bool | None]] = {"and": conjunction, "or": disjunction, "not": negation}


def _missing(traces: tuple[Trace, Trace, Trace]) -> tuple[Place, ...]:
    """
    The smallest set of facts that decides the rule whatever they turn out to be.

    Where no fact stands in two places of what is left, that is all of them; else sets are tried from the smallest up.
    """
    rests = [_rest(trace) for trace in traces]
    atoms = list(dict.fromkeys(atom for rest in rests for atom in _atoms(rest)))
    facts = tuple(dict.fromkeys(place for atom in atoms for place in atom.ordered))
    if (
        sum(len(atom.facts) for atom in atoms) == len(facts)
        or len(facts) > _MOST_FACTS
        or len(atoms) > _MOST_ATOMS
    ):
        return facts
    for size in range(1, len(facts)):
        for chosen in combinations(facts, size):
            if _decides(rests, atoms, frozenset(chosen)):
                return chosen
    return facts


def _decides(rests: list[_Rest], atoms: list[_Atom], chosen: frozenset[Place]) -> bool:
    open_ = [atom for atom in atoms if atom.facts <= chosen]
    return all(
        verdict(*(_value(rest, dict(zip(map(id, open_), values, strict=True))) for rest in rests))
        is not Outcome.UNKNOWN
        for values in product((True, False), repeat=len(open_))
    )
