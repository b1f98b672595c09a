"""One place that says what a value may be, so that every refusal reads alike."""

import math
from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def accept_range(name: str, value: float, low: float, high: float = math.inf) -> None:
    """Raise ``ValueError`` unless ``low <= value <= high`` and value is finite."""
    if not (math.isfinite(value) and low <= value <= high):
        accepted = f"at least {low:g}" if high == math.inf else f"{low:g} to {high:g}"
        raise ValueError(f"{name} is {value!r}; accepted: a finite number, {accepted}")


def accept_finite(name: str, *values: float) -> None:
    """Raise ``ValueError`` unless every value is a finite number."""
    for value in values:
        if not math.isfinite(value):
            raise ValueError(f"{name} is {value!r}; accepted: a finite number")


def accept_distribution(name: str, weights: Mapping[Key, float]) -> None:
    """Raise ``ValueError`` unless the weights are probabilities that sum to one."""
    for key, weight in weights.items():
        accept_range(f"{name}[{key}]", weight, 0.0, 1.0)
    total = math.fsum(weights.values())
    if abs(total - 1.0) > 1e-6:
        raise ValueError(
            f"{name} sums to {total!r}; accepted: probabilities summing to 1"
        )


def accept_unique(name: str, keys: Iterable[object]) -> None:
    """Raise ``ValueError`` naming the first key that occurs twice."""
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{name} {key!r} occurs twice; accepted: unique ids")
        seen.add(key)
