"""What a saved round is worth over the nights to come, from sampled forecasts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zaslin.assignment.reserve import MagazineKey, ReserveParams, value_rounds
from zaslin.assignment.reserve_curve import (
    SHARES,
    NightCurve,
    night_curve,
    prices_of_stock,
    stock_of,
)
from zaslin.domain.accept import accept_range
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.track import ForecastTrack
from zaslin.sim.draw import draw
from zaslin.sim.setting import Setting
from zaslin.sim.stock import stocked_units

REPORT_GRID = ReserveParams(steps=200, warm_steps=60)
"""As coarse as for a policy, but climbed further: curves are compared with others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How many nights are looked at, from how many draws, and what comes after each.

    ``resupply``: rounds of a type that arrive after each night, over all units.
    """

    nights: int = 3
    draws: int = 4
    resupply: Mapping[InterceptorTypeId, int]

    def __post_init__(self) -> None:
        accept_range("nights", self.nights, 1, 365)
        accept_range("draws", self.draws, 1, 100)
        for kind, rounds in self.resupply.items():
            accept_range(f"resupply of {kind}", rounds, 0, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """A round at one unit: its price tonight, and over all the nights.

    The latter is the type's price, in the proportion of tonight's prices.
    """

    fire_unit: FireUnitId
    rounds: int
    tonight_meur: float
    price_meur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeReserve:
    """The price of a saved round of one type against its stock.

    ``price_meur[s]`` is what one more round saves where there are ``s``;
    ``stock`` are there now. ``tonight_meur`` is the same for one night alone.
    """

    interceptor_type: InterceptorTypeId
    stock: int
    resupply: int
    tonight: NightCurve
    price_meur: tuple[float, ...]
    tonight_meur: tuple[float, ...]
    units: tuple[UnitPrice, ...]

    @property
    def price_now_meur(self) -> float:
        """Price at the present stock."""
        return self.price_meur[min(self.stock, len(self.price_meur) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveReport:
    """Prices of saved rounds of every type asked for."""

    source: str
    seed: int
    nights: int
    draws: int
    types: tuple[TypeReserve, ...]


def pictures_of_setting(setting: Setting, seed: int, draws: int) -> tuple[Picture, ...]:
    """The defence before the raid, with so many forecasts of it, each another draw."""
    defence = setting.defence
    empty = Picture(
        revision=0,
        now_s=setting.scenario.starts_s,
        origin=defence.frame.origin,
        fire_units=stocked_units(setting),
        interceptor_types=defence.interceptor_types,
        assets=defence.assets,
        populated_areas=defence.populated_areas,
        control=defence.control,
    )
    return tuple(
        replace(empty, forecast=draw(setting, seed + number).forecast)
        for number in range(draws)
    )


def pictures_of_picture(picture: Picture, seed: int, draws: int) -> tuple[Picture, ...]:
    """The picture with so many samples of its own forecast.

    Each ghost comes, or not, as probably as it is said to.

    Raises
    ------
    ValueError
        If the picture holds no forecast: then nothing is known of any later need.
    """
    if not picture.forecast:
        raise ValueError(
            "the picture holds no forecast; accepted: one with forecast tracks, such "
            "as zaslin raid --forecast 1 makes"
        )
    root = np.random.SeedSequence(seed)
    return tuple(
        replace(picture, forecast=_sampled(picture.forecast, child))
        for child in root.spawn(draws)
    )


def _sampled(
    ghosts: Sequence[ForecastTrack], seed: np.random.SeedSequence
) -> tuple[ForecastTrack, ...]:
    chances = np.random.Generator(np.random.PCG64(seed)).random(len(ghosts))
    return tuple(
        replace(ghost, p_appears=1.0)
        for ghost, chance in zip(ghosts, chances.tolist(), strict=True)
        if chance < ghost.p_appears
    )


def kinds_of(
    picture: Picture, asked: Sequence[str] | None = None
) -> tuple[InterceptorTypeId, ...]:
    """Types asked for, or all that spend rounds and of which there are any.

    Raises
    ------
    ValueError
        If a type asked for is none of them.
    """
    held = [
        kind.id
        for kind in picture.interceptor_types
        if kind.spends_rounds and stock_of(picture, kind.id) > 0
    ]
    for name in asked or ():
        if name not in held:
            raise ValueError(
                f"interceptor type {name!r} has no rounds here; accepted: "
                f"{', '.join(held) or 'none'}"
            )
    return tuple(kind for kind in held if not asked or kind in asked)


def valuations(kinds: int, draws: int, *, has_live: bool) -> int:
    """How many nights are valued for a report: what a progress bar counts."""
    return kinds * draws * len(SHARES) * (2 if has_live else 1) + draws


def reserve_report(
    source: str,
    pictures: Sequence[Picture],
    params: PlanParams,
    kinds: Sequence[InterceptorTypeId],
    outlook: Outlook,
    seed: int,
    tell: Callable[[int], None] | None = None,
) -> ReserveReport:
    """Price the rounds of some types over the nights to come; see docs/reserve.md.

    Parameters
    ----------
    pictures
        The same defence before nights that are equally likely; what is in the air
        already belongs to tonight only.
    tell
        Told how many of the :func:`valuations` are done.
    """
    counter = _count(tell)

    def done() -> None:
        next(counter)

    tonight_of = _unit_prices(pictures, params, done)
    reserves = []
    for kind in kinds:
        tonight = night_curve(pictures, params, kind, REPORT_GRID, tell=done)
        later = tonight
        if pictures[0].tracks:
            empty = [replace(picture, tracks=()) for picture in pictures]
            later = night_curve(empty, params, kind, REPORT_GRID, tell=done)
        reserves.append(
            _type_reserve(pictures[0], kind, tonight, later, outlook, tonight_of)
        )
    return ReserveReport(
        source=source,
        seed=seed,
        nights=outlook.nights,
        draws=len(pictures),
        types=tuple(reserves),
    )


def _type_reserve(
    picture: Picture,
    kind: InterceptorTypeId,
    tonight: NightCurve,
    later: NightCurve,
    outlook: Outlook,
    tonight_of: Mapping[MagazineKey, float],
) -> TypeReserve:
    stock, resupply = stock_of(picture, kind), outlook.resupply.get(kind, 0)
    cap = tonight.rounds[-1]
    prices = prices_of_stock(
        tonight.steps(cap), later.steps(cap), outlook.nights, resupply, cap
    )
    price_now = float(prices[min(stock, cap - 1)])
    return TypeReserve(
        interceptor_type=kind,
        stock=stock,
        resupply=resupply,
        tonight=tonight,
        price_meur=tuple(prices.tolist()),
        tonight_meur=tuple(tonight.steps(cap).tolist()),
        units=_units(picture, kind, price_now, tonight_of),
    )


def _units(
    picture: Picture,
    kind: InterceptorTypeId,
    price_meur: float,
    tonight_of: Mapping[MagazineKey, float],
) -> tuple[UnitPrice, ...]:
    """Every unit that holds the type, dearest rounds first."""
    held = [
        (unit.id, each.rounds_ready + each.rounds_stored)
        for unit in picture.fire_units
        for each in unit.magazines
        if each.interceptor_type == kind
    ]
    rounds = sum(count for _, count in held)
    worth = sum(tonight_of.get((unit, kind), 0.0) * count for unit, count in held)
    mean_meur = worth / rounds if rounds else 0.0
    lines = [
        UnitPrice(
            fire_unit=unit,
            rounds=count,
            tonight_meur=tonight_of.get((unit, kind), 0.0),
            price_meur=price_meur * tonight_of.get((unit, kind), 0.0) / mean_meur
            if mean_meur > 0.0
            else price_meur,
        )
        for unit, count in held
    ]
    return tuple(sorted(lines, key=lambda each: (-each.tonight_meur, each.fire_unit)))


def _unit_prices(
    pictures: Sequence[Picture], params: PlanParams, done: Callable[[], None]
) -> dict[MagazineKey, float]:
    """Tonight's price of a round at each magazine, on average over the draws."""
    mean: dict[MagazineKey, float] = {}
    for picture in pictures:
        found = value_rounds(picture, params, REPORT_GRID).by_magazine()
        for key, price_meur in found.items():
            mean[key] = mean.get(key, 0.0) + price_meur / len(pictures)
        done()
    return mean


def _count(tell: Callable[[int], None] | None) -> Iterator[int]:
    """Counts up each time it is asked, and says so."""
    number = 0
    while True:
        number += 1
        if tell is not None:
            tell(number)
        yield number
