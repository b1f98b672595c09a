"""What is made beside the desk over HTTP: what-ifs, exports, exercises, replays."""

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk_server import Served, committed, open_line, person, served
from tests.desks import optimiser
from tests.pictures import saturated
from tests.scripted_nights import Scripted
from zaslin.domain.ids import TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.role import Grant, Role, Scope
from zaslin.live.planning import Made

WHAT_IF = "/desks/live/what-if"
PATIENT = {"deadline_s": 10.0}


class Slow:
    """Plans aside only when the test lets it."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.asked = threading.Semaphore(0)

    def plan(
        self,
        picture: Picture,
        previous: Plan | None,
        *,
        deadline_s: float,
        on_plan: Callable[[Plan, str], None],
    ) -> Made:
        """A real plan, in the end."""
        assert deadline_s > 0.0
        self.asked.release()
        self.may.wait(30.0)
        made = optimiser(picture, previous)
        on_plan(made, "solver")
        return Made(plan=made, source="solver")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service of its own for each test."""
    script = Scripted()
    with served(tmp_path, exercises=script, replays=script) as made:
        yield made


def test_a_what_if_compares_two_plans_and_touches_nothing(at: Served) -> None:
    """A lost unit: its shots are dropped, and more is expected to get through."""
    before = list(at.journal.entries())
    unit = open_line(at)["fire_unit"]

    answer = at("planner").post(WHAT_IF, {"lost_units": [unit]})

    assert answer.status_code == 200, answer.text
    compared = answer.json()
    assert compared["hypothetical"] is True
    assert compared["value_change_meur"] > 0.0
    assert compared["value_change_meur"] == pytest.approx(
        compared["after"]["value"] - compared["before"]["value"]
    )
    lines = compared["plan"]["recommendations"]
    assert all(line["fire_unit"] != unit for line in lines)
    for each in compared["differences"]:
        assert all(shot["fire_unit"] != unit for shot in each["after"])
    decided = [entry.by for entry in at.journal.entries()][len(before) :]
    assert "planner" not in decided
    units = at("viewer").get(f"/desks/live/fire-units/{unit}").json()
    assert units["fire_unit"]["unit"]["channels"] == 2


def test_a_what_if_that_changes_nothing_comes_to_nothing(at: Served) -> None:
    """Neither of the two plans was searched for longer than the other."""
    compared = at("planner").post(WHAT_IF, {}).json()
    assert compared["value_change_meur"] == 0.0
    assert compared["differences"] == []
    assert compared["before"]["bound"] == compared["after"]["bound"]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"weapons_control": "hold"},
        {"forbids": [{"track": "T00"}]},
        {"pins": [{"track": "T08", "fire_unit": "U2", "interceptor_type": "missile"}]},
        {"reserves": [{"interceptor_type": "missile", "rounds": 2}]},
        {
            "added_rounds": [
                {"fire_unit": "U1", "interceptor_type": "missile", "rounds": 8}
            ]
        },
    ],
)
def test_every_kind_of_change_gives_a_plan(
    at: Served, change: dict[str, object]
) -> None:
    """Checked, of the picture of now."""
    answer = at("planner").post(WHAT_IF, change)

    assert answer.status_code == 200, answer.text
    shots = answer.json()["plan"]["recommendations"]
    if change.get("weapons_control") == "hold":
        assert shots == []
    if "forbids" in change:
        assert all(shot["track"] != "T00" for shot in shots)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"lost_units": ["U9"]}, 409),
        ({"released": [{"track": "T00"}]}, 409),
        (
            {"pins": [{"track": "T99", "fire_unit": "U1", "interceptor_type": "x"}]},
            409,
        ),
        ({"deadline_s": 0.0}, 422),
        ({"deadline_s": 1e9}, 422),
        ({"weapons": "free"}, 422),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    at: Served, change: dict[str, object], status: int
) -> None:
    """With its place, or with what is there."""
    assert at("planner").post(WHAT_IF, change).status_code == status


def test_a_viewer_asks_no_what_ifs(at: Served) -> None:
    """They take time that others need."""
    assert at("viewer").post(WHAT_IF, {}).status_code == 403


def test_so_many_what_ifs_at_once_and_no_more(tmp_path: Path) -> None:
    """One runs, two wait, the next is refused; and the desk goes on meanwhile."""
    planner = Slow()
    with served(tmp_path, side_planner=planner) as at:
        statuses: list[int] = []

        def ask() -> None:
            statuses.append(at("planner").post(WHAT_IF, PATIENT).status_code)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        assert planner.asked.acquire(timeout=30.0)
        while not statuses:
            time.sleep(0.01)
        assert statuses == [429]
        assert at("chief").post("/desks/live/hold-all").status_code == 200
        planner.may.set()
        for thread in threads:
            thread.join()

    assert sorted(statuses) == [200, 200, 200, 429]


def test_a_what_if_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """503, and when to ask again."""
    planner = Slow()
    with served(tmp_path, side_planner=planner) as at:
        answer = at("planner").post(WHAT_IF, {"deadline_s": 0.2})
        planner.may.set()

    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_tracks_leave_as_geojson(at: Served) -> None:
    """Points with a longitude first, as the standard has it."""
    answer = at("viewer").get("/desks/live/export/tracks.geojson")

    assert answer.headers["content-type"] == "application/geo+json"
    assert "attachment" in answer.headers["content-disposition"]
    collection = answer.json()
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 12
    feature = collection["features"][0]
    longitude, latitude, _ = feature["geometry"]["coordinates"]
    assert longitude == pytest.approx(30.0, abs=0.5)
    assert latitude == pytest.approx(50.3, abs=0.5)
    assert feature["properties"]["identity"] == "hostile"


