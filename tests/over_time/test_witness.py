"""
durable-rules as a witness: it is given only what it can bear, it agrees, and its death harms nothing.

What it cannot bear was measured on version 2.0.28: joins inside of `$and` and over-long lists end the process, ids and
session names are compared by 32 bits of a hash, a name of a fact changes the answers of other rules, retraction errs
both ways, batches lose facts, threads burn time, sessions pile up. None of that is used; the first tests hold it so.
"""

import copy
import json
import os
import pickle
import random
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from helpers import needs
from helpers.chains import AS_OF, CHAINS, chain, fact, findings
from helpers.waiting import PATIENCE
from pmi_compliance import AuditSession, CaseBook, RulePack
from pmi_compliance.auditing.chains import Chaining, ChainSet
from pmi_compliance.over_time import witness as durable
from pmi_compliance.over_time import witness_child as durable_child
from pmi_compliance.over_time.witness import ShadowEngine, shadow_engine
from pmi_compliance.over_time.witness_child import joins, state_chart
from pmi_compliance.packs.charts import OPEN

pytestmark = pytest.mark.extras

KUPANG = RulePack.load("kupang")
DAY = date(2025, 10, 1)


@pytest.fixture(scope="module")
def durable_rules():
    if sys.version_info >= (3, 13):
        pytest.skip("durable-rules cannot be imported on Python 3.13 and later")
    if not durable.installed():
        needs.unavailable("durable-rules is not installed (extra `live`): nothing can witness")


needed = pytest.mark.usefixtures("durable_rules")


@pytest.fixture
def witness(durable_rules):
    shadow = ShadowEngine.of_chains(CHAINS)
    yield shadow
    shadow.close()


def asked(witness, name, key, places):
    return witness.fired([({chain.id: chain for chain in CHAINS}[name], key, places)])


# What it is given


def test_rules_have_the_one_form_that_was_proved_safe():
    many = [chain(f"chain-{at}", findings("a"), findings("b"), findings("c")) for at in range(40)]
    ruleset = ShadowEngine.of_chains([*many, *CHAINS, *KUPANG.chains]).setup["rules"]
    sets = dict(joins(ruleset))

    assert sum(len(joined) - 1 for joined in sets.values()) == len(ruleset) > 80
    for joined in sets.values():
        assert len(joined) <= 31
        for name, rule in joined.items():
            assert rule.keys() == {"all", "run"}
            first, *others = rule["all"]
            left = "begin" if name == "begin" else ruleset[name][0]
            # `p` is a name that changes nothing for other rules; one equality, in no group.
            assert first == {"p": {"$ex": {left: 1}}}
            assert others == [{"q": {right: {"p": left}}} for right in ruleset.get(name, ["begin"])[1:]]
            assert len(others) <= 1


def test_a_chart_knows_events_by_name_and_no_timers():
    states = ShadowEngine.of_chart(KUPANG.chart).setup["states"]
    for state, events in state_chart(states).items():
        for event, step in events.items():
            assert step == {"all": [{"m": {"event": event}}], "to": states[state][event], "run": step["run"]}


def test_properties_of_one_session_do_not_share_a_hash():
    """Names are compared by 32 bits only: those of all chains of a pack are apart."""

    def fnv(text):
        value = 0x811C9DC5
        for byte in text.encode():
            value = ((value ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * 16777619) & 0xFFFFFFFF
        return value

    names = {
        key
        for rule in ShadowEngine.of_chains([*CHAINS, *KUPANG.chains]).setup["rules"].values()
        for key in rule
    }
    names |= {"begin", "id", "sid", "event"}
    assert len({fnv(name) for name in names}) == len(names)


# What it says


@needed
def test_it_fires_when_all_patterns_are_met(witness):
    assert asked(witness, "pair", "R", [0, 1]) == [True]
    assert asked(witness, "pair", "R", [0]) == asked(witness, "pair", "R", []) == [False]
    assert asked(witness, "three", "R", [0]) == [True]
    assert witness.notices == []


@needed
@pytest.mark.parametrize(
    "key", ["5", "true", "null", "nil", "Ñandú", '"', "a\0b", "😀", "{}", " ", "x" * 999]
)
def test_keys_of_any_kind_are_compared_as_text(witness, key):
    assert asked(witness, "pair", key, [0, 1]) == [True]
    assert asked(witness, "pair", key, [1]) == [False]


@needed
@pytest.mark.parametrize("key", ["x" * 1_000, "", "\ud800"])
def test_of_a_key_that_it_cannot_compare_it_is_not_asked(witness, key):
    assert asked(witness, "pair", key, [0, 1]) == [None]
    assert witness.child is None


@needed
def test_keys_that_share_a_hash_stay_two(witness):
    pair = {chain.id: chain for chain in CHAINS}["pair"]
    # Both have the same 32 bits: as ids, one would be taken for the other.
    assert witness.fired([(pair, "DOC-0324246", [0, 1]), (pair, "DOC-1065780", [0]), (pair, "DOC-1065780", [0, 1])]) == [
        True, False, True,
    ]  # fmt: skip


@needed
def test_more_rules_than_one_ruleset_bears_all_fire():
    many = [chain(f"chain-{at}", findings("a"), findings("b")) for at in range(400)]
    witness = ShadowEngine.of_chains(many)
    assert witness.fired([(chain, "R", [0, 1]) for chain in many]) == [True] * 400
    witness.close()


def rss(pid):
    return int(
        next(
            line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in line
        ).split()[1]
    )


def cpu(pid):
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))


