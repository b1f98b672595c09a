"""Control measures and identities over HTTP, and weapons HOLD in one call."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desk_server import Served, committed, open_line, served
from zaslin.ops.policy import TwoPerson

CONTROL = "/desks/live/control"
SQUARE = [
    {"latitude_deg": 50.10, "longitude_deg": 30.0},
    {"latitude_deg": 50.10, "longitude_deg": 30.1},
    {"latitude_deg": 50.15, "longitude_deg": 30.1},
]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service of its own for each test."""
    with served(tmp_path) as made:
        yield made


@pytest.fixture
def careful(tmp_path: Path) -> Iterator[Served]:
    """A service where two people have to sign what permits more."""
    with served(tmp_path, two_person=TwoPerson(widening=True)) as made:
        yield made


def in_force(at: Served) -> dict[str, Any]:
    """Control measures in force."""
    control: dict[str, Any] = at("viewer").get(CONTROL).json()["control"]
    return control


def set_status(at: Served, name: str, status: str, **more: object) -> Any:
    """A supervisor sets the status over what is there."""
    etag = at(name).get(CONTROL).headers["etag"]
    document = {"weapons_control": status, **more}
    return at(name).put(CONTROL, document, headers={"If-Match": etag})


def test_a_supervisor_sets_measures_over_those_they_saw(at: Served) -> None:
    """The answer has the tag of the new ones, and the next plan keeps them."""
    answer = set_status(at, "chief", "hold")

    assert answer.status_code == 200, answer.text
    assert answer.json()["control"]["weapons_control"] == "hold"
    assert answer.headers["etag"] == at("viewer").get(CONTROL).headers["etag"]
    at.until(lambda board: board.shown is not None and not board.situation.shown)


def test_measures_over_others_than_were_seen_are_refused(at: Served) -> None:
    """Somebody else was quicker; nothing of theirs is lost."""
    etag = at("chief").get(CONTROL).headers["etag"]
    assert set_status(at, "deputy", "tight").status_code == 200

    late = at("chief").put(
        CONTROL, {"weapons_control": "free"}, headers={"If-Match": etag}
    )

    assert late.status_code == 412
    assert late.json()["code"] == "revision_changed"
    assert in_force(at)["weapons_control"] == "tight"


def test_measures_without_the_tag_of_those_in_force_are_refused(at: Served) -> None:
    """Nobody sets what they have not looked at."""
    answer = at("chief").put(CONTROL, {"weapons_control": "free"})

    assert answer.status_code == 428
    assert answer.json()["code"] == "revision_required"


@pytest.mark.parametrize("name", ["bondar", "planner", "olena", "chief"])
def test_weapons_hold_is_one_action_of_many(at: Served, name: str) -> None:
    """No revision, no body, no password: and every shot is off the plan."""
    answer = at(name).post("/desks/live/hold-all")

    assert answer.status_code == 200, answer.text
    held = answer.json()
    assert held["held"]["by"] == name
    assert held["was"] == "free"
    assert in_force(at)["weapons_control"] == "hold"
    board = at.until(lambda b: b.shown is not None and not b.situation.shown)
    assert board.shown is not None
    assert not board.shown.recommendations


def test_weapons_hold_names_the_crews_that_have_to_be_told(at: Served) -> None:
    """Nothing is sent to them but by people."""
    engagement = committed(at, "bondar", open_line(at)).json()["engagement"]["id"]

    held = at("chief").post("/desks/live/hold-all").json()

    assert held["engagements"] == [engagement]


@pytest.mark.parametrize("name", ["viewer", "auditor", "radar"])
def test_nobody_else_holds_everything(at: Served, name: str) -> None:
    """Whoever only looks on does not stop the others."""
    assert at(name).post("/desks/live/hold-all").status_code == 403


def test_a_zone_is_set_replaced_and_lifted(at: Served) -> None:
    """Under its own name, one after the other."""
    zone = {"id": "no-go/1", "polygon": SQUARE, "ceiling_m": 3_000.0}
    path = "/desks/live/zones/no-go/1"
    assert at("chief").put(path, zone).status_code == 200
    higher = at("chief").put(path, {**zone, "ceiling_m": 9_000.0})
    assert higher.status_code == 200
    (there,) = in_force(at)["zones"]
    assert (there["id"], there["ceiling_m"]) == ("no-go/1", 9_000.0)

    assert at("chief").ask("DELETE", path).status_code == 200

    assert in_force(at)["zones"] == []
    assert at("chief").ask("DELETE", path).status_code == 404


