"""Files larger than memory: read into tables, judged there, and reported as if they had been held in memory."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import needs, oracles
from helpers.columns import columns as columns_of
from helpers.columns import lowered
from helpers.effort import examples
from helpers.errors import raises
from helpers.forms import READERS, bytes_of
from helpers.law import WAIVER, packs
from helpers.strategies import VARIABLES, about_days, environments, tables
from helpers.vague import vague_quickstart
from helpers.waiting import PATIENCE, ending, eventually
from pmi_compliance import (
    Dataset,
    Outcome,
    RulePack,
    UnreadableInput,
    UsageError,
    audit,
    read_records,
)
from pmi_compliance.auditing import backends
from pmi_compliance.base import spool
from pmi_compliance.cli.main import main
from pmi_compliance.engines import Program
from pmi_compliance.engines.tables import engine as engine_module
from pmi_compliance.engines.tables import reading as reading_module
from pmi_compliance.engines.tables.reading import read_store
from pmi_compliance.engines.tables.validation import fits, is_valid
from pmi_compliance.engines.tables.wide import ORIGIN, columns, layout
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import DATE, ListType, RecordType
from pmi_compliance.records.record_ids import id_fields
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.json import as_json
from pmi_compliance.report.rows import findings_as_arrow

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2025, 10, 31)
KUPANG = "kupang"
MODEL = bundled_model()


@pytest.fixture
def small_blocks(monkeypatch):
    """So that a few records already make several blocks and parts."""
    monkeypatch.setattr(reading_module, "BLOCK", 3)
    monkeypatch.setattr(engine_module, "_GATHERED", 2)


def related(dataset, kind):
    for field in MODEL.types[kind].fields.values():
        relation = field.relation
        if relation and relation.shape in {"many", "same"} and relation.target in dataset.tables:
            yield relation


def assert_same(dataset, store):
    assert store.sizes == dataset.sizes
    assert [*map(str, store.problems)] == [*map(str, dataset.problems)]
    for kind in dataset.tables:
        assert store.count(kind, "id") == dataset.count(kind, "id")
        for relation in related(dataset, kind):
            assert store.gaps(relation) == dataset.gaps(relation), relation


def written(folder, records, form):
    """Records as files of a form; Parquet with the columns that records have."""
    for kind, rows in records.items():
        path = folder / f"{MODEL.tables[kind]}.{form}"
        if form == "jsonl":
            path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        else:
            pq.write_table(columnar(kind, rows), path)
    return folder


def columnar(kind, records):
    """Records as a columnar table, without where they were read."""
    schema = pa.schema([column for column in layout(MODEL.types[kind]) if column.name != ORIGIN])
    return pa.Table.from_pylist([dated(record, columns(MODEL.types[kind])) for record in records], schema)


def dated(value, fields):
    """A record as Parquet holds it, dates as dates; what does not fit is left out."""

    def change(inner, kind):
        if inner is None:
            return None
        if kind == DATE:
            return date.fromisoformat(inner)
        if isinstance(kind, ListType):
            return [change(part, kind.item) for part in inner]
        if isinstance(kind, RecordType):
            return {name: change(part, kind.fields[name].type) for name, part in inner.items()}
        return inner

    return {name: change(inner, fields[name]) for name, inner in value.items() if name in fields}


# Reading


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("folder", ["quickstart", "real-cases", "spoilt"])
def test_tables_hold_what_a_dataset_holds(folder):
    assert_same(Dataset.read(EXAMPLES / folder), read_store(EXAMPLES / folder))


BROKEN = [
    {"id": "broken", "recruiter_id": "R1", "scope": "wrong", "worker": {"id": "O1", "nik": "12"}},
    {"id": "twice", "recruiter_id": "R1"},
    {"id": "twice", "recruiter_id": "R9", "scope": "overseas"},
    {"id": " spaced ", "recruiter_id": "nobody"},
    {"id": "null", "indicators": [None]},
    {"id": "short", "worker": {"name": "", "sex": "x"}},
    {"scope": "overseas"},
]


@pytest.mark.slow
@examples(3)
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@given(drawn_tables=tables())
def test_files_of_any_records_are_read_the_same(form, drawn_tables):
    with tempfile.TemporaryDirectory() as folder:
        placements = [*drawn_tables["placement"], *BROKEN]
        written(Path(folder), {**drawn_tables, "placement": placements}, form)

        dataset, store = Dataset.read(folder), read_store(folder)

        assert len(dataset.problems) >= 5
        assert_same(dataset, store)


@pytest.mark.slow
@examples(12)
@given(drawn_tables=tables(), spoil=st.sampled_from(BROKEN))
def test_what_is_recognised_as_valid_is_valid(drawn_tables, spoil):
    """No row that is left where it stands would be refused by the schemas, and right ones mostly are left there."""
    records = (*drawn_tables["placement"], spoil, {"id": "P-1", "scope": "overseas"})
    rows = columnar("placement", records)
    assert fits(rows.schema, MODEL.types["placement"])
    connection = ibis.duckdb.connect()
    connection.con.register("rows", rows)
    table = connection.table("rows")
    found = is_valid(MODEL.nodes["placement"], table, id_fields(MODEL, "placement"))
    verdicts = connection.to_pyarrow(table.select("id", found=found))["found"].to_pylist()

    for is_right, row in zip(verdicts, records, strict=True):
        if is_right:
            assert not MODEL.problems("placement", row)
    assert verdicts[-1]


@pytest.mark.parametrize(
    "column",
    [
        {"worker_name": pa.array(["a"])},  # no field
        {"scope": pa.array([1])},  # another type
        {"worker": pa.array([{"nickname": "a"}])},
        {"recruited_on": pa.array(["2025-01-01"])},
    ],
)
def test_a_file_of_another_layout_is_read_by_the_readers(tmp_path, column):
    table = pa.table({"id": pa.array(["P1"]), **column})
    assert not fits(table.schema, MODEL.types["placement"])
    pq.write_table(table, tmp_path / "placements.parquet")

    assert_same(Dataset.read(tmp_path), read_store(tmp_path))


def test_what_is_read_otherwise_than_it_stands_is_not_left_where_it_stands(tmp_path):
    """Telephones with signs between their digits, blanks around texts in groups and lists, words for codes."""
    workers = [{"phone": "0812-3456-7890"}, {"phone": "081234567890"}, {"name": " Ina "}, {"sex": "P"}]
    rows = pa.table(
        {
            "id": ["a", "b", "c", "d"],
            "worker": workers,
            "indicators": [["force"], ["force"], [" force"], ["Penipuan"]],
            "documents": [[{"type": "passport", "number": number}] for number in ("A1", "A1", " A1", "A1 ")],
        }
    )
    assert fits(rows.schema, MODEL.types["placement"])
    pq.write_table(rows, tmp_path / "placements.parquet")
    dataset, store = Dataset.read(tmp_path), read_store(tmp_path)

    assert_same(dataset, store)
    facts = ("id", "worker.phone", "worker.name", "worker.sex")
    assert store.count("placement", *facts) == dataset.count("placement", *facts)
    assert dataset.count("placement", "worker.phone")["081234567890",] == 2


def test_what_is_only_likely_is_turned_off_for_rows_that_do_not_stand(tmp_path):
    rows = pa.table({"id": ["a", "b"], "worker": [{"sex": "P"}, {"sex": "female"}]})
    pq.write_table(rows, tmp_path / "placements.parquet")

    for strict, found in ((True, ["a"]), (False, [])):
        for read in (Dataset.read, read_store):
            assert [problem.id for problem in read(tmp_path, strict=strict).problems] == found


def test_a_row_keeps_its_number_where_it_stands(tmp_path):
    pq.write_table(pa.table({"id": ["P1", "P2", "P2", "P4"]}), tmp_path / "placements.parquet")

    places = {(problem.id, problem.origin.row) for problem in read_store(tmp_path).problems}

    assert places == {("P2", 3), ("P2", 4)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("placements.jsonl", b'{"id": "a"}\n\xff\n'),
        ("placements.csv", b"id\n\x81\n"),
        ("placements.parquet", b"PAR1"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_nothing_is_left_behind(
    tmp_path, own_folder, name, content
):
    data = tmp_path / "data"
    data.mkdir()
    (data / name).write_bytes(content)
    before = private()

    for read in (Dataset.read, read_store):
        with pytest.raises(UnreadableInput) as caught:
            read(data)
        assert name in caught.value.place
    assert private() == before


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A folder for private files that no test beside this one writes into."""
    folder = tmp_path / "private"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


