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

from helpers.columns import lowered
from pmi_compliance.engines import Program
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
class Phrased:
    """One condition: `cel` for this library and CEL, `sql` for SQLite; `plain` where CEL knows all of it."""

    cel: str
    sql: str
    plain: bool = True


def combined(cel_text, sql_text, *parts, plain=True):
    return Phrased(
        cel_text.format(*(part.cel for part in parts)),
        sql_text.format(*(part.sql for part in parts)),
        plain and all(part.plain for part in parts),
    )


def same(text, sql_text=None, *, plain=True):
    return lambda *parts: combined(text, sql_text or text, *parts, plain=plain)


def _some(body):
    return f"EXISTS(SELECT 1 FROM people x WHERE x.owner = row.id AND {body})"


def _listed(body, cases):
    return f"(CASE WHEN row.people IS NULL THEN NULL {cases} END)".replace("{body}", body)


#: An aggregate of something that no row of it holds would be one of the query around it; hence a query within.
_ROWS = "FROM people x WHERE x.owner = row.id"
_LISTS = {
    "exists": f"WHEN {_some('({body})')} THEN 1 WHEN {_some('({body}) IS NULL')} THEN NULL ELSE 0",
    "all": f"WHEN {_some('NOT ({body})')} THEN 0 WHEN {_some('({body}) IS NULL')} THEN NULL ELSE 1",
    "filter": f"WHEN {_some('({body}) IS NULL')} THEN NULL ELSE (SELECT count(*) {_ROWS} AND ({{body}}))",
    "filtered": f"WHEN {_some('({body}) AND x.b')} THEN 1 "
    f"WHEN {_some('({body}) IS NULL')} OR {_some('({body}) AND x.b IS NULL')} THEN NULL ELSE 0",
    "mapped": f"WHEN {_some('({body}) > 0')} THEN 1 WHEN {_some('({body}) IS NULL')} THEN NULL ELSE 0",
    **{
        name: f"WHEN {_some('({body}) IS NULL')} THEN NULL ELSE (SELECT {value} FROM (SELECT {{body}} v {_ROWS}))"
        for name, value in {
            "sum": "coalesce(sum(v), 0)",
            "min": "min(v)",
            "max": "max(v)",
        }.items()
    },
}


def over_people(text, sql, body, *, plain):
    """What is made of the people of a row."""
    return Phrased(
        f"row.people.{text}".replace("{body}", body.cel), _listed(body.sql, sql), plain and body.plain
    )


def expressions(depth, *, inside=False):
    """Strategies for conditions, numbers and texts of a depth; `inside` a loop over people, too."""
    number = st.sampled_from([Phrased(f"row.{name}", f"row.{name}") for name in "ij"]) | st.integers(
        -3, 4
    ).map(lambda value: Phrased(str(value) if value >= 0 else f"({value})", f"({value})"))
    text = st.sampled_from(
        [
            *(Phrased(f"row.{name}", f"row.{name}") for name in "st"),
            *(Phrased(f"'{letters}'", f"'{letters}'") for letters in ("", "a", "ab")),
        ]
    )
    truth = st.sampled_from(
        [
            *(Phrased(f"row.{name}", f"row.{name}") for name in "pq"),
            Phrased("true", "1"),
            Phrased("false", "0"),
            *(
                Phrased(f"has(row.{name})", f"(row.{name} IS NOT NULL)", plain=name not in "de")
                for name in "ijstpqde"
            ),
        ]
    )
    days = [*((f"row.{name}", f"row.{name}") for name in "de"), ('date("2024-02-29")', "'2024-02-29'")]
    day = st.sampled_from([Phrased(text, sql, plain=False) for text, sql in days])
    if inside:
        number |= st.just(Phrased("x.n", "x.n"))
        text |= st.just(Phrased("x.s", "x.s"))
        truth |= st.just(Phrased("x.b", "x.b"))
    if not depth:
        return truth, number, text
    truths, numbers, texts = expressions(depth - 1, inside=inside)
    bodies = None if inside else expressions(depth - 1, inside=True)
    made_by = drawn(truths, numbers, texts, day, number, bodies)
    return tuple(
        st.one_of(leaf, *_of(kind, made_by, often=True), st.one_of(leaf, *_of(kind, made_by, often=False)))
        for kind, leaf in (("truth", truth), ("number", number), ("text", text))
    )


