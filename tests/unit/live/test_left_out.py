"""A track that no plan can be made with, on a live desk turn by turn."""

from tests.live_desks import Bench, Workers, bench, optimising
from zaslin.domain.event import Planned
from zaslin.domain.ids import TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.health import Code, State
from zaslin.live.planning import PlanningFailedError


def state_of(on: Bench) -> State:
    """What the board says the desk is worth."""
    return on.live.board.health.standing.state


class Poisoned:
    """A planner that one track is too much for."""

    def __init__(self, name: str) -> None:
        self.name = TrackId(name)
        self.asked: list[int] = []

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """A plan, or what a worker that died of it comes to."""
        self.asked.append(len(picture.tracks))
        if self.name in {track.id for track in picture.tracks}:
            raise PlanningFailedError("no plan")
        return optimising(picture, previous)


def test_a_track_that_breaks_planning_costs_its_own_advice_alone() -> None:
    """It is found, left out by name and shown all the same; once it is well, it is in.

    What was only tried was on nobody's screen and in no journal.
    """
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
    assert len(planned) < len(planner.asked)
    whole = len(on.sky)
    assert {whole - 1} == set(planner.asked[-3:])
    assert {0, 1} < set(planner.asked)

    planner.name = TrackId("nobody")
    on.turns(70.0)
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
