"""How a run ends whatever happens: with a code of its own, at most one line, and nothing private left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pmi_compliance.cli import rules
from pmi_compliance.cli.main import main

DATA = str(Path(__file__).parents[2] / "examples" / "quickstart")
SPOILT = str(Path(__file__).parents[2] / "examples" / "spoilt")


class _Fault(Exception):
    """An error that nobody foresaw."""


@pytest.fixture
def broken(monkeypatch):
    """A command in which something goes wrong that only a mistake of ours can bring about."""

    def fail(*_, **__):
        raise _Fault("Maria Contoh 5301014507850001")

    monkeypatch.setattr(rules, "_all_rules", fail)
    return ["rules", "list"]


def test_a_fault_of_ours_is_one_line_and_no_finding(broken, capsys):
    assert main([*broken, "--lang", "en"]) == 70
    assert capsys.readouterr() == (
        "",
        "this program is at fault (_Fault), not the records or the call. Report it; --traceback shows the details\n",
    )


def test_the_details_of_a_fault_are_shown_to_who_asks(broken, capsys):
    assert main([*broken, "--traceback"]) == 70
    assert "Traceback" in (said := capsys.readouterr().err)
    assert "Maria Contoh" in said


def test_a_run_that_is_stopped_says_so_in_one_line(monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(rules, "_all_rules", stop)

    assert main(["rules", "list", "--lang", "en"]) == 130
    assert capsys.readouterr() == ("", "stopped before the end\n")


@pytest.mark.parametrize(
    "words",
    [
        ["outlook", SPOILT, "--as-of", "2025-10-31", "--pack", "kupang"],
        ["diff", "kupang", "kupang", "--data", SPOILT, "--as-of", "2025-10-31"],
    ],
    ids=lambda words: words[0],
)
def test_every_way_out_tells_what_was_left_out(words, capsys):
    assert main([*words, "--lang", "en"]) == 3
    assert "count as NOT KNOWN: 2" in capsys.readouterr().err


def _ended(line, **options):
    """What a shell sees of a run of ours, `PMI` being its command line."""
    script = f"PMI() {{ '{sys.executable}' -m pmi_compliance \"$@\"; }}; {line}"
    return subprocess.run(["bash", "-c", script], capture_output=True, check=False, **options)


def test_a_closed_output_is_told():
    ended = _ended("PMI rules list --lang en >&-")

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"what is printed cannot be written")
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("PMI validate nowhere 2>&-", 4),
        ("PMI validate nowhere 2>/dev/full", 4),
        ("PMI rules list >/dev/full 2>/dev/full", 2),
        ("PMI rules list >&- 2>&-", 2),
        ("PMI validate $'nowhere\\xff'", 4),
        ("PMI validate $'\\xff' --lang $'\\xfe'", 2),
    ],
)
def test_nobody_to_tell_and_names_that_are_no_text(line, code):
    ended = _ended(line)

    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr
    assert b"Exception" not in ended.stderr


@pytest.mark.parametrize("name", ["SIGHUP", "SIGINT", "SIGTERM"])
def test_a_run_that_is_ended_from_outside_leaves_nothing_private(name, tmp_path):
    """Halfway through, with the private folder of an audit by queries on the disk."""
    script = (
        # To this thread: one that goes to the process may be taken by another, and arrive while this one waits.
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts tests may have it ignored\n"
        "from pmi_compliance.base.files import private_folder\n"
        "from pmi_compliance.cli import rules\n"
        "from pmi_compliance.cli.main import main\n"
        f"rules._all_rules = lambda *_: (private_folder(), signal.raise_signal(signal.{name}), signal.pause())\n"
        "sys.exit(main(['rules', 'list']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )

    assert ended.returncode == 128 + getattr(signal, name)
    assert ended.stderr.count(b"\n") <= 1
    assert [*tmp_path.iterdir()] == []
