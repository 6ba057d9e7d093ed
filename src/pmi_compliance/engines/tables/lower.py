"""
Conditions as columns: each checked tree becomes an expression over tables, the same for every engine.

What an engine has no word for, such as the form in which names are compared, is asked of `meaning.CALLS`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import ibis
from attrs import astuple, evolve, frozen
from ibis.expr.types import Value

from pmi_compliance.engines.inexact import takes_bounds
from pmi_compliance.engines.meaning import CALLS
from pmi_compliance.engines.shapes import JUDGED_ON, parameter
from pmi_compliance.engines.tables import values
from pmi_compliance.engines.tables.asking import Loop, ahead, ask, mapped, over
from pmi_compliance.engines.tables.days import compared
from pmi_compliance.engines.tables.functions import LOWERED
from pmi_compliance.engines.tables.truths import CONNECTIVES, OVER_COLUMNS, OVER_ITEMS, coded
from pmi_compliance.engines.tables.values import (
    Array,
    Between,
    Choice,
    Items,
    Row,
    chosen,
    decoded,
    each,
    encoded,
    ends,
    exactly,
    plain,
    shaped,
    truth,
)
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    FirstKnown,
    Has,
    ListOf,
    Name,
    Select,
    children,
)
from pmi_compliance.expr.types import BOOL, DATE, ListType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.engines.shapes import Shape
    from pmi_compliance.engines.tables.shared import Shared
    from pmi_compliance.engines.tables.values import Lowered
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.model import Parameter


@frozen(eq=False)
class Lowering:
    """What the conditions of one rule are lowered with."""

    parameters: Mapping[str, Parameter]
    judged_on: Lowered
    as_of: date | None
    shared: Shared

    def condition(self, checked: Checked, scope: Mapping[str, Lowered]) -> Lowered:
        """What a whole condition gives."""
        bound = {parameter(name): _Bound(None, given) for name, given in self.parameters.items()}
        for name, value in {JUDGED_ON: self.judged_on, **scope}.items():
            bound[name] = _Bound(value, _key(value))
        return _Tree(self, checked, self.shared.shapes.of(checked), ()).value(checked.tree, bound)


@frozen(eq=False)
class _Bound:
    """What a name stands for, a key that is the same for what is the same, and the number of loops it stands in."""

    value: Lowered
    key: Any
    depth: int = 0


def _key(value: Lowered) -> Any:
    match value:
        case Value():
            return value.op()
        case Between(lo, hi):
            return Between, lo.op(), hi.op()
        case Items(values):
            return Items, *map(_key, values)
        case Row() | Array() | Choice():
            return value
        case _:
            return type(value), value


def _ops(value: Lowered) -> Iterator[Any]:
    """The columns that a value is made of."""
    match value:
        case Value():
            yield value.op()
        case Between() | Array() | Choice():
            for part in astuple(value, recurse=False):
                yield from _ops(part)
        case Items(parts):
            for part in parts:
                yield from _ops(part)


@frozen(eq=False)
class _Tree:
    """One tree, inside some loops over columns."""

    lowering: Lowering
    checked: Checked
    shapes: Mapping[int, Shape]
    loops: tuple[Loop, ...]

    def value(self, node: Node, scope: Mapping[str, _Bound]) -> Lowered:
        """What a node gives: the same value wherever it means the same."""
        if isinstance(node, Name):
            return scope[node.name].value
        shape, known = self.shapes[node.number], self.lowering.shared.known
        bound = [scope[name] for name in shape.names]
        key = shape.number, *(one.key for one in bound)
        if key not in known:
            # What reads nothing of a loop does not stand in it.
            loops = self.loops[: max((one.depth for one in bound), default=0)]
            known[key] = evolve(self, loops=loops).made(node, scope)
        return known[key]

    def made(self, node: Node, scope: Mapping[str, _Bound]) -> Lowered:
        """What a node gives; what has grown large gets a column of its own."""
        match self.lowered(node, scope):
            case Array(value, partial, lost):
                return Array(self.whole(value), partial, lost)
            case Between(lo, hi):
                return Between(self.whole(lo), self.whole(hi))
            case Value() as value:
                return self.whole(value)
            case other:
                return other

    def whole(self, value: Value) -> Value:
        """The value of a node, or a part of it that is known for itself."""
        shared = self.lowering.shared
        shared.whole.add(value.op())
        return ahead(shared, self.loops, over(shared, self.loops, value)) if shared.is_large(value) else value

    def lowered(self, node: Node, scope: Mapping[str, _Bound]) -> Lowered:
        match node:
            case Constant(value):
                return value
            case Name(name):
                return scope[name].value
            case Select():
                return self.select(node, scope)
            case Has():
                return self.has(node, scope)
            case Comprehension():
                return self.loop(node, scope)
            case ListOf(items):
                return Items(tuple(exactly(self.value(item, scope)) for item in items))
            case FirstKnown(options):
                return self.first_known(options, scope)
            case Call(function, arguments):
                operands = [self.argument(node, argument, scope) for argument in arguments]
                kinds = [self.checked.type_of(argument) for argument in arguments]
                return self.call(function, operands, kinds, self.checked.type_of(node))

    def argument(self, call: Call, node: Node, scope: Mapping[str, _Bound]) -> Lowered:
        """A value that a function takes: of most literal lists what is exact, of others all that is known."""
        if takes_bounds(call, node):
            return Items(tuple(self.value(item, scope) for item in children(node)))
        return self.value(node, scope)

    def select(self, node: Select, scope: Mapping[str, _Bound]) -> Lowered:
        if node.operand == Name("params"):
            return self.parameter(node.field)
        if node.operand == Name("audit"):
            return self.lowering.as_of
        kind = self.checked.type_of(node)
        return each(self.value(node.operand, scope), lambda owner: _field(owner, node.field, kind), kind)

    def has(self, node: Has, scope: Mapping[str, _Bound]) -> Lowered:
        if node.operand in {Name("params"), Name("audit")}:
            return True

        def asked(owner: Lowered) -> Lowered:
            known, value = values.is_known(owner), values.field(owner, node.field)
            there = False if value is None else ends(value, DATE)[0].notnull()
            if not isinstance(known, Value):
                return there if known else None
            return ibis.cases((known, truth(there)), else_=ibis.null("boolean"))

        return each(self.value(node.operand, scope), asked, BOOL)

    def first_known(self, options: tuple[Node, ...], scope: Mapping[str, _Bound]) -> Lowered:
        """What is the same for all records stays a constant, and so does all that follows."""
        choices: list[Lowered] = []
        for option in options:
            value = self.value(option, scope)
            if value is None:
                continue
            choices.append(value)
            if not isinstance(value, Value | Between):
                break
        if len(choices) < 2:
            return choices[0] if choices else None
        if any(isinstance(choice, Between) for choice in choices):
            bounds = [ends(choice, DATE) for choice in choices]
            return Between(*(ibis.coalesce(*bound) for bound in zip(*bounds, strict=True)))
        return ibis.coalesce(*choices)

    def parameter(self, name: str) -> Lowered:
        parameter = self.lowering.parameters[name]
        values = [entry.value for entry in parameter.values.values]
        result = shaped(values[0])
        for day, (before, value) in zip(parameter.values.days[1:], pairwise(values), strict=True):
            # Across a border behind which it is the same, a value is known whatever the day.
            if value != before:
                reached = compared(">=", DATE, self.lowering.judged_on, day)
                result = chosen(reached, shaped(value), result, parameter.type)
        return result

    # Loops

    def loop(self, node: Comprehension, scope: Mapping[str, _Bound]) -> Lowered:
        kind = self.checked.type_of(node.source)
        item = kind.item if isinstance(kind, ListType) else None

        def through(source: Lowered) -> Lowered:
            match source:
                case None:
                    return None
                case Array():
                    return self.over_column(node, source, item, scope)
                case Items(elements):
                    bodies = [
                        exactly(self.value(node.body, {**scope, node.variable: self.bound(element)}))
                        for element in elements
                    ]
                    return OVER_ITEMS[node.macro](source, bodies, item)
            raise AssertionError(f"no list: {source!r}")

        return each(self.value(node.source, scope), through, self.checked.type_of(node))

    def bound(self, element: Lowered) -> _Bound:
        """An element of a list, with the loops that it depends on."""
        facts = self.lowering.shared.facts
        variables = {variable for op in _ops(element) for variable in facts(op).variables}
        depths = [at for at, loop in enumerate(self.loops, 1) if not variables.isdisjoint(loop.variables)]
        return _Bound(element, _key(element), max(depths, default=0))

    def over_column(
        self, node: Comprehension, source: Array, item: Type | None, scope: Mapping[str, _Bound]
    ) -> Lowered:
        def turned(make: Callable[[Lowered], Value]) -> Value:
            """An array of what is made of the body for each element."""

            def turn(loop: Loop) -> Value:
                inner = evolve(self, loops=(*self.loops, loop))
                variable = inner.bound(decoded(loop.element, item))
                return make(inner.value(node.body, {**scope, node.variable: variable}))

            return mapped(self.lowering.shared, source.expr, turn)

        if node.macro == "map":
            kind = self.checked.type_of(node.body)
            return Array(turned(lambda body: encoded(body, kind)), source.partial)
        return OVER_COLUMNS[node.macro](source, turned(coded))

    # Calls

    def call(self, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
        """What a function gives, strict in the unknown unless it is a connective."""
        if function in CONNECTIVES:
            return CONNECTIVES[function](*arguments)
        if function == "?:":
            return chosen(arguments[0], arguments[1], arguments[2], result)
        if None in [value for value in arguments if not isinstance(value, Value)]:
            return None
        for at, value in enumerate(arguments):
            if isinstance(value, Choice):

                def with_choice(choice: Lowered, at: int = at) -> Lowered:
                    return self.call(function, [*arguments[:at], choice, *arguments[at + 1 :]], kinds, result)

                return each(value, with_choice, result)
        known = [plain(value) for value in arguments]
        if None not in known:
            return shaped(CALLS[function](*known))
        return LOWERED[function](self, function, arguments, kinds, result)

    def asked(self, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
        """Ask the meaning itself, row by row."""
        return decoded(ask(self.lowering.shared, self.loops, function, arguments, kinds, result), result)


def _field(owner: Lowered, name: str, kind: Type) -> Lowered:
    value = values.field(owner, name)
    if value is None or not isinstance(kind, ListType):
        return value
    complete: Lowered = values.field(owner, f"{name}_complete")
    lost: Lowered = values.field(owner, f"{name}_lost")
    partial = True if complete is None else ~complete.fill_null(False)
    return Array(value, partial, False if lost is None else lost)
