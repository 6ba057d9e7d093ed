"""What is told to be right without asking the library is right, and nearly all right records are told so."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from pmi_compliance.schema import KINDS, certainly_right, faults, validator
from strategies import tables

#: Values that are wrong in most places, and right in some.
ODD = [
    None, True, False, 0, 1, -1, 5.0, 1.5, 2**53, "", " ", "x", "x" * 300, "2025-02-30", "2025-02-28", "2025-2-8", "5303",
    "53.01", "IDR", "idr", "1" * 16, "1" * 17, "١" * 16, "MY", "passport", [], [None], ["x"], [5], {}, {"id": "x"}, {"x": 1},
]  # fmt: skip


def errors(kind, value):
    return [*validator(kind).iter_errors(value)]


def places(value, at=()):
    yield at
    match value:
        case dict():
            for name, inner in value.items():
                yield from places(inner, (*at, name))
        case list():
            for number, inner in enumerate(value):
                yield from places(inner, (*at, number))


def changed(value, at, other):
    if not at:
        return other
    made = copy.deepcopy(value)
    holder = made
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = other
    return made


@given(tables(), st.data())
def test_nothing_wrong_is_taken_for_right(given_tables, data):
    for kind, records in given_tables.items():
        for record in records:
            at = data.draw(st.sampled_from([*places(record)]))
            for other in ODD:
                value = changed(record, at, other)
                if certainly_right(kind)(value):
                    assert not errors(kind, value), (kind, at, other)
            extra = {**record, "surprise": 1}
            assert not certainly_right(kind)(extra)


@given(tables())
def test_right_records_are_told_at_once(given_tables):
    """Otherwise the library is asked, which is right as well, and a hundred times slower."""
    for kind, records in given_tables.items():
        assert all(map(certainly_right(kind), records))
        assert not [fault for record in records for fault in faults(kind, record)]


def test_what_is_no_record_is_not_right():
    for kind in KINDS:
        for value in (None, [], "x", 5, True, {}, {"id": ""}, {"id": None}, {"id": "x" * 201}):
            assert not certainly_right(kind)(value)
            assert errors(kind, value)
        assert certainly_right(kind)({"id": "x"})
