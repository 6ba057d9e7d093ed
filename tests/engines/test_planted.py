"""Bugs planted in copies of this library, one at a time: the tests of the default run notice every one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.planted import PLANTED
from helpers.waiting import PATIENCE

ROOT = Path(__file__).parents[2]

#: Tests of the default run that speak of what a condition means; those that say so soonest stand first.
SUITES = {
    "closures": ["tests/engines/test_conformance.py", "tests/engines/test_oracles.py"],
    "tables": [
        "tests/engines/test_conformance.py",
        "tests/engines/test_tables.py::test_a_condition_gives_the_same_in_both_back_ends",
        "tests/engines/test_oracles.py",
    ],
}

CASES = [(backend, number) for backend, bugs in PLANTED.items() for number in range(len(bugs))]


def checkout(at):
    """A copy of what is tested, and the tests beside it."""
    shutil.copytree(ROOT / "src", at / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "rules", "schemas", "examples", "pyproject.toml"):
        (at / name).symlink_to(ROOT / name)
    return at


def noticed_in(at, backend):
    options = ["-o", "addopts=", "-m", "not slow and not long", "-q", "-x", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *SUITES[backend]],
        cwd=at,
        env={"PYTHONPATH": str(at / "src"), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=4 * PATIENCE,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.parametrize("backend", SUITES)
def test_without_a_bug_nothing_is_noticed(backend, tmp_path):
    code, output = noticed_in(checkout(tmp_path), backend)
    assert code == 0, output


@pytest.mark.long
@pytest.mark.parametrize(("backend", "number"), CASES)
def test_a_planted_bug_is_noticed(backend, number, tmp_path):
    file, before, after = PLANTED[backend][number]
    place = checkout(tmp_path) / "src" / "pmi_compliance" / file
    text = place.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    place.write_text(text.replace(before, after), encoding="utf-8")

    code, output = noticed_in(tmp_path, backend)

    # Tests failed, or could not even be collected; and not for want of tests.
    assert code in {1, 2}, output
    assert "failed" in output or "error" in output, output


def test_a_dozen_bugs_are_planted_in_each_back_end():
    assert all(len({*bugs}) >= 12 for bugs in PLANTED.values())
    for file, before, after in (bug for bugs in PLANTED.values() for bug in bugs):
        text = (ROOT / "src" / "pmi_compliance" / file).read_text(encoding="utf-8")
        assert text.count(before) == 1, before
        assert before != after
