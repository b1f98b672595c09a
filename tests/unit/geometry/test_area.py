"""Points and segments against polygons, on figures drawn by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.geometry.area import contains, segment_meets

Point = tuple[float, float]

SQUARE: tuple[Point, ...] = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
# A horseshoe that opens to the north: its two arms stand at 0..1 and 3..4 east.
HORSESHOE: tuple[Point, ...] = (
    *((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (3.0, 4.0)),
    *((3.0, 1.0), (1.0, 1.0), (1.0, 4.0), (0.0, 4.0)),
)


def is_inside(polygon: tuple[Point, ...], point: Point) -> bool:
    """``contains`` on one polygon that lies between two others."""
    east, north = _between_others(polygon)
    return bool(contains(east, north, 3, 3 + len(polygon), *point))


def meets(polygon: tuple[Point, ...], start: Point, end: Point) -> bool:
    """``segment_meets`` on one polygon that lies between two others."""
    east, north = _between_others(polygon)
    return bool(segment_meets(east, north, 3, 3 + len(polygon), *start, *end))


def _between_others(
    polygon: tuple[Point, ...],
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Coordinates with a triangle before and one after, which must play no part."""
    far = ((90.0, 90.0), (91.0, 90.0), (90.0, 91.0))
    points = np.array((*far, *polygon, *far))
    return points[:, 0].copy(), points[:, 1].copy()


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ((2.0, 2.0), True),
        ((0.5, 3.9), True),
        ((-0.1, 2.0), False),
        ((4.1, 2.0), False),
        ((2.0, -0.1), False),
        ((2.0, 4.1), False),
    ],
)
def test_a_point_is_in_the_square_or_not(point: Point, *, expected: bool) -> None:
    """Inside, and outside beyond each of the four sides."""
    assert is_inside(SQUARE, point) is expected


@pytest.mark.parametrize(
    ("point", "expected"),
    [((0.5, 3.0), True), ((3.5, 3.0), True), ((2.0, 3.0), False), ((2.0, 0.5), True)],
)
def test_a_dent_in_the_outline_is_outside(point: Point, *, expected: bool) -> None:
    """The even-odd rule: a line to the east crosses the outline twice from there."""
    assert is_inside(HORSESHOE, point) is expected


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ((2.0, 2.0), (2.0, 2.5), "lies inside"),
        ((2.0, 2.0), (9.0, 2.0), "begins inside"),
        ((9.0, 2.0), (2.0, 2.0), "ends inside"),
        ((-1.0, 2.0), (9.0, 2.0), "crosses, with both ends outside"),
        ((-1.0, 3.0), (1.0, 5.0), "touches a corner"),
        ((4.0, 9.0), (4.0, -9.0), "runs along an edge"),
        ((4.0, 2.0), (9.0, 2.0), "begins on an edge and leads away"),
        ((4.0, 4.0), (9.0, 9.0), "begins in a corner and leads away"),
        ((4.0 + 5e-7, 1.0), (4.0 + 5e-7, 3.0), "misses an edge by half a micrometre"),
        ((2.0, 4.0), (2.0, 4.0), "is a point on an edge"),
    ],
    ids=str,
)
def test_a_segment_meets_the_square(start: Point, end: Point, why: str) -> None:
    """Touching is meeting: a zone is not entered by the width of a rounding error."""
    assert meets(SQUARE, start, end), why
    assert meets(SQUARE, end, start), why
    assert meets(SQUARE[::-1], start, end), why


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ((5.0, 1.0), (5.0, 3.0), "passes by the east side"),
        ((-9.0, 5.0), (9.0, 5.0), "passes by the north side"),
        ((3.0, 6.0), (6.0, 3.0), "passes by a corner"),
        ((5.0, 0.0), (9.0, 0.0), "is in line with an edge, but beyond its end"),
        ((-9.0, 2.0), (-1.0, 2.0), "points at it, but ends before"),
        ((4.0 + 1e-5, 1.0), (4.0 + 1e-5, 3.0), "misses it by ten micrometres"),
    ],
    ids=str,
)
def test_a_segment_misses_the_square(start: Point, end: Point, why: str) -> None:
    """What stays outside stays allowed."""
    assert not meets(SQUARE, start, end), why
    assert not meets(SQUARE, end, start), why


def test_a_segment_may_lie_in_a_dent() -> None:
    """Between the arms of the horseshoe nothing is met, across them both are."""
    assert not meets(HORSESHOE, (2.0, 9.0), (2.0, 2.0))
    assert meets(HORSESHOE, (-1.0, 3.0), (5.0, 3.0))
    assert meets(HORSESHOE, (2.0, 2.0), (5.0, 3.0))


def test_a_degenerate_polygon_contains_nothing() -> None:
    """Three times the same point has no inside and no edge to cross from afar."""
    point = ((1.0, 1.0),) * 3
    assert not is_inside(point, (0.0, 1.0))
    assert not meets(point, (0.0, 0.0), (2.0, 1.0))
    assert meets(point, (0.0, 0.0), (2.0, 2.0))


points = st.tuples(st.integers(-6, 6), st.integers(-6, 6)).map(
    lambda point: (float(point[0]), float(point[1]))
)


@given(
    polygon=st.lists(points, min_size=3, max_size=7).map(tuple),
    start=points,
    end=points,
    share=st.integers(0, 8),
)
def test_a_segment_with_a_point_inside_meets(
    polygon: tuple[Point, ...], start: Point, end: Point, share: int
) -> None:
    """Whatever lies on the segment and in the polygon is a meeting."""
    on_it = (
        start[0] + (end[0] - start[0]) * share / 8,
        start[1] + (end[1] - start[1]) * share / 8,
    )
    if is_inside(polygon, on_it):
        assert meets(polygon, start, end)


@given(
    polygon=st.lists(points, min_size=3, max_size=7).map(tuple),
    start=points,
    end=points,
)
def test_meeting_does_not_depend_on_the_point_of_view(
    polygon: tuple[Point, ...], start: Point, end: Point
) -> None:
    """Not on the direction flown, nor on where the outline begins or turns."""
    expected = meets(polygon, start, end)
    assert meets(polygon, end, start) is expected
    assert meets((*polygon[2:], *polygon[:2]), start, end) is expected
    assert meets(polygon[::-1], start, end) is expected
