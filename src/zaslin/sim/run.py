"""One closed-loop run: another feed, another operator, another clock round the desk."""

from collections.abc import Callable
from dataclasses import dataclass

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.event import Aborted, Assessed, Fired, Lost
from zaslin.domain.ids import CURRENT_POSITION, EngagementId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Crew, StandardIdentity, Track
from zaslin.ops.advice import Advice
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.ports import Journal, Planner
from zaslin.ops.replan import ReplanParams
from zaslin.sim.arsenal import Arsenal
from zaslin.sim.assess import assess
from zaslin.sim.draw import Draw, draw
from zaslin.sim.fate import Fate, fates_of
from zaslin.sim.metrics import Tally, result_of, timing_of
from zaslin.sim.operator import Officers
from zaslin.sim.result import RunResult, Timing
from zaslin.sim.setting import Setting
from zaslin.sim.watch import Watch
from zaslin.sim.world import World


class ForbiddenEngagementError(AssertionError):
    """A launch at what must never be engaged: a defect, and the end of the run."""


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
    ForbiddenEngagementError
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
        self._kinds = {kind.id: kind for kind in setting.defence.interceptor_types}
        self._watch = Watch(setting, drawn)
        self._arsenal = Arsenal(setting, drawn)
        self._officers = Officers(scenario.staff, drawn.stream("staff"))
        self._world = World(drawn, setting.defence.populated_areas)
        self._planner = _TimedPlanner(planner, clock)
        self._assessments = drawn.stream("assessment")
        self._due: list[tuple[float, EngagementId, Outcome]] = []
        self._open: dict[EngagementId, Engagement] = {}
        self._tally = Tally()
        replanning = scenario.replanning
        self._desk = Desk(
            self._opening(),
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
        self._take_effect(now_s)
        for event in self._arsenal.step(now_s):
            self._desk.record(event, now_s)
        self._report_outcomes(now_s)
        self._look(now_s)
        self._launch_due(now_s)
        plan = self._desk.tick(now_s)
        if plan is not None:
            self._tally.plan(plan, now_s, self._open.values())
            self._call_off(plan, now_s)
        self._decide(now_s)

    def finish(self, policy: str, now_s: float) -> Run:
        """The account of the night; everything in it balances, or it is none."""
        return Run(
            result=result_of(
                self._setting,
                self._drawn,
                self._world,
                self._watch,
                self._arsenal,
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
                self._setting.defence, self._drawn, self._world, self._watch, now_s
            ),
            advice=self._planner.advice,
        )

    def _opening(self) -> Picture:
        defence = self._setting.defence
        return Picture(
            revision=0,
            now_s=self._setting.scenario.starts_s,
            origin=defence.frame.origin,
            fire_units=self._arsenal.fire_units,
            interceptor_types=defence.interceptor_types,
            assets=defence.assets,
            populated_areas=defence.populated_areas,
            control=defence.control,
            forecast=self._drawn.forecast,
        )

    def _take_effect(self, now_s: float) -> None:
        """Rounds arrive; their crews will know when they have looked."""
        for effect in self._world.advance(now_s):
            delay_s, outcome = assess(
                effect.killed, self._setting.scenario.assessment, self._assessments
            )
            self._due.append((effect.known_s + delay_s, effect.engagement, outcome))

    def _report_outcomes(self, now_s: float) -> None:
        due = sorted(line for line in self._due if line[0] <= now_s)
        self._due = [line for line in self._due if line[0] > now_s]
        for _, engagement, outcome in due:
            self._desk.record(Assessed(engagement=engagement, outcome=outcome), now_s)

    def _look(self, now_s: float) -> None:
        seen = self._watch.step(now_s, self._world.airborne(now_s))
        if seen.reports:
            self._desk.receive(seen.reports, now_s)
        if seen.lost:
            self._desk.record(Lost(tracks=seen.lost), now_s)

    def _launch_due(self, now_s: float) -> None:
        """Crews launch what was authorised for this moment, or say why not."""
        due = sorted(
            (line for line in self._open.values() if line.pin.launch_s <= now_s),
            key=lambda line: (line.pin.launch_s, line.id),
        )
        for engagement in due:
            del self._open[engagement.id]
            # The pin may have been rewritten since, as its unit moved.
            current = self._desk.situation.engagements[engagement.id]
            if current.state is EngagementState.AUTHORISED:
                self._launch(current.id, current.pin, now_s)

    def _launch(self, name: EngagementId, pin: PinnedEngagement, now_s: float) -> None:
        track = self._desk.situation.tracks.get(pin.track)
        why = self._obstacle(track, pin)
        kind = self._kinds[pin.interceptor_type]
        row = None if track is None else self._watch.row_of(pin.track)
        aimed = self._world.aim(
            row, self._arsenal.unit(pin.fire_unit), kind, pin.launch_s
        )
        if why is None and not self._arsenal.fire(
            pin.fire_unit,
            pin.interceptor_type,
            pin.salvo_size,
            pin.position,
            pin.launch_s,
            max(pin.assessed_s, aimed.known_s),
        ):
            why = "the unit could not launch"
        if why is not None or track is None:
            self._desk.record(Aborted(engagement=name, why=why or "no track"), now_s)
            return
        forbid(track)
        self._world.launch(name, row, kind, pin.salvo_size, aimed)
        self._desk.record(
            Fired(
                engagement=name,
                launch_s=pin.launch_s,
                intercept_s=aimed.effect_s,
                assessed_s=aimed.known_s,
            ),
            now_s,
        )

    def _obstacle(self, track: Track | None, pin: PinnedEngagement) -> str | None:
        """What a crew sees before it launches."""
        if track is None:
            return "the track has left the picture"
        if not may_be_engaged(track):
            return "the track may not be engaged any more"
        row = self._watch.row_of(pin.track)
        if row is not None and not self._world.airborne(pin.launch_s)[row]:
            return "the crew sees nothing there"
        return None

    def _call_off(self, plan: Plan, now_s: float) -> None:
        """Crews are told which authorised engagements stand no longer."""
        withdrawn = {
            (line.track, line.fire_unit): line.text
            for line in plan.withdrawn
            if not line.launched
        }
        if not withdrawn:
            return
        for engagement in list(self._open.values()):
            why = withdrawn.get((engagement.pin.track, engagement.pin.fire_unit))
            if why is not None:
                del self._open[engagement.id]
                self._desk.record(Aborted(engagement=engagement.id, why=why), now_s)

    def _decide(self, now_s: float) -> None:
        for engagement in self._officers.decide(self._desk, now_s):
            self._open[engagement.id] = engagement
            if engagement.pin.position != CURRENT_POSITION:
                self._arsenal.order_move(
                    engagement.pin.fire_unit, engagement.pin.position, now_s
                )


def may_be_engaged(track: Track) -> bool:
    """Whether a track is hostile, uncrewed and not civil."""
    return (
        track.identity is StandardIdentity.HOSTILE
        and track.crew is Crew.UNCREWED
        and not track.civil
    )


def forbid(track: Track) -> None:
    """Raise unless a track may be engaged at all: the hard filter, asserted anew.

    Raises
    ------
    ForbiddenEngagementError
        For anything that is not hostile, uncrewed and not civil.
    """
    if not may_be_engaged(track):
        raise ForbiddenEngagementError(
            f"a round was launched at track {track.id!r}, which is {track.identity}, "
            f"{track.crew}, civil {track.civil}; accepted: hostile, uncrewed, not civil"
        )
