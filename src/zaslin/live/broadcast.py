"""How those who look on hear of another board, and what is new on it.

The latest board wins: whoever does not read is not waited for and costs nothing, and
whoever reads again is told what changed since it read last, in one piece.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from zaslin.domain.ids import TrackId
from zaslin.domain.track import Track
from zaslin.live.board import EVERYTHING, Board, Changes, Section

T = TypeVar("T")

_MOST_SHARED = 64
_DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What is another on a board than on an earlier one.

    ``full``: nobody knows, or there was none before, so take all of it.
    ``since`` is the earlier version, None with ``full``.
    ``tracks`` are new or moved, ``gone`` are there no more.
    """

    board: Board
    since: int | None
    full: bool
    tracks: tuple[Track, ...]
    gone: tuple[TrackId, ...]
    sections: frozenset[Section]

    @property
    def empty(self) -> bool:
        """Whether it is only a sign of life."""
        return not (self.full or self.sections)


class Subscription:
    """One reader's place.

    It is woken once for any number of boards, and not again until it has read.
    """

    def __init__(
        self, broadcast: "Broadcast", wake: Callable[[], None], read: int | None
    ) -> None:
        self._broadcast = broadcast
        self._wake = wake
        self._read = read
        self._woken = False

    def take(self) -> Delta | None:
        """What is new since this was called last; None if nothing is."""
        self._woken = False
        delta = self._broadcast.since(self._read)
        if delta is None or delta.board.version == self._read:
            return None
        self._read = delta.board.version
        return delta

    def close(self) -> None:
        """Hear of nothing any more; may be called twice."""
        self._broadcast.forget(self)

    def wake(self) -> bool:
        """Called for each board; False if the reader can be woken no more."""
        if self._woken:
            return True
        self._woken = True
        try:
            self._wake()
        # A reader that is gone must not hold up the desk, however it went.
        except Exception:
            return False
        return True


class Broadcast:
    """The boards of one desk, one after the other; any thread may call.

    Parameters
    ----------
    history
        Versions back to which a difference can be told.
    """

    def __init__(self, history: int) -> None:
        self._lock = Lock()
        self._board: Board | None = None
        self._changes: deque[Changes] = deque(maxlen=history)
        self._readers: list[Subscription] = []
        self._deltas: dict[int | None, Delta] = {}
        self._shared: dict[Hashable, object] = {}

    @property
    def board(self) -> Board | None:
        """The board of now; None before the first one."""
        return self._board

    @property
    def readers(self) -> int:
        """How many look on."""
        return len(self._readers)

    def publish(self, board: Board, changes: Changes) -> None:
        """Put up another board; its version is one more than that of the last one."""
        with self._lock:
            self._board = board
            self._changes.append(changes)
            self._deltas.clear()
            self._shared.clear()
            readers = tuple(self._readers)
        for reader in readers:
            if not reader.wake():
                self.forget(reader)

    def subscribe(
        self, wake: Callable[[], None], event_id: str | None = None
    ) -> Subscription:
        """A place for a reader.

        Parameters
        ----------
        wake
            Called from the desk's thread when there is something to take; must come
            back at once and raise nothing.
            In an event loop: ``lambda: loop.call_soon_threadsafe(event.set)``.
        event_id
            Of the last board that the reader has, if it has one.
        """
        reader = Subscription(self, wake, self._version_of(event_id))
        with self._lock:
            self._readers.append(reader)
        return reader

    def forget(self, reader: Subscription) -> None:
        """Take a reader's place away."""
        with self._lock:
            if reader in self._readers:
                self._readers.remove(reader)

    def since(self, version: int | None) -> Delta | None:
        """What is new since a version; None before the first board."""
        with self._lock:
            board = self._board
            if board is None:
                return None
            if version not in self._deltas:
                self._deltas[version] = self._delta(board, version)
            return self._deltas[version]

    def since_event(self, event_id: str | None) -> Delta | None:
        """What is new since the board of an event id; all of it if that is unknown."""
        return self.since(self._version_of(event_id))

    def shared(self, delta: Delta, kind: str, make: Callable[[Delta], T]) -> T:
        """What is made of a delta, made once for all who need the same.

        Readers that keep up with the desk all get the same delta, so that its bytes
        are written once.  ``kind`` tells apart what is made of one delta.
        """
        key = (delta.board.version, delta.since, kind)
        with self._lock:
            known = self._shared.get(key)
        if known is None:
            known = make(delta)
            with self._lock:
                if self._board is delta.board and len(self._shared) < _MOST_SHARED:
                    self._shared[key] = known
        return known  # type: ignore[return-value]

    def _version_of(self, event_id: str | None) -> int | None:
        """The version of an event id of this era; None if it is not one."""
        board = self._board
        era, _, number = (event_id or "").rpartition("-")
        known = board is not None and era == board.era
        if not known or len(number) > _DIGITS or not number.isdecimal():
            return None
        version = int(number)
        return version if board is not None and version <= board.version else None

    def _delta(self, board: Board, version: int | None) -> Delta:
        missed = None if version is None else board.version - version
        if missed is None or not 0 <= missed <= len(self._changes):
            return Delta(
                board=board,
                since=None,
                full=True,
                tracks=board.picture.tracks,
                gone=(),
                sections=EVERYTHING,
            )
        newest_first = islice(reversed(self._changes), missed)
        touched = set[TrackId]()
        sections = set[Section]()
        for each in newest_first:
            touched.update(each.tracks)
            touched.update(each.gone)
            sections |= each.sections
        tracks = tuple(track for track in board.picture.tracks if track.id in touched)
        gone = touched.difference(track.id for track in tracks)
        return Delta(
            board=board,
            since=version,
            full=False,
            tracks=tracks,
            gone=tuple(sorted(gone)),
            sections=frozenset(sections),
        )


class Fragments(Generic[T]):
    """What each track looks like when it is written, written once for each state.

    For whoever sends tracks: a track that has not changed since is not written again,
    whatever deltas it goes into.  Use it from one thread at a time.

    Parameters
    ----------
    write
        Writes many tracks at once, in their order.
    """

    def __init__(self, write: Callable[[Sequence[Track]], Sequence[T]]) -> None:
        self._write = write
        self._known: dict[TrackId, tuple[Track, T]] = {}

    def of(self, tracks: Sequence[Track]) -> list[T]:
        """Each of the tracks as it is written."""
        new = [track for track in tracks if not self._knows(track)]
        if new:
            for track, written in zip(new, self._write(new), strict=True):
                self._known[track.id] = track, written
        return [self._known[track.id][1] for track in tracks]

    def keep(self, tracks: Sequence[Track]) -> None:
        """Forget all tracks but these."""
        if len(self._known) > len(tracks):
            there = {track.id for track in tracks}
            self._known = {n: e for n, e in self._known.items() if n in there}

    def _knows(self, track: Track) -> bool:
        known = self._known.get(track.id)
        return known is not None and (known[0] is track or known[0] == track)
