"""The built wheel carries rules and schemas, and audits in an environment that never saw this checkout."""

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from pmi_compliance import __version__
from pmi_compliance.report import FORMATS

ROOT = Path(__file__).parents[2]
CLIENT = Path(__file__).with_name("client.py")

pytestmark = pytest.mark.slow


def run(*command, folder, path=""):
    """Run a command outside the checkout, so that only what is installed is imported unless it is asked for."""
    environment = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run(
        list(map(str, command)), cwd=folder, env=environment,
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, ROOT, folder=folder)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def programs(wheel, tmp_path_factory):
    """The programs of a fresh environment that holds the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(programs / "python", "-m", "pip", "install", "-q", wheel, folder=folder)
    assert installed.returncode == 0, installed.stderr
    place = run(
        programs / "python", "-c", "import pmi_compliance; print(pmi_compliance.__file__)", folder=folder
    )
    assert place.stdout.startswith(str(folder))
    return programs


# What a caller runs: the checker, told which environment holds the library.
CHECKERS = {
    "mypy": ("--strict", "--config-file=", "--python-executable"),
    "pyright": ("--pythonpath",),
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_client_of_the_wheel_passes_the_type_checkers(checker, programs, tmp_path):
    if importlib.util.find_spec(checker) is None and not os.environ.get("PMI_ALL_CHECKS"):
        pytest.skip(f"{checker} is not installed: pip install -e '.[dev]'")
    client = tmp_path / "client.py"
    client.write_bytes(CLIENT.read_bytes())

    done = run(
        sys.executable, "-m", checker, *CHECKERS[checker], programs / "python", client, folder=tmp_path
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_carries_version_licence_and_types(programs, tmp_path):
    code = (
        "from importlib.metadata import files, metadata\n"
        "about = metadata('pmi-compliance')\n"
        "print(about['Version'], about['License-Expression'])\n"
        "print(*sorted(path.name for path in files('pmi-compliance')"
        " if path.name in ('LICENSE', 'py.typed')))\n"
    )

    done = run(programs / "python", "-c", code, folder=tmp_path)

    assert done.stdout == f"{__version__} Apache-2.0\nLICENSE py.typed\n"
    shown = run(programs / "pmi-compliance", "--version", folder=tmp_path)
    assert shown.stdout == f"pmi-compliance {__version__}\n"


def test_the_wheel_audits_the_quick_start_in_a_fresh_environment(wheel, programs, tmp_path):
    def installed(*arguments):
        return run(programs / "pmi-compliance", *arguments, folder=tmp_path)

    def in_the_checkout(*arguments):
        return run(sys.executable, "-m", "pmi_compliance", *arguments, folder=tmp_path, path=ROOT / "src")

    data = ROOT / "examples" / "quickstart"
    day = ("--as-of", "2025-10-31")
    done = installed("audit", data, *day)

    assert done.returncode == 1, done.stderr
    assert done.stdout == in_the_checkout("audit", data, *day).stdout
    assert "0 tidak sesuai" in installed("rules", "test", "kupang").stdout

    answers = ROOT / "examples" / "answers" / "recruiter.json"
    for command in (
        ("check", "recruiter", "--answers", answers, *day),
        ("office", "centres", data, *day),
        ("office", "cases", data, *day),
    ):
        done = installed(*command)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == in_the_checkout(*command).stdout

    # Forms that need more say so; with the extra they come out as they do here.
    needing = {"html", "letters", "docx", "xlsx", "jsonl", "parquet", "arrow"}
    for form in FORMATS:
        output = tmp_path / f"form-{form}"
        done = installed("audit", data, *day, "--format", form, "--output", output)
        assert "Traceback" not in done.stderr, form
        assert output.exists() == (done.returncode == 1) == (form not in needing)
        if form in needing:
            assert 'pip install ".[reports]"' in done.stderr
    more = run(programs / "python", "-m", "pip", "install", "-q", f"{wheel}[reports]", folder=tmp_path)
    assert more.returncode == 0, more.stderr
    page = tmp_path / "laporan.html"
    pages = []
    for command in (installed, in_the_checkout):
        done = command("audit", data, *day, "--output", page)
        assert done.returncode == 1, done.stderr
        pages.append(page.read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
