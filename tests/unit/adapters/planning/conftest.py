"""What a worker does to its process is undone where it runs in that of the tests."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def _collector() -> Iterator[None]:
    """Garbage is collected again afterwards."""
    yield
    gc.unfreeze()
    gc.enable()
