"""
Whether two names are those of one person, as far as names can tell: nobody approves a waiver alone under another spelling.

Names are compared by their letters: case, marks, dots, blanks, signs that nobody sees and the order of the words do not
tell persons apart, and neither do letters of other scripts that look like ours.
"""

from __future__ import annotations

import re
import unicodedata

#: Signs that look like a letter, by the letter. Capitals stand apart, for some look like another letter than the small one.
_LOOK_LIKE = {
    "a": "аαΑ", "b": "вΒ", "c": "с", "d": "ԁđ", "e": "еεΕ", "g": "ց", "h": "нһΗ", "i": "іιıΙ", "j": "ј", "k": "кκΚ",
    "l": "ӏł1", "m": "мΜ", "n": "ոΝ", "o": "оοøΟ0", "p": "рρΡ", "q": "ԛ", "s": "ѕ", "t": "тτΤ", "u": "սυ", "v": "ν",
    "w": "ԝω", "x": "хχΧ", "y": "уγΥ", "z": "Ζ",
}  # fmt: skip
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

    >>> one_person("Ani Contoh", "contoh,  ANI"), one_person("Ani Contoh", "Ani Contoh Beru")
    (True, False)

    """
    words, others = words_of_name(name), words_of_name(other)
    return "".join(words) == "".join(others) or sorted(words) == sorted(others)


def is_name(name: str) -> bool:
    """Whether a name says who somebody is: a single letter, or none, does not."""
    return len("".join(words_of_name(name))) > 1
