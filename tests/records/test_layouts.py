"""Lists as offices lay them out: nobody is lost or made up by how a sheet looks, and no value goes under a wrong heading."""

import json
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.books import number, ods, xlsb, xlsx
from helpers.errors import raises
from helpers.own_lists import as_csv, as_workbook
from helpers.reading import notes, told
from pmi_compliance import Dataset, UnreadableInput, read_records
from pmi_compliance.records.importing import understand


def book(tmp_path, *rows, name="Penempatan", **options):
    return xlsx(tmp_path / "data.xlsx", {name: [*rows]}, **options)


def placements(path):
    return [record.data for record in Dataset.read(path).tables["placement"]]


def names(path):
    return [record.get("worker", {}).get("name") for record in placements(path)]


def listed(tmp_path, *rows):
    """A CSV file of some rows."""
    path = tmp_path / "placements.csv"
    path.write_text("".join(";".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    return path


# Persons of whom only a name is written

OWN = ["Nama", "NIK", "Negara tujuan", "Pekerjaan"]
DINA = ["Dina", "5301064302920017", "MY", "penjahit"]


@pytest.mark.parametrize(
    "headings", [OWN, ["NIK", "Negara tujuan", "Nama"], ["No", *OWN], ["Nama", "Tujuan"], ["No", "Nama"]]
)
@pytest.mark.parametrize("gap", [[], [[]]])
@pytest.mark.parametrize("how", ["xlsx", "csv"])
def test_who_is_written_by_name_alone_is_a_person_and_told(tmp_path, headings, gap, how):
    at = headings.index("Nama")
    first = [{"No": 1, "Nama": "Dina", "NIK": "5301064302920017"}.get(name, "MY") for name in headings]
    alone = [[*[""] * at, name] for name in ("Rina Misal", "Maria Goreti")]
    rows = [headings, first, *gap, *alone]
    path = book(tmp_path, *rows) if how == "xlsx" else listed(tmp_path, *rows)

    assert names(path) == ["Dina", "Rina Misal", "Maria Goreti"]
    assert notes(Dataset.read(path))["row_of_a_name_alone"] == 2


FEET = [
    [
        ["Mengetahui,"],
        ["Kepala Dinas Tenaga Kerja"],
        [],
        ["Drs. Misal Contoh"],
        ["NIP. 19700101 199003 1 001"],
    ],
    [[], ["Kupang, 30 Juni 2025"], ["Kabid Penempatan"], [], ["Maria Contoh, S.Sos"], ["Pembina Tk. I"]],
    [[], ["Drs. Misal Contoh"], ["NIP 19700101 199003 1 001"]],
    [[], ["a.n. Kepala Dinas"], ["Sekretaris"], ["(Misal Contoh)"]],
    [["Sumber: Dinas Contoh"]],
    [["Jumlah", "", "", "3"]],
    [["Total 3 orang"]],
    [["Petugas,"], [], ["( Misal Contoh )"]],
    [["KECAMATAN KUPANG TIMUR"]],
    [["Hormat kami"], ["Misal Contoh"]],
    [["Catatan: sementara"], ["Misal"]],
    [[], ["Keterangan"], ["PRT", "penata rumah tangga"]],
    [["BULAN JUNI 2025"]],
    [["*) data sementara"], ["- belum lengkap"], ["-"]],
    [["Signed by"], ["Misal Contoh"]],
    [
        [],
        ["Mengetahui,", "", "", "Kupang, 30 Juni 2025"],
        ["Camat", "", "", "Petugas"],
        ["Drs. Misal", "", "", "Maria"],
    ],
]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("numbered", [False, True])
def test_sums_signatures_and_sources_are_no_persons(tmp_path, foot, numbered):
    lead = ["No"] if numbered else []
    rows = [
        [*lead, *OWN],
        [*([1] if numbered else []), *DINA],
        *([*([""] if numbered and row else []), *row] for row in foot),
    ]

    assert names(book(tmp_path, *rows)) == ["Dina"]
    assert names(listed(tmp_path, *rows)) == ["Dina"]


@pytest.mark.parametrize("count", ["4 jenazah", "3 org", "1.500 orang", "5 orang + 2 anak", "2 Lk / 3 Pr"])
@pytest.mark.parametrize("word", ["Total", "JUMLAH", "Jml.", "Sub Total"])
def test_a_sum_that_says_of_what_is_no_person(tmp_path, word, count):
    rows = [["No", *OWN], [1, *DINA], [word, count]]

    assert names(book(tmp_path, *rows)) == ["Dina"]
    assert names(listed(tmp_path, *rows)) == ["Dina"]


def test_who_bears_the_name_of_a_sum_is_a_person(tmp_path):
    rows = [["Nama", "Tujuan"], ["Total Contoh", "Malaysia"], ["Dina", "Malaysia"]]

    assert names(book(tmp_path, *rows)) == ["Total Contoh", "Dina"]


def test_a_title_between_records_ends_no_list(tmp_path):
    rows = [OWN, ["Desa Oebelo"], DINA, ["Rina"], ["GELOMBANG II"], ["Budi", None, "MY"], [], ["Sari"]]
    path = book(tmp_path, *rows)

    assert names(path) == ["Dina", "Rina", "Budi", "Sari"]
    assert notes(Dataset.read(path))["lines_left_out"] == 2


def test_a_cell_over_several_columns_is_a_title(tmp_path):
    path = book(tmp_path, OWN, ["Perempuan"], DINA, merged=["A2:D2"])
    assert names(path) == ["Dina"]


def test_who_is_known_by_nik_alone_is_a_person(tmp_path):
    path = book(tmp_path, ["NIK", "Nama", "Tujuan"], ["5301064302920017"], ["5301064302920018", "Rina", "MY"])
    assert len(placements(path)) == 2


#: What may stand in the cells of a person, or nothing.
CELLS = {
    "NIK": ["", "-", "5301064302920017", "salah"],
    "Tujuan": ["", "Malaysia", "-", "belum"],
    "Pekerjaan": ["", "penjahit", "?"],
    "Tgl lahir": ["", "3/2/1999", "kapan?!", "-"],
}
NAMES = st.sampled_from(["Dina", "Rina Misal", "SARI", "I Made Contoh", "Hj. Siti"])
PERSONS = st.lists(st.tuples(NAMES, *map(st.sampled_from, CELLS.values())), min_size=1, max_size=6)


@given(
    persons=PERSONS, gaps=st.sets(st.integers(0, 5)), place=st.integers(0, 4), is_numbered=st.booleans(),
    has_foot=st.booleans(), is_csv=st.booleans(),
)  # fmt: skip
def test_whoever_has_a_name_is_read_whatever_else_stands_in_the_row(
    persons, gaps, place, is_numbered, has_foot, is_csv
):
    lead = ["No"] if is_numbered else []
    names_at = [*CELLS]
    names_at.insert(place, "Nama")
    rows = [[*lead, *names_at]]
    for at, (name, *cells) in enumerate(persons):
        cells.insert(place, name)
        rows += [[]] if at in gaps else []
        rows.append([*([at + 1] if is_numbered and at % 2 == 0 else [""] * len(lead)), *cells])
    rows += (
        [[], ["Mengetahui,"], ["Kepala Dinas Contoh"], [], ["Drs. Misal"], ["NIP. 19700101 199003 1 001"]]
        if has_foot
        else []
    )
    with tempfile.TemporaryDirectory() as inside:
        path = listed(Path(inside), *rows) if is_csv else book(Path(inside), *rows)
        # In the order of ids, in which row 10 comes before row 2.
        assert sorted(names(path)) == sorted(name for name, *_ in persons)


# Tables below one another


@pytest.mark.parametrize("between", [[], [[]], [["KECAMATAN SOE"]], [[], ["DAFTAR LAIN"], []]])
def test_a_second_list_is_read_under_its_own_headings(tmp_path, between):
    second = [["NIK", "Nama", "Tgl lahir", "Tujuan"], ["5301064302920018", "Rina", "1999-02-03", "SG"]]
    path = book(tmp_path, OWN, DINA, *between, *second)

    dina, rina = placements(path)
    assert dina["worker"] == {"name": "Dina", "nik": "5301064302920017"}
    assert rina["worker"] == {"name": "Rina", "nik": "5301064302920018", "birth_date": date(1999, 2, 3)}
    assert rina["destination"] == "SG"
    assert notes(Dataset.read(path))["table_below"] == 1


def test_what_import_understood_of_two_tables_is_read_again(tmp_path):
    path = book(
        tmp_path, OWN, DINA, [], ["NIK", "Nama", "Tgl lahir"], ["5301064302920018", "Rina", "1999-02-03"], [],
        ["Nama P3MI", "Jenis", "Modal disetor"], ["PT Misal", "P3MI", 5000000000],
    )  # fmt: skip
    before = understand(path)
    (tmp_path / "data.kolom.yaml").write_text(before.mapping("id"), encoding="utf-8")

    assert Dataset.read(path).tables == before.dataset.tables
    assert {note.code for note in Dataset.read(path).reading_notes}.isdisjoint(
        {"column_read_as", "column_guessed"}
    )


def test_running_numbers_that_begin_again_lose_nobody(tmp_path):
    path = book(
        tmp_path, ["No", "Nama", "Tujuan"], [1, "Dina", "MY"], [2, "Rina", "MY"], [],
        ["No", "Tujuan", "Nama"], [1, "SG", "Budi"], [2, "SG", "Sari"],
    )  # fmt: skip
    assert names(path) == ["Dina", "Rina", "Budi", "Sari"]


def test_a_problem_in_the_second_list_names_its_own_cell(tmp_path):
    path = book(
        tmp_path, [*OWN, "Tgl lahir"], DINA, [], ["Tgl lahir", "Nama", "NIK"], ["kapan?", "Rina", None]
    )
    (problem,) = Dataset.read(path).problems
    assert (problem.origin.row, problem.details[0].cell.letter) == (5, "A")


def test_recruiters_below_placements_are_recruiters(tmp_path):
    path = book(
        tmp_path, OWN, DINA, [], ["Nama P3MI", "Jenis", "Modal disetor", "Deposito jaminan: Jumlah"],
        ["PT Misal", "P3MI", 5000000000, 1500000000],
    )  # fmt: skip
    dataset = Dataset.read(path)
    assert names(path) == ["Dina"]
    assert [record.data["name"] for record in dataset.tables["recruiter"]] == ["PT Misal"]


@pytest.mark.parametrize(
    "recap",
    [
        [["Negara", "Jumlah"], ["Malaysia", 3]],
        [["Negara", "L", "P", "Jumlah"], ["Malaysia", 0, 1, 1], ["Singapura", 1, 1, 2]],
        [["REKAP"], ["Pekerjaan", "Total"], ["penjahit", "3"]],
    ],
)
def test_a_recap_below_a_list_makes_no_person_and_is_told(tmp_path, recap):
    path = book(
        tmp_path, OWN, DINA, [], *recap, [], ["Nama", "NIK", "Tujuan"], ["Rina", "5301064302920018", "MY"]
    )

    assert names(path) == ["Dina", "Rina"]
    assert notes(Dataset.read(path))["table_below_not_read"] == len([row for row in recap if len(row) > 1])


def test_a_second_table_of_a_text_is_told_and_not_read_under_the_first(tmp_path):
    path = listed(tmp_path, OWN, DINA, [], ["Negara", "Jumlah"], ["Malaysia", 3], ["Singapura", 2])
    dataset = Dataset.read(path)
    assert names(path) == ["Dina"]
    (note,) = [note for note in dataset.reading_notes if note.code == "table_below_not_read"]
    assert (note.values["count"], note.values["rows"]) == (3, "4, 5, 6")


def test_the_first_table_is_not_lost_where_the_second_has_more_headings(tmp_path):
    second = [
        ["NIK", "Nama", "Tgl lahir", "Tujuan", "Pekerjaan", "L/P"],
        ["5301064302920018", "Rina", None, "SG", None, "P"],
    ]
    assert names(book(tmp_path, ["Nama", "Tujuan", "Warna"], ["Dina", "MY", "x"], [], *second)) == [
        "Dina",
        "Rina",
    ]


# Headings in several rows


TTL = [
    ["No", "Nama", "Tempat & Tgl Lahir", None, "Paspor", None, None, "Tujuan"],
    [None, None, "Tempat", "Tanggal", "Nomor", "Tgl Terbit", "Berlaku s/d", None],
    [1, 2, 3, 4, 5, 6, 7, 8],
    [1, "Dina", "Kupang", "3/2/1999", "X0000001", "1/4/2025", "1/4/2035", "Malaysia"],
]
MERGED = ["A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2"]


@pytest.mark.parametrize("merged", [MERGED, []])
@pytest.mark.parametrize("how", ["xlsx", "csv", "three"])
def test_a_heading_over_several_columns_gives_each_its_own_meaning(tmp_path, merged, how):
    rows = [[cell if cell is not None else "" for cell in row] for row in TTL]
    if how == "three":
        merged = [ref.replace("2", "3").replace("1", "2") for ref in merged] + ["B1:G1"] if merged else []
        rows = [["", "Data CPMI", "", "", "", "", "", ""], *rows]
    path = listed(tmp_path, *rows) if how == "csv" else book(tmp_path, *rows, merged=merged)

    (dina,) = placements(path)
    assert dina["worker"] == {"name": "Dina", "birth_place": "Kupang", "birth_date": date(1999, 2, 3)}
    assert dina["destination"] == "MY"
    (passport,) = dina["documents"]
    assert (passport["number"], passport["issued_on"], passport["expires_on"]) == (
        "X0000001", date(2025, 4, 1), date(2035, 4, 1),
    )  # fmt: skip


@pytest.mark.parametrize("over", ["Suami/Istri", "Orang tua", "Ahli waris", "Pemberi kerja"])
@pytest.mark.parametrize("is_merged", [True, False])
def test_what_is_told_of_others_is_not_told_of_the_worker(tmp_path, over, is_merged):
    rows = [
        ["No", "Nama", over, None, "Tujuan"],
        [None, None, "Nama", "Alamat", None],
        [1, "Dina", "Budi", "RT 01", "MY"],
        [2, "Rina", "Joko", "RT 02", "MY"],
    ]
    path = book(tmp_path, *rows, merged=["A1:A2", "B1:B2", "C1:D1", "E1:E2"] if is_merged else [])

    assert [record["worker"] for record in placements(path)] == [{"name": "Dina"}, {"name": "Rina"}]
    assert [record["destination"] for record in placements(path)] == ["MY", "MY"]


def test_headings_of_two_rows_that_stand_again_are_no_person(tmp_path):
    path = book(tmp_path, *TTL, *TTL[:3], [2, "Rina", "Soe", "4/2/1999", None, None, None, "Malaysia"])
    assert names(path) == ["Dina", "Rina"]


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4],
        ["(1)", "(2)", "(3)", "(4)"],
        ["a", "b", "c", "d"],
        ["A.", "B.", "C.", "D."],
        [1, 2, 4, 5],
        [1.0, 2.0, 3.0, 4.0],
        ["I", "II", "III", "IV"],
        ["1", "2", "3", "4=2x3"],
    ],
)
def test_numbers_and_letters_of_columns_are_no_person(tmp_path, numbers):
    assert names(book(tmp_path, OWN, numbers, DINA)) == ["Dina"]


