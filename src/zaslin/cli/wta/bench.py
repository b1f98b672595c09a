"""``zaslin wta bench``: the static solver beside its rivals, and against the size."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.documents import Document, accept_document, write_into
from zaslin.cli.inputs import AsJson, Seed, settle
from zaslin.cli.numbers import number, whole
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import (
    accept_output_path,
    progress,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from zaslin.bench.wta.instances import Case
    from zaslin.bench.wta.render import Report
    from zaslin.bench.wta.scaling import Ladder

_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})(?:x(\d{1,4}))?")
_MOST_PAIRS = 10**8
_FAMILIES = ("ahuja", "andersen", "layered")

Sizes = Annotated[
    str | None,
    typer.Option(
        "--sizes",
        metavar="WxT[xR],…",
        help="Weapons x targets, and rounds of each weapon, separated by commas.",
    ),
]
Families = Annotated[
    str | None,
    typer.Option(
        "--families",
        metavar="NAME,…",
        help=f"Of {', '.join(_FAMILIES)}. Default: all of them.",
    ),
]
Limit = Annotated[
    float | None,
    typer.Option(
        "--limit",
        parser=number(0.1, 1e5, "seconds"),
        metavar="S",
        help="Seconds for each solver and instance. Default: 15; scaling: 600.",
    ),
]
Scaling = Annotated[
    bool,
    typer.Option(
        "--scaling", help="Instead: time and memory of our solver against the size."
    ),
]
Largest = Annotated[
    int | None,
    typer.Option(
        "--largest",
        parser=whole(100, 10_000),
        metavar="N",
        help="Last size of --scaling: weapons or targets. Default: 1000.",
    ),
]
PlotPath = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Draw it as well: a .png or .svg."),
]


def bench_command(
    sizes: Sizes = None,
    families: Families = None,
    seed: Seed = 1,
    limit: Limit = None,
    scaling: Scaling = False,
    largest: Largest = None,
    as_json: AsJson = False,
    write: Document = None,
    plot: PlotPath = None,
) -> None:
    """Solve the same instances by our solver and by seven others, one after the other.

    Each gives a value, recomputed from its assignment, and a proven bound where it has
    one. The default takes some minutes; --scaling less than one.
    """
    if scaling and sizes is not None:
        raise Unusable("--scaling has sizes of its own; accepted: --largest N")
    if largest is not None and not scaling:
        raise Unusable("--largest belongs to --scaling; accepted: both, or --sizes")
    names = _names(families)
    cases = _sizes(sizes, names)
    if write is not None:
        accept_document(write, _markers(scaling=scaling))
    if plot is not None:
        _accept_plot(plot)
    with progress("wta bench: starting") as tell:
        report = (
            _scaled(names, largest, seed, limit, tell)
            if scaling
            else _compared(cases, names, seed, limit, tell)
        )
        drawn = None if plot is None else _drawn(plot, report)
    if write is not None:
        _write_document(write, report)
        say(f"zaslin: wrote {write}")
    if plot is not None and drawn is not None:
        write_file(plot, lambda file: file.write(drawn))
        say(f"zaslin: wrote {plot}")
    _answer(report, as_json)


def _answer(report: "Report", as_json: bool) -> None:
    from zaslin.bench import tables
    from zaslin.bench.wta import render

    if as_json:
        write_answer(tables.to_json(report).encode())
    else:
        write_report(render.render(report))


def _compared(
    cases: "tuple[Case, ...] | None",
    names: tuple[str, ...],
    seed: int,
    limit: float | None,
    tell: Callable[[str], None],
) -> "Report":
    from zaslin.bench.wta.instances import CASES
    from zaslin.bench.wta.run import LIMIT_S, run_bench

    settle()
    if cases is None:
        cases = tuple(case for case in CASES if case.family in names)
    return run_bench(cases, seed, LIMIT_S if limit is None else limit, progress=tell)


def _scaled(
    names: tuple[str, ...],
    largest: int | None,
    seed: int,
    limit: float | None,
    tell: Callable[[str], None],
) -> "Report":
    from zaslin.bench.wta.scaling import LADDERS, LARGEST, LIMIT_S, run_scaling

    settle()
    ladders: tuple[Ladder, ...] = tuple(
        ladder for ladder in LADDERS if ladder.family in names
    )
    return run_scaling(
        ladders,
        LARGEST if largest is None else largest,
        seed,
        LIMIT_S if limit is None else limit,
        progress=tell,
    )


def _names(text: str | None) -> tuple[str, ...]:
    if text is None:
        return _FAMILIES
    names = tuple(part.strip() for part in text.split(","))
    for name in names:
        if name not in _FAMILIES:
            raise Unusable(
                f"--families holds {name!r}; accepted: {', '.join(_FAMILIES)}, "
                "separated by commas"
            )
    return names


def _sizes(text: str | None, names: tuple[str, ...]) -> "tuple[Case, ...] | None":
    if text is None:
        return None
    sizes = []
    for part in text.split(","):
        match = _SIZE.fullmatch(part.strip())
        weapons, targets, rounds = (
            (0, 0, 0)
            if match is None
            else (int(match[1]), int(match[2]), int(match[3] or 1))
        )
        if not (weapons * targets * rounds > 0 and weapons * targets <= _MOST_PAIRS):
            raise Unusable(
                f"--sizes holds {part.strip()!r}; accepted: weapons x targets, such "
                "as 100x60, or with rounds, 50x100x3, separated by commas; "
                f"at most {_MOST_PAIRS} pairs"
            )
        sizes.append((weapons, targets, rounds if match and match[3] else None))
    from zaslin.bench.wta.instances import Case

    return tuple(
        Case(
            family=name,
            weapons=weapons,
            targets=targets,
            # The layered family has its own, unless they are stated.
            rounds=rounds or (0 if name == "layered" else 1),
        )
        for name in names
        for weapons, targets, rounds in sizes
    )


def _markers(*, scaling: bool) -> tuple[str, str]:
    from zaslin.bench.wta.render import BENCH_MARKERS, SCALING_MARKERS

    return SCALING_MARKERS if scaling else BENCH_MARKERS


def _write_document(path: Path, report: "Report") -> None:
    from zaslin.bench.wta import render

    write_into(path, lambda copy: render.write_into(copy, report))


def _accept_plot(path: Path) -> None:
    """Refuse what cannot be drawn before minutes of work."""
    accept_output_path(path, "--plot", (".png", ".svg"))
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise Unusable(
            "--plot needs matplotlib, which is not installed; accepted: "
            "pip install 'zaslin[report]' first, or --json"
        )


def _drawn(path: Path, report: "Report") -> bytes:
    from zaslin.bench.wta import plot

    return plot.draw(report, path.suffix.lower().removeprefix("."))
