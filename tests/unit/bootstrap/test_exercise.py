"""Exercises and replays on a real database: begun, steered, ended, and shown again."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.shelf import journals
from zaslin.adapters.planning import Limits
from zaslin.api.logs import make_log
from zaslin.bootstrap.exercise import ExerciseDesk
from zaslin.bootstrap.replay_desk import ReplayDesk
from zaslin.bootstrap.room import Outside, Room, Rules
from zaslin.domain.params import PlanParams
from zaslin.live.board import Board
from zaslin.live.desk import LiveDesk
from zaslin.live.doors import OpenDesk
from zaslin.live.health import State
from zaslin.live.params import LiveParams
from zaslin.live.plan_here import PlanHere
from zaslin.live.planning import PlanWorkers
from zaslin.ops.policy import ONE_PERSON
from zaslin.ops.replan import ReplanParams
from zaslin.ops.state import fold

LONG_S = 120.0
"""Nothing here takes so long, unless it is broken."""


class RoomHere(Room):
    """A room whose planners need no process of their own."""

    def start_workers(
        self, params: PlanParams, workers: int | None = None
    ) -> PlanWorkers:
        """Planners in the thread that asks."""
        del workers
        return PlanHere(params, time.monotonic)


@pytest.fixture(name="room")
def _room(tmp_path: Path) -> Iterator[Room]:
    """A room that leads, over an empty database."""
    rules = Rules(
        live=LiveParams(),
        replan=ReplanParams(
            interval_s=1.0, shortest_s=0.0, same_shot_s=30.0, withdraw_after_s=30.0
        ),
        change_cost_meur=3.0,
        two_person=ONE_PERSON,
        workers=1,
        worker_limits=Limits(),
    )
    tokens = iter(f"era{n}" for n in range(100))
    outside = Outside(
        wall=time.time, monotonic=time.monotonic, token=lambda: next(tokens)
    )
    with open_database(f"sqlite:///{tmp_path}/zaslin.db", now=time.time) as database:
        log = make_log(lambda _: None, time.time, "info")
        made = RoomHere(database, rules, outside, log)
        made.enter(1)
        yield made
        made.leave()


def seen(desk: OpenDesk, wanted: Event, number: int) -> Board:
    """The first board with so many tracks and a plan."""
    reader = desk.broadcast.subscribe(wanted.set)
    while True:
        board = desk.board
        if len(board.situation.tracks) >= number and board.shown is not None:
            reader.close()
            return board
        assert wanted.wait(LONG_S)
        wanted.clear()
        reader.take()


def test_an_exercise_is_begun_steered_and_shown_again(room: Room) -> None:
    """In a journal of its own, which stays when it is over."""
    exercises = ExerciseDesk(room)
    assert exercises.current() is None
    begun = exercises.start("tiny", seed=3, speed=60.0, paused=False)
    assert (begun.desk, begun.name, begun.seed, begun.over) == ("sim", "tiny", 3, False)
    desk = room.desks["sim"]
    board = seen(desk, Event(), 1)
    assert board.health.standing.state is State.SIM
    # People read it, so a change has to be worth more than in a simulation.
    assert isinstance(desk, LiveDesk)
    assert desk.core.desk.params.change_cost_meur == room.rules.change_cost_meur

    held = exercises.steer(paused=True, speed=2.0)
    assert (held.paused, held.speed) == (True, 2.0)
    desk.submit(lambda *_: None).result(LONG_S)
    assert desk.plan_oldest_s == 60.0
    with pytest.raises(RuntimeError, match="one at a time"):
        exercises.start("tiny", seed=3, speed=1.0, paused=False)
    exercises.stop()
    assert "sim" not in room.desks
    with pytest.raises(LookupError, match="no exercise runs"):
        exercises.stop()

    replays = ReplayDesk(room)
    (recording,) = replays.recordings()
    assert recording.kind == "sim"
    assert "scenario=tiny" in recording.about
    shown = replays.start(recording.id, at_s=held.now_s, speed=1.0, paused=True)
    assert shown.paused
    again = room.desks["replay"].board
    assert again.health.standing.state is State.REPLAY
    assert again.situation == journal_of(room, again)
    assert again.plan_document
    first = replays.steer(paused=None, speed=4.0, at_s=shown.starts_s)
    assert (first.now_s, first.speed) == (shown.starts_s, 4.0)
    with pytest.raises(RuntimeError, match="one at a time"):
        replays.start(recording.id, at_s=None, speed=1.0, paused=True)
    replays.close()
    replays.close()
    assert replays.current() is None


def journal_of(room: Room, board: Board) -> object:
    """What the journal of the exercise comes to, as far as a board has it."""
    (row,) = journals(room.database)
    return fold(room.journal(row.id).entries(0, board.situation.entries))


def test_parameters_that_make_a_change_dearer_still_are_kept(room: Room) -> None:
    """A house that wants steadier plans states so in its parameters."""
    steady = PlanParams(change_cost_meur=20.0)
    assert room.rules.at_desk(steady) == steady
    assert room.rules.at_desk(PlanParams()).change_cost_meur == 3.0


def test_what_does_not_exist_is_not_begun(room: Room) -> None:
    """A scenario or a recording that there is not, a speed that cannot be."""
    exercises, replays = ExerciseDesk(room), ReplayDesk(room)
    for name in ("nowhere", "../../etc/passwd", "tiny.toml", ""):
        with pytest.raises(KeyError):
            exercises.start(name, seed=1, speed=1.0, paused=False)
        with pytest.raises(KeyError):
            replays.start(name, at_s=None, speed=1.0, paused=False)
    with pytest.raises(ValueError, match="speed"):
        exercises.start("tiny", seed=1, speed=1e6, paused=False)
    with pytest.raises(ValueError, match="seed"):
        exercises.start("tiny", seed=-1, speed=1.0, paused=False)
    with pytest.raises(LookupError):
        exercises.steer(paused=True, speed=None)
    with pytest.raises(LookupError):
        replays.steer(paused=True, speed=None, at_s=None)
    assert exercises.current() is None
    assert journals(room.database) == ()
    exercises.close()


def test_who_does_not_lead_plays_nothing(room: Room) -> None:
    """The leader does."""
    room.leave()
    with pytest.raises(RuntimeError, match="does not lead"):
        ExerciseDesk(room).start("tiny", seed=1, speed=1.0, paused=False)


def test_every_shipped_scenario_has_its_card(room: Room) -> None:
    """With a title, and when it is."""
    cards = {card.name: card for card in ExerciseDesk(room).scenarios()}
    assert "night_2025_09_07" in cards
    assert all(card.title and card.duration_s > 0.0 for card in cards.values())
