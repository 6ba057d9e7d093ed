"""What offices write in the cells of their tables is read as what they mean, or not at all: in every form of table."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.own_lists import OWN_FORMS
from helpers.own_lists import as_csv as as_list
from helpers.reading import notes
from pmi_compliance import Dataset
from pmi_compliance.base.days import day_of
from pmi_compliance.records.reading import ReadingNotes, read_files, sheets_of
from pmi_compliance.records.reading.tables import assembled
from pmi_compliance.records.reading.words import understood
from pmi_compliance.records.schema import bundled_model

MODEL = bundled_model()

#: It is not read: it stays as it was written, for the schema to report.
UNREAD = object()

#: For each column texts, and what each is read as.
CASES = {
    "placement.departed_on": {
        "15/10/2025": "2025-10-15", "07/04/2025": "2025-04-07", "7/4/2025": "2025-04-07", "7-4-2025": "2025-04-07",
        "15.10.2025": "2025-10-15", "15 10 2025": "2025-10-15", "2025/04/07": "2025-04-07", "2025.4.7": "2025-04-07",
        "15-10-25": "2025-10-15", "15/10/98": "1998-10-15", "01/02/69": "2069-02-01", "01/02/70": "1970-02-01",
        "15-Okt-2025": "2025-10-15", "15 Oktober 2025": "2025-10-15", "15 OKT 2025": "2025-10-15",
        "15Okt2025": "2025-10-15", "15 Okt. 2025": "2025-10-15", "7 Agustus 2025": "2025-08-07",
        "7 Agt 25": "2025-08-07", "7 Nopember 2025": "2025-11-07", "07-Mei-2025": "2025-05-07",
        "1 Pebruari 2025": "2025-02-01", "October 15, 2025": "2025-10-15", "15th October 2025": "2025-10-15",
        "Dec 3 2025": "2025-12-03", "3 May 2025": "2025-05-03",
        "Rabu, 15 Oktober 2025": "2025-10-15", "Rabu 15/10/2025": "2025-10-15", "Jum'at, 17-10-2025": "2025-10-17",
        "Wed 15 Oct 2025": "2025-10-15", "tgl 15 Oktober 2025": "2025-10-15", "Sabtu, 18 Okt 2025": "2025-10-18",
        "2025-10-15 00:00:00": "2025-10-15", "2025-10-15T00:00:00": "2025-10-15", "15/10/2025 09:30": "2025-10-15",
        "2025-10-15T08:00:00+08:00": "2025-10-15", "2025-10-15T02:00:00Z": "2025-10-15",
        "15/10/2025 9:30 WITA": "2025-10-15", "2025-10-14T17:00:00Z": "2025-10-15",
        "Okt 2025": "2025-10", "Oktober 2025": "2025-10", "10/2025": "2025-10", "2025/10": "2025-10",
        "5-2025": "2025-05",
        "bulan Mei 2025": "2025-05", "October 2025": "2025-10", "tahun 2014": "2014", "sekitar 2014": "2014~",
        "45754": "2025-04-07", "45755": "2025-04-08", "20251015": "2025-10-15", "15102025": "2025-10-15",
        "2025-10-15": "2025-10-15", "2014?": "2014?", "../2017": "../2017", "2013/2014": "2013/2014", "2014": "2014",
        "1 Agust 2008": "2008-08-01", "1 Agst 2008": "2008-08-01", "tgl. 5-5-2008": "2008-05-05",
        "tanggal: 5/5/2008": "2008-05-05", "5-5-2008.": "2008-05-05", "12-VIII-2009": "2009-08-12",
        "12/XII/2009": "2009-12-12", "Juli '25": "2025-07", "2025 Juli": "2025-07", "bln 7 thn 2025": "2025-07",
        "awal Juli 2025": "2025-07", "akhir bulan Juli 2025": "2025-07", "minggu ke-2 Juli 2025": "2025-07",
        "Minggu pertama Juli 2025": "2025-07", "early July 2025": "2025-07", "awal 2025": "2025", "akhir 2023": "2023",
        "pertengahan tahun 2024": "2024", "end of 2023": "2023", "Mei-Juni 2025": "2025-05/2025-06",
        "Mei s/d Juli 2025": "2025-05/2025-07", "± 2014": "2014~", "kira2 2014": "2014~", "2014-an": "2014~",
        "sekitar Juli 2025": "2025-07~",
        # No day, or more than one.
        "Juli 25": UNREAD, "Juni-Mei 2025": UNREAD, "12-XIII-2009": UNREAD, "awal": UNREAD, "tgl": UNREAD,
        "akhir 1023": UNREAD,
        "31/02/2025": UNREAD, "29/02/2023": UNREAD, "10/15/2025": UNREAD, "32 Oktober 2025": UNREAD, "Okt-25": UNREAD,
        "10/25": UNREAD, "Senin, 15 Oktober 2025": UNREAD, "2025-10-14T16:30:00Z": UNREAD, "15/10/1025": UNREAD,
        "15 Oktobre 2025": UNREAD, "13/2025": UNREAD, "3000.5": UNREAD, "kapan-kapan": UNREAD, "15/10": UNREAD,
        "Kupang, 15 Oktober 2025": "2025-10-15", "batal, 15-10-2025": UNREAD, "kapal, 15-10-2025": UNREAD,
        "15-20 Okt 2025": UNREAD, "2025-13-01": UNREAD, "99-10-05": UNREAD, "5102025": UNREAD, "1234": "1234",
    },
    "placement.worker.birth_date": {
        "12/8/2009 (16)": "2009-08-12", "12-8-2009 / 16 th": "2009-08-12", "12-8-2009, umur 16": "2009-08-12",
        "2009 (di bawah umur)": "2009", "12-8-2009 (Kupang)": UNREAD, "12/8/2009 16": UNREAD, "16 th": UNREAD,
        "Kupang, 12-8-2009": "2009-08-12", "Kupang 12/8/2009": "2009-08-12", "So’e, 12 Agustus 2009": "2009-08-12",
        "Tawau/12-08-2009": "2009-08-12", "Kupang, Rabu 12-8-2009": "2009-08-12", "Kupang, tgl 12-8-09": "2009-08-12",
        "Kupang, 2009": "2009", "menurut KTP, 12-8-2009": UNREAD, "sebelum 12-8-2009": UNREAD,
        "Kupang, 12-8-2009 / 12-8-2007": UNREAD, "Kupang": UNREAD, "Kupang, 31-2-2009": UNREAD,
        "bukan Kupang, 12-8-2009": UNREAD, "entah 12-8-2009": UNREAD,
        "03-02-92": "1992-02-03", "3/2/30": "1930-02-03", "03.02.08": "2008-02-03", "5 Mei 19": "2019-05-05",
        "17-08-1945": "1945-08-17", "03-02-25": UNREAD, "3 Mei 29": UNREAD,
    },
    "placement.costs.amount_idr": {
        "Rp1.500.000,00": 1500000, "Rp 1.500.000,-": 1500000, "1.500.000": 1500000, "1,500,000": 1500000,
        "1,5 juta": 1500000, "1.5 juta": 1500000, "2 jt": 2000000, "2jt": 2000000, "2,25 Juta": 2250000,
        "500 ribu": 500000, "750rb": 750000, "1 miliar": 10**9, "Rp 2 juta": 2000000, "2 juta rupiah": 2000000,
        "Rp. 750.000": 750000, "750.000": 750000, "750,000": 750000, "1 500 000": 1500000,
        "IDR 1,500,000.00": 1500000,
        "1500000": 1500000, "1500000.0": 1500000, "1500000,00": 1500000, "1.500.000 rupiah": 1500000,
        "RP1.500.000": 1500000,
        "2.250.000,00": 2250000, "nihil": 0, "NIHIL": 0, "0": 0, "Rp 0,-": 0, "gratis": 0,
        # A fraction, or more than one number.
        "1.500.000,50": UNREAD, "1,5": UNREAD, "1.750.000.00": UNREAD, "1.500 juta": UNREAD, "1 M": UNREAD,
        "15.00.000": UNREAD, "1.500,000": UNREAD, "2-3 juta": UNREAD, "USD 500": UNREAD, "1,234567 juta": UNREAD,
        "--5": UNREAD, "lunas": UNREAD, "0,0000005 juta": UNREAD,
    },
    "placement.shelter.days": {
        "24": 24, "24 hari": 24, "24hr": 24, "24.0": 24, "24,00": 24, "1.500.000": 1500000,
        "1.500": UNREAD, "1,500": UNREAD, "2 bulan": UNREAD, "1,5": UNREAD, "1 juta": UNREAD,
    },
    "placement.worker.stated_age": {
        "17 tahun": 17, "17 thn": 17, "17th": 17, "17": 17, "17,5": UNREAD, "17 bulan": UNREAD,
        "umur 17 th": 17, "Usia: 17": 17, "16 tahun 5 bulan": 16, "17 y.o": 17, "17.0": 17,
        # About right, a bound from below, or no age.
        "±17": UNREAD, "+/- 17": UNREAD, "-/+ 17": UNREAD, "17+": UNREAD,
         "17-an": UNREAD, "17?": UNREAD, "sekitar 17 th": UNREAD, "belasan": UNREAD,
        "> 17": UNREAD, "18+": UNREAD, "dewasa": UNREAD, "17-16": UNREAD, "17 ke": UNREAD, "0-0": UNREAD,
        "12-08-2009": UNREAD, "tidak di bawah umur": UNREAD, "tujuh belas": UNREAD,
    },
    "placement.worker.stated_age_below": {
        "18": 18, "<18": 18, "< 18 th": 18, "di bawah 18 tahun": 18, "anak": 18, "16-17": 18, "±17": UNREAD,
    },
    "placement.social_security.registered": {
        "Y": True, "ya": True, "Ya": True, "✓": True, "v": True, "V": True, "sudah": True, "ada": True, "1": True,
        "TRUE": True, "benar": True, "☑": True, "yes": True, "tidak": False, "Tidak": False, "t": False,
        "belum": False,
        "tidak ada": False, "belum ada": False, "0": False, "FALSE": False, "salah": False, "no": False, "tdk": False,
        "x": UNREAD, "f": UNREAD, "mungkin": UNREAD, "ya/tidak": UNREAD, "-": UNREAD, "2": UNREAD,
    },
    # Nobody has judged yet, or nobody knows: that is no answer.
    "placement.identity_check.passed": {
        "belum": UNREAD, "belum ada": UNREAD, "tidak ada": UNREAD, "lulus": UNREAD, "ya": True,
    },
    "placement.worker.sex": {
        "L": "male", "P": "female", "LK": "male", "PR": "female", "Laki-laki": "male", "laki laki": "male",
        "LAKI - LAKI": "male",
        "pria": "male", "Perempuan": "female", "wanita": "female", "M": "male", "F": "female", "female": "female",
        "Male": "male", "L/P": UNREAD, "W": UNREAD, "P?": UNREAD, "PL": UNREAD, "1": UNREAD,
    },
    "placement.worker.marital_status": {
        "Kawin": "married", "menikah": "married", "BELUM KAWIN": "unmarried", "lajang": "unmarried",
        "Cerai mati": "widowed",
        "cerai hidup": "divorced", "Unmarried": "unmarried", "cerai": UNREAD, "janda": UNREAD, "belum": UNREAD,
    },
    "placement.scope": {
        "LN": "overseas", "Luar Negeri": "overseas", "luar negeri": "overseas", "OVERSEAS": "overseas",
        "abroad": "overseas",
        "DN": "domestic", "dalam negeri": "domestic", "luar": UNREAD, "luar negeri?": UNREAD,
        "luar/dalam negeri": UNREAD,
    },
    "placement.status": {
        "Berangkat": "departed", "sudah berangkat": "departed", "Bekerja": "working", "Calon": "candidate",
        "CPMI": "candidate",
        "siap": "ready", "cuti": "on_leave", "sudah pulang": "returned", "meninggal dunia": "deceased",
        "BATAL": "cancelled",
        "dipulangkan": "sent_home", "dicegah": "prevented", "Sent home": "sent_home", "on leave": "on_leave",
        "belum berangkat": UNREAD, "aktif": UNREAD, "proses": UNREAD,
    },
    "placement.executor_kind": {
        "P3MI": "p3mi", "PPTKIS": "p3mi", "calo": "individual", "LPK": "training_centre", "yayasan": "association",
        "none": "none", "berangkat sendiri": "none", "Badan Pemerintah": "government_agency",
        "perseorangan": UNREAD, "None": UNREAD, "perusahaan": UNREAD, "tidak ada": UNREAD,
    },
    "placement.worker_category": {
        "PRT": "individual_employer", "informal": "individual_employer", "ABK": "crew",
        "abk perikanan": "fishing_crew",
        "darat": "no_crew", "Awak kapal niaga": "merchant_crew", "petani": UNREAD,
    },
    "placement.procedural": {
        "Non": "non_procedural", "Nonpros": "non_procedural", "Non Prosedural": "non_procedural",
        "prosedural": "procedural", "resmi": "procedural", "ya": UNREAD, "tidak": UNREAD,
    },
    "placement.scheme": {
        "G to G": "g_to_g", "GtoG": "g_to_g", "p-to-p": "p_to_p", "UKPS": "own_interest", "Mandiri": "self_placed",
    },
    "placement.documents.status": {
        "ada": "held", "Ada": "held", "✓": "held", "ya": "held", "tidak ada": "absent", "belum ada": "absent",
        "Belum": UNREAD,
        "tidak": "absent", "proses": "in_process", "palsu": "forged", "Held": "held", "tidak sah": "invalid",
        "ada?": UNREAD, "hilang": UNREAD, "belum diperiksa": UNREAD, "x": UNREAD,
    },
    "placement.documents.type": {
        "Paspor": "passport", "KK": "family_card", "e-KTP": "identity_card", "visa kerja": "work_visa",
        "MCU": "health_certificate",
        "Surat izin keluarga": "family_permission", "BPJS Ketenagakerjaan": "social_security_card",
        "buku nikah": "marriage_book",
        "BPJS": UNREAD, "visa": UNREAD, "paspor?": UNREAD, "KTP/KK": UNREAD,
    },
    "placement.documents.visa_class": {
        "WORKING VISA": "work", "Visa Kerja": "work", "Turis": "tourist", "wisata": "tourist", "Pelancong": "tourist",
        "SOCIAL VISIT": "visit", "visa kunjungan": "visit", "Social Visit Pass": "visit", "umroh": "pilgrimage",
        "bukan visa kerja": UNREAD, "kerja?": UNREAD, "ziarah": UNREAD, "work permit": UNREAD, "turis/kerja": UNREAD,
    },
    "placement.documents.covers": {
        "psikologi; kesehatan badan": ["psychological", "medical"], "medical": ["medical"],
        "Psikologi;": ["psychological"],
        "medical; entah": ["medical", "entah"],
    },
    "placement.destination": {
        "Malaysia": "MY", "malaysia": "MY", "my": "MY", "MYS": "MY", "Hongkong": "HK", "Hong Kong": "HK",
        "Arab Saudi": "SA",
        "Saudi": "SA", "Korsel": "KR", "Korea Selatan": "KR", "UEA": "AE", "Uni Emirat Arab": "AE", "Brunei": "BN",
        "Taiwan": "TW",
        "TAIWAN": "TW", "Singapura": "SG", "Singapore": "SG", "Jepang": "JP", "Turki": "TR", "turkiye": "TR",
        "Pantai Gading": "CI",
        "Inggris": "GB", "Korea": UNREAD, "Arab": UNREAD, "Malaysia/Singapura": UNREAD, "Atlantis": UNREAD,
        "Malasia": "MY", "Malaysi": "MY", "Malaisya": "MY", "Singapor": "SG", "Hongkomg": "HK", "Brunai": "BN",
        "Taiwan R.O.C": "TW", "Taiwan (R.O.C)": "TW", "Arab Saud": "SA", "Jepan": "JP", "Serawak": "MY",
        # Near two, near none, or a place of Indonesia.
        "Austrlia": UNREAD, "Nigeri": UNREAD, "Jambia": UNREAD, "Slovania": UNREAD, "Malti": UNREAD, "Jpn.?": UNREAD,
        "Malay": UNREAD, "Omman": UNREAD, "Kupang": UNREAD, "Banten": UNREAD, "Papua": UNREAD, "Timor": UNREAD,
        "NO": "NO", "NA": "NA", "no": UNREAD, "na": UNREAD, "n.a.": UNREAD, "Norwegia": "NO",
    },
    "placement.worker.domicile": {
        "Kab. Kupang": "53.01", "Kabupaten Kupang": "53.01", "Kab Kupang": "53.01", "Kota Kupang": "53.71",
        "KOTA KUPANG": "53.71",
        "Kec. Kupang Timur": "53.01.06", "Kupang Timur": "53.01.06", "kupang timur": "53.01.06", "NTT": "53",
        "Prov. NTT": "53",
        "Nusa Tenggara Timur": "53", "Jawa Timur": "35", "Jatim": "35", "TTS": "53.02", "Kab. TTS": "53.02",
        "Sikka": "53.07",
        "Kupang Timur, Kab. Kupang": "53.01.06", "Kec. Kupang Timur, Kabupaten Kupang, NTT": "53.01.06",
        "Belu": "53.04",
        "Kab. Banyumas": "33.02", "Jakarta Selatan": "31.74", "DKI Jakarta": "31",
        "Desa Oesao, Kec. Kupang Timur": "53.01.06.2015",
        "Kel. Oesao, Kec. Kupang Timur": "53.01.06.1004", "Oesao, Kec. Kupang Timur": UNREAD,
        "Kel. Tarus, Kab. Kupang": "53.01.08.1007",
        "53.01.06": "53.01.06", "530106": "530106",
        "Kab: Kupang": "53.01", "Kabupaten: Kupang": "53.01", "kab kupang": "53.01", "KAB.KUPANG": "53.01",
        "Kupang (Kab)": "53.01", "Kupang(Kab.)": "53.01", "Kupang Kab.": "53.01", "Kupang, Kab": "53.01",
        "Kupang Kabupaten": "53.01", "Kupang (Kota)": "53.71", "Kota: Kupang": "53.71", "TTS (Kab)": "53.02",
        "Kab Kupang NTT": "53.01", "Kab. Kupang (NTT)": "53.01", "Kab. Kupang - Prov: NTT": "53.01",
        "Kab. Timor Tengah Selatan (TTS)": "53.02", "Kec: Amabi Oefeto": "53.01.25",
        "Kecamatan Kupang Timur Kabupaten Kupang": "53.01.06", "NTT, Kab. Kupang, Kec. Kupang Timur": "53.01.06",
        "Desa: Noelbaki Kec: Kupang Tengah": "53.01.08.2008",
        "Kab/Kota: Kupang": UNREAD, "NTT / Kupang": UNREAD, "Kupang, Timur": UNREAD, "Kab. Kupang, Kota Kupang": UNREAD,
        "(Kab)": UNREAD, ",": UNREAD,
        "Kupang": UNREAD, "Desa Contoh RT 01": UNREAD, "Kupang Timur, Kab. Belu": UNREAD, "Bandung": UNREAD,
        "5301060": UNREAD,
        "Kupang?": UNREAD, "Desa Oesao": UNREAD, "53.99": UNREAD,
    },
    "placement.worker.nik": {
        "'5301064302920017": "5301064302920017", "53.0106.440293.0018": "5301064402930018",
        "5301064602950020.0": "5301064602950020",
        "5301 0605 0294 0019": "5301060502940019", '="5301064302920017"': "5301064302920017",
        "5301-0643-0292-0017": "5301064302920017",
        "5301064302920017": "5301064302920017", "’5301064302920017": "5301064302920017",
        "530106430292001": UNREAD, "53010643029200170": UNREAD, "5.30106E+15": UNREAD, "5301064302920O17": UNREAD,
        "5301064302920017/18": UNREAD,
    },
    "placement.worker.phone": {
        "0812-3456-7890": "081234567890", "'081234567890": "081234567890", "0812 3456 7890": "081234567890",
        "(0380) 123456": "0380123456", "+62 812-3456-7890": "+6281234567890", "81234567890.0": "81234567890",
        "0812.3456.7890": "081234567890", "tetangga": "tetangga",
        "081234567890/081300000000": "081234567890",
    },
    "placement.job": {" penjahit ": "penjahit", "15/10/2025": "15/10/2025", "ya": "ya", "1.500.000": "1.500.000"},
}  # fmt: skip

#: Values of a workbook or columnar table that are no texts.
TYPED = {
    "placement.departed_on": {
        45754: "2025-04-07", 45755.0: "2025-04-08", 45754.39: "2025-04-07", 2025: "2025", 1998: "1998",
        date(2025, 4, 7): "2025-04-07", datetime(2025, 4, 7): "2025-04-07", datetime(2025, 4, 7, 9, 30): "2025-04-07",
        datetime(2025, 4, 7, tzinfo=timezone(timedelta(hours=8))): "2025-04-07",
        datetime(2025, 4, 7, 2, tzinfo=UTC): "2025-04-07", 3000: UNREAD, 20250407: "2025-04-07", -5: UNREAD, 1e300: UNREAD,
    },
    "placement.costs.amount_idr": {
        1750000: 1750000, 2250000.0: 2250000, Decimal("1750000.00"): 1750000, 17.5: UNREAD,
    },
    "placement.social_security.registered": {1: True, 0: False, 2: UNREAD},
    "placement.worker.nik": {5301064302920017: "5301064302920017", Decimal(5301064302920017): "5301064302920017"},
    "placement.worker.domicile": {53.01: "53.01", 530106: "530106", 53.1: UNREAD, 53.99: UNREAD},
    "placement.job": {7: "7", 8.0: "8"},
    "placement.documents.covers": {("psikologi", "medical"): ["psychological", "medical"]},
}  # fmt: skip

EACH = [(path, cell, meant) for path, cases in CASES.items() for cell, meant in cases.items()]


def node_of(path):
    kind, *steps = path.split(".")
    return MODEL.node_at(kind, steps)


def meaning(path, cell):
    return understood(list(cell) if isinstance(cell, tuple) else cell, node_of(path), path).value


def record_with(path, value):
    """The smallest record that holds a value at a path."""
    _, *steps = path.split(".")
    for step in reversed(steps):
        value = {step: [value] if step in {"documents", "costs"} and isinstance(value, dict) else value}
    return {"id": "a", **value}


def problems_at(path, value):
    return MODEL.problems("placement", record_with(path, value))


@pytest.mark.parametrize(
    ("path", "cell", "meant"),
    EACH + [(path, cell, meant) for path, cases in TYPED.items() for cell, meant in cases.items()],
)
def test_a_cell_is_read_as_what_is_meant_or_stays(path, cell, meant):
    read = meaning(path, cell)

    if meant is UNREAD:
        assert read == cell
        assert problems_at(path, read)
    else:
        assert (read, type(read)) == (meant, type(meant))


@pytest.mark.parametrize(("path", "cell", "meant"), EACH)
def test_what_was_read_is_valid_and_is_read_as_itself(path, cell, meant):
    if meant is UNREAD or "entah" in cell:
        return
    read = meaning(path, cell)

    assert not problems_at(path, read)
    assert meaning(path, read) == read


# In tables


def tables():
    """All cases as tables: a row a case, with the group's own table where the column stands in one."""
    rows = {"placements": [], "placement.documents": [], "placement.costs": []}
    for number, (path, cell, _) in enumerate(EACH):
        _, *steps = path.split(".")
        id_ = f"row {number}"
        if steps[0] in {"documents", "costs"}:
            rows["placements"].append({"id": id_})
            rows[f"placement.{steps[0]}"].append({"placement_id": id_, ".".join(steps[1:]): cell})
        else:
            rows["placements"].append({"id": id_, ".".join(steps): cell})
    return {name: pd.DataFrame(table) for name, table in rows.items()}


