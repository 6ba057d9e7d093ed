"""Every form of a report says the same, keeps the same secrets, and is what its official schema asks for."""

import csv
import io
import json
import os
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import openpyxl
import pyarrow.parquet as pq
import pytest
import xmlschema
from attrs import evolve
from hypothesis import given

from helpers import needs
from helpers.effort import examples
from helpers.errors import raises
from helpers.forms import COUNTERS, READERS, TEXTS, bytes_of, everything_in, text_of
from helpers.law import WAIVER, packs
from helpers.strategies import tables
from pmi_compliance import Dataset, Outcome, UsageError, audit, default_packs, write_report
from pmi_compliance.base.outcome import QUIET
from pmi_compliance.base.text import LANGUAGES
from pmi_compliance.report import FORMATS, format_of
from pmi_compliance.report.phrases import shape

AS_OF = date(2025, 10, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMAS = Path(__file__).parents[3] / "shared" / "conformance"


def quickstart_report():
    """Every outcome, problems in the files and a waiver."""
    data = Dataset.read(EXAMPLES / "quickstart", EXAMPLES / "spoilt")
    return audit(data, default_packs(), as_of=AS_OF, include_passed=True, waivers=[WAIVER])


@pytest.fixture(scope="module")
def quickstart():
    return quickstart_report()


@pytest.fixture(scope="module")
def quickstart_again():
    return quickstart_report()


def judged(drawn_tables, **options):
    return audit(Dataset.from_records(drawn_tables), packs(), as_of=AS_OF, **options)


# They agree


def outcomes_of(report):
    return {finding.fingerprint: finding.outcome.value for finding in report.findings}


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(READERS))
def test_a_form_holds_every_finding_with_its_outcome(quickstart, form):
    assert set(outcomes_of(quickstart).values()) == {outcome.value for outcome in Outcome}
    assert READERS[form](quickstart) == outcomes_of(quickstart)


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(COUNTERS))
def test_a_form_holds_the_counts_of_all_pairs(quickstart, form):
    assert COUNTERS[form](quickstart) == {
        outcome.value: count for outcome, count in quickstart.outcomes.items()
    }


def test_every_form_is_read_back_here():
    """`table`, `letters`, `docx` and `github` are for people; each other form must have a reader above."""
    for_people = {"table", "letters", "docx", "github"}
    assert set(FORMATS) == set(READERS) | for_people
    assert set(FORMATS) == set(COUNTERS) | for_people | {"csv", "csv-excel"}


@pytest.mark.slow
@examples(3)
@given(tables())
def test_all_forms_agree_on_any_records(drawn_tables):
    report = judged(drawn_tables)

    followed = {name: outcome for name, outcome in outcomes_of(report).items() if outcome != "unknown"}
    for form, read in READERS.items():
        assert read(report) == (followed if form == "sarif" else outcomes_of(report)), form
    for form, count in COUNTERS.items():
        assert count(report) == {outcome.value: number for outcome, number in report.outcomes.items()}, form


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_report_gives_the_same_bytes(quickstart, quickstart_again, form):
    assert bytes_of(quickstart_again, form) == bytes_of(quickstart, form)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_report_without_a_finding_can_be_written(form):
    empty = judged({"placement": []})

    assert not empty.findings
    assert bytes_of(empty, form)


# What they must look like


def schema_of(name):
    path = SCHEMAS / name
    if not path.is_file():
        pytest.skip(f"{path} is not here: the official schema cannot be asked")
    # Python's expressions know no \p{L}, `\p{N}`.
    text = path.read_text(encoding="utf-8").replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    schema = json.loads(text)
    return jsonschema.validators.validator_for(schema)(schema)


@pytest.mark.parametrize("language", ["id", "en"])
def test_sarif_is_what_its_schema_asks_for(quickstart, language):
    schema_of("sarif/sarif-schema-2.1.0.json").validate(json.loads(text_of(quickstart, "sarif", language)))


@pytest.mark.parametrize("language", ["id", "en"])
def test_oscal_is_what_its_schema_asks_for(quickstart, language):
    schema = schema_of("oscal/oscal_assessment-results_schema.json")
    schema.validate(json.loads(text_of(quickstart, "oscal", language)))


@pytest.mark.extras
def test_junit_is_what_its_schema_asks_for(quickstart):
    path = os.environ.get("PMI_JUNIT_XSD")
    if not path:
        needs.unavailable(
            "PMI_JUNIT_XSD names no junit-10.xsd: the official schema cannot be asked (.ci/run does)"
        )
    xmlschema.XMLSchema(path).validate(io.BytesIO(bytes_of(quickstart, "junit")))


