"""Shapes as people draw them."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zaslin.wire.polygon import legs, polygon_fault

Point = tuple[float, float]
SQUARE: list[Point] = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]

metres = st.floats(-1e5, 1e5)
points = st.tuples(metres, metres)


@pytest.mark.parametrize(
    "corners",
    [
        SQUARE,
        SQUARE[::-1],
        SQUARE[:3],
        # Not convex.
        [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (50.0, 10.0), (0.0, 100.0)],
        # A corner in the middle of a straight side.
        [(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (100.0, 100.0)],
    ],
    ids=["square", "clockwise", "triangle", "notched", "straight corner"],
)
def test_a_simple_polygon_is_accepted(corners: list[Point]) -> None:
    """In either direction, convex or not."""
    assert polygon_fault(corners) == ""


@pytest.mark.parametrize(
    ("corners", "fault"),
    [
        (
            [(0.0, 0.0), (100.0, 90.0), (100.0, 0.0), (0.0, 100.0)],
            "edges 0 and 2 meet",
        ),
        (
            [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (50.0, 0.0), (0.0, 100.0)],
            "edges 0 and 2 meet",
        ),
        (
            [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (100.0, 50.0), (0.0, 50.0)],
            "a spike at corner 2",
        ),
        ([(0.0, 0.0), (50.0, 50.0), (100.0, 100.0)], "corners that enclose nothing"),
        (
            [(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)],
            "corners that enclose nothing",
        ),
    ],
    ids=["crossing", "touching", "spike", "straight", "bow tie"],
)
def test_any_other_polygon_has_its_fault_named(
    corners: list[Point], fault: str
) -> None:
    """What is inside would be a matter of opinion."""
    assert polygon_fault(corners) == fault


@given(
    centre=points,
    radii=st.lists(st.floats(10.0, 1e4), min_size=3, max_size=12),
    start=st.floats(0.0, 6.0),
)
def test_a_star_around_a_point_is_simple(
    centre: Point, radii: list[float], start: float
) -> None:
    """Corners in the order of their bearing never cross, however ragged."""
    step = 2.0 * math.pi / len(radii)
    corners = [
        (
            centre[0] + radius * math.sin(start + step * index),
            centre[1] + radius * math.cos(start + step * index),
        )
        for index, radius in enumerate(radii)
    ]

    assert polygon_fault(corners) == ""


@given(
    line=st.lists(points, min_size=2, max_size=6),
    half_width_m=st.floats(1.0, 1e4),
    leg=st.integers(0, 4),
    along=st.floats(0.0, 1.0),
    aside=st.floats(0.0, 0.999),
    bearing=st.floats(0.0, 2.0 * math.pi),
)
def test_a_corridor_is_covered_up_to_its_half_width(
    line: list[Point],
    half_width_m: float,
    leg: int,
    along: float,
    aside: float,
    bearing: float,
) -> None:
    """Every point within the half width of a leg is inside that leg's rectangle."""
    assume(all(math.dist(a, b) > 1.0 for a, b in pairwise(line)))
    leg %= len(line) - 1
    (east, north), (next_east, next_north) = line[leg], line[leg + 1]
    point = (
        east + along * (next_east - east) + aside * half_width_m * math.sin(bearing),
        north + along * (next_north - north) + aside * half_width_m * math.cos(bearing),
    )

    rectangle = legs(line, half_width_m)[leg]

    sides = [
        (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
        for a, b in zip(rectangle, rectangle[1:] + rectangle[:1], strict=True)
    ]
    assert all(side >= 0.0 for side in sides)
    assert polygon_fault(rectangle) == ""