def found(raws):
    """What stands in the record of each case."""
    values = {raw.value["id"]: raw.value for raw in raws}
    result = []
    for number, (path, _, _) in enumerate(EACH):
        value = values[f"row {number}"]
        for step in path.split(".")[1:]:
            value = value[0] if isinstance(value, list) else value
            value = value[step]
        result.append(value)
    return result


def as_csv(folder):
    for name, frame in tables().items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    return read_files([folder], MODEL, ReadingNotes())[1]


def as_workbook(folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, frame in tables().items():
        sheet = book.create_sheet(name)
        sheet.append([*frame])
        for row in frame.itertuples(index=False):
            sheet.append([None if pd.isna(cell) else cell for cell in row])
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if cell.value is not None else "n"
    book.save(folder / "a.xlsx")
    return read_files([folder], MODEL, ReadingNotes())[1]


def as_parquet(folder):
    for name, frame in tables().items():
        frame.to_parquet(folder / f"{name}.parquet")
    return read_files([folder], MODEL, ReadingNotes())[1]


def as_frames(_):
    return assembled(sheets_of(tables(), MODEL, ReadingNotes()))[1]


@pytest.mark.parametrize("form", [as_csv, as_workbook, as_parquet, as_frames])
def test_every_form_of_table_is_read_alike(tmp_path, form):
    read = found(form(tmp_path))

    expected = [cell.strip() if meant is UNREAD else meant for _, cell, meant in EACH]
    assert [
        (case, value) for case, value, meant in zip(EACH, read, expected, strict=True) if value != meant
    ] == []


# What is told


def notes_of(path, *cells):
    frame = pd.DataFrame({"id": [f"p{number}" for number in range(len(cells))], path: [*cells]})
    dataset = Dataset.from_tables({"placements": frame})
    notes = [note for note in dataset.reading_notes if note.code != "child_on_no_day"]
    return [(note.code, note.values["count"], note.values.get("read")) for note in notes]


@pytest.mark.parametrize(
    ("path", "cells", "notes"),
    [
        ("departed_on", ["07/04/2025", "08/04/2025", "15/10/2025", "05/05/2025"], [("day_first", 2, None)]),
        (
            "departed_on",
            ["10/15/2025", "07/04/2025"],
            [("day_or_month_first", 1, None), ("month_first_read", 1, None)],
        ),
        (
            "departed_on",
            ["10/15/2025", "07/04/2025", "15/10/2025"],
            [("day_first", 1, None), ("month_first", 1, None)],
        ),
        ("departed_on", ["15-10-25", "7 Mei 25"], [("short_year", 2, None)]),
        ("departed_on", ["45754", "2025"], [("serial_number", 1, None)]),
        ("departed_on", ["2025-10-15 09:30", "2025-10-15 00:00:00"], [("time_left_out", 1, None)]),
        ("worker.sex", ["P", "L", "P", "perempuan"], [("word_read_as", 1, "L"), ("word_read_as", 2, "P")]),
        ("via_partner", ["t", "ya", "tidak"], [("word_read_as", 1, "t")]),
        ("worker_category", ["PRT", "individual_employer"], [("word_read_as", 1, "PRT")]),
        ("destination", ["Malaysia", "Hongkong"], []),
        ("destination", ["Malasia", "Malasia"], [("word_read_as", 2, "Malasia")]),
        ("worker.stated_age", ["<18", "16-17", "17"], [("age_read_as_below", 2, None)]),
        ("worker.birth_date", ["Kupang, 15-8-2009"], [("place_before_day", 1, None)]),
        (
            "worker.domicile",
            ["Kupang Timur", "Kec. Kupang Timur", "Kupang Timur, NTT", "NTT", "Sikka"],
            [("place_by_bare_name", 2, None)],
        ),
    ],
)
def test_a_likely_reading_is_told_once_for_each_column(path, cells, notes):
    assert notes_of(path, *cells) == notes


@pytest.mark.parametrize(
    ("path", "cell", "plain"),
    [("departed_on", "07/04/2025", "15/10/2025"), ("departed_on", "45754", "7 April 2025"),
     ("departed_on", "15-10-25", "2025-10-15"), ("departed_on", datetime(2025, 4, 7, 9, 30), datetime(2025, 4, 7)),
     ("worker.sex", "P", "perempuan"), ("via_partner", "t", "tidak"), ("worker_category", "PRT", "crew"),
     ("destination", "Malasia", "Malaysia"), ("worker.stated_age", "<18", "17 th"),
     ("worker.birth_date", "Kupang, 15-8-2009", "15-8-2009")],
)  # fmt: skip
def test_what_is_only_likely_can_be_turned_off(path, cell, plain):
    frame = pd.DataFrame({"id": ["a", "b"], path: pd.Series([cell, plain], dtype=object)})
    loose = Dataset.from_tables({"placements": frame})
    strict = Dataset.from_tables({"placements": frame}, strict=True)

    assert loose.problems == ()
    assert loose.reading_notes != ()
    assert [problem.id for problem in strict.problems] == ["a"]
    # That a child is written of is no reading.
    assert {note.code for note in strict.reading_notes} <= {"child_on_no_day"}
    assert strict.get("placement", "b").data == loose.get("placement", "b").data


def test_a_note_names_the_column_in_both_languages():
    frame = pd.DataFrame({"id": ["a"], "departed_on": ["07/04/2025"]})
    (note,) = Dataset.from_tables({"placements": frame}).reading_notes

    assert note.message.id.startswith("kolom `Tanggal berangkat`: 1 tanggal")
    assert note.message.en.startswith("column `Departed on`: 1 dates")


def test_a_whole_number_of_a_columnar_table_is_exact(tmp_path):
    numbers = pa.table({"id": ["a"], "worker.nik": pa.array([5301190101900001], pa.int64())})
    pq.write_table(numbers, tmp_path / "placements.parquet")
    dataset = Dataset.read(tmp_path)

    assert dataset.problems == ()
    assert dataset.get("placement", "a").data["worker"]["nik"] == "5301190101900001"


def test_a_fraction_that_held_sixteen_digits_has_lost_some():
    frame = pd.DataFrame({"id": ["a", "b"], "worker.nik": [5301190101900001.0, None]})
    (problem,) = Dataset.from_tables({"placements": frame}).problems

    assert [detail.code for detail in problem.details] == ["digits_lost"]


# Properties


PATHS = sorted({*CASES, "placement.documents", "placement.extra", "placement.alleged", "placement.shelter"})
SIGNS = st.sampled_from("0123456789 -/.,:'RpjutaOktSenLP✓%~?TZ+\u00b2\u0663Ⅳ\x00\ud7ff")


@given(path=st.sampled_from(PATHS), text=st.text() | st.text(SIGNS, max_size=24))
def test_no_text_raises_and_what_is_read_is_read_as_itself(path, text):
    read = meaning(path, text)

    if node_of(path).type != "array" or node_of(path).values:
        assert meaning(path, read) == read


@given(
    path=st.sampled_from(PATHS),
    cell=st.none() | st.booleans() | st.integers() | st.floats() | st.dates()
    | st.datetimes(timezones=st.none() | st.timezones()) | st.decimals() | st.uuids() | st.binary()
    | st.times() | st.lists(st.text(), max_size=3)
    | st.dictionaries(st.text(), st.floats(), max_size=3),
)  # fmt: skip
def test_no_value_of_a_library_raises(path, cell):
    meaning(path, cell)


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)), sign=st.sampled_from("/-. "))
def test_every_day_of_our_time_is_read_with_the_day_first(day, sign):
    assert meaning("placement.departed_on", day.strftime(f"%d{sign}%m{sign}%Y")) == day.isoformat()


