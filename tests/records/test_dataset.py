"""Records are related, and what is not known of a relation is not taken for nothing."""

import pytest

from pmi_compliance import Dataset
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.schema import PartialList, bundled_model


def walk(dataset, kind, name, relation):
    """What a relation gives for one record."""
    field = bundled_model().types[kind].fields[relation]
    return dataset.related(field.relation)(dataset.get(kind, name).data)


def ids(found):
    return [one["id"] for one in found]


def test_records_find_each_other():
    dataset = Dataset.from_records(
        {
            "recruiter": [{"id": "R"}, {"id": "S"}],
            "placement": [{"id": "p", "recruiter_id": "R"}, {"id": "q", "recruiter_id": "R"}],
            "case": [{"id": "c", "placement_ids": ["q", "p"]}],
        }
    )

    assert walk(dataset, "placement", "p", "recruiter")["id"] == "R"
    assert ids(walk(dataset, "recruiter", "R", "placements")) == ["p", "q"]
    assert walk(dataset, "recruiter", "S", "placements") == ()
    assert ids(walk(dataset, "case", "c", "placements")) == ["q", "p"]


def test_a_table_that_was_not_supplied_is_unknown_and_an_empty_one_is_empty():
    alone = Dataset.from_records({"recruiter": [{"id": "R"}]})
    empty = Dataset.from_records({"recruiter": [{"id": "R"}], "placement": []})

    assert walk(alone, "recruiter", "R", "placements") is None
    assert walk(empty, "recruiter", "R", "placements") == ()


@pytest.mark.parametrize(
    "other",
    [
        {"id": "q"},  # nobody knows whose
        {"id": "q", "recruiter_id": "R", "scope": "wrong"},  # set aside, and it was R's
        {"id": "q", "recruiter_id": 5},  # set aside, and nobody knows whose
        None,
    ],
)
def test_a_list_that_may_lack_a_record_is_known_in_part(other):
    dataset = Dataset.from_records(
        {"recruiter": [{"id": "R"}], "placement": [{"id": "p", "recruiter_id": "R"}, other]}
    )

    found = walk(dataset, "recruiter", "R", "placements")

    assert (type(found), ids(found)) == (PartialList, ["p"])


@pytest.mark.parametrize(
    ("complete", "kind"), [(True, tuple), (None, tuple), ("left out", tuple), (False, PartialList)]
)
def test_a_list_is_known_in_part_only_where_somebody_says_so(complete, kind):
    """`null` says nothing of a list, as everywhere: a list is complete as given."""
    case = {"id": "c", "placement_ids": ["p"], "placement_ids_complete": complete}
    if complete == "left out":
        del case["placement_ids_complete"]
    dataset = Dataset.from_records({"placement": [{"id": "p"}], "case": [case]})

    assert type(walk(dataset, "case", "c", "placements")) is kind
    assert type(dataset.get("case", "c").data["placement_ids"]) is kind


def test_an_excluded_record_spoils_only_the_list_it_names():
    dataset = Dataset.from_records(
        {
            "recruiter": [{"id": "R"}, {"id": "S"}],
            "placement": [{"id": "q", "recruiter_id": "R", "scope": "wrong"}],
        }
    )

    assert type(walk(dataset, "recruiter", "S", "placements")) is tuple


def test_the_other_placements_of_a_worker():
    worker = {"id": "W"}
    dataset = Dataset.from_records(
        {
            "placement": [
                {"id": "p", "worker": worker},
                {"id": "q", "worker": worker},
                {"id": "r", "worker": {"id": "X"}},
            ]
        }
    )

    assert ids(walk(dataset, "placement", "p", "same_worker")) == ["q"]


def test_records_with_the_same_id_are_all_excluded():
    dataset = Dataset.from_records({"placement": [{"id": "p"}, {"id": "q"}, {"id": "p"}]})

    assert [one.id for one in dataset.tables["placement"]] == ["q"]
    assert [(one.id, one.origin.row, one.excluded) for one in dataset.problems] == [
        ("p", 0, True),
        ("p", 2, True),
    ]
    assert dataset.problems[0].details == (ProblemDetail("/id", "id_shared", {"count": 2}),)


def test_a_key_that_leads_nowhere_is_a_problem_and_the_record_is_audited():
    dataset = Dataset.from_records({"recruiter": [], "placement": [{"id": "p", "recruiter_id": "R"}]})

    assert dataset.get("placement", "p") is not None
    (problem,) = dataset.problems
    assert not problem.excluded
    assert problem.details == (
        ProblemDetail("/recruiter_id", "record_missing", {"target": "recruiter", "id": "R"}),
    )


def test_a_key_to_an_excluded_record_says_so():
    dataset = Dataset.from_records(
        {"recruiter": [{"id": "R", "kind": "wrong"}], "placement": [{"id": "p", "recruiter_id": "R"}]}
    )

    assert dataset.problems[0].details == (
        ProblemDetail("/recruiter_id", "record_excluded", {"target": "recruiter", "id": "R"}),
    )


def test_the_digest_changes_with_a_record_and_not_with_the_order():
    one, other = {"id": "p", "scope": "overseas"}, {"id": "q"}

    def digest(*records):
        return Dataset.from_records({"placement": records}).digest

    assert digest(one, other) == digest(other, one)
    assert digest(one, other) != digest({**one, "scope": "domestic"}, other)
