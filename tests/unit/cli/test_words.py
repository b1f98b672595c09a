"""Numbers as an operator reads them."""

import pytest

from zaslin.cli import words


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.0, "0:00"),
        (-0.4, "0:00"),
        (59.999_999_9, "1:00"),
        (59.9, "0:59"),
        (3_599.0, "59:59"),
        (3_600.0, "1:00:00"),
        (-3_661.0, "-1:01:01"),
    ],
)
def test_a_countdown_never_promises_a_second_too_many(
    seconds: float, shown: str
) -> None:
    """Rounded down, but for the dust of floating-point numbers."""
    assert words.countdown(seconds) == shown


@pytest.mark.parametrize(
    ("p", "shown"),
    [(0.0, "0%"), (1e-9, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1.0, "100%")],
)
def test_a_probability_is_not_rounded_to_certainty(p: float, shown: str) -> None:
    """Only what is certain reads 0% or 100%."""
    assert words.percent(p) == shown


def test_amounts_of_a_column_have_the_same_decimals() -> None:
    """So that the eye can compare them."""
    shown = [words.amount(meur, 2) for meur in (0.0, 0.004, 1.0, 58.666, 1_234.5)]

    assert shown == ["0.00", "<0.01", "1.00", "58.67", "1,234.50"]