def test_a_corridor_is_lifted_with_all_its_legs(at: Served) -> None:
    """It was set as one, and is one for whoever lifts it."""
    line = [{"latitude_deg": 50.0 + 0.1 * n, "longitude_deg": 30.0} for n in range(3)]
    corridor = {"id": "lane", "corridor": {"line": line, "half_width_m": 2_000.0}}
    answer = at("chief").put("/desks/live/zones/lane", corridor)
    assert answer.status_code == 200, answer.text
    assert len(in_force(at)["zones"]) == 2

    assert at("chief").ask("DELETE", "/desks/live/zones/lane").status_code == 200

    assert in_force(at)["zones"] == []


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"weapons_control": "loose"}, "$.weapons_control"),
        ({"weapons_control": "free", "pinned": []}, "$.pinned"),
        (
            {"weapons_control": "free", "zones": [{"id": "z"}]},
            "$.zones[0].polygon",
        ),
        (
            {"weapons_control": "free", "priorities": {"A1": 101}},
            "$.priorities.A1",
        ),
    ],
)
def test_measures_that_cannot_be_are_refused_at_their_place(
    at: Served, document: dict[str, object], place: str
) -> None:
    """And nothing is changed."""
    etag = at("chief").get(CONTROL).headers["etag"]

    answer = at("chief").put(CONTROL, document, headers={"If-Match": etag})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["place"] == place
    assert at("chief").get(CONTROL).headers["etag"] == etag


def test_measures_about_what_is_not_there_are_a_conflict(at: Served) -> None:
    """A reserve of a type that nobody has."""
    reserves = [{"interceptor_type": "laser", "rounds": 1}]

    answer = set_status(at, "chief", "free", reserves=reserves)

    assert answer.status_code == 409
    assert "laser" in answer.json()["detail"]


def test_what_permits_more_waits_for_a_second_person(careful: Served) -> None:
    """The first one's word changes nothing; the second one's does, with both names."""
    at = careful
    assert set_status(at, "chief", "hold").status_code == 200
    first = set_status(at, "chief", "free")
    assert first.status_code == 202
    widening = first.json()
    assert widening["asked"]["by"] == "chief"
    assert in_force(at)["weapons_control"] == "hold"
    listed = at("deputy").get(f"{CONTROL}/widenings").json()["widenings"]
    assert [each["id"] for each in listed] == [widening["id"]]

    path = f"{CONTROL}/widenings/{widening['id']}/confirmation"
    own = at("chief").post(path)
    assert own.status_code == 409
    assert own.json()["code"] == "same_person"
    assert in_force(at)["weapons_control"] == "hold"
    second = at("deputy").post(path)

    assert second.status_code == 200
    assert in_force(at)["weapons_control"] == "free"
    (line, *_) = at("auditor").get("/desks/live/audit").json()["lines"]
    assert (line["kind"], line["by"]) == ("controlled", "chief+deputy")
    assert at("deputy").post(path).status_code == 404


def test_a_signature_whose_answer_was_lost_is_not_refused(careful: Served) -> None:
    """Asked again with its key it is what it was; nothing waits any more."""
    at = careful
    set_status(at, "chief", "hold")
    widening = set_status(at, "chief", "free").json()["id"]
    path = f"{CONTROL}/widenings/{widening}/confirmation"
    first = at("deputy").post(path, {}, key="signed-by-deputy")
    again = at("deputy").post(path, {}, key="signed-by-deputy")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


def test_the_same_wish_asked_for_twice_waits_once(careful: Served) -> None:
    """Its first answer was lost."""
    at = careful
    set_status(at, "chief", "hold")
    wishes = [set_status(at, "chief", "free") for _ in range(2)]
    assert [each.status_code for each in wishes] == [202, 202]
    assert len({each.json()["id"] for each in wishes}) == 1
    assert len(at("deputy").get(f"{CONTROL}/widenings").json()["widenings"]) == 1


def test_a_second_signature_is_for_the_measures_it_was_asked_for(
    careful: Served,
) -> None:
    """Not for those that somebody has set meanwhile."""
    at = careful
    set_status(at, "chief", "hold")
    widening = set_status(at, "chief", "free").json()["id"]
    zone = {"id": "new", "polygon": SQUARE}
    assert at("chief").put("/desks/live/zones/new", zone).status_code == 200

    answer = at("deputy").post(f"{CONTROL}/widenings/{widening}/confirmation")

    assert answer.status_code == 412
    assert in_force(at)["weapons_control"] == "hold"


def test_what_is_restated_as_it_is_has_not_changed(careful: Served) -> None:
    """Corners on no round number come back a hair's breadth off: nobody signs that."""
    at = careful
    ring = [
        {
            "latitude_deg": 50.0 + 0.09 * math.cos(each),
            "longitude_deg": 31.0 + 0.14 * math.sin(each),
        }
        for each in range(6)
    ]
    area = {"status": "hold", "polygon": ring}
    zone = {"id": "round", "polygon": ring, "active_until": "2030-01-01T00:00:00.123Z"}
    first = set_status(at, "chief", "tight", zones=[zone], orders=[area])
    assert first.status_code == 200, first.text
    now = in_force(at)
    more = {"id": "more", "polygon": SQUARE}

    second = set_status(
        at, "chief", "tight", zones=[*now["zones"], more], orders=now["orders"]
    )

    assert second.status_code == 200, second.text
    third = set_status(at, "chief", "tight", zones=[more], orders=now["orders"])
    assert third.status_code == 202


