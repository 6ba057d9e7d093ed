"""Every mistake of a pack at once, those of its examples too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.base.errors import Diagnostic
from pmi_compliance.packs.examples import read_chain_examples, read_examples, read_term_examples
from pmi_compliance.packs.load import CHAINS, bundled, collecting, dependency, folder_of, load, read_folder
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from pathlib import Path

    from pmi_compliance.packs.load import RulePack


def lint(name: str | Path) -> list[Diagnostic]:
    """Every mistake of a pack, its examples included; empty when there is none."""
    pack, mistakes = read_folder(folder_of(name), bundled_model())
    if pack is None:
        return mistakes
    for rule in pack.rules:
        with collecting(mistakes):
            read_examples(rule)
    with collecting(mistakes):
        read_term_examples(pack)
    with collecting(mistakes):
        read_chain_examples(pack)
    if not mistakes:
        # A rule that is wrong is not there, and its chains need not be told as well.
        mistakes += _unknown_rules(pack)
    return list(dict.fromkeys(mistakes))


def _unknown_rules(pack: RulePack) -> list[Diagnostic]:
    """Rules that its chains wait for in vain: in no bundled pack, and in none it depends on."""
    awaited = {name for chain in pack.chains for pattern in chain.when
              if not pattern.of_chain and pattern.observer is None for name in pattern.names or ()}  # fmt: skip
    known = {rule.id for rule in pack.rules}
    for other in dict.fromkeys((*pack.depends_on, *bundled())):
        folder = dependency(pack.folder, other) if other != pack.id and not awaited <= known else None
        if folder is not None:
            # What is wrong there is told where that pack is checked.
            with collecting([]):
                known |= {rule.id for rule in load(folder).rules}
    file = str(pack.folder / CHAINS)
    return [Diagnostic(f"there is no rule `{name}`", file) for name in sorted(awaited - known)]
