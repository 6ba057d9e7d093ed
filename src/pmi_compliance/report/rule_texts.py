"""The text of rules, as a report holds it once for each: what was asked of the records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.packs.model import Rule, Term


def rule_text(rule: Rule) -> dict[str, Any]:
    """
    The text of a rule as JSON values.

    Returns:
        Its pack, the days on which it is law, its conditions in its own words, and the terms that these name.

    """
    conditions = {part: _line(checked.text) for part, checked in rule.written.conditions.items()}
    terms = _terms_in(" ".join(conditions.values()), rule.written.terms)
    return {
        "pack": rule.pack,
        **({"act": rule.act.name} if rule.act else {}),
        "in_force": {
            name: day.isoformat()
            for name, day in (("from", rule.in_force.start), ("until", rule.in_force.end))
            if day is not None
        },
        **conditions,
        **({"terms": terms} if terms else {}),
    }


def _terms_in(text: str, terms: Mapping[str, Term]) -> dict[str, str]:
    """The terms that a text names, and those that their meanings name, by name."""
    found: dict[str, str] = {}
    texts = [text]
    while texts:
        for name in {*_WORD.findall(texts.pop())} & terms.keys() - found.keys():
            found[name] = _line(terms[name].written.text)
            texts.append(found[name])
    return dict(sorted(found.items()))


_WORD = re.compile(r"[A-Za-z_]\w*")


def _line(text: str) -> str:
    return " ".join(text.split())
