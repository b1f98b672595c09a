"""A track that no plan can be made with, on a live desk turn by turn."""

import pytest

from tests.desks import authorised
from tests.live_desks import Bench, Workers, bench, optimising
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Planned
from zaslin.domain.ids import TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.health import Code, State
from zaslin.live.planning import FaultKind, PlanningFailedError, PlanningFault


def state_of(on: Bench) -> State:
    """What the board says the desk is worth."""
    return on.live.board.health.standing.state


class Poisoned:
    """A planner that one track is too much for."""

    def __init__(self, name: str) -> None:
        self.name = TrackId(name)
        self.asked: list[int] = []
        self.faults: tuple[PlanningFault, ...] = ()

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """A plan, or what a worker that died of it comes to."""
        self.asked.append(len(picture.tracks))
        if self.name in {track.id for track in picture.tracks}:
            raise PlanningFailedError("no plan", self.faults)
        return optimising(picture, previous)


def test_a_track_that_breaks_planning_costs_its_own_advice_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is found, left out by name and shown all the same; once it is well, it is in.

    What was only tried was on nobody's screen and in no journal.
    """
    monkeypatch.setattr("zaslin.live.suspects._AGAIN_S", 20.0)
    planner = Poisoned("T03")
    on = bench(Workers(planner))
    on.turns(2.0)
    assert state_of(on) is State.NO_ADVICE
    on.turns(12.0)
    assert state_of(on) is State.DEGRADED
    assert on.live.board.shown is not None
    (said,) = (
        reason
        for reason in on.live.board.health.standing.reasons
        if reason.code is Code.TRACKS_LEFT_OUT
    )
    assert said.params == {"tracks": 1, "names": "T03"}
    assert "T03" in {track.id for track in on.live.board.picture.tracks}
    planned = [
        entry.event
        for entry in on.journal.entries()
        if isinstance(entry.event, Planned) and entry.event.digest
    ]
    assert all(shot.track != "T03" for event in planned for shot in event.shown)
    whole = len(on.sky)
    assert len(planned) == planner.asked.count(whole - 1)
    assert {whole - 1} == set(planner.asked[-3:])
    assert {0, 1} < set(planner.asked)

    planner.name = TrackId("nobody")
    on.turns(25.0)
    assert state_of(on) is State.LIVE
    assert planner.asked[-1] == whole
    assert Code.TRACKS_LEFT_OUT not in on.codes


def test_planning_that_always_fails_blames_no_track() -> None:
    """It is said as it is, and works again as soon as it works."""
    workers = Workers(failing := Poisoned(""))

    def always(picture: Picture, previous: Plan | None) -> Plan:
        raise PlanningFailedError(f"no plan of {len(picture.tracks)}, nor {previous}")

    workers.planner = always
    on = bench(workers)
    on.turns(20.0)
    assert on.codes[0] is Code.PLANNING_FAILED
    workers.planner = failing
    on.turns(3.0)
    assert state_of(on) is State.LIVE


def test_after_workers_died_it_is_waited_for_new_ones_but_not_forever() -> None:
    """Or the next question failed for want of somebody, and not of its tracks."""
    planner = Poisoned("T03")
    workers = Workers(planner)
    on = bench(workers)
    workers.ready = 0
    on.turns(10.0)
    assert len(planner.asked) == 1
    on.turns(10.0)
    assert len(planner.asked) > 1


def test_a_question_that_nobody_was_there_for_says_nothing_of_a_track() -> None:
    """Or an innocent one would be left out while workers are started anew."""
    planner = Poisoned("T03")
    planner.faults = (PlanningFault(kind=FaultKind.NO_WORKER, detail="none ready"),)
    on = bench(Workers(planner))
    on.turns(20.0)
    assert set(planner.asked) == {len(on.sky)}
    assert on.codes == [Code.PLANNING_FAILED]


def test_a_shot_at_who_is_left_out_stands_and_keeps_its_rounds() -> None:
    """It is not called back, and nobody else is promised what it needs."""
    planner = Poisoned("nobody")
    on = bench(Workers(planner))
    on.turns(3.0)
    shot = on.do(authorised)
    assert isinstance(shot, Engagement)
    pin = shot.pin
    planner.name = pin.track
    on.turns(14.0)
    assert Code.TRACKS_LEFT_OUT in on.codes
    shown, planned = on.live.board.shown, on.live.board.shown_picture
    assert shown is not None
    assert planned is not None
    assert shown.withdrawn == ()
    assert planned.control.pinned == ()
    (mine,) = (u for u in planned.fire_units if u.id == pin.fire_unit)
    whole = on.live.board.situation.fire_units[pin.fire_unit]
    assert mine.channels == whole.channels - 1
    for left, all_of_it in zip(mine.magazines, whole.magazines, strict=True):
        takes = pin.salvo_size if left.interceptor_type == pin.interceptor_type else 0
        assert left.rounds_ready == all_of_it.rounds_ready - takes