def test_numbers_of_columns_may_stand_between_the_headings(tmp_path):
    path = book(tmp_path, *TTL[:1], TTL[2], TTL[1], TTL[3], merged=["C1:D1", "E1:G1"])
    assert names(path) == ["Dina"]
    assert placements(path)[0]["worker"]["birth_date"] == date(1999, 2, 3)


def test_a_row_of_hints_below_the_headings_is_no_person(tmp_path):
    path = book(tmp_path, ["No", "Nama", "Gaji"], [None, None, "(Rp)"], [1, "Dina", "1500000"])
    assert names(path) == ["Dina"]


@pytest.mark.parametrize(
    "name",
    ["Nip Contoh", "An. Dina", "Ketut Misal", "Noteria", "Kasih", "A.A. Contoh", "Ani", "I Made", "Tahir"],
)
def test_a_name_that_begins_as_a_signature_does_is_a_person_and_so_are_those_below(tmp_path, name):
    assert names(book(tmp_path, ["Nama", "Tujuan", "Pekerjaan"], [name], ["Rina"])) == [name, "Rina"]


def test_a_list_of_one_column_is_a_list(tmp_path):
    assert names(book(tmp_path, ["DAFTAR CPMI"], ["Nama"], ["Dina"], ["Rina"], ["Jumlah: 2"])) == [
        "Dina",
        "Rina",
    ]


