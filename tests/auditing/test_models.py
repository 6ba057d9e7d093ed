"""Records and packs of different models are not judged together, for conditions would mean something else."""

import copy
import json
import pickle
from datetime import date

import pytest

from helpers.errors import raises
from helpers.model import CENTRES, MODEL, PLACEMENTS
from pmi_compliance import AuditSession, Dataset, RulePack, UsageError, audit, outlook, read_records
from pmi_compliance.records.schema import bundled_model

AS_OF = date(2025, 10, 31)


def by_audit(dataset, packs):
    return audit(dataset, packs, as_of=AS_OF)


def by_session(dataset, packs):
    return AuditSession(packs, as_of=AS_OF, records=dataset)


def by_outlook(dataset, packs):
    return outlook(dataset, packs, as_of=AS_OF, until=date(2026, 10, 31))


JUDGES = pytest.mark.parametrize("judge", [by_audit, by_session, by_outlook])


def extended_dataset(model=MODEL):
    return Dataset.from_records({"placement": PLACEMENTS, "training_centre": CENTRES}, model=model)


@JUDGES
def test_records_and_packs_of_different_models_are_refused(judge):
    bundled = Dataset.from_records({"placement": []})
    packs = [RulePack.load("kupang"), RulePack.load("ntt", model=MODEL)]

    for dataset, named in ((bundled, "ntt"), (extended_dataset(), "kupang")):
        with raises(UsageError, "another_model", packs=(named,)):
            judge(dataset, packs)


@JUDGES
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_of_a_model_is_the_same_model(judge, copied):
    judge(extended_dataset(copied(MODEL)), [RulePack.load("kupang", model=MODEL)])
    judge(Dataset.from_records({"placement": []}), [RulePack.load("kupang", model=copied(bundled_model()))])


def test_a_session_that_starts_empty_refuses_packs_of_different_models():
    with raises(UsageError, "another_model", packs=("ntt",)):
        AuditSession([RulePack.load("kupang"), RulePack.load("ntt", model=MODEL)], as_of=AS_OF)


def test_without_packs_any_records_are_counted():
    report = audit(extended_dataset(), [], as_of=AS_OF)

    assert report.records == {"placement": len(PLACEMENTS), "training_centre": len(CENTRES)}
    assert report.model is MODEL


@pytest.mark.parametrize("backend", ["auto", "closures", "tables"])
def test_records_are_read_with_the_model_that_is_given(tmp_path, backend):
    path = tmp_path / "registers.json"
    path.write_text(json.dumps({"placement": PLACEMENTS, "training_centre": CENTRES}), encoding="utf-8")

    records = read_records(path, model=MODEL, backend=backend)

    assert records.model is MODEL
    assert records.sizes == {"placement": len(PLACEMENTS), "training_centre": len(CENTRES)}
