"""The optimiser's view of a picture: arrays, and the index ↔ id maps beside them."""

from dataclasses import dataclass
from typing import NamedTuple

from numpy import float64, int8, int32, int64
from numpy.typing import NDArray

Floats = NDArray[float64]
Ints = NDArray[int64]
Index = NDArray[int32]


class Options(NamedTuple):
    """All opportunities, track by track, by launch slot within a track.

    ``of_track[j]`` to ``of_track[j + 1]`` are the options of track j.
    ``end`` is the slot in which the channel is free again and the result known;
    ``following`` the first option of the track at or after that slot.
    ``p_kill`` is the salvo's at the planned point; ``p_available`` its factor.
    ``money`` and ``debris`` are the weighted expected costs if the shot is taken,
    ``harm`` the debris before its weight;
    ``keep`` is the change cost saved because the operator has it on screen.
    """

    of_track: Ints
    track: Index
    mount: Index
    launch: Index
    end: Index
    following: Index
    salvo: Index
    rounds: Index
    p_available: Floats
    p_kill: Floats
    money: Floats
    debris: Floats
    harm: Floats
    keep: Floats
    intercept_s: Floats
    assessed_s: Floats
    route: NDArray[int8]
    window_opens: Index
    window_closes: Index


class Capacity(NamedTuple):
    """What the options compete for.

    A mount is (station, interceptor type); a station is a unit at a position.
    ``rail_row`` is −1 where the rounds alone bind.

    Arrays
    ------
    mount_station, mount_rounds, rail_row, reload_slots : (mounts,)
    station_unit : (stations,), units numbered in canonical order
    channels : (stations, slots), rails : (rail rows, slots)
    """

    mount_station: Index
    mount_rounds: Index
    rail_row: Index
    reload_slots: Index
    station_unit: Index
    channels: Index
    rails: Index


@dataclass(frozen=True, slots=True)
class Problem:
    """A compiled picture.

    ``value[j]`` is the damage if track j leaks, ``weight[j]`` the probability that
    it needs a further shot (pinned engagements, forecast).
    ``constant`` is damage and change cost that no option can alter.
    """

    options: Options
    capacity: Capacity
    value: Floats
    weight: Floats
    constant: float
    max_shots_per_stage: int

    @property
    def track_count(self) -> int:
        """Number of tracks that may be engaged, forecast ones included."""
        return len(self.value)

    @property
    def option_count(self) -> int:
        """Number of opportunities."""
        return len(self.options.track)
