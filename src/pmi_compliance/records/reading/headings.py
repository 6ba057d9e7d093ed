"""
What the heading of a column means: by its path or title, by another name that offices use, or by its likeness.

The other names are data, `schemas/headings.yaml`. What is certain goes before what is likely, and no two columns tell
one fact: where neither is the surer one, both stay unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base import resources
from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.text import plain, split_words
from pmi_compliance.records.reading.asked_years import year_asked
from pmi_compliance.records.reading.targets import (
    EXTRA,
    LEFT_OUT,
    Target,
    field_target,
    targets_of,
    written_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmi_compliance.records.reading.columns import Table

#: How a heading was understood, the surest first.
ANSWERED, EXACT, OTHER_NAME, GUESS, NOT_KNOWN, BESIDE, TOGETHER, DOUBLE, DOUBT, STRANGE = (
    "answered", "exact", "other_name", "guess", "not_known", "beside", "together", "double", "doubt", "strange",
)  # fmt: skip
_BRACKETS = re.compile(r"\((.*?)\)")
_SURE = {ANSWERED: 0, EXACT: 1, OTHER_NAME: 2, GUESS: 3}

#: How alike, of 100, a heading and a name are at least that are taken for the same, each of their words, and how far the
#: next field is behind. Words of up to three letters, and those with digits, must be the same.
ALIKE, WORD_ALIKE, AHEAD, SHORT = 88, 85, 5, 3


@frozen
class Meaning:
    """What one column means."""

    #: As it stands in the table; a column without heading goes by its letter.
    heading: str
    #: Each fact that it tells; none of a column without heading.
    targets: tuple[Target, ...]
    #: How that is known: one of the words above.
    how: str
    #: Of several columns that tell one fact more or less exactly, the place of this; the first counts.
    rank: int = field(default=0, eq=False)
    #: The column that tells the fact in its stead.
    other: str = ""
    #: What it would tell if it were the only one.
    meant: tuple[Target, ...] = ()
    #: How many columns up to this one have its heading.
    number: int = field(default=1, eq=False)
    #: Its place in the table, counted from 0.
    at: int = field(default=0, eq=False)

    @property
    def kept_as(self) -> str:
        """The name that its cells have among what is only kept."""
        return self.heading if self.number == 1 else f"{self.heading} ({self.number})"

    @property
    def is_read(self) -> bool:
        """Whether it fills a field."""
        return any(target.written not in {EXTRA, LEFT_OUT} for target in self.targets)


@frozen(eq=False)
class Names:
    """What the columns of one table may be called beside their paths and titles."""

    #: Fields, with the place among those that tell one fact, by the words of a name in the order of the alphabet.
    by_words: Mapping[tuple[str, ...], tuple[tuple[Target, ...], int]]
    #: The same by the name as it is written, for likeness, and without spaces.
    spelt: Mapping[str, tuple[tuple[Target, ...], int]]
    letters: Mapping[str, tuple[tuple[Target, ...], int]]


@cache
def _written() -> Mapping[str, Any]:
    import yaml  # noqa: PLC0415  tables with exact headings do without

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = (resources.folder("schemas") / "headings.yaml").read_text(encoding="utf-8")
    written: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506  texts only, and our own
    return written


@lru_cache(maxsize=16_384)  # who looks for the headings of a sheet asks again and again, of each table
def words_in(heading: str) -> tuple[str, ...]:
    """The words of a heading: without case and signs, and short words as what they stand for."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    short = _written()["short"]
    found = (short.get(word, word) for word in split_words(parted))
    return tuple(word for words in found for word in words.split())


def kinds_called(name: str) -> set[str]:
    """The kinds of which a name of a sheet or file speaks: `Data P3MI`, `CPMI Agustus`."""
    said = f" {' '.join(split_words(name))} "
    called = _written()["called"]
    return {kind for kind, words in called.items() if any(f" {plain(word)} " in said for word in words)}


def _in_order(words: Sequence[str]) -> tuple[str, ...]:
    """The key of a column for several facts, which stand in its cells as in its heading: `Kec/Desa` is no `Desa/Kec`."""
    return ("", *words)


def _without_whose(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _written()["whose"])


@lru_cache(maxsize=64)
def names_for(table: Table) -> Names:
    """The other names of the columns of a table."""
    by_words: dict[tuple[str, ...], tuple[tuple[Target, ...], int]] = {}
    spelt: dict[str, tuple[tuple[Target, ...], int]] = {}
    letters: dict[str, tuple[tuple[Target, ...], int]] = {}

    def add(name: str, told: tuple[tuple[Target, ...], int]) -> None:
        words = words_in(name)
        by_words.setdefault(_in_order(words) if len(told[0]) > 1 else tuple(sorted(words)), told)
        spelt.setdefault(" ".join(words), told)
        letters.setdefault("".join(words), told)
        letters.setdefault(_letters(name), told)

    for targets, name, rank in _aliases(table):
        add(name, (targets, rank))
    titles: dict[tuple[str, ...], set[str]] = defaultdict(set)
    named: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for path, title in table.headings.items():
        for words in (title.id, title.en, path):
            titles[tuple(words_in(words))].add(path)
    for path, name in table.named_by_schema:
        named[tuple(words_in(name))].add(path)
    for title_words, paths in (*titles.items(), *named.items()):
        target = field_target(next(iter(paths)), table) if len(paths) == 1 else None
        if target is not None:
            add(" ".join(title_words), ((target,), 0))
    return Names(by_words, spelt, letters)


