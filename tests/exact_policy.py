"""The best policy of a tiny raid, exactly, in plain Python; and the raid as tries.

A policy knows the raid and every launch that it allows; it does not know what a shot
will come to until its result is there.
It may keep as many shots at one object in the air as it likes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from zaslin.sim.bound.tries import TRY, Supply, Tries, tries_of

SLOT_S = 10.0
SLOTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One launch that may be made once; its result is known at ``known_s``."""

    at_s: float
    known_s: float
    p_kill: float
    object: int = 0
    mount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiny:
    """A raid of a few objects and everything that may be launched at them.

    ``unit[mount]``, ``rounds[mount]`` and ``rails[mount]`` (None: as many as rounds)
    with ``reload_s``; ``channels[unit]``.
    A soft mount spends no rounds.
    """

    value: tuple[float, ...]
    launches: tuple[Launch, ...]
    unit: tuple[int, ...] = (0,)
    rounds: tuple[int, ...] = (1,)
    channels: tuple[int, ...] = (1,)
    rails: tuple[int | None, ...] = (None,)
    soft: tuple[bool, ...] = (False,)
    reload_s: float = 40.0
    more_at_s: float = np.inf
    more: tuple[int, ...] = (0,)


class _Air(NamedTuple):
    """A shot on its way, or whose channel or rail is still taken."""

    known_s: float
    object: int
    p_kill: float


class _State(NamedTuple):
    moment: int
    alive: tuple[bool, ...]
    in_air: tuple[_Air, ...]
    spent: tuple[int, ...]
    busy: tuple[tuple[int, float], ...]
    empty: tuple[tuple[int, float], ...]


def least_damage(tiny: Tiny) -> float:
    """Expected damage of the best policy."""
    moments = sorted({launch.at_s for launch in tiny.launches})

    @cache
    def after(state: _State) -> float:
        if state.moment == len(moments):
            return _at_the_end(tiny, state)
        now_s = moments[state.moment]
        for index, shot in enumerate(state.in_air):
            if shot.known_s <= now_s:
                return _looked(state, index, after)
        ready = [launch for launch in tiny.launches if launch.at_s == now_s]
        state = state._replace(
            busy=tuple(each for each in state.busy if each[1] > now_s),
            empty=tuple(each for each in state.empty if each[1] > now_s),
        )
        return min(after(chosen) for chosen in _choices(tiny, state, ready, now_s))

    start = _State(
        0, (True,) * len(tiny.value), (), (0,) * len(tiny.rounds), (), ()
    )  # fmt: skip
    return after(start)


def _at_the_end(tiny: Tiny, state: _State) -> float:
    survives = [float(alive) for alive in state.alive]
    for shot in state.in_air:
        survives[shot.object] *= 1.0 - shot.p_kill
    return sum(v * s for v, s in zip(tiny.value, survives, strict=True))


def _looked(state: _State, index: int, after) -> float:  # type: ignore[no-untyped-def]
    """A result is there: the object is down, or not."""
    shot = state.in_air[index]
    rest = (*state.in_air[:index], *state.in_air[index + 1 :])
    missed = state._replace(in_air=rest)
    if not state.alive[shot.object]:
        return float(after(missed))
    down = tuple(
        alive and number != shot.object for number, alive in enumerate(state.alive)
    )
    others = tuple(each for each in rest if each.object != shot.object)
    hit = state._replace(in_air=others, alive=down)
    return float(shot.p_kill * after(hit) + (1.0 - shot.p_kill) * after(missed))


def _choices(
    tiny: Tiny, state: _State, ready: Sequence[Launch], now_s: float
) -> Iterator[_State]:
    there = [launch for launch in ready if state.alive[launch.object]]
    for count in range(len(there) + 1):
        for chosen in combinations(there, count):
            launched = _launched(tiny, state, chosen, now_s)
            if launched is not None:
                yield launched