def private():
    return {path.name for path in Path(tempfile.gettempdir()).glob("pmi-compliance-*")}


def test_nothing_is_left_behind_and_nobody_else_can_read_it(own_folder):
    before = private()
    store = read_store(EXAMPLES / "quickstart")

    folder = store.home.folder
    assert (folder.stat().st_mode & 0o077, folder.exists()) == (0, True)
    del store
    assert private() == before


def test_the_engine_draws_nothing_where_reports_go():
    store = read_store(EXAMPLES / "spoilt")

    for connection in (store.home.connection.con, store.home.connection.con.cursor()):
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


# Judging


def findings(report):
    return json.dumps(as_json(report)["findings"])


def about(report):
    document = as_json(report)
    document["engine"].pop("name")
    return {key: value for key, value in document.items() if key != "findings"}


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    ("folder", "disclose"),
    [
        ("spoilt", "masked"),
        ("quickstart", "full"),
        pytest.param("real-cases", "full", marks=pytest.mark.long),
        pytest.param("quickstart", "masked", marks=pytest.mark.long),
    ],
)
def test_files_are_judged_as_records_in_memory_are(folder, disclose):
    options = {"as_of": AS_OF, "include_unverified": True, "disclose": disclose, "waivers": [WAIVER]}
    small, large = (
        audit(read_records(EXAMPLES / folder, backend=backend), packs(), **options)
        for backend in ("closures", "tables")
    )

    assert findings(small) == findings(large)
    assert about(small) == about(large)


