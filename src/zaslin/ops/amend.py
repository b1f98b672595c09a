"""Another shot at the same track: by the unit, and with the round, that a person wants.

It is found by the code that plans, and comes out only as a plan of this one shot that
the independent checker accepts.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from zaslin.assignment.compile import Compiled, compile_picture
from zaslin.assignment.plan import plan_by
from zaslin.assignment.problem import Problem
from zaslin.assignment.reason_index import REASONS
from zaslin.assignment.solvers.dual import zero_prices
from zaslin.assignment.solvers.solve import Solution, nothing, solution_of
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Recommendation
from zaslin.domain.reason import REASON_TEXT, ReasonCode

_MOST_STARTS = 1000
_NEAR_SLOTS = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShot:
    """There is no such shot, and why not."""

    reason: ReasonCode
    text: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a person has said of the shot; None: whatever is best."""

    salvo_size: int | None
    position: PositionId | None
    launch_s: float | None


def amended(
    picture: Picture,
    params: PlanParams,
    track: TrackId,
    fire_unit: FireUnitId,
    interceptor_type: InterceptorTypeId,
    *,
    salvo_size: int | None = None,
    position: PositionId | None = None,
    launch_s: float | None = None,
) -> Recommendation | NoShot:
    """The best firm shot of a unit at a track with a type, or why there is none.

    What authorised shots hold already is not there for it: rounds, channels, the unit
    itself at another position.  Neither is the commander's reserve.

    Parameters
    ----------
    picture
        Of now; with the time that people need, if it is to be decided on first.
    params
        As for plans.
    salvo_size, position, launch_s
        What it has to be; None: what is best.

    Raises
    ------
    ValueError
        If the picture holds no such track, unit or type.
    zaslin.assignment.check.PlanRejected
        If the independent checker objects to what was found: a defect, never offered.
    """
    _accept_names(picture, track, fire_unit, interceptor_type)
    wanted = _Wanted(salvo_size, position, launch_s)
    # Every launch of the grid: a person has named one, or deserves the best.
    params = replace(params, starts_per_window=min(params.slot_count, _MOST_STARTS))
    small = _on_grid(_small(picture, track, fire_unit), params, wanted)
    compiled = compile_picture(small, params)
    option = _best(compiled, track, fire_unit, interceptor_type, wanted)
    if option is None:
        return _why_not(compiled, track, fire_unit, interceptor_type, wanted)
    row = int(compiled.problem.options.track[option])

    def only(problem: Problem) -> Solution:
        empty = nothing(problem)
        chain, length = empty.chain.copy(), empty.length.copy()
        chain[row, 0], length[row] = option, 1
        return solution_of(problem, chain, length, zero_prices(problem), "amended")

    (line,) = plan_by(small, params, only).recommendations
    if not line.firm:
        return _none(ReasonCode.PINNED)
    return line if launch_s is None else _at(line, launch_s)


def _accept_names(
    picture: Picture, track: TrackId, unit: FireUnitId, kind: InterceptorTypeId
) -> None:
    for what, name, known in (
        ("track", track, [each.id for each in picture.tracks]),
        ("fire unit", unit, [each.id for each in picture.fire_units]),
        ("interceptor type", kind, [each.id for each in picture.interceptor_types]),
    ):
        if name not in known:
            raise ValueError(
                f"{what} of the amended shot is {name!r}; accepted: one of the "
                f"{len(known)} of the picture"
            )


def _small(picture: Picture, track: TrackId, unit: FireUnitId) -> Picture:
    """The part of the picture that the shot depends on.

    The track and the unit, and every authorised shot at the one or of the other.
    """
    control = picture.control
    pinned = tuple(
        pin for pin in control.pinned if pin.track == track or pin.fire_unit == unit
    )
    tracks = {track, *(pin.track for pin in pinned)}
    units = {unit, *(pin.fire_unit for pin in pinned)}
    return replace(
        picture,
        tracks=tuple(each for each in picture.tracks if each.id in tracks),
        fire_units=tuple(each for each in picture.fire_units if each.id in units),
        control=replace(
            control,
            pinned=pinned,
            reserves=tuple(
                order
                for order in control.reserves
                if order.fire_unit is None or order.fire_unit in units
            ),
            forbidden=tuple(
                pairing
                for pairing in control.forbidden
                if pairing.track in tracks
                and (pairing.fire_unit is None or pairing.fire_unit in units)
            ),
        ),
        forecast=(),
        shown=(),
    )


def _on_grid(picture: Picture, params: PlanParams, wanted: _Wanted) -> Picture:
    """The picture at the last moment from which the wanted launch is on the grid.

    That is less than a slot ago; whether the shot stands now is for others to judge,
    as it is for one that was planned.
    """
    if wanted.launch_s is None:
        return picture
    slots = (wanted.launch_s - picture.now_s) / params.slot_s
    whole = max(0, math.ceil(slots - _NEAR_SLOTS))
    return replace(picture, now_s=wanted.launch_s - whole * params.slot_s)


