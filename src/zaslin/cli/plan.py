"""``zaslin plan``: an air picture in, a checked, bounded, explained plan out."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import (
    AsJson,
    ParamsName,
    PicturePath,
    Seed,
    TracksPath,
    accept_tracks,
    read_parameters,
    read_picture,
    settle,
)
from zaslin.cli.numbers import number, whole
from zaslin.cli.outcome import Failure, Unusable
from zaslin.cli.streams import (
    accept_output_path,
    progress,
    report_width,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from zaslin.assignment.stop import Stop
    from zaslin.assignment.witness_form import Arrays
    from zaslin.cli.report.view import View
    from zaslin.domain.params import PlanParams
    from zaslin.domain.picture import Picture
    from zaslin.domain.plan import Plan

DEFAULT_ROWS = 12
SHOWN_ALL = 10**9
"""Rows of a list that nobody wants to be cut."""

Deadline = Annotated[
    float | None,
    typer.Option(
        "--deadline",
        parser=number(0.0, 86_400.0, "seconds"),
        metavar="S",
        help="End the search S seconds after planning begins. Compile, greedy floor, "
        "explanation and check always run in full: about 0.3 s together at 359 tracks "
        "x 200 fire units, so S may be exceeded by that. Default: every phase runs to "
        "its own end.",
    ),
]
Reproducible = Annotated[
    bool,
    typer.Option(
        "--reproducible",
        help="Leave all measured times at zero: equal input and seed, equal bytes.",
    ),
]
WitnessPath = Annotated[
    Path | None,
    typer.Option(
        "--witness",
        metavar="FILE.npz",
        help="Write the problem and its prices, for `zaslin verify`; ends in .npz.",
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        parser=whole(0, SHOWN_ALL),
        metavar="N",
        help="Rows of every list. Default: all firm shots, 12 rows of the rest.",
    ),
]
ShowAll = Annotated[bool, typer.Option("--all", help="Every row of every list.")]
Why = Annotated[
    list[str] | None,
    typer.Option(
        "--why",
        metavar="TRACK",
        help="Explain the advice on this track instead of listing all of it; "
        "may be repeated.",
    ),
]


@dataclass(frozen=True, slots=True)
class _Request:
    """The arguments that decide how a plan is made."""

    picture: "Picture"
    params: "PlanParams"
    deadline_s: float | None
    seed: int
    timed: bool


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of it; ``stopped``: the deadline cut the work short."""

    plan: "Plan"
    witness: "Arrays"
    stopped: bool


def plan_command(
    picture: PicturePath,
    tracks: TracksPath = None,
    params: ParamsName = "default",
    deadline: Deadline = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    reproducible: Reproducible = False,
    witness: WitnessPath = None,
    limit: Limit = None,
    show_all: ShowAll = False,
    why: Why = None,
) -> None:
    """Plan the shots against an air picture; checked, bounded, explained.

    Times are in m:ss from the picture's instant, money in notional million euro (M€).
    "Firm" shots are to be ordered now or soon; "intentions" depend on a look or lie
    further ahead.
    """
    if reproducible and deadline is not None:
        raise Unusable(
            "--deadline and --reproducible exclude each other: a clock decides how "
            "good the plan gets; accepted: one of them"
        )
    if why and as_json:
        raise Unusable(
            "--why and --json exclude each other: the document holds every reason; "
            "accepted: one of them"
        )
    if witness is not None:
        inputs = (picture, tracks, params)
        accept_output_path(witness, "--witness", (".npz",), inputs)
    given = read_picture(picture, tracks)
    accept_tracks("--why", why, given)
    chosen = read_parameters(params)
    request = _Request(given, chosen, deadline, seed, timed=not reproducible)
    sizes = f"{len(given.tracks)} tracks against {len(given.fire_units)} fire units"
    with progress(f"planning {sizes}"):
        made = _make(request)
    if witness is not None:
        _write_witness(witness, made)
    if as_json:
        from zaslin.wire import plan_json

        write_answer(plan_json.encode(made.plan, given))
        return
    from zaslin.cli.report import explanation, plan_report

    view = _view(made, request, limit, show_all)
    write_report(explanation(view, why) if why else plan_report(view))


def _make(request: _Request) -> _Made:
    from zaslin.assignment.check import PlanRejected
    from zaslin.assignment.plan import plan_with_witness

    settle()
    stop = None if request.deadline_s is None else _Watched(request.deadline_s)
    try:
        plan, witness = plan_with_witness(
            request.picture,
            request.params,
            stop,
            request.seed,
            clock=time.monotonic if request.timed else None,
        )
    except PlanRejected as rejected:
        raise Failure(
            f"the independent checker rejected the plan, so there is none: {rejected}"
        ) from None
    return _Made(plan, witness, stop is not None and stop.spent)


class _Watched:
    """A deadline that remembers whether it cut anything short."""

    def __init__(self, budget_s: float) -> None:
        from zaslin.assignment.stop import Deadline

        self._stop: Stop = Deadline(time.monotonic, budget_s)
        self.spent = False

    def reached(self, done: int) -> bool:
        """Whether the budget is spent."""
        self.spent = self.spent or self._stop.reached(done)
        return self.spent


def _write_witness(path: Path, made: _Made) -> None:
    from zaslin.adapters.export import witness_npz

    write_file(path, lambda file: witness_npz.write(file, made.witness))
    say(f"zaslin: wrote {path}")


def _view(made: _Made, request: _Request, limit: int | None, show_all: bool) -> "View":
    from zaslin.cli.report.view import View

    rows = SHOWN_ALL if show_all else DEFAULT_ROWS if limit is None else limit
    firm = SHOWN_ALL if show_all or limit is None else limit
    return View(
        made.plan,
        request.picture,
        request.params,
        report_width(),
        rows,
        firm,
        stopped_after_s=request.deadline_s if made.stopped else None,
        age_s=time.time() - made.plan.made_at_s if request.timed else None,
    )
