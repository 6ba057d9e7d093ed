"""
The values of a rule's conditions and of all their parts, from generated code; a part is traced when it is looked at.

Who explains an outcome looks closely at few parts of a condition, and of the others only whether they are true. So the
code that decides is written once more here, without its short cuts, and gives the value of every part. All else that a
`Trace` says is found by the `Evaluator`, for those parts alone that somebody asks about.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.outcome import SETTLES, Outcome
from pmi_compliance.engines.groups import NAMED, Related, is_shared
from pmi_compliance.engines.leaves import reader_of
from pmi_compliance.engines.meaning import CALLS
from pmi_compliance.engines.source import PREPARED, WrittenValue
from pmi_compliance.engines.trace import CONNECTIVES, FOLDS, Trace, elements_of, one_more
from pmi_compliance.engines.writer import Writer
from pmi_compliance.expr.printing import source_of
from pmi_compliance.expr.tree import Call, Comprehension, FirstKnown, Select
from pmi_compliance.expr.types import BOOL, ListType, RecordType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pmi_compliance.base.days import Day
    from pmi_compliance.engines.facts import Bound, ContextValue, FactRead
    from pmi_compliance.engines.leaves import Reader
    from pmi_compliance.engines.source import Followed
    from pmi_compliance.engines.trace import Evaluator, Relations
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.packs.model import Rule


@frozen(eq=False)
class Part:
    """A part of a condition, and how its value comes from those of its own parts."""

    node: Node
    #: As in a `Trace`. The code gives the value alone of a leaf, and of all others the value with what it gives of
    #: their parts. Without a shape, all but the value stands in the trace.
    shape: str | None = "leaf"
    parts: tuple[Part, ...] = ()
    #: Finds what it reads, if it is plain.
    reads: Reader | None = None
    #: What it was written as, on one line.
    text: str = field(init=False)

    @text.default
    def _text(self) -> str:
        return source_of(self.node)


@frozen(eq=False)
class Outline:
    """What gives the values of all parts of a rule's conditions."""

    #: For each condition its part of the rule, itself, and its outermost part.
    conditions: tuple[tuple[str, Checked, Part], ...]
    relations: tuple[Followed, ...]
    #: From the audit date, and what follows the relations, to the function itself.
    make: Callable[..., Callable[[Any, Day], tuple[Any, ...]]] = field(repr=False)

    @staticmethod
    @lru_cache(maxsize=PREPARED)
    def of(rule: Rule) -> Outline:
        """The outline of a rule, written once."""
        return _OutlineWriter().outline(rule)

    def traces(
        self, evaluator: Evaluator, relations: Relations, scope: Mapping[str, Bound]
    ) -> dict[str, Trace]:
        """As `traces_of`, from the values of all parts."""
        function = self.make(evaluator.as_of, *(followed.by(relations) for followed in self.relations))
        ((data, _),) = scope.values()
        assert evaluator.judged_on is not None
        given = function(data, evaluator.judged_on)
        return {
            name: _Outlined(part, value, evaluator, checked, scope)
            for (name, checked, part), value in zip(self.conditions, given, strict=False)
        }


def traces_of(
    rule: Rule, evaluator: Evaluator, relations: Relations, scope: Mapping[str, Bound]
) -> dict[str, Trace]:
    """
    The traces of a rule's conditions by their parts of the rule, up to one that says that it does not apply.

    Args:
        rule: The rule.
        evaluator: Traces what is looked at; it has taken the day judged.
        relations: Lead from the record to others.
        scope: The record, by the name that conditions call it.

    """
    if next(_explained(rule)) >= WORTH_WRITING:
        return Outline.of(rule).traces(evaluator, relations, scope)
    traces: dict[str, Trace] = {}
    for condition in rule.conditions:
        trace = evaluator.evaluate(condition.checked, condition.checked.tree, scope)
        traces[condition.part] = trace
        # What does not apply need not be looked at further, and most rules do not apply to most records.
        if (trace.value, Outcome.NOT_APPLICABLE) == SETTLES[condition.part]:
            break
    return traces


#: After so many explanations of a rule the next ones are worth to write its outline, which takes as long as some twenty.
WORTH_WRITING = 16


@lru_cache(maxsize=PREPARED)
def _explained(_: Rule) -> Iterator[int]:
    """How often a rule was explained before."""
    return count()


