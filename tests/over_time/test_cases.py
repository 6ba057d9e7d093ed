"""The life of a case: only what is possible is written, what is overdue is reported, and nothing acknowledged is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import raises
from pmi_compliance import CaseBook, RulePack, UnreadableInput, UsageError
from pmi_compliance.base.errors import PackError
from pmi_compliance.packs import yaml
from pmi_compliance.packs.charts import OPEN, OVERDUE, chart_in

CHART = RulePack.load("kupang").chart
DAY = date(2025, 10, 1)


@pytest.fixture
def book(tmp_path):
    with CaseBook(tmp_path / "kasus.sqlite", CHART) as book:
        yield book


def test_a_case_goes_from_state_to_state(book):
    assert book.open("K-1", on=DAY).state == "opened"
    assert book.record("K-1", "triage", on=DAY).events == ("clarify", "mediate", "refer", "close")
    now = book.record("K-1", "refer", on=date(2025, 10, 3), authority="disnaker_kab_kupang")

    assert (now.state, now.since, now.due) == ("referred", date(2025, 10, 3), date(2025, 11, 2))
    assert [step.event for step in now.history] == [OPEN, "triage", "refer"]
    assert book.case("K-1") == now
    assert book.cases() == (now,)


def test_the_next_authority_of_the_ladder_is_reported(book):
    book.open("K-1", on=DAY)
    assert book.record("K-1", "triage", on=DAY).next_authority == "disnaker_kab_kupang"
    # Whom the ladder does not name takes no step of it; to skip a step is no breach.
    assert book.record("K-1", "refer", on=DAY, authority="polda_ntt").next_authority == "disnaker_kab_kupang"
    assert (
        book.record("K-1", "refer", on=DAY, authority="disnaker_prov_ntt").next_authority
        == "kp2mi_pelindungan"
    )
    assert (
        book.record("K-1", "refer", on=DAY, authority="disnaker_kab_kupang").next_authority
        == "kp2mi_pelindungan"
    )
    assert book.record("K-1", "refer", on=DAY, authority="pengadilan").next_authority is None


def test_what_lasts_too_long_is_reported_once_for_each_state(book):
    book.open("K-1", on=DAY)
    book.open("K-2", on=DAY)
    book.record("K-2", "close", on=DAY)

    assert book.tick(DAY + timedelta(3)) == ()
    assert [case.id for case in book.tick(DAY + timedelta(4))] == ["K-1"]
    assert book.tick(DAY + timedelta(5)) == ()
    assert book.case("K-1").state == "opened"
    assert book.case("K-1").is_overdue(DAY + timedelta(4))

    book.record("K-1", "triage", on=DAY + timedelta(6))
    assert book.tick(DAY + timedelta(13)) == ()
    assert [case.id for case in book.tick(DAY + timedelta(14))] == ["K-1"]


@pytest.mark.parametrize(
    ("case", "event", "more", "code", "values"),
    [
        ("K-1", "answer", {}, "event_not_possible", {"name": "answer", "known": ("triage", "close")}),
        ("K-2", "triage", {}, "unknown", {"what": "case", "name": "K-2"}),
        ("K-1", OPEN, {}, "case_exists", {"case": "K-1"}),
        ("", OPEN, {}, "case_without_id", {}),
        (
            "K-1",
            "triage",
            {"on": DAY - timedelta(1)},
            "before_last_event",
            {"day": DAY - timedelta(1), "last": DAY},
        ),
        (
            "K-1",
            "triage",
            {"authority": "polda_ntt"},
            "authority_not_referred_to",
            {"authority": "polda_ntt"},
        ),
        (
            "K-1",
            "triage",
            {"id": "first"},
            "event_recorded_otherwise",
            {"id": "first", "recorded": "K-1 open 2025-10-01"},
        ),
    ],
)
def test_what_is_not_possible_is_refused_and_nothing_is_written(book, case, event, more, code, values):
    book.open("K-1", on=DAY, id="first")
    with raises(UsageError, code, **values):
        book.record(case, event, **{"on": DAY, **more})
    assert [len(opened.history) for opened in book.cases()] == [1]
    with raises(UsageError, "unknown", what="case", name="K-9"):
        book.case("K-9")


def test_an_unknown_authority_is_refused(book):
    book.open("K-1", on=DAY)
    book.record("K-1", "triage", on=DAY)
    with raises(UsageError, "authority_not_referred_to", authority="nobody"):
        book.record("K-1", "refer", on=DAY, authority="nobody")


def test_the_same_event_told_again_is_one(book):
    book.open("K-1", on=DAY, id="a")
    book.record("K-1", "triage", on=DAY, id="b")
    assert book.record("K-1", "triage", on=DAY, id="b").state == "triaged"
    assert len(book.case("K-1").history) == 2


def test_another_that_opens_the_file_finds_the_same(tmp_path):
    path = tmp_path / "kasus.sqlite"
    with CaseBook(path, CHART) as first, CaseBook(path, CHART) as second:
        first.open("K-1", on=DAY)
        second.record("K-1", "triage", on=DAY)
        assert first.case("K-1").state == "triaged"


def test_a_book_of_another_chart_is_reported(tmp_path):
    with CaseBook(tmp_path / "kasus.sqlite", CHART) as book:
        book.open("K-1", on=DAY)
        book.record("K-1", "triage", on=DAY)
    opened = evolve(CHART.states["opened"], events={"close": "closed"})
    other = evolve(CHART, states={**CHART.states, "opened": opened})
    with (
        CaseBook(tmp_path / "kasus.sqlite", other) as book,
        raises(UsageError, "event_not_in_chart", case="K-1", event="triage", state="opened"),
    ):
        book.cases()


def test_what_is_no_book_is_reported_and_let_go_of(tmp_path, monkeypatch):
    path, connections, connect = tmp_path / "other.sqlite", [], sqlite3.connect
    path.write_text("this is a text")
    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda *given, **more: connections.append(connect(*given, **more)) or connections[-1],
    )

    with raises(UnreadableInput, "not_a_book", place=str(path)):
        CaseBook(path, CHART)

    (connection,) = connections
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_what_is_wrong_with_a_chart_is_reported(tmp_path):
    text = (RulePack.load("kupang").folder / "chart.yaml").read_text(encoding="utf-8")
    path = tmp_path / "chart.yaml"
    path.write_text(
        text.replace("begins: opened", "begins: nowhere")
        .replace("{answer: answered,", "{answer: gone, wave: closed,")
        .replace("reopen: {id", "open: {id")
        .replace("refers_by: refer", "refers_by: send")
        .replace("disnaker_prov_ntt", "nobody"),
        encoding="utf-8",
    )
    diagnostics = []
    chart_in(yaml.read(path, schema="chart"), CHART.authorities, diagnostics)
    messages = "\n".join(map(str, diagnostics))
    for word in (
        "no state `nowhere`", "no state `gone`", "`wave` has no words", "known to every chart", "no event `send`", "`nobody`"
    ):  # fmt: skip
        assert word in messages, word
    path.write_text("title: {}", encoding="utf-8")
    with pytest.raises(PackError):
        yaml.read(path, schema="chart")


steps = st.lists(
    st.tuples(st.sampled_from([*CHART.events, OPEN, OVERDUE]), st.integers(0, 3)), min_size=1, max_size=25
)


@given(steps)
def test_whatever_is_tried_only_what_is_possible_is_written(tried):
    with CaseBook(":memory:", CHART) as book:
        state, day, written = None, DAY, 0
        for event, days in tried:
            day += timedelta(days)
            possible = (
                {OPEN: CHART.begins} if state is None else {**CHART.states[state].events, OVERDUE: state}
            )
            if event in possible:
                state, written = possible[event], written + 1
                assert book.record("K", event, on=day).state == state
            else:
                with pytest.raises(UsageError):
                    book.record("K", event, on=day)
        assert [len(case.history) for case in book.cases()] == ([written] if written else [])


# Whoever ends the program at any point loses nothing that was acknowledged, and doubles nothing

WRITER = """
import sys
from datetime import date
from pmi_compliance import CaseBook, RulePack
from pmi_compliance.over_time.cases import state_of
book, name = CaseBook(sys.argv[1], RulePack.load("kupang").chart), sys.argv[3]
cycle = ["open", "triage", "clarify", "mediate", "refer", "answer", "close"]
print("ready", flush=True)
for number in range(int(sys.argv[2]), 1_000_000):
    case, step = divmod(number, len(cycle))
    book.record(f"{name}-{case}", cycle[step], on=date(2025, 10, 1), id=f"{name}-event-{number}")
    print(number, flush=True)