@given(text=st.text(SIGNS, max_size=24))
def test_a_day_that_is_read_is_one(text):
    read = meaning("placement.departed_on", text)

    assert read == text.strip() or day_of(read) is not None


@pytest.mark.parametrize(
    ("cell", "is_noted"), [("belum", True), ("0", True), ("tidak ada", True), ("tidak", False)]
)
def test_a_no_that_may_accuse_and_is_no_plain_word_for_it_is_noted(tmp_path, cell, is_noted):
    """`belum` under BPJS became a critical failure of which nobody was told how it had been read."""
    path = tmp_path / "placements.csv"
    path.write_text(f"id,social_security.registered\nP,{cell}\n", encoding="utf-8")
    dataset = Dataset.read(path)

    assert dataset.get("placement", "P").data["social_security"] == {"registered": False}
    assert [note.code for note in dataset.reading_notes] == ["word_read_as"] * is_noted
    strictly = Dataset.read(path, strict=True).get("placement", "P").data
    assert strictly.get("social_security", {}) == ({} if is_noted else {"registered": False})


# What a cell says beside the fact of its column


AGES_BELOW = {
    "<18": 18, "< 18 th": 18, "di bawah umur": 18, "dibawah umur": 18, "dibawah 18": 18, "anak": 18, "Anak-anak": 18,
    "belum 17 tahun": 17, "16-17": 18, "16/17 th": 18, "15 s/d 16": 17, "15 atau 16": 17, "maks 17": 18, "≤ 17": 18,
    "17 tahun ke bawah": 18, "under 18": 18, "belum cukup umur": 18, "di bwh umur": 18, "dbwh 18 th": 18,
    "< 18 thn (anak)": 18, "blm 18 th": 18, "umur < 18": 18, "masih anak": 18, "16 – 17": 18,
}  # fmt: skip


