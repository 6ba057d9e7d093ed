"""The plugin of pytest, as a suite of somebody else's uses it."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date

import pytest

from helpers.waiting import PATIENCE
from pmi_compliance import Dataset, Outcome, RulePack, audit
from pmi_compliance.base.resources import folder
from pmi_compliance.testing.judged import Judged, explain_comparison
from pmi_compliance.testing.plugin import pytest_assertrepr_compare

AS_OF = date(2025, 10, 31)

SUITE = """
from datetime import date
import pytest

CHILD = {"id": "P-1", "scope": "overseas", "departed_on": "2025-05-01", "worker": {"birth_date": "2009-01-01"}}
DAY = date(2025, 10, 31)
RULE = "uu18-2017-p5a-min-age"


def test_fails_as_it_should(pmi_audit):
    judged = pmi_audit({"placement": [CHILD]}, as_of=DAY)
    assert judged[RULE] == "fail"
    assert judged[RULE] != "pass"
    assert RULE in judged.failed


def test_passes_where_it_fails(pmi_audit):
    assert pmi_audit({"placement": [CHILD]}, as_of=DAY, packs=["uu-18-2017"])[RULE] == "pass"


def test_unknown(pmi_audit):
    assert pmi_audit({"placement": [{"id": "P-1", "scope": "overseas"}]}, as_of=DAY)[RULE] == "pass"


def test_which(pmi_audit):
    judged = pmi_audit({"placement": [CHILD, {**CHILD, "id": "P-2"}]}, as_of=DAY)
    assert judged[RULE, "P-2"] == "fail"
    judged[RULE]


def test_wrong_record(pmi_audit):
    pmi_audit({"placement": [{**CHILD, "id": 7}]}, as_of=DAY)[RULE]


def test_none(pmi_audit):
    pmi_audit({"recruiter": []}, as_of=DAY)[RULE]


def test_from_a_file(pmi_audit, tmp_path):
    (tmp_path / "placements.json").write_text('[{"id": "P-1", "scope": "domestic"}]')
    assert pmi_audit(tmp_path, as_of=DAY)[RULE] == "not_applicable"
