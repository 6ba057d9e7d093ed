"""Why an example ends as it does: the day, the facts that are missing or decided, and the guard before the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from pmi_compliance.auditing.run import audit
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.packs import yaml
from pmi_compliance.packs.files import PACK
from pmi_compliance.packs.finding import dependency
from pmi_compliance.records.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.packs.examples import Example
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule

#: How many values are told for a part of a rule.
_TOLD = 6

_DAY = Text(
    "dinilai pada {day} ({source}); aturan berlaku mulai {start}",
    "judged on {day} ({source}); law from {start}",
)
_MISSING = Text("fakta yang kurang: {facts}", "missing facts: {facts}")
_VALUES = Text("{part}: {values}", "{part}: {values}")
_NOT_KNOWN = Text("tidak tertulis", "not written")
_GUARD = {
    Outcome.FAIL: Text(
        "pembatas `{term}` ({file}) tidak terpenuhi: aturan tidak memeriksa data ini; `guarded: false` melewatinya",
        "the guard `{term}` ({file}) does not hold: the rule does not look at this record; `guarded: false` passes it by",
    ),
    Outcome.UNKNOWN: Text(
        "pembatas `{term}` ({file}) belum dapat diputuskan; `guarded: false` melewatinya",
        "the guard `{term}` ({file}) cannot be decided; `guarded: false` passes it by",
    ),
}


def judged(pack: RulePack, rule: Rule, example: Example) -> Finding:
    """What one rule says of the first record of its kind in an example."""
    subject = example.records[rule.subject][0]["id"]
    report = audit(
        Dataset.from_records(example.records, model=pack.model),
        [evolve(pack, rules=(rule,))],
        as_of=example.as_of,
        include_passed=True,
        include_unverified=True,
        disclose="full",
    )
    return next(
        finding for finding in report.findings if finding.rule == rule.id and finding.subject.id == subject
    )


def why(pack: RulePack, rule: Rule, guard: Rule | None, example: Example) -> Iterator[Text]:
    """
    Why an example ends as it does.

    Args:
        pack: The pack of the rule.
        rule: The rule.
        guard: The guard before it, as a rule that requires it; `None` without one.
        example: The example.

    Yields:
        A line for each thing that decided.

    """
    finding = judged(pack, rule, example)
    if finding.judged_on is not None and rule.written.in_force.start.year > 1:
        values = {
            "day": finding.judged_on,
            "source": finding.judged_on_from,
            "start": rule.written.in_force.start,
        }
        yield _DAY.filled(values)
    if guard is not None and finding.outcome in {Outcome.NOT_APPLICABLE, Outcome.UNKNOWN}:
        outcome = judged(pack, guard, example).outcome
        if outcome in _GUARD:
            file = _file_of_guard(pack.folder, rule.subject, guard.id)
            yield _GUARD[outcome].filled({"term": guard.id, "file": file})
    if finding.missing:
        facts = [(f"{fact.record}: " if fact.record else "") + fact.pointer for fact in finding.missing]
        yield _MISSING.filled({"facts": ", ".join(facts)})
    yield from _values(finding)


def _values(finding: Finding) -> Iterator[Text]:
    """The values that decided, by the part of the rule that read them."""
    parts: dict[str, dict[str, Text]] = {}
    for reason in finding.reasons:
        place = (f"{reason.record}: " if reason.record else "") + str(reason.pointer or reason.name)
        read = _NOT_KNOWN if reason.value is None else Text(str(reason.value), str(reason.value))
        parts.setdefault(reason.part, {}).setdefault(place, read)
    for part, read_at in parts.items():
        told = [*read_at.items()][:_TOLD]
        more = ", …" if len(read_at) > _TOLD else ""
        yield _VALUES.filled(
            {
                "part": part,
                "values": Text(
                    ", ".join(f"{place} = {read.id}" for place, read in told) + more,
                    ", ".join(f"{place} = {read.en}" for place, read in told) + more,
                ),
            }
        )


def _file_of_guard(folder: Path, kind: str, term: str) -> str:
    """The `pack.yaml` that sets a guard: that of the pack, or of one that it needs; the nearest first."""
    head = yaml.read(folder / PACK, schema="pack").value
    if head.get("guard", {}).get(kind) == term:
        return f"{folder.name}/{PACK}"
    for needed in head.get("depends_on", ()):
        place = dependency(folder, needed.split()[0])
        if place is not None and (found := _file_of_guard(place, kind, term)):
            return found
    return ""
