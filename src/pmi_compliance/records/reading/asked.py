"""
What each column of the workbook to fill in asks, and the words to choose from there: those that reading understands.

The short form asks the facts that decide most. In the quick start each fact was left out of all placements in turn: the
most answers become unknown without the kind of work (211), the days of recruiting (152) and of departure (105), the
status (139), costs (74), the day of birth (67), the recruiter (54), the country (34), the NIK (33) and the marital
status (29). Papers stand there because an office looks at them first, names and domiciles because a finding has to be
sent to somebody. All else is in the full form.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from pmi_compliance.base.text import Text
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, String
from pmi_compliance.records.reading.guidance import EXAMPLE
from pmi_compliance.records.reading.targets import targets_of
from pmi_compliance.records.reading.understood import Understood
from pmi_compliance.records.reading.words import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pmi_compliance.base.text import Language
    from pmi_compliance.expr.types import Type
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.targets import Target
    from pmi_compliance.records.schema import RecordModel

#: The columns of the short form by kind, with an example of each; a code of an example is shown as a word.
SHORT: Mapping[str, Mapping[str, str | Text | int | date]] = {
    "recruiter": {
        "id": EXAMPLE,
        "name": Text("Perekrut contoh", "Example recruiter"),
        "kind": "p3mi",
        "paid_up_capital_idr": 5_000_000_000,
        "deposit.amount_idr": 1_500_000_000,
        "deposit.state_owned_bank": "ya",
        "licences[type=sip3mi].number": "CONTOH/2024",
        "licences[type=sip3mi].issued_on": date(2024, 1, 15),
        "licences[type=sip3mi].expires_on": date(2029, 1, 14),
        "offices[kind=head].regency": "Kota Administrasi Jakarta Timur",
        "offices[kind=branch].regency": "Kota Kupang",
        "offices[kind=branch].permit.expires_on": date(2029, 1, 14),
        "register_read_on": date(2025, 10, 1),
    },
    "placement": {
        "id": EXAMPLE,
        "recruiter_id": EXAMPLE,
        "worker.name": "Maria Contoh",
        "worker.nik": "5301064505900001",
        "worker.birth_date": date(1990, 5, 5),
        "worker.marital_status": "married",
        "worker.domicile": "Kupang Timur, Kabupaten Kupang",
        "worker_category": "legal_entity_employer",
        "status": "departed",
        "destination": "MY",
        "recruited_on": date(2025, 3, 3),
        "departed_on": date(2025, 6, 2),
        "documents[type=passport]": "held",
        "documents[type=passport].number": "X0000000",
        "documents[type=passport].issued_on": date(2025, 4, 1),
        "documents[type=passport].expires_on": date(2035, 4, 1),
        "documents[type=family_permission]": "absent",
        "costs[class=placement].amount_idr": 4_500_000,
        "costs[class=placement].charged_to": "employer",
    },
}  # fmt: skip

#: What may be said of a paper, and the code of each; that nobody looked says nothing.
_PAPER = (
    ("held", Text("ada", "held")),
    ("absent", Text("tidak ada", "absent")),
    ("", Text("belum diperiksa", "not checked")),
)
_TRUTHS = (("ya", Text("ya", "yes")), ("tidak", Text("tidak", "no")))

_OF_TYPE = {
    BOOL: Text("Ya atau tidak.", "Yes or no."),
    DATE: Text(
        "Tanggal, TTTT-BB-HH atau 15/10/2025; bila hanya sebagian yang diketahui: 2014-05, 2014, 2014~ (sekitar), "
        "../2017 (paling lambat).",
        "A date, YYYY-MM-DD or 15/10/2025, the day first; if only a part is known: 2014-05, 2014, 2014~ (about), "
        "../2017 (at the latest).",
    ),
    INT: Text("Bilangan bulat.", "A whole number."),
}
_DAY = Text(
    "Tanggal lengkap, misalnya 15/10/2025. Bila hanya bulan atau tahunnya diketahui, mulai dengan tanda petik: '2014-05.",
    "A whole date, such as 15/10/2025. If only its month or year is known, begin with an apostrophe: '2014-05.",
)
_PLACE = Text(
    "Nama atau kode wilayah: Kupang Timur, Kabupaten Kupang; 53.01.06.",
    "Name or code of a place: Kupang Timur, Kabupaten Kupang; 53.01.06.",
)
_RUPIAH = Text("Rupiah, misalnya 1500000; 0 bila tidak ada.", "Rupiah, such as 1500000; 0 if there are none.")
_COUNTRY = Text("Nama negara.", "Name of a country.")
_LIST = Text("Beberapa dipisah titik koma.", "Several are parted by semicolons.")
_ONE_OF = Text("Salah satu dari", "One of")
_PERSONAL = Text("Data pribadi.", "Personal data.")
_UNKNOWN = Text("Kosongkan bila belum diketahui.", "Leave it empty when it is not known.")
_ID = Text(
    "Wajib. Nomor buatan kantor sendiri, misalnya PMI-001. Jangan pakai NIK atau nama: nomor ini tampil di setiap laporan.",
    "Required. A number that the office makes, such as PMI-001. Do not use a NIK or a name: it appears in every report.",
)
_KEY = Text("Nomor data di lembar {sheet}.", "The record id in the sheet {sheet}.")

#: Longer lists are those of countries; they are not told in a note.
MANY = 60


@frozen
class Asked:
    """One column of a workbook to fill in."""

    heading: str
    note: str
    #: A value that the schema takes, as it is typed.
    example: str | int | date
    #: Its words to choose from, after the code of each.
    words: tuple[tuple[str, str], ...] = ()
    #: The kind of record whose id is written here.
    refers_to: str = ""
    is_id: bool = False
    is_number: bool = False
    #: Whether several words may stand in one cell: no list to choose from can offer that.
    is_list: bool = False
    #: Whether whole days are typed as dates of the spreadsheet.
    is_day: bool = False
    node: Node | None = field(default=None, eq=False, repr=False)


def asked_in_short(model: RecordModel, table: Table, language: Language) -> tuple[Asked, ...]:
    """
    The columns of the short form of a kind.

    Args:
        model: The kinds of records that the library describes.
        table: The table of one of them.
        language: The language of headings, notes and words.

    """
    asked = []
    for written, example in SHORT[table.kind].items():
        told = targets_of(written, table)
        assert told is not None, written
        asked.append(_asked_of(told[0], example, model, table, language))
    return tuple(asked)


def _asked_of(
    target: Target, example: str | Text | int | date, model: RecordModel, table: Table, language: Language
) -> Asked:
    path = (*target.path, *target.inner)
    node = table.node_of(path)
    assert node is not None, target.written
    by_code = _PAPER if target.tells_presence else _words(target.type, node, (table.kind, *path))
    words = tuple((code, word.in_language(language)) for code, word in by_code)
    key = next((one for one in model.keyed(table.kind) if one.key == target.written), None)
    other = model.name_of(key.target).in_language(language).capitalize() if key else ""
    typed = example.in_language(language) if isinstance(example, Text) else example
    is_id = target.written == "id"
    notes = [
        f"{target.title.in_language(language)} ({target.written}).",
        *([_KEY.in_language(language).format(sheet=other)] if key else []),
        *(line.in_language(language) for line in _hints(target.type, node, path[-1], is_typed=True)),
        *([_choices(by_code, language)] if 0 < len(by_code) < MANY else []),
        *([_PERSONAL.in_language(language)] if node.personal is not None else []),
        (_ID if is_id else _UNKNOWN).in_language(language),
    ]
    return Asked(
        _heading(target, table).in_language(language),
        " ".join(notes),
        dict(words).get(typed, typed) if isinstance(typed, str) else typed,
        words,
        refers_to=key.target if key else "",
        is_id=is_id,
        is_number=target.type == INT,
        is_day=target.type == DATE,
        node=node,
    )


def _heading(target: Target, table: Table) -> Text:
    return target.heading or table.headings[target.written]


def asked_in_full(model: RecordModel, table: Table, language: Language) -> tuple[Asked, ...]:
    """
    Every column of a kind or of a repeating group; first those that say where a row belongs.

    Args:
        model: The kinds of records.
        table: The table of one of them, or of a group.
        language: The language of headings, notes and words.

    """
    leading = [] if table.owner is None else [table.owner, *table.around]
    asked = [
        Asked(
            table.heading(path, language),
            f"{table.heading(path, language)} ({path}).",
            EXAMPLE if path == table.owner else "1",
        )
        for path in leading
    ]
    keys = {relation.key for relation in model.keyed(table.kind)}
    for column in sorted(table.columns, key=lambda column: column.path != "id"):
        path, kind = column.path.split("."), column.field.type
        node = table.node_of(path)
        assert node is not None, column.path
        by_code = _words(kind, node, (table.kind, *filter(None, [table.group]), *path))
        words = tuple((code, word.in_language(language)) for code, word in by_code)
        is_list = isinstance(kind, ListType)
        notes = [
            f"{column.title.in_language(language)} ({column.path}).",
            *(line.in_language(language) for line in _hints(kind, node, path[-1], is_typed=False)),
            *([_choices(by_code, language, any_of=is_list)] if 0 < len(by_code) < MANY else []),
            *([_PERSONAL.in_language(language)] if column.field.personal is not None else []),
            (_ID if column.path == "id" else _UNKNOWN).in_language(language),
        ]
        is_key = path[-1] == "id" or path[-1].removesuffix("s").endswith("_id") or column.path in keys
        example = EXAMPLE if is_key else words[0][1] if words else _example(kind, node)
        asked.append(
            Asked(
                table.heading(column.path, language),
                " ".join(notes),
                example,
                words,
                is_id=column.path == "id",
                is_number=kind == INT,
                is_list=is_list,
                node=node,
            )
        )
    return tuple(asked)


def _words(kind: Type | None, node: Node, path: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
    """The codes of a column, or of each of several in it, each with the words for it that are read as it."""
    if kind == BOOL:
        return _TRUTHS[:1] if node.only_true else _TRUTHS
    one = node.item if isinstance(kind, ListType) and node.item is not None else node
    item = kind.item if isinstance(kind, ListType) else kind
    if not (isinstance(item, String) and item.values):
        return ()
    codes = [code for code in one.values or () if code in item.values]
    read = reader_of(one, ".".join(path))
    words = [(code, _words_for(code, one, read)) for code in codes]
    return tuple(words if len(words) < MANY else sorted(words, key=lambda pair: pair[1].id))


def _words_for(code: str, node: Node, read: Callable[[str], Understood]) -> Text:
    """What a person chooses for a code: its name where reading gives the code back without a note, else the code."""
    described = node.codes.get(code)
    name = described.name if described else Text(code, code)
    return Text(*(word if read(word) == Understood(code) else code for word in (name.id, name.en)))


def _hints(kind: Type | None, node: Node, name: str, *, is_typed: bool) -> Iterable[Text]:
    """What is to be typed, where there is nothing to choose."""
    if kind == DATE:
        yield _DAY if is_typed else _OF_TYPE[DATE]
    elif kind == INT and name.endswith("_idr"):
        yield _RUPIAH
    elif kind == INT:
        yield _OF_TYPE[INT]
    elif node.format == "region":
        yield _PLACE
    elif isinstance(kind, ListType):
        yield _LIST
    if len(node.values or ()) >= MANY:
        yield _COUNTRY


def _choices(words: Iterable[tuple[str, Text]], language: Language, *, any_of: bool = False) -> str:
    told = ("; " if any_of else ", ").join(word.in_language(language) for _, word in words)
    return f"{_ONE_OF.in_language(language)}: {told}." if not any_of else f"{told}."


_OF_PATTERN = {"^[A-Z]{3}$": "IDR", "[0-9]": "B1234567"}


def _example(kind: Type, node: Node) -> str:
    """A value that the schema takes."""
    if kind == DATE:
        return "2025-01-15"
    if kind == INT:
        return str(max(1, node.limits.get("minimum", 1)))
    if node.format == "region":
        return "53.01.06"
    if pattern := node.limits.get("pattern"):
        return _OF_PATTERN.get(pattern, "5301064505900001")
    return "contoh"
