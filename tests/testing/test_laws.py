"""The laws of the test kit hold of our own packs, and notice where they are broken."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from helpers import law
from helpers.effort import examples
from pmi_compliance import Dataset, RulePack, audit
from pmi_compliance.base.dated import Period
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import DATE
from pmi_compliance.packs.normalise import rewritten
from pmi_compliance.testing import laws
from pmi_compliance.testing import strategies as kit

AS_OF = law.AS_OF
CHILD = {"id": "P-1", "scope": "overseas", "recruiter_id": "R-1", "departed_on": "2025-05-01",
         "worker": {"birth_date": "2009-01-01", "name": "Ani Contoh"}}  # fmt: skip


@pytest.mark.slow
@examples(3)
@given(kit.datasets(), st.randoms(use_true_random=False))
def test_they_hold_of_whatever_is_drawn(tables, random):
    report = law.audited(tables)

    laws.counts_add_up(report)
    laws.forms_agree(report)
    laws.masked_reports_leak_nothing(tables, report)
    laws.order_changes_nothing(tables, law.packs(), as_of=AS_OF, random=random)


@pytest.mark.slow
@examples(8)
@given(kit.datasets({"placement": 2, "recruiter": 1}), st.data())
def test_forgetting_facts_turns_no_answer_round(tables, data):
    erased = {**tables, "placement": [data.draw(kit.erasures(record)) for record in tables["placement"]]}
    laws.learning_turns_nothing(erased, tables, law.packs(), as_of=AS_OF)


def test_a_rule_that_turns_an_answer_round_is_noticed(monkeypatch):
    (pack,) = (pack for pack in law.packs() if pack.id == "uu-39-2004")
    # A rule that asks by `has` for the day of birth, and else believes the age that was stated.
    worker = "placement.worker"
    asks = f"has({worker}.birth_date) ? age({worker}.birth_date, judged_on) >= 18 : {worker}.stated_age >= 18"
    (rule,) = (rule for rule in pack.rules if rule.id == "uu39-2004-p35a-min-age")
    types = {"placement": rule.model.types["placement"], "judged_on": DATE}
    pack = evolve(pack, rules=(rewritten(rule, requires=check(asks, types), review_when=None),))
    placement = {
        "id": "P-1",
        "scope": "overseas",
        "worker_category": "fishing_crew",
        "departed_on": "2010-01-01",
    }
    less, more = (
        {"placement": [{**placement, "worker": worker}]}
        for worker in ({"stated_age": 15}, {"stated_age": 15, "birth_date": "1980-01-01"})
    )
    laws.learning_turns_nothing(less, more, [pack], as_of=AS_OF)
    monkeypatch.setattr(laws, "_asked", lambda rule: set())
    with pytest.raises(AssertionError, match="fail, and pass when more is known"):
        laws.learning_turns_nothing(less, more, [pack], as_of=AS_OF)


@pytest.mark.slow
@examples(8)
@given(kit.datasets({"placement": 2, "recruiter": 1}), kit.audit_dates(law.packs()))
def test_a_rule_of_tomorrow_changes_no_answer_of_today(tables, day):
    (pack,) = (pack for pack in law.packs() if pack.id == "uu-18-2017")
    ended = evolve(pack, rules=tuple(_ending(rule) for rule in pack.rules))
    laws.old_answers_stay(tables, [pack], [ended], as_of=min(day, date(2026, 12, 30)))


def _ending(rule):
    """The same rule, which another follows in 2031."""
    period = rule.written.in_force
    return rule if period.end else rewritten(rule, in_force=Period(period.start, date(2031, 1, 1)))


def report(**more):
    dataset = Dataset.from_records({"placement": [CHILD]})
    return audit(dataset, [RulePack.load("uu-18-2017")], as_of=AS_OF, **{"include_passed": True, **more})


def test_a_report_that_loses_a_pair_is_noticed():
    with pytest.raises(AssertionError):
        laws.counts_add_up(report(include_passed=False))


def test_a_report_that_shows_what_is_personal_is_noticed():
    laws.masked_reports_leak_nothing({"placement": [CHILD]}, report())
    with pytest.raises(AssertionError, match="2009-01-01"):
        laws.masked_reports_leak_nothing({"placement": [CHILD]}, report(disclose="full"))


def test_another_answer_for_an_old_day_is_noticed():
    pack = RulePack.load("uu-18-2017")
    fewer = evolve(pack, rules=tuple(rule for rule in pack.rules if rule.id != "uu18-2017-p5a-min-age"))
    with pytest.raises(AssertionError):
        laws.old_answers_stay({"placement": [CHILD]}, [pack], [fewer], as_of=AS_OF)


def test_a_reader_that_loses_a_record_is_noticed(monkeypatch):
    tables = {"placement": [CHILD, {**CHILD, "id": "P-2"}]}
    laws.splitting_changes_nothing(tables, law.packs(), as_of=AS_OF, at=1)
    whole = Dataset.read
    monkeypatch.setattr(Dataset, "read", lambda *paths, model: whole(paths[0], model=model))
    with pytest.raises(AssertionError):
        laws.splitting_changes_nothing(tables, law.packs(), as_of=AS_OF, at=1)


def test_a_personal_text_that_is_a_word_of_the_page_is_no_leak(monkeypatch):
    """Found by a telephone that was drawn as `Source`, which heads a column of the page."""
    office = {"id": "O", "kind": "branch", "status": "active", "phone": "Source"}
    tables = {"recruiter": [{"id": "R-1", "kind": "p3mi", "offices": [office]}]}
    report = law.audited(tables)
    written = laws._text(report, "html", "en")

    assert "Source" in written
    laws.masked_reports_leak_nothing(tables, report)
    # The same word where it stands in the page for want of a mask is one.
    monkeypatch.setattr(laws, "_text", lambda written_of, *_: "Source" if written_of is report else "")
    with pytest.raises(AssertionError, match="Source"):
        laws.masked_reports_leak_nothing(tables, report)
