"""Threat value of every track, with each factor kept, and the routes behind it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy import bool_, float64, int64
from numpy.typing import NDArray

from zaslin.domain.defence import DefendedAsset
from zaslin.domain.ids import AssetId
from zaslin.domain.params import ThreatParams
from zaslin.domain.track import Track
from zaslin.geometry.motion import dead_reckon

STRAIGHT_ON = -1
"""Route that follows no asset but the present course."""


@dataclass(frozen=True, slots=True)
class ThreatTable:
    """Threat values and routes of m tracks against a assets, h routes each.

    Arrays
    ------
    start_m : (m, 3), start_s : (m,)
        Where and when each prediction starts; seconds relative to the picture.
    value_meur, lethality, p_none, p_decoy : (m,)
        Threat value and its scalar factors.
    distance_m, p_asset, contribution_meur : (m, a)
        Per-asset factors.
    route_velocity_mps : (m, h, 2), route_end_s, route_weight : (m, h)
        Level flight along each route; weights are shares of the threat value.
    route_asset : (m, h)
        Index of the route's asset, or ``STRAIGHT_ON``; unused routes weigh zero.
    """

    start_m: NDArray[float64]
    start_s: NDArray[float64]
    value_meur: NDArray[float64]
    lethality: NDArray[float64]
    p_none: NDArray[float64]
    p_decoy: NDArray[float64]
    distance_m: NDArray[float64]
    p_asset: NDArray[float64]
    contribution_meur: NDArray[float64]
    route_velocity_mps: NDArray[float64]
    route_end_s: NDArray[float64]
    route_weight: NDArray[float64]
    route_asset: NDArray[int64]


def evaluate(
    tracks: Sequence[Track],
    is_forecast: NDArray[bool_],
    assets: Sequence[DefendedAsset],
    priorities: Mapping[AssetId, float],
    now_s: float,
    params: ThreatParams,
) -> ThreatTable:
    """Evaluate all tracks at once; formulas in docs/mathematics.md, section 3."""
    position = np.array(
        [
            (t.position.east_m, t.position.north_m, t.position.altitude_m)
            for t in tracks
        ],
        dtype=float64,
    ).reshape(-1, 3)
    velocity = np.array(
        [(t.velocity.east_mps, t.velocity.north_mps) for t in tracks], dtype=float64
    ).reshape(-1, 2)
    measured_s = np.array([t.measured_at_s for t in tracks], dtype=float64) - now_s
    p_decoy = np.array([t.p_decoy for t in tracks], dtype=float64)
    lethality = _lethality(tracks, params)
    age_s = np.where(is_forecast, 0.0, -measured_s)
    start_m = dead_reckon(position, velocity, age_s)
    start_s = np.where(is_forecast, np.maximum(measured_s, 0.0), 0.0)

    to_asset, distance = _towards_assets(start_m, assets)
    p_asset, p_none = _asset_probabilities(velocity, to_asset, distance, params)
    worth = np.array(
        [a.value_meur * priorities.get(a.id, 1.0) for a in assets], dtype=float64
    )
    real = (lethality * (1.0 - p_decoy))[:, np.newaxis]
    contribution = p_asset * worth * real
    value = contribution.sum(axis=1) + p_none * params.background_meur * real[:, 0]
    routes = _routes(velocity, start_s, to_asset, distance, contribution, value, params)
    return ThreatTable(
        start_m, start_s, value, lethality, p_none, p_decoy, distance, p_asset,
        contribution, *routes,
    )  # fmt: skip


def _lethality(tracks: Sequence[Track], params: ThreatParams) -> NDArray[float64]:
    factor = params.lethality
    return np.array(
        [
            math.fsum(
                p * factor.get(kind, 0.0) for kind, p in t.class_probabilities.items()
            )
            for t in tracks
        ],
        dtype=float64,
    )


def _towards_assets(
    start_m: NDArray[float64], assets: Sequence[DefendedAsset]
) -> tuple[NDArray[float64], NDArray[float64]]:
    """Vectors (m, a, 2) and horizontal distances (m, a) from tracks to assets."""
    place = np.array(
        [(a.position.east_m, a.position.north_m) for a in assets], dtype=float64
    ).reshape(-1, 2)
    to_asset = place[np.newaxis, :, :] - start_m[:, np.newaxis, :2]
    return to_asset, np.hypot(to_asset[..., 0], to_asset[..., 1])


def _asset_probabilities(
    velocity: NDArray[float64],
    to_asset: NDArray[float64],
    distance: NDArray[float64],
    params: ThreatParams,
) -> tuple[NDArray[float64], NDArray[float64]]:
    """P(asset | heading, distance) with a diffuse prior."""
    # Adding zero takes the sign off a zero, which would turn the heading round.
    ahead = velocity + 0.0
    heading = np.arctan2(ahead[:, 0], ahead[:, 1])[:, np.newaxis]
    off = np.arctan2(to_asset[..., 0], to_asset[..., 1]) - heading
    off = np.abs(off - 2.0 * math.pi * np.round(off / (2.0 * math.pi)))
    off = np.where(distance == 0.0, 0.0, off)
    weight = np.exp(
        -0.5 * (off / params.heading_sigma_rad) ** 2
        - distance / params.distance_scale_m
    )
    total = params.diffuse_weight + weight.sum(axis=1)
    return weight / total[:, np.newaxis], params.diffuse_weight / total


def _routes(
    velocity: NDArray[float64],
    start_s: NDArray[float64],
    to_asset: NDArray[float64],
    distance: NDArray[float64],
    contribution: NDArray[float64],
    value: NDArray[float64],
    params: ThreatParams,
) -> tuple[NDArray[float64], NDArray[float64], NDArray[float64], NDArray[int64]]:
    """The likeliest asset-directed routes and the straight one, which is last."""
    tracks, assets = contribution.shape
    directed = min(params.route_count, assets)
    # Assets arrive in canonical order, so a stable sort settles ties by it.
    best = np.argsort(-contribution, axis=1, kind="stable")[:, :directed]
    row = np.arange(tracks)[:, np.newaxis]
    speed = np.maximum(
        np.hypot(velocity[:, 0], velocity[:, 1]), params.minimum_speed_mps
    )
    away = distance[row, best]
    unit = np.divide(
        to_asset[row, best], away[..., np.newaxis],
        out=np.zeros((tracks, directed, 2)), where=away[..., np.newaxis] > 0.0,
    )  # fmt: skip
    share = np.divide(
        contribution[row, best], value[:, np.newaxis],
        out=np.zeros((tracks, directed)), where=value[:, np.newaxis] > 0.0,
    )  # fmt: skip

    route_velocity = np.empty((tracks, directed + 1, 2))
    route_velocity[:, :directed] = unit * speed[:, np.newaxis, np.newaxis]
    route_velocity[:, directed] = velocity
    end = np.full((tracks, directed + 1), np.inf)
    end[:, :directed] = start_s[:, np.newaxis] + away / speed[:, np.newaxis]
    weight = np.empty((tracks, directed + 1))
    weight[:, :directed] = share
    weight[:, directed] = np.maximum(0.0, 1.0 - share.sum(axis=1))
    asset = np.full((tracks, directed + 1), STRAIGHT_ON, dtype=int64)
    asset[:, :directed] = best
    return route_velocity, end, weight, asset
