"""What says nothing is no fact, and what cannot be read takes nothing else away."""

import json
from copy import deepcopy
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.reading import all_is_read
from pmi_compliance import Dataset, audit, default_packs, read_records
from pmi_compliance.records.reading import ReadingNotes, read_files
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.unread import may_hold_nothing, says_nothing

NOTHING = [
    "-", "--", "–", "—", " - ", ".", "...", "?", "??", "*", "n/a", "N/A", "NA", "n.a.", "nil", "null", "none", "Unknown",
    "nihil", "kosong", "KOSONG", "belum", "belum ada", "Belum diketahui", "belum diisi", "tidak ada", "Tdk ada", "tdk tahu",
    "tidak tahu", "tidak diketahui", "tidak ada data", "tanpa keterangan", "xxx", "XX", "0", "000", "0000000000", "1111",
    "9999999999999999", "blank", "tba", "TBD", "nan", "#N/A", "not known", "gak tahu", "ga ada", "nggak jelas", "tak ada",
    "~", "=", "/", "_", "‐", "‑", "−", "―",
]  # fmt: skip
SOMETHING = [
    "penjahit", "Nia", "Na Lo", "7", "007", "12", "111", "0812", "5301190101900001", "belum kawin", "tidak ada anak", "X",
    "ada", "None Sari", "tukang kosong", "-5", "A-1", "No. 3",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_a_word_for_missing_is_no_fact_and_is_noted_once(text):
    records = [
        {"id": f"P{at}", "job": text, "worker": {"phone": text, "birth_date": text}} for at in range(3)
    ]
    dataset = Dataset.from_records({"placement": records})

    assert "job" not in dataset.get("placement", "P0").data
    assert "phone" not in dataset.get("placement", "P0").data["worker"]
    notes = {
        (note.values["field"], note.values["read"]): note.values["count"] for note in dataset.reading_notes
    }
    assert notes["job", text.strip()] == notes["worker.phone", text.strip()] == 3


@pytest.mark.parametrize("text", SOMETHING)
def test_other_words_stay(text):
    dataset = Dataset.from_records({"placement": [{"id": "P", "job": text}]})

    assert dataset.get("placement", "P").data["job"] == text
    assert dataset.reading_notes == ()


@given(st.one_of(st.sampled_from([*NOTHING, *SOMETHING]), st.text(max_size=8)))
def test_a_record_is_looked_into_wherever_a_text_says_nothing(text):
    from pmi_compliance.base.digests import canonical

    if says_nothing(text):
        assert may_hold_nothing(canonical({"id": "P", "job": text}))


def test_a_code_of_a_list_means_what_the_list_says_and_a_place_goes_without_its_dot():
    record = {"id": "P", "recruited_in": "1111", "recruiter_id": "-"}
    dataset = Dataset.from_records({"placement": [record]})

    assert dataset.get("placement", "P").data == {"id": "P", "recruited_in": "11.11"}


def test_a_record_may_be_called_none_but_not_by_a_dash():
    dataset = Dataset.from_records({"placement": [{"id": "none"}, {"id": "-"}]})

    assert [record.id for record in dataset.tables["placement"]] == ["none"]
    (problem,) = (problem for problem in dataset.problems if problem.excluded)
    assert problem.details[0].code == "field_missing"


def test_words_for_missing_are_read_the_same_in_every_form(tmp_path):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [
        {
            "id": "P1",
            "job": "-",
            "worker": {"nik": "-", "phone": "0000"},
            "documents": [{"type": "passport", "number": "-"}],
        },
        {
            "id": "P2",
            "job": "penjahit",
            "worker": {"nik": "5301064302920017", "phone": "0812"},
            "documents": [],
        },
    ]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "placements.parquet")
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "placements.json").write_text(json.dumps(rows), encoding="utf-8")

    plain = Dataset.read(tmp_path / "placements.parquet")
    from_json = Dataset.read(tmp_path / "json")
    tables = read_records(tmp_path / "placements.parquet", backend="tables")

    data = [record.data for record in plain.tables["placement"]]
    assert data == [record.data for record in from_json.tables["placement"]]
    assert data[0] == {"id": "P1", "worker": {}, "documents": ({"type": "passport"},)}
    assert [note.values for note in tables.reading_notes] == [note.values for note in plain.reading_notes]
    assert tables.count("placement", "job") == plain.count("placement", "job")


#: A person who may not leave, and what stands in a cell of theirs.
CHILD = {
    "id": "W", "scope": "overseas", "status": "departed", "executor_kind": "p3mi", "destination": "MY",
    "worker_category": "legal_entity_employer", "departed_on": "2025-04-08", "worker": {"birth_date": "2010-02-03"},
}  # fmt: skip
AGE = "uu18-2017-p5a-min-age"


