"""Databases: a table or view a kind, one a repeating group (`placement__documents`); JSON columns may hold groups."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.extras import needing
from pmi_compliance.base.messages.inputs import SYSTEM
from pmi_compliance.base.messages.libraries import DATABASE, in_own_words
from pmi_compliance.records.reading import bounds
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.found import Sheet
from pmi_compliance.records.reading.jsons import decoded
from pmi_compliance.records.reading.raw import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.schema import RecordModel


def is_database(path: str) -> bool:
    """Whether a path is the address of a database: `postgresql://office@host/registers`."""
    return "://" in path


def read_database(address: str, model: RecordModel, notes: ReadingNotes) -> list[tuple[Sheet, Table]]:
    """
    The tables and views of a database that are named after records.

    Args:
        address: An address as SQLAlchemy takes it; a password in it is never repeated.
        model: The kinds of records.
        notes: Takes what is noted while rows are read.

    Raises:
        UnreadableInput: If it cannot be reached, or holds no such table.

    """
    place = address.split("://", maxsplit=1)[0]
    with needing("reading", "database", place):
        import sqlalchemy as sa  # noqa: PLC0415  only databases need it
    try:
        url = sa.make_url(address)
        place = _without_secrets(url).render_as_string(hide_password=True)
        # The driver of today, where the address names none.
        if url.drivername in {"postgres", "postgresql"}:
            url = url.set(drivername="postgresql+psycopg")
        # A type that the library does not know, or a setting that it does not take, is nothing for whoever reads.
        with warnings.catch_warnings(action="ignore"):
            engine = sa.create_engine(url)
            _must_be_there(url, place)
            try:
                with engine.connect() as connection:
                    sheets = [*_sheets(connection, sa, place, model, notes)]
            finally:
                engine.dispose()
    except ModuleNotFoundError as error:
        raise UnreadableInput("missing_driver", place=place, library=error.name) from None
    except (sa.exc.SQLAlchemyError, ValueError) as error:
        # A port that is no number is a value error; what the database itself said stands inside of another error.
        original = getattr(error, "orig", None) or error
        raise UnreadableInput(
            "broken_database", place=place, reason=in_own_words(DATABASE, original)
        ) from None
    if not sheets:
        raise UnreadableInput("no_records_in_database", place=place, known=tuple(model.tables.values()))
    return sheets


def _sheets(
    connection: Any, sa: Any, place: str, model: RecordModel, notes: ReadingNotes
) -> Iterator[tuple[Sheet, Table]]:
    inspector = sa.inspect(connection)
    for name in (*inspector.get_table_names(), *inspector.get_view_names()):
        if (table := tables_of(model).named(name)) is not None:
            yield _sheet(connection, sa, place, name, notes), table


def _without_secrets(url: Any) -> Any:
    """An address without the passwords that stand behind its question mark."""
    secrets = {name: "..." for name in url.query if re.search("pass|pwd|secret|token", name, re.IGNORECASE)}
    return url.update_query_dict(secrets) if secrets else url


def _must_be_there(url: Any, place: str) -> None:
    """A database in a file would be made where there is none, and an empty one would be read."""
    if not url.drivername.startswith("sqlite") or not url.database or url.database == ":memory:":
        return
    path = urlsplit(url.database).path if url.database.startswith("file:") else url.database
    if not Path(path).is_file():
        raise UnreadableInput("cannot_open", place=place, reason=SYSTEM["ENOENT"])


def _sheet(connection: Any, sa: Any, place: str, name: str, notes: ReadingNotes) -> Sheet:
    columns = sa.inspect(connection).get_columns(name)
    names = [column["name"] for column in columns]
    # A database has no order of its own: rows are numbered in the order of the id, then of all columns.
    table = sa.table(name, *map(sa.column, names))
    # JSON comes as it is written: the driver would not see a key that stands twice, and falls over deep nesting.
    shown = [
        sa.cast(table.c[column["name"]], sa.Text).label(column["name"])
        if isinstance(column["type"], sa.JSON)
        else table.c[column["name"]]
        for column in columns
    ]
    # Of types without an order of their own (XML, points) the text is put in order.
    orderless = sa.JSON if connection.dialect.name == "sqlite" else (sa.JSON, sa.types.NullType)
    ordered = [
        sa.cast(table.c[column["name"]], sa.Text)
        if isinstance(column["type"], orderless)
        else table.c[column["name"]]
        for column in sorted(columns, key=lambda column: column["name"] != "id")
    ]
    bounds.see_to_width(len(names), place)
    found = connection.execution_options(stream_results=True).execute(sa.select(*shown).order_by(*ordered))
    rows: Sequence[Any] = [*bounds.counted(found, f"{place}:{name}")]
    changes = [
        next((change for type_, change in _CHANGES.items() if isinstance(column["type"], getattr(sa, type_))), None)
        for column in columns
    ]  # fmt: skip

    def numbered() -> Iterator[tuple[int, list[Any]]]:
        for number, row in enumerate(rows, start=2):
            yield (
                number,
                [cell if change is None else change(cell) for cell, change in zip(row, changes, strict=True)],
            )

    return Sheet(
        Origin(place, sheet=name), [column.replace("__", ".") for column in names], numbered(), notes
    )


def _truth(cell: Any) -> Any:
    return {0: False, 1: True}.get(cell, cell) if isinstance(cell, int) else cell


def _json(cell: Any) -> Any:
    return decoded(cell) if isinstance(cell, str) else cell


#: What SQLite holds as numbers and texts, by the type its columns are declared with.
_CHANGES = {"Boolean": _truth, "JSON": _json}
