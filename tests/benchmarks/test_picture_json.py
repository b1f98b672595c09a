"""How long a large picture takes to read, measured beside the standard library."""

import json
import time
from collections.abc import Callable
from statistics import median

import pytest

from tests.pictures import random_picture
from zaslin.wire.picture_json import decode, encode

pytestmark = pytest.mark.bench


def seconds(run: Callable[[], object], repeats: int = 30) -> float:
    """Median time of a call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return median(times)


def test_a_large_picture_is_read_in_a_few_times_what_json_takes() -> None:
    """1000 tracks and 200 units: typed, checked and placed, not only parsed."""
    picture = random_picture(3, tracks=1_000, units=200, assets=20, pins=5, shown=50)
    data = encode(picture)
    decode(data, "warm-up")

    checked, parsed = (
        seconds(lambda: decode(data, "f")),
        seconds(lambda: json.loads(data)),
    )

    assert checked < 6.0 * parsed, f"{checked * 1e3:.1f} ms, json {parsed * 1e3:.1f} ms"