#: What is seldom known of the few texts that are drawn: together as often as one of the others.
_SELDOM = {
    "date",
    "age",
    "birth_of",
    "months_between",
    "next_day",
    "within",
    "name_key",
    "nik_sex",
    "nik_birth_matches",
    "nik_age_within",
    "province",
    "region_within",
}


def _of(kind, made_by, *, often):
    return [
        strategy
        for name, strategies in made_by.items()
        for result, strategy in strategies
        if result == kind and often is (name not in _SELDOM)
    ]


_NIK = f"{{0}} GLOB '{'[0-9]' * 16}'"
_DAY = f"{'[0-9]' * 4}-{'[0-9]' * 2}-{'[0-9]' * 2}"
_NIK_DAY = "CAST(substr({0}, 7, 2) AS INTEGER)"
#: From the last such birth before a day: what passed since the first one of the years that are written with four digits.
_NIK_AGE = (
    "((CAST(strftime('%Y%m%d', {2}) AS INTEGER) + 1000000 - CAST(substr({0}, 11, 2) || substr({0}, 9, 2) AS INTEGER)"
    " * 100 - (CAST(substr({0}, 7, 2) AS INTEGER) - 1) % 40 - 1) % 1000000 / 10000)"
)
_MONTH_AND_DAY = "strftime('%m-%d', {1}) < strftime('%m-%d', {0})"
#: The day so many years before, which is 28 February where there is no other.
_BORN = (
    "(CASE WHEN strftime('%d', date({1}, '-' || {0} || ' years')) = strftime('%d', {1}) "
    "THEN date({1}, '-' || {0} || ' years') ELSE date({1}, '-' || {0} || ' years', '-1 day') END)"
)
_CHOICE = "(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END)"
_FUNCTIONS_OF_DAYS = {
    "age": "(CASE WHEN {1} >= {0} THEN strftime('%Y', {1}) - strftime('%Y', {0}) - ("
    + _MONTH_AND_DAY
    + ") END)",
    "days_between": "CAST(julianday({1}) - julianday({0}) AS INTEGER)",
    "months_between": "((strftime('%Y', {1}) - strftime('%Y', {0})) * 12 + strftime('%m', {1}) - strftime('%m', {0})"
    " - (strftime('%d', {1}) < strftime('%d', {0})))",
}