def test_a_code_host_is_told_what_was_found_and_not_all_that_is_unknown(quickstart):
    found = tuple(finding for finding in quickstart.findings if finding.outcome not in QUIET)
    report = evolve(quickstart, findings=found)
    followed = [finding for finding in found if finding.outcome is not Outcome.UNKNOWN]
    run = json.loads(text_of(report, "sarif"))["runs"][0]

    assert 0 < len(followed) < len(found)
    assert READERS["sarif"](report) == {finding.fingerprint: finding.outcome for finding in followed}
    assert run["properties"]["outcomes"]["unknown"] > 0
    assert len(text_of(report, "github").splitlines()) == len(followed) + len(report.problems) + 1


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_records_from_python_have_a_place_too(form):
    data = Dataset.from_records({"placement": [{"id": "W 1, 50%: a", "scope": "overseas", "departed_on": "2025-03-11",
                                                "worker": {"birth_date": "2009-04-04"}}]})  # fmt: skip
    text = text_of(audit(data, default_packs(), as_of=date(2025, 10, 31)), form)

    if form == "github":
        assert re.search(r"^::error title=\S+::placement W 1, 50%25: a: ", text, re.MULTILINE)
    else:
        for result in json.loads(text)["runs"][0]["results"]:
            (place,) = result["locations"]
            assert place["physicalLocation"]["artifactLocation"] == {
                "uri": "placement/W%201%2C%2050%25%3A%20a", "uriBaseId": "RECORDS"
            }  # fmt: skip


def test_annotations_name_file_and_line(quickstart):
    finding = next(finding for finding in quickstart.findings if finding.outcome is Outcome.REVIEW)
    origin = evolve(finding.source, file="a,b\\c.csv", line=3)
    line = text_of(evolve(quickstart, findings=(evolve(finding, source=origin),), problems=()), "github")

    assert line.startswith(f"::notice file=a%2Cb/c.csv,line=3,title={finding.rule}::{finding.subject.kind} ")
    assert line.count("\n") == 2


def test_sarif_tells_outcomes_apart(quickstart):
    results = json.loads(text_of(quickstart, "sarif"))["runs"][0]["results"]
    kinds = {
        (result["properties"]["outcome"], result["kind"], "suppressions" in result) for result in results
    }

    assert kinds == {
        ("fail", "fail", False), ("waived", "fail", True), ("review", "review", False), ("unknown", "open", False),
        ("pass", "pass", False), ("not_applicable", "notApplicable", False),
    }  # fmt: skip
    assert all((result["level"] != "none") == (result["kind"] == "fail") for result in results)


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/ü.csv", "a%20b/%C3%BC.csv"),
        ("/x/a.csv", "file:///x/a.csv"),
        ("C:\\x\\a.csv", "file:///C:/x/a.csv"),
    ],
)
def test_sarif_names_files_by_uri(quickstart, file, uri):
    finding = evolve(quickstart.findings[0], source=evolve(quickstart.findings[0].source, file=file, line=3))
    (result,) = json.loads(text_of(evolve(quickstart, findings=(finding,)), "sarif"))["runs"][0]["results"]

    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": uri},
        "region": {"startLine": 3},
    }


def test_oscal_never_calls_satisfied_what_did_not_pass(quickstart):
    result = json.loads(text_of(quickstart, "oscal"))["assessment-results"]["results"][0]
    outcomes = READERS["oscal"](quickstart)
    for finding in result["findings"]:
        fingerprint = next(prop["value"] for prop in finding["props"] if prop["name"] == "fingerprint")
        satisfied = finding["target"]["status"]["state"] == "satisfied"
        assert outcomes[fingerprint] == ("pass" if satisfied else "fail")
    assert len(result["findings"]) == sum(outcome in {"pass", "fail"} for outcome in outcomes.values())


def test_junit_counts_what_it_holds(quickstart):
    top = ElementTree.fromstring(bytes_of(quickstart, "junit"))

    assert int(top.get("failures")) == quickstart.outcomes[Outcome.FAIL] == len(top.findall(".//failure"))
    assert int(top.get("errors")) == len(quickstart.problems) == len(top.findall(".//error"))
    assert int(top.get("tests")) == len(quickstart.findings) + len(quickstart.problems)
    passed = [case for case in top.iter("testcase") if [element.tag for element in case] == ["system-out"]]
    assert len(passed) == quickstart.outcomes[Outcome.PASS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["table", "html", "xlsx", "letters"])