@pytest.mark.parametrize(("cell", "below"), AGES_BELOW.items())
def test_who_is_said_to_be_younger_than_an_age_is_no_exact_age(cell, below):
    read = understood(cell, node_of("placement.worker.stated_age"), "placement.worker.stated_age")

    assert (read.value, read.beside) == (None, (("stated_age_below", below),))
    assert [code for code, _ in read.notes] == ["age_read_as_below"]


@pytest.mark.parametrize("cell", ["<18", "di bawah umur", "anak", "17 th", "16-17", "±17", "-"])
def test_an_age_in_an_offices_list_finds_the_child_or_is_told(tmp_path, cell):
    path = tmp_path / "placements.csv"
    path.write_text(f"id,Nama,Usia\nP,Contoh,{cell}\n", encoding="utf-8")
    worker = Dataset.read(path).get("placement", "P").data["worker"]
    strictly = Dataset.read(path, strict=True)

    told = {"17 th": {"stated_age": 17}, "±17": {}, "-": {}}
    assert {name: worker[name] for name in worker if name != "name"} == told.get(
        cell, {"stated_age_below": 18}
    )
    assert "stated_age_below" not in strictly.get("placement", "P").data.get("worker", {})


@pytest.mark.parametrize(
    ("header", "cells", "place"),
    [("Tgl Lahir", '"Kupang, 12-8-2009"', "Kupang"),
     ("Tempat Lahir,Tgl Lahir", 'Soe,"Kupang, 12-8-2009"', "Soe"),
     ("Tgl Lahir,Tempat Lahir", '"Kupang, 12-8-2009",Soe', "Soe")],
)  # fmt: skip
def test_a_place_before_a_day_of_birth_is_one_unless_a_column_tells_it(tmp_path, header, cells, place):
    path = tmp_path / "placements.csv"
    path.write_text(f"id,{header}\nP,{cells}\n", encoding="utf-8")
    dataset = Dataset.read(path)

    data = dataset.get("placement", "P").data
    assert data["worker"] == {"birth_date": date(2009, 8, 12), "birth_place": place}
    assert "extra" not in data
    assert "place_before_day" in {note.code for note in dataset.reading_notes}


