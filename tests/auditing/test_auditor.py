"""Packs made ready once judge as often as one likes: alike in threads and other processes, and nothing is done twice."""

import gc
import json
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from helpers.errors import raises
from pmi_compliance import Auditor, Dataset, RulePack, UsageError, audit, default_packs
from pmi_compliance.auditing import selection
from pmi_compliance.auditing.explaining import Explainer
from pmi_compliance.engines import outline, trace
from pmi_compliance.engines.closures import Program
from pmi_compliance.expr.tree import Call
from pmi_compliance.report.json import as_json

AS_OF = date(2025, 10, 31)
QUICKSTART = Path(__file__).parents[2] / "examples" / "quickstart"


def one_by_one():
    """Each placement of the quick start with its recruiter, as an app would ask about it."""
    records = Dataset.read(QUICKSTART)
    for placement in records.tables["placement"]:
        recruiter = records.get("recruiter", placement.data.get("recruiter_id", ""))
        yield Dataset.from_records(
            {"placement": [placement.data], "recruiter": [recruiter.data] if recruiter else []}
        )


def said(report):
    return json.dumps(as_json(report), sort_keys=True, default=str)


@pytest.mark.slow
def test_it_says_what_the_function_says():
    packs = default_packs()
    records = Dataset.read(QUICKSTART)
    auditor = Auditor(packs, include_unverified=True)
    options = {"as_of": AS_OF, "disclose": "pointers"}

    assert said(auditor.audit(records, **options)) == said(
        audit(records, packs, include_unverified=True, **options)
    )


def test_nothing_that_hangs_on_packs_alone_is_worked_out_again(monkeypatch):
    auditor = Auditor(default_packs())
    records = next(one_by_one())
    first = auditor.audit(records, as_of=AS_OF)
    for name in ("rules_of", "chains_of", "coverage"):
        monkeypatch.setattr(selection, name, lambda *_, **__: pytest.fail("worked out again"))
    monkeypatch.setattr(selection.Directory, "of", lambda *_, **__: pytest.fail("worked out again"))
    written = Program.of_rule.cache_info().misses

    assert said(auditor.audit(records, as_of=AS_OF)) == said(first)
    assert Program.of_rule.cache_info().misses == written


def test_it_does_not_change_and_names_its_packs():
    auditor = Auditor([RulePack.load("kupang")])

    assert repr(auditor) == "Auditor(packs=['kupang'], include_unverified=False)"
    with pytest.raises(FrozenInstanceError):
        auditor.packs = ()


def test_packs_that_do_not_go_together_are_refused_at_once():
    pack = RulePack.load("kupang")

    with raises(UsageError, "in_two_packs"):
        Auditor([pack, evolve(pack, id="other")])


def test_threads_share_one():
    auditor = Auditor(default_packs())
    asked = [*one_by_one()][:12]
    alone = [said(auditor.audit(records, as_of=AS_OF)) for records in asked]
    with ThreadPoolExecutor(4) as pool:
        together = [*pool.map(lambda records: said(auditor.audit(records, as_of=AS_OF)), asked * 2)]

    assert together == alone * 2


def outcome_words(auditor, records):
    """What a process of a pool is asked; whatever it takes and gives was sent to it."""
    return said(auditor.audit(records, as_of=AS_OF))


def test_processes_of_a_pool_have_one_each():
    auditor = Auditor([RulePack.load("uu-18-2017")])
    asked = [*one_by_one()][:3]
    alone = [outcome_words(auditor, records) for records in asked]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert [*pool.map(outcome_words, [auditor] * 3, asked)] == alone
    assert outcome_words(pickle.loads(pickle.dumps(auditor)), asked[0]) == alone[0]


def explained_alone(monkeypatch):
    """Make each finding be explained as if it were the only one about its record."""
    explain = Explainer.explain
    monkeypatch.setattr(
        Explainer, "explain", lambda self, rule, record, outcome, _: explain(self, rule, record, outcome)
    )


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["quickstart", "real-cases"])
def test_what_is_remembered_of_a_record_changes_nothing_that_is_said(folder, monkeypatch):
    """Single allegations, groups, parameters of several days and terms in other words stand in these records."""
    records = Dataset.read(QUICKSTART.parent / folder)
    auditor = Auditor(default_packs())
    options = {"as_of": AS_OF, "disclose": "full"}
    remembered = auditor.audit(records, **options)
    explained_alone(monkeypatch)

    assert said(remembered) == said(auditor.audit(records, **options))


def test_what_rules_ask_alike_is_evaluated_once(monkeypatch):
    steps = []
    call = trace._WORK[Call]
    monkeypatch.setitem(trace._WORK, Call, lambda *asked: steps.append(1) or call(*asked))
    # The walk through whole trees: where the values of all parts are known beforehand, most is not evaluated at all.
    monkeypatch.setattr(outline, "WORTH_WRITING", sys.maxsize)
    auditor, records = Auditor(default_packs()), next(one_by_one())
    auditor.audit(records, as_of=AS_OF)
    remembered = len(steps)
    steps.clear()
    explained_alone(monkeypatch)
    auditor.audit(records, as_of=AS_OF)

    assert 0 < remembered * 2 < len(steps)


def test_explaining_makes_no_cycles_and_is_not_interrupted_to_look_for_some():
    auditor, interruptions = Auditor([RulePack.load("uu-18-2017")]), []
    records = next(one_by_one())
    auditor.audit(records, as_of=AS_OF)
    gc.collect()

    def looking_on(*_):
        interruptions.append(gc.isenabled())

    report = auditor.audit(records, as_of=AS_OF, progress=looking_on)

    assert report.findings
    assert False in interruptions
    assert gc.isenabled()
    gc.disable()
    try:
        auditor.audit(records, as_of=AS_OF)
        assert gc.collect() == 0
    finally:
        gc.enable()
