"""Closed-loop runs and whole studies from Python, with real clocks, files and workers.

>>> import zaslin
>>> run = zaslin.simulate("tiny", policy="greedy_soonest", seed=1)
>>> run.result.objects == (
...     run.result.downed + run.result.through + run.result.airborne
... )
True
"""

import gc
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from zaslin.adapters.study_folder import StudyFolder, study_folder
from zaslin.bootstrap import executor, run_rows
from zaslin.bootstrap.code_version import code_version
from zaslin.bootstrap.simulation import load_setting
from zaslin.ops.ports import Journal
from zaslin.sim.campaign import Job, OpenWorkers, Row, Rows, fly_tasks
from zaslin.sim.comparison import Comparison, TimingFigures, compare, timings
from zaslin.sim.draw import Draw, draw
from zaslin.sim.policy import DEFAULT_POLICY, POLICIES
from zaslin.sim.result import Bounds, RunResult, Timing
from zaslin.sim.run import Run, fly
from zaslin.sim.setting import Setting
from zaslin.sim.study import RunKey, Study, Task, tasks
from zaslin.wire.form import run as wire

DEFAULT_SCENARIO = "tiny"

# A variant of the reference is no rival to it.
_KIN = "priced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A study that can be flown: its settings, and the policy to compare with."""

    study: Study
    settings: Mapping[str, Setting]
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A study that is complete: what it says, and all that it rests on."""

    comparison: Comparison
    timings: tuple[TimingFigures, ...]
    results: Mapping[RunKey, RunResult]
    bounds: Mapping[RunKey, Bounds]


@dataclass(slots=True)
class _Found:
    """Everything that is known of a study so far."""

    results: dict[RunKey, RunResult]
    bounds: dict[RunKey, Bounds]
    timings: dict[RunKey, Timing]

    def add(self, row: Row) -> None:
        self.timings[row.key] = row.timing
        if isinstance(row.result, Bounds):
            self.bounds[row.key] = row.result
        else:
            self.results[row.key] = row.result

    def row(self, key: RunKey) -> Row:
        result = self.bounds[key] if key.policy is None else self.results[key]
        return Row(key=key, result=result, timing=self.timings.get(key, Timing()))

    def __contains__(self, key: object) -> bool:
        return key in self.results or key in self.bounds


def simulate(
    scenario: str | Path = DEFAULT_SCENARIO,
    policy: str = DEFAULT_POLICY,
    seed: int = 1,
    *,
    bound: bool = False,
    journal: Journal | None = None,
    on_step: Callable[[float], None] | None = None,
) -> Run:
    """Fly one night of a scenario under one policy, desk and people included.

    Parameters
    ----------
    scenario
        Shipped name or path of a file.
    policy
        A name of ``zaslin.sim.policy.POLICIES``.
    seed
        Of all chance.  Under one seed every policy meets the same raid.
    bound
        Whether to bound what any policy would have leaked; ``result.bounds``.
    journal
        Where the desk's entries go; by default they are kept in memory.
    on_step
        Called with the share of the night flown so far.

    Raises
    ------
    ValueError
        Naming what is wrong, its value and what is accepted.
    """
    accept_policies((policy,))
    return fly_setting(
        load_setting(scenario),
        policy,
        seed,
        bound=bound,
        journal=journal,
        on_step=on_step,
    )


def fly_setting(
    setting: Setting,
    policy: str,
    seed: int,
    *,
    bound: bool = False,
    journal: Journal | None = None,
    on_step: Callable[[float], None] | None = None,
) -> Run:
    """Fly one night of a setting under one policy; see :func:`simulate`."""
    drawn = draw(setting, seed)
    with _no_collections():
        run = fly(
            setting,
            # A policy remembers its night: a new one for each.
            POLICIES[policy](setting.params),
            seed,
            policy=policy,
            drawn=drawn,
            journal=journal,
            clock=time.perf_counter,
            on_step=on_step,
        )
    if not bound:
        return run
    result = replace(run.result, bounds=_bounds(setting, drawn))
    return replace(run, result=result)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Keep the cycle collector from walking through all of a night's facts.

    A night makes hundreds of thousands of immutable values and no cycles; looking for
    some takes a sixth of its time, in pauses as long as several plans.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def campaign(
    scenarios: Sequence[str | Path],
    policies: Sequence[str],
    runs: int = 30,
    seed: int = 1,
    *,
    forecast_scales: Sequence[float] = (),
    reference: str | None = None,
    bounds: bool = True,
    out: str | Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    chunk: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Campaign:
    """Fly every scenario under every policy and the same seeds, and compare them.

    Parameters
    ----------
    scenarios
        Shipped names or paths of files.
    policies
        Names of ``zaslin.sim.policy.POLICIES``.
    runs
        Seeds of each scenario.
    seed
        Of the study.
    forecast_scales
        Sizes of the forecast, as multiples of the scenario's own: each scenario is
        flown with each of them, and its name gets the size.
    reference
        The policy to compare with; by default the first one.
    bounds
        Whether to bound each raid as well.
    out
        Folder that keeps every result as it comes.  The same call goes on where an
        earlier one stopped, or was stopped.
    workers
        Processes; by default one for each core, 0 for none but this one.
        With any, a script has to call this under ``if __name__ == "__main__":``.
    cluster
        Address of a Dask scheduler, in the place of processes here.
    chunk
        Runs of one task; more where a run takes milliseconds.  Changes no result.
    on_progress
        Called with how many results there are, and how many there will be.

    Raises
    ------
    ValueError
        Naming what is wrong, its value and what is accepted.
    zaslin.wire.rejected.Rejected
        If ``out`` is another study's folder, or none.
    zaslin.bootstrap.executor.ClusterUnavailable
        If there is no such cluster.
    zaslin.sim.campaign.StudyFailed
        If runs have failed; the others are kept.
    """
    order = order_study(
        scenarios,
        policies,
        runs,
        seed,
        forecast_scales=forecast_scales,
        reference=reference,
        bounds=bounds,
    )
    return fly_study(
        order,
        workers_of(workers, cluster),
        out=None if out is None else Path(out),
        chunk=chunk,
        on_progress=on_progress,
    )


def order_study(
    scenarios: Sequence[str | Path],
    policies: Sequence[str],
    runs: int,
    seed: int,
    *,
    forecast_scales: Sequence[float] = (),
    reference: str | None = None,
    bounds: bool = True,
) -> Order:
    """A study with all that it needs, or ``ValueError``; see :func:`campaign`."""
    accept_policies(policies)
    loaded = [load_setting(scenario) for scenario in scenarios]
    if forecast_scales:
        loaded = [_scaled(each, by) for each in loaded for by in forecast_scales]
    study = Study(
        scenarios=tuple(setting.name for setting in loaded),
        policies=tuple(policies),
        runs=runs,
        seed=seed,
        bounds=bounds,
    )
    reference = study.policies[0] if reference is None else reference
    if reference not in study.policies:
        raise ValueError(
            f"reference is {reference!r}; accepted: {', '.join(study.policies)}"
        )
    return Order(
        study=study,
        settings={setting.name: setting for setting in loaded},
        reference=reference,
    )


def _scaled(setting: Setting, by: float) -> Setting:
    """The setting with a forecast so many times as large."""
    scenario = setting.scenario
    larger = replace(scenario, forecast_scale=scenario.forecast_scale * by)
    return replace(setting, name=f"{setting.name}-forecast-{by:g}", scenario=larger)


def workers_of(workers: int | None, cluster: str | None) -> OpenWorkers:
    """Who does the work, or ``ValueError``; see :func:`campaign`."""
    if cluster is not None:
        if workers is not None:
            raise ValueError("workers beside a cluster; accepted: one of them")
        return partial(executor.cluster, cluster)
    # As many as this process may use, which may be fewer than there are.
    workers = len(os.sched_getaffinity(0)) if workers is None else workers
    if workers < 0:
        raise ValueError(f"workers is {workers}; accepted: a whole number from 0 on")
    if workers == 0:
        return executor.this_process
    return partial(executor.process_pool, workers)


def fly_study(
    order: Order,
    open_workers: OpenWorkers,
    *,
    out: Path | None = None,
    chunk: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Campaign:
    """Fly what is left of a study, and compare; see :func:`campaign`."""
    study = order.study
    with _folder(out, order) as folder:
        found = _read(folder)
        _fly(order, found, folder, open_workers, chunk, on_progress)
        if folder is not None:
            _put_in_order(folder, study, found)
    own = order.reference.startswith(_KIN)
    kin = [name for name in study.policies if own and name.startswith(_KIN)]
    return Campaign(
        comparison=compare(study, found.results, found.bounds, order.reference, kin),
        timings=timings(study, found.timings),
        results=found.results,
        bounds=found.bounds,
    )


def policy_names() -> tuple[str, ...]:
    """Every policy, the default one first."""
    return tuple(POLICIES)


def accept_policies(names: Sequence[str]) -> None:
    """Refuse a policy that there is not."""
    for name in names:
        if name not in POLICIES:
            raise ValueError(f"policy {name!r}; accepted: {', '.join(POLICIES)}")


def fly_task(setting: Setting, task: Task) -> Rows:
    """The rows of a task, wherever this runs."""
    return tuple(_row(setting, task.policy, key) for key in task.keys)


def _row(setting: Setting, policy: str | None, key: RunKey) -> Row:
    if policy is None:
        began_s = time.perf_counter()
        bounds = _bounds(setting, draw(setting, key.seed))
        timing = Timing(total_s=time.perf_counter() - began_s)
        return Row(key=key, result=bounds, timing=timing)
    run = fly_setting(setting, policy, key.seed)
    return Row(key=key, result=run.result, timing=run.timing)


def _bounds(setting: Setting, drawn: Draw) -> Bounds:
    # Its solvers take a while to import, and not everybody asks for bounds.
    from zaslin.sim.bound.bounds import bounds

    return bounds(setting, drawn)


def _fly(
    order: Order,
    found: _Found,
    folder: StudyFolder | None,
    open_workers: OpenWorkers,
    chunk: int,
    on_progress: Callable[[int, int], None] | None,
) -> None:
    """Fly what is missing; every result is stored before the next one is awaited."""
    keys = order.study.keys
    done = sum(key in found for key in keys)

    def keep(rows: Rows) -> None:
        nonlocal done
        if folder is not None:
            folder.append(run_rows.stored(rows))
        for row in rows:
            found.add(row)
        done += len(rows)
        tell()

    def tell() -> None:
        if on_progress is not None:
            on_progress(done, len(keys))

    def job(task: Task) -> Job:
        return partial(fly_task, order.settings[task.scenario], task)

    tell()
    fly_tasks(job, tasks(order.study, found, chunk), open_workers, keep)


@contextmanager
def _folder(out: Path | None, order: Order) -> Iterator[StudyFolder | None]:
    if out is None:
        yield None
        return
    study = order.study
    stated = wire.Study(
        schema="zaslin/study/1",
        zaslin=code_version(),
        seed=study.seed,
        runs=study.runs,
        bounds=study.bounds,
        scenarios=tuple(
            wire.StudiedScenario(
                name=name, digest=run_rows.digest(order.settings[name])
            )
            for name in study.scenarios
        ),
        policies=study.policies,
    )
    with study_folder(out, stated) as folder:
        yield folder


def _read(folder: StudyFolder | None) -> _Found:
    if folder is None:
        return _Found({}, {}, {})
    return _Found(
        dict(map(run_rows.result_of, folder.rows(wire.Result))),
        dict(map(run_rows.bounds_of, folder.rows(wire.BoundsRow))),
        dict(map(run_rows.timing_of, folder.rows(wire.TimingRow))),
    )


def _put_in_order(folder: StudyFolder, study: Study, found: _Found) -> None:
    """Rows in the order of the study: equal studies leave equal files."""
    rows = [found.row(key) for key in study.keys]
    folder.replace(run_rows.stored(rows))
