"""Everything random that is fixed before the first decision of a run.

Common random numbers: nothing here depends on the policy, so that policies meet the
same raid, the same forecast and the same dice under the same seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaslin.domain.accept import accept_range
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.track import ForecastTrack
from zaslin.sim.forecast import draws_needed
from zaslin.sim.forecast_source import expected, from_record, from_waves
from zaslin.sim.raid import CLASSES, Raid
from zaslin.sim.scenario import ForecastFrom
from zaslin.sim.script import comes_into_coverage, night_raid, wave_raid
from zaslin.sim.setting import Setting

Floats = NDArray[np.float64]

DICE = 16
"""Outcomes drawn in advance for each object; later rounds begin again."""

# A stream's place in this list goes into its seed: add new ones at the end.
STREAMS = (
    "raid",
    "forecast",
    "dice",
    "pk",
    "watch",
    "staff",
    "crew",
    "disruption",
    "assessment",
    "bound",
    "policy",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One seed of a setting.

    Arrays
    ------
    damage_meur : (row,)
        Damage of each object if it gets through and carries a warhead.
    dice : (row, shot)
        Uniform numbers: what the k-th round launched at an object comes to.

    ``pk_point`` is where in its range each type's pk truly lies.
    ``forecast`` are the ghosts of other draws, over the whole duration.
    """

    seed: int
    raid: Raid
    damage_meur: Floats
    dice: Floats
    pk_point: Mapping[InterceptorTypeId, float]
    forecast: tuple[ForecastTrack, ...]

    def stream(self, name: str) -> np.random.Generator:
        """A generator of its own for one purpose, from its beginning at each call."""
        return stream(self.seed, name)


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of a purpose under a seed; see STREAMS."""
    if name not in STREAMS:
        raise ValueError(f"stream {name!r}; accepted: {', '.join(STREAMS)}")
    sequence = np.random.SeedSequence([seed, STREAMS.index(name)])
    return np.random.Generator(np.random.PCG64(sequence))


def draw(setting: Setting, seed: int) -> Draw:
    """Draw a run of a setting: its raid, its dice, its forecast."""
    accept_range("seed", seed, 0, 2**63 - 1)
    raid = _flown(setting, stream(seed, "raid"))
    span = setting.scenario.pk_truth
    points = stream(seed, "pk").uniform(
        span.low, span.high, len(setting.defence.interceptor_types)
    )
    return Draw(
        seed=seed,
        raid=raid,
        damage_meur=damages_meur(setting, raid),
        dice=stream(seed, "dice").random((len(raid), DICE)),
        pk_point={
            kind.id: float(point)
            for kind, point in zip(
                setting.defence.interceptor_types, points, strict=True
            )
        },
        forecast=_forecast(setting, seed),
    )


def damages_meur(setting: Setting, raid: Raid) -> Floats:
    """Damage of each object if it gets through and carries a warhead.

    Lethality of its class, times the value of its asset by the commander's priority,
    or the background damage where it hits nothing known: as the threat is evaluated.
    """
    params, defence = setting.params.threat, setting.defence
    priority = defence.control.priorities
    worth = np.array(
        [
            *(a.value_meur * priority.get(a.id, 1.0) for a in defence.assets),
            params.background_meur,
        ]
    )
    lethality = np.array([params.lethality.get(kind, 0.0) for kind in CLASSES])
    # No asset is -1, which is where the background stands.
    damage_meur: Floats = worth[raid.asset_index] * lethality[raid.class_index]
    return damage_meur


def _flown(setting: Setting, rng: np.random.Generator) -> Raid:
    """The raid, less what does not come near while the scenario lasts."""
    scenario = setting.scenario
    raid = _drawn(setting, rng)
    return raid.only(
        comes_into_coverage(
            raid,
            setting.defence.centres_m,
            scenario.surveillance.range_m,
            scenario.starts_s,
            scenario.starts_s + scenario.duration_s,
        )
    )


def _drawn(setting: Setting, rng: np.random.Generator) -> Raid:
    scenario, defence, profile = setting.scenario, setting.defence, setting.profile
    if setting.night is None:
        return wave_raid(scenario.waves, scenario.starts_s, defence, profile, rng)
    share = scenario.raid_share
    return night_raid(setting.night, share, setting.places, defence, profile, rng)


def _forecast(setting: Setting, seed: int) -> tuple[ForecastTrack, ...]:
    """What the evening expects, from what the scenario says it rests on."""
    scenario = setting.scenario
    scale = scenario.forecast_scale
    match scenario.forecast_from:
        case ForecastFrom.RAID:
            return expected(setting, forecast_raids(setting, seed), scale)
        case ForecastFrom.RECORD:
            rng = stream(seed, "forecast")
            return from_record(setting, setting.record, rng, scale=scale)
        case ForecastFrom.WAVES:
            rng = stream(seed, "forecast")
            return from_waves(setting, scenario.forecast_waves, rng, scale=scale)


def forecast_raids(setting: Setting, seed: int) -> list[Raid]:
    """The other draws of the same scenario that the forecast of a seed is made from.

    The size of the raid is known, its dice are not.
    """
    others = stream(seed, "forecast").spawn(
        draws_needed(setting.scenario.forecast_scale)
    )
    return [_drawn(setting, each) for each in others]
