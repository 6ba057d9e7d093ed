"""The values that a finding shows of a record; personal ones are masked here, before anything is written."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.disclosure import MASK, is_personal
from pmi_compliance.auditing.findings import SanctionOnDay, ShownValue
from pmi_compliance.base.days import Span
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import edited
from pmi_compliance.engines import NAMED, Evaluator, FactRead, Place, Related

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmi_compliance.engines import Explanation, Trace
    from pmi_compliance.engines.trace import Relations, Remembered
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.packs import model
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.record import Record


class FindingValues:
    """What a finding shows of a record: placeholders, members of a set, further values; personal ones masked."""

    def __init__(
        self,
        rule: Rule,
        record: Record,
        relations: Relations,
        as_of: date,
        masks: Callable[[Place], bool],
        explanation: Explanation,
        remembered: Remembered | None = None,
    ) -> None:
        self.rule, self.masks, self.explanation = rule, masks, explanation
        self.evaluator = Evaluator(relations, rule, as_of, remembered)
        self.evaluator.judged_on = explanation.judged_on
        self.scope = {rule.subject: (record.data, Place(record.kind, record.id))}
        #: Before its first value a parameter has nothing to show, and a rule not in force nothing to say.
        self.in_force = explanation.judged_on in rule.in_force
        self.applies = explanation.outcome is not Outcome.NOT_APPLICABLE

    def trace(self, checked: Checked) -> Trace | None:
        """How a condition comes to its value; `None` where it has none."""
        if checked.parameters and not self.in_force:
            return None
        return self.evaluator.evaluate(checked, checked.tree, self.scope)

    def of(self, checked: Checked) -> Any:
        """The value of a placeholder."""
        trace = self.trace(checked)
        if trace is None:
            return None
        hidden = trace.value is not None and trace.place is not None and self.masks(trace.place)
        return MASK.id if hidden else trace.value

    def members(self) -> tuple[list[Place], int]:
        """The records of the set that the finding is about, or the first others, and how many more there are."""
        trace = self.trace(self.rule.members) if self.rule.members is not None and self.applies else None
        items = trace.items if trace else ()
        if not isinstance(items, Related) or not items.shared:
            return [place for _, place in items if place is not None], 0
        _, own = self.scope[self.rule.subject]
        others = (place for _, place in items if place is not None and place != own)
        first = [*islice(others, NAMED)]
        is_among = items.kind == own.kind and items.holds(own.id)
        return first, len(items) - is_among - len(first)

    def shown(self) -> list[ShownValue]:
        """The values that the rule shows beside its reasons."""
        return [self._shown(shows) for shows in self.rule.shows] if self.applies else []

    def threats(self) -> tuple[SanctionOnDay, ...]:
        """
        What the law threatens: for a breach, or one that is suspected, and never for what is only alleged.

        A threat of which the rule says where it is one stands only where that is certain.
        """
        said = self.explanation
        if said.alleged is not None or (said.outcome is not Outcome.FAIL and not said.suspected):
            return ()
        day, where = self.explanation.judged_on, self.rule.threatened_where
        return tuple(
            SanctionOnDay(sanction.code, sanction.citation, text)
            for sanction in self.rule.sanctions
            if sanction.code not in where or ((trace := self.trace(where[sanction.code])) and trace.value)
            if (text := sanction.on(day))
        )

    def _shown(self, shows: model.Shown) -> ShownValue:
        trace = self.trace(shows.checked)
        value = trace.value if trace else None
        reads = [read.place for read in trace.reads() if isinstance(read, FactRead)] if trace else []
        personal = any(is_personal(self.rule.model, place) for place in reads)
        if value is not None and any(map(self.masks, reads)):
            return ShownValue(shows.title, MASK.id, personal)
        if shows.form == "edits" and value is not None:
            names = [name for name in value if name is not None]
            value = [edited(names[0], other) for other in names[1:] if other != names[0]] if names else []
        return ShownValue(shows.title, plain(value), personal)


def plain(value: Any) -> Any:
    """A value as JSON; of lists of records, only how many there are."""
    match value:
        case date() | Span():
            return value.isoformat()
        case tuple() if any(isinstance(item, dict) for item in value):
            return {"count": len(value)}
        case tuple():
            return [plain(item) for item in value]
        case dict():
            return {"fields": len(value)}
        case _:
            return value