"""


def run(at, *arguments):
    command = [
        sys.executable,
        "-m",
        "pytest",
        *([] if any("cache_dir" in str(word) for word in arguments) else ["-p", "no:cacheprovider"]),
        "-p",
        "no:randomly",
        *map(str, arguments),
    ]
    # What options were given to the run around this one is not for this one.
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    done = subprocess.run(
        command, cwd=at, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def pack(tmp_path):
    """A copy of a small pack, to spoil."""
    copy = tmp_path / "packs" / "ntt"
    shutil.copytree(folder("rules") / "ntt", copy)
    return copy


@pytest.mark.slow
def test_audits_explain_themselves_where_an_assertion_fails(tmp_path):
    (tmp_path / "test_mine.py").write_text(SUITE, encoding="utf-8")
    code, output = run(tmp_path, "-q")

    assert code == 1
    assert "5 failed, 2 passed" in output
    assert "assert fail == 'pass'" in output
    assert "uu18-2017-p5a-min-age on placement P-1, judged on 2025-05-01: The worker was not yet 18" in output
    assert "  /worker/birth_date = '[disamarkan]'\n" in output
    assert "  min_age = 18\n" in output
    assert "missing: /worker/birth_date (Birth date)" in output
    assert "was judged on P-1, P-2: say which" in output
    assert "judged nothing: placement None/id: `id` must be text" in output
    assert "KeyError: 'uu18-2017-p5a-min-age judged nothing'" in output


@pytest.mark.slow
def test_examples_of_a_pack_are_tests(tmp_path, pack):
    code, output = run(tmp_path, "--pmi-pack", pack, "--pmi-coverage", "100", "-v")
    assert code == 0, output
    assert "departures/ntt-357-2018-departure-stop.examples.yaml::" in output
    assert "pack.yaml::coverage PASSED" in output

    code, output = run(
        tmp_path, "--pmi-pack", pack, "-q", "-k", "departure-stop and not coverage", "--collect-only"
    )
    assert code == 0
    assert "ntt-357-2018-departure-stop.examples.yaml::" in output


def test_an_example_that_does_not_hold_tells_where_it_stands(tmp_path, pack):
    path = pack / "departures" / "ntt-357-2018-departure-stop.examples.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("expect: review") > 0
    path.write_text(text.replace("expect: review", "expect: pass", 1), encoding="utf-8")
    code, output = run(tmp_path, "--pmi-pack", pack, "-q")

    assert (code, "1 failed" in output) == (1, True)
    assert "ntt-357-2018-departure-stop.examples.yaml:" in output
    assert "expected pass, found review" in output
    assert "judged on" in output
    assert "records: {" in output
    assert "Traceback" not in output
    assert "plugin.py" not in output


def spoilt(pack):
    """A file with one example that does not hold."""
    path = pack / "departures" / "ntt-357-2018-departure-stop.examples.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("expect: review", "expect: pass", 1), encoding="utf-8")
    return path


def failed(output):
    return [
        line.split(" - ")[0].removeprefix("FAILED ")
        for line in output.splitlines()
        if line.startswith("FAILED ")
    ]


@pytest.mark.parametrize("with_pack", [True, False])
def test_an_example_is_run_by_the_name_that_is_printed(tmp_path, pack, with_pack):
    spoilt(pack)
    [name] = failed(run(tmp_path, "--pmi-pack", pack, "-q", "-rf")[1])

    code, output = run(tmp_path, *(["--pmi-pack", pack] if with_pack else []), name, "-q", "-rf")

    assert (code, failed(output)) == (1, [name])
    assert "1 failed in" in output


@pytest.mark.slow
def test_a_file_of_examples_or_a_folder_is_run_alone(tmp_path, pack):
    path = spoilt(pack)

    for asked in ([path], ["--pmi-pack", pack, path.parent], ["--pmi-pack", pack, pack]):
        code, output = run(tmp_path, *asked, "-q", "-rf")
        assert (code, len(failed(output))) == (1, 1)
    assert "no tests ran" in run(tmp_path, pack, "-q")[1]


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], ["-n", "2"]])
def test_the_failed_ones_are_run_again_alone(tmp_path, pack, more):
    spoilt(pack)
    (tmp_path / "test_other.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    base = ["--pmi-pack", pack, "-q", "-o", f"cache_dir={tmp_path / 'kept'}"]
    first = run(tmp_path, *base, *more)[1]
    again = run(tmp_path, *base, "--lf", *more)[1]

    assert "1 failed" in first
    assert "passed" in first
    assert "1 failed" in again.splitlines()[-1]
    assert "passed" not in again.splitlines()[-1]


def test_results_for_a_build_server_name_the_file(tmp_path, pack):
    run(tmp_path, "--pmi-pack", pack, "-q", f"--junitxml={tmp_path / 'x.xml'}")
    text = (tmp_path / "x.xml").read_text(encoding="utf-8")

    assert "departures.ntt-357-2018-departure-stop.examples.yaml" in text


def test_examples_of_hypothesis_are_audited_under_its_own_settings(tmp_path):
    (tmp_path / "test_mine.py").write_text(
        """
from hypothesis import given, strategies as st

@given(st.dates())
def test_nothing_fails_without_facts(pmi_audit, day):
    assert not pmi_audit({"placement": [{"id": "P-1"}]}, as_of=day, packs=["kupang"]).failed
