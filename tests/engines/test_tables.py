"""The tables back end says the same as the closures, which are the meaning of the language."""

import json
from datetime import date
from pathlib import Path

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.columns import columns, lowered
from helpers.errors import raises
from helpers.law import packs
from helpers.model import pack_about
from helpers.strategies import VARIABLES, conditions, environments, tables
from pmi_compliance import Dataset, UsageError, audit
from pmi_compliance.auditing.backends import BACKENDS
from pmi_compliance.cli.main import main
from pmi_compliance.engines import Program
from pmi_compliance.engines.tables.engine import DuckDB
from pmi_compliance.engines.tables.engine import decide as by_tables
from pmi_compliance.engines.tables.store import Store
from pmi_compliance.expr.check import check
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.json import as_json

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2025, 10, 31)


# Conditions


@pytest.mark.slow
@settings(max_examples=40)
@given(conditions, st.lists(environments, min_size=12, max_size=12))
def test_a_condition_gives_the_same_in_both_back_ends(text, drawn_environments):
    checked = check(text, VARIABLES)
    function = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)
    connection = ibis.duckdb.connect()
    connection.con.register("given", columns(drawn_environments))

    values = lowered(connection, connection.table("given"), checked)

    assert values == [
        function(*(environment[name] for name in VARIABLES)) for environment in drawn_environments
    ]


# Audits


def both(dataset, **options):
    documents = []
    for backend in ("closures", "tables"):
        report = audit(dataset, packs(), as_of=AS_OF, include_unverified=True, backend=backend, **options)
        document = as_json(report)
        assert document["engine"].pop("name") == backend
        documents.append(json.dumps(document, ensure_ascii=False))
    return documents


@pytest.mark.slow
@pytest.mark.parametrize("folders", ["quickstart spoilt", "real-cases"])
def test_examples_give_the_same_report_byte_for_byte(folders):
    dataset = Dataset.read(*(EXAMPLES / folder for folder in folders.split()))

    closures, by_query = both(dataset, include_passed=True)

    assert closures == by_query


@pytest.mark.slow
@settings(max_examples=2)
@given(tables())
def test_any_records_with_unknowns_give_the_same_report(drawn_tables):
    closures, by_query = both(Dataset.from_records(drawn_tables), include_passed=True)

    assert closures == by_query


@pytest.mark.long
@settings(max_examples=8)
@given(st.lists(tables(), min_size=4, max_size=4))
def test_many_records_with_unknowns_give_the_same_outcomes(several):
    """Four sets of records in one, so that one query judges many; some are excluded, and leave gaps."""
    from pmi_compliance.auditing.backends import outcomes_in_memory
    from pmi_compliance.auditing.selection import rules_of

    joined = {}
    for number, tables_of in enumerate(several):
        for kind, records in tables_of.items():
            joined.setdefault(kind, []).extend(
                {
                    **record,
                    "id": f"{record['id']}{'' if kind in {'recruiter', 'job_order'} and not number else number}",
                }
                for record in records
            )
    joined["placement"].append({"id": "broken", "worker": {"id": "O1", "nik": 5}, "recruiter_id": "R1"})
    dataset = Dataset.from_records(joined)
    rules = rules_of(packs(), include_unverified=True)

    in_memory = {
        (rule.id, record.kind, record.id): outcome
        for rule, record, outcome in outcomes_in_memory(rules, dataset, AS_OF)
    }
    store = Store.of(dataset)
    decided = by_tables(rules, store, AS_OF, DuckDB(store), include_passed=True)
    in_tables = {(rule.id, record.kind, record.id): outcome for rule, record, outcome in decided.pairs}
    assert {pair: outcome.value for pair, outcome in in_tables.items()} == {
        pair: outcome.value for pair, outcome in in_memory.items()
    }


@pytest.mark.slow
def test_the_back_end_is_chosen_by_name(capsys):
    with raises(UsageError, "unknown_choice", argument="backend", name="pandas", known=BACKENDS):
        audit(Dataset.from_records({}), packs(), as_of=AS_OF, backend="pandas")
    call = ["audit", str(EXAMPLES / "quickstart"), "--as-of", "2025-10-31", "--fail-on", "never"]
    outputs = []
    for backend in ("closures", "tables"):
        assert main([*call, "--backend", backend]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("whole", [(), ("placement",)])
def test_lists_of_records_are_open_or_have_lost_one_in_both_back_ends(whole):
    """A list of ids that is called whole or not, an id that leads nowhere, an excluded record, papers without a number."""
    passport = {"type": "passport", "status": "held"}
    dataset = Dataset.from_records(
        {
            "recruiter": [{"id": "R"}, {"id": "S"}, {"id": "T"}],
            "placement": [
                {
                    "id": "p",
                    "recruiter_id": "R",
                    "scope": "overseas",
                    "documents": [{**passport, "number": "X1"}],
                },
                {"id": "q", "recruiter_id": "R", "documents": [passport]},
                {"id": "r", "recruiter_id": "R", "documents": []},
                {
                    "id": "s",
                    "recruiter_id": "R",
                    "documents": [{**passport, "number": "X1"}],
                    "documents_complete": True,
                },
                {"id": "wrong", "recruiter_id": "S"},
                {"id": "wrong", "recruiter_id": "S"},
            ],
            "case": [
                {"id": "open", "placement_ids": ["p", "q"]},
                {"id": "whole", "placement_ids": ["p", "q"], "placement_ids_complete": True},
                {"id": "lost", "placement_ids": ["p", "gone"], "placement_ids_complete": True},
                {"id": "none"},
            ],
        },
        whole=whole,
    )
    lists = {
        "case": "case.placements",
        "recruiter": "recruiter.placements",
        "placement": "placement.same_passport",
    }
    questions = {
        "size": "size({}) > 0",
        "exists": '{}.exists(p, p.scope == "domestic")',
        "all": '{}.all(p, p.scope == "overseas")',
        "written": 'written({}).exists(p, p.scope == "domestic")',
        "counted": "size(written({})) > 0",
    }
    pack = pack_about(
        {
            (kind, f"{kind}-{name}"): question.format(items)
            for kind, items in lists.items()
            for name, question in questions.items()
        },
        bundled_model(),
    )

    closures, by_query = (
        {
            (finding.rule, finding.subject.id): finding.outcome.value
            for finding in audit(dataset, [pack], as_of=AS_OF, include_passed=True, backend=backend).findings
        }
        for backend in ("closures", "tables")
    )

    assert closures == by_query
    assert [closures["case-counted", name] for name in ("open", "whole", "lost", "none")] == [
        "pass", "pass", "unknown", "unknown",
    ]  # fmt: skip
    assert [closures["case-size", name] for name in ("open", "whole", "lost")] == [
        "unknown",
        "pass",
        "unknown",
    ]
    assert [closures["recruiter-counted", name] for name in "RST"] == ["pass", "unknown", "fail"]
    # What was lost stays lost, whoever says that all are here.
    of_all = ["pass", "unknown", "fail"] if whole else ["unknown"] * 3
    assert [closures["recruiter-size", name] for name in "RST"] == of_all
    assert [closures["placement-size", name] for name in "psr"] == of_all[:1] * 2 + of_all[2:]
