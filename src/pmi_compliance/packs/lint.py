"""Everything that is wrong with a pack at once, its examples included."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base import resources
from pmi_compliance.base.errors import Diagnostic
from pmi_compliance.packs import yaml
from pmi_compliance.packs.additions import additions_of
from pmi_compliance.packs.examples import (
    read_chain_examples,
    read_examples,
    read_term_examples,
    wrong_examples,
)
from pmi_compliance.packs.files import PACK, files_of
from pmi_compliance.packs.finding import bundled, dependency, folder_of, installed
from pmi_compliance.packs.load import load, read_folder
from pmi_compliance.packs.rules import EXAMPLES
from pmi_compliance.packs.sharing import CHAINS, PARAMETERS, collecting
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.records.schema import RecordModel


def lint(
    name: str | Path, *, model: RecordModel | None = None, keys: Iterable[str | Path] = ()
) -> list[Diagnostic]:
    """
    Everything that is wrong with a pack, its examples included; empty where nothing is.

    Args:
        name: The id of a bundled pack, or a folder.
        model: The kinds of records that its conditions read; without one, those that the library describes.
        keys: The public keys of whoever may have signed an archive.

    Raises:
        UnknownPack: If there is none of that name.
        PackError: If what the name means cannot be told, or an archive is not as it was signed.

    """
    folder, found = folder_of(name, keys), list[Diagnostic]()
    if model is None:
        model = bundled_model()
        with collecting(found):
            model = model.extended(*additions_of(folder))
    pack, diagnostics = read_folder(folder, model)
    diagnostics = found + diagnostics
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
    diagnostics += [*_misordered(pack), *_of_one_language(pack)]
    diagnostics += _for_nothing(pack)
    if not diagnostics:
        # A rule that is wrong is not there, and its chains need not be reported as well.
        diagnostics += [*_unknown_rules(pack), *_doubles(pack)]
    return list(dict.fromkeys(diagnostics))


def _for_nothing(pack: RulePack) -> Iterator[Diagnostic]:
    """Examples of what is not there, and a pack that holds nothing."""
    files = files_of(pack.folder)
    for path in files:
        rule = path.with_name(path.name.removesuffix(EXAMPLES) + path.suffix)
        if path.name.endswith(EXAMPLES) and not rule.is_file():
            yield Diagnostic("examples_without_rule", {"file": rule.name}, str(path))
    if files == [pack.folder / PACK]:
        yield Diagnostic("empty_pack", {"folder": pack.folder.name}, str(files[0]))


def _doubles(pack: RulePack) -> Iterator[Diagnostic]:
    """What bears the id of a bundled pack, or of a rule of another pack: an audit with both would stop."""
    rules = resources.folder("rules")
    if pack.folder.resolve().parent == rules.resolve():
        return
    if pack.id in bundled():
        if load(rules / pack.id, pack.model).digest != pack.digest:
            document = yaml.read(pack.folder / PACK, schema="pack")
            yield document.diagnostic("/id", "pack_of_bundled_name", pack=pack.id)
        return
    taken = {path.stem: name for name, folder in _others(pack) for path in files_of(folder)}
    for rule in pack.rules:
        if rule.id in taken:
            document = yaml.read(Path(rule.file), schema="rule", documents=pack.model.documents)
            yield document.diagnostic("/id", "rule_of_other_pack", rule=rule.id, pack=taken[rule.id])


def _others(pack: RulePack) -> Iterator[tuple[str, Path]]:
    """The packs that may be used together with one: those that are bundled or installed, and those that it needs."""
    for name in bundled():
        yield name, resources.folder("rules") / name
    for name, folders in installed().items():
        if name != pack.id:
            yield from ((name, folder) for folder in folders)
    for name in pack.depends_on:
        if (folder := dependency(pack.folder, name)) is not None:
            yield name, folder


def _misordered(pack: RulePack) -> Iterator[Diagnostic]:
    """Values of the law that stand behind later ones: who reads the file takes the last for the newest."""
    for path in files_of(pack.folder / PARAMETERS):
        with collecting([]):
            document = yaml.read(path, schema="parameters")
            for name, parameter in document.value.items():
                days = [value["from"] for value in parameter["values"]]
                for at, (before, day) in enumerate(pairwise(days)):
                    if day < before:
                        place = f"/{name}/values/{at + 1}/from"
                        yield document.diagnostic(place, "values_out_of_order", day=yaml.day_of(day))


def _of_one_language(pack: RulePack) -> Iterator[Diagnostic]:
    """Values that a message names in one of its languages only."""
    for rule in pack.rules:
        document = yaml.read(Path(rule.file), schema="rule", documents=pack.model.documents)
        words = document.at("/message")
        spoken, english = {*_PLACEHOLDER.findall(words["id"])}, {*_PLACEHOLDER.findall(words["en"])}
        if spoken != english:
            lacking = "en" if spoken - english else "id"
            names = "}, {".join(sorted(spoken ^ english))
            yield document.diagnostic(f"/message/{lacking}", "languages_differ", names=names)


#: A value in a message.
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


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
