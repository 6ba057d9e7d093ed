"""
Which pairs of rule and record a change can touch.

That is read off the conditions themselves: from the fields that each rule reads, and the relations that lead it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.engines.field_use import fields_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from pmi_compliance.engines.field_use import FieldUse
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.record import Record
    from pmi_compliance.records.store import RecordChange, RecordStore

#: A rule, by its place among those of the session, and the id of a record.
Pair = tuple[int, str]

#: The relations that lead from the record that is judged to one that its rule reads.
_Path = tuple["Relation", ...]


class Reach:
    """
    What rules read of records.

    Args:
        store: The records.
        rules: The rules, by their places in the session.

    """

    def __init__(self, store: RecordStore, rules: Mapping[int, Rule]) -> None:
        self._store = store
        #: For each kind of record: by which path some rules come to it, and what they read of it.
        self._readers: dict[str, dict[_Path, list[tuple[int, Set[str]]]]] = {}
        #: For each relation: by which path some rules come to the records that own it.
        self._followers: dict[Relation, dict[_Path, set[int]]] = {}
        for place, rule in rules.items():
            self._learn(place, fields_used(rule.subject, [rule]), ())

    def _learn(self, place: int, use: FieldUse, path: _Path) -> None:
        """Keep what a rule reads on a path, and from there on."""
        if not path:
            use.add_places(self._store.model)
        # A finding names the recruiter and for how many persons a record stands, whatever its rule reads.
        fields = use.fields | ({"recruiter_id", "count", "count_until"} if not path else set())
        types = self._store.model.types[use.kind].fields
        relations = [types[name].relation for name in use.relations]
        # The keys by which relations are followed are read as well, here and at their other end.
        for relation in (*relations, *path[-1:]):
            if relation is not None and (relation.shape != "many" or relation in path[-1:]):
                first = relation.key.split(".")[0]
                fields |= {first, f"{first}_complete"}
        self._readers.setdefault(use.kind, {}).setdefault(path, []).append((place, fields))
        for (name, inner), relation in zip(use.relations.items(), relations, strict=True):
            assert relation is not None, name
            self._store.index(relation)
            self._followers.setdefault(relation, {}).setdefault(path, set()).add(place)
            self._learn(place, inner, (*path, relation))

    def touched(self, change: RecordChange, records: Mapping[tuple[str, str], Record]) -> set[Pair]:
        """
        The pairs that a change can touch, as the records stand now.

        Args:
            change: What one entry of the store did to its records.
            records: Those records of the change that the store holds now, by kind and id.

        """
        pairs: set[Pair] = set()
        for name, record in records.items():
            before, after = change.before.get(name), change.after.get(name)
            if before is after:
                continue
            changed = None if before is None or after is None else _different(before.data, after.data)
            for path, readers in self._readers.get(record.kind, {}).items():
                rules = [
                    place for place, fields in readers if changed is None or not fields.isdisjoint(changed)
                ]
                if rules:
                    ids = self._subjects({record.id: record}, path)
                    pairs |= {(place, id_) for place in rules for id_ in ids}
        for relation, keys in change.gaps.items():
            rows = self._store.rows.get(relation.source, {})
            owners = rows.keys() if keys is None else self._store.index(relation).owners(keys)
            reached = {id_: rows[id_] for id_ in owners if id_ in rows}
            for path, places in self._followers.get(relation, {}).items():
                ids = self._subjects(reached, path)
                pairs |= {(place, id_) for place in places for id_ in ids}
        return pairs

    def _subjects(self, reached: Mapping[str, Record], path: _Path) -> Iterable[str]:
        """From some records back along a path to those that are judged."""
        for relation in reversed(path):
            index, rows = self._store.index(relation), self._store.rows.get(relation.source, {})
            owners = {id_ for record in reached.values() for id_ in index.inverse(record)}
            reached = {id_: rows[id_] for id_ in owners if id_ in rows}
        return reached.keys()


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The fields that two versions of a record do not have in common."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
