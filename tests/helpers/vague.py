"""The quick start with most of its dates known in part."""

import re
from itertools import cycle
from pathlib import Path

FORMS = [
    lambda day: day,
    lambda day: day[:4],
    lambda day: day,
    lambda day: day[:7],
    lambda day: f"{day[:4]}~",
    lambda day: f"../{day[:7]}",
    lambda day: f"{day}?",
]


def vague_quickstart(folder):
    """The quick start with most of its dates known in part."""
    forms = cycle(FORMS)
    for path in sorted((Path(__file__).parents[2] / "examples" / "quickstart").iterdir()):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\d{4}-\d{2}-\d{2}", lambda day: next(forms)(day[0]), text)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder
