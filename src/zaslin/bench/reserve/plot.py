"""The price of a saved round against the stock, a panel for each type.

Needs matplotlib, the extra ``report``; import this module only when it is wanted.
"""

import io
import math

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from zaslin.sim.reserve import ReserveReport, TypeReserve

_INK, _FAINT, _HAIRLINE = "#333333", "#777777", "#dddddd"
# Colours of Okabe and Ito, which people who confuse red and green can tell apart.
_NIGHTS, _TONIGHT, _NOW = "#0072b2", "#e69f00", "#d55e00"
_PANEL_WIDE, _PANEL_HIGH = 3.1, 2.35


def draw(report: ReserveReport, file_format: str) -> bytes:
    """The plot of a report, as PNG or SVG.

    The same report gives the same bytes with the same version of matplotlib.
    """
    with mpl.rc_context({"svg.hashsalt": "zaslin", "font.size": 8.5}):
        figure = _figure(report)
        data = io.BytesIO()
        metadata = {"Date": None} if file_format == "svg" else {"Software": None}
        figure.savefig(data, format=file_format, dpi=150, metadata=metadata)
    return data.getvalue()


def _figure(report: ReserveReport) -> Figure:
    count = len(report.types)
    columns = min(3, max(1, count))
    rows = max(1, math.ceil(count / columns))
    wide, high = 0.75 + _PANEL_WIDE * columns, 1.35 + _PANEL_HIGH * rows
    figure = Figure(figsize=(wide, high))
    axes = figure.subplots(rows, columns, squeeze=False)
    for number, panel in enumerate(axes.flat):
        if number < count:
            _panel(panel, report.types[number], report.nights)
        else:
            panel.set_axis_off()
    _title(figure, report, wide, high)
    figure.subplots_adjust(
        left=0.7 / wide,
        right=1.0 - 0.2 / wide,
        bottom=0.6 / high,
        top=1.0 - 1.05 / high,
        wspace=0.26,
        hspace=0.42,
    )
    figure.text(
        0.5, 0.16 / high, "rounds in stock before tonight", ha="center", color=_INK
    )
    figure.text(
        0.17 / wide,
        0.5,
        "price of one more round, M€",
        va="center",
        rotation=90,
        color=_INK,
    )
    return figure


def _title(figure: Figure, report: ReserveReport, wide: float, high: float) -> None:
    nights = "1 night" if report.nights == 1 else f"{report.nights} nights"
    figure.text(
        0.15 / wide,
        1.0 - 0.3 / high,
        "What one more round would save",
        fontsize=12.0,
        fontweight="bold",
        color=_INK,
    )
    figure.text(
        0.15 / wide,
        1.0 - 0.53 / high,
        f"NOTIONAL DATA · {report.source} · {nights} · {report.draws} draws of the "
        f"forecast · seed {report.seed}",
        fontsize=8.5,
        color=_FAINT,
    )
    _key(figure, nights if report.nights > 1 else "tonight", wide, high)


def _key(figure: Figure, nights: str, wide: float, high: float) -> None:
    """What each line is, once for all panels."""
    lines = [
        Line2D([], [], color=_NIGHTS, linewidth=1.9, label=f"over {nights}"),
        Line2D([], [], color=_TONIGHT, linewidth=1.3, label="tonight alone"),
        Line2D(
            [], [], color=_NOW, marker="o", markersize=5.0, linewidth=0.9,
            linestyle=(0, (4, 2)), label="present stock",
        ),
    ]  # fmt: skip
    figure.legend(
        handles=lines if nights != "tonight" else [lines[0], lines[2]],
        loc="upper right",
        bbox_to_anchor=(1.0 - 0.1 / wide, 1.0 - 0.1 / high),
        frameon=False,
        fontsize=8.5,
        labelcolor=_INK,
        handlelength=2.2,
    )


def _panel(axes: Axes, reserve: TypeReserve, nights: int) -> None:
    """Steps of the price over the stock, the present stock marked."""
    stocks = np.arange(len(reserve.price_meur) + 1)
    _steps(axes, stocks, reserve.price_meur, _NIGHTS, 1.9)
    if nights > 1:
        _steps(axes, stocks, reserve.tonight_meur, _TONIGHT, 1.3)
    top = 1.28 * max(*reserve.price_meur, *reserve.tonight_meur, 1e-9)
    price = reserve.price_now_meur
    axes.axvline(reserve.stock, color=_NOW, linewidth=0.9, linestyle=(0, (4, 2)))
    axes.plot(reserve.stock, price, "o", color=_NOW, markersize=5.0, zorder=4)
    near_right = reserve.stock > 0.72 * stocks[-1]
    axes.annotate(
        f"{_figures(price)} M€ at {reserve.stock}",
        (reserve.stock, price),
        xytext=(-6 if near_right else 6, 7),
        textcoords="offset points",
        ha="right" if near_right else "left",
        color=_NOW,
        fontsize=8.5,
        fontweight="bold",
    )
    name = reserve.interceptor_type.replace("_", " ")
    supplied = f", +{reserve.resupply} a night" if reserve.resupply else ""
    axes.set_title(f"{name}{supplied}", loc="left", fontsize=9.5, color=_INK)
    axes.set_xlim(0, stocks[-1])
    axes.set_ylim(0, top)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.grid(color=_HAIRLINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=_INK)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_HAIRLINE)


def _steps(
    axes: Axes,
    stocks: np.ndarray[tuple[int], np.dtype[np.int64]],
    prices: tuple[float, ...],
    colour: str,
    width: float,
) -> None:
    axes.step(
        stocks,
        [*prices, prices[-1]],
        where="post",
        color=colour,
        linewidth=width,
        zorder=3,
    )


def _figures(meur: float) -> str:
    return f"{meur:.3g}" if meur < 1000.0 else f"{meur:,.0f}"
