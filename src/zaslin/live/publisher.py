"""Boards made of a desk, and put up for everybody to see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.board import (
    EVERYTHING,
    OF_PICTURE,
    Board,
    Changes,
    Health,
    Section,
    changes,
)
from zaslin.live.broadcast import Broadcast
from zaslin.live.health import Mode
from zaslin.ops.lines import LineKey
from zaslin.ops.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a board is made of.

    ``situation`` is what the journal comes to, ``picture`` what is to be seen.
    """

    at_s: float
    situation: Situation
    picture: Picture
    health: Health
    shown: Plan | None = None
    shown_picture: Picture | None = None
    source: str = ""
    plan_document: bytes = b""
    confirmed_at_s: float | None = None
    standing: Mapping[LineKey, int] | None = None


class Publisher:
    """Numbers boards and hands them to the broadcast.

    The desk's thread puts up boards, and so does whoever notices that it does not any
    more.

    Parameters
    ----------
    desk, mode, era
        As each board says them.
    broadcast
        Where boards go.
    monotonic
        Seconds that run evenly.
    pulse_s
        A board comes at least so often, be there news or not.
    """

    def __init__(
        self,
        desk: str,
        mode: Mode,
        era: str,
        broadcast: Broadcast,
        monotonic: Callable[[], float],
        pulse_s: float,
    ) -> None:
        self._desk, self._mode, self._era = desk, mode, era
        self._broadcast = broadcast
        self._monotonic = monotonic
        self._pulse_s = pulse_s
        self._lock = Lock()
        self._board: Board | None = None
        self._put_up_at_s = 0.0

    @property
    def board(self) -> Board | None:
        """The board of now; None before the first one."""
        return self._board

    def show(self, view: View) -> None:
        """Put up what there is to see, if it is news or the last one is old."""
        with self._lock:
            before = self._board
            board = self._made(view, before)
            new = (
                Changes(sections=EVERYTHING)
                if before is None
                else changes(before, board)
            )
            self._put_up(board, before, new)

    def take_down(self, judged: Callable[[Board], Health | None]) -> None:
        """Put the last board up again with another health, and without advice.

        ``judged`` says what is wrong; None: nothing, and nothing is done.
        """
        with self._lock:
            before = self._board
            health = None if before is None else judged(before)
            if before is None or health is None:
                return
            board = replace(
                before,
                health=health,
                version=before.version + 1,
                **_NO_ADVICE,
            )
            self._put_up(board, before, changes(before, board))

    def _made(self, view: View, before: Board | None) -> Board:
        advises = view.health.standing.advises
        board = Board(
            desk=self._desk,
            mode=self._mode,
            era=self._era,
            version=1 if before is None else before.version + 1,
            picture_version=1 if before is None else before.picture_version,
            plan_version=1 if before is None else before.plan_version,
            at_s=view.at_s,
            situation=view.situation,
            picture=view.picture,
            shown=view.shown,
            shown_picture=view.shown_picture,
            source=view.source,
            plan_document=view.plan_document,
            confirmed_at_s=view.confirmed_at_s,
            standing=view.standing or {},
            health=view.health,
        )
        return board if advises else replace(board, **_NO_ADVICE)

    def _put_up(self, board: Board, before: Board | None, new: Changes) -> None:
        now_s = self._monotonic()
        if before is not None and not new.sections:
            same = before.situation is board.situation
            if same and now_s - self._put_up_at_s < self._pulse_s:
                return
        if before is not None and new.sections:
            board = replace(
                board,
                picture_version=before.picture_version
                + (not new.sections.isdisjoint(OF_PICTURE)),
                plan_version=before.plan_version + (Section.PLAN in new.sections),
            )
        self._board, self._put_up_at_s = board, now_s
        self._broadcast.publish(board, new)


_NO_ADVICE: dict[str, Any] = {
    "shown": None,
    "shown_picture": None,
    "source": "",
    "plan_document": b"",
    "standing": {},
}
