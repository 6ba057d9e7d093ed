"""Records are related, and what is not known of a relation is not taken for nothing."""

import pytest

from helpers.errors import raises
from pmi_compliance import Dataset, UsageError
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.record import excluded_records, unread_facts
from pmi_compliance.records.schema import OpenList, PartialList, bundled_model
from pmi_compliance.records.store import RecordStore


def follow(dataset, kind, name, relation):
    """What a relation gives for one record."""
    field = bundled_model().types[kind].fields[relation]
    record = dataset.rows[kind][name] if isinstance(dataset, RecordStore) else dataset.get(kind, name)
    return dataset.related(field.relation)(record.data)


def ids(records):
    return [record["id"] for record in records]


def test_records_find_each_other():
    dataset = Dataset.from_records(
        {
            "recruiter": [{"id": "R"}, {"id": "S"}],
            "placement": [{"id": "p", "recruiter_id": "R"}, {"id": "q", "recruiter_id": "R"}],
            "case": [{"id": "c", "placement_ids": ["q", "p"]}],
        }
    )

    assert follow(dataset, "placement", "p", "recruiter")["id"] == "R"
    assert ids(follow(dataset, "recruiter", "R", "placements")) == ["p", "q"]
    assert follow(dataset, "recruiter", "S", "placements") == ()
    assert ids(follow(dataset, "case", "c", "placements")) == ["q", "p"]


def test_a_table_that_was_not_supplied_is_unknown_and_an_empty_one_is_empty():
    alone = Dataset.from_records({"recruiter": [{"id": "R"}]})
    empty = Dataset.from_records({"recruiter": [{"id": "R"}], "placement": []})

    assert follow(alone, "recruiter", "R", "placements") is None
    assert follow(empty, "recruiter", "R", "placements") == ()


@pytest.mark.parametrize(
    "other",
    [
        {"id": "q"},  # nobody knows whose
        {"recruiter_id": "R"},  # excluded, and it was R's
        {"id": "q", "recruiter_id": 5},  # it cannot be read whose
        None,
    ],
)
def test_a_list_that_may_lack_a_record_is_known_in_part(other):
    dataset = Dataset.from_records(
        {"recruiter": [{"id": "R"}], "placement": [{"id": "p", "recruiter_id": "R"}, other]}
    )

    placements = follow(dataset, "recruiter", "R", "placements")

    assert (type(placements), ids(placements)) == (PartialList, ["p"])


@pytest.mark.parametrize(
    ("complete", "kind"), [(True, tuple), (None, OpenList), ("left out", OpenList), (False, OpenList)]
)
def test_a_list_is_whole_only_where_somebody_says_so(complete, kind):
    """`null` says nothing of a list, as everywhere. Nothing was lost of one that is not called whole."""
    case = {"id": "c", "placement_ids": ["p"], "placement_ids_complete": complete}
    if complete == "left out":
        del case["placement_ids_complete"]
    dataset = Dataset.from_records({"placement": [{"id": "p"}], "case": [case]})

    assert type(follow(dataset, "case", "c", "placements")) is kind
    assert type(dataset.get("case", "c").data["placement_ids"]) is kind


def test_each_list_is_whole_for_itself_inside_others_too():
    """What is said of one list says nothing of its neighbour, of what holds it, or of what it holds."""
    licences = [
        {"status_history": [{"status": "active"}], "status_history_complete": True},
        {"status_history": []},
    ]
    recruiter = {"id": "R", "licences": licences, "offices": [], "offices_complete": True}
    data = Dataset.from_records({"recruiter": [recruiter]}).get("recruiter", "R").data

    assert (type(data["offices"]), type(data["licences"])) == (tuple, OpenList)
    assert [type(licence["status_history"]) for licence in data["licences"]] == [tuple, OpenList]


def test_a_listed_record_that_is_not_there_is_a_loss_whatever_the_list_says():
    case = {"id": "c", "placement_ids": ["p", "gone"], "placement_ids_complete": True}
    dataset = Dataset.from_records({"placement": [{"id": "p"}], "case": [case]})

    assert type(follow(dataset, "case", "c", "placements")) is PartialList


