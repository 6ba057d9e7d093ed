"""A model of records that is not the one of the library, records of it, and packs about them."""

import copy

from attrs import evolve

from pmi_compliance import RulePack, Text
from pmi_compliance.expr.check import check
from pmi_compliance.packs.model import Written
from pmi_compliance.packs.rules import plain_rule, variables_of
from pmi_compliance.records.schema import RecordModel, bundled_model


def described(**properties):
    """The schema of a kind, without notes."""
    return {"type": "object", "required": ["id"], "properties": properties, "additionalProperties": False}


ID = {"type": "string", "minLength": 1}
TITLES = {"title": "Balai latihan", "x-title-en": "Training centre"}
BY_KEY = {"shape": "one", "target": "training_centre", "key": "centre_id"}
PLACED = {"shape": "many", "target": "placement", "key": "centre_id"}


def extended():
    """The bundled model with a field of placements, and with training centres that placements name."""
    schemas = copy.deepcopy(dict(bundled_model().documents.by_name))
    placement = schemas["placement"]
    placement["properties"] |= {
        "days_of_training": {"type": ["integer", "null"], "minimum": 0},
        "centre_id": {"type": ["string", "null"]},
    }
    placement["x-relations"]["centre"] = BY_KEY
    centre = described(id=ID, accredited_until={"$ref": "common.schema.json#/$defs/date"})
    schemas["training_centre"] = {**centre, **TITLES, "x-relations": {"placements": PLACED}}
    return RecordModel.of(schemas)


MODEL = extended()
PLACEMENTS = [
    {"id": "P1", "days_of_training": 30, "centre_id": "C1"},
    {"id": "P2", "days_of_training": 9, "centre_id": "C1"},
    {"id": "P3", "days_of_training": 30, "centre_id": "C2"},
    {"id": "P4", "centre_id": "C1"},
]
CENTRES = [{"id": "C1", "accredited_until": "2026-01-01"}, {"id": "C2"}]

#: A pack whose rule reads a field and a kind of record that only this model has. Its examples are about placements:
#: the schema of examples names the kinds of the library.
PACK = {
    "pack.yaml": """id: contoh
version: 1.0.0
condition_language: 2
languages: [id, en]
title: {id: Kebijakan Contoh, en: Policy of Contoh}
jurisdiction: "33.02"
default: false
depends_on: []
""",
    "authorities.yaml": """dinas_contoh:
  level: district
  values:
    - from: 2017-11-22
      name: {id: Dinas Contoh, en: Contoh office}
      citation: {instrument: Peraturan Contoh 1/2023}
""",
    "contoh-training.yaml": """id: contoh-training
title: {id: Dilatih di balai terakreditasi, en: Trained at an accredited centre}
subject: placement
severity: minor
basis: policy
confidence: verified
automation: full
in_force: {from: 2023-02-01}
standing: true
applies_when: placement.scope == "overseas"
requires: placement.days_of_training >= 20 && placement.centre.accredited_until > judged_on
message: {id: "{placement.id} belum dilatih.", en: "{placement.id} is not trained."}
remediation: {id: Latih dahulu., en: Train first.}
citations: [{instrument: Peraturan Contoh 1/2023, article: "5"}]
refers_to: [dinas_contoh]
""",
    "contoh-training.examples.yaml": """rule: contoh-training
base: {placement: {scope: overseas, departed_on: 2024-05-01, days_of_training: 20}}
cases:
  - {name: not known where, expect: unknown}
  - {name: a day less, given: {placement: {days_of_training: 19}}, expect: fail}
  - {name: days not known, given: {placement: {days_of_training: null}}, expect: unknown}
""",
}


def write_pack(folder):
    """Write the pack of this model, and return its folder."""
    for name, text in PACK.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def pack_about(conditions, model=MODEL):
    """The pack of Kupang, checked against a model, with a rule for each condition, by subject and name."""
    rules = [
        plain_rule(
            name,
            "kupang",
            Text("Terakreditasi", "Accredited"),
            subject,
            Written(requires=check(text, variables_of(subject, {}, model))),
            {},
            model,
        )
        for (subject, name), text in conditions.items()
    ]
    kupang = RulePack.load("kupang", model=model)
    return evolve(kupang, rules=(*kupang.rules, *rules))
