"""What is said of one outcome: the finding with its reasons, and the values that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.auditing import findings
from pmi_compliance.auditing.disclosure import MASK, is_personal
from pmi_compliance.auditing.findings import ShownValue
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import edited
from pmi_compliance.engines import FactRead, Place, Walker, explain
from pmi_compliance.packs.waivers import ValidWaivers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.engines import Explanation, Trace
    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.packs import model
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.record import Record


@frozen(eq=False)
class Explained:
    """A finding, and the day on which its record was judged, whether the finding may show it or not."""

    finding: Finding
    judged_on: date


@frozen(eq=False)
class Explainer:
    """Makes findings of the outcomes of one audit."""

    #: Lead from the judged records to others.
    relations: Relations
    #: The audit date.
    as_of: date
    #: Whether the value at a place may not be shown.
    masks: Callable[[Place], bool]
    #: The waivers that are valid on the audit date.
    waivers: ValidWaivers = field(factory=ValidWaivers)

    def with_waivers(self, rule: Rule, record: Record, decided: Outcome) -> Outcome:
        """The outcome of a rule on a record, from the one that a back end decided, waivers apart."""
        waiver = self.waivers.covering(rule.id, record.kind, record.id, decided)
        return Outcome.WAIVED if waiver else decided

    def explain(self, rule: Rule, record: Record, outcome: Outcome) -> Explained:
        """
        Explain one outcome.

        Args:
            rule: The rule.
            record: The record it was judged on.
            outcome: What a back end decided, waivers apart.

        Raises:
            AssertionError: If the explanation comes to another outcome.

        """
        explanation = explain(rule, record.data, self.relations, self.as_of)
        # INVARIANT: the reasons belong to this outcome; two readings of one rule must never part in silence.
        if explanation.outcome is not outcome:
            raise AssertionError(
                f"{rule.id} on {record.kind} {record.id}: {outcome} but explained {explanation.outcome}"
            )
        values = _Values(rule, record, self, explanation)
        finding = findings.make(
            rule,
            record,
            explanation,
            self.waivers.covering(rule.id, record.kind, record.id, outcome),
            {
                name: values.of(checked)
                for name, checked in {**rule.message.paths, **rule.remediation.paths}.items()
            },
            self.masks,
            values.members(),
            values.shown(),
        )
        return Explained(finding, explanation.judged_on)


def day_of_act(rule: Rule, record: Record, relations: Relations, as_of: date) -> date:
    """The day on which a record is judged, whether it may be shown or not."""
    walker = Walker(relations, rule, as_of)
    walker.judge_on({rule.subject: (record.data, Place(record.kind, record.id))})
    assert walker.judged_on is not None
    return walker.judged_on


class _Values:
    """What a finding shows of a record: placeholders, members of a set, further values; personal ones masked."""

    def __init__(self, rule: Rule, record: Record, explainer: Explainer, explanation: Explanation) -> None:
        self.rule, self.masks = rule, explainer.masks
        self.walker = Walker(explainer.relations, rule, explainer.as_of)
        self.walker.judged_on = explanation.judged_on
        self.scope = {rule.subject: (record.data, Place(record.kind, record.id))}
        #: Before its first value a parameter has nothing to show, and a rule not in force nothing to say.
        self.in_force = explanation.judged_on in rule.in_force
        self.applies = explanation.outcome is not Outcome.NOT_APPLICABLE

    def trace(self, checked: Checked) -> Trace | None:
        """How a condition comes to its value; `None` where it has none."""
        if checked.parameters and not self.in_force:
            return None
        return self.walker.walk(checked, checked.tree, self.scope)

    def of(self, checked: Checked) -> Any:
        """The value of a placeholder."""
        trace = self.trace(checked)
        if trace is None:
            return None
        hidden = trace.value is not None and trace.place is not None and self.masks(trace.place)
        return MASK.id if hidden else trace.value

    def members(self) -> list[Place]:
        """The records of the set that the finding is about."""
        if self.rule.members is None or not self.applies:
            return []
        trace = self.trace(self.rule.members)
        return [place for _, place in trace.items if place is not None] if trace else []

    def shown(self) -> list[ShownValue]:
        """The values that the rule shows beside its reasons."""
        return [self._shown(shows) for shows in self.rule.shows] if self.applies else []

    def _shown(self, shows: model.Shown) -> ShownValue:
        trace = self.trace(shows.checked)
        value = trace.value if trace else None
        reads = [read.place for read in trace.reads() if isinstance(read, FactRead)] if trace else []
        personal = any(map(is_personal, reads))
        if value is not None and any(map(self.masks, reads)):
            return ShownValue(shows.title, MASK.id, personal)
        if shows.form == "edits" and value is not None:
            names = [name for name in value if name is not None]
            value = [edited(names[0], other) for other in names[1:] if other != names[0]] if names else []
        return ShownValue(shows.title, findings.plain(value), personal)
