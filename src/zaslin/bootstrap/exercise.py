"""Exercises: a simulated raid on a desk of its own, decided by people.

Sensors and crews are simulated; whatever is launched was authorised by a person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import RLock

from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.volume import volume_of
from zaslin.api.desk_ports import Running, ScenarioCard
from zaslin.bootstrap.replay import about_run
from zaslin.bootstrap.room import NotLeadingError, Room
from zaslin.bootstrap.simulation import load_setting, shipped_scenarios
from zaslin.config import read_scenario
from zaslin.domain.picture import Picture
from zaslin.domain.track import Track
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.live.health import Mode
from zaslin.live.planning import PlanWorkers
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.replan import ReplanParams
from zaslin.sim.draw import draw
from zaslin.sim.exercised import Exercised
from zaslin.sim.field import Field
from zaslin.sim.setting import Setting
from zaslin.wire import plan_json

DESK = "sim"
"""The name of the desk of an exercise."""

RADAR = "simulated sensors"
CREWS = "simulated crews"

# Of the limits of a desk some are about its own time, which an exercise may hurry.
_MOST_GRACE_S = 60.0
_LATE_S = 120.0


class RunsAlreadyError(RuntimeError):
    """There is one exercise at a time, and one runs."""


class NoExerciseError(LookupError):
    """No exercise runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played:
    """The exercise that runs."""

    setting: Setting
    seed: int
    desk: LiveDesk
    workers: PlanWorkers
    replan: ReplanParams

    @property
    def ends_s(self) -> float:
        scenario = self.setting.scenario
        return scenario.starts_s + scenario.duration_s


