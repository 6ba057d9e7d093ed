"""
Conditions written as Python: the shapes that keep records from paying for a call, and calls for all else.

What a function gives for known arguments stands in `meaning.CALLS`; here are only comparisons, Kleene's connectives and
loops. A test holds both against `explain`, which evaluates the tree.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pmi_compliance.base.dated import Dated
from pmi_compliance.base.days import Span, exact
from pmi_compliance.base.outcome import SETTLES, Outcome
from pmi_compliance.engines.groups import told_apart
from pmi_compliance.engines.inexact import may_be_inexact, takes_bounds
from pmi_compliance.engines.meaning import CALLS, only
from pmi_compliance.engines.source import LOOPS, Followed, SourceWriter, WrittenValue, bracketed, compiled
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    FirstKnown,
    Has,
    ListOf,
    Name,
    Node,
    Select,
    children,
)
from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.schema import PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Parameter, Rule
    from pmi_compliance.records.index import Paths


#: Written between known arguments of simple types instead of a call.
INLINE = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Written(NamedTuple):
    """Python source that makes a function, and what it needs to run."""

    source: str
    namespace: Mapping[str, Any]
    relations: tuple[Followed, ...]
    #: The names in `namespace` that stand for functions of the language, and what the language calls these.
    functions: Mapping[str, str]

    def make(self) -> Callable[..., Callable[..., Any]]:
        """From the audit date, and what follows each relation, to the function."""
        space: dict[str, Any] = dict(self.namespace)
        exec(compiled(self.source), space)
        return cast("Callable[..., Callable[..., Any]]", space["make"])


#: What every program may call.
_AT_HAND = {"Partial": PartialList, "bisect": bisect_right, "Span": Span, "exact": exact, "only": only}


class Writer(SourceWriter):
    """Writes conditions as Python, with every short cut that an outcome allows."""

    def __init__(self) -> None:
        super().__init__()
        self.space |= _AT_HAND
        #: Functions of the language that the source calls by a name of their own, and that name.
        self.functions: dict[str, str] = {}
        self.relations: dict[Hashable, tuple[str, Followed]] = {}
        #: By the nodes that lead to groups, what tells their members apart, and how many are never left out.
        self.apart: dict[tuple[Checked, int], tuple[Paths, int]] = {}
        self.names: dict[str, WrittenValue] = {}
        self.parameters: Mapping[str, Parameter] = {}

    def program(self, arguments: str) -> Written:
        """All that was written."""
        names = "".join(f", {name}" for name, _ in self.relations.values())
        head = [f"def make(a{names}):", f"    def run({arguments}):"]
        source = "\n".join([*head, *self.lines, "    return run", ""])
        relations = tuple(relation for _, relation in self.relations.values())
        return Written(source, self.space, relations, self.functions)

    # Rules

    def alone(
        self, checked: Checked, variables: tuple[str, ...], parameters: Mapping[str, Parameter]
    ) -> Written:
        """Write what evaluates one condition."""
        self.parameters = parameters
        self.names = {name: WrittenValue(f"x_{name}", simple=True) for name in variables}
        self.put(f"return {self.value(checked, checked.tree).text}")
        return self.program(", ".join(f"x_{name}" for name in variables))

    def start(self, rule: Rule) -> None:
        """Take a rule: its record, and the day judged."""
        self.parameters = rule.parameters
        self.names = {
            name: WrittenValue(text, known=True, simple=True)
            for name, text in ((rule.subject, "s"), ("judged_on", "j"))
        }

    def rule(self, rule: Rule) -> Written:
        """Write what decides a rule."""
        self.start(rule)
        self.space |= {outcome.name: outcome for outcome in Outcome}
        self.put(f"j = {self.value(rule.day, rule.day.tree).text}")
        #: The conditions that would have left had they been known, and with which outcome they would.
        unsettled: list[tuple[str, str]] = []
        #: That it is in force, where that may be unknown: what does not apply need not be in force.
        in_force = ""
        for condition in rule.conditions:
            checked, (settling, outcome) = condition.checked, SETTLES[condition.part]
            if settling:
                unsettled += self.leave_if(checked, outcome.name)
                continue
            if condition.part == "in_force":
                in_force = self.stored(self.value(checked, checked.tree)).text
                self.put(f"if {in_force} is False: return {outcome.name}")
                continue
            leave = outcome.name
            for unknown, instead in unsettled:
                leave = f"{leave} if {unknown} is False else {instead}"
            self.go_on_if(checked, checked.tree, on_false=f"return {leave}", on_unknown="return UNKNOWN")
            if in_force and condition.part == "applies_when":
                self.put(f"if {in_force} is None: return UNKNOWN")
        for unknown, _ in unsettled:
            self.put(f"if {unknown} is None: return UNKNOWN")
        self.put("return PASS")
        return self.program("s")

    def leave_if(self, checked: Checked, outcome: str) -> list[tuple[str, str]]:
        """Leave with an outcome when a condition is true; what is unknown is kept, by its name, until all is judged."""
        value = self.stored(self.value(checked, checked.tree))
        self.put(f"if {value.text}: return {outcome}")
        return [] if value.known else [(value.text, outcome)]

    def go_on_if(self, checked: Checked, node: Node, *, on_false: str, on_unknown: str) -> None:
        """Write what runs on only where a condition is true; of a conjunction, a false part needs no other."""
        conjuncts = node.arguments if isinstance(node, Call) and node.function == "&&" else (node,)
        unknown: str | None = None
        for at, conjunct in enumerate(conjuncts):
            value = self.value(checked, conjunct)
            if value.known:
                self.put(f"if not {bracketed(value.text)}: {on_false}")
                continue
            if not value.unless:
                value = self.stored(value)
                value.unless, value.otherwise = f"{value.text} is None", value.text
            untrue = f"not {bracketed(value.otherwise)}"
            if unknown is not None:
                self.put(f"if {value.unless}: {unknown} = True")
                self.put(f"elif {untrue}: {on_false}")
            elif at == len(conjuncts) - 1:
                self.put(f"if {value.unless}: {on_unknown}")
                self.put(f"if {untrue}: {on_false}")
            else:
                unknown = self.fresh()
                self.put(f"{unknown} = {value.unless}")
                self.put(f"if not {unknown} and {untrue}: {on_false}")
        if unknown is not None:
            self.put(f"if {unknown}: {on_unknown}")

    # Values

    def value(self, checked: Checked, node: Node) -> WrittenValue:
        """Write what gives the value of a node."""
        match node:
            case Constant(value):
                return WrittenValue(repr(value), known=value is not None, simple=True)
            case Name(name):
                return self.names[name]
            case Select() | Has():
                return self.field(checked, node)
            case Comprehension():
                return self.loop(checked, node)
            case ListOf(items):
                return WrittenValue.of_tuple(self.exactly(checked, item) for item in items)
            case FirstKnown(options):
                return self.first_known(checked, options)
            case Call("&&" | "||" as connective, arguments):
                return self.connective(checked, connective, arguments)
            case Call("?:", (test, yes, no)):
                return self.choice(checked, test, yes, no)
            case Call():
                return self.call(checked, node)

    def field(self, checked: Checked, node: Select | Has) -> WrittenValue:
        """Of a record, a parameter, or the audit date."""
        if node.operand == Name("params"):
            return (
                WrittenValue("True", known=True, simple=True)
                if isinstance(node, Has)
                else self.parameter(node.field)
            )
        if node.operand == Name("audit"):
            return WrittenValue("True" if isinstance(node, Has) else "a", known=True, simple=True)
        owner = checked.type_of(node.operand)
        base = self.stored(self.value(checked, node.operand))
        apart = self.apart.get((checked, node.number))
        key = (type(node), base.text, node.field, apart)
        if key in self.have:
            return self.have[key]
        relation = owner.fields[node.field].relation if isinstance(owner, RecordType) else None
        if relation:
            text = f"{self.follow(relation, apart)}({base.text})"
            text = f"{text} is not None" if isinstance(node, Has) else text
        elif isinstance(node, Has):
            text = f"{node.field!r} in {base.text}"
        else:
            text = f"{base.text}.get({node.field!r})"
        known = base.known and isinstance(node, Has)
        if not base.known:
            text = f"None if {base.text} is None else {text}"
        value = self.have[key] = self.stored(WrittenValue(text, known=known))
        return value

    def follow(self, relation: Relation, apart: tuple[Paths, int] | None) -> str:
        """The name of what follows a relation."""
        key = (relation.source, relation.name, apart)
        return self.relations.setdefault(key, (f"r{len(self.relations)}", Followed(relation, apart)))[0]

    def asked_of(self, checked: Checked, node: Comprehension, first: int = 0) -> WrittenValue:
        """The list that a macro is over; of a group without those of whom the answer is that of another."""
        told = told_apart(checked, node)
        if told is not None:
            self.apart[checked, told.number] = told.by, first
        return self.stored(self.value(checked, node.source))

    def parameter(self, name: str, *, as_set: bool = False) -> WrittenValue:
        """The value of a parameter on the day judged."""
        key = ("params", name, as_set)
        if key not in self.have:
            dated = self.parameters[name].values
            values = tuple(frozenset(entry.value) if as_set else entry.value for entry in dated.values)
            if len(values) == 1:
                return WrittenValue(self.bound(values[0]), known=True, simple=True)
            days, history = self.bound(dated.days), self.bound(values)
            over = self.bound(Dated(dated.days, values).over)
            known = f"{history}[bisect({days}, j) - 1] if type(j) is not Span else only({over}(j))"
            self.have[key] = self.stored(WrittenValue(known))
        return self.have[key]

    def call(self, checked: Checked, node: Call) -> WrittenValue:
        """An operator or a function."""
        inexact = any(may_be_inexact(checked, argument) for argument in node.arguments)
        if node.function == "in" and not inexact and (fixed := self.fixed(node.arguments[1])) is not None:
            element = self.value(checked, node.arguments[0])
            element = element if element.known else self.stored(element)
            return self.guarded(f"{element.text} in {fixed.text}", [element, fixed], total=True)
        if node.function == "date" and isinstance(node.arguments[0], Constant):
            return WrittenValue(self.bound(CALLS["date"](node.arguments[0].value)), known=True, simple=True)
        parts = [self.argument(checked, node, argument) for argument in node.arguments]
        parts = [part if part.known else self.stored(part) for part in parts]
        if node.function == "!":
            return self.guarded(f"not {bracketed(parts[0].text)}", parts, total=True)
        if (
            node.function in INLINE
            and not (inexact and node.function in {"==", "!="})
            and not any(isinstance(checked.type_of(part), ListType) for part in node.arguments)
        ):
            left, right = (bracketed(part.text) for part in parts)
            return self.guarded(f"{left} {INLINE[node.function]} {right}", parts, total=not inexact)
        function = self.bound(CALLS[node.function])
        self.functions[function] = node.function
        return self.guarded(f"{function}({', '.join(part.text for part in parts)})", parts, total=False)

    def argument(self, checked: Checked, call: Call, node: Node) -> WrittenValue:
        """A value that a function takes: of most literal lists what is exact, of others all that is known."""
        if takes_bounds(call, node):
            return WrittenValue.of_tuple(self.value(checked, item) for item in children(node))
        return self.value(checked, node)

    def exactly(self, checked: Checked, node: Node) -> WrittenValue:
        """A value as an element of a list, which nothing is that is known in part."""
        value = self.value(checked, node)
        return WrittenValue(f"exact({value.text})") if may_be_inexact(checked, node) else value

    def fixed(self, node: Node) -> WrittenValue | None:
        """A list without unknowns that is the same for every record of one day, as a set."""
        if isinstance(node, ListOf) and node.items:
            values = [item.value for item in node.items if isinstance(item, Constant)]
            if len(values) == len(node.items) and None not in values:
                return WrittenValue(self.bound(frozenset(values)), known=True, simple=True)
        if isinstance(node, Select) and node.operand == Name("params"):
            return self.parameter(node.field, as_set=True)
        return None

    def guarded(self, text: str, parts: list[WrittenValue], *, total: bool) -> WrittenValue:
        """A strict operation: unknown when an argument is, and unless it is total also for known ones."""
        unknown = list(dict.fromkeys(f"{part.text} is None" for part in parts if not part.known))
        if total and not unknown:
            return WrittenValue(f"({text})", known=True)
        strict = f"(None if {' or '.join(unknown)} else {text})" if unknown else f"({text})"
        if total:
            return WrittenValue(strict, unless=" or ".join(unknown), otherwise=text)
        answer = self.fresh()
        unless = " or ".join([*unknown, f"({answer} := {text}) is None"])
        return WrittenValue(strict, unless=unless, otherwise=answer)

    def connective(self, checked: Checked, connective: str, arguments: tuple[Node, ...]) -> WrittenValue:
        """A chain, up to what settles it."""
        # For `&&`: false settles it, true changes nothing; for `||` the other way round.
        settles, neutral = ("False", "True") if connective == "&&" else ("True", "False")
        first = self.value(checked, arguments[0])
        name, known = self.fresh(), first.known
        self.put(f"{name} = {first.text}")
        for argument in arguments[1:]:
            with self.block(f"if {name} is not {settles}:"):
                part = self.stored(self.value(checked, argument))
                known = known and part.known
                self.put(f"if {part.text} is not {neutral}: {name} = {part.text}")
        return WrittenValue(name, known=known, simple=True)

    def first_known(self, checked: Checked, options: tuple[Node, ...]) -> WrittenValue:
        """A later option is looked at only where all before it are unknown."""
        first = self.value(checked, options[0])
        name, known = self.fresh(), first.known
        self.put(f"{name} = {first.text}")
        with ExitStack() as blocks:
            for option in options[1:]:
                blocks.enter_context(self.block(f"if {name} is None:"))
                value = self.value(checked, option)
                known = known or value.known
                self.put(f"{name} = {value.text}")
        return WrittenValue(name, known=known, simple=True)

    def choice(self, checked: Checked, test: Node, yes: Node, no: Node) -> WrittenValue:
        """Only the branch that is taken."""
        condition = self.stored(self.value(checked, test))
        name, known = self.fresh(), condition.known
        for head, branch in ((f"if {condition.text}:", yes), (f"elif {condition.text} is False:", no)):
            with self.block(head):
                branch_value = self.value(checked, branch)
                known = known and branch_value.known
                self.put(f"{name} = {branch_value.text}")
        self.put(f"else: {name} = None")
        return WrittenValue(name, known=known, simple=True)

    def loop(self, checked: Checked, node: Comprehension) -> WrittenValue:
        """A macro."""
        source = self.asked_of(checked, node)
        kind = checked.type_of(node.source)
        item = kind.item if isinstance(kind, ListType) else None
        element = self.fresh()
        # Parts of records that stand in lists are never null: the schema says so.
        known = isinstance(item, RecordType)
        name, start, step, end = self.fresh(), *LOOPS[node.macro]
        holds = {"name": name, "source": source.text, "element": element}
        if not source.known:
            self.put(f"if {source.text} is None: {name} = None")
        with self.block("if True:" if source.known else "else:"):
            self.put(start.format(**holds))
            with self.block(f"for {element} in {source.text}:"):
                outer = self.names
                self.names = {**outer, node.variable: WrittenValue(element, known=known, simple=True)}
                if node.macro in {"exists", "all"}:
                    self.fold(checked, node.macro, node.body, name)
                else:
                    make = self.exactly if node.macro == "map" else self.value
                    body = self.stored(make(checked, node.body))
                    for line in step:
                        self.put(line.format(body=body.text, **holds))
                self.names = outer
            for line in end:
                self.put(line.format(**holds))
        return WrittenValue(name, known=False, simple=True)

    def fold(self, checked: Checked, macro: str, body: Node, name: str) -> None:
        """One turn of `exists` or `all`: what settles the fold ends the loop, what is unknown is kept in mind."""
        settles = macro == "exists"
        if turned := isinstance(body, Call) and body.function == "!":
            (body,) = body.arguments
        end = f"{name} = {settles}; break"
        # Whether a body that is true settles the fold, or one that is false.
        by_truth = settles != turned
        self.go_on_if(
            checked, body, on_false="continue" if by_truth else end, on_unknown=f"{name} = None; continue"
        )
        self.put(end if by_truth else "continue")
