"""The price of saved rounds for a person to read."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from zaslin.cli.report.paper import FAINT, heading, ledger
from zaslin.cli.words import amount, counted
from zaslin.sim.reserve import ReserveReport, TypeReserve

_UNITS_SHOWN = 5
_COLUMNS = (
    ("type", "name"),
    ("stock", "number"),
    ("a night", "number"),
    ("tonight M€", "number"),
    ("price M€", "number"),
    ("at half M€", "number"),
    ("at 1.5× M€", "number"),
)


def reserve_text(report: ReserveReport) -> Iterator[RenderableType]:
    """Prices by type, then by unit."""
    title = Text(" NOTIONAL DATA ", style="reverse bold")
    title.append(
        f" {report.source}, {counted(report.nights, 'night')}, "
        f"{counted(report.draws, 'draw')} of the forecast, seed {report.seed}",
        "",
    )
    yield title
    yield heading("price of a round", "what one more would save; spend it above that")
    yield ledger(_COLUMNS, map(_row, report.types))
    for reserve in report.types:
        yield from _units(reserve)


def _row(reserve: TypeReserve) -> tuple[str, ...]:
    return (
        reserve.interceptor_type,
        f"{reserve.stock:,}",
        f"+{reserve.resupply:,}",
        amount(_at(reserve.tonight_meur, reserve.stock), 2),
        amount(reserve.price_now_meur, 2),
        amount(_at(reserve.price_meur, reserve.stock // 2), 2),
        amount(_at(reserve.price_meur, reserve.stock * 3 // 2), 2),
    )


def _at(prices: tuple[float, ...], stock: int) -> float:
    return prices[min(stock, len(prices) - 1)]


def _units(reserve: TypeReserve) -> Iterator[RenderableType]:
    shown = reserve.units[:_UNITS_SHOWN]
    yield heading(f"{reserve.interceptor_type} by unit", "dearest first")
    yield ledger(
        (
            ("unit", "name"),
            ("rounds", "number"),
            ("tonight M€", "number"),
            ("price M€", "number"),
        ),
        (
            (
                each.fire_unit,
                f"{each.rounds:,}",
                amount(each.tonight_meur, 2),
                amount(each.price_meur, 2),
            )
            for each in shown
        ),
    )
    hidden = len(reserve.units) - len(shown)
    if hidden > 0:
        told = counted(hidden, "more unit")
        yield Text(f"… and {told}: --json holds every one", style=FAINT)
