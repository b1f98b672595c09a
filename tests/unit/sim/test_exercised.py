"""A raid round a desk where people decide: crews do what was authorised, no more."""

from dataclasses import replace

import pytest

from tests.desks import decision_on, firm
from tests.live_desks import EVERY_SECOND, Bench, Workers, bench, optimising
from zaslin.bootstrap.simulation import load_setting
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Event,
    Fired,
    Identified,
    Reported,
    Resupplied,
)
from zaslin.domain.ids import EngagementId, TrackId
from zaslin.domain.track import IdentificationMethod, StandardIdentity
from zaslin.live.health import Code, Mode, State
from zaslin.live.params import LiveParams
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import JournalUnavailableError
from zaslin.ops.refused import DecisionRefusedError
from zaslin.ops.situation import Situation
from zaslin.sim.draw import draw
from zaslin.sim.exercised import Exercised
from zaslin.sim.field import Field
from zaslin.sim.outbox import Outbox
from zaslin.sim.setting import Setting

SEED = 1


@pytest.fixture(scope="module", name="setting")
def _setting() -> Setting:
    return load_setting("tiny")


def played(
    setting: Setting,
    *,
    ends_s: float = float("inf"),
    speed: float = 1.0,
    look_s: float = 1.0,
) -> Bench:
    """The tiny night, its sensors and crews round a desk in the test's hands."""
    field = Field(setting, draw(setting, SEED))
    hooks: list[Exercised] = []

    def hook(desk: Desk, now_s: float) -> None:
        if hooks:
            hooks[0](desk, now_s)

    on = bench(
        Workers(optimising),
        mode=Mode.SIM,
        field=hook,
        picture=field.opening(),
        walled=False,
        planning=setting.params,
        speed=speed,
        replan=replace(EVERY_SECOND, interval_s=5.0 * speed, same_shot_s=30.0),
        params=LiveParams(look_s=look_s, cycle_s=1.0, stuck_s=30.0, late_s=120.0),
    )
    exercised = Exercised(
        field, on.desk, on.journal.tail, by="crews", ends_s=ends_s, hold=on.clock.pause
    )
    exercised.reports_to(lambda tracks: on.live.reports("sensors", tracks))
    hooks.append(exercised)
    on.exercised = exercised  # type: ignore[attr-defined]
    return on


def authorise_all(on: Bench) -> int:
    """Authorise every line of the board that can be."""
    shown = on.live.board.shown
    made = 0
    for line in firm(shown) if shown else []:

        def decide(desk: Desk, now_s: float, line=line, shown=shown) -> object:  # type: ignore[no-untyped-def]
            return authorise(desk, decision_on(line, shown.revision, now_s), now_s)

        try:
            made += on.do(decide) is not None
        except DecisionRefusedError:
            continue
    return made