def test_what_a_cell_of_a_group_says_beside_its_fact_stands_in_the_group():
    frame = pd.DataFrame({"id": ["P"], "worker": [{"birth_date": "Kupang, 12-8-2009", "stated_age": "<18"}]})
    dataset = Dataset.from_tables({"placements": frame})

    worker = {"birth_date": date(2009, 8, 12), "birth_place": "Kupang", "stated_age_below": 18}
    assert dataset.get("placement", "P").data["worker"] == worker


# Properties of slips


NAMES = sorted(
    {
        name
        for code in node_of("placement.destination").codes.values()
        for name in (code.name.id, code.name.en)
        if len(name) > 7 and name.isalpha()
    }
)


@given(name=st.sampled_from(NAMES), data=st.data())
def test_a_slip_in_the_name_of_a_country_is_read_as_it_and_told_or_not_at_all(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(["", *"aeiouklmnrst"]))
    path = "placement.destination"
    read, whole = understood(name[:at] + letter + name[at + 1 :], node_of(path), path), meaning(path, name)

    if read.value in (node_of(path).values or ()):
        assert read.value == whole


@pytest.mark.parametrize(
    ("cell", "first", "others"),
    [("0812-3745-1111 / 0813.3745.1112", "081237451111", "081337451112"),
     ("081237451111/081337451112", "081237451111", "081337451112"),
     ("0812 3745 1111 0813 3745 1112", "081237451111", "081337451112"),
     ("+62 812 3745 1111 atau 0380 831234", "+6281237451111", "0380831234"),
     ("081237451111, 081337451112; 081437451113", "081237451111", "081337451112; 081437451113"),
     ("0812 3745 1111", "081237451111", None), ("0812-3745-1111 (istri)", "0812-3745-1111 (istri)", None),
     ("081237451111 / istri", "081237451111 / istri", None), ("(0380) 831234", "0380831234", None)],
)  # fmt: skip
@pytest.mark.parametrize("form", OWN_FORMS)
def test_of_several_telephones_in_a_cell_the_first_is_read_and_the_others_are_kept_and_told(
    tmp_path, form, cell, first, others
):
    dataset = Dataset.read(form(tmp_path, ["id", "No HP"], ["P-1", cell]))

    record = dataset.get("placement", "P-1").data
    assert record["worker"]["phone"] == first
    assert (record.get("extra") or {}).get("worker.phone") == others
    assert ("several_telephones" in notes(dataset)) == (others is not None)


