"""What findings together lead to: joined, counted, near in time, and falling when what they rest on falls."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from helpers.chains import AS_OF, CHAINS, FAIL, chain, fact, findings
from helpers.errors import raises
from helpers.model import MODEL
from pmi_compliance import Dataset, RulePack, audit
from pmi_compliance.auditing.chains import Chaining, ChainSet
from pmi_compliance.auditing.selection import chains_of
from pmi_compliance.base.dated import Period
from pmi_compliance.base.errors import PackError, UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.packs.chains import Pattern
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.load import load


def concluded(chains, *facts, as_of=AS_OF):
    chaining = Chaining(ChainSet.of(chains, as_of))
    for known_fact in facts:
        chaining.add(known_fact)
    return chaining.conclusions


def test_all_patterns_must_meet_at_one_record():
    both = chain("both", findings("a"), findings("b"))

    assert concluded([both], fact("a", "P1")) == ()
    assert concluded([both], fact("a", "P1"), fact("b", "P2", recruiter="S")) == ()
    (conclusion,) = concluded([both], fact("a", "P1"), fact("b", "P2"))
    rests = {fact("a", "P1").fingerprint, fact("b", "P2").fingerprint}
    assert (conclusion.subject.id, {*conclusion.findings}) == ("R", rests)
    assert conclusion.message.en == "R: 2 (a, b)"


def test_about_a_placement_both_are_of_the_same_placement():
    both = chain("both", findings("a"), findings("b"), about="placement")

    assert concluded([both], fact("a", "P1"), fact("b", "P2")) == ()
    assert [
        conclusion.subject.id
        for conclusion in concluded([both], fact("a", "P1"), fact("b", "P1", recruiter=None))
    ] == ["P1"]


def test_records_are_counted_not_findings():
    three = chain("three", findings(at_least=3))

    assert concluded([three], fact("a", "P1"), fact("b", "P1"), fact("a", "P2")) == ()
    assert len(concluded([three], fact("a", "P1"), fact("b", "P2"), fact("a", "P3"))) == 1


def test_each_rule_is_counted_apart_where_the_same_is_asked_for():
    same = chain("same", findings(at_least=2, same_rule=True))

    assert concluded([same], fact("a", "P1"), fact("b", "P2")) == ()
    conclusions = concluded([same], *(fact(rule, subject) for rule in "ab" for subject in ("P1", "P2")))
    assert [(conclusion.rule, len(conclusion.findings)) for conclusion in conclusions] == [("a", 2), ("b", 2)]
    assert conclusions[0].fingerprint != conclusions[1].fingerprint


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([0, 10, 20], 3),
        ([0, 10, 21], 0),
        ([0, 30, 40, 50], 3),
        ([0, 10, 20, 30], 4),
        ([0, 10, 20, 100, 110, 120], 6),
    ],
)
def test_only_what_lies_near_enough_in_time_counts(days, expected):
    near = chain("near", findings("a", at_least=3, within_days=20))
    facts = [fact("a", f"P{at}", day=AS_OF - timedelta(day)) for at, day in enumerate(days)]

    conclusions = concluded([near], *facts)
    assert sum(len(conclusion.findings) for conclusion in conclusions) == expected


def test_a_record_that_was_observed_is_no_finding_of_a_pattern_without_rules():
    observed = evolve(fact("above/0", "P1"), observed=True)

    assert concluded([chain("any", findings())], observed) == ()
    assert len(concluded([chain("any", findings())], fact("a", "P1"))) == 1


@pytest.mark.parametrize(("second", "expected"), [("2024-03-20", 1), ("2025-03-05", 0)])
def test_a_day_that_is_hidden_counts_as_the_day_it_is(second, expected):
    """The day of a death is in no report, and yet two deaths of one month lie near each other."""
    rule = "uu18-2017-p27-2-death-duties"
    near = evolve(chain("near", Pattern(frozenset({rule}), FAIL, at_least=2, within_days=30)), refers_to=())
    paid = {"body_repatriated": True, "family_charged_idr": 1}
    cases = [{"id": day, "recruiter_id": "r", "death": {**paid, "on": day}} for day in ("2024-03-05", second)]
    dataset = Dataset.from_records({"recruiter": [{"id": "r", "kind": "p3mi"}], "case": cases})

    report = audit(dataset, [evolve(RulePack.load("uu-18-2017"), chains=(near,))], as_of=AS_OF)

    charged = [finding for finding in report.findings if finding.rule == rule]
    assert [(death.outcome, death.judged_on) for death in charged] == [(Outcome.FAIL, None)] * 2
    assert len(report.conclusions) == expected


@pytest.mark.parametrize(
    "other",
    [
        fact("a", "P1", severity="minor"),
        fact("a", "P1", outcome=Outcome.UNKNOWN),
        fact("a", "P1", recruiter=None),
    ],
)
def test_only_findings_a_pattern_names_are_taken(other):
    assert concluded([chain("one", findings("a", severities=frozenset({"critical"})))], other) == ()


def test_a_chain_holds_only_while_it_is_in_force():
    dated = chain("dated", findings("a"), period=Period(AS_OF, AS_OF + timedelta(1)))

    assert len(concluded([dated], fact("a", "P1"))) == 1
    assert concluded([dated], fact("a", "P1"), as_of=AS_OF - timedelta(1)) == ()
    assert concluded([dated], fact("a", "P1"), as_of=AS_OF + timedelta(1)) == ()


def test_a_conclusion_falls_with_what_it_rests_on():
    low, high = (
        chain("low", findings("a")),
        chain("high", Pattern(frozenset({"low"}), of_chain=True), findings("b")),
    )
    chaining = Chaining(ChainSet.of([low, high], AS_OF))
    for known_fact in (fact("a", "P1"), fact("b", "P2")):
        chaining.add(known_fact)
    assert [conclusion.chain for conclusion in chaining.conclusions] == ["high", "low"]
    assert chaining.conclusions[0].conclusions == (chaining.conclusions[1].fingerprint,)

    chaining.remove(fact("a", "P1"))
    drawn, dropped = chaining.settle()
    assert (drawn, [conclusion.chain for conclusion in dropped]) == ([], ["low", "high"])


_facts = st.builds(
    fact, st.sampled_from("abc"), st.sampled_from(["P1", "P2", "P3", "P4"]),
    st.sampled_from(["R", "S"]), st.integers(0, 12).map(lambda days: AS_OF - timedelta(days)),
)  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), _facts), max_size=30))
def test_facts_that_came_and_went_leave_no_trace(edits):
    chaining, remaining, view = Chaining(ChainSet.of(CHAINS, AS_OF)), set(), {}
    for comes, known_fact in edits:
        (remaining.add if comes else remaining.discard)(known_fact)
        (chaining.add if comes else chaining.remove)(known_fact)
        drawn, dropped = chaining.settle()
        for gone in dropped:
            del view[gone.fingerprint]
        for new in drawn:
            view[new.fingerprint] = new
        assert tuple(
            sorted(view.values(), key=lambda new: (new.chain, new.subject.id, new.rule))
        ) == concluded(CHAINS, *remaining)


# Mistakes in a pack


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        'id: mine\nversion: "1"\ntitle: {id: a, en: a}\njurisdiction: ID\nlanguages: [id, en]\n'
        "default: false\ndepends_on: [uu-18-2017]\n"
    )

    def write(text):
        (folder / "chains.yaml").write_text(text)
        return folder

    return write


GOOD = """
one:
  title: {id: a, en: a}
  about: recruiter
  in_force: {from: 2020-01-01}
  when:
    - finding: {outcomes: [fail]}
  message: {id: "{subject}", en: "{subject}"}
  refers_to: [disnaker_kabupaten]
  citations: []
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("disnaker_kabupaten", "nobody", "there is no authority `nobody`"),
        ('"{subject}", en', '"{name}", en', "`{name}` is no place for a value"),
        ('"{subject}", en', '"{subject", en', "the braces do not match"),
        ("finding: {outcomes: [fail]}", "conclusion: two", "no chain `two` about a recruiter stands above"),
        ("finding: {outcomes: [fail]}", "record: {kind: case, where: 'case.nothing'}", "unknown field `nothing` on case"),
        ("about: recruiter", "about: case", "a placement has no case in common"),
        ("outcomes: [fail]", "outcomes: [fail], within_days: 3", "one record alone lies on one day"),
        ("    - finding: {outcomes: [fail]}\n", 2 * "    - finding: {outcomes: [fail], same_rule: true}\n",
         "only one part of a chain can count each rule apart"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_chain_is_reported_at_its_place(pack, old, new, message):
    text = (
        GOOD.replace("{outcomes: [fail]}", "{outcomes: [fail], kind: placement}") if "about" in old else GOOD
    )
    folder = pack(text.replace(old, new, 1))
    with pytest.raises(PackError) as error:
        load(folder)
    assert message in str(error.value)
    assert "chains.yaml:" in str(error.value)


def test_a_chain_that_waits_for_a_rule_that_is_nowhere_is_reported_by_lint(pack):
    folder = pack(GOOD.replace("{outcomes: [fail]}", "{outcomes: [fail], rules: [uu18-2017-nothing]}"))
    assert "chains.examples.yaml" in "\n".join(map(str, lint(folder)))
    (folder / "chains.examples.yaml").write_text(
        "base: {}\ncases: [{chain: one, name: nobody, expect: []}]\n"
    )
    assert "there is no rule `uu18-2017-nothing`" in "\n".join(map(str, lint(folder)))


def test_two_packs_cannot_hold_the_same_chain(pack):
    mine = load(pack(GOOD))
    with raises(UsageError, "in_two_packs", what="chain", name="one"):
        chains_of([mine, mine])


def test_a_pack_is_checked_against_the_model_that_is_given(pack):
    folder = pack(
        GOOD.replace("about: recruiter", "about: placement").replace(
            "finding: {outcomes: [fail]}",
            'record: {kind: placement, where: "placement.days_of_training < 20"}',
        )
    )

    of_library, of_other = (
        {diagnostic.code for diagnostic in lint(folder, model=model)} for model in (None, MODEL)
    )

    assert of_library - of_other == {"unknown_field"}