def _aliases(table: Table) -> Iterator[tuple[tuple[Target, ...], str, int]]:
    of_kind = {} if table.group else _written().get(table.kind, {})
    for written, names in of_kind.items():
        targets = targets_of(written, table)
        if targets is None:
            continue
        ranks = names if isinstance(names[0], list) else [names]
        # One column for two facts is less exact than one for each.
        for rank, of_rank in enumerate(ranks, start=len(targets) > 1):
            for name in of_rank:
                yield targets, name, rank


@lru_cache(maxsize=64)
def _items(table: Table) -> Mapping[str, Target]:
    """Facts of items of lists by the headings that surely mean them, as the template writes them: `Paspor: Nomor`."""
    told = {target for targets, _, _ in _aliases(table) for target in targets}
    return {
        plain(words): target
        for target in told
        if target.heading is not None
        for words in (target.heading.id, target.heading.en)
    }


@lru_cache(maxsize=16_384)  # who looks for the headings of a sheet asks again and again, of each table
def is_known(heading: str, table: Table, *, strict: bool = False) -> bool:
    """
    Whether a heading is surely one of a column of a table: by its path or title, or another name that offices use.

    Args:
        heading: What stands in a cell.
        table: The table.
        strict: Whether only paths and titles count.

    """
    if table.knows(heading) or plain(heading) in _items(table):
        return True
    return not strict and (_other_name(heading, table) or _asked_for(heading, table)) is not None


def meanings(
    header: Sequence[object],
    table: Table,
    answers: Mapping[str, tuple[Target, ...]],
    *,
    strict: bool = False,
) -> tuple[Meaning, ...]:
    """
    What each column of a table means.

    Args:
        header: The headings.
        table: The table.
        answers: What the office said of some of them.
        strict: Whether only paths and titles count.

    Raises:
        UnreadableInput: If two columns are surely the same field. The place is left to who knows it.

    """
    texts = ["" if name is None else " ".join(str(name).split()) for name in header]
    found = [
        _meaning(text, table, answers, strict=strict) if text else Meaning(letter(at), (), NOT_KNOWN)
        for at, text in enumerate(texts)
    ]
    counts: dict[str, int] = defaultdict(int)
    for at, meaning in enumerate(found):
        counts[meaning.heading] += 1
        found[at] = evolve(meaning, number=counts[meaning.heading], at=at)
    return _each_once(found)


def _meaning(
    heading: str, table: Table, answers: Mapping[str, tuple[Target, ...]], *, strict: bool
) -> Meaning:
    if (answer := answers.get(plain(heading))) is not None:
        told = _other_name(heading, table)
        return Meaning(heading, answer, ANSWERED, told[1] if told and told[0] == answer else 0)
    if (target := field_target(heading, table) or _items(table).get(plain(heading))) is not None:
        return Meaning(heading, (target,), EXACT)
    if not strict:
        if (told := _other_name(heading, table)) is not None:
            return Meaning(heading, told[0], OTHER_NAME, told[1])
        if (told := _asked_for(heading, table) or _guess(heading, table)) is not None:
            return Meaning(heading, told[0], GUESS, told[1])
    return Meaning(heading, _extra(table), NOT_KNOWN)


def _extra(table: Table) -> tuple[Target, ...]:
    return (Target(EXTRA if table.has_extra else LEFT_OUT, ()),)


@lru_cache(maxsize=16_384)  # who looks for the headings of a sheet asks again and again
def _other_name(heading: str, table: Table) -> tuple[tuple[Target, ...], int] | None:
    names, words = names_for(table).by_words, words_in(heading)
    told = names.get(tuple(sorted(words))) or names.get(_in_order(words))
    if told is None and (rest := _without_whose(words)) != words:
        told = names.get(tuple(sorted(rest))) or names.get(_in_order(rest))
        # `Nomor PMI` counts no rows.
        told = told if told is not None and told[0][0].path else None
    return told or year_asked(words, names)


def _asked_for(heading: str, table: Table) -> tuple[tuple[Target, ...], int] | None:
    """What a whole question asks, as forms have it in place of a heading: `Kapan tanggal lahir Anda?`."""
    if "?" not in heading:
        return None
    asked = _BRACKETS.sub(_unless_hint, heading)
    words = [word for word in words_in(asked) if word not in _written()["question"]]
    told = _other_name(" ".join(words), table) if words else None
    return told if told is not None and told[0][0].path else None


def _letters(heading: str) -> str:
    return "".join(split_words(heading))


