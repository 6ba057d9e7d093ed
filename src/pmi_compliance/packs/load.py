"""Load a pack: read its files, check them against each other, and keep only what makes sense whole."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.errors import Diagnostic, PackError, UnknownPack
from pmi_compliance.base.text import Text
from pmi_compliance.expr.functions import LANGUAGE
from pmi_compliance.packs import yaml
from pmi_compliance.packs.articles import read_articles
from pmi_compliance.packs.chains import chains_in
from pmi_compliance.packs.charts import chart_in
from pmi_compliance.packs.model import RulePack
from pmi_compliance.packs.parts import authorities_in, parameters_in, sanctions_in, terms_in
from pmi_compliance.packs.rules import EXAMPLES, Surroundings, read_rule
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from pmi_compliance.packs.articles import Duty
    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.model import Rule, Term
    from pmi_compliance.packs.yaml import Document
    from pmi_compliance.records.schema import RecordModel

#: Files of a pack that hold no rule.
PACK, TERMS, AUTHORITIES, SANCTIONS, ARTICLES, CHAINS, CHART = (
    f"{name}.yaml" for name in ("pack", "terms", "authorities", "sanctions", "articles", "chains", "chart")
)
_NO_RULES = {PACK, TERMS, AUTHORITIES, SANCTIONS, ARTICLES, CHAINS, CHART}
_PARAMETERS = "parameters"


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
    return tuple(pack for pack in map(load, bundled()) if pack.default)


def packs_named(names: Iterable[str | Path] | None) -> tuple[RulePack, ...]:
    """Packs by their names, each once; the default ones where none is named."""
    return tuple(load(name) for name in dict.fromkeys(names)) if names else default_packs()


def load(name: str | Path, model: RecordModel | None = None) -> RulePack:
    """See `RulePack.load`."""
    pack, mistakes = _loaded(_folder(name), model or bundled_model())
    if mistakes or pack is None:
        raise PackError(tuple(mistakes))
    return pack


def lint(name: str | Path) -> list[Diagnostic]:
    """Every mistake of a pack, its examples included; empty when there is none."""
    from pmi_compliance.packs.examples import (  # noqa: PLC0415  they read packs
        read_chain_examples,
        read_examples,
        read_term_examples,
    )

    pack, mistakes = _loaded(_folder(name), bundled_model())
    if pack is None:
        return mistakes
    for rule in pack.rules:
        with _collecting(mistakes):
            read_examples(rule)
    with _collecting(mistakes):
        read_term_examples(pack)
    with _collecting(mistakes):
        read_chain_examples(pack)
    if not mistakes:
        # A rule that is wrong is not there, and its chains need not be told as well.
        mistakes += _unknown_rules(pack)
    return list(dict.fromkeys(mistakes))


def _unknown_rules(pack: RulePack) -> list[Diagnostic]:
    """Rules that its chains wait for in vain: in no bundled pack, and in none it depends on."""
    wanted = {name for chain in pack.chains for one in chain.when if not one.of_chain and one.observer is None
              for name in one.names or ()}  # fmt: skip
    known = {rule.id for rule in pack.rules}
    for other in dict.fromkeys((*pack.depends_on, *bundled())):
        folder = _dependency(pack.folder, other) if other != pack.id and not wanted <= known else None
        if folder is not None:
            # What is wrong there is told where that pack is checked.
            with _collecting([]):
                known |= {rule.id for rule in load(folder).rules}
    file = str(pack.folder / CHAINS)
    return [Diagnostic(f"there is no rule `{name}`", file) for name in sorted(wanted - known)]


def _folder(name: str | Path) -> Path:
    inside = resources.folder("rules") / str(name)
    if str(name) in bundled():
        return inside
    given = Path(name)
    if (given / PACK).is_file():
        return given
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
    folder: Path, model: RecordModel, mistakes: list[Diagnostic], above: tuple[Path, ...] = ()
) -> _Shared | None:
    with _collecting(mistakes):
        head = yaml.read(folder / PACK, schema="pack")
        version = head.value.get("condition_language", 1)
        if version > LANGUAGE:
            message = (
                f"the conditions are written in version {version} of the language; version {LANGUAGE} is read"
            )
            mistakes.append(head.fault("/condition_language", message, "install a newer pmi-compliance"))
            return None
        below = []
        for at, name in enumerate(head.value.get("depends_on", ())):
            found = _dependency(folder, name)
            if found is None or found in (folder, *above):
                why = "stands in a circle" if found else "is not bundled, and lies not beside this pack"
                mistakes.append(head.fault(f"/depends_on/{at}", f"the pack `{name}` {why}"))
                return None
            shared = _shared(found, model, mistakes, (folder, *above))
            if shared is None:
                return None
            below.append(shared)
        digest = _digest(folder, _shared_files(folder), [one.digest for one in below])
        known = _KNOWN.get(folder)
        if known is not None and known.digest == digest and known.surroundings.model is model:
            return known
        before = len(mistakes)
        made = _read_shared(folder, model, head, below, digest, mistakes)
        if len(mistakes) == before:
            _KNOWN[folder] = made
        return made
    return None


def _dependency(folder: Path, name: str) -> Path | None:
    for place in (folder.parent, resources.folder("rules")):
        if (place / name / PACK).is_file():
            return place / name
    return None


def _shared_files(folder: Path) -> list[Path]:
    names = [folder / name for name in (PACK, TERMS, AUTHORITIES, SANCTIONS)]
    return [path for path in names if path.is_file()] + sorted((folder / _PARAMETERS).glob("*.yaml"))


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
    mistakes: list[Diagnostic],
) -> _Shared:
    around = Surroundings(model)
    guard: dict[str, Term] = {}
    for one in below:
        around = around.joined(one.surroundings)
        guard.update(one.guard)

    def read(path: Path, schema: str, parts: Callable[..., Iterator[tuple[str, Any]]], kind: str) -> None:
        nonlocal around
        if not path.is_file():
            return
        with _collecting(mistakes):
            document = yaml.read(path, schema=schema)
            for name, part in parts(document, around, mistakes):
                known = getattr(around, kind)
                if name in known:
                    mistakes.append(document.fault(f"/{name}", f"`{name}` exists already", key=True))
                changed: Any = {kind: {**known, name: part}}
                around = evolve(around, **changed)

    for path in sorted((folder / _PARAMETERS).glob("*.yaml")):
        read(path, "parameters", parameters_in, "parameters")
    read(folder / TERMS, "terms", terms_in, "terms")
    read(folder / AUTHORITIES, "authorities", authorities_in, "authorities")
    read(folder / SANCTIONS, "sanctions", sanctions_in, "sanctions")
    for kind, name in head.value.get("guard", {}).items():
        term = around.terms.get(name)
        if term is None or term.of != kind:
            mistakes.append(head.fault(f"/guard/{kind}", f"there is no term `{name}` about a {kind}"))
        else:
            guard[kind] = term
    return _Shared(around, guard, digest, head.value)


def _loaded(folder: Path, model: RecordModel) -> tuple[RulePack | None, list[Diagnostic]]:
    mistakes: list[Diagnostic] = []
    shared = _shared(folder, model, mistakes)
    if shared is None:
        return None, mistakes
    head = shared.head
    files = sorted(folder.rglob("*.yaml"))
    rules: dict[str, Rule] = {}
    for path in files:
        own = path.parent in {folder, folder / _PARAMETERS}
        if (own and (path.name in _NO_RULES or path.parent.name == _PARAMETERS)) or path.name.endswith(
            EXAMPLES
        ):
            continue
        with _collecting(mistakes):
            rule = read_rule(yaml.read(path, schema="rule"), head["id"], shared.surroundings, shared.guard)
            if rule.id in rules or rule.id in head.get("tombstones", {}):
                mistakes.append(Diagnostic(f"the rule id `{rule.id}` is taken", str(path)))
            rules[rule.id] = rule
    duties: tuple[Duty, ...] = ()
    with _collecting(mistakes):
        duties = read_articles(folder / ARTICLES)
    chains: tuple[Chain, ...] = ()
    if (folder / CHAINS).is_file():
        with _collecting(mistakes):
            document = yaml.read(folder / CHAINS, schema="chains")
            chains = tuple(chains_in(document, head["id"], shared.surroundings, mistakes))
    chart = None
    if (folder / CHART).is_file():
        with _collecting(mistakes):
            document = yaml.read(folder / CHART, schema="chart")
            chart = chart_in(document, shared.surroundings.authorities, mistakes)
    pack = RulePack(
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
        digest=_digest(folder, files, [shared.digest]),
        folder=folder,
        model=model,
    )
    return pack, mistakes


class _collecting:  # noqa: N801  reads as a statement
    """Take the diagnostics of a `PackError` and go on with the next file."""

    def __init__(self, mistakes: list[Diagnostic]) -> None:
        self.mistakes = mistakes

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if isinstance(error, PackError):
            self.mistakes.extend(error.diagnostics)
        return isinstance(error, PackError)
