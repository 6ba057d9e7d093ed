"""What packs share with those that depend on them: parameters, terms, authorities, sanctions, acts and guards."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.expr.functions import LANGUAGE
from pmi_compliance.packs import yaml
from pmi_compliance.packs.acts import ACTS, acts_in, bundled_acts, bundled_file
from pmi_compliance.packs.facts import FACTS
from pmi_compliance.packs.files import PACK, REGIONS, files_of
from pmi_compliance.packs.finding import bundled, dependency
from pmi_compliance.packs.model import Authority
from pmi_compliance.packs.parts import authorities_in, parameters_in, sanctions_in, terms_in
from pmi_compliance.packs.places import nearest_places
from pmi_compliance.packs.rules import Surroundings
from pmi_compliance.packs.versions import Needed, is_in
from pmi_compliance.packs.wording import WORDING
from pmi_compliance.records.json_schema import IS_REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from pmi_compliance.packs.model import Term
    from pmi_compliance.packs.yaml import Document
    from pmi_compliance.records.schema import RecordModel

#: Files of a pack that hold no rule.
TERMS, AUTHORITIES, SANCTIONS, ARTICLES, CHAINS, CHART = (
    f"{name}.yaml" for name in ("terms", "authorities", "sanctions", "articles", "chains", "chart")
)
NO_RULES = {PACK, REGIONS, FACTS, WORDING, ACTS, TERMS, AUTHORITIES, SANCTIONS, ARTICLES, CHAINS, CHART}
#: The folder of numbers and lists of the law.
PARAMETERS = "parameters"


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


@frozen(eq=False)
class Shared:
    """What packs that depend on a pack may use: everything but its rules."""

    surroundings: Surroundings
    guard: Mapping[str, Term]
    digest: str
    head: Mapping[str, Any] = field(repr=False)
    #: The ids of the rules of the packs below it.
    rules_below: frozenset[str] = field(repr=False)
    #: The ids of its own rules, and of those.
    rules: frozenset[str] = field(repr=False)


#: The code of a country, or of what stands above countries.
_IS_LAND = re.compile("[A-Z]{2,3}")

#: What was shared last by each folder, while its files stay the same.
_KNOWN: dict[Path, Shared] = {}


def shared_by(
    folder: Path, model: RecordModel, diagnostics: list[Diagnostic], above: tuple[Path, ...] = ()
) -> Shared | None:
    """What the pack in a folder shares, with what those share that it depends on; `None` where that cannot be told."""
    with collecting(diagnostics):
        head = yaml.read(folder / PACK, schema="pack")
        if not _is_language_read(head, diagnostics):
            return None
        place = head.value["jurisdiction"].removeprefix("ID-")
        regions = model.regions
        if IS_REGION.fullmatch(place) and regions.code_of(place) != place:
            values = {"name": place, "near": nearest_places(place, regions)}
            diagnostics.append(head.diagnostic("/jurisdiction", "no_place_of_code", **values))
        elif not IS_REGION.fullmatch(place) and not _IS_LAND.fullmatch(place):
            diagnostics.append(head.diagnostic("/jurisdiction", "no_jurisdiction", name=place))
        below = []
        for at, written in enumerate(head.value.get("depends_on", ())):
            needed = Needed.of(written)
            place = dependency(folder, needed.pack)
            if place is None or place in (folder, *above):
                code = "pack_in_a_circle" if place else "pack_not_found"
                names: dict[str, Any] = {"pack": needed.pack, "name": needed.pack, "known": bundled()}
                diagnostics.append(head.diagnostic(f"/depends_on/{at}", code, **names))
                return None
            shared = shared_by(place, model, diagnostics, (folder, *above))
            if shared is None:
                return None
            _check_version(head, at, needed, shared.head, diagnostics)
            below.append(shared)
        beside = hashlib.sha256(bundled_file().read_bytes()).hexdigest()
        digest = digest_of_pack(folder, _shared_files(folder), [beside, *(part.digest for part in below)])
        known = _KNOWN.get(folder)
        if known is not None and known.digest == digest and known.surroundings.model is model:
            return known
        before = len(diagnostics)
        shared_now = _read_shared(folder, model, head, below, digest, diagnostics)
        if len(diagnostics) == before:
            _KNOWN[folder] = shared_now
        return shared_now
    return None


def _is_language_read(head: Document, diagnostics: list[Diagnostic]) -> bool:
    """Whether the conditions of a pack can be read: they name the version they are written in, or those that will do."""
    version = head.value.get("condition_language", 1)
    is_range = isinstance(version, str)
    if is_in(str(LANGUAGE), version) if is_range else version <= LANGUAGE:
        return True
    code = "language_out_of_range" if is_range else "newer_language"
    diagnostics.append(head.diagnostic("/condition_language", code, version=version, read=LANGUAGE))
    return False


def _check_version(
    head: Document, at: int, needed: Needed, found: Mapping[str, Any], diagnostics: list[Diagnostic]
) -> None:
    """The pack that was found for one that is needed is that one, in a version that will do."""
    values = {"pack": needed.pack, "version": found["version"], "range": needed.range, "id": found["id"]}
    if found["id"] != needed.pack:
        diagnostics.append(head.diagnostic(f"/depends_on/{at}", "pack_of_another_id", **values))
    elif not needed.takes(found["version"]):
        diagnostics.append(head.diagnostic(f"/depends_on/{at}", "version_out_of_range", **values))


def _shared_files(folder: Path) -> list[Path]:
    names = [folder / name for name in (PACK, REGIONS, FACTS, ACTS, TERMS, AUTHORITIES, SANCTIONS)]
    return [path for path in names if path.is_file()] + files_of(folder / PARAMETERS)


def digest_of_pack(folder: Path, files: Iterable[Path], below: Iterable[str]) -> str:
    """The digest of some files of a pack, and of what stands below it."""
    hashed = hashlib.sha256("\0".join(below).encode())
    for path in files:
        hashed.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"sha256:{hashed.hexdigest()}"


def _read_shared(
    folder: Path,
    model: RecordModel,
    head: Document,
    below: list[Shared],
    digest: str,
    diagnostics: list[Diagnostic],
) -> Shared:
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
            document = yaml.read(path, schema=schema, documents=model.documents)
            for name, part in parts(document, around, diagnostics):
                known = getattr(around, kind)
                if name in known and not _overrides(part, known[name]):
                    diagnostics.append(document.diagnostic(f"/{name}", "name_taken", key=True, name=name))
                changed: Any = {kind: {**known, name: part}}
                around = evolve(around, **changed)

    if (folder / ACTS).is_file():
        with collecting(diagnostics):
            own = acts_in(
                yaml.read(folder / ACTS, schema="acts", documents=model.documents), model, diagnostics
            )
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
    below_it = frozenset[str]().union(*(part.rules for part in below))
    ids = {path.stem for path in files_of(folder) if path.name not in NO_RULES}
    return Shared(around, guard, digest, head.value, below_it, below_it | ids)


def _overrides(part: Any, known: Any) -> bool:
    """Whether a pack says of an office of another pack what it is called: the office must be the same."""
    return isinstance(part, Authority) and part.pack != known.pack and part.is_same_office(known)
