"""Until when an order makes sense: looked for in every slot, not in those kept."""

from dataclasses import replace

import pytest

from tests.pictures import mixed_types, random_picture, saturated
from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Recommendation

FEW = PlanParams(starts_per_window=2, price_steps=10, commit_horizon_s=900.0)
EVERY = replace(FEW, starts_per_window=1000, least_p_kill=0.0)
HALF = 0.5


def slots_left(compiled: Compiled, line: Recommendation) -> dict[int, float]:
    """The availability of the line's unit and type in each slot of its window."""
    options = compiled.problem.options
    tracks = {track.id: row for row, track in enumerate(compiled.tracks)}
    row = tracks[line.shot.track]
    found = {}
    for i in range(options.of_track[row], options.of_track[row + 1]):
        mount = compiled.mounts[options.mount[i]]
        if (
            mount.station.unit.id == line.shot.fire_unit
            and mount.station.position_id == line.shot.position
            and mount.interceptor_type.id == line.shot.interceptor_type
        ):
            found[int(options.launch[i])] = float(options.p_available[i])
    return found


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(saturated(), id="saturated"),
        pytest.param(mixed_types(), id="mixed types"),
        *(pytest.param(random_picture(seed), id=f"seed {seed}") for seed in range(12)),
    ],
)
def test_the_last_order_is_the_last_slot_with_half_of_the_shot_left(
    picture: Picture,
) -> None:
    """With two launches kept of a window it is found where a thousand would have it."""
    lines = [line for line in plan(picture, FEW).recommendations if line.firm]
    every = compile_picture(picture, EVERY)
    units = {unit.id: unit for unit in picture.fire_units}
    for line in lines:
        if line.shot.position != CURRENT_POSITION:
            continue
        left = slots_left(every, line)
        react_s = units[line.shot.fire_unit].reaction_time_s
        last = round((line.last_order_s + react_s - picture.now_s) / FEW.slot_s)
        least = HALF * line.shot.p_available
        assert left[last] >= least * (1.0 - 1e-9)
        # A window that zones cut in two ends, for the problem, where it is cut.
        closes = round((line.window_closes_s - picture.now_s) / FEW.slot_s)
        assert last == closes or left.get(last + 1, 0.0) < least


def test_nobody_is_hurried_by_the_launches_that_were_kept() -> None:
    """Some window of the pictures ends between two launches that the problem has."""
    firm = [
        line
        for seed in range(12)
        for line in plan(random_picture(seed), FEW, MaxIterations(1)).recommendations
        if line.firm
    ]
    assert any(
        line.shot.launch_s + FEW.slot_s < line.last_order_s < line.window_closes_s
        for line in firm
    )
