"""
Put together what a rule says with what stands around it: the meanings of terms, the guard of the pack, the due day.

Everything is put together as text and checked again as a whole: each back end sees plain conditions, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.expr.check import check
from pmi_compliance.expr.tree import Name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.model import Term


def expanded(written: Checked, terms: Mapping[str, Term]) -> str:
    """The text of a condition, each name of a term replaced by what it means."""
    text = written.text
    named = [node for node in written.nodes() if isinstance(node, Name) and node.name in terms]
    for node in sorted(named, key=lambda node: node.span, reverse=True):
        start, end = node.span
        text = f"{text[:start]}{bracketed(terms[node.name].checked.text)}{text[end:]}"
    return text


def composed(
    own: Mapping[str, Checked | None],
    due_when: Checked | None,
    guard: Term | None,
    terms: Mapping[str, Term],
    variables: Mapping[str, Type],
    *,
    suspected: bool,
) -> dict[str, Checked]:
    """
    The three conditions that are judged, by their part; `review_when` only where there is one.

    Where a duty is not met but not due yet, or can only be suspected not to be met, a person decides.

    Raises:
        PackError: If what was put together is too large for one condition.

    """
    texts = {part: expanded(written, terms) for part, written in own.items() if written is not None}
    if guard is not None:
        applies = texts["applies_when"]
        mine = guard.checked.text
        texts["applies_when"] = mine if applies == "true" else f"{bracketed(mine)} && {bracketed(applies)}"
    unmet = f"!{bracketed(texts['requires'])}"
    early = f"!{bracketed(expanded(due_when, terms))} && {unmet}" if due_when is not None else None
    asked = [texts.get("review_when"), unmet if suspected else early]
    if found := [text for text in asked if text]:
        texts["review_when"] = found[0] if len(found) == 1 else " || ".join(map(bracketed, found))
    return {part: check(text, variables) for part, text in texts.items()}


def bracketed(text: str) -> str:
    """A condition as a part of another."""
    # A comment at the end of a text would swallow the bracket.
    return f"({text}\n)" if "//" in text else f"({text})"
