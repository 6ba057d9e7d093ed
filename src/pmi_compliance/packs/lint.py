"""Everything that is wrong with a pack at once, its examples included."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import Diagnostic
from pmi_compliance.packs.examples import (
    read_chain_examples,
    read_examples,
    read_term_examples,
    wrong_examples,
)
from pmi_compliance.packs.load import CHAINS, bundled, collecting, dependency, folder_of, load, read_folder
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from pathlib import Path

    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.records.schema import RecordModel


def lint(name: str | Path, *, model: RecordModel | None = None) -> list[Diagnostic]:
    """
    Everything that is wrong with a pack, its examples included; empty where nothing is.

    Args:
        name: The id of a bundled pack, or a folder.
        model: The kinds of records that its conditions read; without one, those that the library describes.

    Raises:
        UnknownPack: If there is none of that name.

    """
    model = model or bundled_model()
    pack, diagnostics = read_folder(folder_of(name), model)
    if pack is None:
        return diagnostics
    readers = [
        *(partial(read_examples, rule) for rule in pack.rules),
        partial(read_term_examples, pack),
        partial(read_chain_examples, pack),
    ]
    for examples in readers:
        with collecting(diagnostics):
            diagnostics += wrong_examples(examples(), model)
    if not diagnostics:
        # A rule that is wrong is not there, and its chains need not be reported as well.
        diagnostics += _unknown_rules(pack)
    return list(dict.fromkeys(diagnostics))


def _unknown_rules(pack: RulePack) -> list[Diagnostic]:
    """Rules that its chains wait for in vain: in no bundled pack, and in none it depends on."""
    awaited = {name for chain in pack.chains for pattern in chain.when
              if not pattern.of_chain and pattern.observer is None for name in pattern.names or ()}  # fmt: skip
    known = {rule.id for rule in pack.rules}
    for other in dict.fromkeys((*pack.depends_on, *bundled())):
        folder = dependency(pack.folder, other) if other != pack.id and not awaited <= known else None
        if folder is not None:
            # What is wrong there is reported where that pack is checked.
            with collecting([]):
                known |= {rule.id for rule in load(folder, pack.model).rules}
    file = str(pack.folder / CHAINS)
    values = {"what": "rule", "known": tuple(sorted(known))}
    return [Diagnostic("unknown", {**values, "name": name}, file) for name in sorted(awaited - known)]
