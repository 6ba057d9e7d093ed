"""
Records for property tests, made from the schemas: every one is valid, and none is thrown away.

What is drawn has few facts, for most rules ask for few; a failing example shrinks to those that matter. Ids that one
record holds of others are ids of records that are drawn with it.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.dataset import keyed
from pmi_compliance.records.schema import KINDS, document
from pmi_compliance.testing import scenes
from pmi_compliance.testing.worlds import paths, schema_at, type_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from pmi_compliance.packs.model import Rule, RulePack
    from pmi_compliance.testing.scenes import Border, Kept, Scene

#: Of so many optional facts a group of facts has at most.
_FACTS = 12

#: A regency, the district and village inside it, its neighbour, and places elsewhere.
_REGIONS = ["53.01", "53", "53.01.06", "53.01.06.2001", "53.71", "31.74", "35.78.01"]

_DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
_BIRTHDAYS = st.dates(date(1950, 1, 1), date(2020, 12, 31))

#: Few, so that records agree now and then; and any others.
_WORDS = st.sampled_from(["a", "b", "active", "medical", "Ani Contoh", "ANI  CONTOH"]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
)

#: How many records of each kind a dataset has at most.
SIZES = {"recruiter": 2, "placement": 4, "job_order": 2, "case": 2, "service_centre": 1}


def records(
    kind: str,
    *,
    id: str = "",  # noqa: A002
    ids: Mapping[str, Sequence[str]] | None = None,
    facts: Mapping[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[dict[str, Any]]:
    """
    Valid records of a kind, as JSON would hold them.

    Args:
        kind: A kind of record.
        id: Its id; without one, the name of the kind.
        ids: By kind, ids of the records that it may name; of kinds that are not there it names none.
        facts: Facts that every record has, and what they are drawn from.

    """
    own = dict(_facts_of(kind))
    for relation in keyed(kind):
        known = (ids or {}).get(relation.target)
        if known:
            one = st.sampled_from(known)
            own[relation.key] = st.lists(one, unique=True, max_size=3) if relation.shape == "listed" else one
    return _some(own, {"id": st.just(id or kind), **(facts or {})})


@cache
def _facts_of(kind: str) -> dict[str, SearchStrategy[Any]]:
    """What each fact of a kind is drawn from, but those by which it names other records."""
    names = document(kind)["properties"].keys() - {"id", *(relation.key for relation in keyed(kind))}
    return {name: _value(name, document(kind)["properties"][name]) for name in names}


def _some(
    optional: Mapping[str, SearchStrategy[Any]], fixed: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[dict[str, Any]]:
    """A few of the optional facts, and all of the others."""
    names = sorted(optional.keys() - fixed.keys())
    chosen = st.lists(st.sampled_from(names), unique=True, max_size=_FACTS) if names else st.just([])
    return chosen.flatmap(
        lambda few: st.fixed_dictionaries({**{name: optional[name] for name in few}, **fixed})
    )


def _value(name: str, node: Mapping[str, Any]) -> SearchStrategy[Any]:
    """What may stand at a place of a schema, null apart: to leave a fact out says the same."""
    if "$ref" in node:
        node = document("common")["$defs"][node["$ref"].rsplit("/", 1)[1]]
    if "enum" in node:
        return st.sampled_from([value for value in node["enum"] if value is not None])
    kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
    match next(kind for kind in kinds if kind != "null"):
        case "string":
            return _text(name, node)
        case "integer":
            low, high = node.get("minimum", -(2**53)), node.get("maximum", 2**53)
            return st.sampled_from(
                sorted({max(low, min(high, at)) for at in (0, 1, 17, 18, 1_500_000_000)})
            ) | (st.integers(low, high))
        case "boolean":
            return st.booleans() if node.get("not") != {"const": False} else st.just(value=True)
        case "array":
            return st.lists(_value("", node["items"]), max_size=3)
        case _:
            properties = node.get("properties", {})
            required = {one: _value(one, properties[one]) for one in node.get("required", ())}
            return _some({one: _value(one, inner) for one, inner in properties.items()}, required)


def _text(name: str, node: Mapping[str, Any]) -> SearchStrategy[str]:
    match node:
        case {"format": "date"}:
            return (_BIRTHDAYS if "birth" in name else _DAYS).map(date.isoformat)
        case {"format": "region"}:
            return st.sampled_from(_REGIONS)
        case {"pattern": pattern}:
            return st.from_regex(pattern, fullmatch=True)
        case _:
            return _WORDS


def recruiters(**facts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Recruiters."""
    return records("recruiter", facts=facts)