def _best(
    compiled: Compiled,
    track: TrackId,
    unit: FireUnitId,
    kind: InterceptorTypeId,
    wanted: _Wanted,
) -> int | None:
    """The option that averts most for its cost."""
    options, params = compiled.problem.options, compiled.params
    row = _row(compiled, track)
    if row is None:
        return None
    mounts = _mounts(compiled, unit, kind, wanted.position)
    span = slice(int(options.of_track[row]), int(options.of_track[row + 1]))
    fits = np.isin(options.mount[span], mounts)
    fits &= options.launch[span] * params.slot_s <= params.commit_horizon_s
    if wanted.salvo_size is not None:
        fits &= options.salvo[span] == wanted.salvo_size
    if wanted.launch_s is not None:
        slot = round((wanted.launch_s - compiled.picture.now_s) / params.slot_s)
        fits &= options.launch[span] == slot
    at_stake = compiled.problem.weight[row] * compiled.problem.value[row]
    gain = at_stake * options.p_kill[span] - options.money[span] - options.debris[span]
    # The soonest of equal ones, as launches are in their order.
    in_order: list[int] = np.argsort(-gain, kind="stable").tolist()
    for place in in_order:
        if fits[place] and _has_room(compiled, span.start + place):
            return span.start + place
    return None


def _has_room(compiled: Compiled, option: int) -> bool:
    """Whether authorised shots leave rounds, a channel and rails for an option."""
    options, capacity = compiled.problem.options, compiled.problem.capacity
    mount, rounds = int(options.mount[option]), int(options.rounds[option])
    first, last = int(options.launch[option]), int(options.end[option])
    if rounds > capacity.mount_rounds[mount]:
        return False
    if (capacity.channels[capacity.mount_station[mount], first:last] < 1).any():
        return False
    rail = int(capacity.rail_row[mount])
    if rail < 0:
        return True
    empty = slice(first, first + int(capacity.reload_slots[mount]))
    return not (capacity.rails[rail, empty] < rounds).any()


def _row(compiled: Compiled, track: TrackId) -> int | None:
    """The track's row, if it may be engaged."""
    for row, each in enumerate(compiled.tracks[: compiled.live_count]):
        if each.id == track:
            return row
    return None


def _mounts(
    compiled: Compiled,
    unit: FireUnitId,
    kind: InterceptorTypeId,
    position: PositionId | None,
) -> list[int]:
    return [
        index
        for index, mount in enumerate(compiled.mounts)
        if mount.station.unit.id == unit
        and mount.interceptor_type.id == kind
        and position in (None, mount.station.position_id)
    ]


def _why_not(
    compiled: Compiled,
    track: TrackId,
    unit: FireUnitId,
    kind: InterceptorTypeId,
    wanted: _Wanted,
) -> NoShot:
    for each, why in compiled.refused:
        if each.id == track:
            return _none(why)
    row = _row(compiled, track)
    mounts = _mounts(compiled, unit, kind, wanted.position)
    if row is None or not mounts:
        if wanted.position is not None and _mounts(compiled, unit, kind, None):
            return _none(ReasonCode.OTHER_POSITION)
        return _none(ReasonCode.NO_ROUNDS)
    for mount in mounts:
        why_not = REASONS[int(compiled.reason[row, mount])]
        if why_not is not None:
            return _none(why_not)
    reason = ReasonCode.NO_CAPACITY
    if wanted.launch_s is not None:
        reason = ReasonCode.TOO_LATE
    return NoShot(reason=reason, text=_unfulfilled(compiled, wanted))


def _unfulfilled(compiled: Compiled, wanted: _Wanted) -> str:
    """Which wish there is no shot for; or there is no room for any."""
    wishes = []
    if wanted.salvo_size is not None:
        wishes.append(f"a salvo of {wanted.salvo_size}")
    if wanted.launch_s is not None:
        after_s = wanted.launch_s - compiled.picture.now_s
        wishes.append(f"a launch in {after_s:.0f} s")
    of = " with " + " and ".join(wishes) if wishes else ""
    horizon_s = compiled.params.commit_horizon_s
    return f"no shot{of} within the {horizon_s:g} s that are decided on now"


def _none(reason: ReasonCode) -> NoShot:
    return NoShot(reason=reason, text=REASON_TEXT[reason])


def _at(line: Recommendation, launch_s: float) -> Recommendation:
    """The line with its launch to the last bit as it was wanted."""
    return replace(line, shot=replace(line.shot, launch_s=launch_s))
