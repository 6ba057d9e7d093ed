"""The built wheel carries rules and schemas, and audits in an environment that never saw this checkout."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from pmi_compliance.report import FORMATS

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_wheel_audits_the_quick_start_in_a_fresh_environment(tmp_path):
    def run(*command):
        return subprocess.run(
            list(map(str, command)),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )

    built = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", tmp_path, ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(programs / "python", "-m", "pip", "install", "-q", wheel)
    assert installed.returncode == 0, installed.stderr

    data = ROOT / "examples" / "quickstart"
    done = run(programs / "pmi-compliance", "audit", data, "--as-of", "2025-10-31")

    assert done.returncode == 1, done.stderr
    here = run(sys.executable, "-m", "pmi_compliance", "audit", data, "--as-of", "2025-10-31")
    assert "GAGAL (" in done.stdout
    assert done.stdout == here.stdout
    proved = run(programs / "pmi-compliance", "rules", "test")
    assert "0 tidak sesuai / failed" in proved.stdout

    answers = ROOT / "examples" / "answers" / "recruiter.json"
    for asked in (
        ("check", "recruiter", "--answers", answers, "--as-of", "2025-10-31"),
        ("office", "centres", data, "--as-of", "2025-10-31"),
        ("office", "cases", data, "--as-of", "2025-10-31"),
    ):
        done = run(programs / "pmi-compliance", *asked)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == run(sys.executable, "-m", "pmi_compliance", *asked).stdout

    # Forms that need more say so; with the extra they come out as they do here.
    page = tmp_path / "laporan.html"
    needing = set()
    for form in FORMATS:
        made = tmp_path / f"form.{form}"
        done = run(
            programs / "pmi-compliance",
            "audit",
            data,
            "--as-of",
            "2025-10-31",
            "--format",
            form,
            "--output",
            made,
        )
        assert "Traceback" not in done.stderr, form
        assert made.exists() == (done.returncode == 1)
        if done.returncode != 1:
            assert "pip install 'pmi-compliance[reports]'" in done.stderr
            needing.add(form)
    assert needing == {"html", "letters", "xlsx", "jsonl", "parquet", "arrow"}
    more = run(programs / "python", "-m", "pip", "install", "-q", f"{wheel}[reports]")
    assert more.returncode == 0, more.stderr
    made = []
    for program in ([programs / "pmi-compliance"], [sys.executable, "-m", "pmi_compliance"]):
        done = run(*program, "audit", data, "--as-of", "2025-10-31", "--output", page)
        assert done.returncode == 1, done.stderr
        made.append(page.read_text(encoding="utf-8"))
    assert made[0] == made[1]
    place = run(programs / "python", "-c", "import pmi_compliance; print(pmi_compliance.__file__)").stdout
    assert str(tmp_path) in place