class _Outlined(Trace):
    """A trace that knows its value, and finds all else when somebody looks at it."""

    __slots__ = ("_evaluator", "_given", "_part", "_scope", "_told", "_within")

    def __init__(
        self, part: Part, given: Any, evaluator: Evaluator, within: Checked, scope: Mapping[str, Bound]
    ) -> None:
        self.node = part.node
        if part.parts:
            assert part.shape is not None
            self.value, self.shape = given[0], part.shape
            if part.shape in FOLDS and given[1] is None:
                # Of a list that is not known, nothing was asked.
                self.shape = "leaf"
        else:
            self.value = given
            if part.shape is not None:
                self.shape = part.shape
        self._part, self._given, self._within = part, given, within
        self._evaluator, self._scope = evaluator, scope
        self._told: list[FactRead | ContextValue] | None = None

    def __getattr__(self, name: str) -> Any:
        """What was not looked at before."""
        if name not in _FOUND_LATER:
            raise AttributeError(name)
        if name == "checked" and (self._part.parts or self.plain):
            self.checked = None
        elif self._part.parts:
            self.own, self.place, self.items = (), None, ()
            self.parts = (*(self._asked() if self._part.shape in FOLDS else self._below()),)
        else:
            trace = self._evaluator.evaluate(self._within, self.node, self._scope)
            self.own, self.place, self.parts, self.items = trace.own, trace.place, trace.parts, trace.items
            if not self.plain:
                self.shape = trace.shape
                # It may be remembered of another condition, which has nodes of its own.
                self.node, self.checked = trace.node, trace.checked
        return getattr(self, name)

    def told(self) -> Sequence[FactRead | ContextValue]:
        """What was read here and below."""
        if self._told is None:
            if self._part.reads is None or not self.plain:
                return super().told()
            self._told = []
            self._part.reads(self._evaluator, self._scope, self._told)
        return self._told

    @property
    def text(self) -> str:
        """What the node was written as, on one line."""
        return self._part.text

    def parts_that_are(self, value: Any) -> Iterator[Trace]:
        """The parts of one value, and no others are made."""
        if self._part.shape not in _CONNECTED:
            return super().parts_that_are(value)
        return (
            self._of(part, given, self._scope)
            for part, given in zip(self._part.parts, self._given[1:], strict=True)
            if (given[0] if part.parts else given) is value
        )

    @property
    def plain(self) -> bool:
        """Whether what was read is all that its value hangs on."""
        # What stands nowhere is not read, as a text in a list that the rule itself writes.
        return self._part.reads is not None and all(place is not None for _, place in self._scope.values())

    def _of(self, part: Part, given: Any, scope: Mapping[str, Bound]) -> Trace:
        return _Outlined(part, given, self._evaluator, self._within, scope)

    def _below(self) -> Iterator[Trace]:
        """The parts of a connective, or of a choice."""
        parts, given = self._part.parts, self._given[1:]
        if len(given) < len(parts):
            test = self._of(parts[0], given[0], self._scope)
            yield test
            parts, given = (parts[1 if test.value else 2],), given[1:]
        for part, value in zip(parts, given, strict=True):
            yield self._of(part, value, self._scope)

    def _asked(self) -> Iterator[Trace]:
        """The list that a fold is over, and what was asked about its elements."""
        node = self.node
        assert isinstance(node, Comprehension)
        source = self._evaluator.evaluate(self._within, node.source, self._scope)
        yield source
        if source.value is None:
            return
        _, _, bodies, members = self._given
        told = elements_of(source)
        if members:
            assert isinstance(told, Related)
            told = [told.placed(member) for member in members]
        (body,) = self._part.parts
        for item, given in zip(told, bodies, strict=True):
            yield self._of(body, given, {**self._scope, node.variable: item})
        self.items = (*told, (None, None))[: len(told) + len(more := one_more(source))]
        yield from more


#: The shapes of which each part has a value.
_CONNECTED = frozenset(shape for shape, _ in CONNECTIVES.values())

#: What `_Outlined` finds when it is looked at.
_FOUND_LATER = frozenset({"shape", "parts", "own", "place", "items", "checked"})


