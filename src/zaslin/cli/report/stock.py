"""What is left after the plan, by type, and the units that run dry."""

import math
from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from zaslin.cli.report.paper import Cell, heading, ledger, lines, more, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import countdown, counted
from zaslin.domain.ids import FireUnitId, InterceptorTypeId
from zaslin.domain.plan import StockAfter

Magazine = tuple[FireUnitId, InterceptorTypeId]

_IF_NEEDED = "at the earliest, if every intention turns out to be needed"
_DRY_COLUMNS = (
    ("dry in", "number"),
    ("fire unit", "name"),
    ("interceptor type", "name"),
    ("usable", "number"),
    ("wanted", "number"),
)


def stock(view: View) -> RenderableType | None:
    """Rounds by type before and after, then the magazines that end up empty."""
    by_type: dict[InterceptorTypeId, list[StockAfter]] = {}
    for line in view.plan.stock_after:
        by_type.setdefault(line.interceptor_type, []).append(line)
    if not by_type:
        return None
    held = any(line.rounds_for_forecast for line in view.plan.stock_after)
    columns = [
        ("\ninterceptor type", "name"),
        ("\nunits", "number"),
        ("\nnow", "number"),
        ("spent for\ncertain", "number"),
        ("spent on\naverage", "number"),
        *([("kept for\nforecast", "number")] if held else []),
        ("\nreserve", "number"),
        ("left on\naverage", "number"),
        ("left at\nmost", "number"),
    ]
    rows = (_row(kind, group, held) for kind, group in sorted(by_type.items()))
    table = ledger(columns, rows)
    heads = heading("Stock after this plan", "rounds")
    return stack(heads, table, *_dry(view))


def _row(kind: str, group: Sequence[StockAfter], held: bool) -> list[Cell]:
    before = sum(line.rounds_before for line in group)
    spent = math.fsum(line.rounds_expected for line in group)
    forecast = math.fsum(line.rounds_for_forecast for line in group)
    return [
        kind,
        f"{len(group)}",
        f"{before:,}",
        f"{sum(line.rounds_committed for line in group):,}",
        f"{spent:,.1f}",
        *([f"{forecast:,.1f}"] if held else []),
        f"{sum(line.min_reserve for line in group):,}",
        f"{before - spent:,.1f}",
        f"{sum(line.rounds_after for line in group):,}",
    ]


def _dry(view: View) -> Iterator[RenderableType | None]:
    """Magazines without a round beyond the reserve: now, and as soon as may be."""
    spending = _spending(view)
    empty: list[str] = []
    dry: list[tuple[float, list[Cell]]] = []
    for line in view.plan.stock_after:
        usable = line.rounds_before - line.min_reserve
        launches = spending.get((line.fire_unit, line.interceptor_type), [])
        if usable <= 0:
            empty.append(line.fire_unit)
            continue
        at_s = _empty_at_s(launches, usable)
        if at_s is not None:
            wanted = sum(rounds for _, rounds in launches)
            cells = [line.fire_unit, line.interceptor_type, f"{usable}", f"{wanted}"]
            dry.append((at_s, [countdown(at_s), *cells]))
    if empty:
        yield lines([f"Empty now: {_named(view, empty)}"])
    if dry:
        rows = [cells for _, cells in sorted(dry, key=lambda each: each[0])]
        yield heading(f"{counted(len(dry), 'magazine')} may run dry", _IF_NEEDED)
        yield ledger(_DRY_COLUMNS, rows[: view.rows])
        yield more(len(rows), view.rows, "magazines")
    if not empty and not dry:
        yield lines(["No unit runs dry."])


def _empty_at_s(launches: Sequence[tuple[float, int]], usable: int) -> float | None:
    """When the last usable round would go, at the earliest."""
    left = usable
    for launch_s, rounds in sorted(launches):
        left -= rounds
        if left <= 0:
            return launch_s
    return None


def _named(view: View, names: list[str]) -> str:
    shown = ", ".join(names[: view.rows])
    hidden = len(names) - view.rows
    return f"{shown} and {hidden} more" if hidden > 0 else shown


def _spending(view: View) -> dict[Magazine, list[tuple[float, int]]]:
    """Launches of each magazine with their rounds, if none turns out superfluous."""
    spending: dict[Magazine, list[tuple[float, int]]] = {}
    for shot in view.plan.shots:
        launches = spending.setdefault((shot.fire_unit, shot.interceptor_type), [])
        launches.append((view.ahead_s(shot.launch_s), shot.salvo_size))
    for pin in view.picture.control.pinned:
        if not pin.launched and not view.is_withdrawn(pin):
            launches = spending.setdefault((pin.fire_unit, pin.interceptor_type), [])
            launches.append((view.ahead_s(pin.launch_s), pin.salvo_size))
    return spending
