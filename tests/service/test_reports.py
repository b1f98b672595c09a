"""Track reports over HTTP: one by one, many at once, and never spoilt by their like."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desk_server import Served, served

REPORTS = "/desks/live/reports"


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service; each test reports tracks of names of its own."""
    with served(Path(tmp_path_factory.mktemp("service"))) as made:
        yield made


def report(at: Served, name: str, **change: object) -> dict[str, Any]:
    """A report of a hostile track, measured now."""
    now = datetime.fromtimestamp(at.desk.clock.now_s(), tz=UTC)
    return {
        "id": name,
        "latitude_deg": 50.2,
        "longitude_deg": 30.1,
        "altitude_m": 900.0,
        "speed_mps": 51.0,
        "course_deg": 190.0,
        "measured_at": (now - timedelta(seconds=1)).isoformat(),
        "identity": "hostile",
        "crew": "uncrewed",
        "class_probabilities": {"one_way_attack": 1.0},
        "identification": {
            "authority": "Lt Koval",
            "method": "positive",
            "expires": (now + timedelta(hours=1)).isoformat(),
        },
        **change,
    }


def seen(at: Served, name: str) -> dict[str, Any]:
    """The track as the desk shows it, once it does."""
    at.until(lambda board: name in [track.id for track in board.picture.tracks])
    answer = at("viewer").get(f"/desks/live/tracks/{name}")
    assert answer.status_code == 200
    track: dict[str, Any] = answer.json()["track"]
    return track


def test_one_report_is_an_object(at: Served) -> None:
    """And is in the picture soon after."""
    answer = at("radar").post(REPORTS, report(at, "one"))

    assert answer.status_code == 200
    assert answer.json() == {
        "schema": "zaslin/received/1",
        "accepted": 1,
        "rejected": [],
        "rejected_count": 0,
        "shed": 0,
        "suspect": 0,
    }
    assert seen(at, "one")["identity"] == "hostile"


def test_many_reports_are_an_array_or_lines(at: Served) -> None:
    """A hundred at once, either way."""
    many = [report(at, f"many{number}") for number in range(100)]
    array = at("radar").post(REPORTS, many)
    lines = "\n".join(json.dumps({**each, "id": f"{each['id']}n"}) for each in many)
    ndjson = at("radar").ask(
        "POST",
        REPORTS,
        content=lines.encode(),
        headers={"Content-Type": "application/x-ndjson"},
    )

    assert array.json()["accepted"] == ndjson.json()["accepted"] == 100


def test_what_is_wrong_is_told_by_place_and_spoils_nothing_else(at: Served) -> None:
    """Which report, which field, what stands there, what may."""
    many = [
        report(at, "good1"),
        report(at, "bad", speed_mps=-3),
        report(at, "twice") | {"latitude_deg": 91.0},
        {"id": "short"},
        report(at, "good2"),
    ]

    answer = at("radar").post(REPORTS, many).json()

    assert answer["accepted"] == 2
    assert answer["rejected_count"] == 3
    assert [(each["index"], each["place"]) for each in answer["rejected"]] == [
        (1, "$.speed_mps"),
        (2, "$.latitude_deg"),
        (3, "$.latitude_deg"),
    ]
    assert answer["rejected"][0]["accepted"] == "0 to 3000"
    assert seen(at, "good2")["id"] == "good2"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"nonsense",
        b'"track"',
        b"[" * 40 + b"]" * 40,
        b'{"id": NaN}',
        b"\xff\xfe",
        b'{"id": "a", "id": "b"}',
    ],
)
def test_what_is_no_report_at_all_is_refused_and_never_a_fault(
    at: Served, content: bytes
) -> None:
    """With a problem, or as a rejected report; not with a 500."""
    answer = at("radar").ask("POST", REPORTS, content=content)

    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 200:
        assert answer.json()["accepted"] == 0
        assert answer.json()["rejected_count"] >= 1


def test_a_feed_that_may_not_identify_only_suspects(at: Served) -> None:
    """And its tracks are named after it, so that it cannot speak of another's."""
    answer = at("acoustic").post(REPORTS, report(at, "buzz")).json()

    assert (answer["accepted"], answer["suspect"]) == (1, 1)
    track = seen(at, "acoustic/buzz")
    assert track["identity"] == "suspect"
    assert track["identification"] is None
    assert track["refusal"] == "identify_suspect"


def test_a_feed_cannot_reach_the_tracks_of_another(at: Served) -> None:
    """Whatever it calls its own."""
    at("radar").post(REPORTS, report(at, "mine"))
    before = seen(at, "mine")

    at("acoustic").post(REPORTS, report(at, "mine", latitude_deg=48.0))

    assert seen(at, "acoustic/mine")["latitude_deg"] == 48.0
    after = at("viewer").get("/desks/live/tracks/mine").json()["track"]
    assert after["latitude_deg"] == before["latitude_deg"]


def test_a_name_that_gets_too_long_with_its_source_is_rejected(at: Served) -> None:
    """With the length that is left."""
    answer = at("acoustic").post(REPORTS, report(at, "x" * 60)).json()

    assert answer["rejected"][0]["place"] == "$.id"
    assert answer["rejected"][0]["accepted"] == "up to 55 characters"


def test_reports_of_another_time_are_turned_away(at: Served) -> None:
    """Ahead of the desk's clock, or long ago."""
    now = datetime.fromtimestamp(at.desk.clock.now_s(), tz=UTC)
    ahead = (now + timedelta(seconds=60)).isoformat()
    answer = at("radar").post(REPORTS, report(at, "ahead", measured_at=ahead)).json()

    assert answer["accepted"] == 0
    assert answer["rejected"][0]["value"].startswith("measured_ahead")


def test_what_was_reported_before_is_not_news(at: Served) -> None:
    """It is counted as shed: the sum is always what was sent."""
    same = report(at, "same")
    at("radar").post(REPORTS, same)

    again = at("radar").post(REPORTS, same).json()

    assert (again["accepted"], again["shed"]) == (0, 1)


@pytest.mark.parametrize("name", ["viewer", "bondar", "chief", "planner"])
def test_nobody_but_a_feed_reports(at: Served, name: str) -> None:
    """Reports come from sources, which hold keys."""
    assert at(name).post(REPORTS, report(at, "not-mine")).status_code == 403
