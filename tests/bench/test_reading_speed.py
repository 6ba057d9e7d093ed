"""How long records take from JSON to outcomes, validated, beside parsing and deciding alone."""

from datetime import date
from functools import cache

import orjson
import pytest
from test_speed import dataset

from pmi_compliance import Dataset, RulePack
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.records.record import Record
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.validation import typed

AS_OF = date(2025, 10, 31)
COUNT = 100_000
MODEL = bundled_model()


@cache
def lines():
    """Placements as the other measurements use them, a line each."""
    return [orjson.dumps({**record.data}, default=list) for record in dataset(COUNT).tables["placement"]]


@cache
def rules():
    return RulePack.load("uu-18-2017").rules


def unchecked(_):
    """Parsed, given types and decided: what is left when nothing is checked and nobody asks where a record stood."""
    records = [
        Record("placement", document["id"], typed(MODEL, "placement", document))
        for document in map(orjson.loads, lines())
    ]
    rows = {"placement": {record.id: record for record in records}}
    bare = Dataset({"placement": tuple(records)}, (), "", MODEL, (), rows)
    return sum(1 for _ in outcomes_in_memory(rules(), bare, AS_OF))


def whole(path):
    return sum(1 for _ in outcomes_in_memory(rules(), Dataset.read(path), AS_OF))


@pytest.mark.benchmark(group=f"{COUNT} placements, from JSON")
@pytest.mark.parametrize(
    "way", [unchecked, whole], ids=["orjson and closures", "read, validated and decided"]
)
def test_from_json(benchmark, tmp_path, way):
    path = tmp_path / "placements.jsonl"
    path.write_bytes(b"\n".join(lines()))

    assert benchmark.pedantic(way, (path,), rounds=3) == COUNT * len(
        [rule for rule in rules() if rule.subject == "placement"]
    )
