"""The plots of a campaign: all scenarios at a glance, and one of each.

Needs matplotlib, the extra ``report``; import this module only when it is wanted.
"""

import io
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.figure import Figure

from zaslin.bench.campaign.plot_overview import overview
from zaslin.bench.campaign.plot_ratios import ratios
from zaslin.bench.campaign.plot_scenario import one_scenario
from zaslin.sim.comparison import Comparison

FORMATS = ("png", "svg")


def draw(comparison: Comparison) -> Iterator[tuple[str, bytes]]:
    """Every plot as PNG and SVG, with the names of their files.

    The same comparison gives the same bytes with the same version of matplotlib.
    """
    # Identifiers in an SVG are hashed with a salt that is random otherwise.
    with mpl.rc_context({"svg.hashsalt": "zaslin", "font.size": 8.5}):
        for name, figure in _figures(comparison):
            for file_format in FORMATS:
                yield f"{name}.{file_format}", _saved(figure, file_format)


def _figures(comparison: Comparison) -> Iterator[tuple[str, Figure]]:
    yield "overview", overview(comparison)
    if len(comparison.scenarios[0].policies) > 1:
        yield "ratios", ratios(comparison)
    for scenario in comparison.scenarios:
        yield f"scenario-{scenario.scenario}", one_scenario(scenario, comparison)


def _saved(figure: Figure, file_format: str) -> bytes:
    data = io.BytesIO()
    metadata = {"Date": None} if file_format == "svg" else {"Software": None}
    figure.savefig(data, format=file_format, dpi=150, metadata=metadata)
    return data.getvalue()