def placements(**facts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Placements of nobody known: with recruiters and job orders they are drawn by `datasets`."""
    return records("placement", facts=facts)


def job_orders(**facts: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Job orders."""
    return records("job_order", facts=facts)


@st.composite
def datasets(
    draw: Any,
    sizes: Mapping[str, int] | None = None,
    facts: Mapping[str, Mapping[str, SearchStrategy[Any]]] | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """
    Records of several kinds that belong together, as `Dataset.from_records` takes them.

    Args:
        draw: Given by Hypothesis.
        sizes: By kind, how many records there are at most; a kind that is not named is not supplied.
        facts: By kind, facts that every record has, and what they are drawn from.

    """
    sizes = SIZES if sizes is None else sizes
    ids = {
        kind: [f"{kind}-{at}" for at in range(1, draw(st.integers(0, sizes[kind])) + 1)]
        for kind in KINDS
        if kind in sizes
    }
    return {
        kind: [draw(records(kind, id=name, ids=ids, facts=(facts or {}).get(kind))) for name in names]
        for kind, names in ids.items()
    }


def audit_dates(packs: Iterable[RulePack]) -> SearchStrategy[date]:
    """Days on which something of the packs changes, those around them, and any other since 2004."""
    borders = set()
    for pack in packs:
        for rule in pack.rules:
            borders |= {rule.in_force.start, rule.in_force.end}
        for parameter in pack.parameters.values():
            borders |= {*parameter.values.days}
    days = sorted({day + timedelta(off) for day in borders if day is not None for off in (-1, 0, 1)})
    return (st.sampled_from(days) | _DAYS) if days else _DAYS


@st.composite
def erasures(draw: Any, record: Mapping[str, Any]) -> dict[str, Any]:
    """
    A record of which some facts are known no longer; its id stays.

    Args:
        draw: Given by Hypothesis.
        record: The record; it is not changed.

    """
    erased = copy.deepcopy(dict(record))
    # Into groups, and not into lists, for what a list lacks is another fact.
    known = [
        path for path in paths(erased) if path != ("id",) and not any(isinstance(one, int) for one in path)
    ]
    # From the end, so that what is gone does not move what is still to go.
    for path in sorted(
        draw(st.lists(st.sampled_from(known), unique=True)) if known else [], key=repr, reverse=True
    ):
        owner: Any = erased
        for step in path[:-1]:
            owner = owner.get(step) if isinstance(owner, dict) else owner
        if isinstance(owner, dict):
            owner.pop(path[-1], None)
    return erased


def compliant(pack: RulePack) -> SearchStrategy[Scene]:
    """
    Records that keep every rule of a pack that applies to them; of each, one rule at least is kept.

    Raises:
        UsageError: If none were found.

    """
    return _varied(scenes.complying(pack))


def violating(rule: Rule, pack: RulePack | None = None) -> SearchStrategy[Scene]:
    """
    Records that break a rule; for a breach that can only be suspected, records that a person is asked about.

    No other rule of the pack is broken, unless nothing was found that breaks the one alone: `Scene.entails` tells.

    Args:
        rule: The rule.
        pack: Whose other rules are not to be broken; without one, the pack that the rule was read from.

    Raises:
        UsageError: If none were found, as of a rule that leaves every decision to a person.

    """
    return _varied(scenes.breaking(rule, pack or scenes.pack_of(rule)))


def undecided(rule: Rule, pack: RulePack | None = None) -> SearchStrategy[Scene]:
    """
    Records that leave a rule unknown: nothing but an id, or all that decides it but one fact.

    Raises:
        UsageError: If none were found.

    """
    return _varied(scenes.undecided(rule, pack or scenes.pack_of(rule)))


def boundary(rule: Rule, pack: RulePack | None = None) -> SearchStrategy[Border]:
    """
    Pairs of scenes on both sides of a border: a fact or the day a smallest step apart, and another outcome.

    Raises:
        UsageError: If none were found, as of a rule without a date and a number.

    """
    return st.sampled_from(scenes.borders(rule, pack or scenes.pack_of(rule)))


@st.composite
def _varied(draw: Any, found: Sequence[Kept]) -> Scene:
    """One of some scenes, the first and smallest before all, with other values of facts that do not matter."""
    kept: Kept = draw(st.sampled_from(found))
    facts = [place for place in kept.world.facts() if not isinstance(type_at(place), (ListType, RecordType))]
    few = draw(st.lists(st.sampled_from([*facts, *kept.absent()]), unique=True, max_size=4))
    return kept.changed([(place, draw(_value(str(place.path[-1]), schema_at(place)))) for place in few]).scene
