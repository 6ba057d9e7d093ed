"""Two reports beside each other: what fails now, what no longer does, what is new, and why one finding is what it is."""

import copy
import json
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest

from helpers.law import packs
from pmi_compliance import Dataset, Outcome, audit, default_packs
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import name_of_kind
from pmi_compliance.cli.main import main
from pmi_compliance.packs.load import bundled
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.compare import differences
from pmi_compliance.report.json import as_json
from pmi_compliance.report.phrases import place_in_words
from pmi_compliance.report.tree import explained

AS_OF = date(2025, 10, 31)
DATA = Path(__file__).parents[2] / "examples" / "quickstart"
AGE = "uu18-2017-p5a-min-age"
CHILD = {"id": "p", "scope": "overseas", "executor_kind": "p3mi", "departed_on": "2025-01-01",
         "worker_category": "legal_entity_employer", "worker": {"birth_date": "2010-05-05"}}  # fmt: skip
GROWN = {**CHILD, "worker": {"birth_date": "1990-05-05"}}


def report(*placements, include_passed=False, only=None):
    law = [pack for pack in packs() if pack.id == "uu-18-2017"]
    dataset = Dataset.from_records({"placement": placements})
    return as_json(audit(dataset, law if only is None else only, as_of=AS_OF, include_passed=include_passed))


def reporting(*placements, **options):
    """A report that is made when a test asks for it."""
    return lambda: report(*placements, **options)


def changes_of(old, new, rule=AGE):
    return [
        (change.kind, change.before, change.after) for change in differences(old, new) if change.rule == rule
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (reporting(GROWN), reporting(CHILD), [("newly_failing", "quiet", "fail")]),
        (reporting(GROWN, include_passed=True), reporting(CHILD), [("newly_failing", "pass", "fail")]),
        (reporting(CHILD), reporting(GROWN), [("no_longer_failing", "fail", "quiet")]),
        (reporting(CHILD), reporting(GROWN, include_passed=True), [("no_longer_failing", "fail", "pass")]),
        (reporting(CHILD), reporting({**CHILD, "worker": {}}), [("no_longer_failing", "fail", "unknown")]),
        (reporting({**CHILD, "worker": {}}), reporting(GROWN), [("outcome", "unknown", "quiet")]),
        (reporting(CHILD), reporting({**CHILD, "departed_on": "2025-02-01"}), [("reasons", "fail", "fail")]),
        (reporting(CHILD), reporting(CHILD), []),
        (reporting(), reporting(CHILD, include_passed=True), [("newly_failing", "absent", "fail")]),
        (reporting(CHILD), reporting(CHILD, CHILD), [("no_longer_failing", "fail", "excluded")]),
        (reporting(CHILD), reporting(CHILD, only=[]), [("no_longer_failing", "fail", "unused")]),
    ],
)  # fmt: skip
def test_a_change_is_reported_by_what_it_is(old, new, expected):
    assert changes_of(old(), new()) == expected


def test_reasons_differ_also_where_the_value_is_masked():
    """What is compared is what the reports show: of a masked value only that it was read."""
    old, new = report(CHILD), report({**CHILD, "worker": {"birth_date": "2011-05-05"}})

    assert changes_of(old, new) == []


# From the command line


def run(capsys, *arguments):
    code = main(list(map(str, arguments)))
    return code, *capsys.readouterr()


def write(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_diff_of_two_reports(tmp_path, capsys):
    old, new = write(tmp_path / "a", report(GROWN)), write(tmp_path / "b", report(CHILD))

    code, out, _ = run(capsys, "diff", old, new)
    assert code == 1
    assert "BARU TIDAK SESUAI (1)" in out
    assert f"penempatan p  {AGE}: sesuai, tidak berlaku, atau tidak ada data itu → tidak sesuai" in out
    assert run(capsys, "diff", new, old)[0] == 0


@pytest.mark.slow
def test_diff_of_two_versions_of_a_pack(tmp_path, capsys):
    import shutil

    source = Path(__file__).parents[2] / "rules" / "uu-18-2017"
    changed = tmp_path / "uu-18-2017"
    shutil.copytree(source, changed)
    rule = next(changed.rglob(f"{AGE}.yaml"))
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("severity: critical", "severity: major"), encoding="utf-8")

    code, out, _ = run(
        capsys, "diff", source, changed, "--data", DATA, "--as-of", "2025-10-31", "--lang", "en"
    )
    assert (code, "NEWLY FAILING (0)" in out) == (0, True)
    code, out, _ = run(
        capsys, "diff", "kupang", source, "--data", DATA, "--as-of", "2025-10-31", "--lang", "en"
    )
    assert code == 1
    assert f"placement PMI-006  {AGE}: the rule was not used → fail" in out


