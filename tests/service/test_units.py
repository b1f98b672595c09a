"""Fire units, rounds and engagements over HTTP, as crews report them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desk_server import Served, committed, open_line, served

UNIT = "/desks/live/fire-units/U1"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service of its own for each test."""
    with served(tmp_path) as made:
        yield made


def rounds(at: Served, unit: str = "U1") -> dict[str, Any]:
    """The magazine of a unit."""
    listed = at("viewer").get("/desks/live/magazines").json()["magazines"]
    (magazine,) = [each for each in listed if each["fire_unit"] == unit]
    return dict(magazine)


def test_a_crew_reports_that_it_is_not_ready(at: Served) -> None:
    """No channel, no shot; its rounds and its place stay as they were."""
    before = at("viewer").get(UNIT).json()["fire_unit"]["unit"]

    answer = at("planner").put(UNIT, {"channels": 0})

    assert answer.status_code == 200
    unit = answer.json()["fire_unit"]["unit"]
    assert unit == {**before, "channels": 0}
    at.until(lambda board: all(s.fire_unit != "U1" for s in board.situation.shown))


def test_a_crew_reports_where_it_stands(at: Served) -> None:
    """Both coordinates or none."""
    there = {"latitude_deg": 50.01, "longitude_deg": 30.02}
    unit = at("planner").put(UNIT, there).json()["fire_unit"]["unit"]
    assert unit["latitude_deg"] == pytest.approx(50.01)
    assert unit["longitude_deg"] == pytest.approx(30.02)

    half = at("planner").put(UNIT, {"latitude_deg": 50.01})
    assert half.status_code == 422
    assert half.json()["errors"][0]["place"] == "$.longitude_deg"
    far = {"latitude_deg": 10.0, "longitude_deg": 30.0}
    assert at("planner").put(UNIT, far).status_code == 422


def test_a_unit_that_was_reported_meanwhile_is_not_overwritten(at: Served) -> None:
    """If the tag of what was seen is given."""
    etag = at("planner").get(UNIT).headers["etag"]
    at("planner").put(UNIT, {"channels": 1})

    late = at("planner").put(UNIT, {"channels": 2}, headers={"If-Match": etag})

    assert late.status_code == 412


def test_rounds_come_in_and_go_onto_the_rails(at: Served) -> None:
    """The books always balance."""
    supply = {"interceptor_type": "missile", "rounds": 3}
    answer = at("planner").post(f"{UNIT}/resupply", supply)
    assert answer.status_code == 200
    assert rounds(at)["rounds_stored"] == 3
    assert rounds(at)["available"] == 7

    full = at("planner").post(f"{UNIT}/reload", supply)
    assert full.status_code == 409
    assert "rails" in full.json()["detail"]


def test_a_supply_whose_answer_was_lost_is_booked_once(at: Served) -> None:
    """Under the same key."""
    supply = {"interceptor_type": "missile", "rounds": 3}
    first = at("planner").post(f"{UNIT}/resupply", supply, key="supply-1")
    again = at("planner").post(f"{UNIT}/resupply", supply, key="supply-1")

    assert first.content == again.content
    assert rounds(at)["rounds_stored"] == 3


def test_a_count_that_differs_is_booked_with_its_reason(at: Served) -> None:
    """And is in the audit, by name."""
    count = {
        "interceptor_type": "missile",
        "rounds_ready": 2,
        "rounds_stored": 1,
        "why": "two were found damaged",
    }

    answer = at("planner").post(f"{UNIT}/correction", count)

    assert answer.status_code == 200
    assert (rounds(at)["rounds_ready"], rounds(at)["rounds_stored"]) == (2, 1)
    (line, *_) = at("auditor").get("/desks/live/audit").json()["lines"]
    assert (line["kind"], line["by"]) == ("corrected", "planner")
    assert line["about"]["why"] == "two were found damaged"


@pytest.mark.parametrize(
    ("path", "document", "status"),
    [
        ("resupply", {"interceptor_type": "laser", "rounds": 1}, 422),
        ("resupply", {"interceptor_type": "missile", "rounds": 0}, 422),
        ("correction", {"interceptor_type": "missile", "rounds_ready": 1}, 422),
    ],
)
def test_rounds_that_cannot_be_are_refused(
    at: Served, path: str, document: dict[str, object], status: int
) -> None:
    """Before anything is booked."""
    assert at("planner").post(f"{UNIT}/{path}", document).status_code == status
    elsewhere = f"/desks/live/fire-units/U9/{path}"
    if "rounds_ready" not in document and document["rounds"]:
        assert at("planner").post(elsewhere, document).status_code == 404


def test_a_shot_goes_from_its_decision_to_its_result(at: Served) -> None:
    """As its crew reports it, step by step and in no other order."""
    engagement = committed(at, "bondar", open_line(at)).json()["engagement"]
    path = f"/desks/live/engagements/{engagement['id']}"
    unit = engagement["fire_unit"]
    assert rounds(at, unit)["reserved"] == 1
    early = at("bondar").post(f"{path}/assessment", {"outcome": "killed"})
    assert early.status_code == 409

    now = datetime.fromtimestamp(at.desk.clock.now_s(), tz=UTC)
    fired = at("bondar").post(f"{path}/launch", {"launch": now.isoformat()})
    assert fired.status_code == 200, fired.text
    stated = fired.json()["engagement"]
    assert stated["state"] == "reported_fired"
    assert _apart(stated) == pytest.approx(_apart(engagement), abs=0.002)
    assert rounds(at, unit)["expended"] == 1
    assert rounds(at, unit)["reserved"] == 0

    seen = at("bondar").post(f"{path}/assessment", {"outcome": "killed"})
    assert seen.json()["engagement"]["outcome"] == "killed"
    at.until(
        lambda board: (
            engagement["track"] not in [t.id for t in board.picture.tracks]
            or board.situation.downed
        )
    )


def test_a_launch_ahead_of_its_time_is_no_report(at: Served) -> None:
    """A crew reports what was, not what will be."""
    engagement = committed(at, "bondar", open_line(at)).json()["engagement"]["id"]
    now = datetime.fromtimestamp(at.desk.clock.now_s(), tz=UTC)
    launch = (now + timedelta(minutes=5)).isoformat()

    answer = at("bondar").post(
        f"/desks/live/engagements/{engagement}/launch", {"launch": launch}
    )

    assert answer.status_code == 422


def test_a_crew_that_does_not_launch_says_why(at: Served) -> None:
    """And its rounds are free again."""
    engagement = committed(at, "bondar", open_line(at)).json()["engagement"]
    path = f"/desks/live/engagements/{engagement['id']}/abort"
    assert at("bondar").post(path, {"why": ""}).status_code == 422

    answer = at("bondar").post(path, {"why": "launcher jammed"})

    assert answer.json()["engagement"]["state"] == "aborted"
    assert rounds(at, engagement["fire_unit"])["reserved"] == 0


def _apart(engagement: dict[str, Any]) -> float:
    launch, intercept = (
        datetime.fromisoformat(engagement[name]) for name in ("launch", "intercept")
    )
    return (intercept - launch).total_seconds()
