"""Records made for one rule: kept, broken, undecided, or on a boundary; every one is judged by an audit of its own."""

import re
import shutil
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import find, given, settings
from hypothesis import strategies as st

from helpers.errors import raises
from helpers.law import packs
from helpers.model import MODEL
from pmi_compliance import Dataset, UsageError, audit
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.base.dated import Period
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.resources import folder
from pmi_compliance.base.text import Text
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.packs.load import load
from pmi_compliance.packs.normalise import rewritten
from pmi_compliance.proving.mutants import mutants
from pmi_compliance.testing import searching
from pmi_compliance.testing import strategies as kit
from pmi_compliance.testing.boundaries import boundaries
from pmi_compliance.testing.scenarios import pack_of

strict = settings(suppress_health_check=[], max_examples=100)

PACKS = {pack.id: pack for pack in packs()}
RULES = {rule.id: (rule, pack) for pack in PACKS.values() for rule in pack.rules}

#: `requires` of the one holds of every value that the schema allows; the others leave every decision to a person.
NEVER_BROKEN = {"uu18-2017-p4-2-scope-guard"} | {
    name for name, (rule, _) in RULES.items() if rule.automation == "manual"
}


def judged(scenario, pack):
    """The findings of an audit of a scenario, by rule and record."""
    report = audit(
        Dataset.from_records(scenario.tables),
        [pack],
        as_of=scenario.as_of,
        include_passed=True,
        include_unverified=True,
    )
    assert not report.problems
    return {(finding.rule, finding.subject.kind, finding.subject.id): finding for finding in report.findings}


def broken(findings):
    return {key for key, finding in findings.items() if finding.outcome is Outcome.FAIL}


#: Rules that their examples break, and for which the search finds no record: a gap of the test kit. What is found once
#: it is closed fails here, and the name is to be taken out.
NOT_FOUND = {
    "permenp2mi4-2025-p9-1t-problems-not-solved",
    "uu39-2004-p51b-marital-status",
    "uu39-2004-p51c-family-permission",
    "uu39-2004-p51e-health",
}

#: Rules whose scenarios are soon found; of the others they are looked for in the gate, and their boundaries in the long one.
SOON_FOUND = {
    "pp22-2022-p3-4-fishing-crew-alone",
    "uu18-2017-p54-1a-paid-up-capital",
    "uu18-2017-p59-4-sip2mi-documents",
}

#: The pack of the Act that was law until 2017 and changes no more.
OLDER_ACT = "uu-39-2004"


def of_its_gate(name):
    """A rule, marked for the run in which its scenarios are looked for: here and there one in the default run."""
    if name in SOON_FOUND:
        return name
    _, pack = RULES[name]
    return pytest.param(name, marks=pytest.mark.long if pack.id == OLDER_ACT else pytest.mark.slow)


SOME = [of_its_gate(name) for name in RULES]


#: Each rule is broken alone, but for duties of one act: who places without being allowed to is none of the three of
#: Pasal 49 either, Saudi Arabia is closed to whoever goes there outside of the scheme, and a cost of the placement that
#: the employer bears and the worker is charged is one that the worker is charged.
ENTAILED = {
    "uu18-2017-p69-placed-by-individual": {"uu18-2017-p49-executor-kind"},
    "uu18-2017-placing-without-licence": {"uu18-2017-p49-executor-kind"},
    "uu18-2017-p72a-cost-already-borne": {"uu18-2017-p30-no-placement-fee"},
    "kepmenaker291-2018-spsk-saudi": {"kepmenaker260-2015-mideast-individual"},
}


