"""Conditions in three tongues at once: this library's, CEL's, and the SQL of SQLite; drawn by type."""

import json
import sqlite3
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import frozen
from cel_expr_python import cel
from hypothesis import strategies as st

from pmi_compliance.engines import Program
from pmi_compliance.engines.tables.asking import Hoisted
from pmi_compliance.engines.tables.lower import Lowering
from pmi_compliance.engines.tables.values import truth
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import BOOL, DATE, INT, STRING, Field, ListType, RecordType

PERSON = RecordType("person")
PERSON.fields.update(n=Field(INT), s=Field(STRING), b=Field(BOOL))
ROW = RecordType("row")
ROW.fields.update(
    **{name: Field(INT) for name in "ij"},
    **{name: Field(STRING) for name in "st"},
    **{name: Field(BOOL) for name in "pq"},
    **{name: Field(DATE) for name in "de"},
    people=Field(ListType(PERSON)),
)
VARIABLES = {"row": ROW}


@frozen
class Said:
    """One condition: `cel` for this library and CEL, `sql` for SQLite; `plain` where CEL knows all of it."""

    cel: str
    sql: str
    plain: bool = True


def combined(cel_text, sql_text, *parts, plain=True):
    return Said(
        cel_text.format(*(one.cel for one in parts)),
        sql_text.format(*(one.sql for one in parts)),
        plain and all(one.plain for one in parts),
    )


def same(text, sql_text=None, *, plain=True):
    return lambda *parts: combined(text, sql_text or text, *parts, plain=plain)


def _some(body):
    return f"EXISTS(SELECT 1 FROM people x WHERE x.owner = row.id AND {body})"


def _listed(body, cases):
    return f"(CASE WHEN row.people IS NULL THEN NULL {cases} END)".replace("{body}", body)


_LISTS = {
    "exists": f"WHEN {_some('({body})')} THEN 1 WHEN {_some('({body}) IS NULL')} THEN NULL ELSE 0",
    "all": f"WHEN {_some('NOT ({body})')} THEN 0 WHEN {_some('({body}) IS NULL')} THEN NULL ELSE 1",
    "size": f"WHEN {_some('({body}) IS NULL')} THEN NULL "
    "ELSE (SELECT count(*) FROM people x WHERE x.owner = row.id AND ({body}))",
}


def looped(macro):
    def make(body):
        sql = _listed(body.sql, _LISTS[macro])
        whole = f"row.people.filter(x, {body.cel}).size()"
        text = whole if macro == "size" else f"row.people.{macro}(x, {body.cel})"
        return Said(text, sql, body.plain)

    return make


def expressions(depth, *, inside=False):
    """Strategies for conditions, numbers and texts of a depth; `inside` a loop over people, too."""
    number = st.sampled_from([Said(f"row.{one}", f"row.{one}") for one in "ij"]) | st.integers(-3, 4).map(
        lambda one: Said(str(one) if one >= 0 else f"({one})", f"({one})")
    )
    text = st.sampled_from(
        [
            *(Said(f"row.{one}", f"row.{one}") for one in "st"),
            *(Said(f"'{one}'", f"'{one}'") for one in ("", "a", "ab")),
        ]
    )
    truth = st.sampled_from(
        [*(Said(f"row.{one}", f"row.{one}") for one in "pq"), Said("true", "1"), Said("false", "0")]
    )
    days = [*((f"row.{one}", f"row.{one}") for one in "de"), ('date("2024-02-29")', "'2024-02-29'")]
    day = st.sampled_from([Said(text, sql, plain=False) for text, sql in days])
    if inside:
        number |= st.just(Said("x.n", "x.n"))
        text |= st.just(Said("x.s", "x.s"))
        truth |= st.just(Said("x.b", "x.b"))
    if not depth:
        return truth, number, text
    truths, numbers, texts = expressions(depth - 1, inside=inside)
    #: In CEL a list with a part that is an error is one, whatever is looked for in it; here it may hold it all the same.
    sure = number
    order = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    number = st.one_of(
        number,
        *(st.builds(same(f"({{}} {sign} {{}})"), numbers, numbers) for sign in "+-*/%"),
        st.builds(same("(-{})"), numbers),
        st.builds(
            same("({} ? {} : {})", "(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END)"),
            truths,
            numbers,
            numbers,
        ),
        st.builds(same("{}.size()", "length({})"), texts),
        st.builds(
            same("days_between({}, {})", "CAST(julianday({1}) - julianday({0}) AS INTEGER)", plain=False),
            day,
            day,
        ),
    )
    pairs = [(numbers, numbers), (texts, texts), (day, day)]
    compared = [
        st.builds(
            lambda a, sign, b: combined(f"({{}} {sign} {{}})", f"({{}} {sign} {{}})", a, b),
            left,
            order,
            right,
        )
        for left, right in pairs
    ]
    truth = st.one_of(
        truth,
        *compared,
        st.builds(same("({} && {})", "({} AND {})"), truths, truths),
        st.builds(same("({} || {})", "({} OR {})"), truths, truths),
        st.builds(same("!{}", "(NOT {})"), truths.map(lambda one: Said(f"({one.cel})", one.sql, one.plain))),
        st.builds(same("({} == {})"), truths, truths),
        st.builds(
            same("({} ? {} : {})", "(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END)"),
            truths,
            truths,
            truths,
        ),
        st.builds(same("({} in [{}, {}, 2])", "({} IN ({}, {}, 2))"), numbers, sure, sure),
        st.builds(same("{}.startsWith({})", "(substr({0}, 1, length({1})) = {1})"), texts, texts),
        st.builds(same("{}.contains({})", "(instr({}, {}) > 0)"), texts, texts),
        st.sampled_from(
            [Said(f"has(row.{one})", f"(row.{one} IS NOT NULL)", plain=one not in "de") for one in "ijstpqde"]
        ),
    )
    if not inside:
        bodies = expressions(depth - 1, inside=True)[0]
        truth |= st.one_of(*(st.builds(looped(macro), bodies) for macro in ("exists", "all")))
        number |= st.builds(looped("size"), bodies)
    return truth, number, text