def drawn(truths, numbers, texts, day, sure, bodies):
    """
    By function and macro of the language: the kind of value it gives, and conditions with it in all three tongues.

    A test compares the keys with those of the language.

    Args:
        truths, numbers, texts, day: What its arguments are drawn from.
        sure: Numbers that are simple: in CEL a list with a part that is an error is one, whatever is looked for in it.
        bodies: What is drawn inside of a loop; `None` where this is inside of one.

    """

    def built(kind, text, sql, *parts, plain=True):
        return kind, st.builds(same(text, sql, plain=plain), *parts)

    def ordered(sign):
        both = f"({{}} {sign} {{}})"
        return [built("truth", both, both, part, part) for part in (numbers, texts, day)]

    def looped(kind, place, text, sql, *, plain=True):
        if bodies is None:
            return []
        return [(kind, bodies[place].map(lambda body: over_people(text, sql, body, plain=plain)))]

    return {
        "&&": [built("truth", "({} && {})", "({} AND {})", truths, truths)],
        "||": [built("truth", "({} || {})", "({} OR {})", truths, truths)],
        "!": [built("truth", "!({})", "(NOT {})", truths)],
        "?:": [
            built("number", "({} ? {} : {})", _CHOICE, truths, numbers, numbers),
            built("truth", "({} ? {} : {})", _CHOICE, truths, truths, truths),
        ],
        "==": [*ordered("=="), built("truth", "({} == {})", "({} == {})", truths, truths)],
        **{sign: ordered(sign) for sign in ("!=", "<", "<=", ">", ">=")},
        "in": [built("truth", "({} in [{}, {}, 2])", "({} IN ({}, {}, 2))", numbers, sure, sure)],
        "+": [
            built("number", "({} + {})", "({} + {})", numbers, numbers),
            built("text", "({} + {})", "({} || {})", texts, texts),
        ],
        **{
            sign: [built("number", f"({{}} {sign} {{}})", f"({{}} {sign} {{}})", numbers, numbers)]
            for sign in "-*/"
        },
        "neg": [built("number", "(-{})", "(-{})", numbers)],
        "size": [
            built("number", "{}.size()", "length({})", texts),
            *looped("number", 0, "filter(x, {body}).size()", _LISTS["filter"]),
        ],
        "contains": [built("truth", "{}.contains({})", "(instr({}, {}) > 0)", texts, texts)],
        "startsWith": [
            built("truth", "{}.startsWith({})", "(substr({0}, 1, length({1})) = {1})", texts, texts)
        ],
        "endsWith": [
            built(
                "truth",
                "{}.endsWith({})",
                "(length({0}) >= length({1}) AND substr({0}, length({0}) - length({1}) + 1) = {1})",
                texts,
                texts,
            )
        ],
        **{
            name: looped("number", 1, f"map(x, {{body}}).{name}()", _LISTS[name], plain=False)
            for name in ("sum", "min", "max")
        },
        "date": [
            built(
                "truth",
                "(date({0}) == {1})",
                f"(CASE WHEN {{0}} GLOB '{_DAY}' AND date({{0}}) = {{0}} THEN {{0}} END = {{1}})",
                st.sampled_from([Phrased(f"row.{name}", f"row.{name}") for name in "st"]),
                day,
                plain=False,
            )
        ],
        **{
            name: [built("number", f"{name}({{}}, {{}})", sql, day, day, plain=False)]
            for name, sql in _FUNCTIONS_OF_DAYS.items()
        },
        "next_day": [
            built("truth", "(next_day({}) < {})", "(date({}, '+1 day') < {})", day, day, plain=False)
        ],
        "birth_of": [
            built(
                "truth",
                "(birth_of({}, {}) <= {})",
                f"(CASE WHEN {{0}} < 0 THEN NULL WHEN {_BORN} <= {{2}} THEN 1 "
                f"WHEN date({_BORN.replace('{0}', '({0} + 1)')}, '+1 day') > {{2}} THEN 0 END)",
                sure,
                day,
                day,
                plain=False,
            )
        ],
        "within": [
            built(
                "truth",
                "(within([{}], [{}]) < {})",
                "(CASE WHEN {0} > {1} THEN NULL WHEN {1} < {2} THEN 1 WHEN {0} >= {2} THEN 0 END)",
                day,
                day,
                day,
                plain=False,
            )
        ],
        # Of the signs that are drawn only `Ä`, `-` and `.` become others.
        "name_key": [
            built(
                "text",
                "name_key({})",
                "lower(replace(replace(replace({}, 'Ä', 'a'), '-', ' '), '.', ' '))",
                texts,
                plain=False,
            )
        ],
        "nik_sex": [
            built(
                "text",
                "nik_sex({})",
                f"(CASE WHEN NOT {_NIK} THEN NULL WHEN {_NIK_DAY} BETWEEN 41 AND 71 THEN 'female' "
                f"WHEN {_NIK_DAY} BETWEEN 1 AND 31 THEN 'male' END)",
                texts,
                plain=False,
            )
        ],
        "nik_birth_matches": [
            built(
                "truth",
                "nik_birth_matches({}, {})",
                f"(CASE WHEN {_NIK} THEN printf('%02d', {_NIK_DAY} % 40) || substr({{0}}, 9, 4) = "
                "strftime('%d%m', {1}) || substr(strftime('%Y', {1}), 3) END)",
                texts,
                day,
                plain=False,
            )
        ],
        "nik_age_within": [
            built(
                "truth",
                "nik_age_within({}, {}, 20, {})",
                f"(CASE WHEN {{0}} IS NULL OR {{1}} IS NULL OR {{2}} IS NULL THEN NULL WHEN {_NIK} "
                f"AND substr({{0}}, 9, 2) BETWEEN '01' AND '12' AND {_NIK_DAY} BETWEEN 1 AND 71 AND {_NIK_DAY} NOT "
                f"BETWEEN 32 AND 40 THEN {_NIK_AGE} BETWEEN {{1}} AND 20 ELSE 0 END)",
                texts,
                sure,
                day,
                plain=False,
            )
        ],
        "province": [built("text", "province({})", "substr({}, 1, 2)", texts, plain=False)],
        "region_within": [
            built(
                "truth",
                "region_within({}, {})",
                "(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL "
                "WHEN {0} = {1} OR substr({0}, 1, length({1}) + 1) = {1} || '.' THEN 1 "
                "WHEN substr({1}, 1, length({0}) + 1) = {0} || '.' THEN NULL ELSE 0 END)",
                texts,
                texts,
                plain=False,
            )
        ],
        "settled": [
            built(
                "truth",
                "settled({}, {})",
                "(CASE WHEN {0} AND NOT {1} THEN 1 WHEN NOT {0} AND {1} THEN 0 END)",
                truths,
                truths,
                plain=False,
            )
        ],
        # The rows are whole: of them nothing is written that is not there.
        "written": []
        if bodies is None
        else [
            (
                "truth",
                bodies[0].map(
                    lambda body: Phrased(
                        f"written(row.people).exists(x, {body.cel})",
                        _listed(body.sql, _LISTS["exists"]),
                        plain=False,
                    )
                ),
            )
        ],
        "exists": looped("truth", 0, "exists(x, {body})", _LISTS["exists"]),
        "all": looped("truth", 0, "all(x, {body})", _LISTS["all"]),
        # In CEL a list with a part that is an error is one, whatever is looked for in it.
        "filter": looped("truth", 0, "filter(x, {body}).exists(x, x.b)", _LISTS["filtered"], plain=False),
        "map": looped("truth", 1, "map(x, {body}).exists(n, n > 0)", _LISTS["mapped"], plain=False),
    }