@pytest.mark.parametrize(
    ("cell", "told"),
    [("12/8/2009 (16)", {"birth_date": date(2009, 8, 12), "stated_age": 16}),
     ("12-8-2009 (di bawah umur)", {"birth_date": date(2009, 8, 12), "stated_age_below": 18}),
     ("16 tahun", {"stated_age": 16}), ("di bawah umur", {"stated_age_below": 18}), ("5-6", {}), ("16", {})],
)  # fmt: skip
@pytest.mark.parametrize("form", OWN_FORMS)
@pytest.mark.parametrize("heading", ["Tgl Lahir", "DOB / age", "TTL"])
def test_an_age_behind_a_day_of_birth_or_in_its_place_finds_the_child(tmp_path, form, heading, cell, told):
    dataset = Dataset.read(form(tmp_path, ["id", heading], ["P-1", cell]))

    assert dataset.get("placement", "P-1").data.get("worker", {}) == told
    assert ("age_behind_day" in notes(dataset)) == any(name.startswith("stated") for name in told)


def test_a_column_of_ages_goes_before_an_age_behind_a_day(tmp_path):
    dataset = Dataset.read(as_list(tmp_path, ["id", "TTL", "Umur"], ["P-1", "Kupang, 12-8-2009 (16)", "15"]))

    assert dataset.get("placement", "P-1").data["worker"]["stated_age"] == 15