"""


class Writer:
    """Writes events of its own, until it is killed; it goes on where the last acknowledgement came from."""

    def __init__(self, path, name):
        self.path, self.name, self.acknowledged = path, name, -1

    def start(self):
        call = [sys.executable, "-c", WRITER, self.path, str(self.acknowledged + 1), self.name]
        self.run = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)

    def hear(self, count):
        """Wait for its first word and for some acknowledgements."""
        assert self.run.stdout.readline() == "ready\n"
        for _ in range(count):
            self.acknowledged = int(self.run.stdout.readline())

    def kill(self):
        os.kill(self.run.pid, signal.SIGKILL)
        heard = (int(line) for line in self.run.communicate()[0].splitlines() if line.isdigit())
        self.acknowledged = max([self.acknowledged, *heard])

    def check(self, book):
        """All that was acknowledged is there once; one more may have been written whose acknowledgement nobody heard."""
        ids = [event.id for case in book.cases() for event in case.history]
        begin = f"{self.name}-event-"
        numbers = sorted(int(id_.removeprefix(begin)) for id_ in ids if id_.startswith(begin))
        assert numbers in (list(range(self.acknowledged + 1)), list(range(self.acknowledged + 2)))


def test_no_acknowledged_event_is_lost_and_none_is_doubled(tmp_path):
    chance, writer = random.Random(5), Writer(tmp_path / "kasus.sqlite", "A")
    for _ in range(6):
        writer.start()
        writer.hear(chance.randrange(5, 30))
        writer.kill()

    with CaseBook(writer.path, CHART) as book:
        writer.check(book)


@pytest.mark.long
def test_nor_of_four_writers_that_are_killed_a_hundred_times(tmp_path):
    chance, path = random.Random(22), tmp_path / "kasus.sqlite"
    writers = [Writer(path, name) for name in "ABCD"]
    for writer in writers:
        writer.start()
    for _ in range(100):
        writer = chance.choice(writers)
        writer.hear(chance.randrange(1, 60))
        writer.kill()
        writer.start()
    for writer in writers:
        writer.kill()

    with CaseBook(path, CHART) as book:
        for writer in writers:
            writer.check(book)
