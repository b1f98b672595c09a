"""What everybody but the desk itself sees of a desk: one immutable board after another.

A board is whole and never changes: whoever holds one may read it in any thread, for as
long as is needed, and finds that everything on it fits together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.ids import TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Track
from zaslin.live.health import Facts, Mode, Standing
from zaslin.live.kinematics import Jump
from zaslin.live.mailbox import Quarantined
from zaslin.ops.lines import LineKey
from zaslin.ops.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a desk is: the judgement, the facts it rests on, and what was noticed.

    Ages count up to ``at_s``, the time of the desk.
    """

    standing: Standing
    facts: Facts
    at_s: float
    jumps: tuple[Jump, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything about a desk at one moment.

    ``version`` grows with every board, ``picture_version`` when anything of the
    picture is another, ``plan_version`` when something else is advised; all of them
    begin again with another ``era``.
    ``picture`` is of now, and holds reports that the journal does not have yet;
    ``situation`` is what the journal comes to.
    ``shown`` is the plan that may be decided on, None if there is none; it was made
    by ``source`` from ``shown_picture``, and ``plan_document`` is its document.
    ``confirmed_at_s`` is when a planner last said that it holds, ``standing`` since
    which revision each of its firm lines has stood.
    """

    desk: str
    mode: Mode
    era: str
    version: int
    picture_version: int
    plan_version: int
    at_s: float
    situation: Situation
    picture: Picture
    shown: Plan | None
    shown_picture: Picture | None
    source: str
    plan_document: bytes
    confirmed_at_s: float | None
    standing: Mapping[LineKey, int]
    health: Health

    @property
    def event_id(self) -> str:
        """What a reader says to be told what came after this board."""
        return f"{self.era}-{self.version}"


class Section(StrEnum):
    """Parts of a board that change on their own."""

    TRACKS = "tracks"
    UNITS = "units"
    CONTROL = "control"
    FORECAST = "forecast"
    IDENTIFIED = "identified"
    ENGAGEMENTS = "engagements"
    NOMINATED = "nominated"
    PLAN = "plan"
    CONFIRMED = "confirmed"
    HEALTH = "health"


EVERYTHING = frozenset(Section)
"""All of a board."""

OF_PICTURE = frozenset(
    {
        Section.TRACKS,
        Section.UNITS,
        Section.CONTROL,
        Section.FORECAST,
        Section.IDENTIFIED,
    }
)
"""What a picture shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is another on a board than on the one before."""

    tracks: tuple[TrackId, ...] = ()
    gone: tuple[TrackId, ...] = ()
    sections: frozenset[Section] = frozenset()


def changes(before: Board, after: Board) -> Changes:
    """What is another on ``after``."""
    tracks: tuple[TrackId, ...] = ()
    gone: tuple[TrackId, ...] = ()
    if before.picture.tracks is not after.picture.tracks:
        tracks, gone = _moved(before.picture.tracks, after.picture.tracks)
    sections = set(_sections(before, after))
    if tracks or gone:
        sections.add(Section.TRACKS)
    return Changes(tracks=tracks, gone=gone, sections=frozenset(sections))


def _moved(
    before: tuple[Track, ...], after: tuple[Track, ...]
) -> tuple[tuple[TrackId, ...], tuple[TrackId, ...]]:
    known = {track.id: track for track in before}
    changed = []
    for track in after:
        was = known.pop(track.id, None)
        if was is not track and was != track:
            changed.append(track.id)
    return tuple(changed), tuple(known)


def _sections(before: Board, after: Board) -> Iterator[Section]:
    was, now = before.situation, after.situation
    if was.fire_units is not now.fire_units:
        yield Section.UNITS
    if was.control != now.control:
        yield Section.CONTROL
    if was.forecast is not now.forecast:
        yield Section.FORECAST
    if was.identified != now.identified:
        yield Section.IDENTIFIED
    if was.engagements is not now.engagements:
        yield Section.ENGAGEMENTS
    if was.nominated != now.nominated:
        yield Section.NOMINATED
    if _advice(before) != _advice(after):
        yield Section.PLAN
    if before.confirmed_at_s != after.confirmed_at_s:
        yield Section.CONFIRMED
    if _words(before.health.standing) != _words(after.health.standing):
        yield Section.HEALTH


def _advice(board: Board) -> tuple[object, ...]:
    """What makes two boards advise the same."""
    shown = board.shown
    return (
        None if shown is None else (shown.revision, shown.made_at_s),
        board.source,
        board.situation.shown,
        board.standing,
    )


def _words(standing: Standing) -> tuple[object, ...]:
    """A judgement without its ages, which go on changing."""
    return (
        standing.state,
        standing.underlying,
        tuple(
            (
                reason.code,
                *(p for p in reason.params.values() if isinstance(p, str)),
            )
            for reason in standing.reasons
        ),
    )
