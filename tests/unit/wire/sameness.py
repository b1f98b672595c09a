"""Two pictures are the same up to the rounding of a file."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

TOLERANCE = 1e-6
FULL_TURN = 2.0 * math.pi


def differences(one: object, other: object, place: str = "picture") -> list[str]:
    """Places where two values of the domain differ by more than the tolerance."""
    if isinstance(one, float) and isinstance(other, float):
        return [] if _close(one, other, place) else [f"{place}: {one} and {other}"]
    if is_dataclass(one) and type(one) is type(other):
        return [
            difference
            for each in fields(one)
            for difference in differences(
                getattr(one, each.name),
                getattr(other, each.name),
                f"{place}.{each.name}",
            )
        ]
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if one.keys() != other.keys():
            return [f"{place}: {set(one)} and {set(other)}"]
        pairs = [(one[key], other[key], f"{place}[{key}]") for key in one]
    elif isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            return [f"{place}: {len(one)} and {len(other)} items"]
        pairs = [(*each, f"{place}[]") for each in zip(one, other, strict=True)]
    else:
        return [] if one == other else [f"{place}: {one!r} and {other!r}"]
    return [line for pair in pairs for line in differences(*pair)]


def _close(one: float, other: float, place: str) -> bool:
    apart = abs(one - other)
    if place.endswith("centre_rad"):
        apart = abs(math.remainder(one - other, FULL_TURN))
    return apart <= TOLERANCE
