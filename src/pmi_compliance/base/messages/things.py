"""What the library works with, as sentences of the catalogue name it: the value `what` of a message is a key here."""

from __future__ import annotations

from pmi_compliance.base.text import Text

THINGS = {
    "act": Text("perbuatan", "act"),
    "authority": Text("instansi", "authority"),
    "role": Text("peran", "role"),
    "case": Text("kasus", "case"),
    "chain": Text("rantai", "chain"),
    "command": Text("perintah", "command"),
    "columnar_table": Text("tabel kolom", "columnar table"),
    "database": Text("basis data", "database"),
    "packed_file": Text("berkas .zst", ".zst file"),
    "dimension": Text("dimensi", "dimension"),
    "event": Text("kejadian", "event"),
    "form": Text("bentuk laporan", "form of report"),
    "kind": Text("jenis data", "kind of record"),
    "pack": Text("paket aturan", "rule pack"),
    "question": Text("pertanyaan", "question"),
    "rule": Text("aturan", "rule"),
    "self_check": Text("pemeriksaan mandiri", "self-check"),
    "sanction": Text("sanksi", "sanction"),
    "signature": Text("tanda tangan", "signature"),
    "spark": Text("mesin `spark`", "back end `spark`"),
    "state": Text("keadaan", "state"),
    "tables": Text("mesin `tables`", "back end `tables`"),
    "term": Text("istilah", "term"),
    "window": Text("jendela pemeriksaan", "the window"),
    "workbook": Text("buku kerja", "workbook"),
}
