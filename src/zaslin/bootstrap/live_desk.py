"""The live desk: opened with its picture once, and from then on with its journal."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import journals
from zaslin.adapters.ledger.volume import volume_of
from zaslin.adapters.read_file import read_file
from zaslin.bootstrap.room import Room
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.space import GeoPoint
from zaslin.live.clock import DeskClock
from zaslin.live.desk import LiveDesk
from zaslin.live.health import Mode
from zaslin.live.planning import PlanWorkers
from zaslin.ops.desk import Desk
from zaslin.ops.situation import Situation
from zaslin.ops.state import apply
from zaslin.wire import picture_json, plan_json

LIVE: Literal["live"] = "live"
"""The name of the live desk, and of the kind of its journal."""

# Where the frame of a desk without a picture of its own has its origin: Kyiv.
_NOWHERE = GeoPoint(latitude_deg=50.45, longitude_deg=30.52)


def open_live_desk(
    room: Room, workers: PlanWorkers, params: PlanParams, picture: str
) -> LiveDesk:
    """The live desk, put up: with the journal it has, or with a picture.

    Raises
    ------
    zaslin.wire.rejected.Rejected
        If the picture cannot be used.
    zaslin.ops.journal_fault.JournalFaultError
        If the journal cannot be read or written.
    """
    outside = room.outside
    clock = DeskClock(outside.wall(), outside.monotonic, wall=outside.wall)
    journal = _journal(room)
    desk = _desk(room, journal, params, picture, clock.now_s())
    live = LiveDesk(
        LIVE,
        desk,
        workers,
        plan_json.encode,
        clock,
        outside.token(),
        mode=Mode.LIVE,
        params=room.rules.live,
        tail=journal.entries,
        volume=volume_of(room.database),
    )
    room.put_up(live, room.archive(journal))
    return live


def opening_picture(source: str, now_s: float) -> Picture:
    """The picture that a journal begins with: the ground, and nothing in the air.

    Without a ``source`` there is nothing on the ground either.
    """
    if not source:
        return Picture(revision=0, now_s=now_s, origin=_NOWHERE)
    stated = picture_json.decode(*read_file(str(Path(source)), None))
    return replace(stated, revision=0, now_s=now_s, tracks=(), shown=())


def folded(journal: LedgerJournal) -> Situation:
    """What a journal comes to: its last snapshot, and what came after it.

    Raises
    ------
    ValueError
        If it is empty, or an entry does not fit those before it.
    """
    situation = journal.latest_snapshot()
    for entry in journal.entries(situation.entries if situation else 0):
        situation = apply(situation, entry)
    if situation is None:
        raise ValueError("the journal has no entry; accepted: at least Opened")
    return situation


def _journal(room: Room) -> LedgerJournal:
    """The latest live journal, or a new one."""
    known = journals(room.database, LIVE)
    if known:
        return room.journal(known[-1].id)
    return room.begin_journal(LIVE, {"desk": LIVE})


def _desk(
    room: Room, journal: LedgerJournal, params: PlanParams, picture: str, now_s: float
) -> Desk:
    rules = room.rules
    if journal.size() == 0:
        return Desk(
            opening_picture(picture, now_s),
            now_s,
            None,
            rules.replan,
            journal,
            params=params,
            two_person=rules.two_person,
        )
    return Desk.resumed(
        folded(journal),
        now_s,
        None,
        rules.replan,
        journal,
        params=params,
        two_person=rules.two_person,
    )