class ExerciseDesk:
    """Starts, steers and ends exercises; any thread may call.

    Parameters
    ----------
    room
        Where desks are put up.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._lock = RLock()
        self._played: _Played | None = None

    def scenarios(self) -> Sequence[ScenarioCard]:
        """What can be simulated."""
        return tuple(_card(name) for name in shipped_scenarios())

    def current(self) -> Running | None:
        """The exercise that runs."""
        played = self._played
        return None if played is None else _running(played)

    def start(self, scenario: str, *, seed: int, speed: float, paused: bool) -> Running:
        """Begin an exercise of a shipped scenario.

        Raises
        ------
        KeyError
            If there is no scenario of this name.
        RuntimeError
            If an exercise runs already, or another process leads.
        ValueError
            If seed or speed are out of range.
        """
        if scenario not in shipped_scenarios():
            raise KeyError(scenario)
        return self.play(load_setting(scenario), seed=seed, speed=speed, paused=paused)

    def play(
        self,
        setting: Setting,
        *,
        seed: int,
        speed: float,
        paused: bool = False,
        skip_s: float = 0.0,
    ) -> Running:
        """Begin an exercise of any setting; raises as ``start``.

        So many seconds of the raid have passed by then, with nobody at the desk.
        """
        with self._lock:
            if self._played is not None:
                raise RunsAlreadyError(
                    f"exercise {self._played.setting.name} runs; accepted: one at a "
                    "time"
                )
            if not self._room.leads:
                raise NotLeadingError
            self._played = _begun(self._room, setting, seed, speed, paused, skip_s)
            return _running(self._played)

    def steer(self, *, paused: bool | None, speed: float | None) -> Running:
        """Hold it, let it go on, or change its speed.

        Raises
        ------
        LookupError
            If no exercise runs.
        ValueError
            If the speed is out of range.
        """
        with self._lock:
            played = self._playing()
            clock = played.desk.clock
            if speed is not None:
                clock.run_at(speed)
                hurried = _hurried(played.replan, speed)
                played.desk.submit(_with_rhythm(hurried))
            if paused is not None:
                (clock.pause if paused else clock.resume)()
            return _running(played)

    def stop(self) -> None:
        """End it; its journal stays.

        Raises
        ------
        LookupError
            If no exercise runs.
        """
        with self._lock:
            played, self._played = self._playing(), None
            self._room.take_down(played.desk.name)
            played.workers.close()

    def close(self) -> None:
        """End it, if one runs."""
        with self._lock:
            if self._played is not None:
                self.stop()

    def _playing(self) -> _Played:
        if self._played is None:
            raise NoExerciseError("no exercise runs; accepted: start one first")
        return self._played


def _card(name: str) -> ScenarioCard:
    stated = read_scenario(name)
    return ScenarioCard(
        name=name,
        title=stated.title,
        starts_s=stated.starts_s,
        duration_s=stated.duration_s,
    )


def _running(played: _Played) -> Running:
    clock = played.desk.clock
    now_s = clock.now_s()
    return Running(
        desk=played.desk.name,
        name=played.setting.name,
        seed=played.seed,
        speed=clock.speed_when_running,
        paused=clock.paused,
        over=now_s >= played.ends_s,
        starts_s=played.setting.scenario.starts_s,
        now_s=now_s,
        ends_s=played.ends_s,
    )


def _begun(
    room: Room,
    setting: Setting,
    seed: int,
    speed: float,
    paused: bool,
    skip_s: float,
) -> _Played:
    """An exercise, put up; nothing is left behind if that fails."""
    setting = replace(setting, params=room.rules.at_desk(setting.params))
    drawn = draw(setting, seed)
    scenario = setting.scenario
    begins_s = scenario.starts_s + min(skip_s, scenario.duration_s)
    clock = DeskClock(begins_s, room.outside.monotonic, speed=speed)
    if paused:
        clock.pause()
    replan = replace(
        room.rules.replan, decision_lead_s=scenario.replanning.decision_lead_s
    )
    field = Field(setting, drawn)
    journal = room.begin_journal("sim", about_run(setting, "live", seed))
    desk = Desk(
        _picture_at(field, setting, begins_s),
        begins_s,
        None,
        _hurried(replan, speed),
        journal,
        params=setting.params,
        two_person=room.rules.two_person,
    )
    workers = room.start_workers(setting.params)
    try:
        live = _live(room, journal, desk, field, workers, clock, setting)
        room.put_up(live, room.archive(journal))
    except BaseException:
        workers.close()
        raise
    return _Played(
        setting=setting, seed=seed, desk=live, workers=workers, replan=replan
    )


def _picture_at(field: Field, setting: Setting, begins_s: float) -> Picture:
    """What sensors have seen by then of a raid that nobody has answered."""
    scenario = setting.scenario
    unmanned = Desk(
        field.opening(),
        scenario.starts_s,
        None,
        ReplanParams(),
        MemoryJournal(),
        params=setting.params,
    )
    now_s = scenario.starts_s
    while now_s < begins_s:
        field.step(unmanned, now_s)
        now_s += scenario.step_s
    return unmanned.situation.picture_at(begins_s)


def _live(
    room: Room,
    journal: LedgerJournal,
    desk: Desk,
    field: Field,
    workers: PlanWorkers,
    clock: DeskClock,
    setting: Setting,
) -> LiveDesk:
    exercised = Exercised(
        field,
        desk,
        journal.entries,
        by=CREWS,
        ends_s=setting.scenario.starts_s + setting.scenario.duration_s,
        hold=clock.pause,
    )
    live = LiveDesk(
        DESK,
        desk,
        workers,
        plan_json.encode,
        clock,
        room.outside.token(),
        mode=Mode.SIM,
        params=replace(room.rules.live, late_s=_LATE_S),
        tail=journal.entries,
        volume=volume_of(room.database),
        field=exercised,
    )

    def reported(tracks: tuple[Track, ...]) -> None:
        live.reports(RADAR, tracks)

    exercised.reports_to(reported)
    return live


def _hurried(replan: ReplanParams, speed: float) -> ReplanParams:
    """The rhythm of a desk whose time runs faster: the same to whoever looks on."""
    faster = max(1.0, speed)
    return replace(
        replan,
        interval_s=replan.interval_s * faster,
        shortest_s=replan.shortest_s * faster,
        refresh_s=replan.refresh_s * faster,
        withdraw_after_s=replan.withdraw_after_s * faster,
        report_grace_s=replan.report_grace_s * faster,
        entry_grace_s=min(replan.entry_grace_s * faster, _MOST_GRACE_S),
    )


def _with_rhythm(replan: ReplanParams) -> Callable[[Desk, float], None]:
    """Let a desk plan to another rhythm."""

    def change(desk: Desk, now_s: float) -> None:
        del now_s
        desk.replan = replan

    return change
