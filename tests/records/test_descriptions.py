"""What the schemas say of each field: what it means, where it is found, what it does; no stock phrases."""

import os
import re
from itertools import combinations
from pathlib import Path

import pytest

from pmi_compliance.base.text import NOTHING
from pmi_compliance.records.schema import bundled_model

MODEL = bundled_model()
#: What can be said of any field, and so says nothing of one.
STOCK = re.compile(
    r"absent when|absent or null means unknown|when unknown|one of the listed|a group of facts|^text\b|^true, false\b"
    r"|^(a )?whole (number|rupiah|hours)\b|it happened or takes effect",
    re.IGNORECASE,
)
#: How many of their words two descriptions share at most.
ALIKE = 0.9
#: The shortest description that can say what a fact means and where it is found, in words.
SHORTEST = 8


def described(schema, path=""):
    """Each field of a schema, by its path, with what the schema says of it."""
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}{name}", inner
        yield from described(inner, f"{path}{name}.")
        yield from described(inner.get("items", {}), f"{path}{name}[].")


FIELDS = {kind: dict(described(MODEL.documents.by_name[kind])) for kind in MODEL.kinds}


def words(text):
    return frozenset(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("kind", MODEL.kinds)
def test_every_field_is_described_in_words_of_its_own(kind):
    for path, field in FIELDS[kind].items():
        description = field["description"]
        assert description.endswith("."), path
        assert len(description.split()) >= SHORTEST, path
        said = words(description) - words(f"{field['title']} {field['x-title-en']} {path}")
        assert len(said) >= SHORTEST / 2, f"{path}: no more than its title"
        assert not STOCK.search(description), path


@pytest.mark.parametrize("kind", MODEL.kinds)
def test_no_two_fields_of_a_record_are_described_alike(kind):
    """One word added to a phrase that serves for many fields does not make it say what one of them means."""
    said = {
        path: words(field["description"])
        for path, field in FIELDS[kind].items()
        # That a list is whole means the same of every list, which is named.
        if not path.endswith("_complete")
    }
    alike = [
        (one, other)
        for one, other in combinations(said, 2)
        if len(said[one] & said[other]) >= ALIKE * len(said[one] | said[other])
    ]
    assert alike == []


# The page of all fields and codes. `PMI_GOLDEN=write pytest` writes it anew.

PAGE = Path(__file__).parents[2] / "schemas" / "FIELDS.md"
OPENING = """# Fields and codes

Every field of a record, by kind: its path, its titles, what it means, where it is found and what it does to outcomes.
Below a field stand its codes, each with what it is called and what choosing it says, in Indonesian and English.
Written from the schemas; a test holds that it is as they are. Countries, by ISO 3166-1, stand at the end.
"""


def page():
    lines = [OPENING]
    for kind in MODEL.kinds:
        lines.append(f"## {kind}\n")
        for path, field in FIELDS[kind].items():
            if path.endswith("_complete"):
                continue
            lines.append(f"- `{path}` ({field['title']} / {field['x-title-en']}): {field['description']}")
            node = MODEL.node_at(kind, path.replace("[]", "").split("."))
            for code, words in (node.item or node).codes.items():
                if words.meaning == NOTHING:
                    continue  # a country
                names = f"{words.name.id} / {words.name.en}"
                lines.append(f"  - `{code}` ({names}): {words.meaning.id} / {words.meaning.en}")
        lines.append("")
    lines.append("## Countries\n")
    for code, words in MODEL.node_at("placement", ["destination"]).codes.items():
        lines.append(f"- `{code}`: {words.name.id} / {words.name.en}")
    lines.append("")
    return "\n".join(lines)


def test_a_page_shows_every_field_and_code_as_the_schemas_do():
    if os.environ.get("PMI_GOLDEN") == "write":
        PAGE.write_text(page(), encoding="utf-8", newline="")

    assert PAGE.read_text(encoding="utf-8") == page()
