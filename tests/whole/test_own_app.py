"""What apps and builds are shown: the service answers as a server of ASGI would hear it, and each step of a build runs."""

import asyncio
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from helpers.waiting import PATIENCE
from pmi_compliance import Report

ROOT = Path(__file__).parents[2]
OWN_APP, CI = ROOT / "examples" / "own_app", ROOT / "examples" / "ci"


@pytest.fixture(scope="module")
def service():
    return runpy.run_path(str(OWN_APP / "service.py"))["app"]


def answered(app, *body, method="POST", path="/audit"):
    """What the app answers to a request that comes in parts."""
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in body[:-1]]
    parts.append({"type": "http.request", "body": body[-1]})
    sent = []

    async def receive():
        return parts.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(app({"type": "http", "method": method, "path": path}, receive, send))
    head, rest = sent
    return head["status"], json.loads(rest["body"])


def asked(records, as_of="2025-10-31"):
    return json.dumps({"records": records, "as_of": as_of}).encode()


CHILD = {
    "id": "PMI-1",
    "scope": "overseas",
    "departed_on": "2025-03-11",
    "worker": {"birth_date": "2009-04-04"},
}


def test_the_service_answers_with_a_report(service):
    body = asked({"placement": [CHILD]})

    status, document = answered(service, body[:20], body[20:])

    assert status == 200
    failed = {finding.rule for finding in Report.from_json(document).findings if finding.outcome == "fail"}
    assert "uu18-2017-p5a-min-age" in failed
    assert "2009-04-04" not in json.dumps(document)


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (b"{", {}, 400),
        (b"[]", {}, 400),
        (b"{}", {}, 400),
        (asked([CHILD]), {}, 422),
        (asked({"placement": []}, "2025-02-30"), {}, 422),
        (asked({"placement": []}, None), {}, 422),
        (b"", {"method": "GET"}, 404),
        (b"x" * 10_000_001, {}, 413),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_both_languages(service, body, more, status):
    answer = answered(service, body, **more)

    assert answer[0] == status
    assert set(answer[1]) == {"id", "en"}


@pytest.mark.slow
def test_a_pool_audits_several_registers():
    command = [sys.executable, OWN_APP / "pool.py", "2025-10-31", "examples/quickstart", "examples/earlier"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "examples/quickstart: 16 tidak sesuai, 18 perlu ditinjau"
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "examples/quickstart",
        "examples/earlier",
    ]


def test_a_pool_that_is_asked_nothing_says_how_it_is_used(monkeypatch):
    monkeypatch.setattr("sys.argv", ["pool.py"])

    with pytest.raises(SystemExit, match="cara pakai"):
        runpy.run_path(str(OWN_APP / "pool.py"), run_name="__main__")


# Builds


def shell(script, at, **names):
    """Run a step as a build does, with the command of this checkout on the way."""
    command = at / "bin" / "pmi-compliance"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pmi_compliance "$@"\n')
    command.chmod(0o755)
    environment = {**os.environ, **names, "CI": "true", "PATH": f"{command.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script], cwd=at, env=environment,
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path):
    """A repository of somebody else, with a pack and records."""
    code, said = shell("pmi-compliance rules new my-pack my-rule", tmp_path)
    assert code == 0, said
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "placements.json").write_text(json.dumps([CHILD]))
    return tmp_path


@pytest.mark.slow
def test_each_hook_before_a_commit_runs(repository):
    settings = yaml.safe_load((CI / "pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in settings["repos"] for hook in repo["hooks"]]

    assert len(hooks) == 3
    for hook in hooks:
        assert shell(hook["entry"], repository)[0] == 0, hook["id"]
    rule = repository / "my-pack" / "rules" / "my-rule.yaml"
    rule.write_text(rule.read_text().replace("severity: minor", "severity: small"))
    assert [shell(hook["entry"], repository)[0] for hook in hooks[:2]] == [2, 2]


@pytest.mark.slow
def test_the_steps_of_the_action_check_packs_and_annotate_findings(repository):
    action = yaml.safe_load((CI / "action.yml").read_text(encoding="utf-8"))
    install, packs, audit = action["runs"]["steps"]
    given = {"PACKS": "my-pack uu-18-2017", "DATA": "records", "AS_OF": "2025-10-31", "FAIL_ON": "critical"}

    used = {name for step in action["runs"]["steps"] for name in step["env"]}
    assert used == {"INSTALL", *given}
    assert {name.lower().replace("_", "-") for name in used} == set(action["inputs"])
    assert install["run"] == 'python -m pip install --quiet "$INSTALL"'
    assert shell(packs["run"], repository, PACKS="my-pack")[0] == 0
    code, said = shell(audit["run"], repository, **given)
    assert code == 1
    assert "::error " in said
    assert "uu18-2017-p5a-min-age" in said
    assert shell(audit["run"], repository, **{**given, "FAIL_ON": "never", "PACKS": ""})[0] == 0
    assert shell(audit["run"], repository, **{**given, "AS_OF": ""})[0] == 2
