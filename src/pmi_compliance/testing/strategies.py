"""
Records for property tests, made from the schemas: every one is valid, and none is thrown away.

Records have few facts, for most rules ask for few; a failing example shrinks to those that matter. Where a record names
another, that record is drawn with it.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.testing import searching
from pmi_compliance.testing.boundaries import boundaries
from pmi_compliance.testing.drafts import paths
from pmi_compliance.testing.scenarios import pack_of
from pmi_compliance.testing.values import schema_at, type_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel
    from pmi_compliance.testing.scenarios import BoundaryPair, Candidate, Scenario

#: A group of facts has at most so many optional ones.
_FACTS = 12

#: A regency, the district and village inside it, its neighbour, and places elsewhere.
_REGIONS = ["53.01", "53", "53.01.06", "53.01.06.2015", "53.71", "31.74", "35.78.01"]

_DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
_BIRTHDAYS = st.dates(date(1950, 1, 1), date(2020, 12, 31))

#: Few, so that records agree now and then; and any others.
_WORDS = st.sampled_from(["a", "b", "active", "medical", "Ani Contoh", "ANI  CONTOH"]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)

#: How many records of each kind a dataset has at most; of a kind that is not listed, two.
SIZES = {"recruiter": 2, "placement": 4, "job_order": 2, "case": 2, "service_centre": 1}


def records(
    kind: str,
    *,
    id: str = "",  # noqa: A002
    ids: Mapping[str, Sequence[str]] | None = None,
    facts: Mapping[str, SearchStrategy[Any]] | None = None,
    model: RecordModel | None = None,
) -> SearchStrategy[dict[str, Any]]:
    """
    Valid records of a kind, as JSON would hold them.

    Args:
        kind: A kind of record.
        id: The id of the record; without one, the name of the kind.
        ids: By kind, ids of records that this one may name; it names none of other kinds.
        facts: Facts that every record has, and what they are drawn from.
        model: The kinds of records; without one, those that the library describes.

    Returns:
        A strategy for records.

    """
    model = model or bundled_model()
    own = dict(model.made_once(_facts_of, kind))
    for relation in model.keyed(kind):
        known = (ids or {}).get(relation.target)
        if known:
            name = st.sampled_from(known)
            own[relation.key] = (
                st.lists(name, unique=True, max_size=3) if relation.shape == "listed" else name
            )
    return _some_of(own, {"id": st.just(id or kind), **(facts or {})})


def _facts_of(model: RecordModel, kind: str) -> dict[str, SearchStrategy[Any]]:
    """What each fact of a kind is drawn from; facts that name other records are left out."""
    parts = model.nodes[kind].parts
    names = parts.keys() - {"id", *(relation.key for relation in model.keyed(kind))}
    return {name: _value(name, parts[name]) for name in names}


def _some_of(
    optional: Mapping[str, SearchStrategy[Any]], fixed: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[dict[str, Any]]:
    """A few of the optional facts, and all of the others."""
    names = sorted(optional.keys() - fixed.keys())
    chosen = st.lists(st.sampled_from(names), unique=True, max_size=_FACTS) if names else st.just([])
    return chosen.flatmap(
        lambda few: st.fixed_dictionaries({**{name: optional[name] for name in few}, **fixed})
    )


def _value(name: str, node: Node) -> SearchStrategy[Any]:
    """Values that a schema allows, but null: to leave a fact out says the same."""
    if node.values is not None:
        return st.sampled_from(node.values)
    match node.type:
        case "string":
            return _text(name, node)
        case "integer":
            low, high = node.limits.get("minimum", -(2**53)), node.limits.get("maximum", 2**53)
            return st.sampled_from(
                sorted({max(low, min(high, number)) for number in (0, 1, 17, 18, 1_500_000_000)})
            ) | (st.integers(low, high))
        case "boolean":
            return st.just(value=True) if node.only_true else st.booleans()
        case "array":
            assert node.item is not None, name
            return st.lists(_value("", node.item), max_size=3)
        case _:
            required = {name: _value(name, node.parts[name]) for name in sorted(node.required)}
            return _some_of({name: _value(name, part) for name, part in node.parts.items()}, required)


def _text(name: str, node: Node) -> SearchStrategy[str]:
    if node.format in {"date", "edtf"}:
        return (_BIRTHDAYS if "birth" in name else _DAYS).map(date.isoformat)
    if node.format == "region":
        return st.sampled_from(_REGIONS)
    if "pattern" in node.limits:
        return st.from_regex(node.limits["pattern"], fullmatch=True)
    return _WORDS


def recruiters(**facts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Valid recruiters; `facts` are facts that all of them have, and what they are drawn from."""
    return records("recruiter", facts=facts)


