"""
What a rule says becomes plain conditions: back ends see these, and nothing else of how a rule is written.

`manual`, `in_force` and `if_not_met`, the act, the guard of the pack and the meanings of terms are put together as
trees. No text is put together to be parsed again: each part was checked where it stands, with its
own file, line and column, and each node keeps the words it was written with, so that reasons quote the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from pmi_compliance.base.messages.catalogue import worded
from pmi_compliance.base.text import Text
from pmi_compliance.expr.check import Checked, check
from pmi_compliance.expr.syntax import MAX_DEPTH, MAX_LOOPS, MAX_NODES
from pmi_compliance.expr.tree import (
    Call,
    Constant,
    Name,
    below,
    children,
    extent,
    with_children,
)
from pmi_compliance.expr.types import BOOL, DATE, STRING, Field, RecordType
from pmi_compliance.packs.codes import compares_several, written_out
from pmi_compliance.packs.model import Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmi_compliance.base.dated import Period
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.model import Rule, Term, Written

#: The type of `audit`.
AUDIT = RecordType("audit", {"date": Field(DATE, Text("Tanggal audit", "Audit date"))})

#: What is put together may be deeper than what is written at once, for terms stand in terms.
MAX_HEIGHT = 2 * MAX_DEPTH

AUDIT_DATE = check("audit.date", {"audit": AUDIT}, expect=DATE)
_ALWAYS = check("true", {})


@define
class TooLarge(Exception):
    """What was put together is larger than a condition may be (clause 1.5); who reads a pack says where."""

    #: The part of the rule that became too large; for a term empty.
    part: str
    #: What there is too much of.
    message: Text


def normalised(written: Written) -> tuple[Checked, tuple[Condition, ...]]:
    """
    The day of a rule and its conditions, in the order in which they are judged.

    Where a duty is not met but the act has not happened yet, or it can only be suspected not to be met, a person
    decides. An act that was given up is not judged, and while it is not known whether it was, nothing is decided.

    Args:
        written: What the author of the rule wrote.

    Returns:
        What gives the day on which a record is judged: that of the act, or the audit date. And the conditions, by
        part: `in_force` and `review_when` only where there is one.

    Raises:
        TooLarge: If a condition is larger than the language allows.

    """
    requires = _built("requires", lambda: expanded(written.requires, written.terms))
    assert requires is not None
    parts = {
        "in_force": _in_force(written.in_force),
        "applies_when": _built("applies_when", lambda: _applies(written)),
        "review_when": _built("review_when", lambda: _review(written, requires)),
        "requires": requires,
    }
    conditions = (Condition(part, checked) for part, checked in parts.items() if checked is not None)
    return written.act.day if written.act is not None else AUDIT_DATE, tuple(conditions)


def rewritten(rule: Rule, **changes: Any) -> Rule:
    """
    A rule as if its author had written something else.

    Raises:
        TooLarge: If a condition is larger than the language allows.

    """
    written = evolve(rule.written, **changes)
    day, conditions = normalised(written)
    return evolve(rule, written=written, day=day, conditions=conditions)


def _built(part: str, make: Callable[[], Checked | None]) -> Checked | None:
    """What `make` builds; where it becomes too large, the error says of which part."""
    try:
        return make()
    except TooLarge as error:
        raise TooLarge(part, error.message) from None


def expanded(written: Checked, terms: Mapping[str, Term]) -> Checked:
    """
    A condition in which each name of a term is replaced by what the term means, and codes of several are heard as such.

    Raises:
        TooLarge: If it has more nodes than the language allows.

    """
    named = [node.name for node in written.nodes() if isinstance(node, Name) and node.name in terms]
    if not named and not any(compares_several(written, node) for node in written.nodes()):
        return written
    if sum(extent(terms[name].checked.tree)[0] for name in named) > MAX_NODES:
        raise TooLarge("", _MANY_NODES)
    composer = Composer()
    tree = composer.expanded(written, written.tree, terms)
    return composer.whole(tree, _words(written.text, 0, written.tree, terms, whole=True))


def negated(checked: Checked) -> Checked:
    """The condition that is true where another is false."""
    composer = Composer()
    operand = composer.copied(checked, checked.tree)
    return composer.whole(composer.call("!", (operand,)), f"!{_bracketed(checked.text)}")


def _applies(written: Written) -> Checked:
    own = expanded(written.applies_when or _ALWAYS, written.terms)
    parts = [written.guard.checked] if written.guard is not None else []
    if written.act is not None and written.act.given_up is not None and not written.judged_if_given_up:
        parts.append(negated(written.act.given_up))
    if own.tree != _ALWAYS.tree or not parts:
        parts.append(own)
    return joined("&&", *parts)


def _review(written: Written, requires: Checked) -> Checked | None:
    decides = _person_decides(written, requires)
    perhaps = None if written.act is None or written.judged_if_given_up else written.act.perhaps_given_up
    if perhaps is None:
        return decides
    # Where it is known that it was given up, the rule does not apply.
    return perhaps if decides is None else joined("||", perhaps, joined("&&", decides, negated(perhaps)))


def _person_decides(written: Written, requires: Checked) -> Checked | None:
    if written.automation == "manual":
        return _ALWAYS
    asked = expanded(written.review_when, written.terms) if written.review_when is not None else None
    unmet = None
    if written.suspected:
        unmet = negated(requires)
    elif written.act is not None and written.act.happened is not None:
        early = negated(written.act.happened)
        not_met = negated(requires)
        unmet = joined("&&", early, not_met, text=f"{early.text} && {not_met.text}")
    if asked is None or unmet is None:
        return asked or unmet
    return joined("||", asked, unmet)


def _in_force(period: Period) -> Checked | None:
    """That a rule is in force on the day judged; nothing for one that always is."""
    bounds = [(">=", period.start), *([("<", period.end)] if period.end is not None else [])]
    if period.end is None and period.start == period.start.min:
        return None
    words = " && ".join(f"judged_on {sign} {day}" for sign, day in bounds)
    composer = Composer()
    comparisons = tuple(
        composer.call(sign, (composer.leaf(Name("judged_on"), DATE), composer.day(day.isoformat())), words)
        for sign, day in bounds
    )
    tree = comparisons[0] if len(comparisons) == 1 else composer.call("&&", comparisons, words)
    return composer.whole(tree, words)


def joined(connective: str, *parts: Checked, text: str = "") -> Checked:
    """Some conditions as one."""
    if len(parts) == 1:
        return parts[0]
    composer = Composer()
    copies = tuple(composer.copied(part, part.tree) for part in parts)
    words = f" {connective} ".join(_bracketed(part.text) for part in parts)
    return composer.whole(composer.call(connective, copies), text or words)


class Composer:
    """Makes one tree of nodes of others; each gets a number of its own, and its type with it."""

    def __init__(self) -> None:
        self.types: dict[int, Type] = {}

    def leaf(self, node: Node, kind: Type) -> Node:
        """A node under the next number."""
        return with_children(node, children(node), number=self._number(kind))

    def call(self, function: str, arguments: tuple[Node, ...], words: str = "") -> Node:
        """A condition that nobody wrote."""
        return self.leaf(Call(function, arguments, words=words), BOOL)

    def day_of(self, function: str, arguments: tuple[Node, ...]) -> Node:
        """A day that nobody wrote."""
        return self.leaf(Call(function, arguments), DATE)

    def day(self, text: str) -> Node:
        """A constant day."""
        return self.leaf(Call("date", (self.leaf(Constant(text), STRING),)), DATE)

    def copied(self, source: Checked, node: Node) -> Node:
        """A node of another condition and all below it."""
        copies = [self.copied(source, part) for part in children(node)]
        return with_children(node, copies, number=self._number(source.type_of(node)))

    def expanded(self, source: Checked, node: Node, terms: Mapping[str, Term]) -> Node:
        """The same as an author wrote it, with the meanings of terms and of codes that are one of several put in."""
        if isinstance(node, Name) and node.name in terms:
            meaning = terms[node.name].checked
            return self.copied(meaning, meaning.tree)
        words = _words(node.words, node.span[0], node, terms) if node.words else node.words
        if isinstance(node, Call) and compares_several(source, node):
            meant = written_out(self, source, node, lambda part: self.expanded(source, part, terms))
            return evolve(meant, words=words)
        copies = [self.expanded(source, part, terms) for part in children(node)]
        return with_children(node, copies, number=self._number(source.type_of(node)), words=words)

    def _number(self, kind: Type) -> int:
        """The next number, for a node of a type."""
        number = len(self.types)
        self.types[number] = kind
        return number

    def whole(self, tree: Node, text: str) -> Checked:
        """The finished condition."""
        size, height, loops = extent(tree)
        if size > MAX_NODES:
            raise TooLarge("", _MANY_NODES)
        if height > MAX_HEIGHT:
            raise TooLarge("", worded("too_deep", {"most": MAX_HEIGHT}))
        if loops > MAX_LOOPS:
            raise TooLarge("", worded("macros_too_deep", {"most": MAX_LOOPS}))
        return Checked(text, tree, self.types)


def _words(text: str, start: int, node: Node, terms: Mapping[str, Term], *, whole: bool = False) -> str:
    """What a node was written with, each name of a term replaced by the words of what it means."""
    named = (part for part in (node, *below(node)) if isinstance(part, Name) and part.name in terms)
    length = len(text)
    for name in sorted(named, key=lambda name: name.span, reverse=True):
        first, last = (place - start for place in name.span)
        words = _bracketed(terms[name.name].checked.text)
        if not whole:
            # As everywhere, brackets around the outermost parts of a node do not belong to it.
            words = words[first == 0 : -1 if last == length else None]
        text = f"{text[:first]}{words}{text[last:]}"
    return text


def _bracketed(text: str) -> str:
    # A comment at the end of a text would swallow the bracket.
    return f"({text}\n)" if "//" in text else f"({text})"


_MANY_NODES = worded("too_many_parts", {"most": MAX_NODES})
