"""Errors are compared as data: class, code, place and values, never their sentences."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance import PmiError


@contextmanager
def raises(kind: type[PmiError], code: str, /, **expected: object) -> Iterator[pytest.ExceptionInfo]:
    """Expect an error of this class and code, with these values among its own; `place` is compared too if given."""
    with pytest.raises(kind) as caught:
        yield caught
    error = caught.value
    assert error.code == code
    values = {**error.values, "place": error.place}
    assert {name: values.get(name) for name in expected} == expected