def test_people_read_facts_in_words_and_no_pointers(quickstart, form, language):
    """All that a finding rests on or lacks, by its pointer and as programs read it."""
    told = everything_in(quickstart, form, language)
    pointers = {
        place
        for finding in quickstart.findings
        for one in (*finding.reasons, *finding.missing)
        if (place := one.pointer) is not None
    }

    assert len(pointers) > 50
    assert [place for place in pointers if f"{place} = " in told or f"{shape(place)})" in told] == []
    assert {"id": "Tanggal lahir: ", "en": "Birth date: "}[language] in told or form == "letters"


def test_every_line_of_a_workbook_is_seen(quickstart):
    """LibreOffice gives each row of a file of another program one line, and wrote one over the other."""
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(quickstart, "xlsx")))

    for sheet in book.worksheets:
        widths = {
            column: group.width
            for group in sheet.column_dimensions.values()
            for column in range(group.min, group.max + 1)
        }
        for number, row in enumerate(sheet.iter_rows(), 1):
            high = sheet.row_dimensions[number].height or 15
            for cell in row:
                lines = len(str(cell.value or "")) / widths[cell.column]
                assert high >= min(408, 15 * lines), (sheet.title, number)


def test_a_workbook_is_ready_to_work_with(quickstart):
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(quickstart, "xlsx")))

    assert book.sheetnames == [
        "Ringkas", "Masalah berkas", "Kelompok temuan", "Kesimpulan", "Pertanyaan", "Kritis", "Berat", "Ringan", "Anjuran",
        "Yang harus dilengkapi", "Tidak diperiksa", "Ringkasan",
    ]  # fmt: skip
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book.worksheets)
    grave = book["Kritis"]
    head = [cell.value for cell in grave[1]]
    assert {
        cell.value.__class__.__name__ for cell in grave[2] if head[cell.column - 1] == "Dinilai pada"
    } == {"datetime"}
    assert {cell.fill.fgColor.rgb for cell in grave[2]} - {"00000000"}, "what is amiss is seen from afar"
    to_do = list(book["Yang harus dilengkapi"].iter_rows(values_only=True))
    visa = [row for row in to_do if row[0] == "PMI-012" and row[3] == "tidak sesuai"]
    assert [row[2] for row in visa] == ["Urus visa kerja sebelum berangkat."]
    assert "53.01" in str(list(book["Masalah berkas"].iter_rows(values_only=True)))


def test_the_first_line_of_json_lines_is_the_report_without_its_findings(quickstart):
    head, *rest = map(json.loads, text_of(quickstart, "jsonl").splitlines())

    assert head["type"] == "report"
    assert len(head["problems"]) == len(quickstart.problems)
    assert {line["type"] for line in rest} == {"finding"}


# Golden files: what a reader of an older version sees. `PMI_GOLDEN=write pytest` writes them anew.

GOLDEN = Path(__file__).parents[1] / "golden"
SMALL = {
    "recruiter": [{"id": "R-1", "kind": "p3mi"}],
    "placement": [
        {
            "id": "P-1",
            "recruiter_id": "R-1",
            "scope": "overseas",
            "executor_kind": "p3mi",
            "worker_category": "legal_entity_employer",
            "departed_on": "2025-01-01",
            "destination": "MY",
            "worker": {"name": "Ina Contoh", "birth_date": "2010-05-05", "domicile": "53.01.06"},
        },
        {"id": "P-2", "scope": "abroad"},
    ],
    "case": [{"id": "K-1", "opened_on": "2025-02-03"}],
}


