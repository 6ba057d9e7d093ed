"""Records taken apart into the tables they could have stood in."""

from datetime import date

from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.schema import bundled_model


def flat(kind, records):
    """Rows of each table, as paths and values: those of the kind itself, then its groups."""
    tables = {(kind, ""): []}

    def take_apart(value, path, row, group, leading):
        for name, inner in value.items():
            here = (*path, name)
            if isinstance(inner, dict):
                take_apart(inner, here, row, group, leading)
            elif isinstance(inner, list) and any(isinstance(item, dict) for item in inner):
                full = ".".join((*filter(None, [group]), *here))
                for number, item in enumerate(inner, start=1):
                    other = dict(leading)
                    tables.setdefault((kind, full), []).append(other)
                    take_apart(item, (), other, full, {**leading, full: number})
            else:
                row[".".join(here)] = inner

    for record in records:
        row = {}
        tables[kind, ""].append(row)
        known = {name: value for name, value in record.items() if name != "extra"}
        take_apart(known, (), row, "", {f"{kind}_id": record["id"]})
    return tables


def sheets(tables):
    """`(table, header, rows)` of all records; a list of words is one cell."""
    for kind, records in tables.items():
        for (_, group), rows in flat(kind, records).items():
            table = tables_of(bundled_model()).table(kind, group)
            header = list(dict.fromkeys(name for row in rows for name in row)) or ["id"]
            yield table, header, [[_cell(row.get(name)) for name in header] for row in rows]


def _cell(value):
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def dated(value, kind):
    """A date as Python has it, where the column holds dates."""
    from pmi_compliance.expr.types import DATE

    return date.fromisoformat(value) if kind == DATE and isinstance(value, str) else value


def plain(value):
    """A record without what tables cannot tell apart: empty lists, and nothing."""
    match value:
        case dict():
            return {
                name: known for name, inner in value.items() if (known := plain(inner)) not in (None, [], {})
            }
        case list():
            return [plain(item) for item in value]
        case date():
            return value.isoformat()
        case tuple():
            return [plain(item) for item in value]
        case _:
            return value
