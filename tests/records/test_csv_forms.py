"""CSV and folders as offices have them: any separator, any encoding, and nothing in a folder is passed over in silence."""

import csv
import gzip
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.errors import raises
from helpers.reading import notes
from pmi_compliance import Dataset, UnreadableInput
from pmi_compliance.auditing.backends import read_records

ROWS = [
    ["id", "scope", "job", "worker.name"],
    ["a", "overseas", "penjahit", "Dina"],
    ["b", "domestic", "", "Rína"],
]


def placements(folder, text, name="placements.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def table(separator=",", end="\n"):
    return end.join(separator.join(row) for row in ROWS) + end


def jobs(path):
    return {record.id: record.data.get("job") for record in Dataset.read(path).tables["placement"]}


def names(path):
    return [record.data["worker"]["name"] for record in Dataset.read(path).tables["placement"]]


EXPECTED = {"a": "penjahit", "b": None}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_found(tmp_path, separator, end):
    assert jobs(placements(tmp_path, table(separator, end))) == EXPECTED


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "\nsep=;"])
def test_the_line_that_tells_the_separator_is_no_heading(tmp_path, line):
    path = placements(tmp_path, f"{line}\n{table(';')}b,x;overseas;y;z\nc;bogus;y;z\n")
    dataset = Dataset.read(path)
    assert {"a", "b", "b,x"} <= {record.id for record in dataset.tables["placement"]}
    assert [problem.origin.row for problem in dataset.problems] == [6 + line.count("\n")]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ('"id","job;x;y;z",scope', "a,b,overseas"),
        ('"id";"a,b,c,d";scope', "a;b;overseas"),
        ('id|"a;b;c"|scope', "a|b|overseas"),
        ("id;scope;Ket, a, b, c, d", "a;overseas;b"),
    ],
)
def test_signs_in_quotes_part_nothing(tmp_path, header, cells):
    dataset = Dataset.read(placements(tmp_path, f"{header}\n{cells}\n"))
    problems = [detail for problem in dataset.problems for detail in problem.details]
    # The column in quotes is known to nobody; everything else is read.
    assert {detail.pointer for detail in problems} <= {"/job;x;y;z", "/a,b,c,d", "/a;b;c", "/Ket, a, b, c, d"}


@pytest.mark.parametrize("above", ["\n\n", "\r\n  \r\n", "DAFTAR PENEMPATAN, 2025\n\n", ",,,\nRekap,,,\n"])
def test_empty_lines_and_titles_above_the_headings_are_passed_over(tmp_path, above):
    assert jobs(placements(tmp_path, above + table())) == EXPECTED


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", {}),
        ("utf-8-sig", {}),
        ("utf-16", {}),
        ("utf-16-le", {}),
        ("utf-16-be", {}),
        ("utf-32", {}),
        ("cp1252", {"windows_1252": 1}),
    ],
)
def test_any_encoding_of_offices_is_read(tmp_path, encoding, told):
    path = placements(tmp_path, table(";"), encoding=encoding)
    assert names(path) == ["Dina", "Rína"]
    assert notes(Dataset.read(path)) == told


def test_what_is_no_text_in_any_of_them_is_refused(tmp_path):
    with raises(UnreadableInput, "not_utf8", byte=10):
        Dataset.read(placements(tmp_path, b"id,job\na\x81,b\x8d\n".replace(b"a\x81", b"a,\x81")))


def test_a_row_over_several_lines_is_told_where_it_begins(tmp_path):
    text = 'id,job,scope\nP1,"tukang\nlas\npipa",bogus\nP2,x,bogus\n\nP3,"a\nb",bogus\n'
    dataset = Dataset.read(placements(tmp_path, text))
    rows = {problem.id: problem.origin.row for problem in dataset.problems}
    assert rows == {"P1": 2, "P2": 5, "P3": 7}


def test_a_row_over_several_lines_is_no_gap_in_the_table(tmp_path):
    text = 'id,job,scope,worker.name\nP1,"tukang\nlas\npipa",overseas,A\nP2,x,bogus,\n'
    assert [problem.origin.row for problem in Dataset.read(placements(tmp_path, text)).problems] == [5]


@pytest.mark.parametrize(
    "name",
    [
        "placements.csv",
        "placements.json",
        "placements.jsonl",
        "placements.xlsx",
        "placements.parquet",
        "r.db",
    ],
)
def test_a_file_of_no_octets_supplies_nothing(tmp_path, name):
    (tmp_path / "recruiters.json").write_text('[{"id": "R1"}]')
    placements(tmp_path, "", name)
    dataset = Dataset.read(tmp_path)
    assert list(dataset.tables) == ["recruiter"]
    assert notes(dataset) == {"nothing_in_file": 1}


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\n \r\n", b"\xef\xbb\xbf\r\n"])
def test_a_text_of_nothing_but_a_mark_or_blanks_supplies_nothing(tmp_path, content):
    dataset = Dataset.read(placements(tmp_path, content))
    assert not dataset.tables
    assert notes(dataset) == {"nothing_in_file": 1}