""",
        encoding="utf-8",
    )
    code, output = run(tmp_path, "-q")

    assert code == 0, output


@pytest.mark.slow
def test_too_little_coverage_tells_what_is_not_noticed(tmp_path, pack):
    path = pack / "departures" / "ntt-357-2018-departure-stop.examples.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("cases:"))
    second = [at for at, line in enumerate(lines) if at > start and line.startswith("  - name:")][1]
    end = next(
        (at for at, line in enumerate(lines) if at > second and line and not line.startswith(" ")), len(lines)
    )
    path.write_text("\n".join([*lines[:second], *lines[end:]]), encoding="utf-8")
    gaps = tmp_path / "gaps.json"
    code, output = run(tmp_path, "--pmi-pack", pack, "--pmi-coverage", "100", "--pmi-gaps", gaps.name, "-q")

    assert code == 1
    kept = json.loads(gaps.read_text(encoding="utf-8"))["ntt"]
    assert {"about", "kind", "change"} == {*kept[0]}
    assert all(gap["change"] in output for gap in kept)
    assert "of 100 changes are noticed, expected 100; not these:" in output
    assert "ntt-357-2018-departure-stop: survives: " in output
    assert run(tmp_path, "--pmi-pack", pack, "--pmi-coverage", "1", "-q")[0] == 0


@pytest.mark.parametrize("spoilt", ["missing", "wrong"])
def test_a_pack_that_does_not_load_is_reported_without_a_stack_trace(tmp_path, pack, spoilt):
    if spoilt == "wrong":
        path = pack / "pack.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("default: true", "default: perhaps"))
    code, output = run(tmp_path, "--pmi-pack", pack if spoilt == "wrong" else tmp_path / "nowhere", "-q")

    assert code != 0
    assert ("true or false" in output) if spoilt == "wrong" else ("nowhere" in output)
    assert "plugin.py" not in output


def test_loading_it_imports_nothing_that_others_would_pay_for():
    code = (
        "import sys, pytest; before = set(sys.modules); import pmi_compliance.testing.plugin; "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["pmi_compliance"]


# What assertions stand on


def judged(*records):
    dataset = Dataset.from_records({"placement": records})
    return Judged(audit(dataset, [RulePack.load("uu-18-2017")], as_of=AS_OF, include_passed=True))


CHILD = {
    "id": "P-1",
    "scope": "overseas",
    "departed_on": "2025-05-01",
    "worker": {"birth_date": "2009-01-01"},
}
AGE = "uu18-2017-p5a-min-age"


def test_a_result_is_equal_to_its_outcome():
    result = judged(CHILD)[AGE]

    assert result == "fail"
    assert result == Outcome.FAIL
    assert result != "pass"
    assert result == judged(CHILD)[AGE]
    assert (repr(result), len({result, judged(CHILD)[AGE]})) == ("fail", 1)
    assert AGE in judged(CHILD).failed
    assert AGE not in judged(CHILD).by(Outcome.PASS)
    assert judged(CHILD)[AGE, "P-1"] == "fail"


def test_a_comparison_that_fails_tells_why():
    lines = explain_comparison("==", judged(CHILD)[AGE], "pass")
    assert lines[0] == "fail == 'pass'"
    assert "  /worker/birth_date = '[disamarkan]'" in lines
    unknown = explain_comparison("==", "pass", judged({"id": "P-1", "scope": "overseas"})[AGE])
    assert "  missing: /worker/birth_date (Birth date)" in unknown
    assert explain_comparison("is", judged(CHILD)[AGE], "pass") is None
    assert explain_comparison("==", 1, 2) is None
    assert pytest_assertrepr_compare("==", judged(CHILD)[AGE], "pass") == lines


@pytest.mark.parametrize(
    ("records", "asked", "message"),
    [
        ([CHILD, {**CHILD, "id": "P-2"}], AGE, "was judged on P-1, P-2: say which"),
        ([{**CHILD, "id": 7}], AGE, "judged nothing: placement None/id: `id` must be text"),
        ([], AGE, "judged nothing"),
        ([CHILD], (AGE, "P-9"), "judged nothing called P-9"),
    ],
)
def test_what_was_not_judged_is_reported(records, asked, message):
    with pytest.raises(KeyError, match=message):
        judged(*records)[asked]