def test_a_remark_beside_an_unnamed_column_is_no_heading(tmp_path):
    path = book(tmp_path, ["Nama", None, "Tujuan"], ["Dina", "cek"], ["Rina", None, "MY"])
    assert names(path) == ["Dina", "Rina"]


# Other forms, and the other engine


LAYOUT = [
    ["DAFTAR CPMI"], *TTL, [None, "Rina"], ["KECAMATAN SOE"], [], ["Tgl lahir", "Nama", "NIK"],
    ["kapan?", "Sari", "5301064302920018"], [], ["Negara", "Jumlah"], ["Malaysia", 3], [], ["Mengetahui,"], ["Drs. Misal"],
]  # fmt: skip


@pytest.mark.parametrize("write", [xlsx, ods, xlsb])
def test_a_layout_is_read_the_same_in_every_form_and_by_both_engines(tmp_path, write):
    rows = [(at, row) for at, row in enumerate(LAYOUT, 1)] if write is xlsb else LAYOUT
    path = write(tmp_path / f"data.{write.__name__}", {"Penempatan": rows})
    whole, store = Dataset.read(path), read_records(path, backend="tables")

    assert sorted(names(path)) == ["Dina", "Rina", "Sari"]
    assert notes(store) == notes(whole)
    assert told(store) == told(whole) == {10: [("/worker/birth_date", "not_a_day")]}
    assert {"table_below": 1, "table_below_not_read": 4, "lines_left_out": 1}.items() <= notes(whole).items()


