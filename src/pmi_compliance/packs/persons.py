"""
Whether two names are those of one person, as far as names can tell: nobody approves a waiver alone under another spelling.

Names are compared by their letters: case, marks, dots, blanks, signs that nobody sees and the order of the words do not
tell persons apart, and neither do letters of other scripts that look like ours, titles, degrees, numbers, or what stands
in brackets.
"""

from __future__ import annotations

import re
import unicodedata

from pmi_compliance.base.text import split_words

#: Signs that look like a letter, by the letter. Capitals stand apart, for some look like another letter than the small one.
_LOOK_LIKE = {
    "a": "аαΑ", "b": "вΒ", "c": "с", "d": "ԁđ", "e": "еεΕ", "g": "ց", "h": "нһΗ", "i": "іιıΙ", "j": "ј", "k": "кκΚ",
    "l": "ӏł1", "m": "мΜ", "n": "ոΝ", "o": "оοøΟ0", "p": "рρΡ", "q": "ԛ", "s": "ѕ", "t": "тτΤ", "u": "սυ", "v": "ν",
    "w": "ԝω", "x": "хχΧ", "y": "уγΥ", "z": "Ζ",
}  # fmt: skip
#: What stands before a name, and behind it after a comma; as words of a name, and without dots.
_TITLES = frozenset(
    split_words(
        "dr drs dra ir prof h hj haji hajjah kh pdt rm bapak bpk pak ibu bu sdr sdri saudara saudari tn ny nn tuan nyonya "
        "nona plt plh pj mr mrs ms"
    )
)
_DEGREES = frozenset(
    split_words(
        "sh mh se mm msi ssos sip map mkes skm spd mpd st mt skom mkom sag mag ma phd amd llm mhum sstp mpa sap spsi skep "
        "ns si ssi ak ca ba sth mth spi sp mp mba bsc msc"
    )
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?<![^\W_])[0-9]+(?![^\W_])")

_LETTERS = str.maketrans({sign: letter for letter, signs in _LOOK_LIKE.items() for sign in signs})


def words_of_name(name: str) -> tuple[str, ...]:
    """
    The words of a name, folded; none where it holds no letter.

    >>> words_of_name("Á. CONTOH-Beru"), words_of_name("...")
    (('a', 'contoh', 'beru'), ())

    """
    seen = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not _is_unseen(sign))
    folded = seen.translate(_LETTERS).casefold().translate(_LETTERS)
    return tuple(re.findall(r"[^\W_]+", folded))


def _is_unseen(sign: str) -> bool:
    """Marks on letters, and signs without a width."""
    return unicodedata.category(sign) in {"Cf", "Mn", "Me"}


def one_person(name: str, other: str) -> bool:
    """
    Whether two names may be those of one person.

    >>> one_person("Ani Contoh", "contoh,  ANI"), one_person("Ani Contoh", "Hj. Ani Contoh, S.H.")
    (True, True)
    >>> one_person("Ani Contoh", "Ani Contoh Beru")
    False

    """
    words, others = _own_words(name), _own_words(other)
    return "".join(words) == "".join(others) or sorted(words) == sorted(others)


def _own_words(name: str) -> tuple[str, ...]:
    """The words of a name without titles, degrees and what stands beside it; all of them, where nothing else is left."""
    first, *behind = _ASIDE.sub(" ", name).split(",")
    kept = [first, *(part for part in behind if "".join(words_of_name(part)) not in _DEGREES)]
    words = list(words_of_name(" ".join(kept)))
    while len(words) > 2 and words[0] in _TITLES:
        del words[0]
    return tuple(words) or words_of_name(name)


def is_name(name: str) -> bool:
    """Whether a name says who somebody is: a single letter, or none, does not."""
    return len("".join(words_of_name(name))) > 1
