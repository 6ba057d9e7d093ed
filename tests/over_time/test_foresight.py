"""The first day on which an outcome changes: exact, for one record and for many."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import law
from helpers.effort import examples
from helpers.strategies import VARIABLES, about_days, conditions, environments, tables, tables_in_part
from helpers.whole import whole
from pmi_compliance import Dataset, Outcome, RulePack, outlook
from pmi_compliance.engines import Program
from pmi_compliance.expr.check import check
from pmi_compliance.over_time.foresight import turning_points
from pmi_compliance.over_time.tracked import TrackedDate, ValidityTracker, tracked

AS_OF = date(2025, 10, 31)
UNTIL = date(2027, 12, 31)

WORKER = {"scope": "overseas", "status": "candidate", "executor_kind": "p3mi", "recruiter_id": "R-1"}


def turns(until=UNTIL, disclose="full", **tables):
    dataset = Dataset.from_records(tables)
    turning_points = outlook(dataset, law.packs(), as_of=AS_OF, until=until, disclose=disclose)
    return {(turn.finding.rule, turn.finding.subject.id): turn for turn in turning_points}


def test_a_licence_that_lapses_fails_on_the_day_after_its_last():
    history = [{"status": "active", "from": "2024-03-03", "until": "2026-03-02"}]
    licence = {"type": "sip3mi", "issued_on": "2024-03-03", "status_history": history}
    recruiter = whole({"id": "R-1", "kind": "p3mi", "legal_form": "pt", "licences": [licence]})
    turn_of = turns(recruiter=[recruiter])

    turn = turn_of["uu18-2017-p51-licence-held", "R-1"]
    assert (turn.on, turn.before, turn.finding.outcome) == (date(2026, 3, 3), Outcome.PASS, Outcome.FAIL)
    assert "/licences/0/status_history/0/until" in [reason.pointer for reason in turn.finding.reasons]


def test_who_turns_eighteen_before_leaving_is_old_enough_from_that_day():
    turn_of = turns(placement=[{"id": "P-1", **WORKER, "worker": {"birth_date": "2008-02-29"}}])

    turn = turn_of["uu18-2017-p5a-min-age", "P-1"]
    assert (turn.on, turn.before, turn.finding.outcome) == (date(2026, 3, 1), Outcome.REVIEW, Outcome.PASS)


def test_what_was_done_on_a_known_day_does_not_change():
    departed = {"id": "P-1", **WORKER, "departed_on": "2025-05-01", "worker": {"birth_date": "2008-02-29"}}

    assert ("uu18-2017-p5a-min-age", "P-1") not in turns(placement=[departed])


def test_only_days_up_to_the_last_one_are_reported():
    record = {"id": "P-1", **WORKER, "worker": {"birth_date": "2008-02-29"}}

    assert ("uu18-2017-p5a-min-age", "P-1") not in turns(until=date(2026, 2, 28), placement=[record])
    assert ("uu18-2017-p5a-min-age", "P-1") in turns(until=date(2026, 3, 1), placement=[record])


def test_a_person_in_a_case_stays_hidden():
    placement = {"id": "P-1", **WORKER, "worker": {"birth_date": "2008-02-29"}}
    dataset = Dataset.from_records(
        {"placement": [placement], "case": [{"id": "K-1", "placement_ids": ["P-1"]}]}
    )

    turning_points = outlook(dataset, law.packs(), as_of=AS_OF, until=UNTIL, disclose="full")
    assert turning_points
    assert "2008-02-29" not in str([turn.finding.as_json() for turn in turning_points])


# Days that tell what is hidden

YOUNG = {"id": "P-1", **WORKER, "worker": {"birth_date": "2008-02-29"}}


def test_the_day_on_which_somebody_turns_eighteen_is_withheld_where_birth_dates_are():
    turn = turns(disclose="masked", placement=[YOUNG])["uu18-2017-p5a-min-age", "P-1"]

    assert (turn.on, turn.before, turn.finding.outcome) == (None, Outcome.REVIEW, Outcome.PASS)
    assert turn.finding.judged_on is None
    assert "2026-03-01" not in str(turn)


def test_a_day_of_open_facts_is_shown_as_before():
    history = [{"status": "active", "from": "2024-03-03", "until": "2026-03-02"}]
    licence = {"type": "sip3mi", "issued_on": "2024-03-03", "status_history": history}
    recruiter = whole({"id": "R-1", "kind": "p3mi", "legal_form": "pt", "licences": [licence]})

    of = {
        disclose: turns(disclose=disclose, recruiter=[recruiter])
        for disclose in ("full", "masked", "pointers")
    }
    name = ("uu18-2017-p51-licence-held", "R-1")
    assert of["full"][name].on == of["masked"][name].on == date(2026, 3, 3)
    assert of["pointers"][name].on is None


def test_the_day_of_a_person_in_a_case_is_withheld_from_everybody():
    case = {"id": "K-1", "placement_ids": ["P-1"]}
    name = ("uu18-2017-p5a-min-age", "P-1")

    assert turns(placement=[YOUNG])[name].on == date(2026, 3, 1)
    assert turns(placement=[YOUNG], case=[case])[name].on is None


@pytest.mark.parametrize(
    "worker",
    [{"stated_age": 17, "stated_age_on": "2025-03-04"}, {"birth_date": "2008-02"}, {"birth_date": "2007-12-31/2008-02-28"}],
)  # fmt: skip
def test_whatever_says_how_old_somebody_is_does_not_tell_the_day(worker):
    named = turns(disclose="masked", placement=[{"id": "P-1", **WORKER, "worker": worker}])

    ages = [turn for (rule, _), turn in named.items() if "min-age" in rule]
    assert ages
    assert all(turn.on is None for turn in ages)


@examples(10)
@given(tables(), st.sampled_from(["masked", "pointers"]))
def test_days_that_are_shown_are_found_without_what_is_hidden(drawn, disclose):
    """What two sets of records differ in that is hidden changes no day that both outlooks show."""
    from pmi_compliance.auditing.backends import cases_in
    from pmi_compliance.auditing.disclosure import mask_policy_for
    from pmi_compliance.over_time.withheld import open_facts

    dataset = Dataset.from_records(drawn)
    masks = mask_policy_for(disclose, dataset.model, dataset, lambda: cases_in(dataset))
    bare = open_facts(dataset, masks)

    def days(records, shown):
        found = outlook(records, law.packs(), as_of=AS_OF, until=UNTIL, disclose=shown)
        return {(turn.finding.rule, turn.finding.subject): turn.on for turn in found}

    shown, of_bare = days(dataset, disclose), days(bare, "full" if disclose == "masked" else disclose)
    assert all(day is None or of_bare.get(name) in {day, None} for name, day in shown.items())


# What a condition says of a day that moves on


def tracking(text):
    """A condition over the strategies' variables, `e` being a day that moves on."""
    checked = check(text, VARIABLES)
    program = Program.of_condition(checked, tuple(VARIABLES))
    plain, moving = program.bind(None, None), tracked(program).bind(None, None)

    def run(environment, day, tracker):
        tracker.start(day)
        return moving(
            *(TrackedDate.of(day, tracker) if name == "e" else environment[name] for name in VARIABLES)
        )

    def still(environment, day):
        return plain(*(day if name == "e" else environment[name] for name in VARIABLES))

    return run, still


