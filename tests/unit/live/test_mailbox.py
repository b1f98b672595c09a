"""The mailbox: the newest of each track, bounded, fair, and every loss counted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.live_desks import track
from tests.pictures import NOW_S
from zaslin.domain.space import Position
from zaslin.domain.track import Track
from zaslin.live.mailbox import Mailbox, Turned
from zaslin.live.params import LiveParams

PARAMS = LiveParams()


def box(**limits: float) -> Mailbox:
    """A mailbox with some limits of its own."""
    return Mailbox(replace(PARAMS, **limits))  # type: ignore[arg-type]


def at(name: str, ago_s: float, east_m: float = 0.0) -> Track:
    """A report on a track, measured so long ago."""
    return track(
        name, measured_at_s=NOW_S - ago_s, position=Position(east_m, 0.0, 500.0)
    )


def taken(mailbox: Mailbox) -> dict[str, float]:
    """What the desk takes: each track with its time, before now."""
    bundle = mailbox.bundle()
    mailbox.taken(bundle)
    return {each.id: NOW_S - each.measured_at_s for each in bundle.tracks}


def test_only_the_newest_report_of_a_track_waits() -> None:
    """In whatever order they come."""
    mailbox = box()
    made = mailbox.deliver("radar", [at("T1", 3), at("T1", 1), at("T1", 2)], NOW_S, 0.0)
    assert (made.accepted, made.late) == (2, 1)
    assert taken(mailbox) == {"T1": 1.0}
    assert taken(mailbox) == {}


def test_a_report_twice_is_told_and_changes_nothing() -> None:
    """A feed that sends again after a break does no harm."""
    mailbox = box()
    mailbox.deliver("radar", [at("T1", 1)], NOW_S, 0.0)
    taken(mailbox)
    assert mailbox.deliver("radar", [at("T1", 1)], NOW_S, 0.0).repeated == 1
    assert taken(mailbox) == {}


def test_what_was_measured_outside_of_the_window_is_turned_away() -> None:
    """With its place, its word and both numbers."""
    mailbox = box()
    made = mailbox.deliver(
        "radar", [at("T1", 0), at("T2", -6), at("T3", 301)], NOW_S, 0.0
    )
    ahead, behind = made.rejected
    assert (ahead.index, ahead.track, ahead.code) == (1, "T2", Turned.MEASURED_AHEAD)
    assert ahead.params == {"ahead_s": 6.0, "most_s": PARAMS.ahead_s}
    assert (behind.index, behind.code) == (2, Turned.MEASURED_BEHIND)
    assert behind.params == {"behind_s": 301.0, "most_s": PARAMS.behind_s}
    assert taken(mailbox) == {"T1": 0.0}


@given(st.floats(0.0, 5.0), st.floats(0.0, 300.0))
def test_what_was_measured_inside_of_it_is_not(ahead_s: float, ago_s: float) -> None:
    """The window is closed at both ends."""
    made = box().deliver(
        "radar", [at("T1", -ahead_s + 1e-6), at("T2", ago_s - 1e-6)], NOW_S, 0.0
    )
    assert made.rejected == ()


def test_a_source_with_too_much_loses_its_own_oldest_reports() -> None:
    """And no other source loses anything."""
    mailbox = box(most_waiting=3)
    mailbox.deliver("camera", [at("C1", 1)], NOW_S, 0.0)
    made = mailbox.deliver("radar", [at(f"T{n}", 1) for n in range(5)], NOW_S, 7.0)
    assert made.shed == 2
    assert set(taken(mailbox)) == {"C1", "T2", "T3", "T4"}
    camera, radar = mailbox.feeds(8.0)
    assert (camera.shed, radar.shed, radar.shed_ago_s) == (0, 2, 1.0)


def test_a_full_cycle_has_a_share_for_every_source() -> None:
    """A flood of one feed does not hold up the others; oldest waiting first."""
    mailbox = box(most_in_a_cycle=6)
    mailbox.deliver("flood", [at(f"F{n}", 1) for n in range(100)], NOW_S, 0.0)
    mailbox.deliver("one", [at("A1", 1)], NOW_S, 0.0)
    mailbox.deliver("two", [at(f"B{n}", 1) for n in range(9)], NOW_S, 0.0)
    assert set(taken(mailbox)) == {"A1", "B0", "B1", "B2", "F0", "F1"}
    # What is reported again keeps its place in the row.
    mailbox.deliver("two", [at("B3", 0)], NOW_S, 0.0)
    assert {"B3", "B4", "B5"} <= set(taken(mailbox))


def test_what_comes_while_the_desk_writes_goes_on_waiting() -> None:
    """Nothing is lost between taking and having taken."""
    mailbox = box()
    mailbox.deliver("radar", [at("T1", 2), at("T2", 2)], NOW_S, 0.0)
    bundle = mailbox.bundle()
    mailbox.deliver("radar", [at("T1", 1)], NOW_S, 0.0)
    mailbox.taken(bundle)
    assert taken(mailbox) == {"T1": 1.0}


def test_what_the_desk_could_not_write_goes_on_waiting() -> None:
    """A bundle that is not taken is offered again."""
    mailbox = box()
    mailbox.deliver("radar", [at("T1", 2)], NOW_S, 0.0)
    assert mailbox.bundle().tracks == mailbox.bundle().tracks == mailbox.waiting()


def test_sources_are_bounded() -> None:
    """A stranger more than there may be is turned away."""
    mailbox = box(most_sources=2)
    for source in ("one", "two"):
        assert mailbox.deliver(source, [at("T1", 1)], NOW_S, 0.0).rejected == ()
    (turned,) = mailbox.deliver("three", [at("T1", 0)], NOW_S, 0.0).rejected
    assert turned.code is Turned.TOO_MANY_SOURCES
    assert len(mailbox.feeds(0.0)) == 2


def test_what_is_remembered_of_tracks_is_bounded() -> None:
    """A million names do not fill the memory."""
    mailbox = box(most_known=10, most_waiting=5)
    for number in range(1000):
        mailbox.deliver("radar", [at(f"T{number}", 1)], NOW_S, 0.0)
    assert len(mailbox._known) == 10  # noqa: SLF001
    assert len(mailbox.waiting()) == 5


@pytest.mark.parametrize(
    ("metres", "seconds", "flagged"),
    [
        (200.0, 1.0, False),
        (1700.0, 1.0, False),
        (1900.0, 1.0, True),
        (900.0, 0.0, True),
    ],
)
def test_a_track_that_cannot_have_flown_there_is_flagged(
    metres: float, seconds: float, flagged: int
) -> None:
    """1,000 m/s and four standard deviations of both measurements, of 100 m each."""
    mailbox = box()
    mailbox.deliver("radar", [at("T1", 5)], NOW_S, 0.0)
    mailbox.deliver("radar", [at("T1", 5 - seconds, metres)], NOW_S, 0.0)
    assert len(mailbox.jumps(0.0)) == flagged
    assert mailbox.feeds(0.0)[0].jumped == flagged
    assert taken(mailbox) == {"T1": 5.0 - seconds}


def test_flags_are_told_for_a_while() -> None:
    """Nobody is told for hours of what happened once."""
    mailbox = box()
    mailbox.deliver("radar", [at("T1", 5)], NOW_S, 0.0)
    mailbox.deliver("radar", [at("T1", 4, 90_000.0)], NOW_S, 0.0)
    (jumped,) = mailbox.jumps(29.0)
    assert (jumped.distance_m, jumped.over_s) == (90_000.0, 1.0)
    assert jumped.speed_mps == pytest.approx(89_200.0)
    assert mailbox.jumps(31.0) == ()


def test_the_clock_of_a_feed_is_estimated_by_its_quickest_report() -> None:
    """Ahead shows as a negative delay; what was slow on its way does not hide it."""
    mailbox = box()
    assert mailbox.deliver("radar", [], NOW_S, 0.0).accepted == 0
    assert mailbox.feeds(0.0)[0].least_delay_s is None
    mailbox.deliver("radar", [at("T1", 0.5), at("T2", -2.0)], NOW_S, 0.0)
    assert mailbox.feeds(20.0)[0].least_delay_s == pytest.approx(-2.0)
    mailbox.deliver("radar", [at("T1", 0.3)], NOW_S, 70.0)
    mailbox.deliver("radar", [at("T1", 0.2)], NOW_S, 110.0)
    assert mailbox.feeds(120.0)[0].least_delay_s == pytest.approx(0.2)


def test_an_empty_delivery_is_a_sign_of_life_and_a_useless_one_is_not() -> None:
    """A feed says that it is there; one that sends rubbish does not."""
    mailbox = box()
    mailbox.deliver("radar", [], NOW_S, 10.0)
    mailbox.deliver("radar", [at("T1", -60)], NOW_S, 15.0)
    assert mailbox.feeds(20.0)[0].silent_s == 10.0


REPORTS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 20), st.integers(0, 2)),
    min_size=1,
    max_size=30,
    # One measurement of a track at a time, as a sensor makes them.
    unique_by=lambda each: each[:2],
)


@given(REPORTS, st.randoms(use_true_random=False), st.lists(st.integers(0, 29)))
def test_what_waits_depends_on_what_was_reported_and_not_on_the_order(
    reports: list[tuple[str, int, int]], order: object, again: list[int]
) -> None:
    """Shuffled, late, and some of it twice: the newest of each track."""
    sent = [(at(name, ago), f"source {who}") for name, ago, who in reports]
    sent += [sent[index % len(sent)] for index in again]
    order.shuffle(sent)  # type: ignore[attr-defined]
    mailbox = box()
    for each, source in sent:
        mailbox.deliver(source, [each], NOW_S, 0.0)
    newest: dict[str, float] = {}
    for name, ago, _ in reports:
        newest[name] = min(ago, newest.get(name, ago))
    assert taken(mailbox) == newest
    feeds = mailbox.feeds(0.0)
    counted = sum(f.accepted + f.repeated + f.late + f.rejected for f in feeds)
    assert counted == len(sent)


def test_a_large_delivery_is_taken_in_parts_and_told_as_one() -> None:
    """Places of what was turned away are those of the whole delivery."""
    mailbox = box()
    tracks = [at(f"T{n}", -60 if n in (3, 777) else 1) for n in range(1200)]
    made = mailbox.deliver("radar", tracks, NOW_S, 0.0)
    assert made.accepted == 1198
    assert [each.index for each in made.rejected] == [3, 777]