def test_hold_all_calls_off_what_was_asked_for_before(careful: Served) -> None:
    """Held already, weapons are held anew: no second signature can free them."""
    at = careful
    set_status(at, "chief", "hold")
    widening = set_status(at, "chief", "free").json()["id"]
    assert at("deputy").post("/desks/live/hold-all", {}).status_code == 200

    assert at("deputy").get(f"{CONTROL}/widenings").json()["widenings"] == []
    answer = at("deputy").post(f"{CONTROL}/widenings/{widening}/confirmation")
    assert (answer.status_code, in_force(at)["weapons_control"]) == (412, "hold")


def test_a_change_on_its_way_when_all_was_held_is_not_carried_out(at: Served) -> None:
    """Though the measures say the same before and after."""
    set_status(at, "chief", "hold")
    seen = at("chief").get(CONTROL).headers["etag"]
    assert at("chief").post("/desks/live/hold-all", {}).status_code == 200

    late = at("chief").put(
        CONTROL, {"weapons_control": "free"}, headers={"If-Match": seen}
    )

    assert late.status_code == 412, late.text
    assert in_force(at)["weapons_control"] == "hold"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_zone_is_not_changed_over_somebody_elses_change(
    at: Served, method: str
) -> None:
    """Where the request says what was seen."""
    zone = {"id": "no-go", "polygon": SQUARE}
    path = "/desks/live/zones/no-go"
    assert at("chief").put(path, zone).status_code == 200
    seen = at("chief").get(CONTROL).headers["etag"]
    assert at("chief").put(path, {**zone, "ceiling_m": 900.0}).status_code == 200
    before = in_force(at)["zones"]
    body = zone if method == "PUT" else None

    late = at("chief").ask(method, path, body, headers={"If-Match": seen})

    assert (late.status_code, late.json()["code"]) == (412, "revision_changed")
    assert in_force(at)["zones"] == before


def test_lifting_a_zone_permits_more(careful: Served) -> None:
    """And setting one does not."""
    zone = {"id": "no-go", "polygon": SQUARE}
    assert careful("chief").put("/desks/live/zones/no-go", zone).status_code == 200

    lifted = careful("chief").ask("DELETE", "/desks/live/zones/no-go")

    assert lifted.status_code == 202
    assert [each["id"] for each in in_force(careful)["zones"]] == ["no-go"]


def declaration(at: Served, **change: object) -> dict[str, object]:
    """A track is friendly, for ten minutes."""
    now = datetime.fromtimestamp(at.desk.clock.now_s(), tz=UTC)
    return {
        "identity": "friend",
        "method": "positive",
        "evidence": "seen through the camera: ours",
        "expires": (now + timedelta(minutes=10)).isoformat(),
        **change,
    }


def test_an_identity_is_declared_by_name_and_leaves_the_plan(at: Served) -> None:
    """What is declared a friend is engaged by nobody."""
    name = open_line(at)["track"]

    answer = at("olena").post(
        f"/desks/live/tracks/{name}/identification", declaration(at)
    )

    assert answer.status_code == 201, answer.text
    declared = answer.json()
    assert declared["declared"]["by"] == "olena"
    assert declared["track"]["identity"] == "friend"
    assert declared["track"]["identification"]["declared"] is True
    assert declared["overruled"] is False
    at.until(lambda board: all(shot.track != name for shot in board.situation.shown))


@pytest.mark.parametrize("name", ["bondar", "chief", "planner", "viewer"])
def test_nobody_else_identifies(at: Served, name: str) -> None:
    """Identification and engagement are two authorities."""
    path = "/desks/live/tracks/T01/identification"

    assert at(name).post(path, declaration(at)).status_code == 403


@pytest.mark.parametrize("minutes", [-1, 0, 61])
def test_an_identity_holds_for_an_hour_at_most(at: Served, minutes: int) -> None:
    """And not in the past."""
    now = datetime.fromtimestamp(at.desk.clock.now_s(), tz=UTC)
    expires = (now + timedelta(minutes=minutes)).isoformat()
    path = "/desks/live/tracks/T01/identification"

    answer = at("olena").post(path, declaration(at, expires=expires))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "$.expires"


def test_an_identity_needs_evidence_and_a_track(at: Served) -> None:
    """Nobody is declared hostile on nothing."""
    path = "/desks/live/tracks/T01/identification"
    assert at("olena").post(path, declaration(at, evidence="")).status_code == 422

    elsewhere = "/desks/live/tracks/T99/identification"
    assert at("olena").post(elsewhere, declaration(at)).status_code == 404
