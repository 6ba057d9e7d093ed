"""Reports in their forms, as tests read them back."""

import io
import json
import re
import zipfile
from functools import lru_cache
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from helpers import needs
from pmi_compliance.auditing.findings import fingerprint
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.report import FORMATS

#: Forms that are text, and those that hold findings only.
TEXTS = sorted(name for name, form in FORMATS.items() if not form.binary)
WITHOUT_PROBLEMS = {"csv", "csv-excel", "docx", "letters"}


@lru_cache(maxsize=2 * len(FORMATS))
def bytes_of(report, form, language="id"):
    """What is written, once for all tests that read the same report."""
    if form == "docx":
        needs.library("docx")
    return b"".join(FORMATS[form].write(report, language))


def text_of(report, form, language="id"):
    return bytes_of(report, form, language).decode()


def everything_in(report, form, language="id"):
    """All texts that a form holds, for a search; a workbook is an archive of them."""
    if form in {"xlsx", "docx"}:
        archive = zipfile.ZipFile(io.BytesIO(bytes_of(report, form, language)))
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))
        )
    if form == "parquet":
        table = pq.read_table(io.BytesIO(bytes_of(report, form, language)))
        return json.dumps(table.to_pylist(), default=str, ensure_ascii=False) + str(table.schema.metadata)
    if form == "arrow":
        table = pa.ipc.open_stream(bytes_of(report, form, language)).read_all()
        return json.dumps(table.to_pylist(), default=str, ensure_ascii=False) + str(table.schema.metadata)
    return text_of(report, form, language)


# What each form says of its findings: the outcome of each, by fingerprint


def _json(report):
    return {
        finding["fingerprint"]: finding["outcome"]
        for finding in json.loads(text_of(report, "json"))["findings"]
    }


def _jsonl(report):
    lines = map(json.loads, text_of(report, "jsonl").splitlines())
    return {line["fingerprint"]: line["outcome"] for line in lines if line["type"] == "finding"}


def _csv(report):
    import csv

    rows = csv.DictReader(io.StringIO(text_of(report, "csv")))
    return {row["fingerprint"]: row["outcome"] for row in rows}


def _csv_excel(report):
    import csv

    text = bytes_of(report, "csv-excel").decode("utf-8-sig")
    return {row["fingerprint"]: row["outcome"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def _parquet(report):
    rows = pq.read_table(io.BytesIO(bytes_of(report, "parquet"))).to_pylist()
    return {row["fingerprint"]: row["outcome"] for row in rows}


def _arrow(report):
    rows = pa.ipc.open_stream(bytes_of(report, "arrow")).read_all().to_pylist()
    return {row["fingerprint"]: row["outcome"] for row in rows}


def _xlsx(report):
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(report, "xlsx")))
    outcome_of = {text.id: outcome.value for outcome, text in OUTCOMES.items()}
    outcomes = {}
    for sheet in book.worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        if "Kode temuan" in head:
            outcomes |= {
                row[head.index("Kode temuan")]: outcome_of[row[head.index("Hasil")]] for row in rows if row[0]
            }
    return outcomes


def _html(report):
    page = text_of(report, "html")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    outcomes = {}
    for row in data["findings"]:
        outcome = data["outcomes"][row[1]][0]
        # Several records with the same unknown are one row; a finding is named by what it is about.
        ids = row[3] if isinstance(row[3], list) else []
        rule = data["rules"][row[0]]["id"]
        names = [fingerprint(rule, row[2], name, outcome) for name in ids] or [row[14]]
        outcomes |= dict.fromkeys(names, outcome)
    return outcomes


def _junit(report):
    outcomes = {}
    for case in ElementTree.fromstring(bytes_of(report, "junit")).iter("testcase"):
        detail = case.find("failure") if case.find("failure") is not None else case.find("skipped")
        if (name := case.findtext("system-out")) is not None:
            outcomes[name.removeprefix("fingerprint: ")] = "pass" if detail is None else detail.get("type")
    return outcomes


def _sarif(report):
    results = json.loads(text_of(report, "sarif"))["runs"][0]["results"]
    return {
        result["partialFingerprints"]["pmiCompliance/v1"]: result["properties"]["outcome"]
        for result in results
    }


def _oscal(report):
    result = json.loads(text_of(report, "oscal"))["assessment-results"]["results"][0]
    outcomes = {}
    for observation in result.get("observations", []):
        props = {prop["name"]: prop["value"] for prop in observation["props"]}
        if "fingerprint" in props:
            outcomes[props["fingerprint"]] = props["outcome"]
    return outcomes


READERS = {
    "json": _json, "jsonl": _jsonl, "csv": _csv, "csv-excel": _csv_excel, "parquet": _parquet, "arrow": _arrow,
    "xlsx": _xlsx, "html": _html, "junit": _junit, "sarif": _sarif, "oscal": _oscal,
}  # fmt: skip

# How many pairs ended in each outcome, where a form tells


def _counts_json(report):
    return json.loads(text_of(report, "json"))["summary"]["outcomes"]


def _counts_jsonl(report):
    return json.loads(text_of(report, "jsonl").splitlines()[0])["summary"]["outcomes"]


def _counts_parquet(report):
    schema = pq.read_schema(io.BytesIO(bytes_of(report, "parquet")))
    return json.loads(schema.metadata[b"pmi-compliance"])["summary"]["outcomes"]


def _counts_arrow(report):
    schema = pa.ipc.open_stream(bytes_of(report, "arrow")).schema
    return json.loads(schema.metadata[b"pmi-compliance"])["summary"]["outcomes"]


def _counts_xlsx(report):
    sheet = openpyxl.load_workbook(io.BytesIO(bytes_of(report, "xlsx")))["Ringkasan"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    return {outcome.value: rows[f"Hasil: {text.id}"] for outcome, text in OUTCOMES.items()}


def _counts_html(report):
    counts = re.findall(r'data-outcome="(\w+)" data-count="(\d+)"', text_of(report, "html"))
    return {name: int(count) for name, count in counts if name != "pairs"}


def _counts_junit(report):
    counts = dict.fromkeys((outcome.value for outcome in OUTCOMES), 0)
    for prop in ElementTree.fromstring(bytes_of(report, "junit")).iter("property"):
        counts[prop.get("name")] += int(prop.get("value"))
    return counts


def _counts_sarif(report):
    return json.loads(text_of(report, "sarif"))["runs"][0]["properties"]["outcomes"]


def _counts_oscal(report):
    result = json.loads(text_of(report, "oscal"))["assessment-results"]["results"][0]
    props = {prop["name"]: prop["value"] for prop in result["props"]}
    return {outcome.value: int(props[f"pairs-{outcome.value}"]) for outcome in OUTCOMES}


COUNTERS = {
    "json": _counts_json, "jsonl": _counts_jsonl, "parquet": _counts_parquet, "arrow": _counts_arrow,
    "xlsx": _counts_xlsx, "html": _counts_html, "junit": _counts_junit, "sarif": _counts_sarif, "oscal": _counts_oscal,
}  # fmt: skip
