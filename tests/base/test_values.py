"""Texts, dated values and outcomes."""

from datetime import date
from itertools import permutations

import pytest
from attrs.exceptions import FrozenInstanceError

from helpers.errors import raises
from pmi_compliance import Text
from pmi_compliance.base.dated import Dated, Period, as_date
from pmi_compliance.base.errors import NoValueOn, UnknownPack, UsageError
from pmi_compliance.base.outcome import OPEN, QUIET, REFERRED, Outcome, conjunction, disjunction, negation
from pmi_compliance.base.text import nearest, printable, written


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (1_500_000_000, "1.500.000.000", "1,500,000,000"),
        (date(2025, 10, 15), "15 Oktober 2025", "15 October 2025"),
        (True, "ya", "yes"),
        (None, "(tidak diketahui)", "(unknown)"),
        (("a", 2000), "a, 2.000", "a, 2,000"),
        ("\x1b[2J", "\ufffd[2J", "\ufffd[2J"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value, indonesian, english):
    assert (written(value, "id"), written(value, "en")) == (indonesian, english)


def test_a_text_is_filled_in_both_languages():
    assert Text("{a} hari", "{a} days").filled({"a": 1000}) == Text("1.000 hari", "1,000 days")


def test_a_misspelt_word_is_guessed_and_a_strange_one_is_not():
    assert nearest("placment", ["placement", "case"]) == "placement"
    assert nearest("xyz", ["placement", "case"]) is None
    assert printable("Ina\u202e") == "Ina\ufffd"


def test_a_dated_value_holds_from_its_day():
    value = Dated.of([(date(2020, 1, 1), "b"), (date(2010, 1, 1), "a")])

    assert [value.on(date(*day)) for day in ((2010, 1, 1), (2019, 12, 31), (2020, 1, 1))] == ["a", "a", "b"]
    assert value.since(date(2019, 12, 31)) == date(2010, 1, 1)
    with raises(NoValueOn, "no_value_on", day=date(2009, 12, 31), first_day=date(2010, 1, 1)):
        value.on(date(2009, 12, 31))


@pytest.mark.parametrize("entries", [[], [(date(2020, 1, 1), 1), (date(2020, 1, 1), 2)]])
def test_a_history_has_entries_on_different_days(entries):
    with pytest.raises(ValueError, match="entr"):
        Dated.of(entries)


def test_a_period_ends_before_its_last_day():
    period = Period(date(2020, 1, 1), date(2021, 1, 1))

    assert date(2020, 1, 1) in period
    assert date(2020, 12, 31) in period
    assert date(2021, 1, 1) not in period
    assert date(2019, 12, 31) not in period


@pytest.mark.parametrize("text", ["2025-W01-1", "20250101", "2025-1-1", "2025-02-30", "٢٠٢٥-01-01", ""])
def test_only_one_way_to_write_a_date_is_taken(text):
    assert as_date(text) is None


def test_connectives_do_not_mind_the_order():
    for values in ((True, None, False), (True, None, True), (False, None, False)):
        for fold in (conjunction, disjunction):
            assert len({fold(*order) for order in permutations(values)}) == 1
    assert negation(conjunction(True, None)) is disjunction(False, None)


def test_errors_and_values_compare_and_do_not_change():
    assert UnknownPack("unknown", name="a") == UnknownPack("unknown", name="a")
    assert UnknownPack("unknown", name="a") != UsageError("unknown", name="a")
    assert UnknownPack("unknown", name="a") != UnknownPack("unknown", name="b")
    assert UnknownPack("unknown", name="a") != UnknownPack("unknown", name="a", place="c")
    assert len({UnknownPack("unknown", name="a"), UnknownPack("unknown", name="a")}) == 1
    with pytest.raises(FrozenInstanceError):
        UsageError("unknown").code = "known"
    with pytest.raises(FrozenInstanceError):
        Text("a", "b").id = "c"


def test_importing_the_library_loads_no_engine_and_every_name_is_there():
    import subprocess
    import sys

    code = "import sys, pmi_compliance; print(*sorted(n for n in sys.modules if n.startswith(('pmi_', 'attr', 'json'))))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert loaded == ["pmi_compliance"]

    import pmi_compliance

    for name in pmi_compliance.__all__:
        assert getattr(pmi_compliance, name).__name__ == name
    assert dir(pmi_compliance) == pmi_compliance.__all__
    with pytest.raises(AttributeError, match="no attribute 'audti'"):
        pmi_compliance.audti  # noqa: B018


def test_every_outcome_is_quiet_open_or_waived():
    assert {*QUIET, *OPEN, Outcome.WAIVED} == {*Outcome}
    assert not QUIET & OPEN
    assert REFERRED < OPEN