@pytest.mark.long
@pytest.mark.usefixtures("small_blocks")
@settings(max_examples=2)
@given(drawn_tables=tables())
def test_parquet_files_of_any_records_are_judged_the_same(drawn_tables):
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder), {**drawn_tables, "placement": [*drawn_tables["placement"], *BROKEN]}, "parquet")
        small, large = (
            audit(
                read_records(folder, backend=backend),
                packs(),
                as_of=AS_OF,
                include_unverified=True,
                include_passed=True,
            )
            for backend in ("closures", "tables")
        )

        assert findings(small) == findings(large)
        assert about(small) == about(large)


def test_the_explanation_must_agree_with_the_query(monkeypatch):
    """A query that says something else than the closures stops the audit; it is never written."""
    wrong = [Outcome.FAIL if outcome is Outcome.PASS else outcome for outcome in engine_module._OUTCOMES]
    monkeypatch.setattr(engine_module, "_OUTCOMES", wrong)
    monkeypatch.setattr(engine_module, "_QUIET", [])

    with pytest.raises(AssertionError, match="but explained"):
        audit(read_records(EXAMPLES / "quickstart", backend="tables"), [RulePack.load(KUPANG)], as_of=AS_OF)


def test_records_in_tables_are_not_for_the_closures():
    with raises(UsageError, "tables_by_closures"):
        audit(read_store(EXAMPLES / "spoilt"), packs(), as_of=AS_OF, backend="closures")


# Many findings


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(READERS))
def test_every_form_is_the_same_from_a_file(monkeypatch, form):
    def judged():
        return audit(Dataset.read(EXAMPLES / "quickstart"), packs(), as_of=AS_OF)

    in_memory = judged()
    monkeypatch.setattr(spool, "FEW", 2)
    from_file = judged()

    assert isinstance(in_memory.findings, tuple)
    assert not isinstance(from_file.findings, tuple)
    assert bytes_of(from_file, form) == bytes_of(in_memory, form)


def test_findings_are_handed_over_as_arrow():
    report = audit(Dataset.read(EXAMPLES / "quickstart"), packs(), as_of=AS_OF)

    table = findings_as_arrow(report, "en").read_all()

    assert table["fingerprint"].to_pylist() == [finding.fingerprint for finding in report.findings]
    assert table["message"].to_pylist() == [finding.message.en for finding in report.findings]


