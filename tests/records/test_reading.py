"""Bad input of every kind: each problem is reported at its place, and the rest is audited."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import raises
from pmi_compliance import Dataset, Text, UnreadableInput, UsageError
from pmi_compliance.base.messages.inputs import SYSTEM
from pmi_compliance.base.messages.libraries import CSV, DATABASE, PARQUET, WORKBOOK
from pmi_compliance.base.messages.records import GROUP, LIST, NULL, PERSONAL
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.guessing import NamedCodes
from pmi_compliance.records.schema import OpenList, bundled_model

GOOD = '{"id": "good", "scope": "overseas"}'

SCOPES = NamedCodes(
    "`overseas` (luar negeri), `domestic` (dalam negeri)",
    "`overseas` (abroad), `domestic` (domestic)",
    words=Text("luar negeri, dalam negeri", "abroad, domestic"),
)

#: A record, where the problem in it stands, which it is, and some of its values.
PROBLEMS = [
    ('{"id": "x", "scop": "overseas"}', "/scop", "field_misspelt", {"name": "scop", "meant": "scope"}),
    ('{"id": "x", "worker": {"nama": "A"}}', "/worker/nama", "field_misspelt", {"meant": "name"}),
    ('{"id": "x", "qqq": 1}', "/qqq", "field_unknown", {"name": "qqq"}),
    ('{"id": "x", "scope": "qqq"}', "/scope", "not_listed",
     {"field": "scope", "listed": SCOPES, "read": Text('`"qqq"`', '`"qqq"`')}),
    ('{"id": "x", "scope": "abroad"}', "/scope", "not_listed_misspelt", {"meant": "overseas"}),
    ('{"id": "x", "departed_on": "2025-02-30"}', "/departed_on", "not_a_day", {}),
    ('{"id": "x", "departed_on": "30/01/2025"}', "/departed_on", "not_a_day", {}),
    ('{"id": "x", "recruited_in": "5301060"}', "/recruited_in", "region_of_bps", {}),
    ('{"id": "x", "recruited_in": "Atlantis"}', "/recruited_in", "not_a_region", {}),
    ('{"id": "x", "recruited_in": "Kupang"}', "/recruited_in", "place_by_name",
     {"near": "53.01 Kabupaten Kupang; 53.71 Kota Kupang"}),
    ('{"id": "x", "recruited_in": "Kupang Timur"}', "/recruited_in", "place_by_name",
     {"near": "53.01.06 Kupang Timur, Kabupaten Kupang"}),
    ('{"id": "x", "destination": "MAL"}', "/destination", "not_a_country_misspelt", {"meant": "ML"}),
    ('{"id": "x", "destination": "Malaysia"}', "/destination", "not_a_country_misspelt", {"meant": "MY"}),
    ('{"id": "x", "destination": "zzz"}', "/destination", "not_a_country", {}),
    ('{"id": "x", "worker": {"nik": "530106"}}', "/worker/nik", "not_sixteen_digits",
     {"read": PERSONAL.filled({"size": "6"})}),
    ('{"id": "x", "count": 100001}', "/count", "too_large", {"limit": 100000}),
    ('{"id": "x", "count_until": 999999999999}', "/count_until", "too_large", {"limit": 100000}),
    ('{"id": "x", "worker": {"stated_age": "17"}}', "/worker/stated_age", "not_of_type", {"types": ("integer",)}),
    ('{"id": "x", "via_partner": "ya"}', "/via_partner", "not_of_type", {"types": ("boolean",)}),
    ('{"id": "x", "documents": {}}', "/documents", "not_of_type", {"types": ("array",), "read": GROUP}),
    ('{"id": "x", "job": ""}', "/job", "empty_text", {}),
    ('{"id": 7}', "/id", "not_of_type", {"field": "id", "types": ("string",), "read": Text("`7`", "`7`")}),
    ("{}", "", "field_missing", {"field": "id"}),
    ("null", "", "not_of_type", {"types": ("object",), "read": NULL}),
    ('["x"]', "", "not_of_type", {"types": ("object",), "read": LIST.filled({"size": "1"})}),
    ('{"id": "x", "scope": "overseas", "scope": "domestic"}', "/scope", "field_twice", {"name": "scope"}),
    ('{"id": "x", "worker": {"stated_age": NaN}}', "/worker/stated_age", "not_finite", {}),
    ('{"id": "x", "worker": {"stated_age": 1e999}}', "/worker/stated_age", "not_finite", {}),
    ('{"id": "x", "job": "\\ud800"}', "/job", "broken_character", {}),
    ('{"id": "x", "indicators": ["force", "\\ud800"]}', "/indicators/1", "broken_character", {}),
]  # fmt: skip


@pytest.mark.parametrize(("record", "pointer", "code", "values"), PROBLEMS)
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_is_wrong_is_reported_at_its_place_and_the_rest_is_kept(
    tmp_path, form, record, pointer, code, values
):
    """What cannot be read takes no person away; only what has no id, or is no record, is excluded."""
    path = tmp_path / f"placements.{form}"
    path.write_text(f"[{GOOD},\n{record}]" if form == "json" else f"{GOOD}\n{record}\n", encoding="utf-8")

    dataset = Dataset.read(path)

    is_whole = pointer in {"", "/id"}
    assert [record.id for record in dataset.tables["placement"]] == ["good", "x"][: 2 - is_whole]
    (problem,) = dataset.problems
    assert problem.excluded == is_whole
    assert (problem.origin.file, problem.origin.line) == (str(path), 2)
    (detail,) = problem.details
    assert (detail.pointer, detail.code) == (pointer, code)
    assert values.items() <= detail.values.items()


def test_all_problems_of_all_records_are_reported_at_once(tmp_path):
    path = tmp_path / "placements.json"
    path.write_text('[{"id": "a", "scope": 1, "status": 2}, {"id": "b", "job": 3}]', encoding="utf-8")

    details = [
        (problem.id, detail.pointer) for problem in Dataset.read(path).problems for detail in problem.details
    ]

    assert details == [("a", "/scope"), ("a", "/status"), ("b", "/job")]


def test_a_mark_on_a_group_does_not_hide_the_parts_that_bear_none():
    """Of a wage the amount is personal, and the currency is not."""
    wage = {"currency": "rupiah", "amount": "4.000.000"}
    record = {"id": "x", "employment_agreement": {"wage": wage}}

    (problem,) = Dataset.from_records({"placement": [record]}).problems

    assert {detail.pointer.rsplit("/", 1)[1]: detail.values["read"].en for detail in problem.details} == {
        "amount": "(personal data, 9 characters)",
        "currency": '`"rupiah"`',
    }


def test_a_personal_value_is_not_repeated_in_a_problem():
    problem = Dataset.from_records(
        {"placement": [{"id": "a", "worker": {"birth_date": "3 Mei 2001"}}]}
    ).problems[0]

    assert "2001" not in str(problem.details)
    assert "2001" not in str(problem.details[0].message)


#: A file, its content, the place in it, and what is wrong.
UNREADABLE = [
    ("placements.json", "[{", ":1:3", "json_name_expected", {}),
    ("placements.json", '[{"id": "a"}] x', ":1:15", "text_after_the_end", {}),
    ("placements.json", '[{"id": "a"}', ":1:13", "json_cut_off", {"sign": ","}),
    ("placements.json", '[{"id": "a"}\n {"id"', ":2:2", "json_sign_expected", {"sign": ",", "read": "{"}),
    ("data.json", "[]", ":1:1", "kind_not_in_name", {"known": tuple(bundled_model().tables.values())}),
    ("data.json", '{"placement": [],\n"placements": []}', ":2:1", "kind_twice", {"name": "placements"}),
    ("data.json", '{"placments": []}', ":1:2", "unknown", {"what": "kind", "name": "placments"}),
    ("data.json", '{"placements_complete": 1}', ":1:25", "json_truth_expected", {}),
    (
        "data.json",
        '{"placements_complete": true,\n"placement_complete": true}',
        ":2:1",
        "kind_twice",
        {"name": "placement_complete"},
    ),
    ("placements.json", b"[{'id': '\xff'}]", "", "not_utf8", {"byte": 10}),
    ("placement.csv.bak", "id\n", "", "form_not_read", {"form": ".bak"}),
    ("placements.xlsx", "PK", "", "broken_workbook", {}),
    ("plasements.csv", "id\n", "", "kind_not_in_name", {"meant": "placements"}),
    ("placements.csv", "id,scope,id\n", ":1", "columns_twice", {"columns": ("id",)}),
    ("placements.csv", 'id\n"a', ":2", "broken_csv", {"reason": CSV["unexpected end of data"]}),
    ("placements.csv", 'id\n"a"b', ":2", "broken_csv", {"reason": CSV["expected after"]}),
    ("placements.csv", f"id\n{'a' * 200_000}", ":2", "broken_csv", {"reason": CSV["field larger than"]}),
    ("placements.xlsx", "x", "", "broken_workbook", {"reason": WORKBOOK["not a zip file"]}),
    ("placements.parquet", "x", "", "broken_parquet", {"reason": PARQUET["size is"]}),
    ("placements.parquet", "PAR1" + "x" * 40, "", "broken_parquet", {"reason": PARQUET["magic bytes"]}),
    (
        "placements.sqlite",
        "x" * 4096,
        "",
        "broken_database",
        {"reason": DATABASE["not a database|file is encrypted"]},
    ),
    ("placement.papers.csv", "id\n", "", "unknown_group", {"kind": "placement", "name": "papers"}),
]


@pytest.mark.parametrize(("name", "content", "place", "code", "values"), UNREADABLE)
def test_a_file_that_makes_no_sense_stops_the_run(tmp_path, name, content, place, code, values):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    with raises(UnreadableInput, code, **values) as caught:
        Dataset.read(path)
    assert caught.value.place == (f"sqlite:///{path}" if path.suffix == ".sqlite" else f"{path}{place}")


def test_a_path_that_is_not_there_and_a_folder_without_records(tmp_path):
    with raises(UnreadableInput, "cannot_open", reason=SYSTEM["ENOENT"]):
        Dataset.read(tmp_path / "placements.json")
    with raises(UnreadableInput, "no_records_in_folder", place=str(tmp_path)):
        Dataset.read(tmp_path)


def test_a_very_deep_value_is_an_error_and_not_a_crash(tmp_path):
    path = tmp_path / "placements.json"
    path.write_text("[" * 100_000, encoding="utf-8")

    with pytest.raises(UnreadableInput):
        Dataset.read(path)


def test_csv_cells_become_what_their_columns_want(tmp_path):
    (tmp_path / "placements.csv").write_text(
        "\ufeffid;worker.stated_age;via_partner;worker.address;employment_agreement.clauses_complete;employment_agreement.clauses\n"
        "a;17;ya;;tidak;job;\n"
        ";;;;;\n"
        'b;;tidak;"Jalan; Contoh";ya;"job;term"\n',
        encoding="utf-8",
    )
    (tmp_path / "placement.documents.csv").write_text(
        "id;type;status;covers\na;passport;held;\na;health_certificate;held;medical\nzz;passport;held;\n",
        encoding="utf-8",
    )

    dataset = Dataset.read(tmp_path)

    first, second = (record.data for record in dataset.tables["placement"])
    assert first["worker"] == {"stated_age": 17}
    assert first["via_partner"] is True
    assert type(first["employment_agreement"]["clauses"]) is OpenList
    assert first["documents"][1] == {"type": "health_certificate", "status": "held", "covers": ("medical",)}
    assert second["worker"]["address"] == "Jalan; Contoh"
    assert second["employment_agreement"]["clauses"] == ("job", "term")
    assert type(second["employment_agreement"]["clauses"]) is tuple
    # No row in the group's file: the list is unknown, not empty.
    assert "documents" not in second
    assert [record.origin.row for record in dataset.tables["placement"]] == [2, 4]
    (problem,) = dataset.problems
    assert (problem.id, problem.origin.row) == ("zz", 4)


@pytest.mark.parametrize(
    ("cells", "pointer", "english"),
    [
        ("a,soon", "/departed_on", "a date of the calendar"),
        ("#REF!,2025-01-01", "/id", "the error"),
    ],
)
def test_a_bad_row_is_a_problem_with_its_row(tmp_path, cells, pointer, english):
    path = tmp_path / "placements.csv"
    path.write_text(f"id,departed_on\n{cells}\n", encoding="utf-8")

    (problem,) = Dataset.read(path).problems

    assert problem.origin.row == 2
    assert problem.details[0].pointer == pointer
    assert english in problem.details[0].message.en


def test_a_misspelt_path_is_read_as_the_nearest_and_noted(tmp_path):
    path = tmp_path / "placements.csv"
    path.write_text("id,worker.birthdate\na,2000-01-01\n", encoding="utf-8")

    dataset = Dataset.read(path)

    assert dataset.get("placement", "a").data["worker"]["birth_date"] == date(2000, 1, 1)
    assert [note.code for note in dataset.reading_notes] == ["column_guessed"]


@pytest.mark.parametrize(
    ("document", "whole"),
    [
        ('{"placements": [{"id": "p"}]}', set()),
        ('{"placements": [{"id": "p"}], "placements_complete": true}', {"placement"}),
        ('{"placement_complete": true, "placement": []}', {"placement"}),
        ('{"placements": [], "placements_complete": false}', set()),
        ('{"placements": [], "cases_complete": true}', set()),
    ],
)
def test_a_document_may_say_that_all_records_of_a_kind_are_here(tmp_path, document, whole):
    """Of a kind that it does not hold, that says nothing."""
    path = tmp_path / "data.json"
    path.write_text(document, encoding="utf-8")
    pytest.importorskip("ibis")
    from pmi_compliance.engines.tables.reading import read_store

    dataset = Dataset.read(path)

    assert not dataset.problems
    assert dataset.whole == read_store(path).whole == whole
    # What a document says and what a caller says add up.
    (tmp_path / "cases.csv").write_text("id\n", encoding="utf-8")
    assert (
        Dataset.read(tmp_path, whole=["case"]).whole
        == read_store(tmp_path, whole=["case"]).whole
        == whole | {"case"}
    )


def test_json_jsonl_csv_and_mappings_hold_the_same_records(tmp_path):
    records = [{"id": "a", "scope": "overseas"}, {"id": "b", "departed_on": "2025-01-01"}]
    (tmp_path / "placements.json").write_text(json.dumps(records), encoding="utf-8")
    (tmp_path / "placements.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (tmp_path / "placements.csv").write_text(
        "id,scope,departed_on\na,overseas,\nb,,2025-01-01\n", encoding="utf-8"
    )

    digests = {Dataset.read(tmp_path / f"placements.{form}").digest for form in ("json", "jsonl", "csv")}

    assert digests == {Dataset.from_records({"placements": records}).digest}


def test_a_wrong_call_from_python():
    with raises(UsageError, "unknown", what="kind", name="placment", known=bundled_model().kinds):
        Dataset.from_records({"placment": []})
    with raises(UsageError, "not_a_list", name="placement"):
        Dataset.from_records({"placement": {"id": "a"}})


def test_a_group_without_its_records_is_reported_row_by_row(tmp_path):
    path = tmp_path / "placement.documents.CSV"
    path.write_text("id,type\na,passport\n,passport\n", encoding="utf-8")

    problems = Dataset.read(path).problems

    assert [(problem.kind, problem.id, problem.origin.row) for problem in problems] == [
        ("placement", "a", 2),
        ("placement", None, 3),
    ]
    detail = ProblemDetail("/id", "row_without_record", {"group": Text("Dokumen", "Documents")})
    assert all(detail in problem.details for problem in problems)


@pytest.mark.parametrize("worker", ['"y"', "7", "[]", '{"identity_claims": "z"}', '{"identity_claims": {}}'])
def test_rows_of_a_group_meet_a_record_that_holds_something_else(tmp_path, worker):
    (tmp_path / "placements.json").write_text(
        f'[{{"id": "p", "worker": {worker}}}, {GOOD}]', encoding="utf-8"
    )
    (tmp_path / "placement.worker.identity_claims.csv").write_text("id,source\np,ktp\n", encoding="utf-8")

    dataset = Dataset.read(tmp_path)

    assert [problem.id for problem in dataset.problems] == ["p"]
    assert [record.id for record in dataset.tables["placement"]] == ["good", "p"]
    assert "identity_claims" not in dataset.get("placement", "p").data.get("worker", {})


def test_a_nested_group_is_put_where_it_belongs(tmp_path):
    (tmp_path / "placements.json").write_text('[{"id": "p", "worker": null}, {"id": "q"}]', encoding="utf-8")
    (tmp_path / "placement.worker.identity_claims.csv").write_text(
        "id,source,birth_year\np,ktp,1999\np,diploma,1998\nq,ktp,199O\n", encoding="utf-8"
    )

    dataset = Dataset.read(tmp_path)

    claims = dataset.get("placement", "p").data["worker"]["identity_claims"]
    assert [claim["birth_year"] for claim in claims] == [1999, 1998]
    (problem,) = dataset.problems
    assert (problem.id, problem.origin.row) == ("q", 4)
    assert problem.details[0].pointer == "/worker/identity_claims/0/birth_year"


def test_a_table_without_a_header_is_refused_and_repeats_no_name(tmp_path):
    """Its first record would be taken for the names of columns: lost, and repeated in messages."""
    path = tmp_path / "placements.csv"
    path.write_text("P1,Maria Contoh,Maria Contoh\nP2,Yosef Contoh,1\n", encoding="utf-8")

    with raises(UnreadableInput, "no_column_names", place=f"{path}:1") as caught:
        Dataset.read(path)
    assert "Maria" not in str(caught.value)


@pytest.mark.parametrize(
    ("record", "indonesian", "english"),
    [
        ('{"id": }', "di sini diharapkan sebuah nilai", "a value is expected here"),
        ("{id: 1}", "nama dalam tanda petik ganda", "a name in double quotes"),
        ('{"id" "x"}', "di sini diharapkan `:`", "`:` is expected here"),
        ('{"id": "x', "tidak ditutup", "is not closed"),
        ('{"id": "x" "job": 1}', "di sini diharapkan `,`", "`,` is expected here"),
        ('{"id": "x\ty"}', "tanda kendali", "a control character"),
        ('{"id": "\\q"}', "tanda setelah `\\` tidak dikenal", "the sign after `\\` is not known"),
        ('{"id": "\\u12"}', "empat angka heksadesimal", "four hexadecimal digits"),
    ],
)
def test_broken_json_is_reported_in_both_languages(tmp_path, record, indonesian, english):
    path = tmp_path / "placements.jsonl"
    path.write_text(f"{GOOD}\n{record}\n", encoding="utf-8")

    (problem,) = Dataset.read(path).problems

    (detail,) = problem.details
    assert indonesian in detail.message.id
    assert english in detail.message.en
    assert not {"Expecting", "Invalid", "Unterminated"} & set(detail.message.id.split())


#: Groups as lists of names and values, in which a name may stand twice; texts with marks that could upset a count.
TEXTS = st.sampled_from(["", "a", "b", '"', '"' * 4, "\\", '\\"', "é", "\n", '":'])
GROUPS = st.recursive(
    TEXTS | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(TEXTS, inner), max_size=3).map(tuple),
    max_leaves=8,
)


def as_text(value, ascii_only):
    match value:
        case tuple():
            pairs = (f"{as_text(name, ascii_only)}: {as_text(inner, ascii_only)}" for name, inner in value)
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(as_text(inner, ascii_only) for inner in value)}]"
        case _:
            return json.dumps(value, ensure_ascii=ascii_only)


def doubled(value):
    match value:
        case tuple():
            names = [name for name, _ in value]
            last = dict(value)
            return len({*names}) < len(names) or any(map(doubled, last.values()))
        case list():
            return any(map(doubled, value))
        case _:
            return False


@given(GROUPS, st.booleans())
def test_no_double_key_is_overlooked_and_none_is_made_up(tmp_path_factory, value, ascii_only):
    path = tmp_path_factory.getbasetemp() / "placements.jsonl"
    record = f'{{"id": "x", "extra": {{"it": {as_text(value, ascii_only)}}}}}'
    path.write_text(record, encoding="utf-8")

    details = [detail for problem in Dataset.read(path).problems for detail in problem.details]

    assert bool(details) == doubled(value), record
    assert all(detail.code == "field_twice" for detail in details)


@pytest.mark.parametrize("inside", ["1", '"\\\\"'], ids=["plain", "looked at twice"])
@pytest.mark.parametrize("depth", [900, 5_000])
def test_data_nested_deeply_is_read_or_reported_as_a_problem(tmp_path, inside, depth):
    path = tmp_path / "placements.jsonl"
    deep = f'{{"id": "deep", "extra": {{"it": {"[" * depth}{inside}{"]" * depth}}}}}'
    path.write_text(f"{GOOD}\n{deep}\n", encoding="utf-8")

    dataset = Dataset.read(path)

    codes = [detail.code for problem in dataset.problems for detail in problem.details]
    assert [record.id for record in dataset.tables["placement"]] in (["good"], ["deep", "good"])
    assert len(dataset.tables["placement"]) + len(codes) == 2
    assert set(codes) <= {"nested_too_deeply"}
