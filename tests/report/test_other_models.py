"""A report over records of another model is written in every form, and calls its kinds by their names."""

from datetime import date

import pytest

from helpers.forms import everything_in
from helpers.model import CENTRES, MODEL, PLACEMENTS, pack_about
from pmi_compliance import Dataset, Outcome, audit
from pmi_compliance.packs.pages import page
from pmi_compliance.report import FORMATS
from pmi_compliance.report.json import as_json
from pmi_compliance.report.tree import explained

AS_OF = date(2025, 10, 31)
#: A reader of a report sees the name of the kind in these forms; the others hold its code.
NAMED = {"html", "letters", "table", "xlsx"}


@pytest.fixture(scope="module")
def pack():
    """A pack with rules about a training centre, and about what placements tell of theirs."""
    conditions = {
        ("training_centre", "accredited"): "training_centre.accredited_until > judged_on",
        ("placement", "trained"): "placement.centre.accredited_until > judged_on",
    }
    return pack_about(conditions)


@pytest.fixture(scope="module")
def dataset():
    centres = [*CENTRES, {"id": "C3", "accredited_until": "2020-01-01"}, {"id": "C4", "beds": 7}]
    records = {"placement": PLACEMENTS, "training_centre": centres}
    return Dataset.from_records(records, model=MODEL)


@pytest.fixture(scope="module")
def report(dataset, pack):
    report = audit(dataset, [pack], as_of=AS_OF)
    outcomes = {finding.outcome for finding in report.findings if finding.subject.kind == "training_centre"}
    assert outcomes == {Outcome.FAIL, Outcome.UNKNOWN}
    assert [problem.kind for problem in report.problems] == ["training_centre"]
    return report


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_report_with_one_more_kind_is_written_in_every_form(report, form, language):
    text = everything_in(report, form, language)

    assert text
    if form in NAMED:
        assert {"id": "balai latihan", "en": "training centre"}[language] in text.lower()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_finding_about_one_more_kind_is_explained(report, pack, language):
    document = as_json(report)
    finding = next(
        finding for finding in document["findings"] if finding["subject"]["kind"] == "training_centre"
    )

    head = next(explained(document, finding, [pack], language))

    assert {"id": "balai latihan C2", "en": "training centre C2"}[language] in head


def test_the_page_of_a_pack_names_the_kinds_of_its_model(pack):
    assert "balai latihan" in page(pack, pack.rules, "id")
