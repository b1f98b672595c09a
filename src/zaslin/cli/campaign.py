"""``zaslin campaign``: policies compared, over many seeds of many scenarios."""

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.bar import bar
from zaslin.cli.documents import Document, accept_document, write_into
from zaslin.cli.inputs import AsJson
from zaslin.cli.numbers import number, whole
from zaslin.cli.outcome import Failure, Unusable
from zaslin.cli.streams import say, write_answer, write_file, write_report

if TYPE_CHECKING:
    from zaslin.bootstrap.study import Campaign, Order
    from zaslin.sim.campaign import OpenWorkers, StudyFailed

_ALL = "all"
_ERRORS = "errors.txt"

Scenarios = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO…",
        help="Shipped names or TOML files; all: every shipped one.",
        show_default=False,
    ),
]
Policies = Annotated[
    str,
    typer.Option(
        "--policies",
        metavar="NAME,…",
        help="The first is the reference of the comparison; all: every policy.",
    ),
]
Runs = Annotated[
    int,
    typer.Option(
        "--runs",
        parser=whole(1, 100_000),
        metavar="N",
        help="Seeds of each scenario; every policy flies all of them.",
    ),
]
StudySeed = Annotated[
    int,
    typer.Option(
        "--seed",
        parser=whole(0, 10**13),
        metavar="S",
        help="Seed of the study; run r has the seed S·100000 + r.",
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Folder for results, tables and plots; a study resumes in its own.",
        show_default=False,
    ),
]
NumberOfWorkers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        parser=whole(0, 1000),
        metavar="N",
        help="Processes; 0: none but this one. Default: one for each core.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Dask scheduler to fly on instead, such as tcp://127.0.0.1:8786.",
    ),
]
Bounds = Annotated[
    bool,
    typer.Option(
        "--bounds/--no-bounds", help="Bound what any policy leaks of each raid."
    ),
]


ForecastScales = Annotated[
    str | None,
    typer.Option(
        "--forecast-scale",
        metavar="X,…",
        help="Fly each scenario with forecasts so many times as large as its own.",
    ),
]


def campaign_command(
    scenarios: Scenarios,
    out: Out,
    policies: Policies = _ALL,
    runs: Runs = 30,
    seed: StudySeed = 1,
    workers: NumberOfWorkers = None,
    cluster: Cluster = None,
    bounds: Bounds = True,
    forecast_scale: ForecastScales = None,
    as_json: AsJson = False,
    write: Document = None,
) -> None:
    """Compare policies over many simulated nights, under the same seeds.

    Every policy meets the same raids and dice, so differences are paired. Results are
    kept in --out as they come; the same command goes on where it stopped. Intervals
    are 95 % by Student's t, money is notional million euro (M€).
    """
    if write is not None:
        from zaslin.bench.campaign.render import BEGIN, END

        accept_document(write, (BEGIN, END))
    order, open_workers = _order(
        scenarios,
        policies,
        runs,
        seed,
        workers,
        cluster,
        bounds=bounds,
        forecast_scales=_scales(forecast_scale),
    )
    try:
        campaign = _flown(order, open_workers, out)
    except KeyboardInterrupt:
        say(f"zaslin: what is done is kept in {out}; the same command goes on")
        raise
    except OSError as error:
        raise Failure(f"{out}: {error.strerror or error}") from None
    _write(out, campaign)
    if write is not None:
        _put_into(write, campaign)
    if as_json:
        from zaslin.bench.campaign.document import encode

        write_answer(encode(campaign.comparison, campaign.timings))
    else:
        from zaslin.bench.campaign.render import render

        write_report(render(campaign.comparison, campaign.timings))


def _put_into(document: Path, campaign: "Campaign") -> None:
    from zaslin.bench.campaign import render

    write_into(
        document,
        lambda copy: render.write_into(copy, campaign.comparison, campaign.timings),
    )
    say(f"zaslin: wrote {document}")


def _order(
    scenarios: list[str],
    policies: str,
    runs: int,
    seed: int,
    workers: int | None,
    cluster: str | None,
    *,
    bounds: bool,
    forecast_scales: list[float],
) -> "tuple[Order, OpenWorkers]":
    from zaslin.bootstrap.simulation import shipped_scenarios
    from zaslin.bootstrap.study import order_study, policy_names, workers_of

    names = [part.strip() for part in policies.split(",")]
    try:
        order = order_study(
            shipped_scenarios() if scenarios == [_ALL] else scenarios,
            policy_names() if names == [_ALL] else names,
            runs,
            seed,
            bounds=bounds,
            forecast_scales=forecast_scales,
        )
        return order, workers_of(workers, cluster)
    except ValueError as error:
        raise Unusable(str(error)) from None


def _scales(text: str | None) -> list[float]:
    """Multiples, separated by commas."""
    if text is None:
        return []
    read = number(0.0, 10.0, "a multiple")
    try:
        return [read(part.strip()) for part in text.split(",")]
    except typer.BadParameter as error:
        raise Unusable(f"--forecast-scale holds {error.message}") from None


def _flown(order: "Order", open_workers: "OpenWorkers", out: Path) -> "Campaign":
    from zaslin.bootstrap.executor import ClusterUnavailable
    from zaslin.bootstrap.study import fly_study
    from zaslin.sim.campaign import StudyFailed

    count = len(order.study.keys)
    with bar(f"campaign of {count:,} results", count) as tell:
        try:
            return fly_study(
                order, open_workers, out=out, on_progress=lambda done, _: tell(done)
            )
        except ClusterUnavailable as unavailable:
            raise Unusable(str(unavailable)) from None
        except StudyFailed as failed:
            _keep_errors(out / _ERRORS, failed)
            raise Failure(
                f"{failed}; what is done is kept in {out}, and why in {out / _ERRORS}"
            ) from None


def _keep_errors(path: Path, failed: "StudyFailed") -> None:
    told = "\n".join(
        f"{task}\n{''.join(traceback.format_exception(error))}"
        for task, error in failed.errors.items()
    )
    _put(path, f"{failed}\n\n{told}".encode())


def _write(out: Path, campaign: "Campaign") -> None:
    from zaslin.bench.campaign import document
    from zaslin.bench.campaign.render import to_markdown

    comparison, timings = campaign.comparison, campaign.timings
    (out / _ERRORS).unlink(missing_ok=True)
    _put(out / "summary.json", document.encode(comparison))
    _put(out / "table.md", to_markdown(comparison, timings).encode())
    written = "table.md, summary.json"
    try:
        from zaslin.bench.campaign import plot
    except ModuleNotFoundError:
        say("zaslin: no plots, matplotlib is not installed; accepted: zaslin[report]")
    else:
        for name, data in plot.draw(comparison):
            _put(out / name, data)
        written += ", plots"
    say(f"zaslin: wrote {written} in {out}")


def _put(path: Path, data: bytes) -> None:
    write_file(path, lambda file: file.write(data))
