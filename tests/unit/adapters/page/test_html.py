"""HTML and drawings by construction: escaped, short, and true to the data."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zaslin.adapters.page.html import Html, escaped, number, table, tag
from zaslin.adapters.page.svg import (
    Axis,
    nice_step,
    simplified,
    steps,
    ticks,
    way,
)

places = st.floats(-1e4, 1e4, allow_nan=False)
points = st.lists(st.tuples(places, places), min_size=1, max_size=40)


@given(st.text())
def test_no_text_can_become_an_element_or_leave_an_attribute(text: str) -> None:
    """Whatever it holds, lone surrogates and control characters included."""
    made = tag("p", text, title=text)

    assert made.count("<") == made.count(">") == 2
    assert made.count('"') == 2
    made.encode()
    assert all(each.isprintable() or each in "\t\n" or ord(each) > 159 for each in made)


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    """A journal may hold one, a file may not."""
    assert escaped("a\ud800b") == "a?b"


def test_what_is_html_already_stays_as_it_is() -> None:
    """And an attribute that is None is none."""
    assert tag("p", Html("<i>"), None, "<", id=None) == "<p><i>&lt;</p>"


def test_the_columns_of_a_table_say_whether_they_hold_numbers() -> None:
    """So that digits stand below each other."""
    made = table(["a", "b"], [["x", "1"]], kinds="-n")

    assert '<td>x</td><td class="n">1</td>' in made


def test_a_way_is_as_short_as_it_can_be() -> None:
    """To a tenth, without repetitions."""
    assert way([(0.0, 0.04), (0.01, 0.0), (1.0, 2.55)]) == "M0 0L1 2.5"
    assert number(-0.04) == "0"


@given(points, st.floats(0.1, 50.0))
def test_nothing_left_out_is_farther_off_than_the_tolerance(
    given_points: list[tuple[float, float]], tolerance: float
) -> None:
    """Of the line that is left; its ends are those of before."""
    kept = simplified(given_points, tolerance)

    assert (kept[0], kept[-1]) == (given_points[0], given_points[-1])
    for point in given_points:
        legs = [*pairwise(kept)] or [(kept[0], kept[0])]
        assert min(_apart(point, *leg) for leg in legs) <= tolerance + 1e-6


def test_a_straight_path_is_two_points() -> None:
    """However often it was measured."""
    straight = [(float(i), 2.0 * i) for i in range(500)]

    assert simplified(straight, 0.5) == [straight[0], straight[-1]]


def test_a_step_line_stays_until_it_changes() -> None:
    """And goes on to the end."""
    assert steps([(0.0, 5.0), (10.0, 3.0)], 20.0) == "M0 5H10V3H20"


@given(st.floats(0.01, 1e6), st.integers(2, 15))
def test_steps_of_an_axis_are_round_and_not_too_many(span: float, most: int) -> None:
    """One, two or five times a power of ten."""
    step = nice_step(span, most)
    lead = step / 10.0 ** math.floor(math.log10(step) + 1e-9)

    assert span / step <= most + 1e-6
    assert min(abs(lead - each) for each in (1.0, 2.0, 5.0)) < 1e-6


def test_ticks_are_multiples_within_the_axis() -> None:
    """The ends belong to it; an axis without a span has its value at the start."""
    assert ticks(-10.0, 10.0, 5.0) == [-10.0, -5.0, 0.0, 5.0, 10.0]
    assert Axis(3.0, 3.0, 0.0, 100.0)(3.0) == 0.0


def _apart(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    length = math.dist(start, end)
    if length == 0.0:
        return math.dist(point, start)
    dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    along = (point[0] - start[0]) * dx + (point[1] - start[1]) * dy
    along = min(length, max(0.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))