# Days counted from 1904 on


@pytest.mark.parametrize(("since_1904", "serial"), [(True, 44292), (False, 45754)])
@pytest.mark.parametrize("cell", [lambda serial: serial, lambda serial: number(serial, 1)])
def test_a_count_of_days_without_a_format_of_days_is_the_right_day(tmp_path, since_1904, serial, cell):
    path = book(
        tmp_path, ["id", "departed_on", "Nama"], ["a", cell(serial), "Dina"], ["b", 2025, "Rina"],
        since_1904=since_1904, formats=["0"],
    )  # fmt: skip
    assert [str(record["departed_on"]) for record in placements(path)] == ["2025-04-07", "2025"]


# Files beside one another


RECORDS = [{"id": "Z1", "status": "departed", "worker": {"name": "Dina"}}]


def folder(tmp_path, **texts):
    recruiters = tmp_path / "recruiters.json"
    recruiters.write_text('[{"id": "R", "kind": "p3mi"}]', encoding="utf-8")
    for name, text in texts.items():
        (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_list_of_records_under_a_name_of_its_own_is_read_by_its_fields(tmp_path, backend):
    records = read_records(folder(tmp_path, daftar__json=json.dumps(RECORDS)), backend=backend)

    assert records.sizes == {"recruiter": 1, "placement": 1}
    (note,) = records.reading_notes
    assert (note.code, note.values["name"]) == ("file_by_fields", "daftar.json")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("catatan__json", '[{"Nama": "Dina", "Umur": 3}]'),
        ("lain__json", "[1, 2]"),
        ("sedikit__json", '[{"id": "a", "name": "b"}]'),
        ("rusak__json", '[{"id": '),
        ("hal__jsonl", '{"a": 1}'),
        ("rekap__csv", "Negara,Jumlah\nMalaysia,3\n"),
    ],
)
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_file_of_a_folder_that_says_not_what_it_holds_stops_no_other_and_is_told(
    tmp_path, name, text, backend
):
    records = read_records(folder(tmp_path, **{name: text}), backend=backend)

    assert records.sizes == {"recruiter": 1}
    assert notes(records) == {"file_not_read": 1}
    with raises(UnreadableInput, "kind_not_in_name"):
        read_records(tmp_path / name.replace("__", "."), backend=backend)


