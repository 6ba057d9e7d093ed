"""Records that apps hold as objects, with values of everyday libraries, are read as the same records as mappings."""

from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from uuid import UUID

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import needs
from pmi_compliance import Dataset
from pmi_compliance.records.reading.objects import plain


class Scope(Enum):
    OVERSEAS = "overseas"


class Sex(StrEnum):
    FEMALE = "female"


class Age(IntEnum):
    SEVENTEEN = 17


@dataclass
class Worker:
    birth_date: date | None
    stated_age: int | None = None
    sex: Sex | None = None


@attrs.define
class Cost:
    component: str
    amount_idr: Decimal | int


@dataclass
class Placement:
    id: UUID | str
    scope: Scope | None = None
    worker: Worker | None = None
    departed_on: datetime | None = None
    costs: tuple = ()


Order = namedtuple("Order", "id quota")


def test_data_classes_attrs_classes_and_their_values_are_read():
    placement = Placement(
        UUID(int=7),
        Scope.OVERSEAS,
        Worker(date(2009, 4, 4), Age.SEVENTEEN, Sex.FEMALE),
        datetime(2025, 3, 11),
        (Cost("visa", Decimal("250000.00")),),
    )
    dataset = Dataset.from_records({"placement": [placement]})

    assert dataset.problems == ()
    assert dataset.tables["placement"][0].data == {
        "id": "00000000-0000-0000-0000-000000000007",
        "scope": "overseas",
        "worker": {"birth_date": date(2009, 4, 4), "stated_age": 17, "sex": "female"},
        "departed_on": date(2025, 3, 11),
        "costs": ({"component": "visa", "amount_idr": 250000},),
    }


def test_what_a_dataset_holds_can_be_given_again():
    given_ = {"id": "p", "departed_on": "2025-03", "documents": [{"type": "passport", "issued_on": "2014?"}]}
    once = Dataset.from_records({"placement": [given_]})
    twice = Dataset.from_records({"placement": [record.data for record in once.tables["placement"]]})

    assert twice.problems == ()
    assert twice.digest == once.digest


@pytest.mark.extras
def test_a_model_of_pydantic_is_read():
    try:
        import pydantic
    except ModuleNotFoundError as error:
        needs.unavailable("no pydantic: its models are not tried", error)
    inner = pydantic.create_model("Inner", birth_date=(date, ...))
    model = pydantic.create_model("Model", id=(UUID, ...), scope=(Scope, ...), worker=(inner, ...))
    record = model(id=UUID(int=7), scope="overseas", worker={"birth_date": "2009-04-04"})

    assert plain(record) == {
        "id": "00000000-0000-0000-0000-000000000007", "scope": "overseas", "worker": {"birth_date": "2009-04-04"}
    }  # fmt: skip


def test_whatever_dumps_itself_as_models_do_is_read():
    class Model:
        def model_dump(self):
            return {"id": UUID(int=7), "departed_on": datetime(2025, 3, 11)}

    assert plain(Model()) == {"id": str(UUID(int=7)), "departed_on": "2025-03-11"}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (datetime(2025, 3, 11), "2025-03-11"),
        (datetime(2025, 3, 11, tzinfo=UTC), "2025-03-11"),
        (datetime(2025, 3, 11, 9, 30), "2025-03-11T09:30:00"),
        (pd.Timestamp(2025, 3, 11), "2025-03-11"),
        (pd.NaT, None),
        (np.int64(5), 5),
        (np.float64(5.5), 5.5),
        (np.bool_(True), True),
        (np.array(["a", "b"]), ["a", "b"]),
        (Decimal("17.5"), 17.5),
        (Decimal(5301064302920017), 5301064302920017),
        (Decimal("NaN"), "NaN"),
        (Decimal("1e999999"), "1E+999999"),
        (Order("o", 3), {"id": "o", "quota": 3}),
        ({1: (2, [None])}, {"1": [2, [None]]}),
        (True, True),
        (5.0, 5.0),
    ],
)
def test_a_value_is_read_as_json_would_hold_it(value, read):
    assert (plain(value), type(plain(value))) == (read, type(read))


@pytest.mark.parametrize("value", [object(), Worker, Scope, {1}, b"x"])
def test_what_is_no_value_stays_and_is_a_problem(value):
    assert plain(value) is value
    assert Dataset.from_records({"placement": [{"id": "p", "job": value}, value]}).problems


@given(st.decimals())
def test_no_decimal_raises(number):
    assert isinstance(plain(number), int | float | str)
