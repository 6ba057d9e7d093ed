"""Conditions, environments and records for property tests, made from the types and schemas themselves."""

from datetime import date

from hypothesis import strategies as st

from pmi_compliance.base.errors import PackError
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.types import BOOL, DATE, INT, STRING, Field, ListType, RecordType, String
from pmi_compliance.records.schema import KINDS, PartialList
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

_int = st.deferred(
    lambda: st.one_of(
        st.sampled_from(
            ["i", "each", "ints.size()", "ints.sum()", "ints.min()", "ints.max()", "people.size()"]
        ),
        st.integers(-3, 9223372036854775807).map(str),
        st.builds("({} {} {})".format, _int, st.sampled_from("+-*/%"), _int),
        st.builds("-({})".format, _int),
        st.builds("({} ? {} : {})".format, _bool, _int, _int),
        st.builds("ints[{}]".format, _int),
        st.builds(
            "ints.map(m, m + 1).filter(n, n > {}).size()".format, st.sampled_from(["i", "1", "ints[0]"])
        ),
        st.sampled_from(["age(d, e)", "days_between(d, e)", "months_between(e, d)", "s.size()", "int(s)"]),
    )
)
_order = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_text = st.sampled_from(["s", "person.name", "person.friend.name", "string(i)", "name_key(s)", "'a'"])
_date = st.sampled_from(["d", "e", "person.born", "people.map(q, q.born).max()", 'date("2000-02-29")'])
_body = st.sampled_from(
    [
        "p.born > d",
        "p.name == s",
        "p.name == s || p.born == e",
        "p.friend.born < p.born",
        "ok",
        "i > 0 && p.born > d",
    ]
)
_bool = st.deferred(
    lambda: st.one_of(
        st.sampled_from(
            ["ok", "bad", "true", "false", "(i in ints)", "(colour == 'red')", "(colour in ['red', 'blue'])"]
        ),
        st.builds("({} {} {})".format, _bool, st.sampled_from(["&&", "||", "==", "!="]), _bool),
        st.builds("!({})".format, _bool),
        st.builds("({} ? {} : {})".format, _bool, _bool, _bool),
        st.builds("({} {} {})".format, _int, _order, _int),
        st.builds("({} {} {})".format, _text, _order, _text),
        st.builds("({} {} {})".format, _date, _order, _date),
        st.builds("({} in ints.map(m, m / 2).distinct())".format, _int),
        st.sampled_from(
            [
                "region_within(s, person.name)",
                "nik_birth_matches(s, d)",
                "(nik_sex(s) == 'female')",
                "(nik_region(s) == person.name)",
                "(province(s) == '53')",
                "s.contains(person.name)",
                "s.startsWith(person.name)",
                "s.endsWith('1')",
            ]
        ),
        st.builds("people.{}(p, {})".format, st.sampled_from(["exists", "all", "exists_one"]), _body),
        st.builds("people.filter(p, {}).exists(r, r.name == s)".format, _body),
        st.builds("(ints == [{}, {}])".format, _int, _int),
    )
)


def _readable(text):
    """Whether a condition is shallow enough for the language."""
    try:
        parse(text)
    except PackError as error:
        assert "more than" in str(error) or "deep" in str(error), text  # noqa: PT017
        return False
    return True


#: Conditions without `has`.
conditions = st.one_of(
    _bool.map(lambda text: text.replace("each", "i")), _bool.map(lambda text: f"ints.exists(each, {text})")
).filter(_readable)

dates = st.dates(date(1960, 1, 1), date(2030, 12, 31))
_leaf = {
    BOOL: st.booleans(),
    INT: st.one_of(st.integers(-3, 3), st.sampled_from([2**63 - 1, -(2**63)])),
    DATE: dates,
    STRING: st.sampled_from(["a", "b", "12", "Ána", "", "53", "53.01", "5301064505100001"]),
    VARIABLES["colour"]: st.sampled_from(["red", "green", "blue"]),
}


def _list(items):
    return st.builds(
        lambda kind, made: kind(made),
        st.sampled_from([tuple, tuple, PartialList]),
        st.lists(items, max_size=3),
    )


def _person(depth=2):
    fields = {"name": _leaf[STRING], "born": dates}
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


@st.composite
def fuller(draw, value, kind):
    """The same value with unknown parts filled in, some or all."""
    match value, kind:
        case None, _:
            return draw(st.none() | value_of(kind))
        case tuple(), ListType(item):
            grown = [draw(fuller(inner, item)) for inner in value]
            if type(value) is not PartialList:
                return tuple(grown)
            grown += draw(st.lists(value_of(item), max_size=2))
            return draw(st.sampled_from([tuple, PartialList]))(grown)
        case dict(), RecordType(_, fields):
            made = {}
            for name in fields:
                found = (
                    draw(fuller(value.get(name), fields[name].type))
                    if name != "friend" or value.get(name)
                    else None
                )
                if found is not None:
                    made[name] = found
            return made
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
        for kind in KINDS
        if kind == "placement" or draw(st.sampled_from([True, True, False]))
    }
