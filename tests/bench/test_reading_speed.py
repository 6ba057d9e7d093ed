"""How long records take from JSON to outcomes, validated, beside parsing and deciding alone."""

from datetime import date
from functools import cache

import orjson
import pytest
from test_speed import dataset

from pmi_compliance import Dataset, RulePack
from pmi_compliance.judging import decide
from pmi_compliance.schema import typed

AS_OF = date(2025, 10, 31)
COUNT = 100_000


@cache
def lines():
    """Placements as the other measurements use them, a line each."""
    return [orjson.dumps({**one.data}, default=list) for one in dataset(COUNT).tables["placement"]]


@cache
def rules():
    return RulePack.load("uu-18-2017").rules


def parsed(_):
    records = [orjson.loads(line) for line in lines()]
    return [typed("placement", record) for record in records]


def whole(path):
    return sum(1 for _ in decide(rules(), Dataset.read(path), AS_OF))


@pytest.mark.benchmark(group=f"{COUNT} placements, from JSON", min_rounds=1)
@pytest.mark.parametrize(
    "way", [parsed, whole], ids=["parsed by orjson and typed", "read, validated and decided"]
)
def test_from_json(benchmark, tmp_path, way):
    path = tmp_path / "placements.jsonl"
    path.write_bytes(b"\n".join(lines()))

    assert benchmark.pedantic(way, (path,), rounds=1)
