"""Which law governed a subject matter on a day: `rules/laws.yaml`. Nothing is judged by it; findings name it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base import resources
from pmi_compliance.base.text import Text
from pmi_compliance.packs import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.base.dated import Period
    from pmi_compliance.base.days import Day
    from pmi_compliance.packs.model import Rule

#: How far the bundled packs judge by a law, as it stands behind its name.
_JUDGED = {
    "fully": Text("", ""),
    "partly": Text(" (di sini hanya dinilai sebagian)", " (judged here only in part)"),
    "not_at_all": Text(" (di sini tidak dinilai)", " (not judged here)"),
}


@frozen(eq=False)
class Law:
    """A law that was in force for a time."""

    #: The days on which it was law.
    in_force: Period
    #: What it is called.
    instrument: str
    #: How far the bundled packs judge by it: `fully`, `partly` or `not_at_all`.
    judged: str
    #: How sure it is: one of `CONFIDENCES`.
    confidence: str = "verified"

    @property
    def name(self) -> Text:
        """What it is called, and how far it is judged."""
        behind = _JUDGED[self.judged]
        return Text(f"{self.instrument}{behind.id}", f"{self.instrument}{behind.en}")

    def as_json(self) -> dict[str, Any]:
        """The law as JSON values, as reports hold it."""
        return {"instrument": self.instrument, "judged": self.judged}


def law_on(rule: Rule, day: Day) -> Law | None:
    """The law that governed on a day what a rule is about; `None` where that is not known."""
    topic = f"{rule.pack}/{Path(rule.file).parent.name}"
    histories = _histories()
    history = histories.get(topic) or histories.get(rule.pack, ())
    return next((law for law in history if day in law.in_force), None)


@cache
def _histories() -> Mapping[str, tuple[Law, ...]]:
    """
    The laws of each pack or topic, the oldest first.

    Raises:
        PackError: If the file is wrong.

    """
    document = yaml.read(resources.folder("rules") / "laws.yaml", schema="laws")
    histories: dict[str, tuple[Law, ...]] = {}
    for at, node in enumerate(document.value):
        laws = tuple(
            Law(
                yaml.period_at(document, f"/{at}/history/{place}", []),
                entry["instrument"],
                entry["judged"],
                entry.get("confidence", "verified"),
            )
            for place, entry in enumerate(node["history"])
        )
        histories.update(dict.fromkeys(node["of"], laws))
    return histories