class _OutlineWriter(Writer):
    """Writes the function of an outline."""

    def outline(self, rule: Rule) -> Outline:
        self.start(rule)
        conditions, written = [], []
        for condition in rule.conditions:
            checked = condition.checked
            value, text, part = self.part(checked, checked.tree)
            conditions.append((condition.part, checked, part))
            written.append(f"{text}, ")
            settling, outcome = SETTLES[condition.part]
            if outcome is Outcome.NOT_APPLICABLE:
                self.put(f"if {value} is {settling}: return ({''.join(written)})")
        self.put(f"return ({''.join(written)})")
        program = self.program("s, j")
        return Outline(tuple(conditions), program.relations, program.make())

    def part(self, checked: Checked, node: Node) -> tuple[str, str, Part]:
        """The value of a part, what is given of it, and itself."""
        match node:
            case Call("&&" | "||" | "!" as connective, arguments):
                return self.connected(checked, node, connective, arguments)
            case Call("?:", (test, yes, no)) if checked.type_of(node) == BOOL:
                return self.chosen(checked, node, (test, yes, no))
            case Comprehension("exists" | "all"):
                told = _is_told(checked, node.source)
                if told is not None:
                    return self.folded(checked, node, told=told)
                value = self.stored(self.value(checked, node)).text
                return value, value, Part(node, None)
        value = self.stored(self.value(checked, node)).text
        return value, value, Part(node, reads=reader_of(checked, node))

    def kept(self, *given: str) -> str:
        """A name for what is given of a part."""
        name = self.fresh()
        self.put(f"{name} = ({''.join(f'{one}, ' for one in given)})")
        return name

    def connected(
        self, checked: Checked, node: Node, connective: str, arguments: tuple[Node, ...]
    ) -> tuple[str, str, Part]:
        values, texts, parts = zip(*(self.part(checked, argument) for argument in arguments), strict=True)
        name = self.fresh()
        self.put(f"{name} = {self.bound(CALLS[connective])}({', '.join(values)})")
        return name, self.kept(name, *texts), Part(node, CONNECTIVES[connective][0], parts)

    def chosen(
        self, checked: Checked, node: Node, branches: tuple[Node, Node, Node]
    ) -> tuple[str, str, Part]:
        test, *others = branches
        tested, test_text, test_part = self.part(checked, test)
        name, text, parts = self.fresh(), self.fresh(), [test_part]
        for head, branch in zip((f"if {tested}:", f"elif {tested} is False:"), others, strict=True):
            with self.block(head):
                value, given, part = self.part(checked, branch)
                self.put(f"{name}, {text} = {value}, ({value}, {test_text}, {given})")
                parts.append(part)
        with self.block("else:"):
            texts = [self.part(checked, branch)[1] for branch in others]
            self.put(f"{name}, {text} = None, (None, {test_text}, {', '.join(texts)})")
        return name, text, Part(node, "if", tuple(parts))

    def folded(self, checked: Checked, node: Comprehension, *, told: bool) -> tuple[str, str, Part]:
        source = self.asked_of(checked, node, NAMED).text
        kind = checked.type_of(node.source)
        item = kind.item if isinstance(kind, ListType) else None
        name, text, values, given, members, number, element = (self.fresh() for _ in range(7))
        with self.block(f"if {source} is None:"):
            self.put(f"{name}, {text} = None, (None, None)")
        with self.block("else:"):
            self.put(f"{values}, {given}, {members} = [], [], {'[]' if told else None}")
            head = f"{number}, {element} in enumerate({source})" if told else f"{element} in {source}"
            with self.block(f"for {head}:"):
                outer = self.names
                known = isinstance(item, RecordType)
                self.names = {**outer, node.variable: WrittenValue(element, known=known, simple=True)}
                value, body_text, body = self.part(checked, node.body)
                self.names = outer
                if told:
                    # As `groups.telling` says it of the traces.
                    self.put(f"if {number} >= {NAMED} and {value} in {values}: continue")
                    self.put(f"{members}.append({element})")
                self.put(f"{values}.append({value}); {given}.append({body_text})")
                if told:
                    settling = node.macro == "exists"
                    self.put(f"if {number} >= {NAMED - 1} and {settling} in {values}: break")
            fold = self.bound(FOLDS[node.macro])
            self.put(f"{name} = {fold}(*{values}) if type({source}) is tuple else {fold}(*{values}, None)")
            self.put(f"{text} = ({name}, {source}, {given}, {members})")
        return name, text, Part(node, node.macro, (body,))


def _is_told(checked: Checked, node: Node) -> bool | None:
    """Whether of a list, as of a group, only the first members are told; `None` where that hangs on the record."""
    match node:
        case Select(operand, name):
            owner = checked.type_of(operand)
            relation = owner.fields[name].relation if isinstance(owner, RecordType) else None
            return relation is not None and is_shared(node, relation)
        case Comprehension("filter", source) | Call("written", (source,)):
            return _is_told(checked, source)
        case Call("?:", (_, *options)) | FirstKnown(options):
            told = {_is_told(checked, option) for option in options}
            return told.pop() if len(told) == 1 else None
        case _:
            return False
