"""What it costs to have plans made in another process, and judged in this one.

    python -m tests.planning_cost [--repeats 15] [--json]

Milliseconds, median and worst, for synthetic raids: pictures and plans written and
read, plans judged, the floor made here; how long a worker takes to be ready, and how
much memory it has then.
"""

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median

import numpy as np

from zaslin.adapters import planning
from zaslin.adapters.planning.codec import (
    Question,
    decode_plan,
    decode_question,
    encode,
    warmth_of,
)
from zaslin.adapters.planning.supervisor import SupervisedWorkers
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import Deadline, MaxIterations
from zaslin.bench.machine import this_machine
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.live.judgement import Judge
from zaslin.sim.synthetic import synthetic_raid

SIZES = ((100, 20), (200, 20), (500, 200))
PARAMS = PlanParams()


def milliseconds(run: Callable[[], object], repeats: int) -> dict[str, float]:
    """Median and worst time of a call."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - start))
    return {"median": round(median(times), 1), "worst": round(max(times), 1)}


def cost(picture: Picture, repeats: int) -> dict[str, object]:
    """Of one picture and its explained plan, made without a previous one."""
    clock = time.perf_counter
    made = plan(picture, PARAMS, Deadline(clock, 60.0))
    question = Question(read_s=0.85, picture=picture, warmth=warmth_of(made))
    asked, answered = encode(question), encode(made)
    floor = encode(plan(picture, PARAMS, MaxIterations(0)))
    judge = Judge(picture, PARAMS)
    judge.checked(made)
    return {
        "picture_kB": round(len(asked) / 1e3),
        "plan_kB": round(len(answered) / 1e3),
        "picture_written": milliseconds(lambda: encode(question), repeats),
        "picture_read": milliseconds(lambda: decode_question(asked), repeats),
        "plan_written": milliseconds(lambda: encode(made), repeats),
        "plan_read": milliseconds(lambda: decode_plan(answered), repeats),
        "plan_judged": milliseconds(lambda: judge.checked(made), repeats),
        "floor_read_and_judged": milliseconds(
            lambda: judge.checked(decode_plan(floor)), repeats
        ),
        "floor_made_here": milliseconds(Judge(picture, PARAMS).floor, repeats),
    }


def answers(
    asked: SupervisedWorkers, picture: Picture, repeats: int
) -> dict[str, object]:
    """Times of the answers of sound workers, each warmed up by the one before."""
    made = asked.plan(picture, None, deadline_s=1.0, on_plan=_nobody)
    floors, lasts, sources = [], [], []
    for _ in range(repeats):
        made = asked.plan(picture, made.plan, deadline_s=1.0, on_plan=_nobody)
        floors.append(1e3 * made.arrivals[0].at_s)
        lasts.append(1e3 * made.arrivals[-1].at_s)
        sources.append(str(made.source))
    return {
        "floor_handed_on": {
            "median": round(median(floors)),
            "worst": round(max(floors)),
        },
        "last_handed_on": {"median": round(median(lasts)), "worst": round(max(lasts))},
        "from_the_solver": f"{sources.count('solver')} of {repeats}",
    }


def _nobody(*_: object) -> None:
    """Nobody is listening."""


def resident_mb(pid: int) -> int:
    """Memory of a process, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = (each for each in lines if each.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1e3)


def main() -> None:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    summary: dict[str, object] = {"machine": asdict(this_machine())}
    began_s = time.perf_counter()
    with planning.start(PARAMS, workers=1) as asked:
        here_s = time.perf_counter() - began_s
        assert asked.wait_ready(600.0)
        summary["ready_s"] = {
            "this_process": round(here_s, 2),
            "worker": round(time.perf_counter() - began_s, 2),
        }
        # As a service does when it is up: what lives lives on.
        gc.collect()
        gc.freeze()
        for tracks, units in SIZES:
            picture = synthetic_raid(tracks, units, np.random.default_rng(1))
            summary[f"{tracks}x{units}"] = cost(picture, given.repeats) | answers(
                asked, picture, given.repeats
            )
        worker = asked._means.keeper.take(600.0)  # noqa: SLF001
        assert worker is not None
        summary["resident_MB"] = {
            "worker": resident_mb(worker.pid),
            "this_process": resident_mb(os.getpid()),
        }
    if given.json:
        sys.stdout.write(json.dumps(summary, indent=2) + "\n")
    else:
        for name, value in summary.items():
            sys.stdout.write(f"{name}: {value}\n")


if __name__ == "__main__":
    main()
