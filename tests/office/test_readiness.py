"""How ready a service centre is: what its record says, what it does not, and what is no breach."""

import re
from datetime import date

import pytest

from helpers.errors import raises
from pmi_compliance import Dataset, Outcome, RulePack, UsageError, audit, default_packs
from pmi_compliance.office.readiness import readiness
from pmi_compliance.records.codes import code_names

DAY = date(2025, 10, 31)


def ready(*centres, as_of=DAY):
    records = Dataset.from_records({"service_centre": list(centres)})
    return readiness(records, audit(records, [*default_packs(), RulePack.load("ltsa")], as_of=as_of))


def outcomes(readiness):
    return {finding.rule: finding.outcome for finding in readiness.findings}


def test_each_desk_of_the_law_is_listed_as_the_record_says():
    desks = [
        {"function": "labour", "present": True, "days_per_week": 5, "agency": "Dinas"},
        {"function": "labour", "present": False},
        {"function": "police", "present": False},
        {"function": "health", "days_per_week": 1},
    ]
    (readiness,) = ready({"id": "A", "formed": True, "desks": desks, "desks_complete": True})

    assert [desk.function for desk in readiness.desks] == list(code_names("service_centre.desks.function"))
    by_function = {desk.function: (desk.present, desk.days_per_week, desk.agency) for desk in readiness.desks}
    assert by_function["labour"] == (True, 5, "Dinas")
    assert by_function["police"] == (False, None, None)
    assert by_function["health"] == (None, 1, None)
    assert by_function["banking"] == (False, None, None)
    assert (readiness.staffed, readiness.unclear) == (1, 1)
    assert outcomes(readiness)["pp59-2021-p31-ltsa-desks"] is Outcome.FAIL


@pytest.mark.parametrize(
    "centre",
    [
        {"desks": []},
        {"desks": [], "desks_complete": False},
        {"desks": None, "desks_complete": True},
        {"desks": [{"present": True}], "desks_complete": True},  # it may be any of the eight
    ],
)
def test_a_desk_that_is_not_listed_is_missing_only_from_a_list_that_is_whole(centre):
    (readiness,) = ready({"id": "A", "formed": True, **centre})

    assert {desk.present for desk in readiness.desks} == {None}
    assert readiness.unclear == 8


def test_a_centre_that_is_not_formed_is_no_breach_where_there_is_a_substitute():
    (readiness,) = ready({"id": "A", "formed": False, "fallback": "Disnaker"})

    assert readiness.fallback is True
    assert not [rule for rule, outcome in outcomes(readiness).items() if outcome is Outcome.FAIL]
    assert "belum terbentuk; ini bukan pelanggaran" in readiness.lines("id")[0]
    (unknown,) = ready({"id": "A", "formed": False})
    assert unknown.fallback is None
    assert not [rule for rule, outcome in outcomes(unknown).items() if outcome is Outcome.FAIL]


def test_nobody_who_holds_no_record_of_a_centre_is_shown_a_breach():
    records = Dataset.from_records({"placement": []})
    report = audit(records, default_packs(), as_of=DAY)

    assert readiness(records, report) == ()
    assert report.outcomes[Outcome.FAIL] == 0


def test_few_days_are_for_a_person_and_no_breach():
    few = [{"function": "labour", "present": True, "days_per_week": 2}]
    (readiness,) = ready({"id": "A", "formed": True, "desks": few})

    assert outcomes(readiness)["ltsa-2025-desk-days"] is Outcome.REVIEW
    assert "ltsa-2025-desk-days" not in {
        rule.id for rule in audit(Dataset.from_records({}), default_packs(), as_of=DAY).rules
    }


def test_before_the_regulation_no_desk_was_owed():
    (readiness,) = ready({"id": "A", "formed": True, "desks": []}, as_of=date(2021, 4, 6))

    assert readiness.desks == ()
    assert "0 dari 0" in readiness.lines("id")[0]


def test_the_desks_come_from_a_pack():
    records = Dataset.from_records({"service_centre": [{"id": "A"}]})

    with raises(UsageError, "no_desks_listed"):
        readiness(records, audit(records, [RulePack.load("uu-18-2017")], as_of=DAY))


def test_lines_and_chart_speak_both_languages_and_no_text_runs_as_an_order():
    desks = [{"function": "labour", "present": True, "days_per_week": 3, "agency": "Dinas\x1b[31m"}]
    (readiness,) = ready({"id": "A", "formed": True, "desks": desks})

    for language, word in (("id", "ketenagakerjaan"), ("en", "labour")):
        lines = readiness.lines(language)
        assert word in lines[1]
        assert "\x1b" not in "".join(lines)
        assert word in readiness.chart(language)


def test_a_picture_shows_no_zero_for_what_nobody_knows():
    def written(desk):
        svg = ready({"id": "A", "formed": True, "desks": [desk], "desks_complete": True})[0].chart("id")
        return re.findall(r">([0-9?]+)</text>", svg)

    assert "?" not in written({"function": "labour", "present": True, "days_per_week": 3})
    assert "?" in written({"function": "labour", "present": True})
    assert "?" in written({"function": "labour", "days_per_week": None})
    assert "?" not in written({"function": "labour", "present": False})