@pytest.mark.parametrize("name", SOME)
def test_a_rule_is_broken_alone(name):
    rule, pack = RULES[name]
    if name in NEVER_BROKEN | NOT_FOUND:
        with raises(UsageError, "no_scenario", does=Text("melanggar", "breaks"), rule=name):
            kit.violating(rule)
        return
    for candidate in searching.breaking(rule, pack):
        scenario = candidate.scenario
        findings = judged(scenario, pack)
        entailed = ENTAILED.get(name, set())
        certain = {rule_ for rule_ in {name, *entailed} if not RULES[rule_][0].suspected}
        assert broken(findings) == {(rule_, *scenario.subject) for rule_ in certain}
        assert scenario.entails == entailed
        expected = Outcome.REVIEW if rule.suspected else Outcome.FAIL
        assert findings[(name, *scenario.subject)].outcome is scenario.outcome is expected


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["kupang-2025-local-representation", "uu18-2017-p5a-min-age", "uu18-2017-p65-nik-shared"]
)
def test_records_that_break_a_rule_vary_and_still_break_it(name):
    rule, pack = RULES[name]

    @settings(strict, max_examples=30)
    @given(kit.violating(rule))
    def check(scenario):
        findings = judged(scenario, pack)
        assert findings[(name, *scenario.subject)].outcome is scenario.outcome
        assert broken(findings) == (set() if rule.suspected else {(name, *scenario.subject)})
        seen.add(str(scenario))

    seen = set()
    check()
    assert len(seen) > 10


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name in {"criminal", "uu-18-2017"} else name
        for name in PACKS
    ],
)
def test_records_that_comply_keep_what_applies(name):
    pack = PACKS[name]

    @settings(strict, max_examples=8)
    @given(kit.compliant(pack))
    def check(scenario):
        findings = judged(scenario, pack)
        assert {finding.outcome for finding in findings.values()} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
        assert findings[(scenario.rule, *scenario.subject)].outcome is Outcome.PASS

    check()


@pytest.mark.parametrize(
    "name", ["kupang-2025-local-representation", "uu18-2017-p54-1b-deposit", "uu18-2017-p65-nik-shared"]
)
def test_records_can_leave_a_rule_undecided(name):
    rule, pack = RULES[name]

    @settings(strict, max_examples=10)
    @given(kit.undecided(rule))
    def check(scenario):
        finding = judged(scenario, pack)[(name, *scenario.subject)]
        assert finding.outcome is Outcome.UNKNOWN
        assert finding.missing

    check()


@pytest.mark.parametrize(
    "name",
    [
        "kupang-2025-local-representation",
        pytest.param("uu18-2017-p5a-min-age", marks=pytest.mark.slow),
        "uu18-2017-p54-1b-deposit",
    ],
)
def test_a_boundary_is_one_step_wide(name):
    rule, pack = RULES[name]

    @settings(strict, max_examples=10)
    @given(kit.boundary(rule))
    def check(pair):
        before, after = (
            judged(scenario, pack)[(name, *scenario.subject)] for scenario in (pair.before, pair.after)
        )
        assert (pair.before.outcome, pair.after.outcome) == (before.outcome, after.outcome)
        assert before.outcome is not after.outcome
        if pair.place == "as_of":
            assert pair.after.as_of - pair.before.as_of == timedelta(1)
            assert pair.before.tables == pair.after.tables
            return
        old, new = _facts(pair.before.tables), _facts(pair.after.tables)
        changed = [path for path in old.keys() | new.keys() if old.get(path) != new.get(path)]
        if len(changed) == 1 and changed[0] in old.keys() & new.keys():
            assert _step(old[changed[0]], new[changed[0]])
        else:
            # One element of a list more.
            assert not old.keys() & {*changed}

    check()


def _facts(value, at=()):
    if isinstance(value, dict | list | tuple):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        return {path: fact for step, part in inner for path, fact in _facts(part, (*at, step)).items()}
    return {at: value}


def _step(old, new):
    if isinstance(old, str):
        return date.fromisoformat(new) - date.fromisoformat(old) == timedelta(1)
    return new - old == 1


@pytest.mark.slow
def test_the_boundaries_of_the_age_are_birthdays():
    rule, pack = RULES["uu18-2017-p5a-min-age"]
    pairs = boundaries(rule, pack)
    births = [pair for pair in pairs if pair.place.endswith("/birth_date")]
    # Eighteen years to the day: born on the boundary one passes, born a day later one is too young.
    assert ("pass", "fail") in {(pair.before.outcome.value, pair.after.outcome.value) for pair in births}
    # And the day on which the law came into force.
    assert date(2017, 11, 22) in {pair.after.as_of for pair in pairs if pair.place == "as_of"}


