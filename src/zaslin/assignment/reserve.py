"""What a saved round is worth: prices over the whole time that a forecast looks.

The plan's own prices see its horizon. Here the same dual is climbed once more over the
live tracks and every forecast track until the last of them is through, on a coarser
grid and without making a plan: what comes out is the price of each (unit, type) round,
and :func:`husbanded` writes it into the picture's magazines, where the plan then has to
earn it (docs/mathematics.md, section 7; docs/reserve.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zaslin.assignment.bound import lower_bound
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.prices import carry_prices, name_prices
from zaslin.assignment.solvers.dual import find_prices, zero_prices
from zaslin.assignment.stop import Never
from zaslin.domain.accept import accept_range
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import RoundPrice, SlotPrice

_LITTLE = 1e-9

MagazineKey = tuple[FireUnitId, InterceptorTypeId]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveParams:
    """How finely the time to come is looked at.

    ``slot_s``, ``starts_per_window``, ``route_count``: as in planning, but coarser.
    ``crossing_s``: how long after its appearance a forecast track may still be shot
    at; the grid ends so long after the last one.
    ``longest_s``: the grid ends then at the latest.
    ``steps``, ``warm_steps``: of the dual, from nothing and from earlier values.
    """

    slot_s: float = 60.0
    starts_per_window: int = 4
    route_count: int = 2
    crossing_s: float = 3600.0
    longest_s: float = 43_200.0
    steps: int = 150
    warm_steps: int = 60

    def __post_init__(self) -> None:
        accept_range("slot_s", self.slot_s, 1.0, 600.0)
        accept_range("starts_per_window", self.starts_per_window, 1, 1000)
        accept_range("route_count", self.route_count, 0, 8)
        accept_range("crossing_s", self.crossing_s, 0.0, 86_400.0)
        accept_range("longest_s", self.longest_s, self.slot_s, 86_400.0)
        accept_range("steps", self.steps, 0, 100_000)
        accept_range("warm_steps", self.warm_steps, 0, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """What rounds are worth over all the time to come, and the prices behind it.

    ``prices``: of one round of each (unit, position, type).
    ``slot_prices``: of channel and rail time, for the next valuation to start from.
    ``bound``: no staged policy has less expected cost over this time and forecast.
    """

    prices: tuple[RoundPrice, ...]
    slot_prices: tuple[SlotPrice, ...]
    bound: float

    def by_magazine(self) -> Mapping[MagazineKey, float]:
        """Worth of a round of each magazine, from its unit's best position."""
        worth: dict[MagazineKey, float] = {}
        for each in self.prices:
            key = (each.fire_unit, each.interceptor_type)
            worth[key] = max(worth.get(key, 0.0), each.price_meur)
        return worth


def value_rounds(
    picture: Picture,
    params: PlanParams,
    reserve: ReserveParams | None = None,
    previous: Valuation | None = None,
) -> Valuation:
    """Price every round over the live tracks and all forecast ones together.

    Values that magazines already state are put aside: they are found anew.

    Parameters
    ----------
    previous
        An earlier valuation, whose prices warm up the dual.
    """
    reserve = reserve or ReserveParams()
    whole = _over_all_time(picture, params, reserve)
    compiled = compile_picture(husbanded(picture, {}), whole)
    problem = compiled.problem
    if problem.option_count == 0:
        prices, slot_prices = name_prices(compiled, zero_prices(problem))
        idle = float(problem.weight @ problem.value) + problem.constant
        return Valuation(prices=prices, slot_prices=slot_prices, bound=idle)
    warm = None if previous is None else carry_prices(previous, compiled)
    steps = reserve.steps if warm is None else reserve.warm_steps
    found, _ = find_prices(problem, warm, steps, Never())
    prices, slot_prices = name_prices(compiled, found)
    return Valuation(
        prices=prices,
        slot_prices=slot_prices,
        bound=max(0.0, lower_bound(problem, found)),
    )


def round_values(
    picture: Picture, params: PlanParams, reserve: ReserveParams | None = None
) -> tuple[RoundPrice, ...]:
    """The prices of :func:`value_rounds` alone."""
    return value_rounds(picture, params, reserve).prices


def husbanded(picture: Picture, worth: Mapping[MagazineKey, float]) -> Picture:
    """The picture with every magazine's rounds worth so much later (default: 0)."""
    units = tuple(husband(unit, worth) for unit in picture.fire_units)
    if all(map(_is_same, units, picture.fire_units)):
        return picture
    return replace(picture, fire_units=units)


def husband(unit: FireUnit, worth: Mapping[MagazineKey, float]) -> FireUnit:
    """The unit with its magazines' rounds worth so much; itself, if they are."""
    magazines = tuple(
        _worth(each, worth.get((unit.id, each.interceptor_type), 0.0))
        for each in unit.magazines
    )
    if all(map(_is_same, magazines, unit.magazines)):
        return unit
    return replace(unit, magazines=magazines)


def _worth(magazine: Magazine, value_meur: float) -> Magazine:
    value_meur = value_meur if value_meur > _LITTLE else 0.0
    if magazine.saved_value_meur == value_meur:
        return magazine
    return replace(magazine, saved_value_meur=value_meur)


def _is_same(one: object, other: object) -> bool:
    return one is other


def _over_all_time(
    picture: Picture, params: PlanParams, reserve: ReserveParams
) -> PlanParams:
    """Planning parameters whose grid reaches to the end of the forecast."""
    now_s = picture.now_s
    last_s = max((each.track.measured_at_s for each in picture.forecast), default=now_s)
    until_s = max(last_s - now_s, 0.0) + reserve.crossing_s
    return replace(
        params,
        slot_s=reserve.slot_s,
        horizon_s=min(max(until_s, reserve.slot_s), reserve.longest_s),
        starts_per_window=reserve.starts_per_window,
        threat=replace(params.threat, route_count=reserve.route_count),
    )
