"""What an office makes of records of another model: kinds by their titles, and answers that its schemas allow."""

import copy
from datetime import date

import pytest
from attrs import evolve

from helpers.errors import raises
from helpers.model import CENTRES, MODEL, PLACEMENTS, extended, pack_about, write_pack
from pmi_compliance import AuditSession, Dataset, RulePack, UsageError, audit
from pmi_compliance.auditing.interviews import interviews
from pmi_compliance.cli.over_time import change_lines
from pmi_compliance.office.asking import SelfCheck
from pmi_compliance.office.readiness import readiness
from pmi_compliance.office.referrals import referrals
from pmi_compliance.office.scorecards import scorecards
from pmi_compliance.records.schema import RecordModel, bundled_model

AS_OF = date(2025, 10, 31)
TITLES = {"id": "balai latihan", "en": "training centre"}


@pytest.fixture(scope="module")
def model():
    """The other model, in which a training centre belongs to a recruiter."""
    schemas = copy.deepcopy(dict(MODEL.documents.by_name))
    schemas["training_centre"]["properties"]["recruiter_id"] = {"type": ["string", "null"]}
    return RecordModel.of(schemas)


@pytest.fixture(scope="module")
def pack(model):
    """A pack with a rule about training centres, which refers to an office."""
    pack = pack_about(
        {("training_centre", "accredited"): "training_centre.accredited_until > judged_on"}, model
    )
    referring = evolve(pack.rules[-1], refers_to=("kp2mi_pelindungan",))
    assert "kp2mi_pelindungan" in pack.authorities
    return evolve(pack, rules=(*pack.rules[:-1], referring))


def dataset(model, until):
    centre = {"id": "C1", "accredited_until": until, "recruiter_id": "R1"}
    records = {"recruiter": [{"id": "R1"}], "placement": PLACEMENTS, "training_centre": [centre, CENTRES[1]]}
    return Dataset.from_records(records, model=model)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_referral_calls_a_kind_by_its_title(model, pack, language):
    report = audit(dataset(model, "2020-01-01"), [pack], as_of=AS_OF)

    (referral,) = (referral for referral in referrals(report) if referral.code == "kp2mi_pelindungan")

    text = "\n".join(referral.lines(language))
    assert f"  {TITLES[language]} C1: " in text
    assert "training_centre" not in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_scorecard_calls_a_kind_by_its_title(model, pack, language):
    audits = [(records, audit(records, [pack], as_of=AS_OF)) for records in (
        dataset(model, "2027-01-01"), dataset(model, "2020-01-01"))]  # fmt: skip

    (card,) = scorecards(audits)

    (opened,) = (line for line in card.text(language) if line.startswith("  + "))
    assert f" {TITLES[language]} C1 " in opened


def test_a_service_centre_is_named_as_the_model_of_the_report_names_it(model):
    packs = [RulePack.load("pp-59-2021", model=model)]
    records = Dataset.from_records({"service_centre": [{"id": "S1"}]}, model=model)

    (centre,) = readiness(records, audit(records, packs, as_of=AS_OF))

    assert centre.model is model
    assert centre.lines("id")[0].startswith("LTSA S1, ")


# Over time


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_changes_is_printed_with_the_title_of_a_kind(model, pack, language):
    session = AuditSession([pack], as_of=AS_OF, records=dataset(model, "2027-01-01"))

    failing = session.put("training_centre", {"id": "C1", "accredited_until": "2020-01-01"})
    wrong = session.put("training_centre", {"id": "C1", "accredited_until": 7})

    assert any(f" {TITLES[language]} C1 " in line for line in change_lines(failing, language, model))
    (line,) = (line for line in change_lines(wrong, language, model) if line.startswith("! "))
    assert line.startswith(f"! {TITLES[language]} C1/accredited_until: ")


# Self-checks


def with_seasonal_work():
    schemas = copy.deepcopy(dict(extended().documents.by_name))
    schemas["placement"]["properties"]["scope"]["enum"].insert(0, "seasonal")
    return RecordModel.of(schemas)


def test_a_question_is_answered_as_the_model_of_the_packs_allows(tmp_path):
    model = with_seasonal_work()
    packs = [RulePack.load(write_pack(tmp_path), model=model)]
    check = SelfCheck("candidate", as_of=AS_OF, packs=packs)
    (question,) = (question for question in check.interview.questions if question.id == "abroad")

    check.answer(question, "seasonal")

    assert check.records()["placements"][0]["scope"] == "seasonal"
    with raises(UsageError, "answer_not_understood"):
        SelfCheck("candidate", as_of=AS_OF).answer(interviews()["candidate"].questions[0], "seasonal")


def test_the_questions_of_each_model_are_made_once():
    assert interviews(model=MODEL) is interviews(model=MODEL)
    assert {question.model for question in interviews(model=MODEL)["recruiter"].questions} == {MODEL}
    assert {question.model for question in interviews()["recruiter"].questions} == {bundled_model()}
