"""Conditions, environments and records for property tests, made from the types and schemas themselves."""

from datetime import date

from hypothesis import assume
from hypothesis import strategies as st

from pmi_compliance.base.days import Span, day_of, spread
from pmi_compliance.base.errors import PackError
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.types import BOOL, DATE, INT, STRING, Field, ListType, RecordType, String
from pmi_compliance.records.schema import OpenList, PartialList, bundled_model
from pmi_compliance.testing import strategies as kit

# Conditions over a fixed set of variables

PERSON = RecordType("person")
PERSON.fields.update(name=Field(STRING), born=Field(DATE), friend=Field(PERSON))

VARIABLES = {
    **dict.fromkeys(("ok", "bad"), BOOL),
    "i": INT,
    "s": STRING,
    **dict.fromkeys("de", DATE),
    "ints": ListType(INT),
    "colour": String(frozenset({"red", "green", "blue"})),
    "person": PERSON,
    "people": ListType(PERSON),
}

_int = st.deferred(lambda: _one_of("int", "i", "each", _numbers))
_bool = st.deferred(lambda: _one_of("bool", "ok", "bad", "true", "false"))
_text = st.deferred(lambda: _one_of("text", "s", "person.name", "person.friend.name", "'a'"))
_date = st.deferred(lambda: _one_of("date", "d", "e", "person.born"))
_numbers = st.integers(-3, 9223372036854775807).map(str)
_body = st.sampled_from(
    [
        "p.born > d",
        "p.name == s",
        "p.name == s || p.born == e",
        "p.friend.born < p.born",
        "ok",
        "i > 0 && p.born > d",
        "name_key(p.name) == name_key(s)",
    ]
)


def _one_of(kind, *leaves):
    """A name or value of a kind, or what a function gives."""
    calls = [strategy for drawn in DRAWN.values() for result, strategy in drawn if result == kind]
    return st.one_of(*(st.just(leaf) if isinstance(leaf, str) else leaf for leaf in leaves), *calls)


def _call(kind, text, *parts):
    return kind, st.builds(text.format, *parts)


def _compared(operator):
    return [_call("bool", f"({{}} {operator} {{}})", part, part) for part in (_int, _text, _date)]


def _equal(operator):
    return [
        *_compared(operator),
        _call("bool", f"({{}} {operator} {{}})", _bool, _bool),
        _call("bool", f"(ints {operator} [{{}}, {{}}])", _int, _int),
        _call("bool", f"(colour {operator} 'red')"),
    ]


#: By function and macro of the language: how conditions with it are drawn, and the kind of value it gives.
#: A test compares the keys with those of the language.
DRAWN = {
    "&&": [_call("bool", "({} && {})", _bool, _bool)],
    "||": [_call("bool", "({} || {})", _bool, _bool)],
    "!": [_call("bool", "!({})", _bool)],
    "?:": [
        _call("bool", "({} ? {} : {})", _bool, _bool, _bool),
        _call("int", "({} ? {} : {})", _bool, _int, _int),
        _call("date", "({} ? {} : {})", _bool, _date, _date),
    ],
    "==": _equal("=="),
    "!=": _equal("!="),
    "<": _compared("<"),
    "<=": _compared("<="),
    ">": _compared(">"),
    ">=": _compared(">="),
    "in": [
        _call("bool", "({} in ints)", _int),
        _call("bool", "({} in ints.map(m, m / 2))", _int),
        _call("bool", "(colour in ['red', 'blue'])"),
        _call("bool", "({} in [{}, {}])", _date, _date, _date),
        _call("bool", "({} in people.map(u, u.born))", _date),
    ],
    "+": [
        _call("int", "({} + {})", _int, _int),
        _call("text", "({} + {})", _text, _text),
        _call("int", "(ints + [{}]).size()", _int),
    ],
    "-": [_call("int", "({} - {})", _int, _int)],
    "neg": [_call("int", "-({})", _int)],
    "*": [_call("int", "({} * {})", _int, _int)],
    "/": [_call("int", "({} / {})", _int, _int)],
    "size": [_call("int", "{}.size()", st.sampled_from(["ints", "people", "s"]))],
    "contains": [_call("bool", "s.contains({})", _text)],
    "startsWith": [_call("bool", "s.startsWith({})", _text)],
    "endsWith": [_call("bool", "s.endsWith({})", st.sampled_from(["'1'", "person.name"]))],
    "sum": [_call("int", "ints.sum()")],
    "min": [_call("int", "ints.min()"), _call("date", "people.map(q, q.born).min()")],
    "max": [_call("int", "ints.max()"), _call("date", "people.map(q, q.born).max()")],
    "settled": [_call("bool", "settled({}, {})", _bool, _bool)],
    "written": [
        _call("bool", "written(people).exists(p, {})", _body),
        _call("int", "written({}).size()", st.sampled_from(["ints", "people"])),
    ],
    "date": [_call("date", 'date("2000-02-29")'), _call("date", "date(s)")],
    "age": [_call("int", "age({}, {})", _date, _date)],
    "birth_of": [_call("date", "birth_of({}, {})", st.sampled_from(["i", "17", "50"]), _date)],
    "days_between": [_call("int", "days_between({}, {})", _date, _date)],
    "months_between": [_call("int", "months_between({}, {})", _date, _date)],
    "next_day": [_call("date", "next_day({})", _date)],
    "within": [
        _call("date", "within([{}], [{}, {}])", _date, _date, _date),
        _call("date", "within([{}, {}], [])", _date, _date),
        _call("date", "within(people.map(t, t.born), [{}])", _date),
    ],
    "name_key": [_call("text", "name_key({})", _text)],
    "nik_sex": [_call("bool", "(nik_sex(s) == 'female')")],
    "nik_birth_matches": [_call("bool", "nik_birth_matches(s, {})", _date)],
    "nik_age_within": [_call("bool", "nik_age_within(s, {}, 17, {})", st.sampled_from(["i", "0"]), _date)],
    "province": [_call("text", "province({})", _text)],
    "region_within": [_call("bool", "region_within({}, {})", _text, _text)],
    "exists": [
        _call("bool", "people.exists(p, {})", _body),
        _call("bool", "people.filter(p, {}).exists(r, r.name == s)", _body),
    ],
    "all": [_call("bool", "people.all(p, {})", _body)],
    "filter": [_call("int", "people.filter(p, {}).size()", _body)],
    "map": [
        _call("int", "ints.map(m, m + 1).filter(n, n > {}).size()", st.sampled_from(["i", "1", "ints.max()"]))
    ],
}


