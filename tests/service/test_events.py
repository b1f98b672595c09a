"""Events of a desk over HTTP: everything, then what changes, and a heartbeat."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.desk_server import Served, committed, open_line, served
from tests.event_stream import Console, Following
from tests.pictures import hostile
from zaslin.api.limits import Limits
from zaslin.domain.event import Lost
from zaslin.domain.ids import TrackId
from zaslin.wire.form.deciding import Deciding
from zaslin.wire.form.desk import Health
from zaslin.wire.form.live_picture import LivePicture, PictureDelta
from zaslin.wire.form.shown_plan import ShownPlan

FORMS: dict[str, Any] = {
    "picture": LivePicture,
    "picture.delta": PictureDelta,
    "plan": ShownPlan,
    "decisions": Deciding,
    "health": Health,
}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service of its own for each test."""
    with served(tmp_path) as made:
        yield made


def settled(at: Served, console: Console) -> bool:
    """Whether a console shows what the service says when it is asked."""
    picture = at("viewer").get("/desks/live/picture").json()
    return (
        console.version >= picture["version"]
        and console.tracks == {track["id"]: track for track in picture["tracks"]}
        and console.control == picture["control"]
    )


def test_a_console_is_told_everything_first(at: Served) -> None:
    """Picture, plan, decisions, and how the desk is; the last of them has the id."""
    with Following(at("viewer")) as stream:
        console = stream.until(lambda c: len(c.events) >= 4)

    assert console.kinds[:4] == ["picture", "plan", "decisions", "health"]
    assert [event.id is None for event in console.events[:4]] == [
        True,
        True,
        True,
        False,
    ]
    assert len(console.tracks) == 12
    assert console.plan["revision"] == console.deciding["revision"]


def test_every_event_is_what_its_form_says(at: Served) -> None:
    """Deltas, too."""
    with Following(at("viewer")) as stream:
        stream.until(lambda c: "picture.delta" in c.kinds)
        committed(at, "bondar", open_line(at))
        console = stream.until(lambda c: c.deciding["engagements"])

    assert set(console.kinds) == set(FORMS)
    for event in console.events:
        msgspec.convert(event.data, FORMS[event.kind], strict=True)


def test_deltas_come_to_the_same_as_the_whole_picture(at: Served) -> None:
    """New tracks, moved ones, and ones that have gone."""
    with Following(at("viewer")) as stream:
        stream.until(lambda c: len(c.tracks) == 12)
        # Another dictionary: the radar may be reporting from this one just now.
        seen = {**at.radar.tracks, TrackId("T77"): hostile("T77", east_m=5_000.0)}
        del seen[TrackId("T03")]
        at.radar.tracks = seen
        # No report of the lost track is on its way behind one of the new track.
        stream.until(lambda c: "T77" in c.tracks)
        gone = Lost(tracks=(TrackId("T03"),))
        at.desk.submit(lambda desk, now_s: desk.record(gone, now_s)).result()
        console = stream.until(lambda c: "T77" in c.tracks and "T03" not in c.tracks)
        at.radar.stop()
        stream.until(lambda c: settled(at, c))

    assert console.gaps == 0
    assert console.kinds.count("picture") == 1


def test_a_heartbeat_comes_each_second_with_epoch_sequence_and_time(
    at: Served,
) -> None:
    """So that a console knows by its own clock that the service lives."""
    at.radar.stop()
    with Following(at("viewer")) as stream:
        console = stream.until(lambda c: c.health and c.health["sequence"] >= 3)

    beats = [event.data for event in console.events if event.kind == "health"]
    assert len({beat["epoch"] for beat in beats}) == 1
    assert [beat["sequence"] for beat in beats] == sorted(b["sequence"] for b in beats)
    assert {beat["sequence"] for beat in beats} >= {1, 2, 3}
    assert beats[0]["standing"]["underlying"] in ("live", "degraded")


def test_a_console_that_comes_back_is_told_what_it_missed(at: Served) -> None:
    """By the id of the last event: a delta, and the plan only if it is another."""
    with Following(at("viewer")) as stream:
        first = stream.until(lambda c: c.last_id and c.version >= 0)
    missed = len(first.events)

    with Following(at("viewer"), last_id=first.last_id) as stream:
        stream.until(lambda c: "picture.delta" in c.kinds)
        again = stream.console

    assert missed >= 4
    assert "picture" not in again.kinds
    delta = next(e.data for e in again.events if e.kind == "picture.delta")
    assert delta["since"] <= first.version


