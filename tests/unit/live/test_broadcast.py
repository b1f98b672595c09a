"""Who looks on is told what changed, in one piece, and never holds anybody up."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.live_desks import Bench, bench, track
from zaslin.domain.event import Lost
from zaslin.domain.ids import TrackId
from zaslin.domain.track import Track
from zaslin.live.board import Board, Changes, Section
from zaslin.live.broadcast import Broadcast, Delta, Fragments, Subscription
from zaslin.live.params import LiveParams


class Reader:
    """A reader that keeps what a console keeps: its tracks, moved on by deltas."""

    def __init__(self, broadcast: Broadcast, event_id: str | None = None) -> None:
        self.woken = 0
        self.tracks: dict[TrackId, Track] = {}
        self.place: Subscription = broadcast.subscribe(self.wake, event_id)

    def wake(self) -> None:
        """Called for news."""
        self.woken += 1

    def read(self) -> Delta | None:
        """Take what is new, and keep it."""
        delta = self.place.take()
        if delta is None:
            return None
        if delta.full:
            self.tracks = {}
        self.tracks |= {each.id: each for each in delta.tracks}
        for name in delta.gone:
            self.tracks.pop(name, None)
        return delta


def there(board: Board) -> dict[TrackId, Track]:
    """The tracks of a board."""
    return {each.id: each for each in board.picture.tracks}


@pytest.fixture(name="on")
def _on() -> Bench:
    on = bench()
    on.turns(2.0)
    return on


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 4)), max_size=25))
def test_whoever_reads_when_it_likes_has_the_board_of_now(
    steps: list[tuple[str, int]],
) -> None:
    """Deltas of any length come to the same as the board itself."""
    on = bench(params=LiveParams(look_s=0.2, cycle_s=1.0, history=5))
    often, seldom = Reader(on.live.broadcast), Reader(on.live.broadcast)
    for name, what in steps:
        now_s = on.clock.now_s()
        match what:
            case 0 | 1:
                on.live.reports("radar", [track(f"X{name}", measured_at_s=now_s)])
            case 2:
                gone = Lost(tracks=(TrackId(f"X{name}"),))
                on.do(lambda desk, at_s, gone=gone: desk.record(gone, at_s))  # type: ignore[misc]
            case 3:
                seldom.read()
            case _:
                pass
        on.turns(0.4, reporting=False)
        often.read()
        assert often.tracks == there(on.live.board)
    seldom.read()
    assert seldom.tracks == there(on.live.board)
    assert seldom.read() is None


def test_who_does_not_read_is_woken_once_and_costs_nothing(on: Bench) -> None:
    """Latest wins: there is no queue to grow."""
    sleeper = Reader(on.live.broadcast)
    on.turns(300.0)
    assert sleeper.woken == 1
    delta = sleeper.read()
    assert delta is not None
    assert delta.board is on.live.board
    on.turns(1.0)
    assert sleeper.woken == 2


def test_who_is_gone_is_forgotten_and_holds_nobody_up(on: Bench) -> None:
    """Planted: a reader whose loop is closed raises when it is woken."""

    def closed() -> None:
        raise RuntimeError("Event loop is closed")

    on.live.broadcast.subscribe(closed)
    reader = Reader(on.live.broadcast)
    on.turns(1.0)
    assert on.live.broadcast.readers == 1
    assert reader.woken == 1
    reader.place.close()
    reader.place.close()
    assert on.live.broadcast.readers == 0


def test_an_event_id_of_this_era_is_gone_on_from(on: Bench) -> None:
    """Whoever was away for a moment is told what it missed, and no more."""
    event_id = on.live.board.event_id
    on.live.reports("radar", [track(measured_at_s=on.clock.now_s())])
    on.turns(0.4, reporting=False)
    reader = Reader(on.live.broadcast, event_id)
    delta = reader.read()
    assert delta is not None
    assert not delta.full
    assert [each.id for each in delta.tracks] == ["T90"]
    assert Section.TRACKS in delta.sections


@pytest.mark.parametrize(
    "event_id",
    [
        None,
        "",
        "era1",
        "era0-3",
        "era1-999999",
        "era1-x",
        "era1--1",
        "era1-" + "9" * 5000,
    ],
)
def test_any_other_event_id_gets_all_of_it(on: Bench, event_id: str | None) -> None:
    """Of before the restart, of nowhere, or made up."""
    delta = on.live.broadcast.since_event(event_id)
    assert delta is not None
    assert delta.full
    assert delta.tracks == on.live.board.picture.tracks


def test_a_difference_is_told_as_far_back_as_history_goes() -> None:
    """And not a version further."""
    on = bench(params=LiveParams(look_s=0.2, cycle_s=1.0, history=10))
    on.turns(30.0)
    now = on.live.board.version
    recent, old = (on.live.broadcast.since(now - back) for back in (10, 11))
    assert recent is not None
    assert old is not None
    assert (recent.full, old.full) == (False, True)
    assert Broadcast(10).since(None) is None


def test_bytes_of_a_delta_are_made_once_for_all_who_need_them(on: Bench) -> None:
    """Twenty consoles that keep up cost one encoding."""
    made = []

    def write(delta: Delta) -> bytes:
        made.append(delta)
        return b"%d" % delta.board.version

    readers = [Reader(on.live.broadcast) for _ in range(20)]
    for reader in readers:
        reader.read()
    on.turns(0.2)
    for reader in readers:
        delta = reader.read()
        assert delta is not None
        written = on.live.broadcast.shared(delta, "sse", write)
        assert written == b"%d" % on.live.board.version
    assert len(made) == 1
    assert on.live.broadcast.shared(made[0], "other", write)
    assert len(made) == 2


def test_bytes_of_a_board_that_is_past_are_not_kept(on: Bench) -> None:
    """Memory holds what is of now."""
    delta = on.live.broadcast.since(None)
    assert delta is not None
    on.turns(1.0)
    assert on.live.broadcast.shared(delta, "sse", lambda _: b"old") == b"old"
    assert on.live.broadcast._shared == {}  # noqa: SLF001


def test_a_track_is_written_once_for_each_of_its_states() -> None:
    """However many deltas it goes into."""
    written: list[str] = []

    def write(tracks: Sequence[Track]) -> list[str]:
        written.extend(each.id for each in tracks)
        return [f"{each.id}@{each.measured_at_s}" for each in tracks]

    fragments = Fragments(write)
    one, two = track("T1"), track("T2")
    assert fragments.of([one, two]) == fragments.of([one, replace(two)])
    moved = replace(one, measured_at_s=one.measured_at_s + 1.0)
    assert fragments.of([two, moved])[1] == f"T1@{moved.measured_at_s}"
    assert written == ["T1", "T2", "T1"]
    fragments.keep([two])
    fragments.of([two, moved])
    assert written == ["T1", "T2", "T1", "T1"]


def test_a_quiet_desk_gives_a_pulse_and_nothing_else(on: Bench) -> None:
    """A reader can tell a quiet night from a dead desk."""
    on = bench(picture=replace(on.live.board.picture, tracks=(), shown=()))
    on.turns(5.0)
    reader = Reader(on.live.broadcast)
    reader.read()
    pulses = 0
    for _ in range(50):
        on.turns(0.2)
        delta = reader.read()
        if delta is not None:
            assert delta.empty or delta.sections == {Section.CONFIRMED}
            pulses += 1
    assert 10 <= pulses <= 25


def test_versions_grow_by_one_and_tell_what_they_are_of(on: Bench) -> None:
    """A picture that has not changed keeps its number, and so does the advice."""
    seen: list[tuple[Board, Changes]] = []
    publish = on.live.broadcast.publish

    def watched(board: Board, changes: Changes) -> None:
        seen.append((board, changes))
        publish(board, changes)

    on.live.broadcast.publish = watched  # type: ignore[method-assign]
    on.turns(5.0)
    for (before, _), (after, new) in pairwise(seen):
        assert after.version == before.version + 1
        moved = after.picture_version - before.picture_version
        assert moved == (Section.TRACKS in new.sections)
        advised = after.plan_version - before.plan_version
        assert advised == (Section.PLAN in new.sections)
    assert seen
