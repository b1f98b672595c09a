"""The documents say what the domain says: names, bounds, defaults, units."""

import json
import math
from dataclasses import MISSING, fields, replace
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from tests import pictures
from zaslin.domain.control import NoEngagementZone, ReserveOrder
from zaslin.wire.form import control, defence, picture, track
from zaslin.wire.picture_json import picture_schema
from zaslin.wire.places import FOR_EVER_S, SINCE_EVER_S

MIXED = pictures.with_pins_and_shown()
PREPARED = MIXED.fire_units[1]
RESERVE = ReserveOrder(interceptor_type=pictures.MISSILE.id, rounds=1)
PAIRS: list[tuple[type[msgspec.Struct], Any]] = [
    (track.Track, MIXED.tracks[0]),
    (track.Identification, MIXED.tracks[0].identification),
    (track.ForecastTrack, pictures.with_forecast().forecast[0]),
    (defence.InterceptorType, pictures.MISSILE),
    (defence.PkRange, next(iter(pictures.MISSILE.pk.values()))),
    (defence.Magazine, PREPARED.magazines[0]),
    (defence.PreparedPosition, PREPARED.prepared_positions[0]),
    (defence.FireUnit, PREPARED),
    (defence.DefendedAsset, MIXED.assets[0]),
    (defence.PopulatedArea, MIXED.populated_areas[0]),
    (control.NoEngagementZone, MIXED.control.zones[0]),
    (control.ReserveOrder, RESERVE),
    (control.PinnedEngagement, MIXED.control.pinned[0]),
    (control.Control, MIXED.control),
    (picture.ShownShot, MIXED.shown[0]),
    (picture.Picture, MIXED),
]
# Bounded together with another field, so that one step beyond breaks that one first.
COUPLED = {
    "min_range_m", "max_range_m", "best_range_m", "min_altitude_m", "max_altitude_m",
    "low", "high", "floor_m", "ceiling_m",
}  # fmt: skip
# Bounded in a file only: infinity there, and integers that JSON does not carry exactly.
STRICTER = {"revision", "floor_m", "ceiling_m"}


def bare(info: inspect.Type) -> inspect.Type:
    """A type without its annotations."""
    return bare(info.type) if isinstance(info, inspect.Metadata) else info


def numbers() -> list[tuple[str, Any, str, float, float]]:
    """Every bounded number of the documents that the domain has by the same name."""
    return [
        (f"{wire.__name__}.{each.name}", value, each.name, kind.ge, kind.le)
        for wire, value in PAIRS
        for each in msgspec.structs.fields(wire)
        if each.name in {known.name for known in fields(value)}
        and isinstance(
            kind := bare(inspect.type_info(each.type)),
            inspect.FloatType | inspect.IntType,
        )
        and kind.ge is not None
        and kind.le is not None
    ]


@pytest.mark.parametrize(("wire", "value"), PAIRS, ids=lambda each: type(each).__name__)
def test_defaults_are_those_of_the_domain(
    wire: type[msgspec.Struct], value: Any
) -> None:
    """What a file leaves out means the same as what a caller leaves out."""
    known = {each.name: each for each in fields(value)}
    for each in msgspec.structs.fields(wire):
        if each.name in known and not each.required:
            default = known[each.name].default
            assert default is not MISSING or known[each.name].default_factory
            if isinstance(each.default, str | int | float | bool | None):
                assert each.default == default, each.name


@pytest.mark.parametrize(
    ("name", "value", "field", "low", "high"),
    numbers(),
    ids=lambda each: str(each)[:40],
)
def test_bounds_are_those_of_the_domain(
    name: str, value: Any, field: str, low: float, high: float
) -> None:
    """The domain refuses what lies beyond, and takes what lies at the bound."""
    for beyond in (math.nextafter(low, -math.inf), math.nextafter(high, math.inf)):
        if (field in STRICTER) and (field != "revision" or beyond > 0):
            continue
        with pytest.raises(ValueError, match="accepted"):
            replace(value, **{field: beyond})
    if field not in COUPLED:
        for bound in (low, high):
            assert getattr(replace(value, **{field: bound}), field) == bound, name


def test_there_are_bounds_to_compare() -> None:
    """The comparison above would pass on an empty list."""
    assert len(numbers()) > 30


def test_times_without_end_are_those_of_the_domain() -> None:
    """A zone that does not say until when never ends."""
    defaults = {each.name: each.default for each in fields(NoEngagementZone)}

    assert defaults["active_from_s"] == SINCE_EVER_S
    assert defaults["active_until_s"] == FOR_EVER_S


def test_every_number_of_the_schema_is_bounded() -> None:
    """No infinity gets past a bound, so 1e999 is always refused in place."""
    schema = json.loads(json.dumps(picture_schema()))

    def unbounded(node: Any, place: str) -> list[str]:
        if isinstance(node, list):
            return [line for each in node for line in unbounded(each, place)]
        if not isinstance(node, dict):
            return []
        found = [f for key in node for f in unbounded(node[key], f"{place}/{key}")]
        if node.get("type") in ("number", "integer"):
            found += [place] * (not {"minimum", "maximum"} <= node.keys())
        return found

    assert unbounded(schema, "") == []