def test_only_what_is_new_fails_against_a_baseline(tmp_path, capsys):
    data, base = tmp_path / "data.json", tmp_path / "base.json"
    write(data, {"placements": [CHILD]})
    day = ("--as-of", "2025-10-31")
    assert run(capsys, "audit", data, *day, "--output", base)[0] == 1

    assert run(capsys, "audit", data, *day, "--baseline", base)[0] == 0
    assert run(capsys, "audit", data, *day, "--baseline", base, "--fail-on", "unknown")[0] == 0
    write(data, {"placements": [CHILD, {**CHILD, "id": "q"}]})
    code, out, _ = run(capsys, "audit", data, *day, "--baseline", base, "--format", "json")
    assert code == 1
    new = {finding["subject"]["id"] for finding in json.loads(out)["findings"] if finding["new"]}
    assert new == {"q"}


def test_a_baseline_that_is_no_report_stops_before_the_audit(tmp_path, capsys):
    bad = write(tmp_path / "bad.json", [])

    assert run(capsys, "audit", DATA, "--baseline", bad)[0] == 4


# One finding


@pytest.fixture(scope="module")
def quickstart():
    return as_json(audit(Dataset.read(DATA), default_packs(), as_of=AS_OF, include_passed=True))


@pytest.mark.slow
def test_every_finding_of_the_quick_start_is_explained_with_all_its_facts(quickstart):
    """In the two languages by turns."""
    all_packs = packs()
    for finding, language in zip(quickstart["findings"], cycle(("id", "en")), strict=False):
        text = "\n".join(explained(quickstart, finding, all_packs, language))
        assert finding["message"][language].split("\n")[0][:60] in text
        for reason in finding["reasons"]:
            about = reason.get("record", finding["subject"])
            words = (
                place_in_words(bundled_model(), about["kind"], reason["pointer"], language)
                if reason.get("pointer")
                else reason.get("parameter") or reason["variable"]
            )
            assert words in text
        for missing in finding["missing"]:
            assert missing["title"][language].rstrip("?") in text


@pytest.mark.slow
def test_explain_prints_the_tree_with_values_parameters_and_dates(quickstart, tmp_path, capsys):
    path = write(tmp_path / "laporan.json", quickstart)
    finding = next(
        finding
        for finding in quickstart["findings"]
        if finding["rule"] == AGE and finding["outcome"] == Outcome.FAIL.value
    )

    code, out, _ = run(capsys, "explain", path, finding["fingerprint"])
    assert code == 0
    assert out.startswith("TIDAK SESUAI · kritis · penempatan PMI-006 · uu18-2017-p5a-min-age\n")
    assert "Tanggal lahir = [disamarkan]" in out
    assert "params.min_age = 18 (berlaku sejak 2004-10-18)" in out
    assert "judged_on = " in out
    assert "(tidak menentukan)" in out
    assert run(capsys, "explain", path, "0")[0] == 2


def test_explain_lists_what_was_found_about_a_record(quickstart, tmp_path, capsys):
    path = tmp_path / "report.json"
    path.write_text(json.dumps(quickstart), encoding="utf-8")
    about = quickstart["findings"][0]["subject"]
    mine = [finding for finding in quickstart["findings"] if finding["subject"] == about]

    code, out, _ = run(capsys, "explain", path, about["id"])

    assert code == 0
    assert [finding["rule"] for finding in mine if finding["rule"] not in out] == []
    order = [
        out.find(word) for word in ("TIDAK SESUAI (", "PERLU DITINJAU (", "BELUM DIKETAHUI (") if word in out
    ]
    assert order == sorted(order)
    name = Text(*(name_of_kind(about["kind"]).in_language(language) for language in ("id", "en")))
    for kind in (about["kind"], name.id, name.en):
        assert run(capsys, "explain", path, f"{kind} {about['id']}")[:2] == (0, out)
    # Each line begins with what explains that finding alone.
    shown = next(line.split()[0] for line in out.splitlines() if mine[0]["rule"] in line)
    assert run(capsys, "explain", path, shown)[0] == 0
    code, _, err = run(capsys, "explain", path, "W-none", "--lang", "en")
    assert (code, "none is about a record of that id" in err) == (2, True)


def test_explain_refuses_rules_of_another_version(quickstart, tmp_path, capsys):
    """Reasons of one version beside the conditions of another would explain nothing."""
    other = copy.deepcopy(quickstart)
    for pack in other["packs"]:
        pack["digest"] = "sha256:" + "0" * 64
    path = write(tmp_path / "laporan.json", other)

    code, _, err = run(capsys, "explain", path, other["findings"][0]["fingerprint"])
    assert code == 2
    assert "bukan versi yang dipakai laporan ini" in err
    assert len(bundled()) == 10


@pytest.mark.parametrize(
    ("kind", "pointer", "words"),
    [
        ("placement", "/documents/1/status", "Dokumen 2, Status"),
        ("recruiter", "/licences/-/sector", "Izin, Sektor"),
        ("placement", "/worker/identity_claims/0/name", "Keterangan identitas 1, Nama"),
        ("case", "/death/known_on", "Kematian, Diketahui pada"),
        ("placement", "/documents/1", "Dokumen 2"),
    ],
)
def test_a_fact_is_called_by_its_own_name_inside_of_a_list_too(kind, pointer, words):
    assert place_in_words(bundled_model(), kind, pointer, "id") == words
