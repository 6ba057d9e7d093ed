"""
Small changes of a rule, each of which some example should notice.

Two kinds: a sub-condition that always holds or never does (what MC/DC asks of the examples: each one decides),
and a slip of the pen: a comparison flipped, a part dropped, a number off by one, a date off by a day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from pmi_compliance.base.dated import Dated, as_date
from pmi_compliance.base.errors import PackError
from pmi_compliance.expr.check import check
from pmi_compliance.expr.printing import source_of, to_text
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    ListOf,
    Node,
    below,
    children,
    with_children,
)
from pmi_compliance.expr.types import BOOL
from pmi_compliance.packs.normalise import TooLarge, rewritten
from pmi_compliance.packs.rules import variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Macro
    from pmi_compliance.packs.model import Parameter, Rule

_FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_OTHER = {"&&": "||", "||": "&&"}
_OTHER_FOLD: dict[Macro, Macro] = {"exists": "all", "all": "exists"}
_DAY = timedelta(days=1)


@frozen(eq=False)
class Mutant:
    """A rule with one small change."""

    #: What was changed, as the lists of equivalents name it.
    name: str
    #: Whether the change is a sub-condition that no longer depends on anything.
    stuck: bool
    rule: Rule


def mutants(rule: Rule, parameters: Mapping[str, Parameter]) -> Iterator[Mutant]:
    """Every mutant of a rule; `parameters` are all those of its pack."""
    names: dict[str, int] = {}
    for name, stuck, changed in _changes(rule, parameters):
        names[name] = names.get(name, 0) + 1
        yield Mutant(name if names[name] == 1 else f"{name} #{names[name]}", stuck, changed)


def _changes(rule: Rule, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, bool, Rule]]:
    for part, condition in _own_conditions(rule).items():
        seen = {to_text(condition.tree)}
        for what, stuck, tree in _variants(condition, condition.tree):
            text = to_text(tree)
            if text in seen:
                continue
            seen.add(text)
            changed = _reworded(rule, part, text, parameters)
            if changed is not None:
                yield f"{part}: {what}", stuck, changed
    start, end = rule.in_force.start, rule.in_force.end
    if start > date.min:
        for by in (-_DAY, _DAY):
            moved = evolve(rule.in_force, start=start + by)
            yield f"in_force: from {start + by}", False, rewritten(rule, in_force=moved)
    if end is not None:
        for by in (-_DAY, _DAY):
            moved = evolve(rule.in_force, end=end + by)
            yield f"in_force: until {end + by}", False, rewritten(rule, in_force=moved)
    if rule.act is not None:
        yield "standing", False, rewritten(rule, act=None)
        if rule.act.given_up is not None:
            other = not rule.written.judged_if_given_up
            yield (
                f"given_up: {'judged' if other else 'not judged'}",
                False,
                rewritten(rule, judged_if_given_up=other),
            )
    for name, parameter in rule.parameters.items():
        for what, values in _histories(parameter.values):
            changed_to = {**rule.parameters, name: evolve(parameter, values=values)}
            yield f"params.{name}: {what}", False, evolve(rule, parameters=changed_to)


def _own_conditions(rule: Rule) -> dict[str, Checked]:
    """The rule's own conditions; of a rule that only a person decides, those that are judged."""
    parts = rule.written.conditions
    if rule.automation == "manual":
        parts.pop("requires")
    return parts


def _reworded(rule: Rule, part: str, text: str, parameters: Mapping[str, Parameter]) -> Rule | None:
    """The rule with another condition; `None` where that makes no sense."""
    names = {**variables_of(rule.subject, parameters, rule.model), **dict.fromkeys(rule.written.terms, BOOL)}
    try:
        return rewritten(rule, **{part: check(text, names)})
    except (PackError, TooLarge):
        return None