def noticed(mutant, pairs):
    for pair in pairs:
        for scenario in (pair.before, pair.after):
            dataset = Dataset.from_records(scenario.tables)
            for _, record, outcome in outcomes_in_memory([mutant.rule], dataset, scenario.as_of):
                if record.id == scenario.subject[1] and outcome is not scenario.outcome:
                    return True
    return False


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in SOON_FOUND else pytest.mark.long) for name in RULES]
)
def test_a_slip_by_one_is_seen_on_some_boundary(name):
    """Every comparison of days or numbers that is off by one says something else of a scenario on a boundary."""
    rule, pack = RULES[name]
    slips = [mutant for mutant in mutants(rule, pack.parameters) if not mutant.stuck and is_slip(mutant.name)]
    pairs = boundaries(rule, pack)
    # What changes nothing at all is listed beside the rule, with the reason.
    equal = read_examples(rule).equivalents
    unseen = [mutant.name for mutant in slips if mutant.name not in equal and not noticed(mutant, pairs)]
    assert unseen == []


def is_slip(name):
    """Whether a change is that of a day in force, or of a comparison and nothing else."""
    before, _, after = name.partition(": ")[2].partition(" → ")
    return name.startswith("in_force") or re.sub("[<>=]", "", before) == re.sub("[<>=]", "", after)


def test_what_breaks_a_rule_shrinks_to_what_it_needs():
    rule, _ = RULES["kupang-2025-local-representation"]

    smallest = find(kit.violating(rule), lambda scenario: True, settings=settings(database=None))

    assert smallest.tables["recruiter"] == [
        {"id": "recruiter-1", "kind": "p3mi", "offices": [], "offices_complete": True},
    ]


def test_a_rule_that_nobody_can_break_is_reported():
    rule, _ = RULES["uu18-2017-p4-2-scope-guard"]
    with raises(UsageError, "no_scenario", rule=rule.id):
        kit.violating(rule)


def test_the_pack_of_a_rule_is_found_beside_it():
    rule, pack = RULES["uu18-2017-p5a-min-age"]
    assert pack_of(rule).digest == pack.digest == load("uu-18-2017").digest


@pytest.mark.slow
@given(st.data())
@settings(max_examples=10)
def test_any_rule_can_be_drawn_from_inside_a_test(data):
    rule, pack = RULES[data.draw(st.sampled_from(sorted(RULES.keys() - NEVER_BROKEN - NOT_FOUND)))]
    scenario = data.draw(kit.violating(rule, pack))
    assert scenario.rule == rule.id


def test_a_rule_that_another_entails_is_named():
    rule, pack = RULES["uu18-2017-p54-1a-paid-up-capital"]
    twin = evolve(rule, id="twin")
    both = evolve(pack, rules=(rule, twin), digest="both")

    smallest = searching.breaking(rule, both)[0].scenario

    assert smallest.entails == {"twin"}


def test_a_pack_of_somebody_else_works_as_ours_do(tmp_path):
    copied = tmp_path / "mine"
    shutil.copytree(folder("rules") / "ntt", copied)
    (rule,) = load(copied).rules

    smallest = find(kit.violating(rule), lambda _: True, settings=settings(database=None))

    assert pack_of(rule).folder == copied
    assert smallest.outcome is Outcome.REVIEW


def test_a_rule_without_a_date_and_a_number_has_no_boundary():
    rule, pack = RULES["iom-iris-principles"]
    timeless = rewritten(rule, in_force=Period(date.min, None))
    with raises(UsageError, "no_boundary", rule=rule.id):
        kit.boundary(timeless, evolve(pack, rules=(timeless,), digest="timeless"))


def test_what_was_found_is_kept_for_the_same_pack_and_model():
    pack = load("kupang")

    assert searching._Search(pack) == searching._Search(evolve(pack))
    assert searching._Search(pack) != searching._Search(load("kupang", MODEL))
    assert searching._candidates.cache_info().maxsize is not None