@pytest.mark.parametrize("form", ["csv", "jsonl", "junit", "letters", "oscal", "sarif", "table", "xlsx"])
def test_a_form_changes_only_on_purpose(form):
    repealed = next(pack for pack in packs() if pack.id == "pp-22-2022")
    law = next(pack for pack in packs() if pack.id == "uu-18-2017")
    few = evolve(law, rules=tuple(rule for rule in law.rules if "min-age" in rule.id or "p13d" in rule.id))
    report = audit(Dataset.from_records(SMALL), [few, evolve(repealed, rules=(), duties=())], as_of=AS_OF)
    # What changes with every version of the program or the packs says nothing about a form.
    text = cells_of(report) if form == "xlsx" else text_of(report, form)
    for digest in (*(pack.digest for pack in report.packs), engine()):
        text = text.replace(digest, "sha256:…")
    path = GOLDEN / f"report.{form}"
    if os.environ.get("PMI_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="")

    assert text == path.read_bytes().decode()


def test_where_nothing_is_written_of_what_a_rule_shows_the_line_says_so():
    """A line that ended with its colon looked as if something had been cut off."""
    charged = {"class": "placement", "charged_to": "worker", "amount_idr": 4_500_000}
    placement = {"id": "P", "scope": "overseas", "departed_on": "2025-03-11", "executor_kind": "p3mi",
                 "worker_category": "legal_entity_employer", "costs": [charged]}  # fmt: skip

    report = audit(Dataset.from_records({"placement": [placement]}), packs(), as_of=AS_OF)

    assert "Dikembalikan (rupiah): tidak ada yang tertulis" in text_of(report, "table")


def test_what_was_not_judged_stands_on_top():
    """A reader who prints the first page must not take nothing for all in order."""
    report = audit(Dataset.from_records({"placement": [{"umur": 17}]}), packs(), as_of=AS_OF)
    told = "1 data TIDAK DINILAI"

    assert told in text_of(report, "table").splitlines()[1]
    assert told in cells_of(report).splitlines()[2]
    assert told in text_of(report, "html").partition("</header>")[0]
    assert told in json.loads(text_of(report, "json"))["notices"][0]["id"]
    # A letter is handed to somebody whom records of others do not concern.
    assert told not in text_of(report, "letters")


def cells_of(report):
    """A workbook as text: a line for each row of each sheet."""
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(report, "xlsx")))
    lines = []
    for sheet in book.worksheets:
        lines += [
            f"== {sheet.title}",
            *(" | ".join(map(str, row)) for row in sheet.iter_rows(values_only=True)),
        ]
    return "\n".join(lines) + "\n"


def engine():
    from pmi_compliance.base.resources import engine_digest

    return engine_digest()


# They keep secrets


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_personal_of_the_quick_start_is_in_any_form(quickstart, form, language):
    with (EXAMPLES / "quickstart" / "placements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = ("worker.name", "worker.nik", "worker.birth_date", "worker.phone", "worker.village")
    secrets = {row[column] for row in rows for column in columns if row.get(column)}

    assert len(secrets) > 60
    text = everything_in(quickstart, form, language)
    assert not [secret for secret in secrets if secret in text]


#: Stands in every personal text field; no report may hold it.
SECRET = "Ze'kret Contoh-\u00e9"


def planted(value, node):
    """A record in which every personal text that is free is the secret."""
    from pmi_compliance.records.documents import bundled_documents

    reference = node.get("$ref")
    node = bundled_documents().by_name["common"]["$defs"][reference.rsplit("/", 1)[1]] if reference else node
    match value:
        case dict() if "properties" in node:
            return {
                name: SECRET if _free(node["properties"][name]) else planted(inner, node["properties"][name])
                for name, inner in value.items()
            }
        case list() if "items" in node:
            return [planted(inner, node["items"]) for inner in value]
        case _:
            return value


def _free(node):
    return (
        "x-personal" in node
        and "string" in node.get("type", ())
        and not {"pattern", "enum", "format"} & set(node)
    )


@pytest.mark.slow
@examples(3)
@given(tables())
def test_no_personal_text_of_any_record_is_in_any_masked_form(drawn_tables):
    from pmi_compliance.records.documents import bundled_documents

    secret = {
        kind: [planted(record, bundled_documents().by_name[kind]) for record in records]
        for kind, records in drawn_tables.items()
    }
    # A birth date that is no date: what is wrong is reported, not what was read.
    broken = {"id": "P9", "worker": {"birth_date": SECRET, "name": SECRET, "sex": SECRET, "nik": SECRET}}
    report = judged({**secret, "placement": [*secret["placement"], broken]})

    assert any(problem.id == "P9" for problem in report.problems)
    for form in FORMATS:
        assert SECRET not in everything_in(report, form), form
        assert json.dumps(SECRET)[1:-1] not in everything_in(report, form), form


# They are harmless

EVIL = '=HYPERLINK("http://x")</script><img src=x onerror=alert(1)>\x1b[2J\u202e&\'\ufffe'


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("form", TEXTS)
def test_what_a_record_holds_cannot_run(form, language):
    evil = {**SMALL["placement"][0], "id": EVIL, "recruiter_id": EVIL, "job": EVIL}
    report = judged({"placement": [evil, {"id": EVIL + "x", "scope": EVIL}], "recruiter": [{"id": EVIL}]})

    text = text_of(report, form, language)
    assert report.findings
    assert not {"\x1b", "\u202e"} & set(text)
    if form in {"html", "letters"}:
        assert "<img" not in text
        assert text.count("</script>") == {"html": 2, "letters": 0}[form]
    if form == "junit":
        ElementTree.fromstring(text.encode())
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
        assert [cell for cell in cells if cell.startswith("'=")]


def test_parquet_shows_no_sign_that_steers_a_terminal():
    evil = {**SMALL["placement"][0], "id": EVIL, "recruiter_id": EVIL}

    rows = pq.read_table(io.BytesIO(bytes_of(judged({"placement": [evil]}), "parquet"))).to_pylist()
    text = "".join(str(value) for row in rows for value in row.values())
    assert "HYPERLINK" in text
    assert not {"\x1b", "\u202e", "\ufffe"} & set(text)


def test_a_workbook_holds_no_formula_and_no_link():
    evil = {**SMALL["placement"][0], "id": EVIL, "recruiter_id": "http://x"}
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(judged({"placement": [evil]}), "xlsx")))

    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert [cell for cell in cells if str(cell.value).startswith("'=HYPERLINK")]