@pytest.mark.parametrize(
    ("whole", "kind"), [((), OpenList), (("recruiter",), OpenList), (("placements",), tuple)]
)
def test_an_excluded_record_spoils_only_the_list_it_names(whole, kind):
    dataset = Dataset.from_records(
        {
            "recruiter": [{"id": "R"}, {"id": "S"}],
            "placement": [{"recruiter_id": "R"}],
        },
        whole=whole,
    )

    assert type(follow(dataset, "recruiter", "S", "placements")) is kind
    assert type(follow(dataset, "recruiter", "R", "placements")) is PartialList


@pytest.mark.parametrize(("whole", "kind"), [((), OpenList), (("placement",), tuple)])
def test_who_shares_a_number_is_all_known_only_where_all_records_are_here(whole, kind):
    workers = [{"id": "W", "nik": "5301064502990001"}, {"nik": "5301064502990001"}, {"name": "Ina"}]
    placements = [{"id": id_, "worker": worker} for id_, worker in zip("pqr", workers, strict=True)]
    dataset = Dataset.from_records({"placement": placements}, whole=whole)
    store = RecordStore.of(dataset)

    for records in (dataset, store):
        shared = [follow(records, "placement", id_, "same_nik") for id_ in "pqr"]
        assert [type(others) for others in shared] == [kind] * 3
        assert [ids(others) for others in shared] == [["q"], ["p"], []]
    assert dataset.whole == store.whole == {*whole}


def test_only_a_kind_can_be_whole_and_only_one_that_was_supplied():
    with raises(UsageError, "unknown", what="kind", name="visas", known=bundled_model().kinds):
        Dataset.from_records({"placement": []}, whole=["visas"])
    with raises(UsageError, "unknown", what="kind", name="visas", known=bundled_model().kinds):
        RecordStore(["placement"], whole=["visas"])
    dataset = Dataset.from_records({"recruiter": [{"id": "R"}]}, whole=["placement"])

    assert dataset.whole == set()
    assert follow(dataset, "recruiter", "R", "placements") is None


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

    assert ids(follow(dataset, "placement", "p", "same_worker")) == ["q"]


def test_records_with_the_same_id_are_all_excluded():
    dataset = Dataset.from_records({"placement": [{"id": "p"}, {"id": "q"}, {"id": "p"}]})

    assert [record.id for record in dataset.tables["placement"]] == ["q"]
    assert [(problem.id, problem.origin.row, problem.excluded) for problem in dataset.problems] == [
        ("p", 0, True),
        ("p", 2, True),
    ]
    assert dataset.problems[0].details == (ProblemDetail("/id", "id_shared", {"count": 2}),)


def test_excluded_records_are_counted_each_once(tmp_path):
    """Records of one id are several, and what is audited all the same is none."""
    (tmp_path / "placement.csv").write_text("id,recruiter_id\np,\nq,\nq,\ns,nobody\n", encoding="utf-8")
    (tmp_path / "placement.documents.csv").write_text("id,type\np,passport\np,paspor?\n", encoding="utf-8")
    (tmp_path / "recruiter.csv").write_text("id,name\nR,Contoh\nR,Contoh Lain\n", encoding="utf-8")

    problems = Dataset.read(tmp_path).problems

    assert sorted(problem.excluded for problem in problems) == [False] * 2 + [True] * 4
    assert excluded_records(problems) == 4
    assert unread_facts(problems) == 1


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
        {"recruiter": [{"id": "R"}, {"id": "R"}], "placement": [{"id": "p", "recruiter_id": "R"}]}
    )

    assert dataset.problems[0].details == (
        ProblemDetail("/recruiter_id", "record_excluded", {"target": "recruiter", "id": "R"}),
    )


def test_the_digest_changes_with_a_record_and_not_with_the_order():
    overseas, other = {"id": "p", "scope": "overseas"}, {"id": "q"}

    def digest(*records):
        return Dataset.from_records({"placement": records}).digest

    assert digest(overseas, other) == digest(other, overseas)
    assert digest(overseas, other) != digest({**overseas, "scope": "domestic"}, other)