def placements(**facts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Valid placements that name no other record, as `recruiters`; `datasets` draws some that do."""
    return records("placement", facts=facts)


def job_orders(**facts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Valid job orders that name no other record, as `recruiters`; `datasets` draws some that do."""
    return records("job_order", facts=facts)


@st.composite
def datasets(
    draw: Any,
    sizes: Mapping[str, int] | None = None,
    facts: Mapping[str, Mapping[str, SearchStrategy[Any]]] | None = None,
    model: RecordModel | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """
    Records of several kinds that belong together, as `Dataset.from_records` takes them.

    Args:
        draw: Given by Hypothesis.
        sizes: By kind, how many records there are at most; a kind that is not named is not supplied.
        facts: By kind, facts that every record has, and what they are drawn from.
        model: The kinds of records; without one, those that the library describes.

    """
    model = model or bundled_model()
    sizes = {kind: SIZES.get(kind, 2) for kind in model.kinds} if sizes is None else sizes
    ids = {
        kind: [f"{kind}-{number}" for number in range(1, draw(st.integers(0, sizes[kind])) + 1)]
        for kind in model.kinds
        if kind in sizes
    }
    return {
        kind: [
            draw(records(kind, id=name, ids=ids, facts=(facts or {}).get(kind), model=model))
            for name in names
        ]
        for kind, names in ids.items()
    }


def audit_dates(packs: Iterable[RulePack]) -> SearchStrategy[date]:
    """Days on which a rule or parameter of the packs changes, those around them, and any other since 2004."""
    changes = set()
    for pack in packs:
        for rule in pack.rules:
            changes |= {rule.in_force.start, rule.in_force.end}
        for parameter in pack.parameters.values():
            changes |= {*parameter.values.days}
    days = sorted({day + timedelta(offset) for day in changes if day is not None for offset in (-1, 0, 1)})
    return (st.sampled_from(days) | _DAYS) if days else _DAYS


@st.composite
def erasures(draw: Any, record: Mapping[str, Any]) -> dict[str, Any]:
    """
    Copies of a record that lack some of its facts; the id stays.

    Args:
        draw: Given by Hypothesis.
        record: The record; it is not changed.

    """
    erased = copy.deepcopy(dict(record))
    # Into groups, and not into lists, for what a list lacks is another fact.
    known = [
        path for path in paths(erased) if path != ("id",) and not any(isinstance(step, int) for step in path)
    ]
    forgotten = draw(st.lists(st.sampled_from(known), unique=True)) if known else []
    # From the end, so that what is gone does not move what is still to go.
    for path in sorted(forgotten, key=repr, reverse=True):
        owner: Any = erased
        for step in path[:-1]:
            owner = owner.get(step) if isinstance(owner, dict) else owner
        if isinstance(owner, dict):
            owner.pop(path[-1], None)
    return erased


def compliant(pack: RulePack) -> SearchStrategy[Scenario]:
    """
    Scenarios in which every rule of a pack that applies is kept; in each, at least one applies.

    Args:
        pack: The pack.

    Returns:
        A strategy for scenarios, which draws the smallest first.

    Raises:
        UsageError: If none were found.

    """
    return _varied(searching.complying(pack))


def violating(rule: Rule, pack: RulePack | None = None) -> SearchStrategy[Scenario]:
    """
    Scenarios in which a rule is broken; where a breach can only be suspected, those in which a person is asked.

    No other rule of the pack is broken, unless nothing was found that breaks this rule alone: `Scenario.entails` names
    those that are.

    Args:
        rule: The rule.
        pack: The pack whose other rules are not to be broken; without one, the pack that the rule was read from.

    Returns:
        A strategy for scenarios, which draws the smallest first.

    Raises:
        UsageError: If none were found, as of a rule that leaves every decision to a person.

    """
    return _varied(searching.breaking(rule, pack or pack_of(rule)))


def undecided(rule: Rule, pack: RulePack | None = None) -> SearchStrategy[Scenario]:
    """
    Scenarios in which a rule is unknown: of the record only the id is known, or all that decides it but one fact.

    Args:
        rule: The rule.
        pack: The pack; without one, the pack that the rule was read from.

    Returns:
        A strategy for scenarios, which draws the smallest first.

    Raises:
        UsageError: If none were found.

    """
    return _varied(searching.undecided(rule, pack or pack_of(rule)))


def boundary(rule: Rule, pack: RulePack | None = None) -> SearchStrategy[BoundaryPair]:
    """
    Pairs of scenarios on both sides of a boundary: a fact, a list or the day is one step apart, and the outcome changes.

    Args:
        rule: The rule.
        pack: The pack; without one, the pack that the rule was read from.

    Returns:
        A strategy for pairs of scenarios.

    Raises:
        UsageError: If none were found, as of a rule without a date and a number.

    """
    return st.sampled_from(boundaries(rule, pack or pack_of(rule)))


@st.composite
def _varied(draw: Any, candidates: Sequence[Candidate]) -> Scenario:
    """One of some scenarios, the first and smallest before all, with other values of facts that do not matter."""
    candidate: Candidate = draw(st.sampled_from(candidates))
    model = candidate.draft.model
    facts = [
        place
        for place in candidate.draft.facts()
        if not isinstance(type_at(model, place), (ListType, RecordType))
    ]
    places = draw(st.lists(st.sampled_from([*facts, *candidate.absent()]), unique=True, max_size=4))
    changes = [(place, draw(_value(str(place.path[-1]), schema_at(model, place)))) for place in places]
    return candidate.changed(changes).scenario
