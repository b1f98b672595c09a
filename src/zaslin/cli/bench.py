"""``zaslin bench``: how fast and how good plans are, measured here and now."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.documents import Document, accept_document, write_into
from zaslin.cli.help import examples, write_help
from zaslin.cli.inputs import AsJson, Seed
from zaslin.cli.numbers import number, whole
from zaslin.cli.outcome import Failure, Unusable
from zaslin.cli.streams import progress, say, write_answer, write_report

if TYPE_CHECKING:
    from zaslin.bench.live_report import Size

app = typer.Typer()

_SIZE = re.compile(r"(\d{1,5})x(\d{1,4})")

Pictures = Annotated[
    int,
    typer.Option(
        "--pictures",
        parser=whole(1, 10_000),
        metavar="N",
        help="Pictures of each size.",
    ),
]
Sizes = Annotated[
    str,
    typer.Option(
        "--sizes",
        metavar="TxU,…",
        help="Sizes: tracks x fire units, separated by commas.",
    ),
]

Seconds = Annotated[
    float,
    typer.Option(
        "--seconds",
        parser=number(2.0, 86_400.0, "seconds"),
        metavar="S",
        help="How long each phase lasts.",
    ),
]
Rate = Annotated[
    float,
    typer.Option(
        "--rate",
        parser=number(1.0, 100_000.0, "reports a second"),
        metavar="N",
        help="Track reports a second, of four sources together.",
    ),
]
Consoles = Annotated[
    int,
    typer.Option(
        "--consoles",
        parser=whole(3, 150),
        metavar="N",
        help="Consoles that look on; two of them never read.",
    ),
]
Flood = Annotated[
    float,
    typer.Option(
        "--flood",
        parser=number(0.0, 1_000.0, "times the rate"),
        metavar="X",
        help="Then so many times the rate; 0 leaves it out.",
    ),
]


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Measurements, with their baselines."""
    write_help(context)


@app.command(
    "live",
    epilog=examples(
        "zaslin bench live",
        "zaslin bench live --sizes 100x20 --pictures 5 --json",
    ),
)
def live_command(
    pictures: Pictures = 30,
    sizes: Sizes = "100x20,500x200,1000x200",
    seed: Seed = 1,
    as_json: AsJson = False,
    write: Document = None,
) -> None:
    """Time live planning on synthetic raids, and compare its plans with baselines.

    Times are milliseconds as median and 99th percentile; values are notional million
    euro (M€), as ratios to the proven bound and to each baseline. The default takes
    some minutes.
    """
    wanted = _sizes(sizes)
    if write is not None:
        accept_document(write, _markers())
    with progress("bench: starting") as tell:
        from zaslin.bench.live import run_live

        report = run_live(wanted, pictures, seed, progress=tell)
    from zaslin.bench import live_render, tables

    if write is not None:
        write_into(write, lambda copy: live_render.write_into(copy, report))
        say(f"zaslin: wrote {write}")
    if as_json:
        write_answer(tables.to_json(report).encode())
    else:
        write_report(live_render.render(report))


@app.command(
    "loop",
    epilog=examples(
        "zaslin bench loop",
        "zaslin bench loop --tracks 100 --repeats 1 --json",
    ),
)
def loop_command(
    tracks: Annotated[
        int,
        typer.Option(
            "--tracks",
            parser=whole(1, 10_000),
            metavar="N",
            help="Objects of the night, against 200 fire units.",
        ),
    ] = 500,
    interval: Annotated[
        float,
        typer.Option(
            "--interval",
            parser=number(1.0, 3600.0, "seconds"),
            metavar="S",
            help="Simulated seconds between plans.",
        ),
    ] = 15.0,
    repeats: Annotated[
        int,
        typer.Option(
            "--repeats",
            parser=whole(1, 100),
            metavar="N",
            help="Nights, of which the quickest counts.",
        ),
    ] = 3,
    seed: Seed = 1,
    as_json: AsJson = False,
    write: Document = None,
) -> None:
    """Time a closed-loop night of an hour and a half, and say where the time goes.

    Wall-clock seconds of one process; the desk, the checker, the people and the
    journal are all in it.
    """
    from zaslin.bench import loop_render, tables

    if write is not None:
        accept_document(write, (loop_render.BEGIN, loop_render.END))
    with progress("loop: starting") as tell:
        from zaslin.bench.loop import run_loop
        from zaslin.sim.policy import DEFAULT_POLICY

        report = run_loop(tracks, interval, DEFAULT_POLICY, seed, repeats, tell)
    if write is not None:
        write_into(write, lambda copy: loop_render.write_into(copy, report))
        say(f"zaslin: wrote {write}")
    if as_json:
        write_answer(tables.to_json(report).encode())
    else:
        write_report(loop_render.render(report))


@app.command(
    "serve",
    epilog=examples(
        "zaslin bench serve",
        "zaslin bench serve --seconds 10 --rate 500 --consoles 5 --flood 0 --json",
    ),
)
def serve_command(
    seconds: Seconds = 60.0,
    rate: Rate = 2_000.0,
    consoles: Consoles = 20,
    flood: Flood = 10.0,
    seed: Seed = 1,
    as_json: AsJson = False,
    write: Document = None,
) -> None:
    """Put a real service under load: reports, consoles, then a flood of reports.

    Measures the time from a report to a console's picture, the age of plans, memory,
    and what was shed. Service, planners and load share this machine.
    """
    from zaslin.bench import tables
    from zaslin.bench.serve import render

    if write is not None:
        accept_document(write, (render.BEGIN, render.END))
    with progress("serve: starting") as tell:
        from zaslin.bench.serve.client import RefusedRequestError
        from zaslin.bench.serve.process import NotStartedError
        from zaslin.bench.serve.run import Load, run_serve

        load = Load(
            seconds=seconds, rate_per_s=rate, consoles=consoles, flood=flood, seed=seed
        )
        try:
            report = run_serve(load, tell)
        except (NotStartedError, RefusedRequestError, ConnectionError) as error:
            raise Failure(
                f"the service did not bear the measurement: {error}"
            ) from None
    if write is not None:
        write_into(write, lambda copy: render.write_into(copy, report))
        say(f"zaslin: wrote {write}")
    if as_json:
        write_answer(tables.to_json(report).encode())
    else:
        write_report(render.render(report))


def _markers() -> tuple[str, str]:
    from zaslin.bench.live_render import BEGIN, END

    return BEGIN, END


def _sizes(text: str) -> "tuple[Size, ...]":
    from zaslin.bench.live_report import Size

    sizes = []
    for part in text.split(","):
        match = _SIZE.fullmatch(part.strip())
        if match is None or not (int(match[1]) >= 1 and int(match[2]) >= 1):
            raise Unusable(
                f"--sizes holds {part.strip()!r}; accepted: tracks x fire units, such "
                "as 500x200, separated by commas"
            )
        sizes.append(Size(tracks=int(match[1]), units=int(match[2])))
    return tuple(sizes)
