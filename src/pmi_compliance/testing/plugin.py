"""
The plugin of pytest: `--pmi-pack PACK` collects the examples of a rule pack as tests, `pmi_audit` audits records.

It is loaded into every run of pytest where this library is installed, so it imports nothing until it is asked for.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from pmi_compliance.packs.model import RulePack
    from pmi_compliance.proving.examples import Case
    from pmi_compliance.testing.judged import Judged


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two options."""
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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the examples of packs, before others choose among all tests."""
    for name in config.getoption("pmi_pack"):
        items += session.genitems(_Pack.from_parent(session, name=name))


def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> list[str] | None:
    """Say why an outcome is what it is."""
    judged = sys.modules.get("pmi_compliance.testing.judged")
    return None if judged is None else judged.compared(op, left, right)


@pytest.fixture
def pmi_audit() -> Callable[..., Judged]:
    """
    Audit records: `pmi_audit({"placement": [...]}, as_of=date(2025, 10, 31))["rule-id"] == "pass"`.

    Records are those of `Dataset.from_records`, or a file or folder; `packs` are names or folders of packs, the
    bundled Indonesian ones unless some are named. All outcomes are kept, those of rules that nobody has read, too.
    """

    def run(
        records: Mapping[str, Iterable[object]] | str | Path,
        *,
        as_of: date,
        packs: Iterable[str | Path] | None = None,
    ) -> Judged:
        from pmi_compliance import Dataset, audit  # noqa: PLC0415  only who asks for it pays for it
        from pmi_compliance.packs.load import packs_named  # noqa: PLC0415
        from pmi_compliance.testing.judged import Judged  # noqa: PLC0415

        dataset = Dataset.from_records(records) if isinstance(records, dict) else Dataset.read(records)  # type: ignore[arg-type]
        return Judged(
            audit(dataset, packs_named(packs), as_of=as_of, include_passed=True, include_unverified=True)
        )

    return run


class _Pack(pytest.Collector):
    """A rule pack, as something that holds tests."""

    def collect(self) -> Iterator[pytest.Item]:
        from pmi_compliance.base.errors import PmiError  # noqa: PLC0415
        from pmi_compliance.packs.load import load  # noqa: PLC0415
        from pmi_compliance.proving.examples import cases  # noqa: PLC0415

        try:
            pack = load(self.name)
            found = cases(pack)
        except PmiError as error:
            # What is wrong with a pack says where; where we noticed it helps nobody.
            raise self.CollectError(str(error)) from None
        for case in found:
            yield _Example.from_parent(self, name=f"{case.example.about}::{case.example.name}", case=case)
        if (wanted := self.config.getoption("pmi_coverage")) is not None:
            yield _Coverage.from_parent(self, name="coverage", pack=pack, wanted=wanted)


class _Failed(Exception):
    """An example, or the coverage of a pack, is not as it should be."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """What is wrong; no lines of ours."""
        return (
            str(excinfo.value) if isinstance(excinfo.value, _Failed) else super().repr_failure(excinfo, style)
        )


class _Example(_Item):
    """One example of a rule, term or chain."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Judge it."""
        fault = self.case.run()
        if fault:
            example = self.case.example
            raise _Failed(
                f"{example.file}:{example.line}: {example.about}: {example.name}\n  {fault}\n"
                f"  as of {example.as_of}, records: {example.records}"
            )

    def reportinfo(self) -> tuple[str, int, str]:
        """Where it stands."""
        example = self.case.example
        return example.file, example.line - 1, self.name


class _Coverage(_Item):
    """How much of a pack its examples prove."""

    def __init__(self, *, pack: RulePack, wanted: int, **more: Any) -> None:
        super().__init__(**more)
        self.pack, self.wanted = pack, wanted

    def runtest(self) -> None:
        """Change every rule in small ways, and count what no example notices."""
        from pmi_compliance.proving.coverage import coverage  # noqa: PLC0415

        proofs = coverage(self.pack)
        whole = sum(one.mutants for one in proofs)
        gaps = [gap for one in proofs for gap in one.gaps]
        if whole and 100 * (whole - len(gaps)) < self.wanted * whole:
            found = 100 * (whole - len(gaps)) / whole
            lines = [f"  {gap.about}: {gap.kind}: {gap.mutant}" for gap in gaps]
            raise _Failed(
                "\n".join(
                    [f"{found:.1f} of 100 changes are noticed, expected {self.wanted}; not these:", *lines]
                )
            )

    def reportinfo(self) -> tuple[Path, None, str]:
        """The folder of the pack."""
        return self.pack.folder, None, f"{self.pack.id}: coverage"