@given(conditions | about_days, environments, st.dates(date(1999, 1, 1), date(2001, 6, 1)))
def test_an_answer_holds_until_the_day_it_names(text, environment, day):
    run, still = tracking(text)
    tracker = ValidityTracker()
    answer = run(environment, day, tracker)

    assert answer == still(environment, day)
    for later in range(1, 60):
        moved = day + timedelta(later)
        if tracker.until is not None and moved >= tracker.until:
            break
        assert still(environment, moved) == answer, moved


@pytest.mark.parametrize(
    ("text", "day", "until"),
    [
        ("e < d", date(1999, 12, 30), date(2000, 2, 29)),
        ("e <= d", date(1999, 12, 30), date(2000, 3, 1)),
        ("d < e", date(1999, 12, 30), date(2000, 3, 1)),
        ("d == e", date(1999, 12, 30), date(2000, 2, 29)),
        ("d == e", date(2000, 2, 29), date(2000, 3, 1)),
        ("d < e", date(2000, 3, 1), None),
        ("e < date('9999-12-31')", date(2000, 3, 1), date(9999, 12, 31)),
        ("e <= date('9999-12-31')", date(2000, 3, 1), None),
        # Who was born on 29 February completes a year on 1 March of a common year.
        ("age(d, e) >= 1", date(2000, 3, 1), date(2001, 3, 1)),
        ("age(d, e) >= 1", date(1999, 3, 1), date(2000, 2, 29)),
        ("months_between(d, e) > 1", date(2000, 3, 1), date(2000, 3, 29)),
        ("months_between(date('2000-01-31'), e) > 1", date(2000, 2, 3), date(2000, 3, 1)),
        ("days_between(d, e) > 30", date(2000, 3, 1), date(2000, 3, 31)),
        ("days_between(d, e) > 30", date(2000, 3, 31), None),
        ("days_between(e, d) <= 30", date(2000, 1, 1), date(2000, 1, 30)),
        ("days_between(e, d) == 30", date(2000, 1, 1), date(2000, 1, 30)),
        ("days_between(e, d) == 30", date(2000, 1, 30), date(2000, 1, 31)),
        ("days_between(d, e) == 30", date(2000, 3, 30), date(2000, 3, 31)),
        ("days_between(d, e) + 1 > 30", date(2000, 3, 1), date(2000, 3, 2)),
        ("days_between(e, e) == 0", date(2000, 3, 1), date(2000, 3, 2)),
        ("within([d], [e]) < date('2000-04-01')", date(2000, 3, 30), date(2000, 4, 1)),
        ("within([d], [e]) <= date('2000-04-01')", date(2000, 3, 30), date(2000, 4, 2)),
        ("within([e], [d]) < date('2000-02-20')", date(2000, 2, 1), date(2000, 2, 20)),
        ("within([d], [e]) >= d", date(1999, 12, 30), date(2000, 2, 29)),
        ("age(within([d], [e]), e) < 1", date(2000, 3, 1), date(2000, 3, 2)),
        ("age(d, within([d], [e])) < 1", date(2000, 3, 1), date(2001, 3, 1)),
        ("age(birth_of(17, d), e) >= 18", date(2000, 3, 1), date(2001, 2, 28)),
    ],
)  # fmt: skip
def test_the_day_it_names_is_the_first_that_matters(text, day, until):
    run, _ = tracking(text)
    tracker = ValidityTracker()
    run({**dict.fromkeys(VARIABLES), "d": date(2000, 2, 29)}, day, tracker)

    assert tracker.until == until


