"""``zaslin reserve``: what a saved round is worth, against the stock."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.bar import bar
from zaslin.cli.inputs import AsJson, Seed, settle
from zaslin.cli.numbers import whole
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import (
    accept_output_path,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from zaslin.sim.reserve import ReserveReport

_PARTS = 1000

Source = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO|PICTURE",
        help="A shipped scenario or a TOML file; or a picture's .json file with a "
        "forecast in it.",
        show_default=False,
    ),
]
Types = Annotated[
    str | None,
    typer.Option(
        "--types",
        metavar="NAME,…",
        help="Interceptor types to price; by default all of which there are rounds.",
    ),
]
Nights = Annotated[
    int,
    typer.Option(
        "--nights", parser=whole(1, 365), metavar="N", help="Nights to come, alike."
    ),
]
Resupplied = Annotated[
    list[str] | None,
    typer.Option(
        "--resupply",
        metavar="TYPE=ROUNDS",
        help="Rounds that come after each night, over all units; may be repeated.",
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        parser=whole(1, 100),
        metavar="K",
        help="Draws of the forecast that are averaged.",
    ),
]
PlotPath = Annotated[
    Path | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        help="Draw price against stock, .svg or .png (needs matplotlib).",
    ),
]


def reserve_command(
    source: Source,
    types: Types = None,
    nights: Nights = 3,
    resupply: Resupplied = None,
    seed: Seed = 1,
    draws: Draws = 4,
    as_json: AsJson = False,
    plot: PlotPath = None,
) -> None:
    """Price saved rounds over several nights, by type and by unit.

    The price is what one more round would save, damage and money together, notional
    million euro (M€): a shot that averts less should not be taken. Nights are alike,
    their raids drawn from the forecast; see docs/reserve.md for what that assumes.
    """
    if plot is not None:
        _accept_plot(plot, source)
    supplied = _rounds_of(resupply or [])
    with bar(f"{source}: pricing rounds", _PARTS) as tell:
        from zaslin.bootstrap.reserve import reserve_prices

        settle()
        try:
            report = reserve_prices(
                source,
                types=_names(types),
                nights=nights,
                resupply=supplied,
                seed=seed,
                draws=draws,
                tell=lambda done, total: tell(done * _PARTS // total),
            )
        except ValueError as error:
            raise Unusable(str(error)) from None
    if plot is not None:
        _write_plot(plot, report)
    if as_json:
        from zaslin.bench.reserve.document import encode

        write_answer(encode(report))
        return
    from zaslin.cli.reserve_report import reserve_text

    write_report(*reserve_text(report))


def _names(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    names = tuple(part.strip() for part in text.split(","))
    if not all(names):
        raise Unusable(f"--types is {text!r}; accepted: names, separated by commas")
    return names


def _rounds_of(lines: list[str]) -> dict[str, int]:
    supplied: dict[str, int] = {}
    for line in lines:
        name, equals, text = line.partition("=")
        if not (name and equals and text.isdecimal() and int(text) <= 100_000):
            raise Unusable(
                f"--resupply {line!r}; accepted: TYPE=ROUNDS, such as "
                "medium_range_missile=4, up to 100000"
            )
        supplied[name] = int(text)
    return supplied


def _accept_plot(path: Path, source: str) -> None:
    """Refuse what cannot be drawn before anything is computed."""
    accept_output_path(path, "--plot", (".png", ".svg"), (source,))
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise Unusable(
            "--plot needs matplotlib, which is not installed; accepted: "
            "pip install 'zaslin[report]' first, or --json"
        )


def _write_plot(path: Path, report: "ReserveReport") -> None:
    from zaslin.bench.reserve import plot

    data = plot.draw(report, path.suffix.lower().removeprefix("."))
    write_file(path, lambda file: file.write(data))
    say(f"zaslin: wrote {path}")