CONDITIONS = expressions(3)[0]

_VALUES = {
    "i": st.integers(-3, 4),
    "s": st.sampled_from(["", "a", "ab", "b", "Ä"]),
    "p": st.booleans(),
    "d": st.sampled_from(["2024-02-28", "2024-02-29", "2024-03-01", "1999-12-31"]),
}
_OF = dict(zip("ijstpqde", "iisspp" + "dd", strict=True))


def rows(*, complete=False):
    """Rows as JSON holds them; with unknowns unless they are to be complete."""

    def some(facts):
        return st.fixed_dictionaries(facts) if complete else st.fixed_dictionaries({}, optional=facts)

    person = some({"n": _VALUES["i"], "s": _VALUES["s"], "b": _VALUES["p"]})
    return some(
        {**{name: _VALUES[kind] for name, kind in _OF.items()}, "people": st.lists(person, max_size=3)}
    )


def ours(condition, given):
    """What the closures say."""
    checked = check(condition, VARIABLES)
    function = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)
    return [function(typed(row)) for row in given]


def typed(row):
    """A row as the language sees it."""
    made = dict(row)
    for name in "de":
        if name in made:
            made[name] = date.fromisoformat(made[name])
    if "people" in made:
        made["people"] = tuple(made["people"])
    return made


def by_sqlite(sql, given):
    """What SQLite says: true, false, or NULL."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE row (id, people, {', '.join(_OF)})")
    connection.execute("CREATE TABLE people (owner, n, s, b)")
    for number, row in enumerate(given):
        people = row.get("people")
        values = [number, None if people is None else 1, *(row.get(name) for name in _OF)]
        connection.execute(f"INSERT INTO row VALUES ({', '.join('?' * len(values))})", values)
        for one in people or ():
            connection.execute(
                "INSERT INTO people VALUES (?, ?, ?, ?)",
                [number, *(one.get(name) for name in ("n", "s", "b"))],
            )
    found = connection.execute(f"SELECT {sql} FROM row ORDER BY row.id").fetchall()
    connection.close()
    return [None if value is None else bool(value) for (value,) in found]


_ROW = pa.struct(
    [
        *((name, pa.int64()) for name in "ij"),
        *((name, pa.string()) for name in "st"),
        *((name, pa.bool_()) for name in "pq"),
        *((name, pa.date32()) for name in "de"),
        ("people", pa.list_(pa.struct([("n", pa.int64()), ("s", pa.string()), ("b", pa.bool_())]))),
    ]
)


def by_tables(condition, given_rows, connection):
    """What the tables back end says."""
    checked = check(condition, VARIABLES)
    held = [{**typed(row), **({"people": [*row["people"]]} if "people" in row else {})} for row in given_rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.parquet"
        pq.write_table(pa.table({"at": pa.array(range(len(held))), "row": pa.array(held, _ROW)}), path)
        return _by_tables(checked, connection, connection.read_parquet(path))


def _by_tables(checked, connection, table):
    asked = []
    while True:
        hoisted = Hoisted([table[name] for name in asked])
        made = Lowering({}, None, None, hoisted).condition(checked, {"row": table["row"]})
        if len(hoisted.found) == len(asked):
            found = connection.to_pyarrow(table.select("at", found=truth(made)).order_by("at"))
            return found["found"].to_pylist()
        asked.append(f"asked{len(asked)}")
        table = table.mutate(**{asked[-1]: hoisted.found[len(asked) - 1]})


_ENVIRONMENT = cel.NewEnv(variables={"row": cel.Type.DYN})


def by_cel(text, given):
    """What CEL says; an error is our unknown."""
    compiled = _ENVIRONMENT.compile(text)
    found = []
    for row in given:
        value = compiled.eval(data={"row": row}).value()
        found.append(value if isinstance(value, bool) else None)
    return found


#: Conditions and rows on which two of them once differed, or a planted bug was seen by nothing else; in every run.
CORPUS = json.loads((Path(__file__).parent / "oracle_corpus.json").read_text(encoding="utf-8"))
