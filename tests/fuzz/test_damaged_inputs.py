"""Whatever somebody damaged, a command ends with one of its codes, says why, and loses no record without a word."""

import csv
import gzip
import io
import json
import sqlite3
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.books import ods
from helpers.cost import bounded
from helpers.damage import TOKENS, damaged, damaged_inside, edits
from helpers.effort import examples
from pmi_compliance import CaseBook, Dataset, RulePack, audit, write_report
from pmi_compliance.base.days import day_of
from pmi_compliance.cli import exits
from pmi_compliance.cli.main import main
from pmi_compliance.records.reading.dates import read_day
from pmi_compliance.records.record import excluded_records

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "examples"
RULES = Path(__file__).parents[2] / "rules"
DAY = ["--as-of", "2025-10-31"]
#: The codes of a run that ended as README says.
KNOWN = {exits.OK, exits.FOUND, exits.WRONG_USE, exits.PROBLEMS, exits.UNREADABLE}


@contextmanager
def room():
    """A folder for one input."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def run(*arguments):
    """Run a command, and hold how it ends, and what it costs, against what README promises."""
    out, err = io.StringIO(), io.StringIO()
    with bounded(), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([*map(str, arguments)])
        except SystemExit as end:
            code = end.code

    assert code in KNOWN, (code, err.getvalue())
    assert "Traceback" not in err.getvalue()
    assert code in {exits.OK, exits.FOUND} or err.getvalue() or out.getvalue()
    return code


@cache
def _placements():
    text = (EXAMPLES / "quickstart" / "placements.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))[:6]


def as_csv(separator=","):
    rows, text = _placements(), io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_parquet(rows):
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


@cache
def good(name):
    """A file of each form with a few records in it, by the name that it must have."""
    rows = [
        {"id": row["id"], "scope": "overseas", "worker": {"name": row["worker.name"]}}
        for row in _placements()
    ]
    match name:
        case "placements.csv":
            return as_csv()
        case "daftar.csv":
            return b"No;Nama;Tgl Lahir;Negara Tujuan\n1;Ina Contoh;5-5-2010;Malaysia\n2;Rut Contoh;01/02/1999;Taiwan\n"
        case "placements.json":
            return json.dumps({"placements": rows, "placements_complete": True}).encode()
        case "placements.ndjson":
            return b"".join(json.dumps({"kind": "placement", **row}).encode() + b"\n" for row in rows)
        case "placements.csv.gz":
            return gzip.compress(as_csv(";"))
        case "placements.parquet":
            return as_parquet(rows)
        case "daftar.ods":
            cells = [list(rows[0])[:2], *([row["id"], row["scope"]] for row in rows)]
            with room() as folder:
                return ods(folder / name, {"placements": cells}).read_bytes()
        case "daftar.xlsx":
            return (EXAMPLES / "own-list" / "daftar.xlsx").read_bytes()
    raise KeyError(name)


FORMS = [
    *("placements.csv", "daftar.csv", "placements.json", "placements.ndjson", "daftar.xlsx"),
    *("placements.csv.gz", "placements.parquet", "daftar.ods"),
]


@pytest.mark.parametrize("name", FORMS)
@given(how=edits())
def test_a_damaged_file_of_records(name, how):
    with room() as folder:
        path = folder / name
        path.write_bytes(damaged(good(name), how))

        run("validate", path)


@given(member=st.integers(0, 99), how=edits())
def test_a_workbook_with_a_damaged_part(member, how):
    with room() as folder:
        path = folder / "daftar.xlsx"
        path.write_bytes(damaged_inside(good("daftar.xlsx"), member, how))

        run("validate", path)


@given(how=edits())
@examples(5)
def test_a_damaged_file_beside_good_ones_of_an_audit(how):
    with room() as folder:
        (folder / "placements.csv").write_bytes(good("placements.csv"))
        (folder / "recruiters.json").write_bytes(
            damaged((EXAMPLES / "quickstart" / "recruiters.json").read_bytes(), how)
        )

        run("audit", folder, *DAY, "--pack", "kupang")


@given(how=edits())
def test_a_database_whose_file_is_damaged(how):
    with room() as folder:
        path = folder / "register.sqlite"
        with sqlite3.connect(path) as connection:
            connection.execute("create table placements (id text, departed_on text, worker json)")
            connection.execute(
                "insert into placements values ('P1', '2025-05-05', '{\"name\": \"Ina Contoh\"}')"
            )
        connection.close()
        path.write_bytes(damaged(path.read_bytes(), how))

        run("validate", f"sqlite:///{path}")


@given(
    cells=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 40), st.sampled_from(TOKENS)), min_size=1, max_size=6
    )
)
def test_no_row_is_lost_without_a_problem(cells):
    """Cells are replaced whole and written as CSV writes them: each row is judged, or told as excluded."""
    rows = [dict(row) for row in _placements()]
    columns = list(rows[0])
    for row, column, token in cells:
        text = token.decode("utf-8", "replace").replace("\x00", "")
        rows[row][columns[column % len(columns)]] = text[:1_000]
    with room() as folder:
        path = folder / "placements.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        dataset = Dataset.read(path)

        assert dataset.sizes["placement"] + excluded_records(dataset.problems) == len(rows)


# What stands beside records


def pack_file(name):
    return RULES / "kupang" / name


@pytest.mark.parametrize("name", ["pack.yaml", "authorities.yaml", "chains.yaml", "chart.yaml"])
@given(how=edits())
@examples(2)
def test_a_damaged_file_of_a_pack(name, how):
    with room() as outer:
        folder = outer / "kupang"
        for path in RULES.glob("kupang/**/*.yaml"):
            copy = folder / path.relative_to(RULES / "kupang")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        (folder / name).write_bytes(damaged(pack_file(name).read_bytes(), how))

        run("rules", "lint", folder)


WAIVERS = b"""waivers:
  - rule: uu18-2017-p5a-min-age
    subject: {kind: placement, id: PMI-006}
    legal_basis: Putusan 12/2025
    author: A. Contoh
    approved_by: B. Contoh
    reason: banding
    expires_on: 2025-12-31
