"""One picture, one set of parameters, one seed: one plan, byte for byte."""

import hashlib
import os
import subprocess
import sys

import pytest
from hypothesis import given

from tests.pictures import random_picture
from tests.property.strategies import plan_params, seeds, tiny_pictures
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Times
from zaslin.wire.plan_json import encode

FAR = MaxIterations(10_000)

PROGRAM = """
import hashlib
from tests.pictures import random_picture
from zaslin.wire.plan_json import encode
from zaslin.assignment.plan import plan
for number in (3, 8):
    picture = random_picture(number, forecast=2, pins=2, shown=2)
    print(hashlib.sha256(encode(plan(picture, seed=5), picture)).hexdigest())
"""


@given(picture=tiny_pictures(), params=plan_params(), seed=seeds)
def test_the_same_input_gives_the_same_bytes(
    picture: Picture, params: PlanParams, seed: int
) -> None:
    """The whole document, its times being zero without a clock."""
    one, two = (plan(picture, params, FAR, seed) for _ in range(2))

    assert one.times == Times()
    assert encode(one, picture) == encode(two, picture)


def test_other_plans_in_between_leave_no_trace() -> None:
    """Nothing is remembered from one plan to the next."""
    picture, other = random_picture(1), random_picture(2, tracks=20, units=9)

    before = encode(plan(picture, seed=1), picture)
    plan(other, seed=2)
    after = encode(plan(picture, seed=1), picture)

    assert before == after


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_another_process_gives_the_same_bytes(hash_seed: str) -> None:
    """Whatever the order in which this process hashes strings."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, **_search_path()},
    )
    pictures = [random_picture(n, forecast=2, pins=2, shown=2) for n in (3, 8)]

    assert done.stdout.split() == [
        hashlib.sha256(encode(plan(picture, seed=5), picture)).hexdigest()
        for picture in pictures
    ]


def _search_path() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(each for each in sys.path if each)}