def test_a_folder_of_which_nothing_is_understood_is_refused(tmp_path):
    (tmp_path / "catatan.json").write_text('[{"Nama": "Dina"}]', encoding="utf-8")
    with raises(UnreadableInput, "kind_not_in_name"):
        Dataset.read(tmp_path)


def test_a_misspelt_name_still_stops(tmp_path):
    with raises(UnreadableInput, "kind_not_in_name"):
        Dataset.read(folder(tmp_path, placemnts__json='[{"Nama": "Dina"}]'))


def test_strict_reads_no_file_by_its_fields(tmp_path):
    dataset = Dataset.read(folder(tmp_path, daftar__json=json.dumps(RECORDS)), strict=True)
    assert "placement" not in dataset.tables
    assert notes(dataset) == {"file_not_read": 1}


LIST = [
    ["Nama", "Tgl Lahir", "Negara Tujuan", "Tgl Berangkat"],
    ["Ana Misal", "12-8-1999", "Malaysia", "1-2-2025"],
    ["Beni Misal", "12-8-2001", "Hongkong", "1-3-2025"],
]
GOODS = [
    ["Nama Barang", "Satuan", "Harga", "Ket"],
    ["Meja", "buah", "500000", "baik"],
    ["Kursi", "buah", "2", "rusak"],
]
PERSON = ["Caca Misal", "12-8-2000", "Singapura", "1-4-2025"]
VAGUE = ["Dedi Misal", "lupa", "entah", "nanti"]