def test_the_plan_leaves_as_a_table_with_every_track_in_it(at: Served) -> None:
    """A row for each line, and one for each track without a shot."""
    shown = at("viewer").get("/desks/live/plan").json()["plan"]
    table = at("viewer").get("/desks/live/export/plan.csv").text
    rows = list(csv.DictReader(io.StringIO(table)))

    assert {row["track"] for row in rows} == {f"T{number:02}" for number in range(12)}
    assert len(rows) >= len(shown["not_engaged"])
    assert {row["kind"] for row in rows} <= {"firm", "follow_up", "not_engaged"}


def test_no_cell_is_a_formula_whatever_a_track_is_called(tmp_path: Path) -> None:
    """A call-sign from outside must not run in somebody's spreadsheet."""
    picture = saturated()
    evil = TrackId("=HYPERLINK(1)")
    tracks = (replace(picture.tracks[0], id=evil), *picture.tracks[1:])
    with served(tmp_path, picture=replace(picture, tracks=tracks)) as at:
        plan = at("viewer").get("/desks/live/export/plan.csv").text
        refused = open_line(at)
        answer = committed(at, "bondar", refused, "refuse", why="@SUM(1)")
        assert answer.status_code == 201
        # A refusal brings another plan.
        at.until(
            lambda board: board.shown and board.shown.revision > refused["revision"]
        )
        assert committed(at, "bondar", open_line(at)).status_code == 201
        done = at("viewer").get("/desks/live/export/engagements.csv").text

    cells = [cell for row in csv.reader(io.StringIO(plan + done)) for cell in row]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def test_the_journal_leaves_as_its_file(at: Served) -> None:
    """Header and entries, as the command line verifies and replays them."""
    answer = at("auditor").get("/desks/live/export/journal.ndjson")

    lines = answer.text.splitlines()
    assert json.loads(lines[0])["schema"].startswith("zaslin/journal")
    numbers = [json.loads(line)["number"] for line in lines[1:]]
    assert numbers == list(range(len(numbers)))
    assert at("viewer").get("/desks/live/export/journal.ndjson").status_code == 403


def test_an_exercise_is_started_steered_and_ended(at: Served) -> None:
    """One at a time."""
    chief = at("chief")
    assert chief.get("/scenarios").json()["scenarios"][0]["name"] == "night"
    assert at("viewer").get("/exercises/current").json() is None
    begun = chief.post("/exercises", {"scenario": "night", "speed": 10.0, "seed": 7})
    assert begun.status_code == 201
    assert begun.json()["kind"] == "exercise"
    again = chief.post("/exercises", {"scenario": "night"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    held = chief.ask("PATCH", "/exercises/current", {"paused": True})
    assert held.json()["paused"] is True
    assert at("viewer").get("/exercises/current").json()["paused"] is True

    assert chief.ask("DELETE", "/exercises/current").status_code == 204

    assert chief.ask("DELETE", "/exercises/current").status_code == 404
    unknown = chief.post("/exercises", {"scenario": "day"})
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["place"] == "$.scenario"


@pytest.mark.parametrize("name", ["viewer", "bondar", "planner", "auditor"])
def test_nobody_else_starts_exercises(at: Served, name: str) -> None:
    """A supervisor does."""
    assert at(name).post("/exercises", {"scenario": "night"}).status_code == 403


def test_a_live_night_is_replayed_by_who_may_see_the_live_desk(at: Served) -> None:
    """A role for exercises shows exercises."""
    trainee = person("trainee", Role.AUDITOR)
    of_sim = frozenset({Grant(role=Role.AUDITOR, scope=Scope.SIM)})
    at.people.by_secret = {
        **at.people.by_secret,
        "secret-trainee": replace(trainee, grants=of_sim),
    }
    listed = at("trainee").get("/replays").json()["recordings"]
    assert [each["id"] for each in listed] == ["2"]
    assert len(at("auditor").get("/replays").json()["recordings"]) == 2

    assert at("trainee").post("/replays", {"journal": "1"}).status_code == 422
    assert at("trainee").post("/replays", {"journal": "2"}).status_code == 201
    moved = at("trainee").ask(
        "PATCH", "/replays/current", {"at": "2025-09-07T03:00:00Z", "paused": False}
    )
    assert moved.status_code == 200
    assert at("trainee").get("/replays/current").json()["kind"] == "replay"


def test_fire_is_held_on_a_track_in_one_step(at: Served) -> None:
    """By a person with any part in the fight; by no key, and no onlooker."""
    track = open_line(at)["track"]
    path = f"/desks/live/tracks/{track}/hold"
    assert at("viewer").post(path, {}).status_code == 403
    assert at("radar").post(path, {}).json()["code"] == "person_required"

    answer = at("olena").post(path, {"why": "friendly pilot on the radio"})

    assert answer.status_code == 201, answer.text
    assert answer.json()["decision"]["by"] == "olena"
    at.until(lambda board: all(s.track != track for s in board.situation.shown))
    assert at("olena").post("/desks/live/tracks/T99/hold", {}).status_code == 404
