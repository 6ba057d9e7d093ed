"""
The whole catalogue, and how a code with its values becomes a sentence in both languages.

Every error, every diagnostic and every problem is a code and values until somebody reads it.
A sentence names its values in `{braces}`; how they are written in a language is decided in `text.py`.
Some names mean the same in every sentence: `what` is a thing of `THINGS`, `types` are those of JSON,
and `known` holds the words that would have been understood instead of `name`.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from pmi_compliance.base.messages.calls import CALLS
from pmi_compliance.base.messages.conditions import CONDITIONS
from pmi_compliance.base.messages.inputs import INPUTS, SYSTEM
from pmi_compliance.base.messages.packs import PACKS
from pmi_compliance.base.messages.reading import READING
from pmi_compliance.base.messages.records import RECORDS, TYPES
from pmi_compliance.base.messages.things import THINGS
from pmi_compliance.base.text import LANGUAGES, NOTHING, Text, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.base.text import Message

#: Every message by its code.
MESSAGES: Mapping[str, Message] = {**CALLS, **INPUTS, **CONDITIONS, **PACKS, **READING, **RECORDS}

#: More words than this are not listed; the one that is meant is suggested all the same.
_LISTED = 30


def worded(code: str, values: Mapping[str, object]) -> Text:
    """
    The sentence of a message.

    Args:
        code: A key of `MESSAGES`.
        values: What its placeholders stand for.

    Returns:
        The sentence in both languages, without a full stop.

    >>> worded("unknown", {"what": "rule", "name": "R1", "known": ()}).en
    'there is no rule `R1`'

    """
    return _filled(MESSAGES[code], values)


def advised(code: str, values: Mapping[str, object]) -> Text:
    """
    What to do about it; empty where the message has no advice.

    >>> advised("unknown", {"what": "rule", "name": "fees", "known": ("fee", "licence")}).en
    'did you mean `fee`? known: fee, licence'

    """
    advice = MESSAGES[code].help
    return NOTHING if advice is None else _filled(advice, values)


def worded_with_advice(code: str, values: Mapping[str, object]) -> Text:
    """
    The sentence of a message and what to do about it, as one.

    >>> worded_with_advice("field_misspelt", {"name": "scop", "meant": "scope"}).en
    '`scop` is not known; did you mean `scope`?'

    """
    message, advice = worded(code, values), advised(code, values)
    if advice == NOTHING:
        return message
    return Text(
        *(
            "; ".join(filter(None, (message.in_language(language), advice.in_language(language))))
            for language in LANGUAGES
        )
    )


def suggested(values: Mapping[str, object]) -> Text:
    """
    The word that was probably meant, and those that are known.

    Args:
        values: Of a message, with `name`, what was written, and `known`, a tuple of words;
            with `meant` where the nearest word is not to be looked for among `known`.

    """
    known = values.get("known", ())
    assert isinstance(known, tuple)
    meant = values["meant"] if "meant" in values else nearest(str(values.get("name", "")), known)
    parts = [did_you_mean(meant)] if isinstance(meant, str) else []
    if 0 < len(known) <= _LISTED:
        parts.append(Text("yang ada: {known}", "known: {known}").filled({"known": known}))
    return Text(" ".join(part.id for part in parts), " ".join(part.en for part in parts))


def did_you_mean(word: str) -> Text:
    """
    The question whether a word was meant.

    >>> did_you_mean("passport").en
    'did you mean `passport`?'

    """
    return Text("mungkin maksudnya `{word}`?", "did you mean `{word}`?").filled({"word": word})


def system_reason(error: OSError) -> Text:
    """Why the system did not open or write a file; a rare reason by the name that systems share."""
    name = errno.errorcode.get(error.errno or 0, "?")
    return SYSTEM.get(name) or Text(f"sistem menolak ({name})", f"the system refused ({name})")


def _filled(sentence: Text, values: Mapping[str, object]) -> Text:
    words = {**values}
    if isinstance(what := values.get("what"), str):
        words["what"] = THINGS[what]
    if isinstance(types := values.get("types"), tuple):
        words["types"] = Text(
            " atau ".join(TYPES[name].id for name in types), " or ".join(TYPES[name].en for name in types)
        )
    if "{suggestion}" in sentence.id:
        words["suggestion"] = suggested(values)
    return sentence.filled(words)
