"""
Which duties of a law the rules check: the coverage map.

The list of duties is written by hand, from the text; what checks each of them is found from the rules' citations.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.errors import PackError
from pmi_compliance.base.text import Text
from pmi_compliance.packs import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from pmi_compliance.base.dated import Period
    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.packs.model import Rule

#: From the surest down.
STATUSES = ("automated", "partly", "human", "not_yet")


@frozen(eq=False)
class Duty:
    """One duty of a law."""

    citation: Mapping[str, str]
    bearer: str
    text: Text
    #: Where the rules do not say it: `partly`, `human` or `not_yet`, and why.
    status: str | None
    reason: Text | None
    #: The days on which its law was in force; `None` where nobody wrote them.
    in_force: Period | None = None

    def is_law_on(self, day: date) -> bool:
        """Whether it was law on a day; a duty whose days nobody wrote always is."""
        return self.in_force is None or day in self.in_force


@frozen(eq=False)
class Coverage:
    """A duty, how far it is checked, and by which rules."""

    duty: Duty
    status: str
    rules: tuple[str, ...]


def read_articles(path: Path) -> tuple[Duty, ...]:
    """
    The duties of one file; none where there is no file.

    Raises:
        PackError: If the file is wrong, names a duty twice, or its law was in force on no day.

    """
    if not path.is_file():
        return ()
    document = yaml.read(path, schema="articles")
    instrument = document.value["instrument"]
    diagnostics: list[Diagnostic] = []
    in_force = yaml.period_at(document, "/in_force", diagnostics) if "in_force" in document.value else None
    duties: dict[tuple[str, ...], Duty] = {}
    for at, node in enumerate(document.value["duties"]):
        citation = {"instrument": instrument} | {
            key: node[key] for key in ("article", "paragraph", "letter") if key in node
        }
        key = tuple(citation.values())
        if key in duties:
            diagnostics.append(document.diagnostic(f"/duties/{at}", "duty_twice"))
        reason = Text.of(node["reason"]) if "reason" in node else None
        duties[key] = Duty(
            citation, node["bearer"], Text.of(node["duty"]), node.get("status"), reason, in_force
        )
    if diagnostics:
        raise PackError(tuple(diagnostics))
    return tuple(duties.values())


def coverage(duties: Iterable[Duty], rules: Iterable[Rule]) -> list[Coverage]:
    """How far each duty is checked by some rules."""
    of_article: dict[tuple[str | None, ...], list[Rule]] = defaultdict(list)
    for rule in rules:
        for article in dict.fromkeys(map(_article, rule.citations)):
            of_article[article].append(rule)
    return [
        _covered(duty, [rule for rule in of_article[_article(duty.citation)] if _cites(rule, duty)])
        for duty in duties
    ]


def _article(citation: Mapping[str, str]) -> tuple[str | None, ...]:
    return citation.get("instrument"), citation.get("article")


def _cites(rule: Rule, duty: Duty) -> bool:
    return any(duty.citation.items() <= citation.items() for citation in rule.citations)


def _covered(duty: Duty, rules: list[Rule]) -> Coverage:
    ways = {rule.automation for rule in rules}
    if not rules:
        status = duty.status if duty.status in {"human", "not_yet"} else "not_yet"
    elif ways == {"manual"}:
        status = "human"
    elif duty.status is None and ways == {"full"}:
        status = "automated"
    else:
        status = "partly"
    assert status is not None
    return Coverage(duty, status, tuple(sorted(rule.id for rule in rules)))
