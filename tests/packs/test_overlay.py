"""A pack of a district outside NTT adds to the law of the country, and no pack of the country is edited for it."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings

from helpers.districts import RULE as DISTRICT_RULE
from helpers.districts import write_district
from helpers.errors import raises
from pmi_compliance import Auditor, Dataset, Outcome, PackError, RulePack, UsageError, audit, read_records
from pmi_compliance.base.digests import canonical
from pmi_compliance.packs.lint import lint
from pmi_compliance.proving import coverage
from pmi_compliance.records.additions import Additions
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.json import as_json
from pmi_compliance.testing.strategies import boundary, violating

DISTRICT = Path(__file__).parents[2] / "examples" / "district"
RULE, AGE, DAY = "banyumas-contoh-2023-village-report", "uu18-2017-p5a-min-age", "2025-10-31"


@pytest.fixture(scope="module")
def packs():
    return [RulePack.load("uu-18-2017"), RulePack.load(DISTRICT / "banyumas")]


@pytest.fixture(scope="module")
def report(packs):
    return audit(
        Dataset.read(DISTRICT / "placements.csv", packs=packs), packs, as_of=DAY, include_passed=True
    )


def finding(report, rule, id_):
    return next(one for one in report.findings if one.rule == rule and one.subject.id == id_)


def test_the_example_has_no_mistake_and_each_part_of_its_rule_is_proved(packs):
    assert lint(packs[1].folder) == []
    assert [gap for proof in coverage(packs[1]) for gap in proof.gaps] == []


def test_it_judges_by_its_own_rule_parameter_and_term(report):
    outcomes = {id_: finding(report, RULE, id_).outcome for id_ in ("W1", "W2", "W3")}

    # W3 names a village that is not there: where the worker is from is not known.
    assert outcomes == {"W1": Outcome.PASS, "W2": Outcome.FAIL, "W3": Outcome.UNKNOWN}
    assert finding(report, RULE, "W2").message.en.endswith("less than 30 days before the departure.")


def test_its_offices_have_the_roles_that_rules_of_the_country_name(report):
    assert finding(report, AGE, "W1").refers_to == ("unit_ppa:33.02", "disnaker_banyumas")
    assert finding(report, AGE, "W4").refers_to == ("unit_ppa:53.01", "disnaker_kabupaten:53.01")
    assert finding(report, RULE, "W2").refers_to == ("disnaker_banyumas", "posko_banyumas")
    assert report.authorities["posko_banyumas"].en == "Invented house for migrant workers of Banyumas"


def test_its_words_stand_behind_those_of_the_country_in_its_place_alone(report, packs):
    own = "In Banyumas tell the house for migrant workers the same day; it calls the guardian."
    country = finding(report, AGE, "W4").remediation

    assert finding(report, AGE, "W1").remediation.en == f"{country.en} {own}"
    # Where no values are shown, words of a place would tell where somebody is from.
    dataset = Dataset.read(DISTRICT / "placements.csv", packs=packs)
    hidden = audit(dataset, packs, as_of=DAY, disclose="pointers")
    assert finding(hidden, AGE, "W1").remediation == country


def test_its_places_are_read_by_name_and_others_beside_them_are_not(packs):
    here = Dataset.read(DISTRICT / "placements.csv", packs=packs)
    without = Dataset.read(DISTRICT / "placements.csv")

    homes = {record.id: record.data["worker"].get("domicile") for record in here.tables["placement"]}
    assert homes == {"W1": "33.02.21.2002", "W2": "33.02.22.2001", "W3": None, "W4": "53.01.06"}
    assert [problem.id for problem in here.problems] == ["W3"]
    assert [problem.id for problem in without.problems] == ["W1"]  # there the name is that of no place
    # Of other kecamatan nobody knows all villages.
    placements = [{"id": "P", "worker": {"domicile": "33.02.01.2001"}}]
    assert Dataset.from_records({"placement": placements}, packs=packs).problems == ()


def test_districts_of_its_province_are_told_apart(report):
    assert [str(one.name.id) for one in report.districts] == [
        "Baturraden", "Sumbang", "belum diketahui", "di luar Jawa Tengah",
    ]  # fmt: skip


def test_no_pack_of_the_country_changes(packs, report):
    alone = RulePack.load("uu-18-2017")
    records = Dataset.read(DISTRICT / "placements.csv", packs=packs)
    without = audit(records, [alone], as_of=DAY, include_passed=True)

    assert packs[0].digest == alone.digest
    assert {(one.rule, one.subject.id, one.outcome) for one in without.findings} < {
        (one.rule, one.subject.id, one.outcome) for one in report.findings
    }


@pytest.mark.slow
def test_queries_give_the_same_report_byte_for_byte():
    auditor, path = Auditor([OWN]), DISTRICT / "placements.csv"
    asked = {"as_of": DAY, "include_passed": True, "disclose": "full"}
    texts = [
        as_json(auditor.audit(read_records(path, packs=[OWN], backend=name), **asked, backend=name))
        for name in ("closures", "tables")
    ]

    assert {text["engine"].pop("name") for text in texts} == {"closures", "tables"}
    assert [one["outcome"] for one in texts[0]["findings"]] == ["pass", "fail", "unknown", "not_applicable"]
    assert canonical(texts[0]) == canonical(texts[1])


OWN = RulePack.load(DISTRICT / "banyumas")


def outcome_of(scenario):
    dataset = Dataset.from_records(scenario.tables, packs=[OWN])
    judged = audit(dataset, [OWN], as_of=scenario.as_of, include_passed=True)
    return finding(judged, RULE, scenario.subject[1]).outcome


@settings(max_examples=5, deadline=None)
@given(violating(OWN.rules[0]))
def test_records_are_found_that_violate_its_rule(scenario):
    assert outcome_of(scenario) is Outcome.FAIL


@settings(max_examples=5, deadline=None)
@given(boundary(OWN.rules[0]))
def test_records_are_found_on_both_sides_of_its_boundaries(pair):
    assert [outcome_of(side) for side in (pair.before, pair.after)] == [
        pair.before.outcome,
        pair.after.outcome,
    ]


def test_records_that_were_read_without_it_are_not_judged_by_it(packs):
    with raises(UsageError, "another_model"):
        audit(Dataset.read(DISTRICT / "placements.csv"), packs, as_of=DAY)


def test_a_model_that_was_pickled_knows_the_places(packs):
    model = pickle.loads(pickle.dumps(packs[1].model))

    assert model.extends(packs[1].model)
    assert packs[1].model.extends(model)
    assert model.regions.full_name("33.02.22.2001") == "Misalan, Baturraden, Kabupaten Banyumas"
    assert not bundled_model().extends(model)


def test_what_is_added_twice_is_added_once_and_two_things_of_one_name_are_refused():
    first, other = (Additions("contoh", {"33.02.01.2001": name}) for name in ("Satu", "Dua"))
    model = bundled_model()

    assert model.extended(first, first) is model.extended(first)
    assert model.extended() is model
    with raises(UsageError, "two_additions", pack="contoh"):
        model.extended(first, other)


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ("code,name\n33.02.01.2001,Satu\n", None, 0),
        ("code,name\n\n# a remark\n33.02.01.2001,Satu\n", None, 0),
        ("code,name\n33.02.99,Kecamatan Baru\n33.02.99.2001,Satu\n", None, 0),
        ("33.02.01.2001,Satu\n", "regions_without_head", 1),
        ("code,name\n33.02.01.2001\n", "not_a_place_line", 2),
        ("code,name\n3302012001,Satu\n", "not_a_place_line", 2),
        ("code,name\n33.99,Kabupaten Baru\n", "not_a_place_line", 2),
        ("code,name\n33.03.01.2001,Satu\n", "place_outside", 2),
        ("code,name\n33.02.01,Lumbir\n", "place_known", 2),
        ("code,name\n33.02.01.2001,Satu\n33.02.01.2001,Dua\n", "place_known", 3),
        ("code,name\n33.02.98.2001,Satu\n", "place_in_no_place", 2),
    ],
)
def test_a_place_lies_where_the_law_of_its_pack_is(tmp_path, lines, code, line):
    pack = write_district(tmp_path / "contoh")
    (pack / "regions.csv").write_text(lines, encoding="utf-8")

    assert [(found.code, found.line) for found in lint(pack)] == ([] if code is None else [(code, line)])
    if code is not None:
        with pytest.raises(PackError):
            RulePack.load(pack)


def test_the_digest_follows_the_places(tmp_path):
    pack = write_district(tmp_path / "contoh")
    before = RulePack.load(pack).digest
    (pack / "regions.csv").write_text("code,name\n33.02.01.2001,Satu\n", encoding="utf-8")

    assert RulePack.load(pack).digest != before


def test_words_about_a_rule_that_no_needed_pack_holds_are_a_mistake(tmp_path):
    pack = write_district(tmp_path / "contoh")
    text = "{name}:\n  remediation: {{id: Lapor., en: Report.}}\n"
    for name, codes in ((AGE, []), ("uu18-2017-p5a-min-aeg", ["unknown"]), (DISTRICT_RULE, ["unknown"])):
        (pack / "wording.yaml").write_text(text.format(name=name), encoding="utf-8")
        assert [found.code for found in lint(pack)] == codes
