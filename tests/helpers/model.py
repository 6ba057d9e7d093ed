"""A model of records that is not the one of the library, and records of it."""

import copy

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
