"""Outcomes that rest on what is only alleged: a rule is judged with it and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.records.schema import PartialList
from pmi_compliance.records.standing import established, is_alleged, is_wholly_alleged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.index import Paths
    from pmi_compliance.records.schema import RecordModel


@frozen
class Established:
    """What leads from records to others, without what is only alleged of these."""

    relations: Relations
    model: RecordModel

    @property
    def alleges(self) -> bool:
        """Nothing that is left is only alleged."""
        return False

    def related(self, relation: Relation) -> Callable[[Any], Any]:
        """A function from a record's data to the data it is related to, as `Dataset.related` says."""
        follow, kind = self.relations.related(relation), self.model.types[relation.target]

        def follow_established(data: Any) -> Any:
            found = follow(data)
            if not isinstance(found, tuple):
                return None if found is None else established(kind, found)
            # That another record belongs to this one may itself be only alleged.
            key = relation.key.split(".")[0]
            belonging = [
                established(kind, other)
                for other in found
                if relation.shape == "listed" or not is_alleged(other, key)
            ]
            return (type(found) if len(belonging) == len(found) else PartialList)(belonging)

        return follow_established

    def told_apart(self, relation: Relation, _: Paths, __: int) -> Callable[[Any], Any]:
        """The same: here nothing is left out."""
        return self.related(relation)


def weighing(
    rule: Rule,
    relations: Relations,
    over: Callable[[Relations], Callable[[date | None], Callable[[Any], Outcome]]],
) -> Callable[[date | None], Callable[[Any], Outcome]]:
    """
    What makes the function that judges a rule on a day, and looks at what is only alleged.

    Args:
        rule: The rule.
        relations: Lead from records to others.
        over: Makes the same with some relations, whatever is alleged.

    """
    as_written = over(relations)
    if not relations.alleges:
        return as_written
    if_established, kind = over(Established(relations, rule.model)), rule.model.types[rule.subject]

    def on(as_of: date | None) -> Callable[[Any], Outcome]:
        judge, judge_established = as_written(as_of), if_established(as_of)
        return lambda data: weighed(data, judge(data), lambda: judge_established(established(kind, data)))

    return on


def weighed(data: Mapping[str, Any], as_written: Outcome, if_established: Callable[[], Outcome]) -> Outcome:
    """
    The outcome of a rule, once it is looked at what is only alleged.

    What is only alleged neither fails nor clears anybody: a person decides. A rule that does not apply only because of
    a single allegation is as unknown as without it; to a record that is alleged as a whole, it does not apply.

    Args:
        data: The record.
        as_written: The outcome with all that is written.
        if_established: Gives the outcome without what is only alleged.

    """
    if as_written in {Outcome.PASS, Outcome.FAIL}:
        return as_written if if_established() is as_written else Outcome.REVIEW
    if as_written is Outcome.NOT_APPLICABLE and not is_wholly_alleged(data):
        return if_established()
    return as_written
