"""What the package says of itself: its version, its licence, its types."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import pmi_compliance
from pmi_compliance.cli.main import main

ROOT = Path(__file__).parents[2]


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])

    assert end.value.code == 0
    assert capsys.readouterr().out == f"pmi-compliance {pmi_compliance.__version__}\n"


def test_the_version_is_printed_by_the_module_too():
    done = subprocess.run(
        [sys.executable, "-m", "pmi_compliance", "--version"],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, f"pmi-compliance {pmi_compliance.__version__}\n")


def test_the_changelog_has_a_section_for_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"\n## {pmi_compliance.__version__}\n" in changelog


def test_the_licence_is_named_and_stands_in_full():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert project["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_importing_the_package_imports_none_of_its_modules():
    """It must stay cheap: names are loaded when they are first used."""
    code = (
        "import sys, pmi_compliance; "
        "print(sorted(name for name in sys.modules if name.startswith(('pmi_compliance.', 'attrs'))))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_the_client_that_type_checkers_read_uses_every_public_name():
    client = (Path(__file__).parent / "client.py").read_text(encoding="utf-8")

    assert [name for name in pmi_compliance.__all__ if f"    {name},\n" not in client] == []
