"""
The function table: all that a condition can call, with types and one line of meaning each.

Back ends hold a dictionary with exactly these keys; a test compares them.
A signature is a list of argument types and a result; `T` stands for any one type.
"""

from __future__ import annotations

from attrs import frozen

#: The version of the language. It changes when a condition means something else than before, or is refused.
#: Version 1 is that of packs which name none; what it had and this one has not stands in `LEFT_OUT` of the catalogue.
LANGUAGE = 2

#: What asks of values only whether they are the same.
COMPARING = frozenset({"==", "!=", "in"})

#: A type in a signature: the name of a simple type, `string`, a variable, or `list(…)`.
Signature = tuple[tuple[str, ...], str]


@frozen
class Function:
    """One operator, function or method."""

    #: Its overloads, tried in order.
    signatures: tuple[Signature, ...]

    #: What it gives, in one line; `README.md` says the rest.
    meaning: str

    #: `operator`, `method` (`x.size()`; also accepted as `size(x)`), or `global` (`age(a, b)`).
    form: str = "global"


_ORDERED = ((("int", "int"), "bool"), (("date", "date"), "bool"), (("string", "string"), "bool"))
_NUMBER = ((("int", "int"), "int"),)

FUNCTIONS: dict[str, Function] = {
    "&&": Function(((("bool", "bool"), "bool"),), "both; false absorbs unknown", "operator"),
    "||": Function(((("bool", "bool"), "bool"),), "either; true absorbs unknown", "operator"),
    "!": Function(((("bool",), "bool"),), "not", "operator"),
    "?:": Function(((("bool", "T", "T"), "T"),), "the second or the third", "operator"),
    "==": Function(((("T", "T"), "bool"),), "equal", "operator"),
    "!=": Function(((("T", "T"), "bool"),), "not equal", "operator"),
    "<": Function(_ORDERED, "before, or smaller", "operator"),
    "<=": Function(_ORDERED, "not after, or not larger", "operator"),
    ">": Function(_ORDERED, "after, or larger", "operator"),
    ">=": Function(_ORDERED, "not before, or not smaller", "operator"),
    "in": Function(((("T", "list(T)"), "bool"),), "an element of the list", "operator"),
    "+": Function(
        (*_NUMBER, (("string", "string"), "string"), (("list(T)", "list(T)"), "list(T)")),
        "sum, or one after the other",
        "operator",
    ),
    "-": Function(_NUMBER, "difference", "operator"),
    "neg": Function(((("int",), "int"),), "the opposite number", "operator"),
    "*": Function(_NUMBER, "product", "operator"),
    "/": Function(_NUMBER, "quotient, truncated toward zero", "operator"),
    "size": Function(
        ((("string",), "int"), (("list(T)",), "int")),
        "number of characters or elements",
        "method",
    ),
    "contains": Function(((("string", "string"), "bool"),), "holds the other string", "method"),
    "startsWith": Function(((("string", "string"), "bool"),), "begins with the other string", "method"),
    "endsWith": Function(((("string", "string"), "bool"),), "ends with the other string", "method"),
    "sum": Function(((("list(int)",), "int"),), "sum of the numbers; 0 of none", "method"),
    "min": Function(
        ((("list(int)",), "int"), (("list(date)",), "date")),
        "the smallest or first; unknown of none",
        "method",
    ),
    "max": Function(
        ((("list(int)",), "int"), (("list(date)",), "date")), "the largest or last; unknown of none", "method"
    ),
    "settled": Function(
        ((("bool", "bool"), "bool"),),
        "true if only the first is true, false if only the second is; both or neither settle nothing",
    ),
    "written": Function(
        ((("list(T)",), "list(T)"),), "a list of a record as it is written, as if nothing else belonged to it"
    ),
    "date": Function(((("string",), "date"),), "the date `YYYY-MM-DD`"),
    "age": Function(((("date", "date"), "int"),), "completed years from a birth to a day"),
    "birth_of": Function(
        ((("int", "date"), "date"),), "a birth after which so many years are completed on a day"
    ),
    "days_between": Function(((("date", "date"), "int"),), "days from the first date to the second"),
    "months_between": Function(((("date", "date"), "int"),), "completed months from the first to the second"),
    "next_day": Function(((("date",), "date"),), "the day after"),
    "within": Function(
        ((("list(date)", "list(date)"), "date"),),
        "a day not before the latest known of the first list and not after the earliest known of the second",
    ),
    "name_key": Function(
        ((("string",), "string"),), "a person's name in the form in which names are compared"
    ),
    "nik_sex": Function(((("string",), "string"),), "`female` or `male`"),
    "nik_birth_matches": Function(((("string", "date"), "bool"),), "day, month and two-digit year agree"),
    "nik_age_within": Function(
        ((("string", "int", "int", "date"), "bool"),),
        "the age on a day by the birth in a NIK lies between two numbers; false of what holds no birth",
    ),
    "province": Function(((("string",), "string"),), "province of a region code"),
    "region_within": Function(
        ((("string", "string"), "bool"),), "the first region is the second or lies in it"
    ),
}
