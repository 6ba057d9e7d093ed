"""Load a pack: read its files, check them against each other, and keep only what makes sense whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.frozen import FrozenDict
from pmi_compliance.base.log import warn
from pmi_compliance.base.pauses import without_pauses
from pmi_compliance.base.text import Text
from pmi_compliance.packs import yaml
from pmi_compliance.packs.additions import additions_of
from pmi_compliance.packs.archives import said_of
from pmi_compliance.packs.articles import read_articles
from pmi_compliance.packs.chains import chains_in
from pmi_compliance.packs.charts import chart_in
from pmi_compliance.packs.files import PACK, files_of, of_other_endings, visible
from pmi_compliance.packs.finding import bundled, folder_of
from pmi_compliance.packs.rules import EXAMPLES, read_rule
from pmi_compliance.packs.sharing import (
    ARTICLES,
    CHAINS,
    CHART,
    NO_RULES,
    PARAMETERS,
    collecting,
    digest_of_pack,
    shared_by,
)
from pmi_compliance.packs.versions import Needed
from pmi_compliance.packs.wording import WORDING, read_wording
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pmi_compliance.packs.articles import Duty
    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.charts import Chart
    from pmi_compliance.packs.model import Authority, Parameter, Rule, Term
    from pmi_compliance.packs.sanctions import Sanction
    from pmi_compliance.packs.sharing import Shared
    from pmi_compliance.records.schema import RecordModel


@frozen(eq=False)
class RulePack:
    """
    Rules of one source of law, with all that they need.

    >>> from pmi_compliance import RulePack
    >>> pack = RulePack.load("kupang")
    >>> pack.id, pack.jurisdiction, pack.default
    ('kupang', 'ID-53.01', True)
    >>> [rule.id for rule in pack.rules]
    ['kupang-2023-satgas-referral', 'kupang-2025-local-representation']

    """

    #: Its name, which no other pack of an audit bears.
    id: str
    #: The version of its files, `1.0.0`.
    version: str
    #: Its name in words.
    title: Text
    #: Whose law it is: `ID` or, with the code of a region, `ID-53.01`.
    jurisdiction: str
    #: Used when no pack is named.
    default: bool
    #: Ids of the packs whose parameters, terms, authorities and sanctions it uses.
    depends_on: tuple[str, ...]
    #: What it adds to what is to be done about a breach of rules of these, by the id of the rule.
    wording: Mapping[str, Text] = field(repr=False)
    #: Its own rules, by id.
    rules: tuple[Rule, ...] = field(repr=False)
    #: Numbers and lists of the law, by name; this and the next three hold those of the packs it depends on, too.
    parameters: Mapping[str, Parameter] = field(repr=False)
    #: Conditions with a name.
    terms: Mapping[str, Term] = field(repr=False)
    #: Competent offices, by code.
    authorities: Mapping[str, Authority] = field(repr=False)
    #: What the law threatens, by code.
    sanctions: Mapping[str, Sanction] = field(repr=False)
    #: The duties of the law this pack is about, whether a rule checks them or not.
    duties: tuple[Duty, ...] = field(repr=False)
    #: Ids of rules that were retired, with the reason; they are never given again.
    tombstones: Mapping[str, Text] = field(repr=False)
    #: What its findings together lead to.
    chains: tuple[Chain, ...] = field(repr=False)
    #: The life of a case at the office whose pack this is.
    chart: Chart | None = field(repr=False)
    #: Changes when any file of the pack, or of one it depends on, changes.
    digest: str
    #: Where it was read from.
    folder: Path
    #: The kinds of records that its conditions read.
    model: RecordModel = field(repr=False)

    @classmethod
    def load(
        cls, name: str | Path, *, model: RecordModel | None = None, key: str | Path | None = None
    ) -> RulePack:
        """
        Load a pack that is bundled or installed by its id, any pack by its folder, or a signed archive.

        Args:
            name: The id of a pack, a folder, or an archive (`.zip`).
            model: The kinds of records that its conditions read; without one, those that the library describes.
            key: The public key (PEM) of whoever signed the archive.

        Raises:
            UnknownPack: If there is none of that name.
            PackError: With every mistake in it, each with file, line and column; also if an archive is not as that key
                signed it, or the name means two packs that differ.

        """
        return load(name, model, () if key is None else (key,))


def default_packs() -> tuple[RulePack, ...]:
    """
    Every bundled pack that is used unless others are named: Indonesian law, and the policies of Kupang and NTT.

    The others are loaded by their names: `RulePack.load("international")`.

    Returns:
        The packs, by their ids.

    Raises:
        PackError: If a bundled pack was changed, and is wrong now.

    >>> from pmi_compliance import default_packs
    >>> [pack.id for pack in default_packs()]
    ['criminal', 'kupang', 'ministerial', 'ntt', 'pp-22-2022', 'pp-59-2021', 'uu-18-2017', 'uu-39-2004']

    """
    return packs_named(None)


def packs_named(
    names: Iterable[str | Path] | None,
    added: Iterable[str | Path] = (),
    *,
    model: RecordModel | None = None,
    keys: Iterable[str | Path] = (),
) -> tuple[RulePack, ...]:
    """
    Packs by their names, each once.

    Args:
        names: Names of packs, folders and archives; none: those in general use.
        added: Packs beside these.
        model: The kinds of records that their conditions read; without one, those that the library describes.
        keys: The public keys of whoever may have signed an archive.

    Raises:
        UnknownPack: If there is none of a name.
        PackError: With every mistake in the first that is wrong.

    """
    keys = tuple(keys)
    named = (load(name, model, keys) for name in dict.fromkeys(names or ()))
    packs = [*named] or [pack for pack in bundled_packs(model) if pack.default]
    loaded = (*packs, *(load(name, model, keys) for name in added))
    return tuple({pack.folder: pack for pack in loaded}.values())


def bundled_packs(model: RecordModel | None = None) -> tuple[RulePack, ...]:
    """The packs that come with the library, whatever folders of their names there are."""
    return tuple(load(resources.folder("rules") / name, model) for name in bundled())


def load(name: str | Path, model: RecordModel | None = None, keys: Iterable[str | Path] = ()) -> RulePack:
    """See `RulePack.load`."""
    folder = folder_of(name, keys)
    with without_pauses():
        pack, diagnostics = read_folder(folder, model or bundled_model().extended(*additions_of(folder)))
    if diagnostics or pack is None:
        raise PackError(tuple(diagnostics))
    said = said_of(folder)
    if said is not None and said.get("digest") != pack.digest:
        # Its files are those that were signed: what it depends on is not.
        warn("archive_of_other_packs", name=pack.id, signed=said.get("digest"), digest=pack.digest)
    return pack


#: The last good pack of each folder, while its files and those of the packs it depends on stay the same.
_LOADED: dict[Path, RulePack] = {}


def read_folder(folder: Path, model: RecordModel) -> tuple[RulePack | None, list[Diagnostic]]:
    """What stands in a folder, and every mistake in it; no pack where what its rules share cannot be read."""
    diagnostics: list[Diagnostic] = of_other_endings(visible(folder))
    shared = shared_by(folder, model, diagnostics)
    if shared is None:
        return None, diagnostics
    files = files_of(folder)
    digest = digest_of_pack(folder, files, [shared.digest])
    loaded = _LOADED.get(folder)
    if loaded is not None and loaded.digest == digest and loaded.model is model:
        return loaded, diagnostics
    pack = _read_pack(folder, files, shared, digest, diagnostics)
    if not diagnostics:
        _LOADED[folder] = pack
    return pack, diagnostics


_STANDS_IN = Text("ada di {file}", "stands in {file}")


def _read_pack(
    folder: Path, files: list[Path], shared: Shared, digest: str, diagnostics: list[Diagnostic]
) -> RulePack:
    head, documents = shared.head, shared.surroundings.model.documents
    rules: dict[str, Rule] = {}
    for path in files:
        own = path.parent in {folder, folder / PARAMETERS}
        if (own and (path.name in NO_RULES or path.parent.name == PARAMETERS)) or path.name.endswith(
            EXAMPLES
        ):
            continue
        with collecting(diagnostics):
            document = yaml.read(path, schema="rule", documents=documents)
            rule = read_rule(document, head["id"], shared.surroundings, shared.guard)
            if rule.id in rules or rule.id in head.get("tombstones", {}):
                other = rules[rule.id].file if rule.id in rules else str(folder / PACK)
                diagnostics.append(
                    document.diagnostic(
                        "/id", "rule_id_taken", rule=rule.id, other=_STANDS_IN.filled({"file": other})
                    )
                )
            rules[rule.id] = rule
    duties: tuple[Duty, ...] = ()
    with collecting(diagnostics):
        duties = read_articles(folder / ARTICLES)
    chains: tuple[Chain, ...] = ()
    if (folder / CHAINS).is_file():
        with collecting(diagnostics):
            document = yaml.read(folder / CHAINS, schema="chains", documents=documents)
            chains = tuple(chains_in(document, head["id"], shared.surroundings, diagnostics))
    wording: Mapping[str, Text] = {}
    with collecting(diagnostics):
        wording = read_wording(folder / WORDING, shared.rules_below, diagnostics)
    chart = None
    if (folder / CHART).is_file():
        with collecting(diagnostics):
            document = yaml.read(folder / CHART, schema="chart")
            chart = chart_in(document, shared.surroundings.authorities, diagnostics)
    return RulePack(
        id=head["id"],
        version=head["version"],
        title=Text.of(head["title"]),
        jurisdiction=head["jurisdiction"],
        default=head["default"],
        depends_on=tuple(Needed.of(written).pack for written in head.get("depends_on", ())),
        wording=wording,
        rules=tuple(rules[name] for name in sorted(rules)),
        parameters=FrozenDict(shared.surroundings.parameters),
        terms=FrozenDict(shared.surroundings.terms),
        authorities=FrozenDict(shared.surroundings.authorities),
        sanctions=FrozenDict(shared.surroundings.sanctions),
        duties=duties,
        chains=chains,
        chart=chart,
        tombstones=FrozenDict({name: Text.of(text) for name, text in head.get("tombstones", {}).items()}),
        digest=digest,
        folder=folder,
        model=shared.surroundings.model,
    )
