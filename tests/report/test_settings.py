"""What an office says once and for all: read from a file that is named, and refused where it says nothing that is known."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from helpers.errors import raises
from pmi_compliance import Bounds, PackError, Settings, UnreadableInput
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.report.letterhead import BLANK, letterhead, number_of

#: What an office copies.
WHOLE = (Path(__file__).parents[2] / "examples" / "pmi-compliance.toml").read_text(encoding="utf-8")


def written(tmp_path, text):
    path = tmp_path / "pmi-compliance.toml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong(path):
    """What is wrong with a file: the line, and the message behind the diagnostic."""
    with pytest.raises(PackError) as refused:
        Settings.read(path)
    return [(found.line, found.message.en) for found in refused.value.diagnostics]


def test_a_file_and_a_value_say_the_same(tmp_path):
    settings = Settings.read(written(tmp_path, WHOLE))

    assert settings == Settings.of(
        {
            "language": "id", "disclosure": "masked", "packs": ("uu-18-2017", "kupang"),
            "office": {
                "name": "DINAS TENAGA KERJA", "address": "Jalan Contoh 1, Kota Contoh",
                "letterhead": ["PEMERINTAH KABUPATEN CONTOH"], "telephone": "(0380) 000000",
            },
            "official": {"name": "Ani Contoh, S.H.", "title": "Kepala Dinas", "nip": "19700101 199003 2 001"},
            "letters": {
                "number": "560/{number:03}/DTK/{month}/{year}", "next": 12, "place": "Kota Contoh",
                "date": date(2025, 11, 3),
            },
            "reading": {
                "rows": 100_000_000, "columns": 16_384, "cells": 20_000_000, "characters": 131_072, "nesting": 100,
                "unpacked_mb": 400, "unpacked_times": 100, "memory_mb": 4_000,
            },
        }
    )  # fmt: skip
    assert settings.letters.date == date(2025, 11, 3)
    assert settings.file.endswith("pmi-compliance.toml")


def test_every_name_of_the_schema_is_read(tmp_path):
    """A name that the schema knows and nothing reads would be taken in silence."""
    schema = bundled_documents().by_name["settings"]["properties"]
    settings = Settings.read(written(tmp_path, 'add_packs = ["paket"]\npack_keys = ["kunci.pem"]\n' + WHOLE))

    for name, part in schema.items():
        assert getattr(settings, name)
        for inner in part.get("properties", ()):
            assert getattr(getattr(settings, name), inner), inner


def test_the_bounds_of_the_example_are_those_that_count_without_it():
    assert Settings.of(tomllib.loads(WHOLE)).reading == Settings().reading == Bounds()


def test_a_whole_number_may_be_written_with_a_point(tmp_path):
    """The schema takes it for whole, and letters would have had the number `12.0`."""
    settings = Settings.read(
        written(tmp_path, '[letters]\nnumber = "{number}"\nnext = 12.0\n[reading]\nrows = 1e3\n')
    )

    assert (repr(settings.letters.next), repr(settings.reading.rows)) == ("12", "1000")


def test_nothing_is_read_that_is_not_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, WHOLE)

    assert Settings() == Settings.of({})
    assert letterhead(None, "id").names == (BLANK,)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('language = "en"\nlangauge = "id"', 2, "did you mean `language`"),
        ('language = "in"', 1, "must be one of: id, en"),
        ('packs = "kupang"', 1, "must be a list"),
        ("[office]\nnama = 'Dinas'", 2, "`nama` is not known; did you mean `name`"),
        ("[office]\nname = ''", 2, "must be text that is not empty"),
        ("[official]\n\nnip = 197001011990032001", 3, "`nip` must be text"),
        ('[official]\nnip = "1970"', 2, "must be like `19700101 199003 1 001`; read `\"1970\"`"),
        ('[letters]\nnumber = "5/{nomor}"\nnext = 1', 2, "must be like `560/{number}/DTK/{month}/{year}`"),
        ('[letters]\nnumber = "5/{number.real}"\nnext = 1', 2, "must be like"),
        ('[letters]\nnumber = "5/{number}{number}"\nnext = 1', 2, "must be like"),
        ('[letters]\nnumber = "5/{number}"', 1, "`next` is required"),
        ("[letters]\nnext = 3", 1, "`number` is required"),
        ('[letters]\nnumber = "{number}"\nnext = 0', 3, "must be at least 1"),
        ('[letters]\nnumber = "{number}"\nnext = true', 3, "must be a whole number"),
        ("[letters]\ndate = 2025-11-03T10:00:00", 2, "must be a date of the calendar"),
        ("[reading]\nrows = 0", 2, "must be at least 1"),
        ("[reading]\nmemory_mb = '4 GB'", 2, "must be a whole number"),
        ("[reading]\nrow = 5", 2, "did you mean `rows`"),
        ("[kantor]\nname = 'x'", 1, "`kantor` is not known; did you mean `office`"),
        ("[[office]]\nname = 'x'", 0, "`office` must be"),
        ("[office]\nname = Dinas", 2, "no TOML that can be read"),
        ("language = 'id'\nlanguage = 'en'", 2, "no TOML that can be read"),
        ("office = ", 1, "no TOML that can be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_what_is_expected(tmp_path, text, line, words):
    ((found, message),) = wrong(written(tmp_path, text))

    assert found == line
    assert words in message


@pytest.mark.parametrize("text", ["next = " + "9" * 5000, "packs = " + "[" * 5000, "a = " + "{b = " * 5000])
def test_what_no_office_writes_is_told_in_a_line(tmp_path, text):
    ((_, message),) = wrong(written(tmp_path, text))

    assert "no TOML that can be read" in message


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path):
    found = wrong(written(tmp_path, 'langauge = "en"\n[official]\nnip = 1\n[ofice]\nname = "x"'))

    assert [line for line, _ in found] == [1, 3, 4]


def test_what_cannot_be_opened_is_no_mistake_in_the_settings(tmp_path):
    with raises(UnreadableInput, "cannot_open", place=str(tmp_path / "none.toml")):
        Settings.read(tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes(b"name = '\xff'")
    with raises(UnreadableInput, "not_utf8", place=str(tmp_path / "x.toml")):
        Settings.read(tmp_path / "x.toml")


def test_a_file_that_a_text_editor_of_windows_wrote_is_read(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b'\xef\xbb\xbf[office]\r\nname = "Dinas"\r\n')

    assert Settings.read(path).office.name == "Dinas"


def test_what_is_written_in_several_lines_stands_in_one(tmp_path):
    text = '[office]\nname = """\nDinas\nContoh\n"""\naddress = "  "\nletterhead = ["A\\tB"]'
    head = letterhead(Settings.read(written(tmp_path, text)), "id")

    assert (head.names, head.found_at) == (("A B", "Dinas Contoh"), (BLANK,))


def test_numbers_follow_the_pattern_and_what_is_not_known_is_a_blank():
    numbered = Settings.of({"letters": {"number": "560/{number}/{month}/{year}", "next": 9}})

    assert [number_of(numbered, at) for at in (0, 1)] == [f"560/9/{BLANK}/{BLANK}", f"560/10/{BLANK}/{BLANK}"]
    assert number_of(None, 0) == BLANK
