"""Until when a shot can still be taken with much of its promise left.

Compiled by numba.  The problem keeps only some launches of each window; between two of
them every slot is looked at here, or a person would be hurried for nothing.
"""

import numpy as np
from numba import njit
from numpy import bool_, int32
from numpy.typing import NDArray

from zaslin.assignment.kernel_opportunities import Sky
from zaslin.assignment.kernel_shot import EFFECT, SHOT, evaluate_shot, refused
from zaslin.assignment.problem import Options
from zaslin.geometry.envelope import sight_range_m


@njit(cache=True)
def last_useful_launches(
    sky: Sky,
    slot_s: float,
    options: Options,
    shots: NDArray[int32],
    exact: NDArray[bool_],
    share: float,
) -> NDArray[int32]:
    """Last slot at which each shot's mount still has ``share`` of its availability.

    The window itself may stay open on some unlikely course long after the track has
    most probably reached its asset.  Where it is not wanted ``exact``, it is the last
    such launch of those that the problem has.

    Arrays
    ------
    shots : (n,) options, exact : (n,)
    """
    last = np.empty(len(shots), dtype=np.int32)
    effects = np.zeros(sky.routes.shape[1], dtype=EFFECT)
    tried = np.zeros(1, dtype=SHOT)
    for row in range(len(shots)):
        shot = shots[row]
        least = share * options.p_available[shot]
        last[row] = _last_kept(options, shot, least)
        if not exact[row]:
            continue
        track = sky.tracks[options.track[shot]]
        routes = sky.routes[options.track[shot]]
        mount = sky.mounts[options.mount[shot]]
        sight_m = sight_range_m(
            mount.antenna_m, track.altitude_m - mount.altitude_m, mount.sensor_m
        )
        useless = _first_useless(options, shot, last[row])
        while useless - last[row] > 1:
            slot = (last[row] + useless) // 2
            launch_s = slot * slot_s
            why = evaluate_shot(
                track, routes, mount, sight_m, launch_s, effects, tried[0]
            )
            if why == 0:
                why = refused(track, mount, sky.measures, launch_s, effects)
            if why == 0 and tried[0].p_available >= least:
                last[row] = slot
            else:
                useless = slot
    return last


@njit(cache=True)
def _last_kept(options: Options, shot: int, least: float) -> int:
    """The last launch of the shot's mount that the problem has and that is useful."""
    j, last = options.track[shot], options.launch[shot]
    for i in range(options.of_track[j], options.of_track[j + 1]):
        if options.mount[i] == options.mount[shot] and options.p_available[i] >= least:
            last = max(last, options.launch[i])
    return int(last)


@njit(cache=True)
def _first_useless(options: Options, shot: int, last: int) -> int:
    """The launch after the last useful one that the problem has, or the window's end.

    None that it has after the last useful one is useful.
    """
    j, useless = options.track[shot], options.window_closes[shot] + 1
    for i in range(options.of_track[j], options.of_track[j + 1]):
        if options.mount[i] == options.mount[shot] and options.launch[i] > last:
            useless = min(useless, options.launch[i])
    return int(useless)