# The command line


def audit_of(data, *more):
    """A call that judges by few rules and fails for none of them."""
    return ["audit", str(data), "--pack", KUPANG, "--as-of", "2025-10-31", "--fail-on", "never", *more]


def test_the_size_of_the_files_picks_the_back_end(monkeypatch, capsys):
    call = audit_of(EXAMPLES / "spoilt", "--lang", "en")

    main(call)
    assert capsys.readouterr().err == ""
    main([*call, "--backend", "auto"])
    assert capsys.readouterr().err == "back end: closures\n"
    monkeypatch.setattr(backends, "LARGE", 100)
    main(call)
    assert capsys.readouterr().err == "back end: tables\n"


def test_a_report_of_tables_is_verified_against_its_files(tmp_path, capsys):
    records = shutil.copytree(EXAMPLES / "spoilt", tmp_path / "records")
    call = audit_of(records)
    for backend in ("closures", "tables"):
        main([*call, "--backend", backend, "--output", str(tmp_path / f"{backend}.json")])

    verify = [
        ["verify", str(tmp_path / f"{name}.json"), "--data", str(records)] for name in ("closures", "tables")
    ]
    assert [main(arguments) for arguments in verify] == [0, 0]
    file = records / "placements.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    capsys.readouterr()
    assert [main(arguments) for arguments in verify] == [0, 0]  # other bytes, and the same facts
    assert capsys.readouterr().out.count("data cocok: laporan ini dibuat dari data ini") == 2
    file.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:-2]), encoding="utf-8")
    assert [main(arguments) for arguments in verify] == [1, 1]
    capsys.readouterr()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_no_half_file(tmp_path, sent):
    records = tmp_path / "placements.jsonl"
    records.write_text(
        "".join(f'{{"id": "P{at}", "scope": "overseas"}}\n' for at in range(1_000)), encoding="utf-8"
    )
    out, own = tmp_path / "out", tmp_path / "own"
    out.mkdir()
    own.mkdir()
    command = [
        *(sys.executable, "-m", "pmi_compliance", "audit", records, "--backend", "tables"),
        *("--as-of", "2025-10-31", "--output", out / "report.jsonl"),
    ]
    with ending(subprocess.Popen([*map(str, command)], env={**os.environ, "TMPDIR": str(own)})) as run:
        eventually(lambda: [*own.glob("pmi-compliance-*")], alive=lambda: run.poll() is None)
        run.send_signal(sent)
        assert run.wait(PATIENCE) == (128 + sent if sent == signal.SIGTERM else -sent)

    assert [*out.iterdir()] == []
    if sent == signal.SIGTERM:
        assert [*own.glob("pmi-compliance-*")] == []


ENDED = """
import os, signal, sys
from pathlib import Path
from pmi_compliance.cli import main as cli, records
from pmi_compliance.base.files import private_folder, write_whole
folder = Path(sys.argv[1])

class Lost:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)

def pieces():
    yield b"half of it"
    Lost()  # whatever is raised while this goes is lost
    yield b"the rest"

def run(_):
    private_folder(folder)
    write_whole(folder / "report", pieces())
    return 0

records._validate = run
sys.exit(cli.main(["validate", "x"]))
"""


def test_a_run_ends_when_it_is_told_to_whatever_it_is_doing(tmp_path):
    command = [sys.executable, "-c", ENDED, tmp_path]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert (run.returncode, run.stderr) == (128 + signal.SIGTERM, "")
    assert [*tmp_path.iterdir()] == []


# Spark

#: What Spark says of the versions of others, and does not close itself.
quietly = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"
)


@pytest.fixture(scope="module")
def session():
    """A session with two workers on this machine."""
    try:
        from pmi_compliance.engines.tables.spark import local_session
    except ModuleNotFoundError:
        needs.unavailable("no Spark (extra `spark`): the same queries on it are not tried")
    needs.java()
    spark = local_session()
    yield spark
    spark.stop()


