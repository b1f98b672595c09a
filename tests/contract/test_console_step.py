"""The console holds a countdown for as long as plans go by in steps: those shipped."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAST_ORDER = ROOT / "src/console/state/lastOrder.ts"
SHIPPED = sorted((ROOT / "configs/params").glob("*.toml"))


def test_there_are_parameters_to_look_at() -> None:
    """The test below is about something."""
    assert SHIPPED


@pytest.mark.parametrize("params", SHIPPED, ids=lambda path: path.stem)
def test_the_consoles_step_is_no_finer_than_a_shipped_one(params: Path) -> None:
    """With a finer one its countdowns would stand still and jump."""
    found = re.search(r"STEP_MS = ([\d_]+);", LAST_ORDER.read_text(encoding="utf-8"))
    assert found is not None
    step_s = int(found[1]) / 1_000
    stated = tomllib.loads(params.read_text(encoding="utf-8"))
    assert stated["slot_s"] <= step_s
