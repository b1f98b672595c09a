"""Numbers as arguments: what is refused, and the words for it."""

import math
from collections.abc import Callable

import typer


def whole(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers from ``low`` to ``high``."""

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if low <= value <= high:
            return value
        raise typer.BadParameter(
            f"{str(text)[:40]!r}; accepted: a whole number, {low} to {high}"
        )

    return parse


def number(low: float, high: float, unit: str) -> Callable[[str], float]:
    """A parser of finite numbers from ``low`` to ``high``."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if low <= value <= high:
            return value
        raise typer.BadParameter(
            f"{str(text)[:40]!r}; accepted: {unit}, {low:g} to {high:g}"
        )

    return parse