def _readable(text):
    """Whether a condition is shallow enough for the language."""
    try:
        parse(text)
    except PackError as error:
        assert "more than" in str(error) or "deep" in str(error), text  # noqa: PT017
        return False
    return True


@st.composite
def _conditions(draw):
    text = draw(_bool)
    text = f"ints.exists(each, {text})" if draw(st.booleans()) else text.replace("each", "i")
    assume(_readable(text))
    return text


_sign = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_leaves = st.sampled_from(["d", "e", "person.born", 'date("2000-02-29")'])
_day = st.one_of(
    _leaves,
    _leaves,
    st.builds("next_day({})".format, _leaves),
    st.builds("birth_of({}, {})".format, st.sampled_from(["1", "17", "i"]), _leaves),
    st.builds("within([{}, {}], [{}])".format, _leaves, _leaves, _leaves),
    st.builds("within(people.map(t, t.born), [{}])".format, _leaves),
    st.builds("({} < {} ? {} : {})".format, _leaves, _leaves, _leaves, _leaves),
)
_about_days = st.deferred(
    lambda: st.one_of(
        st.builds("({} {} {})".format, _day, _sign, _day),
        st.builds("({}({}, {}) {} {})".format, _count, _day, _day, _sign, st.integers(-2, 40)),
        st.builds("({}({}, {}) {} {}({}, {}))".format, _count, _day, _day, _sign, _count, _day, _day),
        st.builds("({} in [{}, d])".format, _day, _day),
        st.builds("nik_birth_matches(s, {})".format, _day),
        st.builds("nik_age_within(s, {}, {})".format, st.sampled_from(["0, 17", "18, 99"]), _day),
        st.builds("people.{}(x, x.born {} {})".format, st.sampled_from(["exists", "all"]), _sign, _day),
        st.builds("(people.filter(x, x.born {} {}).size() > 0)".format, _sign, _day),
        st.builds("(people.map(x, x.born).max() {} {})".format, _sign, _day),
        st.builds("({} {} {})".format, _about_days, st.sampled_from(["&&", "||"]), _about_days),
        st.builds("({} ? {} : {})".format, _about_days, _about_days, _about_days),
        st.builds("!{}".format, _about_days),
        st.builds("has(person.born) && {}".format, _about_days),
    )
)
_count = st.sampled_from(["age", "months_between", "days_between"])


@st.composite
def _conditions_about_days(draw):
    text = draw(_about_days)
    assume(_readable(text))
    return text


#: Conditions that compare and count days.
about_days = _conditions_about_days()

#: Conditions without `has`.
conditions = _conditions()