def test_headings_without_rows_say_that_there_are_none(tmp_path):
    assert Dataset.read(placements(tmp_path, "id,scope\n")).tables == {"placement": ()}


@pytest.mark.parametrize(
    "last", ["JUMLAH,,,", "Total,,,", "Sumber: Dinas Contoh,,,", "CONTOH-1,overseas,x,y"]
)
def test_lines_that_are_no_records_are_left_out_and_told(tmp_path, last):
    dataset = Dataset.read(placements(tmp_path, table() + last + "\n"))
    assert {record.id for record in dataset.tables["placement"]} == {"a", "b"}
    assert sum(notes(dataset).values()) == 1
    assert not dataset.problems


@pytest.mark.parametrize("name", ["Data Penempatan 2025.csv", "placements (2).csv", "PENEMPATAN.tsv"])
def test_a_longer_name_of_a_file_is_understood(tmp_path, name):
    assert jobs(placements(tmp_path, table("\t"), name)) == EXPECTED


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "Err:502"])
def test_an_error_that_a_spreadsheet_wrote_as_text_is_no_value(tmp_path, error):
    text = f"id,scope,job,worker.name\na,overseas,{error},Dina\nb,overseas,#7 tukang,Err\n"
    dataset = Dataset.read(placements(tmp_path, text))

    (problem,) = dataset.problems
    assert [(detail.pointer, detail.code) for detail in problem.details] == [("/job", "cell_error")]
    assert [record.data.get("job") for record in dataset.tables["placement"]] == [None, "#7 tukang"]


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_such_an_error_is_none_in_a_column_of_parquet_either(tmp_path, backend):
    jobs = {"id": ["a", "b"], "scope": ["overseas"] * 2, "job": ["#REF!", "las"]}
    pq.write_table(pa.table(jobs), tmp_path / "placements.parquet")
    (problem,) = read_records(tmp_path, backend=backend).problems
    assert (problem.id, [detail.code for detail in problem.details]) == ("a", ["cell_error"])


DITTO = ['"', "''", "〃", "”", '-"-', '- " -', "–”–", '""', "sda", "SDA", "s.d.a", "S.D.A.", "s d a", "idem", "Idem",
         "ditto", "dto.", "sama", "sama dengan di atas", "sda di atas", "idem diatas", "-sda-", "- idem -"]  # fmt: skip


@pytest.mark.parametrize("mark", DITTO)
@pytest.mark.parametrize("heading", ["Jabatan", "Negara Tujuan", "Tgl Berangkat", "Nama", "NIK", "P3MI"])
def test_a_ditto_mark_is_no_value_and_the_problem_says_what_to_do(tmp_path, heading, mark):
    """`sda` became the job of somebody, and `\"` a firm."""
    with (tmp_path / "placements.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", heading], ["a", "Contoh"], ["b", mark]])
    dataset = Dataset.read(tmp_path / "placements.csv")

    (problem,) = (problem for problem in dataset.problems if problem.id == "b")
    assert [detail.code for detail in problem.details] == ["ditto_mark"]
    assert dataset.get("placement", "b").data == {"id": "b"}


def test_what_to_do_about_ditto_marks_is_said_once_with_their_number(tmp_path):
    """Twenty cells said in three lines each how to fill cells down."""
    rows = [["id", "Jabatan", "Negara"], ["a", "las", "MY"], ["b", "idem", "idem"], ["c", "sda", '"']]
    with (tmp_path / "placements.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    dataset = Dataset.read(tmp_path / "placements.csv")

    assert notes(dataset)["ditto_marks"] == 4
    details = [detail.message.id for problem in dataset.problems for detail in problem.details]
    assert len(details) == 4
    assert not any("Ctrl" in words for words in details)


@pytest.mark.parametrize(
    "text",
    ["sama-sama", "Ida", "sdau", "idema", "dua", '5"', "D'Souza", "samarinda", "So'e", "sda 2", "sama saja"],
)
def test_what_is_no_ditto_mark_stays_a_text(tmp_path, text):
    with (tmp_path / "placements.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "Jabatan"], ["a", text]])

    assert Dataset.read(tmp_path / "placements.csv").get("placement", "a").data["job"] == text


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_both_engines_see_a_ditto_mark(tmp_path, backend):
    rows = {"id": ["a", "b", "c"], "job": ["penjahit", "s.d.a", '"']}
    pq.write_table(pa.table(rows), tmp_path / "placements.parquet")
    dataset = read_records(tmp_path, backend=backend)

    told = [(problem.id, [detail.code for detail in problem.details]) for problem in dataset.problems]
    assert told == [("b", ["ditto_mark"]), ("c", ["ditto_mark"])]


# Packed files, and lines by another name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("placements.jsonl.gz", '{"id": "a", "job": "penjahit"}\n{"id": "b"}\n'),
        ("placements.ndjson", '{"id": "a", "job": "penjahit"}\n{"id": "b"}\n'),
        ("placements.ndjson.gz", '{"id": "a", "job": "penjahit"}\n{"id": "b"}\n'),
        ("placements.csv.gz", table(";")),
        ("placements.csv.zst", table(";")),
        ("placements.ndjson.zst", '{"id": "a", "job": "penjahit"}\n{"id": "b"}\n'),
        ("placements.json.gz", '[{"id": "a", "job": "penjahit"}, {"id": "b"}]'),
        ("data.json.gz", '{"placements": [{"id": "a", "job": "penjahit"}, {"id": "b"}]}'),
    ],
)
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_packed_files_and_lines_of_json_are_read(tmp_path, name, text, backend):
    octets = text.encode()
    packed = {".gz": gzip.compress, ".zst": lambda octets: pa.compress(octets, "zstd", asbytes=True)}
    placements(tmp_path, packed.get(name[name.rindex(".") :], bytes)(octets), name)
    assert jobs(tmp_path) == EXPECTED
    assert not read_records(tmp_path, backend=backend).problems


