"""A track that kills every process that plans for it, with real processes."""

import sys
import time
from pathlib import Path

import pytest

from tests.desk_server import LIVELY, PATIENCE_S, SOON, Radar, urge
from tests.desks import QUICK
from tests.pictures import NOW_S, saturated
from zaslin.adapters.planning import start
from zaslin.assignment.plan import plan
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.live.health import Code
from zaslin.live.planning import FaultKind
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.wire.plan_json import encode

WORKER = Path(__file__).parents[1] / "poisoned_worker.py"
PICTURE = saturated()
POISON = PICTURE.tracks[3].id
FOUND_WITHIN_S = 300.0


def too_much(picture: Picture, *args: object, **named: object) -> Plan:
    """A floor that cannot be made in this process either."""
    if any(track.id == POISON for track in picture.tracks):
        raise MemoryError("a floor with that track")
    return plan(picture, *args, **named)  # type: ignore[arg-type]


def test_it_is_found_and_everybody_else_is_planned_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though the workers die of it one after the other, and new ones need a while."""
    monkeypatch.setattr("zaslin.live.judgement.plan", too_much)
    command = (sys.executable, str(WORKER), POISON)
    with start(QUICK, command=command) as workers:
        workers.wait_ready(PATIENCE_S * 4)
        desk = Desk(PICTURE, NOW_S, None, SOON, MemoryJournal(), params=QUICK)
        clock = DeskClock(NOW_S, time.monotonic)
        live = LiveDesk("live", desk, workers, encode, clock, "one", params=LIVELY)
        radar = Radar(live, PICTURE)
        live.start()
        try:
            live.submit(urge).result(PATIENCE_S)
            ends_s = time.monotonic() + FOUND_WITHIN_S
            while live.board.shown is None and time.monotonic() < ends_s:
                time.sleep(0.1)
            board = live.board
        finally:
            radar.stop()
            live.stop()
    assert board.shown is not None, board.health.standing
    said = {reason.code: reason.params for reason in board.health.standing.reasons}
    assert said[Code.TRACKS_LEFT_OUT] == {"tracks": 1, "names": POISON}
    assert board.shown_picture is not None
    planned = {track.id for track in board.shown_picture.tracks}
    assert planned == {track.id for track in PICTURE.tracks} - {POISON}
    assert workers.workforce().faults[FaultKind.DIED] >= 2
