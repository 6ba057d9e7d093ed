"""Letters as a page and as a Word document: the same letters, from the same office, each on a page of its own."""

import html
import io
import re
import zipfile
from datetime import date

import pytest
from attrs import evolve

from helpers import needs
from pmi_compliance import Dataset, Settings, audit, default_packs, write_report
from pmi_compliance.auditing.report import Person
from pmi_compliance.report import FORMATS, format_of
from pmi_compliance.report.letters import letters_about
from pmi_compliance.report.readers import BY_STATUS, READERS

AS_OF = date(2025, 9, 15)
OFFICE = {
    "office": {
        "name": "DINAS CONTOH", "letterhead": ["PEMERINTAH KABUPATEN CONTOH"], "address": "Jalan Contoh 1",
        "telephone": "(0380) 000000",
    },
    "official": {"name": "Ani Contoh, S.H.", "title": "Kepala Dinas", "nip": "19700101 199003 2 001"},
    "letters": {
        "number": "560/{number:03}/DTK/{month}/{year}", "next": 7, "place": "Kota Contoh", "date": date(2025, 11, 3),
    },
}  # fmt: skip


def report_on(*statuses, case=(), **options):
    """A placement of each status, one of a child and one with signs of trafficking; all lack a visa."""
    placements = [
        {
            "id": f"W-{status or 'none'}", "scope": "overseas", "executor_kind": "p3mi", "destination": "MY",
            "worker_category": "individual_employer", "recruiter_id": "R1", "status": status,
            "worker": {"name": "Ina Contoh", "birth_date": "1994-02-08"},
            "documents": [{"type": "work_visa", "status": "absent"}], "documents_complete": True,
        }
        for status in statuses
    ]  # fmt: skip
    placements += [
        {**placements[0], "id": "W-child", "worker": {"name": "Budi Contoh", "birth_date": "2010-01-16"}},
        {
            **placements[0],
            "id": "W-signs",
            "indicators": ["deception", "withholding_of_wages"],
            "indicators_complete": True,
        },
    ]
    records = {
        "recruiter": [{"id": "R1", "kind": "p3mi"}],
        "placement": placements,
        **({"case": [*case]} if case else {}),
    }
    return audit(Dataset.from_records(records), default_packs(), as_of=AS_OF, **options)


@pytest.fixture(scope="module")
def report():
    return report_on(*BY_STATUS, None)


def written(report, form, settings=None, language="id"):
    if form == "docx":
        needs.library("docx")
    return b"".join(FORMATS[form].write(report, language, None, settings))


def squeezed(text):
    return " ".join(text.split())


def pages_in(page):
    """The words of each letter of a page, with those of its letterhead."""
    articles = re.findall(r"<article[^>]*>(.*?)</article>", page, re.DOTALL)
    # What begins a line of a page begins one of a document.
    return [squeezed(html.unescape(re.sub(r"<[^>]+>", " ", article))) for article in articles]


def opened(octets):
    import docx

    return docx.Document(io.BytesIO(octets))


def letters_of_document(document):
    """The words of each letter of a document, with those of the letterhead that stands on its page."""
    letters = [[]]
    section = 0
    for paragraph in document.paragraphs:
        if paragraph.paragraph_format.page_break_before:
            letters.append([])
        letters[-1].append(paragraph.text.removeprefix("☐ "))
        if paragraph._p.pPr is not None and paragraph._p.pPr.sectPr is not None:
            section += 1
            letters.append([])
    heads = [[line.text for line in part.header.paragraphs] for part in document.sections]
    of_office = len(letters) - 1 if section else None
    return [
        squeezed(" ".join([*heads[-1 if at == of_office else 0], *lines])) for at, lines in enumerate(letters)
    ]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("settings", [None, Settings.of(OFFICE)])
def test_a_document_says_word_for_word_what_the_page_says(report, language, settings):
    letters = letters_about(report, language, settings).letters
    page = pages_in(written(report, "letters", settings, language).decode())

    assert {letter.reader for letter in letters} == READERS.keys() - {"child_abroad"} | {
        "recruiter",
        "office",
    }
    assert letters_of_document(opened(written(report, "docx", settings, language))) == page
    assert len(page) == len(letters)


