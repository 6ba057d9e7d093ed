"""Long sequences go into a file and read the same, also after they were copied or sent to another process."""

import copy
import pickle

import pytest

from pmi_compliance.base.spool import TOGETHER, Spool


def spooled(number, few=6):
    spool = Spool(few)
    for value in range(number):
        spool.add(str(value))
    return spool.values()


def test_few_values_stay_in_memory():
    assert spooled(6) == ("0", "1", "2", "3", "4", "5")


def test_many_values_go_into_a_file_and_read_the_same():
    many = spooled(50)

    assert not isinstance(many, tuple)
    assert [*many] == [*many] == [*map(str, range(50))]
    assert (len(many), many[3], many[-1], many[8:10]) == (50, "3", "49", ("8", "9"))
    with pytest.raises(IndexError):
        many[50]


@pytest.mark.parametrize("number", [TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 7])
def test_values_read_the_same_however_many_are_written_together(number):
    many = spooled(number)

    assert len(many) == number
    assert [*many] == [many[at] for at in range(number)] == [*map(str, range(number))]
    assert (many[-1], many[TOGETHER - 2 :][:1]) == (str(number - 1), (str(TOGETHER - 2),))


def test_what_values_share_is_written_and_read_once():
    shared = ("text",) * 2
    spool = Spool(2)
    for number in range(TOGETHER + 1):
        spool.add((number, shared))

    first, second, *_ = spool.values()
    assert first[1] is second[1]


def test_values_can_be_added_after_some_were_read():
    spool = Spool(2)
    for value in range(5):
        spool.add(value)
    assert spool.values()[1] == 1
    spool.add(5)
    assert [*spool.values()] == [*range(6)]


@pytest.mark.parametrize("number", [5, 50, 3 * TOGETHER + 7])
@pytest.mark.parametrize(
    "copied", [lambda values: pickle.loads(pickle.dumps(values)), copy.deepcopy, copy.copy]
)
def test_a_copy_holds_the_same_values(number, copied):
    values = spooled(number)
    again = copied(values)

    assert [*again] == [*values] == [*map(str, range(number))]
    del values
    assert again[2] == "2"
