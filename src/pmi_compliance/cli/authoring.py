"""What a rule author needs at hand: the names that conditions may use, and files to begin with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base import resources
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.files import make_folder, together, write_whole
from pmi_compliance.base.messages.inputs import SYSTEM
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import KIND, add_packs, write_lines
from pmi_compliance.cli.exits import OK
from pmi_compliance.cli.settings import model_asked
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, RecordType, String
from pmi_compliance.packs.files import PACK

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.expr.types import Type


def add(rules: Parser) -> tuple[Parser, ...]:
    """Add the commands below `rules`, and return them."""
    words = Text("nama kolom yang dapat dipakai syarat", "list the fields that conditions may use")
    fields = rules.command("fields", words, _fields)
    words = Text("jenis data; bila tidak disebut: semua", "kinds of record; if not given: all")
    fields.takes("kind", words, nargs="*", metavar=KIND)
    add_packs(fields)
    words = Text("membuat aturan baru untuk diisi", "make a new rule to fill in")
    new = rules.command("new", words, _new)
    words = Text("folder paket; dibuat bila belum ada", "the folder of the pack; made where there is none")
    new.takes("folder", words, type=Path, metavar=Text("FOLDER", "DIRECTORY"))
    words = Text("id aturan, seperti contoh-2025-telepon", "the id of the rule, such as contoh-2025-phone")
    new.takes("id", words, metavar="ID")
    words = Text(
        "menulis skema berkas paket untuk penyunting teks",
        "write the schemas of a pack's files for an editor",
    )
    schemas = rules.command("schemas", words, _schemas)
    words = Text(
        "tulis ke folder ini, misalnya .schemas di folder paket",
        "write into this folder, such as .schemas in that of the pack",
    )
    schemas.takes("--output", words, type=Path, required=True, metavar=Text("FOLDER", "DIRECTORY"))
    return fields, new, schemas


_TYPES = {
    BOOL: Text("true atau false", "true or false"),
    INT: Text("bilangan bulat", "whole number"),
    DATE: Text("tanggal", "date"),
}
_LIST = Text("daftar", "list")
_GROUP = Text("kelompok", "group")
_TEXT = Text("teks", "text")


def _fields(options: argparse.Namespace) -> int:
    model = model_asked(options)
    for kind in options.kind or model.kinds:
        if kind not in model.kinds:
            raise UsageError("unknown", what="kind", name=kind, known=model.kinds)
        write_lines(_lines(kind, model.types[kind], options.lang))
    return OK


def _lines(path: str, type_: RecordType, language: Language) -> Iterator[str]:
    """A line for each field below a path: what it is, and what it is called; relations lead to other kinds."""
    for name, field in type_.fields.items():
        inner = field.type.item if isinstance(field.type, ListType) else field.type
        words = _LIST.in_language(language) + ": " if inner is not field.type else ""
        title = f"  ({field.title.in_language(language)})" if field.title else ""
        if field.relation is not None:
            yield f"{path}.{name}  {words}-> {field.relation.target}{title}"
            continue
        yield f"{path}.{name}  {words}{_type(inner, language)}{title}"
        if isinstance(inner, RecordType):
            yield from _lines(f"{path}.{name}", inner, language)


def _type(type_: Type | None, language: Language) -> str:
    match type_:
        case String(values) if values:
            return " | ".join(sorted(values))
        case RecordType():
            return _GROUP.in_language(language)
        case _ if type_ in _TYPES:
            return _TYPES[type_].in_language(language)
        case _:
            return _TEXT.in_language(language)


# Editors

#: The files of a pack, and the schema of each, which stands in files of its own name but for that of a rule.
_SCHEMAS = {
    "pack.yaml": "pack",
    "ID.yaml": "rule",
    "ID.examples.yaml": "examples",
    "parameters/*.yaml": "parameters",
    "terms.yaml": "terms",
    "terms.examples.yaml": "term_examples",
    "authorities.yaml": "authorities",
    "sanctions.yaml": "sanctions",
    "articles.yaml": "articles",
    "chains.yaml": "chains",
    "chains.examples.yaml": "chain_examples",
    "chart.yaml": "chart",
    "acts.yaml": "acts",
}
#: What those refer to.
_SHARED = ("common",)


def _schemas(options: argparse.Namespace) -> int:
    """Write the schemas, and say by which first line an editor finds the one of a file."""
    make_folder(options.output)
    for name in (*_SCHEMAS.values(), *_SHARED):
        file = f"{name}.schema.json"
        write_whole(options.output / file, [(resources.folder("schemas") / file).read_bytes()])
    write_lines(
        f"{file}: # yaml-language-server: $schema={(options.output / name).as_posix()}.schema.json"
        for file, name in _SCHEMAS.items()
    )
    return OK


# A new rule

_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")

_FILES = {
    "pack.yaml": """id: {pack}
version: 0.1.0
languages: [id, en]
title: {{id: Paket {pack}, en: Pack {pack}}}
jurisdiction: ID
default: false
""",
    "rules/{rule}.yaml": """id: {rule}
title: {{id: Nomor telepon pekerja, en: Telephone of the worker}}
subject: placement
severity: minor
basis: policy
confidence: unverified
automation: full
in_force: {{from: 2025-01-01}}
act: departing
applies_when: placement.scope == "overseas"
requires: has(placement.worker.phone)
message: {{id: "{{placement.id}} tanpa nomor telepon.", en: "{{placement.id}} has no telephone number."}}
remediation: {{id: Tulis nomornya., en: Write the number.}}
citations: [{{instrument: Peraturan Contoh 1/2025, article: "5"}}]
refers_to: []
""",
    "rules/{rule}.examples.yaml": """rule: {rule}
base: {{placement: {{scope: overseas, departed_on: 2025-05-01, worker: {{phone: "0800"}}}}}}
cases:
  - {{name: known, expect: pass}}
  - {{name: not known, given: {{placement: {{worker: {{phone: null}}}}}}, expect: fail}}
  - {{name: inside Indonesia, given: {{placement: {{scope: domestic}}}}, expect: not_applicable}}
  - {{name: before its first day, given: {{placement: {{departed_on: 2024-05-01}}}}, expect: not_applicable}}
""",
}


def _new(options: argparse.Namespace) -> int:
    names = {"pack": options.folder.resolve().name, "rule": options.id}
    for name in names.values():
        if not _NAME.fullmatch(name):
            raise UsageError("not_an_id", name=name)
    files = {options.folder / name.format(**names): text.format(**names) for name, text in _FILES.items()}
    for path in files:
        if path.exists() and path.name != PACK:
            raise UsageError("cannot_write", place=path, reason=SYSTEM["EEXIST"])
    make_folder(options.folder / "rules")
    with together():
        for path, text in files.items():
            if not path.exists():
                write_whole(path, [text.encode()])
                write_lines([str(path)])
    return OK