@needed
@pytest.mark.long
def test_of_200_000_facts_none_is_lost_and_memory_stays_flat(witness):
    chain = {chain.id: chain for chain in CHAINS}["pair"]
    asked = [(chain, f"P-{at:06}", [0, 1]) for at in range(100_000)]
    assert all(witness.fired(asked[:10_000]))
    before = rss(witness.child.pid) if Path("/proc").is_dir() else None
    assert all(witness.fired(asked[10_000:]))
    if before is not None:
        assert rss(witness.child.pid) < before + 5_000  # kilobytes
        assert (
            len([*Path(f"/proc/{witness.child.pid}/task").iterdir()]) == 1
        )  # no thread that wakes up now and then
        used = cpu(witness.child.pid)
        # It waits, and does nothing meanwhile: this second is what is measured.
        time.sleep(1)
        assert cpu(witness.child.pid) == used
    assert witness.notices == []


@needed
@pytest.mark.parametrize("operations", [5_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_on_random_operations_it_says_what_the_loop_says(witness, operations):
    chance, chaining, facts = random.Random(7), Chaining(ChainSet.of(CHAINS, AS_OF), witness), []
    ends = 0
    for at in range(operations):
        if facts and chance.random() < 0.45:
            chaining.remove(facts.pop(chance.randrange(len(facts))))
        else:
            name, subject, recruiter = (
                chance.choice("abc"),
                f"P{chance.randrange(60)}",
                f"R{chance.randrange(12)}",
            )
            facts.append(fact(name, subject, recruiter, AS_OF - timedelta(chance.randrange(40))))
            facts = list(dict.fromkeys(facts))
            chaining.add(facts[-1])
        if len(facts) > 60:
            chaining.remove(facts.pop(0))
        if at % 20 == 0:
            drawn, dropped = chaining.settle()
            ends += len(drawn) + len(dropped)
    assert ends > operations / 20
    assert witness.notices == []


@pytest.mark.slow
@needed
def test_histories_of_100_000_events_lead_where_the_chart_leads():
    chance, witness = random.Random(8), ShadowEngine.of_chart(KUPANG.chart)
    histories, ends = [], []
    for _ in range(10_000):
        history, state = [OPEN], KUPANG.chart.begins
        for _ in range(9):
            event = chance.choice([*KUPANG.chart.states[state].events])
            history.append(event)
            state = KUPANG.chart.states[state].events[event]
        histories.append(history)
        ends.append(state)
    assert [path[-1] for path in witness.states(histories)] == ends
    witness.close()


@needed
def test_the_child_answers_line_by_line(monkeypatch, capsys):
    """What runs in the child, here for once without one."""
    rules = ShadowEngine.of_chains(CHAINS).setup
    states = ShadowEngine.of_chart(KUPANG.chart).setup
    asked = [
        rules,
        {"ask": [["R", ["pair/1", "pair/0"]], ["S", ["pair/0"]]]},
        states,
        {"ask": [[OPEN, "triage"], []]},
    ]
    monkeypatch.setattr("sys.stdin", [f"{json.dumps(message)}\n" for message in asked])
    durable_child.main()

    answers = [json.loads(line)["answer"] for line in capsys.readouterr().out.splitlines()]
    assert answers == [None, [["pair:pair/1"], []], None, [["open>opened", "triage>triaged"], []]]
    assert durable_child.Charts(states["states"]).ask([OPEN, "answer"]) == ["open>opened", "answer>?"]


# When it dies, hangs or lies


@needed
def test_a_killed_child_loses_nothing_and_is_reported(witness):
    assert asked(witness, "pair", "R", [0, 1]) == [True]
    os.kill(witness.child.pid, signal.SIGKILL)

    assert asked(witness, "pair", "R", [0, 1]) == [True]
    assert len(witness.notices) == 1
    assert "durable-rules did not answer" in witness.notices[0].en


class _ShortOnce(ShadowEngine):
    """Patient with the child that comes after one that hangs: on a busy machine it takes its time to start."""

    def close(self):
        super().close()
        self.patience = PATIENCE


@needed
def test_a_child_that_hangs_is_ended_and_reported():
    witness = _ShortOnce.of_chains(CHAINS)
    assert asked(witness, "pair", "R", [0, 1]) == [True]
    os.kill(witness.child.pid, signal.SIGSTOP)
    witness.patience = 0.5

    assert asked(witness, "pair", "R", [0, 1]) == [True]
    assert "no answer in 0.5 s" in witness.notices[0].en
    witness.close()


@needed
def test_a_child_that_never_answers_leaves_the_loop_alone():
    witness = ShadowEngine({"rules": {"x": []}})  # a rule that cannot be made ends it
    chaining = Chaining(ChainSet.of(CHAINS, AS_OF), witness)
    chaining.add(fact("a", "P1"))
    chaining.add(fact("b", "P1"))

    assert [conclusion.chain for conclusion in chaining.conclusions] == ["pair"]
    assert len(witness.notices) == 2


@needed
def test_a_difference_is_reported_and_the_loop_is_believed():
    lying = ShadowEngine.of_chains([chain("pair", findings("a"))])
    chaining = Chaining(ChainSet.of([CHAINS[0]], AS_OF), lying)
    chaining.add(fact("a", "P1"))

    assert chaining.conclusions == ()
    lying.compare_chains([(chain("pair", findings("a")), "R", [0])], [False])
    assert ["durable-rules answers otherwise (pair R)" in notice.en for notice in lying.notices] == [True]
    lying.close()


@needed
def test_a_session_and_a_book_hear_it(tmp_path):
    child = {
        "scope": "overseas",
        "recruiter_id": "R",
        "departed_on": "2025-05-01",
        "worker": {"birth_date": "2009-01-01"},
    }
    session = AuditSession([RulePack.load("uu-18-2017"), KUPANG], as_of=AS_OF, shadow=ShadowEngine.of_chains)
    for at in range(3):
        session.put("placement", {**child, "id": f"P-{at}"})
    assert [conclusion.chain for conclusion in session.conclusions] == ["systemic-failure"]
    assert session.notices == ()
    os.kill(session.shadow.child.pid, signal.SIGKILL)
    session.put("placement", {**child, "id": "P-9"})
    assert len(session.notices) == 1

    with CaseBook(tmp_path / "kasus.sqlite", KUPANG.chart, shadow=ShadowEngine.of_chart) as book:
        book.open("K-1", on=DAY)
        os.kill(book.shadow.child.pid, signal.SIGKILL)
        assert book.record("K-1", "triage", on=DAY).state == "triaged"
        assert len(book.notices) == 1
    with CaseBook(tmp_path / "kasus.sqlite", KUPANG.chart) as book:
        assert book.case("K-1").state == "triaged"


def test_where_it_is_not_installed_the_commands_have_no_shadow_engine(monkeypatch):
    monkeypatch.setattr(durable, "find_spec", lambda _: None)
    assert shadow_engine() is None
    monkeypatch.setattr(durable, "find_spec", lambda _: object())
    monkeypatch.setattr("sys.version_info", (3, 12))
    assert shadow_engine() is ShadowEngine
    monkeypatch.setattr("sys.version_info", (3, 13))
    assert shadow_engine() is None


def test_without_a_shadow_engine_only_the_loop_answers():
    session = AuditSession([KUPANG], as_of=AS_OF)
    assert (session.shadow, session.notices) == (None, ())
    with CaseBook(":memory:", KUPANG.chart) as book:
        assert (book.shadow, book.notices) == (None, ())


@needed
def test_a_copy_of_the_engine_starts_a_child_of_its_own(witness):
    witness._note_difference("pair R")
    asked(witness, "pair", "R", [0, 1])
    for copied in (pickle.loads(pickle.dumps(witness)), copy.deepcopy(witness)):
        assert (copied.child, copied.notices) == (None, witness.notices)
        assert asked(copied, "pair", "R", [0, 1]) == [True]
        assert copied.child.pid != witness.child.pid
        copied.close()