@pytest.mark.parametrize("form", [as_csv, as_workbook])
@pytest.mark.parametrize(
    ("rows", "names", "other"),
    [([[""] * 4, *GOODS], ["Ana Misal", "Beni Misal"], [5, 6, 7]),
     (GOODS, ["Ana Misal", "Beni Misal"], [4, 5, 6]),
     ([[""] * 4, *GOODS, [""] * 4, PERSON], ["Ana Misal", "Beni Misal", "Caca Misal"], [5, 6, 7]),
     ([[""] * 4, *GOODS, [""] * 4, LIST[0], PERSON], ["Ana Misal", "Beni Misal", "Caca Misal"], [5, 6, 7]),
     # Persons of whom little can be read stay.
     ([[""] * 4, VAGUE, PERSON], ["Ana Misal", "Beni Misal", "Dedi Misal", "Caca Misal"], []),
     ([[""] * 4, VAGUE], ["Ana Misal", "Beni Misal", "Dedi Misal"], []),
     ([VAGUE, ["Edo Misal", "-", "-", "-"]], ["Ana Misal", "Beni Misal", "Dedi Misal", "Edo Misal"], [])],
)  # fmt: skip
def test_a_table_below_under_headings_that_nobody_knows_is_a_problem_and_no_persons(
    tmp_path, form, rows, names, other
):
    dataset = Dataset.read(form(tmp_path, *LIST, *rows))

    assert {record.data["worker"]["name"] for record in dataset.tables["placement"]} == {*names}
    found = [problem for problem in dataset.problems if problem.id is None]
    assert [problem.origin.row for problem in found] == other[:1]
    assert [detail.values["rows"] for problem in found for detail in problem.details] == (
        [", ".join(map(str, other))] if other else []
    )


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_such_a_table_is_told_whatever_decides(tmp_path, backend):
    records = read_records(as_csv(tmp_path, *LIST, *GOODS), backend=backend)

    assert [detail.code for problem in records.problems for detail in problem.details] == [
        "table_of_unknown_headings"
    ]


def test_a_row_of_words_above_a_person_of_the_same_job_is_a_person(tmp_path):
    """Not the headings of another table, of which one would stand below itself."""
    headings = ["NIK", "Tujuan", "Nama", "Pekerjaan", "Tgl lahir"]
    persons = [["-", "-", "Dina", "?", "kapan?!"], ["salah", "", "SARI", "penjahit", "kapan?!"],
               ["lupa", "", "Rina Misal", "penjahit", "entah"]]  # fmt: skip

    assert names(listed(tmp_path, headings, persons[0], [], persons[1], [], persons[2])) == [
        "Dina", "SARI", "Rina Misal",
    ]  # fmt: skip