def _variants(checked: Checked, node: Node) -> Iterator[tuple[str, bool, Node]]:
    """What was changed, whether a sub-condition is stuck, and the changed tree."""
    yield from _own(checked, node)
    below = children(node)
    for at, child in enumerate(below):
        for what, stuck, changed in _variants(checked, child):
            yield what, stuck, with_children(node, [*below[:at], changed, *below[at + 1 :]])


def _own(checked: Checked, node: Node) -> Iterator[tuple[str, bool, Node]]:
    if not node.words:
        return  # what a shorthand means is not the author's to mistake
    if any(not part.words for part in children(node)):
        yield from _stuck(source_of(node))
        return
    text = to_text(node)

    def to(other: Node) -> tuple[str, bool, Node]:
        return f"`{text}` → `{to_text(other)}`", False, other

    if _is_atom(checked, node):
        yield from _stuck(text)
    match node:
        case Call("&&" | "||" as connective, arguments):
            for at, part in enumerate(arguments):
                rest = arguments[:at] + arguments[at + 1 :]
                kept = rest[0] if len(rest) == 1 else evolve(node, arguments=rest)
                yield f"without `{to_text(part)}` {connective}", False, kept
            yield to(evolve(node, function=_OTHER[connective]))
        case Call("!", (operand,)):
            yield to(operand)
        case Call("?:", (_, yes, no)):
            yield to(yes)
            yield to(no)
        case Call("date", (Constant(str() as day),)) if (known := as_date(day)) is not None:
            for by in (-_DAY, _DAY):
                yield to(evolve(node, arguments=(Constant((known + by).isoformat()),)))
        case Call(function, _) if function in _FLIPPED:
            yield to(evolve(node, function=_FLIPPED[function]))
        case Comprehension(macro, _, _, _) if macro in _OTHER_FOLD:
            yield f"`{text}`: {_OTHER_FOLD[macro]}", False, evolve(node, macro=_OTHER_FOLD[macro])
        case Constant(int() as number) if not isinstance(number, bool):
            yield to(Constant(number - 1))
            yield to(Constant(number + 1))
        case ListOf(items) if len(items) > 1:
            for at, item in enumerate(items):
                yield (
                    f"`{text}` without `{to_text(item)}`",
                    False,
                    evolve(node, items=items[:at] + items[at + 1 :]),
                )


def _stuck(text: str) -> Iterator[tuple[str, bool, Node]]:
    """A condition that no longer depends on anything."""
    for value in (True, False):
        yield f"`{text}` → `{str(value).lower()}`", True, Constant(value)


def _is_atom(checked: Checked, node: Node) -> bool:
    """A condition that is not made of others."""
    if checked.type_of(node) != BOOL or isinstance(node, Constant):
        return False
    return not any(checked.type_of(inner) == BOOL for inner in below(node))


def _histories(dated: Dated[Any]) -> Iterator[tuple[str, Dated[Any]]]:
    """A value off by one, a list without one element, or a day on which the law changes off by one."""
    for at, (day, value) in enumerate(zip(dated.days, dated.values, strict=True)):
        for what, other in _near(value.value):
            values = (*dated.values[:at], evolve(value, value=other), *dated.values[at + 1 :])
            yield f"{what} from {day}", Dated(dated.days, values)
        if at:
            for by in (-_DAY, _DAY):
                days = (*dated.days[:at], day + by, *dated.days[at + 1 :])
                yield f"from {day} → from {day + by}", Dated(days, dated.values)


#: Of longer lists only the whole is tried; no one would write an example for each of nineteen countries.
_LONG = 16


def _near(value: Any) -> Iterator[tuple[str, Any]]:
    match value:
        case bool():
            yield f"{value} → {not value}", not value
        case int():
            for other in (value - 1, value + 1):
                yield f"{value} → {other}", other
        case date():
            for day in (value - _DAY, value + _DAY):
                yield f"{value} → {day}", day
        case tuple() if len(value) > _LONG:
            yield f"{len(value)} values → none", ()
        case tuple():
            for at, item in enumerate(value):
                yield f"without {item}", value[:at] + value[at + 1 :]
