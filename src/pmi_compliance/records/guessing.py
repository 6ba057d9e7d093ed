"""
What a word that a schema does not know may mean: fields and codes are looked for by their names, titles and meanings.

Who fills in a form writes `Tanggal lahir` or `tipu daya`, and has never seen the schema.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.text import LANGUAGES, Text, nearest, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Less alike than this is nothing to anybody here.
_LEAST_ALIKE = 0.5

#: How alike two words are at least, of 1, that one may be meant by the other; what is further from the best is left out.
_ALIKE, _BEHIND = 0.6, 0.15
#: A title is longer than a name, and a path from far away a bolder guess.
_TITLE_ALIKE = 0.8
#: What it counts that a word stands in the sentence about a code.
_OF_MEANING = 0.8
#: What begins a word that says the opposite of the rest of it.
_NOT = frozenset({"tidak", "tdk", "tak", "bukan", "belum", "blm", "tanpa", "not", "un"})
#: Shorter words say nothing of what is meant.
_SHORTEST = 4
#: How many are named at most.
_NAMED = 3


@frozen
class _Known:
    """A code or field: what it goes by, and what is said of it."""

    name: str
    titles: tuple[str, ...]
    meaning: str = ""

    @property
    def denies(self) -> bool:
        return any(map(_denies, (self.name, *self.titles)))


# Codes


def near_codes(word: str, values: Sequence[str], codes: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """
    The codes of a list that somebody may mean by a word, the likest first.

    Args:
        word: What was written.
        values: The codes of the list.
        codes: What `x-codes` of the schema says of them.

    >>> codes = {"deception": {"id": "penipuan", "en": "deception", "means": {"id": "tipu daya", "en": "lies"}}}
    >>> near_codes("tipu daya", ["force", "deception"], codes)
    ('deception',)

    """
    return _near(word, tuple(_known(value, codes.get(value)) for value in values))


@frozen
class NamedCodes(Text):
    """Codes with what they are called, for a message."""

    #: The names alone, for somebody who has never seen the codes.
    words: Text


def named_codes(near: Sequence[str], codes: Mapping[str, Mapping[str, Any]]) -> NamedCodes:
    """Codes with what they are called, for a message."""
    texts = [(code, Text.of(codes[code]) if code in codes else Text("", "")) for code in near]
    return NamedCodes(
        ", ".join(f"`{code}` ({text.id})" if text.id else f"`{code}`" for code, text in texts),
        ", ".join(f"`{code}` ({text.en})" if text.en else f"`{code}`" for code, text in texts),
        Text(*(", ".join(text.in_language(way) or code for code, text in texts) for way in LANGUAGES)),
    )


def _known(code: str, written: Mapping[str, Any] | None) -> _Known:
    if written is None:
        return _Known(code, ())
    return _Known(code, (written["id"], written["en"]), " ".join(written.get("means", {}).values()))


@lru_cache(maxsize=256)
def _near(word: str, known: tuple[_Known, ...]) -> tuple[str, ...]:
    # `tidak aktif` is like `aktif` and the opposite of it.
    likeness = {code.name: _likeness(word, code) for code in known if not _denies(word) or code.denies}
    best = max(likeness.values(), default=0.0)
    near = [name for name, alike in likeness.items() if alike >= max(_ALIKE, best - _BEHIND)]
    return tuple(sorted(near, key=lambda name: -likeness[name])[:_NAMED])


def _denies(text: str) -> bool:
    """Whether a text says that something is not so."""
    first = next(iter(split_words(text)), "")
    return first in _NOT or first.startswith("non")


def _likeness(word: str, code: _Known) -> float:
    # Of two letters each is like many others.
    titles = [
        title
        for title in (code.name, *code.titles)
        if len(title) >= _SHORTEST or _plain(title) == _plain(word)
    ]
    by_signs = max((_alike(word, title) for title in titles), default=0.0)
    return max(by_signs, _share(word, " ".join(titles)), _OF_MEANING * _share(word, code.meaning))


def _share(word: str, text: str) -> float:
    """How much of what was written stands in a text, word by word."""
    asked = [part for part in split_words(word) if len(part) >= _SHORTEST]
    held = set(split_words(text))
    return sum(part in held for part in asked) / len(asked) if asked else 0.0


def _alike(first: str, second: str) -> float:
    first, second = _plain(first), _plain(second)
    # Of very unequal lengths no more can be alike, and a word of a whole page is compared for seconds.
    most = 2 * min(len(first), len(second)) / max(1, len(first) + len(second))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if most >= _LEAST_ALIKE else 0.0


def _plain(text: str) -> str:
    return " ".join(split_words(text))


# Fields


def near_field(name: str, schema: Mapping[str, Any]) -> str | None:
    """
    The field that somebody may mean by a name that a group does not have; of fields further inside, the path.

    Args:
        name: What was written.
        schema: What the schema says of the group.

    >>> birth = {"title": "Tanggal lahir", "x-title-en": "Birth date"}
    >>> near_field("Tgl lahir", {"properties": {"worker": {"properties": {"birth_date": birth}}}})
    'worker.birth_date'

    """
    return _near_field(name, tuple(_fields(schema, "")))


@lru_cache(maxsize=256)
def _near_field(name: str, known: tuple[_Known, ...]) -> str | None:
    """The field that is meant; remembered, for who misspells a name does so in every row."""
    asked = _plain(name)
    called = [
        field for field in known if asked in map(_plain, (field.name.rpartition(".")[2], *field.titles))
    ]
    if (only := _only_one(called)) is not None:
        return only
    here = [field.name for field in known if "." not in field.name]
    if (meant := nearest(name, here)) is not None:
        return meant
    likeness = {field: max((_alike(name, title) for title in field.titles), default=0.0) for field in known}
    best = max(likeness.values(), default=0.0)
    return None if best < _TITLE_ALIKE else _only_one([field for field in known if likeness[field] == best])


def _only_one(fields: Sequence[_Known]) -> str | None:
    """The name of the outermost of some fields; `None` where it is not the only one there."""
    depths = [field.name.count(".") for field in fields]
    outermost = [field.name for field, depth in zip(fields, depths, strict=True) if depth == min(depths)]
    return outermost[0] if len(outermost) == 1 else None


def _fields(schema: Mapping[str, Any], inside: str) -> Iterator[_Known]:
    for name, inner in schema.get("properties", {}).items():
        if name.endswith("_complete"):
            continue
        titles = (inner["title"], inner["x-title-en"]) if "x-title-en" in inner else ()
        yield _Known(f"{inside}{name}", titles)
        yield from _fields(inner, f"{inside}{name}.")
        yield from _fields(inner.get("items", {}), f"{inside}{name}[].")