def fight(on: Bench, seconds: int) -> int:
    """Let the raid fly, and authorise what is advised; how much that was."""
    made = 0
    for _ in range(seconds // 5):
        on.turns(5.0, reporting=False)
        made += authorise_all(on)
    return made


def events(on: Bench, kind: type[Event]) -> list[Event]:
    """All events of a kind in the journal."""
    return [e.event for e in on.journal.entries() if isinstance(e.event, kind)]


def test_a_raid_is_seen_fought_and_assessed_over_a_live_desk(setting: Setting) -> None:
    """From the first report to the outcome, by the same crews as in a simulation."""
    on = played(setting)
    made = fight(on, 400)
    assert made > 2
    states = [each.state for each in on.desk.situation.engagements.values()]
    assert EngagementState.ASSESSED in states
    fired = [e for e in on.journal.entries() if isinstance(e.event, Fired)]
    assert {entry.by for entry in fired} == {"crews"}
    assert events(on, Assessed)
    assert events(on, Reported)
    assert on.live.board.health.standing.state is State.SIM
    assert on.codes == []


def test_nobody_authorises_and_nothing_is_launched(setting: Setting) -> None:
    """There is no default, no timer and no crew that decides by itself."""
    on = played(setting)
    on.turns(400.0, reporting=False)
    assert on.live.board.shown is not None
    assert events(on, Fired) == []
    assert on.desk.situation.engagements == {}


def friend_from_now_on(on: Bench) -> TrackId:
    """The first track that is to be shot at is declared a friend."""
    pin = next(iter(on.desk.situation.pins.values()))
    said = Identified(
        track=pin.track,
        identity=StandardIdentity.FRIEND,
        method=IdentificationMethod.POSITIVE,
        evidence="seen",
        authority="Capt Melnyk",
        expires_s=on.clock.now_s() + 3600.0,
    )
    on.do(lambda desk, now_s: desk.record(said, now_s, by="Capt Melnyk"))
    return pin.track


def launched_at(on: Bench, track: TrackId) -> bool:
    """Whether a crew has launched at a track."""
    on.turns(200.0, reporting=False)
    flown = [e.pin for e in on.desk.situation.engagements.values() if e.pin.launched]
    return any(pin.track == track for pin in flown)


def fought_until_an_order(setting: Setting) -> Bench:
    """A raid as far as the first authorised engagement."""
    on = played(setting)
    while not authorise_all(on):
        on.turns(1.0, reporting=False)
    return on


def test_a_crew_looks_once_more_before_it_launches(setting: Setting) -> None:
    """What people have declared a friend since is not launched at."""
    on = fought_until_an_order(setting)
    assert not launched_at(on, friend_from_now_on(on))
    assert events(on, Aborted)


def test_without_that_look_it_would_have_launched(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: crews that believe their feed alone, and are told of no plan."""
    monkeypatch.setattr(
        Situation, "track_at", lambda self, name, _: self.tracks.get(name)
    )
    monkeypatch.setattr(Field, "call_off", lambda *_: None)
    on = fought_until_an_order(setting)
    assert launched_at(on, friend_from_now_on(on))


def test_reports_of_crews_wait_while_the_journal_is_out_of_reach(
    setting: Setting,
) -> None:
    """Planted: it goes in the middle of the fight, and comes back."""
    on = played(setting)
    fight(on, 300)
    on.journal.fault = JournalUnavailableError("gone")
    on.turns(60.0, reporting=False)
    before = len(on.journal.entries())
    assert on.codes[0] is Code.JOURNAL_UNAVAILABLE
    on.journal.fault = None
    fight(on, 200)
    assert len(on.journal.entries()) > before
    assert on.codes == []
    outbox: Outbox = on.exercised.outbox  # type: ignore[attr-defined]
    assert outbox.waiting == 0
    fired = [event.engagement for event in events(on, Fired)]  # type: ignore[union-attr]
    assert len(fired) == len(set(fired))


def test_an_exercise_ends_by_itself(setting: Setting) -> None:
    """Its time is held when the scenario is over."""
    ends_s = setting.scenario.starts_s + 10.0
    on = played(setting, ends_s=ends_s)
    on.turns(20.0, reporting=False)
    assert on.clock.paused
    assert on.codes[-1] is Code.PAUSED


def test_an_exercise_may_be_hurried(setting: Setting) -> None:
    """A minute of it in a second: tracks do not grow old, and plans come."""
    on = played(setting, speed=30.0, look_s=0.2)
    on.turns(12.0, reporting=False)
    assert on.live.board.at_s == setting.scenario.starts_s + 360.0
    now_s = on.live.board.at_s
    ages = [
        now_s - each.measured_at_s for each in on.live.board.situation.tracks.values()
    ]
    assert min(ages) < 40.0
    assert on.live.board.shown is not None


def outbox_on(on: Bench) -> Outbox:
    """An outbox over a desk."""
    return Outbox(on.desk, lambda *_: None, on.journal.tail, "crews")


def test_an_event_that_was_kept_without_a_word_is_not_entered_twice() -> None:
    """The desk has taken it over from the journal; the outbox sees that."""
    on = bench()
    on.turns(3.0)
    unit = next(iter(on.desk.situation.fire_units.values()))
    outbox = outbox_on(on)
    event = Resupplied(
        fire_unit=unit.id, interceptor_type=unit.magazines[0].interceptor_type, rounds=1
    )
    on.live.core.turn()
    on.journal.fault, on.journal.keeps = JournalUnavailableError("unknown"), True
    outbox.record(event, on.clock.now_s())
    on.turns(0.4)
    on.journal.fault, on.journal.keeps = None, False
    on.turns(3.0)
    outbox.send(on.clock.now_s())
    assert outbox.waiting == 0
    assert events(on, Resupplied) == [event]


def test_what_does_not_fit_any_more_is_left_out_and_counted() -> None:
    """A person entered the same before the crew did."""
    on = bench()
    outbox = outbox_on(on)
    outbox.record(Aborted(engagement=EngagementId("E7"), why="x"), on.clock.now_s())
    assert (outbox.refused, outbox.waiting) == (1, 0)