def outcomes(record):
    dataset = Dataset.from_records({"placement": [record]})
    report = audit(dataset, default_packs(), as_of=date(2025, 9, 15), include_passed=True)
    return {finding.rule: finding.outcome.value for finding in report.findings}


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["kapan-kapan", 7, True, ["x"], {"a": 1}, "2025-02-30", "-", None])
@pytest.mark.parametrize("name", sorted(CHILD.keys() - {"id", "worker"}))
def test_a_cell_that_cannot_be_read_takes_no_person_away(name, cell):
    """Every finding is what it was, or is not known; the child is judged."""
    before, after = outcomes(CHILD), outcomes({**CHILD, name: cell})

    assert AGE in after
    changed = {rule: (before[rule], after[rule]) for rule in before if before[rule] != after.get(rule)}
    known = {"pass", "fail"}
    assert {rule: pair for rule, pair in changed.items() if set(pair) <= known} == {}


def test_a_part_of_a_list_that_cannot_be_read_leaves_an_element_of_which_nothing_is_known():
    record = {
        "id": "P", "documents": [{"type": "passport", "status": "dipinjam"}, "visa", {"type": "passport", "nomor": "1"}],
        "documents_complete": True,
    }  # fmt: skip
    dataset = Dataset.from_records({"placement": [record]})

    assert dataset.get("placement", "P").data["documents"] == ({"type": "passport"}, {}, {"type": "passport"})
    assert len(dataset.problems[0].details) == 3
    assert not all_is_read(dataset)


def test_a_list_that_cannot_be_read_at_all_is_not_complete():
    dataset = Dataset.from_records(
        {"placement": [{"id": "P", "documents": "paspor", "documents_complete": True}]}
    )

    assert dataset.get("placement", "P").data == {"id": "P"}


def test_how_many_facts_were_not_read_stands_on_top():
    dataset = Dataset.from_records(
        {"placement": [{"id": "P", "departed_on": "kapan", "scope": "mana"}, {"job": "x"}]}
    )
    report = audit(dataset, default_packs(), as_of=date(2025, 9, 15))

    excluded, unread = (text.id for text in report.notices[:2])
    assert excluded.startswith("1 data TIDAK DINILAI")
    assert unread.startswith("2 fakta tidak terbaca")


# Whatever cells of the quick start say nothing


@cache
def quick_start():
    """The records of the quick start by kind, as they are read."""
    _, raws, _ = read_files(["examples/quickstart"], bundled_model(), ReadingNotes())
    return {kind: [raw.value for raw in raws if raw.kind == kind] for kind in bundled_model().kinds}


def cells(value, path=()):
    """The path of every cell but the id."""
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if (*path, step) != ("id",):
                yield from cells(inner, (*path, step))
    else:
        yield path


def takes_any_text(kind, path):
    node = bundled_model().node_at(kind, ["-" if isinstance(step, int) else step for step in path])
    is_told = node is None or node.values or node.format or "pattern" in node.limits
    return node is None or (node.type == "string" and not is_told)


def known(tables):
    """The outcomes that are known of each rule and record."""
    report = audit(
        Dataset.from_records(tables), default_packs(), as_of=date(2025, 10, 31), include_passed=True
    )
    found = {(one.rule, one.subject.kind, one.subject.id): one.outcome.value for one in report.findings}
    return {key: outcome for key, outcome in found.items() if outcome in {"pass", "fail"}}


@cache
def known_of(at):
    return known({**quick_start(), "placement": [quick_start()["placement"][at]]})


@pytest.mark.slow
@examples(50)
@given(data=st.data())
def test_no_known_outcome_becomes_another_for_cells_that_say_nothing(data):
    """A word for missing may stand in any cell, and garbage in any that takes no free text."""
    at = data.draw(st.integers(0, len(quick_start()["placement"]) - 1))
    tables = deepcopy({**quick_start(), "placement": [quick_start()["placement"][at]]})
    all_cells = [
        (kind, number, path)
        for kind in ("placement", "recruiter", "job_order")
        for number, record in enumerate(tables[kind])
        for path in cells(record)
    ]
    for kind, number, path in data.draw(
        st.lists(st.sampled_from(all_cells), min_size=1, max_size=8, unique=True)
    ):
        record = tables[kind][number]
        for step in path[:-1]:
            record = record[step]
        garbage = [] if takes_any_text(kind, path) else ["kapan?!", "2025-13-45", ["x"], {"a": 1}]
        record[path[-1]] = data.draw(st.sampled_from(["-", "n/a", "belum diketahui", None, *garbage]))

    before, after = known_of(at), known(tables)
    assert {
        key: (before[key], after[key]) for key in before.keys() & after if before[key] != after[key]
    } == {}
