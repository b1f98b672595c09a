"""The price of a saved round, from a scenario or a picture by its name."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from zaslin.bootstrap import load_params, read_picture
from zaslin.bootstrap.simulation import load_setting
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.sim.reserve import (
    Outlook,
    ReserveReport,
    kinds_of,
    pictures_of_picture,
    pictures_of_setting,
    reserve_report,
    valuations,
)


def reserve_prices(
    source: str,
    *,
    types: Sequence[str] = (),
    nights: int = 3,
    resupply: Mapping[str, int] | None = None,
    seed: int = 1,
    draws: int = 4,
    tell: Callable[[int, int], None] | None = None,
) -> ReserveReport:
    """What a saved round of each type is worth over the nights to come.

    Parameters
    ----------
    source
        A scenario, by shipped name or TOML file, or a picture's JSON file.
    types
        Interceptor types to price; by default all of which there are rounds.
    nights, resupply
        How many nights like this one, and how many rounds of a type come after each.
    seed, draws
        Of the forecasts, and how many of them are averaged.
    tell
        Told how much of how much is done.

    Raises
    ------
    ValueError
        If the source, a type or a number cannot be used; with what is accepted.
    """
    supplied = {InterceptorTypeId(kind): n for kind, n in (resupply or {}).items()}
    outlook = Outlook(nights=nights, draws=draws, resupply=supplied)
    name, pictures, params = _pictures(source, seed, draws)
    kinds = kinds_of(pictures[0], types)
    kinds_of(pictures[0], tuple(supplied))
    total = valuations(len(kinds), draws, has_live=bool(pictures[0].tracks))
    return reserve_report(
        name,
        pictures,
        params,
        kinds,
        outlook,
        seed,
        None if tell is None else lambda done: tell(done, total),
    )


def _pictures(
    source: str, seed: int, draws: int
) -> tuple[str, tuple[Picture, ...], PlanParams]:
    if source.endswith(".json"):
        picture = read_picture(source)
        return (
            Path(source).name,
            pictures_of_picture(picture, seed, draws),
            load_params(),
        )
    setting = load_setting(source)
    return setting.name, pictures_of_setting(setting, seed, draws), setting.params
