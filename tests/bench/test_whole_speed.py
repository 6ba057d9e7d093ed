"""The whole job, from files to explained findings in a file, beside deciding alone; and one telephone of thousands."""

from datetime import date
from functools import cache

import many
import pytest

from pmi_compliance import Auditor, Dataset, default_packs
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.report import write_report

AS_OF = date(2025, 10, 31)
PLACEMENTS = 2_000


@cache
def auditor():
    return Auditor(default_packs())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    many.write(folder, PLACEMENTS)
    return folder


def whole_job(folder):
    report = auditor().audit(Dataset.read(folder), as_of=AS_OF)
    write_report(report, folder.parent / "findings.jsonl")
    return report


def explained(folder):
    return auditor().audit(dataset_of(folder), as_of=AS_OF)


@cache
def dataset_of(folder):
    return Dataset.read(folder)


def decided(folder):
    return sum(1 for _ in outcomes_in_memory(auditor().rules, dataset_of(folder), AS_OF))


@pytest.mark.benchmark(group=f"{PLACEMENTS:,} placements, all default packs", min_rounds=3)
@pytest.mark.parametrize("way", [decided, explained, whole_job])
def test_whole_job(benchmark, folder, way):
    way(folder)

    assert benchmark(way, folder)


@cache
def sharing(count):
    """Placements of one name with one telephone: of none of them anything settles what is asked of all others."""
    worker = {"phone": "081100011100", "name": "Ina Contoh"}
    placements = [{"id": f"P-{at:05}", "worker": worker, "scope": "overseas"} for at in range(count)]
    return Dataset.from_records({"placement": placements})


@pytest.mark.benchmark(group="placements with one telephone, all default packs", min_rounds=1, max_time=0)
@pytest.mark.parametrize("count", [1_000, 10_000])
@pytest.mark.parametrize("way", ["deciding", "explained"])
def test_group(benchmark, count, way):
    dataset, rules = sharing(count), auditor().rules
    runs = {
        "deciding": lambda: sum(1 for _ in outcomes_in_memory(rules, dataset, AS_OF)),
        "explained": lambda: auditor().audit(dataset, as_of=AS_OF),
    }

    assert benchmark(runs[way])