dates = st.dates(date(1960, 1, 1), date(2030, 12, 31))
#: Dates that are known in part.
in_part = st.one_of(
    st.sampled_from(["1999", "2000-02", "2000-02-29?", "2000~", "../2000", "2000-03/..", "1998/2001"]).map(
        day_of
    ),
    st.tuples(dates, dates).map(lambda ends: spread(min(ends), max(ends))),
)
days = dates | dates | in_part
_leaf = {
    BOOL: st.booleans(),
    INT: st.one_of(st.integers(-3, 3), st.sampled_from([2**63 - 1, -(2**63)])),
    DATE: days,
    STRING: st.sampled_from(["a", "b", "12", "Ána", "", "53", "53.01", "5301064505100001", "2000-02-29"]),
    VARIABLES["colour"]: st.sampled_from(["red", "green", "blue"]),
}


def _list(items):
    return st.builds(
        lambda kind, drawn: kind(drawn),
        st.sampled_from([tuple, tuple, PartialList, OpenList]),
        st.lists(items, max_size=3),
    )


def _person(depth=2):
    fields = {"name": _leaf[STRING], "born": days}
    if depth:
        fields["friend"] = _person(depth - 1)
    return st.fixed_dictionaries({}, optional=fields)


def value_of(kind):
    """A known value of a type."""
    match kind:
        case ListType(item) if item is PERSON:
            return _list(_person())
        case ListType(item):
            return _list(st.none() | _leaf[item])
        case RecordType():
            return _person()
        case _:
            return _leaf[kind]


environments = st.fixed_dictionaries({name: st.none() | value_of(kind) for name, kind in VARIABLES.items()})


def days_in(day):
    """Days that a date known in part may be, and such as are known better."""
    ends = st.sampled_from([day.lo, day.hi]) | st.dates(day.lo, day.hi)
    return st.tuples(ends, ends).map(lambda two: spread(min(two), max(two)))


@st.composite
def fuller(draw, value, kind):
    """The same value with unknown parts filled in, some or all."""
    match value, kind:
        case None, _:
            return draw(st.none() | value_of(kind))
        case tuple(), ListType(item):
            grown = [draw(fuller(inner, item)) for inner in value]
            if type(value) is PartialList:
                grown += draw(st.lists(value_of(item), max_size=2))
            return draw(st.sampled_from([tuple, type(value)]))(grown)
        case Span(), _:
            return draw(st.just(value) | days_in(value))
        case dict(), RecordType(_, fields):
            record = {}
            for name in fields:
                filled = (
                    draw(fuller(value.get(name), fields[name].type))
                    if name != "friend" or value.get(name)
                    else None
                )
                if filled is not None:
                    record[name] = filled
            return record
        case _:
            return value


# Records, as the test kit draws them

#: Fields that most rules ask for first; without them nearly everything would be unknown.
_LIKELY = {
    "placement": {
        "scope": st.sampled_from(["overseas", "overseas", "domestic"]),
        "executor_kind": st.sampled_from(["p3mi", "p3mi", "none"]),
        "worker_category": st.sampled_from(["legal_entity_employer", "individual_employer"]),
        "recruiter_id": st.sampled_from(["R1", "R2"]),
    },
    "recruiter": {"kind": st.sampled_from(["p3mi", "individual"])},
}


def blurred(draw, value):
    """A record with some of its dates known in part: as a month, a year, a time around it, or hardly at all."""
    match value:
        case dict():
            return {name: blurred(draw, inner) for name, inner in value.items()}
        case list():
            return [blurred(draw, inner) for inner in value]
        case str() if isinstance(day_of(value), date) and draw(st.booleans()):
            forms = [value[:4], value[:7], f"{value}?", f"{value[:4]}~", f"../{value}", f"{value[:7]}/.."]
            return draw(st.sampled_from(forms))
        case _:
            return value


@st.composite
def tables_in_part(draw):
    """Records of every kind, and the same with some dates known in part."""
    exact = draw(tables())
    return exact, {kind: [blurred(draw, record) for record in records] for kind, records in exact.items()}


NAMES = {
    "recruiter": ["R1", "R2"],
    "placement": ["P1", "P2", "P3"],
    "job_order": ["J1", "J2"],
    "case": ["C1"],
    "service_centre": ["S1"],
}


@st.composite
def record(draw, kind, name):
    """A valid record of a kind, with any of its fields present or absent."""
    facts = _LIKELY.get(kind, {}) if draw(st.booleans()) else {}
    return draw(kit.records(kind, id=name, ids=NAMES, facts=facts))


@st.composite
def tables(draw):
    """Records of every kind, related to each other; a kind may be left out."""
    return {
        kind: [draw(record(kind, name)) for name in NAMES[kind]]
        for kind in bundled_model().kinds
        if kind == "placement" or draw(st.sampled_from([True, True, False]))
    }