@pytest.mark.slow
@pytest.mark.extras
@quietly
@pytest.mark.parametrize(
    ("folder", "rules"),
    [
        # Every pack with every folder, which takes Spark minutes to plan, in the long run.
        *(
            pytest.param(name, packs, marks=pytest.mark.long)
            for name in ("quickstart", "real-cases", "spoilt")
        ),
        (
            "spoilt",
            lambda: [pack for pack in packs() if pack.id in {"kupang", "ntt", "pp-22-2022", "criminal"}],
        ),
    ],
)
def test_spark_says_the_same(session, folder, rules):
    options = {"as_of": AS_OF, "include_unverified": True, "include_passed": True}
    small = audit(Dataset.read(EXAMPLES / folder), rules(), **options)
    on_spark = audit(
        read_records(EXAMPLES / folder, backend="spark"), rules(), backend="spark", session=session, **options
    )

    assert on_spark.engine == "spark"
    assert findings(small) == findings(on_spark)
    assert about(small) == about(on_spark)


@pytest.mark.long
@quietly
def test_spark_says_the_same_of_dates_known_in_part(session, tmp_path):
    options = {"as_of": AS_OF, "include_unverified": True, "include_passed": True}
    dataset = Dataset.read(vague_quickstart(tmp_path))

    on_spark = audit(dataset, packs(), backend="spark", session=session, **options)

    assert findings(audit(dataset, packs(), **options)) == findings(on_spark)


@pytest.mark.long
@quietly
@settings(max_examples=15)
@given(condition=oracles.CONDITIONS, drawn_rows=st.lists(oracles.rows(), min_size=6, max_size=6))
def test_spark_says_the_same_of_any_condition(session, condition, drawn_rows):
    connection = ibis.pyspark.connect(session)

    assert oracles.by_tables(condition.cel, drawn_rows, connection) == oracles.ours(condition.cel, drawn_rows)


@pytest.mark.long
@quietly
@settings(max_examples=10)
@given(condition=about_days, drawn=st.lists(environments, min_size=8, max_size=8))
def test_spark_says_the_same_of_any_days(session, condition, drawn):
    checked = check(condition, VARIABLES)
    function = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)
    connection = ibis.pyspark.connect(session)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.parquet"
        pq.write_table(columns_of(drawn), path)
        answers = lowered(connection, connection.read_parquet(path), checked)

    assert answers == [function(*(environment[name] for name in VARIABLES)) for environment in drawn]


@pytest.mark.long
@quietly
@settings(max_examples=1)
@given(drawn_tables=tables())
def test_spark_says_the_same_of_any_records(session, drawn_tables):
    options = {"as_of": AS_OF, "include_unverified": True, "include_passed": True}
    dataset = Dataset.from_records({**drawn_tables, "placement": [*drawn_tables["placement"], *BROKEN]})

    small = audit(dataset, packs(), **options)
    on_spark = audit(dataset, packs(), backend="spark", session=session, **options)

    assert findings(small) == findings(on_spark)
    assert about(small) == about(on_spark)


@pytest.mark.long
@pytest.mark.usefixtures("session")
@quietly
def test_the_command_line_makes_a_session_of_its_own(capsys):
    call = audit_of(EXAMPLES / "quickstart")
    documents = []
    for backend in ("closures", "spark"):
        assert main([*call, "--format", "json", "--backend", backend]) == 0
        documents.append(json.loads(capsys.readouterr().out))

    assert [document["engine"]["name"] for document in documents] == ["closures", "spark"]
    assert documents[0]["findings"] == documents[1]["findings"] != []


@pytest.mark.long
def test_the_example_for_a_cluster_runs_with_two_workers(session, tmp_path):
    """In a process of its own, as it would be started against the address of a cluster."""
    command = [sys.executable, EXAMPLES / "on_a_cluster.py", EXAMPLES / "spoilt", tmp_path / "found.jsonl"]
    # A cluster has settings of its own; on two cores, the usual 200 parts of every exchange would only wait.
    few = {"PYSPARK_SUBMIT_ARGS": "--conf spark.sql.shuffle.partitions=2 pyspark-shell"}
    done = subprocess.run(
        [*map(str, command), "2025-10-31", "local[2]", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **few},
    )

    assert done.returncode == 0, done.stderr[-2_000:]
    assert "temuan" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["found.jsonl"]
