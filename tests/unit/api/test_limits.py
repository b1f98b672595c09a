"""Limits that make no sense are refused."""

import pytest

from zaslin.api.limits import Limits, Rate
from zaslin.bootstrap.from_settings import limits_of
from zaslin.config.settings import Settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"body_bytes": 0},
        {"receive_s": -1.0},
        {"receive_s": float("nan")},
        {"send_s": float("inf")},
        {"page": 2_000},
    ],
)
def test_a_limit_is_a_positive_number(wrong: dict[str, float]) -> None:
    """No limit at all is not a limit."""
    with pytest.raises(ValueError, match="accepted"):
        Limits(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("per_s", "at_once"), [(0, 1), (1, 0.5), (float("inf"), 1)])
def test_a_rate_lets_something_through(per_s: float, at_once: float) -> None:
    """A bucket that is never full enough for one would refuse everything."""
    with pytest.raises(ValueError, match="accepted"):
        Rate(per_s=per_s, at_once=at_once)


def test_the_settings_have_the_same_defaults() -> None:
    """What docs/api.md says holds for a service that nobody has configured."""
    assert limits_of(Settings()) == Limits()
