"""Planning under faults: so many questions, at each of which something goes wrong.

    python -m tests.faulted_planning --cycles 1000 [--deadline 1.0] [--json]

Each cycle asks for a plan while one worker, or every one, does something a worker must
not do (tests/faulty_planning_worker.py).  Most pictures are small; every tenth has 200
tracks and 20 units.  Promised is, in every cycle, a plan by the deadline that passes
the checker; ends with status 1 if that was broken once.  ``--plant unchecked`` takes
the gate out of the product, and must be found out.  When it is interrupted it says
what it has so far.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from tests.faulty_planning_worker import FAULTS, Spec
from tests.pictures import random_picture
from zaslin.adapters.planning import Limits, SupervisedWorkers, start
from zaslin.adapters.planning.codec import encode
from zaslin.assignment.bound import lower_bound
from zaslin.assignment.check import violations_of
from zaslin.assignment.compile import compile_picture
from zaslin.assignment.plan import plan
from zaslin.assignment.prices import carry_prices
from zaslin.assignment.stop import MaxIterations
from zaslin.bench.machine import this_machine
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import StandardIdentity
from zaslin.live.judgement import Checked, Judge
from zaslin.live.planning import Made, PlanningFailedError

WORKER = Path(__file__).with_name("faulty_planning_worker.py")
MEMORY_BYTES = 2**30
LARGE_EVERY = 10
HURRIED_SHARE = 0.2
"""Cycles that begin whether or not a worker is ready, as those of a desk do."""
READY_WITHIN_S = 20.0
NOTHING_TO_NOTICE = frozenset(name for name, each in FAULTS.items() if not each.kinds)
DEADLY = ("segv",)


def small_picture(seed: int) -> Picture:
    """A raid with somebody in it who is no enemy, and with shots to be had."""
    for number in range(seed, seed + 1_000):
        picture = random_picture(number, tracks=12, units=4, assets=3)
        if _suits(picture):
            return picture
    raise AssertionError("no picture suits")


def large_picture(seed: int) -> Picture:
    """200 tracks, 20 units."""
    return random_picture(seed, tracks=200, units=20, assets=10, pins=5, shown=10)


def _suits(picture: Picture) -> bool:
    friends = {StandardIdentity.FRIEND, StandardIdentity.NEUTRAL}
    has_friend = any(track.identity in friends for track in picture.tracks)
    made = plan(picture, PlanParams(), MaxIterations(0))
    return has_friend and len(made.shots) >= 2


@dataclass(kw_only=True)
class Cycle:
    """What one question came to."""

    spec: Spec
    was_struck: bool
    made: Made | None
    took_s: float
    first_s: float | None
    wrong: list[str] = field(default_factory=list)

    @property
    def was_noticed(self) -> bool:
        """Whether the supervisor knows that something went wrong."""
        return self.made is None or bool(self.made.faults)


def command(folder: Path, mode: str) -> tuple[str, ...]:
    """Starts a worker that misbehaves as the folder says."""
    return (sys.executable, "-P", str(WORKER), str(folder), mode)


@contextmanager
def workers(
    folder: Path, mode: str, count: int = 2, params: PlanParams | None = None
) -> Iterator[SupervisedWorkers]:
    """Supervised workers that misbehave when told to."""
    made = start(
        params or PlanParams(),
        workers=count,
        command=command(folder, mode),
        limits=Limits(memory_bytes=MEMORY_BYTES),
    )
    with made:
        yield made


def prepare(folder: Path, picture: Picture) -> None:
    """Write down the plans that light workers send."""
    plans: list[Plan] = []
    plan(picture, PlanParams(), MaxIterations(200), on_plan=plans.append)
    for old in folder.glob("plan.*"):
        old.unlink()
    for number, made in enumerate(plans):
        (folder / f"plan.{number}").write_bytes(encode(made))


def ask(
    asked: SupervisedWorkers,
    folder: Path,
    picture: Picture,
    previous: Plan | None,
    spec: Spec,
    deadline_s: float,
) -> Cycle:
    """One question under one fault, and everything about it that is wrong."""
    place = folder / str(picture.revision)
    place.write_text(spec.written())
    wrong: list[str] = []
    times: list[float] = []
    handed_on: list[Plan] = []
    began_s = time.monotonic()

    def take(made: Plan, _: str) -> None:
        times.append(time.monotonic() - began_s)
        handed_on.append(made)

    made: Made | None = None
    try:
        made = asked.plan(picture, previous, deadline_s=deadline_s, on_plan=take)
    except PlanningFailedError as error:
        wrong.append(f"no plan: {error}")
    took_s = time.monotonic() - began_s
    taken = list(folder.glob(f"{picture.revision}.taken.*"))
    place.unlink(missing_ok=True)
    for each in folder.glob(f"{picture.revision}.*"):
        each.unlink()
    wrong += audit(picture, made, handed_on)
    if took_s > deadline_s:
        wrong.append(f"after {took_s:.3f} s")
    if (folder / "exploded").exists():
        wrong.append("what a worker sent was run")
    return Cycle(
        spec=spec,
        was_struck=bool(taken),
        made=made,
        took_s=took_s,
        first_s=times[0] if times else None,
        wrong=wrong,
    )


def audit(picture: Picture, made: Made | None, handed_on: list[Plan]) -> list[str]:
    """What is wrong with the plans, by the checker and by themselves."""
    wrong = []
    params = PlanParams()
    for each in handed_on:
        found = violations_of(picture, params, each)
        wrong += [f"handed on, and against the rules: {one}" for one in found[:2]]
        wrong += _overstated(picture, params, each)
    if made is not None and (not handed_on or made.plan is not handed_on[-1]):
        wrong.append("the answer is not the plan that was handed on last")
    values = [each.value for each in handed_on]
    if any(b > a * (1 + 1e-6) for a, b in pairwise(values)):
        wrong.append(f"handed on a worse plan after a better one: {values}")
    return wrong


def _overstated(picture: Picture, params: PlanParams, made: Plan) -> list[str]:
    """Whether the plan calls itself what it is not, or better than its prices say."""
    if made.method not in ("floor", "priced", "floor, better plan rejected"):
        return [f"handed on with method {made.method!r}"]
    compiled = compile_picture(picture, params)
    proven = lower_bound(compiled.problem, carry_prices(made, compiled))
    if made.bound > max(proven, 0.0) + 1e-6 * max(1.0, made.value):
        return [f"bound {made.bound}, and its prices prove {proven}"]
    return []


def specs(seed: int) -> Iterator[Spec]:
    """Faults in a random order, each as often as any other."""
    generator = np.random.default_rng(seed)
    names = sorted(FAULTS)
    while True:
        for index in generator.permutation(len(names)):
            name = names[index]
            everyone = bool(generator.random() < 0.25) and name not in DEADLY
            # To have done after one plan is no fault.
            at = 0 if name == "done_at_once" else int(generator.integers(2))
            yield Spec(name, at, everyone)


@dataclass(kw_only=True)
class Tally:
    """What all cycles came to."""

    cycles: int = 0
    struck: int = 0
    large: int = 0
    took_s: list[float] = field(default_factory=list)
    first_s: list[float] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    by_fault: Counter[str] = field(default_factory=Counter)
    unnoticed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, cycle: Cycle, *, is_large: bool) -> None:
        """Count one."""
        self.cycles += 1
        self.struck += cycle.was_struck
        self.large += is_large
        self.took_s.append(cycle.took_s)
        if cycle.first_s is not None:
            self.first_s.append(cycle.first_s)
        name = cycle.spec.name
        if cycle.made is not None:
            self.sources[cycle.made.source] += 1
            self.kinds.update(each.kind for each in cycle.made.faults)
        if cycle.was_struck:
            self.by_fault[name] += 1
            if not cycle.was_noticed and name not in NOTHING_TO_NOTICE:
                self.unnoticed.append(cycle.spec.written())
        where = f"cycle {self.cycles}, {cycle.spec.written()}"
        self.wrong += [f"{where}: {each}" for each in cycle.wrong]

    def summary(self, deadline_s: float) -> dict[str, object]:
        """As it is printed."""
        return {
            "machine": asdict(this_machine()),
            "deadline_s": deadline_s,
            "cycles": self.cycles,
            "cycles_struck": self.struck,
            "cycles_200x20": self.large,
            "answer_s": _spread(self.took_s),
            "first_plan_s": _spread(self.first_s),
            "sources": dict(self.sources.most_common()),
            "faults_seen": dict(self.kinds.most_common()),
            "struck_by": dict(sorted(self.by_fault.items())),
            "unnoticed": self.unnoticed,
            "wrong": self.wrong,
        }


def _spread(values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    p50, p99 = np.percentile(values, [50, 99])
    return {
        "median": round(float(p50), 4),
        "p99": round(float(p99), 4),
        "max": round(max(values), 4),
    }


def campaign(
    tally: Tally, cycles: int, deadline_s: float, seed: int, folder: Path
) -> None:
    """Ask until so many questions were struck by a fault."""
    generator = np.random.default_rng([seed, 1])
    smalls = [small_picture(1_000 * number) for number in range(5)]
    larges = [large_picture(number) for number in range(3)]
    previous: dict[int, Plan] = {}
    with workers(folder, "real") as asked:
        if not asked.wait_ready(600.0, 2):
            raise SystemExit(f"no workers: {asked.workforce()}")
        for number, spec in enumerate(specs(seed), start=1):
            if tally.struck >= cycles or number > 5 * cycles + 20:
                break
            is_large = number % LARGE_EVERY == 0
            pictures = larges if is_large else smalls
            picture = pictures[number % len(pictures)]
            key = id(picture)
            if generator.random() >= HURRIED_SHARE:
                asked.wait_ready(READY_WITHIN_S, 1)
            cycle = ask(
                asked,
                folder,
                replace(picture, revision=number),
                previous.get(key),
                spec,
                deadline_s,
            )
            if cycle.made is not None:
                previous[key] = cycle.made.plan
            tally.add(cycle, is_large=is_large)
            if number % 50 == 0:
                sys.stderr.write(f"{tally.struck} struck, {len(tally.wrong)} wrong\n")


@contextmanager
def planted_unchecked_path() -> Iterator[None]:
    """The product with its gate left open: what a worker says is believed."""
    kept = Judge.checked

    def believe(_: Judge, made: Plan) -> Checked:
        return Checked(made)

    setattr(Judge, "checked", believe)  # noqa: B010  (mypy forbids the plain way)
    try:
        yield
    finally:
        setattr(Judge, "checked", kept)  # noqa: B010


def main() -> int:
    """Run the campaign and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--deadline", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=["unchecked"])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tally = Tally()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gate = planted_unchecked_path() if given.plant else nullcontext()
    with tempfile.TemporaryDirectory() as place, gate, suppress(KeyboardInterrupt):
        campaign(tally, given.cycles, given.deadline, given.seed, Path(place))
    summary = tally.summary(given.deadline)
    if given.json:
        sys.stdout.write(json.dumps(summary, indent=2) + os.linesep)
    else:
        for name, value in summary.items():
            sys.stdout.write(f"{name}: {value}{os.linesep}")
    return 1 if tally.wrong or tally.unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
