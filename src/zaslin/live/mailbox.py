"""In front of the desk: the newest report of each track, and no more than that."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

from zaslin.domain.ids import TrackId
from zaslin.domain.track import Track
from zaslin.live.feed import Feed, FeedBook
from zaslin.live.kinematics import Jump, jump
from zaslin.live.params import LiveParams

_MOST_JUMPS = 1_000
_MOST_QUARANTINED = 100
_AT_ONCE = 500


class Turned(StrEnum):
    """Why a report was turned away."""

    MEASURED_AHEAD = "measured_ahead"
    MEASURED_BEHIND = "measured_behind"
    TOO_MANY_SOURCES = "too_many_sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A report that was turned away: which of the delivery, and why."""

    index: int
    track: TrackId
    code: Turned
    params: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a delivery.

    ``accepted`` were news, ``repeated`` and ``late`` were not, ``shed`` are older ones
    of the same source that had to make room.
    """

    accepted: int = 0
    repeated: int = 0
    late: int = 0
    shed: int = 0
    rejected: tuple[Rejection, ...] = ()

    def __add__(self, other: "Delivery") -> "Delivery":
        """Both together."""
        return Delivery(
            accepted=self.accepted + other.accepted,
            repeated=self.repeated + other.repeated,
            late=self.late + other.late,
            shed=self.shed + other.shed,
            rejected=(*self.rejected, *other.rejected),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Reports on their way into the journal; ``sources`` brought them."""

    tracks: tuple[Track, ...]
    sources: tuple[str, ...]
    _parts: Mapping[str, Mapping[TrackId, Track]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A report that the desk could not take in, kept to be looked at."""

    track: TrackId
    source: str
    at_s: float
    why: str


class Mailbox:
    """Reports of all feeds, until the desk takes them.

    Of each track only the newest measurement waits.  A source that brings more tracks
    than may wait loses its own oldest ones, never those of another.  Everything is
    bounded and counted.  Any thread may call.

    Parameters
    ----------
    params
        The limits.
    """

    def __init__(self, params: LiveParams) -> None:
        self._params = params
        self._lock = Lock()
        self._books: dict[str, FeedBook] = {}
        self._waiting: dict[str, dict[TrackId, Track]] = {}
        self._known: dict[TrackId, Track] = {}
        self._jumps: dict[TrackId, tuple[float, Jump]] = {}
        self._quarantined: list[Quarantined] = []

    def deliver(
        self, source: str, tracks: Sequence[Track], now_s: float, at_s: float
    ) -> Delivery:
        """Take in what a source brings; nothing at all is a sign of life, too.

        Parameters
        ----------
        source
            Who brings it.
        tracks
            Reports, in any order.
        now_s
            The desk's time.
        at_s
            The same moment by a clock that runs evenly.
        """
        whole = Delivery()
        # In parts, so that nobody waits long for the lock.
        for start in range(0, max(1, len(tracks)), _AT_ONCE):
            part = tracks[start : start + _AT_ONCE]
            with self._lock:
                whole += self._delivered(source, part, start, now_s, at_s)
        return whole

    def _delivered(
        self,
        source: str,
        tracks: Sequence[Track],
        start: int,
        now_s: float,
        at_s: float,
    ) -> Delivery:
        book = self._book(source, at_s)
        if book is None:
            return _turned_away(tracks, start, self._params.most_sources)
        before = book.accepted, book.repeated, book.late, book.shed
        rejected = [
            rejection
            for index, track in enumerate(tracks, start)
            if (rejection := self._put(book, index, track, now_s, at_s))
        ]
        book.rejected += len(rejected)
        if not tracks or len(rejected) < len(tracks):
            # Nothing but unusable reports is as good as silence.
            book.heard_s = at_s
        return Delivery(
            accepted=book.accepted - before[0],
            repeated=book.repeated - before[1],
            late=book.late - before[2],
            shed=book.shed - before[3],
            rejected=tuple(rejected),
        )

    def waiting(self) -> tuple[Track, ...]:
        """The newest of what waits, each track once; it goes on waiting."""
        with self._lock:
            return _newest(self._waiting.values())

    def bundle(self) -> Bundle:
        """What goes into the journal next; it waits until it is ``taken``.

        If that is less than all that waits, every source has its share, and of its
        own reports those come first that wait longest.
        """
        with self._lock:
            most = self._params.most_in_a_cycle
            parts = _shares(self._waiting, most)
        return Bundle(
            tracks=_newest(parts.values()), sources=tuple(sorted(parts)), _parts=parts
        )

    def taken(self, bundle: Bundle) -> None:
        """Let go of what is in the journal by now, unless it is newer here."""
        with self._lock:
            for source, part in bundle._parts.items():  # noqa: SLF001  (made here)
                left = self._waiting.get(source, {})
                for name, track in part.items():
                    if left.get(name) is track:
                        del left[name]

    def quarantine(self, track: Track, sources: Sequence[str], why: str) -> None:
        """Let go of a report that the desk could not take in, and tell of it."""
        with self._lock:
            for source in sources:
                waiting = self._waiting.get(source, {})
                if waiting.get(track.id) is track:
                    del waiting[track.id]
                    self._books[source].quarantined += 1
                    self._quarantined.append(
                        Quarantined(
                            track=track.id,
                            source=source,
                            at_s=track.measured_at_s,
                            why=why[:200],
                        )
                    )
            del self._quarantined[:-_MOST_QUARANTINED]

    def quarantined(self) -> tuple[Quarantined, ...]:
        """The last reports that could not be taken in."""
        with self._lock:
            return tuple(self._quarantined)

    def feeds(self, at_s: float) -> tuple[Feed, ...]:
        """All feeds that were heard of, by name."""
        with self._lock:
            return tuple(
                self._books[name].told(at_s, len(self._waiting[name]))
                for name in sorted(self._books)
            )

    def jumps(self, at_s: float) -> tuple[Jump, ...]:
        """Tracks that jumped lately, the last one last."""
        since_s = at_s - self._params.told_s
        with self._lock:
            for name in [n for n, (s, _) in self._jumps.items() if s < since_s]:
                del self._jumps[name]
            return tuple(jumped for _, jumped in self._jumps.values())

    def _put(
        self, book: FeedBook, index: int, track: Track, now_s: float, at_s: float
    ) -> Rejection | None:
        delay_s = now_s - track.measured_at_s
        book.delayed(delay_s, at_s)
        if (turned := self._outside(index, track, delay_s)) is not None:
            return turned
        known = self._known.pop(track.id, None)
        # What was heard of last comes last; what was not for longest is forgotten.
        if known is not None and track.measured_at_s < known.measured_at_s:
            self._known[track.id] = known
            book.late += 1
            return None
        self._known[track.id] = track
        if len(self._known) > self._params.most_known:
            del self._known[next(iter(self._known))]
        if known is not None:
            if track == known:
                book.repeated += 1
                return None
            self._watch(book, known, track, at_s)
        book.accepted += 1
        self._keep(book, track, at_s)
        return None

    def _outside(self, index: int, track: Track, delay_s: float) -> Rejection | None:
        """Turned away, if it was measured outside the window of time."""
        ahead_s, behind_s = self._params.ahead_s, self._params.behind_s
        if -ahead_s <= delay_s <= behind_s:
            return None
        if delay_s < 0.0:
            code, params = Turned.MEASURED_AHEAD, {"ahead_s": -delay_s}
            params["most_s"] = ahead_s
        else:
            code, params = Turned.MEASURED_BEHIND, {"behind_s": delay_s}
            params["most_s"] = behind_s
        return Rejection(index=index, track=track.id, code=code, params=params)

    def _watch(self, book: FeedBook, before: Track, after: Track, at_s: float) -> None:
        jumped = jump(before, after, self._params.fastest_mps, book.name)
        if jumped is None:
            return
        book.jumped += 1
        self._jumps.pop(after.id, None)
        self._jumps[after.id] = at_s, jumped
        if len(self._jumps) > _MOST_JUMPS:
            del self._jumps[next(iter(self._jumps))]

    def _keep(self, book: FeedBook, track: Track, at_s: float) -> None:
        waiting = self._waiting[book.name]
        # A track keeps its place in the row when it is reported again.
        waiting[track.id] = track
        if len(waiting) > self._params.most_waiting:
            del waiting[next(iter(waiting))]
            book.shed += 1
            book.shed_at_s = at_s

    def _book(self, source: str, at_s: float) -> FeedBook | None:
        """The counters of a source; None if there are too many sources."""
        book = self._books.get(source)
        if book is None:
            if len(self._books) >= self._params.most_sources:
                return None
            book = self._books[source] = FeedBook(source, at_s)
            self._waiting[source] = {}
        return book


def _turned_away(tracks: Sequence[Track], start: int, most: int) -> Delivery:
    return Delivery(
        rejected=tuple(
            Rejection(
                index=index,
                track=track.id,
                code=Turned.TOO_MANY_SOURCES,
                params={"most": most},
            )
            for index, track in enumerate(tracks, start)
        )
    )


def _newest(parts: Iterable[Mapping[TrackId, Track]]) -> tuple[Track, ...]:
    """Each track once, as it was measured last."""
    newest: dict[TrackId, Track] = {}
    for part in parts:
        if not newest:
            newest = dict(part)
            continue
        for name, track in part.items():
            known = newest.get(name)
            if known is None or track.measured_at_s >= known.measured_at_s:
                newest[name] = track
    return tuple(newest.values())


def _shares(
    waiting: Mapping[str, Mapping[TrackId, Track]], most: int
) -> dict[str, dict[TrackId, Track]]:
    """What each source has in a bundle: all of it, or an equal share at least."""
    parts: dict[str, dict[TrackId, Track]] = {}
    left = most
    by_length = sorted((len(part), name) for name, part in waiting.items() if part)
    for place, (length, name) in enumerate(by_length):
        share = min(length, math.ceil(left / (len(by_length) - place)))
        part = waiting[name]
        parts[name] = dict(list(part.items())[:share])
        left -= share
    return {name: part for name, part in parts.items() if part}
