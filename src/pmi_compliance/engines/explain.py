"""
Why an outcome is what it is, from the same tree that decided it.

Reasons are a certificate: these facts alone give the outcome. For what is unknown, `missing` finds what would decide it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.outcome import Outcome, verdict
from pmi_compliance.engines.missing import missing_facts
from pmi_compliance.engines.trace import ContextValue, Place, Trace, Walker
from pmi_compliance.expr.tree import Constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.engines.trace import Bound, FactRead, Relations
    from pmi_compliance.packs.model import Rule


@frozen(eq=False)
class Reason:
    """One fact and the sub-condition that read it."""

    part: str
    expression: str
    source: FactRead | ContextValue


@frozen(eq=False)
class Explanation:
    """All that can be said about one rule and one record."""

    outcome: Outcome
    judged_on: date
    #: The place of that date; `None` when no date of the act is known and the audit date counts.
    judged_on_from: Place | None
    reasons: tuple[Reason, ...]
    missing: tuple[Place, ...]
    #: The duty is not met, as far as records can tell, and only a person can say so.
    suspected: bool = False


def explain(rule: Rule, data: Mapping[str, Any], walks: Relations, as_of: date) -> Explanation:
    """Judge one record under one rule, and say why."""
    walker = Walker(walks, rule, as_of)
    scope: dict[str, Bound] = {rule.subject: (data, Place(rule.subject, data["id"]))}
    origin = walker.judge_on(scope)
    day = walker.judged_on
    assert day is not None
    if day not in rule.in_force:
        reason = Reason("in_force", _period(rule), ContextValue("judged_on", day))
        return Explanation(Outcome.NOT_APPLICABLE, day, origin, (reason,), ())
    traces = {}
    for part in rule.conditions:
        traces[part.part] = walker.walk(part.checked, part.checked.tree, scope)
        # What does not apply need not be looked at further, and most rules do not apply to most records.
        if part.part == "applies_when" and traces[part.part].value is False:
            break
    if rule.automation == "manual":
        traces["review_when"] = Trace(Constant(value=True), value=True)
    applies, review, requires = (
        traces.get(part, _NO_REVIEW) for part in ("applies_when", "review_when", "requires")
    )
    outcome = verdict(applies.value, review.value, requires.value)
    reasons: list[Reason] = []
    for condition in rule.conditions:
        trace = traces[condition.part]
        if trace.value is not None:
            reasons += _reasons(condition.part, trace, condition.checked.text)
        # What stands behind the part that settled the outcome was not needed.
        if (condition.part, trace.value) in {("applies_when", False), ("review_when", True)}:
            break
    missing = missing_facts(applies, review, requires) if outcome is Outcome.UNKNOWN else ()
    suspected = rule.suspected and outcome is Outcome.REVIEW and requires.value is False
    return Explanation(outcome, day, origin, tuple(dict.fromkeys(reasons)), missing, suspected)


_NO_REVIEW = Trace(Constant(value=False), value=False)


def _period(rule: Rule) -> str:
    until = f" && judged_on < {rule.in_force.end}" if rule.in_force.end else ""
    return f"judged_on >= {rule.in_force.start}{until}"


def _reasons(part: str, trace: Trace, text: str) -> list[Reason]:
    return [
        Reason(part, " ".join(text[slice(*leaf.node.span)].split()), read)
        for leaf in _certificate(trace)
        for read in leaf.reads()
    ]


def _certificate(trace: Trace) -> Iterator[Trace]:
    """The leaves that settled a known value."""
    match trace.shape, trace.value:
        case "leaf", _:
            yield trace
            return
        case "and", False:
            chosen: Iterable[Trace] = (part for part in trace.parts if part.value is False)
        case "or", True:
            chosen = [next(part for part in trace.parts if part.value is True)]
        case "exists", True:
            chosen = [next(part for part in trace.parts[1:] if part.value is True)]
        case "all", False:
            chosen = (part for part in trace.parts[1:] if part.value is False)
        case "if", _ if not isinstance(trace.value, bool):
            yield trace
            return
        case (("exists" | "all"), _):
            # Of the list itself only that it was read is told; its elements speak for themselves.
            yield Trace(trace.parts[0].node, trace.parts[0].value, own=trace.parts[0].reads())
            # What came nearest is told first: of six documents, the one that is a visa but of the wrong kind.
            chosen = sorted(trace.parts[1:], key=_holding, reverse=True)
        case _:
            chosen = trace.parts
    for part in chosen:
        yield from _certificate(part)


def _holding(trace: Trace) -> int:
    return sum(part.value is True for part in trace.parts)
