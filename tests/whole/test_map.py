"""The map of the tests names every folder and file of them, and no other."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOMS = TESTS.parent / "src" / "pmi_compliance"
SECTIONS = dict(
    section.split("\n", 1) for section in (TESTS / "README.md").read_text(encoding="utf-8").split("\n## ")[1:]
)
FOLDERS = sorted(path.name for path in TESTS.iterdir() if path.is_dir() and path.name != "__pycache__")
#: Not listed by the map: what only makes a package, and files that a test writes.
UNLISTED = {"__init__.py", "README.md"}


def named(section):
    return re.findall(r"^- `([^`]+)`: \S", section, re.MULTILINE)


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_file() and path.name not in UNLISTED)


def test_every_folder_has_a_section():
    assert sorted(SECTIONS) == sorted([*FOLDERS, "Beside the folders"])


@pytest.mark.parametrize("folder", [name for name in FOLDERS if name != "golden"])
def test_a_section_lists_the_files_of_its_folder(folder):
    assert sorted(named(SECTIONS[folder])) == files(TESTS / folder)


def test_what_stands_beside_the_folders_is_listed():
    assert sorted(named(SECTIONS["Beside the folders"])) == files(TESTS)


def test_folders_are_those_of_the_source():
    others, without_tests = {"bench", "cases", "conformance", "fuzz", "law", "whole"}, {"golden", "helpers"}
    rooms = {path.parent.name for path in ROOMS.glob("*/__init__.py")}
    with_tests = {path.relative_to(TESTS).parts[0] for path in TESTS.glob("*/**/test_*.py")}

    assert {*FOLDERS} <= rooms | others | without_tests
    assert with_tests <= rooms | others
