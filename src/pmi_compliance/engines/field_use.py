"""What rules read: the fields of a record, and the relations they follow from it. Only that becomes columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from pmi_compliance.expr.tree import Comprehension, Has, Name, Select, children
from pmi_compliance.expr.types import RecordType
from pmi_compliance.records.standing import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel


#: The relations from a placement to the other placements of the same person.
SAME_PERSON = ("same_worker", "same_nik")


@define(eq=False)
class FieldUse:
    """What is read of one record, or of each of a list of them."""

    #: The kind of record.
    kind: str
    #: Its fields that are read.
    fields: set[str] = field(factory=set)
    #: The relations that are followed, by name, and what is read of the records they lead to.
    relations: dict[str, FieldUse] = field(factory=dict)
    #: Of groups of facts only these are read, unless `whole` names the group.
    inside: dict[str, set[str]] = field(factory=dict)
    #: Groups of facts that are read as a whole.
    whole: set[str] = field(factory=set)

    def add_places(self, model: RecordModel) -> None:
        """A finding names authorities of the place, whatever its rule reads."""
        for path in (path for paths in model.places[self.kind] for path in paths):
            self._add(path.split("."), model)

    def _add(self, path: Sequence[str], model: RecordModel) -> None:
        first, *rest = path
        fields = model.types[self.kind].fields
        if (relation := fields[first].relation) is not None:
            self.relations.setdefault(first, FieldUse(relation.target, {"id"}))._add(rest, model)
            return
        self.fields |= {first, f"{first}_complete"} & fields.keys()
        if rest and first in self.inside:
            self.inside[first].add(rest[0])


def fields_used(kind: str, rules: Iterable[Rule]) -> FieldUse:
    """What the rules read of a record of a kind."""
    whole = FieldUse(kind, {"id"})
    for rule in rules:
        for checked in (rule.day, *(condition.checked for condition in rule.conditions), *_shown(rule)):
            _uses_of(checked, checked.tree, {kind: (whole,)})
        _add_standing(whole, rule.model)
    return whole


def _add_standing(use: FieldUse, model: RecordModel) -> None:
    """Who stands behind a record matters to every rule."""
    use.fields |= STANDING & model.types[use.kind].fields.keys()
    for inner in use.relations.values():
        _add_standing(inner, model)


def _shown(rule: Rule) -> Iterator[Checked]:
    """What a finding shows beside its reasons, and what says which threats it names."""
    yield from rule.threatened_where.values()
    yield from rule.message.paths.values()
    yield from rule.remediation.paths.values()
    yield from (value.checked for value in rule.shows)
    if rule.members is not None:
        yield rule.members


def _uses_of(checked: Checked, node: Node, scope: Mapping[str, Any]) -> Any:
    match node:
        case Name(name):
            return scope.get(name, ())
        case Select(operand, name) | Has(operand, name):
            return _field(checked, operand, name, scope)
        case Comprehension(macro, source, variable, body):
            over = _uses_of(checked, source, scope)
            inner = _uses_of(checked, body, {**scope, variable: over})
            return over if macro == "filter" else inner if macro == "map" else ()
        case _:
            parts = [_uses_of(checked, child, scope) for child in children(node)]
            return tuple(dict.fromkeys(use for part in parts for use in part))


def _field(
    checked: Checked, operand: Node, name: str, scope: Mapping[str, Any], inside: str | None = None
) -> Any:
    if operand in {Name("params"), Name("audit")}:
        return ()
    led_to: list[FieldUse] = []
    owner = checked.type_of(operand)
    assert isinstance(owner, RecordType)
    relation = owner.fields[name].relation
    if isinstance(operand, Select) and relation is None:
        # Of a group is noted what is read inside of it.
        owners = _field(checked, operand.operand, operand.field, scope, name)
    else:
        owners = _uses_of(checked, operand, scope)
    for use in owners:
        if relation is None:
            use.fields |= {name, f"{name}_complete"} & owner.fields.keys()
            if inside is None:
                use.whole.add(name)
            else:
                use.inside.setdefault(name, set()).update((inside, f"{inside}_complete"))
        else:
            child = use.relations.setdefault(name, FieldUse(relation.target, {"id"}))
            led_to.append(child)
    return tuple(led_to)
