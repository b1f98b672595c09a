"""The table of docs/scenarios.md: what the shipped scenarios hold.

    python -m tests.scenario_table

writes it anew; a test compares it.
"""

from collections import Counter
from pathlib import Path

import numpy as np

from zaslin.bootstrap.simulation import load_setting, shipped_scenarios
from zaslin.sim.draw import draw
from zaslin.sim.raid import AT_NO_ASSET
from zaslin.sim.stock import stocked_units

PAGE = Path(__file__).parents[1] / "docs" / "scenarios.md"
SEED = 1
TYPES = {
    "mobile_gun": "gun",
    "interceptor_drone": "drone",
    "man_portable_missile": "portable",
    "short_range_missile": "short",
    "medium_range_missile": "medium",
    "long_range_missile": "long",
}
HEAD = (
    "scenario",
    "minutes",
    "objects",
    "decoys",
    "real",
    "of these aimed",
    "damage",
    "units",
    "rounds",
    *TYPES.values(),
)


def table() -> str:
    """All shipped scenarios under one seed, as a Markdown table."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---" + "|--:" * (len(HEAD) - 1) + "|"]
    lines += [
        "| " + " | ".join(_cells(name)) + " |" for name in sorted(shipped_scenarios())
    ]
    return "\n".join(lines) + "\n"


def _cells(name: str) -> list[str]:
    setting = load_setting(name)
    drawn = draw(setting, SEED)
    raid, units = drawn.raid, stocked_units(setting)
    real = ~raid.is_decoy
    rounds: Counter[str] = Counter()
    for unit in units:
        for magazine in unit.magazines:
            held = magazine.rounds_ready + magazine.rounds_stored
            rounds[magazine.interceptor_type] += held
    counts = (
        round(setting.scenario.duration_s / 60.0),
        len(raid),
        int(np.sum(raid.is_decoy)),
        int(np.sum(real)),
        int(np.sum(real & (raid.asset_index != AT_NO_ASSET))),
        round(float(np.sum(drawn.damage_meur[real]))),
        len(units),
        rounds.total(),
        *(rounds[kind] for kind in TYPES),
    )
    return [f"`{name}`", *(f"{count:,}" for count in counts)]


def written() -> str:
    """The table as the page has it."""
    page = PAGE.read_text(encoding="utf-8")
    first = page.index(f"| {HEAD[0]} |")
    return page[first : page.index("\n\n", first) + 1]


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.replace(written(), table()), encoding="utf-8")