"""

MAPPING = b"""placements:
  No: id
  Nama: worker.name
  Tgl Lahir: worker.birth_date
"""


@given(how=edits())
@examples(10)
def test_damaged_waivers(how):
    with room() as folder:
        (folder / "placements.csv").write_bytes(good("placements.csv"))
        waivers = folder / "tenggang.yaml"
        waivers.write_bytes(damaged(WAIVERS, how))

        run("audit", folder / "placements.csv", *DAY, "--pack", "kupang", "--waivers", waivers)


@given(how=edits())
def test_a_damaged_mapping(how):
    with room() as folder:
        (folder / "daftar.csv").write_bytes(good("daftar.csv"))
        (folder / "daftar.kolom.yaml").write_bytes(damaged(MAPPING, how))

        run("validate", folder / "daftar.csv")


@given(how=edits())
def test_damaged_answers(how):
    with room() as folder:
        path = folder / "jawaban.json"
        path.write_bytes(damaged((EXAMPLES / "answers" / "candidate.json").read_bytes(), how))

        run("check", "candidate", "--answers", path, *DAY, "--pack", "kupang")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A report with findings, and its secret beside it."""
    path = tmp_path_factory.mktemp("report") / "laporan.json"
    records = Dataset.read(EXAMPLES / "quickstart")
    write_report(audit(records, [RulePack.load("kupang")], as_of=date(2025, 10, 31)), path)
    return path


@pytest.fixture(scope="module")
def report(written):
    return written.read_bytes()


@pytest.mark.parametrize("command", ["verify", "explain", "diff"])
@given(how=edits())
def test_a_damaged_report(command, how, report):
    with room() as folder:
        path, whole = folder / "laporan.json", folder / "utuh.json"
        path.write_bytes(damaged(report, how))
        whole.write_bytes(report)
        also = {"verify": [], "explain": ["0" * 16], "diff": [whole]}[command]

        run(command, path, *also)


@given(how=edits())
def test_damaged_settings(how):
    with room() as folder:
        (folder / "placements.csv").write_bytes(good("placements.csv"))
        path = folder / "kantor.toml"
        path.write_bytes(damaged((EXAMPLES / "pmi-compliance.toml").read_bytes(), how))

        run("validate", folder / "placements.csv", "--settings", path)


@given(how=edits())
def test_a_damaged_proof(how, proof):
    with room() as folder:
        path = folder / "bukti.json"
        path.write_bytes(damaged(proof, how))

        run("verify", path)


@pytest.fixture(scope="module")
def proof(written):
    path = written.with_name("bukti.json")
    code = json.loads(written.read_bytes())["findings"][0]["fingerprint"]
    assert run("prove", written, code, "--output", path) == exits.OK
    return path.read_bytes()


@given(how=edits())
@examples(10)
def test_a_damaged_case_book(how, book):
    with room() as folder:
        path = folder / "kasus.sqlite"
        path.write_bytes(damaged(book, how))

        run("case", "list", path, *DAY)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "kasus.sqlite"
    with CaseBook(path, RulePack.load("kupang").chart) as opened:
        opened.record("K-1", "open", on=date(2025, 10, 1))
    return path.read_bytes()


# Days


@given(text=st.text(st.sampled_from("0123456789-/. ?~:oktjaMEI"), max_size=16), birth=st.booleans())
@example(text="29-2-2025", birth=False)
@example(text="31.12.9999", birth=True)
def test_what_is_read_as_a_day_is_one(text, birth):
    read = read_day(text.strip(), birth=birth)

    assert read is None or day_of(read[0]) is not None