def test_every_letter_tells_who_writes_to_whom_and_where_to_sign(report):
    letters = pages_in(written(report, "letters", Settings.of(OFFICE)).decode())

    for at, letter in enumerate(letters[:-1]):
        assert letter.startswith(
            "PEMERINTAH KABUPATEN CONTOH DINAS CONTOH Jalan Contoh 1 Telepon (0380) 000000 "
            f"Nomor: 560/{7 + at:03}/DTK/XI/2025 Kota Contoh, 3 November 2025 Hal: "
        )
        assert letter.endswith("Kepala Dinas Ani Contoh, S.H. NIP 19700101 199003 2 001")
    assert letters[-1].startswith("Hanya untuk kantor")
    assert "Kepala Dinas" not in letters[-1]


def test_without_settings_every_place_is_a_blank(report):
    letters = pages_in(written(report, "letters").decode())

    for letter in letters[:-1]:
        assert letter.startswith("…… …… Nomor: …… ……, …… Hal: ")
        assert letter.endswith("…… …… NIP ……")
    (child,) = (letter for letter in letters if "Orang tua atau wali dari …… (W-child)" in letter)
    assert "Jangan berangkat" in child


def test_a_document_tells_of_nothing_but_its_letters(report):
    """Not of who wrote it with what, nor when: the same letters are the same octets."""
    document = opened(written(report, "docx"))

    about = document.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created.date() == AS_OF
    packed = written(report, "docx")
    assert packed == written(report, "docx")
    names = zipfile.ZipFile(io.BytesIO(packed)).infolist()
    assert {name.date_time[0] for name in names} == {1980}


def test_each_letter_of_a_document_is_on_a_page_of_a4(report):
    document = opened(written(report, "docx"))

    first, last = document.sections
    assert {(round(part.page_width.mm), round(part.page_height.mm)) for part in (first, last)} == {(210, 297)}
    breaks = sum(bool(paragraph.paragraph_format.page_break_before) for paragraph in document.paragraphs)
    assert breaks == len(letters_about(report, "id").letters) - 2
    assert not last.header.is_linked_to_previous


@pytest.mark.parametrize("disclose", ["masked", "pointers"])
def test_masked_letters_name_nobody(disclose):
    report = report_on("candidate", disclose=disclose)

    for form in ("letters", "docx"):
        octets = written(report, form)
        parts = [octets]
        if form == "docx":
            archive = zipfile.ZipFile(io.BytesIO(octets))
            parts = [archive.read(name) for name in archive.namelist()]
        for personal in ("Contoh", "1994-02-08", "2010-01-16", "Februari 1994", "Januari 2010"):
            assert not any(personal.encode() in part for part in parts), (form, personal)


def test_letters_name_workers_where_all_is_shown():
    """All but victims of a case (UU 21/2007 Pasal 44)."""
    of_case = {"id": "K1", "opened_on": "2025-09-01", "placement_ids": ["W-candidate"]}

    def addressed(**more):
        return {
            letter.name: letter.to[0]
            for letter in letters_about(report_on("candidate", **more), "id").letters[:-1]
        }

    named, with_case = addressed(disclose="full"), addressed(disclose="full", case=[of_case])
    assert named["W-candidate"] == "Ina Contoh (W-candidate)"
    assert named["W-child"] == "Orang tua atau wali dari Budi Contoh (W-child)"
    assert addressed()["W-candidate"] == with_case["W-candidate"] == "…… (W-candidate)"
    assert with_case["W-child"] == named["W-child"]


def test_letters_under_full_disclosure_are_for_the_office_alone(tmp_path):
    report = report_on("candidate", disclose="full")
    needs.library("docx")
    write_report(report, tmp_path / "surat.docx")

    assert (tmp_path / "surat.docx").stat().st_mode & 0o777 == 0o600
    assert "data pribadi" in " ".join(letters_of_document(opened((tmp_path / "surat.docx").read_bytes())))


def test_letters_are_written_in_the_form_that_the_ending_tells(tmp_path):
    assert format_of(tmp_path / "surat.docx") == "docx"
    assert format_of(tmp_path / "surat.DOCX", "letters") == "docx"
    assert format_of(tmp_path / "surat.html", "letters") == "letters"


def test_what_a_record_is_called_is_text_and_no_part_of_a_document(report):
    evil = '<w:p/>]]>"&\x0b\u202e=cmd'
    renamed = evolve(
        report,
        findings=tuple(
            evolve(finding, subject=evolve(finding.subject, id=evil)) for finding in report.findings[:40]
        ),
        people={evil: Person("candidate")},
    )

    text = " ".join(letters_of_document(opened(written(renamed, "docx"))))
    assert '<w:p/>]]>"&' in text
    assert not {"\x0b", "\u202e"} & {*text}