@pytest.mark.parametrize("last_id", ["of-another-time-7", "nonsense", "era1-99999"])
def test_an_id_that_nobody_knows_gets_everything(at: Served, last_id: str) -> None:
    """After a restart, or an id of somebody's own making."""
    with Following(at("viewer"), last_id=last_id) as stream:
        console = stream.until(lambda c: len(c.events) >= 4)

    assert console.kinds[:4] == ["picture", "plan", "decisions", "health"]


def test_a_decision_is_on_every_console_at_once(at: Served) -> None:
    """The row freezes: its line is open no more, and its engagement is there."""
    line = open_line(at)
    with Following(at("viewer")) as one, Following(at("marta")) as two:
        one.until(lambda c: c.deciding)
        two.until(lambda c: c.deciding)
        answer = committed(at, "bondar", line)
        assert answer.status_code == 201
        for stream in (one, two):
            console = stream.until(lambda c: c.deciding["engagements"])
            (engagement,) = console.deciding["engagements"]
            assert engagement["track"] == line["track"]
            assert engagement["decision"]["by"] == "bondar"


def test_a_stream_ends_within_five_seconds_of_its_end_of_access(at: Served) -> None:
    """And says why it ended."""
    with Following(at("viewer")) as stream:
        stream.until(lambda c: c.version >= 0)
        people = dict(at.people.by_secret)
        del people["secret-viewer"]
        at.people.by_secret = people
        began_s = time.monotonic()
        assert stream.ended.wait(5.0)

    assert time.monotonic() - began_s < 5.0
    assert stream.console.events[-1].kind == "end"
    assert stream.console.events[-1].data == {"reason": "access_ended"}


def test_a_stream_ends_when_its_desk_is_taken_away(at: Served) -> None:
    """As that of an exercise, when it is over."""
    with Following(at("viewer")) as stream:
        stream.until(lambda c: c.version >= 0)
        desk = at.desks.pop("live")
        assert stream.ended.wait(5.0)
        at.desks["live"] = desk

    assert stream.console.events[-1].data == {"reason": "desk_gone"}


def test_a_stream_ends_when_the_service_stops(at: Served) -> None:
    """So that a stop does not wait for consoles."""
    with Following(at("viewer")) as stream:
        stream.until(lambda c: c.version >= 0)
        at.service.stopping.set()
        assert stream.ended.wait(5.0)

    assert stream.console.events[-1].data == {"reason": "stopping"}


def test_one_user_has_so_many_streams_and_no_more(tmp_path: Path) -> None:
    """A place that is left can be taken again."""
    limits = replace(Limits(), streams_per_user=1)
    with served(tmp_path, limits=limits) as at:
        with Following(at("viewer")) as first:
            first.until(lambda c: c.version >= 0)
            refused = at("viewer").get("/desks/live/events")
            assert refused.status_code == 429
            assert refused.json()["code"] == "too_many_requests"
            with Following(at("marta")) as other:
                other.until(lambda c: c.version >= 0)
        with Following(at("viewer")) as again:
            again.until(lambda c: c.version >= 0)


def test_who_never_reads_holds_nobody_up(at: Served) -> None:
    """Others go on being told; what is kept for the silent one does not grow."""
    lazy = []
    for _ in range(2):
        client = at_socket(at)
        lazy.append(client)
    with Following(at("viewer")) as stream:
        stream.until(lambda c: c.kinds.count("picture.delta") >= 5)
    for client in lazy:
        client.close()


def at_socket(at: Served) -> socket.socket:
    """A connection that asks for events and never reads one."""
    host, port = at.url.removeprefix("http://").split(":")
    client = socket.create_connection((host, int(port)))
    client.sendall(
        b"GET /api/v1/desks/live/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Cookie: zaslin=secret-viewer\r\n\r\n"
    )
    return client


def test_a_feed_may_not_listen(at: Served) -> None:
    """Its key is for reports."""
    assert at("radar").get("/desks/live/events").status_code == 403
