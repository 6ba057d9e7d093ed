"""What a test needs of this machine beside Python: where it is not there, or only half, the test is skipped and says so."""

import importlib.util
import os
import re
import shutil
import subprocess
from typing import NoReturn

import pytest

#: Set by `.ci/run` and `.ci/long`, which install all of it: there nothing may be skipped.
ALL_CHECKS = "PMI_ALL_CHECKS"

#: The oldest Java that runs Spark 4.
JAVA = 17


def unavailable(what: str, cause: object = None) -> NoReturn:
    """Skip the test, or fail it where everything is to be checked; `what` says what is missing."""
    reason = f"{what}: {str(cause).strip().splitlines()[0]}" if cause and str(cause).strip() else what
    if os.environ.get(ALL_CHECKS):
        pytest.fail(reason)
    pytest.skip(reason)


def library(name: str) -> None:
    """A library of the extra `test`, which an environment that is older than its list of libraries may lack."""
    if importlib.util.find_spec(name) is None:
        unavailable(f"no library `{name}`: what it writes cannot be read")


def java() -> None:
    """A Java that runs Spark."""
    program = shutil.which("java")
    if program is None:
        unavailable("no Java (java): Spark cannot be asked")
    # A stub that only says where to get Java exits with an error.
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(?:1\.)?(\d+)', done.stdout + done.stderr)
    if done.returncode or version is None:
        unavailable("java says no version: Spark cannot be asked", done.stderr)
    if int(version[1]) < JAVA:
        unavailable(f"Java {version[1]} is older than {JAVA}: Spark cannot be asked")


def libreoffice(path, folder, form="xlsx"):
    """A workbook as LibreOffice writes it after it has read it. No check installs LibreOffice: without it nothing fails."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice (soffice): what it makes of a workbook cannot be asked")
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = [program, home, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(call, capture_output=True, check=True, timeout=180)
    return folder / f"{path.stem}.{form}"