def _guess(heading: str, table: Table) -> tuple[tuple[Target, ...], int] | None:
    names = names_for(table)
    last = heading.rpartition(".")[2]
    spelt, told = names.spelt, names.letters.get(_letters(heading)) or names.letters.get(_letters(last))
    if told is not None and told[0][0].path:
        return told
    try:
        from rapidfuzz import fuzz, process  # noqa: PLC0415  of the extra `reading`
    except ModuleNotFoundError:
        return None
    words = _without_whose(words_in(_BRACKETS.sub(_unless_hint, heading)))
    best: dict[str, tuple[float, str]] = {}
    for name, score, _ in process.extract(
        " ".join(words), spelt.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE - AHEAD, limit=12
    ):
        written = written_of(spelt[name][0])
        if written not in best:
            best[written] = (score, name)
    ranked = sorted(best.values(), reverse=True)
    if not ranked or ranked[0][0] < ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD):
        return None
    name = ranked[0][1]
    pairs = list(zip(words, name.split(), strict=False))
    alike = len(words) == len(name.split()) and all(
        first == second or (_may_differ(first, second) and fuzz.ratio(first, second) >= WORD_ALIKE)
        for first, second in pairs
    )
    return spelt[name] if alike and spelt[name][0][0].path else None


def _unless_hint(brackets: re.Match[str]) -> str:
    """Nothing in place of what only says how to fill in, such as `(dd/mm/yyyy)`."""
    inside = split_words(brackets[1])
    return " " if all(word in _written()["hints"] for word in inside) else f" {brackets[1]} "


def _may_differ(first: str, second: str) -> bool:
    """Whether a word may be a slip of another: short ones, those with digits, and words of other headings are none."""
    return (
        min(len(first), len(second)) > SHORT
        and (first + second).isalpha()
        and first not in _words_of_headings()
    )


@cache
def _words_of_headings() -> frozenset[str]:
    """Every word of a heading of any kind of record: `selesai` is no `seleksi`."""
    told = chain.from_iterable(
        of_kind.values() for name, of_kind in _written().items() if name not in _NO_KIND
    )
    names = chain.from_iterable(
        names if isinstance(names, list) else [names] for names in chain.from_iterable(told)
    )
    return frozenset(word for name in names for word in words_in(name))


#: What the table of headings holds beside those of kinds of records.
_NO_KIND = frozenset({"short", "whose", "hints", "question", "called"})


def _each_once(found: list[Meaning]) -> tuple[Meaning, ...]:
    """No two columns tell one fact: the surest does, and where two are as sure, none does."""
    telling: dict[Target, list[int]] = defaultdict(list)
    for at, meaning in enumerate(found):
        for target in meaning.targets:
            if target.written not in {EXTRA, LEFT_OUT}:
                telling[target].append(at)
    result = [*found]
    for columns in telling.values():
        if len(columns) == 1:
            continue
        ranked = sorted(columns, key=lambda at: _sureness(found[at]))
        first, second = found[ranked[0]], found[ranked[1]]
        if _sureness(first) < _sureness(second):
            for at in ranked[1:]:
                # A kecamatan and its regency are one place.
                is_part = first.how == found[at].how and (
                    first.targets == found[at].targets or _is_place_in(found[at].targets, first.targets)
                )
                result[at] = _kept(found[at], TOGETHER if is_part else BESIDE, first.heading)
            continue
        same = [at for at in ranked if _sureness(found[at]) == _sureness(first)]
        if first.how in {ANSWERED, EXACT}:
            where = ", ".join(f"`{found[at].heading}` ({letter(at)})" for at in sorted(same))
            raise UnreadableInput("columns_twice", columns=(written_of(first.targets),), where=where)
        others = ", ".join(f"`{found[at].heading}`" for at in same)
        for at in ranked:
            result[at] = _kept(found[at], DOUBLE, others)
    return tuple(result)


def _is_place_in(told: tuple[Target, ...], first: tuple[Target, ...]) -> bool:
    """Whether a column tells nothing but the place of which another tells a part: `Kabupaten` beside `Desa/Kec`."""
    return len(told) == 1 < len(first) and told[0] in first and told[0].written.endswith("domicile")


def _sureness(meaning: Meaning) -> tuple[int, int, bool]:
    return (_SURE.get(meaning.how, len(_SURE)), meaning.rank, len(meaning.targets) > 1)


def _kept(meaning: Meaning, how: str, other: str) -> Meaning:
    return evolve(meaning, targets=(Target(EXTRA, ()),), how=how, other=other, meant=meaning.targets)


def told_together(columns: Sequence[Meaning]) -> dict[int, list[int]]:
    """The columns that tell one place, from the most exact on, by the place of that one."""
    parts = {target: [at] for at, column in enumerate(columns) for target in column.targets}
    for at, column in sorted(enumerate(columns), key=lambda part: part[1].rank):
        if column.how == TOGETHER:
            parts[column.meant[0]].append(at)
    return {places[0]: places for places in parts.values() if len(places) > 1}


def letter(at: int) -> str:
    """What a spreadsheet calls a column, by its place counted from 0: `A`, `B`, ..., `AA`."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
