"""
The plugin of pytest: `--pmi-pack PACK` collects the examples of a rule pack as tests, `pmi_audit` audits records.

It is loaded into every run of pytest where this library is installed, so it imports nothing until it is used.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.proving.coverage import Gap
    from pmi_compliance.proving.examples import Case
    from pmi_compliance.records.schema import RecordModel
    from pmi_compliance.testing.judged import Judged


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this plugin."""
    group = parser.getgroup("pmi-compliance", "rule packs of pmi-compliance")
    group.addoption(
        "--pmi-pack",
        action="append",
        default=[],
        metavar="PACK",
        help="collect the examples of a rule pack, a bundled one or a folder, as tests; may be repeated",
    )
    group.addoption(
        "--pmi-coverage",
        type=int,
        metavar="PERCENT",
        help="with --pmi-pack: so many of a hundred small changes of its rules must be noticed by an example",
    )
    group.addoption(
        "--pmi-gaps",
        metavar="FILE",
        help="with --pmi-coverage: write the changes that no example notices into a file (JSON)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the examples of packs, before others choose among all tests; of a pack that a call looks into, only those."""
    for name in config.getoption("pmi_pack"):
        if not _is_looked_into(config, name):
            items += session.genitems(_Pack.from_parent(session, name=name))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of examples that a call names, or that lies in a folder of a pack that it names."""
    if not file_path.name.endswith(_ENDING):
        return None
    session = parent.session
    names = parent.config.getoption("pmi_pack")
    if session.isinitpath(file_path) or any(
        _is_looked_into(parent.config, name) and _folder(name) in file_path.parents for name in names
    ):
        return _File.from_parent(parent, path=file_path)
    return None


_ENDING = ".examples.yaml"


def _is_looked_into(config: pytest.Config, name: str) -> bool:
    """Whether a call names a part of a pack, so that the whole is not meant."""
    folder = _folder(name)
    paths = ((config.invocation_params.dir / word.partition("::")[0]).resolve() for word in config.args)
    return any(path == folder or folder in path.parents for path in paths)


def _folder(name: str) -> Path | None:
    """The folder of a pack; `None` where there is none."""
    from pmi_compliance.base.errors import PmiError  # noqa: PLC0415  only who asks for it pays for it
    from pmi_compliance.packs.finding import folder_of  # noqa: PLC0415

    try:
        return folder_of(name).resolve()
    except PmiError:
        return None


def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> list[str] | None:
    """Explain why an outcome is what it is."""
    judged = sys.modules.get("pmi_compliance.testing.judged")
    return None if judged is None else judged.explain_comparison(op, left, right)


@pytest.fixture(scope="session")
def pmi_audit() -> Callable[..., Judged]:
    """
    Audit records: `pmi_audit({"placement": [...]}, as_of=date(2025, 10, 31))["rule-id"] == "pass"`.

    Records are those of `Dataset.from_records`, or a file or folder; `packs` are names or folders of packs, the
    bundled Indonesian ones unless some are named. `model` holds the kinds of records, those of the library unless another
    is given. All outcomes are kept, and rules whose text nobody has read are used.

    It can be used under `@given` of Hypothesis: it keeps nothing between calls, and the packs in general use are made
    ready before the first, so that no example pays for that.
    """

    def run(
        records: Mapping[str, Iterable[object]] | str | Path,
        *,
        as_of: date | str,
        packs: Iterable[str | Path] | None = None,
        model: RecordModel | None = None,
    ) -> Judged:
        from pmi_compliance import Dataset, audit  # noqa: PLC0415  only who asks for it pays for it
        from pmi_compliance.packs.load import packs_named  # noqa: PLC0415
        from pmi_compliance.testing.judged import Judged  # noqa: PLC0415

        if packs is None and model is None:
            used = general.get("packs") or general.setdefault("packs", packs_named(None))
        else:
            used = packs_named(packs, model=model)
        dataset = (
            Dataset.from_records(records, model=model, packs=used)
            if isinstance(records, dict)
            else Dataset.read(records, model=model, packs=used)  # type: ignore[arg-type]
        )
        return Judged(audit(dataset, used, as_of=as_of, include_passed=True, include_unverified=True))

    #: The packs in general use, read once: each look at whether their files changed costs more than an audit.
    general: dict[str, tuple[RulePack, ...]] = {}
    run({"placement": [{"id": "P"}], "recruiter": [{"id": "R"}]}, as_of=date(2025, 10, 31))
    return run


class _Pack(pytest.Collector):
    """A rule pack, as something that holds files of examples."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        from pmi_compliance.base.errors import PmiError  # noqa: PLC0415
        from pmi_compliance.packs.load import load  # noqa: PLC0415

        try:
            pack = load(self.name)
            examples = _examples(self.config, pack.folder.resolve())
        except PmiError as error:
            # The error says what is wrong in the pack, and where; a stack trace would help nobody.
            raise self.CollectError(str(error)) from None
        for path in examples:
            yield _File.from_parent(self.session, path=path)
        if (percent := self.config.getoption("pmi_coverage")) is not None:
            file = _Whole.from_parent(self.session, path=pack.folder.resolve() / "pack.yaml")
            yield _Coverage.from_parent(file, name="coverage", pack=pack, percent=percent)


class _Whole(pytest.File):
    """The file of a pack that stands for all of it."""

    def collect(self) -> Iterator[pytest.Item]:
        yield from ()


class _File(pytest.File):
    """A file of examples; each has a name that pytest takes back: `FILE::what is shown`."""

    def collect(self) -> Iterator[pytest.Item]:
        from pmi_compliance.base.errors import PmiError  # noqa: PLC0415

        path = self.path.resolve()
        folder = next((above for above in path.parents if (above / "pack.yaml").is_file()), None)
        if folder is None:
            raise self.CollectError(f"{path}: no pack.yaml above it")
        try:
            examples = _examples(self.config, folder).get(path, [])
        except PmiError as error:
            raise self.CollectError(str(error)) from None
        times: Counter[str] = Counter()
        for case in examples:
            example = case.example
            # Examples of one rule stand in a file of its name; terms and chains share one.
            name = (
                example.name
                if path.name == f"{example.about}{_ENDING}"
                else f"{example.about}: {example.name}"
            )
            name = name.replace("::", ":")
            times[name] += 1
            again = f" ({times[name]})" if times[name] > 1 else ""
            yield _Example.from_parent(self, name=f"{name}{again}", case=case)


_EXAMPLES = pytest.StashKey[dict[Path, dict[Path, list[Any]]]]()


def _examples(config: pytest.Config, folder: Path) -> Mapping[Path, list[Case]]:
    """The examples of a pack by their files, read once in a run."""
    from pmi_compliance.packs.load import load  # noqa: PLC0415
    from pmi_compliance.proving.examples import cases  # noqa: PLC0415

    known = config.stash.setdefault(_EXAMPLES, {})
    if folder not in known:
        by_file: dict[Path, list[Case]] = {}
        for case in cases(load(folder)):
            by_file.setdefault(Path(case.example.file).resolve(), []).append(case)
        known[folder] = by_file
    return known[folder]


#: What no example notices, by packs.
_GAPS = pytest.StashKey[dict[str, list[dict[str, str]]]]()


class _Failed(Exception):
    """An example, or the coverage of a pack, is not as it should be."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """What is wrong, without a stack trace of this library."""
        return (
            str(excinfo.value) if isinstance(excinfo.value, _Failed) else super().repr_failure(excinfo, style)
        )


class _Example(_Item):
    """One example of a rule, term or chain."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Judge the example."""
        from pmi_compliance.base.text import LANGUAGES  # noqa: PLC0415

        failure = self.case.run()
        if failure is not None:
            example = self.case.example
            lines = [
                str(failure),
                *(line.in_language(language) for language in LANGUAGES for line in self.case.why()),
            ]
            words = "\n".join(lines).replace("\n", "\n  ")
            raise _Failed(
                f"{example.file}:{example.line}: {example.about}: {example.name}\n  {words}\n"
                f"  as of {example.as_of}, records: {example.records}"
            )

    def reportinfo(self) -> tuple[str, int, str]:
        """Where the example stands."""
        example = self.case.example
        return example.file, example.line - 1, self.name


class _Coverage(_Item):
    """How much of a pack its examples prove."""

    def __init__(self, *, pack: RulePack, percent: int, **more: Any) -> None:
        super().__init__(**more)
        self.pack, self.percent = pack, percent

    def runtest(self) -> None:
        """Change every rule in small ways, and count what no example notices."""
        from pmi_compliance.proving.coverage import coverage  # noqa: PLC0415

        proofs = coverage(self.pack)
        mutants = sum(proof.mutants for proof in proofs)
        gaps = [gap for proof in proofs for gap in proof.gaps]
        self.write(gaps)
        noticed = 100 * (mutants - len(gaps))
        if mutants and noticed < self.percent * mutants:
            lines = [f"  {gap.about}: {gap.kind}: {gap.mutant}" for gap in gaps]
            head = f"{noticed / mutants:.1f} of 100 changes are noticed, expected {self.percent}; not these:"
            raise _Failed("\n".join([head, *lines]))

    def write(self, gaps: Iterable[Gap]) -> None:
        """Write the gaps of this pack beside those of others into the file that a call names."""
        if (name := self.config.getoption("pmi_gaps")) is None:
            return
        file = self.config.invocation_params.dir / name
        kept = self.config.stash.setdefault(_GAPS, {})
        kept[self.pack.id] = [{"about": gap.about, "kind": gap.kind, "change": gap.mutant} for gap in gaps]
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def reportinfo(self) -> tuple[Path, None, str]:
        """The folder of the pack."""
        return self.pack.folder, None, f"{self.pack.id}: coverage"
