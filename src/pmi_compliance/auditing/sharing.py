"""
What findings share: most facts, records and texts in them stand in many others, and each is made and kept once.

That is most of what a report takes, in memory and when it is written to a file and read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve

from pmi_compliance.auditing.disclosure import MASK, described_at
from pmi_compliance.auditing.findings import Evidence, Missing, Subject
from pmi_compliance.auditing.values import plain
from pmi_compliance.base.text import Text
from pmi_compliance.engines import ContextValue
from pmi_compliance.records.json_schema import pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmi_compliance.engines import Place
    from pmi_compliance.engines.explain import Reason
    from pmi_compliance.records.schema import RecordModel

#: A record that findings are about.
subject_of = lru_cache(maxsize=4096)(Subject)
_same_evidence = lru_cache(maxsize=4096, typed=True)(Evidence)


@lru_cache(maxsize=4096)
def same(text: Text) -> Text:
    """The same text, the object that was given first."""
    return text


def evidence_of(
    model: RecordModel, reason: Reason, subject: Subject, masks: Callable[[Place], bool], *, day_hidden: bool
) -> Evidence:
    """What settled an outcome, as a report shows it."""
    part, expression, source = reason.part, reason.expression, reason.source
    if isinstance(source, ContextValue):
        value = MASK.id if day_hidden and source.name == "judged_on" else plain(source.value)
        return Evidence(
            part, expression, name=source.name.removeprefix("params."), since=source.since, value=value
        )
    kind, id_, path = source.place
    described, value = model.made_once(described_at, kind, path), source.value
    hidden = value is not None and masks(source.place)
    shown = MASK.id if hidden else plain(value)
    # Values of the other types may change, and have no hash.
    make = _same_evidence if shown is None or isinstance(shown, str | int) else Evidence
    return make(
        part,
        expression,
        None if id_ == subject.id and kind == subject.kind else subject_of(kind, id_),
        described.pointer,
        value=shown,
        personal=described.is_personal,
        is_place=described.is_place and not hidden,
        called=None if hidden else described.name_of(value),
    )


def missing_of(model: RecordModel, place: Place, subject: Subject) -> Missing:
    """A fact that is lacking, as a report shows it."""
    owner = subject_of(place.kind, place.id)
    missing = _lacking(model, place.kind, place.path)
    if missing is None:
        missing = Missing(None, pointer(place.path), Text(f"data {owner}", f"record {owner}"))
    return missing if owner == subject else evolve(missing, record=owner)


@lru_cache(maxsize=4096)
def _lacking(model: RecordModel, kind: str, path: tuple[str | int, ...]) -> Missing | None:
    """A fact that a record itself lacks; nothing where it has no title."""
    field, _ = model.field_at(kind, path)
    return Missing(None, pointer(path), field.title) if field and field.title else None
