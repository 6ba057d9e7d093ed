"""
Why an outcome is what it is, from the same tree that decided it.

Reasons are a certificate: these facts alone give the outcome. For what is unknown, `missing` finds what would decide it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from attrs import define, evolve, frozen

from pmi_compliance.base.outcome import SETTLES, Outcome, verdict
from pmi_compliance.engines.facts import ContextValue, FactRead, Place
from pmi_compliance.engines.missing import missing_facts
from pmi_compliance.engines.outline import traces_of
from pmi_compliance.engines.standing import Established, weighed
from pmi_compliance.engines.trace import Evaluator, Trace
from pmi_compliance.engines.undecided import Judged
from pmi_compliance.expr.tree import Constant
from pmi_compliance.records.standing import established

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.base.days import Day
    from pmi_compliance.engines.facts import Bound
    from pmi_compliance.engines.trace import Relations, Remembered
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.packs.model import Rule


@define(eq=False)
class Reason:
    """One fact and the sub-condition that read it. Not changed once made, as `FactRead`."""

    #: The part of the rule: `in_force`, `applies_when`, `review_when` or `requires`.
    part: str
    #: The sub-condition as the rule writes it, on one line.
    expression: str
    #: The fact, or the value of the context, such as a parameter of the law.
    source: FactRead | ContextValue


@frozen(eq=False)
class Explanation:
    """All that can be said about one rule and one record."""

    #: What the rule comes to for the record, waivers apart.
    outcome: Outcome
    #: The day on which the act is judged.
    judged_on: Day
    #: The place of that date; `None` where it is the audit date, or lies between other dates.
    judged_on_from: Place | None
    #: The facts that settled the outcome, part by part.
    reasons: tuple[Reason, ...]
    #: The places of the facts that would decide it: for an unknown outcome, and for a breach that is certain while
    #: nothing is known of what could excuse it.
    missing: tuple[Place, ...]
    #: The duty is not met, as far as records can tell, and a person decides: only a person can say so, or something
    #: that could excuse it is not known.
    suspected: bool = False
    #: The duty is not met, and the act that it is about has not happened: a person decides what is to be done.
    not_due: bool = False
    #: The same, and it will not happen any more: it was about to.
    averted: bool = False
    #: What it would be if all that is only alleged were so.
    alleged: Outcome | None = None
    #: The day is not written, and lies between other dates of the record.
    bounded: bool = False
    #: Whether the rule was law on that day; `None`: on some of the days that it may be.
    in_force: bool | None = True
    #: The facts that gave the day.
    dated_by: tuple[FactRead, ...] = ()


def _holds(evaluator: Evaluator, condition: Checked | None, scope: Mapping[str, Bound]) -> bool | None:
    """The value of a condition that an act may have; unknown where it has none."""
    return None if condition is None else cast("bool | None", evaluator.holds(condition, scope))


def explain(
    rule: Rule,
    data: Mapping[str, Any],
    relations: Relations,
    as_of: date,
    remembered: Remembered | None = None,
) -> Explanation:
    """
    Judge one record under one rule, and say why; what is only alleged settles nothing.

    Args:
        rule: The rule.
        data: The record.
        relations: Lead from it to others.
        as_of: The audit date.
        remembered: What was evaluated of the same record under other rules, with the same relations and audit date.

    """
    said = _as_written(rule, data, relations, as_of, remembered)
    if not relations.alleges:
        return said

    @cache
    def known() -> Explanation:
        rest = established(rule.model.types[rule.subject], data)
        return _as_written(rule, rest, Established(relations, rule.model), as_of)

    outcome = weighed(data, said.outcome, lambda: known().outcome)
    if outcome is said.outcome:
        # What a person decides for another reason may rest on what is only alleged as well.
        rests_on_it = outcome is Outcome.REVIEW and known().outcome is not outcome
        return evolve(said, alleged=outcome) if rests_on_it else said
    if outcome is not Outcome.REVIEW:
        return known()
    # Missing is what would have to be established.
    return evolve(said, outcome=outcome, alleged=said.outcome, missing=known().missing)


def _as_written(
    rule: Rule,
    data: Mapping[str, Any],
    relations: Relations,
    as_of: date,
    remembered: Remembered | None = None,
) -> Explanation:
    evaluator = Evaluator(relations, rule, as_of, remembered)
    scope: dict[str, Bound] = {rule.subject: (data, Place(rule.subject, data["id"]))}
    day = evaluator.judge_on(scope)
    assert evaluator.judged_on is not None
    traces = traces_of(rule, evaluator, relations, scope)
    in_force, applies, review, requires = (
        traces.get(part) or Trace(_NO_CONDITION, value=not settling)
        for part, (settling, _) in SETTLES.items()
    )
    outcome = verdict(applies.value, review.value, requires.value, in_force.value)
    # The breach is certain, and what could excuse it is not known.
    open_review = outcome is Outcome.REVIEW and review.value is None
    asked = Trace(_NO_CONDITION, value=True) if open_review else requires
    missing: tuple[Place, ...] = ()
    if open_review or outcome is Outcome.UNKNOWN:
        parts = {"applies_when": applies, "review_when": review, "requires": asked, "in_force": in_force}
        missing = missing_facts(Judged(rule, evaluator, scope, parts))
    unmet = outcome is Outcome.REVIEW and requires.value is False
    act = rule.act if unmet and not rule.suspected else None
    not_due = act is not None and _holds(evaluator, act.happened, scope) is False
    return Explanation(
        outcome,
        evaluator.judged_on,
        day.place,
        _reasons(traces, outcome),
        missing,
        suspected=unmet and not not_due and (rule.suspected or open_review),
        not_due=not_due,
        averted=not_due and act is not None and _holds(evaluator, act.over, scope) is True,
        bounded=day.place is None and evaluator.judged_on != as_of,
        in_force=in_force.value,
        dated_by=tuple(read for read in day.reads() if isinstance(read, FactRead)),
    )


#: Stands for a condition that a rule does not have.
_NO_CONDITION = Constant(value=None)


def _reasons(traces: Mapping[str, Trace], outcome: Outcome) -> tuple[Reason, ...]:
    """What settled each part, up to the one that settled the outcome."""
    reasons: list[Reason] = []
    in_force = traces.get("in_force")
    if outcome is Outcome.UNKNOWN and in_force is not None and in_force.value is None:
        # The day may lie on either side of a border: that is all there is to say.
        sides = (
            [part for part in in_force.parts if part.value is None] if in_force.shape == "and" else [in_force]
        )
        return tuple(Reason("in_force", side.text, read) for side in sides for read in side.reads())
    for part, trace in traces.items():
        # Being in force is no reason: nearly every rule is, for nearly every record.
        if trace.value is None or (part == "in_force" and trace.value):
            continue
        own = [
            Reason(part, text, read)
            for leaf in _certificate(trace)
            for text in (leaf.text,)
            for read in leaf.reads()
        ]
        reasons += own
        # What stands behind the part that settled the outcome was not needed. Where a person always decides,
        # no fact settled it, and what the person has to look at is reported.
        if trace.value is SETTLES[part][0] and own:
            break
    return tuple(reasons)


def _certificate(trace: Trace) -> Iterator[Trace]:
    """The leaves that settled a known value."""
    match trace.shape, trace.value:
        case "leaf", _:
            yield trace
            return
        case "and", False:
            chosen: Iterable[Trace] = trace.parts_that_are(value=False)
        case "or", True:
            chosen = [next(trace.parts_that_are(value=True))]
        case "exists", True:
            chosen = [next(part for part in trace.parts[1:] if part.value is True)]
        case "all", False:
            chosen = (part for part in trace.parts[1:] if part.value is False)
        case "if", _ if not isinstance(trace.value, bool):
            yield trace
            return
        case (("exists" | "all"), _):
            # Of the list itself only that it was read is reported; its elements speak for themselves.
            yield Trace(trace.parts[0].node, trace.parts[0].value, own=trace.parts[0].reads())
            # What came nearest comes first: of six documents, the one that is a visa but of the wrong kind.
            chosen = sorted(trace.parts[1:], key=_holding, reverse=True)
        case _:
            chosen = trace.parts
    for part in chosen:
        yield from _certificate(part)


def _holding(trace: Trace) -> int:
    return sum(part.value is True for part in trace.parts)