def _launched(
    tiny: Tiny, state: _State, chosen: Sequence[Launch], now_s: float
) -> _State | None:
    """The state after these launches; None if something is lacking for them."""
    spent, busy, empty = list(state.spent), list(state.busy), list(state.empty)
    in_air = list(state.in_air)
    for launch in chosen:
        mount = launch.mount
        unit = tiny.unit[mount]
        busy.append((unit, launch.known_s))
        if sum(each[0] == unit for each in busy) > tiny.channels[unit]:
            return None
        in_air.append(_Air(launch.known_s, launch.object, launch.p_kill))
        if tiny.soft[mount]:
            continue
        spent[mount] += 1
        held = tiny.rounds[mount] + tiny.more[mount] * (now_s >= tiny.more_at_s)
        empty.append((mount, now_s + tiny.reload_s))
        rails = tiny.rails[mount]
        if spent[mount] > held or (
            rails is not None and sum(each[0] == mount for each in empty) > rails
        ):
            return None
    return state._replace(
        moment=state.moment + 1,
        in_air=tuple(sorted(in_air)),
        spent=tuple(spent),
        busy=tuple(sorted(busy)),
        empty=tuple(sorted(empty)),
    )


def as_tries(tiny: Tiny, block_s: float = 60.0) -> Tries:
    """Each launch as a try of its own, of the same moment."""
    found = np.zeros(len(tiny.launches), dtype=TRY)
    for line, launch in zip(found, tiny.launches, strict=True):
        line["opens_s"] = line["closes_s"] = launch.at_s
        line["busy_s"] = launch.known_s - launch.at_s
        line["p_kill"] = launch.p_kill
        line["channel_share"] = line["rail_share"] = 1.0
        line["object"], line["mount"] = launch.object, launch.mount
        line["unit"] = tiny.unit[launch.mount]
        line["block"] = int(launch.at_s // block_s)
        line["copies"] = 1
        line["rounds"] = int(not tiny.soft[launch.mount])
    return tries_of(found, len(tiny.value))


def as_supply(tiny: Tiny) -> Supply:
    """Rounds, channels and rails."""
    hard = ~np.array(tiny.soft)
    rounds = np.array(tiny.rounds, dtype=float) * hard
    more = np.array(tiny.more, dtype=float) * hard
    has_rails = hard & np.array([rails is not None for rails in tiny.rails])
    rails = [rails for rails, has in zip(tiny.rails, has_rails, strict=True) if has]
    row = np.where(has_rails, np.cumsum(has_rails) - 1, -1)
    return Supply(
        rounds=np.column_stack((rounds, rounds + more)),
        before_s=np.array([tiny.more_at_s, np.inf]),
        channel_s=np.repeat(
            SLOT_S * np.array(tiny.channels, dtype=float)[:, None], SLOTS, axis=1
        ),
        rail_s=np.repeat(
            SLOT_S * np.array(rails, dtype=float).reshape(-1, 1), SLOTS, axis=1
        ),
        rail_row=row.astype(np.int32),
        reload_s=np.full(len(tiny.unit), tiny.reload_s),
        slot_s=SLOT_S,
    )


def random_tiny(seed: int) -> Tiny:
    """Two or three objects, two mounts, some six launches, little of everything."""
    rng = np.random.default_rng(seed)
    objects = int(rng.integers(1, 4))
    moments = np.sort(rng.choice(np.arange(0, 120, 7), size=4, replace=False))
    pk = rng.uniform(0.2, 0.95, size=2)
    launches = tuple(
        Launch(
            at_s=float(rng.choice(moments)),
            known_s=0.0,
            p_kill=float(pk[mount] * rng.choice([1.0, 1.0, 0.6])),
            object=int(rng.integers(objects)),
            mount=mount,
        )
        for mount in rng.integers(2, size=int(rng.integers(3, 8))).tolist()
    )
    return Tiny(
        value=tuple(rng.choice([1.0, 2.5, 10.0], size=objects).tolist()),
        launches=tuple(
            Launch(
                at_s=each.at_s,
                known_s=each.at_s + float(rng.choice([5.0, 12.0, 33.0])),
                p_kill=each.p_kill,
                object=each.object,
                mount=each.mount,
            )
            for each in launches
        ),
        unit=(0, int(rng.integers(2))),
        rounds=tuple(rng.integers(1, 4, size=2).tolist()),
        channels=tuple(rng.integers(1, 3, size=2).tolist()),
        rails=(None, int(rng.integers(1, 3)) if rng.random() < 0.5 else None),
        soft=(False, bool(rng.random() < 0.2)),
        more_at_s=float(rng.choice([np.inf, 50.0])),
        more=tuple(rng.integers(0, 2, size=2).tolist()),
    )
