"""Dead reckoning of a few tracks."""

import numpy as np

from zaslin.geometry.motion import dead_reckon


def test_tracks_move_along_their_course_and_keep_their_height() -> None:
    """Ten seconds at 30 m/s east and 40 m/s south; a young report hardly moves."""
    position = np.array([[100.0, 200.0, 800.0], [0.0, 0.0, 50.0]])
    velocity = np.array([[30.0, -40.0], [200.0, 0.0]])

    moved = dead_reckon(position, velocity, np.array([10.0, 0.5]))

    assert moved.tolist() == [[400.0, -200.0, 800.0], [100.0, 0.0, 50.0]]


def test_a_report_from_the_future_stays_where_it_is() -> None:
    """Nobody flies backwards in time."""
    moved = dead_reckon(
        np.array([[1.0, 2.0, 3.0]]), np.array([[50.0, 50.0]]), np.array([-30.0])
    )

    assert moved.tolist() == [[1.0, 2.0, 3.0]]


def test_what_came_in_is_left_as_it_was() -> None:
    """The answer is a copy."""
    position = np.array([[1.0, 2.0, 3.0]])

    dead_reckon(position, np.array([[1.0, 1.0]]), np.array([1.0]))

    assert position.tolist() == [[1.0, 2.0, 3.0]]


def test_no_tracks_are_no_trouble() -> None:
    """Empty in, empty out."""
    moved = dead_reckon(np.empty((0, 3)), np.empty((0, 2)), np.empty(0))

    assert moved.shape == (0, 3)
