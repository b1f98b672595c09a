"""Random pictures with no time for a second look, small enough to enumerate."""

from dataclasses import replace

import numpy as np

from tests.pictures import (
    MISSILE,
    NOW_S,
    TYPES,
    Share,
    hostile,
    missile_unit,
    random_picture,
)
from zaslin.assignment.problem import Problem
from zaslin.domain.defence import FireUnit, FiringDoctrine, Magazine, PkRange
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.space import Velocity
from zaslin.domain.track import ThreatClass

LOOK_S = 600.0
"""As long as the horizon: what is launched is assessed when all is over."""


def is_single_stage(problem: Problem) -> bool:
    """Whether no track can be shot at again after a look."""
    options = problem.options
    spans = zip(options.of_track[:-1], options.of_track[1:], strict=True)
    return all(
        first == last
        or options.launch[first:last].max() < options.end[first:last].min()
        for first, last in spans
    )


def single_stage_picture(seed: int) -> tuple[Picture, PlanParams]:
    """A picture of 2 to 5 tracks and 2 to 5 units with 1 to 3 rounds each."""
    rng = np.random.default_rng(seed)
    kinds = (_long_look, _short_windows, _scarce_rounds)
    return kinds[int(rng.choice(3, p=(0.3, 0.2, 0.5)))](rng, seed)


def _long_look(rng: np.random.Generator, seed: int) -> tuple[Picture, PlanParams]:
    """All kinds of units and control; a channel once taken stays taken."""
    picture = random_picture(
        seed,
        tracks=int(rng.integers(2, 5)),
        units=int(rng.integers(2, 6)),
        forecast=int(rng.integers(0, 2)),
        pins=int(rng.integers(0, 2)),
        shown=int(rng.integers(0, 3)),
        share=Share(not_engageable=0.05, control=0.3),
    )
    params = PlanParams(
        horizon_s=LOOK_S,
        slot_s=float(rng.choice([10.0, 20.0])),
        starts_per_window=int(rng.integers(1, 4)),
        max_shots_per_stage=int(rng.integers(1, 4))
        if len(picture.fire_units) < 4
        else 2,
        change_cost_meur=float(rng.choice([0.05, 1.0])),
    )
    types = tuple(replace(kind, assessment_time_s=LOOK_S) for kind in TYPES)
    units = tuple(_few_rounds(rng, unit) for unit in picture.fire_units)
    return replace(picture, fire_units=units, interceptor_types=types), params


def _few_rounds(rng: np.random.Generator, unit: FireUnit) -> FireUnit:
    magazines = tuple(
        replace(
            magazine,
            rounds_ready=int(rng.integers(1, 4)),
            rounds_stored=int(rng.integers(0, 2)),
        )
        for magazine in unit.magazines
    )
    return replace(unit, magazines=magazines, channels=int(rng.integers(1, 4)))


def _short_windows(rng: np.random.Generator, seed: int) -> tuple[Picture, PlanParams]:
    """Fast tracks past short ranges: channels are free again for the next track."""
    kind = replace(
        MISSILE,
        max_range_m=float(rng.uniform(5_000.0, 9_000.0)),
        best_range_m=4_000.0,
        assessment_time_s=100.0,
        cost_meur=float(rng.uniform(0.1, 3.0)),
    )
    tracks = []
    for number in range(int(rng.integers(2, 6))):
        place = rng.uniform(-25_000.0, 25_000.0, 2)
        towards = rng.uniform(-4_000.0, 4_000.0, 2) - place
        east_mps, north_mps = towards / np.hypot(*towards) * rng.uniform(200.0, 240.0)
        track = hostile(
            f"T{number}",
            east_m=float(place[0]),
            north_m=float(place[1]),
            p_decoy=float(rng.uniform(0.0, 0.7)),
        )
        tracks.append(
            replace(track, velocity=Velocity(float(east_mps), float(north_mps)))
        )
    units = []
    for number in range(int(rng.integers(2, 6))):
        east_m, north_m = rng.uniform(-7_000.0, 7_000.0, 2)
        unit = missile_unit(f"U{number}", east_m=float(east_m), north_m=float(north_m))
        magazine = Magazine(
            interceptor_type=kind.id,
            rounds_ready=int(rng.integers(1, 3)),
            rounds_stored=int(rng.integers(0, 2)),
            reload_time_s=float(rng.choice([0.0, 60.0])),
        )
        units.append(replace(unit, channels=1, magazines=(magazine,)))
    base = random_picture(seed, tracks=0, units=0, assets=3, share=Share(control=0.0))
    picture = replace(
        base,
        now_s=NOW_S,
        tracks=tuple(tracks),
        fire_units=tuple(units),
        interceptor_types=(kind,),
    )
    return picture, PlanParams(horizon_s=900.0, starts_per_window=3)


def _scarce_rounds(rng: np.random.Generator, seed: int) -> tuple[Picture, PlanParams]:
    """Every unit reaches most tracks, and there are too few rounds for all."""
    kinds = tuple(
        replace(
            MISSILE,
            id=InterceptorTypeId(f"kind_{number}"),
            max_range_m=float(rng.uniform(15_000.0, 30_000.0)),
            best_range_m=float(rng.uniform(3_000.0, 12_000.0)),
            edge_pk_factor=float(rng.uniform(0.2, 0.9)),
            pk={
                ThreatClass.ONE_WAY_ATTACK: PkRange(*sorted(rng.uniform(0.3, 0.95, 2)))
            },
            assessment_time_s=LOOK_S,
            cost_meur=float(rng.uniform(0.0, 2.0)),
        )
        for number in range(2)
    )
    base = random_picture(
        seed,
        tracks=int(rng.integers(3, 6)),
        units=0,
        assets=3,
        forecast=int(rng.integers(0, 2)),
        share=Share(not_engageable=0.0, control=0.0),
    )
    units = []
    for number in range(int(rng.integers(2, 5))):
        east_m, north_m = rng.uniform(-8_000.0, 8_000.0, 2)
        unit = missile_unit(f"U{number}", east_m=float(east_m), north_m=float(north_m))
        magazines = tuple(
            Magazine(interceptor_type=kind.id, rounds_ready=int(rng.integers(0, 3)))
            for kind in kinds
        )
        units.append(
            replace(
                unit,
                channels=int(rng.integers(1, 3)),
                magazines=magazines,
                doctrine=tuple(FiringDoctrine)[int(rng.integers(2))],
            )
        )
    picture = replace(base, fire_units=tuple(units), interceptor_types=kinds)
    return picture, PlanParams(
        horizon_s=LOOK_S,
        starts_per_window=int(rng.integers(1, 3)),
        rounds_weight=float(rng.choice([0.0, 1.0])),
    )