# Files


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.html", "html"), ("A.XLSX", "xlsx"), ("a.oscal.json", "oscal"), ("a.sarif.json", "sarif"), ("a.json", "json"),
     ("a.xml", "junit"), ("a.sarif", "sarif"), ("a.txt", "table"), ("a.jsonl", "jsonl"), ("a.parquet", "parquet")],
)  # fmt: skip
def test_the_ending_names_the_form(name, form):
    assert format_of(Path(name)) == form


def test_an_ending_that_names_no_form_is_reported():
    with raises(UsageError, "no_form_in_name", place="a.doc"):
        format_of(Path("a.doc"))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_form_is_written_to_no_file_that_tells_of_another(form):
    fitting = {*FORMATS[form].endings, *FORMATS[form].others}
    endings = {ending for other in FORMATS.values() for ending in (*other.endings, *other.others)}

    for ending in fitting:
        assert format_of(Path(f"Surat.1{ending.upper()}"), form) == form
    if FORMATS[form].is_letter:
        # Letters are the same whichever of their endings is asked for.
        assert format_of(Path("surat.docx"), form) == "docx"
        fitting.add(".docx")
    for ending in endings | {".docx", ".xls", ".pdf", ".csv.gz", ".json.bak"}:
        if ending not in fitting:
            with pytest.raises(UsageError) as refused:
                format_of(Path(f"surat{ending}"), form)
            assert refused.value.code == "not_an_ending_of_form"
    assert format_of(Path("surat"), form) == format_of(Path(os.devnull), form) == form


def test_csv_for_excel_says_the_same_in_the_form_that_excel_opens(quickstart):
    text = bytes_of(quickstart, "csv-excel").decode()

    assert text[0] == "\ufeff"
    assert [*csv.reader(io.StringIO(text[1:]), delimiter=";")] == [
        *csv.reader(io.StringIO(text_of(quickstart, "csv")))
    ]


def test_a_form_that_nobody_knows_is_reported(quickstart, tmp_path):
    with raises(UsageError, "unknown", what="form", name="pdf", known=tuple(FORMATS)):
        write_report(quickstart, tmp_path / "a", "pdf")


def test_a_file_is_whole_or_not_there(quickstart, tmp_path, monkeypatch):
    from pmi_compliance.report import rows

    def breaks(report, language):
        yield b"half"
        raise RuntimeError

    path = tmp_path / "a.csv"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr(rows, "to_csv", breaks)
    with pytest.raises(RuntimeError):
        write_report(quickstart, path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text(encoding="utf-8") == "before"


@pytest.mark.slow
def test_conclusions_stand_in_every_form_a_person_reads(quickstart):
    (conclusion,) = (
        conclusion for conclusion in quickstart.conclusions if conclusion.chain == "deposit-not-restored"
    )
    document = json.loads(text_of(quickstart, "json"))

    listed = [finding["fingerprint"] for finding in document["findings"]]
    (written,) = (entry for entry in document["conclusions"] if entry["chain"] == conclusion.chain)
    assert set(written["findings"]) <= set(listed)
    assert written["records"] == [{"kind": "recruiter", "id": conclusion.subject.id}]
    assert set(conclusion.refers_to) <= set(document["authorities"])
    assert f"perekrut {conclusion.subject.id}  deposit-not-restored\n" in text_of(quickstart, "table")
    assert conclusion.message.id in text_of(quickstart, "html")
    assert conclusion.message.en in text_of(quickstart, "html")
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(quickstart, "xlsx")))
    assert conclusion.message.id in [row[1] for row in book["Kesimpulan"].iter_rows(values_only=True)]
