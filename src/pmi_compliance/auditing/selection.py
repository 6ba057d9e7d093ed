"""What an audit uses: the rules and chains of its packs, and options that must be one of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pmi_compliance.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel


def check_word(option: str, word: str, words: tuple[str, ...]) -> None:
    """
    Refuse a word that an option does not know.

    Raises:
        UsageError: If `word` is none of `words`.

    """
    if word not in words:
        raise UsageError("unknown_choice", argument=option, name=word, known=words)


def check_models(packs: Iterable[RulePack], model: RecordModel) -> None:
    """
    Refuse packs whose conditions were checked against other kinds of records than those that are judged.

    Raises:
        UsageError: If a pack has another model. One that only adds to the other is another model, too.

    """
    others = tuple(pack.id for pack in packs if not pack.model.is_same_as(model))
    if others:
        raise UsageError("another_model", packs=others)


def rules_of(packs: Iterable[RulePack], *, include_unverified: bool) -> list[Rule]:
    """
    The rules of packs, by their ids.

    Raises:
        UsageError: If two packs hold a rule of the same id.

    """
    rules = _by_id((rule for pack in packs for rule in pack.rules), "rule")
    return [
        rules[name] for name in sorted(rules) if include_unverified or rules[name].confidence != "unverified"
    ]


def chains_of(packs: Iterable[RulePack]) -> list[Chain]:
    """
    The chains of packs, in their order.

    Raises:
        UsageError: If two packs hold a chain of the same id.

    """
    return [*_by_id((chain for pack in packs for chain in pack.chains), "chain").values()]


_Part = TypeVar("_Part", "Rule", "Chain")


def _by_id(parts: Iterable[_Part], what: str) -> dict[str, _Part]:
    by_id: dict[str, _Part] = {}
    for part in parts:
        if part.id in by_id:
            first = by_id[part.id].pack
            raise UsageError("in_two_packs", what=what, name=part.id, packs=(first, part.pack))
        by_id[part.id] = part
    return by_id
