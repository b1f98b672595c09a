"""What a measurement of the service makes of what it sent and saw."""

import json

import pytest

from zaslin.bench.serve.load import Looked, Sent, delays_s
from zaslin.bench.serve.raid import make_raid, stamp
from zaslin.bench.serve.report import percentiles


def test_a_delay_ends_with_the_first_picture_that_is_as_new() -> None:
    """A report that was overtaken counts until the newer one is shown."""
    sent, looked = Sent(), Looked()
    sent.markers = {"MARK0": [("t1", 1.0), ("t2", 1.1), ("t3", 1.2), ("t9", 2.0)]}
    looked.arrivals = {"MARK0": [("t2", 1.5), ("t2", 1.4), ("t3", 1.3)]}
    assert delays_s(sent, looked) == pytest.approx([0.3, 0.2, 0.1])


def test_a_marker_that_was_never_shown_has_no_delay() -> None:
    """What is not seen is not guessed."""
    sent = Sent()
    sent.markers = {"MARK0": [("t1", 1.0)]}
    assert delays_s(sent, Looked()) == []


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    """And nothing at all of nothing at all."""
    figures = percentiles([float(value) for value in range(101)], 2.0)
    assert (figures.count, figures.median, figures.p99) == (101, 100.0, 198.0)
    assert figures.largest == 200.0
    assert percentiles([]).count == 0


def test_a_batch_holds_a_marker_and_tracks_in_turn() -> None:
    """As many lines as asked for, each a track with the time of the batch."""
    raid = make_raid(6, 3, 2, 1, 1_000_000.0)
    lines, seen = [], set()
    for step in range(3):
        body, moment = raid.sources[0].batch(3, 1_000_000.0 + step)
        assert moment == stamp(1_000_000.0 + step)
        tracks = [json.loads(line) for line in body.splitlines()]
        assert len(tracks) == 3
        assert {track["measured_at"] for track in tracks} == {moment}
        assert tracks[0]["id"] == raid.sources[0].marker
        seen |= {track["id"] for track in tracks[1:]}
        lines.append(tracks)
    assert len(seen) == 3
    assert not seen & {track["id"] for track in _all(raid.sources[1].batch(4, 1e6)[0])}


def test_a_flood_repeats_what_there_is() -> None:
    """More reports than tracks: the same ones again."""
    raid = make_raid(6, 3, 2, 1, 1_000_000.0)
    body, _ = raid.sources[0].batch(50, 1_000_001.0)
    assert len(body.splitlines()) == 50
    assert len({track["id"] for track in _all(body)}) == 4


def _all(body: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in body.splitlines()]
