"""The composition root: configuration, generators and simulation put together."""

from pathlib import Path

import numpy as np

from zaslin.adapters.read_file import read_file
from zaslin.config import (
    read_interceptor_types,
    read_laydown,
    read_night,
    read_params,
    read_places,
    read_raid_profile,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.sim.laydown import Defence, lay_down
from zaslin.sim.night import instant
from zaslin.sim.scene import Forecast, raid_picture
from zaslin.wire import picture_json

DEFAULT_LAYDOWN = "notional_ukraine"


def load_params(name: str | Path = "default") -> PlanParams:
    """Parameters by shipped name (``default``, ``fast``) or from a file."""
    return read_params(name)


def read_picture(source: str | Path | bytes) -> Picture:
    """The picture in a file, or in the bytes of its document.

    See docs/formats.md for the format, and ``zaslin raid`` for an example.

    >>> read_picture(
    ...     b'''{"schema": "zaslin/picture/1", "revision": 1,
    ...         "now": "2025-09-07T03:00:00Z",
    ...         "origin": {"latitude_deg": 50.45, "longitude_deg": 30.52}}'''
    ... ).revision
    1

    Raises
    ------
    zaslin.wire.rejected.Rejected
        If it cannot be used; one line that names the file, the place, the value and
        what is accepted.
    """
    if isinstance(source, bytes):
        return picture_json.decode(source, "picture")
    return picture_json.decode(*read_file(str(source), None))


def build_defence(laydown: str | Path = DEFAULT_LAYDOWN) -> Defence:
    """A shipped or own laydown, laid out with its own seed."""
    stated = read_laydown(laydown)
    return lay_down(
        stated,
        read_places(),
        read_interceptor_types(),
        np.random.default_rng(stated.seed),
    )


def build_raid(
    night: str,
    at: str,
    seed: int = 1,
    laydown: str | Path = DEFAULT_LAYDOWN,
    forecast_scale: float = 0.0,
    forecast_horizon_s: float | None = None,
) -> Picture:
    """The picture of a recorded night at one instant over a laydown.

    Parameters
    ----------
    night
        The date (UTC) on which the night ends, ``YYYY-MM-DD``.
    at
        A clock time in that night, ``HH:MM`` in UTC: on that date, or on the evening
        before, whichever the record covers.  Or ``YYYY-MM-DDTHH:MM`` in UTC.
    seed
        Of everything the record does not say; not of the laydown.
    laydown
        Shipped name or path of a file.
    forecast_scale
        Ghost tracks of what is still to come, as a multiple of the recorded raid;
        none by default.
    forecast_horizon_s
        How far the forecast looks; by default as far as the default parameters plan.
    """
    recorded = read_night(night)
    if forecast_horizon_s is None:
        forecast_horizon_s = read_params().horizon_s
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed is {seed}; accepted: a whole number, 0 to 2^63 - 1")
    return raid_picture(
        recorded,
        instant(recorded, at),
        build_defence(laydown),
        read_places(),
        read_raid_profile(),
        np.random.default_rng(seed),
        Forecast(scale=forecast_scale, horizon_s=forecast_horizon_s),
    )