ZSTD = pa.compress(table().encode(), "zstd", asbytes=True)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".gz", b"no gzip"),
        (".gz", gzip.compress(table().encode())[:-9]),
        (".gz", gzip.compress(bytes(range(256)))[:60]),
        (".zst", b"no zstd"),
        (".zst", ZSTD[:-5]),
        (".zst", ZSTD + b"x"),
    ],
    ids=["no gzip", "gzip without its end", "gzip cut off", "no zstd", "zstd cut off", "more behind it"],
)
def test_a_packed_file_that_is_cut_off_is_told(tmp_path, ending, content):
    with raises(UnreadableInput, "broken_packed", form=ending):
        Dataset.read(placements(tmp_path, content, f"placements.csv{ending}"))


def test_a_small_file_that_unpacks_to_more_than_memory_is_refused(tmp_path):
    path = tmp_path / "placements.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"id,scope\n")
        for _ in range(1_100):
            file.write(b"\n" * 1_000_000)
    with raises(UnreadableInput, "file_too_large"):
        Dataset.read(path)


# Folders


def test_what_is_not_read_in_a_folder_is_told(tmp_path):
    placements(tmp_path, table())
    (tmp_path / "~$placements.xlsx").write_bytes(b"\x06Dina")
    (tmp_path / "~$data.xlsm").write_bytes(b"")
    (tmp_path / "catatan.txt").write_text("x")
    (tmp_path / "placements.csv.xz").write_bytes(b"x")
    (tmp_path / "surat.docx.gz").write_bytes(b"x")
    (tmp_path / "lama").mkdir()
    (tmp_path / "cases.json").symlink_to(tmp_path / "none.json")
    (tmp_path / "recruiters.json").symlink_to(tmp_path / "recruiters.json")
    os.mkfifo(tmp_path / "job_orders.csv")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "register.db-wal"):
        (tmp_path / name).write_bytes(b"x")

    dataset = Dataset.read(tmp_path)

    assert list(dataset.tables) == ["placement"]
    assert sorted((note.origin.file.rpartition("/")[2], note.code) for note in dataset.reading_notes) == [
        ("cases.json", "link_to_nothing"),
        ("catatan.txt", "other_form"),
        ("job_orders.csv", "no_plain_file"),
        ("lama", "folder_inside"),
        ("placements.csv.xz", "other_form"),
        ("recruiters.json", "link_to_nothing"),
        ("surat.docx.gz", "other_form"),
        ("~$data.xlsm", "lock_file"),
        ("~$placements.xlsx", "lock_file"),
    ]
    assert notes(read_records(tmp_path, backend="tables")) == notes(dataset)


def test_a_pipe_that_is_named_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "placements.csv")
    with raises(UnreadableInput, "not_a_file"):
        Dataset.read(tmp_path / "placements.csv")


def test_a_folder_with_nothing_but_other_things_is_refused(tmp_path):
    (tmp_path / "~$placements.xlsx").write_bytes(b"x")
    with raises(UnreadableInput, "no_records_in_folder"):
        Dataset.read(tmp_path)


def test_the_other_engine_reads_the_same(tmp_path):
    text = "DAFTAR\n\n" + table(";") + 'c;bogus;"x\ny";z\nJUMLAH;;;\n'
    path = placements(tmp_path, text, encoding="cp1252")
    whole, store = Dataset.read(path), read_records(path, backend="tables")
    assert notes(store) == notes(whole)
    assert [(problem.origin, problem.details) for problem in store.problems] == [
        (problem.origin, problem.details) for problem in whole.problems
    ]
