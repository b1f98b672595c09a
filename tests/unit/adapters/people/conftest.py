"""The people of an SQLite file and of a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import Town, town


@pytest.fixture(params=["sqlite", "postgresql"])
def people(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """A town on either database."""
    where = tmp_path
    if request.param == "postgresql":
        where = request.getfixturevalue("postgres_url")
    with town(where) as made:
        yield made


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Town]:
    """A town on an SQLite file, where the database is not the point."""
    with town(tmp_path) as made:
        yield made
