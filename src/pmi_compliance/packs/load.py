"""Load a pack: read its files, check them against each other, and keep only what makes sense whole."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.errors import Diagnostic, PackError, UnknownPack
from pmi_compliance.base.given import given_path
from pmi_compliance.base.log import warn
from pmi_compliance.base.text import Text
from pmi_compliance.expr.functions import LANGUAGE
from pmi_compliance.packs import yaml
from pmi_compliance.packs.acts import ACTS, acts_in, bundled_acts, bundled_file
from pmi_compliance.packs.articles import read_articles
from pmi_compliance.packs.chains import chains_in
from pmi_compliance.packs.charts import chart_in
from pmi_compliance.packs.files import files_of, of_other_endings, visible
from pmi_compliance.packs.model import Authority
from pmi_compliance.packs.parts import authorities_in, parameters_in, sanctions_in, terms_in
from pmi_compliance.packs.places import nearest_places
from pmi_compliance.packs.rules import EXAMPLES, Surroundings, read_rule
from pmi_compliance.records.json_schema import IS_REGION
from pmi_compliance.records.regions import code_of
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from pmi_compliance.packs.articles import Duty
    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.charts import Chart
    from pmi_compliance.packs.model import Parameter, Rule, Term
    from pmi_compliance.packs.sanctions import Sanction
    from pmi_compliance.packs.yaml import Document
    from pmi_compliance.records.schema import RecordModel

#: Files of a pack that hold no rule.
PACK, TERMS, AUTHORITIES, SANCTIONS, ARTICLES, CHAINS, CHART = (
    f"{name}.yaml" for name in ("pack", "terms", "authorities", "sanctions", "articles", "chains", "chart")
)
_NO_RULES = {PACK, ACTS, TERMS, AUTHORITIES, SANCTIONS, ARTICLES, CHAINS, CHART}
#: The folder of numbers and lists of the law.
PARAMETERS = "parameters"


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
    def load(cls, name: str | Path, *, model: RecordModel | None = None) -> RulePack:
        """
        Load a bundled pack by its id, or any pack by its folder.

        Args:
            name: The id of a bundled pack, or a folder.
            model: The kinds of records that its conditions read; without one, those that the library describes.

        Raises:
            UnknownPack: If there is none of that name.
            PackError: With every mistake in it, each with file, line and column.

        """
        return load(name, model)


def bundled() -> tuple[str, ...]:
    """Ids of the packs that come with the library."""
    return tuple(sorted(path.parent.name for path in resources.folder("rules").glob(f"*/{PACK}")))


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


def packs_named(names: Iterable[str | Path] | None, model: RecordModel | None = None) -> tuple[RulePack, ...]:
    """Packs by their names, each once; the default ones where none is named."""
    if names:
        return tuple(load(name, model) for name in dict.fromkeys(names))
    return tuple(pack for pack in bundled_packs(model) if pack.default)


def bundled_packs(model: RecordModel | None = None) -> tuple[RulePack, ...]:
    """The packs that come with the library, whatever folders of their names there are."""
    return tuple(load(resources.folder("rules") / name, model) for name in bundled())


def load(name: str | Path, model: RecordModel | None = None) -> RulePack:
    """See `RulePack.load`."""
    pack, diagnostics = read_folder(folder_of(name), model or bundled_model())
    if diagnostics or pack is None:
        raise PackError(tuple(diagnostics))
    return pack


def model_of(packs: Sequence[RulePack]) -> RecordModel:
    """The kinds of records that the conditions of some packs read; without packs, those that the library describes."""
    return packs[0].model if packs else bundled_model()


def folder_of(name: str | Path) -> Path:
    """
    The folder that is named, or else the bundled pack of that name; one before a bundled pack is logged.

    Raises:
        UnknownPack: If there is none of that name.
        PackError: If the pack is written in files that are not read.

    """
    folder = given_path("name", name)
    if (folder / PACK).is_file():
        if str(name) in bundled() and not folder.samefile(resources.folder("rules") / folder):
            warn("folder_of_bundled_name", name=str(name))
        return folder
    if others := of_other_endings(folder.glob("pack.*")):
        raise PackError(others)
    if str(name) in bundled():
        return resources.folder("rules") / folder
    raise UnknownPack("unknown", what="pack", name=str(name), known=bundled())


@frozen(eq=False)
class _Shared:
    """What packs that depend on a pack may use: everything but its rules."""

    surroundings: Surroundings
    guard: Mapping[str, Term]
    digest: str
    head: Mapping[str, Any] = field(repr=False)


#: What was shared last by each folder, while its files stay the same.
_KNOWN: dict[Path, _Shared] = {}


def _shared(
    folder: Path, model: RecordModel, diagnostics: list[Diagnostic], above: tuple[Path, ...] = ()
) -> _Shared | None:
    with collecting(diagnostics):
        head = yaml.read(folder / PACK, schema="pack")
        version = head.value.get("condition_language", 1)
        if version > LANGUAGE:
            diagnostics.append(
                head.diagnostic("/condition_language", "newer_language", version=version, read=LANGUAGE)
            )
            return None
        place = head.value["jurisdiction"].removeprefix("ID-")
        if IS_REGION.fullmatch(place) and code_of(place) != place:
            values = {"name": place, "near": nearest_places(place)}
            diagnostics.append(head.diagnostic("/jurisdiction", "no_place_of_code", **values))
        below = []
        for at, name in enumerate(head.value.get("depends_on", ())):
            place = dependency(folder, name)
            if place is None or place in (folder, *above):
                code = "pack_in_a_circle" if place else "pack_not_found"
                diagnostics.append(head.diagnostic(f"/depends_on/{at}", code, pack=name))
                return None
            shared = _shared(place, model, diagnostics, (folder, *above))
            if shared is None:
                return None
            below.append(shared)
        beside = hashlib.sha256(bundled_file().read_bytes()).hexdigest()
        digest = _digest(folder, _shared_files(folder), [beside, *(part.digest for part in below)])
        known = _KNOWN.get(folder)
        if known is not None and known.digest == digest and known.surroundings.model is model:
            return known
        before = len(diagnostics)
        shared_now = _read_shared(folder, model, head, below, digest, diagnostics)
        if len(diagnostics) == before:
            _KNOWN[folder] = shared_now
        return shared_now
    return None


def dependency(folder: Path, name: str) -> Path | None:
    """The folder of a pack that another depends on: beside it, or bundled; `None` where there is none."""
    for place in (folder.parent, resources.folder("rules")):
        if (place / name / PACK).is_file():
            return place / name
    return None


def _shared_files(folder: Path) -> list[Path]:
    names = [folder / name for name in (PACK, ACTS, TERMS, AUTHORITIES, SANCTIONS)]
    return [path for path in names if path.is_file()] + files_of(folder / PARAMETERS)


def _digest(folder: Path, files: Iterable[Path], below: Iterable[str]) -> str:
    hashed = hashlib.sha256("\0".join(below).encode())
    for path in files:
        hashed.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"sha256:{hashed.hexdigest()}"


def _read_shared(
    folder: Path,
    model: RecordModel,
    head: Document,
    below: list[_Shared],
    digest: str,
    diagnostics: list[Diagnostic],
) -> _Shared:
    around = Surroundings(model, acts=bundled_acts(model), pack=head.value["id"])
    guard: dict[str, Term] = {}
    for part in below:
        around = around.joined(part.surroundings)
        guard.update(part.guard)

    def read(path: Path, schema: str, parts: Callable[..., Iterator[tuple[str, Any]]], kind: str) -> None:
        nonlocal around
        if not path.is_file():
            return
        with collecting(diagnostics):
            document = yaml.read(path, schema=schema)
            for name, part in parts(document, around, diagnostics):
                known = getattr(around, kind)
                if name in known and not _overrides(part, known[name]):
                    diagnostics.append(document.diagnostic(f"/{name}", "name_taken", key=True, name=name))
                changed: Any = {kind: {**known, name: part}}
                around = evolve(around, **changed)

    if (folder / ACTS).is_file():
        with collecting(diagnostics):
            own = acts_in(yaml.read(folder / ACTS, schema="acts"), model, diagnostics)
            around = evolve(around, acts={**around.acts, **own})
    for path in files_of(folder / PARAMETERS):
        read(path, "parameters", parameters_in, "parameters")
    read(folder / TERMS, "terms", terms_in, "terms")
    read(folder / AUTHORITIES, "authorities", authorities_in, "authorities")
    read(folder / SANCTIONS, "sanctions", sanctions_in, "sanctions")
    for kind, name in head.value.get("guard", {}).items():
        term = around.terms.get(name)
        if term is None or term.of != kind:
            diagnostics.append(head.diagnostic(f"/guard/{kind}", "no_term_about", name=name, kind=kind))
        else:
            guard[kind] = term
    return _Shared(around, guard, digest, head.value)


def _overrides(part: Any, known: Any) -> bool:
    """Whether a pack says of an office of another pack what it is called: the office must be the same."""
    return isinstance(part, Authority) and part.pack != known.pack and part.is_same_office(known)


#: The last good pack of each folder, while its files and those of the packs it depends on stay the same.
_LOADED: dict[Path, RulePack] = {}


def read_folder(folder: Path, model: RecordModel) -> tuple[RulePack | None, list[Diagnostic]]:
    """What stands in a folder, and every mistake in it; no pack where what its rules share cannot be read."""
    diagnostics: list[Diagnostic] = of_other_endings(visible(folder))
    shared = _shared(folder, model, diagnostics)
    if shared is None:
        return None, diagnostics
    files = files_of(folder)
    digest = _digest(folder, files, [shared.digest])
    loaded = _LOADED.get(folder)
    if loaded is not None and loaded.digest == digest and loaded.model is model:
        return loaded, diagnostics
    pack = _read_pack(folder, files, shared, digest, diagnostics)
    if not diagnostics:
        _LOADED[folder] = pack
    return pack, diagnostics


def _read_pack(
    folder: Path, files: list[Path], shared: _Shared, digest: str, diagnostics: list[Diagnostic]
) -> RulePack:
    head = shared.head
    rules: dict[str, Rule] = {}
    for path in files:
        own = path.parent in {folder, folder / PARAMETERS}
        if (own and (path.name in _NO_RULES or path.parent.name == PARAMETERS)) or path.name.endswith(
            EXAMPLES
        ):
            continue
        with collecting(diagnostics):
            rule = read_rule(yaml.read(path, schema="rule"), head["id"], shared.surroundings, shared.guard)
            if rule.id in rules or rule.id in head.get("tombstones", {}):
                diagnostics.append(Diagnostic("rule_id_taken", {"rule": rule.id}, str(path)))
            rules[rule.id] = rule
    duties: tuple[Duty, ...] = ()
    with collecting(diagnostics):
        duties = read_articles(folder / ARTICLES)
    chains: tuple[Chain, ...] = ()
    if (folder / CHAINS).is_file():
        with collecting(diagnostics):
            document = yaml.read(folder / CHAINS, schema="chains")
            chains = tuple(chains_in(document, head["id"], shared.surroundings, diagnostics))
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
        depends_on=tuple(head.get("depends_on", ())),
        rules=tuple(rules[name] for name in sorted(rules)),
        parameters=shared.surroundings.parameters,
        terms=shared.surroundings.terms,
        authorities=shared.surroundings.authorities,
        sanctions=shared.surroundings.sanctions,
        duties=duties,
        chains=chains,
        chart=chart,
        tombstones={name: Text.of(text) for name, text in head.get("tombstones", {}).items()},
        digest=digest,
        folder=folder,
        model=shared.surroundings.model,
    )


class collecting:  # noqa: N801  reads as a statement
    """Take the diagnostics of a `PackError` and go on with the next file."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if isinstance(error, PackError):
            self.diagnostics.extend(error.diagnostics)
        return isinstance(error, PackError)
