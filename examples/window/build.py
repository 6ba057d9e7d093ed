"""
The window as a folder that starts without Python and without a network: `python examples/window/build.py FOLDER`.

It is made for the system on which it is built. Building needs a network, the folder does not: copy it to a stick, and
start `pmi-compliance` in it. Started without a word it opens the window; with words it is the command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]

#: What starts: the window, unless a command is given.
START = """
import sys
from pmi_compliance.cli.main import main
if len(sys.argv) == 1:
    sys.argv.append("app")
raise SystemExit(main())
"""

#: Run by the Python that holds the library.
BUILD = """
import sys
from pathlib import Path
import docx
import pmi_compliance
from PyInstaller.__main__ import run
# Whole folders, for both look for files beside their modules.
data = [f"--add-data={Path(package.__file__).parent}:{package.__name__}" for package in (docx, pmi_compliance)]
start, out, work = sys.argv[1:]
run([start, "--name=pmi-compliance", "--onedir", "--noconfirm", "--log-level=ERROR", "--distpath", out,
     "--workpath", work, "--specpath", work, *data,
     "--collect-submodules=pmi_compliance", "--copy-metadata=pmi-compliance", "--collect-submodules=uvicorn",
     "--exclude-module=pmi_compliance.testing", "--exclude-module=pytest"])
"""


def build(folder: Path) -> Path:
    """
    Build the folder.

    Args:
        folder: Where `pmi-compliance` is made; one that is there is replaced.

    Returns:
        The program.

    Raises:
        CalledProcessError: If something cannot be installed or built; what was printed says what.

    """
    with TemporaryDirectory() as inside:
        work = Path(inside)
        venv.create(work / "env", with_pip=True)
        python = work / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        _run(python, "-m", "pip", "install", "-q", f"{ROOT}[app]", "pyinstaller>=6", inside=work)
        (work / "start.py").write_text(START, encoding="utf-8")
        (work / "build.py").write_text(BUILD, encoding="utf-8")
        _run(python, work / "build.py", work / "start.py", folder.resolve(), work / "work", inside=work)
    return folder / "pmi-compliance" / ("pmi-compliance.exe" if sys.platform == "win32" else "pmi-compliance")


def _run(*command: str | Path, inside: Path) -> None:
    # Only what was just installed is to go in, whatever else Python is told to look at here.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(command, check=True, cwd=inside, env=environment)  # noqa: S603  the Python that was just made


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("cara pakai / usage: python examples/window/build.py FOLDER")
    print(build(Path(sys.argv[1])))
