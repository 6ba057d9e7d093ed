"""The command `office`: the same numbers, lists and cards as from Python, at the terminal."""

import sys
from datetime import date
from pathlib import Path

import pytest

from pmi_compliance import Dataset, audit, default_packs
from pmi_compliance.cli.main import main
from pmi_compliance.office.figures import cases_by, placements_by
from pmi_compliance.office.readiness import readiness
from pmi_compliance.office.referrals import referrals
from pmi_compliance.office.scorecards import scorecards

EXAMPLES = Path(__file__).parents[2] / "examples"
OFFICE, QUICKSTART, EARLIER = (str(EXAMPLES / name) for name in ("office", "quickstart", "earlier"))
DAY = date(2025, 10, 31)


def printed(capsys, *arguments, code=0):
    assert main(["office", *map(str, arguments)]) == code
    done = capsys.readouterr()
    return done.out.splitlines() if code == 0 else done.err


@pytest.mark.parametrize("what", [["referrals"], ["centres"], ["placements", "--by", "sex"]])
def test_records_that_were_not_judged_are_told_on_top(capsys, tmp_path, what):
    path = tmp_path / "data.json"
    path.write_text('{"placements": [{"umur": 17}]}', encoding="utf-8")

    assert main(["office", what[0], str(path), *what[1:], "--lang", "en"]) == 3
    assert "NOT JUDGED, because something is wrong in them: 1" in capsys.readouterr().out.splitlines()[0]


def test_placements_and_cases_are_counted(capsys, tmp_path):
    chart = tmp_path / "angka.svg"

    lines = printed(
        capsys, "placements", QUICKSTART, "--by", "sex, year", "--since", "2025-01-01", "--smallest", 3,
        "--chart", chart, "--lang", "en",
    )  # fmt: skip

    records = Dataset.read(QUICKSTART)
    figures = placements_by(records, "sex", "year", since=date(2025, 1, 1), smallest=3)
    assert lines == figures.lines("en")
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    cases = printed(capsys, "cases", OFFICE, "--by", "origin,year", "--as-of", "2024-01-01")
    assert cases == cases_by(Dataset.read(OFFICE), "origin", "year", as_of=date(2024, 1, 1)).lines("id")
    assert printed(capsys, "cases", OFFICE, "--as-of", "2025-10-15")[4].split() == ["2025", "0", "0", "0"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_lists_and_cards_are_those_of_an_audit(capsys, language):
    records = Dataset.read(QUICKSTART)
    report = audit(records, default_packs(), as_of=DAY)

    for action, lines in (
        ("referrals", [line for referral in referrals(report) for line in (*referral.lines(language), "")]),
        (
            "centres",
            [line for centre in readiness(records, report) for line in (*centre.lines(language), "")],
        ),
    ):
        assert printed(capsys, action, QUICKSTART, "--as-of", "2025-10-31", "--lang", language) == lines
    before = Dataset.read(EARLIER)
    was = (before, audit(before, default_packs(), as_of=date(2025, 6, 30)))
    cards = [line for card in scorecards([was, (records, report)]) for line in (*card.text(language), "")]
    asked = ("--audit", EARLIER, "2025-06-30", "--audit", QUICKSTART, "2025-10-31", "--lang", language)
    assert printed(capsys, "recruiters", *asked) == cards


def test_no_service_centre_is_no_breach(capsys):
    (line,) = printed(capsys, "centres", EARLIER, "--as-of", "2025-10-31")

    assert "bukan pelanggaran" in line


def test_nothing_is_reported_as_such_and_no_zero_stands_for_what_was_not_supplied(capsys, tmp_path):
    cases = EXAMPLES / "office" / "cases.csv"

    assert "Data penempatan tidak diberikan." in printed(capsys, "placements", cases)[-1]
    assert (
        "No case records were supplied."
        in printed(capsys, "cases", EARLIER + "/placements.csv", "--lang", "en")[-1]
    )
    assert printed(capsys, "recruiters", "--audit", cases, "2025-10-31") == ["Tidak ada data perekrut."]
    assert printed(capsys, "referrals", cases, "--as-of", "2016-01-01") == ["Tidak ada yang perlu dirujuk."]


def test_a_centre_that_was_excluded_is_not_reported_as_absent(capsys, tmp_path):
    (tmp_path / "service_centres.csv").write_text(
        "id,opened_on\nLTSA-X,2025-01-01\nLTSA-X,2025-01-02\n", encoding="utf-8"
    )

    assert main(["office", "centres", str(tmp_path)]) == 3

    done = capsys.readouterr()
    assert "Tidak ada data LTSA yang dapat dinilai." in done.out
    assert "LTSA-X — tidak ikut diperiksa" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("placements", QUICKSTART, "--since", "2025-02-01", "--until", "2025-01-31"),
            "sebelum 1 Februari 2025",
        ),
        (("placements", QUICKSTART, "--by", "kota"), "tidak ada dimensi `kota`; yang ada: kecamatan"),
        (("cases", OFFICE, "--by", "sex"), "yang ada: year, origin, kind"),
        (("centres", QUICKSTART, "--pack", "uu-18-2017"), "pp-59-2021"),
        (("recruiters", "--audit", EARLIER, "2025-02-30"), "TTTT-BB-HH"),
    ],
)
def test_a_call_that_makes_no_sense_is_reported(capsys, arguments, message):
    assert message in printed(capsys, *arguments, code=2)


def test_records_that_are_wrong_are_reported_beside_the_figures(capsys):
    errors = printed(capsys, "placements", EXAMPLES / "spoilt", code=3)

    assert "placements.csv:3: penempatan PMI-041 — fakta ini dianggap belum diketahui" in errors


def test_a_picture_needs_no_library(capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "jinja2", None)

    printed(capsys, "cases", OFFICE, "--chart", tmp_path / "x.svg")

    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg")
