"""``zaslin wta solve``: the best assignment of rounds, and the proof that it is."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.adapters.wta.detect import WtaFormat
from zaslin.cli.inputs import AsJson, Seed, settle
from zaslin.cli.numbers import number
from zaslin.cli.outcome import Failure
from zaslin.cli.streams import (
    accept_output_path,
    progress,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from zaslin.assignment.wta.instance import WtaInstance
    from zaslin.assignment.wta.result import Progress, WtaResult

InstancePath = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="Instance, in one of the formats of docs/formats.md; - is standard input.",
        show_default=False,
    ),
]
FileFormat = Annotated[
    WtaFormat,
    typer.Option("--format", help="Format of FILE; auto tells it by its beginning."),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        parser=number(0.0, 1e6, "seconds"),
        metavar="S",
        help="After S seconds, give the best so far and its bound. Default: none.",
    ),
]
Gap = Annotated[
    float,
    typer.Option(
        "--gap",
        parser=number(0.0, 0.99, "a share of the value"),
        metavar="G",
        help="Call it optimal when value − bound is at most G times the value.",
    ),
]
CertificatePath = Annotated[
    Path | None,
    typer.Option(
        "--certificate",
        metavar="FILE.npz",
        help="Write instance, answer and proof, for `zaslin wta verify`.",
    ),
]


def solve_command(
    instance: InstancePath,
    file_format: FileFormat = WtaFormat.AUTO,
    time_limit: TimeLimit = None,
    gap: Gap = 1e-8,
    seed: Seed = 0,
    as_json: AsJson = False,
    certificate: CertificatePath = None,
) -> None:
    """Assign rounds to targets so that the least value survives; with proof.

    Values are in the unit of the file. The exit code is 0 for an optimal or feasible
    answer and 1 if nothing meets every required survival, or nothing did in time.
    """
    if certificate is not None:
        accept_output_path(certificate, "--certificate", (".npz",), (instance,))
    with progress(f"reading {instance}") as tell:
        from zaslin.adapters.wta import read

        standard_input = None if sys.stdin is None else sys.stdin.buffer
        given = read.read(instance, standard_input, file_format)
        tell("starting")
        # Only a certificate that a stranger is to recompute needs the tree.
        tree = certificate is not None
        result, seconds = _solve(given, gap, seed, time_limit, tree, tell)
        if certificate is not None:
            tell("writing the certificate")
            _write_certificate(certificate, result)
    if certificate is not None:
        say(f"zaslin: wrote {certificate}")
    _write(result, seconds, as_json)
    if result.status == "infeasible":
        from zaslin.cli.wta.report import why_infeasible

        raise Failure(why_infeasible(result))
    if result.status == "unknown":
        raise Failure(
            f"{instance}: too little time to meet every required survival; "
            "a longer --time-limit may tell whether it can be done"
        )


def _solve(
    given: "WtaInstance",
    gap: float,
    seed: int,
    time_limit_s: float | None,
    tree: bool,
    tell: Callable[[str], None],
) -> "tuple[WtaResult, float]":
    from zaslin.assignment.wta.solve import solve

    settle()
    started = time.monotonic()
    result = solve(
        given,
        gap=gap,
        seed=seed,
        clock=time.monotonic,
        time_limit_s=time_limit_s,
        tree=tree,
        on_progress=lambda now: tell(progress_line(now)),
    )
    return result, time.monotonic() - started


def progress_line(now: "Progress") -> str:
    """Where the solver stands, on one line."""
    from zaslin.cli.wta.figures import exact, relative_gap

    gap = relative_gap(now.value, now.bound)
    return (
        f"{now.seconds:.1f} s · {now.phase} · incumbent {exact(now.value)} · "
        f"bound {exact(now.bound)} · gap {gap}"
    )


def _write_certificate(path: Path, result: "WtaResult") -> None:
    from zaslin.adapters import npz_file
    from zaslin.assignment.wta.certificate import certificate_arrays

    arrays = certificate_arrays(result)
    write_file(path, lambda file: npz_file.write(file, arrays))


def _write(result: "WtaResult", seconds: float, as_json: bool) -> None:
    if as_json:
        from zaslin.adapters.wta import result_json

        write_answer(result_json.encode(result, seconds))
        return
    from zaslin.cli.wta.report import report

    write_report(report(result, seconds))
