"""One closed-loop run: another feed, another operator, another clock round the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.advice import Advice
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.ports import Journal, Planner
from zaslin.ops.replan import ReplanParams
from zaslin.sim.draw import Draw, draw
from zaslin.sim.fate import Fate, fates_of
from zaslin.sim.field import Field
from zaslin.sim.metrics import Tally, result_of, timing_of
from zaslin.sim.operator import Officers
from zaslin.sim.result import RunResult, Timing
from zaslin.sim.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A flown night: what it came to, how long that took, and its journal.

    ``fates`` are the truth about each object, ``advice`` what the plans said last.
    """

    result: RunResult
    timing: Timing
    journal: Journal
    fates: tuple[Fate, ...]
    advice: Advice


def fly(
    setting: Setting,
    planner: Planner,
    seed: int,
    *,
    policy: str = "",
    drawn: Draw | None = None,
    journal: Journal | None = None,
    clock: Callable[[], float] | None = None,
    on_step: Callable[[float], None] | None = None,
) -> Run:
    """Fly one seed of a setting against the plans of one planner.

    Parameters
    ----------
    setting
        The scenario and all it names.
    planner
        The policy; it sees the desk's pictures and nothing else.
    seed
        Of the raid, the sensors, the dice, the people: the same under every policy.
    policy
        The planner's name, for the result.
    drawn
        ``draw(setting, seed)``, if the caller has it already.
    journal
        Where entries go; by default they are kept in memory.
    clock
        Monotonic seconds, for the timing alone.
    on_step
        Called with the share of the night flown so far.

    Raises
    ------
    zaslin.sim.field.ForbiddenEngagementError
        If a round is launched at what the hard filter forbids.
    zaslin.sim.metrics.ConservationError
        If rounds, objects or engagements do not balance at the end.
    """
    night = _NightRun(
        setting,
        planner,
        drawn or draw(setting, seed),
        journal or MemoryJournal(),
        clock,
    )
    start_s, duration_s = setting.scenario.starts_s, setting.scenario.duration_s
    steps = int(duration_s // setting.scenario.step_s)
    for step in range(steps + 1):
        night.step(start_s + step * setting.scenario.step_s)
        if on_step is not None:
            on_step(step / max(1, steps))
    return night.finish(policy, start_s + steps * setting.scenario.step_s)


class _TimedPlanner:
    """A planner with a stopwatch; without a clock it only counts.

    The desk survives a planner that fails; ``failures`` keeps it from passing unseen.
    """

    def __init__(self, planner: Planner, clock: Callable[[], float] | None) -> None:
        self._planner = planner
        self._clock = clock
        self.seconds: list[float] = []
        self.failures = 0
        self.advice = Advice()

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        before = self._clock() if self._clock else 0.0
        try:
            plan = self._planner(picture, previous)
        except Exception:
            self.failures += 1
            raise
        finally:
            self.seconds.append(self._clock() - before if self._clock else 0.0)
        self.advice.note(plan)
        return plan


class _NightRun:
    """The parts of a run, stepped together; state lives here and nowhere else."""

    def __init__(
        self,
        setting: Setting,
        planner: Planner,
        drawn: Draw,
        journal: Journal,
        clock: Callable[[], float] | None,
    ) -> None:
        scenario = setting.scenario
        self._setting, self._drawn, self._journal = setting, drawn, journal
        self._clock = clock
        self._began = clock() if clock else 0.0
        self._field = Field(setting, drawn)
        self._officers = Officers(scenario.staff, drawn.stream("staff"))
        self._planner = _TimedPlanner(planner, clock)
        self._tally = Tally()
        replanning = scenario.replanning
        self._desk = Desk(
            self._field.opening(),
            scenario.starts_s,
            self._planner,
            ReplanParams(
                interval_s=replanning.interval_s,
                shortest_s=replanning.shortest_s,
                decision_lead_s=replanning.decision_lead_s,
                # People decide at any time, but are asked once in a step.
                entry_grace_s=scenario.step_s,
            ),
            journal,
            params=setting.params,
        )

    def step(self, now_s: float) -> None:
        """Let everything happen that does so by now, in the order of cause."""
        self._field.step(self._desk, now_s)
        plan = self._desk.tick(now_s)
        if plan is not None:
            self._tally.plan(plan, now_s, self._field.open)
            self._field.call_off(self._desk, plan, now_s)
        for engagement in self._officers.decide(self._desk, now_s):
            self._field.order(engagement, now_s)

    def finish(self, policy: str, now_s: float) -> Run:
        """The account of the night; everything in it balances, or it is none."""
        return Run(
            result=result_of(
                self._setting,
                self._drawn,
                self._field.world,
                self._field.watch,
                self._field.arsenal,
                self._officers,
                self._desk.situation,
                self._tally,
                policy,
                self._planner.failures,
                now_s,
            ),
            timing=timing_of(
                self._clock() - self._began if self._clock else 0.0,
                self._planner.seconds,
            ),
            journal=self._journal,
            fates=fates_of(
                self._setting.defence,
                self._drawn,
                self._field.world,
                self._field.watch,
                now_s,
            ),
            advice=self._planner.advice,
        )
