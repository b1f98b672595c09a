"""Threat value and routes of one track: section 3."""

import math
from cmath import phase
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

from zaslin.domain.defence import DefendedAsset
from zaslin.domain.ids import AssetId
from zaslin.domain.params import ThreatParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import AssetThreat
from zaslin.domain.track import Track

TIE = 1e-9
"""By how much of themselves two contributions may differ and still be a tie."""


class Route(NamedTuple):
    """A straight level flight; times are seconds after the picture's instant."""

    share: float
    east_m: float
    north_m: float
    east_mps: float
    north_mps: float
    starts_s: float
    ends_s: float


class AssetShare(NamedTuple):
    """What one asset adds to the threat value of a track."""

    asset: AssetId
    p_asset: float
    priority: float
    damage_meur: float
    contribution_meur: float
    time_to_impact_s: float


class Evaluation(NamedTuple):
    """The threat value of a track, the factors that made it, and its routes.

    ``elsewhere_meur`` is what it threatens where no asset is.
    """

    value_meur: float
    elsewhere_meur: float
    lethality: float
    p_no_asset: float
    assets: tuple[AssetShare, ...]
    routes: tuple[Route, ...]


class AssetTable(NamedTuple):
    """The assets of a picture, with priorities, in the order that settles ties.

    Places are complex numbers, east + i north: one operation moves or turns both.
    """

    params: ThreatParams
    assets: tuple[DefendedAsset, ...]
    priorities: tuple[float, ...]
    places_m: tuple[complex, ...]
    worths_meur: tuple[float, ...]
    row_of: Mapping[AssetId, int]


def asset_table(picture: Picture, params: ThreatParams) -> AssetTable:
    """Every asset with its priority, by east, north, then id."""
    assets = sorted(
        picture.assets,
        key=lambda asset: (asset.position.east_m, asset.position.north_m, asset.id),
    )
    priorities = [picture.control.priorities.get(asset.id, 1.0) for asset in assets]
    return AssetTable(
        params=params,
        assets=tuple(assets),
        priorities=tuple(priorities),
        places_m=tuple(
            complex(each.position.east_m, each.position.north_m) for each in assets
        ),
        worths_meur=tuple(
            asset.value_meur * priority
            for asset, priority in zip(assets, priorities, strict=True)
        ),
        row_of={asset.id: row for row, asset in enumerate(assets)},
    )


def evaluate(
    track: Track,
    now_s: float,
    table: AssetTable,
    *,
    is_forecast: bool,
    stated: Sequence[AssetThreat] = (),
) -> Evaluation:
    """Threat value, factors and routes of one track at the picture's instant.

    ``stated`` is the order of the assets in the plan.
    It settles which of two contributions is the larger one where they differ only in
    rounding, as they do for assets to the left and to the right of a track.
    """
    params = table.params
    straight = _straight_on(track, now_s, is_forecast=is_forecast)
    lethality = 0.0
    for threat_class, p_class in track.class_probabilities.items():
        lethality += p_class * params.lethality.get(threat_class, 0.0)
    weights = _asset_weights(straight, table)
    total = params.diffuse_weight + sum(weights)
    p_no_asset = params.diffuse_weight / total
    expected = lethality * (1.0 - track.p_decoy)
    scale = expected / total
    contributions = [
        weight * worth * scale
        for weight, worth in zip(weights, table.worths_meur, strict=True)
    ]
    elsewhere = p_no_asset * params.background_meur * expected
    value = sum(contributions) + elsewhere
    speed_mps = max(
        math.hypot(straight.east_mps, straight.north_mps), params.minimum_speed_mps
    )
    assets: list[AssetShare] = []
    routes: list[Route] = []
    left = 1.0
    for each in _largest(contributions, table, stated):
        contribution = contributions[each]
        share = contribution / value
        left -= share
        route = _towards(straight, table.places_m[each], speed_mps, share)
        asset = table.assets[each]
        routes.append(route)
        assets.append(
            AssetShare(
                asset.id,
                weights[each] / total,
                table.priorities[each],
                asset.value_meur * lethality,
                contribution,
                route.ends_s,
            )
        )
    routes.append(Route(max(0.0, left), *straight[1:]))
    return Evaluation(
        value, elsewhere, lethality, p_no_asset, tuple(assets), tuple(routes)
    )


def _largest(
    contributions: Sequence[float], table: AssetTable, stated: Sequence[AssetThreat]
) -> Iterator[int]:
    """Rows of the largest contributions, for each of which there is a route."""
    left = list(contributions)
    for rank in range(min(table.params.route_count, len(left))):
        largest = max(left)
        if not largest > 0.0:
            return
        # The first of equals comes first, as the table has them in order.
        row = left.index(largest)
        if rank < len(stated):
            named = table.row_of.get(stated[rank].asset, row)
            if left[named] >= largest * (1.0 - TIE):
                row = named
        left[row] = 0.0
        yield row


def _straight_on(track: Track, now_s: float, *, is_forecast: bool) -> Route:
    """The flight straight on: from now for a live track, else from its appearance."""
    place, velocity = track.position, track.velocity
    age_s = now_s - track.measured_at_s
    drift_s = 0.0 if is_forecast or age_s < 0.0 else age_s
    return Route(
        share=1.0,
        east_m=place.east_m + velocity.east_mps * drift_s,
        north_m=place.north_m + velocity.north_mps * drift_s,
        east_mps=velocity.east_mps,
        north_mps=velocity.north_mps,
        starts_s=max(0.0, -age_s) if is_forecast else 0.0,
        ends_s=math.inf,
    )


def _asset_weights(start: Route, table: AssetTable) -> list[float]:
    """Weight of each asset by angle off the heading and distance, unnormalised."""
    place_m = complex(start.east_m, start.north_m)
    velocity = complex(start.east_mps, start.north_mps) or 1j
    # A hardly moving track has a heading as well; its products would vanish.
    velocity /= max(abs(velocity.real), abs(velocity.imag))
    # The direction to an asset, turned so that the heading is the real axis, has the
    # angle between them; straight above the asset there is no angle.
    turn = velocity.conjugate() / abs(velocity)
    per_angle = -0.5 / table.params.heading_sigma_rad**2
    per_metre = -1.0 / table.params.distance_scale_m
    return [
        exp(per_angle * phase(ahead) ** 2 + per_metre * abs(ahead)) if ahead else 1.0
        for ahead in [(asset_m - place_m) * turn for asset_m in table.places_m]
    ]


def _towards(start: Route, place_m: complex, speed_mps: float, share: float) -> Route:
    """The route from a start straight to an asset, ending there."""
    _, start_east_m, start_north_m, _, _, starts_s, _ = start
    east_m = place_m.real - start_east_m
    north_m = place_m.imag - start_north_m
    distance_m = math.hypot(east_m, north_m)
    per_metre = speed_mps / distance_m if distance_m > 0.0 else 0.0
    return Route(
        share,
        start_east_m,
        start_north_m,
        east_m * per_metre,
        north_m * per_metre,
        starts_s,
        starts_s + distance_m / speed_mps,
    )