# The same as judging on every day


def day_by_day(dataset, days):
    """The first day on which the outcome of each pair is another, from a judgement on every day."""
    changes = {}
    for rule in (rule for pack in law.packs() for rule in pack.rules if rule.confidence != "unverified"):
        records = dataset.tables.get(rule.subject, ())
        makes = Program.of_rule(rule).makes(dataset) if records else None
        for record in records:
            before = makes(AS_OF)(record.data)
            for day in (AS_OF + timedelta(later) for later in range(1, days + 1)):
                if (after := makes(day)(record.data)) is not before:
                    changes[rule.id, record.kind, record.id] = (day, before, after)
                    break
    return changes


@pytest.mark.slow
@examples(8)
@given(tables())
def test_it_finds_what_judging_on_every_day_finds(given_tables):
    agrees_with_every_day(Dataset.from_records(given_tables))


@examples(6)
@given(tables_in_part())
def test_it_finds_it_where_dates_are_known_in_part(both):
    _, in_part = both
    agrees_with_every_day(Dataset.from_records(in_part))


def agrees_with_every_day(dataset):
    days = 70
    rules = [rule for pack in law.packs() for rule in pack.rules]

    assert {
        (rule.id, turn.record.kind, turn.record.id): (turn.on, turn.before, turn.after)
        for rule in rules for turn in turning_points(rule, dataset, AS_OF, AS_OF + timedelta(days))
    } == day_by_day(dataset, days)  # fmt: skip


def test_a_pack_alone_is_enough():
    dataset = Dataset.from_records(
        {"placement": [{"id": "P-1", **WORKER, "worker": {"birth_date": "2008-02-29"}}]}
    )
    turning_points = outlook(dataset, [RulePack.load("uu-18-2017")], as_of=AS_OF, until=UNTIL)

    assert [turn.finding.rule for turn in turning_points] == ["uu18-2017-p5a-min-age"]
