"""
Foresight: the first day after the audit on which an outcome becomes another, if nothing is written down meanwhile.

A rule is run with an audit date that notes until which day every answer about it stays the same. Up to the first
such day the outcome cannot change; on it the rule is run again. So every change is found, on its very day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.auditing.asked import check_records
from pmi_compliance.auditing.backends import cases_in
from pmi_compliance.auditing.disclosure import mask_policy_for
from pmi_compliance.auditing.explaining import Explainer
from pmi_compliance.auditing.selection import Prepared, check_models
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.given import given_day
from pmi_compliance.engines import Program
from pmi_compliance.over_time.tracked import TrackedDate, ValidityTracker, tracked
from pmi_compliance.over_time.withheld import open_facts, without_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.outcome import Outcome
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.record import Record

#: How many days it looks ahead: a hundred years, after which no record is about anybody who lives.
FARTHEST = 36_525


@frozen
class OutcomeChange:
    """
    The first day on which one rule says something else about one record.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, default_packs, outlook
    >>> records = Dataset.read("examples/quickstart")
    >>> changes = outlook(records, default_packs(), as_of=date(2025, 10, 31), until=date(2026, 10, 31))
    >>> (changes[0].on.isoformat(), changes[0].before.value, changes[0].finding.outcome.value)
    ('2025-11-15', 'not_applicable', 'review')
    """

    #: The day; `None` where it is withheld, for it hangs on what is hidden, as on a birth date.
    on: date | None
    #: The outcome until then.
    before: Outcome
    #: What an audit of that day will say.
    finding: Finding


def outlook(
    dataset: Dataset,
    packs: Iterable[RulePack],
    *,
    as_of: date | str,
    until: date | str,
    disclose: str = "masked",
    include_unverified: bool = False,
) -> tuple[OutcomeChange, ...]:
    """
    Which outcomes change, and when, if records stay as they are.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, default_packs, outlook
    >>> records = Dataset.from_records({"placement": []})
    >>> outlook(records, default_packs(), as_of=date(2025, 10, 31), until=date(2026, 10, 31))
    ()

    Args:
        dataset: The records.
        packs: The rules.
        as_of: The audit date.
        until: The last day that is looked at.
        disclose: As for `audit`.
        include_unverified: Also use rules whose text nobody has read.

    Returns:
        For each pair of rule and record its first change, by day, kind, record and rule; at the end those whose day is
        withheld.

    Raises:
        UsageError: If the last day is more than a hundred years away, two packs hold a rule of the same id, a pack was
            loaded with another model than the records were read with, or an argument is none of what it may be.

    """
    check_records(dataset)
    prepared = Prepared(packs, include_unverified=include_unverified)
    as_of, until = given_day("as_of", as_of), given_day("until", until)
    if (until - as_of).days > FARTHEST:
        raise UsageError("too_far_ahead", until=until, last=as_of + timedelta(FARTHEST))
    check_models(prepared.packs, dataset.model)
    masks = mask_policy_for(disclose, dataset.model, dataset, lambda: cases_in(dataset))
    shown = open_facts(dataset, masks)
    changes = []
    for rule in prepared.rules:
        turns = [*turning_points(rule, dataset, as_of, until)]
        # A day is shown only where it is found without what is hidden, too.
        open_days = (
            {turn.record.id: turn.on for turn in turning_points(rule, shown, as_of, until)} if turns else {}
        )
        for turn in turns:
            explainer = Explainer(dataset, turn.on, masks, directory=prepared.directory(disclose))
            finding = explainer.explain(rule, turn.record, turn.after).finding
            is_open = open_days.get(turn.record.id) == turn.on
            changes.append(
                OutcomeChange(turn.on, turn.before, finding)
                if is_open
                else OutcomeChange(None, turn.before, without_day(finding, turn.on))
            )
    return tuple(sorted(changes, key=lambda change: (change.on or date.max, change.finding.order)))


@frozen
class TurningPoint:
    """The first day on which a rule says something else about a record, whether it may be shown or not."""

    record: Record
    on: date
    before: Outcome
    after: Outcome


def turning_points(rule: Rule, dataset: Dataset, as_of: date, until: date) -> Iterator[TurningPoint]:
    """The records of which a rule says something else after the audit date, up to a last day."""
    records = dataset.tables.get(rule.subject, ())
    judge = _Judge(rule, dataset) if records else None
    for record in records:
        first = judge.first_change(record, as_of, until) if judge else None
        if first is not None:
            yield TurningPoint(record, *first)


class _Judge:
    """One rule, on any day."""

    def __init__(self, rule: Rule, dataset: Dataset) -> None:
        self.make = tracked(Program.of_rule(rule)).makes(dataset)
        self.tracker = ValidityTracker()

    def first_change(self, record: Record, as_of: date, until: date) -> tuple[date, Outcome, Outcome] | None:
        """The first day after the audit on which the outcome is another; what it was, and what it becomes."""
        before = self.on(as_of, record)
        while self.tracker.until is not None and self.tracker.until <= until:
            day = self.tracker.until
            after = self.on(day, record)
            if after is not before:
                return day, before, after
        return None

    def on(self, day: date, record: Record) -> Outcome:
        """The outcome on a day; the tracker knows until when it holds."""
        self.tracker.start(day)
        outcome: Outcome = self.make(TrackedDate.of(day, self.tracker))(record.data)
        return outcome
