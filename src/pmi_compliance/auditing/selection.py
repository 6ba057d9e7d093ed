"""What an audit uses of its packs, worked out once, and options that must be one of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from pmi_compliance.auditing.asked import packs_given
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.memo import Memo
from pmi_compliance.packs.articles import coverage
from pmi_compliance.packs.directory import Directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set
    from datetime import date

    from pmi_compliance.packs.articles import Coverage
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
        UsageError: If a pack has another model, and not one to which other packs only added something.

    """
    others = tuple(pack.id for pack in packs if not model.extends(pack.model))
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


def _names_of(packs: tuple[RulePack, ...]) -> str:
    return repr([pack.id for pack in packs])


@frozen(eq=False)
class Prepared:
    """
    What hangs on packs alone, worked out once.

    Raises:
        UsageError: If two packs hold a rule or chain of the same id, or mean two offices by one code.

    """

    #: The packs, in the order in which they were given.
    packs: tuple[RulePack, ...] = field(converter=packs_given, repr=_names_of)
    #: Whether rules whose text nobody has read are used, too.
    include_unverified: bool = field(default=False, kw_only=True)
    #: The rules that are used, by their ids.
    rules: tuple[Rule, ...] = field(init=False, repr=False)
    #: Ids of the rules of the packs that are not.
    left_out: tuple[str, ...] = field(init=False, repr=False)
    #: What findings together lead to, in the order of the packs.
    chains: tuple[Chain, ...] = field(init=False, repr=False)
    #: The competent offices, by whether one may be named by where somebody is.
    _directories: Mapping[bool, Directory] = field(init=False, repr=False)
    _memo: Memo = field(factory=Memo, init=False, repr=False)

    @rules.default
    def _used(self) -> tuple[Rule, ...]:
        return tuple(rules_of(self.packs, include_unverified=self.include_unverified))

    @left_out.default
    def _unused(self) -> tuple[str, ...]:
        used = {rule.id for rule in self.rules}
        return tuple(sorted({rule.id for pack in self.packs for rule in pack.rules} - used))

    @chains.default
    def _chained(self) -> tuple[Chain, ...]:
        return tuple(chains_of(self.packs))

    @_directories.default
    def _offices(self) -> Mapping[bool, Directory]:
        return {shown: Directory.of(self.packs, shows_places=shown) for shown in (True, False)}

    def directory(self, disclose: str) -> Directory:
        """The competent offices, under a disclosure of `audit`."""
        return self._directories[disclose != "pointers"]

    def not_checked(self, judged: Set[str], as_of: date) -> tuple[Coverage, ...]:
        """
        The duties that no rule decides by itself.

        Args:
            judged: The ids of the rules by which something was judged.
            as_of: The audit date. A law of another time counts where something was judged by it.

        """
        return tuple(
            duty
            for pack, duties in zip(self.packs, self._memo.of(_coverage_of, self), strict=True)
            for has_judged in (any(rule.id in judged for rule in pack.rules),)
            for duty in duties
            if duty.status != "automated" and (has_judged or duty.duty.is_law_on(as_of))
        )


def _coverage_of(prepared: Prepared) -> list[list[Coverage]]:
    """The duties of each pack, and how far the rules check them."""
    return [coverage(pack.duties, prepared.rules) for pack in prepared.packs]
