"""Pieces of drawings: axes, ticks, paths, step lines."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zaslin.adapters.page.html import Child, Html, number, tag
from zaslin.adapters.page.words import Words, clock, digits_of

Point = tuple[float, float]

WIDTH = 1160.0
"""Of a drawing across the page."""

_TIME_STEPS_S = (
    60.0,
    120.0,
    300.0,
    600.0,
    900.0,
    1800.0,
    3600.0,
    7200.0,
    10_800.0,
    21_600.0,
    43_200.0,
    86_400.0,
)


@dataclass(frozen=True, slots=True)
class Axis:
    """Values to places along one direction."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value is."""
        span = self.high - self.low
        share = (value - self.low) / span if span > 0.0 else 0.0
        return self.start + share * (self.end - self.start)


def drawing(
    width: float, height: float, alt: str, *children: Child, class_: str = ""
) -> Html:
    """A whole drawing with a text for those who cannot see it."""
    return tag(
        "svg",
        *children,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_label=alt,
        class_=class_ or None,
    )


def tip(text: str) -> Html:
    """What shows while the pointer rests on the element around it."""
    return tag("title", text)


def label(x: float, y: float, text: str, class_: str = "") -> Html:
    """Text at a place."""
    return tag("text", text, x=x, y=y, class_=class_ or None)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Html:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def way(points: Iterable[Point]) -> str:
    """The ``d`` of a path through points, to a tenth of a unit, as it is shortest."""
    parts: list[str] = []
    last: tuple[str, str] | None = None
    for x, y in points:
        here = number(x), number(y)
        if here != last:
            parts.append(f"{'L' if parts else 'M'}{here[0]} {here[1]}")
            last = here
    return "".join(parts)


def steps(points: Sequence[Point], end_x: float) -> str:
    """The ``d`` of a line that stays where it is until it changes."""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for x, y in points[1:]:
        parts.append(f"H{number(x)}V{number(y)}")
    parts.append(f"H{number(end_x)}")
    return "".join(parts)


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker: no point left out lies farther off than the tolerance."""
    if len(points) < 3:
        return list(points)
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        off, index = max(
            (_distance(points[i], points[first], points[last]), i)
            for i in range(first + 1, last)
        )
        if off > tolerance:
            kept.add(index)
            spans += [(first, index), (index, last)]
    return [points[i] for i in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from a stretch."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0
    if length > 0.0:
        along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
        along = min(1.0, max(0.0, along))
    return math.hypot(
        point[0] - start[0] - along * dx, point[1] - start[1] - along * dy
    )


def nice_step(span: float, most: int) -> float:
    """The least of 1, 2 or 5 times a power of ten that makes at most so many steps."""
    least = max(span, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(least))
    return next(
        (each * power for each in (1.0, 2.0, 5.0) if each * power >= least),
        10.0 * power,
    )


def ticks(low: float, high: float, step: float) -> list[float]:
    """Multiples of a step between two values."""
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first
    return [(first + i) * step for i in range(max(0, count + 1))]


def time_axis(axis: Axis, top: float, bottom: float, most: int = 12) -> list[Html]:
    """Upright lines with the time below them."""
    span = axis.high - axis.low
    step = next((s for s in _TIME_STEPS_S if span / s <= most), 0.0)
    step = step or nice_step(span, most)
    made = []
    for at_s in ticks(axis.low, axis.high, step):
        x = axis(at_s)
        made.append(line(x, top, x, bottom, "grid"))
        made.append(label(x, bottom + 15.0, clock(at_s)[:5], "tick mid"))
    return made


def count_axis(
    axis: Axis, left: float, right: float, words: Words, most: int = 4
) -> list[Html]:
    """Level lines with their values on the left; whole numbers if there are two."""
    step = nice_step(axis.high - axis.low, most)
    step = max(step, 1.0) if axis.high >= 2.0 else step
    made = []
    for value in ticks(axis.low, axis.high, step):
        y = axis(value)
        text = words.number(value, 0 if step >= 1.0 else digits_of(step) - 1)
        made.append(line(left, y, right, y, "grid"))
        made.append(label(left - 6.0, y + 4.0, text, "tick end"))
    return made
