"""Studies with made-up results: cheap, seeded, and as odd as a test needs them."""

import os
import time
from collections.abc import Callable
from hashlib import sha256
from zlib import crc32

import numpy as np

from zaslin.bootstrap.study import simulate
from zaslin.sim.campaign import Row, Rows
from zaslin.sim.result import Bounds, RunResult, Timing, TypeAccount
from zaslin.sim.study import RunKey, Study, Task
from zaslin.wire.journal_line import encode

POLICIES = ("ours", "ours_too", "greedy", "slow")


def study(**changes: object) -> Study:
    """Two scenarios, four policies, six runs."""
    stated: dict[str, object] = {
        "scenarios": ("calm", "storm"),
        "policies": POLICIES,
        "runs": 6,
        "seed": 3,
    }
    return Study(**(stated | changes))  # type: ignore[arg-type]


def made_up(key: RunKey, leaked_meur: float | None = None) -> RunResult:
    """A result that depends on nothing but its key, and adds up."""
    assert key.policy is not None
    raid = _generator(key.scenario, key.seed)
    size = 100.0 + 900.0 * raid.random()
    skill = 0.2 + 0.6 * _generator(key.scenario, key.policy).random()
    luck = _generator(key.scenario, key.policy, key.seed).normal(1.0, 0.1)
    leaked = size * skill * max(0.0, luck) if leaked_meur is None else leaked_meur
    through = int(20 * skill)
    fired = int(40 * (1.0 - skill))
    return RunResult(
        scenario=key.scenario,
        policy=key.policy,
        seed=key.seed,
        leaked_meur=leaked,
        leaked_expected_meur=leaked,
        undefended_meur=size,
        debris_meur=0.25,
        objects=30,
        downed=30 - through,
        through=through,
        airborne=0,
        decoys_downed=1,
        decoys_leaked=2,
        leakers={"one_way_attack": through - 2},
        rounds={
            "gun": TypeAccount(
                at_start=100,
                resupplied=0,
                fired=fired,
                at_end=100 - fired,
                money_meur=0.1 * fired,
            )
        },
        authorised=fired,
        refused=1,
        fired=fired,
        aborted=0,
        expired=0,
        killed=fired // 2,
        missed=fired - fired // 2,
        assessed_unknown=0,
        plans=40,
        failed_plans=0,
        churn=7,
        decisions_per_minute=1.5,
        busiest_decisions_per_minute=6.0,
    )


def made_up_bounds(key: RunKey) -> Bounds:
    """Below every made-up result of the same raid."""
    raid = _generator(key.scenario, key.seed)
    return Bounds(full_information_meur=0.1 * (100.0 + 900.0 * raid.random()))


def row(key: RunKey) -> Row:
    """Result or bounds of one key."""
    result = made_up_bounds(key) if key.policy is None else made_up(key)
    return Row(key=key, result=result, timing=Timing(total_s=0.5))


def rows(task: Task) -> Rows:
    """The work of a task, at module level, so that another process finds it."""
    return tuple(map(row, task.keys))


def results(
    of: Study, leaked: Callable[[RunKey], float] | None = None
) -> dict[RunKey, RunResult]:
    """Every run of a study."""
    return {
        key: made_up(key, None if leaked is None else leaked(key))
        for key in of.keys
        if key.policy is not None
    }


def bounds(of: Study) -> dict[RunKey, Bounds]:
    """The bounds of every raid of a study."""
    return {key: made_up_bounds(key) for key in of.keys if key.policy is None}


def _generator(*parts: object) -> np.random.Generator:
    return np.random.default_rng(crc32(repr(parts).encode()))


def slow_rows(task: Task) -> Rows:
    """The same, slowly enough to be killed at it."""
    time.sleep(0.15)
    return rows(task)


def deadly_rows(task: Task) -> Rows:
    """The same, but one policy ends its worker."""
    if task.policy == "slow":
        os._exit(9)
    return rows(task)


def own_settings(_: Task) -> Rows:
    """What a worker lives under, in the place of an error message."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
    raise LookupError(",".join(os.environ.get(name, "none") for name in names))


def journal_digest(scenario: str, policy: str, seed: int) -> str:
    """Digest of the journal of one real night, as it would be written to a file."""
    run = simulate(scenario, policy, seed)
    lines = b"".join(encode(entry) for entry in run.journal.entries())
    return sha256(lines).hexdigest()
