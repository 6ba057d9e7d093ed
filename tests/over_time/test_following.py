"""Files that somebody goes on writing, and the commands over what time brings."""

import json
import signal
import subprocess
import sys
from datetime import date

import pytest

from helpers import law
from helpers.errors import raises
from helpers.model import pack_about
from helpers.waiting import PATIENCE, ending
from pmi_compliance import AuditSession, Dataset, Outcome, RulePack, Text, UnreadableInput
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.cli.main import main
from pmi_compliance.cli.over_time import change_lines
from pmi_compliance.over_time.changes import Change, merge_changes
from pmi_compliance.over_time.following import Following
from pmi_compliance.records.schema import bundled_model

CHILD = {"id": "P-1", "scope": "overseas", "recruiter_id": "R-1", "departed_on": "2025-05-01",
         "worker": {"birth_date": "2009-01-01"}}  # fmt: skip
GROWN = {**CHILD, "worker": {"birth_date": "1999-01-01"}}
TOO_YOUNG = "uu18-2017-p5a-min-age"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "rekam"
    folder.mkdir()
    (folder / "placements.json").write_text(json.dumps([GROWN]), encoding="utf-8")
    return folder


def follow(folder):
    return Following([folder], law.packs(), as_of=law.AS_OF)


def write(folder, *records, name="placements.json"):
    (folder / name).write_text(json.dumps(records), encoding="utf-8")


def looked(followed):
    """A change is taken at the second look that finds the files as they are."""
    assert followed.look() is None
    change = followed.look()
    assert followed.look() is None
    return change


def rules(findings):
    return {finding.rule for finding in findings}


def test_a_change_is_reported_once_the_file_is_written(folder):
    followed = follow(folder)
    assert followed.look() is None

    write(folder, CHILD)
    change = looked(followed)
    assert TOO_YOUNG in rules(change.opened)
    assert not change.closed

    write(folder, GROWN)
    assert TOO_YOUNG in rules(looked(followed).closed)


@pytest.mark.parametrize("whole", [(), ["placements"]])
def test_all_records_are_there_once_a_document_or_the_caller_says_so(tmp_path, whole):
    path = tmp_path / "data.json"
    tables = {"recruiters": [{"id": "R"}], "placements": [{"id": "P", "recruiter_id": "R"}]}
    path.write_text(json.dumps(tables), encoding="utf-8")
    none = pack_about({("recruiter", "no-placements"): "size(recruiter.placements) == 0"}, bundled_model())

    def outcomes(findings):
        return [finding.outcome for finding in findings if finding.rule == "no-placements"]

    followed = Following([path], [none], as_of=law.AS_OF, whole=whole)
    assert outcomes(followed.session.findings) == [Outcome.FAIL if whole else Outcome.UNKNOWN]

    path.write_text(json.dumps({**tables, "placements_complete": True}), encoding="utf-8")
    assert outcomes(looked(followed).opened) == ([] if whole else [Outcome.FAIL])
    assert outcomes(followed.session.findings) == [Outcome.FAIL]


def test_a_document_without_records_is_followed(tmp_path):
    path = tmp_path / "data.json"
    path.write_text("{}", encoding="utf-8")
    followed = follow(tmp_path)
    assert followed.session.findings == ()

    path.write_text(json.dumps({"placements": [CHILD]}), encoding="utf-8")
    assert TOO_YOUNG in rules(looked(followed).opened)


def test_a_file_that_is_still_being_written_is_left_alone(folder):
    followed = follow(folder)
    for number in range(3):
        write(folder, *({**CHILD, "id": f"P-{number}-{at}"} for at in range(number + 1)))
        assert followed.look() is None
    assert followed.look() is not None


def test_records_with_one_id_and_without_any_are_followed_too(folder):
    followed = follow(folder)
    write(folder, CHILD, CHILD, {"scope": "overseas"})
    change = looked(followed)
    assert TOO_YOUNG not in rules(change.opened)
    assert len(change.problems) == 1
    assert len(followed.session.problems) == 3

    write(folder, CHILD)
    assert TOO_YOUNG in rules(looked(followed).opened)
    assert followed.session.problems == ()


def test_a_kind_that_is_supplied_for_the_first_time_changes_what_is_unknown(folder):
    followed = follow(folder)
    before = followed.session.findings
    write(folder, {"id": "R-1", "kind": "p3mi"}, name="recruiters.json")
    change = looked(followed)

    assert {finding.subject.kind for finding in change.opened} >= {"recruiter"}
    view = {finding.fingerprint for finding in before} - {finding.fingerprint for finding in change.closed}
    view |= {finding.fingerprint for finding in change.opened}
    assert view == {finding.fingerprint for finding in followed.session.findings}


def test_conclusions_are_reported(folder):
    followed = follow(folder)
    write(folder, *({**CHILD, "id": f"P-{at}"} for at in range(3)))
    assert [conclusion.chain for conclusion in looked(followed).concluded] == ["systemic-failure"]
    write(folder, CHILD)
    assert [conclusion.chain for conclusion in looked(followed).withdrawn] == ["systemic-failure"]


def test_what_opens_and_closes_among_several_changes_did_not_happen(folder):
    followed = follow(folder)
    write(folder, CHILD)
    opened = looked(followed)
    write(folder, GROWN)
    closed = looked(followed)

    assert merge_changes([opened, closed]).opened == merge_changes([opened, closed]).closed == ()
    assert merge_changes([closed, opened]).closed == ()
    assert merge_changes([]) == Change()


