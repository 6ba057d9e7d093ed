"""The acts that rules judge: which dates bound them, which law their day chooses, and that no law reaches back."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.law import findings, outcomes, rules
from pmi_compliance import Dataset, Outcome
from pmi_compliance.base.days import bounds
from pmi_compliance.base.errors import PackError
from pmi_compliance.base.resources import folder
from pmi_compliance.engines import Evaluator, Place, Program, explain
from pmi_compliance.engines.tables.engine import DuckDB, decide
from pmi_compliance.engines.tables.store import Store
from pmi_compliance.expr.types import DATE, ListType, RecordType
from pmi_compliance.packs import yaml
from pmi_compliance.packs.acts import acts_in, bundled_acts, bundled_file
from pmi_compliance.records.schema import bundled_model

MODEL = bundled_model()
TABLE = yaml.read(bundled_file(), schema="acts").value
ACTS = bundled_acts(MODEL)
AS_OF = date(2026, 6, 15)
THE_ACT = date(2017, 11, 22)
P13E = "uu18-2017-p13e-passport"


def dates_of(record, path):
    """The paths to all dates of a kind, those inside of lists too."""
    for name, field in record.fields.items():
        kind = field.type.item if isinstance(field.type, ListType) else field.type
        if field.relation is None and isinstance(kind, RecordType):
            yield from dates_of(kind, f"{path}.{name}")
        elif kind == DATE:
            yield f"{path}.{name}"


def put(record, path, value):
    """A record with a fact at a path that begins with its kind."""
    *above, last = path.split(".")[1:]
    group = record
    for step in above:
        group = group.setdefault(step, {})
    group[last] = value
    return record


def day_judged(kind, act, record, as_of=AS_OF):
    """The day on which an act is judged, as its bounds."""
    dataset = Dataset.from_records({kind: [{"id": "x", **record}]})
    assert not dataset.problems, dataset.problems
    judged = rules()[P13E]
    evaluator = Evaluator(dataset, judged, as_of)
    scope = {kind: (dataset.get(kind, "x").data, Place(kind, "x"))}
    return bounds(evaluator.evaluate(act.day, act.day.tree, scope).value)


# The table


@pytest.mark.parametrize("kind", [*TABLE])
def test_every_date_of_a_kind_stands_in_the_table(kind):
    assert set(TABLE[kind]["dates"]) == set(dates_of(MODEL.types[kind], kind))


def bound_dates():
    for kind, node in TABLE.items():
        for path, sides in node["dates"].items():
            for side, entries in sides.items():
                for entry in entries:
                    name, when = (entry, None) if isinstance(entry, str) else (entry["act"], entry["when"])
                    yield pytest.param(kind, path, side, name, when, id=f"{path} {side} {name}")


#: What makes the conditions of the table true.
WHEN = {
    "cleared": {"clearance": {"decision": "cleared"}},
    "stopped": {"status": "prevented"},
    None: {},
}


@pytest.mark.parametrize(("kind", "path", "side", "name", "when"), [*bound_dates()])
def test_each_date_of_the_table_bounds_its_act_from_its_side(kind, path, side, name, when):
    import copy

    record = copy.deepcopy(WHEN[when])
    if kind == "placement" and "status" not in record:
        # It is done and over, so that the audit date does not stand for its day.
        record["status"] = "returned"
    put(record, path, "2013-05-06")
    lo, hi = day_judged(kind, ACTS[kind][name], record)

    if side == "earlier":
        assert lo == date(2013, 5, 6)
    else:
        assert hi == date(2013, 5, 6)


@pytest.mark.parametrize(("side", "far"), [("earlier", "2019-01-01"), ("later", "2011-01-01")])
def test_a_date_that_a_condition_sets_aside_bounds_nothing(side, far):
    """A refused clearance is no day before the departure, and a stop is no day of one that came later."""
    departing = ACTS["placement"]["departing"]
    held_back = {"status": "returned", "clearance": {"decision": "held_back", "on": far}}
    stopped_once = {"status": "returned", "stopped_on": far}

    for record in (held_back, stopped_once):
        assert day_judged("placement", departing, record) == (date.min, AS_OF)


DAY = timedelta(1)

#: A lawful history: each step not before the one above, after gaps that are drawn.
STEPS = [
    "worker.birth_date",
    "recruited_on",
    "selection.on",
    "selection.reported_on",
    "placement_agreement.signed_on",
    "employment_agreement.signed_on",
    "seafarer_agreement.signed_on",
    "clearance.on",
    "departed_on",
    "arrived_on",
    "reported_arrival_on",
    "employment_agreement.extension.on",
    "reports.extension_reported_on",
    "returned_on",
    "reports.return_reported_on",
]

#: The step that is the act.
OWN = {
    "recruiting": "recruited_on",
    "selecting": "selection.on",
    "signing_placement": "placement_agreement.signed_on",
    "clearing": "clearance.on",
    "departing": "departed_on",
    "preparing": "departed_on",
    "extending": "employment_agreement.extension.on",
    "returning": "returned_on",
}


def day_of_act(name, days, record):
    """The day of an act in a history; of two acts in one, that of the return where it is written."""
    own = OWN.get(name, "returned_on" if "returned_on" in record else "employment_agreement.extension.on")
    return days[own]


def written_in_part(day, draw):
    return draw(st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], f"../{day}"]))


@st.composite
def histories(draw, first=date(1980, 1, 1)):
    """The days of a history in lawful order, and a record of some of them, some known in part."""
    day = first
    days = {}
    for step in STEPS:
        day += draw(st.sampled_from([timedelta(0), DAY, timedelta(200), timedelta(2500)]))
        days[step] = day
    record = {"status": "returned", "clearance": {"decision": "cleared"}}
    for step in draw(st.sets(st.sampled_from(STEPS))):
        put(record, f"placement.{step}", written_in_part(days[step], draw))
    return days, record


@examples(10)
@given(histories())
def test_the_day_of_an_act_of_a_lawful_history_lies_where_the_table_says(drawn):
    days, record = drawn
    as_of = max(*days.values(), AS_OF)
    for name in (*OWN, "returning_or_extending"):
        lo, hi = day_judged("placement", ACTS["placement"][name], record, as_of)
        assert lo <= day_of_act(name, days, record) <= hi, (name, lo, hi)


def holds_no_law_back(drawn):
    """What lies before a law is not judged by it."""
    days, record = drawn
    dataset = Dataset.from_records({"placement": [{**WHOLE, **record, "id": "p"}]})
    (placement,) = dataset.tables["placement"]
    for rule, program in of_placements():
        day = day_of_act(rule.act.name, days, record)
        if day not in rule.in_force:
            outcome = program.bind(dataset, AS_OF)(placement.data)
            # Threats stand only beside a failure or a review.
            assert outcome in {Outcome.NOT_APPLICABLE, Outcome.UNKNOWN}, (rule.id, day)


@cache
def of_placements():
    """The rules about acts of placements that have one day, each with its program."""
    return [
        (rule, Program.of_rule(rule))
        for rule in rules().values()
        if rule.subject == "placement" and rule.act is not None and rule.act.name != "holding"
    ]


@examples(10)
@given(histories())
def test_no_rule_speaks_of_an_act_before_its_law(drawn):
    """Whatever of a history is written, and however much of each date."""
    holds_no_law_back(drawn)


@pytest.mark.long
@settings(max_examples=10_000)
@given(histories())
def test_no_rule_speaks_of_an_act_before_its_law_in_ten_thousand_histories(drawn):
    holds_no_law_back(drawn)


#: A placement of which nothing else keeps a rule from accusing.
WHOLE = {
    "scope": "overseas",
    "destination": "SA",
    "executor_kind": "individual",
    "worker_category": "individual_employer",
    "documents": [{"type": "passport", "status": "forged"}, {"type": "work_visa", "status": "absent"}],
    "documents_complete": True,
    "indicators": ["deception", "forced_labour"],
    "costs": [{"class": "placement", "charged_to": "worker", "amount_idr": 5}],
    "costs_complete": True,
}


# The day


def test_a_day_between_others_is_judged_by_the_law_of_all_of_them():
    placement = {"scope": "overseas", "worker_category": "legal_entity_employer", "status": "returned"}

    def of(**facts):
        return findings(
            as_of=AS_OF, placement={**placement, "documents": [], "documents_complete": True, **facts}
        )[P13E]

    inside = of(recruited_on="2018-01", returned_on="2020")
    assert (inside.outcome, inside.judged_on_from) == (Outcome.FAIL, "bounds")
    assert bounds(inside.judged_on) == (date(2018, 1, 1), date(2020, 12, 31))
    outside = of(recruited_on="2013-08-05", returned_on="2015-10-20")
    assert outside.outcome is Outcome.NOT_APPLICABLE
    across = of(recruited_on="2017-06-01", returned_on="2018-06-01")
    assert across.outcome is Outcome.UNKNOWN
    assert [missing.pointer for missing in across.missing] == ["/departed_on"]
    assert [(reason.part, reason.expression) for reason in across.reasons] == [
        ("in_force", "judged_on >= 2017-11-22")
    ]
    assert "22 November 2017" in across.message.en
    nothing = of()
    assert nothing.outcome is Outcome.UNKNOWN
    assert [missing.pointer for missing in nothing.missing] == ["/departed_on"]


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"status": "candidate"}, "review"),
        ({"status": "ready", "departed_on": "2026-07-31"}, "review"),
        ({"departed_on": "2026-07-31"}, "review"),
        ({"status": "prevented", "recruited_on": "2025-07-14"}, "review"),
        ({"status": "prevented", "recruited_on": "2013-07-14", "stopped_on": "2013-08"}, "not_applicable"),
        ({"status": "prevented"}, "unknown"),
        ({"status": "cancelled", "recruited_on": "2025-07-14"}, "not_applicable"),
        # Cancelled once, and gone all the same.
        ({"status": "cancelled", "departed_on": "2025-07-14"}, "review"),
        ({"status": "departed", "departed_on": "2025-07-14"}, "fail"),
        ({"status": "departed"}, "unknown"),
    ],
)
def test_what_has_not_been_done_is_not_due_and_what_was_is_never_judged_as_of_the_audit(facts, outcome):
    record = {"scope": "overseas", "worker_category": "legal_entity_employer", "documents_complete": True}

    assert outcomes(as_of=AS_OF, placement={**record, "documents": [], **facts})[P13E] == outcome


def test_what_is_not_due_names_no_threat():
    child = {"scope": "overseas", "executor_kind": "p3mi", "worker": {"birth_date": "2012-01-01"}}
    candidate = findings(as_of=AS_OF, placement={**child, "status": "candidate"})["uu18-2017-p5a-min-age"]
    gone = findings(as_of=AS_OF, placement={**child, "departed_on": "2026-01-01"})["uu18-2017-p5a-min-age"]

    assert (candidate.outcome, gone.outcome) == (Outcome.REVIEW, Outcome.FAIL)
    assert candidate.sanctions == ()
    assert gone.sanctions != ()


def test_what_is_not_met_is_worded_as_planned_as_averted_or_as_done():
    """Nobody reads of a departure that was stopped as if it had taken place."""
    child = {"scope": "overseas", "executor_kind": "p3mi", "worker": {"birth_date": "2012-01-01"}}

    def said(**facts):
        found = findings(as_of=AS_OF, placement={**child, **facts})["uu18-2017-p5a-min-age"]
        return found.message.en.removeprefix(f"{found.title.en}: ").partition(";")[0]

    assert said(status="candidate") == "the departure is planned and has not taken place"
    stopped = said(status="prevented", recruited_on="2025-01-01", stopped_on="2025-05-01")
    assert stopped == "the departure was about to take place and was stopped or given up"
    assert said(departed_on="2026-01-01") == "The worker was not yet 18 at the time of placement."


def test_a_bound_that_may_not_be_shown_hides_the_day():
    """A child born after a law began was trafficked under it: the birth bounds the day."""
    record = {"scope": "overseas", "status": "returned", "indicators": ["exploitation"], "indicators_complete": True,
              "worker": {"birth_date": "2009-01-01"}}  # fmt: skip

    finding = findings(as_of=AS_OF, placement=record)["uu21-2007-p4-tppo-indicators-placement"]

    assert finding.outcome is Outcome.REVIEW
    assert finding.judged_on is None
    assert "2009" not in str(finding.as_json())


# The law of that day


def test_a_finding_that_does_not_apply_names_the_law_of_that_day():
    placement = {"scope": "overseas", "worker_category": "legal_entity_employer", "departed_on": "2013-06-01"}
    finding = findings(as_of=AS_OF, placement=placement)[P13E]

    assert finding.outcome is Outcome.NOT_APPLICABLE
    assert finding.as_json()["law_then"] == {"instrument": "UU 39/2004", "judged": "partly"}
    assert "UU 39/2004 (judged here only in part)" in finding.message.en
    now = findings(as_of=AS_OF, placement={**placement, "departed_on": "2025-06-01"})[P13E]
    assert "law_then" not in now.as_json()


def test_the_laws_of_a_subject_follow_one_another():
    for entry in yaml.read(folder("rules") / "laws.yaml", schema="laws").value:
        periods = [(law["from"], law.get("until")) for law in entry["history"]]
        assert [until for _, until in periods] == [*(start for start, _ in periods[1:]), None]
        for pack in entry["of"]:
            assert (folder("rules") / pack).is_dir()


# Mistakes in the file


def read_acts(tmp_path, text):
    path = tmp_path / "acts.yaml"
    path.write_text(text, encoding="utf-8")
    diagnostics = []
    try:
        acts_in(yaml.read(path, schema="acts"), MODEL, diagnostics)
    except PackError as error:
        diagnostics = error.diagnostics
    return [(diagnostic.line, diagnostic.message.en) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ("day: case.opened_on", "day: case.opend_on", "unknown field `opend_on`"),
        ("day: case.opened_on", "day: case.kind", "gives string, expected date"),
        ("later: [opening, dying]", "later: [openning, dying]", "there is no act `openning`"),
        ("case.closed_on:", "case.closd_on:", "unknown field `closd_on`"),
        ('happened: "!(has(case.opened_on)', 'happened: "!(has(case.opened)', "unknown field `opened`"),
        ("case:\n", "kasus:\n", "must be one of: recruiter, placement,"),
    ],
)
def test_a_mistake_about_an_act_is_reported_at_its_place(tmp_path, before, after, part):
    text = bundled_file().read_text(encoding="utf-8")
    text = text[text.index("\ncase:\n") + 1 :]
    assert before in text

    found = read_acts(tmp_path, text.replace(before, after, 1))

    assert part in found[0][1]
    assert found[0][0] == text[: text.index(before)].count("\n") + 1


def test_no_rule_is_without_an_act_or_a_standing_duty():
    for rule in rules().values():
        text = (folder("rules") / rule.file).read_text(encoding="utf-8")
        assert ("\nact: " in text) != ("\nstanding: true" in text), rule.id


def test_a_pack_may_have_acts_of_its_own(tmp_path):
    own = "recruiter:\n  acts:\n    founding: {title: {id: a, en: a}, day: recruiter.iso9001.issued_on}\n  dates: {}\n"

    assert read_acts(tmp_path, own) == []


# Engines


@pytest.mark.slow
@examples(1)
@given(st.lists(histories(first=date(2012, 1, 1)), min_size=6, max_size=6))
def test_every_engine_takes_the_same_day(drawn):
    records = [{**WHOLE, **record, "id": f"p{at}"} for at, (_, record) in enumerate(drawn)]
    dataset = Dataset.from_records({"placement": records})
    judged = [rule for rule in rules().values() if rule.subject == "placement" and rule.act is not None]
    judged = {rule.act.name: rule for rule in judged}.values()
    store = Store.of(dataset)
    decided = {
        (rule.id, record.id): outcome
        for rule, record, outcome in decide(judged, store, AS_OF, DuckDB(store), include_passed=True).pairs
    }
    for rule in judged:
        run = Program.of_rule(rule).bind(dataset, AS_OF)
        for record in dataset.tables["placement"]:
            outcome = run(record.data)
            assert explain(rule, record.data, dataset, AS_OF).outcome is outcome, (rule.id, record.data)
            assert decided[rule.id, record.id] is outcome, (rule.id, record.data)
