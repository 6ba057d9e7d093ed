"""
Names of persons where ids belong: whoever lists a broker by his name puts it into every report.

A name is told from a firm's by the words that firms and offices bear; of letters that may be either, a record that stands
for persons decides.
"""

from __future__ import annotations

import re
from enum import Enum

from pmi_compliance.base.text import split_words
from pmi_compliance.records.place_names import codes_meant


class Bearer(Enum):
    """What goes by an id, as far as its kind of record says."""

    #: No person: a case, a job order, a service centre.
    THING = "thing"
    #: A person, such as the worker of a placement.
    PERSON = "person"
    #: A firm, or a person of whom one name or the telephone is all that is known: a recruiter.
    FIRM_OR_PERSON = "firm_or_person"


#: What stands before the name of a person.
_TITLES = frozenset(
    split_words(
        "om tante ibu bapak bpk pak bu sdr sdri saudara saudari haji hj mama kak bang mas mbak ny nyonya tn tuan oma opa"
    )
)
#: Words of firms and offices, and what is no name of anybody.
_NO_PERSON = frozenset(
    split_words(
        """
        pt cv ud fa firma pd tb p3mi pptkis pjtki ppmi perum persero tbk ltd sdn bhd inc corp co company group grup agency
        agensi agen koperasi kop yayasan lpk blk lptks perkumpulan perusahaan lembaga kantor cabang pusat dinas disnaker
        disnakertrans balai upt bp3mi bp2mi bp3tki ltsa kementerian satgas tim desa tidak tanpa belum bukan perekrut
        recruiter jaya mandiri abadi makmur sejahtera sentosa nusantara indonesia internasional international persada global
        karya perkasa sukses sarana tenaga kerja bina duta usaha migran mitra sendiri perorangan perseorangan calo sponsor
        """
    )
)
_NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\.?(?: +[^\W\d_]+(?:['’-][^\W\d_]+)?\.?){0,5}")
_FIRST_NAME = re.compile(r"[A-Z][a-z]{2,}")


#: What stands in place of a recruiter's name where there was none, or of whom no more is known than what he does.
_NOBODY = frozenset(
    split_words(
        """
        sendiri diri mandiri perorangan perseorangan individu individual pl calo makelar tekong sponsor agen agency agensi
        broker petugas lapangan keluarga teman tetangga saudara orang kampung majikan p3mi pptkis pjtki pt perusahaan
        lain lainnya berangkat lewat melalui oleh tanpa tidak perekrut recruiter self none nobody
        """
    )
)


def names_nobody(text: str) -> bool:
    """
    Whether a text names no recruiter: the worker went alone, or it only says what somebody does.

    >>> names_nobody("sendiri"), names_nobody("Calo / PL"), names_nobody("PT Misal"), names_nobody("Om Beny")
    (True, True, False, False)

    """
    words = split_words(text)
    return bool(words) and _NOBODY.issuperset(words)


#: A word that a name may be made of, behind a title and elsewhere.
_PART_OF_NAME = r"[A-Z][^\W\d_]{2,}"
_WITH_TITLE = re.compile(rf"\b(?:{'|'.join(sorted(_TITLES))})\.? +{_PART_OF_NAME}", re.IGNORECASE)
_TWO_NAMES = re.compile(rf"\b{_PART_OF_NAME} +{_PART_OF_NAME}")


def names_somebody(text: str) -> bool:
    """
    Whether a text names somebody with a title before the name.

    >>> names_somebody("dititip di Bu Rut"), names_somebody("Sdr. Ama Contoh"), names_somebody("ibu kota")
    (True, True, False)

    """
    return any(found[0].split()[-1][0].isupper() for found in _WITH_TITLE.finditer(text))


def may_be_a_name(text: str) -> bool:
    """
    Whether a text has the form of a name: two words with capitals, that are no place and no firm.

    >>> may_be_a_name("Ama Contoh"), may_be_a_name("Nusa Tenggara Timur"), may_be_a_name("PT Misal Jaya")
    (True, False, False)

    """
    if _TWO_NAMES.search(text) is None or codes_meant(text):
        return False
    return not _NO_PERSON.intersection(split_words(text))


def name_in(id_: str, bearer: Bearer) -> str | None:
    """
    The words of an id that is the name of a person, and of no firm, office or place.

    Args:
        id_: The id.
        bearer: What goes by it.

    >>> name_in("Om Beny", Bearer.PERSON), name_in("PT Misal Jaya", Bearer.FIRM_OR_PERSON), name_in("P3MI-A", Bearer.PERSON)
    ('om beny', None, None)
    >>> name_in("Beny", Bearer.FIRM_OR_PERSON), name_in("Beny", Bearer.PERSON)
    ('beny', None)

    """
    if bearer is Bearer.THING or not _NAME.fullmatch(id_) or codes_meant(id_):
        return None
    words = split_words(id_)
    if _NO_PERSON.intersection(words):
        return None
    if len(words) == 1:
        return words[0] if bearer is Bearer.FIRM_OR_PERSON and _FIRST_NAME.fullmatch(id_) else None
    # Letters alone may be anything.
    is_long = sum(len(word) > 1 for word in words) + bool(_TITLES.intersection(words)) > 1
    return " ".join(words) if is_long else None
