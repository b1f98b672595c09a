"""What the service keeps beside a desk, for as long as that desk is there."""

from collections import deque
from threading import Lock

from zaslin.api.desk.places import Streams
from zaslin.api.desk.preparations import Preparations
from zaslin.api.desk.side import Side
from zaslin.api.desk.widening import Widenings
from zaslin.api.service import Service
from zaslin.domain.picture import Picture
from zaslin.domain.score import Score
from zaslin.live.board import Board
from zaslin.live.doors import OpenDesk
from zaslin.ops.raid_summary import summarise
from zaslin.wire.form.desk import Mode
from zaslin.wire.write.picture_frames import PictureFrames
from zaslin.wire.write.summary import Moment, moment_of

_TREND_S, _TREND_MOST = 30.0, 120


class Room:
    """Prepared decisions, written pictures, scores and the trend of one desk.

    Any thread may call.
    """

    def __init__(self, live: OpenDesk, service: Service) -> None:
        self.live = live
        # Scores stand on the grid of launch times of the desk's own plans.
        self.params = live.plan_params or service.params
        self.preparations = Preparations(service.token, service.monotonic)
        self.widenings = Widenings(service.token, service.monotonic)
        self.scoring = Lock()
        self._started_s = service.monotonic()
        self._monotonic = service.monotonic
        self._lock = Lock()
        self._frames = PictureFrames(live.name, _mode(live), service.params)
        self._seen_version = self._plan_since = -1
        self._advised: object = None
        self._trend: deque[Moment] = deque(maxlen=_TREND_MOST)
        self._scores: deque[tuple[Picture, tuple[Score, ...]]] = deque(maxlen=2)

    def picture(self, board: Board, since: int | None) -> tuple[int | None, bytes]:
        """The picture of a board, as it is written; and over which version it is laid.

        That version is None for the whole picture: without ``since``, or where that
        was too long ago.
        """
        with self._lock:
            self._advance(board)
            delta = None if since is None else self._frames.since(since)
            return (None if delta is None else since), delta or self._frames.snapshot()

    def picture_version(self, board: Board) -> int:
        """The version of the last change of the picture of a board."""
        with self._lock:
            self._advance(board)
            return self._frames.version

    def plan_since(self, board: Board) -> int:
        """The version since which the same plan is shown, or none; or a later one."""
        advised = board.plan_document, board.shown is None, board.source
        with self._lock:
            if advised != self._advised and board.version > self._plan_since:
                self._advised, self._plan_since = advised, board.version
            return self._plan_since

    def _advance(self, board: Board) -> None:
        if board.picture_version > self._seen_version:
            self._seen_version = board.picture_version
            self._frames.advance(
                board.version, board.picture, frozenset(board.situation.identified)
            )

    def sequence(self) -> int:
        """Seconds since the room was opened: the number of the heartbeat."""
        return int(self._monotonic() - self._started_s)

    def watch(self, board: Board) -> tuple[Moment, ...]:
        """The trend up to a board; the last moment is that of the board."""
        with self._lock:
            last = self._trend[-1].at_s if self._trend else None
        now_s = board.picture.now_s
        moment = moment_of(summarise(board.picture, board.shown), board.shown, now_s)
        with self._lock:
            if last is None or now_s < last or now_s - last >= _TREND_S:
                self._trend.append(moment)
            kept = [each for each in self._trend if each.at_s < now_s]
        return (*kept, moment)

    def scored(self, picture: Picture) -> tuple[Score, ...] | None:
        """Scores of a picture, if they were computed of late."""
        with self._lock:
            return next((each for of, each in self._scores if of is picture), None)

    def keep_scores(self, picture: Picture, scores: tuple[Score, ...]) -> None:
        """Keep scores for whoever asks next."""
        with self._lock:
            self._scores.append((picture, scores))


def _mode(live: OpenDesk) -> Mode:
    modes: dict[str, Mode] = {"live": "live", "sim": "sim", "replay": "replay"}
    return modes[live.mode]


class Rooms:
    """The room of each desk, and what all desks share; kept with the application.

    Another desk of the same name has another room.
    """

    def __init__(self, service: Service) -> None:
        self.scoring = Side("scores", running=1, waiting=16)
        self.planning = Side("what-ifs", running=1, waiting=2)
        self.streams = Streams(service.limits)
        self._service = service
        self._lock = Lock()
        self._rooms: dict[str, Room] = {}

    def of(self, name: str) -> Room | None:
        """The room of the desk of that name; None if there is no such desk."""
        live = self._service.desks.get(name)
        with self._lock:
            if live is None:
                self._rooms.pop(name, None)
                return None
            room = self._rooms.get(name)
            if room is None or room.live is not live:
                room = self._rooms[name] = Room(live, self._service)
            return room