def calls():
    """The functions and macros with which conditions are drawn here."""
    parts = expressions(0)
    return drawn(*parts, day=st.nothing(), sure=st.nothing(), bodies=parts)


CONDITIONS = expressions(3)[0]

_VALUES = {
    "i": st.integers(-3, 4),
    "s": st.sampled_from(
        ["", "a", "ab", "b", "Ä", "53", "53.01", "2024-02-29", "5301063112990001", "5301066902240002"]
    ),
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


def ours(condition, rows):
    """What the closures say."""
    checked = check(condition, VARIABLES)
    function = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)
    return [function(typed(row)) for row in rows]


def typed(row):
    """A row as the language sees it."""
    values = dict(row)
    for name in "de":
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "people" in values:
        values["people"] = tuple(values["people"])
    return values


def by_sqlite(sql, rows):
    """What SQLite says: true, false, or NULL."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE row (id, people, {', '.join(_OF)})")
    connection.execute("CREATE TABLE people (owner, n, s, b)")
    for number, row in enumerate(rows):
        people = row.get("people")
        values = [number, None if people is None else 1, *(row.get(name) for name in _OF)]
        connection.execute(f"INSERT INTO row VALUES ({', '.join('?' * len(values))})", values)
        for person in people or ():
            connection.execute(
                "INSERT INTO people VALUES (?, ?, ?, ?)",
                [number, *(person.get(name) for name in ("n", "s", "b"))],
            )
    answers = connection.execute(f"SELECT {sql} FROM row ORDER BY row.id").fetchall()
    connection.close()
    return [None if value is None else bool(value) for (value,) in answers]


_ROW = pa.struct(
    [
        *((name, pa.int64()) for name in "ij"),
        *((name, pa.string()) for name in "st"),
        *((name, pa.bool_()) for name in "pq"),
        *((name, pa.date32()) for name in "de"),
        ("people", pa.list_(pa.struct([("n", pa.int64()), ("s", pa.string()), ("b", pa.bool_())]))),
        ("people_complete", pa.bool_()),
    ]
)


def by_tables(condition, drawn_rows, connection):
    """What the tables back end says."""
    checked = check(condition, VARIABLES)
    # Their people are whole; a column holds that beside the list.
    rows = [
        {**typed(row), **({"people": [*row["people"]], "people_complete": True} if "people" in row else {})}
        for row in drawn_rows
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.parquet"
        pq.write_table(pa.table({"at": pa.array(range(len(rows))), "row": pa.array(rows, _ROW)}), path)
        table = connection.read_parquet(path)
        return lowered(connection, table, checked, lambda asked: {"row": asked["row"]})


_ENVIRONMENT = cel.NewEnv(variables={"row": cel.Type.DYN})


def by_cel(text, rows):
    """What CEL says; an error is our unknown."""
    compiled = _ENVIRONMENT.compile(text)
    answers = []
    for row in rows:
        value = compiled.eval(data={"row": row}).value()
        answers.append(value if isinstance(value, bool) else None)
    return answers


#: Conditions and rows on which two of them once differed, or a planted bug was seen by nothing else; in every run.
CORPUS = json.loads((Path(__file__).parent / "oracle_corpus.json").read_text(encoding="utf-8"))