def test_a_file_that_goes_is_reported_and_may_come_back(folder):
    path = folder / "placements.json"
    followed = Following([path], law.packs(), as_of=law.AS_OF)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert followed.look() is None
    with raises(UnreadableInput, "cannot_open", place=str(path)):
        followed.look()
    path.write_text(text, encoding="utf-8")
    assert looked(followed) == Change()


@pytest.mark.parametrize(
    "command", [["audit"], ["validate"], ["outlook"], ["watch"], ["diff", "kupang", "kupang", "--data"]]
)
@pytest.mark.parametrize("name", ["nowhere.json", "nowhere", "nowhere.sqlite"])
def test_every_command_tells_a_path_that_is_not_there(command, name, tmp_path, capsys):
    assert main([*command, str(tmp_path / name)]) == 4
    assert f"{name}: tidak dapat dibuka" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_database_cannot_be_followed(capsys):
    assert main(["watch", "sqlite:///register.db"]) == 2
    assert "hanya berkas dan folder yang dapat diikuti" in capsys.readouterr().err


# The command line


def test_outlook_tells_when_and_what(folder, capsys):
    write(
        folder, {**CHILD, "status": "candidate", "departed_on": None, "worker": {"birth_date": "2008-02-29"}}
    )
    call = ["outlook", str(folder), "--as-of", "2025-10-31", "--pack", "uu-18-2017"]
    assert main([*call, "--disclose", "full"]) == 0
    output = capsys.readouterr().out
    assert "31 Oktober 2025 sampai 31 Oktober 2026" in output
    assert "UU 27/2022" in output
    assert "1 Maret 2026" in output
    assert f"{TOO_YOUNG}: perlu ditinjau → sesuai" in output
    assert main(call) == 0
    output = capsys.readouterr().out
    assert "Hari tidak disebut, karena bergantung pada data yang disamarkan" in output
    assert "Maret" not in output
    assert f"{TOO_YOUNG}: perlu ditinjau → sesuai" in output

    assert (
        main(["outlook", str(folder), "--as-of", "2025-10-31", "--until", "2026-02-28", "--lang", "en"]) == 0
    )
    assert TOO_YOUNG not in capsys.readouterr().out
    assert main(["outlook", str(folder), "--as-of", "2025-10-31", "--until", "2025-10-30"]) == 2
    assert "sebelum 31 Oktober 2025" in capsys.readouterr().err


def test_the_gravest_change_comes_first():
    """A child whose day of departure became known, and with it much that is not known yet."""
    packs = [RulePack.load("uu-18-2017")]
    child = {"id": "W1", "scope": "overseas", "executor_kind": "p3mi", "worker": {"birth_date": "2009-04-04"}}
    session = AuditSession(
        packs, as_of=date(2025, 10, 31), records=Dataset.from_records({"placement": [child]})
    )
    change = session.put("placement", {**child, "status": "departed", "departed_on": "2025-03-11"})

    lines = [*change_lines(change, "en", bundled_model())]

    assert len(lines) > 3
    assert lines[0].startswith("+ fail: critical  placement W1  uu18-2017-p5a-min-age")
    ranks = [list(OUTCOMES.values()).index(Text(*named(line))) for line in lines]
    assert ranks == sorted(ranks)


def named(line):
    """The outcome in a line, in both languages."""
    word = line[2:].split(":")[0]
    return next((name.id, name.en) for name in OUTCOMES.values() if name.en == word)


def test_watch_tells_changes_until_it_is_stopped(folder):
    command = [
        sys.executable,
        "-m",
        "pmi_compliance",
        "watch",
        str(folder),
        "--interval",
        "0.1",
        "--as-of",
        "2025-10-31",
    ]
    with ending(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) as run:
        # What is read is read before this line is printed; every change from here on is noticed.
        assert "Mengikuti per 31 Oktober 2025" in run.stdout.readline()
        write(folder, CHILD)
        line = next((line for line in run.stdout if TOO_YOUNG in line), "nothing")
        assert line.startswith("+ tidak sesuai: kritis")
        run.send_signal(signal.SIGINT)
        assert run.wait(PATIENCE) == 0


def test_the_book_of_cases_is_kept_from_the_command_line(tmp_path, capsys):
    book = str(tmp_path / "kasus.sqlite")

    def case(*words):
        code = main(["case", *words])
        return code, capsys.readouterr()

    assert case("open", book, "K-1", "--on", "2025-10-01")[0] == 0
    code, output = case("record", book, "K-1", "triage", "--on", "2025-10-02")
    assert code == 0
    assert "K-1: Dipilah sejak 2 Oktober 2025; paling lambat 9 Oktober 2025" in output.out
    assert "jenjang berikutnya: Dinas Nakertrans Kabupaten Kupang" in output.out
    assert "refer (rujuk)" in output.out

    code, output = case("list", book, "--on", "2025-10-20", "--lang", "en")
    assert (code, "OVERDUE since 9 October 2025" in output.out) == (1, True)
    assert "K-1" in case("tick", book, "--on", "2025-10-20")[1].out
    assert case("tick", book, "--on", "2025-10-21")[1].out == ""

    code, output = case("record", book, "K-1", "answer", "--on", "2025-10-21")
    assert code == 2
    assert "yang ada: clarify, mediate, refer, close" in output.err
    code, output = case("list", f"{book}x")
    assert (code, "tidak ada buku kasus" in output.err) == (4, True)
    assert not (tmp_path / "kasus.sqlitex").exists()
    code, output = case("list", book, "--pack", "ntt")
    assert (code, "tidak memuat bagan kasus" in output.err) == (2, True)
    code, output = case(
        "record", book, "K-1", "refer", "--to", "polda_ntt", "--on", "2025-10-21", "--event-id", "x"
    )
    assert (code, "Dirujuk" in output.out) == (0, True)
