"""The pages lead to each other, and the site is built from them without a warning."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

import pmi_compliance
from helpers import needs

ROOT = Path(__file__).parents[2]
SITE = ROOT / "examples" / "site"
#: Every page of the checkout.
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in (
        "*.md",
        "rules/**/*.md",
        "schemas/*.md",
        "examples/**/*.md",
        "src/**/*.md",
        "tests/**/*.md",
    )
    for path in ROOT.glob(pattern)
)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@cache
def prose(page):
    """A page without its code."""
    return re.sub(r"`[^`\n]*`", "", _FENCED.sub("", (ROOT / page).read_text(encoding="utf-8")))


@cache
def anchors(page):
    """The names of its headings, as code hosts and the site make them."""
    text = _FENCED.sub("", (ROOT / page).read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def wrong_links(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent.joinpath(path).resolve() if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target.relative_to(ROOT).as_posix())):
            yield link


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    assert list(wrong_links(page)) == []


def named(nav):
    for entry in nav:
        for value in entry.values():
            yield from named(value) if isinstance(value, list) else [value]


def test_the_site_shows_every_page():
    settings = yaml.safe_load((SITE / "mkdocs.yml").read_text(encoding="utf-8"))

    assert sorted(named(settings["nav"])) == PAGES


def test_the_reference_shows_every_public_name():
    shown = re.findall(
        r"^::: pmi_compliance\.(\w+)$", (SITE / "pages" / "reference.md").read_text(), re.MULTILINE
    )

    assert sorted(shown) == sorted(pmi_compliance.__all__)


def test_the_readme_leads_to_every_page_for_who_uses_it():
    linked = set(re.findall(r"\]\(([^)#\s]+)", prose("README.md")))

    assert {
        page for page in PAGES if not page.startswith(("tests/", "examples/site/", "README.md"))
    } <= linked


@pytest.mark.slow
@pytest.mark.extras
def test_the_site_is_built_without_a_warning(tmp_path):
    needs.library("mkdocs")
    build = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-q",
        "-f",
        SITE / "mkdocs.yml",
        "-d",
        tmp_path,
    ]

    done = subprocess.run(build, capture_output=True, text=True, check=False, timeout=120)

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    reference = (tmp_path / "examples" / "site" / "pages" / "reference.html").read_text(encoding="utf-8")
    assert 'id="pmi_compliance.auditing.run.audit"' in reference or 'id="pmi_compliance.audit"' in reference
    assert "&gt;&gt;&gt;" in reference or 'class="gp"' in reference
    assert "How grave a breach of the rule is" in reference  # from the comment above a field
    assert {path.name for path in tmp_path.glob("rules/*")} >= {"index.html"}