@pytest.mark.parametrize(
    ("cell", "told"),
    [("tgl. 5-5-2008", {"birth_date": date(2008, 5, 5)}),
     ("Kupang, tgl 5-5-2008", {"birth_place": "Kupang", "birth_date": date(2008, 5, 5)}),
     ("Oesao RT 3, 12-8-2009", {"birth_place": "Oesao RT 3", "birth_date": date(2009, 8, 12)}),
     ("Kupang, 12-8-1999 / 3-4-2011", {"birth_place": "Kupang"})],
)  # fmt: skip
def test_a_place_of_birth_is_no_day_and_no_word_before_one(tmp_path, cell, told):
    dataset = Dataset.read(as_list(tmp_path, ["id", "TTL"], ["P-1", cell]))

    assert dataset.get("placement", "P-1").data["worker"] == told


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("gaji ditahan", ["withholding_of_wages"]),
        ("direkrut, ditipu, kerja paksa", ["recruitment", "deception", "forced_labour"]),
        (
            "Disekap dan dipukul; paspor ditahan",
            ["confinement", "physical_violence", "retention_of_identity_documents"],
        ),
        ("ditipu / gaji tidak dibayar", ["deception", "withholding_of_wages"]),
        # A name that holds a word that parts others is read whole.
        ("kondisi kerja dan hidup yang buruk", ["abusive_conditions"]),
        # One word that nobody understands loses none of the others.
        ("ditipu, lain-lain yang parah", ["deception", "lain-lain yang parah"]),
        ("majikan galak, sering marah", ["majikan galak, sering marah"]),
    ],
)
def test_signs_of_trafficking_are_read_as_offices_write_them(cell, codes):
    for kind in ("case", "placement"):
        assert understood(cell, MODEL.nodes[kind].parts["indicators"], f"{kind}.indicators").value == codes


def test_a_sign_that_nobody_understands_loses_none_of_the_others(tmp_path):
    dataset = Dataset.read(
        as_list(tmp_path, ["ID penempatan", "Indikasi TPPO"], ("P-1", "ditipu, majikan galak"))
    )

    (record,) = dataset.tables["placement"]
    assert record.data["indicators"][0] == "deception"
    assert [(one.pointer, one.code) for problem in dataset.problems for one in problem.details] == [
        ("/indicators/1", "not_listed")
    ]
