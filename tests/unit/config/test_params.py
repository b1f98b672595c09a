"""Parameters are read, and wrong ones refused."""

from pathlib import Path

import pytest

from zaslin.bootstrap import load_params
from zaslin.config import ConfigError, read_params
from zaslin.domain.params import PlanParams


def test_the_shipped_default_is_the_code_s_default() -> None:
    """So that a call without a file and one with it plan alike."""
    assert read_params() == PlanParams()
    assert load_params("default") == PlanParams()


def test_fast_is_coarser_than_default() -> None:
    """Fewer steps on a wider grid."""
    fast, default = read_params("fast"), read_params()

    assert fast.slot_count < default.slot_count
    assert fast.price_steps < default.price_steps
    assert fast.threat.lethality == default.threat.lethality


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "slots = 5",
            "slots is 5, but no such key exists; accepted: slot_s, horizon_s",
        ),
        ("slot_s = 0.1", r"slot_s is 0\.1; accepted: a finite number, 1 to 600"),
        ("pk_point = 1.5", r"pk_point is 1\.5; accepted: a finite number, 0 to 1"),
        ("[threat]\nroute_count = 99", r"threat\.route_count is 99; accepted"),
        ("[threat.lethality]\nballoon = 1.0", "key 'balloon' of threat.lethality"),
        (
            "[threat.lethality]\ncruise_missile = -1",
            "lethality of cruise_missile is -1",
        ),
    ],
)
def test_bad_parameters_are_refused(tmp_path: Path, text: str, message: str) -> None:
    """File, key, value, accepted."""
    path = tmp_path / "params.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match=message) as caught:
        load_params(path)

    assert str(caught.value).startswith(f"{path}: ")
