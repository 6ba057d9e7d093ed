"""Nobody approves a waiver alone: under whatever spelling an author comes back, it is the author."""

from datetime import date

import pytest

from helpers.errors import raises
from pmi_compliance import UsageError, Waiver


def waiver(author, approved_by):
    return Waiver(
        rule="r",
        kind="placement",
        id="P1",
        legal_basis="b",
        author=author,
        approved_by=approved_by,
        reason="c",
        expires_on=date(2025, 12, 31),
    )


@pytest.mark.parametrize(
    "again",
    [
        "ANI CONTOH",
        "Ani.Contoh",
        "AniContoh",
        "  Ani\u00a0 Contoh",
        "Contoh, Ani",
        "Аni Сontoh",  # Cyrillic capitals
        "Ani Cоntоh",  # Cyrillic small letters
        "Αni Contoh",  # a Greek capital
        "An\u200bi Con\u00adtoh",
        "\ufeffAni Contoh",
        "Áni Contoh",
        "\uff21ni Contoh",
        "Ani C0ntoh",
        "Dr. Ani Contoh, S.H.",
        "Ibu Ani Contoh",
        "Plt. Hj. ANI CONTOH, S.Sos., M.Si.",
        "Ani Contoh (Kepala Bidang)",
        "Ani Contoh 2",
        "Contoh, Ani, M.M.",
    ],
)
def test_an_author_under_another_spelling_is_the_author(again):
    with raises(UsageError, "approved_by_author"):
        waiver("Ani Contoh", again)


@pytest.mark.parametrize(
    "other", ["Ani Contoh Beru", "Ani", "Any Contoh", "Budi Contoh", "Dr. Budi Contoh, S.H.", "H. Contoh"]
)
def test_another_name_is_another_person(other):
    assert waiver("Ani Contoh", other).approved_by == other


@pytest.mark.parametrize("name", ["A", "b.", " ", "...", "-", "\u200bA\u200b"])
@pytest.mark.parametrize("field", ["author", "approved_by"])
def test_a_letter_names_nobody(name, field):
    names = {"author": "Ani Contoh", "approved_by": "Budi Contoh", field: name}

    with raises(UsageError, "no_name", field=field):
        waiver(**names)
